"""What is there now against the zone that a unit of the floodplain takes, or against the floods it has."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .floodplain_steps import fits
from .floodplain_zoning import TOPIC, ZONES, ZoningTableError, intervals, names_of, texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .areas import Bools, Floats, Ints
    from .floodplain_steps import Interval
    from .rule_rows import RuleBook, RuleRow

CLASH = "zoning.conflict_rules"


@dataclass(frozen=True)
class Conflict:
    """A unit of a kind (in masks, or of land classes) that stands against what is asked of its place.

    That is: it lies in other masks, has one of some zones, a hazard, or a return period of first flooding.
    """

    rule_id: str
    names: tuple[str, str]
    masks: tuple[str, ...]
    classes: tuple[str, ...]
    against_masks: tuple[str, ...]
    zones: tuple[int, ...]
    hazard: tuple[Interval, ...]
    return_period: tuple[Interval, ...]
    least: float


@dataclass(frozen=True)
class UnitFacts:
    """What is known of units: share: float64 (units,) by set of masks; codes, code_of: land classes, '' for none.

    hazard, return_period: float64 (units,), NaN where unknown.
    """

    share: Mapping[tuple[str, ...], Floats]
    codes: Sequence[str]
    code_of: Ints
    hazard: Floats
    return_period: Floats


def conflicts(book: RuleBook) -> tuple[Conflict, ...]:
    """Return the conflicts that are looked for, in the order of the file; raises ZoningTableError."""
    return tuple(_conflict(row) for row in book.rows.values()
                 if row.topic == TOPIC and "subject_masks" in row.thresholds and row.thresholds["applies"])


def conflicting(known: Sequence[Conflict], facts: UnitFacts, zone: Ints) -> Bools:
    """Tell which units have which conflict, bool (units, conflicts); zone: int64 (units,) position in ``ZONES``."""
    held = np.zeros((len(zone), len(known)), dtype=bool)
    for place, item in enumerate(known):
        of_class = np.array([bool(code) and fits(code, item.classes) for code in facts.codes], dtype=bool)
        subject = _inside(item.masks, item.least, facts, len(zone)) | of_class[facts.code_of]
        against = _inside(item.against_masks, item.least, facts, len(zone)) | np.isin(zone, item.zones)
        for bounds in item.hazard:
            against |= bounds.holds(facts.hazard)
        for bounds in item.return_period:
            against |= bounds.holds(facts.return_period)
        held[:, place] = subject & against
    return held


def _inside(masks: tuple[str, ...], least: float, facts: UnitFacts, units: int) -> Bools:
    share = facts.share.get(masks)
    return np.zeros(units, dtype=bool) if share is None else share >= least


def _conflict(row: RuleRow) -> Conflict:
    zones = texts(row, "against_zones")
    unknown = [zone for zone in zones if zone not in ZONES]
    if unknown:
        raise ZoningTableError(row.id, "against_zones", unknown[0])
    return Conflict(
        row.id, names_of(row), texts(row, "subject_masks"), texts(row, "subject_classes"),
        texts(row, "against_masks"), tuple(ZONES.index(zone) for zone in zones), intervals(row, "against_hazard"),
        intervals(row, "against_return_period"), float(row.thresholds["min_share_of_total"]))  # type: ignore[arg-type]
