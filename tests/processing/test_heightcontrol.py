"""kf:heightcontrol worked by hand: heights from three sources, caps by zone and tier, view corridors, parcels."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import processing
import pytest

from tests.builders import layer_of, rows_of
from tests.processing.heights import buildings, heights, limits, near, run, slope, surface, told, views
from tests.processing.places import X, Y, box
from tests.rasters import write_raster

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

def test_caps_in_metres_where_zones_overlap_the_lower_holds() -> None:
    results = run(BUILDINGS=buildings((box(10, 10, 10, 10), {"id": "A", "height": 12.5}),
                                      (box(60, 10, 10, 10), {"id": "B", "height": 12.5}),
                                      (box(200, 10, 10, 10), {"id": "C", "height": 99.0})),
                  LIMITS=limits((box(0, 0, 100, 100), {"name": "wide", "cap_m": 12.0}),
                                (box(0, 0, 50, 100), {"name": "low", "cap_m": 9.0})))
    assert heights(results, "building_id", "cap_m", "cap_name", "exceed_m", "verdict", "rule_id") == [
        ("A", 9.0, "low", 3.5, "exceeds", "heritage.height_cap"),
        ("B", 12.0, "wide", 0.5, "exceeds", "heritage.height_cap"), ("C", None, None, None, "free", None)]
    assert (results["EXCEEDING_COUNT"], results["LARGEST_EXCEED_M"], results["UNKNOWN_COUNT"]) == (2, 3.5, 0)
    assert told(results) == ["cap"]


def test_storeys_are_compared_with_storeys() -> None:
    """Two shop storeys are 8.4 m and comply with two; three dwellings' exceed by one storey of 3 m."""
    results = run(BUILDINGS=buildings((box(0, 0, 10, 10), {"id": "shop", "storeys": 2, "use": "商业"}),
                                      (box(20, 0, 10, 10), {"id": "house", "storeys": 3, "use": "住宅"}),
                                      (box(40, 0, 10, 10), {"id": "tall", "height": 7.0, "storeys": 2}),
                                      (box(60, 0, 10, 10), {"id": "high", "height": 7.0})),
                  LIMITS=limits((box(0, 0, 100, 100), {"name": "z", "cap_storeys": 2})))
    assert heights(results, "building_id", "building_height_m", "height_source", "cap_m", "exceed_m") == [
        ("shop", 8.4, "storeys", 8.4, 0.0), ("house", 9.0, "storeys", 6.0, 3.0), ("tall", 7.0, "field", 6.0, 0.0),
        ("high", 7.0, "field", 6.0, 1.0)]


def test_buildings_and_sites_of_one_id_keep_their_own_figures() -> None:
    """Two buildings A of 13 and 14 m under two zones of site S1 with a cap of 12 m; each is told by itself.

    Nothing but the zone's feature tells the findings apart.
    """
    zones = layer_of([(box(0, 0, 30, 30), {"site_id": "S1", "site_name": "书店街", "tier": "district_control"}),
                      (box(40, 0, 30, 30), {"site_id": "S1", "site_name": "书店街", "tier": "district_control"})],
                     {"site_id": "text", "site_name": "text", "tier": "text"}, name="zones")
    results = run(BUILDINGS=buildings((box(5, 5, 10, 10), {"id": "A", "height": 13.0}),
                                      (box(45, 5, 10, 10), {"id": "A", "height": 14.0})), ZONES=zones)
    rows = heights(results, "building_id", "exceed_m", "limit_name")
    assert [(key, exceed, name[:3]) for key, exceed, name in rows] == [("A", 1.0, "书店街"), ("A", 2.0, "书店街")]
    found = rows_of(results["FINDINGS"], "finding_id", "source_fid")
    assert ([fid for _, fid in found], len({key for key, _ in found})) == ([1, 2], 2)


def test_what_is_too_high_by_storeys_says_storeys(tmp_path: Path) -> None:
    """Five storeys of 3 m in 14 m, four allowed: one storey too many, 3 m, though 14 m less 12 m are 2 m."""
    results = run(BUILDINGS=buildings((box(0, 0, 10, 10), {"id": "low", "height": 14.0, "storeys": 5, "use": "住宅"})),
                  LIMITS=limits((box(0, 0, 100, 100), {"name": "z", "cap_storeys": 4})),
                  REPORT=str(tmp_path / "report.html"))
    assert heights(results, "building_height_m", "cap_m", "exceed_m") == [(14.0, 12.0, 3.0)]
    [(rule, message)] = rows_of(results["FINDINGS"], "rule_id", "message")
    assert rule == "heritage.height_cap_storeys"
    assert "storeys 5, in the height zone “z” allowed 4; too many by 1, 3.00 m" in message
    assert "5 / 4" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_tiers_have_caps_by_rule_until_height_zones_take_their_place() -> None:
    """双龙巷 is held to two storeys, 6 m; another district's control zone to 12 m; a height zone of 15 m goes first."""
    zones = layer_of([(box(0, 0, 30, 30), {"site_name": "双龙巷历史文化街区", "tier": "街区建设控制地带"}),
                      (box(40, 0, 30, 30), {"site_name": "书店街", "tier": "district_control"}),
                      (box(80, 0, 30, 30), {"site_name": "x", "tier": "埋藏区"}),
                      (box(120, 0, 30, 30), {"site_name": "x", "tier": "?!"})],
                     {"site_name": "text", "tier": "text"}, name="zones")
    given = buildings(*((box(x, 5, 10, 10), {"id": str(x), "height": 13.0}) for x in (5, 45, 85, 125)))
    results = run(BUILDINGS=given, ZONES=zones)
    assert heights(results, "exceed_m", "rule_id") == [
        (7.0, "heightcap.shuanglong"), (1.0, "heightcap.district_control"), (None, None), (None, None)]
    assert told(results) == ["tier", "tier_free", "tier_unknown"]
    results = run(BUILDINGS=given, ZONES=zones, LIMITS=limits((box(0, 0, 30, 30), {"name": "plan", "cap_m": 15.0})))
    assert heights(results, "exceed_m", "limit_name")[0] == (0.0, "plan")


def test_the_heritage_itself_is_spared_the_defaults_of_tiers_around_it() -> None:
    """A tower of 55 m in its protection area, which a control zone drawn whole covers; its neighbour has 13 m."""
    zones = layer_of([(box(0, 0, 30, 30), {"site_name": "塔", "tier": "保护范围"}),
                      (box(-40, -40, 110, 110), {"site_name": "塔", "tier": "control_1"})],
                     {"site_name": "text", "tier": "text"}, name="zones")
    given = buildings((box(10, 10, 10, 10), {"id": "tower", "height": 55.0}),
                      (box(45, 10, 10, 10), {"id": "house", "height": 13.0}))
    results = run(BUILDINGS=given, ZONES=zones)
    assert heights(results, "building_id", "verdict", "exceed_m") == [
        ("tower", "free", None), ("house", "exceeds", 7.0)]
    assert told(results) == ["spared", "tier"]
    plan = limits((box(0, 0, 30, 30), {"name": "plan", "cap_m": 50.0}))
    assert heights(run(BUILDINGS=given, ZONES=zones, LIMITS=plan), "exceed_m")[0] == (5.0,)


def test_a_layer_of_one_tier_is_known_by_its_role() -> None:
    zones = layer_of([(box(0, 0, 30, 30), {"note": "x"})], {"note": "text"}, name="核心保护范围")
    results = run(BUILDINGS=buildings((box(5, 5, 10, 10), {"id": "A", "height": 13.0})), ZONES=zones)
    assert heights(results, "exceed_m", "rule_id") == [(7.0, "heightcap.core")]


def test_an_overlap_that_is_an_error_of_drawing_limits_nothing() -> None:
    given = buildings((box(99.95, 0, 10, 10), {"id": "hair", "height": 30.0}),
                      (box(99.8, 20, 10, 10), {"id": "in", "height": 30.0}))
    results = run(BUILDINGS=given, LIMITS=limits((box(0, 0, 100, 100), {"name": "z", "cap_m": 12.0})))
    assert heights(results, "building_id", "verdict") == [("hair", "free"), ("in", "exceeds")]


def test_a_plane_over_level_ground_by_hand() -> None:
    """Eye 40 m, target 55 m, 1 000 m away: 46 m are allowed 400 m away, from which a building of 48 m begins."""
    results = run(BUILDINGS=buildings((box(400, -5, 10, 10), {"id": "A", "height": 48.0}),
                                      (box(400, 500, 10, 10), {"id": "far", "height": 90.0}),
                                      (box(-20, -5, 40, 10), {"id": "gate", "height": 38.0}),
                                      (box(990, -5, 40, 10), {"id": "tower", "height": 60.0})),
                  VIEW_CORRIDORS=views({"eye_m": 40.0, "target_m": 55.0, "start_width_m": 20, "end_width_m": 60}))
    assert heights(results, "building_id", "plane_m", "exceed_m", "verdict") == [
        ("A", near(46.0), near(2.0), "exceeds"), ("far", None, None, "free"), ("gate", None, None, "free"),
        ("tower", None, None, "free")]
    [row] = rows_of(results["CORRIDORS"], "corridor", "length_m", "buildings", "exceeding", "highest_id",
                    "highest_distance_m", "highest_exceed_m", "hidden_to_m", "hidden_share")
    # 8 m over the eye at 400 m are 20 m at 1 000 m: hidden up to 60 m, but the target ends at 55 m
    assert row == ("塔", near(1000.0), 1, 1, "A", near(400.0), near(2.0), 55.0, 1.0)
    assert told(results) == ["corridor", "ends", "flat"]
    assert results["BLOCKED_COUNT"] == 1


def test_how_much_of_the_tower_is_hidden() -> None:
    """Seen from 20 m upwards: 36 m at 500 m are 6 m over the plane of 30 m, and hide the tower up to 32 of 55 m."""
    results = run(BUILDINGS=buildings((box(500, -5, 10, 10), {"id": "A", "height": 36.0}),
                                      (box(800, -5, 10, 10), {"id": "B", "height": 25.5})),
                  VIEW_CORRIDORS=views({"eye_m": 40.0, "target_m": 55.0, "lowest_m": 20.0, "end_width_m": 60}))
    # the plane falls: it is lowest at the far end, 40 - 20 x 0.51 and 40 - 20 x 0.81
    assert heights(results, "plane_m", "exceed_m") == [(near(29.8), near(6.2)), (near(23.8), near(1.7))]
    [row] = rows_of(results["CORRIDORS"], "highest_id", "hidden_to_m", "hidden_m", "hidden_share")
    # lower than the eye, so the far end reaches highest: 40 - 4 / 0.51
    assert row == ("A", near(40 - 4 / 0.51), near(20 - 4 / 0.51), pytest.approx((40 - 4 / 0.51) / 55, abs=1e-3))


def test_widths_of_a_sector_by_hand() -> None:
    """Half angle 5 degrees: 400 m away 2 x 400 x tan 5 = 69.99 m wide, 35 m to each side."""
    given = buildings((box(399, 33, 2, 2), {"id": "in", "height": 90.0}),
                      (box(399, 36, 2, 2), {"id": "out", "height": 90.0}))
    results = run(BUILDINGS=given, VIEW_CORRIDORS=views({"eye_m": 40.0, "target_m": 55.0, "half_angle": 5.0}))
    assert heights(results, "building_id", "verdict") == [("in", "exceeds"), ("out", "free")]
    assert rows_of(results["CORRIDORS"], "start_width_m", "end_width_m") == [(0.0, near(174.98))]


def test_a_plane_over_sloping_ground_by_hand(tmp_path: Path) -> None:
    """The eye is in cell 5, at 70.5 m, the tower in cell 105, at 80.5 m; the building in cell 45, at 74.5 m."""
    results = run(BUILDINGS=buildings((box(400, -9, 9, 8), {"id": "A", "height": 45.0})), DEM=slope(tmp_path),
                  VIEW_CORRIDORS=views({"eye_m": 40.0, "target_m": 55.0, "end_width_m": 60}))
    # plane 110.5 → 135.5: 120.5 at 400 m, 46 m over the ground of 74.5
    assert heights(results, "ground_m", "base_m", "top_m", "plane_m", "exceed_m") == [
        (near(74.5), near(74.5), near(119.5), near(46.0), 0.0)]
    assert rows_of(results["CORRIDORS"], "eye_level_m", "plane_end_m", "target_foot_m", "terrain") == [
        (near(110.5), near(135.5), near(80.5), 1)]
    absolute = run(BUILDINGS=buildings((box(400, -9, 9, 8), {"id": "A", "height": 45.0})), DEM=slope(tmp_path),
                   LEVELS="absolute",
                   VIEW_CORRIDORS=views({"eye_m": 110.5, "target_m": 135.5, "end_width_m": 60}))
    assert heights(absolute, "plane_m") == [(near(46.0),)]


def test_ground_above_the_plane_is_told(tmp_path: Path) -> None:
    row = np.full(110, 70.0)
    row[55:60] = 76.0  # 500 to 550 m from the eye
    dem = write_raster(tmp_path / "dem.tif", np.tile(row, (40, 1)),
                       geotransform=(X - 50.0, 10.0, 0, Y + 200.0, 0, -10.0))
    results = run(BUILDINGS=buildings((box(520, -5, 9, 8), {"id": "A", "height": 3.0})), DEM=dem,
                  VIEW_CORRIDORS=views({"eye_m": 1.6, "target_m": 9.0, "lowest_m": 1.6, "end_width_m": 60}))
    assert heights(results, "plane_m", "exceed_m") == [(near(-4.4), near(7.4))]
    assert rows_of(results["CORRIDORS"], "terrain_over_m") == [(near(4.4),)]
    assert "terrain" in told(results)


def test_heights_from_a_surface_and_a_terrain_of_another_grid_and_crs(tmp_path: Path) -> None:
    """24 of 25 cells do not exceed 82 m (96 %), the chimney does not decide; the terrain is 70 m."""
    dem = write_raster(tmp_path / "dem.tif", np.full((40, 40), 70.0), crs="EPSG:4547",
                       geotransform=(X - 38_000_000 - 50.0, 10.0, 0, Y + 200.0, 0, -10.0))
    given = buildings((box(20, 50, 10, 10), {"id": "A"}), (box(60, 50, 10, 10), {"id": "flat"}),
                      (box(200, 50, 10, 10), {"id": "off"}))
    results = run(BUILDINGS=given, DSM=surface(tmp_path), DEM=dem,
                  LIMITS=limits((box(0, 0, 500, 100), {"name": "z", "cap_m": 9.0})))
    assert heights(results, "building_id", "building_height_m", "height_source", "exceed_m", "verdict") == [
        ("A", near(12.0), "raster", near(3.0), "exceeds"), ("flat", None, None, None, "unknown"),
        ("off", None, None, None, "unknown")]
    assert told(results) == ["cap", "surface", "unknown"]


def test_sources_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    dem = write_raster(tmp_path / "dem.tif", np.full((40, 40), 70.0),
                       geotransform=(X - 50.0, 10.0, 0, Y + 200.0, 0, -10.0))
    given = buildings((box(20, 50, 10, 10), {"id": "A", "height": 6.0, "storeys": 2}))
    results = run(BUILDINGS=given, DSM=surface(tmp_path), DEM=dem,
                  LIMITS=limits((box(0, 0, 500, 100), {"name": "z", "cap_m": 9.0})))
    assert heights(results, "building_height_m", "height_source") == [(6.0, "field")]
    messages = [row[0] for row in rows_of(results["FINDINGS"], "message", "rule_id")]
    assert len(messages) == 2  # with the field and with storeys
    assert "12.00 m; they differ by more than 2 m and 20%" in messages[0]


def test_what_is_left_out_of_a_corridor_is_taken_from_the_rules() -> None:
    bent = views({"target_m": 55.0}, line=f"LINESTRING({X} {Y}, {X + 300} {Y + 200}, {X + 1000} {Y})")
    results = run(BUILDINGS=buildings((box(400, -5, 10, 10), {"id": "A", "height": 48.0})), VIEW_CORRIDORS=bent)
    assert told(results) == ["bent", "corridor", "eye", "flat", "width"]
    # 10 m at the eye and 2 degrees to each side: 10 + 2 x 1000 x tan 2
    assert rows_of(results["CORRIDORS"], "eye_level_m", "start_width_m", "end_width_m") == [(1.6, 10.0, near(79.84))]


def test_a_long_view_bends_with_the_earth() -> None:
    far = views({"eye_m": 40.0, "target_m": 40.0, "end_width_m": 60}, line=f"LINESTRING({X} {Y}, {X + 5000} {Y})")
    results = run(BUILDINGS=buildings((box(2495, -5, 10, 10), {"id": "A", "height": 40.0})), VIEW_CORRIDORS=far)
    assert heights(results, "plane_m", "exceed_m") == [(near(40 - 0.427), near(0.427))]
    assert told(results) == ["corridor", "curvature", "flat"]


def test_parcels_get_the_lowest_of_caps_and_planes() -> None:
    """A plane from 40 to 55 m over 100 m of parcel, 46.01 to 47.49 at centres of cells; half of it under 46.5 m."""
    parcels = layer_of([(box(400, -10, 100, 20), {"parcel_no": "P"}), (box(400, 500, 10, 10), {"parcel_no": "free"}),
                        (box(600, -0.2, 0.4, 0.4), {"parcel_no": "tiny"})], {"parcel_no": "text"}, name="parcels")
    results = run(BUILDINGS=buildings((box(0, 900, 10, 10), {"id": "A", "height": 3.0})), PARCELS=parcels,
                  VIEW_CORRIDORS=views({"eye_m": 40.0, "target_m": 55.0, "start_width_m": 40, "end_width_m": 40}),
                  LIMITS=limits((box(450, -50, 100, 100), {"name": "cap", "cap_m": 46.0})))
    rows = rows_of(results["PARCEL_HEIGHTS"], "parcel_id", "lowest_m", "mean_m", "limited_share", "limit_name")
    # 400 to 450 m: 46 to 46.75, in the mean 46.375; 450 to 500 m: 46 by the cap
    assert rows[0] == ("P", near(46.0), near((46.375 + 46.0) / 2), 1.0, "cap")
    assert rows[1] == ("free", None, None, 0.0, None)
    assert rows[2] == ("tiny", pytest.approx(49.0, abs=0.04), pytest.approx(49.0, abs=0.04), 1.0, "塔")


def test_the_same_in_degrees_and_whatever_the_order() -> None:
    rows = [(box(400, -5, 10, 10), {"id": "A", "height": 48.0}), (box(700, -5, 10, 10), {"id": "B", "height": 52.0})]
    corridors = views({"eye_m": 40.0, "target_m": 55.0, "end_width_m": 60})
    first = run(BUILDINGS=buildings(*rows), VIEW_CORRIDORS=corridors)
    turned = run(BUILDINGS=buildings(*rows[::-1]), VIEW_CORRIDORS=corridors)
    fields = ("building_id", "plane_m", "exceed_m")
    assert sorted(heights(first, *fields)) == sorted(heights(turned, *fields))
    degrees = processing.run("native:reprojectlayer", {"INPUT": buildings(*rows), "TARGET_CRS": "EPSG:4490",
                                                       "OUTPUT": "memory:"})["OUTPUT"]
    again = run(BUILDINGS=degrees, VIEW_CORRIDORS=corridors)
    assert [row[1] for row in heights(again, *fields)] == [near(row[1]) for row in heights(first, *fields)]


def test_the_report_draws_the_profile(tmp_path: Path) -> None:
    run(BUILDINGS=buildings((box(400, -5, 10, 10), {"id": "A", "height": 48.0})), DEM=slope(tmp_path),
        VIEW_CORRIDORS=views({"eye_m": 40.0, "target_m": 55.0, "end_width_m": 60}),
        RUN_RECORD=tmp_path / "run.json", REPORT=tmp_path / "report.html")
    document = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["document"]
    assert [chart["caption"] for chart in document["charts"]] == ["Profile of view corridor 塔"]
    titles = [table["title"] for table in document["tables"]]
    assert titles == ["Buildings by verdict", "Buildings that are too high", "View corridors"]
    assert document["tables"][2]["rows"][0]["highest_id"] == "A"
    assert "A" in (tmp_path / "report.html").read_text(encoding="utf-8")
