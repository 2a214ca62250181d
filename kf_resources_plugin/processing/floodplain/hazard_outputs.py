"""The outputs of kf:floodhazard beside the raster: table of classes, findings, numbers, and the legend's words."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.writing import make_fields
from ...i18n import tr

if TYPE_CHECKING:
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .hazard_job import HazardResult

CLASS_FIELDS = (("class", "integer"), ("class_name", "text"), ("cells", "integer"), ("area_m2", "real"))


def write_outputs(result: HazardResult, outputs: Outputs, progress: Progress) -> None:
    """Write the table and the findings that were asked for."""
    outputs.layer("CLASS_TABLE", make_fields(CLASS_FIELDS), {
        "class": np.arange(len(result.cells)), "class_name": class_names(result), "cells": result.cells,
        "area_m2": np.round(result.areas, 2)}, progress.part(0.0, 0.5))
    outputs.findings(result.findings, result.grid.crs, progress.part(0.5, 0.9))


def figures(result: HazardResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    return {
        "CELLS": int(result.cells.sum()),
        "NODATA_CELLS": result.nodata,
        "HAZARD_M2": round(float(result.areas[1:].sum()), 2),
        "DRY_M2": round(float(result.areas[0]), 2),
    }


def class_names(result: HazardResult) -> list[str]:
    """Return what each class is called, from 0 on, in the language of the run."""
    place = 0 if result.book.language == "zh" else 1
    return [tr("dry, or below the first class"), *(names[place] for names in result.scale.names)]


def legend(result: HazardResult) -> dict[str, str]:
    """Return the words of the raster's legend by class."""
    return {str(number): name for number, name in enumerate(class_names(result))}
