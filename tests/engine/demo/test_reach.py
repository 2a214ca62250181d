"""The demo's Yellow River: above the city, falling downstream, beaches in steps, dikes that hold the design flood.

What is stated here are facts about a raised river; where a figure is ours it stands in SOURCES.md.
"""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest
import shapely
from osgeo import gdal

from kf_resources_plugin import paths
from kf_resources_plugin.engine.demo import terrain
from kf_resources_plugin.engine.demo.build import build_demo
from kf_resources_plugin.engine.demo.terrain_file import TerrainFile
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.demo.conftest import SEED
from tests.engine.demo.reading import ellipsoidal_area, features

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.engine.demo.build import Built

CITY = (529_500.0, 3_851_500.0)  # the seat of 龙亭
STAGES = [7200, 8000, 10000, 12370, 15700, 22000]
CELL = 50.0


class Ground(NamedTuple):
    """The terrain as GDAL reads it: heights by row from the north, west and north edge."""

    height: Any
    west: float
    north: float

    def at(self, x: Any, y: Any) -> Any:
        """Return the heights of the cells that hold points."""
        row = ((self.north - np.asarray(y)) // CELL).astype(int)
        return self.height[row, ((np.asarray(x) - self.west) // CELL).astype(int)]


class Water:
    """Levels by stage, interpolated between the points along the channel by Shapely."""

    def __init__(self, package: Path) -> None:
        [(_, wkb)] = features(package, "river_channel")
        self.channel = shapely.from_wkb(wkb)
        points = [(row, shapely.from_wkb(wkb)) for row, wkb in features(package, "water_levels")]
        self.at = sorted({self.channel.project(point) for _, point in points})
        self.levels = {stage: [row["level_m"] for row, _ in points if row["stage"] == stage] for stage in STAGES}

    def level(self, stage: int, x: Any, y: Any) -> Any:
        """Return the level beside points."""
        along = shapely.line_locate_point(self.channel, shapely.points(np.column_stack([x, y])))
        return np.interp(along, self.at, self.levels[stage])


@pytest.fixture(scope="module")
def ground(built: Built) -> Ground:
    source = gdal.Open(str(built.terrain))
    west, cell, _, north, _, minus = source.GetGeoTransform()
    assert (cell, minus) == (CELL, -CELL)
    assert source.GetSpatialRef().GetAuthorityCode(None) == "4547"
    return Ground(source.ReadAsArray(), west, north)


@pytest.fixture(scope="module")
def water(package: Path) -> Water:
    return Water(package)


@pytest.fixture(scope="module")
def sections() -> Any:
    """Return points every 50 m from the river's middle to 6 km to the right, at straight stretches of the course, and
    their distance from the bank: (sections, points, 3).
    """
    course = json.loads(paths.resource("demo", "reach.json").read_text(encoding="utf-8"))
    line = np.array(course["course"])
    half = dict(zip(course["half_from_m"] + course["half_step_m"] * np.arange(len(course["half_m"])), course["half_m"]))
    found = []
    for station in (9_000.0, 12_000.0, 28_500.0, 43_500.0):
        here, ahead = (np.array(shapely.LineString(line).interpolate(course["before_m"] + at).coords[0])
                       for at in (station, station + 1.0))
        along = (ahead - here) / np.hypot(*(ahead - here))
        away = np.arange(0.0, 6_000.0, CELL)
        points = here + away[:, None] * np.array([along[1], -along[0]])
        found.append(np.column_stack([points, away - half[station]]))
    return np.array(found)


# -- terrain ---------------------------------------------------------------------------------------------------------


def test_the_bed_lies_high_above_the_city(ground: Ground, sections: Any) -> None:
    """At Kaifeng by up to ten metres; so the bed, not only the water, is higher than every street."""
    x, y, bank = sections[1].T
    bed = ground.at(x, y)[bank < 0]
    east, north = np.meshgrid(np.arange(-2_000.0, 2_001.0, CELL), np.arange(-2_000.0, 2_001.0, CELL))
    streets = ground.at(CITY[0] + east, CITY[1] + north)
    assert bed.min() > streets.max() + 5.0
    assert 7.0 < bed.mean() - streets.mean() < 11.0
    assert 66.0 < streets.mean() < 74.0  # m above sea level, as Kaifeng lies


def test_the_beach_rises_in_steps_and_falls_towards_the_dike(ground: Ground, sections: Any) -> None:
    for x, y, bank in (section.T for section in sections):
        height = ground.at(x, y)
        bars, young = (height[(bank > low) & (bank < high)].mean() for low, high in ((300, 700), (900, 1_200)))
        assert height[bank < 0].mean() < bars < young
        behind = np.flatnonzero((bank > 1_350) & (bank < 1_700))
        lip = height[behind].max()
        assert lip > young + 0.4
        crest = np.argmax(height)
        assert height[crest] > lip + 4.0
        plain = height[crest + 5: crest + 25]
        assert height[crest] - plain.mean() > 10.0, "the dike as the city sees it"
        assert plain.max() < height[bank < 0].min(), "behind the dike even the bed is higher"


def test_beaches_are_wet_at_the_stage_they_are_known_for(ground: Ground, water: Water, sections: Any) -> None:
    for number, section in enumerate(sections):
        x, y, bank = section.T
        height = ground.at(x, y)
        depth = {stage: water.level(stage, x, y) - height for stage in STAGES}
        assert depth[7200][bank < 700].min() > 0.0, "bank-full fills the main channel"
        young = (bank > 900) & (bank < 1_200)
        assert depth[8000][young].min() > 0.0
        assert depth[7200][young].mean() < 0.1
        lip = (bank > 1_350) & (bank < 1_700)
        assert depth[8000][lip].min() < 0.0, "the lip keeps frequent floods off the second beach"
        assert depth[12370][lip].min() > 0.0
        dike = int(np.argmax(height))
        old = slice(dike - 5, dike - 2)
        assert depth[12370][old].max() < 0.0, number
        assert depth[15700][old].min() > 0.0, number
        assert depth[22000][dike] < -2.5, "crest"


def test_no_gap_in_the_dikes_lets_the_design_flood_through(ground: Ground, water: Water, package: Path) -> None:
    for row, wkb in features(package, "dikes"):
        line = shapely.from_wkb(wkb)
        x, y = shapely.get_coordinates(shapely.segmentize(line, 10.0)).T
        on = (x > ground.west) & (x < ground.west + CELL * ground.height.shape[1]) & (y < ground.north)
        height = ground.at(x[on], y[on])
        assert (height > water.level(22000, x[on], y[on]) + 1.5).all(), row["name"]
        assert abs(height.mean() - row["crest_m"]) < 0.3, row["name"]
        middle = line.interpolate(0.5, normalized=True)
        assert row["crest_m"] > water.level(22000, [middle.x], [middle.y])[0] + 2.0


def test_heights_are_whole_centimetres_and_hang_on_the_seed_alone(built: Built, ground: Ground) -> None:
    again, other = (terrain.heights(seed, [], NoProgress()) for seed in (SEED, SEED + 1))
    assert np.abs(ground.height * 100.0 - np.round(ground.height * 100.0)).max() < 1e-3
    raised = np.round(ground.height.astype(np.float64) * 100.0) - again
    assert (raised >= 0).all(), "platforms and resettlement areas only"
    assert 0 < np.count_nonzero(raised) < 0.01 * raised.size
    assert (other != again).mean() > 0.9
    assert np.abs(other - again).max() < 200, "the same river, other ripples"


# -- levels, lines ---------------------------------------------------------------------------------------------------


def test_levels_fall_downstream_and_rise_with_the_flow(package: Path, water: Water) -> None:
    rules = json.loads(paths.resource("rules", "floodplain_stages.json").read_text(encoding="utf-8"))
    assert [row["thresholds"]["flow_m3_per_s"] for row in rules["rows"]] == STAGES
    table = np.array([water.levels[stage] for stage in STAGES])
    assert table.shape == (6, 13)
    np.testing.assert_allclose(np.diff(table, axis=1), -1.35, atol=0.011)  # 7.5 km at 0.18 m/km
    assert (np.diff(table, axis=0) > 0.3).all()
    assert 1 / 6_000 < (table[0, 0] - table[0, -1]) / (12 * 7_500) < 1 / 5_000
    assert len(features(package, "water_levels")) == 78


def test_the_channel_runs_in_the_main_channel(package: Path) -> None:
    """Where the drawn river is too narrow to be an area of its own the main channel of the masks has a gap."""
    [(_, wkb)] = features(package, "river_channel")
    city, main = (shapely.union_all([shapely.from_wkb(wkb) for _, wkb in features(package, layer)])
                  for layer in ("admin_units", "main_channel"))
    inside = shapely.from_wkb(wkb).intersection(city)
    assert inside.length > 75_000.0
    assert inside.intersection(main).length > 0.9 * inside.length


def test_dikes_stand_on_the_surveys_dike_and_know_their_reach(package: Path) -> None:
    rows = [(row, shapely.from_wkb(wkb)) for row, wkb in features(package, "dikes")]
    assert {row["REACH"] for row, _ in rows} == {"above_dongbatou", "below_dongbatou"}
    for bank in ("左岸", "右岸"):
        own = [(row, line) for row, line in rows if row["bank"] == bank]
        assert [row["REACH"] for row, _ in own] == sorted(row["REACH"] for row, _ in own)
        assert all(one.coords[-1] == other.coords[0] for (_, one), (_, other) in zip(own[:-1], own[1:]))
        crests = [row["crest_m"] for row, _ in own]
        assert crests == sorted(crests, reverse=True)
    city = shapely.union_all([shapely.from_wkb(wkb) for _, wkb in features(package, "admin_units")])
    right = shapely.union_all([line for row, line in rows if row["bank"] == "右岸"]).intersection(city)
    dike = shapely.union_all([shapely.from_wkb(wkb) for row, wkb in features(package, "land") if row["DLBM"] == "1109"])
    assert right.intersection(dike).length > 0.95 * right.length


def test_works_say_which_names_are_borrowed(package: Path) -> None:
    names = (paths.resource("demo", "villages.csv").read_text(encoding="utf-8")
             + paths.resource("demo", "townships.csv").read_text(encoding="utf-8"))
    works = [row for row, _ in features(package, "training_works")]
    assert {row["kind"] for row in works} == {"险工", "控导", "护滩"}
    assert sum(row["built_on"] > "2023/04/01" for row, _ in features(package, "production_dikes")) == 1  # art. 66
    for row in works:
        if "借用真实地名" in row["BZ"]:
            place = row["name"].replace("险工", "").replace("控导", "").replace("护滩工程", "")
            assert place in names
        else:
            assert row["name"].startswith("演示")
            assert "虚构" in row["BZ"]


# -- villages --------------------------------------------------------------------------------------------------------


def test_villages_lie_on_village_land_between_river_and_dike(package: Path) -> None:
    floodplain = shapely.union_all([shapely.from_wkb(wkb) for _, wkb in features(package, "floodplain")])
    main = shapely.union_all([shapely.from_wkb(wkb) for _, wkb in features(package, "main_channel")])
    land = shapely.union_all([shapely.from_wkb(wkb) for row, wkb in features(package, "land") if row["DLBM"] == "0702"])
    villages = [(row, shapely.from_wkb(wkb)) for row, wkb in features(package, "settlements")]
    assert len(villages) > 3
    for row, shape in villages:
        assert shape.is_valid
        assert shape.difference(floodplain).area < 1.0
        assert shape.difference(land).area < 1.0
        assert not main.contains(shape.centroid)
        assert row["MJ"] == pytest.approx(sum(ellipsoidal_area(part) for part in shape.geoms), rel=1e-6)
        assert row["households"] == max(3, int(row["MJ"] // 900))
        assert row["population"] / row["households"] + 0.34 >= 3.0
        assert row["population"] / row["households"] < 3.8
    assert {row["on_platform"] for row, _ in villages} == {0, 1}


def test_platforms_stand_above_the_20_year_flood(package: Path, ground: Ground, water: Water) -> None:
    raised = [row["code"] for row, _ in features(package, "settlements") if row["on_platform"]]
    platforms = [(row, shapely.from_wkb(wkb)) for row, wkb in features(package, "platforms")]
    assert [row["code"] for row, _ in platforms] == raised != []
    for row, shape in platforms:
        x, y = shape.centroid.x, shape.centroid.y
        assert ground.at(x, y) == pytest.approx(row["top_m"], abs=0.006)
        assert abs(row["design_m"] - water.level(12370, [x], [y])[0]) < 0.4  # what a bend makes of it
        assert round(row["top_m"] - row["design_m"], 2) in (1.2, 0.5), "as it should be, or of old days"


def test_houses_stand_in_their_village(package: Path) -> None:
    villages = {row["code"]: shapely.from_wkb(wkb) for row, wkb in features(package, "settlements")}
    houses = [(row, shapely.from_wkb(wkb)) for row, wkb in features(package, "buildings")]
    assert {row["code"] for row, _ in houses} == set(villages)
    assert all(villages[row["code"]].contains(house) for row, house in houses)
    shapes = [house for _, house in houses]
    assert all(house.area == pytest.approx(16.0 * 11.0) for house in shapes)
    assert shapely.union_all(shapes).area == pytest.approx(len(shapes) * 176.0), "none on another"
    assert {row["floors"] for row, _ in houses} == {1, 2, 3}


def test_sites_for_villages_lie_behind_the_dike_and_dry(package: Path, ground: Ground, water: Water) -> None:
    floodplain = shapely.union_all([shapely.from_wkb(wkb) for _, wkb in features(package, "floodplain")])
    city = shapely.union_all([shapely.from_wkb(wkb) for _, wkb in features(package, "admin_units")])
    for row, wkb in features(package, "receiving_sites"):
        site = shapely.from_wkb(wkb)
        assert city.contains(site)
        assert not site.intersects(floodplain)
        assert 150.0 < row["MJ"] / row["capacity_households"] < 250.0  # m² of site for a household
    inside = [shapely.from_wkb(wkb) for _, wkb in features(package, "resettlement_areas")
              if shapely.from_wkb(wkb).intersects(floodplain)]
    assert len(inside) == 2
    for area in inside:
        x, y = area.centroid.x, area.centroid.y
        assert ground.at(x, y) > water.level(22000, [x], [y])[0] + 0.5


def test_the_floodplain_is_river_and_beach_without_the_dike(package: Path) -> None:
    floodplain, managed = (shapely.union_all([shapely.from_wkb(wkb) for _, wkb in features(package, layer)])
                           for layer in ("floodplain", "river_management"))
    assert floodplain.difference(managed).area < 1.0
    dike = sum(shapely.from_wkb(wkb).area for row, wkb in features(package, "land") if row["DLBM"] == "1109")
    assert managed.area - floodplain.area == pytest.approx(dike, rel=0.02)
    passage = shapely.union_all([shapely.from_wkb(wkb) for _, wkb in features(package, "flood_passage")])
    assert passage.difference(floodplain).area < 0.001 * passage.area


# -- files -----------------------------------------------------------------------------------------------------------


def test_the_digest_covers_the_terrain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kf_resources_plugin.engine.demo import build

    projects = [layer for layer in build.demo_layers() if layer.table.name == "projects"]
    monkeypatch.setattr(build, "demo_layers", lambda: projects)
    one, other = (build_demo(tmp_path / f"{name}.gpkg", 2_000, seed, NoProgress())
                  for name, seed in (("one", 1), ("other", 2)))
    assert one.digests == other.digests, "projects do not hang on the seed"
    assert one.digest != other.digest
    assert [file.terrain for file in (one, other)] == [tmp_path / "one_dem.tif", tmp_path / "other_dem.tif"]


def test_terrain_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "a_dem.tif"
    file = TerrainFile(target, 4547)
    with pytest.raises(PlannerError, match="nothing was overwritten"), file:
        target.write_text("mine")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a_dem.tif", "mine")]


def test_a_folder_that_takes_no_terrain_is_a_message(tmp_path: Path) -> None:
    heights = np.zeros((terrain.ROWS, terrain.COLUMNS), dtype=np.int64)
    with pytest.raises(PlannerError, match="cannot be written"), TerrainFile(tmp_path / "none" / "a.tif", 4547) as file:
        file.write(heights)
