"""A layer and a printed map of every stage, out of a raster with a band for each."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from qgis.core import QgsProject, QgsRasterLayer

from kf_resources_plugin.gui.duties.duty_result import DutyResult
from kf_resources_plugin.gui.duties.floodplain import DEPTH
from tests.cartography.builders import pdf_text
from tests.rasters import write_raster

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.gui.docks.floodplain_dock import FloodplainDock


def stage_layers() -> list[QgsRasterLayer]:
    return [layer for layer in QgsProject.instance().mapLayers().values() if isinstance(layer, QgsRasterLayer)]


@pytest.mark.usefixtures("qgis_new_project")
def test_every_band_is_a_layer_and_a_map_of_its_stage(flood_dock: FloodplainDock, tmp_path: Path) -> None:
    page = flood_dock.pages.page(DEPTH.name)
    [tool] = DEPTH.tools
    tool.use(page)
    assert "Run the page first" in flood_dock.iface.messageBar().currentItem().text()
    cells = np.tile(np.linspace(0.0, 4.0, 20), (20, 1))
    write_raster(tmp_path / "depth.tif", cells, cells + 1, descriptions=("7200", "22000"))
    page.result = DutyResult(tmp_path, {})
    for _ in range(2):  # the second time replaces the layers of the first
        tool.use(page)
        assert sorted((layer.name(), layer.renderer().band()) for layer in stage_layers()) == [
            ("Flood depth at 22000 m³/s", 2), ("Flood depth at 7200 m³/s", 1)]
    maps = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert maps == ["Flood depth at 22000 m³s.pdf", "Flood depth at 7200 m³s.pdf"]
    assert "Flood depth at 22000" in pdf_text(tmp_path / maps[0])
