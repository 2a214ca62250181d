"""The file of a layer, and whether anything can be written into it now."""
from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsProviderRegistry

from ..engine.errors import PlannerError
from ..engine.file_place import uri
from ..engine.staging import files_of
from ..i18n import tr

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

_DATABASES = frozenset({".gpkg", ".sqlite", ".db"})
_HEAD = b"SQLite format 3\x00"
# what SQLite says of a file that another program is writing into, and of one that nobody may write into
_HELD, _CLOSED = ("locked", "busy"), ("readonly", "unable to open")
_WRITTEN = "CREATE TABLE IF NOT EXISTS kf_written (one INTEGER)"


def file_of(layer: QgsVectorLayer) -> Path | None:
    """Return the file of a layer, None where it is in memory or in no file."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = Path(parts.get("path") or "")
    return path if layer.providerType() == "ogr" and path.is_file() else None


def is_database(path: Path) -> bool:
    """Tell whether a file is one of SQLite."""
    if path.suffix.lower() not in _DATABASES:
        return False
    with path.open("rb") as file:
        return file.read(len(_HEAD)) == _HEAD


def refuse_unwritable(layer: QgsVectorLayer) -> None:
    """Raise PlannerError where nothing can be written into the file of a layer: QGIS says so only on saving."""
    path = file_of(layer)
    reason = "" if path is None else _database_fault(path) if is_database(path) else _files_fault(path)
    if reason:
        raise PlannerError(tr("Layer “{layer}” cannot be edited now: {reason}.").format(
            layer=layer.name(), reason=reason))


def _database_fault(path: Path) -> str:
    """Return why a database takes nothing, '' where it does; what is tried is taken back."""
    try:
        with closing(sqlite3.connect(uri(path, "rw"), uri=True, timeout=0, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            # before anything is written SQLite needs a journal in the same folder
            connection.execute(_WRITTEN)
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        if any(word in str(error) for word in _HELD):
            return tr("another program holds its file")
        if any(word in str(error) for word in _CLOSED):
            return tr("you may not write to {path}, or to its folder").format(path=path)
        return str(error)
    return ""


def _files_fault(path: Path) -> str:
    """Return which file, or folder, may not be written into: GDAL writes GeoJSON and CSV anew beside the old file and,
    where it cannot, QGIS says that they are saved.
    """
    held = next((one for one in (*files_of(path), path.parent) if one.exists() and not os.access(one, os.W_OK)), None)
    return "" if held is None else tr("you may not write to {path}, or to its folder").format(path=held)
