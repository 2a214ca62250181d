"""Whether what came in is stable is told piece by piece: a county's account is the same with and without neighbours."""
from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.processing.farmland import change_job
from tests.builders import land_layer, rows_of
from tests.processing.epochs import account, findings, parcel, run
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

ONE, NEXT = area(0, 0, 100, 100), area(100, 0, 100, 100)
FIRST = {"ZLDWDM": "4102211002010000000"}


def year(*rows: tuple[int, dict[str, Any]], name: str = "land") -> QgsVectorLayer:
    """Return hectares at their x, with slope classes and without detail codes."""
    return land_layer([(box(x, 0, 100, 100), values) for x, values in rows], name=name, GDPDJB="text")


def exchange(*more: tuple[int, str, str, dict[str, Any]], **values: Any) -> tuple[QgsVectorLayer, QgsVectorLayer]:
    """Return two years: in 410221 A went out, B came in, and ``more`` (x, class before, class after, attributes)."""
    moved = [(0, "0102", "0201", {**FIRST, **values}), (100, "0201", "0102", {**FIRST, **values}), *more]
    before, after = ([(x, parcel("ABCDEFGH"[place], row[at], **row[2])) for place, (x, *row) in enumerate(moved)]
                     for at in (0, 1))
    return year(*before, name="before"), year(*after, name="after")


@pytest.mark.parametrize("kernel", ["shapely", "qgis"])
def test_a_neighbour_with_slope_classes_tells_nothing_of_a_county_without(
        kernel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """410221 has no slope class: 1 ha out, 1 ha in of which nothing tells; 410222 has one, and nothing moved there."""
    monkeypatch.setattr(change_job, "pick_kernel", partial(pick_kernel, kernel))
    alone = run(*exchange())
    beside = run(*exchange((200, "0102", "0102", {"GDPDJB": "1"})))
    for output in ("ACCOUNT", "TOWNSHIPS"):
        fields = ("unit_code", "out_m2", "in_m2", "in_stable_m2", "net_m2", "balanced")
        expected = ("410221", pytest.approx(ONE, abs=CENT), pytest.approx(NEXT, abs=CENT), None, None, None)
        assert rows_of(alone[output], *fields) == [expected]
        assert sorted(rows_of(beside[output], *fields)) == [expected, ("410222", 0.0, 0.0, 0.0, 0.0, 1)]
    for result in (alone, beside):
        assert sorted(rows_of(result["CHANGES"], "direction", "stable")) == [("in", None), ("out", None)]
        assert (result["IN_STABLE_M2"], result["NET_M2"]) == (None, None)
        assert [row[0] for row in findings(result, "subject_id")["change.stability_open"]] == ["410221"]
        assert "change.stable_first" not in findings(result)


@pytest.mark.parametrize("orchard", ["1", None])
def test_a_slope_class_on_an_orchard_tells_nothing_of_cultivated_land(orchard: str | None, tmp_path: Path) -> None:
    before = year((0, parcel("A", "0102")), (100, parcel("B", "0201")))
    after = year((0, parcel("A", "0201", GDPDJB=orchard)), (100, parcel("B", "0102")))
    result = run(before, after, RUN_RECORD=str(tmp_path / "r.json"))
    assert account(result, "in_stable_m2", "net_m2", "balanced") == (None, None, None)
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]
    assert "stable.slope" not in {rule["id"] for rule in document["rules"]}


@pytest.mark.parametrize(("slopes", "net", "balanced"), [
    (("1", None), (0.0, 1.0), 1),    # 1 ha out, 1 ha in for certain: balanced whatever the other is
    (("5", None), (-1.0, 0.0), None),  # what is steep is not stable: only the other may balance it
    (("5", "1"), (0.0, 0.0), 1), (("1", "1"), (1.0, 1.0), 1), ((None, None), (-1.0, 1.0), None),
])
def test_only_the_land_that_nothing_tells_of_is_open(slopes: tuple[str | None, str | None], net: tuple[float, float],
                                                     balanced: int | None) -> None:
    """1 ha went out; B and C, 1 ha each, came in with the slope classes given."""
    before = year(*((x, parcel(name, code)) for x, name, code in ((0, "A", "0102"), (100, "B", "0201"),
                                                                  (200, "C", "0201"))))
    after = year((0, parcel("A", "0201")), *((x, parcel(name, "0102", GDPDJB=slope))
                                            for x, name, slope in zip((100, 200), "BC", slopes)))
    result = run(before, after)
    unjudged = None in slopes
    least, most = net
    flags = {"1": 1, "5": 0, None: None}
    assert sorted(rows_of(result["CHANGES"], "after_id", "stable")) == [
        ("A", None), *zip("BC", (flags[slope] for slope in slopes))]
    assert account(result, "balanced") == (balanced,)
    assert account(result, "in_stable_m2", "net_m2") == ((None, None) if unjudged else (
        pytest.approx((least + 1) * ONE, abs=3 * CENT), pytest.approx(least * ONE, abs=3 * CENT)))
    told = findings(result, "area_m2", "message")
    rule = "change.stability_open" if balanced is None else "change.stability_stands"
    assert (rule in told) == unjudged
    if unjudged:
        ((size, message),) = told[rule]
        said = [float(number) for number in re.findall(r"(-?[\d.]+) m²", message)]
        assert [size, *said[1:]] == pytest.approx([slopes.count(None) * ONE, least * ONE, most * ONE], abs=4 * CENT)


def test_quality_is_not_compared_where_a_part_is_unknown() -> None:
    """Grade 5 went out; B of grade 9 is stable, of C of grade 1 nothing tells: the mean may be 9 or 5."""
    graded = {"GDDB": "integer"}
    def at(*rows: tuple[int, dict[str, Any]]) -> QgsVectorLayer:
        return land_layer([(box(x, 0, 100, 100), values) for x, values in rows], GDPDJB="text", **graded)

    before = at((0, parcel("A", "0102", GDDB=5)), (100, parcel("B", "0201")), (200, parcel("C", "0201")))
    after = at((0, parcel("A", "0201")), (100, parcel("B", "0102", GDDB=9, GDPDJB="1")),
               (200, parcel("C", "0102", GDDB=1)))
    result = run(before, after)
    assert account(result, "in_grade", "in_capacity_kg", "balanced") == (None, None, 1)
    assert "change.quality_lower" not in findings(result)


def test_what_has_no_grade_is_at_least_what_is_known_to_be_stable() -> None:
    """B is stable and C unknown, both without a grade: of the stable part of in at least B."""
    before = year((0, parcel("A", "0102")), (100, parcel("B", "0201")), (200, parcel("C", "0201")))
    after = year((0, parcel("A", "0201")), (100, parcel("B", "0102", GDPDJB="1")), (200, parcel("C", "0102")))
    ((message,),) = findings(run(before, after), "message")["change.quality_unknown"]
    assert f"of the stable part of in at least {NEXT:.2f} m²" in message
    ((message,),) = findings(run(*exchange()), "message")["change.quality_unknown"]
    assert "of the stable part of in at least 0.00 m²" in message
    ((message,),) = findings(run(*exchange(GDPDJB="1")), "message")["change.quality_unknown"]
    assert f"of the stable part of in {NEXT:.2f} m²" in message
