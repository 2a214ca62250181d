"""The outputs of kf:exportparcels: the coordinate file, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .export_job import ExportResult


def write_outputs(result: ExportResult, outputs: Outputs, progress: Progress) -> None:
    """Write what was asked for."""
    outputs.file("OUTPUT", result.content)
    outputs.findings(result.findings, result.table.crs, progress)


def figures(result: ExportResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    return {"PARCELS": len(result.rings),
            "POINTS": sum(len(ring.corners) for parcel in result.rings for ring in parcel),
            "AREA_M2": float(result.area.sum()) / 100}
