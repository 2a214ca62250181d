"""Cells that polygons cover: what meets a polygon is never missed, what lies well away is not near."""
from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate

from kf_resources_plugin.engine import vicinity as vicinity_module
from kf_resources_plugin.engine.near import rows_in_vicinity, rows_near
from kf_resources_plugin.engine.vicinity import Vicinity
from tests.engine.shapes import Cells, of_cells, star, table_of

CELL = 1_000.0 / 128.0  # of a polygon of 1 km


def vicinity(*shapes: shapely.Geometry | None) -> Vicinity:
    table = table_of(list(shapes))
    return Vicinity.of(table.wkb, table.bounds)


def squares(side: float, count: int) -> list[shapely.Polygon]:
    return [shapely.box(x * side, y * side, (x + 1) * side, (y + 1) * side) for y in range(count) for x in range(count)]


def near(parcels: list[shapely.Geometry], where: Vicinity) -> set[int]:
    return set(rows_in_vicinity(shapely.bounds(np.array(parcels)), where).tolist())


def meeting(parcels: list[shapely.Geometry], *shapes: shapely.Geometry) -> set[int]:
    """Return the parcels that share land with a shape."""
    return {int(row) for shape in shapes
            for row in np.flatnonzero(shapely.area(shapely.intersection(np.array(parcels), shape)) > 1e-9)}


@pytest.mark.parametrize("turn", [0.0, 17.0, 45.0, 90.0])
@pytest.mark.parametrize("vertices", [5.0, 400.0])
def test_a_road_across_the_city_is_near_what_it_passes(turn: float, vertices: float,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    """1 km long and 6 m wide through squares of 10 m; its edges are short or longer than many cells."""
    monkeypatch.setattr(vicinity_module, "_VERTICES", 4)
    road = rotate(shapely.box(0, 497, 1000, 503).segmentize(vertices), turn, origin=(500, 500))
    parcels = squares(10.0, 100)
    found = near(parcels, vicinity(road))
    assert found >= meeting(parcels, road)
    away = shapely.distance(np.array(parcels), road)
    assert max(away[list(found)]) <= 3 * CELL  # of the squares and of the cells they touch
    assert len(rows_near(shapely.bounds(np.array(parcels)), np.array([road.bounds]))) >= len(found)


def test_vertices_on_borders_of_cells_leave_none_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells of 1 m; points a cell apart on edges of 47 m and of 35 m come to lie in the cells 5 and 7."""
    monkeypatch.setattr(vicinity_module, "_VERTICES", 4)
    needle = shapely.Polygon([(0, 0), (47, 0), (128, 0), (128, 0.1), (35, 0.1), (0, 0.1)])
    parcels = [shapely.box(x + 0.2, 0.0, x + 0.8, 0.1) for x in range(128)]
    assert near(parcels, vicinity(needle)) == set(range(128))


def test_holes_and_what_lies_inside() -> None:
    """A frame round a hollow of 600 m: what fills the hollow is away, what lies within the frame near."""
    frame = shapely.box(0, 0, 1000, 1000).difference(shapely.box(200, 200, 800, 800)).segmentize(20.0)
    parcels = squares(50.0, 20)
    found = near(parcels, vicinity(frame))
    assert found >= meeting(parcels, frame)
    hollow = {row for row, parcel in enumerate(parcels) if shapely.box(225, 225, 775, 775).covers(parcel)}
    assert len(hollow) == 100  # of 250 to 750
    assert not hollow & found


def test_few_vertices_only_a_box_and_each_by_itself() -> None:
    parcels = squares(100.0, 10)
    diagonal = shapely.Polygon([(0, 0), (10, 0), (1000, 990), (1000, 1000), (990, 1000), (0, 10)])
    assert len(near(parcels, vicinity(diagonal))) == 100
    fine = diagonal.segmentize(5.0)
    assert len(near(parcels, vicinity(fine))) < 40
    other = shapely.box(0, 910, 40, 950)
    assert near(parcels, vicinity(fine, None, other)) == near(parcels, vicinity(fine)) | {90}
    joined = Vicinity.joined([vicinity(other, None), vicinity(fine)])
    assert near(parcels, joined) == near(parcels, vicinity(fine)) | {90}
    assert [joined.is_fine(number) for number in range(3)] == [False, False, True]


def test_only_the_largest_get_a_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vicinity_module, "_MOST", 1)
    small, large = star(100, 100, 50.0, 120, seed=1), star(700, 700, 300.0, 120, seed=2)
    found = vicinity(small, large)
    assert [found.is_fine(number) for number in range(2)] == [False, True]


shape_cells = st.frozensets(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=25)
corners = st.tuples(st.floats(-2, 8), st.floats(-2, 8), st.floats(0, 4), st.floats(0, 4))


@settings(deadline=None)
@given(st.lists(shape_cells, min_size=1, max_size=3), st.lists(corners, min_size=1, max_size=20),
       st.floats(0, 90), st.sampled_from([0.0, 38_500_000.123]), st.booleans())
def test_nothing_that_shares_land_is_missed(shapes: list[Cells], boxes: list[tuple[float, ...]], turn: float,
                                            origin: float, every: bool) -> None:
    turned = [rotate(of_cells(cells, every_vertex=every), turn, origin=(3, 3)) for cells in shapes]
    polygons = [shapely.transform(shape, lambda xy: xy + origin) for shape in turned]
    parcels = [shapely.box(x + origin, y + origin, x + w + origin, y + h + origin) for x, y, w, h in boxes]
    table = table_of(polygons)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vicinity_module, "_VERTICES", 0)
        patch.setattr(vicinity_module, "_SIDE", 16)
        where = Vicinity.of(table.wkb, table.bounds)
        assert all(where.is_fine(number) for number in range(len(polygons)))
        assert near(parcels, where) >= meeting(parcels, *polygons)
