"""A table that has to be whole goes on behind the map: every row once, and gone when the next page needs none."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin import paths
from kf_resources_plugin.cartography.layout import Page, Sheet
from kf_resources_plugin.cartography.map_layers import dressed_copies
from kf_resources_plugin.cartography.map_printer import MapPrinter
from kf_resources_plugin.cartography.page_table import PageTable
from kf_resources_plugin.cartography.table_sheet import table_file
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import layer_of
from tests.cartography import builders as town

if TYPE_CHECKING:
    from pathlib import Path

POINTS = 430


def table(count: int, *, whole: bool = True) -> PageTable:
    return PageTable(["Point", "X", "Y"], [[f"J{number}", f"{3_850_000 + number}.001", f"{500_000 + number}.002"]
                                           for number in range(1, count + 1)], whole)


@pytest.fixture
def sheet(qgis_app: Any) -> Sheet:
    layer = layer_of([(town.at(0, 0, 100, 100), {})], {"a": "text"}, crs=town.CRS, name="紫线")
    return Sheet(title="紫线图", layers=dressed_copies([(None, layer)]), crs=QgsCoordinateReferenceSystem(town.CRS),
                 dpi=60.0, pages=[Page("甲", None, layer.extent(), table(POINTS)),
                                  Page("乙", None, layer.extent(), table(5))],
                 template=paths.resource("layouts", "map_a4_landscape.qpt"))


def test_every_row_stands_once_on_the_sheets_behind_the_page(sheet: Sheet, tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    with MapPrinter(sheet, NoProgress()) as printer:
        printer.write_pdf(path)
        assert printer.crowded == {"legend": [], "table": [], "attached": []}
    pages = town.pdf_pages(path)
    texts = [town.pdf_text(path, number) for number in range(1, pages + 1)]
    assert "attached" in texts[0]  # the whole sentence may go over several lines
    attached, last = texts[1:-1], texts[-1]
    assert f"甲 – boundary points, sheet 1 of {len(attached)}" in attached[0]
    found = [word for text in attached for word in text.split() if word.startswith("J") and word[1:].isdigit()]
    assert sorted(found, key=lambda word: int(word[1:])) == [f"J{number}" for number in range(1, POINTS + 1)]
    assert "J5" in last
    assert "attached" not in last


def test_pictures_of_the_sheets_are_beside_that_of_the_page(sheet: Sheet, tmp_path: Path) -> None:
    pages = [tmp_path / "1.png", tmp_path / "2.png"]
    with MapPrinter(sheet, NoProgress()) as printer:
        printer.write_png(pages)
    assert {file.name for file in tmp_path.iterdir()} == {
        "1.png", "2.png", *(table_file(pages[0], number).name for number in (1, 2, 3))}


def test_a_table_that_may_be_cut_is_told_as_before(sheet: Sheet) -> None:
    with MapPrinter(sheet, NoProgress()) as printer:
        printer.show(Page("丙", None, sheet.pages[0].extent, table(POINTS, whole=False)))
        assert printer.crowded["table"] == ["丙"]
        assert printer.table_sheets.count == 0
