"""What flood polygons reach of polygons, lines and points: all they touch, and how much of it they cover once."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsGeometry, QgsRectangle

from ..i18n import tr
from .hilbert_tree import HilbertTree
from .line_lengths import lengths_of
from .overlay import overlay
from .united_shapes import united_shapes
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateTransformContext

    from ..rules.areas import Bools, Floats
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .line_reading import LineTable
    from .occupation import AreasOf
    from .reading import FeatureTable, PolygonTable

_CHECK_EVERY = 256  # pairs


@dataclass(frozen=True)
class Reached:
    """touched: bool (targets,) by GEOS's ``intersects``; amount: m² or m that the flood covers, NaN for points.

    failed: (flood row or -1, target row, reason) of pairs that GEOS could not cut: their amount is missing.
    """

    touched: Bools
    amount: Floats
    failed: list[tuple[int, int, str]] = field(default_factory=list)


def reached_polygons(targets: PolygonTable, flood: PolygonTable, areas: AreasOf, kernel: Kernel,
                     progress: Progress) -> Reached:
    """Return what valid flood polygons reach of valid polygons in their CRS; where they overlap they count once."""
    cut = overlay(flood, targets, kernel, progress.part(0.0, 0.7))
    order = np.lexsort((cut.subject, cut.land))
    land, wkb, whole = cut.land[order], cut.wkb[order], cut.whole[order]
    first = np.flatnonzero(np.diff(land, prepend=-1))
    several = np.diff(np.append(first, len(land))) > 1
    inside = np.logical_or.reduceat(whole, first) if len(first) else np.zeros(0, dtype=bool)
    shapes = wkb[first].copy()
    shapes[inside] = targets.wkb[land[first[inside]]]
    merged = np.flatnonzero(several & ~inside)
    group = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(land))))
    chosen = np.isin(group, merged)
    shapes[merged] = as_wkb_array(united_shapes(
        wkb[chosen], np.searchsorted(merged, group[chosen]), len(merged), kernel, progress.part(0.7, 0.8)))
    lost = merged[[not shapes[place] for place in merged.tolist()]]
    amount = np.zeros(len(targets))
    amount[land[first]] = areas(shapes)
    failed = [*cut.failed, *((-1, row, tr("the parts cannot be united")) for row in land[first[lost]].tolist())]
    touched = np.zeros(len(targets), dtype=bool)
    touched[land[first]] = True
    _touch(touched, targets, flood, progress.part(0.8, 1.0))
    return Reached(touched, amount, failed)


def reached_lines(targets: LineTable, flood: PolygonTable, transform_context: QgsCoordinateTransformContext,
                  progress: Progress) -> Reached:
    """Return what valid flood polygons reach of lines in their CRS; where they overlap they count once."""
    touched = np.zeros(len(targets), dtype=bool)
    met = _touch(touched, targets, flood, progress.part(0.0, 0.5), everyone=True)
    rows: list[int] = []
    parts: list[bytes] = []
    failed: list[tuple[int, int, str]] = []
    for number, (row, others) in enumerate(met.items()):
        if number % _CHECK_EVERY == 0:
            progress.check()
            progress.set(0.5 + 0.5 * number / len(met))
        line, box = _shape(targets.wkb[row]), QgsRectangle(*targets.bounds[row].tolist())
        box.grow(max(box.width(), box.height()) + 1e-9)
        wet = [line.intersection(_shape(flood.wkb[other]).clipped(box)) for other in others]
        failed += [(other, row, part.lastError()) for other, part in zip(others, wet) if part.isNull()]
        whole = wet[0] if len(wet) == 1 else QgsGeometry.unaryUnion([part for part in wet if not part.isNull()])
        for part in whole.asGeometryCollection():
            if part.type() == line.type() and not part.isEmpty():
                rows.append(row)
                parts.append(bytes(part.asWkb()))
    lengths = lengths_of(as_wkb_array(parts), targets.crs, transform_context)
    amount = np.bincount(np.array(rows, dtype=np.int64), lengths, len(targets)).astype(np.float64)
    return Reached(touched, amount, failed)


def reached_points(targets: FeatureTable, flood: PolygonTable, progress: Progress) -> Reached:
    """Return which points flood polygons touch."""
    touched = np.zeros(len(targets), dtype=bool)
    _touch(touched, targets, flood, progress)
    return Reached(touched, np.full(len(targets), np.nan))


def _touch(touched: Bools, targets: FeatureTable, flood: PolygonTable, progress: Progress, *,
           everyone: bool = False) -> dict[int, list[int]]:
    """Mark the targets that GEOS says a flood polygon intersects; return by target which polygons do.

    Targets already marked are passed over unless ``everyone`` is asked for.
    """
    tree = HilbertTree(targets.bounds)
    polygon, row = tree.pairs(flood.bounds, progress)
    met: dict[int, list[int]] = {}
    last = -1
    engine: Any = None
    for number, (one, other) in enumerate(zip(polygon.tolist(), row.tolist())):
        if number % _CHECK_EVERY == 0:
            progress.check()
            progress.set(number / len(row))
        if touched[other] and not everyone:
            continue
        if one != last:
            shape = _shape(flood.wkb[one])  # kept as long as its engine, as is the target below
            last, engine = one, _prepared(shape)
        target = _shape(targets.wkb[other])
        if engine.intersects(target.constGet()):
            touched[other] = True
            met.setdefault(other, []).append(one)
    return met


def _prepared(shape: QgsGeometry) -> Any:
    engine = QgsGeometry.createGeometryEngine(shape.constGet())
    engine.prepareGeometry()
    return engine


def _shape(wkb: bytes) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry
