"""Asks before something is written that cannot be undone, and shows exactly what."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ..forms import load_form
from .result_table import ResultTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models.rows_model import Column


class ConfirmDialog(QDialog):
    """A question with a table, the operator and the reason; the safe answer is the default.

    The confirming button works only once, and only when there is a reason where ``reason_needed``.
    """

    message: QLabel
    table_layout: QVBoxLayout
    operator_edit: QLineEdit
    reason_edit: QLineEdit
    confirm_button: QPushButton
    cancel_button: QPushButton

    def __init__(self, parent: QWidget, title: str, message: str, confirm: str, *, columns: Sequence[Column],
                 rows: Sequence[Sequence[Any]], area_unit: str, reason_needed: bool = False) -> None:
        super().__init__(parent)
        load_form(__file__, self)
        self.setWindowTitle(title)
        self.message.setText(message)
        self.confirm_button.setText(confirm)
        self.table = ResultTable(columns, self)
        self.table.set_area_unit(area_unit)
        self.table.set_rows(rows)
        self.table_layout.addWidget(self.table)
        self._reason_needed = reason_needed
        self.reason_edit.textChanged.connect(self._update_state)
        self.confirm_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self._update_state()

    @property
    def operator(self) -> str:
        """Return the operator as typed, '' for the user of the computer."""
        return str(self.operator_edit.text()).strip()

    @property
    def reason(self) -> str:
        """Return the reason as typed."""
        return str(self.reason_edit.text()).strip()

    def _update_state(self) -> None:
        self.confirm_button.setEnabled(bool(self.reason) or not self._reason_needed)
