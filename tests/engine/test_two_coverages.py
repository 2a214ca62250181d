"""Two coverages over each other: worked by hand, and counted on partitions of unit cells."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine import coincidence as coincidence_module
from kf_resources_plugin.engine.kernel import Kernel, pick_kernel
from kf_resources_plugin.engine.two_coverages import Crossing, cross
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import KERNELS, areas, lattice, of_cells, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

pytestmark = pytest.mark.usefixtures("qgis_app")

SQUARE = shapely.box(0, 0, 10, 10)


def found(result: Crossing) -> dict[tuple[int, int], float]:
    """Return the area of every piece; checks that no pair comes twice."""
    pairs = list(zip(result.before.tolist(), result.after.tolist()))
    assert len(pairs) == len(set(pairs))
    assert result.failed == []
    return dict(zip(pairs, areas(result.wkb)))


def crossed(before: Sequence[shapely.Geometry], after: Sequence[shapely.Geometry],
            kernel: Kernel) -> dict[tuple[int, int], float]:
    return found(cross(table_of(before), table_of(after), kernel, NoProgress()))


# -- worked by hand -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [], {}),
        ([SQUARE], [], {(0, -1): 100.0}),
        ([], [SQUARE], {(-1, 0): 100.0}),
        ([SQUARE], [None], {(0, -1): 100.0}),
        ([SQUARE], [SQUARE], {(0, 0): 100.0}),
        # the same square drawn from another corner, and the other way round
        ([SQUARE], [shapely.Polygon([(10, 10), (10, 0), (0, 0), (0, 10)])], {(0, 0): 100.0}),
        ([SQUARE], [shapely.box(10, 0, 20, 10)], {(0, -1): 100.0, (-1, 0): 100.0}),
        # a parcel divided; the halves keep what the whole had
        ([SQUARE], [shapely.box(0, 0, 4, 10), shapely.box(4, 0, 10, 10)], {(0, 0): 40.0, (0, 1): 60.0}),
        # a border that moved by a metre
        ([shapely.box(0, 0, 5, 10), shapely.box(5, 0, 10, 10)], [shapely.box(0, 0, 6, 10), shapely.box(6, 0, 10, 10)],
         {(0, 0): 50.0, (1, 0): 10.0, (1, 1): 40.0}),
        # the later survey reaches 2 m further east and stops 1 m short in the north
        ([SQUARE], [shapely.box(0, 0, 12, 9)], {(0, 0): 90.0, (0, -1): 10.0, (-1, 0): 18.0}),
        # a hole that was filled, the rest the same
        ([shapely.Polygon(SQUARE.exterior, [shapely.box(2, 2, 4, 4).exterior])],
         [shapely.Polygon(SQUARE.exterior, [shapely.box(2, 2, 4, 4).exterior]), shapely.box(2, 2, 4, 4)],
         {(0, 0): 96.0, (-1, 1): 4.0}),
        # twice the same half: the other half is in no later row
        ([SQUARE], [shapely.box(0, 0, 5, 10)] * 2, {(0, 0): 50.0, (0, 1): 50.0, (0, -1): 50.0}),
        # the same parcel in both, and a later one drawn over it
        ([SQUARE], [SQUARE, shapely.box(5, 5, 10, 10)], {(0, 0): 100.0, (0, 1): 25.0}),
    ],
)
def test_by_hand(
    before: list[shapely.Geometry], after: list[shapely.Geometry], expected: dict[tuple[int, int], float],
    kernel: Kernel,
) -> None:
    assert crossed(before, after, kernel) == pytest.approx(expected)
    turned = {(one, other): area for (other, one), area in expected.items()}
    assert crossed(after, before, kernel) == pytest.approx(turned)


# -- counted: partitions of unit cells ----------------------------------------------------------------------------

SIDE = 6
labels = st.lists(st.integers(0, 4), min_size=SIDE * SIDE, max_size=SIDE * SIDE)


def parcels(labelled: Sequence[int], every_vertex: bool, scale: float, origin: float) -> list[shapely.Geometry]:
    """Return the cells of each label as one parcel, with holes, islands and parts; no cell is in 0."""
    numbers = np.array(labelled).reshape(SIDE, SIDE)
    return [
        of_cells(frozenset(zip(*(axis.tolist() for axis in np.nonzero(numbers == label)))), scale=scale,
                 origin=origin, every_vertex=every_vertex) if (numbers == label).any() else None
        for label in range(1, 5)
    ]


@settings(deadline=None, max_examples=60)
@given(labels, labels, st.booleans(), st.booleans(),
       st.sampled_from([(1.0, 0.0), (7.3, 38_500_000.77), (1e-4, 34.567)]), st.sampled_from(KERNELS))
def test_cells_are_counted(
    before: list[int], after: list[int], every: bool, other: bool, placed: tuple[float, float], name: str
) -> None:
    """``every`` and ``other`` True: borders share all vertices; else T-junctions wherever three parcels meet."""
    result = crossed(parcels(before, every, *placed), parcels(after, other, *placed), pick_kernel(name))
    expected = Counter((one - 1, two - 1) for one, two in zip(before, after) if one or two)
    assert {pair: round(area / placed[0]**2, 3) for pair, area in result.items()} == dict(expected)


# -- a survey with edits ------------------------------------------------------------------------------------------


def edited(cells: list[shapely.Polygon], seed: int) -> list[shapely.Polygon]:
    """Return a later survey: parcels divided, united with a neighbour, and left out."""
    random = np.random.default_rng(seed)
    later: list[shapely.Polygon] = []
    skip = set()
    for number, cell in enumerate(cells):
        if number in skip:
            continue
        chance = random.random()
        if chance < 0.04:
            west, south, east, north = cell.bounds
            middle = (west + east) / 2.0
            later += [cell.intersection(shapely.box(west, south, middle, north)),
                      cell.intersection(shapely.box(middle, south, east, north))]
        elif chance < 0.08 and number + 1 < len(cells) and cell.intersection(cells[number + 1]).length > 1.0:
            later.append(shapely.union_all([cell, cells[number + 1]]))
            skip.add(number + 1)
        elif chance < 0.98:
            later.append(cell)
    return later


def test_a_survey_with_edits_closes_on_both_sides(kernel: Kernel) -> None:
    before = lattice(40, 25)
    after = edited(before, 3)
    result = crossed(before, after, kernel)
    for side, parcels_ in ((0, before), (1, after)):
        sums = np.zeros(len(parcels_))
        for pair, area in result.items():
            if pair[side] >= 0:
                sums[pair[side]] += area
        np.testing.assert_allclose(sums, shapely.area(parcels_), atol=1e-5, rtol=0)
    assert sum(pair[1] < 0 for pair in result) > 3


# -- borders as surveys really have them --------------------------------------------------------------------------


def nudged(cells: list[shapely.Polygon]) -> list[shapely.Polygon]:
    """Return the survey with every vertex off by up to 1e-8, neighbours still sharing all of them."""
    def moved(points: np.ndarray) -> np.ndarray:
        return points + 1e-8 * np.sin(points * 1e4)

    return [shapely.transform(cell, moved) for cell in cells]


def denser(cells: list[shapely.Polygon]) -> list[shapely.Polygon]:
    """Return every second parcel with more vertices on its sides: T-junctions that rounding puts off the edge."""
    return [cell if number % 2 else shapely.segmentize(cell, 3.0) for number, cell in enumerate(cells)]


def needles(cells: list[shapely.Polygon]) -> list[shapely.Polygon]:
    """Return every third parcel divided into a needle of a millimetre's width and the rest."""
    result = []
    for number, cell in enumerate(cells):
        if number % 3:
            result.append(cell)
            continue
        (x0, y0), (x1, y1) = cell.exterior.coords[0], cell.exterior.coords[len(cell.exterior.coords) // 2]
        needle = cell.intersection(shapely.Polygon([(x0, y0), (x1, y1), (x1 + 0.001, y1)]))
        result += [needle, cell.difference(needle)] if needle.geom_type == "Polygon" and needle.area else [cell]
    return result


def strips(cells: list[shapely.Polygon]) -> list[shapely.Polygon]:
    """Return slanted strips over all of the survey and beyond, with edges of 40 km."""
    west, south, east, north = shapely.total_bounds(cells)
    levels = np.linspace(south - 300.0, north + 300.0, 9)
    return [shapely.Polygon([(west - 20_000, low - 40), (east + 20_000, low), (east + 20_000, high),
                             (west - 20_000, high - 40)]) for low, high in zip(levels[:-1], levels[1:])]


def with_islands(cells: list[shapely.Polygon]) -> list[shapely.Polygon]:
    """Return every fourth parcel with an island in it, and every eighth with the hole left open."""
    result = []
    for number, cell in enumerate(cells):
        island = shapely.Point(cell.centroid).buffer(6.0, quad_segs=3)
        result += [cell] if number % 4 else [cell.difference(island)] + ([] if number % 8 else [island])
    return result


SHAPES = [nudged, denser, needles, strips, with_islands]


@pytest.fixture(scope="module")
def survey() -> list[shapely.Polygon]:
    return lattice(14, 11, vertices=3)


@pytest.mark.parametrize("prefix", [0.0, 38_000_000.0])
@pytest.mark.parametrize("later", SHAPES)
def test_pieces_sum_to_both_surveys_whatever_order_kernel_and_side(
    survey: list[shapely.Polygon], later: Callable[[list[shapely.Polygon]], list[shapely.Polygon]], prefix: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Within what the spacing of coordinates leaves: 7 nm along borders of some hundred metres."""
    monkeypatch.setattr(coincidence_module, "_FEW", 1)
    before = [shapely.transform(cell, lambda points: points + np.array([prefix, 0.0])) for cell in survey]
    after = later(before)
    assert all(shape.is_valid for shape in after)
    totals = []
    for name in KERNELS:
        result = cross(table_of(before), table_of(after), pick_kernel(name), NoProgress())
        assert result.failed == []
        measured = np.array(areas(result.wkb))
        for rows, shapes in ((result.before, before), (result.after, after)):
            sums = np.bincount(rows[rows >= 0], measured[rows >= 0], len(shapes))
            np.testing.assert_allclose(sums, shapely.area(shapes), atol=2e-5, rtol=1e-9)
        totals.append(measured.sum())
    assert totals[0] == pytest.approx(totals[1], rel=1e-9)
    order = np.random.default_rng(8).permutation(len(before))
    kernel = pick_kernel("shapely")
    shuffled = cross(table_of([before[row] for row in order]), table_of(after), kernel, NoProgress())
    turned = cross(table_of(after), table_of(before), kernel, NoProgress())
    one = sizes(result.before, result.after, result.wkb)
    assert one == sizes(np.where(shuffled.before >= 0, order[shuffled.before], -1), shuffled.after, shuffled.wkb)
    assert one == sizes(turned.after, turned.before, turned.wkb)


def sizes(before: np.ndarray, after: np.ndarray, wkb: np.ndarray) -> dict[tuple[int, int], float]:
    """Return the pieces that are more than rounding, with areas to 0.001 m²."""
    return {(one, other): round(area, 3) for one, other, area in zip(before.tolist(), after.tolist(), areas(wkb))
            if area > 1e-3}
