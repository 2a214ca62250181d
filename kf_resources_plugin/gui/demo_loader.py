"""Brings the demo city into QGIS without touching what the user has open."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsLayerTreeGroup, QgsLayerTreeLayer, QgsLayerTreeNode, QgsProject
from qgis.PyQt.QtCore import QObject, QStandardPaths

from .. import paths
from ..i18n import tr
from .background import BackgroundRun

_ALGORITHM = "kf:demodata"


def demo_folder() -> Path:
    """Return where the demo city of this version of the plugin is kept: in the user's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) / f"kaifeng-demo-{paths.metadata_value('version')}"


def project_file(folder: Path) -> Path | None:
    """Return the demo project in a folder, None when it has none."""
    return next(iter(sorted(folder.glob("*.qg[sz]"))), None) if folder.is_dir() else None


def add_as_group(source: QgsProject, target: QgsProject, title: str) -> QgsLayerTreeGroup:
    """Copy the layers of one project, with their styles and groups, into a new group on top of another."""
    group = target.layerTreeRoot().insertGroup(0, title)
    _copy_children(source.layerTreeRoot(), group, target)
    group.setExpanded(True)
    return group


def _copy_children(source: QgsLayerTreeNode, group: QgsLayerTreeGroup, target: QgsProject) -> None:
    for child in source.children():
        if isinstance(child, QgsLayerTreeLayer):
            if child.layer() is None:
                continue
            copied = target.addMapLayer(child.layer().clone(), False)
            node = group.addLayer(copied)
        else:
            node = group.addGroup(child.name())
            _copy_children(child, node, target)
        node.setItemVisibilityChecked(child.itemVisibilityChecked())
        node.setExpanded(child.isExpanded())


class DemoLoader(QObject):
    """The menu action "Load demo data": makes the demo city once, then opens it or adds it to the open project."""

    def __init__(self, iface: Any) -> None:
        super().__init__()
        self._iface = iface
        self._run: BackgroundRun | None = None

    def load(self) -> None:
        """Show the demo city, after making it in the background when this is the first time."""
        if self._run is not None:
            return
        folder = demo_folder()
        made = project_file(folder)
        if made is not None:
            self._show(made)
            return
        self._run = BackgroundRun(self._iface, _ALGORITHM, {"FOLDER": str(folder)})
        self._run.succeeded.connect(lambda results, _context: self._show(Path(results["PROJECT"])))
        self._run.ended.connect(self._forget)
        if not self._run.start():
            self._forget()

    def abandon(self) -> None:
        """Stop a run that is under way."""
        if self._run is not None:
            self._run.abandon()
            self._forget()

    def _forget(self) -> None:
        self._run = None

    def _show(self, path: Path) -> None:
        project = QgsProject.instance()
        if any(str(path.parent) in layer.source() for layer in project.mapLayers().values()):
            self._tell(tr("The demo data are in this project already."), Qgis.MessageLevel.Info)
        elif not project.mapLayers() and not project.isDirty():
            self._iface.addProject(str(path))
        else:
            demo = QgsProject()
            if not demo.read(str(path)):
                self._tell(tr("The demo project cannot be read: {path}").format(path=path), Qgis.MessageLevel.Warning)
                return
            add_as_group(demo, project, demo.title() or tr("Demo data"))
            self._tell(tr("The demo data were added as a group. Your own layers are unchanged."),
                       Qgis.MessageLevel.Success)

    def _tell(self, text: str, level: Qgis.MessageLevel) -> None:
        self._iface.messageBar().pushMessage(tr("Demo data"), text, level)
