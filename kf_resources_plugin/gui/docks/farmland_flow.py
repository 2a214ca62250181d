"""The steps behind the farmland dock: trial, write-off, reversal, papers. Knows algorithms by id and no widget."""
from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessing, QgsProject, QgsVectorFileWriter, QgsVectorLayer

from ...engine.errors import PlannerError
from ...i18n import tr
from ..run_controller import Results, Step
from ..run_folders import stamp
from .farmland_result import PACKAGE
from .result_layers import destination, table_uri

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .farmland_result import FarmlandResult
    from .ledger_view import LedgerView

OCCUPATION, BALANCE = "kf:farmlandoccupation", "kf:farmlandbalance"
COMMIT, REVERSE, SLIP = "kf:ledgercommit", "kf:ledgerreverse", "kf:writeoffslip"
OCCUPATION_RECORD, BALANCE_RECORD = "occupation_record.json", "balance_record.json"

# what the project shows of a run, from top to bottom: table, algorithm, output; and the styles
SHOWN = (
    ("finding_points", OCCUPATION, "FINDING_POINTS"), ("findings", OCCUPATION, "FINDINGS"),
    ("balance_findings", BALANCE, "FINDINGS"), ("pieces", OCCUPATION, "PIECES"), ("summary", OCCUPATION, "SUMMARY"),
    ("verdict", BALANCE, "VERDICT"), ("allocations", BALANCE, "ALLOCATIONS"), ("account", BALANCE, "ACCOUNT"),
    ("reserve_after", BALANCE, "RESERVE_AFTER"),
)
STYLES = {"finding_points": "finding_points", "findings": "findings", "balance_findings": "findings",
          "pieces": "farmland_pieces"}
FINDING_TABLES = ("findings", "finding_points", "balance_findings")
_OCCUPATION_TABLES = {"PIECES": True, "SUMMARY": False, "FINDINGS": True, "FINDING_POINTS": True}
_BALANCE_TABLES = {"VERDICT": False, "ALLOCATIONS": False, "RESERVE_AFTER": False, "ACCOUNT": False}
_BALANCE_SETTINGS = ("SCOPE", "MODE", "GRADE_SCALE", "RULES_DATE")


@dataclass(frozen=True)
class Trial:
    """What a trial is asked: parameters of the occupation (layers, fields, area basis), settings, and the reserve.

    ledger: the view of the ledger whose balances are the reserve, None where ``reserve`` is another table.
    """

    folder: Path
    occupation: Mapping[str, Any]
    settings: Mapping[str, Any]
    ledger: LedgerView | None
    reserve: str
    written_off: dict[str, int] = field(default_factory=dict)

    def steps(self) -> list[Step]:
        """Return the algorithms of the trial."""
        return [Step(OCCUPATION, lambda _before: self._occupation(), weight=4.0),
                Step(BALANCE, lambda _before: self._balance(), weight=1.0)]

    def recorded_settings(self) -> dict[str, Any]:
        """Return what the result keeps of the settings."""
        head = [self.ledger.head_no, self.ledger.head_hash] if self.ledger is not None else [0, ""]
        return {**self.settings, "LEDGER": self.ledger.path if self.ledger is not None else "", "HEAD": head,
                "WRITTEN_OFF": self.written_off}

    def _occupation(self) -> dict[str, Any]:
        return {
            **self.occupation, **_rules_date(self.settings),
            **{name: destination(self.folder / PACKAGE, name.lower(), geometry=geometry)
               for name, geometry in _OCCUPATION_TABLES.items()},
            "RUN_RECORD": str(self.folder / OCCUPATION_RECORD)}

    def _balance(self) -> dict[str, Any]:
        self._write_demand()
        package = self.folder / PACKAGE
        return {
            "DEMAND": table_uri(package, "demand"),
            "RESERVE": table_uri(Path(self.ledger.path), "kf_balances") if self.ledger is not None else self.reserve,
            **balance_settings(self.settings),
            **{name: destination(package, name.lower(), geometry=geometry)
               for name, geometry in _BALANCE_TABLES.items()},
            "FINDINGS": destination(package, "balance_findings", geometry=True),
            "RUN_RECORD": str(self.folder / BALANCE_RECORD)}

    def _write_demand(self) -> None:
        """Write the rows of the summary that are not written off yet: the ledger's balances lack those already.

        Raises PlannerError when nothing is left to try.
        """
        package = self.folder / PACKAGE
        summary = QgsVectorLayer(table_uri(package, "summary"), "summary", "ogr")
        wanted = []
        for feature in summary.getFeatures():
            project, unit = str(feature["project_id"]), str(feature["unit_code"] or "")
            event = self.ledger.written_off_by(project, unit) if self.ledger is not None else None
            if event is None:
                wanted.append(feature.id())
            else:
                self.written_off[project] = event
        if not wanted:
            raise PlannerError(tr("All these projects are written off in the ledger already; there is nothing to try. "
                                  "Reverse their events first, or choose other projects."))
        summary.selectByIds(wanted)
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        options.layerName = "demand"
        options.onlySelectedFeatures = True
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        outcome = QgsVectorFileWriter.writeAsVectorFormatV3(
            summary, str(package), QgsProject.instance().transformContext(), options)
        if outcome[0] != QgsVectorFileWriter.WriterError.NoError:
            raise PlannerError(tr("{path} cannot be written: {reason}. Choose a folder you may write to.").format(
                path=package, reason=outcome[1]))


def balance_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return SCOPE, MODE, GRADE_SCALE and, where it is given, RULES_DATE."""
    return {name: settings[name] for name in _BALANCE_SETTINGS if settings.get(name)}


def _rules_date(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {"RULES_DATE": settings["RULES_DATE"]} if settings.get("RULES_DATE") else {}


def commit_steps(result: FarmlandResult, operator: str, reason: str) -> list[Step]:
    """Return the write-off of the projects that passed, by the settings they passed with.

    It is refused when the ledger is not any more what the trial saw: nothing is deducted that was not shown.
    """
    settings = {name: value for name, value in balance_settings(result.settings).items() if name != "GRADE_SCALE"}
    package = result.folder / f"write_off_{stamp()}.gpkg"
    return [Step(COMMIT, lambda _before: {
        "LEDGER": result.settings["LEDGER"], "DEMAND": table_uri(result.package, "demand"),
        "PROJECT_IDS": json.dumps(result.passed),
        **settings, "OPERATOR": operator, "REASON": reason,
        # what was shown and confirmed is what is deducted, or nothing
        "EXPECTED_HEAD": " ".join(map(str, result.settings["HEAD"])),
        "EVENTS": destination(package, "events", geometry=False),
        "ALLOCATIONS": destination(package, "allocations", geometry=False),
        "FINDINGS": destination(package, "findings", geometry=True)})]


def reverse_steps(ledger: str, event: int, operator: str, reason: str) -> list[Step]:
    """Return the reversal of one event; that it gives back a table tells it from one that was cancelled."""
    return [Step(REVERSE, lambda _before: {"LEDGER": ledger, "EVENT_ID": event, "OPERATOR": operator,
                                           "REASON": reason, "EVENTS": QgsProcessing.TEMPORARY_OUTPUT})]


def outcome_of_commit(results: Sequence[Results]) -> str:
    """Return what a write-off did, in one line."""
    last = results[-1]
    return tr("{committed} projects written off, {already} were already, {refused} refused.").format(
        committed=last.get("COMMITTED", 0), already=last.get("ALREADY", 0), refused=last.get("REFUSED", 0))


def records(result: FarmlandResult) -> list[str]:
    """Return the run records of a trial that are there."""
    return [str(path) for path in (result.folder / OCCUPATION_RECORD, result.folder / BALANCE_RECORD)
            if path.is_file()]
