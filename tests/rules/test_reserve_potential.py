"""Sources, exclusions and points of reserve land without a layer: every row on its own, weights, scores, grades."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.rules.codes import SURVEY, ClassSystems
from kf_resources_plugin.rules.reserve_potential import (
    STEEPEST,
    Attributes,
    TableError,
    WeightsError,
    exclusions,
    factors,
    letters,
    mask_kinds,
    parse_weights,
    restorability,
    rounded_grade,
    scored,
    slope_class,
    sources,
)
from kf_resources_plugin.rules.rule_rows import RuleBook, RuleRow

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "rules"
SYSTEMS = ClassSystems([json.loads((FOLDER / "classes_survey_2019.json").read_text(encoding="utf-8"))])


def rows() -> list[RuleRow]:
    document = json.loads((FOLDER / "reserve_potential.json").read_text(encoding="utf-8"))
    return [RuleRow(topic=document["topic"], **{**row, "thresholds": {
        key: tuple(value) if isinstance(value, list) else value for key, value in row["thresholds"].items()}})
            for row in document["rows"]]


def book(**changes: Any) -> RuleBook:
    """Return the shipped rules, with thresholds of some rows (named without their prefix) replaced."""
    changed = [replace(row, thresholds={**row.thresholds, **changes.get(row.id.split(".")[1], {})}) for row in rows()]
    return RuleBook(changed, date(2025, 1, 1), "en")


BOOK = book()
FACTORS = factors(BOOK)


def parcel(code: str, planting: str = "", detail: str = "", slope: int = 0) -> Attributes:
    return Attributes(SYSTEMS.info(SURVEY, code), planting, detail, slope)


def judged(item: Attributes, steepest: str = "25") -> tuple[list[str], list[str]]:
    """Return the short ids of sources and exclusions that hold."""
    return ([source.rule_id.split(".")[1] for source in sources(BOOK) if source.holds(item)],
            [exclusion.rule_id.split(".")[1] for exclusion in exclusions(BOOK, steepest) if exclusion.holds(item)])


@pytest.mark.parametrize(("item", "source", "excluded"), [
    (parcel("1204"), ["source_unused"], []),
    (parcel("0404"), ["source_grassland"], []),
    (parcel("0201K", "JKHF"), ["source_garden_forest"], []),  # a K class is its base class
    (parcel("0307", "GCHF"), ["source_garden_forest"], []),
    (parcel("0307"), [], ["forest"]),
    (parcel("0302", "LS"), [], ["forest"]),
    (parcel("0303", "JKHF"), ["source_garden_forest"], ["wetland"]),
    (parcel("0602"), [], ["construction"]),
    (parcel("0602", "", "FQ"), ["source_mining", "source_abandoned"], []),
    (parcel("0601", "", "HDGY"), [], ["construction"]),
    (parcel("0401"), [], ["natural_grassland"]),
    (parcel("1106"), [], ["wetland"]),
    (parcel("0102"), [], []),
    (parcel("9999", "JKHF"), [], []),  # an unknown class is nothing
])
def test_what_attributes_make_of_a_parcel(item: Attributes, source: list[str], excluded: list[str]) -> None:
    assert judged(item) == (source, excluded)


def test_slopes_by_the_chosen_limit() -> None:
    found = {steepest: [judged(parcel("1206", slope=level), steepest)[1] for level in range(6)]
             for steepest in STEEPEST}
    assert found["25"] == [[], [], [], [], [], ["slope"]]
    assert found["15"] == [[], [], [], [], ["slope_stricter"], ["slope", "slope_stricter"]]
    assert found["6"] == [[], [], [], ["slope_stricter"], ["slope_stricter"], ["slope", "slope_stricter"]]


@pytest.mark.parametrize(("value", "level"), [
    ("1", 1), (" 05 ", 5), ("Ⅲ", 3), ("iv", 4), (2, 2), (3.0, 3), (None, 0), ("", 0), ("6", None), ("TT", None),
])
def test_slope_classes_as_layers_write_them(value: object, level: int | None) -> None:
    assert slope_class(value, BOOK) == level


def test_a_switch_takes_a_row_out_but_leaves_its_mask_known() -> None:
    off = book(redline={"applies": False}, source_grassland={"applies": False}, factor_road={"applies": False})
    assert "potential.redline" not in {item.rule_id for item in exclusions(off, "25")}
    assert "ecological_redline" in mask_kinds(off)
    assert "potential.source_grassland" not in {item.rule_id for item in sources(off)}
    assert "road" not in {item.name for item in factors(off)}


def test_default_weights_sum_to_one() -> None:
    """domain.md §3: soil .25, water .20, slope .15, contiguity .15, farmland .10, road .10, restorability .05."""
    assert {factor.name: factor.weight for factor in FACTORS} == {
        "soil": 0.25, "water": 0.20, "slope": 0.15, "contiguity": 0.15, "farmland": 0.10, "road": 0.10,
        "restorability": 0.05}
    assert sum(parse_weights("  ", FACTORS).values()) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(("name", "values", "points"), [
    ("water", [0, 100, 200, 350, 2000, np.inf, np.nan], [100, 95, 90, 80, 0, 0, np.nan]),
    ("soil", [1, 4, 7.5, 15], [100, 80, 17 / 30 * 100, 100 / 15]),
    ("slope", [1, 1.5, 3, 5], [100, 90, 50, 0]),
    ("contiguity", [100, 400, 6667, 20000, 1e6], [0, 0, 40, 55, 100]),
])
def test_points_are_linear_between_the_values_of_a_table(
    name: str, values: list[float], points: list[float],
) -> None:
    factor = next(factor for factor in FACTORS if factor.name == name)
    np.testing.assert_allclose(factor.points(np.array(values)), points, atol=1e-9)


def test_restorability_as_domain_md_has_it() -> None:
    codes = np.array(["JKHF", "GCHF", "工程恢复", "", "LS"], dtype=object)
    assert restorability(codes, BOOK).tolist() == [100, 60, 60, 30, 30]


@pytest.mark.parametrize("change", [
    {"distances_m": (0, 100)}, {"distances_m": (0, 200, 200, 1000, 2000)}, {"distances_m": ()},
    {"scores": (100, 90, 70, 40, 101)},
])
def test_a_table_that_cannot_be_read_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(TableError, match="factor_water"):
        factors(book(factor_water=change))


@pytest.mark.parametrize(("text", "reason", "value"), [
    ("weights.json", "json", ""), ("[" * 100_000, "json", ""), ("3", "object", ""), ('{"wet": 1}', "unknown", "wet"),
    ('{"road": "1"}', "number", "road"), ('{"road": false}', "number", "road"), ('{"road": -0.1}', "number", "road"),
    ('{"road": NaN}', "number", "road"), ('{"road": Infinity}', "number", "road"), ('{"road": null}', "number", "road"),
    ('{"road": 1, "road": 1}', "twice", "road"),
    (json.dumps({factor.name: 0 for factor in FACTORS}), "sum", ""),
    # each is a number, their sum is beyond 1.8e308
    ('{"soil": 1e308, "water": 1e308}', "large", ""),
    ('{"soil": 1' + "0" * 400 + "}", "number", "soil"), ('{"soil": 1' + "0" * 5000 + "}", "number", "soil"),
])
def test_weights_that_cannot_be_used(text: str, reason: str, value: str) -> None:
    with pytest.raises(WeightsError) as caught:
        parse_weights(text, FACTORS)
    assert (caught.value.reason, caught.value.value) == (reason, value)


@given(st.lists(st.floats(0, 100), min_size=7, max_size=7),
       st.lists(st.just(0.0) | st.floats(1e-6, 1000), min_size=7, max_size=7),  # 5e-324 has no half
       st.lists(st.booleans(), min_size=7, max_size=7))
def test_a_score_lies_between_its_points_and_forgets_what_has_none(
    points: list[float], weights: list[float], known: list[bool],
) -> None:
    row = np.where(known, points, np.nan)
    score = float(scored(row[None, :], np.array(weights))[0])
    counted = [(point, weight) for point, weight, there in zip(points, weights, known) if there and weight > 0]
    if not counted or sum(weight for _, weight in counted) == 0:
        assert np.isnan(score)
        return
    assert min(point for point, _ in counted) - 0.0051 <= score <= max(point for point, _ in counted) + 0.0051
    alone = scored(np.array([[point for point, _ in counted]]), np.array([weight for _, weight in counted]))
    assert score == pytest.approx(float(alone[0]), abs=0.0101)


def test_scores_are_rounded_half_up() -> None:
    assert scored(np.array([[88.125], [94.375], [0.005]]), np.array([1.0])).tolist() == [88.13, 94.38, 0.01]


def test_grades_begin_at_their_least_score() -> None:
    assert letters(np.array([100, 75, 74.99, 50, 49.99, 0, np.nan]), BOOK).tolist() == [
        "A", "A", "B", "B", "C", "C", ""]


def test_a_half_grade_goes_to_the_poorer_one() -> None:
    np.testing.assert_array_equal(rounded_grade(np.array([6.5, 6.49, 7.0, np.nan])), [7, 6, 7, np.nan])
