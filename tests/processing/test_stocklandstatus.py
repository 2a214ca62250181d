"""Stock land end to end: the example of the reference by register, squares laid over one another, contradictions."""
from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsGeometry, QgsProcessingException, QgsVectorLayer

from tests.builders import layer_of, rows_of, shapes_of
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

FIELDS = dict.fromkeys(("parcel_id", "PCBH", "XMMC", "TDYT", "XZQDM", "PZRQ", "PZMJ", "ZSWCRQ", "ZSMJ", "GDRQ", "GDMJ",
                        "SJDGRQ", "YKFMJ", "KFMJ", "ND"), "text")
APPROVED = {"parcel_id": "A1", "PCBH": "2020-1", "TDYT": "工业", "XZQDM": "410222", "PZRQ": "2020年1月1日"}
# approved 120, expropriated 100, supplied 75 ha; works on 60 of them, of which 52 are built
WORKS = {**APPROVED, "PZMJ": "600000", "ZSWCRQ": "2021-01-01", "ZSMJ": "600000", "GDRQ": "2022-01-01", "GDMJ": "600000",
         "SJDGRQ": "2023-01-01", "YKFMJ": "600000", "KFMJ": "520000"}
REST = {**APPROVED, "parcel_id": "A2", "TDYT": "商业", "PZMJ": "600000", "ZSWCRQ": "2021-01-01", "ZSMJ": "400000",
        "GDRQ": "2022-01-01", "GDMJ": "150000"}


def layer(*rows: tuple[str | None, dict[str, Any]], name: str = "approvals") -> QgsVectorLayer:
    placed = any(shape for shape, _ in rows)
    return layer_of(rows, FIELDS, geometry="MultiPolygon" if placed else "None", crs="EPSG:4526" if placed else "",
                    name=name)


def built(*shapes: str) -> QgsVectorLayer:
    return layer_of([(shape, {"BSM": f"B{place}"}) for place, shape in enumerate(shapes)], {"BSM": "text"},
                    crs="EPSG:4526", name="built")


def run(approvals: QgsVectorLayer, **more: Any) -> dict[str, Any]:
    return processing.run("kf:stocklandstatus", {
        "APPROVALS": approvals, "DATE": "2024-01-01", "RULES_DATE": "2024-01-01",
        **dict.fromkeys(("STATUS", "SUMMARY", "FINDINGS"), "memory:"), **more})


def told(result: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((rule.partition(".")[2], subject) for rule, subject in rows_of(
        result["FINDINGS"], "rule_id", "subject_id") if rule.startswith("stock."))


def test_the_example_by_register() -> None:
    result = run(layer((None, WORKS), (None, REST)))
    assert rows_of(result["STATUS"], "parcel_id", "class", "area_m2", "age_days", "actor", "route", "approved") == [
        ("A1", "used_not_finished", 80_000.0, 365, "holder", "transfer", 1),
        ("A1", "used", 520_000.0, 365, None, None, 1),
        ("A2", "approved_not_expropriated", 200_000.0, 1461, "government", "collect", 1),
        ("A2", "expropriated_not_supplied", 250_000.0, 1095, "reserve_agency", "supply", 1),
        ("A2", "supplied_not_used", 150_000.0, 730, "holder", "collect", 1)]
    assert told(result) == []
    assert (result["APPROVED_M2"], result["UNSUPPLIED_M2"], result["SUPPLY_RATE"], result["APPROVAL_RATE"]) == (
        1_200_000.0, 450_000.0, 0.625, 1.0)
    assert result["USE_RATE"] == pytest.approx(52 / 75, abs=1e-6)
    assert not result["STATUS"].isSpatial()


def test_totals_by_county_batch_use_and_year() -> None:
    result = run(layer((None, WORKS), (None, {**REST, "PCBH": "2020-2", "XZQDM": "410225", "ND": "2019"})))
    assert rows_of(result["SUMMARY"], "grouped_by", "key", "approved_total_m2", "used_m2", "supply_rate") == [
        ("total", "", 1_200_000.0, 520_000.0, 0.625), ("unit", "410222", 600_000.0, 520_000.0, 1.0),
        ("unit", "410225", 600_000.0, 0.0, 0.25), ("batch", "2020-1", 600_000.0, 520_000.0, 1.0),
        ("batch", "2020-2", 600_000.0, 0.0, 0.25), ("use", "商业", 600_000.0, 0.0, 0.25),
        ("use", "工业", 600_000.0, 520_000.0, 1.0), ("year", "2019", 600_000.0, 0.0, 0.25),
        ("year", "2020", 600_000.0, 520_000.0, 1.0)]


@pytest.mark.parametrize(("day", "route"), [("2022-12-31", "reserve"), ("2023-01-01", "supply")])
def test_expropriated_land_is_reserved_for_two_years(day: str, route: str) -> None:
    rows = rows_of(run(layer((None, REST)), DATE=day)["STATUS"], "class", "route")
    assert ("expropriated_not_supplied", route) in rows


def squares() -> dict[str, QgsVectorLayer]:
    """Return an approval of 400 m × 100 m: 300 m expropriated, 200 m supplied in two, and what is built."""
    drawn = {"PZMJ": None, "ZSMJ": None, "GDMJ": None}
    supplied = {**APPROVED, **drawn, "GDRQ": "2022-01-01"}
    return {
        "APPROVALS": layer((box(0, 0, 400, 100), APPROVED)),
        "EXPROPRIATIONS": layer((box(0, 0, 300, 100), {"parcel_id": "E1", "ZSWCRQ": "2021-01-01"}), name="taken"),
        "SUPPLIES": layer((box(0, 0, 100, 100), {**supplied, "parcel_id": "S1", "SJDGRQ": "2023-01-01"}),
                          (box(100, 0, 100, 100), {**supplied, "parcel_id": "S2"}), name="supplied"),
        "BUILT": built(box(0, 0, 50, 100), box(250, 0, 20, 100), box(500, 0, 30, 100)),
    }


def test_squares_laid_over_one_another() -> None:
    given = squares()
    result = run(given.pop("APPROVALS"), **given)
    # S1: 50 m built of 100 m started; S2 not started; 300 m expropriated: 200–250 and 270–300 not supplied, 20 m used
    expected = [
        ("approved_not_expropriated", (300, 0, 100, 100)), ("expropriated_not_supplied", (200, 0, 50, 100)),
        ("expropriated_not_supplied", (270, 0, 30, 100)), ("supplied_not_used", (100, 0, 100, 100)),
        ("used", (0, 0, 50, 100)), ("used_not_finished", (50, 0, 50, 100)),
        ("used_without_approval", (500, 0, 30, 100)), ("used_without_supply", (250, 0, 20, 100))]
    sums: dict[str, float] = {}
    for kind, place in expected:
        sums[kind] = sums.get(kind, 0.0) + area(*place)
    found: dict[str, float] = {}
    for kind, square in rows_of(result["STATUS"], "class", "area_m2"):
        found[kind] = found.get(kind, 0.0) + square
    assert found == pytest.approx(sums, abs=2 * CENT)
    assert result["APPROVED_M2"] == pytest.approx(area(0, 0, 400, 100), abs=CENT)
    assert result["APPROVAL_RATE"] == pytest.approx(400 / 430, abs=1e-6)
    assert result["SUPPLY_RATE"] == pytest.approx(0.5, abs=1e-6)
    assert result["USE_RATE"] == pytest.approx(0.25, abs=1e-6)
    assert told(result) == [("unit_missing", "")]
    assert all(shapes_of(result["STATUS"]))
    by_kind = {kind: (parcel, batch) for kind, parcel, batch in rows_of(result["STATUS"], "class", "parcel_id", "PCBH")}
    assert by_kind["used_not_finished"] == ("S1", "2020-1")
    assert by_kind["approved_not_expropriated"] == ("A1", "2020-1")


def test_a_parcel_is_called_by_the_layer_that_names_it() -> None:
    # a supply without an id lies in land expropriated that has one; what is built outside has none at all
    given = squares()
    given["SUPPLIES"] = layer((box(0, 0, 100, 100), {"GDRQ": "2022-01-01"}), name="supplied")
    given["BUILT"] = layer((box(500, 0, 30, 100), {}), name="built")
    found = dict(rows_of(run(given.pop("APPROVALS"), **given)["STATUS"], "class", "parcel_id"))
    assert found["supplied_not_used"] == "E1"
    assert found["used_without_approval"].startswith("#")


def test_before_the_supply_what_is_built_has_none() -> None:
    given = squares()
    result = run(given.pop("APPROVALS"), DATE="2021-12-31", **given)
    assert result["USED_M2"] == 0.0
    assert result["USED_WITHOUT_SUPPLY_M2"] == pytest.approx(area(0, 0, 70, 100), abs=0.03)
    assert run(squares()["APPROVALS"], DATE="2019-12-31", **given)["USED_WITHOUT_APPROVAL_M2"] == pytest.approx(
        area(0, 0, 100, 100), abs=0.03)


def test_registers_and_layers_that_contradict_are_told() -> None:
    given = squares()
    approvals = layer((box(0, 0, 400, 100), {**APPROVED, "PZMJ": "30000", "GDRQ": "2022-01-01"}),
                      (box(600, 0, 100, 100), {**APPROVED, "parcel_id": "A9", "GDRQ": "2022-01-01"}))
    given["SUPPLIES"] = layer(
        (box(0, 0, 100, 100), {"parcel_id": "S1", "GDRQ": "2022-01-01"}),
        (box(100, 0, 100, 100), {"parcel_id": "S2", "GDRQ": None, "SJDGRQ": "2021-06-01"}),
        (box(390, 0, 20, 100), {"parcel_id": "S3", "GDRQ": "2022-01-01"}),
        (box(100, 0, 10, 100), {"parcel_id": "S4", "GDRQ": "2022-01-01", "SJDGRQ": "2021-06-01"}), name="supplied")
    del given["APPROVALS"]
    result = run(approvals, **given)
    assert told(result) == [
        ("area_differs", "A1"), ("built_unstarted", "S1"), ("day_missing", "S2"), ("overlap", "S2"),
        ("overlay_denies", "A9"), ("started_unbuilt", "S2"), ("started_unbuilt", "S4"), ("unapproved", "S3"),
        ("unit_missing", ""), ("used_early", "S4")]


@pytest.mark.parametrize(("developed", "expected"), [
    ("5000", {"used": 0.5, "used_not_finished": 0.5}), ("10000", {"used": 1.0}), (None, {"undetermined": 1.0})])
def test_without_built_land_works_are_divided_by_their_areas(developed: str | None, expected: dict[str, float]) -> None:
    supplies = layer((box(0, 0, 100, 100), {"parcel_id": "S1", "GDRQ": "2022-01-01", "GDMJ": "10000", "KFMJ": developed,
                                            "YKFMJ": "10000", "SJDGRQ": "2023-01-01"}), name="supplied")
    result = run(layer((box(0, 0, 100, 100), {**APPROVED, "ZSWCRQ": "2021-01-01"})), SUPPLIES=supplies)
    whole = area(0, 0, 100, 100)
    assert dict(rows_of(result["STATUS"], "class", "area_m2")) == pytest.approx(
        {kind: share * whole for kind, share in expected.items()}, abs=2 * CENT)
    assert [rule for rule, _ in told(result) if rule == "development_unknown"] == (
        ["development_unknown"] if developed is None else [])


@pytest.mark.parametrize(("wrong", "rule"), [
    ({"PZRQ": "2020年1月"}, "date_unreadable"), ({"PZRQ": "1900-01-01"}, "date_placeholder"),
    ({"PZRQ": "1986-12-31"}, "date_unlikely"), ({"GDRQ": "2022年"}, "date_unreadable"),
    ({"GDRQ": "44562"}, "date_serial"), ({"SJDGRQ": "1986-12-31"}, "date_unlikely"),
    ({"SJDGRQ": "2023年"}, "date_unreadable"), ({"SJDGRQ": "44927"}, "date_serial"),
    ({"PZMJ": "很大"}, "number_unusable"), ({"PZMJ": "-1"}, "number_unusable"),
    ({"PZMJ": "410222199001011234"}, "number_unusable"),
    ({"ZSWCRQ": "2019-12-31"}, "date_order"), ({"ZSMJ": "1200001"}, "area_order"), ({"ZSWCRQ": None}, "step_missing"),
    ({"GDMJ": None}, "area_missing")])
def test_bad_values_are_told_and_judge_nothing(wrong: dict[str, Any], rule: str) -> None:
    result = run(layer((None, {**REST, **wrong}), (None, WORKS)))
    assert {kind for parcel, kind in rows_of(result["STATUS"], "parcel_id", "class") if parcel == "A2"} <= {
        "undetermined"}
    assert (rule, "A2") in told(result)
    assert {subject for _, subject in told(result)} == {"A2"}
    assert result["USED_M2"] == 520_000.0


def test_land_whose_day_cannot_be_read_stays_in_the_sums() -> None:
    # approved 60 ha of which 15 are supplied; the day of the start is unknown, so is what became of them
    result = run(layer((None, {**REST, "SJDGRQ": "2023年"}), (None, WORKS)))
    assert [row for row in rows_of(result["STATUS"], "parcel_id", "class", "area_m2", "approved")
            if row[0] == "A2"] == [("A2", "undetermined", 600_000.0, 1)]
    assert result["APPROVED_M2"] == 1_200_000.0


@pytest.mark.parametrize(("steps", "layers", "kinds"), [
    ({}, "B", {"used": 0.5, "supplied_not_used": 0.5}),
    ({"GDRQ": "2022年"}, "B", {"undetermined": 1.0}),
    ({"ZSWCRQ": "44197"}, "B", {"used": 0.5, "supplied_not_used": 0.5}),  # the supply tells it
    ({"ZSWCRQ": "44197", "GDRQ": ""}, "B", {"used_without_supply": 0.5, "undetermined": 0.5}),
    ({"GDRQ": "2022年"}, "BS", {"used": 0.5, "supplied_not_used": 0.5}),  # the layer tells it
    ({"SJDGRQ": "2022年"}, "B", {"used": 0.5, "undetermined": 0.5})])  # what is built was begun
def test_layers_leave_open_what_only_a_day_that_cannot_be_read_would_tell(
        steps: dict[str, str], layers: str, kinds: dict[str, float]) -> None:
    approvals = layer((box(0, 0, 200, 100), {**APPROVED, "ZSWCRQ": "2021-01-01", "GDRQ": "2022-01-01", **steps}))
    supplied = {"SUPPLIES": layer((box(0, 0, 200, 100), {"parcel_id": "S1", "GDRQ": "2022-01-01"}), name="supplied")}
    result = run(approvals, BUILT=built(box(0, 0, 100, 100)), **(supplied if "S" in layers else {}))
    whole, found = area(0, 0, 200, 100), dict.fromkeys(kinds, 0.0)
    for kind, amount in rows_of(result["STATUS"], "class", "area_m2"):
        found[kind] += amount
    assert found == pytest.approx({kind: share * whole for kind, share in kinds.items()}, abs=2 * CENT)


def test_a_day_written_as_none_is_a_blank_one() -> None:
    blank, written = (run(layer((None, {**REST, "SJDGRQ": day}))) for day in (None, "1900-01-01"))
    assert rows_of(written["STATUS"], "class", "area_m2") == rows_of(blank["STATUS"], "class", "area_m2")
    assert (told(blank), told(written)) == ([], [("date_placeholder", "A2")])


def test_what_cannot_be_told_is_asked_for() -> None:
    bare = layer_of([(box(0, 0, 100, 100), {"PZRQ": "2020-01-01"})], {"PZRQ": "text"}, crs="EPSG:4526", name="bare")
    with pytest.raises(QgsProcessingException, match=r"bare.*PZMJ") as refused:
        run(bare)
    assert all(code in str(refused.value) for code in ("ZSWCRQ", "GDRQ", "SJDGRQ"))
    with pytest.raises(QgsProcessingException, match="ZSWCRQ"):
        run(bare, SUPPLIES=squares()["SUPPLIES"])
    with pytest.raises(QgsProcessingException, match="no polygons"):
        run(layer((None, WORKS)), SUPPLIES=squares()["SUPPLIES"])


def test_units_by_place_and_the_report_that_closes(tmp_path: Path) -> None:
    given = squares()
    units = layer_of([(box(-10, -10, 1000, 200), {"XZQDM": "410225", "XZQMC": "乙县"})],
                     {"XZQDM": "text", "XZQMC": "text"}, crs="EPSG:4526", name="units")
    result = run(given.pop("APPROVALS"), **given, UNITS=units, REPORT=str(tmp_path / "report.html"),
                 RUN_RECORD=str(tmp_path / "record.json"))
    assert {name for name, in rows_of(result["STATUS"], "unit_name")} == {"乙县"}
    document = json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))["document"]
    account = next(table for table in document["tables"] if table["title"] == "Account of the land approved")
    whole, parts = (part.split(" m²")[0].split()[-1] for part in account["note"].split("="))
    assert whole == parts == f"{result['APPROVED_M2']:.2f}"
    assert [table["title"] for table in document["tables"][1:]] == [
        "Ways of disposal", "By county", "By batch", "By use", "By year"]
    ways = {row["class"]: (row["actor"], row["route"]) for row in document["tables"][1]["rows"]}
    assert ways["Expropriated, not supplied"] == ("land reserve agency", "to be supplied")


@pytest.mark.parametrize("seed", range(4))
def test_land_closes_however_layers_lie(seed: int) -> None:
    """What is approved is the union of approvals, each place once, in classes that sum to it."""
    draw = Random(seed)  # noqa: S311

    def some(name: str, count: int) -> QgsVectorLayer:
        return layer(*((box(draw.randint(0, 300), draw.randint(0, 300), draw.randint(20, 200), draw.randint(20, 200)),
                        {"parcel_id": f"{name}{place}", "PZRQ": draw.choice(["2020-01-01", "2030-01-01"]),
                         "ZSWCRQ": draw.choice(["2021-01-01", None]), "GDRQ": draw.choice(["2022-01-01", "2030-01-01"]),
                         "SJDGRQ": draw.choice(["2023-01-01", None])}) for place in range(count)), name=name)

    approvals = some("A", 6)
    result = run(approvals, EXPROPRIATIONS=some("E", 5), SUPPLIES=some("S", 5), BUILT=some("B", 5))
    rows = rows_of(result["STATUS"], "class", "area_m2", "approved")
    union = QgsGeometry.unaryUnion([row.geometry() for row in approvals.getFeatures() if row["PZRQ"] == "2020-01-01"])
    assert result["APPROVED_M2"] == pytest.approx(union.area(), rel=1e-3)  # plane against ellipsoid
    assert sum(round(100 * square) for _, square, approved in rows if approved) == round(100 * result["APPROVED_M2"])
    shapes = [QgsGeometry.fromWkt(shape) for shape in shapes_of(result["STATUS"])]
    assert sum(shape.area() for shape in shapes) == pytest.approx(QgsGeometry.unaryUnion(shapes).area(), abs=0.01)


@pytest.mark.usefixtures("chinese_texts")
def test_a_planner_reads_chinese() -> None:
    assert rows_of(run(layer((None, REST)))["STATUS"], "reason")[0] == ("批而未征：已批准，尚未完成征收。",)


@pytest.mark.parametrize(("stated", "found"), [
    ("5000", [("drawn_differs", "A1")]),  # the square has 9999.82 m², 5 % of it are 499.99
    ("10499.81", []), ("10499.82", [("drawn_differs", "A1")]), ("9499.83", []), (None, [("area_missing", "A1")])])
def test_a_stated_area_that_counts_is_held_against_its_shape(stated: str | None, found: list[tuple[str, str]]) -> None:
    result = run(layer((box(0, 0, 100, 100), {**APPROVED, "PZMJ": stated})))
    assert told(result) == found


def test_seen_from_a_day_long_ago_later_approvals_are_none() -> None:
    result = run(layer((None, WORKS), (None, REST)), DATE="2005-01-01")
    assert rows_of(result["STATUS"], "parcel_id", "class") == []
    assert told(result) == []


def test_an_id_that_stands_twice_is_told_and_both_rows_count() -> None:
    result = run(layer((None, REST), (None, REST), (None, {**WORKS, "parcel_id": None})))
    assert told(result) == [("id_twice", "A2")]
    assert result["APPROVED_M2"] == 1_800_000.0


def test_what_is_off_is_told_in_per_cent() -> None:
    result = run(layer((box(0, 0, 100, 100), {**APPROVED, "PZMJ": "5000"})))
    assert ["more than 5% off" in text for (text,) in rows_of(result["FINDINGS"], "message")].count(True) == 1
