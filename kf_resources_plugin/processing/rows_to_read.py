"""Which rows of an input layer a run has to read where it is about what lies near projects."""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Callable

from ..engine.crs import crs_problems, transform_between
from ..engine.near_reading import distinct_values, fids_near, large, transformed_boxes
from ..engine.patience import side_by_side
from ..engine.vicinity import Vicinity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ..engine.raw_rows import Column
    from ..rules.areas import Ints
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .inputs import Inputs


def rows_to_read(inputs: Inputs, name: str, near: Vicinity, crs: QgsCoordinateReferenceSystem, book: RuleBook,
                 progress: Progress) -> Ints | None:
    """Return the ids of the rows of a large layer that may meet polygons in ``crs``; None to read all rows.

    What keeps the layer from being used is told by reading it. Raises Canceled.
    """
    search = _search(inputs, name, near, crs, book, progress)
    return None if search is None else search()


def rows_and_values(inputs: Inputs, name: str, near: Vicinity, fields: Sequence[str], book: RuleBook,
                    progress: Progress) -> tuple[Ints, dict[str, Column]] | None:
    """Return ``rows_to_read`` of polygons in the layer's own CRS, and every combination of values in all rows.

    None to read all rows. Both are sought side by side: each goes through much of the file.
    """
    features = inputs.layers[name].features
    search = _search(inputs, name, near, features.crs, book, progress)
    if search is None or features.file is None:
        return None
    calls: list[Callable[[], Any]] = [search, partial(distinct_values, features.file, fields, progress)]
    found = side_by_side(calls, progress)
    fids = next(found)
    values = None if fids is None else next(found)
    return None if fids is None or values is None else (fids, values)


def _search(inputs: Inputs, name: str, near: Vicinity, crs: QgsCoordinateReferenceSystem, book: RuleBook,
            progress: Progress) -> Callable[[], Ints | None] | None:
    """Return what looks rows near polygons up in the file of a large layer, None where all rows are to be read."""
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
    return partial(fids_near, layer.features.file, near, progress)
