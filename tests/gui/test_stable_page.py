"""The page of stable farmland on a county of four fields: areas by tick, figures, and the way back to the toolbox."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject

from tests.builders import layer_of, save
from tests.gui import farmland_town as town
from tests.gui.docks import click, shown_values
from tests.gui.duties import choose, settled

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.gui.docks.farmland_dock import FarmlandDock


def test_a_mask_that_is_ticked_makes_its_land_unstable(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    """Three fields of 1 ha are cultivated; polluted soil takes the whole first one: 1 of 3 ha is not stable."""
    layers = town.settle(tmp_path)
    polluted = layer_of([(town.box(0, 0, town.SIDE, town.SIDE), {})], {}, name="严格管控类耕地")
    polluted = save(polluted, tmp_path / "polluted.gpkg")
    polluted.setName("严格管控类耕地")
    QgsProject.instance().addMapLayer(polluted)
    page = choose(qtbot, dock, "stable")
    settled(qtbot, page)
    page.results_folder.setFilePath(str(tmp_path / "results"))
    assert page.inputs.parameters()["LAND"] == layers["land"].id()
    assert page.inputs.parameters()["MASKS"] == [polluted.id()]
    click(qtbot, page.run_button)
    settled(qtbot, page)
    assert page.result is not None, page.run_state.text()
    numbers = page.result.numbers
    assert numbers["UNSTABLE_M2"] == pytest.approx(10_000, rel=2e-3)
    assert numbers["STABLE_M2"] == pytest.approx(20_000, rel=2e-3)
    assert page.headline.text().count("<b>") == 3
    assert shown_values(page.results.tables["STABLE"], 3) == ["0"]
    share = shown_values(page.results.tables["SUMMARY"], 6)
    assert share == [pytest.approx(2 / 3, rel=1e-3)]
    page.inputs.areas.list.setCurrentRow(0)
    QgsProject.instance().removeMapLayer(polluted.id())
    settled(qtbot, page)
    assert "MASKS" not in page.inputs.parameters()
