"""The parcels of a coordinate file as polygons: coordinates in order, rings, valid geometries, areas."""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ..rules.parcel_place import Arranged, arrange
from ..rules.parcel_rings import Ring, nest, split_rings
from ..rules.parcel_rows import AREA
from ..rules.units import hundredths
from .patience import patiently
from .validity import repaired, told_reason
from .wkb import as_wkb_array, multi_polygon_wkb, polygon_wkb, wkb_areas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Callable

    from ..rules.areas import Floats, Ints
    from ..rules.parcel_notes import Notes
    from ..rules.parcel_text import ParcelFile, ParcelText
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .kernel import Kernel
    from .wkb import Wkbs


@dataclass(frozen=True)
class Drawing:
    """The parcels of a file that are areas, in its order: as they stand in the file, their rings, coordinates in order.

    ``arranged`` holds the points of all of them, one parcel after the other.
    """

    texts: list[ParcelText]
    rings: list[list[Ring]]
    arranged: Arranged

    @property
    def corners(self) -> list[int]:
        """Return the number of points of each parcel, closing rows not counted."""
        return [sum(len(ring.points) for ring in rings) for rings in self.rings]


@dataclass(frozen=True)
class Shapes:
    """The polygons of parcels.

    wkb: valid MultiPolygon or Polygon, b"" where there is none. area: int64 hundredths of m² on the ellipsoid. plane:
    m² in the projection. invalid: (reason, plane m² as drawn) of those that were repaired, or could not be.
    """

    wkb: Wkbs
    area: Ints
    plane: Floats
    invalid: Mapping[int, tuple[str, float]]


def draw(file: ParcelFile, book: RuleBook, progress: Progress) -> Drawing:
    """Return the parcels with their rings; raises UnreadableFile where it is not clear what was meant, and Canceled."""
    notes = file.notes
    texts = []
    for text in file.parcels:
        if text.title.shape == AREA:
            texts.append(text)
        else:
            notes.add("exchange.not_area", text.line, value=text.title.cells["shape"])
    if not texts:
        for text in file.parcels:
            notes.fault("exchange.not_area", text.line, value=text.title.cells["shape"])
        notes.refuse()
    ends = np.cumsum([len(text.ids) for text in texts])
    if not ends[-1]:
        notes.fault("exchange.no_parcels", 0)
        notes.refuse()
    first, second, lines = (np.concatenate([np.asarray(getattr(text, name)) for text in texts])
                            for name in ("first", "second", "lines"))
    limits = tuple(float(book.threshold("exchange.coordinate", key)) for key in ("min_northing_m", "max_northing_m"))
    arranged = arrange(first, second, lines, (limits[0], limits[1]), notes)
    most_offset = float(book.threshold("exchange.closing_offset", "max_offset_m"))
    points = np.column_stack([arranged.east, arranged.north])
    rings: list[list[Ring]] = []
    for number, (text, end) in enumerate(zip(texts, ends.tolist())):
        span = slice(end - len(text.ids), end)
        _note_order(arranged.swapped[span], text, notes)
        rings.append(split_rings(text.ids, np.asarray(text.rings), points[span], np.asarray(text.lines), most_offset,
                                 notes, number, progress.check) if text.ids else [])
        if not rings[-1]:
            notes.add("exchange.no_points", text.line, number)
    notes.refuse()
    return Drawing(texts, rings, arranged)


def _note_order(swapped: np.ndarray, text: ParcelText, notes: Notes) -> None:
    if swapped.any() and not swapped.all():
        notes.fault("exchange.order_mixed", text.lines[int(np.argmax(swapped != swapped[0]))])
    elif swapped.any():
        notes.add("exchange.swapped", text.line)


def measure(drawing: Drawing, kernel: Kernel, areas: Callable[[Wkbs], Floats], notes: Notes,
            progress: Progress) -> Shapes:
    """Return the polygons of parcels, valid, and their areas; ``areas`` measures geometries in m². Raises Canceled."""
    wkb = as_wkb_array([b""] * len(drawing.texts))
    for number, rings in enumerate(drawing.rings):
        progress.check()
        if rings:
            wkb[number] = _polygons(rings, notes, number, progress)
    reasons = patiently(partial(kernel.invalid, wkb), progress)
    drawn = wkb_areas(wkb)
    invalid = {}
    for number, reason in reasons.items():
        progress.check()
        invalid[int(number)] = (told_reason(wkb[number], reason), float(drawn[number]))
        wkb[number] = patiently(partial(repaired, wkb[number], kernel), progress)
    return Shapes(wkb, hundredths(areas(wkb)), wkb_areas(wkb), invalid)


def _polygons(rings: Sequence[Ring], notes: Notes, parcel: int, progress: Progress) -> bytes:
    """Return the polygons that rings make; where ring numbers say otherwise it is noted."""
    found = nest([ring.points for ring in rings], progress.check)
    least = min(ring.number for ring in rings)
    for outer, *holes in found:
        if rings[outer].number > least:
            notes.add("exchange.further_part", rings[outer].line, parcel, ring=rings[outer].number)
        for hole in holes:
            if rings[hole].number == least:
                notes.add("exchange.hole_by_place", rings[hole].line, parcel)
    parts = [polygon_wkb([rings[number].points for number in numbers]) for numbers in found]
    return parts[0] if len(parts) == 1 else multi_polygon_wkb(parts)
