"""Tells when layers of the project, or their order, have changed in what the Data panel shows of them."""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qgis.core import QgsMapLayer, QgsProject

_SETTLE_MS = 200  # an edit of thousands of features is one change
# what is on the layer itself, and what makes its data others than they were counted
_APPEARANCE = ("nameChanged", "crsChanged", "customPropertyChanged", "editingStarted", "layerModified")
_DATA = ("dataSourceChanged", "subsetStringChanged", "updatedFields", "editingStopped", "dataChanged",
         "featureAdded", "featuresDeleted")


class LayerWatch(QObject):
    """``changed`` comes once for many changes; with the id of the layer, ``layer_changed`` and, where its data may be
    others now, ``data_changed`` come at once.
    """

    changed = pyqtSignal()
    layer_changed = pyqtSignal(str)
    data_changed = pyqtSignal(str)

    def __init__(self, project: QgsProject, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._watched: dict[str, tuple[QgsMapLayer, list[tuple[str, Any]]]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.changed)
        root = project.layerTreeRoot()
        self._tree = [(root.addedChildren, self.soon), (root.removedChildren, self.soon)]
        for signal, slot in self._tree:
            signal.connect(slot)

    def watch(self, layers: Iterable[QgsMapLayer]) -> None:
        """Listen to these layers from now on, and to no others."""
        wanted = {layer.id(): layer for layer in layers}
        for layer_id in set(self._watched) - set(wanted):
            self._leave(layer_id)
        for layer_id, layer in wanted.items():
            if layer_id not in self._watched:
                slots = [(name, partial(slot, layer_id)) for names, slot in ((_APPEARANCE, self._layer),
                                                                             (_DATA, self._data))
                         for name in names if hasattr(layer, name)]  # a raster has no features
                for name, slot in slots:
                    getattr(layer, name).connect(slot)
                self._watched[layer_id] = (layer, slots)

    def forget(self, layer_ids: Iterable[str]) -> None:
        """Leave layers that are about to go."""
        for layer_id in layer_ids:
            self._leave(layer_id)

    def stop(self) -> None:
        """Listen to nothing any more."""
        self._timer.stop()
        self.watch(())
        for signal, slot in self._tree:
            signal.disconnect(slot)

    def _leave(self, layer_id: str) -> None:
        layer, slots = self._watched.pop(layer_id, (None, []))
        if layer is not None and not sip.isdeleted(layer):
            for name, slot in slots:
                getattr(layer, name).disconnect(slot)

    def soon(self, *_what: Any) -> None:
        """Tell ``changed``, together with what else changes meanwhile."""
        if not self._timer.isActive():
            self._timer.start()

    def _data(self, layer_id: str, *_what: Any) -> None:
        self.data_changed.emit(layer_id)
        self._layer(layer_id)

    def _layer(self, layer_id: str, *_what: Any) -> None:
        self.layer_changed.emit(layer_id)
        self.soon()
