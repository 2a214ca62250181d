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
from ...engine.rule_store import load_rule_book
from ...i18n import language, tr
from ...rules.ledger import LedgerFault
from ..parameters import advanced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qgis.core import QgsProcessingParameterDefinition

    from ...engine.ledger_store import Ledger


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


def file_missing(given: Mapping[str, Any], name: str, title: str) -> list[str]:
    """Return what is wrong with a file parameter: not given, or not there."""
    path = given[name]
    if path is None:
        return [tr("“{parameter}” ({name}) is missing: choose a value.").format(parameter=title, name=name)]
    return [] if Path(path).is_file() else [tr("“{parameter}”: there is no file {path}.").format(
        parameter=title, path=path)]


@contextmanager
def opened(path: Path) -> Iterator[Ledger]:
    """Open a ledger; every LedgerFault inside becomes a PlannerError in the words of its rule."""
    try:
        with open_ledger(path) as ledger:
            yield ledger
    except LedgerFault as fault:
        raise PlannerError(fault_text(fault)) from fault


def fault_text(fault: LedgerFault) -> str:
    """Return what is wrong and what to do, in the language of the user."""
    book = load_rule_book(date.today(), language())
    return " ".join(part for part in (book.message(fault.rule_id, **fault.values),
                                      book.remedy(fault.rule_id, **fault.values)) if part)
