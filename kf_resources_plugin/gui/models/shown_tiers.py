"""Which tiers of a layer the map shows: the classes of its style, switched on and off without a touch of the data."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsCategorizedSymbolRenderer, QgsSymbolLayerUtils
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QListWidget, QListWidgetItem

from ...engine.field_map import mapped_field
from ...engine.roles import schema_of
from ...rules.heritage_tiers import tier_of
from ...rules.text import clean

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

    from ...rules.heritage_tiers import Tier

_ROLE, _ICON = "heritage_zones", QSize(16, 16)


class ShownTiers(QObject):
    """Fills a list with a box for each tier that the layer has; a box that is changed changes the style.

    ``changed`` comes when the list was filled again.
    """

    changed = pyqtSignal()

    def __init__(self, box: QListWidget, known: dict[str, Tier]) -> None:
        super().__init__(box)
        self._box, self._known = box, known
        self._layer: QgsVectorLayer | None = None
        box.itemChanged.connect(self._switch)

    @property
    def by_tier(self) -> bool:
        """Tell whether the layer's style tells tiers apart."""
        return self._renderer() is not None

    def is_off(self, tier: str) -> bool:
        """Tell whether the style has the tier of a code switched off."""
        item = self._item(tier)
        return item is not None and item.checkState() == Qt.CheckState.Unchecked

    def switch_on(self, tier: str) -> None:
        """Show the tier of a code."""
        item = self._item(tier)
        if item is not None:
            item.setCheckState(Qt.CheckState.Checked)

    def _item(self, tier: str) -> QListWidgetItem | None:
        renderer = self._renderer()
        if renderer is None:
            return None
        values = [category.value() for category in renderer.categories()]
        items = [self._box.item(row) for row in range(self._box.count())]
        return next((item for item in items
                     if tier_of(values[item.data(Qt.ItemDataRole.UserRole)], self._known) == tier), None)

    def set_layer(self, layer: QgsVectorLayer | None) -> None:
        """Show the tiers of another layer, or of none, as its style has them now."""
        if self._layer is not layer:
            if self._layer is not None and not sip.isdeleted(self._layer):
                self._layer.styleChanged.disconnect(self._fill)
            if layer is not None:
                layer.styleChanged.connect(self._fill)
            self._layer = layer
        self._fill()

    def _renderer(self) -> QgsCategorizedSymbolRenderer | None:
        renderer = self._layer.renderer() if self._layer is not None else None
        told = isinstance(renderer, QgsCategorizedSymbolRenderer) and "tier" in renderer.classAttribute()
        return renderer if told else None

    def _fill(self) -> None:
        renderer = self._renderer()
        self._box.blockSignals(True)
        self._box.clear()
        held = self._held()
        for place, category in enumerate(renderer.categories() if renderer is not None else ()):
            if clean(category.value()) in held:
                item = QListWidgetItem(QgsSymbolLayerUtils.symbolPreviewIcon(category.symbol(), _ICON),
                                       category.label(), self._box)
                item.setData(Qt.ItemDataRole.UserRole, place)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if category.renderState() else Qt.CheckState.Unchecked)
        self._box.blockSignals(False)
        self.changed.emit()

    def _held(self) -> set[str]:
        """Return the values of the tier that the layer has, as its style compares them."""
        if self._layer is None:
            return set()
        place = self._layer.fields().lookupField(mapped_field(self._layer, "tier", schema_of(_ROLE)).field)
        return {clean(value).lower() for value in self._layer.uniqueValues(place)} if place >= 0 else set()

    def _switch(self, item: QListWidgetItem) -> None:
        renderer = self._renderer()
        if self._layer is None or renderer is None:
            return
        place, on = item.data(Qt.ItemDataRole.UserRole), item.checkState() == Qt.CheckState.Checked
        if renderer.categories()[place].renderState() != on:
            renderer.updateCategoryRenderState(place, on)
            self._layer.emitStyleChanged()
            self._layer.triggerRepaint()
