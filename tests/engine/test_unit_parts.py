"""Shapes divided among units: parts sum to their shape to the hundredth, whatever the units."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine.admin_units import Unit
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.reading import PolygonTable
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.unit_parts import UnitDivision
from kf_resources_plugin.engine.wkb import as_wkb_array, polygon_wkb, wkb_areas, wkb_bounds
from kf_resources_plugin.rules.progress import NoProgress

if TYPE_CHECKING:
    from kf_resources_plugin.engine.wkb import Wkbs

BOXES = some.lists(some.tuples(*(some.floats(0, 60).map(lambda value: round(value, 3)),) * 2,
                               *(some.floats(3, 50).map(lambda value: round(value, 3)),) * 2), min_size=1, max_size=4)


def shapes(boxes: list[tuple[float, ...]]) -> Wkbs:
    return as_wkb_array([polygon_wkb([np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]])])
                         for x, y, w, h in boxes])


def division(boxes: list[tuple[float, ...]] | None, counties: tuple[str, ...] = ()) -> UnitDivision:
    """Divide in the plane: what is measured is the planar area."""
    layer = None
    if boxes is not None:
        wkb = shapes(boxes)
        table = PolygonTable("units", QgsCoordinateReferenceSystem("EPSG:4526"), np.arange(len(wkb)), wkb,
                             wkb_bounds(wkb))
        layer = table, [Unit(f"41022{number % 2}", "") for number in range(len(wkb))]
    return UnitDivision(layer, counties, wkb_areas, load_rule_book(date(2026, 1, 1), "en"), pick_kernel())


@settings(max_examples=40, deadline=None)
@given(parts=BOXES, units=BOXES)
def test_parts_sum_to_their_shape(parts: list[tuple[float, ...]], units: list[tuple[float, ...]]) -> None:
    wkb = shapes(parts)
    found = division(units).divide(wkb, [""] * len(wkb), NoProgress())
    sums = np.zeros(len(wkb), dtype=np.int64)
    np.add.at(sums, found.source, found.area)
    assert sums.tolist() == found.whole.tolist()
    assert np.abs(found.whole / 100 - wkb_areas(wkb)).max() <= 0.0051
    pairs = list(zip(found.source.tolist(), found.unit.tolist()))
    assert pairs == sorted(set(pairs)), "one part of each shape in each unit"


def test_the_home_of_a_shape_is_the_unit_with_most_of_it() -> None:
    # 10 × 10: 3 in the first unit, 6 in the second, 1 in none
    made = division([(0, 0, 3, 10), (3, 0, 6, 10)])
    found = made.divide(shapes([(0, 0, 10, 10)]), [""], NoProgress())
    assert [made.units[place].code for place in found.unit.tolist()] == ["", "410220", "410221"]
    assert found.area.tolist() == [10_00, 30_00, 60_00]
    assert made.units[int(found.home[0])].code == "410221"


def test_a_hair_beside_all_units_stays_with_its_shape() -> None:
    made = division([(0, 0, 9.99, 10)])
    found = made.divide(shapes([(0, 0, 10, 10)]), [""], NoProgress())
    assert found.area.tolist() == [100_00]
    assert made.units[int(found.unit[0])].code == "410220"


def test_without_units_a_shape_goes_to_the_county_of_its_code() -> None:
    made = division(None, ("410223", "410222"))
    found = made.divide(shapes([(0, 0, 10, 10), (0, 0, 5, 5)]), ["410223", ""], NoProgress())
    assert [(made.units[place].code, made.units[place].name) for place in found.unit.tolist()] == [
        ("410223", "尉氏县"), ("", "")]
    assert found.unit.tolist()[1] == made.nowhere
