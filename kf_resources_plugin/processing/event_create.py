"""Making a file of events: what the algorithms that make one share."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterFileDestination, QgsProcessingParameterString

from ..i18n import tr
from ..rules.text import clean
from . import parameters as common
from .base import FeedbackProgress, KfAlgorithm
from .destinations import destination
from .event_access import author, author_parameters, fault_text, in_words
from .settings import given_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsProcessingContext, QgsProcessingParameterDefinition

    from ..rules.event_chain import ChainedEvent, EventFault

_DIGITS = range(2, 13)  # province … village group (GB/T 2260, GB/T 10114)


class EventCreate(KfAlgorithm):
    """Makes a file of events where there is none; it appears whole or not at all. A subclass names its kind of file."""

    FILE: ClassVar[str]
    FAULTS: ClassVar[type[EventFault]]

    def file_titles(self) -> tuple[str, str, str]:
        """Return what the new file, the filter of such files and the code of its unit are called."""
        raise NotImplementedError

    def further_parameters(self) -> Sequence[QgsProcessingParameterDefinition]:
        """Return what else is to be known."""
        raise NotImplementedError

    def temporary_text(self) -> str:
        """Return the warning that ``{path}`` is in a temporary folder."""
        raise NotImplementedError

    def make(self, path: Path, given: dict[str, Any], author: tuple[str, str]) -> ChainedEvent:
        """Make the file and return its first event; raises EventFault."""
        raise NotImplementedError

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
        title, kinds, unit = self.file_titles()
        common.add_all(self, [
            QgsProcessingParameterString("TITLE", tr("Title"), optional=True),
            QgsProcessingParameterString("UNIT_CODE", unit, optional=True),
            *self.further_parameters(),
            *author_parameters(),
            QgsProcessingParameterFileDestination(self.FILE, title, kinds, optional=True, createByDefault=True),
        ], {})

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return what is wrong with place and code."""
        code = clean(given_settings(self, parameters, context)["UNIT_CODE"])
        found = []
        if code and not (code.isdigit() and len(code) in _DIGITS):
            found.append(tr("“{value}” is no unit code: give 2 to 12 digits, such as 410222, or nothing.").format(
                value=code))
        if not parameters.get(self.FILE):
            found.append(tr("“{parameter}” ({name}) is missing: choose a value.").format(
                parameter=self.parameterDefinition(self.FILE).description(), name=self.FILE))
        elif parameters[self.FILE] != QgsProcessing.TEMPORARY_OUTPUT:
            path = self._path(parameters, context)
            if path.exists():
                found.append(fault_text(self.FAULTS.of("exists", path=str(path))))
        return found

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Make the file; raises PlannerError."""
        given = given_settings(self, parameters, context)
        given["UNIT_CODE"] = clean(given["UNIT_CODE"])
        path = self._path(parameters, context)
        progress.check()
        with in_words():
            event = self.make(path, given, author(given))
        if parameters[self.FILE] == QgsProcessing.TEMPORARY_OUTPUT:
            progress.warn(self.temporary_text().format(path=path))
        progress.info(tr("Event {number}, hash {hash}").format(number=event.number, hash=event.hash))
        return {self.FILE: str(path)}

    def _path(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path:
        """Return where the file goes."""
        place = destination(self.parameterDefinition(self.FILE), parameters[self.FILE], context)
        return place.path if place else Path(self.parameterAsFileOutput(parameters, self.FILE, context))
