"""Common vertices of polygons that touch but for rounding, worked by hand; and pieces that have no hairs."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity

from kf_resources_plugin.engine.common_vertices import with_common_vertices
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.partition import split_by_zones
from kf_resources_plugin.engine.subtraction import divide, subtract_all
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import KERNELS, table_of

if TYPE_CHECKING:
    from kf_resources_plugin.engine.wkb import Wkbs

EAST, NORTH = 38_527_000.0, 3_852_000.0
ULP = float(np.spacing(EAST))  # 7.5 nm

pytestmark = pytest.mark.usefixtures("qgis_app")


def rows(*shapes: shapely.Geometry | None) -> Wkbs:
    return table_of(shapes).wkb


def corners(wkb: bytes) -> list[list[tuple[float, float]]]:
    """Return the corners of every ring, counted from EAST, NORTH, the closing one left out."""
    parts = shapely.get_parts(shapely.from_wkb(wkb))
    return [[(x - EAST, y - NORTH) for x, y in ring.coords[:-1]]
            for part in parts for ring in (part.exterior, *part.interiors)]


def polygon(*points: tuple[float, float]) -> shapely.Polygon:
    return shapely.Polygon([(EAST + x, NORTH + y) for x, y in points])


def meet(left: Wkbs, right: Wkbs, place: list[int] | None = None) -> tuple[Wkbs, Wkbs]:
    return with_common_vertices(left, right, np.arange(len(right)) if place is None else np.array(place), NoProgress())


def test_a_vertex_beside_an_edge_is_put_into_it() -> None:
    square = polygon((0, 0), (8, 0), (8, 8), (0, 8))
    piece = polygon((2, ULP / 16), (4, 0), (4, 4))  # northings have sixteen times the digits
    left, right = meet(rows(square), rows(piece))
    assert corners(left[0]) == [[(0, 0), (2, ULP / 16), (4, 0), (8, 0), (8, 8), (0, 8)]]
    assert corners(right[0]) == corners(rows(piece)[0])


def test_a_vertex_beside_a_vertex_moves_onto_it_wherever_its_ring_begins() -> None:
    square = polygon((0, 0), (8, 0), (8, 8), (0, 8))
    for turn in range(3):
        points = [(8 - ULP, 0), (8, 8), (4, 4)]
        _, right = meet(rows(square), rows(polygon(*points[turn:], *points[:turn])))
        assert sorted(corners(right[0])[0]) == [(4, 4), (8, 0), (8, 8)]


def test_vertices_on_the_left_are_put_into_edges_on_the_right() -> None:
    bent = polygon((0, 0), (4, -ULP / 16), (8, 0), (8, 8), (0, 8))
    band = polygon((-1, 0), (9, 0), (9, 2), (-1, 2))
    left, right = meet(rows(bent), rows(band))
    assert corners(left[0]) == [[(0, 0), (4, -ULP / 16), (8, 0), (8, 8), (0, 8)]]
    assert corners(right[0]) == [[(-1, 0), (0, 0), (4, -ULP / 16), (8, 0), (9, 0), (9, 2), (-1, 2)]]


def test_what_is_farther_than_rounding_stays() -> None:
    square, piece = polygon((0, 0), (8, 0), (8, 8), (0, 8)), polygon((2, 4 * ULP), (4, 1e-6), (7.9, 8 - 4 * ULP))
    left, right = meet(rows(square), rows(piece))
    assert left.tolist() == rows(square).tolist()
    assert right.tolist() == rows(piece).tolist()


def test_rows_meet_only_the_rows_they_lie_on() -> None:
    square, piece = polygon((0, 0), (8, 0), (8, 8), (0, 8)), polygon((2, 0), (4, 0), (4, 4))
    left, _ = meet(rows(square, square, None), rows(piece, None, piece), [1, 1, 2])
    assert left[0] == rows(square)[0]
    assert corners(left[1]) == [[(0, 0), (2, 0), (4, 0), (8, 0), (8, 8), (0, 8)]]
    assert left[2] == b""
    assert meet(rows(None), rows(piece))[1].tolist() == rows(piece).tolist()


def test_holes_and_parts_keep_their_places() -> None:
    hole = [(EAST + x, NORTH + y) for x, y in [(2, 2), (2, 6), (6, 6), (6, 2)]]
    ringed = shapely.Polygon(polygon((0, 0), (8, 0), (8, 8), (0, 8)).exterior, [hole])
    two = shapely.MultiPolygon([ringed, polygon((20, 0), (24, 0), (24, 4))])
    pieces = shapely.MultiPolygon([polygon((0, 3), (2, 4), (0, 5)), polygon((24, 1), (24, 2), (23, 2))])
    left, _ = meet(rows(two), rows(pieces))
    assert corners(left[0]) == [
        [(0, 0), (8, 0), (8, 8), (0, 8), (0, 5), (0, 3)], [(2, 2), (2, 4), (2, 6), (6, 6), (6, 2)],
        [(20, 0), (24, 0), (24, 1), (24, 2), (24, 4)]]


def test_degrees_have_their_own_rounding() -> None:
    square = shapely.box(114.25, 34.75, 114.75, 35.25)
    near, far = 34.75 + float(np.spacing(34.75)), 34.75 + 1e-11
    for north, count in ((near, 5), (far, 4)):
        left, _ = meet(rows(square), rows(shapely.Polygon([(114.5, north), (114.75, 35.0), (114.5, 35.0)])))
        assert len(shapely.from_wkb(left[0]).exterior.coords) == count + 2  # and the one on the eastern edge


# -- what it is for -----------------------------------------------------------------------------------------------


def parts(shape: shapely.Geometry) -> int:
    return len(shapely.get_parts(shape))


def metres(least: int, most: int) -> st.SearchStrategy[float]:
    """Return whole decimetres: lines that lie nearer to each other than 0.1 mm are the same ones but for rounding."""
    return st.integers(least * 10, most * 10).map(lambda value: value / 10)


@st.composite
def parcels_and_zones(draw: st.DrawFn) -> tuple[shapely.Polygon, list[shapely.Polygon]]:
    """Draw a crooked parcel and four turned zones: the second lies in the first, the others follow its sides."""
    jitter = draw(st.lists(metres(-12, 12), min_size=8, max_size=8))
    parcel = polygon(*[(x + dx, y + dy) for (x, y), dx, dy in zip(
        [(0, 0), (60, 0), (60, 60), (0, 60)], jitter[:4], jitter[4:])])
    turn, x, y = draw(st.integers(0, 90)), draw(metres(-20, 30)), draw(metres(-20, 30))
    width, height, inner = draw(metres(20, 60)), draw(metres(20, 60)), draw(metres(5, 15))
    boxes = [shapely.box(x, y, x + width, y + height), shapely.box(x, y, x + inner, y + height / 2),
             shapely.box(x + width, y - 5, x + width + 20, y + height + 7),
             shapely.box(x + width - 3, y + 3, x + width + 20, y + height)]
    return parcel, [affinity.translate(affinity.rotate(box, turn, origin=(x, y)), EAST, NORTH) for box in boxes]


@settings(max_examples=60, deadline=None)
@given(parcels_and_zones())
def test_pieces_cut_again_and_again_have_no_hairs(drawn: tuple[shapely.Polygon, list[shapely.Polygon]]) -> None:
    """A hair goes when a piece is made narrower by 1 µm all round, with its length and with parts that it joined."""
    parcel, zones = drawn
    found = []
    for name in KERNELS:
        wkbs = rows(parcel)
        for zone in zones:
            _, _, wkbs = split_by_zones(wkbs, table_of([zone]), pick_kernel(name), NoProgress())
        pieces = [shapely.from_wkb(wkb) for wkb in wkbs]
        for piece in pieces:
            narrower = piece.buffer(-1e-6, join_style="mitre", mitre_limit=1e6)
            assert parts(narrower) == parts(piece)
            assert piece.length - narrower.length < 0.1
        assert sum(piece.area for piece in pieces) == pytest.approx(parcel.area, abs=1e-5)
        found.append(sorted((parts(piece), piece.area) for piece in pieces))
    assert [count for count, _ in found[0]] == [count for count, _ in found[1]]
    assert [area for _, area in found[0]] == pytest.approx([area for _, area in found[1]], abs=1e-5)


SLANTED = polygon((0.3, 0.7), (60.1, 7.9), (55.2, 63.4), (-3.8, 51.1))
ACROSS = affinity.rotate(shapely.box(EAST + 20, NORTH - 20, EAST + 31, NORTH + 90), 17.3, origin=(EAST, NORTH))


@pytest.mark.parametrize("name", KERNELS)
def test_a_band_across_a_parcel_leaves_two_parts(name: str) -> None:
    """Whichever way the rest is found: the band's corners on the parcel's sides are rounded, none lies on its line."""
    kernel = pick_kernel(name)
    whole, band = rows(SLANTED, ACROSS)
    inside, beside = divide(kernel, whole, band, NoProgress())
    rest, reason = subtract_all(kernel, whole, rows(shapely.from_wkb(inside)), 0.0, NoProgress())
    again = divide(kernel, whole, inside, NoProgress())[1]
    assert reason == ""
    for left in map(shapely.from_wkb, (beside, rest, again)):
        assert parts(left) == 2
        assert left.length == pytest.approx(shapely.difference(SLANTED, ACROSS).length, abs=1e-6)
