"""Purple and historic lines against their members, blocks and units beside lines, and the order of everything."""
from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import processing
import pytest

from tests.builders import layer_of, rows_of
from tests.processing.heritage_check_layers import line, lines, register, ring, run, summary, told
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")

SITES = ({"site_id": "A1", "name": "铁塔", "level": "省级文物保护单位"},
         {"site_id": "D1", "name": "书店街", "site_type": "历史文化街区"},
         {"site_id": "B1", "name": "刘宅", "site_type": "历史建筑"})
LINES = (line("A1", "protection", box(1000, 0, 100, 100)),
         line("A1", "control_1", ring((950, -50, 200, 200), (1000, 0, 100, 100))),
         line("D1", "core", box(0, 0, 200, 200)), line("D1", "district_control", ring((-50, -50, 300, 300),
                                                                                      (0, 0, 200, 200))),
         line("B1", "building", box(500, 0, 20, 20)), line("B1", "setting", ring((490, -10, 40, 40),
                                                                                 (500, 0, 20, 20))))
DISTRICT, BUILDING, TOWER = (-50, -50, 300, 300), (490, -10, 40, 40), (950, -50, 200, 200)


def made(name: str, *shapes: tuple[str, str | None, float | None]) -> QgsVectorLayer:
    """Return purple or historic lines as the plan's database has them: BSM and MJ."""
    return layer_of([(shape, {"BSM": key, "MJ": size}) for key, shape, size in shapes], {"BSM": "text", "MJ": "real"},
                    name=name)


def whole(*boxes: tuple[float, float, float, float]) -> list[tuple[str, str, float]]:
    """Return a sound line of each box."""
    return [(f"Z{number}", box(*one), round(area(*one), 2)) for number, one in enumerate(boxes, 1)]


def check(**parameters: Any) -> dict[str, Any]:
    """Check the three sites with their sound lines."""
    return run(register(*SITES), lines(*LINES), **parameters)


def test_sound_lines_on_one_map_say_nothing() -> None:
    result = check(PURPLE_LINES=made("purple_lines", *whole(DISTRICT, BUILDING)),
                   HISTORIC_LINES=made("historic_lines", *whole(DISTRICT, BUILDING, TOWER)))
    assert told(result) == {}
    assert result["FINDINGS_COUNT"] == 0


def test_what_the_purple_line_misses_and_has_too_much() -> None:
    # it lacks 30 m × 300 m of the district in the east and the whole building, and has the tower's 200 m × 200 m
    purple = made("purple_lines", *whole((-50, -50, 270, 300), TOWER))
    found = told(check(PURPLE_LINES=purple), "severity", "subject_id", "role", "area_m2")
    assert found == {
        "purple_missing": [("error", "B1", "purple_lines", pytest.approx(area(*BUILDING), abs=CENT)),
                           ("error", "D1", "purple_lines", pytest.approx(area(220, -50, 30, 300), abs=CENT))],
        "purple_extra": [("warning", "Z2", "purple_lines", pytest.approx(area(*TOWER), abs=2 * CENT))]}


def test_a_purple_line_that_goes_past_the_district_has_that_strip_too_much() -> None:
    # one polygon over district and 10 m × 300 m beyond it
    purple = made("purple_lines", *whole((-50, -50, 310, 300), BUILDING))
    assert told(check(PURPLE_LINES=purple), "subject_id", "area_m2") == {
        "purple_extra": [("Z1", pytest.approx(area(250, -50, 10, 300), abs=CENT))]}


def test_a_purple_line_has_coordinates_and_its_area() -> None:
    shapes = [("Z1", box(*DISTRICT), None), ("Z2", box(*BUILDING), round(area(*BUILDING) * 1.01, 2)), ("Z3", None, 9.0)]
    found = told(check(PURPLE_LINES=made("purple_lines", *shapes)), "severity", "subject_id")
    found.pop("geometry.empty")
    assert found == {"purple_area": [("warning", "Z1")], "declared_area": [("error", "Z2")],
                     "purple_no_shape": [("error", "Z3")]}


def test_without_tiers_nobody_knows_what_the_purple_line_holds() -> None:
    result = run(register({"site_id": "A1"}), lines(line("A1", "protection", box(0, 0, 100, 100))),
                 PURPLE_LINES=made("purple_lines", *whole((0, 0, 100, 100))))
    assert told(result, "severity") == {"purple_unchecked": [("info",)]}


def test_what_the_historic_line_misses_and_has_too_much() -> None:
    # the tower's zone is left out at 20 m in the west, a zone along the canal is no member, 5 m × 5 m are nobody's
    extra = (line("A1", "canal_monitoring", box(1200, 0, 50, 50), method="corridor"),)
    historic = made("historic_lines", *whole(DISTRICT, BUILDING, (970, -50, 180, 200), (2000, 0, 5, 5)))
    result = run(register(*SITES), lines(*LINES, *extra), HISTORIC_LINES=historic)
    assert told(result, "severity", "subject_id", "area_m2") == {
        "historic_missing": [("error", "A1", pytest.approx(area(950, -50, 20, 200), abs=CENT))],
        "historic_extra": [("warning", "Z4", pytest.approx(area(2000, 0, 5, 5), abs=CENT))]}


def test_lines_without_tier_are_historic_lines_and_united_rows_in_the_layer_count() -> None:
    rows = (line("A1", None, box(0, 0, 100, 100)), line("", "历史文化保护线", box(0, 0, 100, 100)))
    result = run(register({"site_id": "A1"}), lines(*rows))
    assert set(told(result)) == {"tier_unnamed"}
    short = run(register({"site_id": "A1"}), lines(rows[0], line("", "historic", box(0, 0, 90, 100))))
    assert told(short, "area_m2")["historic_missing"] == [(pytest.approx(area(90, 0, 10, 100), abs=CENT),)]


def test_the_report_adds_up(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    check(PURPLE_LINES=made("purple_lines", *whole((-50, -50, 310, 290), TOWER)), REPORT=str(tmp_path / "report.html"),
          RUN_RECORD=str(record))
    tables = {table["title"]: table for table in json.loads(record.read_text(encoding="utf-8"))["document"]["tables"]}
    [row] = tables["Purple and historic lines (m²)"]["rows"]
    assert row["line"] == "purple line"
    assert float(row["members_m2"]) == pytest.approx(area(*DISTRICT) + area(*BUILDING), abs=0.02)
    # missing: 10 m × 300 m in the north and the building; extra: 10 m × 290 m in the east and the tower
    assert float(row["missing_m2"]) == pytest.approx(area(-50, 240, 300, 10) + area(*BUILDING), abs=0.02)
    assert float(row["extra_m2"]) == pytest.approx(area(250, -50, 10, 290) + area(*TOWER), abs=0.02)
    assert float(row["residual_m2"]) == 0
    assert "开封" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert [row["id"] for row in tables["Lines of each site"]["rows"]] == ["B1", "D1", "A1"]  # faults first
    assert tables["Findings by rule"]["total"]["count"] == "5"


# -- blocks and units ------------------------------------------------------------------------------------------------

def test_lines_that_run_beside_the_edge_of_a_block_are_told() -> None:
    # of a block of 100 m × 100 m 4 m are in the line, of another all but 3 m; of the last one 10 m: meant that way
    blocks = layer_of([(box(246, 0, 100, 100), {}), (box(-50, -50, 100, 303), {}), (box(150, 240, 100, 100), {})],
                      {"name": "text"}, name="street_blocks")
    found = told(check(BLOCKS=blocks), "severity", "subject_id", "area_m2")
    both = area(246, 0, 4, 100) + area(-50, 250, 100, 3)
    assert found == {"block_edge": [("info", "D1", pytest.approx(both, abs=2 * CENT))]}


def units() -> QgsVectorLayer:
    """Return two districts, the border at x = 600."""
    return layer_of([(box(-500, -500, 1100, 1000), {"XZQDM": "410202", "XZQMC": "龙亭区"}),
                     (box(600, -500, 1100, 1000), {"XZQDM": "410203", "XZQMC": "顺河回族区"})],
                    {"XZQDM": "text", "XZQMC": "text"}, name="units")


def test_a_site_is_in_the_unit_with_most_of_its_lines() -> None:
    sites = ({**SITES[0], "unit_code": "410202"}, {**SITES[1], "unit_code": "410202001"}, SITES[2])
    result = run(register(*sites), lines(*LINES, line("B1", "coordination", box(560, 0, 100, 10))), UNITS=units())
    assert summary(result, "unit_code", "unit_name") == {
        "A1": ("410203", "顺河回族区"), "B1": ("410202", "龙亭区"), "D1": ("410202", "龙亭区")}
    assert told(result, "severity", "subject_id") == {"unit_differs": [("warning", "A1")]}
    alone = run(register(*sites), lines(*LINES))
    assert summary(alone, "unit_code")["A1"] == ("410202",)


# -- order -----------------------------------------------------------------------------------------------------------

ODD_SITES = (*SITES, {"site_id": "a1", "name": "祐国寺塔"}, {"site_id": "N1", "name": "无线"}, {"name": "无号"})
ODD_LINES = (
    *LINES, line("A1", "protection", box(1090, 20, 80, 10)), line("D1", "core", box(1600, 0, 10, 10)),
    line("X9", "绿地", box(20, 20, 30, 30)), line(None, "protection", box(3, 3, 3, 3)),
    line("B1", "setting", "POLYGON((38527600 3852000, 38527620 3852020, 38527620 3852000, 38527600 3852020, "
                          "38527600 3852000))", declared_m2=500.0), line("A1", "control_1", None, published="1900"),
    line("D1", "purple", box(-50, -50, 300, 250), provisional=1), line("", "historic", box(0, 0, 2000, 100)))


def said(result: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return what findings say; feature ids are the only thing that the order of rows decides."""
    rows = rows_of(result["FINDINGS"], "finding_id", "rule_id", "subject_id", "other_id", "area_m2", "share", "message")
    return [(*row[:-1], row[-1] if row[1].startswith("heritage") and "no_id" not in row[1] else "")
            for row in rows]


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_rows_and_layers_decides_nothing(seed: int) -> None:
    layers = [lines(*ODD_LINES[::2], name="odd"), lines(*ODD_LINES[1::2], name="even")]
    first = run(register(*ODD_SITES), layers, UNITS=units())
    assert len({row[1] for row in said(first)}) > 15
    chance = random.Random(seed)  # noqa: S311  # an order of rows
    sites = chance.sample(ODD_SITES, len(ODD_SITES))
    mixed = [lines(*chance.sample(rows, len(rows)), name=name)
             for name, rows in (("odd", ODD_LINES[::2]), ("even", ODD_LINES[1::2]))]
    again = run(register(*sites), chance.sample(mixed, 2), UNITS=units())
    assert said(again) == said(first)
    assert rows_of(again["SUMMARY"]) == rows_of(first["SUMMARY"])
    assert {key: again[key] for key in ("FINDINGS_COUNT", "SITES", "SITES_WITH_LINES")} == {
        key: first[key] for key in ("FINDINGS_COUNT", "SITES", "SITES_WITH_LINES")}


def test_lines_that_the_plugin_draws_itself_are_sound() -> None:
    sites = layer_of([(box(0, 0, 40, 30), {"site_id": "T", "name": "繁塔", "level": "national", "site_type": "塔"}),
                      (box(60, 0, 30, 30), {"site_id": "M", "name": "某墓", "level": "county", "site_type": "墓"}),
                      (box(400, 0, 200, 100), {"site_id": "D", "name": "书店街", "site_type": "历史文化街区"}),
                      (box(450, 300, 20, 20), {"site_id": "B", "name": "刘宅", "site_type": "历史建筑"})],
                     {"site_id": "text", "name": "text", "level": "text", "site_type": "text"}, name="sites")
    drawn = processing.run("kf:heritagezones", {"SITES": sites, "ZONES": "memory:"})["ZONES"]
    assert {"protection", "core", "setting", "purple", "historic"} <= {tier for tier, in rows_of(drawn, "tier")}
    result = run(sites, drawn)
    assert result["SITES_WITH_LINES"] == 4
    assert {severity for severity, in rows_of(result["FINDINGS"], "severity")} == {"info"}
    assert set(told(result)) == {"provisional", "sites_overlap"}
