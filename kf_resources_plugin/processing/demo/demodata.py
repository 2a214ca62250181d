"""kf:demodata — the demo city as a GeoPackage, rasters of ground and surface, and a project."""
from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingUtils,
)

from ...cartography.demo_project import write_demo_project
from ...engine.demo.build import build_demo, demo_layers
from ...engine.demo.city import LEAST, MOST
from ...engine.demo.reserve import reserve_file
from ...engine.demo.terrain_file import terrain_path
from ...engine.demo.town_surface import surface_path
from ...engine.errors import PlannerError
from ...i18n import tr
from ..base import FeedbackProgress, KfAlgorithm

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

_NAME = "kf_demo"
_PARCELS, _SEED = 20_000, 1


def fresh_names(folder: Path) -> tuple[Path, Path]:
    """Return GeoPackage and project files of one name that no file of a demo city in the folder has."""
    number = 1
    while True:
        stem = _NAME if number == 1 else f"{_NAME}_{number}"
        package, project = folder / f"{stem}.gpkg", folder / f"{stem}.qgz"
        if not any(path.exists() for path in (
                package, project, terrain_path(package), surface_path(package), _entries_file(package))):
            return package, project
        number += 1


def _entries_file(package: Path) -> Path:
    return package.with_name(f"{package.stem}_reserve.csv")


def _copy_entries(target: Path) -> None:
    try:
        shutil.copyfile(reserve_file(), target)
    except OSError as error:
        raise PlannerError(tr("{path} cannot be written: {reason}. Choose a folder you may write to.").format(
            path=target, reason=error.strerror or error)) from error


class DemoData(KfAlgorithm):
    """Generates the city in the background; the project follows where layers may be made, on the main thread."""

    NAME = "demodata"
    TOPIC = "demo"

    _summary = ""

    def title(self) -> str:
        """Return the translated name."""
        return tr("Demo city")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("demo,sample,example,test data,Kaifeng,generate")

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(QgsProcessingParameterNumber(
            "PARCELS", tr("Number of parcels (about)"), QgsProcessingParameterNumber.Type.Integer, _PARCELS, True))
        self.addParameter(QgsProcessingParameterNumber(
            "SEED", tr("Seed: the same number gives the same city"), QgsProcessingParameterNumber.Type.Integer, _SEED,
            True))
        self.addParameter(QgsProcessingParameterFolderDestination(
            "FOLDER", tr("Folder"), None, True, True))
        self.addOutput(QgsProcessingOutputFile("GEOPACKAGE", tr("GeoPackage")))
        self.addOutput(QgsProcessingOutputFile("DEM", tr("Terrain of the Yellow River's reach (GeoTIFF)")))
        self.addOutput(QgsProcessingOutputFile("DSM", tr("Surface of the old town (GeoTIFF)")))
        self.addOutput(QgsProcessingOutputFile("PROJECT", tr("QGIS project")))
        self.addOutput(QgsProcessingOutputFile("RESERVE_FILE", tr("Reserve entries for a ledger (CSV)")))
        self.addOutput(QgsProcessingOutputNumber("PARCEL_COUNT", tr("Parcels generated")))
        self.addOutput(QgsProcessingOutputString("DIGEST", tr("Digest of all rows")))

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return what is wrong with the numbers; QGIS's own check of limits would not say what the limits are."""
        found = []
        if not LEAST <= self.parameterAsInt(parameters, "PARCELS", context) <= MOST:
            found.append(tr("Number of parcels: give a number from {least} to {most}.").format(least=LEAST, most=MOST))
        if self.parameterAsInt(parameters, "SEED", context) < 0:
            found.append(tr("Seed: give 0 or a positive whole number."))
        return found

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
                progress: FeedbackProgress) -> dict[str, Any]:
        """Generate and write the GeoPackage, the terrain and the old town's surface."""
        parcels = self.parameterAsInt(parameters, "PARCELS", context)
        seed = self.parameterAsInt(parameters, "SEED", context)
        # an omitted folder comes as '', which would be whatever folder QGIS was started in
        folder = Path(self.parameterAsString(parameters, "FOLDER", context)
                      or QgsProcessingUtils.generateTempFilename(_NAME))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PlannerError(tr("{path} cannot be written: {reason}. Choose a folder you may write to.").format(
                path=folder, reason=error)) from error
        package, project = fresh_names(folder)
        if package.stem != _NAME:
            progress.info(tr("The folder already holds a demo city, which stays as it is. The new one is called "
                             "{name}.").format(name=package.stem))
        self._summary = tr("Generated with about {parcels} parcels, seed {seed}.").format(parcels=parcels, seed=seed)
        built = build_demo(package, parcels, seed, progress)
        entries = _entries_file(package)
        _copy_entries(entries)
        for table in built.tables:
            progress.info(tr("{layer}: {count} rows").format(layer=table.title_zh, count=built.rows[table.name]))
        return {"FOLDER": str(folder), "GEOPACKAGE": str(package), "DEM": str(built.terrain),
                "DSM": str(built.surface),
                "PROJECT": str(project), "RESERVE_FILE": str(entries), "PARCEL_COUNT": built.rows["land"],
                "DIGEST": built.digest}

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Write the project; QGIS takes no exception from here, so a failure is told and leaves PROJECT out."""
        results = super().postProcessAlgorithm(context, feedback)
        if "PROJECT" not in results:
            return results
        try:
            write_demo_project(Path(results["PROJECT"]), Path(results["GEOPACKAGE"]),
                               [layer.table for layer in demo_layers()], self._summary)
        except PlannerError as error:
            feedback.reportError(str(error))
            del results["PROJECT"]
        return results
