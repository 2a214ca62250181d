"""The outputs of kf:flooddepth beside its rasters: the table of stages, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.writing import make_fields

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .flood_depth_job import DepthResult

STAGE_FIELDS = (
    ("stage", "real"), ("return_period", "real"), ("cells", "integer"), ("area_m2", "real"), ("volume_m3", "real"),
    ("depth_max", "real"), ("depth_mean", "real"), ("isolated_m2", "real"),
)


def write_outputs(result: DepthResult, outputs: Outputs, progress: Progress) -> None:
    """Write the table and the findings; rasters were written while depths were computed."""
    outputs.layer("STAGE_TABLE", make_fields(STAGE_FIELDS), stage_columns(result), progress.part(0.0, 0.1))
    outputs.findings(result.findings, result.plane.grid.crs, progress.part(0.1, 0.5))


def figures(result: DepthResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm, those of the highest stage."""
    highest = result.figures.stages[-1]
    return {
        "STAGES": len(result.stages),
        "FLOODED_M2": round(highest.area_m2, 2),
        "VOLUME_M3": round(highest.volume_m3, 2),
        "DEPTH_MAX": round(highest.depth_max, 4),
    }


def stage_columns(result: DepthResult) -> dict[str, Column]:
    """Return one row for each stage; the mean depth is that of the flooded area, nothing where there is none."""
    found = result.figures.stages
    return {
        "stage": [stage.flow for stage in result.stages],
        "return_period": [stage.return_period for stage in result.stages],
        "cells": [item.cells for item in found],
        "area_m2": [round(item.area_m2, 2) for item in found],
        "volume_m3": [round(item.volume_m3, 2) for item in found],
        "depth_max": [round(item.depth_max, 4) for item in found],
        "depth_mean": [round(item.volume_m3 / item.area_m2, 4) if item.area_m2 else None for item in found],
        "isolated_m2": [round(item.isolated_m2, 2) for item in found],
    }
