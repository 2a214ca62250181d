"""The plugin's layer styles: QML files that hold codes, and one table of names in Chinese and English.

The QML is language-free: categories and rules are labelled with a code or a key, and ``apply_style`` puts the name
in the language of the user. So a colour is changed in one file, and a word in one file. A style named after a role
draws the layers in that role and takes its title; every other one has a title in ``names.json``. There, too, are the
words of ``labels``, the class system (``classes``) or the field of a standard (``domain``) whose codes the categories
are, further ``roles`` that the style draws, the ``fields`` that mark an output of ours, and whether it draws ``points``
or a ``raster`` and not polygons.
"""
from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Callable

import numpy as np
from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsContrastEnhancement,
    QgsExpression,
    QgsFeatureRenderer,
    QgsFields,
    QgsMapLayer,
    QgsPalettedRasterRenderer,
    QgsRasterLayer,
    QgsRasterRenderer,
    QgsRuleBasedRenderer,
    QgsSingleBandGrayRenderer,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

from .. import paths
from ..engine.roles import LINE, POINT, POLYGON, RASTER, kind_of, read_role, role_by_name, role_title, roles
from ..engine.rule_store import load_class_systems
from ..engine.schema import load_schema
from ..i18n import language as user_language
from .fonts import mended

if TYPE_CHECKING:
    from collections.abc import Mapping

_CLASS_FIELD = "DLBM"
# what a style file says it draws, as QGIS writes it; it writes nothing for rasters
_DRAWN = re.compile("<layerGeometryType>([012])</layerGeometryType>")
_KINDS = {"0": POINT, "1": LINE, "2": POLYGON}
_SAMPLED = 1_000  # columns and rows of a raster that are looked at for its greys
_CATEGORIES = (QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling
               | QgsMapLayer.StyleCategory.Rendering)


class StyleError(ValueError):
    """A style file of the plugin cannot be applied to a layer."""


@lru_cache(maxsize=1)
def _names() -> Mapping[str, Any]:
    document: Mapping[str, Any] = json.loads(paths.resource("styles", "names.json").read_text(encoding="utf-8"))
    return document


def _entry(name: str) -> Mapping[str, Any]:
    """Return what ``names.json`` says of a style; a style of one role and one symbol needs no word there."""
    entry: Mapping[str, Any] = _names()["styles"].get(name, {})
    return entry


@lru_cache(maxsize=1)
def style_names() -> tuple[str, ...]:
    """Return the names of all styles."""
    return tuple(sorted(path.stem for path in paths.resource("styles").glob("*.qml")))


def style_title(name: str, language: str | None = None) -> str:
    """Return what a layer in the style ``name`` is called, in 'zh' or 'en' (the user's when omitted)."""
    titles: Mapping[str, str] = _entry(name).get("title") or roles()[name].titles
    return titles[language or user_language()]


def layer_title(layer: QgsMapLayer, style: str) -> str:
    """Return what a legend calls a layer: after the role on it where ``style`` draws that, else after the style."""
    role = read_role(layer)
    return role_title(role) if role and style_of_role(role, layer) == style else style_title(style)


def style_of_role(role: str, layer: QgsMapLayer | None = None) -> str | None:
    """Return the style of layers in a role: the one of its name, else the first that says it serves the role, or None.

    With a layer it is one that draws layers of its kind: a register may be points or polygons.
    """
    serving = [str(name) for name, entry in _names()["styles"].items() if role in entry.get("roles", ())]
    every = [role, *serving] if role in style_names() else serving
    return next((name for name in every if layer is None or _draws(name, layer)), None)


def style_for(layer: QgsMapLayer) -> str | None:
    """Return the style that fits a layer by its role, the fields of our outputs or a usual name, or None."""
    style = style_of_role(read_role(layer), layer)
    if style:
        return style
    fields = {field.name().lower() for field in layer.fields()} if isinstance(layer, QgsVectorLayer) else set()
    for name, entry in _names()["styles"].items():
        if "fields" in entry and fields.issuperset(entry["fields"]) and _draws(name, layer):
            return str(name)
    return style_of_role(role_by_name(layer), layer)


@cache
def style_kind(name: str) -> str:
    """Return what a style draws: polygons, lines, points or a raster, as roles call them."""
    drawn = _DRAWN.search(paths.resource("styles", f"{name}.qml").read_text(encoding="utf-8"))
    return _KINDS[drawn.group(1)] if drawn else RASTER


def _draws(name: str, layer: QgsMapLayer) -> bool:
    """Tell whether a layer is of the kind a style draws; one that a table file made holds no geometries."""
    return kind_of(layer) == style_kind(name)


def has_own_style(layer: QgsMapLayer) -> bool:
    """Tell whether somebody styled the layer: anything but the one plain symbol that QGIS gives to a new layer."""
    if not isinstance(layer, QgsVectorLayer):
        return True
    renderer = layer.renderer()
    if layer.labelsEnabled() or not isinstance(renderer, QgsSingleSymbolRenderer):
        return True
    symbol = renderer.symbol()
    plain = symbol.symbolLayerCount() == 1 and symbol.symbolLayer(0).layerType() in (
        "SimpleFill", "SimpleLine", "SimpleMarker")
    if not plain or symbol.opacity() < 1:
        return True
    if symbol.symbolLayer(0).layerType() != "SimpleFill":
        return False
    # QGIS's own: a solid fill with the default thin dark outline
    properties = symbol.symbolLayer(0).properties()
    return properties["style"] != "solid" or properties["outline_width"] != "0.26"


def apply_style(layer: QgsMapLayer, name: str, language: str | None = None,
                class_field: str | None = None, labels: Mapping[str, str] | None = None) -> bool:
    """Give ``layer`` the style ``name`` (one of ``style_names``) with names in 'zh' or 'en'; return whether it has it.

    A layer that is not of the kind the style draws (a table, lines) stays as it is. ``class_field`` names the
    field of the land class where it is not DLBM; greys of a raster are spread over the values it has. Fields, forms
    and custom properties of the layer stay as they are.
    Raises StyleError when there is no such style or its file cannot be read.
    """
    if name not in style_names():
        raise StyleError(f"no style {name!r}")
    if not _draws(name, layer):
        return False
    message, fine = layer.loadNamedStyle(str(paths.resource("styles", f"{name}.qml")), _CATEGORIES)
    if not fine:
        raise StyleError(f"{name}: {message}")
    language = language or user_language()
    if isinstance(layer, QgsRasterLayer):
        _name_cells(layer, _label_source(name, language), labels)
        return True
    renderer = layer.renderer().clone()
    if class_field and isinstance(renderer, QgsCategorizedSymbolRenderer):
        renderer.setClassAttribute(class_field)
    _name_legend(renderer, _label_source(name, language))
    layer.setRenderer(renderer)
    _adapt_labels(layer, class_field)
    layer.triggerRepaint()
    return True


def _label_source(name: str, language: str) -> Callable[[str], str]:
    """Return what turns the key or code of a legend entry into words."""
    texts: dict[str, str] = {key: text[language] for key, text in _entry(name).get("labels", {}).items()}
    codes = {code: f"{code} {meaning}" for code, meaning in _code_names(name, language).items()}
    return lambda key: texts.get(key) or codes.get(key, key)


def _code_names(name: str, language: str) -> dict[str, str]:
    """Return the names of the codes that are the categories of a style, by code."""
    entry = _entry(name)
    if "classes" in entry:
        return {code: info.name(language) for code, info in load_class_systems().classes(entry["classes"]).items()}
    if "domain" in entry:
        schema, name_of_field = entry["domain"]
        field = load_schema(schema).field(name_of_field)
        domain = field.domain if field else {}
        return {code: meanings[0 if language == "zh" else 1] for code, meanings in domain.items()}
    return {}


def class_groups(name: str, language: str | None = None) -> dict[str, str]:
    """Return "code name" of the first-level land classes that a style draws, by code; empty for one that draws none."""
    system = _entry(name).get("classes")
    groups = load_class_systems().groups(system, language or user_language()) if system else {}
    return {code: f"{code} {title}" for code, title in groups.items()}


def _name_legend(renderer: QgsFeatureRenderer, label: Callable[[str], str]) -> None:
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        for index, category in enumerate(renderer.categories()):
            renderer.updateCategoryLabel(index, label(category.label()))
    elif isinstance(renderer, QgsRuleBasedRenderer):
        for rule in renderer.rootRule().descendants():
            rule.setLabel(label(rule.label()))


def _name_cells(layer: QgsRasterLayer, label: Callable[[str], str], labels: Mapping[str, str] | None) -> None:
    """Put words into the legend of a raster, whose classes or colours are labelled with a code or a key; spread greys.

    labels: the classes to be shown, all of them when None.
    """
    renderer: QgsRasterRenderer = layer.renderer()
    if isinstance(renderer, QgsPalettedRasterRenderer):
        classes = [item for item in renderer.classes() if labels is None or item.label in labels]
        for item in classes:
            item.label = label(item.label) if labels is None else labels[item.label]
        layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), renderer.usesBands()[0], classes))
    elif isinstance(renderer, QgsSingleBandPseudoColorRenderer):
        shader = renderer.shader().rasterShaderFunction()
        items: list[QgsColorRampShader.ColorRampItem] = shader.colorRampItemList()
        for item in items:
            item.label = label(item.label)
        shader.setColorRampItemList(items)
    elif isinstance(renderer, QgsSingleBandGrayRenderer):
        _spread_greys(layer, renderer)
    layer.triggerRepaint()


def _spread_greys(layer: QgsRasterLayer, renderer: QgsSingleBandGrayRenderer) -> None:
    """Let greys reach from the least to the greatest value among cells all over a raster.

    QGIS's own way would leave a file of statistics beside the user's.
    """
    band = renderer.grayBand()
    block = layer.dataProvider().block(band, layer.extent(), min(layer.width(), _SAMPLED),
                                       min(layer.height(), _SAMPLED))
    block.convert(Qgis.DataType.Float64)
    values = np.frombuffer(bytes(block.data()), dtype=np.float64)
    values = values[np.isfinite(values) & (values != block.noDataValue())]
    if len(values):
        spread = QgsContrastEnhancement(layer.dataProvider().dataType(band))
        spread.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum)
        spread.setMinimumValue(float(values.min()))
        spread.setMaximumValue(float(values.max()))
        renderer.setContrastEnhancement(spread)


def _adapt_labels(layer: QgsVectorLayer, class_field: str | None) -> None:
    """Print labels in a font of this computer, and the land class from the field it is in."""
    if not isinstance(layer.labeling(), QgsVectorLayerSimpleLabeling):
        return
    settings = layer.labeling().settings()
    text: QgsTextFormat = settings.format()
    text.setFont(mended(text.font()))
    settings.setFormat(text)
    if class_field and settings.fieldName == QgsExpression.quotedColumnRef(_CLASS_FIELD):
        settings.fieldName = QgsExpression.quotedColumnRef(class_field)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))


def field_title(name: str, language: str | None = None) -> str:
    """Return what a field of our output layers is called, in 'zh' or 'en' (the user's when omitted)."""
    known: Mapping[str, str] = _names()["fields"].get(name, {})
    return known.get(language or user_language(), name)


def apply_aliases(layer: QgsVectorLayer, language: str | None = None) -> None:
    """Give the fields of our output layers readable names in 'zh' or 'en'; other fields keep theirs."""
    fields: QgsFields = layer.fields()
    for index, field in enumerate(fields):
        if field.name() in _names()["fields"] and not field.alias():
            layer.setFieldAlias(index, field_title(field.name(), language))
