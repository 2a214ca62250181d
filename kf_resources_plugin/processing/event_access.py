"""What all algorithms share that work with files of events: who works, files that are missing, and faults in words."""
from __future__ import annotations

import getpass
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingParameterString

from ..engine.errors import PlannerError
from ..engine.rule_store import load_rule_book
from ..i18n import language, tr
from ..rules.event_chain import EventFault
from .base import FeedbackProgress
from .parameters import advanced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qgis.core import QgsProcessingAlgorithm, QgsProcessingParameterDefinition

    from ..engine.event_store import EventStore
    from ..rules.progress import Progress


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
def in_words() -> Iterator[None]:
    """Turn every EventFault inside into a PlannerError in the words of its rule."""
    try:
        yield
    except EventFault as fault:
        raise PlannerError(fault_text(fault)) from fault


def tell_warnings(store: EventStore[Any, Any], progress: Progress | None) -> None:
    """Tell a progress what the owner of a file should know."""
    if progress is not None:
        for warning in store.warnings:
            progress.warn(fault_text(warning))


def refuse_faults(store: EventStore[Any, Any]) -> None:
    """Raise EventFault when a file of events cannot be written to."""
    for fault in store.faults:
        raise fault.again()


class Settled(FeedbackProgress):
    """A progress that nobody can cancel any more: what was decided is about to last in the file."""

    def check(self) -> None:
        """Go on."""

    def part(self, start: float, end: float) -> Settled:
        """Return itself: what is left is quick."""
        return self


def fault_text(fault: EventFault) -> str:
    """Return what is wrong and what to do, in the language of the user."""
    return load_rule_book(date.today(), language()).refusal(fault.rule_id, **fault.values)
