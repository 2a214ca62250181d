"""Parcels made one block by cancelling their shared edges, against GEOS's union."""
from __future__ import annotations

from typing import Any
from unittest import mock

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine import dissolve as dissolve_module
from kf_resources_plugin.engine.dissolve import dissolved
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import KERNELS, lattice, of_cells, table_of

pytestmark = pytest.mark.usefixtures("qgis_app")


def block(shapes: list[Any], name: str = "shapely") -> shapely.Geometry | None:
    found = dissolved(pick_kernel(name), table_of(shapes).wkb, NoProgress())
    return None if found is None else shapely.from_wkb(found)


@pytest.mark.parametrize("name", KERNELS)
@pytest.mark.parametrize("share", [0.5, 0.9, 1.0])
def test_parcels_of_a_survey(name: str, share: float) -> None:
    """Blocks, islands in holes, and parcels that meet in a corner only."""
    cells = np.array(lattice(30, 30), dtype=object)[np.random.default_rng(4).random(900) < share]
    found = block(cells.tolist(), name)
    assert found is not None
    assert found.is_valid
    assert found.equals(shapely.union_all(cells))


cells = st.frozensets(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1)


@settings(deadline=None, max_examples=100)
@given(cells, st.sampled_from([(1.0, 0.0), (7.3, 38_500_000.77)]))
def test_cells_give_their_union(chosen: frozenset[tuple[int, int]], placed: tuple[float, float]) -> None:
    scale, origin = placed
    with mock.patch.object(dissolve_module, "_MOST_LEFT", 1.0):
        found = block([of_cells(frozenset([cell]), scale=scale, origin=origin) for cell in sorted(chosen)])
    assert found is not None
    assert found.is_valid
    expected = of_cells(chosen, scale=scale, origin=origin, every_vertex=True)
    assert found.area == pytest.approx(expected.area, rel=1e-9)
    assert found.symmetric_difference(expected).area < 1e-6 * scale**2


@pytest.fixture(autouse=True)
def _even_little(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "left_to_geos" not in request.node.name:
        monkeypatch.setattr(dissolve_module, "_MOST_LEFT", 1.0)


def test_two_holes_that_meet_in_a_corner() -> None:
    ring = [(x, y) for x in range(4) for y in range(4) if (x, y) not in {(1, 1), (2, 2)}]
    found = block([of_cells(frozenset([cell])) for cell in ring])
    assert found is not None
    assert found.is_valid
    assert len(found.interiors) == 2
    assert found.area == 14.0


def test_a_hole_that_touches_the_outline() -> None:
    found = block([shapely.Polygon([(0, 0), (4, 0), (4, 4), (2, 4), (3, 2), (1, 2), (2, 4), (0, 4)]).buffer(0)])
    assert found is not None
    assert found.is_valid
    assert found.area == 14.0


@pytest.mark.parametrize(
    "shapes",
    [
        [shapely.box(0, 0, 10, 10), shapely.box(5, 0, 15, 10)],
        [shapely.box(0, 0, 10, 10), shapely.box(2, 2, 4, 4)],
        [shapely.box(0, 0, 10, 10)] * 2,
        # a border that one side draws with a vertex more: only noding tells
        [shapely.box(0, 0, 10, 10), shapely.Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (10.001, 5)])],
        [shapely.box(0, 0, 10, 10), shapely.Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (9.999, 5)])],
        # edges drawn twice in one direction run on into the same one: what is linked is valid and lacks 0.75 of 3.75
        [shapely.Polygon([(3, 2), (1, 3), (0, 2), (1, 1)]), shapely.Polygon([(3, 2), (3, 3), (2, 3), (2, 2)])],
        [shapely.Polygon([(1, 0), (3, 0), (4, 3)]), shapely.box(3, 0, 4, 2)],
    ],
)
@pytest.mark.parametrize("name", KERNELS)
def test_what_overlaps_or_gaps_is_never_wrong(shapes: list[shapely.Geometry], name: str) -> None:
    found = block(shapes, name)
    assert found is None or found.equals(shapely.union_all(shapes))


corner = st.tuples(st.integers(0, 4), st.integers(0, 4))
drawn = st.lists(corner, min_size=3, max_size=5, unique=True).map(shapely.Polygon).filter(
    lambda shape: shape.is_valid and shape.area > 0)


@settings(deadline=None, max_examples=200)
@given(st.lists(drawn, min_size=2, max_size=5), st.sampled_from(KERNELS))
def test_a_block_is_the_proof_that_nothing_overlaps(shapes: list[shapely.Geometry], name: str) -> None:
    with mock.patch.object(dissolve_module, "_MOST_LEFT", 2.0):
        found = block(shapes, name)
    assert found is None or found.area == pytest.approx(shapely.union_all(shapes).area, abs=1e-9)
    assert found is None or found.area == pytest.approx(sum(shape.area for shape in shapes), abs=1e-9)


@pytest.mark.parametrize("at_once", [0, 1_000_000])
def test_a_hole_goes_to_the_smallest_shell_round_it(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stars in stars: which of them hold the middle of a hole's first edge, as Shapely tells."""
    monkeypatch.setattr(dissolve_module, "_AT_ONCE", at_once)
    random = np.random.default_rng(4)

    def star(x: float, y: float, size: float, corners: int) -> np.ndarray:
        angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        reach = size * random.uniform(0.4, 1.0, corners)
        ring = np.column_stack([x + reach * np.cos(angle), y + reach * np.sin(angle)])
        return np.vstack([ring, ring[:1]])

    shells = [star(*random.uniform(0, 100, 2), size, 90) for size in (4, 9, 20, 30, 60, 80) for _ in range(4)]
    areas = np.array([shapely.Polygon(shell).area for shell in shells])
    holes = [star(*random.uniform(-20, 120, 2), 0.5, 5)[::-1] for _ in range(300)]
    middles = [shapely.Point((hole[0] + hole[1]) / 2) for hole in holes]
    held = [[number for number, shell in enumerate(shells) if shapely.Polygon(shell).contains(place)]
            for place in middles]
    wanted = [min(each, key=areas.__getitem__) if each else -1 for each in held]
    assert 20 < wanted.count(-1) < 200
    assert len(set(wanted)) > 10
    assert dissolve_module.smallest_round(shells, areas, holes, NoProgress()).tolist() == wanted
    assert dissolve_module.smallest_round(shells[:1], areas[:1], [star(900, 900, 1, 5)], NoProgress()).tolist() == [-1]


def test_scattered_parcels_are_left_to_geos() -> None:
    assert block(lattice(9, 9)[::2]) is None


def test_nothing() -> None:
    assert dissolved(pick_kernel("shapely"), table_of([None, None]).wkb, NoProgress()) == b""
