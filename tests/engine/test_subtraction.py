"""Subtractions that close: worked by hand, and with kernels that answer wrongly until they are asked in another way."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

import numpy as np
import pytest
import shapely

from kf_resources_plugin.engine.kernel import DIFFERENCE, Kernel
from kf_resources_plugin.engine.subtraction import divide, subtract, subtract_all, subtract_each, unite
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.engine.shapes import areas, lattice, table_of

if TYPE_CHECKING:
    from kf_resources_plugin.engine.wkb import Wkbs

pytestmark = pytest.mark.usefixtures("qgis_app")

EAST, NORTH = 38_500_000.0, 3_850_000.0


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def rows(*shapes: shapely.Geometry | None) -> Wkbs:
    return table_of(shapes).wkb


class Lying:
    """A kernel whose differences are always 1 m² while ``lies`` says so of (shape to cut, cutting shape).

    spoil: what it makes of a right difference instead.
    """

    def __init__(self, kernel: Kernel, lies: Callable[[shapely.Geometry, shapely.Geometry], bool],
                 spoil: Callable[[shapely.Geometry], shapely.Geometry] | None = None) -> None:
        self.kernel, self.lies, self.spoil = kernel, lies, spoil

    def combine(self, operation: str, left: Any, right: Any) -> tuple[list[Any], dict[int, str]]:
        results, failures = self.kernel.combine(operation, left, right)
        if operation == DIFFERENCE:
            for row, (one, other) in enumerate(zip(left, right)):
                whole, cutting = (shapely.from_wkb(self.kernel.dump([shape])[0]) for shape in (one, other))
                if self.lies(whole, cutting):
                    x, y = whole.bounds[:2]
                    right = None if self.spoil is None else shapely.from_wkb(self.kernel.dump([results[row]])[0])
                    wrong = shapely.box(x, y, x + 1, y + 1) if right is None else self.spoil(right)
                    results[row] = self.kernel.load([shapely.to_wkb(wrong, byte_order=1)])[0]
        return results, failures

    def __getattr__(self, name: str) -> Any:
        return getattr(self.kernel, name)


def far(whole: shapely.Geometry, _: shapely.Geometry) -> bool:
    return bool(whole.bounds[0] > 1e6)


def off_the_grid(whole: shapely.Geometry, _: shapely.Geometry) -> bool:
    """Tell coordinates that are no tenths of millimetres."""
    tenths = shapely.get_coordinates(whole) * 1e4
    return bool(whole.bounds[0] > 1e6 or (np.abs(tenths - np.round(tenths)) > 1e-6).any())


def spiked(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a polygon of the same area that is not valid: from its first corner it goes 5 m away and back."""
    ring = shapely.get_coordinates(shape)
    return shapely.Polygon([*ring[:-1], ring[0], ring[0] + (-5, -5), ring[0]])


def always(_: shapely.Geometry, __: shapely.Geometry) -> bool:
    return True


# -- subtract -----------------------------------------------------------------------------------------------------


def test_what_is_left_of_several(kernel: Kernel) -> None:
    left = rows(box(0, 0, 10, 10), box(20, 0, 10, 10), box(40, 0, 10, 10))
    right = rows(box(0, 0, 4, 10), box(20, 0, 10, 10), box(42, 2, 3, 3))
    rest, reasons = subtract(kernel, left, right, NoProgress())
    assert areas(rest) == pytest.approx([60.0, 0.0, 91.0], abs=1e-6)
    assert rest[1] == b""
    assert reasons == {}


@pytest.mark.parametrize("lies", [far, off_the_grid])
def test_a_wrong_difference_is_noticed_and_computed_in_another_way(kernel: Kernel, lies: Any) -> None:
    left = rows(box(0, 0, 10, 10), box(20.00003, 0, 10, 10))
    right = rows(box(0, 0, 10, 10), box(20.00003, 0, 4, 10))
    rest, reasons = subtract(Lying(kernel, lies), left, right, NoProgress())
    # a whole 10 m wide snapped to 0.1 mm keeps its 10 m
    assert areas(rest) == pytest.approx([0.0, 60.0], abs=2e-3 if lies is off_the_grid else 1e-6)
    assert rest[0] == b""
    assert reasons == {}
    assert shapely.from_wkb(rest[1]).bounds == pytest.approx((EAST + 24, NORTH, EAST + 30, NORTH + 10), abs=1e-4)


def test_of_attempts_that_nearly_close_the_nearest_counts(kernel: Kernel) -> None:
    """Off the grid 2e-5 m² are lost, more than rounding, 4e-6; on it the whole is 10.0000 m wide, 4e-4 m² less."""
    def narrower(shape: shapely.Geometry) -> shapely.Geometry:
        xmin, ymin, xmax, ymax = shape.bounds
        return shapely.box(xmin, ymin, xmax - 2e-6, ymax)

    left, right = rows(box(20.00003, 0, 10.00004, 10)), rows(box(20.00003, 0, 4, 10))
    rest, reasons = subtract(Lying(kernel, off_the_grid, narrower), left, right, NoProgress())
    assert reasons == {}
    assert areas(rest) == pytest.approx([60.0004 - 2e-5], abs=5e-6)


def test_what_never_closes_is_told(kernel: Kernel) -> None:
    left = rows(box(0, 0, 10, 10), box(20, 0, 10, 10))
    rest, reasons = subtract(Lying(kernel, always), left, rows(box(0, 0, 10, 10), box(20, 0, 4, 10)), NoProgress())
    assert rest.tolist() == [b"", b""]
    assert list(reasons) == [0, 1]
    assert "sum" in reasons[0]


def test_a_refusal_is_told_with_its_reason(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        kernel, "combine", lambda _, left, right: ([None] * len(left), dict.fromkeys(range(len(left)), "why"))
    )
    _, reasons = subtract(kernel, rows(box(0, 0, 10, 10)), rows(box(0, 0, 4, 10)), NoProgress())
    assert reasons == {0: "why"}


# -- many pieces --------------------------------------------------------------------------------------------------


def strips(count: int, *, gap: int = -1) -> list[shapely.Polygon]:
    """Return strips of 1 m × 10 m side by side, without the one in the gap."""
    return [box(number, 0, 1, 10) for number in range(count) if number != gap]


@pytest.mark.parametrize("doubled", [0.0, 5.0, np.inf])
def test_pieces_leave_the_gap(doubled: float, kernel: Kernel) -> None:
    rest, reason = subtract_all(kernel, rows(box(0, 0, 12, 10))[0], rows(*strips(12, gap=7)), doubled, NoProgress())
    assert shapely.from_wkb(rest).equals(box(7, 0, 1, 10))
    assert reason == ""


def test_pieces_that_overlap(kernel: Kernel) -> None:
    whole, pieces = rows(box(0, 0, 12, 10))[0], rows(box(0, 0, 6, 10), box(4, 0, 6, 10))
    rest, reason = subtract_all(kernel, whole, pieces, 20.0, NoProgress())
    assert (areas([rest]), reason) == (pytest.approx([20.0]), "")
    # with nothing known to be claimed twice, no answer can close
    rest, reason = subtract_all(kernel, whole, pieces, 0.0, NoProgress())
    assert rest == b""
    assert reason


def one_piece(_: shapely.Geometry, cutting: shapely.Geometry) -> bool:
    """Tell cutting shapes other than single strips, which are 10 m²."""
    return bool(cutting.area > 10.5)


def test_pieces_are_subtracted_one_by_one_where_their_union_is_not(kernel: Kernel) -> None:
    rest, reason = subtract_all(Lying(kernel, one_piece), rows(box(0, 0, 12, 10))[0], rows(*strips(12, gap=7)), 0.0,
                                NoProgress())
    assert areas([rest]) == pytest.approx([10.0], abs=1e-6)
    assert reason == ""


@pytest.mark.parametrize("lost", [5.0, 130.0])
def test_a_union_that_lost_or_gained_land_is_not_believed(lost: float, kernel: Kernel,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    """The difference closes with the wrong union, but the pieces are known to cover 110 m²."""

    def wrong(wkbs: Wkbs) -> bytes:
        x, y = shapely.from_wkb(wkbs[0]).bounds[:2]
        return bytes(shapely.to_wkb(shapely.box(x, y, x + lost / 10, y + 10), byte_order=1))

    monkeypatch.setattr(kernel, "union", wrong)
    rest, _ = subtract_all(kernel, rows(box(0, 0, 14, 10))[0], rows(*strips(12, gap=7)), 0.0, NoProgress())
    assert areas([rest]) == pytest.approx([30.0], abs=1e-6)


# -- divide -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("other", "inside"), [
    (box(4, -5, 20, 20), 60.0), (box(-1, -1, 20, 20), 100.0), (box(10, 0, 5, 5), 0.0), (box(50, 0, 5, 5), 0.0),
    (box(2, 2, 3, 3), 9.0),
])
@pytest.mark.parametrize("lies", [None, far, off_the_grid])
def test_divide(other: shapely.Geometry, inside: float, lies: Any, kernel: Kernel) -> None:
    asked = kernel if lies is None else Lying(kernel, lies)
    found = divide(asked, *rows(box(0, 0, 10, 10), other), NoProgress())
    assert areas(found) == pytest.approx([inside, 100.0 - inside], abs=1e-6)


def test_a_result_that_is_not_valid_is_not_taken_though_its_area_is_right(kernel: Kernel) -> None:
    found = divide(Lying(kernel, far, spiked), *rows(box(0, 0, 10, 10), box(4, -5, 20, 20)), NoProgress())
    assert shapely.is_valid(shapely.from_wkb(found)).all()
    assert areas(found) == pytest.approx([60.0, 40.0], abs=1e-6)


def test_what_cannot_be_divided_is_told(kernel: Kernel) -> None:
    with pytest.raises(ValueError, match="sum"):
        divide(Lying(kernel, always), *rows(box(0, 0, 10, 10), box(4, 0, 10, 10)), NoProgress())


def test_others_are_taken_in_turn_wherever_they_lie(kernel: Kernel) -> None:
    whole, others = rows(box(0, 0, 10, 10))[0], rows(box(-5, 0, 7, 10), box(1, 0, 3, 30), box(50, 0, 1, 1))
    assert areas([subtract_each(kernel, whole, others, NoProgress())]) == pytest.approx([60.0], abs=1e-6)
    assert subtract_each(kernel, whole, rows(box(-1, -1, 20, 20), box(0, 0, 1, 1)), NoProgress()) == b""


# -- unite --------------------------------------------------------------------------------------------------------


def test_unite(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kf_resources_plugin.engine.subtraction._TOGETHER", 7)
    parcels = lattice(12, 10)
    united = shapely.from_wkb(unite(kernel, rows(*parcels), NoProgress()))
    assert united.geom_type == "Polygon"
    assert united.area == pytest.approx(sum(parcel.area for parcel in parcels), abs=1e-6)
    assert unite(kernel, rows(parcels[0]), NoProgress()) == rows(parcels[0])[0]
    assert unite(kernel, as_wkb_array([]), NoProgress()) == b""


def test_unite_asks_between_neighbourhoods(kernel: Kernel) -> None:
    class Pressed(NoProgress):
        left = 3

        def check(self) -> None:
            self.left -= 1
            if not self.left:
                raise Canceled

    with pytest.raises(Canceled):
        unite(kernel, rows(*lattice(40, 20, vertices=1)), Pressed())  # 800 parcels: four neighbourhoods


def wrong_union(kernel: Kernel, area: float, *, until: float = 0.0) -> Callable[[Wkbs], bytes]:
    """Return a union of so many m² in place of the right one, of polygons east of ``until``."""
    right = kernel.union

    def union(wkbs: Wkbs) -> bytes:
        x, y = shapely.from_wkb(wkbs[0]).bounds[:2]
        wrong = bytes(shapely.to_wkb(shapely.box(x, y, x + area / 10, y + 10), byte_order=1))
        return wrong if x > until else right(wkbs)

    return union


@pytest.mark.parametrize("area", [50.0, 130.0])
def test_a_union_that_measures_what_no_union_can_is_computed_in_another_way(
        area: float, kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "union", wrong_union(kernel, area, until=1e6))
    found = unite(kernel, rows(box(0, 0, 6, 10), None, box(4, 0, 6, 10)), NoProgress())
    assert areas([found]) == pytest.approx([100.0], abs=1e-6)


def test_a_union_that_stays_wrong_is_told(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "union", wrong_union(kernel, 130.0, until=-1e3))
    with pytest.raises(ValueError, match="sum"):
        unite(kernel, rows(box(0, 0, 6, 10), box(4, 0, 6, 10)), NoProgress())
