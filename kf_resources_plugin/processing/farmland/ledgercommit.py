"""kf:ledgercommit — writes projects off in the ledger: what passes is deducted, once; what fails takes nothing."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
)

from ...engine.writing import make_fields
from ...i18n import tr
from .. import parameters as common
from ..base import FeedbackProgress, KfAlgorithm
from ..event_access import Settled, author, author_parameters, files_missing, refuse_faults
from ..sinks import Outputs
from .balance_findings import kind_findings, verdict_findings
from .balance_inputs import BalanceInputs
from .balance_parameters import MODES, SCOPES
from .commit_facts import chosen_projects, commit_facts
from .ledger_access import ledger_parameter, opened, scale_of, written
from .ledger_tables import EVENT_FIELDS, TAKEN_FIELDS, event_columns, taken_columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qgis.core import QgsProcessingContext

    from ...engine.ledger_store import CommitResult, Ledger
    from ...rules.farmland_balance import Demand, Terms
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook
    from .balance_inputs import Demands


_HEAD = re.compile(r"\s*([0-9]{1,18})\s+([0-9a-f]{64})\s*", re.IGNORECASE | re.ASCII)


def expected_head(text: str | None) -> tuple[int, str] | None:
    """Return number and hash of an event from "number hash", None for an empty text; raises ValueError."""
    if not text:
        return None
    match = _HEAD.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return int(match[1]), match[2].lower()


def _head_problems(text: str | None) -> list[str]:
    try:
        expected_head(text)
    except ValueError:
        return [tr("“{text}” is no last event of a ledger: give its number and its hash of 64 digits, as “12 0f3a…”."
                   ).format(text=text)]
    return []


class LedgerCommit(KfAlgorithm):
    """Judges demands against the ledger's own balances, inside the transaction that writes them off."""

    NAME = "ledgercommit"
    TOPIC = "farmland"
    ROLES: ClassVar = {"DEMAND": "demand"}
    FIELDS: ClassVar = {"EVENTS": EVENT_FIELDS, "ALLOCATIONS": TAKEN_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Write projects off in the ledger")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("ledger,write-off,commit,deduct,quantity,paddy,grain capacity,reserve,quota")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        table = QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            ledger_parameter(),
            QgsProcessingParameterFeatureSource("DEMAND", tr("Farmland taken, by project and county (table)"),
                                                [table]),
            QgsProcessingParameterString("PROJECT_IDS", tr("Project ids, separated by commas (empty: all)"),
                                         optional=True, multiLine=False),
            common.choice("SCOPE", tr("Whose reserve may serve"), SCOPES, "county"),
            common.choice("MODE", tr("Rules of the balance"), MODES, "by_date"),
            *common.rules_parameters(),
            *author_parameters(),
            common.advanced(QgsProcessingParameterString("EXPECTED_HEAD", tr(
                "Write off only while the ledger's last event is this (number and hash)"), optional=True)),
            common.sink("EVENTS", tr("Events written"), table, created=True),
            common.sink("ALLOCATIONS", tr("Entries drawn on"), table),
            common.sink("FINDINGS", tr("Findings"), QgsProcessing.SourceType.TypeVectorPolygon),
        ], {
            "COMMITTED": tr("Projects written off"),
            "ALREADY": tr("Projects written off before"),
            "REFUSED": tr("Projects refused"),
        })

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return what is wrong with ledger, table, fields and files."""
        inputs = BalanceInputs(self, parameters, context)
        return [*files_missing(self, inputs.given, "LEDGER"),
                *inputs.problems("DEMAND"), *_head_problems(inputs.given["EXPECTED_HEAD"])]

    def prepare_layers(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Take the inputs as they are now."""
        self._inputs = BalanceInputs(self, parameters, context)

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Read the demands, judge and write them off; raises PlannerError."""
        inputs = self._inputs
        del self._inputs
        path: Path = inputs.given["LEDGER"]
        numbers: list[int] = []
        with opened(path, progress) as ledger, written(numbers), Outputs(self, parameters, context) as outputs:
            refuse_faults(ledger)
            run = _Run(inputs, ledger, progress)
            result = run.commit(lambda decided: run.write(decided, outputs))
            numbers += [event.number for event in result.events]
        run.tell(result)
        return {**outputs.results, "COMMITTED": len(result.events),
                "ALREADY": len({project for project, _ in result.already}),
                "REFUSED": sum(not verdict.passed for verdict in result.trial.verdicts)}


class _Run:
    """One write-off: what was read, and what comes of it."""

    def __init__(self, inputs: BalanceInputs, ledger: Ledger, progress: FeedbackProgress) -> None:
        inputs.given["GRADE_SCALE"] = scale_of(ledger).id
        self._inputs, self._ledger, self._progress = inputs, ledger, progress
        self._book: RuleBook = inputs.book()
        self._demands: Demands = inputs.demands(self._book, progress.part(0.0, 0.6))
        self._terms_of: Callable[[Demand], Terms] = inputs.terms_of(self._book)
        self._chosen = chosen_projects(inputs.given["PROJECT_IDS"], {row.project_id for row in self._demands.rows})
        self._findings: list[Finding] = []

    def commit(self, before_lasting: Callable[[CommitResult], None]) -> CommitResult:
        """Write off; raises LedgerFault."""
        facts = commit_facts(self._inputs, self._demands, self._terms_of, self._book)
        self._progress.check()
        return self._ledger.commit(self._demands.rows, self._chosen, str(self._inputs.given["SCOPE"]), self._terms_of,
                                   *author(self._inputs.given), facts, before_lasting,
                                   expected_head(self._inputs.given["EXPECTED_HEAD"]))

    def write(self, decided: CommitResult, outputs: Outputs) -> None:
        """Write the outputs, before the ledger lasts: where they cannot be written, nothing is."""
        self._findings = self._found(decided)
        self._progress.check()  # the last time: from here on it is settled
        settled = Settled(self._progress.feedback)
        events = decided.events
        outputs.layer("EVENTS", make_fields(EVENT_FIELDS), event_columns(events, events), settled)
        outputs.layer("ALLOCATIONS", make_fields(TAKEN_FIELDS), taken_columns(events), settled)
        outputs.findings(self._findings, QgsCoordinateReferenceSystem(), settled)

    def _found(self, decided: CommitResult) -> list[Finding]:
        """Return what there is to say of the projects of this run."""
        names, book = self._demands.names, self._book
        judged = {verdict.project_id for verdict in decided.trial.verdicts}
        rows = [row for row in self._demands.rows if row.project_id in judged]
        rules_of = self._inputs.rules_of(book)
        return [
            *(finding for finding in self._inputs.findings if self._chosen is None
              or finding.subject_id in self._chosen),
            *kind_findings(rows, names, self._terms_of, rules_of, book),
            *verdict_findings(decided.trial.verdicts, names, rows, rules_of),
            *(book.finding("ledger.already", subject_id=project, subject_name=names[project], role="demand",
                           place=str(number), event_no=number) for project, number in decided.already),
            *(book.finding(fault.rule_id, role="ledger", **fault.values) for fault in self._ledger.warnings),
        ]

    def tell(self, result: CommitResult) -> None:
        """Write into the log what was written off and what was not."""
        for event in result.events:
            project = event.payload["demands"][0]["project_id"]
            self._progress.info(tr("Project {project}: written off by event {number}, hash {hash}").format(
                project=project, number=event.number, hash=event.hash))
        for finding in self._findings:
            if finding.severity == "error":
                self._progress.warn(finding.message)
            elif finding.rule_id == "ledger.already":
                self._progress.info(finding.message)
