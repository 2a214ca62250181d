"""Make the demo city, run the main jobs on it, and leave everything a newcomer wants to see in build/demo.

Runs the plugin as staged in build/, in Chinese, the way QGIS runs it: by algorithm id.
"""
from __future__ import annotations

import csv
import importlib
import os
import shutil
import sys
import time
import warnings
from pathlib import Path
from typing import Any

from demo_duties import M2_PER_HA, M2_PER_MU, add_duties, result_layer, run_duties

BUILD = Path(__file__).resolve().parent.parent / "build"
OUT = BUILD / "demo"
RESULTS = OUT / "results.gpkg"
LEDGER = OUT / "kaifeng.kfledger.gpkg"
# result layers from top to bottom of the project, and their styles; the summary is a table
STYLED = {"FINDING_POINTS": "finding_points", "FINDINGS": "findings", "PIECES": "farmland_pieces", "SUMMARY": ""}
BALANCE = ("VERDICT", "ALLOCATIONS", "ACCOUNT")


def start_qgis() -> Any:
    """Return a running QGIS application in Chinese, with settings of its own and the staged plugin's algorithms."""
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(BUILD / "demo-profile")
    from osgeo import gdal
    from qgis.core import QgsApplication, QgsSettings

    # What fails raises an exception; the rest is noise: QGIS asks tables for geometry columns, and announces old names.
    gdal.SetErrorHandler("CPLQuietErrorHandler")
    warnings.simplefilter("ignore", DeprecationWarning)
    application = QgsApplication([], True)
    application.initQgis()  # decides which settings count
    QgsSettings().setValue("locale/overrideFlag", True)
    QgsSettings().setValue("locale/userLocale", "zh-Hans")
    sys.path[:0] = [str(BUILD), str(Path(QgsApplication.pkgDataPath()) / "python/plugins")]
    from processing.core.Processing import Processing

    Processing.initialize()
    plugin = importlib.import_module("kf_resources_plugin").classFactory(None)
    plugin.initProcessing()
    application.kf_plugin = plugin  # lives as long as QGIS does
    return application


def run(algorithm: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Run an algorithm and return its results; what goes wrong is said and ends the demo."""
    import processing
    from qgis.core import QgsProcessingException

    started = time.monotonic()
    print(f"{algorithm} …", flush=True)
    try:
        results: dict[str, Any] = processing.run(algorithm, parameters)
    except QgsProcessingException as error:
        sys.exit(f"{algorithm}: {error}")
    print(f"    {time.monotonic() - started:.1f} s", flush=True)
    return results


def table(name: str) -> str:
    """Return the destination of one layer of the results GeoPackage; only the styled ones have a geometry."""
    return f"ogr:dbname='{RESULTS}' table=\"{name.lower()}\"" + (" (geom)" if STYLED.get(name) else "")


def occupation(layers: dict[str, Any]) -> dict[str, Any]:
    """Run the main job on the demo's layers."""
    return run("kf:farmlandoccupation", {
        "PROJECTS": layers["projects"], "LAND": layers["land"], "PERMANENT_FARMLAND": layers["permanent_farmland"],
        "UNITS": layers["admin_units"],
        **{name: table(name) for name in STYLED},
        "REPORT": str(OUT / "report.html"), "RUN_RECORD": str(OUT / "run_record.json"),
    })


def write_off(reserve_file: str) -> dict[str, Any]:
    """Keep the reserve in a ledger, try the projects out, write off those that pass, print a slip."""
    run("kf:ledgercreate", {"LEDGER": str(LEDGER), "TITLE": "开封市补充耕地指标库（示例）", "UNIT_CODE": "410200",
                            "OPERATOR": "演示", "REASON": "建库"})
    run("kf:ledgerimport", {"LEDGER": str(LEDGER), "INPUT": reserve_file, "OPERATOR": "演示", "REASON": "历年入库"})
    demand, reserve = f"{RESULTS}|layername=summary", f"{LEDGER}|layername=kf_balances"
    trial = run("kf:farmlandbalance", {
        "DEMAND": demand, "RESERVE": reserve, **{name: table(name) for name in BALANCE},
        "REPORT": str(OUT / "balance.html"), "RUN_RECORD": str(OUT / "balance_record.json")})
    done = run("kf:ledgercommit", {"LEDGER": str(LEDGER), "DEMAND": demand, "OPERATOR": "演示",
                                   "REASON": "示例核销", "EVENTS": str(OUT / "committed.csv")})
    verified = run("kf:ledgerverify", {"LEDGER": str(LEDGER)})
    with (OUT / "committed.csv").open(encoding="utf-8-sig", newline="") as file:
        # a project that takes no farmland is written off too, but its slip shows nothing
        first = next(row["event_no"] for row in csv.DictReader(file) if float(row["paddy_m2"]))
    run("kf:writeoffslip", {"LEDGER": str(LEDGER), "EVENT_ID": int(first), "PDF": str(OUT / "slip.pdf"),
                            "XLSX": str(OUT / "slip.xlsx")})
    return {**trial, **done, **verified}


def papers(layers: dict[str, Any], pieces: Any) -> None:
    """Print the reports and the map."""
    run("kf:report", {"RUN_RECORDS": [str(OUT / "run_record.json")], "REPORT": str(OUT / "report.html"),
                      "REPORT_PDF": str(OUT / "report.pdf")})
    run("kf:report", {"RUN_RECORDS": [str(OUT / "balance_record.json")], "REPORT_PDF": str(OUT / "balance.pdf")})
    run("kf:controllinemap", {
        "LAND": layers["land"], "PERMANENT_FARMLAND": layers["permanent_farmland"],
        "ECOLOGICAL_REDLINE": layers["ecological_redline"], "URBAN_BOUNDARY": layers["urban_boundary"],
        "PROJECTS": layers["projects"], "RESULTS": [pieces], "OUTPUT": str(OUT / "map.pdf"),
    })
    run("kf:controllinemap", {
        "THEME": "three_lines", "PERMANENT_FARMLAND": layers["permanent_farmland"],
        "ECOLOGICAL_REDLINE": layers["ecological_redline"], "URBAN_BOUNDARY": layers["urban_boundary"],
        "UNITS": layers["admin_units"], "OUTPUT": str(OUT / "map_counties.pdf"),
    })


def map_of_conflicts(layers: dict[str, Any]) -> None:
    """Print the three lines with what lies in two of them, or in the holes of one; areas in the table."""
    run("kf:controllinemap", {
        "THEME": "three_lines", "TITLE": "三条控制线冲突图", "PERMANENT_FARMLAND": layers["permanent_farmland"],
        "ECOLOGICAL_REDLINE": layers["ecological_redline"], "URBAN_BOUNDARY": layers["urban_boundary"],
        "RESULTS": [result_layer("controllineconflicts", output, OUT) for output in ("OVERLAPS", "HOLES")],
        "OUTPUT": str(OUT / "map_conflicts.pdf"),
    })


def map_of_floodplain(layers: dict[str, Any]) -> None:
    """Print the zones of the floodplain with dikes, villages and the river over them."""
    shown = ("settlements", "training_works", "dikes", "river_channel")
    run("kf:controllinemap", {
        "THEME": "floodplain", "LAYERS": [layers[role] for role in shown],
        "RESULTS": [result_layer("floodplainzoning", "ZONES", OUT)],
        "OUTPUT": str(OUT / "map_floodplain.pdf"),
    })


def map_of_stock(layers: dict[str, Any]) -> None:
    """Print stock land by class, a page for each county."""
    run("kf:controllinemap", {
        "THEME": "stock_land", "LAYERS": [layers["approvals"]], "UNITS": layers["admin_units"],
        "RESULTS": [result_layer("stocklandstatus", "STATUS", OUT)], "OUTPUT": str(OUT / "map_stock.pdf"),
    })


def add_results(project: Any) -> Any:
    """Put the result layers, named as the dialog names them and styled, on top of the project; return the pieces."""
    from qgis.core import QgsApplication, QgsVectorLayer

    from kf_resources_plugin.cartography.styles import apply_aliases, apply_style

    algorithm = QgsApplication.processingRegistry().algorithmById("kf:farmlandoccupation")
    group = project.layerTreeRoot().insertGroup(0, algorithm.displayName())
    layers = {}
    for output, style in STYLED.items():
        title = algorithm.parameterDefinition(output).description()
        layer = layers[output] = QgsVectorLayer(f"{RESULTS}|layername={output.lower()}", title, "ogr")
        if style:
            apply_style(layer, style)
        apply_aliases(layer)
        group.addLayer(project.addMapLayer(layer, False))
    return layers["PIECES"]


def say(results: dict[str, Any], balance: dict[str, Any], project: Path) -> None:
    """Print where everything is, and the headline figures."""
    print()
    for name, text in (("FARMLAND_M2", "耕地 farmland"), ("PADDY_M2", "其中水田 of it paddy"),
                       ("PERMANENT_M2", "永久基本农田 permanent basic farmland")):
        area = results[name]
        print(f"{text}: {area:,.2f} m² = {area / M2_PER_HA:,.4f} ha = {area / M2_PER_MU:,.2f} 亩")
    print(f"粮食产能 grain capacity: {results['CAPACITY_KG']:,.0f} kg")
    print(f"闭合残差 residual before adjustment: {results['RESIDUAL_M2']:.6f} m²")
    print(f"占补平衡 balance: {balance['PASSED']} 个项目通过 pass, {balance['FAILED']} 个不通过 fail; "
          f"已核销 written off: {balance['COMMITTED']}; 指标库 ledger {'有效 valid' if balance['VALID'] else '损坏'}\n")
    for path, text in ((project, "QGIS 工程 project"), (RESULTS, "结果 results"), (OUT / "report.html", "报告 report"),
                       (OUT / "report.pdf", "报告 report"), (OUT / "map.pdf", "地图 map"),
                       (OUT / "map_counties.pdf", "区县图集 atlas of the counties"),
                       (OUT / "map_conflicts.pdf", "三线冲突图 map of conflicts"),
                       (OUT / "map_floodplain.pdf", "滩区分区图 map of the floodplain"),
                       (OUT / "map_stock.pdf", "存量建设用地图集 atlas of stock land"),
                       (OUT / "balance.pdf", "占补平衡报告 balance report"), (LEDGER, "指标库 ledger"),
                       (OUT / "slip.pdf", "核销单 write-off slip"), (OUT / "slip.xlsx", "核销单 write-off slip"),
                       (OUT / "run_record.json", "运行记录 run record")):
        if not path.is_file():
            sys.exit(f"{path} is missing")
        print(f"{text}: {path}")


def main() -> None:
    """Do it all from scratch."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    application = start_qgis()
    from qgis.core import QgsProject

    from kf_resources_plugin.engine.roles import layers_by_role, listed_layers

    made = run("kf:demodata", {"FOLDER": str(OUT)})
    path = Path(made["PROJECT"])
    project = QgsProject.instance()
    project.read(str(path))
    layers = {**{layer.metadata().identifier(): layer for layer in listed_layers(project)}, **layers_by_role(project)}
    results = occupation(layers)
    balance = write_off(made["RESERVE_FILE"])
    papers(layers, add_results(project))
    duties = run_duties(run, layers, OUT)
    map_of_conflicts(layers)
    map_of_floodplain(layers)
    map_of_stock(layers)
    add_duties(project, OUT)
    project.write()
    say(results, balance, path)
    print("\n".join(duties))
    project.clear()
    del layers
    application.kf_plugin.unload()
    application.exitQgis()


if __name__ == "__main__":
    main()
