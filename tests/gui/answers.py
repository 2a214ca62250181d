"""Answers for windows that wait for one, however long a busy machine takes to open them."""
from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Callable

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication

from tests.conftest import LONGEST_MS

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QDialog

_AGAIN_MS = 50


class Answers:
    """What a test does with the windows that will wait for it, one after another."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._waiting: list[type[QDialog]] = []

    def __call__(self, kind: type[QDialog], act: Callable[[Any], object], after: int = _AGAIN_MS) -> None:
        """Do something, not sooner than after so many ms, with the next window of a kind that waits for an answer.

        It has to be closed by that. Where it is not, or another window waits for long, that one is closed here, so
        that the test does not wait for ever, and is a fault.
        """
        self._waiting.append(kind)
        QTimer.singleShot(after, partial(self._look, kind, act, monotonic() + LONGEST_MS / 1000))

    def end(self) -> None:
        """Answer nothing any more; what was not asked for is a fault."""
        self.faults += [f"no {kind.__name__} waited for its answer" for kind in self._waiting]
        self._waiting = []

    def _look(self, kind: type[QDialog], act: Callable[[Any], object], latest: float) -> None:
        if kind not in self._waiting:
            return
        window = QApplication.activeModalWidget()
        if isinstance(window, kind):
            self._waiting.remove(kind)
            try:
                act(window)
            finally:
                if not sip.isdeleted(window) and window.isVisible():
                    self.faults.append(f"a {kind.__name__} stands open after its answer")
                    window.close()
        elif monotonic() < latest:
            QTimer.singleShot(_AGAIN_MS, partial(self._look, kind, act, latest))
        elif window is not None:
            self.faults.append(f"a {type(window).__name__} waited where a {kind.__name__} was expected")
            window.close()
