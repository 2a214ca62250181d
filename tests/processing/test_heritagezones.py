"""Historic protection lines end to end: figures worked by hand, nesting, streets, coordinates."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import processing
import pyproj
import pytest
import shapely

from tests.builders import layer_of, rectangle, rows_of
from tests.processing.heritage_sites import HOUSE, ROUND, TOWER, E, N, run, sites, told, zones

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")


def test_a_square_of_100_m_with_50_m_and_45_m() -> None:
    result = run(sites(TOWER))
    found = zones(result)
    within_50 = 100**2 + 4 * 100 * 50 + ROUND * 50**2
    within_95 = 100**2 + 4 * 100 * 95 + ROUND * 95**2
    assert found["T1", "protection"] == pytest.approx(within_50, abs=0.01)
    assert found["T1", "control_1"] == pytest.approx(within_95 - within_50, abs=0.01)
    assert found["", "historic"] == pytest.approx(within_95, abs=0.02)
    assert set(found) == {("T1", "protection"), ("T1", "control_1"), ("", "historic")}


def shapes(result: dict[str, Any], output: str = "ZONES") -> dict[tuple[str, str], shapely.Geometry]:
    """Return the shape of each zone, moved back by (E, N)."""
    found = {}
    for feature in result[output].getFeatures():
        shape = shapely.from_wkb(bytes(feature.geometry().asWkb()))
        found[feature["site_id"], feature["tier"]] = shapely.transform(shape, lambda points: points - (E, N))
    return found


def vertices(shape: shapely.Geometry) -> set[tuple[float, float]]:
    return set(map(tuple, shapely.get_coordinates(shape).tolist()))


def test_bands_share_their_border_vertex_for_vertex_and_close() -> None:
    result = run(sites(TOWER))
    found = shapes(result)
    inner, band = found["T1", "protection"], found["T1", "control_1"]
    hole = shapely.get_interior_ring(shapely.get_parts(band)[0], 0)
    assert vertices(hole) == vertices(inner)
    assert shapely.area(shapely.intersection(inner, band)) == 0
    assert result["RESIDUAL_M2"] == 0
    # nothing is on the border but the corners of arcs and the ends of straight edges
    assert len(vertices(inner)) == 4 * 19


def test_drawn_lines_win_and_become_bands() -> None:
    """The protection area as published, the control zone as a full polygon over it: its band is what is left."""
    drawn = layer_of([
        (rectangle(E - 20, N - 20, 140, 140), {"site_id": "T1", "tier": "保护范围", "document": "豫政〔1990〕1号",
                                               "published": "1990-05-20", "declared_m2": 19_600.0}),
        (rectangle(E - 50, N - 50, 200, 200), {"site_id": "T1", "tier": "control_1"})],
        {"site_id": "text", "tier": "text", "document": "text", "published": "text", "declared_m2": "real"},
        crs="EPSG:4547", name="drawn")
    result = run(sites(TOWER), DRAWN=drawn, TIERS="protection,control_1,control_2,purple")
    assert zones(result) == {("T1", "protection"): 19_600, ("T1", "control_1"): 40_000 - 19_600,
                             ("T1", "control_2"): pytest.approx(4 * 200 * 25 + ROUND * 25**2, abs=0.01)}
    rows = {row[0]: row[1:] for row in rows_of(result["ZONES"], "tier", "provisional", "method", "width_m", "rule_id",
                                               "document", "declared_m2")}
    assert rows["protection"] == (0, "drawn", None, None, "豫政〔1990〕1号", 19_600)
    assert rows["control_2"] == (1, "width", 25, "zone.tower_control_2", None, None)
    assert (result["PROVISIONAL"], result["PROTECTION_M2"], result["CONTROL_M2"]) == (
        1, 19_600, pytest.approx(20_400 + 4 * 200 * 25 + ROUND * 625, abs=0.01))


@pytest.mark.parametrize(("field", "kind", "value", "m2"), [
    ("declared_m2", "text", "1.96公顷", 19_600), ("面积（公顷）", "real", 1.96, 19_600),
    ("公布面积", "text", "约 19 600 ㎡", 19_600),
    ("declared_m2", "text", "不详", None)])
def test_declared_areas_may_name_their_unit(field: str, kind: str, value: Any, m2: float | None) -> None:
    drawn = layer_of([(rectangle(E - 20, N - 20, 140, 140), {"site_id": "T1", "tier": "保护范围", field: value})],
                     {"site_id": "text", "tier": "text", field: kind}, crs="EPSG:4547", name="drawn")
    result = run(sites(TOWER), DRAWN=drawn, TIERS="protection")
    assert rows_of(result["ZONES"], "tier", "declared_m2") == [("protection", m2)]


@pytest.mark.parametrize(("width", "said", "m2"), [
    (70, (10_000.0, 10_000.0), 10_000), (70, (7_000.0, 2_000.0), 9_000), (20, (2_000.0, 2_000.0), 4_000),
    (70, (10_000.0, None), None)])
def test_what_parts_declare_is_summed_unless_each_repeats_the_whole(
        width: int, said: tuple[float | None, ...], m2: float | None) -> None:
    """Two parts of a line; the same amount of parts that differ is that of the line."""
    parts = zip((rectangle(E, N, width, 100), rectangle(E + 200, N, 20, 100)), said)
    drawn = layer_of([(part, {"site_id": "T1", "tier": "保护范围", "declared_m2": each}) for part, each in parts],
                     {"site_id": "text", "tier": "text", "declared_m2": "real"}, crs="EPSG:4547", name="drawn")
    assert rows_of(run(sites(TOWER), DRAWN=drawn, TIERS="protection")["ZONES"], "declared_m2") == [(m2,)]


@pytest.mark.parametrize("rows", [
    [f"MULTIPOINT(({E} {N}),({E + 500} {N}))"], [f"MULTIPOINT(({E} {N}))", f"MULTIPOINT(({E + 500} {N}))"]])
def test_every_point_of_a_site_gets_its_circle(rows: list[str]) -> None:
    """Twin towers 500 m apart, as one feature or two of one id: two circles of 10 + 50 m."""
    result = run(sites(*((row, {"site_id": "T", "name": "双塔", "site_type": "tower"}) for row in rows),
                       geometry="MultiPoint"), TIERS="protection")
    assert zones(result)["T", "protection"] == pytest.approx(2 * ROUND * 60**2, rel=1e-4)
    assert result["SITE_COUNT"] == 1


def test_drawn_bands_are_taken_as_well_as_full_polygons() -> None:
    band = rectangle(E - 50, N - 50, 200, 200)[:-1]
    hole = f"({E - 20} {N - 20}, {E - 20} {N + 120}, {E + 120} {N + 120}, {E + 120} {N - 20}, {E - 20} {N - 20}))"
    drawn = layer_of([(rectangle(E - 20, N - 20, 140, 140), {"site_id": "T1", "tier": "protection"}),
                      (f"{band}, {hole}", {"site_id": "T1", "tier": "control_1"})],
                     {"site_id": "text", "tier": "text"}, crs="EPSG:4547", name="drawn")
    result = run(sites(TOWER), DRAWN=drawn, TIERS="purple")
    assert zones(result) == {("T1", "protection"): 19_600, ("T1", "control_1"): 20_400}
    assert told(result) == {}
    # a band that leaves the protection area open in the west
    open_west = layer_of([(rectangle(E - 20, N - 20, 140, 140), {"site_id": "T1", "tier": "protection"}),
                          (rectangle(E + 120, N - 50, 30, 200), {"site_id": "T1", "tier": "control_1"})],
                         {"site_id": "text", "tier": "text"}, crs="EPSG:4547", name="drawn")
    result = run(sites(TOWER), DRAWN=open_west)
    assert zones(result) == {("T1", "protection"): 19_600, ("T1", "control_1"): 6_000, ("", "historic"): 25_600}
    assert told(result) == {}
    # in the hole of a band alone is room for a protection area by its width: it may not lie on the band
    alone = layer_of([(f"{band}, {hole}", {"site_id": "T1", "tier": "control_1"})],
                     {"site_id": "text", "tier": "text"}, crs="EPSG:4547", name="drawn")
    result = run(sites(TOWER), DRAWN=alone, TIERS="protection")
    assert zones(result) == {("T1", "protection"): 19_600, ("T1", "control_1"): 20_400}
    assert "cut_to_drawn" in told(result)


def test_what_reaches_beyond_drawn_lines_is_cut_or_told() -> None:
    """A width beyond the published control zone is cut there; two published lines that do not nest both stand."""
    outer = layer_of([(rectangle(E - 30, N - 100, 300, 300), {"site_id": "T1", "tier": "control_1"})],
                     {"site_id": "text", "tier": "text"}, crs="EPSG:4547", name="drawn")
    result = run(sites(TOWER), DRAWN=outer)
    # west of x = −30 lie a rectangle of 20 by 100 and two caps of the quarter circles
    assert zones(result)["T1", "protection"] + zones(result)["T1", "control_1"] == 90_000
    assert "cut_to_drawn" in told(result)
    assert shapes(result)["T1", "protection"].bounds[0] == -30
    both = layer_of([(rectangle(E - 30, N - 100, 300, 300), {"site_id": "T1", "tier": "control_1"}),
                     (rectangle(E - 50, N, 100, 100), {"site_id": "T1", "tier": "protection"})],
                    {"site_id": "text", "tier": "text"}, crs="EPSG:4547", name="drawn")
    result = run(sites(TOWER), DRAWN=both)
    assert "2000.00 m²" in told(result)["sticks_out"]
    assert zones(result)["T1", "protection"] == 10_000
    assert zones(result)["T1", "control_1"] == 90_000 - 8_000
    assert zones(result)["", "historic"] == 92_000


def test_city_wall_has_no_line_but_the_approved_one() -> None:
    wall = (rectangle(E, N, 1000, 20), {"site_id": "W", "name": "开封城墙", "site_type": "古建筑"})
    result = run(sites(wall))
    assert zones(result) == {}
    assert "approved" in told(result)["wall_not_drawn"]
    severity, clause = rows_of(result["FINDINGS"], "severity", "clause")[0]
    assert severity == "error"
    assert "art. 4" in clause
    drawn = layer_of([(rectangle(E - 50, N - 50, 1100, 120), {"site_id": "W", "tier": "protection"})],
                     {"site_id": "text", "tier": "text"}, crs="EPSG:4547", name="drawn")
    result = run(sites(wall), DRAWN=drawn)
    assert zones(result) == {("W", "protection"): 132_000, ("", "historic"): 132_000}
    assert (told(result), result["PROVISIONAL"]) == ({}, 0)


def test_points_have_radii_and_a_finding() -> None:
    """A tomb: 10 m from its centre; a tower: 10 m for its base and 50 m more; an ancient site: no line."""
    result = run(sites((f"POINT({E} {N})", {"site_id": "A", "name": "焦裕禄烈士墓"}),
                       (f"POINT({E + 500} {N})", {"site_id": "B", "name": "繁塔"}),
                       (f"POINT({E + 900} {N})", {"site_id": "C", "name": "州桥遗址"}), geometry="Point"))
    found = zones(result)
    assert found["A", "protection"] == pytest.approx(ROUND * 10**2, abs=0.01)
    assert found["A", "control_1"] == pytest.approx(ROUND * (30**2 - 10**2), abs=0.01)
    assert found["B", "protection"] == pytest.approx(ROUND * 60**2, abs=0.01)
    assert ("C", "protection") not in found
    messages = rows_of(result["FINDINGS"], "rule_id", "message")
    assert [message for rule, message in messages if rule == "zone.from_point" and "radius of 10 m" in message]
    assert "(features 3)" in told(result)["point_only"]
    assert result["SITES_WITHOUT_LINE"] == 1
    assert {row[0] for row in rows_of(result["ZONES"], "provisional")} == {1}


def grid(*, gap: float = 0.0, size: float = 100.0) -> QgsVectorLayer:
    """Return four blocks around (0, 0), streets of ``gap`` between them."""
    half = gap / 2
    return layer_of([(rectangle(E + x, N + y, size, size), {}) for x in (-size - half, half)
                     for y in (-size - half, half)], {}, crs="EPSG:4547", name="blocks")



def test_blocks_are_taken_whole_or_left_at_the_street() -> None:
    """A house of 60 m by 60 m in the north-east block, 10 m from both streets, which are lines here.

    10 m and 20 m around it: the protection area is 80 m by 80 m with round corners, 0.64 of the block: all of it. The
    control zone of 20 m more reaches 20 m into the neighbours, a fifth of them: they are left out.
    """
    house = (rectangle(E + 10, N + 10, 60, 60), HOUSE)
    result = run(sites(house), BLOCKS=grid(), SNAP="blocks")
    found = shapes(result)
    assert vertices(found["H", "protection"]) == {(0, 0), (100, 0), (100, 100), (0, 100)}
    assert zones(result)["H", "protection"] == 10_000
    # of the control zone nothing is left but the block itself
    assert ("H", "control_1") not in found
    assert "band_empty" in told(result)
    wide = run(sites((rectangle(E + 10, N + 10, 60, 60), {**HOUSE, "site_type": "tower"})), BLOCKS=grid(),
               SNAP="blocks")
    # 95 m around 60 m: 85 m into the western, 85 m into the southern block, and nearly all of the one across
    # beyond the four blocks there are none: there the lines are as the widths give them
    beyond = [shapely.area(shapely.difference(shapely.box(10, 10, 70, 70).buffer(width, quad_segs=18),
                                              shapely.box(-100, -100, 100, 100))) for width in (50, 95)]
    assert zones(wide)["H", "protection"] == pytest.approx(10_000 + beyond[0], abs=0.01)
    assert zones(wide)["H", "control_1"] == pytest.approx(30_000 + beyond[1] - beyond[0], abs=0.02)


def test_a_block_that_holds_the_site_stays_cut() -> None:
    """A house of 10 m by 10 m in a block of 100 m by 100 m: 30 m by 30 m are 0.09 of it, yet not nothing."""
    result = run(sites((rectangle(E + 45, N + 45, 10, 10), HOUSE)), BLOCKS=grid(), SNAP="blocks")
    assert zones(result)["H", "protection"] == pytest.approx(10**2 + 4 * 10 * 10 + ROUND * 10**2, abs=0.01)


def test_streets_between_blocks_stay_as_far_as_the_width_goes() -> None:
    """Streets of 12 m: the block and 10 m of street on each side of it, none of the neighbours."""
    house = (rectangle(E + 6, N + 6, 100, 100), HOUSE)
    result = run(sites(house), BLOCKS=grid(gap=12), SNAP="blocks")
    assert zones(result)["H", "protection"] == pytest.approx(100**2 + 4 * 100 * 10 + ROUND * 10**2, abs=0.01)
    # 30 m: the streets of 12 m, not the blocks beyond; where no blocks are all of it
    within = shapely.union_all(list(shapes(result).values()))
    neighbours = shapely.union_all([shapely.box(-106, 6, -6, 106), shapely.box(6, -106, 106, -6),
                                    shapely.box(-106, -106, -6, -6)])
    free = shapely.difference(shapely.box(6, 6, 106, 106).buffer(30, quad_segs=18), neighbours)
    assert shapely.area(shapely.symmetric_difference(within, free)) == pytest.approx(0, abs=0.01)


def test_roads_draw_the_line_within_the_tolerance() -> None:
    """Centre lines every 50 m: a protection area 40 m from the house's walls goes on to the road 10 m off."""
    lines = [f"LINESTRING({E + x} {N - 200}, {E + x} {N + 200})" for x in range(-200, 201, 50)] + [
        f"LINESTRING({E - 200} {N + y}, {E + 200} {N + y})" for y in range(-200, 201, 50)]
    roads = layer_of([(line, {}) for line in lines], {}, geometry="LineString", crs="EPSG:4547", name="roads")
    house = (rectangle(E - 40, N - 40, 80, 80), {**HOUSE, "site_type": "building"})
    result = run(sites(house), ROADS=roads, SNAP="roads", TIERS="protection")
    # 10 m around 80 m is a square of 100 m but for its corners: the four faces around the middle
    assert vertices(shapes(result)["H", "protection"]) == {
        (x, y) for x in (-50, 0, 50) for y in (-50, 0, 50)} - {(0, 0)}
    tower = (rectangle(E - 20, N - 20, 40, 40), {**HOUSE, "site_type": "tower"})
    # 50 m around 40 m reaches 20 m beyond the road at 50 m: back to it with a tolerance of 20 m, not with one of 15 m
    assert zones(run(sites(tower), ROADS=roads, SNAP="roads", TIERS="protection"))["H", "protection"] == 10_000
    free = zones(run(sites(tower), ROADS=roads, SNAP="roads", TIERS="protection", SNAP_TOLERANCE=15))
    # at the corners the line reaches 5 m across the crossing: there it goes back
    corner = shapely.intersection(shapely.box(-20, -20, 20, 20).buffer(50, quad_segs=18), shapely.box(50, 50, 99, 99))
    assert free["H", "protection"] == pytest.approx(
        40**2 + 4 * 40 * 50 + ROUND * 50**2 - 4 * shapely.area(corner), abs=0.01)


def test_neighbours_overlap_and_share_what_they_share() -> None:
    """Two houses 30 m apart: their control zones of 30 m overlap over 30 m, and both keep that land."""
    result = run(sites((rectangle(E, N, 100, 100), {**HOUSE, "site_id": "A"}),
                       (rectangle(E + 130, N, 100, 100), {**HOUSE, "site_id": "B", "name": "旧宅"})))
    found = zones(result)
    alone = 100**2 + 4 * 100 * 30 + ROUND * 30**2
    assert found["A", "protection"] + found["A", "control_1"] == pytest.approx(alone, abs=0.01)
    shared = found["A", "protection"] + found["A", "control_1"] + found["B", "protection"] + found[
        "B", "control_1"] - found["", "historic"]
    assert [area for rule, area in rows_of(result["FINDINGS"], "rule_id", "area_m2") if rule == "zone.overlap"] == [
        pytest.approx(shared, abs=0.03)]
    assert "“某故居 (A)” and “旧宅” overlap" in told(result)["overlap"]
    # both have a vertex where their lines cross
    one, other = (shapes(result)[site, "control_1"] for site in "AB")
    crossing = shapely.get_coordinates(shapely.intersection(shapely.boundary(one), shapely.boundary(other)))
    assert len(crossing)
    assert set(map(tuple, crossing.tolist())) <= vertices(one) & vertices(other)


def test_purple_line_holds_districts_and_historic_buildings_and_their_coordinates() -> None:
    district = (rectangle(E, N, 200, 100), {"site_id": "D", "name": "双龙巷历史文化街区"})
    house = (rectangle(E + 400, N, 20, 20), {"site_id": "L", "name": "老宅", "site_type": "历史建筑"})
    result = run(sites(district, house, (rectangle(E + 800, N, 20, 20), {**HOUSE})), TIERS="core,district_control,"
                 "building,setting,purple")
    found = zones(result)
    assert set(found) == {("D", "core"), ("D", "district_control"), ("L", "building"), ("L", "setting"), ("", "purple")}
    assert found["D", "core"] == 20_000
    assert found["", "purple"] == pytest.approx(sum(area for key, area in found.items() if key[0]), abs=0.01)
    points = [row for row in rows_of(result["BOUNDARY_POINTS"], "tier") if row == ("purple",)]
    # two rounded rectangles: four corners of 19 points each
    assert len(points) == 2 * 4 * 19
    assert result["PURPLE_M2"] == found["", "purple"]


def test_points_are_numbered_from_the_north_west_clockwise() -> None:
    """A published square of 40 m with its band of 60 m: outer ring J1–J4, hole J5–J8 the other way round."""
    drawn = layer_of([(rectangle(E, N, 40, 40), {"site_id": "T1", "tier": "protection"}),
                      (rectangle(E - 10, N - 10, 60, 60), {"site_id": "T1", "tier": "control_1"})],
                     {"site_id": "text", "tier": "text"}, crs="EPSG:4547", name="drawn")
    result = run(sites(TOWER), DRAWN=drawn)
    rows = [row[1:] for row in rows_of(result["BOUNDARY_POINTS"], "tier", "point", "ring", "number", "x", "y",
                                       "length_m") if row[0] == "control_1"]
    assert rows == [
        ("J1", 1, 1, N + 50, E - 10, 60), ("J2", 1, 2, N + 50, E + 50, 60), ("J3", 1, 3, N - 10, E + 50, 60),
        ("J4", 1, 4, N - 10, E - 10, 60),
        ("J5", 2, 5, N + 40, E, 40), ("J6", 2, 6, N, E, 40), ("J7", 2, 7, N, E + 40, 40),
        ("J8", 2, 8, N + 40, E + 40, 40)]
    lon, lat = rows_of(result["BOUNDARY_POINTS"], "lon", "lat")[0]
    back = pyproj.Transformer.from_crs("EPSG:4547", "EPSG:4490", always_xy=True).transform(E, N + 40)
    assert (lon, lat) == pytest.approx(back, abs=2e-9)


@pytest.mark.parametrize("crs", ["EPSG:4547", "EPSG:4526", "EPSG:4490"])
def test_the_coordinate_file_is_read_back_as_it_was_written(crs: str, tmp_path: Path) -> None:
    square = shapely.box(115.2, 34.9, 115.2015, 34.9012)
    move = pyproj.Transformer.from_crs("EPSG:4490", crs, always_xy=True).transform
    shape = shapely.transform(square, lambda points: np.column_stack(move(*points.T)))
    register = sites((shape.wkt, {**HOUSE, "name": "某寺，一号@"}), crs=crs)
    result = run(register, OUTPUT_TXT=str(tmp_path / "lines.txt"), XLSX=str(tmp_path / "lines.xlsx"))
    back = processing.run("kf:importparcels", {"INPUT": str(tmp_path / "lines.txt"), "OUTPUT": "memory:"})["OUTPUT"]
    assert rows_of(back, "parcel_no") == [("H-protection",), ("H-control_1",), ("historic",)]
    points = rows_of(result["BOUNDARY_POINTS"], "site_id", "tier", "x", "y")
    prefixed = 0 if result["BOUNDARY_POINTS"].crs().authid() == "EPSG:4526" else 38_000_000
    for (site, tier), feature in zip((("H", "protection"), ("H", "control_1"), ("", "historic")), back.getFeatures()):
        read = {(round(y, 3), round(x, 3)) for x, y in shapely.get_coordinates(
            shapely.from_wkb(bytes(feature.geometry().asWkb()))).tolist()}
        assert read == {(round(x, 3), round(y + prefixed, 3)) for *key, x, y in points if tuple(key) == (site, tier)}
        assert feature.geometry().isGeosValid()
    book = openpyxl.load_workbook(tmp_path / "lines.xlsx")
    cells = [row for row in book.active.iter_rows(values_only=True) if row[4] and str(row[4]).startswith("J")]
    assert len(cells) == len(points) == result["POINTS"]
    assert cells[0][5:7] == (points[0][2], points[0][3])


@pytest.mark.parametrize("crs", ["EPSG:4547", "EPSG:4526", "EPSG:4490", "EPSG:3857", "EPSG:32650"])
def test_widths_are_metres_on_the_ground(crs: str) -> None:
    """In the east of the zone, where Web Mercator is 22 % larger than the ground: a point with 60 m around it."""
    source = "EPSG:4326" if crs in {"EPSG:3857", "EPSG:32650"} else "EPSG:4490"
    x, y = pyproj.Transformer.from_crs(source, crs, always_xy=True).transform(115.2, 34.9)
    result = run(sites((f"POINT({x!r} {y!r})", {"site_id": "T", "name": "塔"}), geometry="Point", crs=crs))
    assert zones(result)["T", "protection"] == pytest.approx(ROUND * 60**2, rel=1e-4)


def test_canal_is_off_by_default_and_a_corridor_when_asked_for() -> None:
    line = layer_of([(f"LINESTRING({E} {N - 9000}, {E + 5000} {N - 9000})", {})], {}, geometry="LineString",
                    crs="EPSG:4547", name="汴河")
    off = run(sites(TOWER), CANAL=line)
    assert "canal_off" in told(off)
    assert not [tier for _, tier in zones(off) if tier.startswith("canal")]
    found = zones(run(sites(TOWER), CANAL=line, CANAL_ZONES=True))
    assert found["canal", "canal_waterfront"] == pytest.approx(5000 * 2000, rel=1e-5)
    assert found["canal", "canal_monitoring"] == pytest.approx(5000 * 2000, rel=1e-5)
    # the corridors are no heritage themselves
    assert found["", "historic"] == zones(off)["", "historic"]


def test_own_widths_replace_ours_and_a_published_one_is_not_provisional(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"rows": [
        {"id": "zone.tower_protection", "thresholds": {"width_m": 30}, "status": "statute", "document": "豫文物〔1〕号",
         "document_en": "Notice 1"}]}), encoding="utf-8")
    result = run(sites(TOWER), RULES=str(own), TIERS="protection")
    assert zones(result)["T1", "protection"] == pytest.approx(100**2 + 4 * 100 * 30 + ROUND * 30**2, abs=0.01)
    assert rows_of(result["ZONES"], "provisional", "width_m") == [(0, 30)]


def test_areas_by_unit_are_in_the_report(tmp_path: Path) -> None:
    units = layer_of([(rectangle(E - 500, N - 500, 550, 1100), {"XZQDM": "410202", "XZQMC": "龙亭区"}),
                      (rectangle(E + 50, N - 500, 550, 1100), {"XZQDM": "410203", "XZQMC": "顺河回族区"})],
                     {"XZQDM": "text", "XZQMC": "text"}, crs="EPSG:4547", name="units")
    run(sites(TOWER), UNITS=units, REPORT=str(tmp_path / "r.html"), RUN_RECORD=str(tmp_path / "r.json"))
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    half = (100**2 + 4 * 100 * 50 + ROUND * 50**2) / 2
    for words in (f"{half:.2f}", "龙亭区", "顺河回族区", "PROVISIONAL", "zone.tower_protection",
                  "National protected site"):
        assert words in text, words
    tables = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]["tables"]
    assert [table["title"] for table in tables] == ["Lines by tier and level", "Lines by unit and tier",
                                                    "Lines, their width and source", "Boundary points"]
    assert [row["level"] for row in tables[0]["rows"]] == ["National protected site"] * 2 + ["—"]  # the last one united


def test_the_same_run_gives_the_same_rows() -> None:
    given = [TOWER, (rectangle(E + 130, N + 20, 60, 60), {**HOUSE, "site_id": "H2"})]
    one, other = (rows_of(run(sites(*given), BLOCKS=grid(), SNAP="blocks")["BOUNDARY_POINTS"]) for _ in range(2))
    assert one == other


@pytest.mark.usefixtures("chinese_texts")
def test_the_report_is_whole_and_in_chinese(tmp_path: Path) -> None:
    wall = (rectangle(E, N + 900, 100, 20), {"site_id": "W", "name": "开封城墙"})
    run(sites(TOWER, wall), REPORT=str(tmp_path / "report.html"))
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    for words in ("历史文化保护线", "暂定", "铁塔", "一类建设控制地带", "第4条", "界址点", "37844.0", "国家级",
                  "已批准的界线"):
        assert words in text, words
