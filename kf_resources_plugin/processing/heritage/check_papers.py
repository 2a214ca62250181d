"""What the lines say of their papers: dates, documents, how they were drawn."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...engine.dates import read_date
from ...i18n import tr
from ...rules.heritage_check import first_day, names_one, site_key
from ...rules.heritage_zones import WIDTH
from ...rules.text import clean
from .check_inputs import SITES_ROLE, ZONES_ROLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ...engine.heritage_records import Line, Site
    from ...rules.findings import Finding
    from .check_ground import Ground

_PAPERS = {
    "published": QT_TRANSLATE_NOOP("KfResources", "date of publication"),
    "document": QT_TRANSLATE_NOOP("KfResources", "document"),
}
"""The papers of a line by its attribute."""


def paper_findings(ground: Ground) -> list[Finding]:
    """Return what is wrong with dates and documents, which lines are provisional, and which widths stand for lines."""
    silent = _silent(ground)
    found = [ground.book.finding("heritage.papers_missing", role=ZONES_ROLE, place=layer, layer=layer,
                                 fields=[tr(_PAPERS[key]) for key in keys]) for layer, keys in silent.items() if keys]
    for site in ground.sites:
        about = {"subject_id": site.site_id, "subject_name": site.name, "role": SITES_ROLE, "tier": tr("register")}
        for entry in site.entries:
            found += _date(ground, {**about, "place": "register", "source_fid": entry.fid}, entry.published)
        for tier in dict.fromkeys(line.tier for line in site.lines):
            found += _papers_of(ground, site, tier, silent)
    return found


def _silent(ground: Ground) -> dict[str, list[str]]:
    """Return which papers no line of a layer names, by layer: that is said of the layer, not of each of its lines.

    A field that is empty on the only line is empty on a line.
    """
    final: dict[str, list[Line]] = {}
    for line in (line for site in ground.sites for line in site.lines if not line.provisional):
        final.setdefault(line.layer, []).append(line)
    return {layer: [key for key in _PAPERS if not any(clean(getattr(line, key)) for line in lines)
                    and (len(lines) > 1 or key not in lines[0].fields)] for layer, lines in sorted(final.items())}


def _papers_of(ground: Ground, site: Site, tier: str, silent: Mapping[str, Sequence[str]]) -> list[Finding]:
    """Return what is to be said of the lines of one tier, once for all its features."""
    book, lines, about = ground.book, site.of_tier(tier), ground.about(site, tier)
    found = [item for value in dict.fromkeys(clean(line.published) or "" for line in lines) if value
             for item in _date(ground, about, next(line.published for line in lines if clean(line.published) == value))]
    final = [line for line in lines if not line.provisional]
    for key, rule in (("published", "heritage.date_missing"), ("document", "heritage.document_missing")):
        if any(key not in silent[line.layer] and _lacks(line, key) for line in final):
            found.append(book.finding(rule, **about))
    if len(final) < len(lines):
        found.append(book.finding("heritage.provisional", **about, wkb=site.shapes.get(tier, b"")))
    by_width = any(line.method == WIDTH for line in lines)
    if by_width and _is_wall(ground, site):
        found.append(book.finding("heritage.wall_width", **about, wkb=site.shapes.get(tier, b"")))
    elif any(line.method == WIDTH for line in final):
        found.append(book.finding("heritage.width_not_provisional", **about, wkb=site.shapes.get(tier, b"")))
    return found


def _lacks(line: Line, key: str) -> bool:
    return key in line.fields and not clean(getattr(line, key))


def _is_wall(ground: Ground, site: Site) -> bool:
    """Tell whether a site is the city wall, whose lines the province approved."""
    ids = {site_key(value) for value in ground.book.threshold("heritage.wall_width", "ids")}
    names = [site.name, *(line.name for line in site.lines), *(entry.name for entry in site.entries)]
    return site.key in ids or any(names_one(name, ground.book.threshold("heritage.wall_width", "names"))
                                  for name in names)


def _date(ground: Ground, about: dict[str, Any], value: Any) -> list[Finding]:
    """Return that a date cannot be read or is still to come."""
    text = clean(value)
    day: date | None = read_date(value) or first_day(text)
    about = {**about, "place": f"{about['place']} {text}"}
    if day is None:
        return [ground.book.finding("heritage.date_invalid", **about, value=text)] if text else []
    if day <= ground.book.date:
        return []
    return [ground.book.finding("heritage.date_future", **about, value=text, day=ground.book.date.isoformat())]
