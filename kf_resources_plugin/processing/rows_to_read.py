"""Which rows of an input layer a run has to read where it is about what lies near projects."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ..engine.crs import crs_problems, transform_between
from ..engine.near_reading import fids_near, large, transformed_boxes

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .inputs import Inputs


def rows_to_read(inputs: Inputs, name: str, boxes: Floats, crs: QgsCoordinateReferenceSystem, book: RuleBook,
                 progress: Progress) -> Ints | None:
    """Return the ids of the rows of a large layer that may meet boxes, (boxes, 4) in ``crs``; None to read all rows.

    What keeps the layer from being used is told by reading it. Raises Canceled.
    """
    layer = inputs.layers[name]
    if layer.features.file is None or not large(layer.features.file):
        return None
    own = layer.features.crs
    transform, noticed = transform_between(crs, own, inputs.transforms, book, layer.label)
    if any(item.severity == "error" for item in (*crs_problems(layer.label, own, None, book), *noticed)):
        return None
    placed = boxes if transform is None else transformed_boxes(boxes, transform)
    return None if placed is None else fids_near(layer.features.file, placed, progress)
