"""Rows of lists as entries of a register: words, dates and units read, and what is wrong with them told."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..rules.heritage_entries import Entry, units_agree
from ..rules.heritage_words import LEVEL, TYPE, arabic, batch_of, code_of, words
from ..rules.text import clean
from ..rules.unit_levels import level_of
from .dates import read_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ..rules.findings import Finding
    from ..rules.heritage_units import Found, UnitNames
    from ..rules.rule_rows import RuleBook
    from .heritage_lists import SiteList
    from .heritage_places import Places

_TEXTS = ("name", "era", "address", "document", "source", "photo", "note")
_NAMED = 20  # names in one message


@dataclass(frozen=True)
class ListEntries:
    """The entries of a list, without keys, the row of the list each stands in, and findings."""

    entries: list[Entry]
    rows: list[int]
    findings: list[Finding]


class EntryReader:
    """Reads lists under the rules of a run. list_levels: what somebody said the level of a list is, by its name."""

    def __init__(self, units: UnitNames, list_levels: Mapping[str, str], role: str, book: RuleBook) -> None:
        self._units, self._list_levels, self._role, self._book = units, list_levels, role, book
        self._levels, self._types = words(book, LEVEL), words(book, TYPE)

    def read(self, given: SiteList, places: Places, unit_of_place: Sequence[str] | None) -> ListEntries:
        """Return the entries of a list; ``unit_of_place``: of UNITS for each row, '' for none, None without UNITS."""
        texts = {field: given.texts(field) for field in ("site_id", *_TEXTS)}
        rows = [row for row in range(len(given.fids)) if texts["site_id"][row] or texts["name"][row]]
        report = _Report(given, places, self._role, self._book)
        report.rows("register.empty_rows", sorted({*range(len(given.fids))} - {*rows}))
        levels, types = self._level_column(given, rows, report), self._type_column(given, rows, report)
        batches, known = given.texts("batch"), places.known()
        found = [Entry(
            "", given.name, given.fids[row], texts["site_id"][row], level=levels[row], site_type=types[row],
            batch=batch_of(batches[row]), published=self._day(given, row, report),
            place=(float(places.longitude[row]), float(places.latitude[row])) if known[row] else None,
            **{field: texts[field][row] for field in _TEXTS}) for row in rows]
        found = self._with_units(given, found, rows, unit_of_place, report)
        self._tell_ids(found, report)
        return ListEntries(found, rows, report.findings)

    def _level_column(self, given: SiteList, rows: Sequence[int], report: _Report) -> dict[int, str]:
        """Return the level of each row: its own, else what was said of the list, else what the list's name says."""
        raw = given.texts("level")
        of_list = self._list_levels.get(given.name) or code_of(given.name, self._levels) or ""
        found, missing = {}, []
        unknown: defaultdict[str, list[int]] = defaultdict(list)
        for row in rows:
            code = code_of(raw[row], self._levels)
            if code is None:
                unknown[raw[row]].append(row)
            elif not code:
                missing.append(row)
            found[row] = code or ("" if code is None else of_list)
        for word, wrong in sorted(unknown.items()):
            report.word("register.level_unknown", word, len(wrong))
        if missing and of_list:
            report.word("register.level_of_list", of_list, len(missing),
                        level=self._levels[of_list].name(self._book.language))
        elif missing:
            report.word("register.level_missing", "", len(missing))
        return found

    def _type_column(self, given: SiteList, rows: Sequence[int], report: _Report) -> dict[int, str]:
        raw = given.texts("site_type")
        codes = {word: code_of(word, self._types) for word in {raw[row] for row in rows}}
        for word in sorted(word for word, code in codes.items() if code is None):
            report.word("register.type_unknown", word, sum(raw[row] == word for row in rows))
        return {row: raw[row] if codes[raw[row]] is None else str(codes[raw[row]]) for row in rows}

    def _day(self, given: SiteList, row: int, report: _Report) -> date | None:
        value = given.columns["published"][row] if "published" in given.columns else None
        day = read_date(value) or read_date(arabic(clean(value)))
        if day is None and clean(value):
            report.entry("register.date_unreadable", row, value=clean(value))
        return day

    # -- units ----------------------------------------------------------------------------------------------------

    def _with_units(self, given: SiteList, found: Sequence[Entry], rows: Sequence[int],
                    unit_of_place: Sequence[str] | None, report: _Report) -> list[Entry]:
        """Return the entries with the unit that their code tells, else their address, else their place."""
        codes = given.texts("unit_code")
        placed, renamed, lacking = [], defaultdict(list), []
        for entry, row in zip(found, rows):
            told = self._told(codes[row], entry, row, report)
            if told.old:
                renamed[told.old, told.code].append(row)
            here = unit_of_place[row] if unit_of_place is not None else ""
            code = told.code
            if entry.place and unit_of_place is not None:
                code = self._beside_place(told.code, here, row, report)
            if level_of(code) in {"", "city"}:
                lacking.append(entry.label or entry.own_id)
            placed.append(replace(entry, unit_code=code))
        for (old, code), where in sorted(renamed.items()):
            report.word("register.unit_renamed", old, len(where), old_name=old, unit_code=code)
        if lacking:
            report.word("register.no_county", "", len(lacking), names=_first(sorted(lacking)))
        return placed

    def _told(self, code: str, entry: Entry, row: int, report: _Report) -> Found:
        told = self._units.by_code(code)
        if not told.code:
            told = self._units.in_address(entry.address)
        if told.unclear:
            report.entry("register.unit_unclear", row, value=entry.address)
        return told

    def _beside_place(self, told: str, here: str, row: int, report: _Report) -> str:
        """Return the unit of an entry with a place, and tell where the two contradict each other."""
        if not here:
            report.entry("register.outside_units", row)
        elif not units_agree(told, here):
            report.entry("register.outside_county", row, unit_code=told, place_code=here)
        elif level_of(told) in {"", "city"}:
            return here
        return told

    def _tell_ids(self, found: Sequence[Entry], report: _Report) -> None:
        by_id: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in found:
            by_id[entry.own_id].append(entry)
        if by_id[""]:
            report.word("register.no_id", "", len(by_id[""]))
        for own_id, same in sorted(by_id.items()):
            if own_id and len(same) > 1:
                report.word("register.duplicate_id", own_id, len(same), subject_id=own_id,
                            names=_first(sorted(entry.name for entry in same)))
        for entry in found:
            if not entry.name:
                report.word("register.no_name", entry.own_id, 1, subject_id=entry.own_id, source_fid=entry.fid)


class _Report:
    """Findings about one list: told by words and names, not by rows, so that the order of rows says nothing else."""

    def __init__(self, given: SiteList, places: Places, role: str, book: RuleBook) -> None:
        self.findings: list[Finding] = []
        self._list, self._places, self._role, self._book = given, places, role, book
        self._ids, self._names = given.texts("site_id"), given.texts("name")

    def rows(self, rule: str, rows: Sequence[int]) -> None:
        """Tell of rows that are no entries."""
        if rows:
            self.findings.append(self._book.finding(
                rule, role=self._role, place=f"{self._list.name}", layer=self._list.name, count=len(rows),
                fids=[self._list.fids[row] for row in rows[:_NAMED]]))

    def word(self, rule: str, word: str, count: int, **values: Any) -> None:
        """Tell of entries that have something in common."""
        self.findings.append(self._book.finding(rule, role=self._role, place=f"{self._list.name} {word}", **{
            "layer": self._list.name, "value": word, "count": count, **values}))

    def entry(self, rule: str, row: int, **values: Any) -> None:
        """Tell of one entry."""
        own_id, name = self._ids[row], self._names[row]
        point = (float(self._places.x[row]), float(self._places.y[row])) if self._places.known()[row] else None
        self.findings.append(self._book.finding(
            rule, subject_id=own_id, subject_name=name or own_id, other_id=self._list.name, role=self._role,
            place=f"{self._list.name} {own_id} {name}", source_fid=self._list.fids[row], point=point,
            layer=self._list.name, **values))


def _first(names: Sequence[str]) -> list[str]:
    return [*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])]
