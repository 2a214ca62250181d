"""The dialects of coordinate files of parcels (报批坐标, 电子报盘): what each looks like, and which one a file is.

The dialects are rows of ``resources/exchange/dialects.json``; nothing here knows one by its name.
"""
from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CONTINUED, PER_RING = "continued", "per_ring"


@dataclass(frozen=True)
class Traits:
    """What tells dialects apart beside the columns; None where a file does not show it."""

    encoding: str | None = None
    brackets: str | None = None
    point_prefix: str | None = None
    zone_prefix: bool | None = None
    northing_first: bool | None = None
    area_unit: str | None = None
    numbering: str | None = None
    closing_row: bool | None = None

    def differing(self, other: Traits) -> list[tuple[str, Any, Any]]:
        """Return (trait, ours, the other's) where both are known and not the same."""
        pairs = [(item.name, getattr(self, item.name), getattr(other, item.name)) for item in fields(self)]
        return [pair for pair in pairs if None not in pair[1:] and pair[1] != pair[2]]


@dataclass(frozen=True)
class Dialect:
    """One way to write a coordinate file: the columns of a title row before @, and the traits."""

    id: str
    titles: Mapping[str, str]
    columns: tuple[str, ...]
    traits: Traits


@dataclass(frozen=True)
class System:
    """A coordinate system as headers call it: its id in ``zones``, what is written, words that name it."""

    id: str
    header: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Format:
    """The words of coordinate files, and their dialects.

    titles: column → what it is called. sections: 'header' and 'parcels'. keys: header key → words for it, the official
    one first. header: the keys in the order they are written; written: what stands for some of them.
    """

    titles: Mapping[str, str]
    sections: Mapping[str, str]
    keys: Mapping[str, tuple[str, ...]]
    header: tuple[str, ...]
    written: Mapping[str, str]
    systems: tuple[System, ...]
    dialects: Mapping[str, Dialect]

    def key_of(self, word: str) -> str | None:
        """Return the header key a word stands for, None for a word that is none's."""
        return next((key for key, words in self.keys.items() if word in words), None)

    def system_of(self, text: str) -> System | None:
        """Return the coordinate system a header names, None for one that is not known."""
        wanted = text.upper().replace(" ", "")
        return next((system for system in self.systems if any(word in wanted for word in system.words)), None)

    def columns_of(self, cells: Sequence[str], code_like: Iterable[bool]) -> tuple[str, ...] | None:
        """Return the columns of a title row of so many cells, None where no dialect has that many.

        Where several have, the first counts whose land class would be a code; ``code_like`` tells it of each cell.
        """
        fits = list(code_like)
        alike = [dialect.columns for dialect in self.dialects.values() if len(dialect.columns) == len(cells)]
        coded = [columns for columns in alike if "class_code" not in columns or fits[columns.index("class_code")]]
        return next(iter([*coded, *alike]), None)

    def identified(self, columns: Sequence[str], traits: Traits) -> Dialect:
        """Return the dialect that comes nearest to what a file shows: first the columns count, then the traits."""
        def distance(dialect: Dialect) -> tuple[bool, int]:
            return dialect.columns != tuple(columns), len(dialect.traits.differing(traits))

        return min(self.dialects.values(), key=distance)


def format_from(document: Mapping[str, Any]) -> Format:
    """Return the format that a JSON document of dialects describes."""
    names = [item.name for item in fields(Traits)]
    dialects = (Dialect(row["id"], row["title"], tuple(row["columns"]), Traits(**{name: row[name] for name in names}))
                for row in document["dialects"])
    return Format(
        titles=document["titles"], sections=document["sections"],
        keys={key: tuple(words) for key, words in document["keys"].items()}, header=tuple(document["header"]),
        written=document["written"],
        systems=tuple(System(row["id"], row["header"], tuple(row["words"])) for row in document["systems"]),
        dialects={dialect.id: dialect for dialect in dialects})
