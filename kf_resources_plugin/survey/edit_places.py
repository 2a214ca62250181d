"""Where the journal and the history of a layer's edits stand: beside the project, else beside the layer's file."""
from __future__ import annotations

import os
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProject, QgsProviderRegistry

from .edit_journal import KEPT_SUFFIX, SUFFIX, lock_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qgis.core import QgsVectorLayer

HISTORY_SUFFIX = ".kfedits.csv"
_KEY_DIGITS = 12


def layer_key(layer: QgsVectorLayer, beside: Path) -> str:
    """Return what tells a layer's data from others: its table, and its file as seen from the file beside which its
    edits are told. So it stays the same when the folder is moved, and a copy in another folder is another layer.
    """
    parts = _parts(layer)
    named = f"{_seen_from(beside.parent, parts['path'])}|{parts.get('layerName') or ''}" if parts.get("path") \
        else layer.source()
    return sha256(f"{layer.providerType()}|{named}".encode()).hexdigest()[:_KEY_DIGITS]


def _seen_from(folder: Path, path: str) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return Path(path).as_posix()


def _parts(layer: QgsVectorLayer) -> dict[str, Any]:
    return dict(QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()))


def files_beside(layer: QgsVectorLayer, project: QgsProject) -> list[Path]:
    """Return the files beside which what belongs to a layer may stand, the one that counts now first.

    A layer in memory has none.
    """
    if layer.providerType() == "memory":
        return []
    path = _parts(layer).get("path")
    files = [Path(name) for name in (project.absoluteFilePath(), path) if name]
    return [file for file in files if file.parent.is_dir()]


def new_journal(layer: QgsVectorLayer, project: QgsProject) -> Path | None:
    """Return where the journal of a session is to stand, None where a layer is gone with the process anyway."""
    beside = files_beside(layer, project)
    moment = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S%f")
    return beside[0].with_name(f"{beside[0].stem}.{layer_key(layer, beside[0])}.{moment}-{os.getpid()}{SUFFIX}") \
        if beside else None


def left_journals(layer: QgsVectorLayer, project: QgsProject) -> list[Path]:
    """Return the journals of a layer that no process holds, the oldest first."""
    return sorted(filter(_free, _journals(layer, project)), key=lambda path: path.name.split(".")[-2])


def edited_elsewhere(layer: QgsVectorLayer, project: QgsProject) -> bool:
    """Tell whether another window, or another layer of the same data, holds a journal; ask before there is an own."""
    return not all(map(_free, _journals(layer, project)))


def _journals(layer: QgsVectorLayer, project: QgsProject) -> set[Path]:
    return {path for file in files_beside(layer, project)
            for path in file.parent.glob(f"*.{layer_key(layer, file)}.*{SUFFIX}")}


def _free(path: Path) -> bool:
    lock = lock_of(path)
    free = bool(lock.tryLock(0))
    if free:
        lock.unlock()
    return free


def keep(path: Path) -> Path:
    """Put a journal aside under a name that is not offered again; return the name."""
    kept = path.with_name(path.name[:-len(SUFFIX)] + KEPT_SUFFIX)
    os.replace(path, kept)
    return kept


def history_file(layer: QgsVectorLayer, project: QgsProject) -> Path | None:
    """Return the file of what was changed and saved, None for layers in memory."""
    return next(iter(history_files(layer, project)), None)


def history_files(layer: QgsVectorLayer, project: QgsProject) -> Iterable[Path]:
    """Return where the history of a layer may stand, the one that is written now first."""
    return [file.with_name(f"{file.stem}{HISTORY_SUFFIX}") for file in files_beside(layer, project)]
