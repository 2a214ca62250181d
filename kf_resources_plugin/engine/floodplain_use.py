"""Land and other subjects in the floodplain, cut by zones and area layers so that every place of each counts once."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.floodplain_use import (
    EXIT,
    FLOODPLAIN,
    LAND,
    PERMANENT,
    ZONES,
    about,
    class_words,
    crop_fits,
    fits,
    places_of,
    rule_kinds,
    there,
    zone_words,
)
from ..rules.text import clean, coded
from .counted_once import first_come
from .land_split import UNITS, LandPieces, cut_by_zones, split_land, units_of_land
from .permanent_parts import BEFORE, Parts, Patches, cut_permanent, units_of_parts
from .review_parts import measured_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.floodplain_use import UseRule
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .admin_units import Unit
    from .kernel import Kernel
    from .land_survey import LandSurvey
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .wkb import Wkbs
    from .zone_layer import ZoneLayer

USE_FIELDS = {"planting": "ZZSXDM"}
"""What a survey has to be read with beside its classes: standard fields by their keys in ``LandFields.more``."""
CROP = "crop"
"""Key in ``LandFields.more`` of the field that names the crop; no standard field does."""
NO_RULE = -1
_DRAWN_BEFORE = "drawn_before"
_CROP_RULE = "flooduse.crop_unknown"


@dataclass(frozen=True)
class Ground:
    """What everything is cut by, in one CRS and valid: layers of areas by role, zones, and units where given."""

    masks: Mapping[str, PolygonTable]
    zones: ZoneLayer
    units: tuple[PolygonTable, list[Unit]] | None

    @property
    def layers(self) -> dict[str, PolygonTable]:
        """Return the layers of areas and zones."""
        return {**self.masks, ZONES: self.zones.table}

    def only(self, rules: Sequence[UseRule]) -> Ground:
        """Return what some rules look at of it, so that nothing is cut for nothing."""
        kinds = rule_kinds(rules)
        masks = {kind: table for kind, table in self.masks.items() if kind in kinds}
        if FLOODPLAIN in self.masks and not zone_words(rules):
            return Ground(masks, self.zones.take(np.empty(0, dtype=np.int64)), self.units)
        return Ground(masks, self.zones, self.units)

    def places(self, zone: Mapping[str, Ints], book: RuleBook) -> dict[str, Bools]:
        """Return which parts lie in which place; zone: int64 (parts,) row by layer."""
        inside = {kind: zone[kind] >= 0 for kind in self.masks}
        return places_of(inside, zone[ZONES], self.zones.facts, book)


@dataclass(frozen=True)
class UseLand:
    """Land inside the floodplain or a zone, arrays (pieces,); parcels are rows of ``survey``.

    hits: bool (pieces, rules); zone_code: object, '' for none; before: int64 position in the classes of the survey
    before, −1 where it has no land; crop: object (parcels,); unit: int64 position in ``units``.
    """

    survey: LandSurvey
    pieces: LandPieces
    rules: tuple[UseRule, ...]
    hits: Bools
    zone_code: np.ndarray
    places: Mapping[str, Bools]
    before: Ints
    crop: np.ndarray
    units: list[Unit]
    unit: Ints


def use_land(survey: LandSurvey, before: LandSurvey | None, ground: Ground, rules: Sequence[UseRule], areas: AreasOf,
             book: RuleBook, kernel: Kernel, progress: Progress, *, basis: str) -> UseLand:
    """Cut parcels, of which none overlap, by what the rules look at; tell which rules hold for each piece.

    before: the survey of the earlier day, None where it was not given: rules that ask for it hold nowhere. Raises
    Canceled.
    """
    layers = ground.layers
    if before is not None:
        layers[BEFORE] = before.table
    if ground.units is not None:
        layers[UNITS] = ground.units[0]
    pieces = split_land(survey, layers, areas, book, kernel, progress, basis=basis)
    floodplain = ground.places(pieces.zone, book)[FLOODPLAIN]
    pieces = pieces.take(np.flatnonzero(floodplain | (pieces.zone[ZONES] >= 0)))
    places = ground.places(pieces.zone, book)
    listed, unit = units_of_land(pieces, survey, None if ground.units is None else ground.units[1])
    chosen, crop = about(rules, LAND), crops_of(survey, book)
    earlier = np.full(len(pieces.land), -1, dtype=np.int64)
    if before is not None:
        earlier = np.append(before.code_of, -1)[pieces.zone[BEFORE]]
    hits = np.zeros((len(pieces.land), len(chosen)), dtype=bool)
    words, earlier_words = class_words(survey.infos), class_words(before.infos if before is not None else ())
    crop_words, crop_of = coded(crop, str)
    for number, rule in enumerate(chosen):
        progress.check()
        hits[:, number] = there(rule, places, len(pieces.land))
        hits[:, number] &= fits(rule.classes, words)[survey.code_of[pieces.land]] if words else False
        hits[:, number] &= crop_fits(rule.crops, crop_words.tolist())[crop_of[pieces.land]] if len(crop) else False
        if rule.before:
            hits[:, number] &= np.append(fits(rule.before, earlier_words), False)[earlier]
    zone_code = np.append(ground.zones.facts.code, "")[pieces.zone[ZONES]]
    return UseLand(survey, pieces, chosen, hits, zone_code, places, earlier, crop, listed, unit)


def crops_of(survey: LandSurvey, book: RuleBook) -> np.ndarray:
    """Return the crop of each parcel, object (parcels,): as its field says, else by the planting codes that tell one
    (fallow land has none, trees between grain are tall), else ''."""
    told = {str(word).upper() for word in book.threshold(_CROP_RULE, "planting")}

    def column(key: str) -> np.ndarray:
        field = survey.fields.more.get(key)
        values = [None] * len(survey.kind) if field is None else survey.table.columns[field].tolist()
        return np.array([clean(value) for value in values], dtype=object)

    planting = np.array([value if value.upper() in told else "" for value in column("planting")], dtype=object)
    crop = column(CROP)
    return np.where(crop != "", crop, planting)


@dataclass(frozen=True)
class SubjectParts:
    """Polygons of a layer in parts, arrays (parts,) by row; what several of them cover is in the first by id.

    subject: int64 row; zone: int64 row of the zone, −1 for none; wkb: object; area: int64 hundredths of m². Per
    subject: taken, float64 m² that others have; residual, tolerance float64 m², over bool, parts and rest differ by
    more.
    """

    table: PolygonTable
    subject: Ints
    places: Mapping[str, Bools]
    zone: Ints
    wkb: Wkbs
    area: Ints
    taken: Floats
    residual: Floats
    tolerance: Floats
    over: Bools

    def sums(self, chosen: Bools) -> Ints:
        """Return what some parts, bool (parts,), measure for each subject, int64 hundredths of m²."""
        found = np.zeros(len(self.table), dtype=np.int64)
        np.add.at(found, self.subject, np.where(chosen, self.area, 0))
        return found


def cut_subjects(table: PolygonTable, ids: np.ndarray, ground: Ground, areas: AreasOf, book: RuleBook, kernel: Kernel,
                 progress: Progress) -> SubjectParts:
    """Cut the polygons of a layer by areas and zones. Raises Canceled."""
    least = float(book.threshold("flooduse.overlap", "min_area_m2"))
    own, _ = first_come(table, ids, np.arange(len(table)), areas, least, kernel, progress.part(0.0, 0.3))
    subject, zone, wkb = cut_by_zones(own.wkb, ground.layers, kernel, progress.part(0.3, 1.0))
    left = areas(own.wkb)
    area, _, residual, tolerance, over = measured_parts(subject, wkb, left, areas, book)
    return SubjectParts(table, subject, ground.places(zone, book), zone[ZONES], wkb, area, areas(table.wkb) - left,
                        residual, tolerance, over)


@dataclass(frozen=True)
class PermanentUse:
    """Permanent farmland in parts, arrays (parts,).

    exit_rule: int64 position in ``exits`` of the first rule that holds, ``NO_RULE`` for none; new: bool, newly drawn
    in the floodplain; units, unit: as of ``UseLand``.
    """

    patches: Patches
    survey: LandSurvey
    parts: Parts
    exits: tuple[UseRule, ...]
    exit_rule: Ints
    new: Bools
    units: list[Unit]
    unit: Ints


def permanent_use(patches: Patches, drawn_before: PolygonTable | None, survey: LandSurvey, ground: Ground,
                  rules: Sequence[UseRule], areas: AreasOf, book: RuleBook, kernel: Kernel, progress: Progress, *,
                  basis: str) -> PermanentUse:
    """Cut permanent farmland by parcels and places; tell what has to exit, and what is new against the earlier layer.

    Raises Canceled.
    """
    layers = ground.layers
    if drawn_before is not None:
        layers[_DRAWN_BEFORE] = drawn_before
    if ground.units is not None:
        layers[UNITS] = ground.units[0]
    parts = cut_permanent(patches, survey, layers, areas, book, kernel, progress, basis=basis)
    places = ground.places(parts.zone, book)
    exits = about(rules, EXIT)
    hits = np.column_stack([np.zeros((len(parts.patch), 0), dtype=bool),
                            *(there(rule, places, len(parts.patch)) for rule in exits)])
    new = np.zeros(len(parts.patch), dtype=bool)
    if drawn_before is not None:
        for rule in about(rules, PERMANENT):
            new |= there(rule, places, len(parts.patch)) & ~parts.inside(_DRAWN_BEFORE)
    listed, unit = units_of_parts(parts, patches, survey, None if ground.units is None else ground.units[1])
    first = np.where(hits.any(axis=1), hits.argmax(axis=1), NO_RULE) if len(exits) else np.full(
        len(parts.patch), NO_RULE, dtype=np.int64)
    return PermanentUse(patches, survey, parts, exits, first, new, listed, unit)
