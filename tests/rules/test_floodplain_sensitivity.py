"""How far a weight may move before the zone changes: by hand, and against a search that moves it step by step."""
from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.floodplain_sensitivity import Sensitivity, sensitivity
from kf_resources_plugin.rules.floodplain_zoning import scored

N = np.nan


def found(points: list[list[float]], weights: list[list[float]], *, allowed: list[bool] | None = None,
          by_score: bool = True) -> Sensitivity:
    """Return the sensitivity of one unit whose zones have these points and weights by criterion."""
    arrays = [np.array([row], dtype=np.float64) for row in points]
    each = [np.array(row) for row in weights]
    scores = np.column_stack([scored(row, weight) for row, weight in zip(arrays, each)])
    open_to = np.array([allowed or [True] * len(points)])
    zone = np.where(open_to & ~np.isnan(scores), np.nan_to_num(scores), -1).argmax(axis=1)
    return sensitivity(arrays, each, scores, zone, open_to, np.array([by_score]))


def test_two_zones_by_hand() -> None:
    """A: .6 × 100 + .4 × 50 = 80; B: .5 × 100 + .5 × 20 = 60.

    A falls to 60 where v × 100 + (1 − v) × 50 = 60: v = .2, a change of −2/3; by the other weight v = .8, +1.
    B rises to 80 where v × 100 + (1 − v) × 20 = 80: v = .75, a change of +1/2, by the other weight v = .25, −1/2.
    """
    result = found([[100, 50], [100, 20]], [[0.6, 0.4], [0.5, 0.5]])
    assert result.change[0, 0].tolist() == pytest.approx([-2 / 3, 1.0])
    assert result.change[0, 1].tolist() == pytest.approx([0.5, -0.5])
    assert (result.smallest[0], result.by[0].tolist()) == (pytest.approx(0.5), [1, 0])


def test_weights_of_criteria_without_data_only_scale() -> None:
    """A: points 100, none, 0 by .5 .25 .25: .5 × 100 ÷ .75 = 66.67; B is 50 whatever its weights.

    Moving the first to v leaves (1 − v) / 2 to each other one: 100 v ÷ (v + (1 − v) / 2) = 50 at v = 1/3: −1/3.
    """
    result = found([[100, N, 0], [50, 50, 50]], [[0.5, 0.25, 0.25], [1 / 3] * 3])
    assert result.change[0, 0, 0] == pytest.approx(-1 / 3)
    assert result.change[0, 0, 1] == np.inf  # it has no points here: the others keep their ratio
    assert np.isinf(result.change[0, 1]).all()


def test_equal_scores_change_at_once() -> None:
    result = found([[100, 0], [0, 100]], [[0.5, 0.5], [0.5, 0.5]])
    assert result.smallest[0] == 0.0


@pytest.mark.parametrize("case", [
    {"points": [[100, 100], [0, 0]], "weights": [[0.5, 0.5], [0.5, 0.5]]},  # no weight makes more of 0 than of 100
    {"points": [[90], [80]], "weights": [[1.0], [1.0]]},  # one criterion has nothing to share with
    {"points": [[90, 10], [80, 30]], "weights": [[0.5, 0.5], [0.5, 0.5]], "allowed": [True, False]},
    {"points": [[90, 10], [80, 30]], "weights": [[0.5, 0.5], [0.5, 0.5]], "by_score": False},
    {"points": [[N, N], [N, N]], "weights": [[0.5, 0.5], [0.5, 0.5]]},
])
def test_where_no_weight_changes_the_zone(case: dict[str, object]) -> None:
    result = found(**case)  # type: ignore[arg-type]
    assert (result.smallest[0], result.by[0].tolist()) == (np.inf, [-1, -1])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.one_of(st.sampled_from([0.0, 20.0, 60.0, 85.0, 100.0]), st.just(N)), min_size=4,
                         max_size=4), min_size=3, max_size=3),
       st.lists(st.lists(st.integers(1, 9), min_size=4, max_size=4), min_size=3, max_size=3))
def test_the_zone_stays_below_the_smallest_change_and_goes_above(
    points: list[list[float]], parts: list[list[int]],
) -> None:
    weights = [[part / sum(row) for part in row] for row in parts]
    arrays = [np.array([row]) for row in points]

    def zone_with(place: int, criterion: int, change: float) -> int:
        each = [np.array(row) for row in weights]
        old = each[place][criterion]
        new = old * (1 + change)
        each[place] *= (1 - new) / (1 - old)
        each[place][criterion] = new
        scores = np.array([scored(row, weight)[0] for row, weight in zip(arrays, each)])
        return int(np.where(np.isnan(scores), -1, scores).argmax())

    result = found(points, weights)
    if np.isnan([scored(row, np.array(weight))[0] for row, weight in zip(arrays, weights)]).all():
        return
    at_rest = int(np.nan_to_num([scored(row, np.array(weight))[0] for row, weight in zip(arrays, weights)],
                                nan=-1.0).argmax())
    for place in range(3):
        for criterion in range(4):
            edge = float(result.change[0, place, criterion])
            old = weights[place][criterion]
            if np.isinf(edge):  # nowhere from no weight at all to all of it
                for change in (-0.999, -0.5, 0.5 * (1 / old - 1), 0.999 * (1 / old - 1)):
                    assert zone_with(place, criterion, change) == at_rest
            elif abs(edge) > 1e-6:
                assert zone_with(place, criterion, 0.999 * edge) == at_rest
                beyond = edge * 1.001
                if -1 <= beyond <= 1 / old - 1:
                    assert zone_with(place, criterion, beyond) != at_rest
