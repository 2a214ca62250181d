"""What a trial or a commit of a write-off has to tell, and the figures in the planner's units."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...engine.admin_units import county_name
from ...i18n import tr
from ...rules.farmland_account import county_of
from ...rules.farmland_balance import CAPACITY, INDICATORS, UNIFIED, Demand, Verdict
from ...rules.text import some
from ...rules.units import format_area

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ...rules.farmland_balance import Shortage, Terms
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook

_SHOWN_ENTRIES = 10


def indicator_title(indicator: int) -> str:
    """Return what an indicator is called."""
    return (tr("quantity"), tr("paddy"), tr("grain capacity"))[indicator]


def amount_text(indicator: int, amount: int) -> str:
    """Return an amount (hundredths of m² or kg) with its units: m², ha and mu of an area."""
    value = amount / 100
    if indicator == CAPACITY:
        return tr("{kg} kg").format(kg=format_area(value, "m2"))
    return tr("{m2} m² ({ha} ha, {mu} mu)").format(
        m2=format_area(value, "m2"), ha=format_area(value, "ha"), mu=format_area(value, "mu"))


def unit_text(code: str) -> str:
    """Return the county of a unit by name and code."""
    if not code:
        return tr("no unit")
    county = county_of(code)
    name = county_name(county)
    return county if name == county else f"{name} {county}"


def verdict_findings(verdicts: Iterable[Verdict], names: Mapping[str, str], demands: Iterable[Demand],
                     rules_of: Callable[[Demand], RuleBook]) -> list[Finding]:
    """Return the shortages, late entries and worse grades of projects, each under the rules of its demand."""
    row_of = {(row.project_id, row.unit_code): row for row in demands}
    found = []
    for verdict in verdicts:
        key, name = verdict.project_id, names.get(verdict.project_id, "")
        for lack in verdict.shortages:
            row = row_of[key, lack.unit_code]
            found += _shortage_findings(verdict, lack, name, row.day.isoformat(), rules_of(row))
        for grade in verdict.grades:
            book = rules_of(row_of[key, grade.unit_code])
            about: dict[str, Any] = {"subject_id": key, "subject_name": name, "other_id": grade.unit_code,
                                     "role": "demand", "unit": unit_text(grade.unit_code), "place": grade.unit_code}
            if grade.kept is False:
                found.append(book.finding("balance.grade_lower", severity="error" if grade.decides else None,
                                          supplied=f"{grade.supplied:.2f}", taken=f"{grade.taken:.2f}", **about))
            elif grade.kept is None and grade.decides:
                found.append(book.finding("balance.grade_unknown", **about))
    return found


def _shortage_findings(verdict: Verdict, lack: Shortage, name: str, day: str, book: RuleBook) -> list[Finding]:
    indicator = INDICATORS[lack.indicator]
    about: dict[str, Any] = {
        "subject_id": verdict.project_id, "subject_name": name, "other_id": lack.unit_code, "role": "demand",
        "unit": unit_text(lack.unit_code), "place": f"{lack.unit_code} {indicator}",
        "indicator": indicator_title(lack.indicator)}
    if lack.amount is None:
        return [book.finding("balance.demand_unknown", **about)]
    rule = ("balance.quantity_short", "balance.paddy_short", "balance.capacity_short")[lack.indicator]
    area = None if lack.indicator == CAPACITY else lack.amount / 100
    found = [book.finding(rule, area_m2=area, amount=amount_text(lack.indicator, lack.amount), **about)]
    if lack.later:
        shown = some([f"{entry.entry_id} ({entry.available})" for entry in lack.later], _SHOWN_ENTRIES)
        found.append(book.finding("balance.not_yet_available", day=day, entries=shown, **about))
    return found


def kind_findings(demands: Sequence[Demand], names: Mapping[str, str], terms_of: Callable[[Demand], Terms],
                  rules_of: Callable[[Demand], RuleBook], book: RuleBook) -> list[Finding]:
    """Return which kinds of occupation are exempt, the county's to replenish, or on no list.

    ``book`` has the rules of the run, for what is said of several projects.
    """
    known = {str(word) for rule in ("balance.exempt", "balance.conversion", "balance.county_replenishes")
             for word in book.threshold(rule, "kinds")} | set(book.threshold("balance.kind_unknown", "building"))
    found: list[Finding] = []
    unknown: dict[str, set[str]] = {}
    for demand in demands:
        terms, rules = terms_of(demand), rules_of(demand)
        rule = terms.exempt
        if not rule and terms.mode == UNIFIED and demand.kind in rules.threshold("balance.county_replenishes", "kinds"):
            rule = "balance.county_replenishes"
        if rule:
            found.append(rules.finding(rule, subject_id=demand.project_id, role="demand", kind=demand.kind,
                                      subject_name=names.get(demand.project_id, ""), other_id=demand.unit_code,
                                      place=demand.unit_code))
        elif demand.kind and demand.kind not in known:
            unknown.setdefault(demand.kind, set()).add(demand.project_id)
    return [*found, *(book.finding("balance.kind_unknown", role="demand", place=kind, value=kind, projects=projects)
                      for kind, projects in sorted(unknown.items()))]
