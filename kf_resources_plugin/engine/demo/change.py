"""What was otherwise in the demo city a year before its land survey: the classes of parcels, and what became of them.

Decided parcel by parcel, by hash: which farmland was lost since and for what, which was won, what of it was approved,
is exempt, or lies in permanent basic farmland. How borders ran differently stands in ``redrawn``.
"""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .farmland import apart, near, permanent_parcels
from .mixes import drawn
from .noise import uniform
from .projects import load_projects
from .stock import batch_rings
from .templates import VILLAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from .city import City
    from .keys import Floats

    Mask = NDArray[np.bool_]

# Share of the parcels of a class that were cultivated a year before. All shares here are ours, some percent in sum.
_LOST: Mapping[str, float] = {
    "0201": 0.020, "0204": 0.020, "0301": 0.006, "0307": 0.008, "0404": 0.020, "1202": 0.050, "1104": 0.015,
    "1104A": 0.020, "1106": 0.080, "0601": 0.020, "0602": 0.020, "0702": 0.004, "0701": 0.004, "05H1": 0.008,
    "0508": 0.020, "08H1": 0.010, "08H2": 0.010, "0809": 0.020, "1005": 0.020, "1201": 0.020}
_LOST_FROM = (("0102", 0.93), ("0103", 0.05), ("0101", 0.02))
# Of the cultivated parcels outside permanent farmland, which were something else; and what.
_WON = 0.08
_WON_FROM = (("0201", 0.38), ("0307", 0.34), ("0404", 0.12), ("1202", 0.10), ("1104", 0.06))
_IRRIGATED = 0.004  # of irrigated parcels: dry land a year before
_FELLED = 0.004  # of gardens: other woods a year before
CONSTRUCTION = ("0601", "0602", "0702", "0701", "05H1", "0508", "08H1", "08H2", "0809", "1005", "1201")
_APPROVED = 0.75
_PROTECTED = 0.08  # of the farmland lost where permanent farmland is drawn
# The statutory cases, as planners write them, by what the land has become.
_EXEMPT: Mapping[str, tuple[str, float]] = {
    "0301": ("国家生态退耕", 0.3), "0307": ("国家生态退耕", 0.15), "0404": ("灾毁难复", 0.5),
    "1106": ("河湖水面自然扩大", 0.5)}
_LONGEST = 1.6  # reach of a long parcel by the root of its area
_FATE, _SOURCE, _EXEMPTION = 81, 82, 83


@dataclass(frozen=True, eq=False)
class Change:
    """The parcels of a city compared with a year before.

    ``before`` land class then; ``lost`` cultivated then and not now; ``approved`` new construction that was approved;
    ``exempt`` the statutory case of farmland that need not be replaced, '' for none; ``permanent`` permanent basic
    farmland, with the little of it that was lost; ``designated`` the class under which it was drawn.
    """

    before: NDArray[np.str_]
    lost: Mask
    approved: Mask
    exempt: NDArray[np.str_]
    permanent: Mask
    designated: NDArray[np.str_]


class Past:
    """The change of the one city that is being written, worked out when first asked for; layers share it."""

    def __init__(self) -> None:
        self._known: tuple[City, Change] | None = None

    def of(self, city: City) -> Change:
        """Return what changed in a city."""
        if self._known is None or self._known[0] is not city:
            self._known = city, _change(city)
        return self._known[1]


def _change(city: City) -> Change:
    pieces, now, seed = city.pieces, city.code, city.seed
    permanent = permanent_parcels(city)
    fate, source, exemption = (uniform(seed, stream, pieces.parcel, pieces.face)
                               for stream in (_FATE, _SOURCE, _EXEMPTION))
    # strips and what is drawn (main roads, rivers) stay
    plot = (pieces.slot >= VILLAGE) & (np.array([kind.cover for kind in city.line.kinds])[pieces.kind] == "")
    lost = np.zeros(len(now), dtype=bool)
    clear = ~near(pieces, batch_rings(), _LONGEST)  # what is built on a batch is told with the batch
    for code, share in _LOST.items():
        lost |= _first(plot & (now == code) & (clear | ~np.isin(now, CONSTRUCTION)), fate, share)
    won = _first(plot & city.cultivated() & ~permanent, fate, _WON)
    before = now.copy()
    before[lost] = drawn(_LOST_FROM, source[lost])
    before[won] = drawn(_WON_FROM, source[won])
    before[_first(plot & ~won & (now == "0102"), source, _IRRIGATED)] = "0103"
    before[_first(plot & ~lost & (now == "0201"), source, _FELLED)] = "0307"
    protected = _first(apart(lost & ~city.built, pieces, load_projects()), source, _PROTECTED)
    exempt = np.full(len(now), "", dtype="U10")
    for code, (kind, share) in _EXEMPT.items():
        exempt[_first(lost & ~protected & (now == code), exemption, share)] = kind
    approved = _first(lost & ~protected & np.isin(now, CONSTRUCTION), exemption, _APPROVED)
    return Change(before, lost, approved, exempt, permanent | protected, np.where(protected, before, now))


def _first(candidates: Mask, score: Floats, share: float) -> Mask:
    """Return a share of the candidates, those of lowest score; at least one, so that every case is in every city."""
    rows = np.flatnonzero(candidates)
    rows = rows[np.lexsort((rows, score[rows]))]
    chosen = np.zeros(len(candidates), dtype=bool)
    chosen[rows[: math.ceil(share * len(rows))]] = True
    return chosen
