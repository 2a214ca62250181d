"""Water levels as a layer gives them, brought onto the channel: what each stage's profile rests on."""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry

from ..i18n import tr
from ..rules import cross_sections, line_distances
from ..rules.line_distances import pieces_of
from ..rules.text import numbers
from ..rules.water_profile import runs_upstream
from .errors import PlannerError
from .hilbert_tree import expand
from .line_reading import LineTable, lines_wkb, parts_of
from .point_reading import places_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..rules.areas import Floats, Ints
    from ..rules.line_distances import Pieces, Tile
    from .flood_plane import FloodPlane
    from .point_reading import PointTable


@dataclass(frozen=True)
class GivenLevels:
    """Levels as they are given, (n,) each: row of the table, flow of the stage in m³/s, level in m; unread: rows that
    hold no stage or no level."""

    row: Ints
    flow: Floats
    level: Floats
    unread: Ints


@dataclass(frozen=True)
class PlacedLevels:
    """Levels by stage on the channel, which begins upstream.

    channel: vertices in the grid's CRS, (2, n). flows: rising. along, level, row: of each stage, in the order given.
    distance: (rows,) of each row of the table from the channel, inf for a section that never meets it, NaN without a
    shape. fill: fills an array with how far along the channel the places of a tile count.
    """

    channel: Floats
    flows: Floats
    along: tuple[Floats, ...]
    level: tuple[Floats, ...]
    row: tuple[Ints, ...]
    distance: Floats
    fill: Callable[[Tile, Floats], None]


def levels_by_row(stage: np.ndarray, level: np.ndarray) -> GivenLevels:
    """Return levels of a table that has one row for each place and stage, by its columns."""
    flow, height = numbers(stage)[0], numbers(level)[0]
    known = ~np.isnan(flow) & ~np.isnan(height)
    rows = np.flatnonzero(known)
    return GivenLevels(rows, flow[rows], height[rows], np.flatnonzero(~known))


def levels_by_field(columns: Mapping[float, np.ndarray]) -> GivenLevels:
    """Return levels of a table that has a field for each stage, columns by flow; rows without any level are unread."""
    heights = {flow: numbers(column)[0] for flow, column in columns.items()}
    known = {flow: np.flatnonzero(~np.isnan(height)) for flow, height in heights.items()}
    unread = np.isnan(np.stack(list(heights.values()))).all(axis=0)
    return GivenLevels(
        np.concatenate(list(known.values())), np.repeat(list(known), [len(rows) for rows in known.values()]),
        np.concatenate([heights[flow][rows] for flow, rows in known.items()]), np.flatnonzero(unread))


def channel_line(table: LineTable) -> Floats:
    """Return the vertices, (2, n), of a channel drawn in lines that meet end to end; raises PlannerError."""
    parts = parts_of(table.wkb)
    if not len(parts):
        raise PlannerError(tr("Layer “{layer}” holds no line. Draw the main thread of the river in it.").format(
            layer=table.name))
    whole = QgsGeometry()
    whole.fromWkb(lines_wkb([parts.part(number) for number in range(len(parts))]))
    merged = parts_of([bytes(whole.mergeLines().asWkb())]) if len(parts) > 1 else parts
    if len(merged) > 1:
        x, y = merged.part(0)[-1].tolist()
        raise PlannerError(tr("Layer “{layer}” is not one line: it falls into {count} pieces, one of which ends near X "
                              "{x}, Y {y}. Leave only the main thread of the river, its pieces joined end to end "
                              "(snapped, without side arms).").format(
            layer=table.name, count=len(merged), x=f"{x:.10g}", y=f"{y:.10g}"))
    return merged.part(0).T


def placed(given: GivenLevels, table: PointTable | LineTable, channel: Floats, plane: FloodPlane) -> PlacedLevels:
    """Return levels on the channel, turned so that it begins upstream; ``channel``: (2, n) in the grid's CRS.

    Points count where the channel is nearest, sections where they meet it. Stages of which no level does are left out.
    """
    found = _placed(given, table, channel, plane)
    if runs_upstream(list(zip(found.along, found.level))):
        return _placed(given, table, channel[:, ::-1], plane)
    return found


def _placed(given: GivenLevels, table: PointTable | LineTable, channel: Floats, plane: FloodPlane) -> PlacedLevels:
    line = pieces_of(*plane.places(*channel))
    row, along, distance, fill = _on_sections(table, line, plane) if isinstance(table, LineTable) else _at_points(
        table, line, plane)
    on_channel = ~np.isnan(along)
    row, along = row[on_channel], along[on_channel]
    entry, which = _matches(given.row, row)
    flow = given.flow[entry]
    flows = np.unique(flow)
    of_stage = [np.flatnonzero(flow == item) for item in flows.tolist()]
    return PlacedLevels(channel, flows, tuple(along[which[rows]] for rows in of_stage),
                        tuple(given.level[entry[rows]] for rows in of_stage),
                        tuple(row[which[rows]] for rows in of_stage), distance, fill)


def _matches(wanted: Ints, row: Ints) -> tuple[Ints, Ints]:
    """Return pairs (place in ``wanted``, place in ``row``, which rises) of the same row."""
    first, behind = np.searchsorted(row, wanted, side="left"), np.searchsorted(row, wanted, side="right")
    which, entry = expand(first, behind - first)
    return entry, which


_Placed = tuple["Ints", "Floats", "Floats", "Callable[[Tile, Floats], None]"]


def _at_points(table: PointTable, channel: Pieces, plane: FloodPlane) -> _Placed:
    points = places_of(table.wkb)
    distance, along = line_distances.nearest(channel, *plane.places(points.x, points.y))
    return points.row, along, _of_rows(len(table), points.row, distance), partial(line_distances.along_tile, channel)


def _on_sections(table: LineTable, channel: Pieces, plane: FloodPlane) -> _Placed:
    parts = parts_of(table.wkb)
    lines = [pieces_of(*plane.places(*parts.part(number).T), endless=True) for number in range(len(parts))]
    sections, along, gaps = cross_sections.sections_of(lines, channel)
    return parts.row, along, _of_rows(len(table), parts.row, gaps), partial(cross_sections.along_tile, sections)


def _of_rows(rows: int, row: Ints, distance: Floats) -> Floats:
    """Return the greatest distance of the parts of each row, NaN for a row that has none."""
    found = np.full(rows, np.nan)
    np.fmax.at(found, row, distance)
    return found
