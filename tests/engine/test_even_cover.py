"""Boxes that as many polygons cover everywhere, told without tracing any outline."""
from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine import even_cover as even_cover_module
from kf_resources_plugin.engine.even_cover import evenly_covered
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import Cells, lattice, of_cells, table_of

pytestmark = pytest.mark.usefixtures("qgis_app")

QUIET = NoProgress()
NOWHERE = [np.nan] * 4

cells = st.frozensets(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=20)
boxes = st.tuples(st.floats(0, 7), st.floats(0, 7), st.floats(0.01, 3), st.floats(0.01, 3))


@settings(deadline=None, max_examples=200)
@given(st.lists(cells, min_size=1, max_size=5), st.lists(boxes, min_size=1, max_size=5))
def test_an_even_box_has_as_many_polygons_in_every_place(land: list[Cells], drawn: list[tuple[float, ...]]) -> None:
    shapes = [of_cells(shape) for shape in land]
    around = np.array([(x, y, x + width, y + height) for x, y, width, height in drawn])
    even, rows = evenly_covered(around, table_of(shapes), QUIET)
    for place, told in zip(around, even):
        box = shapely.box(*place)
        inside = sum(shapely.intersection(box, shape).area for shape in shapes)
        if told:  # as many times its area, none of it in part
            assert inside / box.area == pytest.approx(round(inside / box.area), abs=1e-9)
            tops = [(x, y) for x in range(7) for y in range(7) if shapely.intersection(box, shapely.box(
                x, y, x + 1, y + 1)).area > 0]
            assert len({sum(cell in shape for shape in land) for cell in tops}) <= 1 or not tops
        else:
            met = [row for row, shape in enumerate(shapes) if shapely.box(*shape.bounds).intersects(box)]
            assert set(met) <= set(rows.tolist())


def test_inside_a_seamless_survey_boxes_are_even_and_at_its_outline_they_are_not() -> None:
    survey = lattice(30, 20)
    xmin, ymin, xmax, ymax = shapely.total_bounds(survey)
    width, height = xmax - xmin, ymax - ymin
    inner = (xmin + 0.3 * width, ymin + 0.3 * height, xmin + 0.6 * width, ymin + 0.6 * height)
    outer = (xmin - 1.0, ymin - 1.0, inner[2], inner[3])
    even, rows = evenly_covered(np.array([inner, outer, NOWHERE]), table_of(survey), QUIET)
    assert even.tolist() == [True, False, True]
    met = [row for row, shape in enumerate(survey) if shapely.box(*shape.bounds).intersects(shapely.box(*outer))]
    assert rows.tolist() == met


@pytest.mark.parametrize("shift", [1e-8, -1e-8, 0.5])
def test_an_edge_that_has_no_opposite_makes_a_box_uneven(shift: float) -> None:
    table = table_of([shapely.box(0, 0, 10, 10), shapely.box(10 + shift, 0, 20, 10)])
    even, rows = evenly_covered(np.array([[8.0, 2.0, 12.0, 3.0], [1.0, 2.0, 9.0, 3.0]]), table, QUIET)
    assert (even.tolist(), rows.tolist()) == ([False, True], [0, 1])


def test_where_two_layers_were_merged_edges_of_both_are_left() -> None:
    """Four equal edges, two each way, are not paired: a closer look tells that the land is there twice."""
    twice = [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)] * 2
    even, rows = evenly_covered(np.array([[8.0, 2.0, 12.0, 3.0]]), table_of(twice), QUIET)
    assert (even.tolist(), rows.tolist()) == ([False], [0, 1, 2, 3])


def test_boxes_of_many_polygons_are_left_to_a_closer_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(even_cover_module, "_MOST", 3)
    table = table_of([shapely.box(x, 0, x + 1, 1) for x in range(9)])
    around = np.array([[0.5, 0.2, 2.5, 0.8], [0.5, 0.2, 3.5, 0.8]])
    assert evenly_covered(around, table, QUIET)[0].tolist() == [True, False]


def test_runs_of_few_bytes_tell_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    survey = lattice(12, 9)
    around = np.array([[x, y, x + 1.5, y + 1.5] for x in range(10) for y in range(8)])
    expected = evenly_covered(around, table_of(survey), QUIET)
    monkeypatch.setattr(even_cover_module, "BYTES", 500)
    found = evenly_covered(around, table_of(survey), QUIET)
    assert [column.tolist() for column in found] == [column.tolist() for column in expected]
    assert expected[0].any()
