"""The exceptions of the project: marked and withdrawn in a dialog that asks for reason and name."""
from __future__ import annotations

import getpass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsProject, QgsSettings
from qgis.PyQt.QtWidgets import QDialog, QWidget

from ..engine.errors import PlannerError
from ..engine.exceptions_file import FindingException, exceptions_path, mark, read_exceptions, withdraw
from ..i18n import tr
from .models.rows_model import Column
from .widgets.confirm_dialog import ConfirmDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .models.findings_rows import FindingRow
    from .papers import Papers

NAME_SETTING = "kf_resources/exception_name"
"""Where QGIS keeps the name that the user gave last."""


def exceptions_file() -> Path | None:
    """Return where the exceptions of the current project stand, None for a project that was never saved."""
    name = QgsProject.instance().fileName()
    return exceptions_path(Path(name)) if name else None


class ProjectExceptions:
    """Speaks through ``papers``; its dialogs stand over ``parent``."""

    def __init__(self, papers: Papers, parent: QWidget) -> None:
        self._papers, self._parent = papers, parent

    def read(self) -> dict[str, FindingException]:
        """Return the exceptions in force by finding id; what keeps them from being read is told."""
        path = exceptions_file()
        if path is None:
            return {}
        try:
            return read_exceptions(path)
        except PlannerError as error:
            self._refuse(str(error))
            return {}

    def mark(self, rows: Sequence[FindingRow]) -> bool:
        """Ask for reason and name, and mark findings as exceptions; tell whether it was done."""
        path = exceptions_file()
        if path is None:
            self._refuse(tr("Save the project first: exceptions are kept in a file beside it."))
            return False
        said = self._ask(tr("Mark as exceptions"), tr(
            "These findings stay in every list and report; beside them stands that they were accepted, why, by whom "
            "and when."), tr("Mark as exceptions"), [(row.subject, row.message) for row in rows])
        if said is None:
            return False
        name, reason = said
        today = date.today().isoformat()
        return self._do(lambda: mark(path, [
            FindingException(row.finding_id, row.rule_id, row.subject_id, row.subject, row.message, reason, name, today)
            for row in rows]))

    def withdraw(self, rows: Sequence[FindingRow]) -> bool:
        """Ask for reason and name, and take exceptions back; tell whether it was done."""
        path = exceptions_file()
        said = None if path is None else self._ask(
            tr("Withdraw exceptions"), tr("These findings are open again. What was accepted stays in the file, with "
                                          "who withdrew it and why."), tr("Withdraw"),
            [(row.subject, row.message) for row in rows])
        if said is None or path is None:
            return False
        name, reason = said
        return self._do(lambda: withdraw(path, [row.finding_id for row in rows], reason, name, date.today()))

    def _ask(self, title: str, message: str, confirm: str, rows: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
        """Return name and reason as the user gives them, None when they think better of it."""
        dialog = ConfirmDialog(self._parent, title, message, confirm,
                               columns=[Column(tr("Subject")), Column(tr("Message"))], rows=rows, area_unit="m2",
                               reason_needed=True)
        dialog.operator_edit.setText(QgsSettings().value(NAME_SETTING, "", type=str))
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        QgsSettings().setValue(NAME_SETTING, dialog.operator)
        return dialog.operator or getpass.getuser(), dialog.reason

    def _do(self, change: Callable[[], object]) -> bool:
        try:
            change()
        except PlannerError as error:
            self._refuse(str(error))
            return False
        return True

    def _refuse(self, text: str) -> None:
        self._papers.tell(tr("Exceptions"), text, Qgis.MessageLevel.Warning)
