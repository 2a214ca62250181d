"""How wide columns of a table are, so that it needs no scrolling sideways where that can be helped."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def fitted_widths(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Return widths that sum up to ``room`` at most: the widest columns give way first, none below its ``least``.

    What cannot fit anyway stays as wanted: then there is a bar to scroll with.
    """
    if sum(wanted) <= room or sum(map(min, wanted, least)) > room:
        return list(wanted)
    low, high = 0, max(wanted)  # the widest that a column may be, unless its least is more
    while high - low > 1:
        middle = (low + high) // 2
        if sum(_cut(wanted, least, middle)) <= room:
            low = middle
        else:
            high = middle
    return _cut(wanted, least, low)


def _cut(wanted: Sequence[int], least: Sequence[int], widest: int) -> list[int]:
    return [min(width, max(bound, widest)) for width, bound in zip(wanted, least)]
