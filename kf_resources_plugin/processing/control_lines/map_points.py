"""Tables of heritage sites on the pages of a map: coordinates of boundary points, and areas by tier."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ...cartography.page_table import PageTable
from ...engine.areas import areas_of
from ...engine.rule_store import load_rule_book
from ...engine.schema import load_schema, resolve_field
from ...i18n import language, tr
from ...rules.heritage_tiers import tier_of, tiers
from ...rules.text import clean
from ...rules.units import format_area
from ...survey.zone_lines import flat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateTransformContext, QgsFeature, QgsVectorLayer

    from ...cartography.layout import Page
    from ...rules.heritage_tiers import Tier

_SITE, _TIER, _NEEDED = "site_id", "tier", ("point", "x", "y")
_SCHEMA, _UNITS = "heritage_zones", ("ha", "mu")
_DECIMALS = 3


def missing_fields(points: QgsVectorLayer) -> list[str]:
    """Return the fields that a layer of boundary points lacks."""
    return [name for name in _NEEDED if points.fields().lookupField(name) < 0]


def point_tables(points: QgsVectorLayer, pages: Sequence[Page]) -> list[PageTable | None]:
    """Return the table of each page, None for one without points; a tier's points stand under its name."""
    known = tiers(load_rule_book(date.today(), language()))
    rows = [(clean(_value(point, _SITE)), _tier_name(_value(point, _TIER), known),
             [clean(point["point"]), _metres(point["x"]), _metres(point["y"])]) for point in points.getFeatures()]
    head = [tr("Point"), tr("X (north)"), tr("Y (east)")]
    found: list[PageTable | None] = []
    for page in pages:
        site = _site_of(page)
        own = [row for row in rows if site in {"", row[0]}]
        several = len({(row[0], row[1]) for row in own}) > 1
        lines: list[list[str]] = []
        for place, (at, tier, cells) in enumerate(own):
            if several and (place == 0 or own[place - 1][:2] != (at, tier)):
                lines.append([tier if site else f"{at} {tier}".strip(), "", ""])
            lines.append(cells)
        found.append(PageTable(head, lines, whole=True) if lines else None)
    return found


def tier_tables(lines: QgsVectorLayer, pages: Sequence[Page],
                transform_context: QgsCoordinateTransformContext) -> list[PageTable | None]:
    """Return the areas of the tiers of each page's site in hectares and mu, from the site outwards."""
    book = load_rule_book(date.today(), language())
    known = tiers(book)
    features = [feature for feature in lines.getFeatures() if not feature.geometry().isEmpty()]
    areas = areas_of([bytes(flat(feature.geometry()).asWkb()) for feature in features], lines.crs(), transform_context,
                     step_m=float(book.threshold("area.step", "step_m")))
    site, tier = (resolve_field(lines.fields(), name, load_schema(_SCHEMA)) for name in (_SITE, _TIER))
    sums: dict[str, dict[str, float]] = {}
    for feature, area in zip(features, areas.tolist()):
        code = clean(feature[tier]) if tier else ""
        of_site = sums.setdefault(clean(feature[site]) if site else "", {})
        of_site[tier_of(code, known) or code] = of_site.get(tier_of(code, known) or code, 0.0) + area
    order = {code: place for place, code in enumerate(known)}
    head = [tr("Tier"), tr("ha"), tr("mu")]
    return [PageTable(head, [
        [_tier_name(code, known), *(format_area(area, unit) for unit in _UNITS)]
        for code, area in sorted(found.items(), key=lambda pair: order.get(pair[0], len(order)))]) if found else None
        for found in (sums.get(_site_of(page), {}) for page in pages)]


def _site_of(page: Page) -> str:
    """Return the id of the site that a page shows, '' for none."""
    if page.unit is None:
        return ""
    field = resolve_field(page.unit.fields(), _SITE, load_schema(_SCHEMA))
    return clean(page.unit[field]) if field else ""


def _tier_name(value: Any, known: dict[str, Tier]) -> str:
    code = tier_of(value, known)
    return known[code].name(language()) if code else clean(value)


def _value(point: QgsFeature, name: str) -> Any:
    return point[name] if point.fields().lookupField(name) >= 0 else None


def _metres(value: Any) -> str:
    text = clean(value)
    return f"{float(text):.{_DECIMALS}f}" if text else ""
