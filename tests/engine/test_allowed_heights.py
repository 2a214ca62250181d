"""Allowed heights of parcels on cells worked by hand: caps, planes, defaults, windows, unknown ground."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from qgis.core import QgsGeometry

from kf_resources_plugin.engine import raster_grid
from kf_resources_plugin.engine.allowed_heights import Caps, parcel_heights
from kf_resources_plugin.engine.view_corridors import Corridor
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.progress import NoProgress
from kf_resources_plugin.rules.view_planes import ViewPlane
from tests.builders import rectangle

VIEW = Corridor(0, "view", (0.0, 5.0), (1000.0, 5.0), (20.0, 20.0), 1.0, ViewPlane(40.0, 60.0, 60.0, 0.0, 1000.0))


def shapes(*wkt: str) -> Any:
    return as_wkb_array([bytes(QgsGeometry.fromWkt(one).asWkb()) for one in wkt])


def caps(*rows: tuple[str, float, bool]) -> Caps:
    return Caps(shapes(*(row[0] for row in rows)), np.array([row[1] for row in rows]),
                np.array([row[2] for row in rows], dtype=bool))


def level(x: Any, y: Any) -> Any:
    return np.zeros(len(x))


def found(parcels: Any, held: Caps, views: tuple[Corridor, ...] = (), ground: Any = level, step: float = 2.0) -> Any:
    return parcel_heights(parcels, held, views, ground, step, NoProgress())


def test_the_lower_cap_holds_and_the_mean_is_of_the_limited_part() -> None:
    """20 x 10 m in cells of 2 m: 4 columns under 9 m, of them 2 under 6 m, 6 columns under none."""
    heights = found(shapes(rectangle(0, 0, 20, 10)),
                    caps((rectangle(0, 0, 8, 10), 9.0, False), (rectangle(0, 0, 4, 10), 6.0, False)))
    assert (heights.lowest[0], heights.mean[0], heights.share[0], heights.limit[0]) == (6.0, 7.5, 0.4, 1)


def test_a_default_holds_only_where_no_other_cap_does() -> None:
    heights = found(shapes(rectangle(0, 0, 20, 10)),
                    caps((rectangle(0, 0, 10, 10), 15.0, False), (rectangle(0, 0, 20, 10), 6.0, True)))
    assert (heights.lowest[0], heights.mean[0], heights.limit[0]) == (6.0, 10.5, 1)


def test_a_plane_less_the_ground() -> None:
    """Centres from 101 to 119 m: 42.02 to 42.38 m less 2 m of ground; east of 110 m nobody knows the ground."""
    parcel = shapes(rectangle(100, 0, 20, 10))
    heights = found(parcel, caps(), (VIEW,), lambda x, y: np.full(len(x), 2.0))
    assert heights.lowest.tolist() == pytest.approx([40.02])
    assert heights.mean.tolist() == pytest.approx([40.2])
    assert (heights.limit.tolist(), heights.unknown.tolist()) == ([0], [False])
    partly = found(parcel, caps(), (VIEW,), lambda x, y: np.where(x > 110, np.nan, 2.0))
    assert (partly.share.tolist(), partly.unknown.tolist()) == ([0.5], [True])
    assert partly.lowest.tolist() == pytest.approx([40.02])


def test_small_parcels_take_the_cell_under_a_point_and_no_geometry_nothing() -> None:
    parcels = as_wkb_array([*shapes(rectangle(0, 0, 20, 10), rectangle(2.1, 2.1, 0.5, 0.5)), b""])
    heights = found(parcels, caps((rectangle(0, 0, 20, 10), 9.0, False)))
    assert heights.lowest[:2].tolist() == [9.0, 9.0]
    assert np.isnan(heights.lowest[2])
    assert np.isnan(heights.share[2])


def test_it_does_not_matter_how_the_land_is_cut_into_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    parcels = shapes(*(rectangle(90.0 * place, -15, 80, 40) for place in range(12)), rectangle(0, -15, 1100, 40))
    held = caps((rectangle(300, -20, 200, 60), 43.5, False), (rectangle(0, 5, 700, 60), 44.0, True))
    whole = found(parcels, held, (VIEW,), step=0.5)
    monkeypatch.setattr(raster_grid, "TILE", 16)
    monkeypatch.setattr(raster_grid.Grid.windows, "__defaults__", ((16, 16), 512))
    small = found(parcels, held, (VIEW,), step=0.5)
    for name in ("lowest", "limit", "unknown", "share"):
        np.testing.assert_array_equal(getattr(small, name), getattr(whole, name))
    np.testing.assert_allclose(small.mean, whole.mean)
