"""One measurement in a process of its own: ``python -m tests.benchmarks.measure ENGINE JOB PARCELS`` prints JSON.

Its own process, because peak memory is a figure of a process and because one run must not warm up the next. Time
counts from opened layers to a closed result file.
"""
from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from qgis.analysis import QgsNativeAlgorithms
from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from tests.benchmarks.data import city

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem, QgsFields


def opened(source: Path, layer: str) -> QgsVectorLayer:
    """Return a layer of a GeoPackage."""
    result = QgsVectorLayer(f"{source}|layername={layer}", layer, "ogr")
    if not result.isValid():
        raise FileNotFoundError(f"{source} {layer}")
    return result


def ours(kernel_name: str) -> Callable[[Path, str, Path], None]:
    """Return the engine end to end: read, repair what is near, cut, measure on the ellipsoid, write."""

    def run(source: Path, job: str, target: Path) -> None:
        import numpy as np

        from kf_resources_plugin.engine.areas import areas_of
        from kf_resources_plugin.engine.hilbert_tree import HilbertTree
        from kf_resources_plugin.engine.kernel import pick_kernel
        from kf_resources_plugin.engine.overlay import overlay
        from kf_resources_plugin.engine.reading import read_polygons
        from kf_resources_plugin.engine.writing import make_fields, write_rows
        from kf_resources_plugin.rules.progress import NoProgress

        quiet, kernel = NoProgress(), pick_kernel(kernel_name)
        land = read_polygons(opened(source, "land"), None, ["BSM", "DLBM", "KCXS"], quiet)
        subjects = _repaired(read_polygons(opened(source, job), None, ["project_id"], quiet), kernel)
        near = np.unique(HilbertTree(land.bounds).pairs(subjects.bounds, quiet)[1])
        land = _repaired(land.take(near), kernel)
        cut = overlay(subjects, land, kernel, quiet)
        areas = areas_of(cut.wkb, land.crs, QgsProject.instance().transformContext())
        fields = make_fields([("project_id", "text"), ("BSM", "text"), ("DLBM", "text"), ("area_m2", "real")])
        columns = {
            "project_id": subjects.columns["project_id"][cut.subject], "BSM": land.columns["BSM"][cut.land],
            "DLBM": land.columns["DLBM"][cut.land], "area_m2": areas,
        }
        writer = _writer(target, fields, land.crs)
        write_rows(writer, fields, columns, quiet, cut.wkb)
        del writer

    return run


def _repaired(table: Any, kernel: Any) -> Any:
    from datetime import date

    from kf_resources_plugin.engine.rule_store import load_rule_book
    from kf_resources_plugin.engine.validity import repair
    from kf_resources_plugin.rules.progress import NoProgress

    return repair(table, kernel, load_rule_book(date(2026, 1, 1), "en"), NoProgress())[0]


def _writer(target: Path, fields: QgsFields, crs: QgsCoordinateReferenceSystem) -> QgsVectorFileWriter:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    context = QgsProject.instance().transformContext()
    return QgsVectorFileWriter.create(
        str(target), fields, QgsWkbTypes.Type.MultiPolygon, crs, context, options
    )


def native(first: str) -> Callable[[Path, str, Path], None]:
    """Return native:intersection with the survey as its first or second input, with Processing's defaults."""

    def run(source: Path, job: str, target: Path) -> None:
        layers = [opened(source, "land"), opened(source, job)]
        layers = layers if first == "land" else layers[::-1]
        _run_algorithm("native:intersection", {"INPUT": layers[0], "OVERLAY": layers[1], "OUTPUT": str(target)}, layers)

    return run


def occupation(source: Path, job: str, target: Path) -> None:
    """Run the whole job, permanent farmland, findings and figures included."""
    layers = [opened(source, name) for name in (job, "land", "following")]
    parameters = {"PROJECTS": layers[0], "LAND": layers[1], "PERMANENT_FARMLAND": layers[2], "PIECES": str(target)}
    _run_algorithm("kf:farmlandoccupation", parameters, layers)


def _run_algorithm(identifier: str, parameters: dict[str, Any], layers: list[QgsVectorLayer]) -> None:
    from kf_resources_plugin.processing.provider import KfProvider

    registry = QgsApplication.processingRegistry()
    for provider in (QgsNativeAlgorithms(registry), KfProvider()):
        registry.addProvider(provider)
    project = QgsProject.instance()
    project.addMapLayers(layers, False)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(project)
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
    algorithm = registry.createAlgorithmById(identifier)
    fine, message = algorithm.checkParameterValues(parameters, context)
    if not fine:
        raise ValueError(message)
    _, succeeded = algorithm.run(parameters, context, feedback)
    if not succeeded:
        raise RuntimeError(feedback.textLog())
    context.temporaryLayerStore().removeAllMapLayers()


ENGINES: dict[str, Callable[[Path, str, Path], None]] = {
    "engine, Shapely kernel": ours("shapely"),
    "engine, QGIS kernel": ours("qgis"),
    "kf:farmlandoccupation": occupation,
    "native:intersection, parcels first": native("land"),
    "native:intersection, control first": native("control"),
}


def main(engine: str, job: str, parcels: int) -> None:
    """Run one engine on one job and print seconds, peak memory in MB, pieces and their planar area."""
    source = city(parcels)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "pieces.gpkg"
        before = time.perf_counter()
        ENGINES[engine](source, job, target)
        seconds = time.perf_counter() - before
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
        result = QgsVectorLayer(str(target), "pieces", "ogr")
        areas = [feature.geometry().area() for feature in result.getFeatures()]
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "pieces": len(areas), "area": sum(areas)}))


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
