"""The layers of a map: copies in our styles, checked for what would keep them off it, in a CRS that suits print."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsMapLayer, QgsVectorLayer

from ..compat import is_null
from ..engine.extents import extent_problem
from ..engine.lonlat import crs_label
from ..engine.schema import resolve_field
from ..i18n import tr
from ..rules.zones import NATIONAL_GEOGRAPHIC, three_degree_crs, zone_of
from .picture import layers_extent
from .styles import apply_style, has_own_style, layer_title, style_for

if TYPE_CHECKING:
    from collections.abc import Sequence

_HAN = re.compile(r"[\u4e00-\u9fff]")
_YEAR_FIELD, _MOST_YEARS = "SJNF", 50


def dressed_copies(layers: Sequence[tuple[str | None, QgsMapLayer]]) -> list[QgsMapLayer]:
    """Return copies of (style name or None, layer); one that nobody styled gets our style and its title as name.

    Without a style name the role on the layer or the fields of our outputs decide.
    """
    copies = []
    for name, layer in layers:
        copy = layer.clone()
        style = name or style_for(layer)
        styled = style is not None and isinstance(copy, QgsVectorLayer) and not has_own_style(layer)
        if style is not None and styled and apply_style(copy, style):
            copy.setName(layer_title(layer, style))
        copies.append(copy)
    return copies


def layer_problems(layers: Sequence[QgsMapLayer]) -> list[str]:
    """Return a message for every layer that cannot be placed on a map."""
    found = []
    for layer in layers:
        if not layer.isValid():
            found.append(tr("Layer “{layer}” cannot be opened: {source}").format(
                layer=layer.name(), source=layer.source()))
        elif not layer.isSpatial():
            found.append(tr("Layer “{layer}” is a table without shapes: there is nothing to draw. Take it off the "
                            "map's layers.").format(layer=layer.name()))
        elif not layer.crs().isValid():
            found.append(tr("Layer “{layer}” has no coordinate reference system, so nobody knows where it lies. Assign "
                            "it in the layer's properties (for example EPSG:4526 or EPSG:4547 for Kaifeng).").format(
                                layer=layer.name()))
        elif extent_problem(layer):
            found.append(extent_problem(layer))
    return found


def sheet_crs(layers: Sequence[QgsMapLayer],
              transform_context: QgsCoordinateTransformContext | None = None) -> QgsCoordinateReferenceSystem:
    """Return the CRS to print in: that of the first projected layer, else the Gauss-Kruger zone of the layers."""
    for layer in layers:
        if layer.crs().isValid() and not layer.crs().isGeographic():
            return layer.crs()
    extent = layers_extent(layers, QgsCoordinateReferenceSystem(NATIONAL_GEOGRAPHIC), transform_context)
    suited = "" if extent.isNull() else three_degree_crs(extent.center().x())
    return QgsCoordinateReferenceSystem(suited) if suited else layers[0].crs()


def crs_title(crs: QgsCoordinateReferenceSystem) -> str:
    """Return what a map calls its CRS: the national systems as planners do, others by their registered name."""
    code = crs.authid()
    if code == NATIONAL_GEOGRAPHIC:
        return tr("CGCS2000, longitude and latitude, {code}").format(code=code)
    zone = zone_of(code)
    if zone is None:
        return str(crs.description() or crs_label(crs))
    if zone.prefixed:
        return tr("CGCS2000, {width}-degree zone {number}, central meridian {meridian}°, {code}").format(
            width=zone.width, number=zone.number, meridian=zone.central_meridian, code=code)
    return tr("CGCS2000, {width}-degree zones, central meridian {meridian}°, {code}").format(
        width=zone.width, meridian=zone.central_meridian, code=code)


def source_line(layers: Sequence[QgsMapLayer], language: str) -> str:
    """Return what the layers' metadata say they are, in 'zh' or 'en' where both are given; else the layers' names."""
    said = [text for layer in layers for text in [_in_language(layer.metadata().abstract(), language)] if text]
    return " ".join(dict.fromkeys(said)) or "; ".join(dict.fromkeys(layer.name() for layer in layers))


def survey_years(layers: Sequence[QgsMapLayer]) -> str:
    """Return the survey years that parcels bear (SJNF), as one or as first and last, '' where none does."""
    years: set[int] = set()
    for layer in layers:
        name = resolve_field(layer.fields(), _YEAR_FIELD, None) if isinstance(layer, QgsVectorLayer) else None
        if name:
            values = layer.uniqueValues(layer.fields().lookupField(name), _MOST_YEARS)
            years |= {int(value) for value in values if not is_null(value) and str(value).isdigit()}
    span = sorted({min(years), max(years)}) if years else []
    return "–".join(map(str, span))


def _in_language(abstract: str, language: str) -> str:
    lines = [line.strip() for line in abstract.splitlines() if line.strip()]
    fitting = [line for line in lines if bool(_HAN.search(line)) == (language == "zh")]
    return (fitting or lines or [""])[0]
