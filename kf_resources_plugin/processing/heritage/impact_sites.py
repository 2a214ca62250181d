"""What is known of the sites that lines are of: level and type from the register, else from the lines themselves."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...rules.heritage_impact import is_large
from ...rules.heritage_words import LEVEL, code_of, words
from ...rules.text import some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook



@dataclass(frozen=True)
class SiteRows:
    """What rows of lines say: key, name, tier, level as written, provisional; lists of one length."""

    keys: list[str]
    names: list[str]
    tiers: list[str]
    levels: list[str]
    provisional: list[bool]

    @staticmethod
    def joined(rows: Sequence[SiteRows]) -> SiteRows:
        """Return the rows of all layers."""
        return SiteRows(*([value for part in rows for value in getattr(part, name)]
                          for name in ("keys", "names", "tiers", "levels", "provisional")))


@dataclass(frozen=True)
class Register:
    """The rows of a register as text: ids, names, levels, types."""

    layer: str
    ids: list[str]
    names: list[str]
    levels: list[str]
    types: list[str]


@dataclass(frozen=True)
class Site:
    """A site: level is its code, '' where it is not known; provisional: some of its lines were not published."""

    key: str
    name: str
    level: str
    large: bool
    provisional: bool


def read_sites(rows: SiteRows, register: Register | None, layer: str,
               book: RuleBook) -> tuple[dict[str, Site], list[Finding]]:
    """Return the sites of lines by key, and what is to be said of them; layer: what the lines are called.

    The register decides the level; where it states several of one site, the highest counts.
    """
    found: list[Finding] = []
    wanted = set(rows.keys)
    by_lines = _highest(rows.keys, rows.levels, wanted, layer, book, found)
    by_register = {} if register is None else _highest(register.ids, register.levels, wanted, register.layer, book,
                                                       found)
    registered = set() if register is None else set(register.ids)
    names, types = _by_key(rows.keys, rows.names), dict.fromkeys(rows.keys, "")
    if register is not None:
        names.update({key: name for key, name in _by_key(register.ids, register.names).items() if key in wanted})
        types.update({key: text for key, text in _by_key(register.ids, register.types).items() if key in wanted})
        found += _repeated(register, wanted, book)
        strangers = sorted(wanted - registered)
        if strangers:
            found.append(book.finding("heritage_impact.not_registered", role="heritage_zones", place="register",
                                      count=len(strangers), sites=some(strangers)))
    provisional = {key for key, flag in zip(rows.keys, rows.provisional) if flag}
    return {key: Site(key, names.get(key) or key, by_register.get(key) or by_lines.get(key, ""),
                      is_large([types[key]], [names.get(key, "")], book), key in provisional)
            for key in sorted(wanted)}, found


def _repeated(register: Register, wanted: set[str], book: RuleBook) -> list[Finding]:
    """Return which of the wanted ids a register gives to several entries, which may be several sites."""
    names: dict[str, list[str]] = {}
    for key, name in zip(register.ids, register.names):
        if key in wanted:
            names.setdefault(key, []).append(name)
    return [book.finding("heritage_impact.id_twice", subject_id=key, role="heritage_sites", layer=register.layer,
                         count=len(called), names=some(sorted(filter(None, called))))
            for key, called in sorted(names.items()) if len(called) > 1]


def _by_key(keys: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    """Return the first text by its letters that rows of a key state."""
    found: dict[str, str] = {}
    for key, text in sorted(zip(keys, texts)):
        if text:
            found.setdefault(key, text)
    return found


def _highest(keys: Sequence[str], texts: Sequence[str], wanted: set[str], layer: str, book: RuleBook,
             found: list[Finding]) -> dict[str, str]:
    """Return the highest level by key, of the keys that are wanted; words that are none are told."""
    known = words(book, LEVEL)
    rank = {code: number for number, code in enumerate(known)}
    read = {text: code_of(text, known) for text in set(texts)}
    names = [level.name(book.language) for level in known.values()]
    of_sites = [text for key, text in zip(keys, texts) if key in wanted]
    found += [book.finding("heritage_impact.level_word", role="heritage_sites", place=f"{layer} {text}", layer=layer,
                           value=text, count=of_sites.count(text), known=names)
              for text in sorted(set(of_sites)) if read[text] is None]
    best: dict[str, str] = {}
    for key, text in zip(keys, texts):
        level = read[text]
        if level and (key not in best or rank[level] < rank[best[key]]):
            best[key] = level
    return best
