"""Photos that a register names: found beside the project or the register, and nowhere else."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from qgis.core import QgsProject, QgsProviderRegistry
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QImageReader, QPixmap

from ..i18n import tr

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer


@dataclass(frozen=True)
class Photo:
    """A picture, or why there is none; neither where the register names none."""

    picture: QPixmap | None
    note: str


def photo_of(layer: QgsVectorLayer, named: str, within: QSize) -> Photo:
    """Return the photo that a register names by a path relative to the project or to the register's own file.

    A path that leads out of both folders is not followed: a register from elsewhere names no file of this computer.
    """
    if not named:
        return Photo(None, "")
    folders = _folders(layer)
    places = [(folder / Path(*PureWindowsPath(named).parts)).resolve() for folder in folders]
    inside = [place for place, folder in zip(places, folders) if folder in place.parents]
    if not inside:
        return Photo(None, tr("The photo “{photo}” lies outside the folders of project and register; it is not "
                              "shown.").format(photo=named))
    found = next((place for place in inside if place.is_file()), None)
    if found is None:
        return Photo(None, tr("The photo “{photo}” is missing: it is not in {folders}.").format(
            photo=named, folders=", ".join(dict.fromkeys(map(str, folders)))))
    reader = QImageReader(str(found))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():  # a large photo is read no larger than it is shown
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return Photo(None, tr("The photo “{photo}” cannot be read: {reason}.").format(
            photo=named, reason=reader.errorString()))
    return Photo(QPixmap.fromImage(image), "")


def _folders(layer: QgsVectorLayer) -> list[Path]:
    """Return the folders that photos may stand in: of the project, and of the register's file."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = str(parts.get("path") or "")
    named = [QgsProject.instance().homePath(), str(Path(path).parent) if path else ""]
    return [Path(folder).resolve() for folder in named if folder]
