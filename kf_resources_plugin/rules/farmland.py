"""Farmland occupation: deduction, grain capacity and tallies, on arrays of pieces.

A piece is a part of one project on one land-survey parcel. Areas are integer hundredths of a square metre, so
that every sum is exact. Sources: 第三次全国国土调查技术规程 TD/T 1055-2019 (KCMJ = TBMJ × KCXS rounded to 0.01 m²,
TBDLMJ = TBMJ − KCMJ); 国土资规〔2017〕13号 (three indicators: quantity, grain capacity, paddy).
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .codes import KINDS

KCXS_STEPS = 10_000
"""In 1: KCXS has four decimals, and counted in these steps its products and sums are exact."""


@dataclass(frozen=True)
class PieceFigures:
    """Figures of pieces, each array of shape (pieces,).

    area, deduction, net: int64, hundredths of m² (net = area − deduction);
    capacity: int64, hundredths of kg, 0 where there is no capacity or it is unknown;
    capacity_unknown: bool, farmland whose grade is missing or has no capacity;
    kind: int8, index into KINDS, −1 for land that is not cultivated.
    """

    area: np.ndarray
    deduction: np.ndarray
    net: np.ndarray
    capacity: np.ndarray
    capacity_unknown: np.ndarray
    kind: np.ndarray


def _half_up(values: np.ndarray) -> np.ndarray:
    return np.floor(values + 0.5).astype(np.int64)


def _deductions(area: np.ndarray, coefficient: np.ndarray, parcel: np.ndarray) -> np.ndarray:
    """Return the deduction of each piece, int64 hundredths of m².

    The parts of one parcel in one project (equal ``parcel``) together deduct their joint area × KCXS, half-up; the
    hundredths are handed out by largest remainder, the first piece before a later one.
    """
    # counted in ten-thousandths the product is exact and half-up is half-up
    exact = area * np.rint(coefficient * KCXS_STEPS).astype(np.int64)
    floors, remainders = exact // KCXS_STEPS, exact % KCXS_STEPS
    groups = int(parcel.max(initial=-1)) + 1
    missing = (_sums(exact, parcel, groups) + KCXS_STEPS // 2) // KCXS_STEPS - _sums(floors, parcel, groups)
    ranked = np.lexsort((np.arange(len(area)), -remainders, parcel))
    counts = np.bincount(parcel, minlength=groups)
    place = np.arange(len(area)) - (np.cumsum(counts) - counts)[parcel[ranked]]
    floors[ranked] += place < missing[parcel[ranked]]
    return floors


def piece_figures(area: np.ndarray, kind: np.ndarray, coefficient: np.ndarray, kg_per_ha: np.ndarray,
                  parcel: np.ndarray) -> PieceFigures:
    """Return deduction, net area and grain capacity of pieces.

    area int64 (n,) hundredths of m²; kind int8 (n,); coefficient float64 (n,) KCXS, applied to cultivated land
    only; kg_per_ha float64 (n,), NaN where the grade is missing or has no capacity; parcel int64 (n,) 0 … p−1, equal
    for the parts of one parcel in one project.
    Capacity is net area × kg per hectare: 1 hundredth of m² at 1 kg/ha is 1e-6 kg.
    """
    farmland = kind >= 0
    deduction = _deductions(area, np.where(farmland, coefficient, 0.0), parcel)
    net = area - deduction
    unknown = farmland & np.isnan(kg_per_ha)
    return PieceFigures(area, deduction, net, grain(np.where(farmland, net, 0), kg_per_ha), unknown, kind)


def grain(net: np.ndarray, kg_per_ha: np.ndarray) -> np.ndarray:
    """Return the grain capacity of pieces, int64 hundredths of kg, 0 where ``kg_per_ha`` is NaN.

    net: int64 (n,) hundredths of m².
    """
    return _half_up(net * np.nan_to_num(kg_per_ha) / 10_000)


def mean_grades(net: np.ndarray, grade: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """Return Σ grade × net / Σ net by group, float64 (groups,), NaN without land or where land has no grade.

    net: int64 (n,); grade: float64 (n,), NaN where missing.
    """
    total = _sums(net, group, groups)
    weighted = np.bincount(group, weights=np.nan_to_num(grade) * net, minlength=groups)
    missing = _sums((np.isnan(grade) & (net > 0)).astype(np.int64), group, groups) > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((total > 0) & ~missing, weighted / total, np.nan)


@dataclass(frozen=True)
class GroupFigures:
    """Sums of pieces by group, each array of shape (groups,); areas int64 hundredths of m².

    capacity: int64 hundredths of kg; capacity_unknown: bool, some farmland of the group has no capacity;
    mean_grade: float64, Σ grade × net / Σ net of the farmland, NaN without farmland or with a missing grade.
    """

    area: np.ndarray
    farmland: np.ndarray
    by_kind: np.ndarray
    deduction: np.ndarray
    capacity: np.ndarray
    capacity_unknown: np.ndarray
    mean_grade: np.ndarray
    permanent: np.ndarray
    permanent_gross: np.ndarray


def _sums(values: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    total = np.zeros(groups, dtype=np.int64)
    np.add.at(total, group, values)
    return total


def tally(figures: PieceFigures, group: np.ndarray, groups: int, grade: np.ndarray, permanent: np.ndarray,
          select: np.ndarray | None = None) -> GroupFigures:
    """Sum pieces by group.

    group int64 (n,) 0 … groups−1; grade float64 (n,), NaN where missing; permanent bool (n,); select bool (n,)
    picks the pieces that count (all when None).
    """
    take = np.ones(len(group), dtype=bool) if select is None else select
    farmland = take & (figures.kind >= 0)
    net = np.where(farmland, figures.net, 0)
    by_kind = np.stack([_sums(np.where(take & (figures.kind == k), figures.net, 0), group, groups)
                        for k in range(len(KINDS))], axis=1)
    return GroupFigures(
        area=_sums(np.where(take, figures.area, 0), group, groups),
        farmland=_sums(net, group, groups),
        by_kind=by_kind,
        deduction=_sums(np.where(take, figures.deduction, 0), group, groups),
        capacity=_sums(np.where(take, figures.capacity, 0), group, groups),
        capacity_unknown=_sums((take & figures.capacity_unknown & (figures.net > 0)).astype(np.int64), group,
                               groups) > 0,
        mean_grade=mean_grades(net, grade, group, groups),
        permanent=_sums(np.where(permanent, net, 0), group, groups),
        permanent_gross=_sums(np.where(take & permanent, figures.area, 0), group, groups),
    )
