"""Cross-sections: parallel ones by hand, slanted ones and a bend for evenness, and order and direction of drawing."""
from __future__ import annotations

import numpy as np
import pytest

from kf_resources_plugin.rules.cross_sections import Sections, along_tile, sections_of
from kf_resources_plugin.rules.line_distances import Tile, pieces_of


def line(*vertices: tuple[float, float], endless: bool = True) -> object:
    return pieces_of(*np.array(vertices, dtype=np.float64).T, endless=endless)


CHANNEL = line((0, 0), (1000, 0), endless=False)
FIRST, SECOND, THIRD = line((100, -50), (100, 50)), line((400, -50), (400, 50)), line((900, 50), (900, -50))


def surface(sections: Sections, x: list[float], y: list[float]) -> np.ndarray:
    found = np.full((len(y), len(x)), np.nan)
    along_tile(sections, Tile(np.array(x), np.array(y), slice(0, len(y)), slice(0, len(x))), found)
    return found


def test_sections_are_ordered_along_the_channel_whichever_way_they_are_drawn() -> None:
    found, along, gaps = sections_of([THIRD, FIRST, SECOND], CHANNEL)
    assert found.along.tolist() == [100, 400, 900]
    assert along.tolist() == [900, 100, 400]
    assert found.lines == (FIRST, SECOND, THIRD)
    assert found.downstream.tolist() == [-1, -1, 1]  # northward lines have downstream (east) to the right
    assert gaps.tolist() == [0, 0, 0]


def test_between_parallel_sections_the_way_is_that_along_the_channel_even_beyond_their_ends() -> None:
    found, _, _ = sections_of([FIRST, SECOND, THIRD], CHANNEL)
    x = [0.0, 100.0, 175.0, 400.0, 650.0, 900.0, 1000.0]
    assert surface(found, x, [0.0, 700.0, -40.0]) == pytest.approx(np.array([x] * 3), abs=1e-9)


def test_every_section_keeps_its_place_and_the_surface_has_no_step() -> None:
    # the valley turns from east to north; the sections stand across it, the middle one on the diagonal of the bend
    channel = line((0, 0), (1000, 0), (1000, 1000), endless=False)
    lines = [line((500, -400), (500, 400)), line((1400, -400), (700, 300)), line((1400, 500), (600, 500))]
    found, _, _ = sections_of(lines, channel)
    assert found.along.tolist() == [500, 1000, 1500]
    assert surface(found, [500.0], [250.0])[0, 0] == pytest.approx(500)
    assert surface(found, [1200.0], [-200.0])[0, 0] == pytest.approx(1000)
    assert surface(found, [1300.0], [500.0])[0, 0] == pytest.approx(1500)
    x, y = np.arange(600, 1200, 5.0), np.arange(-200, 200, 5.0)
    found_there = surface(found, x.tolist(), y.tolist())
    # 5 m on the ground are never more than the ratio of the longest way to the shortest distance between sections
    assert np.abs(np.diff(found_there, axis=0)).max() < 15
    assert np.abs(np.diff(found_there, axis=1)).max() < 15


def test_a_section_that_ends_before_the_channel_is_met_where_it_goes_on() -> None:
    found, along, gaps = sections_of([line((200, 30), (200, 90)), line((0, 50), (1000, 50))], CHANNEL)
    assert (found.along.tolist(), along[0]) == ([200], 200)
    assert np.isnan(along[1])
    assert gaps.tolist() == [30, np.inf]  # the second runs beside the channel and never meets it


def test_two_sections_at_one_place_are_one() -> None:
    found, along, _ = sections_of([SECOND, line((400, -90), (400, 90)), FIRST], CHANNEL)
    assert (found.along.tolist(), along.tolist()) == ([100, 400], [400, 400, 100])
    assert found.lines == (FIRST, SECOND)


def test_a_divided_tile_is_as_a_small_one() -> None:
    lines = [line((place, -100), (place + 60 * np.sin(place), 100)) for place in range(50, 1000, 60)]
    found, _, _ = sections_of(lines, CHANNEL)
    x, y = np.arange(0, 1000, 9.0), np.arange(-95, 95, 9.0)
    whole = surface(found, x.tolist(), y.tolist())
    cells = np.array([[surface(found, [column], [row])[0, 0] for column in x[::5]] for row in y[::5]])
    assert whole[::5, ::5] == pytest.approx(cells, abs=1e-9)
