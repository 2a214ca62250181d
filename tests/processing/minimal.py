"""The least that each algorithm needs, as files: what processing.run, a model and qgis_process can all be given."""
from __future__ import annotations

import json
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Callable

import numpy as np
from qgis.PyQt.QtCore import QDate

from tests.builders import Row, land_layer, layer_of, project_layer, rectangle, save
from tests.cartography.test_document import report
from tests.parcel_files import write_file
from tests.processing.minimal_events import ledger_inputs, register_inputs
from tests.rasters import write_raster
from tests.survey.packages import findings, land, pack

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

X, Y = 38_527_000, 3_852_000  # near Kaifeng, EPSG:4526

Rows = list[Row]
Change = Callable[[Rows], Rows]


def same(rows: Rows) -> Rows:
    """Return the rows as they are."""
    return rows


def no_rows(rows: Rows) -> Rows:
    """Return none of them."""
    return []


def no_values(rows: Rows) -> Rows:
    """Return their shapes, every attribute NULL."""
    return [(shape, {}) for shape, _ in rows]


def no_shapes(rows: Rows) -> Rows:
    """Return their attributes, every geometry NULL."""
    return [(None, values) for _, values in rows]


def _land(change: Change, crs: str) -> QgsVectorLayer:
    return land_layer(change([
        (rectangle(X + 100.0 * n, Y, 100, 100), {"BSM": f"B{n}", "DLBM": code, "ZLDWDM": "4102221002010000000",
                                                 "GDDB": 6 + n, "KCXS": 0.05})
        for n, code in enumerate(["0101", "0102", "0201"])]), crs=crs, name="land")


def _layers(change: Change, crs: str) -> QgsVectorLayer:
    layer = _land(change, crs)
    layer.setName("layers")
    return layer


def _tasks(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X + 10, Y + 10, 20, 20), {"finding_id": "a", "message": "m"})]),
                    {"finding_id": "text", "message": "text"}, crs=crs, name="tasks")


def _zoning_units(change: Change, crs: str) -> QgsVectorLayer:
    layer = _land(change, crs)
    layer.setName("zoning_units")
    return layer


def _scenario(name: str, change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X + 100.0 * n, Y, 100, 100), {"zone": zone})
                            for n, zone in enumerate(["S", "N"] if name == "zones_a" else ["SD", "N"])]),
                    {"zone": "text"}, crs=crs, name=name)


def _land_before(change: Change, crs: str) -> QgsVectorLayer:
    return land_layer(change([
        (rectangle(X + 100.0 * n, Y, 100, 100), {"BSM": f"A{n}", "DLBM": code, "ZLDWDM": "4102221002010000000",
                                                 "KCXS": 0.05})
        for n, code in enumerate(["0101", "0201", "0102"])]), crs=crs, name="land_before")


def _land_after(change: Change, crs: str) -> QgsVectorLayer:
    layer = _land(change, crs)
    layer.setName("land_after")
    return layer


def _projects(change: Change, crs: str) -> QgsVectorLayer:
    return project_layer(change([(rectangle(X + 33.3, Y + 10, 200, 66.6), {"project_id": "P1"})]), crs=crs,
                         name="projects")


def _permanent(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X + 20.0, Y + 10, 200, 66.6), {"YJJBNTTBBH": "Y1"})]), {"YJJBNTTBBH": "text"},
                    crs=crs, name="permanent_farmland")


def _parcels(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X + 20.0, Y + 10, 50, 40), {"name": "road"})]), {"name": "text"}, crs=crs,
                    name="input")


def _redline(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X + 200.0, Y, 60, 100), {"BSM": "E1", "XJXZQDM": "410222"})]),
                    {"BSM": "text", "XJXZQDM": "text"}, crs=crs, name="ecological_redline")


def _urban(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X - 30.0, Y, 80, 100), {"BSM": "U1", "XZQDM": "410222"})]),
                    {"BSM": "text", "XZQDM": "text"}, crs=crs, name="urban_boundary")


def _lost(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X + 20.0, Y + 10, 50, 40), {"name": "road"})]), {"name": "text"}, crs=crs,
                    name="lost")


def _dikes(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(f"LINESTRING({X} {Y}, {X + 400} {Y + 30})", {"name": "D1", "REACH": "qinhe",
                                                                          "SIDE": "left"})]),
                    {"name": "text", "REACH": "text", "SIDE": "text"}, geometry="LineString", crs=crs, name="dikes")


def _sites(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X + 40.0 * n, Y, 20, 20), {"site_id": f"W{n}", "name": name})
                            for n, name in enumerate(("铁塔", "某故居"))]), {"site_id": "text", "name": "text"},
                    crs=crs, name="sites")


def _reserve_land(change: Change, crs: str) -> QgsVectorLayer:
    """Bare land and an orchard marked as restorable beside graded farmland, a ditch and a road."""
    codes = [("1206", None), ("0102", None), ("1107", None), ("0201", "JKHF"), ("1006", None)]
    return land_layer(change([
        (rectangle(X + 100.0 * n, Y, 100, 100), {"BSM": f"B{n}", "DLBM": code, "ZLDWDM": "4102221002010000000",
                                                 "GDDB": 6, "ZZSXDM": mark})
        for n, (code, mark) in enumerate(codes)]), crs=crs, name="land", ZZSXDM="text")


def _targets(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X + 100.0 * n, Y, 50, 40), {"name": f"V{n}", "people": 10 * n})
                            for n in range(3)]), {"name": "text", "people": "integer"}, crs=crs, name="targets")


def _lists(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(f"POINT({X + 30 * n} {Y})", {"site_id": f"S{n}", "name": name, "level": "national"})
                            for n, name in enumerate(["Tower", "Gate", "Gate"])]),
                    {"site_id": "text", "name": "text", "level": "text"}, geometry="Point", crs=crs, name="lists")


def _flood(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X + 20.0, Y + 10, 200, 40), {"stage": "8000"})]), {"stage": "text"}, crs=crs,
                    name="flood")


def _levels(change: Change, crs: str) -> QgsVectorLayer:
    """Bank-full water of 80 m and a flood of 82 m, the same along the channel."""
    return layer_of(change([(f"POINT({X + x} {Y + 10})", {"stage": flow, "level_m": level})
                            for x in (0, 30) for flow, level in ((7200, 80.0), (12370, 82.0))]),
                    {"stage": "integer", "level_m": "real"}, geometry="Point", crs=crs, name="levels")


def _channel(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(f"LINESTRING({X} {Y + 15}, {X + 30} {Y + 15})", {"name": "thread"})]), {"name": "text"},
                    geometry="LineString", crs=crs, name="channel")


def terrain_raster(path: Path, crs: str = "EPSG:4526", change: Change = same) -> Path:
    """Write the terrain of two by three cells, the northern row a channel; without values where layers lack them."""
    terrain = np.array([[79.0, 79.0, 79.0], [81.0, 83.0, np.nan]])
    return write_raster(path, terrain if change is same else np.full_like(terrain, np.nan), crs=crs)


def depth_raster(path: Path, crs: str = "EPSG:4526", change: Change = same) -> Path:
    """Write depths of three by two cells, every second one dry, as a raster named like its parameter.

    Of what a layer may lack a raster can lack values: each change that leaves no shapes or values leaves none.
    """
    depth = np.array([[0.0, 0.4, 1.5], [0.0, 2.5, np.nan]], dtype=np.float32)
    return write_raster(path, depth if change is same else np.full_like(depth, np.nan), crs=crs)


def _register(change: Change, crs: str) -> QgsVectorLayer:
    """Two sites, of which one has lines; each at its place."""
    return layer_of(change([(f"POINT({X + 50 + 500 * n} {Y + 50})", {"site_id": f"A{n}", "name": f"site {n}"})
                            for n in (0, 1)]), {"site_id": "text", "name": "text"}, geometry="Point", crs=crs,
                    name="register")


def _heritage_lines(change: Change, crs: str) -> QgsVectorLayer:
    """A protection area that sticks out of its control zone."""
    return layer_of(change([(rectangle(X + 10.0, Y, 100, 100), {"site_id": "A0", "tier": "protection"}),
                            (rectangle(X, Y - 10.0, 100, 200), {"site_id": "A0", "tier": "control_1"})]),
                    {"site_id": "text", "tier": "text"}, crs=crs, name="zones")


def _zones(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X - 5.0, Y, 150, 100), {"zone": "S", "t_yr": 2.0})]),
                    {"zone": "text", "t_yr": "real"}, crs=crs, name="zones")


def _buildings(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X + 30.0 * n, Y, 10, 10), {"building_id": f"H{n}", "height": 6.0 + 3 * n,
                                                                  "storeys": 2 + n}) for n in range(3)]),
                    {"building_id": "text", "height": "real", "storeys": "real"}, crs=crs, name="buildings")


def _limits(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X - 5.0, Y - 5, 100, 40), {"name": "L", "cap_m": 9.0})]),
                    {"name": "text", "cap_m": "real"}, crs=crs, name="limits")


def _site_zones(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X + 20.0, Y, 90, 100), {"site_id": "S1", "tier": "protection"}),
                            (rectangle(X + 10.0, Y, 150, 100), {"site_id": "S1", "tier": "control_1"})]),
                    {"site_id": "text", "tier": "text"}, crs=crs, name="zones")


def _stock_status(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(None, {"parcel_id": f"G{n}", "unit_code": "410222", "class": kind, "area_m2": 10_000.0})
                            for n, kind in enumerate(["expropriated_not_supplied", "idle"])]),
                    {"parcel_id": "text", "unit_code": "text", "class": "text", "area_m2": "real"}, geometry="None",
                    crs="", name="status")


def _stock_day(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(None, {"parcel_id": "G1", "unit_code": "410222", "class": "expropriated_not_supplied",
                                    "area_m2": 10_000.0, "since": "2024-05-20", "age_days": 200})]),
                    {"parcel_id": "text", "unit_code": "text", "class": "text", "area_m2": "real", "since": "date",
                     "age_days": "integer"}, geometry="None", crs="", name="status")


def _disposals(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(None, {"parcel_id": "G0", "date": "2025-05-20", "class": "expropriated_not_supplied",
                                  "area_m2": 2_000.0})]),
                    {"parcel_id": "text", "date": "text", "class": "text", "area_m2": "real"}, geometry="None",
                    crs="", name="disposals")


def _supplies(change: Change, crs: str) -> QgsVectorLayer:
    """A parcel that was never started, and one of which nobody knows when it should have been."""
    return layer_of(change([(rectangle(X + 100.0 * n, Y, 100, 100), {
        "parcel_id": f"G{n}", "YDDGRQ": day, "CRJK": 3000.0, "ZFYY": "0"})
        for n, day in enumerate(["2020-03-01", None])]),
        {"parcel_id": "text", "YDDGRQ": "text", "CRJK": "real", "ZFYY": "text"}, crs=crs, name="supplies")


def _old_plots(change: Change, crs: str) -> QgsVectorLayer:
    return layer_of(change([(rectangle(X + 210.0, Y, 80, 80), {"plot_id": "C1", "project_area": "A",
                                                               "YSRQ": "2023-05-01"})]),
                    {"plot_id": "text", "project_area": "text", "YSRQ": "text"}, crs=crs, name="old_plots")


def _new_plots(change: Change, crs: str) -> QgsVectorLayer:
    """A plot on paddy, larger than the old one."""
    return layer_of(change([(rectangle(X, Y, 90, 90), {"plot_id": "J1", "project_area": "A", "PZRQ": "2022-03-01"})]),
                    {"plot_id": "text", "project_area": "text", "PZRQ": "text"}, crs=crs, name="new_plots")


def _stock_approvals(change: Change, crs: str) -> QgsVectorLayer:
    """A plot that was supplied and not used, and one of which nobody knows when it was approved."""
    return layer_of(change([(rectangle(X + 100.0 * n, Y, 100, 100), {
        "parcel_id": f"A{n}", "PZRQ": day, "PZMJ": 10_000.0, "ZSWCRQ": "2021-01-01", "ZSMJ": 8_000.0,
        "GDRQ": "2022-01-01", "GDMJ": 5_000.0, "SJDGRQ": None}) for n, day in enumerate(["2020-03-01", None])]),
        {"parcel_id": "text", "PZRQ": "text", "PZMJ": "real", "ZSWCRQ": "text", "ZSMJ": "real", "GDRQ": "text",
         "GDMJ": "real", "SJDGRQ": "text"}, crs=crs, name="approvals")


def _state_land(change: Change, crs: str) -> QgsVectorLayer:
    """Vacant land and a factory of the state beside a village of its own."""
    return land_layer(change([
        (rectangle(X + 100.0 * n, Y, 100, 100), {"BSM": f"B{n}", "DLBM": code, "QSXZ": owner,
                                                 "ZLDWDM": "4102221002010000000", "DLMC": name})
        for n, (code, name, owner) in enumerate([("1201", "空闲地", "20"), ("0601", "工业用地", "20"),
                                                 ("0702", "农村宅基地", "30")])]), crs=crs, name="land", QSXZ="text")


def _rated(change: Change, crs: str) -> QgsVectorLayer:
    """Two enterprises on a hectare each, one of which names no tax."""
    return layer_of(change([(rectangle(X + 100.0 * n, Y, 100, 100), {
        "parcel_id": f"E{n}", "SS": tax, "ZJZ": 400.0, "GDTZ": 1000.0, "JZMJ": 8000.0})
        for n, tax in enumerate([100.0, None])]),
        {"parcel_id": "text", "SS": "real", "ZJZ": "real", "GDTZ": "real", "JZMJ": "real"}, crs=crs, name="parcels")


def _assessed(change: Change, crs: str) -> QgsVectorLayer:
    """Two factories on a hectare each, one of which is old, and nobody knows of the other."""
    return layer_of(change([(rectangle(X + 100.0 * n, Y, 100, 100), {"parcel_id": f"E{n}", "JCND": year})
                            for n, year in enumerate(["1990", None])]),
                    {"parcel_id": "text", "JCND": "text"}, crs=crs, name="parcels")


DEMAND_FIELDS = {"project_id": "text", "unit_code": "text", "demand_date": "date", "farmland_m2": "real",
                 "paddy_m2": "real", "capacity_kg": "real", "mean_grade": "real"}
RESERVE_FIELDS = {"entry_id": "text", "unit_code": "text", "available_date": "date", "quantity_m2": "real",
                  "paddy_m2": "real", "capacity_kg": "real", "mean_grade": "real"}


def _demand(change: Change, crs: str) -> QgsVectorLayer:
    rows = change([(None, {"project_id": f"P{n}", "unit_code": "410225", "demand_date": QDate(2024, 6, n),
                           "farmland_m2": 100.0 * n, "paddy_m2": 10.0, "capacity_kg": 150.0}) for n in (1, 2)])
    return layer_of(rows, DEMAND_FIELDS, geometry="None", crs="", name="demand")


def _reserve(change: Change, crs: str) -> QgsVectorLayer:
    rows = change([(None, {"entry_id": "A", "unit_code": "410225", "available_date": QDate(2023, 1, 10),
                           "quantity_m2": 250.0, "paddy_m2": 15.0, "capacity_kg": 900.0})])
    return layer_of(rows, RESERVE_FIELDS, geometry="None", crs="", name="reserve")


RASTERS = {"floodhazard": {"DEPTH": depth_raster}, "flooddepth": {"DEM": terrain_raster}}
"""The rasters without which an algorithm does not run."""
LAYERS = {"farmlandoccupation": {"LAND": _land, "PROJECTS": _projects},
          "farmlandchange": {"LAND_BEFORE": _land_before, "LAND_AFTER": _land_after},
          "farmlandbalance": {"DEMAND": _demand, "RESERVE": _reserve},
          "stablefarmland": {"LAND": _land},
          "permanentfarmlandcheck": {"LAND": _land, "PERMANENT_FARMLAND": _permanent},
          "farmlandtargets": {"LAND": _land},
          "permanentfarmlandreplace": {"LAND": _land, "PERMANENT_FARMLAND": _permanent, "LOST": _lost},
          "reservepotential": {"LAND": _reserve_land},
          "controllineconflicts": {"PERMANENT_FARMLAND": _permanent, "ECOLOGICAL_REDLINE": _redline,
                                   "URBAN_BOUNDARY": _urban},
          "controllinemap": {"LAND": _land},
          "dikezones": {"DIKES": _dikes}, "heritagezones": {"SITES": _sites},
          "landclasstable": {"LAND": _land, "PROJECTS": _projects},
          "compliancereview": {"LAND": _land, "PROJECTS": _projects},
          "floodplaincompliance": {"LAND": _land, "ZONES": _zones},
          "heritageimpact": {"PROJECTS": _projects, "ZONES": _site_zones},
          "exportparcels": {"INPUT": _parcels},
          "heritagecheck": {"REGISTER": _register, "ZONES": _heritage_lines},
          "floodhazard": {}, "floodplainzoning": {"ZONING_UNITS": _zoning_units},
          "heightcontrol": {"BUILDINGS": _buildings, "LIMITS": _limits},
          "floodexposure": {"TARGETS": _targets, "FLOOD": _flood},
          "heritageregister": {"LISTS": _lists},
          "idleland": {"SUPPLIES": _supplies},
          "checkland": {"LAND": _land},
          "landefficiency": {"PARCELS": _rated},
          "lowefficiencyland": {"PARCELS": _assessed},
          "landreserveplan": {"LAND": _state_land},
          "landswapbalance": {"OLD_PLOTS": _old_plots, "NEW_PLOTS": _new_plots, "LAND": _land},
          "disposalrate": {"STATUS": _stock_status, "DISPOSALS": _disposals},
          "stocklandstatus": {"APPROVALS": _stock_approvals},
          "surveypackage": {"TASKS": _tasks, "LAYERS": _layers}, "surveymerge": {},
          "flooddepth": {"LEVELS": _levels, "CHANNEL": _channel},
          "floodplaincompare": {"ZONES_A": partial(_scenario, "zones_a"), "ZONES_B": partial(_scenario, "zones_b")},
          "importparcels": {}, "report": {}, "demodata": {}, "ledgerimport": {}, "writeoffslip": {}, "ledgercreate": {},
          "ledgercommit": {"DEMAND": _demand}, "ledgerreverse": {}, "ledgerverify": {}, "ledgerexport": {},
          "stockregistercreate": {}, "stockregisterupdate": {"STATUS": _stock_day}, "stockregisterreverse": {},
          "stockregisterstate": {}, "stockregisterverify": {}}
"""The layers without which an algorithm does not run."""
WRITING = {"ledgerimport", "ledgercommit", "ledgerreverse", "stockregisterupdate", "stockregisterreverse"}
"""Algorithms that write into what they are given: a ledger or a register."""
TABLES = {"DEMAND", "RESERVE", "STATUS", "DISPOSALS"}
"""Those of them that have no geometry, and so no coordinate system."""


@cache
def _geopackage(make: Callable[[Change, str], QgsVectorLayer], change: Change, crs: str) -> bytes:
    """Return a layer as a file: QGIS takes its time to write one, and every test wants its own."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "layer.gpkg"
        save(make(change, crs), path)
        return path.read_bytes()


def minimal_inputs(name: str, folder: Path, change: Change = same, crs: str = "EPSG:4526") -> dict[str, Any]:
    """Write the inputs of an algorithm into a folder and return its parameters; ``crs`` '' is none."""
    folder.mkdir(parents=True, exist_ok=True)
    parameters: dict[str, Any] = {}
    for parameter, make in LAYERS[name].items():
        path = folder / f"{parameter.lower()}.gpkg"
        path.write_bytes(_geopackage(make, change, crs))
        parameters[parameter] = f"{path}|layername={parameter.lower()}"
    for parameter, write in RASTERS.get(name, {}).items():
        parameters[parameter] = str(write(folder / f"{parameter.lower()}.tif", crs, change))
    if name == "report":
        document = report()
        path = folder / "record.json"
        path.write_text(json.dumps({"record": document["record"], "document": document}), encoding="utf-8")
        parameters["RUN_RECORDS"] = [str(path)]
    if name == "surveymerge":
        layer = land(folder / "layer.gpkg", count=3)
        parameters["PACKAGE"] = pack(folder / "out", [layer], findings((110, "a")))["PACKAGE"]
        parameters["LAYER"] = f"{folder / 'layer.gpkg'}|layername=DLTB"
    parameters.update(ledger_inputs(name, folder / "ledger.kfledger.gpkg"))
    parameters.update(register_inputs(name, folder / "stock.kfstock.gpkg"))
    if name == "ledgerimport":
        parameters["INPUT"] = str(folder / "entries.csv")
        (folder / "entries.csv").write_text(
            "entry_id,unit_code,available_date,quantity\n001,410222,2024-05-20,100\n", encoding="utf-8")
    if name == "importparcels":
        parameters["INPUT"] = str(write_file(folder / "parcels.txt"))
    if name == "demodata":
        parameters["PARCELS"] = 1_500  # without it the city would take the test some seconds
    return parameters
