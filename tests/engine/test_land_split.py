"""All parcels cut by zones: worked by hand on rectangles, and closed on random coverages."""
from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem, QgsProject

from kf_resources_plugin.engine.admin_units import Unit
from kf_resources_plugin.engine.areas import areas_of
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.land_split import LandPieces, split_land, units_of_land
from kf_resources_plugin.engine.land_survey import LandFields, LandSurvey, interpret_land
from kf_resources_plugin.engine.rule_store import load_class_systems, load_rule_book
from kf_resources_plugin.rules.progress import NoProgress
from kf_resources_plugin.rules.units import hundredths
from tests.engine.shapes import lattice, star, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

pytestmark = pytest.mark.usefixtures("qgis_app")

BOOK = load_rule_book(date(2026, 1, 1), "en")
X, Y = 500_000.0, 3_850_000.0
FIELDS = LandFields(code="DLBM", unit="ZLDWDM", deduction="KCXS", declared="TBMJ")


def surveyed(shapes: Sequence[Any], columns: Mapping[str, Sequence[Any]] | None = None) -> LandSurvey:
    """Return parcels of irrigated land (0102) in 410222 unless the columns say otherwise."""
    from dataclasses import replace

    count = len(shapes)
    values = {"DLBM": ["0102"] * count, "ZLDWDM": ["4102221002010000000"] * count, "KCXS": [0.0] * count,
              "TBMJ": [None] * count, **(columns or {})}
    filled = {name: np.array(column, dtype=object if name in {"DLBM", "ZLDWDM"} else float)
              for name, column in values.items()}
    table = replace(table_of(list(shapes), name="land"), columns=filled)
    return interpret_land(table, FIELDS, {}, "survey_2019", load_class_systems(), BOOK)[0]


def split(survey: LandSurvey, kernel: str = "shapely", basis: str = "computed", **zones: Any) -> LandPieces:
    areas = partial(areas_of, crs=QgsCoordinateReferenceSystem("EPSG:4547"),
                    transform_context=QgsProject.instance().transformContext())
    tables = {name: table_of(shapes, name=name) for name, shapes in zones.items()}
    return split_land(survey, tables, areas, BOOK, pick_kernel(kernel), NoProgress(), basis=basis)


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(X + x, Y + y, X + x + width, Y + y + height)


@pytest.mark.parametrize("kernel", ["qgis", "shapely"])
def test_a_parcel_is_cut_by_every_layer_of_zones(kernel: str) -> None:
    # on the central meridian 100 m × 100 m of plane are 10 000 m² less 1.4e-5 of it on the ellipsoid (scale factor 1);
    # the left half is red, the lower half wet: four quarters
    pieces = split(surveyed([box(0, 0, 100, 100)]), kernel, red=[box(-10, -10, 60, 200)], wet=[box(-10, -10, 200, 60)])
    assert pieces.land.tolist() == [0, 0, 0, 0]
    assert [zone.tolist() for zone in (pieces.zone["red"], pieces.zone["wet"])] == [[-1, -1, 0, 0], [-1, 0, -1, 0]]
    assert np.abs(pieces.area / 100 - 2_500).max() < 0.1
    assert pieces.area.sum() == hundredths(pieces.computed)[0]
    assert pieces.inside("red").tolist() == [False, False, True, True]
    assert not pieces.inside("dry").any()


def test_what_is_deducted_and_what_the_survey_declared() -> None:
    # KCXS 0.1234: of 10 000.00 declared 1 234.00 are ridges (domain: TBMJ 10 000, KCMJ 1 234, TBDLMJ 8 766)
    survey = surveyed([box(0, 0, 100, 100), box(100, 0, 100, 100)],
                      {"KCXS": [0.1234, 0.1234], "TBMJ": [10_000.0, 25_000.0], "DLBM": ["0103", "0301"]})
    pieces = split(survey, basis="tbmj", red=[box(-1, -1, 51, 200)])
    first = pieces.land == 0
    assert (pieces.area[first].sum(), pieces.net[first].sum()) == (1_000_000, 876_600)
    # no wood deducts ridges, and 25 000 m² are not what is drawn
    assert pieces.net[~first].tolist() == pieces.area[~first].tolist()
    assert abs(pieces.area[~first].sum() / 100 - 10_000) < 1


def test_no_zones_leave_parcels_whole_and_skip_what_has_no_shape() -> None:
    pieces = split(surveyed([box(0, 0, 10, 10), None, box(10, 0, 10, 10)]))
    assert (pieces.land.tolist(), pieces.zone) == ([0, 2], {})
    assert pieces.residual.tolist() == [0.0, 0.0, 0.0]


def test_overlapping_zones_are_taken_by_shape_not_by_row() -> None:
    one, other = box(0, 0, 60, 100), box(40, 0, 60, 100)
    first, second = (split(surveyed([box(0, 0, 100, 100)]), red=zones) for zones in ([one, other], [other, one]))
    assert sorted(first.area.tolist()) == sorted(second.area.tolist())


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_parts_sum_to_their_parcel_whatever_the_zones_and_their_order(seed: int) -> None:
    random = np.random.default_rng(seed)
    shapes = lattice(4, 4, seed=seed, vertices=2)
    zones = {name: [star(X + random.uniform(0, 240), Y + random.uniform(0, 240), random.uniform(20, 150), 25, seed + n)
                    for n in range(3)] for name in ("red", "wet")}
    zones["wet"].append(shapely.union_all(shapes[:5]))  # follows parcels
    survey = surveyed(shapes)
    pieces = split(survey, **zones)
    assert np.bincount(pieces.land, pieces.area).astype(int).tolist() == hundredths(pieces.computed).tolist()
    assert not pieces.over.any()
    assert np.abs(pieces.residual).max() < 1e-4
    turned = split(surveyed(shapes[::-1]), **{name: shapes[::-1] for name, shapes in zones.items()})
    last = len(shapes) - 1
    for name in zones:
        inside, again = (np.bincount(found.land, np.where(found.inside(name), found.area, 0), last + 1)
                         for found in (pieces, turned))
        assert np.abs(inside - again[::-1]).max() <= 1  # a hundredth may go to another part


def test_a_hair_beside_the_units_goes_with_its_parcel() -> None:
    # the unit's border misses the parcel's by 0.05 mm on 100 m: 0.005 m² are no land without a unit, 2 m² are
    survey = surveyed([box(0, 0, 100, 100), box(100, 0, 100, 100)])
    pieces = split(survey, units=[box(0.00005, 0, 99.99995, 100), box(102, 0, 98, 100)])
    units, of_piece = units_of_land(pieces, survey, [Unit("410202", "龙亭区"), Unit("410203", "顺河回族区")])
    named = [(int(land), units[unit].code) for land, unit in zip(pieces.land, of_piece)]
    assert sorted(set(named)) == [(0, "410202"), (1, ""), (1, "410203")]
    assert pieces.area[pieces.land == 0].sum() == hundredths(pieces.computed)[0]


def test_units_come_from_polygons_or_from_location_codes() -> None:
    survey = surveyed([box(0, 0, 100, 100), box(100, 0, 100, 100)], {"ZLDWDM": ["4102211002010000000", None]})
    units, of_piece = units_of_land(split(survey), survey, None)
    assert [unit.code for unit in units] == ["", "410221"]
    assert of_piece.tolist() == [1, 0]
    polygons = [Unit("410202", "龙亭区"), Unit("410203", "顺河回族区")]
    pieces = split(survey, units=[box(0, 0, 150, 100), box(150, 0, 40, 100)])
    units, of_piece = units_of_land(pieces, survey, polygons)
    found = {(int(land), units[unit].code): round(area / 100) for land, unit, area in zip(
        pieces.land, of_piece, pieces.area)}
    assert found == {(0, "410202"): 10_000, (1, "410202"): 5_000, (1, "410203"): 4_000, (1, ""): 1_000}
