"""The project of a field package: nothing but the package's own layers, by relative paths, with their forms."""
from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsAttributeEditorContainer,
    QgsAttributeEditorRelation,
    QgsDefaultValue,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
    QgsFieldConstraints,
    QgsProject,
    QgsRasterLayer,
    QgsReferencedRectangle,
    QgsRelation,
    QgsRelationContext,
    QgsVectorLayer,
)

from ..engine.errors import PlannerError
from ..engine.field_map import write_field
from ..engine.roles import write_role
from ..engine.schema import load_schema
from ..i18n import language, tr
from .form_codes import code_layer, code_source, named, needed_lists
from .forms import set_form
from .package_paths import absolute_places
from .packed_rows import UID

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle

    from .form_codes import CodeLayers
    from .packed_rows import PackedLayer

DATA, BASE, BASE_MAP, PHOTOS = "data.gpkg", "base.gpkg", "base_map.tif", "photos"
TASKS, EVIDENCE = "survey_tasks", "survey_evidence"
_ELLIPSOID = "EPSG:1024"
"""CGCS2000: what areas are measured on where the plugin does not run."""
_RELATION_EDITOR = "relation_editor"  # QGIS's own list of related rows
_WHO = re.compile(r' saveUser(?:Full)?="[^"]*"')
# field apps: QField names photos after this; {0} is the folder
_NAMING = "'{0}/' || format_date(now(), 'yyyyMMddHHmmsszzz') || '.jpg'"
_ATTACHMENTS = "_attachments.zip"


def write_project(path: Path, title: str, crs: QgsCoordinateReferenceSystem, extent: QgsRectangle,
                  packed: Sequence[PackedLayer], base_map: bool,
                  dress: Callable[[QgsVectorLayer, str], object]) -> list[str]:
    """Write a .qgz beside the package's data; return the titles of layers whose style leads out of the package.

    Those are drawn plainly. Layers are made and dropped here, on the thread of the run: nothing of the open project is
    touched. Raises PlannerError when a table cannot be opened or the file cannot be written.
    """
    project = QgsProject()
    try:
        project.setFilePathStorage(Qgis.FilePathType.Relative)
        project.setTitle(title)
        project.setCrs(crs)
        project.setEllipsoid(_ELLIPSOID)
        plain = _add_layers(project, path.parent, packed, base_map, dress)
        project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, crs))
        bare = path.with_suffix(".qgs")
        if not project.write(str(bare)):
            raise PlannerError(tr("{path} cannot be written: {reason}. Choose a folder you may write to.").format(
                path=path.name, reason=project.error()))
    finally:
        project.clear()  # closes the files
        del project
    text = _WHO.sub("", bare.read_text(encoding="utf-8"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed_file:
        packed_file.writestr(bare.name, text)
        _take_in_attachments(bare.with_name(f"{bare.stem}{_ATTACHMENTS}"), packed_file)
    bare.unlink()
    for left in path.parent.glob(f"{bare.name}~"):
        left.unlink()
    return plain


def _take_in_attachments(attachments: Path, packed_file: zipfile.ZipFile) -> None:
    """Move what QGIS 3.26 and later keep beside a .qgs, a database of styles, to where they look for it in a .qgz."""
    if not attachments.exists():
        return
    with zipfile.ZipFile(attachments) as beside:
        for name in beside.namelist():
            packed_file.writestr(name, beside.read(name))
    attachments.unlink()


def _add_layers(project: QgsProject, folder: Path, packed: Sequence[PackedLayer], base_map: bool,
                dress: Callable[[QgsVectorLayer, str], object]) -> list[str]:
    """Add the layers, tasks and evidence on top, the base map at the bottom."""
    if base_map:
        project.addMapLayer(_raster(folder))
    plain, editable = [], []
    codes = _add_codes(project, folder, packed)
    evidence = _own_layer(folder, EVIDENCE, dress)
    for one in reversed(packed):
        layer = _opened(folder, one.layer.table, one.layer.title)
        if not _dressed(layer, one, codes):
            plain.append(one.layer.title)
        if one.layer.editable:
            editable.append(layer)
        project.addMapLayer(layer)
    project.addMapLayers([evidence, _own_layer(folder, TASKS, dress)])
    for layer in editable:
        _relate(project, layer, evidence)
    _prepare_for_qfield(project, evidence)
    return plain


def _prepare_for_qfield(project: QgsProject, evidence: QgsVectorLayer) -> None:
    """Say where photos go, that this folder travels with the project, and how each layer does."""
    evidence.setCustomProperty("QFieldSync/attachment_naming", json.dumps({"photo": _NAMING.format(PHOTOS)}))
    project.writeEntry("QFieldSync", "attachmentDirs", [PHOTOS])
    for layer in project.mapLayers().values():
        edited = isinstance(layer, QgsVectorLayer) and not layer.readOnly()
        layer.setCustomProperty("QFieldSync/action", "copy")
        layer.setCustomProperty("QFieldSync/cloud_action", "offline" if edited else "no_action")


def _add_codes(project: QgsProject, folder: Path, packed: Sequence[PackedLayer]) -> CodeLayers:
    """Add the lists of codes that the forms draw from, out of sight, and return how forms name them."""
    found = {}
    for one in packed:
        for listed in needed_lists(one.layer.features.fields, one.layer.said, one.layer.schema):
            if listed not in found:
                layer = code_layer(folder / DATA, listed)
                project.addMapLayer(layer, False)
                found[listed] = named(layer, code_source(f"./{DATA}", listed))
    return found


def _dressed(layer: QgsVectorLayer, packed: PackedLayer, codes: CodeLayers) -> bool:
    """Give a layer its role, form and style; tell whether the style stays within the package."""
    style, inside = packed.layer.style, True
    if style is not None:
        inside = not absolute_places(style.toString(), {packed.layer.title})
        if inside:
            layer.importNamedStyle(style)
    if packed.layer.role:
        write_role(layer, packed.layer.role)
    for standard, field in packed.layer.said.items():
        write_field(layer, standard, field)
    if packed.layer.schema is not None:
        set_form(layer, packed.layer.schema, codes=codes)
    if packed.layer.editable:
        _hide(layer, UID)
    layer.setReadOnly(not packed.layer.editable)
    return inside


def _raster(folder: Path) -> QgsRasterLayer:
    layer = QgsRasterLayer(str(folder / BASE_MAP), tr("Base map"), "gdal")
    if not layer.isValid():
        raise PlannerError(tr("Layer {layer} of {path} cannot be opened.").format(layer=tr("Base map"), path=BASE_MAP))
    return layer


def _own_layer(folder: Path, table: str, dress: Callable[[QgsVectorLayer, str], object]) -> QgsVectorLayer:
    schema = load_schema(table)
    layer = _opened(folder, table, schema.zh if language() == "zh" else schema.en)
    dress(layer, table)
    write_role(layer, table)
    set_form(layer, schema)
    return layer


def _opened(folder: Path, table: str, title: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{folder / DATA}|layername={table}", title, "ogr")
    if not layer.isValid():
        raise PlannerError(tr("Layer {layer} of {path} cannot be opened.").format(layer=title, path=DATA))
    for place in layer.primaryKeyAttributes():  # numbers of the file, which nobody types
        layer.setEditorWidgetSetup(place, QgsEditorWidgetSetup("Hidden", {}))
    return layer


def _hide(layer: QgsVectorLayer, name: str) -> None:
    """Keep the name of a row out of sight, but let a new row get one, and so the second part of one that is split."""
    place = layer.fields().lookupField(name)
    layer.setFieldConstraint(place, QgsFieldConstraints.Constraint.ConstraintUnique,
                             QgsFieldConstraints.ConstraintStrength.ConstraintStrengthSoft)
    layer.setEditorWidgetSetup(place, QgsEditorWidgetSetup("Hidden", {}))
    layer.setDefaultValueDefinition(place, QgsDefaultValue("uuid('WithoutBraces')"))


def _relate(project: QgsProject, layer: QgsVectorLayer, evidence: QgsVectorLayer) -> None:
    """Let photos be taken from a parcel's own form."""
    relation = QgsRelation(QgsRelationContext(project))  # else it looks in the open project
    relation.setId(f"evidence_{layer.id()}")
    relation.setName(tr("Photo evidence"))
    relation.setReferencedLayer(layer.id())
    relation.setReferencingLayer(evidence.id())
    relation.addFieldPair("parcel_uid", UID)
    project.relationManager().addRelation(relation)
    config = layer.editFormConfig()
    if config.layout() == QgsEditFormConfig.EditorLayout.TabLayout:
        tab = QgsAttributeEditorContainer(tr("Photo evidence"), config.invisibleRootContainer())
        tab.setIsGroupBox(False)
        photos = QgsAttributeEditorRelation(relation, tab)
        photos.setRelationWidgetTypeId(_RELATION_EDITOR)
        tab.addChildElement(photos)
        config.addTab(tab)
        layer.setEditFormConfig(config)
