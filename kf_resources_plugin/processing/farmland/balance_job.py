"""From the parameters of kf:farmlandbalance to its verdicts: what is read, tried out and noticed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...rules.farmland_account import AccountRow, account
from ...rules.farmland_balance import Demand, Entry, Terms, Trial, try_out
from ...rules.findings import in_order
from .balance_findings import kind_findings, verdict_findings
from .balance_inputs import BalanceInputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

    from ...engine.run_record import InputRecord
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook


@dataclass(frozen=True)
class BalanceResult:
    """Everything a trial found out, before anything is written; ``demands`` and ``names`` by project id."""

    demands: Mapping[str, list[Demand]]
    names: Mapping[str, str]
    entries: list[Entry]
    terms: list[Terms]
    trial: Trial
    account: list[AccountRow]
    scope: str
    findings: list[Finding]
    records: list[InputRecord]
    modified: Mapping[str, str]
    settings: dict[str, Any]
    book: RuleBook


class BalanceJob:
    """One trial over the inputs of an algorithm, made on the main thread."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        self._inputs = BalanceInputs(algorithm, parameters, context)

    def problems(self) -> list[str]:
        """Return everything that keeps the trial from starting."""
        return self._inputs.problems("DEMAND", "RESERVE")

    def run(self, progress: Progress) -> BalanceResult:
        """Read and try out; raises PlannerError and Canceled."""
        inputs, book = self._inputs, self._inputs.book()
        demands = inputs.demands(book, progress.part(0.0, 0.4))
        entries = inputs.reserve(book, progress.part(0.4, 0.8))
        scope, terms_of = str(inputs.given["SCOPE"]), inputs.terms_of(book)
        progress.check()
        trial = try_out(demands.rows, entries, scope, terms_of)
        days = {(row.project_id, row.unit_code): row.day.isoformat() for row in demands.rows}
        found = [*inputs.findings, *kind_findings(demands.rows, demands.names, terms_of, book),
                 *verdict_findings(trial.verdicts, demands.names, days, book)]
        progress.set(1.0)
        by_project: dict[str, list[Demand]] = {}
        for row in demands.rows:
            by_project.setdefault(row.project_id, []).append(row)
        return BalanceResult(
            by_project, demands.names, entries, [terms_of(row) for row in demands.rows], trial,
            account(demands.rows, entries, trial), scope, in_order(found), inputs.records, inputs.modified,
            inputs.settings(progress), book)
