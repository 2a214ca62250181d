"""Parcels split, united and reshaped: squares worked by hand, and a thousand edits at random that leave no seam."""
from __future__ import annotations

import pytest

from kf_resources_plugin.engine.coverage_edits import merged, reshaped, split
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.parcel_rings import is_sound, shape_area
from tests.engine.coverages import TOLERANCE, E, N, RandomEdits, area, crooked, seamless, square


def at(*places: tuple[float, float]) -> list[tuple[float, float]]:
    return [(E + x, N + y) for x, y in places]


def two() -> dict[int, list[list[list[tuple[float, float]]]]]:
    return {1: square(0, 0), 2: square(1, 0)}


def test_a_split_parcel_has_its_parts_and_the_neighbour_the_new_vertex() -> None:
    found = split(two(), [1], at((-5, 30), (105, 30)), TOLERANCE)
    assert [shape_area(piece) for piece in found[1]] == [7_000.0, 3_000.0]
    assert found[2] == [[[at((100, 0), (200, 0), (200, 100), (100, 100), (100, 30))]]]
    assert seamless({1: found[1][0], 3: found[1][1], 2: found[2][0]})


def test_a_line_across_several_parcels_cuts_those_that_are_chosen() -> None:
    line = at((-5, 30), (205, 30))
    assert {key: len(pieces) for key, pieces in split(two(), [1, 2], line, TOLERANCE).items()} == {1: 2, 2: 2}
    assert {key: len(pieces) for key, pieces in split(two(), [2], line, TOLERANCE).items()} == {1: 1, 2: 2}


def test_a_line_that_ends_inside_cuts_nothing_and_leaves_no_vertex_elsewhere() -> None:
    with pytest.raises(PlannerError, match="cuts no parcel in two"):
        split(two(), [1, 2], at((50, 50), (150, 50)), TOLERANCE)
    # from the left through 1, and into 2, whose right-hand neighbour it does not reach
    found = split({**two(), 3: square(2, 0)}, [1, 2, 3], at((-5, 50), (150, 50)), TOLERANCE)
    assert set(found) == {1, 2}
    assert len(found[2]) == 1


def test_a_ring_drawn_inside_cuts_an_island_out() -> None:
    found = split(two(), [1], at((20, 20), (40, 20), (40, 40), (20, 40), (20, 20)), TOLERANCE)
    assert [shape_area(piece) for piece in found[1]] == [9_600.0, 400.0]
    assert set(found) == {1}


def test_a_line_near_a_vertex_takes_the_vertex() -> None:
    found = split(two(), [1], at((0.0004, -0.0003), (100.0002, 100.0006)), TOLERANCE)
    assert [shape_area(piece) for piece in found[1]] == [5_000.0, 5_000.0]
    assert set(found) == {1}  # the neighbour had the corner already


def test_a_line_that_crosses_itself_is_refused() -> None:
    with pytest.raises(PlannerError, match="crosses itself"):
        split(two(), [1], at((-5, 30), (105, 30), (105, 60), (50, 10)), TOLERANCE)


def test_united_parcels_keep_every_vertex_of_their_outline() -> None:
    found = split(two(), [1], at((-5, 30), (105, 30)), TOLERANCE)
    whole = merged(found[1], TOLERANCE)
    assert shape_area(whole) == 10_000.0
    assert set(whole[0][0]) == set(at((0, 0), (100, 0), (100, 30), (100, 100), (0, 100), (0, 30)))
    with pytest.raises(PlannerError, match="do not all share a border"):
        merged([square(0, 0), square(2, 0)], TOLERANCE)
    with pytest.raises(PlannerError, match="do not all share a border"):
        merged([square(0, 0), square(1, 1)], TOLERANCE)  # only a corner
    with pytest.raises(PlannerError, match="overlap"):
        merged([square(0, 0), square(1, 0), square(0, 0)], TOLERANCE)


def test_parcels_whose_neighbour_lacks_a_vertex_are_united_too() -> None:
    tall = [[at((0, 0), (100, 0), (100, 200), (0, 200))]]
    whole = merged([tall, square(1, 0), square(1, 1)], TOLERANCE)
    assert shape_area(whole) == 40_000.0


def test_a_border_redrawn_moves_land_from_one_parcel_to_the_other() -> None:
    """From (100, 20) by (130, 20) and (130, 80) to (100, 80): 30 × 60 m."""
    line = at((100, 20), (130, 20), (130, 80), (100, 80))
    for way in (line, line[::-1], [*at((90, 20)), *line, *at((90, 80))]):  # both ways round, and drawn too far
        found = reshaped(two(), way, TOLERANCE).shapes
        assert {key: shape_area(shape) for key, shape in found.items()} == {1: 11_800.0, 2: 8_200.0}
        assert seamless(found)


def test_a_border_is_redrawn_from_corner_to_corner_and_across_itself() -> None:
    found = reshaped(two(), at((100, 0), (110, 25), (90, 75), (100, 100)), TOLERANCE).shapes
    assert {key: shape_area(shape) for key, shape in found.items()} == {1: 10_000.0, 2: 10_000.0}
    assert (E + 110, N + 25) in found[1][0][0]
    assert seamless(found)


def test_the_border_of_an_island_is_redrawn_where_less_land_moves() -> None:
    hole = [at((40, 40), (60, 40), (60, 60), (40, 60))]
    parcels = {1: [[square(0, 0)[0][0], hole[0][::-1]]], 2: [hole]}
    found = reshaped(parcels, at((60, 40), (70, 50), (60, 60)), TOLERANCE).shapes
    assert {key: shape_area(shape) for key, shape in found.items()} == {1: 9_500.0, 2: 500.0}


@pytest.mark.parametrize(("line", "words"), [
    (at((100, 20), (100, 20.0002)), "does not meet the border twice"),
    (at((120, 20), (130, 80)), "does not meet the border twice"),
    (at((0, 20), (30, 50), (0, 80)), "not on one common border"),  # the outline
    (at((100, 20), (150, 130), (100, 80)), "leaves the two parcels"),
    (at((100, 20), (150, 150), (50, 150), (100, 80)), "leaves the two parcels"),
    (at((60, 0), (100, 60)), "not on one common border"),
])
def test_what_is_no_border_of_two_parcels_is_refused(line: list[tuple[float, float]], words: str) -> None:
    parcels = {**two(), 3: square(0, 1), 4: square(1, 1)}
    with pytest.raises(PlannerError, match=words):
        reshaped(parcels, line, TOLERANCE)


def test_an_island_that_the_border_would_run_over_is_in_the_way() -> None:
    hole = at((80, 40), (90, 40), (90, 60), (80, 60))
    parcels = {1: [[square(0, 0)[0][0], hole[::-1]]], 2: square(1, 0), 3: [[hole]]}
    for line in (at((100, 20), (85, 50), (100, 80)), at((100, 20), (70, 20), (70, 80), (100, 80))):
        with pytest.raises(PlannerError, match="leaves the two parcels"):
            reshaped(parcels, line, TOLERANCE)


def test_a_border_one_side_of_which_lacks_a_vertex_is_redrawn() -> None:
    tall = [[at((0, 0), (100, 0), (100, 200), (0, 200))]]
    parcels = {1: tall, 2: square(1, 0), 3: square(1, 1)}
    found = reshaped(parcels, at((100, 50), (120, 75), (100, 100)), TOLERANCE).shapes
    assert {key: shape_area(shape) for key, shape in found.items()} == {1: 20_500.0, 2: 9_500.0}
    assert seamless({**parcels, **found})


def test_a_thousand_random_edits_leave_the_coverage_seamless() -> None:
    edits = RandomEdits(crooked(7, seed=20_261_126), seed=7)
    whole, done = area(edits.parcels), 0
    while done < 1_000:
        changed = edits.edit()
        done += bool(changed)
        assert all(is_sound(edits.parcels[key]) for key in changed)
        if done % 10 == 0:  # all of it takes longer than an edit; what one breaks the next does not mend
            assert seamless(edits.parcels)
    assert abs(area(edits.parcels) - whole) <= 1e-9 * whole
    assert all(is_sound(shape) for shape in edits.parcels.values())
    assert min(edits.done.values()) > 100
