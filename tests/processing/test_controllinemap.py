"""kf:controllinemap through Processing, as a planner, a script and a model call it."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis import processing
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsProject
from qgis.PyQt.QtGui import QImage

from kf_resources_plugin.cartography import fonts
from kf_resources_plugin.cartography.layout import LayoutError
from kf_resources_plugin.cartography.map_printer import MapPrinter
from tests.builders import layer_of
from tests.cartography import builders as town

if TYPE_CHECKING:
    from pathlib import Path

MAP = "kf:controllinemap"


def every_role() -> dict[str, Any]:
    return {"LAND": town.land(), "PERMANENT_FARMLAND": town.permanent_farmland(), "ECOLOGICAL_REDLINE": town.redline(),
            "URBAN_BOUNDARY": town.boundary(), "PROJECTS": town.projects()}


def refusal(parameters: dict[str, Any]) -> str:
    with pytest.raises(QgsProcessingException) as caught:
        processing.run(MAP, parameters)
    return str(caught.value)


def test_map_of_all_roles(kf_provider: Any, chinese_locale: None, tmp_path: Path) -> None:
    pdf, png = tmp_path / "地图 输出" / "三线.pdf", tmp_path / "三线.png"
    result = processing.run(MAP, {**every_role(), "TITLE": "开封市三条控制线图", "OUTPUT": str(pdf), "DPI": 100,
                                  "OUTPUT_IMAGE": str(png), "APPROVAL": "豫S(2026)001号", "SOURCE": "变更调查 2025"})
    assert result == {"OUTPUT": str(pdf), "OUTPUT_IMAGE": str(png), "PAGES": 1}
    text = town.pdf_text(pdf)
    for word in ("开封市三条控制线图", "豫S(2026)001号", "变更调查 2025", "黄河大街延伸工程", "永久基本农田",
                 "生态保护红线", "城镇开发边界", "0101 水田", "1101 河流水面"):
        assert word in text, word
    image = QImage(str(png))
    seen = {image.pixelColor(x, y).getRgb()[:3] for x in range(0, image.width(), 2) for y in range(image.height())}
    assert {(248, 208, 114), (163, 214, 245), (255, 0, 0), (0, 115, 76)} <= seen


def test_nothing_but_one_layer_is_enough(kf_provider: Any) -> None:
    result = processing.run(MAP, {"LAND": town.land(), "OUTPUT": "TEMPORARY_OUTPUT"})
    assert town.pdf_pages(result["OUTPUT"]) == 1
    assert "OUTPUT_IMAGE" not in result


def test_notice_and_approval_line_are_always_printed(kf_provider: Any, tmp_path: Path) -> None:
    pdf = tmp_path / "map.pdf"
    processing.run(MAP, {"LAYERS": [town.units()], "OUTPUT": str(pdf), "NOTICE": " "})
    text = town.pdf_text(pdf)
    assert "For illustration only, not the legal boundary" in text
    assert "(pending)" in text


def test_units_make_an_atlas(kf_provider: Any, tmp_path: Path) -> None:
    pdf = tmp_path / "atlas.pdf"
    result = processing.run(MAP, {**every_role(), "UNITS": town.units(), "TITLE": "分区图", "OUTPUT": str(pdf)})
    assert result["PAGES"] == 2
    assert "分区图 (龙亭区)" in town.pdf_text(pdf, 1)
    assert "分区图 (祥符区)" in town.pdf_text(pdf, 2)


def test_results_are_drawn_in_their_styles_on_top(kf_provider: Any, tmp_path: Path) -> None:
    findings = layer_of([(town.at(0, 0, 4000, 1000), {"finding_id": "a", "rule_id": "b", "severity": "error"})],
                        {"finding_id": "text", "rule_id": "text", "severity": "text"}, crs=town.CRS)
    png = tmp_path / "map.png"
    processing.run(MAP, {"LAND": town.land(), "RESULTS": [findings], "OUTPUT_IMAGE": str(png), "DPI": 100})
    image = QImage(str(png))
    seen = {image.pixelColor(x, y).getRgb()[:3] for x in range(image.width()) for y in range(image.height())}
    assert (215, 25, 28) in seen


def test_extent_chooses_the_part(kf_provider: Any, chinese_locale: None, tmp_path: Path) -> None:
    pdf = tmp_path / "part.pdf"
    extent = f"{town.X0 + 100},{town.X0 + 300},{town.Y0 + 100},{town.Y0 + 300} [{town.CRS}]"
    processing.run(MAP, {"LAND": town.land(), "EXTENT": extent, "OUTPUT": str(pdf)})
    text = town.pdf_text(pdf)
    assert "0101 水田" in text
    assert "0102" not in text


def test_live_layers_and_project_stay_as_they_are(kf_provider: Any, tmp_path: Path) -> None:
    layers = every_role()
    names = [layer.name() for layer in layers.values()]
    before = [layer.renderer().type() for layer in layers.values()]
    processing.run(MAP, {**layers, "OUTPUT": str(tmp_path / "map.pdf")})
    assert [layer.name() for layer in layers.values()] == names
    assert [layer.renderer().type() for layer in layers.values()] == before
    assert not QgsProject.instance().layoutManager().layouts()


def test_every_problem_is_named_at_once(kf_provider: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    template = tmp_path / "bad.qpt"
    template.write_text("<qgis/>", encoding="utf-8")
    message = refusal({"LAND": town.land(crs=""), "TEMPLATE": str(template),
                       "UNITS": layer_of([], {"XZQMC": "text"}, crs=town.CRS, name="空"),
                       "OUTPUT": str(tmp_path / "file" / "map.pdf")})
    for part in ("“DLTB” has no coordinate reference system", "bad.qpt is not a map template", "“空” has no units",
                 "map.pdf cannot be written"):
        assert part in message, part


def test_no_layer_at_all_is_named(kf_provider: Any, tmp_path: Path) -> None:
    assert "There is no layer to draw" in refusal({"OUTPUT": str(tmp_path / "map.pdf")})


def test_empty_layers_are_named(kf_provider: Any, tmp_path: Path) -> None:
    empty = layer_of([], {"DLBM": "text"}, crs=town.CRS)
    assert "There is nothing to draw" in refusal({"LAND": empty, "OUTPUT": str(tmp_path / "map.pdf")})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("name", "file"), [("OUTPUT", "m.pdf"), ("OUTPUT_IMAGE", "m.png")])
@pytest.mark.parametrize("shape", [None, "MultiPolygon EMPTY"])
def test_units_without_a_shape_are_named(kf_provider: Any, tmp_path: Path, name: str, file: str,
                                         shape: str | None) -> None:
    nowhere = layer_of([(shape, {"XZQMC": "甲"}), (None, {})], {"XZQMC": "text"}, crs=town.CRS, name="区县")
    message = refusal({"LAND": town.land(), "UNITS": nowhere, name: str(tmp_path / file)})
    assert "“区县” has no units with a shape" in message
    assert list(tmp_path.iterdir()) == []


def test_a_unit_without_a_shape_is_no_page(kf_provider: Any, tmp_path: Path) -> None:
    units = layer_of([(None, {"XZQMC": "甲"}), (town.at(0, 0, 2000, 1000), {"XZQMC": "乙"})], {"XZQMC": "text"},
                     crs=town.CRS, name="区县")
    result = processing.run(MAP, {"UNITS": units, "OUTPUT": str(tmp_path / "m.pdf"), "DPI": 50})
    assert result["PAGES"] == 1
    assert "(乙)" in town.pdf_text(tmp_path / "m.pdf")


def test_missing_font_is_named(kf_provider: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "chinese_families", list)
    message = refusal({"LAND": town.land(), "OUTPUT": str(tmp_path / "map.pdf")})
    assert "fonts-wqy-microhei" in message


def earlier_map(folder: Path) -> dict[str, bytes]:
    """Put an earlier map of three pages into a folder and return the files with their content."""
    files = {name: f"earlier {name}".encode() for name in ("m.pdf", "m_1_龙亭区.png", "m_2_祥符区.png", "m_3_杞县.png")}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return files


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*")}


@pytest.mark.parametrize("wanted", [("OUTPUT", "OUTPUT_IMAGE"), ("OUTPUT_IMAGE",), ("OUTPUT",)])
def test_cancel_keeps_the_earlier_map(kf_provider: Any, tmp_path: Path, wanted: tuple[str, ...]) -> None:
    before = earlier_map(tmp_path)
    feedback = QgsProcessingFeedback()
    # half-way is one page of two; where both are wanted, the PDF is finished before
    seen: list[bool] = []
    show = MapPrinter.show

    def watch(printer: MapPrinter, page: Any) -> None:
        show(printer, page)
        seen.append(True)
        if len(seen) == 2 * len(wanted) - 1:
            feedback.cancel()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MapPrinter, "show", watch)
        places = {"OUTPUT": str(tmp_path / "m.pdf"), "OUTPUT_IMAGE": str(tmp_path / "m.png")}
        result = processing.run(MAP, {"LAND": town.land(), "UNITS": town.units(), "DPI": 50,
                                      **{name: places[name] for name in wanted}}, feedback=feedback)
    assert len(seen) == 2 * len(wanted) - 1
    assert result == {}
    assert contents(tmp_path) == before


def test_failure_keeps_the_earlier_map(kf_provider: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = earlier_map(tmp_path)

    def fail(*_: Any) -> None:
        raise LayoutError("no ink")

    monkeypatch.setattr(MapPrinter, "write_png", fail)
    message = refusal({"LAND": town.land(), "UNITS": town.units(), "OUTPUT": str(tmp_path / "m.pdf"),
                       "OUTPUT_IMAGE": str(tmp_path / "m.png"), "DPI": 50})
    assert message == "no ink"
    assert contents(tmp_path) == before


def test_pages_of_a_longer_map_stay_and_are_named(kf_provider: Any, tmp_path: Path) -> None:
    before = earlier_map(tmp_path)
    feedback = QgsProcessingFeedback()
    result = processing.run(MAP, {"LAND": town.land(), "UNITS": town.units(), "DPI": 50,
                                  "OUTPUT_IMAGE": str(tmp_path / "m.png")}, feedback=feedback)
    assert result == {"OUTPUT_IMAGE": str(tmp_path / "m_1_龙亭区.png"), "PAGES": 2}
    after = contents(tmp_path)
    assert sorted(after) == sorted(before)
    assert [name for name in before if after[name] == before[name]] == ["m.pdf", "m_3_杞县.png"]
    assert "left as they were" in feedback.textLog()
    assert "m_3_杞县.png" in feedback.textLog()
    assert "m_2_祥符区.png" not in feedback.textLog()


def test_layouts_stay_on_the_main_thread(kf_provider: Any) -> None:
    algorithm = kf_provider.algorithm("controllinemap")
    assert algorithm.flags() & algorithm.Flag.FlagNoThreading
