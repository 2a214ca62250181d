"""What a result says of one place: a click on the map, or a selection, and the unit tells why it is what it is."""
from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.gui import QgsMapToolIdentifyFeature
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ...cartography.styles import field_title
from ...compat import is_null
from ...i18n import language, tr
from ..duties.duty_result import plain_title
from ..models.amounts import area_text, number_text, share_text, unit_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..duties.duty import Card

_BOTH = ("ha", "mu")


class FeatureCard(QWidget):
    """Shows the feature of one layer that was clicked or selected last; without a layer it offers nothing."""

    def __init__(self, card: Card, iface: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._card, self._canvas = card, iface.mapCanvas()
        self._layer: QgsVectorLayer | None = None
        self._tool: QgsMapToolIdentifyFeature | None = None
        self.button = QPushButton(tr(card.prompt), self)
        self.button.setCheckable(True)
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setObjectName("card_text")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        layout.addWidget(self.label)
        self.button.toggled.connect(self._toggle)
        self.set_layer(None)

    def set_layer(self, layer: QgsVectorLayer | None) -> None:
        """Show features of another layer, or of none."""
        self.button.setChecked(False)
        if self._layer is not None:
            self._layer.selectionChanged.disconnect(self._selected)
        self._layer = layer
        if layer is not None:
            layer.selectionChanged.connect(self._selected)
        self.button.setEnabled(layer is not None)
        self.label.clear()

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Let go of the layer when it is about to leave."""
        if self._layer is not None and self._layer.id() in set(layer_ids):
            self.set_layer(None)

    def show_feature(self, feature: QgsFeature) -> None:
        """Tell what the result says of a feature."""
        values = {name: None if is_null(value) else value
                  for name, value in zip(feature.fields().names(), feature.attributes())}
        self.label.setText(_told(self._card, values))

    def _selected(self, *_what: Any) -> None:
        found = next(iter(self._layer.selectedFeatures()), None) if self._layer is not None else None
        if found is not None:
            self.show_feature(found)

    def _toggle(self, on: bool) -> None:
        if on and self._layer is not None:
            self._tool = QgsMapToolIdentifyFeature(self._canvas, self._layer)
            self._tool.featureIdentified[QgsFeature].connect(self._clicked)
            self._tool.deactivated.connect(self._tool_left)
            self._canvas.setMapTool(self._tool)
        elif self._tool is not None:
            self._canvas.unsetMapTool(self._tool)

    def _clicked(self, feature: QgsFeature) -> None:
        self.show_feature(feature)
        self._canvas.flashFeatureIds(self._layer, [feature.id()])

    def _tool_left(self) -> None:
        """Another tool was chosen, or the button."""
        if self._tool is not None:
            self._tool.deleteLater()
            self._tool = None
        self.button.setChecked(False)


def _told(card: Card, values: dict[str, Any]) -> str:
    heading = str(values.get(card.heading) or "")
    text = values.get(card.text if language() == "zh" else card.text_en) or values.get(card.text)
    called = tr(card.words[heading]) if heading in card.words else heading
    lines = [f"<b>{escape(called)}</b>", escape(str(text or ""))]
    lines += [tr("{title}: {figure}").format(title=escape(title), figure=escape(figure))
              for title, figure in _figures(card.figures, values)]
    return "<br>".join(lines)


def _figures(names: Iterable[str], values: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for name in names:
        value = values.get(name)
        if value is None:
            continue
        if name.endswith("_m2"):
            areas = (f"{area_text(value, unit)} {unit_text(unit)}" for unit in _BOTH)
            yield plain_title(field_title(name)), ", ".join(areas)
        elif name.endswith("share"):
            yield field_title(name), f"{share_text(value)} %"
        else:
            yield field_title(name), number_text(value) if isinstance(value, (int, float)) else str(value)
