"""Whether the map shows a layer as far as the layer tree says, and how to switch it on."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

if TYPE_CHECKING:
    from qgis.core import QgsMapLayer, QgsProject


class LayerSwitch(QObject):
    """``changed`` comes when something in the tree was switched on or off."""

    changed = pyqtSignal()

    def __init__(self, project: QgsProject, parent: QObject) -> None:
        super().__init__(parent)
        self._root = project.layerTreeRoot()
        self._root.visibilityChanged.connect(self._tell)

    def is_off(self, layer: QgsMapLayer) -> bool:
        """Tell whether a layer of the tree, or a group it stands in, is switched off."""
        node = self._root.findLayer(layer)
        return node is not None and not node.isVisible()

    def switch_on(self, layer: QgsMapLayer) -> None:
        """Show a layer, and the groups it stands in; what else is in them stays as it is."""
        node = self._root.findLayer(layer)
        if node is not None:
            node.setItemVisibilityCheckedParentRecursive(True)

    def stop(self) -> None:
        """Listen no more."""
        self._root.visibilityChanged.disconnect(self._tell)

    def _tell(self, *_node: Any) -> None:
        self.changed.emit()
