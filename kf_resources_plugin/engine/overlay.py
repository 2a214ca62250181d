"""Overlay of polygons with the parcels of a seamless survey: every piece of every subject on every parcel.

Few of the pairs whose bounds meet really cross. Most parcels lie in boxes of the tree that no boundary touches, or
share whole edges with the subject: both are decided in arrays (``relations``). Only true crossings reach GEOS, and no
large polygon is ever intersected whole: it is clipped to the parcel's bounds first (``box_clip``), and where that is
not plain down the tree.
"""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from .box_clip import MARGIN, Walks, clip_to_boxes
from .coincidence import coincidence, overlapping_rows
from .cut_pairs import CutPairs
from .hilbert_tree import FANOUT, HilbertTree
from .patience import side_by_side
from .relations import relate
from .slivers import rounding_areas
from .wkb import Wkbs, as_wkb_array, runs, wkb_areas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..rules.areas import Bools, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel, Shapes
    from .reading import PolygonTable
    from .relations import Relations

_SMALL = 60  # vertices up to which a subject is intersected as it is
_BATCH = 500  # pairs handed to GEOS together
_BYTES = 8_000_000  # of subjects that go down the tree together, half a million vertices


@dataclass(frozen=True)
class Overlay:
    """Pieces with area, sorted by (subject, land).

    subject, land: (pieces,) rows of the two tables. wkb: object (pieces,), plain polygons; for a whole parcel the
    parcel's own. whole: (pieces,) the piece is the whole parcel. failed: (subject, land, reason) of pairs that GEOS
    could not intersect even on snapped copies; their pieces are missing.
    """

    subject: Ints
    land: Ints
    wkb: Wkbs
    whole: Bools
    failed: list[tuple[int, int, str]] = field(default_factory=list)


def overlay(
    subjects: PolygonTable, land: PolygonTable, kernel: Kernel, progress: Progress, *, later_only: bool = False
) -> Overlay:
    """Cut subjects by parcels. Both tables hold valid polygons (``validity.repair``) in one CRS.

    Subjects may overlap one another, and so may parcels: every pair is cut on its own. What only touches gives no
    piece. ``later_only``: both tables are the same, and only pairs subject < land are cut.
    """
    if later_only:
        rows = overlapping_rows(land, kernel, progress.part(0.0, 0.5))
        alike = bare(land, rows)
        return numbered(cut_all(alike, alike, kernel, progress.part(0.5, 1.0), later_only=True), rows, rows)
    same = coincidence(subjects, land, progress.part(0.0, 0.2))
    if not len(same.first):
        return cut_all(subjects, land, kernel, progress.part(0.2, 1.0))
    left, right = same.rest(len(subjects), len(land))
    cut = cut_all(bare(subjects, left), bare(land, right), kernel, progress.part(0.2, 1.0))
    return together(same.first, same.second, land, numbered(cut, left, right))


def _all(table: PolygonTable) -> Ints:
    return np.arange(len(table), dtype=np.int64)


def bare(table: PolygonTable, rows: Ints) -> PolygonTable:
    """Return the geometries of some rows."""
    return replace(table, columns={}, notes={}).take(rows)


def numbered(cut: Overlay, subjects: Ints, land: Ints) -> Overlay:
    """Return pieces of some rows of two tables by their numbers in the whole tables; the rows ascend."""
    failed = [(int(subjects[one]), int(land[other]), reason) for one, other, reason in cut.failed]
    return replace(cut, subject=subjects[cut.subject], land=land[cut.land], failed=failed)


def together(subject: Ints, row: Ints, land: PolygonTable, cut: Overlay) -> Overlay:
    """Return whole parcels (subject, row) and pieces as one, sorted."""
    subjects, parcels = np.r_[subject, cut.subject], np.r_[row, cut.land]
    wkb = np.concatenate([land.wkb[row], cut.wkb])
    whole = np.r_[np.ones(len(row), dtype=bool), cut.whole]
    order = np.lexsort((parcels, subjects))
    return Overlay(subjects[order], parcels[order], wkb[order], whole[order], sorted(cut.failed))


def cut_all(
    subjects: PolygonTable, land: PolygonTable, kernel: Kernel, progress: Progress, *, later_only: bool = False
) -> Overlay:
    """Cut subjects by parcels as ``overlay`` does, without looking for polygons that both tables have."""
    tree = HilbertTree(land.bounds if any(subjects.wkb) else land.bounds[:0])
    if not len(tree.order):
        none = np.empty(0, dtype=np.int64)
        return Overlay(none, none, as_wkb_array([]), none.astype(bool))
    inside: list[tuple[Ints, Ints]] = []
    cuts: list[Overlay] = []
    parcels = land.wkb[tree.order]
    groups = runs(subjects.wkb, _BYTES)  # all edges of a group are held at a time
    for number, span in enumerate(groups):
        part = progress.part(number / len(groups), (number + 1) / len(groups))
        rows = _all(subjects)[span]
        group = bare(subjects, rows)
        shapes = kernel.load(group.wkb)
        related = relate(group, shapes, parcels, tree, kernel, part.part(0.0, 0.5),
                         after=span.start if later_only else None)
        cut = _cut(group.wkb, shapes, land, tree, related, kernel, part.part(0.5, 1.0))
        inside.append((rows[related.inside[0]], tree.order[related.inside[1]]))
        cuts.append(numbered(cut, rows, _all(land)))
    subject, row = (np.concatenate(column) for column in zip(*inside))
    return together(subject, row, land, _one_after_the_other(cuts))


def _one_after_the_other(cuts: Sequence[Overlay]) -> Overlay:
    return Overlay(
        np.concatenate([cut.subject for cut in cuts]), np.concatenate([cut.land for cut in cuts]),
        np.concatenate([cut.wkb for cut in cuts]), np.concatenate([cut.whole for cut in cuts]),
        [pair for cut in cuts for pair in cut.failed])


def _cut(
    subjects: Wkbs, shapes: Any, land: PolygonTable, tree: HilbertTree, related: Relations, kernel: Kernel,
    progress: Progress
) -> Overlay:
    """Intersect the pairs (subject, position) that cross. shapes: the subjects loaded by the kernel."""
    subject, position = related.crossed
    is_large = np.diff(related.edges.start)[subject] > _SMALL
    small, large = (_batches(np.flatnonzero(which)) for which in (~is_large, is_large))
    walks = Walks(related.edges)
    results: list[Overlay] = []
    unclear = [subject[:0]]
    calls = chain((partial(_cut_whole, subjects, shapes, related, some, land, tree, kernel) for some in small),
                  (partial(_cut_near, related, some, walks, land, tree, kernel) for some in large))
    for result, left in side_by_side(calls, progress):
        results.append(result)
        unclear.append(left)
        progress.set(min(len(results) * _BATCH / len(subject), 1.0))
    rest = np.concatenate(unclear)
    batches = _clipped_down(subjects, shapes, tree, (subject[rest], position[rest]), kernel, progress)
    for result in side_by_side((partial(_pieces, *batch, land, kernel) for batch in batches), progress):
        results.append(result)
        progress.set(min(len(results) * _BATCH / len(subject), 1.0))
    return _one_after_the_other(results) if results else Overlay(
        subject[:0], position[:0], as_wkb_array([]), is_large[:0])


def _batches(pairs: Ints) -> list[Ints]:
    return [pairs[begin:begin + _BATCH] for begin in range(0, len(pairs), _BATCH)]


def _cut_whole(
    subjects: Wkbs, shapes: Shapes, related: Relations, pairs: Ints, land: PolygonTable, tree: HilbertTree,
    kernel: Kernel
) -> tuple[Overlay, Ints]:
    """Intersect some crossed pairs of small subjects as they are, which is always plain."""
    subject, position = (column[pairs] for column in related.crossed)
    whole = [shapes[row] for row in subject.tolist()]
    return _pieces(subjects[subject], whole, subject, tree.order[position], land, kernel), pairs[:0]


def _cut_near(
    related: Relations, pairs: Ints, walks: Walks, land: PolygonTable, tree: HilbertTree, kernel: Kernel
) -> tuple[Overlay, Ints]:
    """Intersect some crossed pairs from what the subject is near the parcel; return those too where it is not plain."""
    subject, position = (column[pairs] for column in related.crossed)
    near = clip_to_boxes(walks, *related.hits_of(pairs), tree.levels[0][position])
    shapes = kernel.load_valid(near)
    for place in np.flatnonzero([shape is None and bool(wkb) for shape, wkb in zip(shapes, near)]).tolist():
        shapes[place] = _parted(near[place], kernel)
    is_plain = np.array([shape is not None for shape in shapes], dtype=bool)
    plain = np.flatnonzero(is_plain)
    shapes = [shapes[place] for place in plain.tolist()]
    return _pieces(near[plain], shapes, subject[plain], tree.order[position[plain]], land, kernel), pairs[~is_plain]


def _parted(wkb: bytes, kernel: Kernel) -> Any:
    """Return a polygon whose ring touches itself in vertices as valid parts, None where that is not all that ails it.

    Chains that are one ring in a box may have come together where polygons touch in a vertex.
    """
    parts = kernel.make_valid(kernel.load([wkb])[0])
    before, after = wkb_areas([wkb, *kernel.dump([parts])]).tolist()
    return parts if abs(after - before) <= float(rounding_areas(as_wkb_array([wkb]))[0]) else None


def _clipped_down(
    subjects: Wkbs, shapes: Any, tree: HilbertTree, pairs: tuple[Ints, Ints], kernel: Kernel, progress: Progress
) -> Iterator[tuple[Wkbs, Shapes, Ints, Ints]]:
    """Yield (parts, the same loaded, subjects, parcels) of pairs (subject, position), clipped down the tree."""
    subject, position = pairs
    starts = np.flatnonzero(np.diff(subject, prepend=-1))
    left: list[bytes] = []
    loaded: list[Any] = []
    chosen: list[tuple[int, int]] = []
    for begin, end in zip(starts.tolist(), [*starts[1:].tolist(), len(subject)]):
        row = int(subject[begin])
        for shape, positions in _local(shapes[row], tree, position[begin:end], kernel, progress):
            left.extend([subjects[row] if shape is shapes[row] else kernel.dump([shape])[0]] * len(positions))
            loaded.extend([shape] * len(positions))
            chosen.extend((row, parcel) for parcel in tree.order[positions].tolist())
            while len(chosen) >= _BATCH:
                yield as_wkb_array(left[:_BATCH]), loaded[:_BATCH], *_columns(chosen[:_BATCH])
                del left[:_BATCH], loaded[:_BATCH], chosen[:_BATCH]
    if chosen:
        yield as_wkb_array(left), loaded, *_columns(chosen)


def _columns(pairs: Sequence[tuple[int, int]]) -> tuple[Ints, Ints]:
    subject, parcel = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return subject, parcel


def _local(
    shape: Any, tree: HilbertTree, positions: Ints, kernel: Kernel, progress: Progress
) -> Iterator[tuple[Any, Ints]]:
    """Yield a subject clipped to boxes of the tree, small enough to intersect, with the positions in each box."""
    stack = [(shape, tree.top, positions)]
    while stack:
        part, level, below = stack.pop()
        if level < 0 or kernel.size(part) <= _SMALL:
            yield part, below
            continue
        progress.check()
        node = below // FANOUT**level
        starts = np.flatnonzero(np.diff(node, prepend=-1))
        for begin, end in zip(starts.tolist(), [*starts[1:].tolist(), len(below)]):
            xmin, ymin, xmax, ymax = tree.levels[level][node[begin]].tolist()
            margin = max(xmax - xmin, ymax - ymin) * MARGIN
            clipped = kernel.clip(part, xmin - margin, ymin - margin, xmax + margin, ymax + margin)
            if clipped is not None:
                stack.append((clipped, level - 1, below[begin:end]))


def _pieces(
    parts: Wkbs, shapes: Shapes, subject: Ints, parcel: Ints, land: PolygonTable, kernel: Kernel
) -> Overlay:
    """Intersect parts of subjects, given as WKB and loaded, with parcels."""
    wkb, whole, failures = CutPairs(parts, shapes, parcel, land).intersected(kernel)
    kept = np.flatnonzero([bool(piece) for piece in wkb])
    failed = [(int(subject[number]), int(parcel[number]), reason) for number, reason in failures.items()]
    return Overlay(subject[kept], parcel[kept], wkb[kept], whole[kept], failed)
