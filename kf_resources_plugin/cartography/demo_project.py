"""The demo city's QGIS project: the layers of the GeoPackage and the rasters, styled, grouped and named in Chinese."""
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsLayerMetadata,
    QgsMapThemeCollection,
    QgsProject,
    QgsProjectMetadata,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)

from ..engine.demo import terrain_file, town_surface
from ..engine.demo.build import EPSG
from ..engine.errors import PlannerError
from ..engine.roles import read_role, write_role
from ..i18n import tr
from .styles import apply_style, style_of_role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qgis.core import QgsMapLayer

    from ..engine.demo.package import Table

NOTE = "示意，非法定界线"
TITLE = f"开封市自然资源演示数据（{NOTE}）"


class _Group(NamedTuple):
    """A group of the layer tree: the tables of its layers from top to bottom, and which start switched off."""

    title: str
    tables: tuple[str, ...]
    hidden: tuple[str, ...] = ()


_CHANGE = ("approvals", "exempt", "lost_farmland", "targets", "land_before")
_STOCK = ("supplies", "built_land", "expropriations", "disposals", "registered_parcels", "old_plots", "new_plots",
          "efficiency_parcels", "parks", "land_economics")
_AREAS = ("nature_reserve_core", "main_channel", "frequent_flood", "river_management", "water_source",
          "ecological_conversion", "polluted_land", "planned_construction", "farmland_reserve_zone")
_REACH = ("water_levels", "buildings", "platforms", "settlements", "training_works", "production_dikes", "dikes",
          "river_channel", "receiving_sites", "resettlement_areas", "training_range", "flood_passage", "floodplain")
_TOWN = ("heritage_projects", "view_corridors", "demolitions", "supply_parcels", "heritage_sites", "heritage_list",
         "city_wall", "town_buildings", "purple_lines", "heritage_zones", "burial_areas", "historic_lines",
         "street_lines", "town_lakes", "height_limits", "street_blocks")
_OLD_TOWN = "老城与文物（示意）"
_SHOWN_IN_TOWN = ("heritage_sites", "city_wall", "town_buildings", "heritage_zones", "burial_areas", "street_lines",
                  "town_lakes")
_TERRAIN = "地形（示意）"
_GROUPS = (
    _Group("建设项目", ("projects",)),
    _Group("占补平衡", ("reserve",)),
    _Group("行政区划（示意）", ("admin_units", "townships", "villages"), ("townships", "villages")),
    _Group("控制线", ("ecological_redline", "urban_boundary", "permanent_farmland")),
    _Group("耕地变化与目标", _CHANGE, _CHANGE),
    _Group("存量建设用地（示意）", _STOCK, _STOCK),
    _Group("管控与评价范围（示意）", _AREAS, _AREAS),
    _Group("黄河滩区（示意）", _REACH, _REACH),
    _Group(_OLD_TOWN, _TOWN, _TOWN),
    _Group("国土调查", ("land",)),
)
_MARGIN = 0.03


def write_demo_project(path: Path, package: Path, tables: Sequence[Table], summary: str) -> None:
    """Write the project file beside the GeoPackage and its rasters; must run where QGIS allows layers to be made for a
    project.

    ``summary`` is a line on how the data were made (parcels, seed). Raises PlannerError when the file cannot be
    written.
    """
    project = QgsProject()
    crs = QgsCoordinateReferenceSystem.fromEpsgId(EPSG)
    project.setCrs(crs)
    project.setTitle(TITLE)
    project.setFilePathStorage(Qgis.FilePathType.Relative)
    _add_layers(project, package, tables)
    _add_rasters(project, package)
    _add_theme(project)
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
    by_name = {table.name: table for table in tables}
    for title, names, hidden in _GROUPS:
        group = project.layerTreeRoot().addGroup(title)
        group.setExpanded(names != hidden)
        for name in names:
            table = by_name[name]
            layer = QgsVectorLayer(f"{package}|layername={table.name}", table.title_zh, "ogr")
            if not layer.isValid():
                raise PlannerError(tr("Layer {layer} of {path} cannot be opened.").format(
                    layer=table.title_zh, path=package))
            style = style_of_role(table.role)
            if style:
                apply_style(layer, style, "zh")
            for column in table.columns:
                layer.setFieldAlias(layer.fields().lookupField(column.name), column.zh)
            write_role(layer, table.role)
            _describe(layer, table.name, f"{table.title_zh} {table.title_en}", table.abstract)
            node = group.addLayer(project.addMapLayer(layer, False))
            node.setItemVisibilityChecked(name not in hidden)
            node.setExpanded(False)


def _add_rasters(project: QgsProject, package: Path) -> None:
    """Add the old town's surface and the terrain below all else, switched off: maps of the city stay readable."""
    group = project.layerTreeRoot().addGroup(_TERRAIN)
    group.setExpanded(False)
    for made, path in ((town_surface, town_surface.surface_path(package)),
                       (terrain_file, terrain_file.terrain_path(package))):
        layer = QgsRasterLayer(str(path), made.TITLE_ZH, "gdal")
        if not layer.isValid():
            raise PlannerError(tr("Layer {layer} of {path} cannot be opened.").format(layer=layer.name(), path=path))
        apply_style(layer, style_of_role(made.ROLE) or "", "zh")
        write_role(layer, made.ROLE)
        _describe(layer, made.ROLE, f"{made.TITLE_ZH} {made.TITLE_EN}", made.ABSTRACT)
        group.addLayer(project.addMapLayer(layer, False)).setItemVisibilityChecked(False)


def _add_theme(project: QgsProject) -> None:
    """Add a map theme that shows the old town and nothing else."""
    theme = QgsMapThemeCollection.MapThemeRecord()
    for layer in project.mapLayers().values():
        if layer.metadata().identifier() in _SHOWN_IN_TOWN:
            theme.addLayerRecord(QgsMapThemeCollection.MapThemeLayerRecord(layer))
    project.mapThemeCollection().insert(_OLD_TOWN, theme)


def _describe(layer: QgsMapLayer, identifier: str, title: str, abstract: str) -> None:
    metadata = QgsLayerMetadata()
    metadata.setIdentifier(identifier)
    metadata.setTitle(title)
    metadata.setAbstract(abstract)
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
