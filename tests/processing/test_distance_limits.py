"""What lies just at a limit is within it in every coordinate system: distances are compared in whole millimetres."""
from __future__ import annotations

from typing import TYPE_CHECKING

import processing
import pytest

from tests.builders import rows_of
from tests.processing import replace_layers
from tests.processing.places import box
from tests.processing.test_reservepotential import land_of, parcel, run

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

SYSTEMS = ("EPSG:4526", "EPSG:4490", "EPSG:3857")


def brought(layer: QgsVectorLayer, crs: str) -> QgsVectorLayer:
    found = processing.run("native:reprojectlayer", {"INPUT": layer, "TARGET_CRS": crs, "OUTPUT": "memory:"})["OUTPUT"]
    found.setName(layer.name())
    return found


@pytest.mark.parametrize("crs", SYSTEMS)
@pytest.mark.parametrize(("gap", "grade", "basis"), [
    # within 200 m farmland of grade 6 is a neighbour; else the mean of the county counts, as much of 6 as of 12: 9
    (199.999, 6, "neighbours"), (200.0, 6, "neighbours"), (200.001, 9, "unit")])
def test_farmland_at_the_limit_is_a_neighbour_in_every_system(crs: str, gap: float, grade: int, basis: str) -> None:
    land = land_of(parcel(0, "F", "0102", GDDB=6), parcel(100 + gap, "S", "1206"), parcel(900, "G", "0102", GDDB=12))
    result = run(brought(land, crs))
    assert rows_of(result["CANDIDATES"], "expected_grade", "grade_basis") == [(grade, basis)]


@pytest.mark.parametrize("crs", SYSTEMS)
@pytest.mark.parametrize(("gap", "irrigated"), [(500.0, True), (500.001, False)])
def test_water_at_the_limit_irrigates_in_every_system(crs: str, gap: float, *, irrigated: bool) -> None:
    land = land_of(parcel(0, "W", "1107"), parcel(100 + gap, "S", "1206"))
    result = run(brought(land, crs), CLAIM="paddy")
    assert bool(result["CANDIDATE_M2"]) == irrigated


@pytest.mark.parametrize("crs", SYSTEMS)
@pytest.mark.parametrize(("gap", "within"), [(500.0, True), (500.001, False)])
def test_land_at_the_limit_is_near_permanent_farmland_in_every_system(crs: str, gap: float, *, within: bool) -> None:
    # E stays, 100 m of L are lost; A lies beyond a gap
    land = replace_layers.land_layer([
        replace_layers.parcel("L", (0, 0, 100, 100)), replace_layers.parcel("E", (100, 0, 100, 100)),
        replace_layers.parcel("A", (200 + gap, 0, 100, 100))], GDPDJB="text")
    result = replace_layers.run(
        LAND=brought(land, crs), MASKS=[], LOST=brought(replace_layers.polygons(box(0, 0, 100, 100)), crs),
        PERMANENT_FARMLAND=brought(replace_layers.polygons(box(0, 0, 200, 100), ids=["Y1"]), crs), CHOSEN_PARCELS="A")
    assert replace_layers.verdict(result)["near"][1] == (1.0 if within else 0.0)


@pytest.mark.parametrize("crs", SYSTEMS)
@pytest.mark.parametrize(("gap", "blocks"), [(20.0, 1), (20.001, 2)])
def test_permanent_farmland_at_the_limit_is_one_block_in_every_system(crs: str, gap: float, blocks: int) -> None:
    patches = replace_layers.polygons(box(0, 0, 100, 100), box(100 + gap, 0, 100, 100), ids=["Y1", "Y2"])
    result = processing.run("kf:permanentfarmlandcheck", {
        "LAND": brought(replace_layers.land(["L"]), crs), "PERMANENT_FARMLAND": brought(patches, crs),
        "CLASS_SYSTEM": "survey_2019", "BLOCKS": "memory:"})
    assert result["BLOCK_COUNT"] == blocks
