"""Grades of cultivated land and the grain they can bear."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
    GB/T 33469 are a scale of their own and have no capacity. ``own``: the same of the user's file, which goes first;
    totals: rows or lines of that file that sum up others and were left out.
    """

    scales: Mapping[str, GradeScale]
    kg_per_ha: Mapping[tuple[str, int], float]
    user_file: str = ""
    own: Mapping[tuple[str, int], float] = field(default_factory=dict)
    totals: Sequence[int] = ()
    _figures: Mapping[tuple[str, int], float] = field(init=False, repr=False)
    _units: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Order the units so that the most particular comes first."""
        object.__setattr__(self, "_figures", {**self.kg_per_ha, **self.own})
        units = {unit for unit, _ in self._figures}
        object.__setattr__(self, "_units", tuple(sorted(units, key=lambda unit: (-len(unit), unit))))

    @property
    def own_units(self) -> frozenset[str]:
        """Return the units of the user's file; one that is '' stands for everywhere."""
        return frozenset(unit for unit, _ in self.own)

    def without_own(self) -> GradeTable:
        """Return the table without the user's figures."""
        return GradeTable(self.scales, self.kg_per_ha)

    def capacity(self, unit_codes: npt.NDArray[Any], grades: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return kg per hectare and year for rows of unit code (text) and utilisation grade (float64, NaN for none).

        NaN where the grade is missing, off the scale or has no entry.
        """
        return self._spread(unit_codes, grades, np.nan, lambda key: self._figures[key])

    def not_own(self, unit_codes: npt.NDArray[Any], grades: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Tell of rows as ``capacity`` has them which have a figure that the user's file, if there is one, lacks."""
        found = self._spread(unit_codes, grades, 0.0, lambda key: float(key not in self.own))
        return (found > 0) & bool(self.own)

    def _spread(self, unit_codes: npt.NDArray[Any], grades: npt.NDArray[np.float64], nothing: float,
                tell: Callable[[tuple[str, int]], float]) -> npt.NDArray[np.float64]:
        """Return what is told of the entry of every row, ``nothing`` where it has none."""
        scale = self.scales[UTILISATION]
        on_scale = scale.contains(grades)
        column = np.where(on_scale, grades - scale.first, 0).astype(np.int64)
        units, rows = np.unique(np.asarray(unit_codes, dtype=str), return_inverse=True)
        steps = range(scale.first, scale.last + 1)
        entries = ([self._entry(unit, step) for step in steps] for unit in units)
        lookup = np.array([[nothing if key is None else tell(key) for key in row] for row in entries],
                          dtype=np.float64)
        if not len(units):
            return np.empty(0, dtype=np.float64)
        return np.where(on_scale, lookup[rows.reshape(-1), column], nothing)

    def _entry(self, unit: str, grade: int) -> tuple[str, int] | None:
        """Return the most particular entry of a unit for a grade."""
        return next(((prefix, grade) for prefix in self._units
                     if unit.startswith(prefix) and (prefix, grade) in self._figures), None)
