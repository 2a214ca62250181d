"""Farmland against its targets by declared areas: what lies beyond or twice is told by what is drawn.

Every parcel is 100 m by 100 m, 9999.82 m² on the ellipsoid (GeographicLib), and declares another area.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import land_layer, layer_of
from tests.processing.places import CENT, area, box
from tests.processing.test_farmlandtargets import found, land_of, run
from tests.processing.test_stablefarmland import MORE, parcel

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

BASES = pytest.mark.parametrize("basis", ["computed", "tbmj"])


def declared(name: str, tbmj: float, code: str = "0101") -> dict[str, Any]:
    return parcel(name, code, ZLDWDM="4102211002010000000", TBMJ=tbmj)


def polygons(*shapes: str) -> QgsVectorLayer:
    return layer_of([(shape, {}) for shape in shapes], {}, name="polygons")


def told(result: dict[str, Any], rule: str) -> list[float]:
    return [area_m2 for _, area_m2, _ in found(result, rule)]


@BASES
@pytest.mark.parametrize("tbmj", [9900.0, 10_050.0])
def test_land_exactly_covered_neither_overlaps_nor_lies_outside(basis: str, tbmj: float) -> None:
    result = run(LAND=land_of(declared("A", tbmj), declared("B", tbmj)), AREA_BASIS=basis,
                 PERMANENT_FARMLAND=polygons(box(0, 0, 200, 100)))
    assert told(result, "target.permanent_overlap") == told(result, "target.permanent_outside") == []


@BASES
def test_a_real_overlap_is_told_where_declared_areas_make_up_for_it(basis: str) -> None:
    # one metre of a hundred twice: two declared areas are 100 m² more than two drawn ones
    result = run(LAND=land_of(declared("A", 10_050.0), declared("B", 10_050.0)), AREA_BASIS=basis,
                 PERMANENT_FARMLAND=polygons(box(0, 0, 100, 100), box(99, 0, 101, 100)))
    assert told(result, "target.permanent_overlap") == pytest.approx([area(99, 0, 1, 100)], abs=2 * CENT)


@BASES
def test_land_outside_is_told_where_declared_areas_make_up_for_it(basis: str) -> None:
    strip = polygons(box(0, 0, 200, 100.5))
    result = run(LAND=land_of(declared("A", 10_049.82), declared("B", 10_049.82)), AREA_BASIS=basis,
                 PERMANENT_FARMLAND=strip, APPROVED=strip)
    outside = pytest.approx([area(0, 100, 200, 0.5)], abs=2 * CENT)
    assert told(result, "target.permanent_outside") == outside
    assert told(result, "target.approved_outside") == outside


@pytest.mark.parametrize(("basis", "share", "taken"), [
    ("computed", 1.0, area(100, 0, 100, 100)), ("tbmj", 1.0, 10_400.0), ("tbmj", 0.5, 5_200.0)])
def test_what_is_taken_since_has_the_area_of_its_basis(basis: str, share: float, taken: float) -> None:
    # of half a parcel half of what it declares is taken
    width = 100 * share
    after = [(box(0, 0, 100, 100), declared("A", 10_400.0)),
             (box(100, 0, width, 100), declared("B", 10_400.0 * share, "0701"))]
    if share < 1.0:
        after.append((box(150, 0, 50, 100), declared("C", 5_200.0)))
    result = run(LAND=land_layer(after, **MORE), AREA_BASIS=basis,
                 LAND_BEFORE=land_of(declared("A", 10_400.0), declared("B", 10_400.0), name="before"),
                 APPROVED=polygons(box(100, 0, 100, 100)))
    assert told(result, "target.approved_taken") == pytest.approx([taken], abs=CENT)
