"""Sums of areas as a panel shows them: rounded so that what is shown adds up across and down."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...rules.tables import controlled_rounding
from ...rules.units import area_decimals, convert

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ...rules.areas import Ints


def shown_areas(hundredths: Ints, unit: str) -> npt.NDArray[np.float64]:
    """Return a table of areas, int64 (rows, columns) hundredths of m², as m² that are whole in what ``unit`` shows."""
    scale = 10 ** area_decimals(unit)
    per_hundredth = convert(0.01, unit)
    return controlled_rounding(hundredths * per_hundredth, scale) / scale * 0.01 / per_hundredth
