"""Themes, tables of areas and pages of kf:controllinemap, with figures worked by hand from the town's rectangles."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from qgis import processing
from qgis.core import QgsProcessingException, QgsProcessingFeedback

from kf_resources_plugin.engine.roles import write_role
from tests.builders import layer_of
from tests.cartography import builders as town

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

MAP = "kf:controllinemap"
# 1 600 × 400 m, 800 × 800 m, 1 400 × 600 m and 800 × 150 m; on the central meridian of their projection
PERMANENT, REDLINE, BOUNDARY, PROJECT = "64.0000", "64.0000", "84.0000", "12.0000"


def every_role() -> dict[str, Any]:
    return {"LAND": town.land(), "PERMANENT_FARMLAND": town.permanent_farmland(), "ECOLOGICAL_REDLINE": town.redline(),
            "URBAN_BOUNDARY": town.boundary(), "PROJECTS": town.projects(), "DPI": 50}


def printed(folder: Path, page: int | None = None, **parameters: Any) -> str:
    """Run the map and return the text of its PDF."""
    pdf = folder / "map.pdf"
    processing.run(MAP, {**every_role(), **parameters, "OUTPUT": str(pdf)})
    return town.pdf_text(pdf, page)


def areas_in(text: str) -> dict[str, tuple[str, str]]:
    """Return (ha, mu) by name of what looks like a row of the table; the legend may stand before it on the line."""
    rows = re.findall(r"(\S[^\n]*?) {2,}(\d+\.\d{4}) +(\d+\.\d{2})(?:\s|$)", text)
    return {re.split(r" {2,}", name)[-1]: (hectares, mu) for name, hectares, mu in rows}


def test_areas_of_the_lines_are_printed(kf_provider: Any, chinese_texts: None, tmp_path: Path) -> None:
    found = areas_in(printed(tmp_path))
    # 84 ha are 84 × 15 mu
    assert found == {"项目范围": (PROJECT, "180.00"), "城镇开发边界": (BOUNDARY, "1260.00"),
                     "生态保护红线": (REDLINE, "960.00"), "永久基本农田": (PERMANENT, "960.00")}


def test_a_layer_that_its_style_divides_has_a_row_for_each_category(
    kf_provider: Any, chinese_texts: None, tmp_path: Path,
) -> None:
    """Zones of 40, 20 and 4 ha, one without a code: they add up to the layer's 64 ha, in the order of the legend."""
    rows = [(town.at(0, 0, 1000, 400), {"zone": "n"}), (town.at(0, 400, 500, 400), {"zone": "S"}),
            (town.at(600, 400, 200, 200), {"zone": None})]
    zones = layer_of(rows, {"zone": "text"}, name="zones", crs=town.CRS)
    write_role(zones, "floodplain_zones")
    found = areas_in(printed(tmp_path, LAYERS=[zones]))
    assert [row for row in found.items() if row[0].startswith(("·", "黄河滩区"))] == [
        ("黄河滩区分区", ("64.0000", "960.00")), ("· 宜水区", ("20.0000", "300.00")),
        ("· 宜农区", ("40.0000", "600.00")), ("· 未分区", ("4.0000", "60.00"))]


def test_classes_that_are_words_have_a_row_for_each(kf_provider: Any, chinese_texts: None, tmp_path: Path) -> None:
    """Stock land of 40 and 20 ha: its classes are words in small letters."""
    rows = [(town.at(0, 0, 1000, 400), {"class": "supplied_not_used"}), (town.at(0, 400, 500, 400), {"class": "used"})]
    status = layer_of(rows, {"class": "text"}, name="status", crs=town.CRS)
    write_role(status, "stock_status")
    found = areas_in(printed(tmp_path, LAYERS=[status]))
    assert [row for row in found.items() if row[0].startswith("·")] == [
        ("· 供而未用", ("40.0000", "600.00")), ("· 已用", ("20.0000", "300.00"))]


def test_areas_are_those_within_the_unit_of_the_page(kf_provider: Any, chinese_texts: None, tmp_path: Path) -> None:
    first = printed(tmp_path, 1, UNITS=town.units())
    assert "龙亭区面积" in first
    assert areas_in(first) == {"项目范围": ("6.0000", "90.00"), "永久基本农田": (PERMANENT, "960.00")}
    second = town.pdf_text(tmp_path / "map.pdf", 2)
    assert areas_in(second) == {"项目范围": ("6.0000", "90.00"), "城镇开发边界": (BOUNDARY, "1260.00"),
                                "生态保护红线": (REDLINE, "960.00")}


def test_areas_within_the_extent_asked_for(kf_provider: Any, chinese_texts: None, tmp_path: Path) -> None:
    # 1 000 m of the 1 600 m of permanent farmland lie east of 800 m
    extent = f"{town.X0 + 800},{town.X0 + 1900},{town.Y0},{town.Y0 + 1000} [{town.CRS}]"
    text = printed(tmp_path, EXTENT=extent)
    assert "范围内面积" in text
    assert areas_in(text)["永久基本农田"] == ("40.0000", "600.00")


def test_no_table_where_nobody_wants_one(kf_provider: Any, chinese_texts: None, tmp_path: Path) -> None:
    text = printed(tmp_path, AREAS=False)
    assert areas_in(text) == {}
    assert "公顷" not in text


def test_a_result_table_stands_in_place_of_the_areas(kf_provider: Any, chinese_texts: None, tmp_path: Path) -> None:
    rows = [(None, {"project_id": "P1", "area_m2": 120_000.0, "farmland_m2": 60_000.0, "note": "x"}),
            (None, {"project_id": "P2", "area_m2": 5_000.0, "farmland_m2": None, "note": "y"})]
    table = layer_of(rows, {"project_id": "text", "area_m2": "real", "farmland_m2": "real", "note": "text"},
                     geometry="None", name="汇总")
    text = printed(tmp_path, TABLE=table)
    for words in ("项目编号", "面积（公顷）", "耕地面积（公顷）", "P1", "12.0000", "6.0000", "P2", "0.5000"):
        assert words in text, words


def test_a_theme_draws_its_roles_in_its_order(kf_provider: Any, chinese_texts: None, tmp_path: Path) -> None:
    feedback = QgsProcessingFeedback()
    pdf = tmp_path / "t.pdf"
    processing.run(MAP, {**every_role(), "THEME": "three_lines", "LAYERS": [town.units()], "OUTPUT": str(pdf)},
                   feedback=feedback)
    text = town.pdf_text(pdf)
    assert "三条控制线图" in text
    assert "水田" not in text
    assert "黄河大街延伸工程" not in text
    assert "本专题图不含以下图层：XM, DLTB" in feedback.textLog()
    places = [text.index(name) for name in ("城镇开发边界", "行政区", "生态保护红线", "永久基本农田")]
    assert places == sorted(places)
    assert list(areas_in(text)) == ["永久基本农田", "生态保护红线", "城镇开发边界"]


def test_the_land_use_theme_gives_areas_by_class(kf_provider: Any, chinese_texts: None, tmp_path: Path) -> None:
    square = ("100.0000", "1500.00")
    # 4 km² on the ellipsoid are 0.6 m² less, so that the rows have to give up 1 m² to add up
    text = printed(tmp_path, THEME="land_use", LAND=town.land())
    found = areas_in(text)
    assert found["01 耕地"] == ("200.0000", "3000.00")
    assert found["11 水域及水利设施用地"] == square
    assert found["99"] == ("99.9999", "1500.00")
    assert found["合计"] == ("399.9999", "6000.00")
    assert town.pdf_facts(tmp_path / "map.pdf")["Page size"].startswith("1191 ")  # A3 suits it


def test_the_project_theme_has_a_page_for_each_project(kf_provider: Any, chinese_texts: None, tmp_path: Path) -> None:
    rows = [(town.at(100, 400, 300, 200), {"XMDM": "1", "XMMC": "一号项目"}),
            (town.at(300, 450, 300, 200), {"XMDM": "2", "XMMC": "二号项目"})]
    projects = layer_of(rows, {"XMDM": "text", "XMMC": "text"}, crs=town.CRS, name="项目")
    pdf = tmp_path / "p.pdf"
    result = processing.run(MAP, {**every_role(), "THEME": "project", "PROJECTS": projects, "OUTPUT": str(pdf)})
    assert result["PAGES"] == 2
    first = town.pdf_text(pdf, 1)
    assert "项目用地图（一号项目）" in first
    # its own 6 ha, not what the other one shares with it; 200 × 100 m of it lie in permanent farmland
    assert areas_in(first) == {"一号项目": ("6.0000", "90.00"), "永久基本农田": ("2.0000", "30.00")}


def test_a_theme_takes_nothing_from_the_project(kf_provider: Any, qgis_new_project: Any, tmp_path: Path) -> None:
    from qgis.core import QgsProject

    boundary = town.boundary()
    boundary.setCustomProperty("kf/role", "urban_boundary")
    QgsProject.instance().addMapLayer(boundary)
    pdf = tmp_path / "t.pdf"
    processing.run(MAP, {"ECOLOGICAL_REDLINE": town.redline(), "THEME": "three_lines", "OUTPUT": str(pdf), "DPI": 50})
    text = town.pdf_text(pdf)
    assert "Ecological redline" in text
    assert "Urban development boundary" not in text


def test_layers_of_no_role_of_the_theme_are_named(kf_provider: Any, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="None of the layers belongs on a map of the theme “Historic"):
        processing.run(MAP, {"LAND": town.land(), "THEME": "heritage", "OUTPUT": str(tmp_path / "x.pdf")})


@pytest.mark.parametrize(("size", "page"), [("a4_portrait", "595 x 842"), ("a3_landscape", "1191 x 842"),
                                            ("a3_portrait", "842 x 1191"), ("auto", "842 x 595")])
def test_the_sheet_is_chosen(kf_provider: Any, tmp_path: Path, size: str, page: str) -> None:
    printed(tmp_path, PAGE=size)
    assert town.pdf_facts(tmp_path / "map.pdf")["Page size"].startswith(page)


def in_two(**outputs: Any) -> dict[str, Any]:
    result: dict[str, Any] = processing.run(MAP, {**every_role(), "UNITS": town.units(), **outputs})
    return result


def test_pages_come_as_files_of_their_own(kf_provider: Any, chinese_texts: None, tmp_path: Path) -> None:
    result = in_two(OUTPUT=str(tmp_path / "图.pdf"), OUTPUT_SVG=str(tmp_path / "图.svg"),
                    OUTPUT_LAYOUT=str(tmp_path / "图.qpt"), SEPARATE=True)
    first, second = "图_1_龙亭区", "图_2_祥符区"
    assert result == {"PAGES": 2, "OUTPUT": str(tmp_path / f"{first}.pdf"),
                      "OUTPUT_SVG": str(tmp_path / f"{first}.svg"), "OUTPUT_LAYOUT": str(tmp_path / f"{first}.qpt")}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"{page}.{kind}" for page in (first, second) for kind in ("pdf", "svg", "qpt"))
    for page, name in ((first, "龙亭区"), (second, "祥符区")):
        assert town.pdf_pages(tmp_path / f"{page}.pdf") == 1
        assert f"（{name}）" in town.pdf_text(tmp_path / f"{page}.pdf")
        svg = (tmp_path / f"{page}.svg").read_text(encoding="utf-8")
        texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
        assert any(f"（{name}）" in text for text in texts), "text as text"
        assert "图例" in [text.strip() for text in texts]


def test_a_layout_names_the_layers_that_were_given(kf_provider: Any, tmp_path: Path) -> None:
    boundary, redline = town.boundary(), town.redline()
    path = tmp_path / "m.qpt"
    processing.run(MAP, {"URBAN_BOUNDARY": boundary, "ECOLOGICAL_REDLINE": redline, "OUTPUT_LAYOUT": str(path)})
    text = path.read_text(encoding="utf-8")
    listed = re.search(r"<LayerSet>(.*?)</LayerSet>", text, re.DOTALL)
    assert listed is not None
    assert re.findall(r'name="(\w+)"|>(\w+)</Layer>', listed.group(1)), "layers are listed"
    assert boundary.id() in listed.group(1)
    assert redline.id() in listed.group(1)


@pytest.mark.parametrize("given", [{"SEPARATE": True, "OUTPUT": "m.pdf"}, {"OUTPUT_SVG": "m.svg"},
                                   {"OUTPUT_LAYOUT": "m.qpt"}])
def test_a_page_never_replaces_the_template(kf_provider: Any, tmp_path: Path, given: dict[str, Any]) -> None:
    name = next(value for value in given.values() if isinstance(value, str))
    template = tmp_path / name.replace("m.", "m_2.")
    template.write_bytes(b"<Layout/>")
    places = {key: str(tmp_path / value) if isinstance(value, str) else value for key, value in given.items()}
    with pytest.raises(QgsProcessingException, match=re.escape(template.name)):
        in_two(TEMPLATE=str(template), **places)
    assert template.read_bytes() == b"<Layout/>"


def test_survey_years_are_the_date_of_the_data(kf_provider: Any, tmp_path: Path) -> None:
    rows = [(town.at(0, 0, 10, 10), {"DLBM": "0101", "SJNF": year}) for year in (2025, 2023, 2024)]
    land: QgsVectorLayer = layer_of(rows, {"DLBM": "text", "SJNF": "integer"}, crs=town.CRS)
    assert "Data of 2023–2025" in printed(tmp_path, LAND=land)
    assert "Data of 31 Dec 2025" in printed(tmp_path, LAND=land, DATA_DATE=" 31 Dec 2025 ")
