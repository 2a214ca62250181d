"""What is to be said of stable cultivated land: which grounds could not be applied, and what is not stable by unit."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.roles import role_title
from ...engine.stable_farmland import STABILITY_FIELDS
from ...i18n import tr
from ...rules.slope_words import slope_words
from ...rules.stable_farmland import code_of, known_details, known_slopes
from ...rules.text import coded, id_order, some

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...engine.admin_units import Unit
    from ...engine.land_levels import Level
    from ...engine.land_survey import LandSurvey
    from ...engine.stable_farmland import Stability
    from ...rules.findings import Finding
    from ...rules.permanent_farmland import Problem
    from ...rules.rule_rows import RuleBook
    from ...rules.stable_farmland import Ground

SHOWN_PARCELS = 10
_STEEP_LAYER = ("5",)  # the slope class that a layer of steep land shows


def not_applied(survey: LandSurvey, found: Stability, land: np.ndarray, net: np.ndarray,
                book: RuleBook, *, again: bool = False) -> list[Finding]:
    """Return which grounds could not be applied for want of a field, a value or a mask.

    land: int64 (pieces,) row of the parcel; net: int64 (pieces,) hundredths of m²; again: the masks were told of with
    another survey.
    """
    return [*_fields(survey, found, book), *_values(survey, found, land, net, book),
            *(() if again else _masks(found, book))]


def untold(rule: str, survey: LandSurvey, found: Stability, net: np.ndarray, level: Level,
           book: RuleBook) -> list[Finding]:
    """Return, by a rule, of which cultivated land of a survey, in which units, nothing tells whether it is stable.

    net: int64 (pieces,) hundredths of m².
    """
    area, farmland = (int(net[land].sum()) for land in (found.untold, found.farmland))
    if not area:
        return []
    units = [level.units[place] for place in np.unique(level.unit_of[found.untold & (net > 0)]).tolist()]
    return [book.finding(rule, role=survey.role, place=f"{survey.role} stable", layer=survey.table.name,
                         area_m2=area / 100, farmland_m2=farmland / 100,
                         units=some([_named(unit) for unit in sorted(units, key=lambda unit: (unit.code, unit.name))]))]


def _named(unit: Unit) -> str:
    """Return a unit as a planner reads it: its code and what it is called."""
    return " ".join(dict.fromkeys(word for word in (unit.code, unit.name) if word)) or tr("no unit")


def _names(grounds: Iterable[Ground], book: RuleBook) -> list[str]:
    return [ground.name(book.language) for ground in grounds]


def _fields(survey: LandSurvey, found: Stability, book: RuleBook) -> list[Finding]:
    looked_at = {"slope": [ground for ground in found.grounds if ground.slopes],
                 "detail": [ground for ground in found.grounds if ground.details]}
    findings = [book.finding("stable.field_missing", role=survey.role, place=f"{survey.role} {key}",
                             layer=survey.table.name, field=STABILITY_FIELDS[key], rules=_names(grounds, book))
                for key, grounds in looked_at.items() if key not in survey.fields.more and grounds]
    return findings


def _values(survey: LandSurvey, found: Stability, land: np.ndarray, net: np.ndarray, book: RuleBook) -> list[Finding]:
    """Return slope classes, terrace types and detail codes of cultivated parcels that no ground understands."""
    return [*slope_unknown(survey, found.grounds, found.farmland, land, net, book),
            *terraces_untold(survey, found.grounds, found.hits, land, net, book),
            *unknown_codes("stable.detail_unknown", "detail", known_details(book) | {""}, survey, found.farmland, land,
                           net, book)]


def slope_unknown(survey: LandSurvey, every: Iterable[Ground], farmland: np.ndarray, land: np.ndarray, net: np.ndarray,
                  book: RuleBook) -> list[Finding]:
    """Return how much cultivated land has a slope class that no ground of ``every`` understands, or none.

    farmland: bool (pieces,); land and net as in ``not_applied``.
    """
    return unknown_codes("stable.slope_unknown", "slope", known_slopes(every), survey, farmland, land, net, book)


def terraces_untold(survey: LandSurvey, judged: Sequence[Ground | Problem], hits: np.ndarray, land: np.ndarray,
                    net: np.ndarray, book: RuleBook) -> list[Finding]:
    """Return how much cultivated land counts as steep while the survey does not tell whether it is terraced.

    hits: bool (pieces, judged), of which rules that except terraces call land too steep; land, net as in
    ``not_applied``.
    """
    excepting = [bool(rule.terraces) for rule in judged]
    steep = hits[:, np.array(excepting, dtype=bool)].any(axis=1)
    classes = {code for rule, excepts in zip(judged, excepting) if excepts for code in rule.slopes}
    words: dict[str, Any] = dict(slope_words(classes or _STEEP_LAYER, book.language))
    if "terrace" in survey.fields.more:
        known = frozenset(map(code_of, book.threshold("stable.terrace_unknown", "terrace_types")))
        return unknown_codes("stable.terrace_unknown", "terrace", known, survey, steep, land, net, book, **words)
    field, area = STABILITY_FIELDS["terrace"], float(net[steep].sum()) / 100
    return [book.finding("stable.terrace_missing", role=survey.role, place=f"{survey.role} {field}",
                         layer=survey.table.name, field=field, area_m2=area, **words)] if area else []


def unknown_codes(rule: str, key: str, known: frozenset[str], survey: LandSurvey, farmland: np.ndarray,
                  land: np.ndarray, net: np.ndarray, book: RuleBook, **more: Any) -> list[Finding]:
    """Return by a rule how much cultivated land has a code that is not known; nothing where the layer lacks the field.

    key: the field's in ``LandFields.more``; farmland, land and net as in ``slope_unknown``; more: fills the message.
    """
    if key not in survey.fields.more or not known:
        return []
    values, value_of = coded(survey.table.columns[survey.fields.more[key]], code_of)
    strange = np.array([value not in known for value in values.tolist()], dtype=bool)
    pieces = np.flatnonzero(farmland)
    pieces = pieces[strange[value_of][land[pieces]]]
    if not len(pieces):
        return []
    parcels = np.unique(land[pieces])
    shown = [values[place] or "—" for place in np.unique(value_of[parcels]).tolist()]
    return [book.finding(
        rule, role=survey.role, place=survey.role, layer=survey.table.name, count=len(parcels),
        field=survey.fields.more[key], area_m2=float(net[pieces].sum()) / 100, ids=first_ids(survey, parcels),
        values=some(shown), **more)]


def first_ids(survey: LandSurvey, parcels: np.ndarray) -> list[str]:
    """Return what the first of some parcels, int64 rows, are called, and a sign where there are more."""
    return first_names(survey.parcels[parcels], survey.table.fids[parcels])


def first_names(names: np.ndarray, fids: np.ndarray) -> list[str]:
    """Return the first of what some features are called, and a sign where there are more; both (features,)."""
    ordered = sorted(zip(names.tolist(), fids.tolist()), key=lambda feature: id_order(*feature))
    return some(list(dict.fromkeys(str(name) for name, _ in ordered)), SHOWN_PARCELS)


def _masks(found: Stability, book: RuleBook) -> list[Finding]:
    findings = []
    kinds = {kind: [ground for ground in found.grounds if kind in ground.masks] for ground in found.grounds
             for kind in ground.masks}
    for kind, grounds in sorted(kinds.items()):
        if kind not in found.given:
            findings.append(book.finding("stable.mask_missing", role=kind, place=kind, rules=_names(grounds, book),
                                         mask=role_title(kind, book.language)))
    for ground in found.grounds:
        if ground.masks and found.given.issuperset(ground.masks):
            findings += [book.finding("stable.mask_wider", role=kind, place=f"{kind} {ground.rule_id}",
                                      mask=role_title(kind, book.language), rules=_names([ground], book),
                                      other=[role_title(mask, book.language) for mask in ground.masks])
                         for kind in ground.narrowed_by if kind not in found.given]
    return findings
