"""The table on each page of a map: areas of the layers, on CGCS2000, within the page's unit; or a result table."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...cartography.page_table import PageTable
from ...cartography.style_classes import StyleClasses, style_classes
from ...cartography.styles import class_groups, field_title, layer_title
from ...compat import is_null
from ...engine.areas import areas_of
from ...engine.kernel import pick_kernel
from ...engine.layer_areas import layer_areas
from ...engine.layer_features import features_of
from ...engine.reading import PolygonTable, read_polygons
from ...engine.rule_store import load_rule_book
from ...engine.schema import resolve_field
from ...engine.validity import repair
from ...engine.wkb import as_wkb_array, bounds_of, rings_from_wkb
from ...i18n import language, tr
from ...rules.codes import clean_code
from ...rules.tables import controlled_rounding
from ...rules.text import clean
from ...rules.units import area_decimals, convert, format_area

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

    from ...cartography.layout import Page
    from ...engine.kernel import Kernel
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .map_inputs import Drawn, MapInputs

# what has no row of its own on a map without a theme: the ground that the lines lie on
_GROUND = frozenset({"land", "land_before", "land_base", "planned_land_use", "admin_units", "townships", "villages",
                     "roads", "water"})
_CLASS_FIELDS = {"land": "DLBM", "land_before": "DLBM", "land_base": "DLBM", "planned_land_use": "YDYHFLDM"}
_UNITS = {"ha": QT_TRANSLATE_NOOP("KfResources", "ha"), "mu": QT_TRANSLATE_NOOP("KfResources", "mu")}
_MOST_FIGURES = 3


def area_tables(inputs: MapInputs, pages: Sequence[Page], crs: QgsCoordinateReferenceSystem,
                transform_context: QgsCoordinateTransformContext, progress: Progress) -> list[PageTable | None]:
    """Return the table of every page, None for one on which none of the layers has any area.

    Raises PlannerError and Canceled.
    """
    measured = _measured_layers(inputs)
    kernel, book = pick_kernel(), load_rule_book(date.today(), language())
    zones = _zones(inputs, pages, crs, kernel, book, progress)
    zone_of = [0 if zones is None or page.unit is None else int(np.searchsorted(zones.fids, page.unit.id()))
               for page in pages]
    rows: list[list[list[str]]] = [[] for _ in pages]
    for number, item in enumerate(measured):
        part = progress.part(number / len(measured), (number + 1) / len(measured))
        if item.layer is inputs.units and zones is not None:  # a neighbour that overlaps it is none of a unit's area
            own = areas_of(zones.wkb, zones.crs, transform_context, progress=part)
            for shown, page, zone in zip(rows, pages, zone_of):
                shown.extend(_printed([page.name], [float(own[zone])]))
            continue
        kinds = _style_classes(item)
        field = kinds.field if kinds else _class_field(item)
        found = layer_areas(features_of(item.layer), zones, field, book, kernel, transform_context, part,
                            clean if kinds else clean_code)
        if found.failed:
            progress.warn(tr("{count} polygons of layer “{layer}” could not be cut at the units' boundaries; the table "
                             "of areas lacks them.").format(count=found.failed, layer=item.layer.name()))
        for shown, zone in zip(rows, zone_of):
            shown.extend(_rows(item, found.classes, found.within[zone].tolist(), kinds, by_class=field is not None))
    return [_table(_caption(page, zones is not None), shown) for page, shown in zip(pages, rows)]


def _zones(inputs: MapInputs, pages: Sequence[Page], crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
           progress: Progress) -> PolygonTable | None:
    """Return the units, or the extent asked for as the one unit, None where the layers count as a whole."""
    if inputs.units is not None:
        units, _ = repair(read_polygons(inputs.units, inputs.units, [], progress), kernel, book, progress)
        return units
    if inputs.extent(crs).isNull():
        return None
    wkb = as_wkb_array([bytes(QgsGeometry.fromRect(pages[0].extent).asWkb())])
    return PolygonTable("", crs, np.zeros(1, dtype=np.int64), wkb, bounds_of(rings_from_wkb(wkb)))


def _measured_layers(inputs: MapInputs) -> list[Drawn]:
    """Return the polygon layers that have a row, in the order of the table."""
    areas = [item for item in inputs.drawn if not item.is_result and isinstance(item.layer, QgsVectorLayer)
             and item.layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry]
    if inputs.theme is None:
        return [item for item in areas if item.role not in _GROUND and item.layer is not inputs.units]
    order = inputs.theme.areas
    return sorted((item for item in areas if item.role in order), key=lambda item: order.index(item.role))


def _class_field(item: Drawn) -> str | None:
    wanted = _CLASS_FIELDS.get(item.role)
    return resolve_field(item.layer.fields(), wanted, None) if wanted else None


def _style_classes(item: Drawn) -> StyleClasses | None:
    """Return the categories of a layer's style, None where it has none or land classes are grouped instead."""
    return style_classes(item.layer, item.style) if item.style and item.role not in _CLASS_FIELDS else None


def _rows(item: Drawn, classes: Sequence[str], areas: Sequence[float], kinds: StyleClasses | None, *,
          by_class: bool) -> list[list[str]]:
    """Return the rows of a layer: one, or also one for each category of its style or group of its classes.

    None without any area. The sum of categories stands above them, with the layer's title, that of classes below.
    """
    title = layer_title(item.layer, item.style) if item.style else item.layer.name()
    if not by_class or not item.style:
        return _printed([title], [sum(areas)])
    if kinds:
        sums = [0.0] * (len(kinds.names) + 1)  # the last: what the style does not draw
        for place, area in zip(kinds.places(classes), areas):
            sums[-1 if place is None else place] += area
        shown = [(f"· {name}", area) for name, area in zip([*kinds.names, tr("Without a class")], sums) if area > 0.0]
        lines = _printed([name for name, _ in shown], [area for _, area in shown], total=title)
        return [*lines[-1:], *lines[:-1]]
    groups: dict[str, float] = {}
    for code, area in zip(classes, areas):
        if area > 0.0:
            groups[code[:2]] = groups.get(code[:2], 0.0) + area
    names = class_groups(item.style)
    codes = sorted(groups)
    return _printed([names.get(code, code or tr("Without a class")) for code in codes],
                    [groups[code] for code in codes], total=tr("Total"))


def _printed(names: Sequence[str], areas: Sequence[float], total: str = "") -> list[list[str]]:
    """Return (name, hectares, mu) of areas in m²; with a name for the total they add up to one more line, their sum."""
    if not sum(areas) > 0.0:
        return []
    columns = []
    for unit in _UNITS:
        places = area_decimals(unit)
        whole = controlled_rounding([[convert(area, unit)] for area in areas], 10.0**places)[:, 0].tolist()
        columns.append([f"{number / 10**places:.{places}f}" for number in [*whole, sum(whole)]])
    lines = [list(line) for line in zip([*names, total], *columns)]
    return lines if total else lines[:-1]


def _table(caption: str, rows: Sequence[list[str]]) -> PageTable | None:
    return PageTable([caption, *(tr(title) for title in _UNITS.values())], rows) if rows else None


def _caption(page: Page, cut: bool) -> str:
    if page.name:
        return tr("Area in {unit}").format(unit=page.name)
    return tr("Area within the extent") if cut else tr("Area")


def result_table(layer: QgsVectorLayer) -> PageTable:
    """Return the rows of a result table: what names them, and up to three areas in hectares."""
    names = [field.name() for field in layer.fields()]
    figures = [field.name() for field in layer.fields() if field.name().endswith("_m2") and field.isNumeric()]
    naming = next((name for name in names if name.endswith("_name")), names[0])
    figures = figures[:_MOST_FIGURES]
    rows = [["" if is_null(row[naming]) else str(row[naming]),
             *(format_area(None if is_null(row[name]) else float(row[name]), "ha") for name in figures)]
            for row in layer.getFeatures()]
    return PageTable([field_title(naming), *(field_title(name).replace("m²", tr("ha")) for name in figures)], rows)
