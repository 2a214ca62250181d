"""What a line sees of the channel; the river's side of every drawing is plain to the eye."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.line_reading import lines_wkb, parts_of
from kf_resources_plugin.engine.river_side import Channel, Sight
from kf_resources_plugin.engine.wkb import as_wkb_array, polygon_wkb
from kf_resources_plugin.rules.progress import Canceled, NoProgress

pytestmark = pytest.mark.usefixtures("qgis_app")

KERNEL = pick_kernel("qgis")
RIVER = [(-9000.0, 2000.0), (0.0, 2200.0), (9000.0, 1800.0)]


def by_lines(line: Any, *channel: Any) -> Sight:
    parts = parts_of([lines_wkb([np.array(one, dtype=float)]) for one in channel])
    return Channel.of_lines(parts, KERNEL).seen_from(np.array(line, dtype=float), NoProgress())


def by_polygons(line: Any, *rings: Any) -> Sight:
    wkbs = as_wkb_array([polygon_wkb([np.array(ring, dtype=float)]) for ring in rings])
    return Channel.of_polygons(wkbs, KERNEL).seen_from(np.array(line, dtype=float), NoProgress())


def left(sight: Sight) -> float:
    """Return the share of the left."""
    return sight.left / (sight.left + sight.right)


def test_a_dike_along_the_river() -> None:
    sight = by_lines([(-1000, 0), (1000, 100)], RIVER)
    assert left(sight) == 1.0
    # 2 000 m of dike are asked every 100 m
    assert sight.places == 21
    assert sight.left / sight.places > 0.99
    # the river at x = 1 000 m is at y = 2 200 − 400/9 m, the dike at 100 m, both nearly level
    assert sight.distance == pytest.approx(2200 - 400 / 9 - 100, abs=10)
    assert sight.crossing is None
    assert left(by_lines([(1000, 100), (-1000, 0)], RIVER)) == 0.0


def test_the_far_side_of_a_ring_sees_the_river_only_past_itself() -> None:
    ring = [(0, 0), (800, 0), (800, 800), (0, 800), (0, 0)]
    # counter-clockwise: the river is outside, on the right
    assert left(by_lines(ring, RIVER)) == 0.0
    # a ring round the river has it inside
    around = [(-20_000, -5000), (20_000, -5000), (20_000, 5000), (-20_000, 5000), (-20_000, -5000)]
    assert left(by_lines(around, RIVER)) == 1.0


def test_a_hook_is_judged_by_what_faces_the_river() -> None:
    # 2 km along the river, then back behind itself for 1.9 km
    hook = [(-1000, 0), (1000, 0), (1000, -300), (-900, -300)]
    sight = by_lines(hook, RIVER)
    assert left(sight) > 0.95


def test_between_two_arms_neither_side_is_the_rivers() -> None:
    sight = by_lines([(-1000, 0), (1000, 0)], [(-3000, 500), (0, 500)], [(0, -500), (3000, -500)])
    assert 0.4 < left(sight) < 0.6
    assert sight.crossing is None


def test_a_channel_that_crosses_is_told_where() -> None:
    sight = by_lines([(0, 1000), (0, 3200)], RIVER)
    assert sight.crossing == pytest.approx((0, 2200))
    assert sight.distance < 100


def test_a_spur_towards_the_river_faces_it_with_neither_side() -> None:
    sight = by_lines([(0, 0), (0, 1500)], RIVER)
    assert (sight.left + sight.right) / sight.places < 0.1


@pytest.mark.parametrize(("line", "expected"), [
    ([(100, 500), (900, 500)], 0.0),  # north of the water
    ([(100, -500), (900, -500)], 1.0),  # south of it
    ([(100, 380), (900, 380)], 0.0),  # inside, 20 m from its northern bank: the water is in the south
    ([(100, 400), (900, 400)], 0.0),  # on its northern bank
    ([(900, 400), (100, 400)], 1.0),
])
def test_water_polygons(line: Any, expected: float) -> None:
    assert left(by_polygons(line, [(-5000, 0), (5000, 0), (5000, 400), (-5000, 400), (-5000, 0)])) == expected


def test_a_long_channel_is_searched_as_if_edge_by_edge() -> None:
    rng = np.random.default_rng(7)
    river = np.column_stack([np.linspace(-5000, 5000, 400), 800 + rng.normal(0, 250, 400)])
    places = rng.uniform(-3000, 3000, (40, 2))
    channel = Channel.of_lines(parts_of([lines_wkb([river])]), KERNEL)
    _, found = channel._nearest(places, NoProgress())
    a, step = river[:-1], np.diff(river, axis=0)
    for place, distance in zip(places, found):
        share = (((place - a) * step).sum(axis=1) / (step * step).sum(axis=1)).clip(0, 1)
        assert distance == pytest.approx(np.hypot(*(a + step * share[:, None] - place).T).min())


def test_looking_can_be_cancelled() -> None:
    class Pressed(NoProgress):
        def check(self) -> None:
            raise Canceled

    with pytest.raises(Canceled):
        Channel.of_lines(parts_of([lines_wkb([np.array(RIVER)])]), KERNEL).seen_from(np.array([(0.0, 0), (9, 0)]),
                                                                                    Pressed())
