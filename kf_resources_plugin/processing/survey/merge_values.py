"""What the list of edits says of a value before and after: attributes as they are, shapes by their size."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsGeometry, QgsWkbTypes

from ...engine.areas import areas_of
from ...engine.errors import PlannerError
from ...engine.line_lengths import lengths_of
from ...i18n import tr
from ...rules.three_way import REJECTED, SHAPE, WHOLE
from ...survey.edit_judge import BROKEN
from ...survey.edit_list import ORIGIN, PRESENT, value_text
from ...survey.returned_shapes import flat_wkb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Callable

    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

    from ...rules.areas import Floats
    from ...survey.edit_list import ListedEdit

States = tuple["str | None", "str | None", "str | None"]
"""As it left, as it is now, as it came back; None where there is none."""
_DIGITS_METRES, _DIGITS_DEGREES = 2, 7
_POLYGON, _LINE = QgsWkbTypes.GeometryType.PolygonGeometry, QgsWkbTypes.GeometryType.LineGeometry


def edit_values(edits: Sequence[ListedEdit], wkb_type: QgsWkbTypes.Type, crs: QgsCoordinateReferenceSystem,
                transforms: QgsCoordinateTransformContext, step_m: float) -> list[States]:
    """Return the values of each edit as a person reads them.

    A shape is told by its area on the ellipsoid (``engine.areas``), a line by its length, a point by its place; what
    came back also by how much more that is than what is there. Step as for areas.
    """
    drawn = {place: _shapes(one) for place, one in enumerate(edits) if one.edit.field in {SHAPE, WHOLE}}
    kind = QgsWkbTypes.geometryType(wkb_type)
    if kind in {_POLYGON, _LINE}:
        unit = "m²" if kind == _POLYGON else "m"
        sizes = _sizes([shape for shapes in drawn.values() for shape in shapes], lambda shapes: areas_of(
            shapes, crs, transforms, step_m=step_m) if kind == _POLYGON else lengths_of(shapes, crs, transforms))
        told = {place: _compared(shapes, sizes, unit) for place, shapes in drawn.items()}
    else:
        digits = _DIGITS_DEGREES if crs.isGeographic() else _DIGITS_METRES
        told = {place: _places(shapes, digits) for place, shapes in drawn.items()}
    return [told[place] if place in told else (
        value_text(one.edit.origin), value_text(one.edit.present), value_text(one.edit.returned))
        for place, one in enumerate(edits)]


def _shapes(listed: ListedEdit) -> tuple[bytes, bytes, bytes]:
    """Return the three shapes of an edit, without heights, b'' for none and for one that is broken."""
    edit, before = listed.edit, listed.before
    here = before.get(PRESENT, b"")
    broken = edit.verdict == REJECTED and listed.reason[0] == BROKEN
    came = b"" if broken or (edit.field == WHOLE and edit.row is None) else listed.shape
    return _flat(before.get(ORIGIN, here)), _flat(here), _flat(came)


def _flat(wkb: bytes) -> bytes:
    shape = QgsGeometry()
    shape.fromWkb(wkb)
    return flat_wkb(shape)


def _sizes(shapes: Sequence[bytes], measured: Callable[[Sequence[bytes]], Floats]) -> dict[bytes, float]:
    """Return the size of every shape; one whose coordinates are nowhere on earth has none."""
    distinct = [shape for shape in dict.fromkeys(shapes) if shape]
    try:
        return dict(zip(distinct, measured(distinct).tolist())) if distinct else {}
    except (PlannerError, ValueError):
        found = {}
        for shape in distinct if len(distinct) > 1 else ():
            found.update(_sizes([shape], measured))
        return found


def _compared(shapes: Sequence[bytes], sizes: Mapping[bytes, float], unit: str) -> States:
    origin, present, after = shapes
    before = present or origin
    was, came = sizes.get(before), sizes.get(after)
    texts = [f"{sizes[shape]:.2f} {unit}" if shape in sizes else None for shape in shapes]
    if came is not None and was is not None and after != before:
        more = round(round(came, 2) - round(was, 2), 2)
        texts[2] = f"{texts[2]} ({more:+.2f})".replace("-", "−") if more else tr("{size}, drawn otherwise").format(
            size=texts[2])
    return texts[0], texts[1], texts[2]


def _places(shapes: Sequence[bytes], digits: int) -> States:
    texts = []
    for wkb in shapes:
        shape = QgsGeometry()
        shape.fromWkb(wkb)
        middle = None if shape.isNull() or shape.isEmpty() else shape.centroid().asPoint()
        texts.append(None if middle is None else f"{middle.x():.{digits}f}, {middle.y():.{digits}f}")
    return texts[0], texts[1], texts[2]
