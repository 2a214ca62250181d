"""Units that the head of a column states, 宗地面积(公顷), 成交价格（万元）, and units that values give away."""
from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from .text import clean
from .units import AREA_WORDS, per_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .areas import Floats

MONEY_WORDS = {"cny": ("元", "人民币元"), "wan_cny": ("万元", "人民币万元"), "yi_cny": ("亿元", "人民币亿元")}
_WAN_OF = {"cny": Fraction(1, 10_000), "wan_cny": Fraction(1), "yi_cny": Fraction(10_000)}
_AREA_OF = {word: unit for unit, spelt in AREA_WORDS.items() for word in spelt}
_UNIT_OF = {**_AREA_OF, **{word: unit for unit, spelt in MONEY_WORDS.items() for word in spelt}}
_UNIT_OF.update(dict.fromkeys(("万平方米", "万平米", "万㎡", "万m²", "万m2"), "ha"))  # 10 000 m² are one
_KG = {"kg": Fraction(1), "千克": Fraction(1), "公斤": Fraction(1), "斤": Fraction(1, 2), "t": Fraction(1000),
       "吨": Fraction(1000)}


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_WORDS = _one_of(_UNIT_OF)
_BRACKETED = re.compile(r"(.+?)[(（\[【](?:单位[:：]?)?([^()（）\[\]【】]*)[)）\]】]", re.DOTALL)
_JOINED = re.compile(rf"(.+?)[_/／:：-]({_WORDS})", re.IGNORECASE)
_ATTACHED = re.compile(rf"(.*(?:面积|价格|价款|价|额|金|投资))({_WORDS})", re.IGNORECASE)
_YIELD = re.compile(rf".*?(?<![a-z])({_one_of(_KG)})(?:/|每|_per_)({_one_of(_AREA_OF)})[)\]】]?")
_UNSURE = 0.05  # how far a declared area may be off a shape and still tell the unit
_MOST = 0.9  # of the rows have to tell the same


def split_head(head: str) -> tuple[str, str]:
    """Return the head of a column without a unit, or another note in brackets, and the unit: '' where none is stated.

    Units are 'm2', 'ha', 'mu', 'wan_mu', 'cny', 'wan_cny', 'yi_cny'. Blanks, line ends, marks of what is mandatory and
    a colon at the end are no part of a head.
    """
    text = re.sub(r"\s+", "", clean(head)).strip("*").rstrip(":：")
    for pattern in (_BRACKETED, _JOINED, _ATTACHED):
        match = pattern.fullmatch(text)
        if match:
            return match[1], _UNIT_OF.get(match[2].lower(), "")
    return text, ""


def plain_head(head: str) -> str:
    """Return a head as it is looked up: half-width, in lower case, without blanks and line ends."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", clean(head))).lower()


def yield_unit(head: str) -> Fraction | None:
    """Return how many kg per hectare the unit of a column of yields is: 15 of 产能（公斤/亩）; None without one."""
    match = _YIELD.fullmatch(plain_head(head))
    return _KG[match[1]] * 10_000 / in_base(_AREA_OF[match[2]]) if match else None


def known_heads(heads: Sequence[str], words: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """Return of each head what it is called by ``words`` ({name: its heads}) and the unit it states; '' for none.

    A head is known as it stands, or but for a unit or another note in brackets: 目标任务（亩）, 目标任务/亩.
    """
    names = {plain_head(word): name for name, spelt in words.items() for word in spelt}

    def known(head: str) -> tuple[str, str]:
        whole, (bare, unit) = names.get(plain_head(head), ""), split_head(head)
        return (whole, "") if whole else (names.get(plain_head(bare), ""), unit)

    return [known(head) for head in heads]


def has_note(head: str) -> bool:
    """Tell whether something stands in brackets at the end of a head: of an amount it may be a unit nobody knows."""
    return _BRACKETED.fullmatch(re.sub(r"\s+", "", clean(head))) is not None


def alike(unit: str, other: str) -> bool:
    """Tell whether two units are both of areas, or both of money."""
    return any(unit in units and other in units for units in (AREA_WORDS, MONEY_WORDS))


def in_base(unit: str) -> Fraction:
    """Return what one of a unit is in m² or 10,000 CNY; without a unit a number is in these."""
    return Fraction(1) if not unit else _WAN_OF[unit] if unit in _WAN_OF else 1 / per_unit(unit)


def evident_unit(values: Floats, m2: Floats) -> str:
    """Return in which unit areas were written, 'ha' or 'mu', where shapes or other areas prove it; '' where not.

    values, m2: float64 (rows,), NaN for none: what is written, and the same areas known in m².
    """
    usable = (values > 0) & (m2 > 0)
    if not usable.any():
        return ""
    ratio = m2[usable] / values[usable]
    for unit in ("ha", "mu"):
        if np.mean(np.abs(ratio / float(in_base(unit)) - 1) <= _UNSURE) >= _MOST:
            return unit
    return ""
