"""The engine without an algorithm around it: read, repair, cut, measure on the ellipsoid, write."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProject, QgsVectorFileWriter, QgsWkbTypes

from kf_resources_plugin.engine.areas import areas_of
from kf_resources_plugin.engine.gpkg_rows import fill_table, storable
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.layer_features import features_of
from kf_resources_plugin.engine.near import rows_in_vicinity
from kf_resources_plugin.engine.near_reading import fids_near
from kf_resources_plugin.engine.overlay import overlay
from kf_resources_plugin.engine.reading import read_polygons
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.validity import repair
from kf_resources_plugin.engine.vicinity import Vicinity
from kf_resources_plugin.engine.writing import make_fields
from kf_resources_plugin.rules.progress import NoProgress
from tests.benchmarks.plan import JOBS
from tests.benchmarks.sides.qgis_session import opened, start

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np


def prepare(options: tuple[str, ...]) -> None:
    """Start QGIS and import the kernel."""
    start()
    pick_kernel(options[0])


def run(options: tuple[str, ...], source: Path, layer: str, target: Path) -> dict[str, Any]:
    """Cut the survey by the other layer."""
    quiet, kernel, book = NoProgress(), pick_kernel(options[0]), load_rule_book(date(2026, 1, 1), "en")
    key = "BSM" if layer == JOBS["coverage"] else "project_id"
    subjects = repair(read_polygons(opened(source, layer), None, [key], quiet), kernel, book, quiet)[0]
    parcels = features_of(opened(source, "land"))
    vicinity = Vicinity.of(subjects.wkb, subjects.bounds)
    near = fids_near(parcels.file, vicinity, quiet) if layer != JOBS["coverage"] and parcels.file else None
    earlier = subjects if layer == JOBS["coverage"] else None  # what both epochs hold alike is held and looked at once
    land = read_polygons(parcels, None, ["BSM", "DLBM", "KCXS"], quiet, fids=near, alike=earlier)
    if layer != JOBS["coverage"]:
        land = land.take(rows_in_vicinity(land.bounds, vicinity))
    land = repair(land, kernel, book, quiet, valid=earlier)[0]
    cut = overlay(subjects, land, kernel, quiet)
    areas = areas_of(cut.wkb, land.crs, QgsProject.instance().transformContext())
    columns = {
        "subject": subjects.columns[key][cut.subject], "BSM": land.columns["BSM"][cut.land],
        "DLBM": land.columns["DLBM"][cut.land], "area_m2": areas,
    }
    _write(target, columns, cut.wkb, land.crs)
    return {}


def _write(target: Path, columns: dict[str, Any], wkb: np.ndarray, crs: Any) -> None:
    fields = make_fields([("subject", "text"), ("BSM", "text"), ("DLBM", "text"), ("area_m2", "real")])
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    context = QgsProject.instance().transformContext()
    writer = QgsVectorFileWriter.create(str(target), fields, QgsWkbTypes.Type.MultiPolygon, crs, context, options)
    del writer  # the empty table is QGIS's, the rows go past it
    readers = storable(fields, columns)
    if readers is None:
        raise ValueError("these columns only QGIS can write")
    fill_table(target, "", readers, len(wkb), NoProgress(), wkb)
