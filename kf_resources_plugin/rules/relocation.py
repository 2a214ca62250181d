"""Resettlement of floodplain villages: who moves, in which order, and which sites receive how many households.

Whole households are shared out, never more than a site can take; what finds no place is said. Nothing depends on the
order of rows: settlements and sites of equal rank go by their ids.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .areas import Bools, Floats, Ints
    from .rule_rows import RuleBook

MOVE, SAFE, KEEP = OUTCOMES = ("move_out", "safe_in_place", "keep")
UNKNOWN = -1
"""A number of households, people or places that is not known."""
_RULE = "flooduse.relocation"


@dataclass(frozen=True)
class Shares:
    """What lies where of each settlement, arrays (settlements,): hundredths of m².

    rules: (settlements, rules) in the place of each rule of settlements; danger: in any of them, each place once;
    platform: on platforms that are high enough; approved: in approved resettlement areas.
    """

    whole: Ints
    rules: Ints
    danger: Ints
    platform: Ints
    approved: Ints


def met(shares: Shares, book: RuleBook) -> Bools:
    """Tell which rules hold for each settlement, bool (settlements, rules): those in whose place it has more land than
    a border drawn anew makes, where what lies in danger altogether is a large enough part of it."""
    hair = round(100 * float(book.threshold(_RULE, "border_m2")))
    least = float(book.threshold(_RULE, "risk_share_of_total"))
    listed = (shares.danger > 0) & (shares.danger >= least * shares.whole)
    return np.asarray((shares.rules > hair) & listed[:, None])


def outcomes(shares: Shares, held: Bools, in_place: Bools, book: RuleBook) -> list[str]:
    """Return what is to become of each settlement.

    held: ``met``; in_place: bool (rules,), being safe on a platform, or approved, counts there.
    """
    platform = shares.platform >= float(book.threshold(_RULE, "platform_share_of_total")) * shares.whole
    approved = shares.approved >= float(book.threshold(_RULE, "approved_share_of_total")) * shares.whole
    anyway = (held & ~in_place[None, :]).any(axis=1)
    return [KEEP if not listed or (allowed and not forced) else SAFE if raised and not forced else MOVE
            for listed, forced, raised, allowed in zip(held.any(axis=1), anyway, platform, approved)]


def moving_order(ids: Sequence[str], held: Bools, hazard: Floats, households: Ints, moving: Sequence[int],
                 book: RuleBook) -> list[int]:
    """Return the settlements that move, the most urgent first, by ``order_by`` of the rule, then by id.

    rule: the first rule that holds; hazard: the higher class; households: more of them.
    """
    keys = {"rule": np.where(held.any(axis=1), held.argmax(axis=1), held.shape[1]),
            "hazard": -np.nan_to_num(hazard), "households": -households}
    wanted = [keys[str(name)] for name in book.threshold(_RULE, "order_by")]
    return sorted(moving, key=lambda row: (*(float(key[row]) for key in wanted), ids[row], row))


def ranking(distance_m: Floats, capacity: Ints, eligible: Bools, ids: Sequence[str], book: RuleBook) -> list[int]:
    """Return the sites that may receive a settlement, the best first, by ``rank_by`` of the rule, then by id.

    distance_m: float64 (sites,), infinite beyond the limit; capacity: int64 households, ``UNKNOWN`` receives none.
    """
    keys = {"distance": distance_m, "capacity": -capacity}
    wanted = [keys[str(name)] for name in book.threshold(_RULE, "rank_by")]
    rows = np.flatnonzero(eligible & (capacity > 0) & np.isfinite(distance_m)).tolist()
    return sorted(rows, key=lambda row: (*(float(key[row]) for key in wanted), ids[row], row))


@dataclass(frozen=True)
class Allotment:
    """Households of a settlement at a site, by rows."""

    settlement: int
    site: int
    households: int


def allot(order: Sequence[int], households: Ints, capacity: Ints, ranked: Sequence[Sequence[int]],
          book: RuleBook) -> tuple[list[Allotment], Ints]:
    """Share out sites in the order of settlements; return the allotments and who finds none, int64 (settlements,).

    households: (settlements,), ``UNKNOWN`` needs none; ranked: sites by settlement. A settlement goes whole to the
    first site that has room for it; where none has, to several in their order, if the rule lets it be split.
    """
    split = bool(book.threshold(_RULE, "split"))
    left = np.maximum(capacity, 0)
    unplaced = np.zeros(len(households), dtype=np.int64)
    found: list[Allotment] = []
    for row in order:
        need = max(int(households[row]), 0)
        whole = next((site for site in ranked[row] if left[site] >= need), None)
        sites = ranked[row] if whole is None and split else [] if whole is None else [whole]
        for site in sites:
            taken = min(need, int(left[site]))
            if taken:
                found.append(Allotment(row, site, taken))
                left[site] -= taken
                need -= taken
        unplaced[row] = need
    return found, unplaced
