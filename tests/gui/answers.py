"""Answers for windows that wait for one, however long a busy machine takes to open them."""
from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Callable

from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication

from tests.conftest import LONGEST_MS

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QDialog

_AGAIN_MS = 50


def answer_next(kind: type[QDialog], act: Callable[[Any], object], after: int = _AGAIN_MS) -> None:
    """Do something, not sooner than after so many ms, with the next window of a kind that opens.

    A window that stands open after that is closed, and so is one of another kind that waits for long: the test fails
    then, and does not wait for ever.
    """
    end = monotonic() + LONGEST_MS / 1000

    def look() -> None:
        window = next((one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()),
                      None)
        if window is not None:
            try:
                act(window)
            finally:
                if window.isVisible():
                    window.close()
        elif monotonic() < end:
            QTimer.singleShot(_AGAIN_MS, look)
        elif QApplication.activeModalWidget() is not None:
            QApplication.activeModalWidget().close()

    QTimer.singleShot(after, look)
