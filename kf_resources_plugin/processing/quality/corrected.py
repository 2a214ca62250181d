"""A copy of a layer with its plain faults mended, and what of them is left in it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...engine.reading import PolygonTable
from ...rules.text import clean
from .shape_faults import faults_left, without_repeated

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from ...engine.kernel import Kernel
    from ...engine.reading import FeatureTable
    from .rulers import Ruler


@dataclass(frozen=True)
class Corrected:
    """The corrected copy: shapes and columns of all fields; left: features with faults that should be gone."""

    table: FeatureTable
    columns: Mapping[str, np.ndarray]
    left: int


def corrected_copy(valid: FeatureTable, ruler: Ruler | None, kernel: Kernel) -> Corrected:
    """Return a copy without padding in texts and, of valid polygons, without repeated vertices; it is checked again.

    ruler: how polygons are measured, None for other layers.
    """
    table, left = valid, 0
    if isinstance(valid, PolygonTable) and ruler is not None:
        table = without_repeated(valid, ruler, kernel)
        left = faults_left(table, ruler, kernel)
    columns = {name: _plain(column) if column.dtype == object else column for name, column in valid.columns.items()}
    return Corrected(table, columns, left)


def _plain(column: np.ndarray) -> np.ndarray:
    """Return a column with its texts as codes are compared; what stands for no value stays as it is."""
    plain = column.copy()
    for row, value in enumerate(column.tolist()):
        if isinstance(value, str) and clean(value):
            plain[row] = clean(value)
    return plain
