"""Projects cut by parcels and by one another, counted on shapes of unit cells."""
from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine import occupation as occupation_module
from kf_resources_plugin.engine.kernel import Kernel, pick_kernel
from kf_resources_plugin.engine.occupation import CutResult, cut_projects
from kf_resources_plugin.engine.projects import Projects
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.engine.shapes import KERNELS, Cells, areas, lattice, of_cells, star, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.usefixtures("qgis_app")

GRID = [frozenset({(x, y)}) for x in range(6) for y in range(6)]  # parcels of one cell each

cells = st.frozensets(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=20)


def cut(projects: Sequence[shapely.Geometry], parcels: Sequence[shapely.Geometry], kernel: Kernel,
        progress: Any = None) -> CutResult:
    ids = [f"P{n:02}" for n in range(len(projects))]
    land: Any = SimpleNamespace(table=table_of(parcels), parcels=np.array([f"A{n:03}" for n in range(len(parcels))]))
    return cut_projects(Projects(table_of(projects), ids, ids, [None] * len(ids)), land, None, None, kernel,
                        progress or NoProgress())


@settings(deadline=None, max_examples=30)
@given(st.lists(cells, min_size=1, max_size=5), st.sampled_from([(1.0, 0.0), (7.3, 38_500_000.77)]),
       st.sampled_from(KERNELS))
def test_every_place_is_counted_once_with_the_first_project(projects: list[Cells], placed: tuple[float, float],
                                                            name: str) -> None:
    scale, origin = placed
    shapes, parcels = ([of_cells(shape, scale=scale, origin=origin) for shape in side] for side in (projects, GRID))
    pieces = cut(shapes, parcels, pick_kernel(name)).pieces
    size = np.array(areas(pieces.wkb)) / scale**2
    found = [(round(size[chosen & (pieces.land >= 0)].sum(), 3), round(size[chosen & (pieces.land < 0)].sum(), 3))
             for row in range(len(projects))
             for chosen in ((pieces.project == row) & pieces.counted, (pieces.project == row) & ~pieces.counted)]
    surveyed = frozenset().union(*GRID)
    expected = []
    for row, shape in enumerate(projects):
        before = frozenset().union(*projects[:row])
        for part in (shape - before, shape & before):
            expected.append((len(part & surveyed), len(part - surveyed)))
    assert found == expected


def test_many_projects_on_one_another_are_cut_but_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty projects: 780 pairs, but each later one is cut by what the earlier ones claim together."""
    kernel = pick_kernel("shapely")
    asked: list[str] = []
    really = kernel.combine

    def counting(operation: str, left: Any, right: Any) -> Any:
        asked.extend([operation] * len(left))
        return really(operation, left, right)

    projects = [star(500_300 + n, 3_850_300 + n, 250.0, 12, seed=n) for n in range(40)]
    monkeypatch.setattr(kernel, "combine", counting)
    result = cut(projects, [shapely.box(500_000, 3_850_000, 501_000, 3_851_000)], kernel)
    assert len(result.project_overlaps) == 780
    counted = sum(np.array(areas(result.pieces.wkb))[result.pieces.counted])
    assert counted == pytest.approx(shapely.union_all(projects).area, abs=1e-4)
    # one intersection a pair and, for each project, one with the parcel, one with the claims and what is beside
    assert asked.count("intersection") <= 780 + 2 * 40
    assert asked.count("difference") <= 40


def test_overlaps_far_from_one_another_are_cut_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten pairs of projects, far apart: each later one gives up 1 m × 2 m, all at once; three on one place do not."""
    calls: list[int] = []
    really = occupation_module.split_by_zones

    def counting(pieces: Any, zones: Any, *rest: Any) -> Any:
        calls.append(len(zones))
        return really(pieces, zones, *rest)

    monkeypatch.setattr(occupation_module, "split_by_zones", counting)
    pairs = [shapely.box(x, 0, x + 3, 2) for n in range(10) for x in (10 * n, 10 * n + 2)]
    pieces = cut(pairs, [shapely.box(-5, -5, 200, 5)], pick_kernel("shapely")).pieces
    assert calls == [10]
    sizes = np.array(areas(pieces.wkb))
    assert sorted(zip(pieces.project[~pieces.counted].tolist(), sizes[~pieces.counted])) == [
        (2 * n + 1, 2.0) for n in range(10)]
    assert np.bincount(pieces.project, sizes).tolist() == [6.0] * 20
    calls.clear()
    cut([shapely.box(0, 0, 3 + n, 2) for n in range(3)], [shapely.box(-5, -5, 200, 5)], pick_kernel("shapely"))
    assert calls == [1, 1]


def test_land_that_parcels_claim_twice_is_told_by_project() -> None:
    """Two parcels share 2 m × 10 m; the second project has a quarter of that, the third none."""
    parcels = [shapely.box(0, 0, 10, 10), shapely.box(8, 0, 20, 10)]
    projects = [shapely.box(0, 0, 20, 10), shapely.box(0, 0, 9, 5), shapely.box(12, 0, 20, 10)]
    result = cut(projects, parcels, pick_kernel("qgis"))
    project, wkbs = result.claimed_twice
    assert (project.tolist(), areas(wkbs)) == ([0, 1], [20.0, 5.0])
    assert [pair[:2] for pair in result.land_overlaps] == [(0, 1)]


def test_parcels_that_overlap_beside_projects_are_no_finding_of_theirs(kernel: Kernel) -> None:
    """Two parcels share what lies at x 30 to 32: one project goes round it in two parts, the other across."""
    parcels = [shapely.box(0, 0, 32, 10), shapely.box(30, 0, 60, 10)]
    around = shapely.MultiPolygon([shapely.box(10, 2, 29, 8), shapely.box(33, 2, 50, 8)])
    assert cut([around], parcels, kernel).land_overlaps == []
    assert [pair[:2] for pair in cut([shapely.box(10, 2, 50, 8)], parcels, kernel).land_overlaps] == [(0, 1)]


def test_parcels_drawn_twice_all_over_a_project_are_found(kernel: Kernel) -> None:
    """Parcels of two layers merged: their borders lie beyond the project, which each of two covers, as even as one."""
    parcels = [shapely.box(0, 0, 100, 100), shapely.box(-50, -50, 150, 200), shapely.box(500, 0, 600, 100)]
    result = cut([shapely.box(20, 20, 30, 40), shapely.box(520, 20, 530, 40)], parcels, kernel)
    assert [pair[:2] for pair in result.land_overlaps] == [(0, 1)]
    assert (result.claimed_twice[0].tolist(), areas(result.claimed_twice[1])) == ([0], [200.0])


def test_the_bar_goes_on_where_parcels_overlap() -> None:
    shown: list[float] = []
    parcels = [shapely.box(0, 0, 10, 10), shapely.box(8, 0, 20, 10)]
    cut([shapely.box(0, 0, 25, 10), shapely.box(0, 0, 9, 5)], parcels, pick_kernel("qgis"), Bar(shown))
    assert len(set(shown)) > 5
    assert shown == sorted(shown)


@pytest.mark.usefixtures("no_unions")
def test_claims_that_cannot_be_united_are_taken_one_by_one(kernel: Kernel) -> None:
    """Of the third project 50 m² and 40 m² are claimed before, 40 m² of them twice; 80 m² are counted in all."""
    boxes = [shapely.box(n, 0, n + 6, 10) for n in range(3)]
    pieces = cut(boxes, [shapely.box(0, 0, 20, 10)], kernel).pieces
    counted = np.bincount(pieces.project[pieces.counted], np.array(areas(pieces.wkb))[pieces.counted])
    assert counted.tolist() == [60.0, 10.0, 10.0]
    assert kernel.uncut == []


class Bar(NoProgress):
    """Keeps what is shown of a run, in which this is the part from ``first`` to ``last``."""

    def __init__(self, shown: list[float], first: float = 0.0, last: float = 1.0) -> None:
        self._shown, self._first, self._last = shown, first, last

    def set(self, share: float) -> None:
        self._shown.append(self._first + share * (self._last - self._first))

    def part(self, start: float, end: float) -> Bar:
        size = self._last - self._first
        return Bar(self._shown, self._first + start * size, self._first + end * size)


class Pressed(NoProgress):
    """Cancel is pressed at the nth look."""

    def __init__(self, at: int) -> None:
        self.left = at

    def check(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Canceled


@pytest.mark.parametrize("name", KERNELS)
def test_every_look_may_cancel(name: str) -> None:
    """Whatever the moment, the run ends at the next look; the looks are as many as there is something to do."""
    parcels = lattice(6, 6)
    projects = [star(500_150, 3_850_150, 120.0, 30, seed=n) for n in range(3)]
    at = 1
    while True:
        try:
            cut(projects, parcels, pick_kernel(name), Pressed(at))
        except Canceled:
            at += 1
        else:
            break
    assert at > 30
