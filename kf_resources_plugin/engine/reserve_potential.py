"""Source land for reclamation, cut by masks: what is excluded by which rule, and what is left as candidates."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..i18n import tr
from ..rules.reserve_potential import ADDITIONS, NO_IRRIGATION, TOO_SMALL, Attributes, Told, slope_class
from ..rules.text import clean, coded
from .errors import PlannerError
from .land_split import UNITS, LandPieces, split_land, units_of_land
from .near import rows_near
from .subtraction import unite
from .unit_rows import UnitRows
from .wkb import Wkbs, as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.progress import Progress
    from ..rules.reserve_potential import Exclusion, Source
    from ..rules.rule_rows import RuleBook
    from .admin_units import Unit
    from .kernel import Kernel
    from .land_survey import LandSurvey
    from .occupation import AreasOf
    from .reading import PolygonTable

RESERVE_FIELDS = {"planting": "ZZSXDM", "detail": "TBXHDM", "slope": "GDPDJB"}
"""What a survey has to be read with beside its classes: standard fields by their keys in ``LandFields.more``."""
NOT_UNDERSTOOD = -1
"""Slope class of a parcel whose GDPDJB says something else than 1 to 5."""
COUNTS = -1
"""What ``ReserveLand.rule`` has where nothing excludes a piece."""


@dataclass(frozen=True)
class Judged:
    """What the attributes of parcels say, arrays of shape (parcels,).

    source: int64 position in the sources, −1 for none; hits: bool (parcels, exclusions); planting: object, cleaned
    code; slope: int64 1 to 5, 0 for none, ``NOT_UNDERSTOOD``.
    """

    source: np.ndarray
    hits: np.ndarray
    planting: np.ndarray
    slope: np.ndarray

    def take(self, rows: np.ndarray) -> Judged:
        """Return the parcels of some rows, in their order."""
        return Judged(self.source[rows], self.hits[rows], self.planting[rows], self.slope[rows])


@dataclass(frozen=True)
class ReserveLand:
    """Source land in pieces, arrays of shape (pieces,); parcels are rows of ``survey``, which holds no others.

    source: int64 position in ``sources``; hits: bool (pieces, exclusions); rule: int64 position of the deciding
    exclusion, ``COUNTS`` where there is none; rows: of units, for pieces.
    """

    survey: LandSurvey
    judged: Judged
    pieces: LandPieces
    sources: tuple[Source, ...]
    exclusions: tuple[Exclusion, ...]
    source: np.ndarray
    hits: np.ndarray
    rule: np.ndarray
    rows: UnitRows

    @property
    def units(self) -> list[Unit]:
        """Return the units that pieces lie in, and those drawn around them."""
        return self.rows.units

    @property
    def unit(self) -> np.ndarray:
        """Return the position of the finest unit of each piece, int64 (pieces,)."""
        return self.rows.of_piece

    def without(self, pieces: np.ndarray, rule_id: str) -> ReserveLand:
        """Return the land with some pieces, bool (pieces,), excluded by a rule where no other excludes them."""
        place = next(n for n, exclusion in enumerate(self.exclusions) if exclusion.rule_id == rule_id)
        hits = self.hits.copy()
        hits[pieces, place] = True
        return replace(self, hits=hits, rule=np.where(pieces & (self.rule == COUNTS), place, self.rule))

    @property
    def sloped(self) -> np.ndarray:
        """Tell which pieces have a slope class that is understood, bool (pieces,)."""
        return np.asarray(self.judged.slope[self.pieces.land] >= 1)

    def told(self, exclusion: Exclusion) -> Told:
        """Tell how far an exclusion could be checked by attributes and masks; irrigation is asked of water alone."""
        slopes = Told.of(np.unique(self.sloped[self.pieces.area > 0]).tolist())
        return exclusion.told(slopes if "slope" in self.survey.fields.more else Told.NOT, self.pieces.zone)

    def has(self, rule_id: str) -> bool:
        """Tell whether an exclusion applies."""
        return any(exclusion.rule_id == rule_id for exclusion in self.exclusions)


@dataclass(frozen=True)
class Candidates:
    """What is left of each parcel in each unit, arrays of shape (candidates,).

    land, unit, source: int64 as in ``ReserveLand``; wkb: object; area: int64 hundredths of m²; of_piece: int64
    (pieces,) candidate of each piece, −1 for excluded ones.
    """

    land: np.ndarray
    unit: np.ndarray
    source: np.ndarray
    wkb: Wkbs
    area: np.ndarray
    of_piece: np.ndarray


def judge(survey: LandSurvey, sources: Sequence[Source], exclusions: Sequence[Exclusion], book: RuleBook) -> Judged:
    """Tell of every parcel which source it is and which exclusions its attributes meet.

    Decided once for each combination of class, planting code, detail code and slope class that occurs.
    """
    columns = {key: coded(_column(survey, key), lambda value: clean(value).upper()) for key in RESERVE_FIELDS}
    slopes = [slope_class(value, book) for value in columns["slope"][0].tolist()]
    combined = survey.code_of
    for values, places in columns.values():
        combined = combined * len(values) + places
    keys, of_row = np.unique(combined, return_inverse=True)
    of_row = of_row.reshape(-1)
    source = np.full(len(keys), -1, dtype=np.int64)
    hits = np.zeros((len(keys), len(exclusions)), dtype=bool)
    planting = np.full(len(keys), "", dtype=object)
    slope = np.zeros(len(keys), dtype=np.int64)
    shape = (max(len(survey.codes), 1), *(len(values) for values, _ in columns.values()))
    for number, (code, *found_at) in enumerate(zip(*(axis.tolist() for axis in np.unravel_index(keys, shape)))):
        texts = {name: values[place] for (name, (values, _)), place in zip(columns.items(), found_at)}
        found = slopes[found_at[-1]]
        planting[number], slope[number] = texts["planting"], NOT_UNDERSTOOD if found is None else found
        parcel = Attributes(survey.infos[code], texts["planting"], texts["detail"], found or 0)
        held = [place for place, item in enumerate(sources) if not item.additions and item.holds(parcel)]
        source[number] = held[0] if held else -1
        hits[number] = [item.holds(parcel) for item in exclusions]
    return Judged(source[of_row], hits[of_row], planting[of_row], slope[of_row])


def _column(survey: LandSurvey, key: str) -> Any:
    name = survey.fields.more.get(key)
    return np.full(len(survey.kind), None, dtype=object) if name is None else survey.table.columns[name]


def source_rows(survey: LandSurvey, judged: Judged, sources: Sequence[Source], additions: PolygonTable | None,
                progress: Progress) -> np.ndarray:
    """Return the parcels that are or may hold source land, int64: by their attributes, or near ``additions``."""
    rows = judged.source >= 0
    if additions is not None and _added(sources) is not None:
        near = np.zeros(len(rows), dtype=bool)
        near[rows_near(survey.table.bounds, additions.bounds, progress)] = True
        rows = rows | (near & ~survey.classless & (survey.kind < 0))
    return np.flatnonzero(rows)


def _added(sources: Sequence[Source]) -> int | None:
    """Return the position of the source that is a layer of projects."""
    return next((place for place, item in enumerate(sources) if item.additions), None)


def reserve_land(parcels: LandSurvey, judged: Judged, sources: tuple[Source, ...], exclusions: tuple[Exclusion, ...],
                 masks: Mapping[str, PolygonTable], additions: PolygonTable | None,
                 units: tuple[PolygonTable, list[Unit]] | None, areas: AreasOf, book: RuleBook, kernel: Kernel,
                 progress: Progress, *, basis: str) -> ReserveLand:
    """Cut the parcels of ``source_rows`` by masks, by ``additions`` and by units, and apply the exclusions.

    All in one CRS and valid. What is too small after the other exclusions is excluded too. Raises PlannerError where
    GEOS cannot unite them, and Canceled.
    """
    added = _added(sources)
    zones = dict(masks)
    if additions is not None and added is not None:
        zones[ADDITIONS] = additions
    if units is not None:
        zones[UNITS] = units[0]
    pieces = split_land(parcels, zones, areas, book, kernel, progress, basis=basis)
    source = judged.source[pieces.land]
    if added is not None:
        source = np.where((source < 0) & pieces.inside(ADDITIONS), added, source)
    kept = np.flatnonzero(source >= 0)
    pieces, source = pieces.take(kept), source[kept]
    hits = _hits(pieces, judged, exclusions)
    polygons = None if units is None else units[1]
    land = ReserveLand(parcels, judged, pieces, sources, exclusions, source, hits,
                       np.where(hits.any(axis=1), hits.argmax(axis=1) if hits.shape[1] else COUNTS, COUNTS),
                       UnitRows.of(*units_of_land(pieces, parcels, polygons), polygons))
    return _without_small(land, book)


def _hits(pieces: LandPieces, judged: Judged, exclusions: Sequence[Exclusion]) -> np.ndarray:
    """Tell which exclusions each piece meets by attributes or masks, bool (pieces, exclusions)."""
    hits = judged.hits[pieces.land]
    for place, exclusion in enumerate(exclusions):
        if exclusion.spares_additions:
            hits[:, place] &= ~pieces.inside(ADDITIONS)
        for kind in exclusion.masks:
            hits[:, place] |= pieces.inside(kind)
    return hits


def _without_small(land: ReserveLand, book: RuleBook) -> ReserveLand:
    if not land.has(TOO_SMALL):
        return land
    least = round(float(book.threshold(TOO_SMALL, "min_area_m2")) * 100)
    rest = np.zeros(len(land.survey.kind), dtype=np.int64)
    np.add.at(rest, land.pieces.land, np.where(land.rule == COUNTS, land.pieces.area, 0))
    return land.without((land.rule == COUNTS) & (rest[land.pieces.land] < least), TOO_SMALL)


def without_dry(land: ReserveLand, found: Candidates, dry: np.ndarray, book: RuleBook) -> ReserveLand:
    """Return the land without candidates that cannot be irrigated, and without what is too small then.

    dry: bool (candidates,).
    """
    dry_pieces = (found.of_piece >= 0) & np.append(dry, False)[found.of_piece]
    return _without_small(land.without(dry_pieces, NO_IRRIGATION), book)


def candidates(land: ReserveLand, kernel: Kernel, progress: Progress) -> Candidates:
    """Return what is left of each parcel in each unit; raises PlannerError where GEOS cannot unite its pieces."""
    left = np.flatnonzero(land.rule == COUNTS)
    width = max(len(land.units), 1)
    keys, of_left = np.unique(land.pieces.land[left] * width + land.unit[left], return_inverse=True)
    of_left = of_left.reshape(-1)
    of_piece = np.full(len(land.rule), -1, dtype=np.int64)
    of_piece[left] = of_left
    first = np.zeros(len(keys), dtype=np.int64)
    first[of_left[::-1]] = left[::-1]
    area = np.zeros(len(keys), dtype=np.int64)
    np.add.at(area, of_left, land.pieces.area[left])
    wkb = as_wkb_array(land.pieces.wkb[first])
    order = np.argsort(of_piece, kind="stable")
    begin = np.searchsorted(of_piece[order], np.arange(len(keys) + 1))
    for number in np.flatnonzero(np.bincount(of_left, minlength=len(keys)) > 1).tolist():
        progress.check()
        try:
            mine = order[begin[number]:begin[number + 1]]
            wkb[number] = unite(kernel, land.pieces.wkb[mine], progress, 0.0)  # they are pieces of one cut
        except ValueError as error:
            raise PlannerError(tr("What is left of parcel {parcel} could not be put together: {reason}. Check its "
                                  "geometry and that of the area layers there.").format(
                parcel=land.survey.parcels[keys[number] // width], reason=error)) from error
    return Candidates(keys // width, keys % width, land.source[first], wkb, area, of_piece)
