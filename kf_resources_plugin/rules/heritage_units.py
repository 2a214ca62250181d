"""Which county an address names: today's names and codes, and those that counties had before."""
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .heritage_entries import county_of
from .heritage_words import rows_of
from .unit_levels import level_of, plain_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .rule_rows import RuleBook


class Found(NamedTuple):
    """The unit that a text tells, '' for none; old: the former name or code that told it; unclear: it told several."""

    code: str
    old: str
    unclear: bool = False


class UnitNames:
    """Names of cities and counties with their codes, former ones by rows ``old_unit.…``."""

    def __init__(self, units: Iterable[tuple[str, str]], book: RuleBook) -> None:
        """Take (code, name) of today's units; townships and finer ones tell nothing, for their names repeat."""
        self._names = {name: county_of(code) for code, name in units if level_of(code) in {"city", "county"}}
        self._old_names, self._old_codes = {}, {}
        for row in rows_of(book, "old_unit"):
            self._old_names[str(row.thresholds["old_name"])] = str(row.thresholds["code"])
            self._old_codes[str(row.thresholds["old_code"])] = str(row.thresholds["code"])

    def by_code(self, text: str) -> Found:
        """Return the unit of a code, today's one of a former county; a text that is no code is read as an address."""
        if not level_of(text):
            return self.in_address(text)
        now = self._old_codes.get(county_of(text), "")
        return Found(now, county_of(text)) if now else Found(plain_code(text), "")

    def in_address(self, text: str) -> Found:
        """Return the only county that an address names, else its only city."""
        known = {**self._names, **self._old_names}
        named = [name for name in known if name and name in text]
        named = [name for name in named if not any(name != other and name in other for other in named)]
        counties = {known[name] for name in named if level_of(known[name]) == "county"}
        if len(counties) > 1:
            return Found("", "", unclear=True)
        codes = counties or {known[name] for name in named}
        if len(codes) != 1:
            return Found("", "")
        [code] = codes
        return Found(code, next((name for name in named if name in self._old_names and known[name] == code), ""))
