"""From the parameters of kf:farmlandbalance to its verdicts: what is read, tried out and noticed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ...engine.errors import PlannerError
from ...rules.farmland_account import AccountRow, account
from ...rules.farmland_balance import Demand, Entry, Trial, try_out
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .balance_findings import kind_findings, verdict_findings
from .balance_inputs import BalanceInputs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

_One = TypeVar("_One")
_Other = TypeVar("_Other")


@dataclass(frozen=True)
class BalanceResult(RunResult):
    """Everything a trial found out, before anything is written; ``demands`` and ``names`` by project id.

    applied: mode and rules of every demand.
    """

    demands: Mapping[str, list[Demand]]
    names: Mapping[str, str]
    entries: list[Entry]
    applied: list[tuple[str, RuleBook]]
    trial: Trial
    account: list[AccountRow]
    scope: str


def both(first: Callable[[], _One], second: Callable[[], _Other]) -> tuple[_One, _Other]:
    """Return what two readers give; raises PlannerError with the faults of both, told at once."""
    try:
        found = first()
    except PlannerError as error:
        try:
            second()
        except PlannerError as more:
            raise PlannerError(f"{error}\n{more}") from error
        raise
    return found, second()


class BalanceJob(InputsJob[BalanceInputs]):
    """One trial over the inputs of an algorithm, made on the main thread."""

    INPUTS = BalanceInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the trial from starting."""
        return self._inputs.problems("DEMAND", "RESERVE")

    def run(self, progress: Progress) -> BalanceResult:
        """Read and try out; raises PlannerError and Canceled."""
        inputs, book = self._inputs, self._inputs.book()
        demands, entries = both(lambda: inputs.demands(book, progress.part(0.0, 0.3)),
                                lambda: inputs.reserve(book, progress.part(0.3, 0.6)))
        scope, terms_of, rules_of = str(inputs.given["SCOPE"]), inputs.terms_of(book), inputs.rules_of(book)
        trial = try_out(demands.rows, entries, scope, terms_of, progress.part(0.6, 1.0))
        found = [*kind_findings(demands.rows, demands.names, terms_of, rules_of, book),
                 *verdict_findings(trial.verdicts, demands.names, demands.rows, rules_of)]
        progress.set(1.0)
        by_project: dict[str, list[Demand]] = {}
        for row in demands.rows:
            by_project.setdefault(row.project_id, []).append(row)
        return BalanceResult(
            **inputs.outcome(found, book, "", progress), demands=by_project, names=demands.names, entries=entries,
            applied=[(terms_of(row).mode, rules_of(row)) for row in demands.rows], trial=trial,
            account=account(demands.rows, entries, trial), scope=scope)
