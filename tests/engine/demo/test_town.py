"""The demo's walled old town: what is known of it holds, what is drawn is sound, its faults are those that are listed.

Figures that are known: the wall of 14.4 km; 双龙巷 with 34.64 ha, its cores with 4.67 and 12.08 ha; the 22 national
sites of Kaifeng. Lengths and areas are measured with GeographicLib, shapes with Shapely.
"""
from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import pytest
import shapely
from osgeo import gdal, ogr

from kf_resources_plugin.engine.demo.build import build_demo
from kf_resources_plugin.engine.demo.terrain_file import TerrainFile
from kf_resources_plugin.engine.demo.town_surface import SURFACE
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.demo.reading import attributes, ellipsoidal_area, features

if TYPE_CHECKING:
    from kf_resources_plugin.engine.demo.build import Built

REGISTER = Path(__file__).parents[3] / "resources/demo/town_register.csv"
HA = 10_000.0
DISTRICTS = {"D-01", "D-02", "D-03", "D-04", "D-05"}


def shapes(package: Path, layer: str) -> list[tuple[dict[str, Any], Any]]:
    return [(row, shapely.from_wkb(wkb)) for row, wkb in features(package, layer)]


def union(package: Path, layer: str) -> Any:
    return shapely.union_all([shape for _, shape in shapes(package, layer)])


def tiers(package: Path) -> dict[tuple[str, str], Any]:
    return {(row["site_id"], row["tier"]): shape for row, shape in shapes(package, "heritage_zones")}


def wall_of(package: Path) -> Any:
    [(_, wall)] = shapes(package, "city_wall")
    return wall


# -- what is known ---------------------------------------------------------------------------------------------------


def test_the_wall_is_a_ring_of_14_4_km_where_kaifeng_is(package: Path) -> None:
    lon, lat = pyproj.Transformer.from_crs(4547, 4490, always_xy=True).transform(
        *shapely.get_coordinates(wall_of(package)).T)
    assert (lon[0], lat[0]) == (lon[-1], lat[-1])
    length = pyproj.Geod(a=6378137.0, rf=298.257222101).line_length(lon, lat)
    assert length == pytest.approx(14_400.0, rel=0.02)
    # the ring's extent is known to 0.3–0.5 km: 0.005 degrees
    assert [lon.min(), lat.min(), lon.max(), lat.max()] == pytest.approx([114.328, 34.778, 114.372, 34.820], abs=0.005)


def test_shuanglongxiang_has_the_areas_that_are_known(package: Path) -> None:
    core, control = (tiers(package)["D-01", tier] for tier in ("core", "district_control"))
    assert ellipsoidal_area(core) + ellipsoidal_area(control) == pytest.approx(34.64 * HA, rel=0.01)
    assert sorted(ellipsoidal_area(part) for part in core.geoms) == pytest.approx([4.67 * HA, 12.08 * HA], rel=0.01)
    declared = {row["tier"]: row["declared_m2"] for row in attributes(package, "heritage_zones")
                if row["site_id"] == "D-01"}
    assert declared == {"core": 16.75 * HA, "district_control": 17.89 * HA}


def test_shuanglongxiang_lies_between_the_streets_that_are_known(package: Path) -> None:
    whole = shapely.union(*(tiers(package)["D-01", tier] for tier in ("core", "district_control")))
    streets: dict[str, list[Any]] = {}
    for row, line in shapes(package, "street_lines"):
        streets.setdefault(row["name"], []).append(line)
    for name in ("延寿寺街", "财政厅东街", "平等街", "内环路", "北道门街"):
        near = shapely.union_all(streets[name])
        assert near.distance(whole) < 1e-6, name
        assert not near.crosses(whole), name
    lane = shapely.union_all(streets["双龙巷"])
    assert lane.crosses(whole) or whole.covers(lane)


def test_the_register_has_the_22_national_sites_and_says_what_is_not_known(package: Path) -> None:
    listed = {row["site_id"]: row for row in csv.DictReader(REGISTER.open(encoding="utf-8"))}
    source = ogr.Open(str(package))  # has to live as long as its features
    rows = [(feature.items(), feature.GetGeometryRef() and feature.GetGeometryRef().GetPoint_2D())
            for feature in source.GetLayer("heritage_sites")]
    assert [row["site_id"] for row, _ in rows] == list(listed)
    national = [row for row, _ in rows if row["site_id"][0].isdigit()]
    assert len(national) == 22
    assert {row["level"] for row in national} == {"全国重点文物保护单位"}
    back = pyproj.Transformer.from_crs(4547, 4490, always_xy=True)
    for found, place in rows:
        row = listed[found["site_id"]]
        assert (place is not None) == (row["lon"] != ""), row["name"]
        if place is None:
            continue
        assert "误差约" in found["source"]
        assert [value % 10.0 for value in place] == [0.0, 0.0], "no better than it is known"
        assert back.transform(*place) == pytest.approx((float(row["lon"]), float(row["lat"])), abs=1e-4)
    assert sum(place is None for _, place in rows) > 10


# -- what is drawn is sound ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", [
    "street_blocks", "town_lakes", "heritage_zones", "burial_areas", "purple_lines", "historic_lines", "height_limits",
    "heritage_projects", "supply_parcels", "demolitions", "town_buildings"])
def test_every_polygon_is_valid_and_says_its_area(package: Path, layer: str) -> None:
    for row, shape in shapes(package, layer):
        assert shape.is_valid, row
        stated = row.get("MJ", row.get("YDMJ"))
        if stated is not None:
            assert stated == pytest.approx(sum(ellipsoidal_area(part) for part in shape.geoms), rel=1e-7, abs=0.006)


def test_blocks_are_seamless_and_bounded_by_streets(package: Path) -> None:
    blocks = [shape for _, shape in shapes(package, "street_blocks")]
    whole = shapely.union_all(blocks)
    assert sum(block.area for block in blocks) == pytest.approx(whole.area, abs=0.01)
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0
    streets = union(package, "street_lines")
    borders = shapely.union_all([block.boundary for block in blocks])
    assert borders.difference(streets.buffer(0.01)).length == 0.0
    assert streets.difference(borders.buffer(0.01)).length == 0.0
    assert whole.contains(wall_of(package))
    inside = shapely.Polygon(wall_of(package))
    assert inside.area == pytest.approx(13e6, rel=0.1)  # the historic city has about 13 km²
    assert len(blocks) > 300


def test_height_zones_give_every_block_one_cap(package: Path) -> None:
    zones = shapes(package, "height_limits")
    whole = union(package, "street_blocks")
    assert sum(shape.area for _, shape in zones) == pytest.approx(whole.area, abs=0.01)
    assert shapely.union_all([shape for _, shape in zones]).symmetric_difference(whole).area < 0.01
    caps = {row["zone"]: (row["cap_m"], row["cap_storeys"]) for row, _ in zones}
    assert caps["双龙巷核心保护范围"] == (None, 2)  # what is published of it; no height in metres is
    assert all(metres is not None or storeys is not None for metres, storeys in caps.values())


def test_bands_of_a_site_share_their_border_and_never_overlap(package: Path) -> None:
    by_site: dict[str, list[Any]] = {}
    for (site, _), shape in tiers(package).items():
        by_site.setdefault(site, []).append(shape)
    assert len(by_site) > 15
    del by_site["8-0371-3-174"]  # given as a whole, as offices draw it
    for site, bands in by_site.items():
        assert shapely.union_all(bands).area == pytest.approx(sum(band.area for band in bands), abs=0.01), site
        nodes = [set(map(tuple, shapely.get_coordinates(band))) for band in bands]
        for one, other, band in zip(nodes, nodes[1:], bands[1:]):
            shared = shapely.intersection(bands[0], band)
            assert shared.is_empty or one & other, site


def test_protection_of_the_wall_runs_along_all_of_it_and_is_no_buffer(package: Path) -> None:
    protection, control = (tiers(package)["4-0175-3-097", tier] for tier in ("protection", "control_1"))
    wall = wall_of(package)
    assert protection.contains(wall)
    assert len(control.geoms) == 2, "on both sides"
    edges = shapely.points(shapely.get_coordinates(protection.boundary))
    assert np.ptp(shapely.distance(edges, wall)) > 9.0


def test_purple_lines_are_districts_and_historic_buildings(package: Path) -> None:
    expected = {site for site, tier in tiers(package) if tier in ("core", "building")}
    purple = [shape for _, shape in shapes(package, "purple_lines")]
    assert len(purple) == len(expected) == 9
    bands = shapely.union_all([shape for (site, _), shape in tiers(package).items() if site in expected])
    assert shapely.union_all(purple).symmetric_difference(bands).area < 0.01


def test_districts_hold_their_cores(package: Path) -> None:
    for site in DISTRICTS:
        core, control = (tiers(package)[site, tier] for tier in ("core", "district_control"))
        assert core.area > HA, "a district's core has a hectare at least"
        whole = shapely.union(core, control)
        assert whole.contains_properly(core), site


# -- buildings -------------------------------------------------------------------------------------------------------


def test_buildings_stand_in_blocks_apart_from_each_other(package: Path) -> None:
    houses = shapes(package, "town_buildings")
    assert len(houses) > 4_000
    assert len({row["building_id"] for row, _ in houses}) == len(houses)
    outlines = [shape for _, shape in houses]
    tree = shapely.STRtree(outlines)
    assert (np.diff(tree.query(outlines, predicate="intersects"), axis=0) == 0).all(), "none on another"
    streets = union(package, "street_lines")
    shapely.prepare(streets)
    assert not shapely.intersects(streets, outlines).any()
    lakes = union(package, "town_lakes")
    shapely.prepare(lakes)
    assert not shapely.intersects(lakes, outlines).any()


def test_heights_follow_storeys_and_some_are_not_known(package: Path) -> None:
    rows = attributes(package, "town_buildings")
    unknown = sum(row["height_m"] is None for row in rows) / len(rows)
    assert 0.25 < unknown < 0.35
    ordinary = [row for row in rows if row["building_id"].startswith("F-") and row["height_m"] is not None]
    usual = {"居住": 3.0, "办公": 3.5, "教育": 3.8, "商业": 4.0}
    assert all(0.0 <= row["height_m"] - row["storeys"] * usual[row["use"]] <= 1.01 for row in ordinary)
    assert {row["historic"] for row in rows} == {0, 1}
    old = [row["built_year"] for row in rows if row["historic"] and row["building_id"].startswith("F-")]
    assert len(old) > 20
    assert max(old) < 1950
    assert [row["building_id"] for row in rows if row["storeys"] is None and row["height_m"] is None] == ["X-05"], (
        "a tower whose papers are lost")


def test_towers_stand_in_the_way_of_views(package: Path) -> None:
    views = {row["name"]: line for row, line in shapes(package, "view_corridors")}
    tall = [shape for row, shape in shapes(package, "town_buildings") if (row["height_m"] or 0.0) > 35.0
            and row["name"].startswith("演示")]
    crossed = {name for name, line in views.items() if any(line.intersects(shape) for shape in tall)}
    assert crossed == {"龙亭—铁塔视线通廊（示意）", "龙亭—延庆观视线通廊（示意）"}


class Raster:
    """A raster as GDAL reads it."""

    def __init__(self, path: Path) -> None:
        file = gdal.Open(str(path))
        self.values, self.at = file.ReadAsArray().astype(np.float64), file.GetGeoTransform()

    def of(self, x: Any, y: Any) -> Any:
        """Return the values of the cells that hold points."""
        west, cell, _, north, _, _ = self.at
        return self.values[((north - np.asarray(y)) // cell).astype(int), ((np.asarray(x) - west) // cell).astype(int)]


def test_the_surface_is_the_ground_with_the_buildings_on_it(built: Built) -> None:
    surface, ground = Raster(built.surface), Raster(built.terrain)
    west, cell, _, north, _, _ = surface.at
    rows, columns = surface.values.shape
    x, y = np.meshgrid(west + cell * (np.arange(columns) + 0.5), north - cell * (np.arange(rows) + 0.5))
    above = surface.values - ground.of(x, y)
    assert above.min() > -0.006
    houses = [(row, shape) for row, shape in shapes(built.path, "town_buildings") if row["height_m"] is not None]
    tree = shapely.STRtree([shape for _, shape in houses])
    cells, inside = tree.query(shapely.points(x.ravel(), y.ravel()), predicate="within")
    assert len(set(inside.tolist())) > 0.98 * len(houses), "nearly every house has a cell of its own"
    heights = np.array([row["height_m"] for row, _ in houses])
    assert above.ravel()[cells] == pytest.approx(heights[inside], abs=0.011)
    lost = next(shape for row, shape in shapes(built.path, "town_buildings") if row["building_id"] == "X-05")
    assert surface.of([lost.centroid.x], [lost.centroid.y])[0] - ground.of([lost.centroid.x], [lost.centroid.y])[
        0] == pytest.approx(75.0, abs=0.011)
    assert built.surface.stat().st_size < 500_000


# -- faults on purpose -----------------------------------------------------------------------------------------------


def test_the_faults_are_those_that_are_listed(package: Path) -> None:
    rows = attributes(package, "heritage_zones")
    wrong = {(row["site_id"], row["tier"]) for row in rows
             if abs(row["declared_m2"] - row["MJ"]) > 0.002 * row["MJ"]}
    assert wrong == {("6-0983-5-110", "protection")}
    entries = {row["site_id"]: row for row in attributes(package, "heritage_sites")}
    assert {row["site_id"] for row in rows} - set(entries) == {"K-99"}
    assert "7-1794-5-187" not in {row["site_id"] for row in rows}
    assert "故意" in entries["7-1794-5-187"]["note"]
    assert {row["site_name"] for row in rows} - {row["MC"] for row in attributes(package, "historic_lines")} == {
        "山陕甘会馆"}
    assert {row["site_id"] for row in rows if not row["document"]} == {"K-03"}
    assert {row["site_id"] for row in rows if not row["published"]} == {"K-03"}
    sticking = set()
    for (site, tier), shape in tiers(package).items():
        outer = tiers(package).get((site, "control_1"))
        if tier == "protection" and outer is not None:
            whole = shapely.Polygon(outer.geoms[0].exterior)
            if shape.difference(whole).area > 1.0:
                sticking.add(site)
    assert sticking == {"8-0371-3-174"}


def test_projects_lie_in_every_kind_of_land(package: Path) -> None:
    touched = {row["XMMC"]: {tier for (_, tier), zone in tiers(package).items() if zone.intersects(shape)}
               for row, shape in shapes(package, "heritage_projects")}
    assert "protection" in touched["城墙根商业街（演示）"]
    assert touched["环城路加油站（演示）"] == {"control_1"}
    assert "core" in touched["双龙巷民宿集群（演示）"]
    assert touched["城西仓储（演示，范围外）"] == set()
    buried = union(package, "burial_areas")
    assert {row["parcel_id"] for row, shape in shapes(package, "supply_parcels") if shape.intersects(buried)} == {
        "KF-GD-01", "KF-GD-02"}
    kinds = {row["building_id"]: row["building_kind"] for row in attributes(package, "demolitions")}
    assert kinds == {"H-02": "历史建筑", "H-03": "历史建筑", "X-01": "一般建筑", "X-06": "一般建筑"}


# -- seeds and files -------------------------------------------------------------------------------------------------


def test_the_plan_of_the_town_does_not_hang_on_the_seed_but_its_houses_do(built: Built, tmp_path: Path) -> None:
    other = build_demo(tmp_path / "other.gpkg", 2_000, 6, NoProgress())
    fixed = ("city_wall", "street_lines", "street_blocks", "heritage_sites", "heritage_zones", "height_limits")
    assert [built.digests[name] for name in fixed] == [other.digests[name] for name in fixed]
    assert built.digests["town_buildings"] != other.digests["town_buildings"]
    assert other.surface == tmp_path / "other_dsm.tif"


def test_a_folder_that_takes_no_surface_is_a_message(tmp_path: Path) -> None:
    heights = np.zeros((SURFACE.rows, SURFACE.columns), dtype=np.int64)
    with pytest.raises(PlannerError, match="cannot be written"), TerrainFile(
            tmp_path / "none" / "a.tif", 4547, SURFACE) as file:
        file.write(heights)
