"""What every unit holds of cultivated, stable and permanent farmland, and the ceiling that two years of it give."""
from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from ..rules.farmland_targets import Actual, Ceiling, spoken
from ..rules.unit_levels import code_at, level_of, plain_code
from .admin_units import Unit, Whereabouts, counties_of, county_name, known_units
from .closure import slivers
from .land_levels import own_level
from .land_split import cut_by_units, largest_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .farmland_change import WidthsOf
    from .kernel import Kernel
    from .land_levels import Level
    from .land_split import LandPieces
    from .land_survey import LandSurvey
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .stable_farmland import Stability

CEILING_LEVELS = ("city", "county")


def sums_of(level: Level, amounts: np.ndarray, take: np.ndarray) -> dict[Unit, int]:
    """Return the sum of amounts, int64 (pieces,), over pieces to take, bool (pieces,), for every unit of a level."""
    total = np.zeros(len(level.units), dtype=np.int64)
    np.add.at(total, level.unit_of[take], amounts[take])
    return dict(zip(level.units, total.tolist()))


def actuals(levels: Sequence[Level], pieces: LandPieces, found: Stability, permanent: np.ndarray | None,
            outside: Mapping[str, Mapping[Unit, int]]) -> list[Actual]:
    """Return what every unit of every level holds of each indicator, in hundredths of m².

    permanent: bool (pieces,) inside the line of permanent farmland, None where that is not known; of it the cultivated
    classes count net, and all land gross, with what lies outside the survey (``outside``, by level and unit).
    """
    listed = []
    for level in levels:
        cultivated, stable, untold = (sums_of(level, pieces.net, take)
                                      for take in (found.farmland, found.stable, found.untold))
        inside: dict[Unit, int] = {}
        gross: dict[Unit, int] = {}
        if permanent is not None:
            inside = sums_of(level, pieces.net, found.farmland & permanent)
            gross = sums_of(level, pieces.area, permanent)
            for unit, area in outside.get(level.name, {}).items():
                gross[unit] = gross.get(unit, 0) + area
        units = sorted({*cultivated, *gross}, key=lambda unit: (unit.code, unit.name))
        for unit in units:
            held, lined, unknown = cultivated.get(unit, 0), gross.get(unit, 0), untold.get(unit, 0)
            if not (unit.code or unit.name or held or lined):
                continue  # nothing that has no unit
            listed += [Actual(unit.code, unit.name, level.name, "cultivated", held),
                       Actual(unit.code, unit.name, level.name, "stable",
                              None if held and unknown == held else stable.get(unit, 0), unknown=unknown),
                       Actual(unit.code, unit.name, level.name, "permanent",
                              None if permanent is None else inside.get(unit, 0),
                              None if permanent is None else lined)]
    return listed


def county_codes(levels: Sequence[Level], pieces: int) -> tuple[list[str], np.ndarray]:
    """Return codes of counties, '' where nothing tells, and the position of each piece's, int64 (pieces,)."""
    level = _level(levels, "county")
    if level is None:
        return [""], np.zeros(pieces, dtype=np.int64)
    return [unit.code for unit in level.units], level.unit_of


def units_by_name(polygons: Sequence[Unit] | None) -> dict[str, set[Unit]]:
    """Return the units that a table may mean by a name as it is looked up: those of UNITS, then those known."""
    found: dict[str, set[Unit]] = {}
    for unit in polygons or ():
        found.setdefault(spoken(unit.name), set()).add(Unit(plain_code(unit.code), unit.name))
    for unit in known_units():
        found.setdefault(spoken(unit.name), {unit})
    return found


def absent_counties(listed: Sequence[Level], farmland: np.ndarray,
                    with_land: Collection[str]) -> dict[str, list[str]]:
    """Return of every city the known counties without parcels, where there are any, sorted by code.

    farmland: bool (pieces,); with_land: codes of units that parcels of any class lie in.
    """
    city, county = _level(listed, "city"), _level(listed, "county")
    held = set() if county is None else {county.units[place].code for place in np.unique(county.unit_of[farmland])}
    held |= set(with_land)
    absent = {unit.code: [code for code in counties_of(unit.code) if code not in held]
              for unit in (() if city is None else city.units)}
    return {code: absent[code] for code in sorted(absent) if absent[code]}


def county_areas(survey: LandSurvey, units: tuple[PolygonTable, list[Unit]] | None, areas: AreasOf, widths: WidthsOf,
                 book: RuleBook, kernel: Kernel, progress: Progress) -> dict[str, float]:
    """Return the area of parcels of any class by county, m²; '' for land of which neither unit nor location code tells.

    Parcels and polygons are valid and in one CRS. A sliver across a border goes with its parcel. Raises Canceled.
    """
    pieces, listed, unit_of = cut_by_units(survey, units, areas, book, kernel, progress)
    known = Whereabouts.of(listed, unit_of, survey.location, pieces.land, None if units is None else units[1])
    codes, county_of = np.unique(np.array(known.at("county"), dtype=str), return_inverse=True)
    county = county_of.reshape(-1)[known.of_piece]
    if units is not None and own_level(units[1]) == "county":  # a zone is itself, whatever the codes within it say
        inside = np.array([unit != Unit("", "") and level_of(unit.code) in {"", "county"} for unit in listed],
                          dtype=bool)[unit_of]
        county = np.where(inside, len(codes) + unit_of, county)
        codes = np.append(codes, [unit.code for unit in listed])
    cut = np.flatnonzero(np.bincount(pieces.land, minlength=1)[pieces.land] > 1)
    thin = cut[slivers(pieces.raw[cut], widths(pieces.wkb[cut], pieces.raw[cut]), book)]
    home = largest_parts(cut, pieces.land, pieces.raw, len(survey.kind))
    county[thin] = county[home[pieces.land[thin]]]
    return sums_by_code(codes.tolist(), np.bincount(county, pieces.raw, len(codes)).tolist())


def sums_by_code(codes: Sequence[str], areas: Sequence[float]) -> dict[str, float]:
    """Return areas by code, those of one code together, of the codes that have any."""
    found: dict[str, float] = {}
    for code, area in zip(codes, areas):
        if area:
            found[code] = found.get(code, 0.0) + area
    return found


def differing_counties(now: Mapping[str, float], before: Mapping[str, float], apart: Mapping[str, float],
                       share: float) -> set[str]:
    """Return the counties of which two years have not the same land, as ``county_areas`` has it; all where '' has not.

    apart: the land that they do not have both. share: of a county's land, by how much the years may differ; of all
    land, where it is land of no known county: that may be any county's.
    """
    most = {code: max(now.get(code, 0.0), before.get(code, 0.0)) for code in {*now, *before, *apart}}
    differing = {code for code in most if apart.get(code, 0.0) > share * (most[code] if code else fsum(most.values()))}
    return set(most) if "" in differing else differing


def ceilings(now: Sequence[Level], stable: np.ndarray, before: Sequence[Level], stable_before: np.ndarray,
             approved: Mapping[str, Mapping[Unit, int]] | None, missing: Collection[str]) -> list[Ceiling]:
    """Return the ceiling of every city and county.

    stable, stable_before: int64 (pieces,) net area of stable land, 0 elsewhere; approved: the net cultivated area
    approved for occupation by level and unit, None where nobody said; missing: counties of which the years cannot be
    compared, with '' none can.
    """
    listed = []
    for name in CEILING_LEVELS:
        level, past = _level(now, name), _level(before, name)
        held = {} if level is None else sums_of(level, stable, stable > 0)
        earlier = {} if past is None else sums_of(past, stable_before, stable_before > 0)
        taken = None if approved is None else approved.get(name, {})
        for unit in sorted({*held, *earlier, *(taken or ())}, key=lambda unit: (unit.code, unit.name)):
            if not (unit.code or unit.name or held.get(unit) or earlier.get(unit) or (taken or {}).get(unit)):
                continue  # nothing that has no unit
            unknown = "" in missing or (unit.code in missing if name == "county" else any(
                code_at(county, "city") in {unit.code, ""} for county in missing))  # a zone may be of any city
            listed.append(Ceiling(
                unit.code, unit.name, name, None if unknown else earlier.get(unit, 0),
                None if unknown else held.get(unit, 0), None if taken is None else taken.get(unit, 0)))
    return listed


def _level(levels: Sequence[Level], name: str) -> Level | None:
    return next((level for level in levels if level.name == name), None)


def counties_named(codes: Sequence[str]) -> list[str]:
    """Return counties as a planner reads them: code and name."""
    return [f"{code} {county_name(code)}" if county_name(code) != code else code for code in codes]
