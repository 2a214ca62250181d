"""Tiers of historic protection lines: which there are, in which order they nest, which lines they belong to.

Every tier is a row of the rule book under the topic ``heritage_tiers``. The lines of one site are the features of one
layer told apart by the tier, and hold their own land only: a control zone is the band around the protection area, so
that tiers of a site share a border and never overlap.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .rule_rows import RuleBook

TOPIC = "heritage_tiers"
PROTECTION, CONTROL_1, CONTROL_2, CONTROL_3 = "protection", "control_1", "control_2", "control_3"
CORE, DISTRICT_CONTROL, BUILDING, SETTING = "core", "district_control", "building", "setting"
COORDINATION, BURIAL, PURPLE, HISTORIC = "coordination", "burial", "purple", "historic"
CANAL_HERITAGE, CANAL_BUFFER = "canal_heritage", "canal_buffer"
CANAL_WATERFRONT, CANAL_MONITORING = "canal_waterfront", "canal_monitoring"

_LOOSE = re.compile(r"[\s()（）_\-—·]+")
_ROMAN = str.maketrans({"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III"})


@dataclass(frozen=True)
class Tier:
    """One tier. family: tiers that nest in each other, '' for one around all.

    within: tiers of the same site that hold it, innermost first; of those that a site has, the first counts. role: of a
    layer with such land alone, '' for none. purple: part of the purple line. derived: united from others, never drawn.
    """

    code: str
    family: str
    within: tuple[str, ...]
    role: str
    purple: bool
    derived: bool
    aliases: tuple[str, ...]
    names: tuple[str, str]

    def name(self, language: str) -> str:
        """Return what the tier is called in 'zh' or 'en'."""
        return self.names[0 if language == "zh" else 1]


def tiers(book: RuleBook) -> dict[str, Tier]:
    """Return the tiers by code, in the order of the file: from the site outwards, what is derived last."""
    found = (row.thresholds for row in book.rows.values() if row.topic == TOPIC)
    return {str(row["code"]): Tier(
        str(row["code"]), str(row["family"]), _words(row["within"]), str(row["role"]),
        bool(row["purple"]), bool(row["derived"]), _words(row["aliases"]), (str(row["name_zh"]), str(row["name_en"])))
        for row in found}


def tier_of(value: Any, known: dict[str, Tier]) -> str | None:
    """Return the code of the tier that a field's value names: '' for nothing, None for what is no tier.

    Codes, names in both languages and aliases count, whatever their case, spaces, brackets and numerals.
    """
    text = _loose(value)
    if not text:
        return ""
    for tier in known.values():
        if text in {_loose(word) for word in (tier.code, *tier.names, *tier.aliases)}:
            return tier.code
    return None


def container(code: str, held: Iterable[str], known: dict[str, Tier]) -> str | None:
    """Return which of the tiers that a site has holds one of them, None where none does."""
    have = set(held)
    return next((outer for outer in known[code].within if outer in have), None)


def _loose(value: Any) -> str:
    return _LOOSE.sub("", clean(value).translate(_ROMAN)).lower()


def _words(value: Any) -> tuple[str, ...]:
    return tuple(str(word) for word in value)
