"""The layers of a run in the project: a group on top, which the next run replaces; the files stay."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsMapLayer, QgsRasterLayer, QgsVectorLayer

from ...cartography.styles import apply_aliases, apply_style
from ...engine.roles import RESULT_PROPERTY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qgis.core import QgsProject


def table_uri(package: Path, table: str) -> str:
    """Return the source of a table of a results package, as QGIS and Processing take it."""
    return f"{package}|layername={table}"


def destination(package: Path, table: str, *, geometry: bool) -> str:
    """Return the destination that lets several outputs stand in one package."""
    return f"ogr:dbname='{package}' table=\"{table}\"" + (" (geom)" if geometry else "")


def raster_path(package: Path, name: str) -> Path:
    """Return where a raster of a run stands: beside its package."""
    return package.with_name(f"{name}.tif")


def add_results(project: QgsProject, dock: str, title: str, package: Path, tables: Sequence[tuple[str, str, str]],
                styles: Mapping[str, str]) -> dict[str, str]:
    """Put tables of a package, and rasters beside it, into a group on top of the project; return layer ids by table.

    tables: (table, algorithm id, output name), from top to bottom; empty tables and missing ones are left out.
    The layers of the dock's last run go.
    """
    remove_results(project, dock)
    group = project.layerTreeRoot().insertGroup(0, title)
    group.setCustomProperty(RESULT_PROPERTY, dock)
    ids: dict[str, str] = {}
    met = Counter(output for _, _, output in tables)
    for table, algorithm_id, output in tables:
        layer = _layer(package, table, _title(algorithm_id, output, met[output] > 1))
        if layer is None:
            continue
        if table in styles:
            apply_style(layer, styles[table])
        if isinstance(layer, QgsVectorLayer):
            apply_aliases(layer)
        layer.setCustomProperty(RESULT_PROPERTY, dock)
        ids[table] = project.addMapLayer(layer, False).id()
        node = group.addLayer(layer)
        # cells without a style of ours would hide the map below them
        node.setItemVisibilityChecked(not isinstance(layer, QgsRasterLayer) or table in styles)
    return ids


def remove_results(project: QgsProject, dock: str) -> None:
    """Take the layers of the dock's last run out of the project, and their group when nothing else stands in it.

    A layer that is being edited stays, and is the user's from then on.
    """
    gone = []
    for layer in project.mapLayers().values():
        if layer.customProperty(RESULT_PROPERTY) == dock:
            if isinstance(layer, QgsVectorLayer) and layer.isEditable():
                layer.removeCustomProperty(RESULT_PROPERTY)
            else:
                gone.append(layer.id())
    project.removeMapLayers(gone)
    for group in project.layerTreeRoot().findGroups():
        if group.customProperty(RESULT_PROPERTY) == dock and not group.findLayers():
            group.parent().removeChildNode(group)


def _layer(package: Path, table: str, title: str) -> QgsMapLayer | None:
    """Return a result as a layer, None where there is nothing to see."""
    raster = raster_path(package, table)
    if raster.is_file():
        return QgsRasterLayer(str(raster), title)
    layer = QgsVectorLayer(table_uri(package, table), title, "ogr")
    return layer if layer.isValid() and layer.featureCount() > 0 else None


def _title(algorithm_id: str, output: str, several: bool) -> str:
    """Return what the dialog calls an output, with its algorithm where ``several`` have one of that name."""
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    title = str(algorithm.parameterDefinition(output).description())
    return f"{title} ({algorithm.displayName()})" if several else title
