"""The reports on heritage as a planner reads them, in both languages: words for codes, one language, all sections."""
from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import processing
import pytest

from kf_resources_plugin.rules.heritage_impact import EFFECTS, VERDICTS
from kf_resources_plugin.rules.heritage_tiers import tiers
from kf_resources_plugin.rules.heritage_words import LEVEL, TYPE, words
from tests.builders import layer_of
from tests.processing.impacts import buildings, parcels, projects, zones
from tests.processing.places import X, Y, box
from tests.rules.books import delivered_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")

DAY = date(2026, 1, 1)
SECTIONS = {"heritageregister": 6, "heritagezones": 4, "heritagecheck": 2, "heritageimpact": 4, "heightcontrol": 2}
"""Tables of each report below."""


def register(name: str = "名录甲") -> QgsVectorLayer:
    rows = [("S1", "铁塔", "national", "1", "ancient_building"),
            ("S2", "刘青霞故居", "provincial", "七", "ancient_building"),
            ("S9", "某旧址", "historic_building", None, "historic_building")]
    return layer_of([(box(200.0 * row, 0, 20, 20), {"site_id": key, "name": called, "level": level, "batch": batch,
                                                    "site_type": kind, "unit_code": "410202"})
                     for row, (key, called, level, batch, kind) in enumerate(rows)],
                    dict.fromkeys(("site_id", "name", "level", "batch", "site_type", "unit_code"), "text"), name=name)


def lines() -> QgsVectorLayer:
    return zones((box(-10, -10, 70, 200), "S1", "control_1"), (box(40, -10, 40, 200), "S2", "protection"),
                 (box(0, 0, 20, 20), "S9", "building"), name="界线甲")


INPUTS = {
    "heritageregister": lambda: {"LISTS": [register(), layer_of(
        [(None, {"编号": "9", "名称": "开封铁塔"}), (None, {"编号": "S2", "名称": "刘青霞故居"})],
        {"编号": "text", "名称": "text"}, geometry="NoGeometry", crs="", name="名录乙")]},
    "heritagezones": lambda: {"SITES": register()},
    "heritagecheck": lambda: {"REGISTER": register(), "ZONES": [lines()]},
    "heritageimpact": lambda: {
        "PROJECTS": projects((box(0, 0, 100, 100), "P1", "工业")),
        "PARCELS": parcels((box(0, 0, 50, 100), "D1", "出让")),
        "DEMOLITIONS": buildings((f"POINT({X + 5} {Y + 5})", "H1", "历史建筑"), geometry="Point"), "ZONES": lines()},
    "heightcontrol": lambda: {
        "ZONES": lines(), "BUILDINGS": layer_of(
            [(box(0, 0, 9, 9), {"building_id": "F1", "height": 30.0}), (box(50, 0, 9, 9), {"building_id": "F2"})],
            {"building_id": "text", "height": "real", "storeys": "real"}, name="房屋甲")},
}


def document(name: str, folder: Path) -> dict[str, Any]:
    """Run on small layers and return the report as data."""
    record = folder / "r.json"
    processing.run(f"kf:{name}", {**INPUTS[name](), "RULES_DATE": DAY.isoformat(), "RUN_RECORD": str(record)})
    found: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))["document"]
    return found


def codes() -> set[str]:
    """Return every code of a tier, a level or a verdict that is no word."""
    known = {*tiers(delivered_book("heritage_tiers", DAY)), *words(delivered_book("heritage_register", DAY), LEVEL),
             *words(delivered_book("heritage_register", DAY), TYPE)}
    return {*known, *VERDICTS, *EFFECTS} - {"forbidden"}


def cells(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (column, text) of every cell of the report's tables."""
    for table in found["tables"]:
        for row in [*table["rows"], *([table["total"]] if table["total"] else [])]:
            yield from ((f"{table['title']}/{key}", text) for key, text in row.items())


def own_words(text: str) -> str:
    """Return a text without names of layers, fields, CRSs, coordinates and ids, which users write as they like."""
    return re.sub(r"“[^”]*”|EPSG:\d+ - [^（）。，]*|CGCS2000|[A-Z]+\d+", "", text)


@pytest.mark.parametrize("name", INPUTS)
def test_a_report_has_words_for_codes_and_every_section(name: str, tmp_path: Path) -> None:
    found = document(name, tmp_path)
    assert len(found["tables"]) >= SECTIONS[name]
    assert all(table["title"] and table["columns"] for table in found["tables"])
    shown = {text for _, text in cells(found)}
    assert shown & codes() == set()
    if name == "heritagecheck":  # the id of a rule alone tells nobody what it is about
        told = {item["message"] for item in found["findings"]}
        assert all(row["example"] in told for row in found["tables"][0]["rows"])
    for row in [*found["rules"], *found["findings"]]:
        assert "${" not in json.dumps(row)
    for item in found["findings"]:
        assert item["remedy"] or item["severity"] == "info", item


def test_a_report_says_of_no_pair_that_waits_that_it_is_merged(tmp_path: Path) -> None:
    [waiting] = [table for table in document("heritageregister", tmp_path)["tables"] if "wait" in table["title"]]
    assert waiting["rows"]
    assert [row["why"] for row in waiting["rows"] if "merged" in row["why"]] == []


@pytest.mark.usefixtures("chinese_texts")
@pytest.mark.parametrize("name", INPUTS)
def test_a_chinese_report_is_in_chinese(name: str, tmp_path: Path) -> None:
    found = document(name, tmp_path)
    said = [found["title"], found["question"], *found["notices"],
            *(table[key] for table in found["tables"] for key in ("title", "note")),
            *(column["label"] for table in found["tables"] for column in table["columns"]),
            *(text for key, text in cells(found) if not key.endswith("/rule")),
            *(rule["text"] for rule in found["rules"]),
            *(item[key] for item in found["findings"] for key in ("message", "remedy"))]
    english = [text for text in said if re.search(r"[A-Za-z]{4,}|[A-Za-z]{2,} [A-Za-z]{2,}|; ", own_words(text or ""))]
    assert english == []
