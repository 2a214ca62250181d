"""A legend that its place does not hold stands on a sheet of its own: whole, and gone when the next page needs none."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsLegendStyle, QgsReadWriteContext
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtXml import QDomDocument

from kf_resources_plugin import paths
from kf_resources_plugin.cartography.layout import Page, Sheet
from kf_resources_plugin.cartography.legend import least_points
from kf_resources_plugin.cartography.legend_sheet import legend_file
from kf_resources_plugin.cartography.map_layers import dressed_copies
from kf_resources_plugin.cartography.map_printer import MapPrinter
from kf_resources_plugin.cartography.page_table import PageTable
from kf_resources_plugin.engine.rule_store import load_class_systems
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import layer_of
from tests.cartography import builders as town

if TYPE_CHECKING:
    from pathlib import Path

A4_MM = (297.0, 210.0)
# what no place beside a map of A4 holds: all classes of the survey, and as many layers with a long name
LAYERS = 60


@pytest.fixture
def crowded(qgis_app: Any, chinese_locale: None) -> Sheet:
    """Return a sheet of two pages: one shows every class of the survey and 60 layers more, the other one class."""
    codes = list(load_class_systems().classes("survey_2019"))
    rows = [(town.at(100.0 * (n % 10), 100.0 * (n // 10), 100, 100), {"DLBM": code}) for n, code in enumerate(codes)]
    land = layer_of([*rows, (town.at(5000, 0, 100, 100), {"DLBM": "0101"})], {"DLBM": "text"}, crs=town.CRS)
    others = [layer_of([(town.at(10, 10 + place, 20, 5), {})], {"a": "text"}, crs=town.CRS,
                       name=f"第{place:02}号规划控制线（城镇开发边界内）") for place in range(LAYERS)]
    layers = dressed_copies([*((None, other) for other in others), ("land", land)])
    first, last = (layer_of([(town.at(x, 0, 1000, 900), {})], {"a": "text"}, crs=town.CRS).extent()
                   for x in (0, 4500))
    return Sheet(title="三条控制线图", layers=layers, crs=QgsCoordinateReferenceSystem(town.CRS), dpi=60.0,
                 pages=[Page("龙亭区", None, first), Page("祥符区", None, last)],
                 template=paths.resource("layouts", "map_a4_landscape.qpt"))


def test_it_is_the_next_page_of_the_pdf_and_complete(crowded: Sheet, tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    with MapPrinter(crowded, NoProgress()) as printer:
        printer.write_pdf(path)
        assert printer.crowded == {"legend": [], "table": [], "attached": ["龙亭区"]}
    assert town.pdf_pages(path) == 3
    page, sheet, other = (town.pdf_text(path, number) for number in (1, 2, 3))
    assert "Legend: on the sheet attached" in page
    assert "龙亭区 – legend" in sheet
    for place in range(LAYERS):
        assert f"第{place:02}号规划控制线（城镇开发边界内）" in sheet
    assert "0101 水田" in sheet
    assert "1101 河流水面" in sheet
    assert "第00号" not in page
    assert "0101 水田" in other
    assert "on the sheet attached" not in other


def test_it_lies_on_its_sheet_and_goes_back(crowded: Sheet) -> None:
    full, plain = crowded.pages
    with MapPrinter(crowded, NoProgress()) as printer:
        pages, legend = printer._layout.pageCollection(), printer._legend

        def place() -> tuple[int, float, float]:
            at = legend.pagePositionWithUnits()
            return legend.page(), round(at.x(), 3), round(at.y(), 3)

        printer.show(plain)
        before = place()
        printer.show(full)
        assert pages.pageCount() == 2
        assert legend.page() == 1
        sheet = pages.page(1)
        assert (sheet.rect().width(), sheet.rect().height()) == A4_MM
        assert sheet.sceneBoundingRect().contains(legend.sceneBoundingRect())
        printer.show(plain)
        assert pages.pageCount() == 1
        assert place() == before


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_it_is_a_picture_beside_that_of_the_page(crowded: Sheet, tmp_path: Path, ending: str) -> None:
    files = [tmp_path / f"{name}.{ending}" for name in "ab"]
    with MapPrinter(crowded, NoProgress()) as printer:
        (printer.write_png if ending == "png" else printer.write_svg)(files)
    assert {path.name for path in tmp_path.iterdir()} == {f"a.{ending}", f"a_legend.{ending}", f"b.{ending}"}
    legend = legend_file(files[0])
    if ending == "png":
        one, other = QImage(str(files[0])), QImage(str(legend))
        assert one.size() == other.size()
        assert one != other
    else:
        assert "第59号规划控制线" in legend.read_text(encoding="utf-8")
        assert "第59号规划控制线" not in files[0].read_text(encoding="utf-8")


def test_it_goes_into_the_layout(crowded: Sheet, tmp_path: Path) -> None:
    path = tmp_path / "a.qpt"
    with MapPrinter(crowded, NoProgress()) as printer:
        printer.write_layouts([path])
    from qgis.core import QgsPrintLayout, QgsProject
    from qgis.PyQt import sip

    document, project = QDomDocument(), QgsProject()
    assert document.setContent(path.read_bytes())[0]
    layout = QgsPrintLayout(project)
    layout.loadFromTemplate(document, QgsReadWriteContext())
    assert layout.pageCollection().pageCount() == 2
    assert layout.itemById("legend").page() == 1
    sip.delete(layout)


def test_a_long_name_takes_lines_and_is_no_reason_for_a_sheet(qgis_app: Any, chinese_locale: None,
                                                              tmp_path: Path) -> None:
    name, label = "开封市国土空间总体规划控制线（含调整）" * 3, "兰考县黄河滩区居民迁建安置区范围" * 4
    boundary, land = town.boundary(), town.land()
    boundary.setName(name)
    layers = dressed_copies([(None, boundary), ("land", land)])
    renderer = layers[1].renderer()
    place = next(n for n, category in enumerate(renderer.categories()) if category.value() == "0101")
    renderer.updateCategoryLabel(place, label)
    sheet = Sheet(title="图", layers=layers, crs=QgsCoordinateReferenceSystem(town.CRS), dpi=60.0,
                  pages=[Page("", None, land.extent())], template=paths.resource("layouts", "map_a4_landscape.qpt"))
    with MapPrinter(sheet, NoProgress()) as printer:
        printer.write_pdf(tmp_path / "m.pdf")
        assert printer.crowded == {"legend": [], "table": [], "attached": []}
        points = printer._legend.styleFont(QgsLegendStyle.Style.SymbolLabel).pointSizeF()
        assert points == pytest.approx(printer._legend_points)
    text = "".join(town.pdf_text(tmp_path / "m.pdf").split())
    for line in (name[:10], name[-6:], label[:10], label[-6:]):
        assert line in text


def test_a_title_that_looks_like_an_expression_is_none(crowded: Sheet, tmp_path: Path) -> None:
    page = Page("[% 2 * 3 %] 'x'", None, crowded.pages[0].extent)
    with MapPrinter(replace(crowded, pages=[page]), NoProgress()) as printer:
        printer.write_pdf(tmp_path / "m.pdf")
    assert "[% 2 * 3 %] 'x' – legend" in town.pdf_text(tmp_path / "m.pdf", 2)


def test_names_that_look_like_expressions_are_printed_as_they_are(qgis_app: Any, chinese_locale: None,
                                                                  tmp_path: Path) -> None:
    """Of a layer with one symbol, of one with categories and their labels, and in the table."""
    boundary, land = town.boundary(), town.land()
    boundary.setName("边界[% 2 * 3 %]")
    layers = dressed_copies([(None, boundary), ("land", land)])
    layers[0].setName("边界[% 2 * 3 %]")
    layers[1].setName("地类[% 'a' || 'b' %]")
    renderer = layers[1].renderer()
    place = next(n for n, category in enumerate(renderer.categories()) if category.value() == "0101")
    renderer.updateCategoryLabel(place, "水田[% 4 * 5 %]")
    table = PageTable(["面积[% 5 * 5 %]", "ha"], [["表[% 6 * 6 %]", "1.0"]])
    sheet = Sheet(title="图[% 7 * 7 %]", layers=layers, crs=QgsCoordinateReferenceSystem(town.CRS), dpi=60.0,
                  pages=[Page("", None, land.extent(), table)],
                  template=paths.resource("layouts", "map_a4_landscape.qpt"))
    with MapPrinter(sheet, NoProgress()) as printer:
        printer.write_pdf(tmp_path / "m.pdf")
    text = "".join(town.pdf_text(tmp_path / "m.pdf").replace("\u2060", "").split())
    for name in ("边界[%2*3%]", "地类[%'a'||'b'%]", "水田[%4*5%]", "面积[%5*5%]", "表[%6*6%]", "图[%7*7%]"):
        assert name in text


def test_no_entry_is_printed_smaller_than_can_be_read(crowded: Sheet) -> None:
    """The classes of the survey alone would fit beside the map in type of five points: they go to the sheet attached.
    """
    classes = replace(crowded, layers=crowded.layers[-1:])
    with MapPrinter(classes, NoProgress()) as printer:
        printer.show(classes.pages[0])
        assert printer._legend.styleFont(QgsLegendStyle.Style.SymbolLabel).pointSizeF() >= least_points() >= 6.0
        assert printer.crowded["attached"]
        assert not printer.crowded["legend"]
