"""What is stable is told piece by piece: figures of a county are the same whether or not its neighbour is there too."""
from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.processing.farmland import stable_job, targets_job
from kf_resources_plugin.processing.farmland.stable_outputs import GROUNDS, SUMMARY_FIELDS
from tests.builders import land_layer, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.test_farmlandtargets import found, run, score, table
from tests.processing.test_stablefarmland import parcel
from tests.processing.test_stablefarmland import run as run_stable

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

FIRST = {"ZLDWDM": "4102211002010000000"}
PLOTS = [area(100 * place, 0, 100, 100) for place in range(4)]


def year(*rows: tuple[int, dict[str, Any]]) -> QgsVectorLayer:
    """Return hectares at their x, with slope classes and without detail codes."""
    return land_layer([(box(x, 0, 100, 100), values) for x, values in rows], GDPDJB="text")


UNTOLD = ((0, parcel("A", GDPDJB=None, **FIRST)), (100, parcel("B", GDPDJB="", **FIRST)))
"""Two hectares of 410221, of which nothing tells."""
NEXT_DOOR = ((200, parcel("C", GDPDJB="1")), (300, parcel("D", GDPDJB="5")))
"""Two hectares of 410222, a level and a steep one."""
HALF = ((0, parcel("A", GDPDJB="1", **FIRST)), (100, parcel("B", GDPDJB=None, **FIRST)))
"""Two hectares of 410221, a level one and one of which nothing tells."""


@pytest.fixture(params=["shapely", "qgis"])
def both_kernels(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for job in (stable_job, targets_job):
        monkeypatch.setattr(job, "pick_kernel", partial(pick_kernel, request.param))


def metres(*values: float | None) -> tuple[Any, ...]:
    return tuple(None if value is None else pytest.approx(value, abs=2 * CENT) for value in values)


@pytest.mark.usefixtures("both_kernels")
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("county", "figures"), [
    (UNTOLD, (PLOTS[0] + PLOTS[1], None, None, PLOTS[0] + PLOTS[1], None, None)),
    (HALF, (PLOTS[0] + PLOTS[1], PLOTS[0], 0.0, PLOTS[1], 0.5, 0.0)),
], ids=["all of a county", "half of it"])
def test_stable_land_is_the_same_alone_and_beside_another_county(county: Any, figures: tuple[float | None, ...], *,
                                                                 turned: bool) -> None:
    names = [name for name, _ in SUMMARY_FIELDS]
    parcels = (*county, *NEXT_DOOR)
    alone, beside = run_stable(LAND=year(*county)), run_stable(LAND=year(*(parcels[::-1] if turned else parcels)))
    for output in ("SUMMARY", "TOWNSHIPS"):
        rows = {row[0][:6]: row for row in rows_of(beside[output], *names)}
        assert rows_of(alone[output], *names) == [rows["410221"]]
        shown = dict(zip(names, rows["410221"]))
        assert tuple(shown[name] for name in ("farmland_m2", "stable_m2", "unstable_m2", "unknown_m2", "share",
                                              "slope_m2")) == metres(*figures)
        other = dict(zip(names, rows["410222"]))
        assert (other["stable_m2"], other["unstable_m2"], other["unknown_m2"], other["slope_m2"]) == metres(
            PLOTS[2], PLOTS[3], 0.0, PLOTS[3])
    flags = {"A": 1 if county is HALF else None, "B": None}
    assert dict(rows_of(alone["STABLE"], "BSM", "stable")) == flags
    assert dict(rows_of(beside["STABLE"], "BSM", "stable")) == {**flags, "C": 1, "D": 0}
    assert {row[1:] for row in rows_of(alone["STABLE"], "BSM", "rule_id", "reason", "reasons")} == {(None, None, None)}


def test_the_numbers_are_what_is_certain_and_the_unknown_stands_beside_them(tmp_path: Path) -> None:
    untold = PLOTS[0] + PLOTS[1]
    result = run_stable(LAND=year(*UNTOLD, *NEXT_DOOR), RUN_RECORD=str(tmp_path / "r.json"))
    assert tuple(result[name] for name in ("FARMLAND_M2", "STABLE_M2", "UNSTABLE_M2", "UNKNOWN_M2")) == metres(
        untold + PLOTS[2] + PLOTS[3], PLOTS[2], PLOTS[3], untold)
    ((size, message),) = [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "area_m2", "message")
                          if row[0] == "stable.untold"]
    assert (size,) == metres(untold)
    assert metres(*map(float, re.findall(r"([\d.]+) m²", message))) == (untold, sum(PLOTS))
    assert "410221 杞县" in message
    assert "410222" not in message
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]
    hectares = document["tables"][0]
    assert [column["key"] for column in hectares["columns"]] == [
        "code", "name", "farmland", "stable", "unstable", "unknown", "stable.slope"]
    first, second, total = ([row[key] for key in ("farmland", "stable", "unstable", "unknown")]
                            for row in (*hectares["rows"], hectares["total"]))
    assert first[1:3] == ["unknown", "unknown"]
    assert first[0] == first[3]
    for row, expected in ((second, (1.0, 1.0, 0.0)), (total, (1.0, 1.0, 2.0))):
        whole, *parts = map(float, row)
        assert parts == pytest.approx(expected, abs=2e-4)
        assert whole == pytest.approx(sum(parts), abs=1e-9)
    *steps, last = document["bridge"]
    assert (last["label"], last["area_m2"]) == ("Stable cultivated land", result["STABLE_M2"])
    assert sum(step["area_m2"] for step in steps) == pytest.approx(last["area_m2"], abs=1e-6)
    assert result["FARMLAND_M2"] == pytest.approx(
        result["STABLE_M2"] + result["UNSTABLE_M2"] + result["UNKNOWN_M2"], abs=1e-6)


def test_where_all_is_told_the_report_has_no_column_of_the_unknown(tmp_path: Path) -> None:
    result = run_stable(LAND=year(*NEXT_DOOR), RUN_RECORD=str(tmp_path / "r.json"))
    assert result["UNKNOWN_M2"] == 0.0
    tables = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]["tables"]
    assert all("unknown" not in {column["key"] for column in one["columns"]} for one in tables)
    assert "stable.untold" not in {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}


@pytest.mark.usefixtures("both_kernels")
def test_a_target_is_judged_alike_alone_and_beside_another_county() -> None:
    """Held against 0.9 ha, 410221 may have 2 ha of stable land or none; 410222 has 1 ha."""
    wanted = table(("410221", "stable", 0.9, "ha", 2025), ("410222", "stable", 0.9, "ha", 2025))
    fields = ("unit_code", "actual_m2", "gap_m2", "share", "light", "rank")
    alone = run(LAND=year(*UNTOLD), TARGETS=wanted)
    beside = run(LAND=year(*UNTOLD, *NEXT_DOOR), TARGETS=wanted)
    none = ("410221", None, None, None, "none", None)
    assert score(alone, "county", "stable", *fields)[0] == none
    first, second = score(beside, "county", "stable", *fields)
    assert first == none
    assert second[:2] == ("410222", *metres(PLOTS[2]))
    assert second[4:] == ("green", 1)
    assert (alone["STABLE_M2"], beside["STABLE_M2"]) == metres(None, PLOTS[2])
    for result in (alone, beside):
        ((_, size, message),) = found(result, "target.stable_unknown")
        assert (size,) == metres(PLOTS[0] + PLOTS[1])
        assert "410221 杞县" in message
        assert "410222" not in message
    assert {row[0] for row in found(beside, "target.unit_without_land")} == set()


@pytest.mark.parametrize(("target", "light", "rule"), [
    (0.9, "green", None),   # the certain hectare is enough
    (1.005, "none", None),  # 1 ha is amber, 2 ha are green
    (1.5, "none", None),    # red or green
    (2.005, "none", None),  # red or amber
    (2.5, "red", "target.missed"),  # 2 ha are red too
])
def test_a_light_stands_where_unknown_land_cannot_turn_it(target: float, light: str, rule: str | None,
                                                          tmp_path: Path) -> None:
    """410221 has 1 ha that is stable and 1 ha of which nothing tells."""
    result = run(LAND=year(*HALF, *NEXT_DOOR), TARGETS=table(("410221", "stable", target, "ha", 2025)),
                 RUN_RECORD=str(tmp_path / "r.json"))
    tables = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]["tables"]
    assert {one["title"] for one in tables if "not in the actual" in one["note"]} == {
        f"stable cultivated land, by {level}" for level in ("city", "county")}
    rows = score(result, "county", "stable", "unit_code", "actual_m2", "light")
    assert rows[0] == ("410221", *metres(PLOTS[0]), light)
    said = {name: found(result, name) for name in ("target.missed", "target.near")}
    assert {name for name, rows in said.items() if rows} == ({rule} if rule else set())
    if rule:
        ((_, _, message),) = said[rule]
        least, most = 25_000 - PLOTS[0] - PLOTS[1], 25_000 - PLOTS[0]
        assert f"by {least:.2f} to {most:.2f} m²" in message


@pytest.mark.usefixtures("chinese_texts")
def test_in_chinese_area_and_units_are_named() -> None:
    told = [dict(rows_of(result["FINDINGS"], "rule_id", "message")) for result in (
        run_stable(LAND=year(*HALF, *NEXT_DOOR)), run(LAND=year(*HALF, *NEXT_DOOR)))]
    for messages, rule in zip(told, ("stable.untold", "target.stable_unknown")):
        assert re.search(rf"平方米耕地中有 {PLOTS[1]:.2f} 平方米无法判断是否稳定，.*：410221 杞县。", messages[rule])


def test_a_ground_has_a_sum_in_a_unit_where_it_could_be_applied_to_its_land() -> None:
    """An orchard's slope class tells nothing of the county's cultivated land."""
    orchard = (400, parcel("O", "0201", GDPDJB="1", **FIRST))
    rows = {row[0]: row[1:] for row in rows_of(run_stable(LAND=year(*UNTOLD, orchard, *NEXT_DOOR))["SUMMARY"],
                                               "unit_code", *(f"{ground}_m2" for ground in GROUNDS))}
    assert set(rows["410221"]) == {None}
    assert rows["410222"] == (*metres(PLOTS[3]), *[None] * (len(GROUNDS) - 1))
