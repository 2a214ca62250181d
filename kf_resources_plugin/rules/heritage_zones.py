"""Widths of historic protection lines: what kind of site a site is, which tiers it has, and how wide each of them is.

Everything is a row of the rule book under the topic ``heritage_zones``: a row with the threshold ``words`` names a type
of site, one with ``width_m`` a tier of such sites with its width.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .heritage_tiers import container
from .text import clean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from .heritage_tiers import Tier
    from .rule_rows import RuleBook

TOPIC = "heritage_zones"
CANAL, OTHER = "canal", "other"
DRAWN, WIDTH, CORRIDOR, DERIVED = "drawn", "width", "corridor", "derived"
"""How a line came about."""
_NO = frozenset({"", "0", "false", "f", "no", "n", "否"})


def says_provisional(value: Any) -> bool:
    """Tell whether a line's field says that it is provisional: anything but nothing, 0 and no."""
    return clean(value).lower() not in _NO


@dataclass(frozen=True)
class SiteType:
    """A type of site.

    words: that name it in a type or a name. from_point: lines may be drawn where only a point is known, the site itself
    then a circle of point_base_m. by_width: lines may be drawn by widths at all.
    """

    code: str
    words: tuple[str, ...]
    from_point: bool
    point_base_m: float
    by_width: bool
    names: tuple[str, str]

    def name(self, language: str) -> str:
        """Return what the type is called in 'zh' or 'en'."""
        return self.names[0 if language == "zh" else 1]


@dataclass(frozen=True)
class Width:
    """The width of a tier in metres: from the line of the tier inside it, with ``from_base`` from the site itself.

    levels: words of those it is for, none for all. published: a document sets it, and no default of ours.
    """

    rule_id: str
    site_type: str
    levels: tuple[str, ...]
    tier: str
    width_m: float
    from_base: bool
    published: bool
    source: str
    document: str


@dataclass(frozen=True)
class Step:
    """One line of a site: its tier, its width where it is drawn by one, the tier it holds, '' for the innermost."""

    tier: str
    width: Width | None
    inner: str


def site_types(book: RuleBook) -> dict[str, SiteType]:
    """Return the types of site by code, in the order in which they are tried."""
    found = ((row.id, row.thresholds) for row in book.rows.values()
             if row.topic == TOPIC and "words" in row.thresholds)
    return {str(row["site_type"]): SiteType(
        str(row["site_type"]), _words(row["words"]), bool(row["from_point"]),
        float(book.threshold(key, "point_base_m")), bool(row["by_width"]), (str(row["name_zh"]), str(row["name_en"])))
        for key, row in found}


def type_of(value: Any, name: Any, known: Mapping[str, SiteType]) -> SiteType | None:
    """Return the type that a field's value or the name of a site tells, None where neither does.

    A code tells by itself; else the first type counts of which a word stands in the value or the name.
    """
    text = clean(value).lower()
    if text in known:
        return known[text]
    both = f"{text}\n{clean(name).lower()}"
    return next((kind for kind in known.values() if any(word.lower() in both for word in kind.words)), None)


def widths(book: RuleBook) -> list[Width]:
    """Return the widths that apply, in the order of the file."""
    rows = (row for row in book.rows.values() if row.topic == TOPIC and row.thresholds.get("applies", False))
    return [Width(row.id, str(row.thresholds["site_type"]), _words(row.thresholds["levels"]),
                  str(row.thresholds["tier"]), float(book.threshold(row.id, "width_m")),
                  bool(row.thresholds["from_base"]), row.status == "statute", row.clause(book.language),
                  row.document_name(book.language)) for row in rows]


def widths_of(site_type: str, level: Any, known: Iterable[Width]) -> dict[str, Width]:
    """Return the width of each tier of a site: that of its level, else that of all levels."""
    text = clean(level).lower()
    found: dict[str, Width] = {}
    for width in known:
        of_level = any(word.lower() in text for word in width.levels)
        if width.site_type == site_type and (of_level or not width.levels) and (
                of_level or width.tier not in found or not found[width.tier].levels):
            found[width.tier] = width
    return found


def steps(own: Mapping[str, Width], drawn: Collection[str], known: Mapping[str, Tier]) -> list[Step]:
    """Return the lines of a site from the inside outwards; a tier that was drawn needs no width."""
    have = [code for code in known if code in drawn or code in own]
    inside = {container(code, have, dict(known)): code for code in have}
    return [Step(code, None if code in drawn else own[code], inside.get(code, "")) for code in have]


def provisional(method: str, *, published: bool, from_point: bool) -> bool:
    """Tell whether a line is not the one that the authorities set: drawn by a default width, or round a mere point."""
    return method != DRAWN and (not published or from_point)


def _words(value: Any) -> tuple[str, ...]:
    items: Sequence[Any] = value if isinstance(value, tuple) else (value,)
    return tuple(str(item) for item in items)
