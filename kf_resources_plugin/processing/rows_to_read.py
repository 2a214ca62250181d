"""Which rows of an input layer a run has to read where it is about what lies near projects."""
from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Callable

from ..engine.crs import crs_problems, transform_between
from ..engine.near_reading import distinct_values, fids_near, large, transformed_boxes
from ..engine.patience import begun
from ..engine.vicinity import Vicinity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from qgis.core import QgsCoordinateReferenceSystem

    from ..engine.raw_rows import Column
    from ..rules.areas import Ints
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .inputs import Inputs


def all_values(inputs: Inputs, name: str, fields: Sequence[str],
               progress: Progress) -> AbstractContextManager[Callable[[], dict[str, Column] | None]]:
    """Ask a large layer, beside what a block does, which values its fields have together; yield what waits for them.

    That returns every combination once, None where all rows are to be read, and raises Canceled. It goes through much
    of the file, which what is read meanwhile hides.
    """
    file = inputs.layers[name].features.file
    return nullcontext(lambda: None) if file is None or not large(file) else begun(
        partial(distinct_values, file, fields), progress)


def rows_to_read(inputs: Inputs, name: str, near: Vicinity, crs: QgsCoordinateReferenceSystem, book: RuleBook,
                 progress: Progress) -> Ints | None:
    """Return the ids of the rows of a large layer that may meet polygons in ``crs``; None to read all rows.

    What keeps the layer from being used is told by reading it. Raises Canceled.
    """
    layer = inputs.layers[name]
    if layer.features.file is None or not large(layer.features.file):
        return None
    own = layer.features.crs
    transform, noticed = transform_between(crs, own, inputs.transforms, book, layer.label)
    if any(item.severity == "error" for item in (*crs_problems(layer.label, own, None, book), *noticed)):
        return None
    if transform is not None:
        boxes = transformed_boxes(near.boxes, transform)
        if boxes is None:
            return None
        near = Vicinity(boxes)
    return fids_near(layer.features.file, near, progress)
