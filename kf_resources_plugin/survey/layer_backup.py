"""A dated copy of the file of a layer, beside it, before anything is written into the layer.

The copy has its name only when it is whole: it is made in a hidden folder and moved.
"""
from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter

from ..engine.errors import PlannerError
from ..engine.file_place import uri
from ..engine.staging import Staging, files_of
from ..i18n import tr
from .layer_file import file_of, is_database

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from qgis.core import QgsVectorLayer


def back_up(layer: QgsVectorLayer, folder: Path, now: datetime) -> Path:
    """Copy the file of a layer and return the copy; a layer that is no file is saved as GeoPackage in ``folder``.

    Raises PlannerError, and then there is no copy.
    """
    path, staging = file_of(layer), Staging()
    stamp = f"_backup_{now:%Y%m%d_%H%M%S}"
    kept = [] if path is None else [path] if is_database(path) else [one for one in files_of(path) if one.is_file()]
    targets = [one.with_name(f"{path.stem}{stamp}{one.name[len(path.stem):]}") for one in kept] if path else [
        folder / f"{layer.name() or 'layer'}{stamp}.gpkg".replace("/", "_")]
    try:
        if any(one.exists() for one in targets):
            raise PlannerError(tr("{path} is there already and stays as it is. Try again in a second.").format(
                path=targets[0]))
        places = [staging.place(one) for one in targets]
        if path is None:
            _save(layer, places[0])
        elif is_database(path):
            _copy_database(path, places[0])
        else:
            for one, place in zip(kept, places):
                shutil.copy2(one, place)
        staging.commit(lambda: None)
    except (OSError, sqlite3.Error) as error:
        raise PlannerError(tr("No backup of layer “{layer}” could be made: {reason}. Nothing was applied.").format(
            layer=layer.name(), reason=staging.spoken(error))) from error
    finally:
        staging.discard()
    return targets[0]


def _copy_database(path: Path, place: Path) -> None:
    """Copy by SQLite itself, with what stands in a journal; raises OSError when the copy is not sound."""
    with closing(sqlite3.connect(uri(path, "ro"), uri=True)) as source, closing(sqlite3.connect(place)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        if target.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise OSError(tr("the copy is not sound"))


def _save(layer: QgsVectorLayer, place: Path) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = "GPKG", "UTF-8"
    failed, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(place), QgsCoordinateTransformContext(), options)
    if failed != QgsVectorFileWriter.WriterError.NoError:
        raise OSError(message)
