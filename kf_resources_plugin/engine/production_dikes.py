"""Production dikes (生产堤) of the floodplain: how many metres lie where, which are new, which rule decides."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from ..rules.floodplain_use import DIKES, FLOODPLAIN, ZONES, about, there
from ..rules.grouping import grouped
from ..rules.text import clean
from .dates import read_date
from .line_parts import cut_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateTransformContext

    from ..rules.areas import Ints
    from ..rules.floodplain_use import UseRule
    from ..rules.progress import Progress
    from .floodplain_use import Ground
    from .kernel import Kernel
    from .line_parts import PartsOfLines
    from .line_reading import LineTable

NO_RULE = -1
_YEAR = re.compile(r"\d{4}年?")


@dataclass(frozen=True)
class Dikes:
    """Dikes in parts. ids, built: by dike, its name or ``#`` and feature id, and the day it was built, None unknown.

    rule: int64 (parts,) position in ``rules`` of the first that holds, ``NO_RULE`` for none.
    """

    parts: PartsOfLines
    rules: tuple[UseRule, ...]
    ids: list[str]
    built: list[date | None]
    rule: Ints


def judge_dikes(table: LineTable, name_field: str | None, day_field: str | None, ground: Ground,
                rules: Sequence[UseRule], transform_context: QgsCoordinateTransformContext, kernel: Kernel,
                progress: Progress) -> Dikes:
    """Cut dikes by the places rules look at and tell which rule decides each part.

    Without a layer of the floodplain zones are taken for it. Raises Canceled.
    """
    chosen = about(rules, DIKES)
    layers = {kind: area for kind, area in ground.masks.items()
              if any(kind in rule.places or kind in rule.spared for rule in chosen)}
    if FLOODPLAIN not in layers:
        layers[ZONES] = ground.zones.table
    parts = cut_lines(table, layers, transform_context, kernel, progress)
    places = {(FLOODPLAIN if name == ZONES else name): inside for name, inside in parts.inside.items()}
    days = table.columns[day_field].tolist() if day_field else [None] * len(table)
    built = [_day(value) for value in days]
    hits = np.zeros((len(parts.row), len(chosen)), dtype=bool)
    for number, rule in enumerate(chosen):
        since = date.fromisoformat(rule.since) if rule.since else None
        new = np.array([since is None or (day is not None and day >= since) for day in built], dtype=bool)
        hits[:, number] = there(rule, places, len(parts.row)) & new[parts.row]
    rule = np.where(hits.any(axis=1), hits.argmax(axis=1), NO_RULE) if len(chosen) else np.full(
        len(parts.row), NO_RULE, dtype=np.int64)
    names = [clean(value) for value in table.columns[name_field].tolist()] if name_field else [""] * len(table)
    ids = [name or f"#{fid}" for name, fid in zip(names, table.fids.tolist())]
    return Dikes(parts, chosen, ids, built, rule)


def decided(dikes: Dikes) -> list[tuple[UseRule, int, Ints]]:
    """Return (rule, row of the dike, rows of its parts) for each dike and rule that decides some of its metres."""
    rows = np.flatnonzero(dikes.rule != NO_RULE)
    keys = dikes.rule[rows] * max(len(dikes.ids), 1) + dikes.parts.row[rows]
    return [(dikes.rules[int(dikes.rule[mine[0]])], int(dikes.parts.row[mine[0]]), mine)
            for _, mine in grouped(keys, rows)]


def _day(value: Any) -> date | None:
    """Return the day in a value; a year alone is its first day: that a dike is newer has to be shown."""
    found = read_date(value)
    text = clean(value)
    if found is None and _YEAR.fullmatch(text):
        return date(int(text[:4]), 1, 1) if int(text[:4]) else None
    return found
