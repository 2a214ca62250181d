"""The outputs of kf:importparcels: parcels, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.writing import make_fields
from ...rules.text import clean
from .import_findings import stated_points

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .import_job import ImportResult

_TEXTS = ("parcel_no", "name", "use", "sheet", "class_code")
_MORE_TEXTS = ("patch_type", "land_type", "grade_before", "grade_after", "note")
PARCEL_FIELDS = (
    *((name, "text") for name in _TEXTS), ("declared_m2", "real"), ("declared_points", "integer"), ("dialect", "text"),
    ("line", "integer"), ("area_m2", "real"), ("plane_m2", "real"), ("points", "integer"),
    *((name, "text") for name in _MORE_TEXTS),
)


def write_outputs(result: ImportResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    outputs.layer("OUTPUT", make_fields(PARCEL_FIELDS), _columns(result), progress.part(0.0, 0.7), result.crs,
                  result.shapes.wkb)
    outputs.findings(result.findings, result.crs, progress.part(0.7, 1.0))


def figures(result: ImportResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    stated = [item.stated_m2 for item in result.stated if item is not None]
    return {"PARCELS": len(result.drawing.texts), "POINTS": sum(result.drawing.corners),
            "AREA_M2": float(result.shapes.area.sum()) / 100, "DECLARED_M2": round(sum(stated), 2) if stated else None}


def _columns(result: ImportResult) -> dict[str, Column]:
    texts = result.drawing.texts

    def cells(name: str) -> Column:
        return [text.title.cells.get(name) or None for text in texts]

    return {
        **{name: cells(name) for name in (*_TEXTS, *_MORE_TEXTS)},
        "class_code": [clean(text.title.cells.get("class_code")) or None for text in texts],
        "declared_m2": [None if item is None else item.stated_m2 for item in result.stated],
        "declared_points": [stated_points(text.title.cells["points"]) for text in texts],
        "dialect": [result.dialect.id] * len(texts), "line": [text.line for text in texts],
        "area_m2": result.shapes.area / 100, "plane_m2": result.shapes.plane.round(2),
        "points": result.drawing.corners,
    }
