"""The area table by land class (土地勘测定界分类面积表): its columns as data, and the rounding of its figures.

The printed unit is 0.0001 ha, which is 1 m². Layout: ``resources/rules/class_table_layout.json``.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .tables import controlled_rounding, rounded_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

HUNDREDTHS_PER_UNIT = 100
"""Hundredths of m² in the last digit of a printed hectare."""
UNITS_PER_HA = 10_000
_CULTIVATED = "cultivated"
_CHOICE = "other_grassland"

Names = tuple[str, str]
"""Chinese and English."""


@dataclass(frozen=True)
class FormColumn:
    """A printed column: the headings over it from the outermost to its own, and the leaves it sums.

    An ``optional`` column stands only where there is such land.
    """

    id: str
    headings: tuple[Names, ...]
    leaves: tuple[int, ...]
    optional: bool

    def path(self, language: str) -> list[str]:
        """Return the headings in 'zh' or 'en'."""
        return [names[0 if language == "zh" else 1] for names in self.headings]


@dataclass(frozen=True)
class Tenure:
    """Whose land it is: the values of QSXZ that say so."""

    id: str
    names: Names
    values: frozenset[str]


class ClassTableLayout:
    """The layout of the table, from its JSON document."""

    def __init__(self, document: Mapping[str, Any], other_grassland: str) -> None:
        """Take the document; ``other_grassland``: 'unused' or 'agricultural', where class 0404 is counted."""
        self.title: Names = (document["title_zh"], document["title_en"])
        self.permanent: Names = _names(document["permanent"])
        leaves = [leaf for head in document["heads"] for leaf in _leaves(head)]
        self.leaves: tuple[str, ...] = tuple(leaf["id"] for leaf in leaves)
        position = {leaf: place for place, leaf in enumerate(self.leaves)}
        self._column_of = {(system, code): position[leaf["id"]] for leaf in leaves
                           for system, codes in leaf.get("classes", {}).items() for code in codes}
        choice = document[_CHOICE]
        self._column_of.update({(system, code): position[choice[other_grassland]]
                                for system, codes in choice["classes"].items() for code in codes})
        total = FormColumn("total", (_names(document["total"]),), tuple(range(len(leaves))), optional=False)
        self.columns: tuple[FormColumn, ...] = (total, *(
            column for head in document["heads"] for column in _columns(head, (), position)))
        self.outside, self.unknown, self.ridge = (position[document[key]] for key in ("outside", "unknown", "ridge"))
        self.cultivated: tuple[int, ...] = self.column(_CULTIVATED).leaves
        self.column_groups: list[Ints] = _groups(document["heads"])
        self.tenures: tuple[Tenure, ...] = tuple(
            Tenure(row["id"], _names(row), frozenset(row["values"])) for row in document["tenures"])

    def column(self, key: str) -> FormColumn:
        """Return a printed column by its id; raises KeyError."""
        return {column.id: column for column in self.columns}[key]

    def leaf_of(self, system: str, code: str) -> int:
        """Return the leaf that a class is counted in, that of unknown land for a code the system does not have."""
        return self._column_of.get((system, code), self.unknown)

    def tenure_of(self, value: str) -> int:
        """Return the position of the tenure that a value of QSXZ means, the last one where it means none."""
        return next((place for place, tenure in enumerate(self.tenures) if value in tenure.values),
                    len(self.tenures) - 1)

    def shown(self, cells: Ints) -> list[FormColumn]:
        """Return the columns to print of tables with these cells, int64 (rows, leaves)."""
        return [column for column in self.columns
                if not column.optional or cells[:, list(column.leaves)].any()]

    def sums(self, cells: Ints, columns: Sequence[FormColumn]) -> Ints:
        """Return the figures of columns, int64 (rows, columns), from cells (rows, leaves)."""
        return np.stack([cells[:, list(column.leaves)].sum(axis=1) for column in columns], axis=1)

    def printed(self, cells: Ints, permanent: Ints, row_groups: Sequence[Ints]) -> tuple[Ints, Ints]:
        """Round one table; return its cells and the cultivated land within permanent farmland in units of 0.0001 ha.

        cells: int64 (rows, leaves), permanent: int64 (rows,), hundredths of m²; row_groups: levels of int64 (rows,)
        from the outermost in. What the sums of the result differ from their values says ``controlled_rounding``; no
        row has more permanent farmland than cultivated land.
        """
        cultivated = cells[:, list(self.cultivated)].sum(axis=1)
        # where all cultivated land is permanent both print the same: what is rounded there must not add up
        near = np.zeros(cells.shape, dtype=bool)
        near[np.ix_((permanent == cultivated) & (permanent > 0), list(self.cultivated))] = True
        units = controlled_rounding(cells / HUNDREDTHS_PER_UNIT, 1.0, row_groups, self.column_groups, near)
        return units, rounded_parts(permanent, cultivated, units[:, list(self.cultivated)].sum(axis=1),
                                    HUNDREDTHS_PER_UNIT)


def _names(row: Mapping[str, Any], kind: str = "name") -> Names:
    return row[f"{kind}_zh"], row[f"{kind}_en"]


def _leaves(head: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "parts" not in head:
        yield head
    for part in head.get("parts", ()):
        yield from _leaves(part)


def _columns(head: Mapping[str, Any], above: tuple[Names, ...], position: Mapping[str, int]) -> Iterator[FormColumn]:
    headings, optional = (*above, _names(head)), head.get("optional", False)
    if "parts" not in head or "sum_zh" in head:
        own = (*headings, _names(head, "sum")) if "parts" in head else headings
        yield FormColumn(head["id"], own, tuple(position[leaf["id"]] for leaf in _leaves(head)), optional)
    for part in head.get("parts", ()):
        yield from _columns(part, headings, position)


def _groups(heads: Sequence[Mapping[str, Any]]) -> list[Ints]:
    """Return the outer and the inner heads that leaves stand under: two levels of int64 (leaves,)."""
    outer, inner, number = [], [], 0
    for place, head in enumerate(heads):
        for part in head.get("parts", [head]):
            count = len(list(_leaves(part)))
            outer += [place] * count
            inner += [number] * count
            number += 1
    return [np.array(outer, dtype=np.int64), np.array(inner, dtype=np.int64)]
