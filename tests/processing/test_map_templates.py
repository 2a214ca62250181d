"""The four sheets of ours, in both languages: everything on the page, nothing cut, nothing over another."""
from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from qgis import processing
from qgis.core import (
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemGroup,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
)
from qgis.PyQt.QtGui import QFont, QFontMetricsF

from kf_resources_plugin.cartography.map_printer import MapPrinter
from kf_resources_plugin.engine.rule_store import load_class_systems
from tests.builders import layer_of
from tests.cartography import builders as town

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

SIZES = {"a4_landscape": (297, 210), "a4_portrait": (210, 297), "a3_landscape": (420, 297), "a3_portrait": (297, 420)}
NAMED = {"title", "map", "legend", "scalebar", "north", "areas", "source", "details", "notice", "approval",
         "organisation", "signed_on", "drawn_by", "checked_by"}
MOST_OVERLAP_MM = 0.1
BESIDE_MM = 4.5  # the map's coordinates stand outside its frame


@pytest.fixture(params=["chinese_texts", None], ids=["zh", "en"])
def speaking(request: pytest.FixtureRequest) -> str:
    """Run in both languages and return which."""
    if request.param:
        request.getfixturevalue(request.param)
    return "zh" if request.param else "en"


def crowd(language: str) -> dict[str, Any]:
    """Return as much as an A4 sheet may hold: half the survey's classes (English: a third), 12 lines, long texts."""
    codes = list(load_class_systems().classes("survey_2019"))[::2 if language == "zh" else 3]
    rows = [(town.at(100.0 * (n % 10), 100.0 * (n // 10), 100, 100), {"DLBM": code}) for n, code in enumerate(codes)]
    lines = ["purple_lines", "yellow_lines", "blue_lines", "green_lines", "industrial_line", "flood_risk_line",
             "historic_lines", "frequent_flood"]
    return {"LAND": layer_of(rows, {"DLBM": "text"}, crs=town.CRS), "PERMANENT_FARMLAND": town.permanent_farmland(),
            "ECOLOGICAL_REDLINE": town.redline(), "URBAN_BOUNDARY": town.boundary(), "PROJECTS": town.projects(),
            "LAYERS": [of_role(role, 50.0 * place) for place, role in enumerate(lines)], "GRID": True,
            "TITLE": "开封市国土空间总体规划三条控制线、城市控制线和历史文化保护线分布图（2021—2035，报批稿）",
            "DPI": 50,
            "ORGANISATION": "开封市自然资源和规划局城乡规划科", "DRAWN_BY": "王某某", "CHECKED_BY": "李某某",
            "SIGNED_ON": "2026-03-01", "DATA_DATE": "2025-12-31",
            "SOURCE": "2025 年度国土变更调查、永久基本农田划定成果、生态保护红线评估调整成果、城镇开发边界优化成果"}


def of_role(role: str, y: float) -> QgsVectorLayer:
    layer = layer_of([(town.at(300, y, 200, 40), {"BSM": "1"})], {"BSM": "text"}, crs=town.CRS, name=role)
    layer.setCustomProperty("kf/role", role)
    return layer


@pytest.fixture
def printers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Collect what stands where on every page that is laid out."""
    seen: list[Any] = []
    show = MapPrinter.show

    def watch(printer: MapPrinter, page: Any) -> None:
        show(printer, page)
        seen.append((faults(printer), printer.crowded))

    monkeypatch.setattr(MapPrinter, "show", watch)
    return seen


def faults(printer: MapPrinter) -> list[str]:
    items = {item.id(): item for item in printer._layout.items() if isinstance(item, QgsLayoutItem)
             and not isinstance(item, (QgsLayoutItemPage, QgsLayoutItemGroup)) and item.id()}
    # a legend without room (fonts of newer QGIS are wider) stands on a sheet of its own, which has tests of its own
    named = NAMED - {"legend"} if printer.crowded["attached"] else NAMED
    items = {name: item for name, item in items.items() if name in named or name not in NAMED}
    page = printer._layout.pageCollection().page(0).rect()
    places = {name: item.mapRectToScene(item.rect()) for name, item in items.items()}
    found = [f"no {name}" for name in named - set(items)]
    found += [f"{name} leaves the page" for name, place in places.items() if not page.contains(place)]
    found += [f"{name} crosses the border" for name, place in places.items()
              if name != "border" and not places["border"].contains(place)]
    found += [f"{one} over {other}" for one, other in combinations(sorted(named), 2)
              if "north" not in {one, other} and overlaps(grown(items[one], places[one]), places[other])]
    found += [text for item in items.values() if isinstance(item, QgsLayoutItemLabel) for text in cut(item)]
    table = items["areas"]
    assert isinstance(table, QgsLayoutFrame)
    found += ["the table is cut"] if table.multiFrame().totalSize().height() > table.rect().height() else []
    return found


def grown(item: QgsLayoutItem, place: Any) -> Any:
    beside = BESIDE_MM if isinstance(item, QgsLayoutItemMap) else 0.0
    return place.adjusted(-beside, -beside, beside, beside)


def overlaps(one: Any, other: Any) -> bool:
    shared = one.intersected(other)
    return bool(min(shared.width(), shared.height()) > MOST_OVERLAP_MM)


def cut(label: QgsLayoutItemLabel) -> list[str]:
    """Return the lines of a label that are wider or lower than it, by Qt's metrics of its font at 100 px an em."""
    font = QFont(label.font())
    em = font.pointSizeF() * 25.4 / 72
    font.setPixelSize(100)
    lines = label.currentText().split("\n")
    wide = [line for line in lines
            if QFontMetricsF(font).horizontalAdvance(line) * em / 100 > label.rect().width() - 2 * label.marginX()]
    high = [f"{label.id()} is too low"] if len(lines) * 1.2 * em > label.rect().height() else []
    return [f"{label.id()} is cut: {line}" for line in wide if line] + high + [
        f"{label.id()} says less: {line}" for line in lines if line.endswith("…")]


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_or_covered(kf_provider: Any, tmp_path: Path, printers: list[Any], speaking: str,
                                   size: str) -> None:
    pdf = tmp_path / "图.pdf"
    processing.run("kf:controllinemap", {**crowd(speaking), "PAGE": size, "OUTPUT": str(pdf)})
    for found, crowded in printers:
        assert found == []
        assert (crowded["legend"], crowded["table"]) == ([], [])
    text = town.pdf_text(pdf)
    words = {"zh": ("图例", "单位：开封市自然资源", "制图：王某某", "审核：李某某", "日期：2026-03-01",
                    "数据时点：2025-12-31", "坐标系：2000国家大地坐标系", "审图号：（待审）", "示意，非法定界线",
                    "面积", "公顷", "永久基本农田", "0101 水田"),
             "en": ("Legend", "Drawn by: 王某某", "Checked by: 李某某", "Date: 2026-03-01", "Data of 2025-12-31",
                    "Coordinate system: CGCS2000", "Permanent basic farmland", "64.0000", "960.00")}
    for word in words[speaking]:
        assert word in text, word
    assert {name.split("+")[-1] for name, _ in town.pdf_fonts(pdf)} == {"WenQuanYiMicroHei"}
    assert all(embedded for _, embedded in town.pdf_fonts(pdf))
    assert page_size(pdf) == pytest.approx(SIZES[size], abs=0.5)


def page_size(pdf: Path) -> tuple[float, float]:
    """Return width and height of a PDF's page in mm."""
    words = town.pdf_facts(pdf)["Page size"].split()
    return float(words[0]) * 25.4 / 72, float(words[2]) * 25.4 / 72


def test_blanks_are_left_to_sign(kf_provider: Any, chinese_texts: None, tmp_path: Path) -> None:
    pdf = tmp_path / "m.pdf"
    processing.run("kf:controllinemap", {"LAND": town.land(), "OUTPUT": str(pdf), "DPI": 50})
    text = town.pdf_text(pdf)
    for word in ("单位：", "制图：", "审核：", "日期：", "数据时点：未注明"):
        assert word in text, word
