"""The demo city's QGIS project: the layers of the GeoPackage, styled, grouped and named in Chinese."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsLayerMetadata,
    QgsProject,
    QgsProjectMetadata,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)

from ..engine.demo.build import EPSG
from ..engine.errors import PlannerError
from ..engine.roles import read_role, write_role
from ..i18n import tr
from .styles import apply_aliases, apply_style, style_names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..engine.demo.package import Table

NOTE = "示意，非法定界线"
TITLE = f"开封市自然资源演示数据（{NOTE}）"
# Groups from top to bottom: name, roles from top to bottom, roles that start switched off.
_GROUPS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("建设项目", ("projects",), ()),
    ("占补平衡", ("reserve",), ()),
    ("行政区划（示意）", ("admin_units", "townships", "villages"), ("townships", "villages")),
    ("控制线", ("ecological_redline", "urban_boundary", "permanent_farmland"), ()),
    ("国土调查", ("land",), ()),
)
_MARGIN = 0.03


def write_demo_project(path: Path, package: Path, tables: Sequence[Table], summary: str) -> None:
    """Write the project file beside the GeoPackage; must run where QGIS allows layers to be made for a project.

    ``summary`` is a line on how the data were made (parcels, seed). Raises PlannerError when the file cannot be
    written.
    """
    project = QgsProject()
    crs = QgsCoordinateReferenceSystem.fromEpsgId(EPSG)
    project.setCrs(crs)
    project.setTitle(TITLE)
    project.setFilePathStorage(Qgis.FilePathType.Relative)
    _add_layers(project, package, tables)
    extent = QgsRectangle()
    for layer in project.mapLayers().values():
        if read_role(layer) == "admin_units":
            extent = layer.extent()
    extent.grow(_MARGIN * extent.width())
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, crs))
    _note(project, tables, summary)
    if not project.write(str(path)):
        raise PlannerError(tr("{path} cannot be written: {reason}. Choose a folder you may write to.").format(
            path=path, reason=project.error()))


def _add_layers(project: QgsProject, package: Path, tables: Sequence[Table]) -> None:
    by_role = {table.role: table for table in tables}
    for title, roles, hidden in _GROUPS:
        group = project.layerTreeRoot().addGroup(title)
        for role in roles:
            table = by_role[role]
            layer = QgsVectorLayer(f"{package}|layername={table.name}", table.title_zh, "ogr")
            if not layer.isValid():
                raise PlannerError(tr("Layer {layer} of {path} cannot be opened.").format(
                    layer=table.title_zh, path=package))
            if role in style_names():
                apply_style(layer, role, "zh")
            apply_aliases(layer, "zh")
            write_role(layer, role)
            _describe(layer, table)
            node = group.addLayer(project.addMapLayer(layer, False))
            node.setItemVisibilityChecked(role not in hidden)
            node.setExpanded(False)


def _describe(layer: QgsVectorLayer, table: Table) -> None:
    metadata = QgsLayerMetadata()
    metadata.setIdentifier(table.name)
    metadata.setTitle(f"{table.title_zh} {table.title_en}")
    metadata.setAbstract(table.abstract)
    metadata.setRights([NOTE])
    metadata.setCrs(layer.crs())
    layer.setMetadata(metadata)


def _note(project: QgsProject, tables: Sequence[Table], summary: str) -> None:
    """Say on the map and in the metadata that boundaries are for illustration."""
    metadata = QgsProjectMetadata()
    metadata.setTitle(TITLE)
    metadata.setAbstract(f"{NOTE}。{summary}\n{tables[0].abstract}")
    project.setMetadata(metadata)
    for decoration, label, placement in (("TitleLabel", TITLE, 4), ("CopyrightLabel", NOTE, 3)):
        project.writeEntry(decoration, "/Enabled", True)
        project.writeEntry(decoration, "/Label", label)
        project.writeEntry(decoration, "/Placement", placement)
