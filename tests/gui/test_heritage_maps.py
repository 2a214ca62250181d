"""The maps that the lines page hands in, printed from a run over a site and a historic district."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProject

from kf_resources_plugin.engine.roles import write_role
from kf_resources_plugin.gui.duties.heritage import ZONES
from tests.builders import layer_of, save
from tests.cartography import builders as town
from tests.gui.docks import click
from tests.gui.duties import choose, settled
from tests.survey.heritage import COMMON, CRS, square, zones

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.gui.docks.heritage_dock import HeritageDock

FIELDS = {"site_id": "text", "name": "text", "level": "text", "site_type": "text"}


def test_purple_lines_and_a_page_for_each_site_are_printed_beside_the_run(
    heritage_dock: HeritageDock, tmp_path: Path, qtbot: Any
) -> None:
    sites = save(layer_of([(square(50), {"site_id": "T1", "name": "铁塔"}),
                           (square(40, east=900), {"site_id": "T2", "name": "书店街"})], FIELDS, crs=CRS),
                 tmp_path / "sites.gpkg")
    sites.setName("文物名录")
    other = {**COMMON, "site_id": "T2", "site_name": "书店街"}
    drawn = zones([(square(50), {**COMMON, "tier": "protection"}), (square(40, east=900), {**other, "tier": "core"})])
    city = save(layer_of([(square(20_000), {"XZQDM": "410202", "XZQMC": "龙亭区"})], {"XZQDM": "text", "XZQMC": "text"},
                         crs=CRS, name="行政区"), tmp_path / "units.gpkg")
    write_role(city, "admin_units")
    QgsProject.instance().addMapLayers([sites, drawn, city])
    qtbot.wait(10)
    page = choose(qtbot, heritage_dock, ZONES.name)
    page.results_folder.setFilePath(str(tmp_path / "results"))
    [tool] = page.tools
    tool.click()
    assert "there are no lines yet" in heritage_dock.iface.messageBar().currentItem().text()
    click(qtbot, page.run_button)
    settled(qtbot, page)
    assert page.result is not None, page.run_state.text()
    tool.click()
    said = heritage_dock.iface.messageBar().currentItem().text()
    maps = {path.name: path for path in page.result.folder.glob("*.pdf")}
    assert set(maps) >= {"Historic protection map.pdf", "Purple line map.pdf", "Maps of sites.pdf"}, said
    of_sites = maps["Maps of sites.pdf"]
    pages = [town.pdf_text(of_sites, number) for number in range(1, town.pdf_pages(of_sites) + 1)]
    assert any("Protection lines of a site (书店街)" in text for text in pages)
    assert any("铁塔 – boundary points, sheet 1 of 1" in text for text in pages)
    purple = town.pdf_text(maps["Purple line map.pdf"], 1)
    # of each tier in the table, and beside the point on the map: without numbers the table tells nobody where it is
    assert purple.split().count("J1") >= 2
    assert "Boundary points" in purple
    assert "boundary_points" not in purple
    overview = town.pdf_text(maps["Historic protection map.pdf"], 1)
    # of the lines, not of the city beside them, which would be 1:200 000
    assert "1:450" in purple.split()
    assert "1:6,000" in overview.split()
    # each line by itself: 5.9577 ha of tiers that nest, and not with what is united from them
    assert "5.9577" in overview.split()
