"""Stable cultivated land: which of the listed grounds speak against each piece, and which decides.

The grounds are rows of the rule book under the topic ``stable_farmland`` that have the threshold ``applies``; their
order in the file is the order in which they decide. A ground looks at the slope class (GDPDJB, terraces of GDLX
excepted), at the detail code (TBXHDM), or at masks the land lies in.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .text import clean, coded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .rule_rows import RuleBook, RuleRow
    from .text import Column

    Bools = npt.NDArray[np.bool_]

STABLE = -1
"""What ``deciding`` gives for land that no ground speaks against."""
UNTOLD = -2
"""What stands in its place where no ground could be applied to cultivated land."""
TOPIC = "stable_farmland"


@dataclass(frozen=True)
class Ground:
    """One ground on which cultivated land is not stable; empty sets where it does not look at that attribute.

    ``known_slopes`` are slope classes the ground understands and lets pass. A ground on masks holds inside all of
    ``masks`` and, of ``narrowed_by``, inside all that were given.
    """

    rule_id: str
    names: tuple[str, str]
    slopes: frozenset[str] = frozenset()
    known_slopes: frozenset[str] = frozenset()
    terraces: frozenset[str] = frozenset()
    details: frozenset[str] = frozenset()
    masks: tuple[str, ...] = ()
    narrowed_by: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Return what the ground is called in 'zh' or 'en'."""
        return self.names[0 if language == "zh" else 1]


@dataclass(frozen=True)
class Attributes:
    """Slope class, terrace type and detail code of parcels as the layer has them, None for a field it lacks."""

    slope: Column | None = None
    terrace: Column | None = None
    detail: Column | None = None


def code_of(value: Any) -> str:
    """Return an attribute code in its standard form."""
    return clean(value).upper()


def grounds(book: RuleBook) -> tuple[Ground, ...]:
    """Return the grounds that apply, in the order in which they decide."""
    return tuple(_ground(row) for row in _rows(book) if row.thresholds["applies"])


def known_details(book: RuleBook) -> frozenset[str]:
    """Return the detail codes that any ground knows, also one that does not apply."""
    return frozenset(code for row in _rows(book) for code in _ground(row).details)


def known_slopes(rules: Iterable[Ground]) -> frozenset[str]:
    """Return the slope classes that any of some grounds understands."""
    return frozenset[str]().union(*(ground.slopes | ground.known_slopes for ground in rules))


def mask_kinds(rules: Iterable[Ground]) -> tuple[str, ...]:
    """Return the kinds of mask that grounds look at, sorted."""
    return tuple(sorted({kind for ground in rules for kind in (*ground.masks, *ground.narrowed_by)}))


def _rows(book: RuleBook) -> Sequence[RuleRow]:
    return [row for row in book.rows.values() if row.topic == TOPIC and "applies" in row.thresholds]


def _ground(row: RuleRow) -> Ground:
    def codes(key: str) -> frozenset[str]:
        return frozenset(code_of(value) for value in _listed(row, key))

    return Ground(
        rule_id=row.id, names=row.names,
        slopes=codes("slope_classes"), known_slopes=codes("known_slope_classes"), terraces=codes("terrace_types"),
        details=codes("detail_codes"), masks=tuple(map(str, _listed(row, "masks"))),
        narrowed_by=tuple(map(str, _listed(row, "narrowed_by"))))


def _listed(row: RuleRow, key: str) -> tuple[Any, ...]:
    value = row.thresholds.get(key, ())
    return value if isinstance(value, tuple) else (value,)


def among(column: Column, codes: frozenset[str]) -> Bools:
    """Tell for every row whether its cleaned code is one of some, bool (rows,)."""
    values, position = coded(column, code_of)
    return np.array([value in codes for value in values.tolist()], dtype=bool)[position]


def attribute_hits(rules: Sequence[Ground], attributes: Attributes, parcels: int) -> Bools:
    """Tell which grounds on attributes speak against each parcel: bool (parcels, grounds).

    A field that the layer lacks speaks against none; without the terrace type no land is a terrace.
    """
    hits = np.zeros((parcels, len(rules)), dtype=bool)
    for place, ground in enumerate(rules):
        if ground.slopes and attributes.slope is not None:
            hits[:, place] |= among(attributes.slope, ground.slopes) & ~_terraced(ground, attributes, parcels)
        if ground.details and attributes.detail is not None:
            hits[:, place] |= among(attributes.detail, ground.details)
    return hits


def _terraced(ground: Ground, attributes: Attributes, parcels: int) -> Bools:
    if attributes.terrace is None or not ground.terraces:
        return np.zeros(parcels, dtype=bool)
    return among(attributes.terrace, ground.terraces)


def unstable_hits(rules: Sequence[Ground], attributes: Attributes, parcels: int, parcel_of: npt.NDArray[np.int64],
                  inside: Mapping[str, Bools]) -> Bools:
    """Tell which grounds speak against each piece: bool (pieces, grounds).

    ``parcel_of`` int64 (pieces,): row of the piece's parcel in ``attributes``, which has ``parcels`` rows.
    ``inside``: bool (pieces,) by kind of mask, of the masks that were given; a ground whose mask is missing speaks
    against none.
    """
    hits = attribute_hits(rules, attributes, parcels)[parcel_of]
    for place, ground in enumerate(rules):
        if ground.masks and all(kind in inside for kind in ground.masks):
            kinds = [*ground.masks, *(kind for kind in ground.narrowed_by if kind in inside)]
            within = np.logical_and.reduce([inside[kind] for kind in kinds])
            hits[:, place] |= within & ~_terraced(ground, attributes, parcels)[parcel_of]
    return hits


def deciding(hits: Bools) -> npt.NDArray[np.int64]:
    """Return the position of the first ground that speaks against each piece, ``STABLE`` where none does."""
    if not hits.shape[1]:
        return np.full(len(hits), STABLE, dtype=np.int64)
    return np.where(hits.any(axis=1), hits.argmax(axis=1), STABLE).astype(np.int64)
