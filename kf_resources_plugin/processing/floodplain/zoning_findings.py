"""What is to be said of a zoning: what could not be checked or measured, what stays unzoned, conflicts, closure."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.closure import closure_tolerance
from ...engine.many_faults import told
from ...engine.partition import self_overlaps
from ...engine.roles import role_title
from ...rules.floodplain_conflicts import CLASH
from ...rules.floodplain_measures import CHANNEL, CLASS, DEPTH, FREEBOARD, HAZARD, HEIGHT, RETURN_PERIOD
from ...rules.floodplain_zoning import CRITERIA, NOWHERE, ZONES, deciding, zone_names
from .zoning_inputs import RASTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.floodplain_zoning import Zoning, ZoningFacts
    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...engine.zoning_units import Clipping, ZoningUnits
    from ...rules.areas import Bools, Floats
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .zoning_inputs import ZoningInputs
    from .zoning_job import Given
    from .zoning_setting import ZoningSetting

_LAYER_OF = {RETURN_PERIOD: ("first_flooded",), DEPTH: ("flood_depth",), HAZARD: ("flood_hazard",),
             HEIGHT: ("bankfull_height",), FREEBOARD: ("design_height",),
             CHANNEL: ("river_channel",), CLASS: ("land",)}
"""The roles of the layers that a measure is taken from."""


def zoning_findings(units: ZoningUnits, facts: ZoningFacts, zoning: Zoning, area_m2: Floats, setting: ZoningSetting,
                    given: Given, clipping: Clipping, inputs: ZoningInputs, kernel: Kernel, areas: AreasOf,
                    book: RuleBook, progress: Progress) -> list[Finding]:
    """Return all findings beside those of reading."""
    if not len(units):
        return [book.finding("zoning.no_units", place="units", role="zoning_units", layer=units.table.name)]
    return [
        *_weights(setting, book), *_unchecked(setting, given, facts, book),
        *_criteria(zoning, area_m2, setting, book), *_unzoned(units, zoning, area_m2, setting, book),
        *_conflicts(zoning, area_m2, setting, book), *_evened(zoning, area_m2, book),
        *_by_point(area_m2, given, inputs, book), *_overlaps(units, setting, kernel, areas, book, progress),
        *_closure(units, clipping, setting, book),
    ]


def _counted(rule: str, rows: Bools, area_m2: Floats, book: RuleBook, **values: Any) -> list[Finding]:
    """Return how many units something is so of, nothing for none."""
    if not rows.any():
        return []
    return [book.finding(rule, place=str(values.pop("place", rule)), role="zoning_units", count=int(rows.sum()),
                         area_m2=float(area_m2[rows].sum()), **values)]


def _weights(setting: ZoningSetting, book: RuleBook) -> list[Finding]:
    most = float(book.threshold("zoning.consistency", "max_ratio_coefficient"))
    names = zone_names(book, book.language)
    return [book.finding("zoning.consistency", place=ZONES[zone], zone_name=names[zone], ratio=round(item.ratio, 4))
            for zone, item in enumerate(setting.rules.weights) if item.ratio is not None and item.ratio > most]


def _unchecked(setting: ZoningSetting, given: Given, facts: ZoningFacts, book: RuleBook) -> list[Finding]:
    """Return which hard rules could not be applied for want of data."""
    language = 0 if book.language == "zh" else 1
    names, found = zone_names(book, book.language), []
    for rule in setting.rules.hard:
        if rule.spares:
            if not given.classes and not given.kinds.intersection(rule.masks):
                found.append(book.finding("zoning.settlements_unknown", place=rule.rule_id, name=rule.names[language]))
            continue
        needed = [role_title(kind, book.language) for kind in rule.masks if kind not in given.kinds]
        if rule.classes and not given.classes:
            needed.append(role_title("land", book.language))
        if rule.hazard and np.isnan(facts.value[HAZARD]).all():
            needed.append(role_title("flood_hazard", book.language))
        if needed:
            found.append(book.finding("zoning.rule_unchecked", place=rule.rule_id, name=rule.names[language],
                                      zone_name=names[rule.zone], needed=needed))
    return found


def _criteria(zoning: Zoning, area_m2: Floats, setting: ZoningSetting, book: RuleBook) -> list[Finding]:
    """Return which measures that have a weight are missing, everywhere or in some units."""
    language = 0 if book.language == "zh" else 1
    names = zone_names(book, book.language)
    zones: dict[str, list[str]] = {}
    known: dict[str, Bools] = {}
    for item in setting.rules.criteria:
        place = CRITERIA.index(item.name)
        if setting.rules.weights[item.zone].weights[place] > 0:
            zones.setdefault(item.measure, []).append(names[item.zone])
            known[item.measure] = ~np.isnan(zoning.points[item.zone][:, place])
    found = []
    for measure, there in known.items():
        title = setting.measures[measure].names[language]
        if not there.any():
            found.append(book.finding(
                "zoning.criterion_missing", place=measure, criterion=title, zones=zones[measure],
                layer=[role_title(role, book.language) for role in _LAYER_OF[measure]]))
        else:
            found += _counted("zoning.criterion_partly", ~there, area_m2, book, place=measure, criterion=title)
    return found


def _unzoned(units: ZoningUnits, zoning: Zoning, area_m2: Floats, setting: ZoningSetting,
             book: RuleBook) -> list[Finding]:
    """Return the units that have no value, one by one, and how many no zone admits, by what excludes the zones."""
    language = 0 if book.language == "zh" else 1
    unzoned = zoning.zone == NOWHERE
    nothing = np.isnan(zoning.scores).all(axis=1)

    def finding(row: int) -> Finding:
        return book.finding("zoning.no_value", subject_id=str(units.ids[row]), role=units.role,
                            area_m2=float(area_m2[row]), source_fid=int(units.table.fids[row]),
                            wkb=units.table.wkb[row])

    empty = np.flatnonzero(unzoned & nothing)
    found = told(units, empty, finding, book, area_m2[empty])
    names = {rule.rule_id: rule.names[language] for rule in setting.rules.hard}
    closing = np.array(deciding(zoning.verdict, zoning.holds, setting.rules.hard), dtype=object)
    for ids in sorted(set(closing[unzoned & ~nothing].tolist())):
        found += _counted("zoning.no_zone", unzoned & ~nothing & (closing == ids), area_m2, book, place=ids,
                          names=[names[rule] for rule in ids.split(";")] if ids else ["—"])
    left = zoning.by_score & (zoning.verdict.allowed.sum(axis=1) == 1)
    return [*found, *_counted("zoning.left_over", left, area_m2, book)]


def _conflicts(zoning: Zoning, area_m2: Floats, setting: ZoningSetting, book: RuleBook) -> list[Finding]:
    found = [item for place, conflict in enumerate(setting.rules.conflicts)
             for item in _counted(conflict.rule_id, zoning.conflicts[:, place], area_m2, book)]
    return [*found, *_counted(CLASH, zoning.verdict.clash, area_m2, book)]


def _evened(zoning: Zoning, area_m2: Floats, book: RuleBook) -> list[Finding]:
    evened = zoning.evened
    small = evened.small != NOWHERE
    patches = len(np.unique(evened.small[small]))
    return [*_counted("zoning.smoothed", evened.smoothed, area_m2, book),
            *_counted("zoning.sieved", evened.sieved, area_m2, book),
            *([book.finding("zoning.small_kept", place="small", count=patches, area_m2=float(area_m2[small].sum()))]
              if patches else [])]


def _by_point(area_m2: Floats, given: Given, inputs: ZoningInputs, book: RuleBook) -> list[Finding]:
    return [item for name, rows in given.rasters.by_point.items()
            for item in _counted("zoning.by_point", rows, area_m2, book, place=RASTERS[name],
                                 layer=inputs.label(name))]


def _overlaps(units: ZoningUnits, setting: ZoningSetting, kernel: Kernel, areas: AreasOf, book: RuleBook,
              progress: Progress) -> list[Finding]:
    if setting.grid:
        return []
    first, second, shared = self_overlaps(units.table, kernel, progress)
    if not len(first):
        return []
    size = areas(shared)
    kept = np.flatnonzero(size > float(book.threshold("closure.sliver", "max_area_m2")))
    pairs = {int(first[place]): place for place in kept[::-1].tolist()}

    def finding(row: int) -> Finding:
        place = pairs[row]
        return book.finding("zoning.units_overlap", subject_id=str(units.ids[row]), role=units.role,
                            other_id=str(units.ids[second[place]]), area_m2=float(size[place]), wkb=shared[place],
                            source_fid=int(units.table.fids[row]))

    rows: Sequence[int] = sorted(pairs)
    return told(units, np.array(rows, dtype=np.int64), finding, book)


def _closure(units: ZoningUnits, clipping: Clipping, setting: ZoningSetting, book: RuleBook) -> list[Finding]:
    """Return by how much the units miss what was to be zoned, where it is more than rounding."""
    count, whole = np.array([len(units)]), np.array([clipping.whole_m2])
    tolerance = float(closure_tolerance(count, whole, book)[0])
    if abs(clipping.residual_m2) <= tolerance:
        return []
    role = "floodplain" if setting.grid else "zoning_units"
    return [book.finding("closure.residual", subject_name=units.table.name, role=role, area_m2=clipping.residual_m2,
                         residual_m2=clipping.residual_m2, tolerance_m2=tolerance)]
