"""What is to be said of reserve land: what could not be told or excluded, which factors lack data, what is excluded."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.land_split import UNITS
from ...engine.land_survey import survey_findings
from ...engine.partition import self_overlaps
from ...engine.reserve_factors import places_of
from ...engine.reserve_potential import COUNTS, NOT_UNDERSTOOD, RESERVE_FIELDS
from ...engine.roles import role_title
from ...i18n import tr
from ...rules.reserve_potential import NO_IRRIGATION, Told, rounded_grade
from ...rules.text import clean, coded, some
from ..land_findings import (
    declared_areas,
    excepted_by_unit,
    land_closure,
    land_overlaps,
    own_capacities,
    unit_overlaps,
    without_unit,
)
from .reserve_potential_setting import FACTOR_LAYERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.counted_once import CountedOnce
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import AreasOf
    from ...engine.reserve_factors import Scores
    from ...engine.reserve_potential import Candidates, Judged, ReserveLand
    from ...rules.findings import Finding
    from ...rules.grades import GradeTable
    from ...rules.progress import Progress
    from ...rules.reserve_potential import Exclusion, Source
    from ...rules.rule_rows import RuleBook
    from ..land_findings import UnitLayer
    from .reserve_potential_setting import Setting


def reserve_findings(once: CountedOnce, judged: Judged, land: ReserveLand, found: Candidates, scores: Scores,
                     setting: Setting, units: UnitLayer | None, kernel: Kernel, areas: AreasOf, book: RuleBook,
                     progress: Progress, *, grades: GradeTable, basis: str) -> list[Finding]:
    """Return all findings; ``once`` and ``judged`` are all parcels, ``land`` the source land among them."""
    survey = once.survey
    pieces, parcels = land.pieces, land.survey
    polygons = pieces.zone.get(UNITS, np.full(len(pieces.land), -1, dtype=np.int64))
    used = np.unique(pieces.land)
    listed = [
        *survey_findings(parcels.take(used), book),
        # land of no class is no source that could be told
        *survey_findings(survey.take(np.flatnonzero(survey.classless)), book),
        *_overlaps(once, parcels, book, areas),
        *land_closure(parcels, pieces, book),
        *without_unit(parcels, pieces.land, polygons, pieces.area, units, book),
        *_fields(survey, land, book), *_slopes(survey, judged, book), *_masks(land, setting, book),
        *_factors(land, found, scores, setting, book), *_expected(found, scores, book),
        *own_capacities(places_of(found, land), rounded_grade(scores.neighbours.grade), scores.net, grades, book),
        *_excluded(land, setting, book), *_nothing(survey, land, book),
    ]
    if units is not None:
        overlaps = self_overlaps(units[0], kernel, progress)
        listed += unit_overlaps(units, list(zip(*overlaps)), book, areas)
    if basis == "tbmj":
        listed += declared_areas(parcels, used, pieces.computed[used], book)
    return listed


def _overlaps(once: CountedOnce, parcels: LandSurvey, book: RuleBook, areas: AreasOf) -> list[Finding]:
    """Return where parcels that may hold source land overlap others."""
    looked_at = np.isin(once.given.table.fids, parcels.table.fids)
    return land_overlaps(once.given, [pair for pair in once.overlaps if looked_at[list(pair[:2])].any()], book, areas,
                         once=True)


def _names(items: Sequence[Source | Exclusion], book: RuleBook) -> list[str]:
    return [item.names[0 if book.language == "zh" else 1] for item in items]


def _fields(survey: LandSurvey, land: ReserveLand, book: RuleBook) -> list[Finding]:
    """Return which sources and exclusions could not be told for want of a field."""
    lookers: dict[str, list[Source | Exclusion]] = {
        "planting": [item for item in land.sources if item.planting],
        "detail": [item for item in land.sources if item.details],
        "slope": [item for item in land.exclusions if item.slope and land.told(item) != Told.WHOLE],
    }
    return [book.finding("potential.field_missing", role="land", place=key, layer=survey.table.name,
                         field=RESERVE_FIELDS[key], rules=_names(items, book))
            for key, items in lookers.items() if items and key not in survey.fields.more]


def _slopes(survey: LandSurvey, judged: Judged, book: RuleBook) -> list[Finding]:
    rows = np.flatnonzero(judged.slope == NOT_UNDERSTOOD)
    if not len(rows):
        return []
    field = survey.fields.more["slope"]
    values = coded(survey.table.columns[field][rows], clean)[0].tolist()
    return [book.finding("potential.slope_unknown", role="land", place="slope", layer=survey.table.name, field=field,
                         count=len(rows), values=some(values))]


def _masks(land: ReserveLand, setting: Setting, book: RuleBook) -> list[Finding]:
    """Return what could not be excluded, or not everywhere, for want of masks or of slope classes."""
    found = []
    without = ~land.sloped & (land.pieces.area > 0)
    blank: dict[str, Any] = {"count": len(np.unique(land.pieces.land[without])),
                             "area_m2": float(land.pieces.area[without].sum()) / 100}
    for item in land.exclusions:
        told, names = land.told(item), _names([item], book)
        given, missing = ([role_title(kind, book.language) for kind in item.masks if (kind in land.pieces.zone) == has]
                          for has in (True, False))
        if told == Told.WHOLE:
            continue
        if not item.masks:
            if without.any():
                found.append(book.finding("potential.slope_mask_coarse", role="land", place="slope",
                                          degrees=setting.steepest, **blank))
        elif item.slope and "slope" in land.survey.fields.more:
            found.append(book.finding(
                "potential.slope_missing", role="land", place=item.rule_id, layer=land.survey.table.name,
                field=land.survey.fields.more["slope"], masks=missing, rules=names, **blank))
        elif told == Told.PARTLY:
            found.append(book.finding("potential.mask_partly", role=item.masks[0], place=item.rule_id, masks=missing,
                                      others=given or [tr("land class")], rules=names))
        else:
            found.append(book.finding("potential.mask_missing", role=item.masks[0], place=item.rule_id, masks=missing,
                                      rules=names))
    return found


def _factors(land: ReserveLand, found: Candidates, scores: Scores, setting: Setting,
             book: RuleBook) -> list[Finding]:
    """Return which factors have no data, for all or for some candidates, and which were taken from LAND."""
    listed = []
    for place, factor in enumerate(setting.factors):
        name = factor.names[0 if book.language == "zh" else 1]
        if not setting.weights[factor.name]:
            continue
        if factor.name in scores.missing:
            listed.append(book.finding("potential.factor_missing", role="land", place=factor.name, factor=name))
            continue
        if factor.name in FACTOR_LAYERS and factor.name not in setting.given:
            listed.append(book.finding(
                "potential.factor_from_land", role="land", place=factor.name, factor=name,
                classes=[str(code) for code in book.threshold(factor.rule_id, "classes")],
                mask=role_title(FACTOR_LAYERS[factor.name][1], book.language)))
        rows = np.isnan(scores.points[:, place])
        if rows.any():
            listed.append(book.finding("potential.factor_partly", role="land", place=factor.name, factor=name,
                                       count=int(rows.sum()), area_m2=float(found.area[rows].sum()) / 100))
    if setting.paddy and land.has(NO_IRRIGATION) and "water" in scores.missing:
        listed.append(book.finding("potential.irrigation_unknown", role="land", place="water"))
    return listed


def _expected(found: Candidates, scores: Scores, book: RuleBook) -> list[Finding]:
    """Return where the grade expected is not that of neighbours, and where there is no score."""
    listed = []
    for rule, rows in (("potential.grade_from_unit", scores.neighbours.of_unit),
                       ("potential.grade_unknown", scores.capacity_unknown & (found.area > 0)),
                       ("potential.unscored", np.isnan(scores.score))):
        if rows.any():
            listed.append(book.finding(rule, role="land", place=rule, count=int(rows.sum()),
                                       area_m2=float(found.area[rows].sum()) / 100))
    return listed


def _excluded(land: ReserveLand, setting: Setting, book: RuleBook) -> list[Finding]:
    """Return how much source land of each unit is excluded by which rule."""
    width = len(land.exclusions) + 1
    sums = np.zeros((len(land.units), width), dtype=np.int64)
    np.add.at(sums, (land.unit, land.rule), land.pieces.area)  # COUNTS is −1, the last column
    return excepted_by_unit([item.rule_id for item in land.exclusions], land.units,
                            land.rows.sums(sums), book,
                            degrees=setting.steepest)


def _nothing(survey: LandSurvey, land: ReserveLand, book: RuleBook) -> list[Finding]:
    if not len(land.rule):
        return [book.finding("potential.no_source", role="land", place="source", layer=survey.table.name)]
    if not (land.rule == COUNTS).any():
        return [book.finding("potential.no_candidate", role="land", place="candidates",
                             area_m2=float(land.pieces.area.sum()) / 100)]
    return []
