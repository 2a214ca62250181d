"""Areas of a layer's polygons, of all or of what lies within each of some units, by class where a field tells it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsCoordinateTransform

from ..rules.codes import clean_code
from ..rules.text import coded
from .areas import areas_of
from .overlay import overlay
from .reading import brought, read_polygons
from .validity import repair

if TYPE_CHECKING:
    from collections.abc import Callable

    from qgis.core import QgsCoordinateTransformContext

    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .kernel import Kernel
    from .layer_features import LayerFeatures
    from .reading import PolygonTable
    from .wkb import Wkbs


@dataclass(frozen=True)
class LayerAreas:
    """Sums of areas in m².

    classes: the class codes of the layer in standard form, sorted, one '' without a field. within: float64 (units,
    classes), one row for everything where there are no units. failed: how many crossings GEOS could not cut; what lies
    there is missing.
    """

    classes: list[str]
    within: Floats
    failed: int


def layer_areas(features: LayerFeatures, units: PolygonTable | None, class_field: str | None, book: RuleBook,
                kernel: Kernel, transform_context: QgsCoordinateTransformContext, progress: Progress,
                cleaner: Callable[[Any], str] = clean_code) -> LayerAreas:
    """Measure polygons in the CRS of their layer, into which ``units`` (valid, in a CRS of their own) are brought.

    Polygons that overlap one another count each. ``cleaner`` brings the classes into their form: land classes are
    written in capitals, the words of a style as they are. Raises PlannerError, Canceled, ValueError for an unknown
    field.
    """
    step = float(book.threshold("area.step", "step_m"))

    def measured(wkbs: Wkbs) -> Floats:
        return areas_of(wkbs, table.crs, transform_context, step_m=step, progress=progress)

    fields = [class_field] if class_field else []
    table = read_polygons(features, None, fields, progress.part(0.0, 0.3))
    table, _ = repair(table, kernel, book, progress.part(0.3, 0.5))
    classes, class_of = coded(table.columns[class_field] if class_field else [""] * len(table), cleaner)
    areas = measured(table.wkb)
    if units is None:
        everything = np.zeros(len(table), dtype=np.int64)
        return LayerAreas(classes.tolist(), _tallied(everything, class_of, areas, (1, len(classes))), 0)
    there = brought(units, QgsCoordinateTransform(units.crs, table.crs, transform_context), progress.part(0.5, 0.6))
    cut = overlay(there, table, kernel, progress.part(0.6, 1.0))
    parts = areas[cut.land]
    parts[~cut.whole] = measured(cut.wkb[~cut.whole])
    within = _tallied(cut.subject, class_of[cut.land], parts, (len(units), len(classes)))
    return LayerAreas(classes.tolist(), within, len(cut.failed))


def _tallied(unit: Ints, class_of: Ints, areas: Floats, shape: tuple[int, int]) -> Floats:
    """Return sums by unit and class, float64 ``shape``."""
    flat = np.bincount(unit * shape[1] + class_of, weights=areas, minlength=shape[0] * shape[1])
    return np.asarray(flat.reshape(shape), dtype=np.float64)
