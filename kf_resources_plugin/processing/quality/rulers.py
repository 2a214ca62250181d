"""How the shapes of a layer are measured: on the ellipsoid, in the plane where its CRS cannot be used."""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ...engine.map_units import metres_per_unit
from ...engine.wkb import rings_from_wkb, wkb_areas
from ...rules.gauss_kruger import SEMI_MAJOR
from ...rules.lengths import mean_widths

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...engine.occupation import AreasOf
    from ...engine.reading import FeatureTable
    from ...engine.wkb import Wkbs
    from ...rules.areas import Floats
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .check_inputs import CheckInputs

    WidthsOf = Callable[[Wkbs, Floats], Floats]

_DEGREES, _POLE = 360.0, 89.0


@dataclass(frozen=True)
class Ruler:
    """How the shapes of a layer are measured: areas in m², mean widths in m, metres per unit of x and y."""

    areas: AreasOf
    widths: WidthsOf
    scale: tuple[float, float]
    tolerance_m: float


def ruler_of(inputs: CheckInputs, table: FeatureTable, book: RuleBook, progress: Progress) -> Ruler:
    """Return the ruler of a layer that was read."""
    tolerance, scale = float(inputs.given["TOLERANCE_M"]), _scale(table)
    if not inputs.crs_is_usable:
        return Ruler(lambda wkb: wkb_areas(np.asarray(wkb, dtype=object)) * (scale[0] * scale[1]),
                     partial(_planar_widths, scale), scale, tolerance)
    return Ruler(inputs.areas(table.crs, book, progress), inputs.widths(table.crs, progress), scale, tolerance)


def _scale(table: FeatureTable) -> tuple[float, float]:
    """Return metres per unit of x and y; what a CRS says goes only as far as the coordinates bear it out."""
    bounds = table.bounds[~np.isnan(table.bounds).any(axis=1)]
    if len(bounds) and (np.abs(bounds) <= _DEGREES).all() and (table.crs.isGeographic() or not table.crs.isValid()):
        latitude = float(np.clip((bounds[:, 1].min() + bounds[:, 3].max()) / 2.0, -_POLE, _POLE))
        degree = float(np.radians(SEMI_MAJOR))
        return degree * float(np.cos(np.radians(latitude))), degree
    if table.crs.isGeographic() or not table.crs.isValid():
        return 1.0, 1.0
    unit = metres_per_unit(table.crs)
    return unit, unit


def _planar_widths(scale: tuple[float, float], wkb: Wkbs, areas: Floats) -> Floats:
    """Return mean widths in metres as ``lengths.mean_widths`` has them, float64 (rows,)."""
    rings = rings_from_wkb(wkb)
    steps = np.hypot(np.diff(rings.x) * scale[0], np.diff(rings.y) * scale[1])
    steps[rings.offsets[1:-1] - 1] = 0.0
    perimeter = np.bincount(np.repeat(rings.owner, np.diff(rings.offsets))[:-1], steps, rings.owners)
    return mean_widths(areas, perimeter)
