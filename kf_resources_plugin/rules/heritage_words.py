"""The words of heritage registers: levels and types as lists write them, batches, names as they are compared.

All words are rows of the rule book under the topic ``heritage_register``; levels stand there from the highest down.
"""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .rule_rows import RuleBook, RuleRow

LEVEL, TYPE = "heritage_level", "heritage_type"

_SEPARATORS = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"[(\[【〔](.*?)[)\]】〕]")
_BATCH = re.compile(r"第?(\d+)(?:批次?)?|.*第(\d+)批.*")
_NUMERALS = "零一二三四五六七八九"
_NUMERAL = re.compile("[〇○零一二三四五六七八九十]+")
_CONTAINED = 3  # characters of a word that is looked for inside of a longer one


@dataclass(frozen=True)
class Word:
    """A level or type: its code, the kind of level it belongs to ('' for types), and what it is called."""

    code: str
    family: str
    spellings: frozenset[str]
    names: tuple[str, str]

    def name(self, language: str) -> str:
        """Return what it is called in 'zh' or 'en'."""
        return self.names[0 if language == "zh" else 1]


@dataclass(frozen=True)
class NameForms:
    """A name as it is compared: all of it, without what its brackets hold, and further names that these give."""

    whole: str
    core: str
    others: frozenset[str]


def words(book: RuleBook, prefix: str) -> dict[str, Word]:
    """Return the levels or types (``prefix`` LEVEL or TYPE) by code, in the order of the file."""
    found = {}
    for row in rows_of(book, prefix):
        code, names = str(row.thresholds["code"]), (str(row.thresholds["name_zh"]), str(row.thresholds["name_en"]))
        spellings = {loose(word) for word in (code, *names, *listed_words(row, "aliases"))}
        found[code] = Word(code, str(row.thresholds.get("family", "")), frozenset(spellings), names)
    return found


def rows_of(book: RuleBook, prefix: str) -> Iterable[RuleRow]:
    """Return the rows in force whose id begins with a word, in the order of the file."""
    return (row for row in book.rows.values() if row.id.startswith(f"{prefix}."))


def listed_words(row: RuleRow, key: str) -> tuple[str, ...]:
    """Return a threshold that is a list of words; a single one may stand without a list."""
    value = row.thresholds[key]
    return tuple(str(word) for word in value) if isinstance(value, tuple) else (str(value),)


def loose(value: Any) -> str:
    """Return a word without case, blanks and punctuation."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", clean(value))).casefold()


def code_of(value: Any, known: Mapping[str, Word]) -> str | None:
    """Return the code of the word that a value names: '' for nothing, None for what is not known.

    A value that is none of the spellings may hold one, as 第七批全国重点文物保护单位 does: the longest counts.
    """
    text = loose(value)
    if not text:
        return ""
    exact = next((word.code for word in known.values() if text in word.spellings), None)
    if exact is not None:
        return exact
    held = [(len(spelling), word.code) for word in known.values() for spelling in word.spellings
            if len(spelling) >= _CONTAINED and spelling in text]
    return max(held)[1] if held else None


def spoken(value: Any, known: Mapping[str, Word], language: str) -> str:
    """Return a level or type as its reader calls it, '' for nothing.

    Codes become words; Chinese words stay as they are written, and are known by their meaning in another language.
    """
    text = clean(value)
    code = text if text in known else code_of(text, known) if language != "zh" else None
    return known[code].name(language) if code else text


def arabic(text: str) -> str:
    """Return a text with its Chinese numerals as digits: 二〇一三年十月二十三日 is 2013年10月23日."""
    return _NUMERAL.sub(lambda match: _digits(match.group()), text)


def _digits(numeral: str) -> str:
    plain = numeral.replace("〇", "零").replace("○", "零")
    tens, ten, ones = plain.partition("十")
    if not ten:
        return "".join(str(_NUMERALS.index(sign)) for sign in plain)
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return numeral
    return str(10 * (_NUMERALS.index(tens) if tens else 1) + (_NUMERALS.index(ones) if ones else 0))


def batch_of(value: Any) -> str:
    """Return the number of a batch, 第七批 as '7'; any other text as it is, '' for nothing."""
    text = clean(value)
    match = _BATCH.fullmatch(_SEPARATORS.sub("", arabic(text)))
    return str(int(match[1] or match[2])) if match else text


class Names:
    """How names are compared: by rows ``register.names`` and ``site_alias.…``."""

    def __init__(self, book: RuleBook) -> None:
        row = book.row("register.names")
        self._variants = {ord(sign): pair[0] for pair in listed_words(row, "variants") for sign in pair[1:]}
        self._included = listed_words(row, "included")
        self._common = frozenset(self._plain(word) for word in listed_words(row, "generic"))
        self.aliases = [(frozenset(self._plain(name) for name in listed_words(alias, "names")),
                         str(alias.thresholds["unit_code"])) for alias in rows_of(book, "site_alias")]

    def forms(self, name: str) -> NameForms:
        """Return a name as it is compared with others."""
        text = unicodedata.normalize("NFKC", clean(name))
        held = [part for part in _BRACKETS.findall(text) if not part.strip().startswith(self._included)]
        core = self._plain(_BRACKETS.sub("", text))
        return NameForms(self._plain(text), core, frozenset(filter(None, map(self._plain, held))))

    def is_common(self, forms: NameForms) -> bool:
        """Tell whether a name is one that many sites have."""
        return forms.core in self._common

    def _plain(self, text: str) -> str:
        return loose(text).translate(self._variants)
