"""The area and the number of points that a coordinate file states, against what its coordinates give."""
from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .text import clean
from .units import AREA_WORDS, exact_hundredths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .parcel_rings import Ring

OFFICIAL = "ha"
_AREA = re.compile(r"(\d{1,15}(?:\.\d{0,15})?)\s*(\D.*)?", re.ASCII)
_COUNT = re.compile(r"\d{1,9}(?:\.0*)?", re.ASCII)


@dataclass(frozen=True)
class StatedArea:
    """An area as it is stated: the number, its unit, and whether the file names the unit."""

    number: Decimal
    unit: str
    named: bool

    def m2(self, unit: str | None = None) -> float:
        """Return it in m², to 0.01, in the unit it is stated in or another."""
        return exact_hundredths(self.number, unit or self.unit)[0] / 100

    def rounding_m2(self, unit: str | None = None) -> float:
        """Return half a unit of the last digit that is stated, in m²."""
        exponent = self.number.as_tuple().exponent
        digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        return exact_hundredths(digit, unit or self.unit)[0] / 200


def stated_area(cell: str) -> StatedArea | None:
    """Return what a cell states, hectares without a unit; None for an empty cell or 0. Raises ValueError for others."""
    text = clean(cell).lower().replace("㎡", "m2").strip()
    found = _AREA.fullmatch(text)
    if not text or (found and not Decimal(found[1])):
        return None
    if not found:
        raise ValueError(text)
    word = (found[2] or "").replace(" ", "").strip("()（）")
    unit = next((unit for unit, words in AREA_WORDS.items() if word in words), None)
    if word and unit is None:
        raise ValueError(text)
    return StatedArea(Decimal(found[1]), unit or OFFICIAL, bool(word))


def stated_count(cell: str) -> int | None:
    """Return the number of points a cell states, None for an empty one; raises ValueError for what is no number."""
    text = clean(cell)
    if not text:
        return None
    if not _COUNT.fullmatch(text):
        raise ValueError(text)
    return int(text.partition(".")[0])


def counts_agree(stated: int, rows: int, rings: Sequence[Ring]) -> bool:
    """Tell whether a stated number of points is right by any of the ways to count: closing rows taken or not."""
    corners = sum(len(ring.points) for ring in rings)
    return stated in {rows, corners, corners + len(rings)}


@dataclass(frozen=True)
class Compared:
    """A stated area beside the nearer of two computed ones, m²; ``unit``: the one that it fits in."""

    stated_m2: float
    difference_m2: float
    tolerance_m2: float
    unit: str

    @property
    def agrees(self) -> bool:
        """Tell whether they differ by no more than the tolerance."""
        return self.difference_m2 <= self.tolerance_m2


def compare(stated: StatedArea, ellipsoidal: float, plane: float, share: float, least: float) -> Compared:
    """Compare a stated area with the ellipsoidal and the plane area of the coordinates, m².

    share, least: the tolerance as a share of the area, at least so many m²; half of the last digit stated comes on top.
    Where no unit is named and hectares do not fit, another unit that fits is taken.
    """
    def with_unit(unit: str) -> Compared:
        m2 = stated.m2(unit)
        difference = min(abs(m2 - ellipsoidal), abs(m2 - plane))
        allowed = max(share * ellipsoidal, least) + stated.rounding_m2(unit)
        return Compared(m2, round(difference, 2), round(allowed, 2), unit)

    found = with_unit(stated.unit)
    if found.agrees or stated.named or ellipsoidal <= least:  # so small an area would fit in any unit
        return found
    others = (with_unit(unit) for unit in ("m2", "mu"))
    return next((other for other in others if other.agrees), found)
