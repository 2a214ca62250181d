"""Flags of low efficiency by hand: states, shares with an open part, several tellers, score, result."""
from __future__ import annotations

import numpy as np
import pytest

from kf_resources_plugin.rules.low_efficiency import (
    CLEAR,
    DENSITY,
    FLAGGED,
    FLAGS,
    OLD,
    OUTPUT,
    UNKNOWN,
    Criterion,
    at_least,
    below,
    first_told,
    flag_states,
    results,
    scores,
    share_at_least,
)

NAN = float("nan")


def said(flag: str, key: str, *states: int, source: str = "layer") -> Criterion:
    known = np.array(states) != UNKNOWN
    return Criterion(flag, key, np.array(states), np.where(known, 0.5, NAN), np.where(known, 0.3, NAN),
                     [source if is_known else "" for is_known in known], [source if each else "" for each in known])


def test_a_limit_is_reached_at_it_and_not_missed_at_it() -> None:
    values = np.array([29.0, 30.0, 0.1 + 0.2, NAN])
    limits = np.array([30.0, 30.0, 0.3, 30.0])
    # 0.1 + 0.2 is 0.30000000000000004: the last bits decide nothing
    assert at_least(values, limits).tolist() == [CLEAR, FLAGGED, FLAGGED, UNKNOWN]
    assert below(values, limits).tolist() == [FLAGGED, CLEAR, CLEAR, UNKNOWN]
    assert below(np.array([5.0]), np.array([NAN])).tolist() == [UNKNOWN]


@pytest.mark.parametrize(("part", "open_part", "whole", "state", "share"), [
    (50.0, 0.0, 100.0, FLAGGED, 0.5), (49.0, 0.0, 100.0, CLEAR, 0.49),
    (60.0, 40.0, 100.0, FLAGGED, 0.6),  # whatever the open part is
    (20.0, 29.0, 100.0, CLEAR, 0.2), (20.0, 30.0, 100.0, UNKNOWN, 0.2), (0.0, 0.0, 0.0, CLEAR, 0.0),
    (NAN, NAN, NAN, UNKNOWN, NAN)])
def test_a_share_of_which_a_part_is_open(part: float, open_part: float, whole: float, state: int, share: float) -> None:
    found, value = share_at_least(*(np.array([number]) for number in (part, open_part, whole)), 0.5)
    assert found.tolist() == [state]
    assert value.tolist() == pytest.approx([share], nan_ok=True)


def test_the_first_teller_that_knows_decides() -> None:
    [one] = first_told([said(DENSITY, "built_share", FLAGGED, CLEAR, UNKNOWN, UNKNOWN, source="fields"),
                        said(DENSITY, "built_share", CLEAR, FLAGGED, FLAGGED, UNKNOWN, source="buildings")])
    assert one.state.tolist() == [FLAGGED, CLEAR, FLAGGED, UNKNOWN]
    assert one.source == one.found == ["fields", "fields", "buildings", ""]


def test_one_criterion_against_the_land_raises_its_flag_and_none_known_leaves_it_open() -> None:
    states = flag_states([said(OUTPUT, "tax", CLEAR, CLEAR, UNKNOWN), said(OUTPUT, "investment", FLAGGED, UNKNOWN, -1),
                          said(OLD, "age", UNKNOWN, FLAGGED, UNKNOWN)], 3)
    assert FLAGS.index(OUTPUT) == 3
    assert states[:, 3].tolist() == [FLAGGED, CLEAR, UNKNOWN]
    assert states[:, 5].tolist() == [UNKNOWN, FLAGGED, UNKNOWN]
    assert (states[:, :3] == UNKNOWN).all()


def test_score_and_result() -> None:
    # two of three, none of two, nothing judged, one of one on too little land, one of one on land of unknown area
    states = np.array([[1, 1, 0, -1, -1, -1], [0, 0, -1, -1, -1, -1], [-1] * 6, [1, *[-1] * 5], [1, *[-1] * 5]])
    assert scores(states).tolist() == pytest.approx([2 / 3, 0.0, NAN, 1.0, 1.0], nan_ok=True)
    area = np.array([1000.0, 5000.0, 5000.0, 999.99, NAN])
    assert results(states, area, 1000.0, 1) == ["low", "not_low", "undetermined", "small", "undetermined"]
    assert results(states, area, 1000.0, 3)[0] == "not_low"
