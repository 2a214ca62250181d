"""What is to be said of targets and floods: what could not be told, and where the data say less than they seem to."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .exposure_inputs import targets_without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsFields

    from ...engine.exposure import Exposed
    from ...engine.flood_cells import CellFigures
    from ...engine.flood_overlay import Reached
    from ...engine.raster_reading import RasterFile
    from ...engine.reading import PolygonTable
    from ...rules.areas import Ints
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook
    from .exposure_inputs import Targets

OWN = ("stage", "flooded_m2", "flooded_m", "share", "depth_max", "depth_mean", "unit_code", "unit_name", "target_fid")
"""Fields of ours beside those of the targets."""
_KEYS = frozenset({"fid"})  # what formats number rows by
_KNOWN = 1e-6  # of a target: what rounding leaves of one that the raster covers


def kept_fields(fields: QgsFields) -> dict[str, str]:
    """Return what the fields of targets are called in the result, by their name; keys of rows are left out.

    One that is called as a field of ours gets another name.
    """
    taken = {name.casefold() for name in (*OWN, *fields.names())}
    names: dict[str, str] = {}
    for name in fields.names():
        if name.casefold() in _KEYS:
            continue
        new = name
        while new.casefold() in OWN or (new != name and new.casefold() in taken):
            new = f"target_{new}"
        names[name] = new
    return names


def exposure_findings(targets: Targets, exposed: Exposed, unit: Ints, fields: QgsFields, *, given_units: bool,
                      book: RuleBook) -> list[Finding]:
    """Return what is to be said whatever the flood is told by."""
    found = [] if not given_units else targets_without(targets, np.flatnonzero(unit < 0), "exposure.no_unit", book)
    renamed = {name: new for name, new in kept_fields(fields).items() if name != new}
    if renamed:
        found.append(book.finding("exposure.field_renamed", role="flood_targets", place="fields",
                                  layer=targets.table.name, fields=[f"{a} → {b}" for a, b in renamed.items()]))
    if not len(exposed.target) and len(targets.table):
        found.append(book.finding("exposure.nothing_reached", role="flood_targets", place="TARGETS",
                                  layer=targets.table.name))
    return found


def flood_findings(targets: Targets, reached: Sequence[Reached], stages: Sequence[str], flood: PolygonTable,
                   book: RuleBook) -> list[Finding]:
    """Return which targets could not be cut, and that polygons name no stage."""
    failed = sorted({row for one in reached for _, row, _ in one.failed})
    found = targets_without(targets, np.array(failed, dtype=np.int64), "exposure.not_cut", book)
    if len(stages) > 1 and "" in stages:
        found.append(book.finding("exposure.no_stage", role="flood_area", place="stage", layer=flood.name))
    return found


def depth_findings(targets: Targets, figures: CellFigures, stages: Sequence[str], file: RasterFile,
                   book: RuleBook) -> list[Finding]:
    """Return by stage which targets lie where the raster has no value, wholly or in part, and infinite depths."""
    size = np.where(np.isnan(targets.size), 1.0, targets.size)
    found = []
    for stage, known, infinite in zip(stages, figures.known, figures.infinite.tolist()):
        rows = np.flatnonzero(known < size * (1.0 - _KNOWN))
        if len(rows):
            found.append(book.finding(
                "exposure.no_value", role="flood_targets", place=f"nodata {stage}", layer=targets.table.name,
                raster=file.label, stage=stage, count=len(rows), fids=targets.table.fids[rows[:20]].tolist()))
        if infinite:
            found.append(book.finding("exposure.infinite_depth", role="flood_depth", place=f"infinite {stage}",
                                      layer=file.label, stage=stage, count=infinite))
    return found
