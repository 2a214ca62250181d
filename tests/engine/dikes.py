"""Dikes drawn from lists of vertices, for tests: the zones of the delivered rules, by kind and side."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import shapely
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

from kf_resources_plugin.engine.dike_lines import DikeLayer, channel_of, sided_lines
from kf_resources_plugin.engine.dike_zones import DikeZones, draw_zones
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.line_reading import LineTable, lines_wkb, parts_of
from kf_resources_plugin.engine.metric_plane import metric_plane
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.dike_zones import ABOVE, OF_DIKES, standard_of, zone_rules
from kf_resources_plugin.rules.progress import NoProgress
from tests.rules.books import delivered_book

CRS = "EPSG:4547"
E, N = 500_000.0, 3_860_000.0
"""On the central meridian, where a metre on the map is one on the ground."""
BOOK = delivered_book("dike_zones", date(2024, 6, 1))
CHANNEL = [(-5000, 4000), (9000, 4000)]

Line = Sequence[tuple[float, float]]


def line_table(lines: Sequence[Line], crs: str = CRS) -> LineTable:
    """Return lines, vertices in metres from (E, N), as a table."""
    wkbs = as_wkb_array([lines_wkb([np.array(line, dtype=float) + np.array([E, N])]) for line in lines])
    return LineTable("dikes", QgsCoordinateReferenceSystem(crs), np.arange(1, len(lines) + 1), wkbs,
                     np.full((len(lines), 4), np.nan))


def drawn(lines: Sequence[Line], *, channel: Line = CHANNEL, reaches: Sequence[str] = (), names: Sequence[str] = (),
          entered: Sequence[int] = (), toe: float = 0.0, kinds: Sequence[str] = OF_DIKES[:2], kernel: str = "shapely",
          first_side: str = "river") -> DikeZones:
    """Return the zones of dikes whose channel runs along y = 4 000 m, all above Dongbatou unless told otherwise."""
    table, made, rules = line_table(lines), pick_kernel(kernel), zone_rules(BOOK)
    count = len(lines)
    layer = DikeLayer("dikes", table, list(names) or [""] * count,
                      [standard_of(reach, rules, kinds) for reach in reaches or [ABOVE] * count],
                      np.array(entered or [0] * count), np.full(count, toe), np.full(count, toe))
    parts = parts_of(table.wkb)
    plane = metric_plane(table.crs, parts.x, parts.y, QgsCoordinateTransformContext())
    river = channel_of(line_table([channel]), None, plane, made, NoProgress())
    found, _ = sided_lines(layer, river, plane, BOOK, NoProgress())
    return draw_zones(found, first_side, plane, made, NoProgress())


def shapes(found: DikeZones) -> dict[tuple[str, str], Any]:
    """Return the union of the zones of each kind and side, moved back by (E, N)."""
    united: dict[tuple[str, str], Any] = {}
    for zone in found.zones:
        shape = shapely.transform(shapely.from_wkb(zone.wkb), lambda points: points - (E, N))
        key = zone.kind, zone.side
        united[key] = shapely.union(united[key], shape) if key in united else shape
    return united
