"""The layers of areas that rules ask for (redline, river, …): each known by its role, taken in by a tick."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ...engine.roles import ALIKE, NO_ROLE, RESULT_PROPERTY, listed_layers, role_title, roles, told_role, write_role
from ...i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SHOWN_ROWS = 4
_LAYER = int(Qt.ItemDataRole.UserRole)
_NARROW = 6


class AreaLayers(QWidget):
    """Lists the polygon layers of the project that may be areas of one of ``kinds``, those with a kind first.

    A layer with a kind is taken in unless the user left it out; the kind of the current layer is chosen below the list
    and written on the layer as its role. ``changed`` comes when the user changed something.
    """

    changed = pyqtSignal()

    def __init__(self, kinds: Sequence[str], title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = tuple(kinds)
        self._left_out: set[str] = set()
        self._taken: set[str] = set()  # by other boxes of the page
        self._filling = False
        self.list = QListWidget(self)
        self.kind = QComboBox(self)
        self._arrange(title)
        self.list.itemChanged.connect(self._user_ticked)
        self.list.currentItemChanged.connect(self._show_kind)
        self.kind.activated.connect(self._user_chose_kind)

    def _arrange(self, title: str) -> None:
        heading, kind_label = QLabel(title, self), QLabel(tr("It shows"), self)
        heading.setWordWrap(True)
        heading.setBuddy(self.list)
        kind_label.setBuddy(self.kind)
        self.list.setObjectName("area_layers")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumWidth(0)
        self.kind.setObjectName("area_kind")
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(_NARROW)
        self.kind.setToolTip(tr("What the chosen layer shows; the layer gets this role"))
        self.kind.addItem(tr("none of these"), NO_ROLE)
        for kind in self._kinds:
            self.kind.addItem(role_title(kind), kind)
        row = QHBoxLayout()
        row.addWidget(kind_label)
        row.addWidget(self.kind, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(heading)
        layout.addWidget(self.list)
        layout.addLayout(row)
        self.list.setFixedHeight(self.list.fontMetrics().height() * (_SHOWN_ROWS + 1) + 2 * self.list.frameWidth())

    def controls(self) -> list[QWidget]:
        """Return what Tab goes through, in order."""
        return [self.list, self.kind]

    def left_out(self) -> list[str]:
        """Return the ids of layers that the user left out."""
        return sorted(self._left_out)

    def fill(self, left_out: Iterable[str], taken: Iterable[str], going: Iterable[str] = ()) -> None:
        """List the project's layers again, without those ``taken`` by other boxes and those that are ``going``."""
        self._left_out, self._taken = set(left_out), set(taken)
        layers = [layer for layer in self._candidates() if layer.id() not in set(going)]
        current = self.list.currentItem()
        kept = current.data(_LAYER) if current is not None else ""
        self._filling = True
        self.list.clear()
        for layer in sorted(layers, key=lambda layer: self._kind_of(layer) == ""):
            self._add(layer)
            if layer.id() == kept:
                self.list.setCurrentRow(self.list.count() - 1)
        self._filling = False
        self._show_kind()

    def refresh(self, taken: Iterable[str], going: Iterable[str] = ()) -> None:
        """List the project's layers again."""
        self.fill(self._left_out, taken, going)

    def layer_ids(self) -> list[str]:
        """Return the ids of the layers that are taken in, in the order of the list."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.data(_LAYER) for item in items if item.checkState() == Qt.CheckState.Checked]

    def rules(self) -> dict[str, str]:
        """Return the kinds by layer name that algorithms cannot tell by role or name: the fields gave them away."""
        layers = [QgsProject.instance().mapLayer(layer_id) for layer_id in self.layer_ids()]
        return {layer.name(): self._kind_of(layer) for layer in layers if told_role(layer).why == ALIKE}

    def _candidates(self) -> list[QgsVectorLayer]:
        polygons = roles()[self._kinds[0]]
        return [layer for layer in listed_layers(QgsProject.instance()) if layer.isValid() and polygons.fits(layer)
                and not layer.customProperty(RESULT_PROPERTY) and layer.id() not in self._taken]

    def _kind_of(self, layer: QgsVectorLayer) -> str:
        """Return the kind of areas a layer shows, '' for none of ours."""
        role = told_role(layer).role
        return role if role in self._kinds else ""

    def _add(self, layer: QgsVectorLayer) -> None:
        kind = self._kind_of(layer)
        told = role_title(kind) if kind else ""
        item = QListWidgetItem(tr("{layer}: {kind}").format(layer=layer.name(), kind=told)
                               if told not in {"", layer.name()} else layer.name(), self.list)
        item.setData(_LAYER, layer.id())
        # what shows nothing we know cannot be taken in before somebody says what it is
        flags = item.flags() | Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(flags if kind else flags & ~Qt.ItemFlag.ItemIsUserCheckable)
        taken_in = bool(kind) and layer.id() not in self._left_out
        if kind:
            item.setCheckState(Qt.CheckState.Checked if taken_in else Qt.CheckState.Unchecked)

    def _layer(self) -> QgsVectorLayer | None:
        item = self.list.currentItem()
        layer = QgsProject.instance().mapLayer(item.data(_LAYER)) if item is not None else None
        return layer if isinstance(layer, QgsVectorLayer) else None

    def _show_kind(self, *_items: Any) -> None:
        layer = self._layer()
        self.kind.setEnabled(layer is not None)
        self.kind.setCurrentIndex(max(self.kind.findData(self._kind_of(layer)), 0) if layer is not None else 0)

    def _user_ticked(self, item: QListWidgetItem) -> None:
        if self._filling:
            return
        if item.checkState() == Qt.CheckState.Checked:
            self._left_out.discard(item.data(_LAYER))
        else:
            self._left_out.add(item.data(_LAYER))
        self.changed.emit()

    def _user_chose_kind(self, _index: int) -> None:
        layer = self._layer()
        if layer is None or self.kind.currentData() == (self._kind_of(layer) or NO_ROLE):
            return
        write_role(layer, self.kind.currentData())
        self._left_out.discard(layer.id())
        QgsProject.instance().setDirty(True)
        self.refresh(self._taken)
        self.changed.emit()
