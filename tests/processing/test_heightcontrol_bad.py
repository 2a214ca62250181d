"""What kf:heightcontrol makes of bad input: refused, or told and left out, never read as something else."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qgis.core import QgsProcessingException

from tests.builders import layer_of, rows_of
from tests.processing.heights import (
    BUILDING_FIELDS,
    buildings,
    heights,
    limits,
    run,
    slope,
    surface,
    told,
    views,
)
from tests.processing.places import X, Y, box
from tests.rasters import write_raster

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")


def given(**changed: QgsVectorLayer | None) -> dict[str, Any]:
    """Return a layer for every input."""
    layers = {
        "BUILDINGS": buildings((box(400, -5, 10, 10), {"id": "A", "height": 48.0})),
        "LIMITS": limits((box(390, -50, 100, 100), {"name": "z", "cap_m": 47.0})),
        "ZONES": layer_of([(box(380, -50, 100, 100), {"site_name": "S", "tier": "core"})],
                          {"site_name": "text", "tier": "text"}, name="zones"),
        "VIEW_CORRIDORS": views({"eye_m": 40.0, "target_m": 55.0, "end_width_m": 60}),
        "PARCELS": layer_of([(box(395, -10, 30, 20), {"parcel_no": "P"})], {"parcel_no": "text"}, name="parcels"),
    }
    return {**layers, **changed}


def emptied(layer: QgsVectorLayer) -> QgsVectorLayer:
    layer.dataProvider().truncate()
    layer.updateExtents()
    return layer


LAYERS = ["BUILDINGS", "LIMITS", "ZONES", "VIEW_CORRIDORS", "PARCELS"]


@pytest.mark.parametrize("name", LAYERS)
def test_an_empty_layer_is_told_and_the_rest_is_tested(name: str) -> None:
    results = run(**given(**{name: emptied(given()[name])}))
    rules = {row[0] for row in rows_of(results["FINDINGS"], "rule_id")}
    assert "input.empty_layer" in rules
    assert results["BUILDINGS_COUNT"] == (name != "BUILDINGS")
    # 46 m by the plane, 47 m by the zone, without which the tier's two storeys of 3 m hold
    assert results["LARGEST_EXCEED_M"] == {"BUILDINGS": None, "VIEW_CORRIDORS": 1.0, "LIMITS": 42.0}.get(
        name, pytest.approx(2.0, abs=0.011))


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize(("crs", "word"), [("", "no coordinate reference system"), ("EPSG:2362", "Xian 1980")])
def test_a_layer_without_a_usable_system_is_refused(name: str, crs: str, word: str) -> None:
    layer = given()[name]
    layer.setCrs(type(layer.crs())(crs) if crs else type(layer.crs())())
    with pytest.raises(QgsProcessingException, match=word):
        run(**given(**{name: layer}))


def test_a_bow_tie_is_repaired_and_tested() -> None:
    tie = f"POLYGON(({X + 400} {Y - 5}, {X + 410} {Y + 5}, {X + 410} {Y - 5}, {X + 400} {Y + 5}, {X + 400} {Y - 5}))"
    results = run(**given(BUILDINGS=buildings((tie, {"id": "A", "height": 48.0}), (None, {"id": "B", "height": 9.0}))))
    assert heights(results, "building_id", "verdict") == [("A", "exceeds"), ("B", "free")]


def test_caps_that_are_none_are_told() -> None:
    bad = limits(*((box(390, -50, 100, 100), {"name": str(cap), "cap_m": cap}) for cap in (None, -9.0, 0.0, 1e9, 47.0)))
    results = run(BUILDINGS=given()["BUILDINGS"], LIMITS=bad)
    assert heights(results, "cap_m", "cap_name") == [(47.0, "47.0")]
    [message] = [row[0] for row in rows_of(results["FINDINGS"], "message", "rule_id")
                 if row[1] == "heritage.height_cap_missing"]
    assert "Zones of layer “limits” without a usable cap (metres or storeys above 0): 4" in message


def test_buildings_and_parcels_over_unknown_ground_keep_their_caps(tmp_path: Path) -> None:
    """Two cells of terrain, 500 to 520 m from the eye, hold nothing: no plane there, and the cap of 47 m decides."""
    row = np.full(110, 70.0)
    row[55:57] = np.nan
    dem = write_raster(tmp_path / "dem.tif", np.tile(row, (40, 1)),
                       geotransform=(X - 50.0, 10.0, 0, Y + 200.0, 0, -10.0))
    layers = given(BUILDINGS=buildings((box(502, -5, 10, 10), {"id": "A", "height": 48.0})),
                   LIMITS=limits((box(490, -50, 100, 100), {"name": "z", "cap_m": 47.0})),
                   PARCELS=layer_of([(box(500, -10, 20, 20), {"parcel_no": "P"})], {"parcel_no": "text"}, name="p"))
    results = run(**layers, DEM=dem)
    assert heights(results, "exceed_m", "ground_m", "plane_m") == [(1.0, None, None)]
    assert rows_of(results["PARCEL_HEIGHTS"], "lowest_m", "limit_name") == [(47.0, "z")]
    assert told(results) == ["cap", "no_ground"]
    assert sum(row[0] == "heritage.height_no_ground" for row in rows_of(results["FINDINGS"], "rule_id")) == 2


def test_what_no_plane_could_be_held_against_is_not_called_free(tmp_path: Path) -> None:
    """In the corridor, under no cap or within it, but over cells of terrain that hold nothing: nobody knows."""
    row = np.full(110, 70.0)
    row[55:57] = np.nan
    dem = write_raster(tmp_path / "dem.tif", np.tile(row, (40, 1)),
                       geotransform=(X - 50.0, 10.0, 0, Y + 200.0, 0, -10.0))
    layers = given(BUILDINGS=buildings((box(502, -5, 10, 10), {"id": "capped", "height": 30.0}),
                                       (box(502, 8, 10, 3), {"id": "bare", "height": 30.0}),
                                       (box(502, 150, 10, 10), {"id": "aside", "height": 30.0})),
                   LIMITS=limits((box(490, -6, 100, 12), {"name": "z", "cap_m": 47.0})),
                   PARCELS=layer_of([(box(500, 8, 19, 5), {"parcel_no": "P"})], {"parcel_no": "text"}, name="p"))
    record = tmp_path / "r.json"
    results = run(**layers, DEM=dem, RUN_RECORD=record)
    assert heights(results, "building_id", "verdict") == [("capped", "unknown"), ("bare", "unknown"), ("aside", "free")]
    assert results["UNKNOWN_COUNT"] == 2
    assert rows_of(results["PARCEL_HEIGHTS"], "lowest_m", "mean_m", "limited_share") == [(None, None, None)]
    [table] = [each for each in json.loads(record.read_text(encoding="utf-8"))["document"]["tables"]
               if "parcels" in each["title"]]
    assert table["rows"][0]["lowest"] == "not known"


def test_what_is_no_height_is_told_and_not_read_as_one() -> None:
    fields = {**BUILDING_FIELDS, "height": "text"}
    given = buildings(*((box(20.0 * place, 0, 10, 10), {"id": str(place), "height": value})
                        for place, value in enumerate([None, "-3", "1e9", "12 m", "0", "７．５"])), fields=fields)
    results = run(BUILDINGS=given, LIMITS=limits((box(0, 0, 500, 100), {"name": "z", "cap_m": 6.0})))
    assert [row[0] for row in heights(results, "verdict")] == ["unknown"] * 5 + ["exceeds"]
    messages = dict(rows_of(results["FINDINGS"], "rule_id", "message"))
    assert "rows: 4;" in messages["heritage.height_no_number"]
    assert "could not be tested: 5 (" in messages["heritage.height_unknown"]


def test_corridors_that_cannot_be_tested_are_told(tmp_path: Path) -> None:
    given = buildings((box(400, -9, 9, 8), {"id": "A", "height": 45.0}))
    nowhere = views({"eye_m": 40.0, "target_m": 55.0}, line=f"LINESTRING({X} {Y}, {X + 0.5} {Y})")
    assert told(run(BUILDINGS=given, VIEW_CORRIDORS=nowhere)) == ["line"]
    same = views({"eye_m": 40.0, "target_m": 55.0}, line=f"LINESTRING({X} {Y}, {X} {Y})")
    assert "line" in told(run(BUILDINGS=given, VIEW_CORRIDORS=same))
    off = run(BUILDINGS=given, VIEW_CORRIDORS=views({"eye_m": 40.0, "target_m": 55.0}), DEM=slope(tmp_path, columns=60))
    assert told(off) == ["off_terrain"]
    wrong = views({"eye_m": 40.0}, {"eye_m": 40.0, "target_m": 55.0, "lowest_m": 60.0},
                  {"eye_m": 40.0, "target_m": 1e9}, {"eye_m": 40.0, "target_m": -5.0})
    results = run(BUILDINGS=given, VIEW_CORRIDORS=wrong)
    assert told(results) == ["target"]
    assert results["CORRIDORS_COUNT"] == 0


@pytest.mark.parametrize(("change", "word"), [
    ({"HEIGHT_FIELD": "none"}, "has no field “none”"), ({"LIMITS": None}, "nothing to test heights against"),
    ({"DSM": True}, "needs “Terrain"), ({"DSM": True, "DSM_BAND": 4, "DEM": True}, "has no band 4")])
def test_what_cannot_be_is_refused(change: dict[str, Any], word: str, tmp_path: Path) -> None:
    given: dict[str, Any] = {"LIMITS": limits((box(0, 0, 9, 9), {"name": "z", "cap_m": 9.0})), **change}
    for name, path in (("DSM", surface), ("DEM", slope)):
        if given.get(name) is True:
            given[name] = path(tmp_path)
    with pytest.raises(QgsProcessingException, match=word):
        run(BUILDINGS=buildings((box(0, 0, 5, 5), {"id": "A", "height": 3.0})), **given)


def test_buildings_of_which_nothing_tells_the_height_are_refused() -> None:
    bare = buildings((box(0, 0, 5, 5), {"id": "A"}), fields={"id": "text"})
    with pytest.raises(QgsProcessingException, match="Nothing tells how high"):
        run(BUILDINGS=bare, LIMITS=limits((box(0, 0, 9, 9), {"name": "z", "cap_m": 9.0})))
    with pytest.raises(QgsProcessingException, match="need “Terrain"):
        run(BUILDINGS=buildings((box(0, 0, 5, 5), {"id": "A", "height": 3.0})), LEVELS="absolute",
            VIEW_CORRIDORS=views({"eye_m": 40.0, "target_m": 55.0}))


def stand(folder: Path, dsm: float, dem: float, crs: str = "EPSG:4526", west: float = X) -> dict[str, Any]:
    """Return two buildings under a cap of 9 m, and level rasters over the first one in cells of 2 and 10 m."""
    return {"BUILDINGS": buildings((box(20, 50, 10, 10), {"id": "A"}), (box(900, 50, 10, 10), {"id": "far"})),
            "LIMITS": limits((box(0, 0, 1500, 100), {"name": "z", "cap_m": 9.0})),
            "DSM": write_raster(folder / "表面 dsm.tif", np.full((100, 100), dsm), crs=crs,
                                geotransform=(west, 2.0, 0, Y + 200.0, 0, -2.0)),
            "DEM": write_raster(folder / "地面 dem.tif", np.full((40, 40), dem),
                                geotransform=(X - 50.0, 10.0, 0, Y + 250.0, 0, -10.0))}


@pytest.mark.parametrize(("dsm", "dem", "span"), [
    (70.0, 82.0, "-12.00 to -12.00"), (82.0, 82.0, "0.00 to 0.00"), (900.0, 82.0, "818.00 to 818.00")])
def test_a_surface_that_gives_no_height_over_the_terrain_is_told(
        dsm: float, dem: float, span: str, tmp_path: Path) -> None:
    results = run(**stand(tmp_path, dsm, dem))
    assert heights(results, "building_id", "building_height_m", "verdict") == [("A", None, "unknown"),
                                                                              ("far", None, "unknown")]
    [message] = [row[0] for row in rows_of(results["FINDINGS"], "message", "rule_id")
                 if row[1] == "heritage.height_surface"]
    assert "Surface “表面 dsm” less terrain “地面 dem”" in message
    assert f"({span} m)" in message


@pytest.mark.parametrize(("crs", "west"), [("EPSG:4526", X), ("EPSG:4547", X - 38_000_000.0)])
def test_a_surface_of_another_system_and_extent_than_the_terrain_is_read_where_both_are(
        crs: str, west: float, tmp_path: Path) -> None:
    # 82 m less 70 m are 12 m; beyond the surface nothing is known
    results = run(**stand(tmp_path, 82.0, 70.0, crs, west))
    assert heights(results, "building_id", "building_height_m", "verdict") == [("A", 12.0, "exceeds"),
                                                                              ("far", None, "unknown")]
    assert told(results) == ["cap", "unknown"]


def test_a_surface_without_a_value_is_no_height(tmp_path: Path) -> None:
    results = run(**stand(tmp_path, np.nan, 70.0))
    assert [row[0] for row in heights(results, "verdict")] == ["unknown", "unknown"]
    assert told(results) == ["unknown"]


@pytest.mark.parametrize(("crs", "word"), [("", "no coordinate reference system"), ("EPSG:2362", "Xian 1980")])
def test_rasters_without_a_usable_system_are_refused_by_name(crs: str, word: str, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=f"(?s)“表面 dsm”.*{word}|{word}.*“表面 dsm”"):
        run(**stand(tmp_path, 82.0, 70.0, crs))
