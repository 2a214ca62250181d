"""Entries of heritage registers: what a row of a list says in the words of this tool, and what it is called.

An entry's key is "list/id", "list/name" where its id is missing or stands twice in the list. Decisions name entries by
it, so it depends on nothing else: not on the order of lists and rows, not on which other lists there are.
"""
from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from .unit_levels import code_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True)
class Entry:
    """One row of one list. level: code, '' where it is not known; unit_code: of six digits and more, '' for none.

    place: longitude and latitude in degrees, None where nothing tells it. fid: of the row in its list.
    """

    key: str
    list_name: str
    fid: int
    own_id: str
    name: str
    level: str = ""
    batch: str = ""
    site_type: str = ""
    era: str = ""
    address: str = ""
    unit_code: str = ""
    published: date | None = None
    document: str = ""
    source: str = ""
    photo: str = ""
    note: str = ""
    place: tuple[float, float] | None = None

    def content(self) -> tuple[str, ...]:
        """Return all that tells it from others of one list, whatever its row."""
        return (self.own_id, self.name, self.level, self.batch, self.site_type, self.era, self.address, self.unit_code,
                str(self.published or ""), self.document, self.source, self.photo, self.note, repr(self.place))

    @property
    def label(self) -> str:
        """Return what texts call it: its name, else its key."""
        return self.name or self.key


def keyed(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries with their keys, in the order of these."""
    ids = Counter((entry.list_name, entry.own_id) for entry in entries)
    by_key: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        own = entry.own_id if ids[entry.list_name, entry.own_id] == 1 else ""
        by_key[f"{entry.list_name}/{own or entry.name or entry.own_id}"].append(entry)
    found = []
    for key, same in by_key.items():
        # rows that are alike in everything are interchangeable, so that their order does not matter
        for number, entry in enumerate(sorted(same, key=Entry.content), start=1):
            found.append(replace(entry, key=key if len(same) == 1 else f"{key}#{number}"))
    return sorted(found, key=lambda entry: entry.key)


def county_of(code: str) -> str:
    """Return the county of a unit code, the city where it tells no more, '' for none."""
    return code_at(code, "county") or code_at(code, "city")


@lru_cache(maxsize=10_000)  # pairs of counties: few, and asked for every pair of entries
def units_agree(one: str, other: str) -> bool:
    """Tell whether two unit codes may be of one place: same county, or one is the other's city, or not known."""
    first, second = county_of(one), county_of(other)
    return not first or not second or first == second or (
        code_at(first, "city") == code_at(second, "city") and code_at(first, "city") in {first, second})
