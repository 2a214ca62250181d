"""Economics of land as rows of tables: amounts of each subject, rows of one subject added up, unusable ones told."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.head_units import in_base
from ..rules.land_efficiency import ENTERPRISE, INDICATORS, PARK, UNKNOWN
from ..rules.said_words import answer
from ..rules.text import clean, numbers, some
from ..rules.units import LARGEST_AMOUNT, convert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.findings import Finding
    from ..rules.rule_rows import RuleBook
    from .reading import FeatureTable

CNY_PER_WAN = 10_000.0
AMOUNTS = {"tax": "SS", "value_added": "ZJZ", "total_investment": "GDTZ", "new_investment": "XZTZ",
           "floor_area": "JZMJ", "revenue": "YYSR"}
"""What subjects have, by the field that says so: 10 000 CNY, floor area m², unless the field states another unit."""
AGREED = {"tax": "BZMJSS", "investment": "BZTZQD", "floor_area": "HTRJL"}
"""What was agreed for standard land, by the field that says so: 10 000 CNY per mu, floor area ratio."""
_COUNTED = {PARK: ("tax", "value_added", "new_investment", "floor_area"),
            ENTERPRISE: ("tax", "value_added", "total_investment", "floor_area")}
"""The amount of each indicator."""


@dataclass(frozen=True)
class Subjects:
    """Who is rated: ids sorted, the subject of each parcel, int64 (parcels,)."""

    ids: list[str]
    of_parcel: Ints


def subjects_of(ids: Sequence[str], fids: Sequence[int]) -> Subjects:
    """Return the subjects that parcels belong to; a parcel without an id is one by itself."""
    names, owner = np.unique(np.array([text or f"#{fid}" for text, fid in zip(ids, fids)], dtype=str),
                             return_inverse=True)
    return Subjects([str(name) for name in names.tolist()], owner.reshape(-1).astype(np.int64))


def read_amounts(table: FeatureTable, own: Mapping[str, str | None], keys: Sequence[str], owners: Sequence[str],
                 role: str, book: RuleBook, *, units: Mapping[str, str] | None = None,
                 above_zero: bool = False) -> tuple[dict[str, Floats], list[Finding]]:
    """Return (columns of amounts in m² and 10 000 CNY, float64 with NaN for unknown; what cannot be used).

    own: what the table calls its fields, units: in which unit they are (``rules.head_units``), '' for these. owners:
    whose row it is, for what is told.
    """
    columns, found = {}, []
    for key in keys:
        name = own.get(key)
        raw = np.full(len(table), None, dtype=object) if name is None else np.asarray(table.columns[name], dtype=object)
        values, bad = numbers(raw)
        values = values * float(in_base((units or {}).get(key, "")))
        wrong = (values <= 0 if above_zero else values < 0) | (np.abs(values) >= LARGEST_AMOUNT)
        wrong[bad] = True
        found += [book.finding("efficiency.number_unusable", subject_id=owners[row], role=role, field=name,
                               source_fid=int(table.fids[row]), wkb=table.wkb[row],
                               place=f"{role} {name} #{table.fids[row]}", value=clean(raw[row]))
                  for row in np.flatnonzero(wrong).tolist()]
        columns[key] = np.where(wrong, np.nan, values)
    return columns, found


def added(values: Floats, owner: Ints, count: int) -> Floats:
    """Return the sum of each subject's rows, float64 (count,); NaN where it has none, or one of them is unknown."""
    mine = owner >= 0
    total = np.bincount(owner[mine], weights=values[mine], minlength=count)
    return np.where(np.bincount(owner[mine], minlength=count) > 0, total, np.nan)


def per_land(amounts: Mapping[str, Floats], area: Floats, level: str) -> Floats:
    """Return the indicators of rows, float64 (rows, indicators): CNY per mu, and the floor area ratio.

    amounts, area: float64 (rows,), area in m²; NaN for unknown.
    """
    mu = area * convert(1.0, "mu")
    columns = [amounts[key] / area if key == "floor_area" else amounts[key] * CNY_PER_WAN / mu
               for key in _COUNTED[level]]
    return np.stack(columns, axis=1)


def agreed_values(columns: Mapping[str, Floats], count: int) -> Floats:
    """Return what was agreed for parcels, float64 (parcels, indicators) in the units of ``per_land``; 0 is nothing."""
    none = np.full(count, np.nan)
    agreed = np.stack([columns.get(key, none) * (1.0 if key == "floor_area" else CNY_PER_WAN) for key in INDICATORS],
                      axis=1)
    return np.where(agreed > 0, agreed, np.nan)


def kept_environment(table: FeatureTable, field: str | None, owners: Sequence[str], role: str,
                     book: RuleBook) -> tuple[list[bool | None], Bools, list[Finding]]:
    """Return (of each parcel whether its environmental standard is kept, None for unknown; what is unclear; told)."""
    if field is None:
        return [None] * len(table), np.zeros(len(table), dtype=bool), []
    yes, no = ([str(word) for word in book.threshold("efficiency.environment_unclear", key)]
               for key in ("kept_words", "missed_words"))
    raw = table.columns[field].tolist()
    said = [answer(value, yes, no) for value in raw]
    unclear = np.array([each is None and bool(clean(value)) for each, value in zip(said, raw)], dtype=bool)
    return said, unclear, [
        book.finding("efficiency.environment_unclear", subject_id=owners[row], role=role, field=field,
                     source_fid=int(table.fids[row]), wkb=table.wkb[row], place=f"{role} {field} #{table.fids[row]}",
                     value=clean(raw[row])) for row in np.flatnonzero(unclear).tolist()]


def unreadable(table: FeatureTable, own: Mapping[str, str | None], columns: Mapping[str, Floats]) -> Bools:
    """Return which rows state an amount in one of the columns that could not be used, bool (rows,)."""
    found = np.zeros(len(table), dtype=bool)
    for key, values in columns.items():
        name = own.get(key)
        if name is not None:
            found |= np.isnan(values) & np.array(
                [bool(clean(value)) for value in table.columns[name].tolist()], dtype=bool)
    return found


def kinds_of(texts: Sequence[str], subjects: Subjects, book: RuleBook, role: str) -> tuple[list[str], list[Finding]]:
    """Return (the kind of each subject, what is told of subjects whose parcels name several)."""
    named: list[list[str]] = [[] for _ in subjects.ids]
    for owner, text in zip(subjects.of_parcel.tolist(), texts):
        if text and text not in named[owner]:
            named[owner].append(text)
    found = [book.finding("efficiency.groups_differ", subject_id=name, role=role, place=role, kinds=kinds)
             for name, kinds in zip(subjects.ids, named) if len(kinds) > 1]
    return [kinds[0] if kinds else "" for kinds in named], found


def sized(kinds: Sequence[str], revenue: Floats, book: RuleBook) -> list[str]:
    """Return the size of parks: ``large`` or ``small`` by revenue in 10 000 CNY, '' for kinds that are not split.

    UNKNOWN where the revenue is not known.
    """
    rule = "efficiency.park_size"
    least = float(book.threshold(rule, "large_revenue_cny")) / CNY_PER_WAN
    split = set(book.threshold(rule, "manufacturing_kinds"))
    return ["" if kind not in split else UNKNOWN if np.isnan(value) else "large" if value >= least else "small"
            for kind, value in zip(kinds, revenue.tolist())]


def repeated(owners: Sequence[str], layer: str, role: str, book: RuleBook) -> list[Finding]:
    """Return which subjects have several rows, whose amounts are added up."""
    return [book.finding("efficiency.added", subject_id=name, role=role, place=role, layer=layer, count=count)
            for name, count in Counter(filter(None, owners)).items() if count > 1]


def without_id(ids: Sequence[str], table: FeatureTable, role: str, book: RuleBook) -> list[Finding]:
    """Return that rows have no id."""
    fids = [int(fid) for text, fid in zip(ids, table.fids.tolist()) if not text]
    return [book.finding("efficiency.id_missing", role=role, place=role, layer=table.name, count=len(fids),
                         fids=some(fids))] if fids else []


def strangers(ids: Sequence[str], known: Mapping[str, int], table: FeatureTable, role: str,
              book: RuleBook) -> list[Finding]:
    """Return that rows are of subjects that have no parcel."""
    names = [text for text in ids if text not in known]
    return [book.finding("efficiency.stranger", role=role, place=role, layer=table.name, count=len(names),
                         ids=some([name or "–" for name in dict.fromkeys(names)]))] if names else []
