"""From the parameters of kf:disposalrate to the rate of each county: read, settled, summed, compared, told."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ...engine.admin_units import county_name
from ...rules.disposal_rate import (
    NOT_IN_STOCK,
    OVER,
    TWICE,
    YearFlow,
    accounts,
    least_share,
    quota,
    settled,
    trend,
    whole,
)
from ...rules.stock_status import NOT_USED
from ..inputs_job import ChartedJob
from ..run_result import RunResult
from .rate_inputs import RateInputs

if TYPE_CHECKING:
    from fractions import Fraction

    from ...rules.disposal_rate import Account, Flow, Quota
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .rate_rows import DisposalRow

_TOLD = {NOT_IN_STOCK: "disposal.not_in_stock", OVER: "disposal.over", TWICE: "disposal.twice"}


@dataclass(frozen=True)
class RateResult(RunResult):
    """Everything a run found out, before anything is written; accounts and quotas by county code.

    verdicts: by row of ``disposals``. year_book: the rules of the year, for the quota. families: fonts of the chart.
    """

    year: int
    disposals: list[DisposalRow]
    verdicts: list[str]
    accounts: dict[str, Account]
    quotas: dict[str, Quota | None]
    years: list[YearFlow]
    least: Fraction
    classes: tuple[str, ...]
    year_book: RuleBook
    families: list[str]

    def flow(self, account: Account) -> Flow:
        """Return what the classes of stock of an account sum to."""
        return account.flow(self.classes)

    @property
    def city(self) -> Account:
        """Return the account of all counties."""
        return whole(self.accounts.values())


class RateJob(ChartedJob[RateInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = RateInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> RateResult:
        """Read and reckon; raises PlannerError and Canceled."""
        inputs, book = self._inputs, self._inputs.book()
        year = inputs.year()
        year_book = book.on(date(year, 12, 31))
        idle = inputs.idle_parcels(progress.part(0.0, 0.1))
        opening = inputs.stock(idle, year, book, progress.part(0.1, 0.5))
        disposals = inputs.disposals(idle, opening, book, progress.part(0.5, 0.8))
        history = inputs.history(book, progress.part(0.8, 0.9))
        events = [row.event for row in disposals]
        verdicts = settled(opening, events, year)
        progress.check()
        by_unit = accounts(opening, events, verdicts)
        classes, least = tuple(book.threshold("rate.definition", "classes")), least_share(book)
        now = [YearFlow(unit, year, account.flow(classes)) for unit, account in by_unit.items()]
        quotas = {unit: quota(account, year_book) for unit, account in by_unit.items()}
        found = [*_told(disposals, verdicts, book), *_missed(now, least, book), *_unlike(history, now, book),
                 *_idle_unknown(whole(by_unit.values()), year_book), *_no_quota(quotas, year, book)]
        progress.set(1.0)
        return RateResult(**inputs.outcome(found, book, "", progress), year=year, disposals=disposals,
                          verdicts=verdicts, accounts=by_unit, quotas=quotas, years=trend(history, now), least=least,
                          classes=classes, year_book=year_book, families=self._families)


def _told(disposals: list[DisposalRow], verdicts: list[str], book: RuleBook) -> list[Finding]:
    """Return which events of the year do not count, and why."""
    return [book.finding(_TOLD[verdict], subject_id=row.event.lot.parcel or f"#{row.fid}", role="disposals",
                         area_m2=row.event.amount / 100, source_fid=row.fid, place=f"#{row.fid}", value=row.event.day)
            for row, verdict in zip(disposals, verdicts) if verdict in _TOLD]


def _missed(now: list[YearFlow], least: Fraction, book: RuleBook) -> list[Finding]:
    """Return which counties miss the target, or have no rate."""
    found = []
    for unit, _, flow in now:
        names: dict[str, Any] = {"subject_id": unit, "subject_name": county_name(unit), "role": "stock_status"}
        if flow.rate is None:
            found.append(book.finding("rate.no_stock", **names))
        elif not flow.meets(least):
            found.append(book.finding(
                "rate.target", area_m2=flow.short(least) / 100, share=float(flow.rate),
                rate=f"{float(flow.rate):.2%}", target=f"{float(least):.2%}", opening_m2=flow.opening / 100,
                disposed_m2=flow.disposed / 100, **names))
    return found


def _unlike(history: list[YearFlow], now: list[YearFlow], book: RuleBook) -> list[Finding]:
    """Return of which counties the table of years says another thing of this year."""
    said = {(row.unit, row.year): row.flow for row in history}
    return [book.finding("rate.history_differs", subject_id=row.unit, subject_name=county_name(row.unit),
                         role="disposal_years", place=str(row.year), year=row.year)
            for row in now if said.get((row.unit, row.year), row.flow) != row.flow]


def _idle_unknown(city: Account, book: RuleBook) -> list[Finding]:
    """Return that nobody said which of the land supplied and not used is idle."""
    unused = city.flow((NOT_USED,)).opening
    if not unused or city.flow(book.threshold("quota.linked", "idle_classes")).opening:
        return []
    return [book.finding("quota.idle_unknown", role="stock_status", place="idle", area_m2=unused / 100)]


def _no_quota(quotas: dict[str, Quota | None], year: int, book: RuleBook) -> list[Finding]:
    if None not in quotas.values():
        return []
    return [book.finding("quota.none", role="stock_status", place=str(year), year=year)]
