"""Deduction, capacity and tallies of farmland pieces, against figures worked by hand."""
from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.rules.farmland import PieceFigures, piece_figures, tally

PADDY, IRRIGATED, DRY, OTHER = 0, 1, 2, -1


def _figures(area_m2: list[float], kind: list[int], coefficient: list[float], kg_per_ha: list[float],
             parcel: list[int] | None = None) -> PieceFigures:
    return piece_figures(np.rint(np.array(area_m2) * 100).astype(np.int64), np.array(kind, dtype=np.int8),
                         np.array(coefficient, dtype=float), np.array(kg_per_ha, dtype=float),
                         np.arange(len(area_m2)) if parcel is None else np.array(parcel))


def test_deduction_of_the_survey_manuals_example() -> None:
    # TD/T 1055-2019 fields: 0103, TBMJ 10 000.00, KCXS 0.1234 → KCMJ 1 234.00, TBDLMJ 8 766.00
    figures = _figures([10_000], [DRY], [0.1234], [np.nan])
    assert figures.deduction.tolist() == [123_400]
    assert figures.net.tolist() == [876_600]


def test_deduction_rounds_half_up_exactly() -> None:
    # 0.50 m² × 0.1300 = 0.065 → 0.07; binary floating point would give 0.06
    assert _figures([0.5], [DRY], [0.13], [np.nan]).deduction.tolist() == [7]


def test_parts_of_a_parcel_deduct_what_the_parcel_deducts() -> None:
    # TBMJ 9 999.82 × 0.1234 = 1 233.977788 → KCMJ 1 233.98; each third alone would round up, 1 233.99 in all
    parts = [3_333.27, 3_333.27, 3_333.28]
    figures = _figures(parts, [DRY] * 3, [0.1234] * 3, [np.nan] * 3, [0, 0, 0])
    assert figures.deduction.sum() == 123_398
    assert figures.deduction.tolist() == [41_133, 41_132, 41_133]
    assert _figures(parts, [DRY] * 3, [0.1234] * 3, [np.nan] * 3).deduction.sum() == 123_399


def test_deduction_leaves_land_that_is_not_cultivated_alone() -> None:
    figures = _figures([1_000], [OTHER], [0.2], [13_500])
    assert figures.deduction.tolist() == [0]
    assert figures.capacity.tolist() == [0]


def test_capacity_of_the_occupation_example() -> None:
    # 8 ha irrigated grade 7 (13 500 kg/ha) + 2 ha paddy grade 6 (15 000 kg/ha) = 138 000 kg
    figures = _figures([80_000, 20_000], [IRRIGATED, PADDY], [0, 0], [13_500, 15_000])
    sums = tally(figures, np.zeros(2, dtype=np.int64), 1, np.array([7.0, 6.0]), np.array([True, False]))
    assert sums.capacity.tolist() == [13_800_000]
    assert sums.farmland.tolist() == [10_000_000]
    assert sums.by_kind.tolist() == [[2_000_000, 8_000_000, 0]]
    # (7 × 8 + 6 × 2) / 10
    assert sums.mean_grade.tolist() == pytest.approx([6.8])
    assert sums.permanent.tolist() == [8_000_000]


def test_missing_grade_is_unknown_not_zero() -> None:
    figures = _figures([100, 100], [DRY, DRY], [0, 0], [np.nan, 13_500])
    sums = tally(figures, np.array([0, 1]), 2, np.array([np.nan, 7.0]), np.zeros(2, dtype=bool))
    assert sums.capacity_unknown.tolist() == [True, False]
    assert np.isnan(sums.mean_grade[0])
    assert sums.mean_grade[1] == 7.0


def test_permanent_farmland_counts_cultivated_net_and_everything_gross() -> None:
    figures = _figures([1_000, 500], [DRY, OTHER], [0.1, 0], [np.nan, np.nan])
    sums = tally(figures, np.zeros(2, dtype=np.int64), 1, np.full(2, np.nan), np.array([True, True]))
    assert sums.permanent.tolist() == [90_000]
    assert sums.permanent_gross.tolist() == [150_000]


def test_a_selection_counts_only_itself() -> None:
    figures = _figures([100, 40], [DRY, DRY], [0, 0], [np.nan, np.nan])
    sums = tally(figures, np.zeros(2, dtype=np.int64), 1, np.full(2, np.nan), np.zeros(2, dtype=bool),
                 select=np.array([True, False]))
    assert sums.farmland.tolist() == [10_000]


@given(st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from([-1, 0, 1, 2]), st.integers(0, 9_999),
                          st.integers(0, 3)), min_size=1, max_size=30))
def test_sums_close_over_any_pieces(rows: list) -> None:
    area, kind, per_myriad, group = (np.array(column) for column in zip(*rows))
    figures = piece_figures(area.astype(np.int64), kind.astype(np.int8), per_myriad / 10_000,
                            np.full(len(rows), 10_000.0), group.astype(np.int64))
    assert (figures.net + figures.deduction == figures.area).all()
    assert ((figures.net >= 0) & (figures.deduction >= 0)).all()
    sums = tally(figures, group.astype(np.int64), 4, np.full(len(rows), 5.0), np.zeros(len(rows), dtype=bool))
    assert (sums.by_kind.sum(axis=1) == sums.farmland).all()
    assert sums.area.sum() == figures.area.sum()
