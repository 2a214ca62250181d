"""What the categories of a style make of the values of a field: which category each falls into, by the style's rule."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFields,
    QgsVectorLayer,
)

from ..compat import is_null
from .styles import apply_style

if TYPE_CHECKING:
    from collections.abc import Sequence

# how the class attribute of a style asks for a field that a layer may lack; QGIS does not tell which one it is
_ASKED = re.compile(r"attribute\('(\w+)'\)")


@dataclass(frozen=True)
class StyleClasses:
    """The categories of a style over one field of a layer, in the order of the legend.

    field: the layer's own name of it; names: what the legend calls the categories.
    """

    field: str
    names: tuple[str, ...]
    _fields: QgsFields
    _renderer: QgsCategorizedSymbolRenderer

    def places(self, values: Sequence[str]) -> list[int | None]:
        """Return the position of the category that each value falls into, None where the style draws none."""
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(None))
        expression = QgsExpression(self._renderer.classAttribute())
        feature, found = QgsFeature(self._fields), []
        others = self._renderer.categoryIndexForValue("")
        for value in values:
            feature.setAttribute(self.field, value)
            context.setFeature(feature)
            word = expression.evaluate(context)
            place = self._renderer.categoryIndexForValue("" if is_null(word) else word)
            place = others if place < 0 else place
            found.append(None if place < 0 else place)
        return found


def style_classes(layer: QgsVectorLayer, style: str) -> StyleClasses | None:
    """Return the categories that a style has for a layer, None where it has none or the layer lacks their field."""
    copy = layer.clone()
    if not apply_style(copy, style) or not isinstance(copy.renderer(), QgsCategorizedSymbolRenderer):
        return None
    renderer = copy.renderer().clone()
    asked = _ASKED.search(renderer.classAttribute())
    place = layer.fields().lookupField(asked.group(1) if asked else renderer.classAttribute())
    if place < 0:
        return None
    names = tuple(item.label() for item in renderer.categories())
    return StyleClasses(layer.fields()[place].name(), names, layer.fields(), renderer)
