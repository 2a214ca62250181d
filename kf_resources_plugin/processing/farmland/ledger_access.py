"""What all ledger algorithms share: the ledger's parameter, who works, opening it, and a fault in words."""
from __future__ import annotations

import getpass
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingParameterFile, QgsProcessingParameterString

from ...engine.errors import PlannerError
from ...engine.ledger_store import open_ledger
from ...engine.rule_store import load_grades, load_rule_book
from ...i18n import language, tr
from ...rules.ledger import LedgerFault
from ..base import FeedbackProgress
from ..parameters import advanced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qgis.core import QgsProcessingAlgorithm, QgsProcessingParameterDefinition

    from ...engine.ledger_store import Ledger
    from ...rules.grades import GradeScale
    from ...rules.progress import Progress


def ledger_parameter() -> QgsProcessingParameterDefinition:
    """Return LEDGER, an existing ledger."""
    return QgsProcessingParameterFile("LEDGER", tr("Write-off ledger"), optional=True, fileFilter=tr(
        "Write-off ledgers (*.kfledger.gpkg);;All files (*)"))


def author_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return who writes into the ledger and why."""
    return [
        advanced(QgsProcessingParameterString("OPERATOR", tr("Operator (empty: the user of this computer)"),
                                              optional=True)),
        QgsProcessingParameterString("REASON", tr("Reason, document or remark"), optional=True),
    ]


def author(given: Mapping[str, Any]) -> tuple[str, str]:
    """Return operator and reason; without an operator the name under which the user works on this computer."""
    if given["OPERATOR"]:
        return given["OPERATOR"], given["REASON"] or ""
    try:
        return getpass.getuser(), given["REASON"] or ""
    except (KeyError, OSError, ImportError):  # a system without users, as in some containers
        return "", given["REASON"] or ""


def files_missing(algorithm: QgsProcessingAlgorithm, given: Mapping[str, Any], *names: str) -> list[str]:
    """Return what is wrong with file parameters: not given, or not there."""
    found = []
    for name in names:
        title, path = algorithm.parameterDefinition(name).description(), given[name]
        if path is None:
            found.append(tr("“{parameter}” ({name}) is missing: choose a value.").format(parameter=title, name=name))
        elif not Path(path).is_file():
            found.append(tr("“{parameter}”: there is no file {path}.").format(parameter=title, path=path))
    return found


@contextmanager
def opened(path: Path, progress: Progress | None = None) -> Iterator[Ledger]:
    """Open a ledger; every LedgerFault inside becomes a PlannerError in the words of its rule.

    ``progress`` is told what the ledger warns of.
    """
    try:
        with open_ledger(path) as ledger:
            if progress is not None:
                for warning in ledger.warnings:
                    progress.warn(fault_text(warning))
            yield ledger
    except LedgerFault as fault:
        raise PlannerError(fault_text(fault)) from fault


def refuse_faults(ledger: Ledger) -> None:
    """Raise LedgerFault when a ledger cannot be written to."""
    for fault in ledger.faults:
        raise fault.again()


def scale_of(ledger: Ledger) -> GradeScale:
    """Return the scale in which a ledger keeps grades; raises PlannerError where this version does not know it."""
    scale = load_grades().scales.get(ledger.grade_scale)
    if scale is None:
        raise PlannerError(tr("The ledger keeps grades of a scale that this version does not know ({scale}). Update "
                              "the plugin.").format(scale=ledger.grade_scale))
    return scale


class Settled(FeedbackProgress):
    """A progress that nobody can cancel any more: what was decided is about to last in the ledger."""

    def check(self) -> None:
        """Go on."""

    def part(self, start: float, end: float) -> Settled:
        """Return itself: what is left is quick."""
        return self


@contextmanager
def written(numbers: Sequence[int]) -> Iterator[None]:
    """Say, when outputs fail after the ledger was written, that it was: ``numbers`` are the events, filled by then."""
    try:
        yield
    except PlannerError as error:
        if not numbers:
            raise
        raise PlannerError(tr("The ledger has been written (events {events}) and stays so; do not repeat it. Only the "
                              "outputs are missing: {reason}").format(
            events=", ".join(map(str, numbers)), reason=error)) from error


def fault_text(fault: LedgerFault) -> str:
    """Return what is wrong and what to do, in the language of the user."""
    book = load_rule_book(date.today(), language())
    return " ".join(part for part in (book.message(fault.rule_id, **fault.values),
                                      book.remedy(fault.rule_id, **fault.values)) if part)
