"""What long computations need of their caller: progress and cancel, without QGIS."""
from __future__ import annotations

from typing import Protocol


class Canceled(Exception):
    """The user cancelled; raised by computations so that nothing half-done is written."""


class Progress(Protocol):
    """Takes progress and tells whether the user cancelled."""

    def set(self, share: float) -> None:
        """Report the share done, 0 to 1."""

    def check(self) -> None:
        """Raise Canceled when the user has cancelled."""

    def part(self, start: float, end: float) -> Progress:
        """Return a progress that maps its own 0 to 1 onto ``start`` to ``end`` of this one."""

    def warn(self, text: str) -> None:
        """Tell the user something that does not stop the run."""


class NoProgress:
    """A progress nobody watches."""

    def set(self, share: float) -> None:
        """Ignore the share."""

    def check(self) -> None:
        """Never cancelled."""

    def part(self, start: float, end: float) -> NoProgress:
        """Return itself."""
        return self

    def warn(self, text: str) -> None:
        """Nobody listens."""


class OnlyAsked(NoProgress):
    """The progress of a short step within another: it does not move, and is asked whether the user cancelled."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def check(self) -> None:
        """Raise Canceled when the user has cancelled."""
        self._progress.check()
