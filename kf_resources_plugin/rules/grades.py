"""Grades of cultivated land and the grain they can bear."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping

UTILISATION = "utilisation_15"
QUALITY = "quality_10"


@dataclass(frozen=True)
class GradeScale:
    """A scale of grades, ``first`` to ``last``; the lower number is the better land in every scale."""

    id: str
    title_zh: str
    title_en: str
    first: int
    last: int

    def contains(self, grades: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Tell for each grade (float64, NaN for none) whether it is a whole number on the scale; NaN is not."""
        return (grades >= self.first) & (grades <= self.last) & (np.floor(grades) == grades)


@dataclass(frozen=True)
class GradeTable:
    """Grain capacity by unit and grade.

    ``kg_per_ha`` maps (unit_code, grade) of the utilisation scale to kg per hectare and year; the unit '' stands for
    everywhere, and a longer code (county, township, village) goes before a shorter one. The ten quality grades of
    GB/T 33469 are a scale of their own and have no capacity. ``own_units`` are those of the user's file; one that is ''
    stands for everywhere.
    """

    scales: Mapping[str, GradeScale]
    kg_per_ha: Mapping[tuple[str, int], float]
    user_file: str = ""
    own_units: frozenset[str] = frozenset()
    _units: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Order the units so that the most particular comes first."""
        units = {unit for unit, _ in self.kg_per_ha}
        object.__setattr__(self, "_units", tuple(sorted(units, key=lambda unit: (-len(unit), unit))))

    def capacity(self, unit_codes: npt.NDArray[Any], grades: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return kg per hectare and year for rows of unit code (text) and utilisation grade (float64, NaN for none).

        NaN where the grade is missing, off the scale or has no entry.
        """
        scale = self.scales[UTILISATION]
        on_scale = scale.contains(grades)
        column = np.where(on_scale, grades - scale.first, 0).astype(np.int64)
        units, rows = np.unique(np.asarray(unit_codes, dtype=str), return_inverse=True)
        lookup = np.array([self._row(unit, scale) for unit in units], dtype=np.float64)
        if not len(units):
            return np.empty(0, dtype=np.float64)
        return np.where(on_scale, lookup[rows.reshape(-1), column], np.nan)

    def _row(self, unit: str, scale: GradeScale) -> list[float]:
        """Return the capacities of a unit from the first to the last grade."""
        return [self._entry(unit, grade) for grade in range(scale.first, scale.last + 1)]

    def _entry(self, unit: str, grade: int) -> float:
        for prefix in self._units:
            if unit.startswith(prefix) and (prefix, grade) in self.kg_per_ha:
                return self.kg_per_ha[(prefix, grade)]
        return float("nan")
