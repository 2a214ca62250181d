"""Drawing words by share: from a number in [0, 1) per parcel to a class, a crop, a former use."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .keys import Floats

Mix = Sequence[tuple[str, float]]


def drawn(mix: Mix, draw: Floats) -> NDArray[np.str_]:
    """Return a word of a mix for each number in [0, 1); shares need not sum to one."""
    bounds = np.cumsum([share for _, share in mix])
    place = np.searchsorted(bounds / bounds[-1], draw, side="right")
    return np.array([word for word, _ in mix])[np.minimum(place, len(mix) - 1)]
