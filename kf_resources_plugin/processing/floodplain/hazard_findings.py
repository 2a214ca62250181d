"""What is to be said of hazard classes: what was assumed, and what is odd about the rasters."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...rules.flood_hazard import DEPTH_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook
    from ..raster_inputs import RasterInputs
    from .hazard_count import Count, Met, Source


def hazard_findings(count: Count, depth: Source, velocity: Source | None, inputs: RasterInputs,
                    book: RuleBook) -> list[Finding]:
    """Return all findings of a run."""
    found = [*_of_band(depth, "DEPTH", book), *_met("hazard.depth_negative", count.negative, depth, book),
             *_met("hazard.depth_infinite", count.infinite, depth, book)]
    if velocity is not None:
        found += [*_of_band(velocity, "VELOCITY", book),
                  *_met("hazard.velocity_gaps", count.without_velocity, velocity, book),
                  *_met("hazard.velocity_negative", count.backwards, velocity, book)]
    elif count.scale.method != DEPTH_CLASSES:
        found.append(book.finding("hazard.no_velocity", role="flood_velocity", place="VELOCITY"))
    elif inputs.has("VELOCITY"):
        found.append(book.finding("hazard.velocity_unused", role="flood_velocity", place="VELOCITY",
                                  layer=inputs.label("VELOCITY")))
    if not count.cells[1:].any():
        found.append(book.finding("hazard.nothing_flooded", role="flood_depth", place="DEPTH", layer=depth.file.label))
    return found


def _of_band(source: Source, parameter: str, book: RuleBook) -> Iterator[Finding]:
    """Yield which band was read of several where nobody said."""
    if len(source.file.bands) > 1 and not source.chosen:
        described = source.file.bands[source.band - 1].description
        yield book.finding("hazard.band_taken", role="flood_depth", place=parameter, layer=source.file.label,
                           count=len(source.file.bands), band=source.band,
                           description=f" ({described})" if described else "")


def _met(rule: str, met: Met, source: Source, book: RuleBook) -> Iterator[Finding]:
    if met.cells:
        yield book.finding(rule, place=rule, layer=source.file.label, count=met.cells, area_m2=met.area)
