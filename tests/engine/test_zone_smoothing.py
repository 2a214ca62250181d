"""Zones evened out on small boards worked by hand; hard rules and forbidden zones against random boards."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine.shared_borders import Borders
from kf_resources_plugin.engine.zone_smoothing import Evened, Limits, even_out, limits_of
from kf_resources_plugin.rules.floodplain_zoning import ZONES
from kf_resources_plugin.rules.rule_rows import RuleBook
from tests.rules.books import delivered_book

OFF = np.inf
ORDER = np.arange(4)


def board(rows: list[str], fixed: str = "", forbidden: dict[int, str] | None = None, *, majority: float = OFF,
          least: float = 0.0, largest: float = OFF) -> Evened:
    """Even out a board of square units of 1 m²: w water, s wetland, n farming, j living, . none.

    fixed: the units that a hard rule decided, '#' each; forbidden: zones that are closed to a unit.
    """
    height, width = len(rows), len(rows[0])
    letters = "".join(rows)
    zone = np.array(["wsnj".find(letter) for letter in letters], dtype=np.int64)
    number = np.arange(height * width).reshape(height, width)
    first = np.r_[number[:, :-1].ravel(), number[:-1].ravel()]
    second = np.r_[number[:, 1:].ravel(), number[1:].ravel()]
    order = np.lexsort((second, first))
    borders = Borders(first[order], second[order], np.ones(len(first)), np.full(len(zone), 4.0))
    free = np.array([mark != "#" for mark in (fixed or "." * len(zone))])
    allowed = np.ones((len(zone), 4), dtype=bool)
    for unit, closed in (forbidden or {}).items():
        allowed[unit, ["wsnj".index(letter) for letter in closed]] = False
    return even_out(zone, free, allowed, np.ones(len(zone)), borders, ORDER, np.arange(len(zone)),
                    Limits(majority, largest, least))


def drawn(result: Evened, width: int) -> list[str]:
    letters = "".join("wsnj"[zone] if zone >= 0 else "." for zone in result.zone.tolist())
    return [letters[start:start + width] for start in range(0, len(letters), width)]


def test_a_unit_joins_the_zone_that_has_more_than_half_of_its_border() -> None:
    # the middle has 4 of 4 with n; the edge unit below has 2 of 4, which is not more than half
    result = board(["nnn", "nsn", "nnn"], majority=0.5)
    assert drawn(result, 3) == ["nnn", "nnn", "nnn"]
    assert result.smoothed.tolist() == [False] * 4 + [True] + [False] * 4
    assert drawn(board(["nn", "sn"], majority=0.5), 2) == ["nn", "sn"]


def test_two_units_never_swap() -> None:
    # both middle ones have 3 of 4 borders with the other's zone: only the first changes
    assert drawn(board(["nnss", "nsns", "nnss"], majority=0.5), 4) == ["nnss", "nnns", "nnss"]


def test_large_units_and_borders_with_nothing_do_not_smooth() -> None:
    assert drawn(board(["nnn", "nsn", "nnn"], majority=0.5, largest=0.9), 3)[1] == "nsn"
    assert drawn(board([".n.", "nsn", "..."], majority=0.5), 3)[1] == "nnn"  # 3 of 4
    assert drawn(board([".n.", "ns.", "..."], majority=0.5), 3)[1] == "ns."  # 2 of 4


def test_small_patches_join_the_neighbour_with_the_longest_border() -> None:
    # s touches n twice and w once
    result = board(["nnw", "nsw", "nnw"], least=2.0)
    assert drawn(result, 3) == ["nnw", "nnw", "nnw"]
    assert result.sieved.tolist() == [False] * 4 + [True] + [False] * 4
    # two units hang together: 2 m² are enough
    assert drawn(board(["nnw", "ssw", "nnw"], least=2.0), 3)[1] == "ssw"


def test_equal_borders_go_to_the_first_zone_of_the_order() -> None:
    assert drawn(board(["nnjss"], least=2.0), 5) == ["nnsss"]


def test_the_smallest_patches_go_first_until_none_is_small() -> None:
    # j joins s (first of the order among 1 each); then s is 3 and stays
    assert drawn(board(["nnnnn", "njssn", "nnnnn"], least=3.0), 5) == ["nnnnn", "nnnnn", "nnnnn"]
    assert drawn(board(["ssj"], least=3.0), 3) == ["sss"]


def test_hard_rules_stand() -> None:
    hard = "....#...."
    for kind in ({"majority": 0.5}, {"least": 2.0}):
        assert drawn(board(["nnn", "nsn", "nnn"], hard, **kind), 3)[1] == "nsn"  # type: ignore[arg-type]
        # what is forbidden is not taken; the next neighbour's zone is
        assert drawn(board(["nnw", "nsw", "nnw"], "", {4: "n"}, **kind), 3)[1] in ("nsw", "nww")  # type: ignore[arg-type]
    left = board(["nnn", "nsn", "nnn"], hard, least=2.0)
    assert left.small.tolist().count(-1) == 8
    # a patch with a hard unit in it is not taken apart
    assert drawn(board(["nnn", "ssn", "nnn"], "....#....", least=3.0), 3)[1] == "ssn"


def test_units_without_a_zone_stay_so_and_give_none() -> None:
    assert drawn(board(["s.n"], majority=0.1, least=5.0), 3) == ["s.n"]


def test_nothing_is_evened_out() -> None:
    empty = np.empty(0, dtype=np.int64)
    result = even_out(empty, empty.astype(bool), np.empty((0, 4), dtype=bool), np.empty(0),
                      Borders(empty, empty, np.empty(0), np.empty(0)), ORDER, empty, Limits(0.5, OFF, 1.0))
    assert len(result.zone) == 0


def test_limits_are_those_of_the_rules() -> None:
    book = delivered_book("floodplain_zoning", date(2025, 1, 1))
    assert limits_of(book, grid=True) == Limits(0.5, 1e10, 10_000.0)
    assert limits_of(book, grid=False) == Limits(0.75, 10_000.0, 400.0)
    off = RuleBook([replace(row, thresholds={**row.thresholds, "applies": False}) for row in book.rows.values()],
                   book.date, "en")
    assert limits_of(off, grid=True) == Limits(np.inf, 1e10, 0.0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-1, 3), st.booleans(), st.lists(st.booleans(), min_size=4, max_size=4)),
                min_size=20, max_size=20), st.sampled_from([0.0, 2.0, 4.0, 9.0]), st.sampled_from([0.25, 0.5, 0.75]))
def test_no_unit_takes_what_is_forbidden(
    units: list[tuple[int, bool, list[bool]]], least: float, majority: float,
) -> None:
    rows = ["".join("wsnj"[zone] if zone >= 0 else "." for zone, *_ in units[start:start + 5])
            for start in range(0, 20, 5)]
    fixed = "".join("#" if hard else "." for _, hard, _ in units)
    closed = {place: "".join(letter for letter, shut in zip("wsnj", shuts) if shut)
              for place, (_, _, shuts) in enumerate(units)}
    result = board(rows, fixed, closed, majority=majority, least=least)
    assert len(ZONES) == 4
    for place, (zone, hard, shuts) in enumerate(units):
        now = int(result.zone[place])
        if hard or zone < 0:
            assert now == zone
        elif now != zone:
            assert not shuts[now]
            assert result.smoothed[place] or result.sieved[place]


@pytest.mark.parametrize("least", [2.0, 3.0, 6.0])
def test_where_nothing_is_hard_no_patch_stays_small(least: float) -> None:
    rng = np.random.default_rng(4)
    rows = ["".join(rng.choice(list("wsnj"), 8)) for _ in range(8)]
    assert (board(rows, least=least).small == -1).all()
