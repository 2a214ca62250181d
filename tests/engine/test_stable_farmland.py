"""Stability of pieces: grounds on survey attributes and masks, and sums that close whatever the masks."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine.stable_farmland import Stability, attributes_of, stability
from kf_resources_plugin.rules.stable_farmland import STABLE, UNTOLD, grounds
from tests.engine.shapes import lattice, star
from tests.engine.test_land_split import BOOK, X, Y, box, split, surveyed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kf_resources_plugin.engine.land_survey import LandSurvey

pytestmark = pytest.mark.usefixtures("qgis_app")
GROUNDS = grounds(BOOK)


def with_attributes(survey: LandSurvey, **columns: Sequence[Any]) -> LandSurvey:
    """Return a survey that was read with further fields (key: column)."""
    named = {key: np.array(values, dtype=object) for key, values in columns.items()}
    return replace(survey, table=replace(survey.table, columns={**survey.table.columns, **named}),
                   fields=replace(survey.fields, more={key: key for key in columns}))


def judged(survey: LandSurvey, kernel: str = "shapely", **masks: Any) -> tuple[Any, Stability]:
    pieces = split(survey, kernel, **masks)
    return pieces, stability(survey, pieces.land, {kind: pieces.inside(kind) for kind in masks}, GROUNDS)


def test_only_fields_that_were_read_are_looked_at() -> None:
    survey = with_attributes(surveyed([box(0, 0, 10, 10)]), slope=["5"])
    attributes = attributes_of(survey)
    assert list(attributes.slope) == ["5"]  # type: ignore[arg-type]
    assert (attributes.terrace, attributes.detail) == (None, None)


def test_land_that_is_not_cultivated_is_neither_stable_nor_unstable() -> None:
    survey = with_attributes(surveyed([box(0, 0, 100, 100), box(100, 0, 100, 100)], {"DLBM": ["0102", "0201"]}),
                             slope=["5", "5"])
    _, found = judged(survey, polluted_land=[box(0, 0, 200, 100)])
    assert found.farmland.tolist() == [True, False]
    assert (found.unstable.tolist(), found.stable.tolist()) == ([True, False], [False, False])
    assert found.hits[1].any() == False  # noqa: E712 - a NumPy bool
    assert found.ground[1] == STABLE


def test_masks_that_no_ground_looks_at_decide_nothing() -> None:
    survey, mask = surveyed([box(0, 0, 100, 100)]), [box(0, 0, 50, 100)]
    _, found = judged(with_attributes(survey, slope=["1"]), main_channel=mask)
    assert found.stable.all()
    assert found.given == frozenset()
    assert judged(survey, main_channel=mask)[1].untold.all()


@pytest.mark.parametrize("kernel", ["qgis", "shapely"])
def test_land_that_no_ground_could_be_applied_to_is_neither_stable_nor_unstable(kernel: str) -> None:
    """Level, steep, blank and mistyped slope classes of cultivated land, and a blank one of an orchard."""
    survey = with_attributes(surveyed([box(100 * place, 0, 100, 100) for place in range(5)],
                                      {"DLBM": ["0102"] * 4 + ["0201"]}), slope=["1", "5", None, "Z", None])
    pieces, found = judged(survey, kernel)
    assert [value.tolist() for value in (found.stable, found.unstable, found.untold)] == [
        [True, False, False, False, False], [False, True, False, False, False], [False, False, True, True, False]]
    sums = found.sums(pieces.net, np.zeros(5, dtype=np.int64), 1)[0]
    level, steep, blank, mistyped, _ = pieces.net.tolist()
    assert sums[[UNTOLD, STABLE]].tolist() == [blank + mistyped, level]
    assert sums[:UNTOLD].sum() == steep
    _, everywhere = judged(survey, kernel, polluted_land=[box(900, 0, 10, 10)])  # a mask speaks of all land
    assert not everywhere.untold.any()


@pytest.mark.parametrize("kernel", ["qgis", "shapely"])
def test_both_kernels_judge_alike(kernel: str) -> None:
    # 30 m × 100 m of 100 m × 100 m are polluted: three tenths within a hundredth
    pieces, found = judged(surveyed([box(0, 0, 100, 100)]), kernel, polluted_land=[box(0, -5, 30, 200)])
    sums = found.sums(pieces.net, np.zeros(len(pieces.land), dtype=np.int64), 1)[0]
    place = [ground.rule_id for ground in GROUNDS].index("stable.polluted")
    assert sums[place] / sums.sum() == pytest.approx(0.3, abs=1e-5)
    assert sums[place] + sums[STABLE] == pieces.net.sum()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_stable_and_unstable_are_the_farmland_whatever_the_masks_and_the_order(seed: int) -> None:
    random = np.random.default_rng(seed)
    shapes = lattice(3, 3, seed=seed, vertices=1)
    codes = random.choice(["0101", "0103", "0301"], len(shapes)).tolist()
    ridges = random.choice([0.0, 0.1234], len(shapes)).tolist()
    slopes = random.choice(["1", "5"], len(shapes)).tolist()
    masks = {kind: [star(X + random.uniform(0, 180), Y + random.uniform(0, 180), random.uniform(20, 120), 15, seed + n)
                    for n in range(2)] for kind in ("polluted_land", "frequent_flood", "river_management")}

    def sums(order: list[int]) -> tuple[int, int, np.ndarray]:
        survey = surveyed([shapes[row] for row in order], {
            "DLBM": [codes[row] for row in order], "KCXS": [ridges[row] for row in order]})
        pieces, found = judged(with_attributes(survey, slope=[slopes[row] for row in order]), **masks)
        total = found.sums(pieces.net, np.zeros(len(pieces.land), dtype=np.int64), 1)[0]
        assert pieces.net[found.stable].sum() == total[STABLE]
        return int(pieces.net[found.farmland].sum()), int(total.sum()), total

    rows = list(range(len(shapes)))
    farmland, total, by_ground = sums(rows)
    assert farmland == total
    turned = sums(rows[::-1])[2]
    assert np.abs(turned - by_ground).max() <= len(shapes)  # within a parcel a hundredth may go to another part
    assert turned.sum() == total
