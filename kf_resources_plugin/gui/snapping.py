"""Topological snapping set up for an edit session on one layer, and taken back when it ends."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProject, QgsSnappingConfig, QgsTolerance
from qgis.PyQt.QtCore import QObject, pyqtSignal

if TYPE_CHECKING:
    from collections.abc import Collection

    from qgis.core import QgsVectorLayer

_PIXELS = 12.0


class Snapping(QObject):
    """Borders of neighbours move together, points snap to vertices and edges of the layer, new land does not overlap.

    What the project had before comes back with ``take_back``, or when the layer's edit session ends; ``changed`` tells.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._project = QgsProject.instance()
        self._layer: QgsVectorLayer | None = None
        self._before: tuple[QgsSnappingConfig, bool, Any, list[QgsVectorLayer]] | None = None

    @property
    def layer(self) -> QgsVectorLayer | None:
        """Return the layer that snapping is set up for, None for none."""
        return self._layer

    def set_up(self, layer: QgsVectorLayer) -> None:
        """Set snapping up for a layer."""
        self.take_back()
        project = self._project
        self._before = (QgsSnappingConfig(project.snappingConfig()), project.topologicalEditing(),
                        project.avoidIntersectionsMode(), project.avoidIntersectionsLayers())
        config = QgsSnappingConfig(project)
        config.setEnabled(True)
        config.setMode(QgsSnappingConfig.SnappingMode.AdvancedConfiguration)
        config.setIntersectionSnapping(False)
        kinds = QgsSnappingConfig.SnappingTypeFlag(QgsSnappingConfig.SnappingTypes.VertexFlag
                                                   | QgsSnappingConfig.SnappingTypes.SegmentFlag)
        config.setIndividualLayerSettings(layer, QgsSnappingConfig.IndividualLayerSettings(
            True, kinds, _PIXELS, QgsTolerance.UnitType.Pixels))
        project.setSnappingConfig(config)
        project.setTopologicalEditing(True)
        project.setAvoidIntersectionsMode(QgsProject.AvoidIntersectionsMode.AvoidIntersectionsLayers)
        project.setAvoidIntersectionsLayers([layer])
        self._layer = layer
        layer.editingStopped.connect(self.take_back)
        self.changed.emit()

    def forget_layers(self, layer_ids: Collection[str]) -> None:
        """Let go of layers that are about to leave: a configuration that is kept would go on pointing to them."""
        if self._before is None:
            return
        config, topological, mode, layers = self._before
        config.removeLayers([layer for layer in map(self._project.mapLayer, layer_ids) if layer is not None])
        self._before = config, topological, mode, [layer for layer in layers if layer.id() not in layer_ids]
        if self._layer is not None and self._layer.id() in layer_ids:
            self.take_back()

    def take_back(self) -> None:
        """Let the project snap as it did before."""
        if self._layer is None or self._before is None:
            return
        layer, self._layer = self._layer, None
        layer.editingStopped.disconnect(self.take_back)
        (config, topological, mode, layers), self._before = self._before, None
        self._project.setSnappingConfig(config)
        self._project.setTopologicalEditing(topological)
        self._project.setAvoidIntersectionsMode(mode)
        self._project.setAvoidIntersectionsLayers(layers)
        self.changed.emit()

    def forget(self) -> None:
        """Let go of the layer: the project, and what it had set, is gone."""
        if self._layer is not None:
            self._layer.editingStopped.disconnect(self.take_back)
        self._layer = self._before = None
