"""The table of codes on the desktop: a GeoPackage beside the project, whose lists are layers out of sight."""
from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ..engine.errors import PlannerError
from ..engine.field_map import said_fields
from ..engine.file_place import uri
from ..engine.staging import in_words
from ..i18n import tr
from .edit_places import files_beside
from .form_codes import code_layer, code_rows, named, needed_lists, write_codes

if TYPE_CHECKING:
    from qgis.core import QgsProject, QgsVectorLayer

    from ..engine.schema import Schema
    from .form_codes import CodeLayers

CODE_FILE = "kf_survey_codes.gpkg"
_PROPERTY = "kf/codes"
"""Custom property of a layer of ours: the list it holds."""
_READ = "SELECT list, code, zh, en, fits FROM survey_codes ORDER BY fid"
_WRITE = "INSERT INTO survey_codes (list, code, zh, en, fits) VALUES (?, ?, ?, ?, ?)"
_CLEAR = "DELETE FROM survey_codes"


def codes_for(layer: QgsVectorLayer, project: QgsProject, schema: Schema) -> CodeLayers:
    """Return the layers of codes that the form of a layer draws from, each once in a project; new ones are added.

    Nothing is written for a form that draws from none. Raises PlannerError where the table cannot be had.
    """
    lists = needed_lists(layer.fields(), said_fields(layer), schema)
    if not lists:
        return {}
    saved = project.absoluteFilePath()
    files = [Path(saved)] if saved else files_beside(layer, project)
    if not files:
        raise PlannerError(tr("The layer is in memory and the project is not saved: save the project, then take the "
                              "form off and put it on again."))
    path = files[0].with_name(CODE_FILE)
    provide(path)
    found = {}
    for listed in lists:
        one = _in_project(project, listed, path)
        found[listed] = named(one, one.publicSource())
    return found


def code_layers(project: QgsProject) -> list[str]:
    """Return the ids of our layers of codes, without those that somebody shows in the legend."""
    shown = set(project.layerTreeRoot().findLayerIds())
    return [layer_id for layer_id, layer in project.mapLayers().items()
            if layer.customProperty(_PROPERTY) and layer_id not in shown]


def drop_unused(project: QgsProject) -> None:
    """Remove our layers of codes that no style of any layer names any more; their file stays for other projects."""
    ours = code_layers(project)
    if not ours:
        return
    styles = [layer.styleManager().style(name).xmlData() for layer_id, layer in project.mapLayers().items()
              if layer_id not in ours for name in layer.styleManager().styles()]
    project.removeMapLayers([one for one in ours if not any(one in style for style in styles)])


def provide(path: Path) -> None:
    """See to it that a file holds the codes as this version knows them; raises PlannerError and leaves what is none.
    """
    try:
        if not path.exists():
            with TemporaryDirectory(prefix=".kf_", dir=path.parent) as folder:
                made = Path(folder) / path.name
                write_codes(made)
                made.replace(path)
            return
        with closing(sqlite3.connect(uri(path, "ro"), uri=True)) as connection:
            same = connection.execute(_READ).fetchall() == code_rows()
        if not same:
            _renew(path)
    except (OSError, sqlite3.Error) as error:
        raise PlannerError(tr("{path} cannot hold the codes: {reason}. Put what is there away, or save the project in "
                              "a folder you may write to.").format(path=path, reason=in_words(error))) from error


def _renew(path: Path) -> None:
    """Bring the rows of an earlier version up to date in one step: layers may be open on them."""
    with closing(sqlite3.connect(uri(path, "rw"), uri=True)) as connection, connection:
        connection.execute(_CLEAR)
        connection.executemany(_WRITE, code_rows())


def _in_project(project: QgsProject, listed: str, path: Path) -> QgsVectorLayer:
    """Return the layer of a list; one that lost its file, or has it elsewhere, is pointed to it and keeps its id."""
    wanted = code_layer(path, listed)
    if not wanted.isValid():
        raise PlannerError(tr("Layer {layer} of {path} cannot be opened.").format(layer=listed, path=path))
    for layer in project.mapLayers().values():
        if layer.customProperty(_PROPERTY) == listed:
            if not layer.isValid() or layer.source() != wanted.source():
                layer.setDataSource(wanted.source(), layer.name(), "ogr")
            return layer
    wanted.setCustomProperty(_PROPERTY, listed)
    project.addMapLayer(wanted, False)
    return wanted
