"""The account of every county: what its reserve held, what its projects took and lack, what is left."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .farmland_balance import INDICATORS, SCOPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .farmland_balance import Demand, Entry, Trial


@dataclass(frozen=True)
class AccountRow:
    """One indicator of one county, in hundredths of m² or kg.

    before, after: what the county's own entries hold before and after the trial; given: what they gave to any project;
    demanded: what the county's projects take; taken: what they found, in entries of any county; short: what those that
    fail lack. before = given + after; demands that are unknown are in neither.
    """

    unit_code: str
    indicator: int
    before: int
    demanded: int
    taken: int
    short: int
    given: int
    after: int


def county_of(unit_code: str) -> str:
    """Return the county of a unit: the first six digits of its code."""
    return unit_code[:SCOPES["county"]]


def account(demands: Sequence[Demand], entries: Sequence[Entry], trial: Trial) -> list[AccountRow]:
    """Return the account by county and indicator, of all counties that demand or hold anything."""
    home = {entry.entry_id: county_of(entry.unit_code) for entry in entries}
    sums: dict[str, Counter[tuple[str, int]]] = {
        name: Counter() for name in ("before", "demanded", "taken", "short", "given", "after")}
    for name, held in (("before", entries), ("after", trial.remaining)):
        for entry in held:
            for indicator, amount in enumerate(entry.amounts):
                sums[name][home[entry.entry_id], indicator] += amount
    for demand in demands:
        for indicator, wanted in enumerate(demand.amounts):
            sums["demanded"][county_of(demand.unit_code), indicator] += wanted or 0
    for item in trial.allocations:
        sums["taken"][county_of(item.unit_code), item.indicator] += item.amount
        sums["given"][home[item.entry_id], item.indicator] += item.amount
    for verdict in trial.verdicts:
        for lack in verdict.shortages:
            sums["short"][county_of(lack.unit_code), lack.indicator] += lack.amount or 0
    counties = sorted({county for amounts in sums.values() for (county, _), amount in amounts.items() if amount})
    return [AccountRow(county, indicator, **{name: sums[name][county, indicator] for name in sums})
            for county in counties for indicator in range(len(INDICATORS))]
