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
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Callable

    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

    from ...rules.areas import Floats
    from ...survey.edit_list import ListedEdit

States = tuple["str | None", "str | None", "str | None"]
"""As it left, as it is now, as it came back; None where there is none."""
_DIGITS_METRES, _DIGITS_DEGREES = 2, 7
_POLYGON, _LINE = QgsWkbTypes.GeometryType.PolygonGeometry, QgsWkbTypes.GeometryType.LineGeometry


def shape_sizes(edits: Sequence[ListedEdit], wkb_type: QgsWkbTypes.Type, crs: QgsCoordinateReferenceSystem,
                transforms: QgsCoordinateTransformContext, step_m: float) -> dict[bytes, float]:
    """Return the size of the shapes that edits are about, by their WKB: m² of polygons on the ellipsoid, m of lines.

    Points have none, nor do broken shapes and those whose coordinates are nowhere on earth. Step as for areas.
    """
    kind = QgsWkbTypes.geometryType(wkb_type)
    shapes = [shape for one in edits if one.edit.field in {SHAPE, WHOLE} for shape in _shapes(one) if shape]
    if kind == _POLYGON:
        return _sizes(shapes, lambda flat: areas_of(flat, crs, transforms, step_m=step_m))
    return _sizes(shapes, lambda flat: lengths_of(flat, crs, transforms)) if kind == _LINE else {}


def edit_values(edits: Sequence[ListedEdit], sizes: Mapping[bytes, float], wkb_type: QgsWkbTypes.Type, *,
                degrees: bool) -> list[States]:
    """Return the values of each edit as a person reads them; sizes as ``shape_sizes`` has them.

    A polygon is told by its area, a line by its length, a point by its place; what came back also by how much more
    that is than what is there. degrees: the coordinates are degrees.
    """
    kind, digits = QgsWkbTypes.geometryType(wkb_type), _DIGITS_DEGREES if degrees else _DIGITS_METRES
    unit = tr("m²") if kind == _POLYGON else tr("m")
    return [(value_text(one.edit.origin), value_text(one.edit.present), value_text(one.edit.returned))
            if one.edit.field not in {SHAPE, WHOLE} else
            _compared(_shapes(one), sizes, unit) if kind in {_POLYGON, _LINE} else _places(_shapes(one), digits)
            for one in edits]


def _shapes(listed: ListedEdit) -> tuple[bytes, bytes, bytes]:
    """Return the three shapes of an edit, b'' for none and for one that is broken."""
    edit, before = listed.edit, listed.before
    here = before.get(PRESENT, b"")
    broken = edit.verdict == REJECTED and listed.reason[0] == BROKEN
    came = b"" if broken or (edit.field == WHOLE and edit.row is None) else listed.shape
    return before.get(ORIGIN, here), here, came


def _sizes(shapes: Iterable[bytes], measured: Callable[[Sequence[bytes]], Floats]) -> dict[bytes, float]:
    distinct = list(dict.fromkeys(shapes))
    try:
        return dict(zip(distinct, measured([_flat(wkb) for wkb in distinct]).tolist())) if distinct else {}
    except (PlannerError, ValueError):
        found: dict[bytes, float] = {}
        for shape in distinct if len(distinct) > 1 else ():
            found.update(_sizes([shape], measured))
        return found


def _flat(wkb: bytes) -> bytes:
    shape = QgsGeometry()
    shape.fromWkb(wkb)
    return flat_wkb(shape)


def _compared(shapes: Sequence[bytes], sizes: Mapping[bytes, float], unit: str) -> States:
    origin, present, after = shapes
    before = present or origin
    was, came = sizes.get(before), sizes.get(after)
    texts = [f"{sizes[shape]:.2f} {unit}" if shape in sizes else None for shape in shapes]
    if came is not None and was is not None and after != before:
        more = round(round(came, 2) - round(was, 2), 2)
        texts[2] = tr("{size} ({more})").format(size=texts[2], more=f"{more:+.2f}".replace("-", "−")) if more else tr(
            "{size}, drawn otherwise").format(size=texts[2])
    return texts[0], texts[1], texts[2]


def _places(shapes: Sequence[bytes], digits: int) -> States:
    texts = []
    for wkb in shapes:
        shape = QgsGeometry()
        shape.fromWkb(wkb)
        middle = None if shape.isNull() or shape.isEmpty() else shape.centroid().asPoint()
        texts.append(None if middle is None else f"{middle.x():.{digits}f}, {middle.y():.{digits}f}")
    return texts[0], texts[1], texts[2]
