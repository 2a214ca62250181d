"""Rings that cross themselves very often: bounded in time, and how often they go round a face, told exactly."""
from __future__ import annotations

import math
import time
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.tangles import MOST_CROSSINGS, tangled
from kf_resources_plugin.engine.validity import repair
from kf_resources_plugin.engine.windings import windings
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import areas, table_of

if TYPE_CHECKING:
    from kf_resources_plugin.engine.kernel import Kernel

pytestmark = pytest.mark.usefixtures("qgis_app")

EAST, NORTH, RADIUS = 500_000.0, 3_850_000.0, 1_000.0


def star(points: int, step: int) -> np.ndarray:
    """Return a star drawn in one stroke, each of its edges ``step`` points on: it crosses points × (step − 1) times."""
    turned = 2 * math.pi * step * np.arange(points) / points
    return np.column_stack([EAST + RADIUS * np.sin(turned), NORTH + RADIUS * np.cos(turned)])


@pytest.mark.parametrize(("points", "step", "expected"), [
    (5001, 2, 0), (5001, 11, 5001 * 10), (1001, 300, 1001 * 299), (5001, 2000, 5001 * 1999), (301, 150, 0)])
def test_what_is_tangled_is_told_to_a_few_hundredths(points: int, step: int, expected: int) -> None:
    """A star of 301 points has 45 000 pairs of edges, fewer than are too many."""
    found = tangled(shapely.Polygon(star(points, step)).wkb)
    if expected <= MOST_CROSSINGS * 1.1:
        assert found == 0 or found == pytest.approx(expected, rel=0.1)
    else:
        assert found == pytest.approx(expected, rel=0.03)


def test_how_often_a_star_goes_round_its_faces(kernel: Kernel) -> None:
    """Of a star of 7 points by 3 the middle is gone round three times, then two times and once, clockwise."""
    ring = star(7, 3)
    faces = kernel.faces(shapely.Polygon(ring).wkb)
    rounds = windings(np.vstack([ring, ring[:1]]), faces)
    assert sorted(rounds.tolist()) == [-3, *[-2] * 7, *[-1] * 7]
    centre = shapely.Point(EAST, NORTH)
    assert [number for face, number in zip(faces, rounds.tolist()) if shapely.from_wkb(face).contains(centre)] == [-3]


def test_a_ring_of_five_thousand_points_is_repaired_whole_in_seconds(kernel: Kernel) -> None:
    """A star by 2: every edge crosses its two neighbours, on a circle of R·cos(2π/n) ÷ cos(π/n).

    Its outline, through these places and its tips, is 2 n triangles of half R·r·sin(π/n).
    """
    points, book = 5001, load_rule_book(date(2026, 1, 1), "en")
    table = table_of([shapely.Polygon(star(points, 2))])
    begun = time.process_time()
    mended, (finding,) = repair(table, kernel, book, NoProgress())
    assert time.process_time() - begun < 20.0
    inner = RADIUS * math.cos(2 * math.pi / points) / math.cos(math.pi / points)
    assert areas(mended.wkb)[0] == pytest.approx(points * RADIUS * inner * math.sin(math.pi / points), rel=1e-9)
    assert finding.rule_id == "geometry.repaired"


def test_a_ring_that_is_a_tangle_is_named_and_lets_the_run_go_on(kernel: Kernel) -> None:
    drawn = np.random.default_rng(1).random((5000, 2)) * RADIUS + [EAST, NORTH]
    sound = shapely.box(EAST, NORTH, EAST + 10, NORTH + 10)
    table = table_of([shapely.Polygon(drawn), sound])
    begun = time.process_time()
    mended, (finding,) = repair(table, kernel, load_rule_book(date(2026, 1, 1), "en"), NoProgress())
    assert time.process_time() - begun < 20.0
    assert mended.wkb.tolist() == [b"", table.wkb[1]]
    assert finding.rule_id == "geometry.unrepairable"
    assert finding.source_fid == table.fids[0]
    assert "places; from 50000 on they are not taken apart" in finding.message
