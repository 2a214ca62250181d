"""Layers and tasks for field packages, and what an independent reader sees in a package."""
from __future__ import annotations

import re
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import processing
from osgeo import ogr
from qgis.core import QgsProcessingFeedback

from tests.builders import land_layer, layer_of, rectangle, save

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

X, Y = 38_527_000, 3_852_000  # near Kaifeng, EPSG:4526


def land(path: Path, name: str = "DLTB", count: int = 20) -> QgsVectorLayer:
    """Return parcels of 100 m side by side, in a GeoPackage."""
    return save(land_layer([(rectangle(X + 100.0 * n, Y, 100, 100), {
        "BSM": f"B{n}", "DLBM": "0103", "ZLDWDM": "4102221002010000000"}) for n in range(count)], name=name), path)


def findings(*rows: tuple[float, str], name: str = "findings") -> QgsVectorLayer:
    """Return findings of 20 m × 20 m at these distances east of the first parcel's corner, by id."""
    return layer_of([(rectangle(X + east, Y + 10, 20, 20), {"finding_id": fid, "message": f"look at {fid}"})
                     for east, fid in rows], {"finding_id": "text", "message": "text"}, name=name)


def pack(folder: Path, layers: list[Any], tasks: Any, **more: Any) -> dict[str, Any]:
    """Run the algorithm; findings come back in memory."""
    result: dict[str, Any] = processing.run("kf:surveypackage", {
        "TASKS": tasks, "LAYERS": layers, "FOLDER": str(folder), "FINDINGS": "memory:", **more},
        feedback=QgsProcessingFeedback())
    return result


def told(result: dict[str, Any]) -> dict[str, str]:
    """Return the messages of the findings by rule; of several of a rule the last."""
    return {feature["rule_id"]: feature["message"] for feature in result["FINDINGS"].getFeatures()}


def project_xml(package: Path) -> str:
    """Return the XML of a package's project."""
    [project] = package.glob("*.qgz")
    with zipfile.ZipFile(project) as packed:
        [name] = [name for name in packed.namelist() if name.endswith(".qgs")]
        return packed.read(name).decode("utf-8")


def sources(xml: str) -> list[str]:
    """Return the data sources of a project's layers."""
    return re.findall(r"<datasource>([^<]+)</datasource>", xml)


def rows(package: Path, file: str, table: str, *fields: str) -> list[tuple[Any, ...]]:
    """Return fields of all rows of a table, read by OGR, in the order of their ids."""
    opened = ogr.Open(str(package / file))
    layer = opened.GetLayerByName(table)
    return [tuple(feature.GetField(name) for name in fields) for feature in layer]


def uids(package: Path, table: str = "dltb") -> dict[str, str]:
    """Return the names of the rows that left, by BSM."""
    return {bsm: uid for bsm, uid in rows(package, "base.gpkg", table, "BSM", "kf_uid")}


def asked(path: Path, sql: str) -> list[Any]:
    """Return the rows of a query, read by SQLite alone."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()
