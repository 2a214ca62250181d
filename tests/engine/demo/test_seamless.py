"""The land survey of the demo city covers the nine districts exactly: no gap, no overlap, shared vertices."""
from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pyproj
import pytest
import shapely

from tests.engine.demo import reading

if TYPE_CHECKING:
    from pathlib import Path

Edge = tuple[tuple[float, float], tuple[float, float]]


@pytest.fixture(scope="module")
def land_rings(package: Path) -> list[reading.Ring]:
    """Return all rings of all parcels."""
    return [ring for _, wkb in reading.features(package, "land") for ring in reading.rings(wkb)]


def edges(rings: list[reading.Ring]) -> Counter[Edge]:
    return Counter(edge for ring in rings for edge in zip(ring, [*ring[1:], ring[0]]))


def outer_edges(found: Counter[Edge]) -> list[Edge]:
    return [(a, b) for a, b in found if (b, a) not in found]


def true_city_area(repository: Path) -> float:
    """Return the plane area of the nine districts straight from the public outlines, through PROJ."""
    text = (repository / "resources/demo/kaifeng_districts.geojson").read_text(encoding="utf-8")
    project = pyproj.Transformer.from_crs(4490, 4547, always_xy=True)
    total = 0.0
    for feature in json.loads(text)["features"]:
        for ring in feature["geometry"]["coordinates"]:
            total += abs(reading.plane_area([project.transform(*point) for point in ring[:-1]]))
    return total


def test_every_inner_edge_is_met_once_from_either_side(land_rings: list[reading.Ring]) -> None:
    found = edges(land_rings)
    assert max(found.values()) == 1
    outside = outer_edges(found)
    assert Counter(a for a, _ in outside) == Counter(b for _, b in outside)
    following = dict(outside)
    assert len(following) == len(outside), "the outer boundary passes every vertex once"
    start = outside[0][0]
    walk = [start]
    while following[walk[-1]] != start:
        walk.append(following[walk[-1]])
    assert len(walk) == len(outside), "and is one ring: the union of all parcels has no hole"


def test_parcels_sum_to_the_city(land_rings: list[reading.Ring], repository: Path) -> None:
    city = true_city_area(repository)
    assert city == pytest.approx(6_238_082_742, rel=1e-9)  # shapely over pyproj, computed once by hand
    assert sum(reading.plane_area(ring) for ring in land_rings) == pytest.approx(city, rel=1e-9)


def test_no_parcel_is_a_sliver_or_invalid(package: Path, land_rings: list[reading.Ring]) -> None:
    shapes = shapely.from_wkb([wkb for _, wkb in reading.features(package, "land")])
    assert shapely.is_valid(shapes).all()
    assert shapely.area(shapes).min() >= 200.0  # m², the least the survey maps
    assert all(reading.plane_area(ring) > 0 for ring in land_rings), "outer rings run anticlockwise"
    vertices = [len(ring) for ring in land_rings]
    assert 10 <= sum(vertices) / len(vertices) <= 40


def test_vertices_are_whole_tenths_of_millimetres(land_rings: list[reading.Ring]) -> None:
    assert all(value == round(value * 10_000) / 10_000 for ring in land_rings for point in ring for value in point)


@pytest.mark.parametrize("layer", ["admin_units", "townships", "villages"])
def test_units_are_made_of_the_edges_of_parcels(package: Path, land_rings: list[reading.Ring], layer: str) -> None:
    of_parcels = edges(land_rings)
    of_units = edges([ring for _, wkb in reading.features(package, layer) for ring in reading.rings(wkb)])
    assert max(of_units.values()) == 1
    assert set(of_units) <= set(of_parcels)
    assert set(outer_edges(of_units)) == set(outer_edges(of_parcels))


def test_districts_follow_the_public_outlines(package: Path, repository: Path) -> None:
    project = pyproj.Transformer.from_crs(4490, 4547, always_xy=True)
    text = (repository / "resources/demo/kaifeng_districts.geojson").read_text(encoding="utf-8")
    public = {str(f["properties"]["district_adcode"]): shapely.Polygon(
        [project.transform(*point) for point in f["geometry"]["coordinates"][0]])
        for f in json.loads(text)["features"]}
    found = {items["XZQDM"]: shapely.from_wkb(wkb) for items, wkb in reading.features(package, "admin_units")}
    assert set(found) == set(public)
    for code, outline in public.items():
        assert shapely.hausdorff_distance(outline.boundary, found[code].boundary) < 0.001, code


@pytest.mark.parametrize("layer", [
    "permanent_farmland", "ecological_redline", "urban_boundary", "projects", "townships", "villages", "admin_units",
    "approvals", "exempt", "river_management", "main_channel", "frequent_flood", "nature_reserve_core",
    "polluted_land", "ecological_conversion", "water_source", "planned_construction", "farmland_reserve_zone",
    "lost_farmland", "expropriations", "supplies", "built_land", "registered_parcels", "old_plots", "new_plots",
    "efficiency_parcels", "parks"])
def test_other_layers_are_valid(package: Path, layer: str) -> None:
    shapes = shapely.from_wkb([wkb for _, wkb in reading.features(package, layer)])
    assert shapely.is_valid(shapes).all()


@pytest.mark.parametrize(("parcels", "seed"), [(1_500, 0), (2_000, 1), (2_000, 123_456_789), (5_000, 77)])
def test_other_sizes_and_seeds_are_seamless_too(parcels: int, seed: int) -> None:
    from kf_resources_plugin.engine.demo.city import make_city
    from kf_resources_plugin.engine.demo.polygons import simple_polygons
    from kf_resources_plugin.rules.progress import NoProgress

    city = make_city(parcels, seed, NoProgress())
    assert len(city) == pytest.approx(parcels, rel=0.05)
    found: Counter[Edge] = Counter()
    area = 0.0
    for batch in city.batches(1_000):
        rings = [ring for wkb in simple_polygons(batch.key, batch.offset) for ring in reading.rings(wkb)]
        found.update(edges(rings))
        area += sum(reading.plane_area(ring) for ring in rings)
    assert max(found.values()) == 1
    outside = dict(outer_edges(found))
    assert set(outside) == set(outside.values())
    assert area == pytest.approx(6_238_082_742, rel=1e-9)


def test_nodes_caught_between_two_points_of_a_line_get_away() -> None:
    # met in trials: with steps of one length two nodes moved to and fro between the two sides of an angle
    from kf_resources_plugin.engine.demo.crossings import clear_nodes
    from kf_resources_plugin.engine.demo.fabric import make_fabric
    from kf_resources_plugin.engine.demo.lattice import make_lattice
    from kf_resources_plugin.engine.demo.linework import load_linework
    from kf_resources_plugin.engine.demo.templates import make_templates
    from kf_resources_plugin.rules.progress import NoProgress

    lattice = make_lattice(261, 2_029.745, (488_162.5, 3_785_377.4, 615_372.7, 3_877_779.7))
    fabric, crossings = clear_nodes(load_linework(), make_fabric(lattice, make_templates(261)), NoProgress())
    assert len(crossings.key) > 1_000
    assert len(fabric.lattice.moved) > 0


def test_a_lattice_that_does_not_fit_is_widened(monkeypatch: pytest.MonkeyPatch) -> None:
    from kf_resources_plugin.engine.demo import city
    from kf_resources_plugin.engine.demo.crossings import LineworkMisfit
    from kf_resources_plugin.rules.progress import NoProgress

    sides: list[float] = []
    cut = city.cut_fabric

    def refuse_once(line: Any, fabric: Any, progress: Any) -> Any:
        sides.append(fabric.lattice.side)
        if len(sides) == 1:
            raise LineworkMisfit
        return cut(line, fabric, progress)

    monkeypatch.setattr(city, "cut_fabric", refuse_once)
    assert len(city.make_city(2_000, 1, NoProgress())) > 1_900
    assert sides[1] == pytest.approx(1.001 * sides[0])
