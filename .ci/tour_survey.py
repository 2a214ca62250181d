"""A field package on the tour: parcels go out, come back edited by a team, and what it edited is reviewed."""
from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import processing
from osgeo import ogr
from qgis.core import QgsProject, QgsVectorLayer, edit
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDockWidget
from tour_editing import two_parcels
from tour_hand import WINDOW, close_up, dialog_of, press, until

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAYER = "外业图斑"
_AROUND = 1.6


def package_returned() -> Iterator[int]:
    """Pack some parcels, edit them on both sides, compare, and open the list of edits."""
    dock = WINDOW.findChild(QDockWidget, "kfDataDock")
    land = next(layer for layer in QgsProject.instance().mapLayers().values()
                if layer.customProperty("kf/role") == "land")
    dock.pages.choose("survey_return")
    page = dock.pages.page("survey_return")
    with TemporaryDirectory() as folder:
        office = some_parcels(land, Path(folder))
        package = Path(processing.run("kf:surveypackage", {
            "TASKS": office, "LAYERS": [office], "FOLDER": folder, "NAME": "祥符区外业"})["PACKAGE"])
        edit_on_both_sides(office, package)
        page.inputs.choose_layer("LAYER", office)
        page.inputs.change({"PACKAGE": str(package / "manifest.json")})
        yield 1000
        press(page, "run_button")
        yield from until(lambda: page.result is not None and not page.runs.running, "the comparison")
        QTimer.singleShot(1500, reviewed)
        page.tools[0].click()
        QgsProject.instance().removeMapLayer(office.id())
        dock.pages.choose("")
        yield 500


def some_parcels(land: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    """Return a layer of the parcels around one, in a file of its own, on the map."""
    one, _ = two_parcels(land)
    box = one.geometry().boundingBox()
    box.scale(_AROUND)
    path = processing.run("native:extractbyextent", {
        "INPUT": land, "EXTENT": f"{box.xMinimum()},{box.xMaximum()},{box.yMinimum()},{box.yMaximum()} "
                                 f"[{land.crs().authid()}]", "OUTPUT": str(folder / f"{_LAYER}.gpkg")})["OUTPUT"]
    office = QgsVectorLayer(path, _LAYER, "ogr")
    office.setCustomProperty("kf/role", "land")
    QgsProject.instance().addMapLayer(office)
    return office


def edit_on_both_sides(office: QgsVectorLayer, package: Path) -> None:
    """Let a team change classes, a shape and delete a parcel; meanwhile the desk changes two classes."""
    data = ogr.Open(str(package / "data.gpkg"), 1)
    table = next(data.GetLayer(number) for number in range(data.GetLayerCount())
                 if data.GetLayer(number).GetLayerDefn().GetFieldIndex("DLBM") >= 0)
    rows = list(table)
    for row, code in zip(rows, ("0301", "0301", "0201", "9999")):
        row["DLBM"] = code
        table.SetFeature(row)
    shape = rows[4].GetGeometryRef()
    west, east, south, north = shape.GetEnvelope()
    middle = (west + east) / 2
    half = ogr.CreateGeometryFromWkt(
        f"POLYGON(({west} {south}, {middle} {south}, {middle} {north}, {west} {north}, {west} {south}))")
    rows[4].SetGeometry(ogr.ForceToMultiPolygon(shape.Intersection(half)))
    table.SetFeature(rows[4])
    table.DeleteFeature(rows[5].GetFID())
    told = [rows[1]["BSM"], rows[2]["BSM"]]
    data = None
    with edit(office):
        for feature in list(office.getFeatures()):
            if feature["BSM"] in told:
                office.changeAttributeValue(feature.id(), office.fields().lookupField("DLBM"), "0404")


def reviewed() -> None:
    """Decide one conflict of the open list for the team, take a picture, and leave all as it is."""
    dialog: Any = dialog_of("MergeDialog")
    press(dialog, "take_button")
    close_up(dialog, "survey_return")
    dialog.reject()
