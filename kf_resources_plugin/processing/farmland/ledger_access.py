"""What all ledger algorithms share: the parameter of a ledger, opening it, its grades, and outputs that fail."""
from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from qgis.core import QgsProcessingParameterFile

from ...engine.errors import PlannerError
from ...engine.ledger_store import open_ledger
from ...engine.rule_store import load_grades
from ...i18n import tr
from ..event_access import in_words, tell_warnings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qgis.core import QgsProcessingParameterDefinition

    from ...engine.ledger_store import Ledger
    from ...rules.grades import GradeScale
    from ...rules.progress import Progress


def ledger_parameter() -> QgsProcessingParameterDefinition:
    """Return LEDGER, an existing ledger."""
    return QgsProcessingParameterFile("LEDGER", tr("Write-off ledger"), optional=True, fileFilter=tr(
        "Write-off ledgers (*.kfledger.gpkg);;All files (*)"))


@contextmanager
def opened(path: Path, progress: Progress | None = None) -> Iterator[Ledger]:
    """Open a ledger; every EventFault inside becomes a PlannerError in the words of its rule.

    ``progress`` is told what the ledger warns of.
    """
    with in_words(), open_ledger(path) as ledger:
        tell_warnings(ledger, progress)
        yield ledger


def scale_of(ledger: Ledger) -> GradeScale:
    """Return the scale in which a ledger keeps grades; raises PlannerError where this version does not know it."""
    scale = load_grades().scales.get(ledger.grade_scale)
    if scale is None:
        raise PlannerError(tr("The ledger keeps grades of a scale that this version does not know ({scale}). Update "
                              "the plugin.").format(scale=ledger.grade_scale))
    return scale


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
