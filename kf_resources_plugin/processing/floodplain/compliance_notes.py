"""What a check of the floodplain could not tell: layers that are missing, land without zone, faults of the data."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.land_split import UNITS
from ...engine.land_survey import survey_findings
from ...engine.partition import self_overlaps
from ...engine.roles import role_title
from ...rules.floodplain_use import (
    BUILDINGS,
    DIKES,
    EXIT,
    FLOODPLAIN,
    FREQUENT,
    FREQUENT_ROLE,
    HAZARDOUS,
    LAND,
    PERMANENT,
    PLANNED,
    SETTLEMENT,
    there,
)
from ..land_findings import declared_areas, land_closure, land_overlaps, unit_overlaps, without_unit
from .compliance_inputs import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...engine.floodplain_use import Ground, SubjectParts
    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...engine.relocation import Named
    from ...rules.findings import Finding
    from ...rules.floodplain_use import UseRule
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .compliance_job import Found

_LAYERS = {PLANNED: "PLANNED", BUILDINGS: "BUILDINGS", PERMANENT: "PERMANENT_FARMLAND", EXIT: "PERMANENT_FARMLAND",
           DIKES: "PRODUCTION_DIKES", SETTLEMENT: "SETTLEMENTS"}
"""Layer that rules on a subject need."""
_FIELD_MISSING = {FREQUENT: "flooduse.years_missing", HAZARDOUS: "flooduse.hazard_missing"}
"""Finding for a place that a field of the zones tells, where no zone has a value in it."""


def notes(found: Found, areas: AreasOf, book: RuleBook, kernel: Kernel, progress: Progress, *,
          basis: str) -> list[Finding]:
    """Return what could not be told, and what is wrong with the land."""
    land, pieces = found.land, found.land.pieces
    survey, used = land.survey, np.unique(pieces.land)
    nowhere = np.full(len(pieces.land), -1, dtype=np.int64)
    listed = [
        *survey_findings(survey.take(used), book),
        *land_overlaps(found.counted.given, found.counted.overlaps, book, areas, once=True),
        *land_closure(survey, pieces, book),
        *without_unit(survey, pieces.land, pieces.zone.get(UNITS, nowhere), pieces.area, found.ground.units, book),
        *_not_checked(found, book), *_places(found, book),
        *(item for role, named, parts in _parts(found) for item in _closure(role, named, parts, book)),
    ]
    if found.ground.units is not None:
        units = found.ground.units
        listed += unit_overlaps(units, list(zip(*self_overlaps(units[0], kernel, progress))), book, areas)
    if basis == "tbmj":
        listed += declared_areas(survey, used, pieces.computed[used], book)
    return listed


def _parts(found: Found) -> Iterator[tuple[str, Named, SubjectParts]]:
    for role, (named, parts) in found.others.items():
        yield role, named, parts
    if found.people is not None:
        yield "settlements", found.people.villages.given, found.people.villages.parts
        if found.people.sites is not None:
            yield "receiving_sites", found.people.sites.given, found.people.sites.parts


def _closure(role: str, named: Named, parts: SubjectParts, book: RuleBook) -> Iterator[Finding]:
    for row in np.flatnonzero(parts.over).tolist():
        yield book.finding("closure.residual", subject_id=str(named.ids[row]), role=role,
                           area_m2=float(parts.residual[row]), residual_m2=float(parts.residual[row]),
                           tolerance_m2=float(parts.tolerance[row]), source_fid=int(named.table.fids[row]),
                           wkb=named.table.wkb[row])
    least = float(book.threshold("flooduse.overlap", "min_area_m2"))
    for row in np.flatnonzero(parts.taken >= least).tolist():
        yield book.finding("flooduse.overlap", subject_id=str(named.ids[row]), role=role,
                           area_m2=float(parts.taken[row]),
                           source_fid=int(named.table.fids[row]), wkb=named.table.wkb[row], layer=named.table.name)


def _not_checked(found: Found, book: RuleBook) -> Iterator[Finding]:
    """Yield which rules hold nowhere for want of layers, or of a field of the zones, by what is missing."""
    missing: dict[tuple[str, ...], list[str]] = {}
    for rule in found.rules:
        lacking = _lacking(rule, found)
        if lacking:
            missing.setdefault(lacking, []).append(rule.name(book.language))
    for words, names in sorted(missing.items()):
        layers = [word for word in words if word not in _FIELD_MISSING]
        if layers:
            yield book.finding("flooduse.not_checked", role="land", place=" ".join(layers), rules=names,
                               missing=[role_title(role, book.language) for role in layers])
        for word in set(words).difference(layers):
            yield book.finding(_FIELD_MISSING[word], role="floodplain_zones", place=word, rules=names,
                               layer=found.ground.zones.table.name)


def _lacking(rule: UseRule, found: Found) -> tuple[str, ...]:
    """Return the roles of layers, or places of ``_FIELD_MISSING``, for want of which a rule was not asked, else ()."""
    layer = _LAYERS.get(rule.subject)
    if layer is not None and layer not in found.given:
        return (ROLES[layer],)
    if rule.subject == PERMANENT and "PERMANENT_BEFORE" not in found.given:
        return ("permanent_farmland",)
    if rule.subject == LAND and rule.before and "LAND_BEFORE" not in found.given:
        return ("land_before",)
    return () if _known(found.ground).intersection(rule.places) else rule.places


def _known(ground: Ground) -> set[str]:
    """Return the places of which is known where they are."""
    facts = ground.zones.facts
    known = {*ground.masks, FLOODPLAIN, "zone_s", "zone_sd", "zone_n", "zone_j"}
    if FREQUENT_ROLE in known or not np.isnan(facts.years).all():
        known.add(FREQUENT)
    if not np.isnan(facts.hazard).all():
        known.add(HAZARDOUS)
    return known


def _places(found: Found, book: RuleBook) -> Iterator[Finding]:
    """Yield what of the land has no zone, no earlier use, and that there is none at all."""
    land, ground = found.land, found.ground
    area = land.pieces.area
    if FLOODPLAIN not in ground.masks:
        yield book.finding("flooduse.floodplain_assumed", role=FLOODPLAIN, place=FLOODPLAIN,
                           layer=ground.zones.table.name)
    if not len(area):
        yield book.finding("flooduse.nothing", role="land", place="nothing", layer=found.counted.given.table.name)
    unzoned = (land.zone_code == "") & (area > 0)
    if unzoned.any():
        yield book.finding("flooduse.zone_missing", role="floodplain_zones", place="missing",
                           area_m2=float(area[unzoned].sum()) / 100)
    if "LAND_BEFORE" in found.given:
        asked = np.zeros(len(area), dtype=bool)
        for rule in land.rules:
            if rule.before:
                asked |= there(rule, land.places, len(area))
        unknown = asked & (land.before < 0) & (area > 0)
        if unknown.any():
            yield book.finding("flooduse.before_unknown", role="land_before", place="before",
                               area_m2=float(area[unknown].sum()) / 100)
    if found.dikes is not None:
        parts = found.dikes.parts
        without = [row for row, day in enumerate(found.dikes.built) if day is None]
        if without:
            yield book.finding(
                "flooduse.dike_day_unknown", role="production_dikes", place="built", layer=parts.table.name,
                count=len(without), length_m=round(float(parts.length_m[np.isin(parts.row, without)].sum()), 2))
