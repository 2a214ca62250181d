"""Old and new plots (增减挂钩) of the demo city: a project area in each county, village land given back for fields.

Which parcels these are is decided by hash, so whether they make up for one another is not known beforehand.
"""
from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from ..roles import role_title
from ..schema import load_schema
from .approvals import districts_of, rings_of
from .chords import halves
from .noise import uniform
from .package import GENERATED, Column, Rows, Table, columns_of
from .polygons import simple_polygons
from .surfaces import polygon_surfaces
from .templates import VILLAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...rules.areas import Bools
    from .change import Past
    from .city import Batch, City
    from .keys import Floats, Ints

_OLD, _NEW, _RESTORED, _GRADE = 92, 93, 94, 95
_OLD_PLOTS, _NEW_PLOTS = 4, 2  # of each county
_KNOWN_UNTIL = date(2025, 12, 31)
_FIRST, _APART = date(2021, 3, 1), 190  # days from the approval of one county's project area to the next
_WORK, _STEP = 260, 170  # days from the approval to the acceptance of the first old plot, from plot to plot
_LEAST_RESTORED, _SPREAD_RESTORED = 0.7, 0.28
_GRADES = (5, 6, 6, 7, 8)


def swap_layers(past: Past) -> list[OldPlotsLayer | NewPlotsLayer]:
    """Return the layers in the order of the GeoPackage."""
    return [OldPlotsLayer(), NewPlotsLayer(past)]


def _table(role: str, *fields: str) -> Table:
    columns = [column for column in columns_of(load_schema("swap_plots")) if column.name in fields]
    return Table(role, role, role_title(role, "zh"), role_title(role, "en"),
                 GENERATED + " 增减挂钩项目区为虚构。 Project areas are invented.", "polygon",
                 (*columns, Column("MJ", "decimal", 15, 2, "面积"), Column("BZ", "text", 255, 0, "备注")))


def _approved(district: int) -> date:
    return _FIRST + timedelta(days=_APART * district)


def _area_names(city: City, rows: Ints) -> list[str]:
    return [f"{city.line.districts[number][1]}{_approved(number).year}年增减挂钩项目区（演示）"
            for number in city.district[rows].tolist()]


class _PlotsLayer:
    """A few plots of each county, chosen by hash among the parcels that ``candidates`` names: a quarter of each."""

    STREAM: ClassVar[int]
    COUNT: ClassVar[int]
    MARK: ClassVar[str]

    def __init__(self) -> None:
        self._known: tuple[City, Ints] | None = None

    def candidates(self, city: City) -> Bools:
        """Tell which parcels of a city may be plots, bool (parcels,)."""
        raise NotImplementedError

    def more(self, city: City, rows: Ints, number: Ints, area: list[float]) -> dict[str, list[Any]]:
        """Return further columns of plots: rows of their parcels, number in their county, area in m²."""
        return {}

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield the plots among a batch of parcels."""
        city = batch.city
        if self._known is None or self._known[0] is not city:
            self._known = city, _chosen(city, self.candidates(city), self.STREAM, self.COUNT)
        number = self._known[1][batch.rows]
        local = np.flatnonzero(number >= 0)
        if not len(local):
            return
        rows, number = batch.rows[local], number[local]
        wkbs = _quarters(*rings_of(batch, local))
        area = polygon_surfaces(wkbs)
        yield Rows({
            "plot_id": [f"{self.MARK}-{code}-{place + 1:02d}"
                        for code, place in zip(districts_of(city, rows), number.tolist())],
            "project_area": _area_names(city, rows),
            "PZRQ": [str(_approved(district)) for district in city.district[rows].tolist()],
            **self.more(city, rows, number, area), "MJ": area, "BZ": "演示数据"}, wkbs)

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield nothing more."""
        yield from ()


class OldPlotsLayer(_PlotsLayer):
    """One row per old plot: part of a village; what is not accepted yet has no day."""

    table = _table("old_plots", "plot_id", "project_area", "PZRQ", "YSRQ", "FKGDMJ", "GDDB")
    STREAM, COUNT, MARK = _OLD, _OLD_PLOTS, "CJ"

    def candidates(self, city: City) -> Bools:
        """Tell which parcels are of a village."""
        return np.asarray((city.code == "0702") & ~city.built & (city.pieces.slot >= VILLAGE))

    def more(self, city: City, rows: Ints, number: Ints, area: list[float]) -> dict[str, list[Any]]:
        """Return when a plot was accepted, how much of it is cultivated, and its grade."""
        restored, grade = (uniform(city.seed, stream, city.pieces.parcel[rows], city.pieces.face[rows])
                           for stream in (_RESTORED, _GRADE))
        return {
            "YSRQ": [_accepted(district, place) for district, place in zip(city.district[rows].tolist(),
                                                                           number.tolist())],
            "FKGDMJ": [round(whole * (_LEAST_RESTORED + _SPREAD_RESTORED * share), 2)
                       for whole, share in zip(area, restored.tolist())],
            "GDDB": [float(_GRADES[int(share * len(_GRADES))]) for share in grade.tolist()]}


class NewPlotsLayer(_PlotsLayer):
    """One row per new plot: part of a field outside permanent farmland."""

    table = _table("new_plots", "plot_id", "project_area", "PZRQ")
    STREAM, COUNT, MARK = _NEW, _NEW_PLOTS, "JX"

    def __init__(self, past: Past) -> None:
        super().__init__()
        self._past = past

    def candidates(self, city: City) -> Bools:
        """Tell which parcels are fields outside permanent farmland."""
        return np.asarray(city.cultivated() & ~self._past.of(city).permanent)


def _quarters(key: Ints, offset: Ints) -> list[bytes]:
    """Return the polygon of a quarter of each ring, of a half or of all of it where it cannot be divided."""
    wkbs = simple_polygons(key, offset)
    half = halves(key, offset)
    for row, wkb in zip(half.row.tolist(), simple_polygons(half.key, half.offset)[::2]):
        wkbs[row] = wkb
    quarter = halves(half.key, half.offset)
    parts = simple_polygons(quarter.key, quarter.offset)[::2]
    for row, wkb in zip(quarter.row.tolist(), parts):
        if row % 2 == 0:  # of the half that was taken
            wkbs[half.row[row // 2]] = wkb
    return wkbs


def _chosen(city: City, candidates: np.ndarray, stream: int, count: int) -> Ints:
    """Return the place of each parcel among the few chosen of its county by hash, −1 for the others."""
    rows = np.flatnonzero(candidates)
    draw: Floats = uniform(city.seed, stream, city.pieces.parcel[rows], city.pieces.face[rows])
    rows = rows[np.lexsort((rows, draw, city.district[rows]))]
    first = np.searchsorted(city.district[rows], np.arange(len(city.line.districts)))
    place = np.arange(len(rows)) - first[city.district[rows]]
    result = np.full(len(city), -1)
    result[rows] = np.where(place < count, place, -1)
    return result


def _accepted(district: int, number: int) -> str | None:
    """Return the day on which an old plot of a county was accepted as restored, None for one that is still to be."""
    day = _approved(district) + timedelta(days=_WORK + _STEP * number + 40 * (district % 3) * number)
    return str(day) if day <= _KNOWN_UNTIL else None
