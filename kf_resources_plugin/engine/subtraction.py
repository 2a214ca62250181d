"""What is left of a polygon when parts of it are taken, proved by its area.

Where edges nearly coincide GEOS may return a difference that is valid and wrong: a triangle of 16 m² where nothing is
left. Pieces cut out of a polygon end beside its edges by up to the spacing of coordinates (7 nm at zone-prefixed
eastings), so every subtraction of pieces is such a case until both have common vertices. And what is left measures the
whole less what is taken: a result that does not is computed again on copies that GEOS finds easier, and taken when its
area closes.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..i18n import tr
from .common_vertices import with_common_vertices
from .dissolve import dissolved
from .hilbert_tree import HilbertTree
from .kernel import DIFFERENCE, INTERSECTION, combine, snapping_grid
from .slivers import half_lengths, rounding_areas, rounding_strip, without_rounding_slivers
from .validity import repaired
from .wkb import MULTI_POLYGON, as_wkb_array, moved, near_origins, plain_types, wkb_areas, wkb_bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..rules.areas import Floats
    from ..rules.progress import Progress
    from .kernel import Kernel, Shapes
    from .wkb import Wkbs

_TOGETHER = 256  # polygons united in one call of GEOS: some hundredths of a second
_AT_ONCE = 500  # polygons that others are subtracted from between two looks for a cancel
_MANY = 8  # polygons whose shared edges are worth cancelling
_TWICE = 2.0  # GEOS's areas are rounded otherwise than ours
_OUTLINES = 2.0  # both the polygon's and the piece's vertices are rounded


def subtract(kernel: Kernel, left: Wkbs, right: Wkbs, progress: Progress) -> tuple[Wkbs, dict[int, str]]:
    """Return (rest, reasons): each polygon on the left without the one on the right, which lies in it.

    It lies in it but for rounding. rest: ``b""`` where nothing is left. reasons: by row, where no attempt closes; the
    rest is ``b""`` there too.
    """
    rest = left.copy()
    failures: dict[int, str] = {}
    for begin in range(0, len(left), _AT_ONCE):
        progress.check()
        some = slice(begin, begin + _AT_ONCE)
        rest[some], failed = _without(kernel, left[some], right[some], progress)
        failures.update({begin + row: reason for row, reason in failed.items()})
    off = np.abs(_areas(left) - _areas(right) - _areas(rest)) > _rounding(left) + _rounding(right)
    off[list(failures)] = True
    reasons: dict[int, str] = {}
    for row in np.flatnonzero(off).tolist():
        rest[row], reason = subtract_all(kernel, left[row], right[row:row + 1], 0.0, progress)
        if reason:
            reasons[row] = reason
    return rest, reasons


def _without(kernel: Kernel, left: Wkbs, right: Wkbs, progress: Progress) -> tuple[Wkbs, dict[int, str]]:
    """Return (rest, reasons) as ``subtract`` does, not proved; computed with coordinates from near each polygon."""
    origin = np.nan_to_num(near_origins(wkb_bounds(left)))
    rows = with_common_vertices(left, right, np.arange(len(right), dtype=np.int64), progress)
    one, other = (kernel.moved(kernel.load(side), -origin) for side in rows)
    shapes, failures = combine(kernel, DIFFERENCE, one, other, snapping_grid(left[0]) if len(left) else None)
    return in_layer(kernel, shapes, origin), failures


def in_layer(kernel: Kernel, shapes: Shapes, origin: Floats) -> Wkbs:
    """Return the polygons of shapes in the coordinates of the layer, valid, without traces of rounding.

    origin: (shapes, 2) or (2,). Shapes that nothing ails, nearly all, are not looked at vertex by vertex.
    """
    there = kernel.moved(shapes, origin)
    result = kernel.dump(there)
    area, half_length, largest = kernel.measures(there)
    thin = (area <= _TWICE * rounding_strip(largest, half_length)) | (plain_types(result) == MULTI_POLYGON)
    result[thin] = without_rounding_slivers(result[thin])
    bad = kernel.not_valid(there)  # vertices nearer than the spacing of coordinates fell together
    for row in bad[list(kernel.invalid(result[bad]))].tolist():
        result[row] = repaired(result[row], kernel)
    return result


def subtract_all(kernel: Kernel, whole: bytes, pieces: Wkbs, doubled: float, progress: Progress) -> tuple[bytes, str]:
    """Return (rest, reason): a polygon without pieces that lie in it but for rounding.

    doubled: the most that pieces may cover twice, in squared units of the coordinates. Of attempts that close as well
    as copies on a grid can, the nearest counts. The reason is '' but where none does; the rest is ``b""`` then.
    """
    rows = _with_common_vertices(whole, pieces, progress)
    rounding, slack = float(_rounding(rows).sum()), _slack(rows)
    area, taken = _area(whole), float(_areas(pieces).sum())
    nearest, best = np.inf, b""
    reason = ""
    for copy in _copies(kernel, rows):
        for attempt in (_without_union,) if copy.slack else (_without_union, _without_each):
            progress.check()
            try:
                found, least, most = attempt(kernel, copy.rows, doubled, progress)
            except ValueError as error:
                reason = str(error)
                continue
            rest = bytes(copy.put_back(kernel, as_wkb_array([found]))[0])
            least, most = max(least, taken - doubled), min(most, taken)  # of what the pieces cover
            off = max(area - most - _area(rest), _area(rest) - area + least)
            if off <= rounding:
                return rest, ""
            if off <= rounding + slack and off < nearest:
                nearest, best = off, rest
            reason = tr("the parts do not sum to the whole")
    return best, "" if nearest < np.inf else reason


def _with_common_vertices(whole: bytes, others: Wkbs, progress: Progress) -> Wkbs:
    """Return a polygon and others that lie on it, one after the other, with common vertices."""
    place = np.zeros(len(others), dtype=np.int64)
    return np.concatenate(with_common_vertices(as_wkb_array([whole]), others, place, progress))


def subtract_block(
    kernel: Kernel, whole: bytes, parcels: Wkbs, covered: float, progress: Progress
) -> bytes | None:
    """Return a polygon without parcels that cover so much of it, in squared units of the coordinates.

    None where parcels do more than touch one another or the result does not measure what it must: ``subtract_all``
    looks closer. A block of parcels has a short outline, the pieces of a large polygon have thousands of vertices.
    """
    block = dissolved(kernel, parcels, progress) if len(parcels) >= _MANY else None
    if block is None:
        return None
    row = as_wkb_array([whole])
    rest, failures = _without(kernel, row, as_wkb_array([block]), progress)
    off = abs(_area(whole) - covered - float(_areas(rest)[0]))
    return None if failures or off > float(_rounding(row)[0]) else bytes(rest[0])


def divide(kernel: Kernel, whole: bytes, other: bytes, progress: Progress) -> tuple[bytes, bytes]:
    """Return (inside, beside): what a polygon shares with another and what it does not, ``b""`` for nothing.

    Raises ValueError where no attempt closes.
    """
    rows = _with_common_vertices(whole, as_wkb_array([other]), progress)
    rounding = float(_rounding(rows).sum())
    reason = ""
    for copy in _copies(kernel, rows):
        progress.check()
        if not all(copy.rows):  # a needle thinner than the grid of the copy is not there
            continue
        cut, reason = _in_two(kernel, copy.rows)
        if reason:
            continue
        parts = copy.put_back(kernel, cut)
        area, *found = _areas(as_wkb_array([whole, *parts])).tolist()
        faults = kernel.invalid(parts)
        if not faults and abs(area - sum(found)) <= rounding + copy.slack:
            return parts[0], parts[1]
        reason = next(iter(faults.values()), tr("the parts do not sum to the whole"))
    raise ValueError(reason)


def shared(kernel: Kernel, whole: bytes, other: bytes, progress: Progress) -> bytes:
    """Return what a polygon shares with another, where it is sure that they share land: GEOS may find nothing.

    Attempts are proved by the areas of their own copies: beside a needle there may be a thinner one, which falls
    together in the coordinates of the layer. ``b""`` where all that is shared is thinner than rounding. Raises
    ValueError where no attempt closes.
    """
    rows = _with_common_vertices(whole, as_wkb_array([other]), progress)
    rounding, drawn = float(_rounding(rows).sum()), _area(whole)
    reason, is_thin = "", False
    for copy in _copies(kernel, rows):
        progress.check()
        # a grid makes land of traces, and proves nothing of what is smaller than it allows for
        if (copy.slack and (is_thin or copy.slack >= drawn)) or not all(copy.rows):
            continue
        cut, reason = _in_two(kernel, copy.rows)
        if reason or not cut[0]:
            reason = reason or tr("the piece was lost")
            continue
        area, inside, beside = _areas(as_wkb_array([copy.rows[0], *cut])).tolist()
        part = bytes(copy.put_back(kernel, cut[:1])[0])
        allowed = rounding + copy.slack
        faults = kernel.invalid([part])
        if not faults and abs(area - inside - beside) <= rounding and max(
                abs(area - drawn), abs(inside - _area(part))) <= allowed:
            if part:
                return part
            is_thin = True
        reason = next(iter(faults.values()), tr("the parts do not sum to the whole"))
    if is_thin:
        return b""
    raise ValueError(reason or tr("the piece was lost"))


def _in_two(kernel: Kernel, rows: Wkbs) -> tuple[Wkbs, str]:
    """Return (parts, reason): what the first of two polygons shares with the second and what not; reason: GEOS's."""
    left, right = kernel.load(rows[:1]), kernel.load(rows[1:])
    inside, failures = kernel.combine(INTERSECTION, left, right)
    beside, more = kernel.combine(DIFFERENCE, left, right)
    return kernel.dump([*inside, *beside]), {0: "", **failures, **more}[0]


def subtract_each(kernel: Kernel, whole: bytes, others: Wkbs, progress: Progress) -> bytes:
    """Return what of a polygon lies beside all others, ``b""`` for nothing; they may reach out of it.

    Slower than to subtract their union, but each step is proved. Raises ValueError where no attempt closes.
    """
    rest = whole
    for other in others.tolist():
        rest = divide(kernel, rest, other, progress)[1] if rest else b""
    return rest


def unite(kernel: Kernel, wkbs: Wkbs, progress: Progress, doubled: float = np.inf) -> bytes:
    """Return what any of some valid polygons covers.

    doubled: the most that they may cover twice, in squared units of the coordinates. Of polygons that nearly coincide
    GEOS may fill a hole or lose one of them and raise nothing: a union that measures less than the largest, or than all
    without what they may cover twice, or more than all together is computed again. Where these bounds lie apart, and it
    does not measure as much as all together, two attempts that agree are asked for, unless only one succeeds. Raises
    ValueError when GEOS cannot.
    """
    rows = wkbs[wkbs != b""]
    if len(rows) < 2:  # noqa: PLR2004  # nothing to unite
        return bytes(rows[0]) if len(rows) else b""
    if len(rows) >= _MANY:
        found = dissolved(kernel, rows, progress)
        if found is not None:
            return found
    areas = _areas(rows)
    shifted = snapping_grid(rows[0]) * float(half_lengths(rows).sum())  # GEOS shifts vertices to node what is near
    least, most = max(areas.max(), areas.sum() - doubled), areas.sum()
    unions: list[bytes] = []
    reason = ""
    for copy in _copies(kernel, rows):
        try:
            whole = bytes(copy.put_back(kernel, as_wkb_array([_united(kernel, copy.rows, progress)]))[0])
        except ValueError as error:
            reason = str(error)
            continue
        area = _area(whole)
        if not least - shifted <= area <= most + shifted:
            reason = tr("the parts do not sum to the whole")
            continue
        if most - max(least, area) <= shifted:
            return whole
        agreeing = [other for other in unions if abs(_area(other) - area) <= shifted]
        if agreeing:
            return agreeing[0]
        unions.append(whole)
    if len(unions) == 1:
        return unions[0]
    raise ValueError(reason or tr("the parts do not sum to the whole"))


def _united(kernel: Kernel, wkbs: Wkbs, progress: Progress) -> bytes:
    """Return GEOS's union. Neighbours are united first, so that what they do more than touch can be cancelled."""
    left = wkbs
    while len(left) > 1:
        near = left[HilbertTree(wkb_bounds(left)).order]
        merged = []
        for start in range(0, len(near), _TOGETHER):
            progress.check()
            merged.append(kernel.union(near[start:start + _TOGETHER]))
        left = as_wkb_array(merged)
    return bytes(left[0])


def _areas(wkbs: Wkbs) -> Floats:
    return wkb_areas(wkbs)


def _area(wkb: bytes) -> float:
    return float(_areas(as_wkb_array([wkb]))[0])


def _rounding(wkbs: Wkbs) -> Floats:
    """Return by how much rounding may change the area of what is cut along each polygon, (rows,)."""
    return _OUTLINES * rounding_areas(wkbs)


def _without_union(kernel: Kernel, rows: Wkbs, doubled: float, progress: Progress) -> tuple[bytes, float, float]:
    """Subtract the union of the other rows from the first; return (rest, least, most) that they cover.

    doubled: the most that they may cover twice. Raises ValueError when GEOS cannot.
    """
    covered = unite(kernel, rows[1:], progress, doubled)
    area = _area(covered)
    return _without_each(kernel, as_wkb_array([rows[0], covered]), doubled, progress)[0], area, area


def _without_each(kernel: Kernel, rows: Wkbs, _: float, progress: Progress) -> tuple[bytes, float, float]:
    """Subtract the other rows from the first one by one; what they cover together does not come out of that."""
    rest = list(kernel.load(rows[:1]))
    for other in kernel.load(rows[1:]):
        progress.check()
        if other is None or rest[0] is None or not kernel.size(rest[0]):
            continue
        rest, failures = kernel.combine(DIFFERENCE, rest, [other])
        if failures:
            raise ValueError(failures[0])
    return bytes(kernel.dump(rest)[0]), 0.0, np.inf


@dataclass(frozen=True)
class _Copy:
    """Polygons as an attempt takes them: with coordinates from ``origin``, on a grid that allows for ``slack``."""

    rows: Wkbs
    origin: Floats
    slack: float = 0.0

    def put_back(self, kernel: Kernel, wkbs: Wkbs) -> Wkbs:
        """Return results in the coordinates of the layer, valid, without traces of rounding."""
        return in_layer(kernel, kernel.load(wkbs), self.origin)


def _copies(kernel: Kernel, rows: Wkbs) -> Iterator[_Copy]:
    """Yield polygons from an origin near the first, as they are, and on a grid.

    From there coordinates are the same ones, but what GEOS computes has more digits.
    """
    origin = near_origins(wkb_bounds(rows[:1]))[0]
    local = moved(rows, -origin)
    yield _Copy(local, origin)
    yield _Copy(rows, np.zeros(2))
    grid = snapping_grid(rows[0])
    snapped = kernel.dump([None if shape is None else kernel.snap(shape, grid) for shape in kernel.load(local)])
    yield _Copy(snapped, origin, _slack(rows))


def _slack(rows: Wkbs) -> float:
    """Return by how much the grid of the last attempt may change the area of the first polygon."""
    return snapping_grid(rows[0]) * float(half_lengths(rows[:1])[0])
