"""Permanent basic farmland beside the survey: what of it lies on no parcel, and what its polygons claim twice."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.admin_units import Unit, county_name
from ...engine.partition import split_by_zones
from ...engine.permanent_parts import beyond_survey
from ...engine.subtraction import unite
from ...engine.wkb import as_wkb_array
from ...rules.control_lines import PERMANENT
from ...rules.unit_levels import code_at, level_of
from ...rules.units import hundredths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...engine.kernel import Kernel
    from ...engine.land_levels import Level
    from ...engine.occupation import AreasOf
    from ...engine.reading import PolygonTable
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .stable_land import StableLand



@dataclass(frozen=True)
class PermanentOutside:
    """Permanent farmland on no parcel, hundredths of m² by level and unit, and what is to be said of it."""

    by_level: Mapping[str, Mapping[Unit, int]]
    findings: Sequence[Finding]


def permanent_outside(lined: PolygonTable, land: StableLand, levels: Sequence[Level], kernel: Kernel, areas: AreasOf,
                      book: RuleBook, progress: Progress) -> PermanentOutside:
    """Return what of permanent farmland lies on no parcel; geometry is subtracted only where areas do not agree.

    Raises PlannerError and Canceled.
    """
    rest, most, whole = beyond_parcels(lined, PERMANENT, land, kernel, areas, book, progress.part(0.0, 0.8))
    if abs(rest) <= most:
        return PermanentOutside({}, [])
    beyond = as_wkb_array([whole] if whole else [])
    zone = np.full(len(beyond), -1, dtype=np.int64)
    if land.units is not None and len(beyond):
        _, zone, beyond = split_by_zones(beyond, land.units[0], kernel, progress.part(0.8, 1.0))
    measured = hundredths(areas(beyond)) if len(beyond) else np.zeros(0, dtype=np.int64)
    total = float(measured.sum()) / 100
    findings = []
    if total > most:
        findings.append(book.finding("target.permanent_outside", role=PERMANENT, place=PERMANENT, area_m2=total,
                                     wkb=whole))
    if rest - total > most:
        findings.append(book.finding("target.permanent_overlap", role=PERMANENT, place=PERMANENT,
                                     area_m2=rest - total))
    return PermanentOutside(_by_level(levels, land, zone, measured), findings)


def beyond_parcels(layer: PolygonTable, name: str, land: StableLand, kernel: Kernel, areas: AreasOf, book: RuleBook,
                   progress: Progress) -> tuple[float, float, bytes]:
    """Return (rest, most, shape): what parcels leave of a layer that they are cut by, m², and where it lies.

    most: as much may come of rounding. What polygons of the layer share is in the rest too, but nowhere.
    """
    pieces = land.pieces
    inside = pieces.inside(name)
    # every piece is rounded by itself: errors of up to a hundredth grow with the root of their number
    each = float(book.threshold("closure.residual", "max_residual_m2_per_parcel"))
    most = each * max(float(inside.sum()), 1.0) ** 0.5
    # as computed on both sides: declared areas differ from the drawn land although nothing lies beyond or twice
    rest = float(areas(layer.wkb).sum()) - float(pieces.raw[inside].sum())
    if abs(rest) <= most:
        return rest, most, b""
    left, _ = beyond_survey(layer, land.survey, kernel, progress)
    return rest, most, unite(kernel, as_wkb_array([wkb for wkb in left if wkb]), progress) if any(left) else b""


def _by_level(levels: Sequence[Level], land: StableLand, zone: np.ndarray,
              measured: np.ndarray) -> dict[str, dict[Unit, int]]:
    """Return areas outside the survey by level and unit; a unit without code and name has what lies in none."""
    found: dict[str, dict[Unit, int]] = {}
    polygons = land.unit_polygons or []
    for level in levels:
        sums = found.setdefault(level.name, {})
        for row, area in zip(zone.tolist(), measured.tolist()):
            unit = _unit_at(level, polygons[row]) if row >= 0 else Unit("", "")
            sums[unit] = sums.get(unit, 0) + area
    return found


def _unit_at(level: Level, own: Unit) -> Unit:
    """Return the unit of a level that a polygon of UNITS is, or lies in by its code."""
    code = code_at(own.code, level.name)
    if own in level.units or level_of(own.code) == level.name:
        return own
    return next((unit for unit in level.units if unit.code and unit.code == code), Unit(code, county_name(code)))
