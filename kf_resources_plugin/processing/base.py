"""What every algorithm of the plugin shares: identity, help, checks, progress, cancel and errors."""
from __future__ import annotations

import traceback
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from qgis.core import (
    Qgis,
    QgsMapLayer,
    QgsMessageLog,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP
from qgis.PyQt.QtGui import QIcon

from .. import paths
from ..cartography.styles import apply_aliases, apply_style
from ..engine.errors import PlannerError
from ..engine.roles import write_role
from ..i18n import language, tr
from ..rules.progress import Canceled
from ..rules.rule_rows import RuleNotInForce
from .checks import value_problems
from .destinations import overwritten_inputs
from .helptext import help_html
from .output_checks import output_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from ..rules.findings import Finding

_Result = TypeVar("_Result")
_COMMON_STYLES = {"FINDINGS": "findings", "FINDING_POINTS": "finding_points"}

TOPIC_TITLES = {
    "farmland": QT_TRANSLATE_NOOP("KfResources", "Farmland"),
    "control_lines": QT_TRANSLATE_NOOP("KfResources", "Control lines"),
    "floodplain": QT_TRANSLATE_NOOP("KfResources", "Floodplain"),
    "heritage": QT_TRANSLATE_NOOP("KfResources", "Heritage"),
    "stock_land": QT_TRANSLATE_NOOP("KfResources", "Stock land"),
    "exchange": QT_TRANSLATE_NOOP("KfResources", "Data exchange"),
    "quality": QT_TRANSLATE_NOOP("KfResources", "Data quality"),
    "survey": QT_TRANSLATE_NOOP("KfResources", "Field survey"),
    "reporting": QT_TRANSLATE_NOOP("KfResources", "Reports"),
    "demo": QT_TRANSLATE_NOOP("KfResources", "Demo data"),
}


class FeedbackProgress:
    """The engine's progress over a Processing feedback, for a share ``start`` to ``end`` of the run."""

    def __init__(self, feedback: QgsProcessingFeedback, start: float = 0.0, end: float = 1.0) -> None:
        self.feedback = feedback
        self._start, self._end = start, end

    def set(self, share: float) -> None:
        """Show the share done, 0 to 1 of this part."""
        self.feedback.setProgress(100.0 * (self._start + (self._end - self._start) * share))

    def check(self) -> None:
        """Raise Canceled when the user pressed Cancel."""
        if self.feedback.isCanceled():
            raise Canceled

    def part(self, start: float, end: float) -> FeedbackProgress:
        """Return the progress of a step that takes ``start`` to ``end`` of this part."""
        span = self._end - self._start
        return FeedbackProgress(self.feedback, self._start + span * start, self._start + span * end)

    def info(self, text: str) -> None:
        """Write a line into the log the user sees."""
        self.feedback.pushInfo(text)

    def warn(self, text: str) -> None:
        """Write a warning into the log the user sees."""
        self.feedback.pushWarning(text)


class KfAlgorithm(QgsProcessingAlgorithm):
    """Base of all algorithms. A subclass names itself, defines parameters and runs; it keeps nothing between runs."""

    NAME = ""
    TOPIC = ""
    NO_THREADING = False
    ROLES: ClassVar[Mapping[str, str]] = {}
    """Layer role by input parameter: what menu and docks fill in, visibly."""
    MORE_ROLES: ClassVar[Mapping[str, Collection[str]]] = {}
    """Other roles of layers that a parameter takes several of: their fields are asked for like those of its role."""
    STYLES: ClassVar[Mapping[str, str]] = {}
    """Style by output; findings are styled for every algorithm."""
    RESULT_ROLES: ClassVar[Mapping[str, str]] = {}
    """Role written on an output layer that would be taken for another."""
    FIELDS: ClassVar[Mapping[str, Sequence[tuple[str, str]]]] = {}
    """(name, kind) of the fields of each output layer; those of findings are the same for every algorithm."""

    RASTERS: ClassVar[Sequence[str]] = ()
    """Outputs that are rasters."""

    def title(self) -> str:
        """Return the translated name shown in the toolbox."""
        raise NotImplementedError

    def tag_text(self) -> str:
        """Return translated search words, comma-separated."""
        return ""

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
        raise NotImplementedError

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return everything that keeps the run from starting, each in the planner's words."""
        return []

    def prepare_layers(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read or clone, on the main thread, what the run may not touch from its own thread."""

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Compute and write; raises PlannerError with a message for the planner."""
        raise NotImplementedError

    # -- what QGIS asks -----------------------------------------------------------------------------------------

    def createInstance(self) -> KfAlgorithm:
        """Return a fresh instance: runs share no state."""
        return type(self)()

    def name(self) -> str:
        """Return the id used by models, scripts and qgis_process; never changes."""
        return self.NAME

    def displayName(self) -> str:
        """Return the translated name."""
        return self.title()

    def groupId(self) -> str:
        """Return the topic."""
        return self.TOPIC

    def group(self) -> str:
        """Return the translated topic."""
        return tr(TOPIC_TITLES[self.TOPIC])

    def tags(self) -> list[str]:
        """Return search words, translated and the plain id."""
        words = [word.strip() for word in self.tag_text().split(",") if word.strip()]
        return [*words, self.NAME]

    def icon(self) -> QIcon:
        """Return the icon of the topic."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        """Return the path of the topic's icon."""
        return str(paths.resource("icons", f"{self.TOPIC}.svg"))

    def shortHelpString(self) -> str:
        """Return the help page in the language of QGIS."""
        return help_html(self.help_file())

    def help_file(self) -> Path:
        """Return the help page's file."""
        folder = "zh_CN" if language() == "zh" else "en"
        return paths.resource("help", folder, f"{self.NAME}.md")

    def flags(self) -> QgsProcessingAlgorithm.Flags:
        """Run in the background unless layouts are involved."""
        flags = super().flags()
        return flags | QgsProcessingAlgorithm.Flag.FlagNoThreading if self.NO_THREADING else flags

    def initAlgorithm(self, configuration: Any = None) -> None:
        """Define parameters and outputs; reads no project."""
        self.define_parameters()

    def checkParameterValues(self, parameters: dict[str, Any],
                             context: QgsProcessingContext) -> Any:
        """List every problem at once: what QGIS itself would refuse, outputs over inputs, and the algorithm's own."""
        found, failure = _guarded(lambda: self._all_problems(parameters, context))
        told = [*(found or ()), *([failure] if failure else ())]
        return (False, "\n".join(told)) if told else (True, "")

    def _all_problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        found = [*value_problems(self, parameters, context), *overwritten_inputs(self, parameters, context),
                 *output_problems(self, parameters, context, self.FIELDS), *self.problems(parameters, context)]
        fine, message = QgsProcessingAlgorithm.checkParameterValues(self, parameters, context)
        return found if fine or found else [message]

    def prepareAlgorithm(self, parameters: dict[str, Any], context: QgsProcessingContext,
                         feedback: QgsProcessingFeedback) -> bool:
        """Refuse what the check refuses (scripts and qgis_process reach this without it), then prepare."""
        fine, message = self.checkParameterValues(parameters, context)
        if fine:
            _, message = _guarded(lambda: self.prepare_layers(parameters, context))
        if message:
            raise QgsProcessingException(message)
        return True

    def processAlgorithm(self, parameters: dict[str, Any], context: QgsProcessingContext,
                         feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Run; a cancelled run returns nothing, a failure speaks to the planner."""
        self._results: dict[str, Any] = {}
        try:
            results, message = _guarded(lambda: self.compute(parameters, context, FeedbackProgress(feedback)))
        except Canceled:
            feedback.pushInfo(tr("Cancelled. Nothing was written."))
            return self._results
        # Raised here, outside of any except: QGIS keeps the frames of what it catches, and layers with them.
        if message:
            raise QgsProcessingException(message)
        self._results = results or {}
        feedback.setProgress(100.0)
        return self._results

    def postProcessAlgorithm(self, context: QgsProcessingContext,
                             feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Dress the result layers, on the main thread; one that fails is told and leaves the others and the results."""
        for name in dict.fromkeys((*_COMMON_STYLES, *self.FIELDS, *self.RASTERS)):
            _, message = _guarded(partial(self._dress, name, context))
            if message:
                feedback.reportError(message)
        return self._results

    def _dress(self, name: str, context: QgsProcessingContext) -> None:
        """Give a result layer field aliases, the story of its making and, where it has what to draw, its style."""
        layer = QgsProcessingUtils.mapLayerFromString(str(self._results.get(name) or ""), context)
        if layer is None:
            return
        if isinstance(layer, QgsVectorLayer):
            apply_aliases(layer)
        if name in self.RESULT_ROLES:
            write_role(layer, self.RESULT_ROLES[name])
        self._tell_origin(layer)
        style = {**_COMMON_STYLES, **self.STYLES, **getattr(self, "_styles", {})}.get(name)
        if style is not None:
            apply_style(layer, style, labels=getattr(self, "_labels", {}).get(name))

    def keep_origin(self, record: Mapping[str, Any], rights: Sequence[str]) -> None:
        """Keep, for the metadata of result layers, the run they come from and whose data they show."""
        self._origin = (tr("{algorithm}, plugin {plugin}, rules of {day}, run {digest}").format(
            algorithm=record["algorithm"], plugin=record["plugin"], day=record["rules"]["date"],
            digest=record["digest"]), list(rights))

    def keep_labels(self, name: str, labels: Mapping[str, str]) -> None:
        """Keep what the legend of a result layer calls the classes of this run, by the keys of its style."""
        self._labels = {**getattr(self, "_labels", {}), name: labels}

    def keep_style(self, name: str, style: str) -> None:
        """Keep the style of a result layer where it depends on the run."""
        self._styles = {**getattr(self, "_styles", {}), name: style}

    @staticmethod
    def tell(numbers: Mapping[str, float | None], findings: Iterable[Finding], progress: FeedbackProgress) -> None:
        """Write the number outputs into the log, and what is wrong with the planner's data."""
        for name, value in numbers.items():
            progress.info(f"{name} = {'NULL' if value is None else value}")
        for item in findings:
            if item.severity == "error":
                progress.warn(item.message)

    def _tell_origin(self, layer: QgsMapLayer) -> None:
        if not hasattr(self, "_origin"):
            return
        made, rights = self._origin
        metadata = layer.metadata()
        metadata.addHistoryItem(made)
        metadata.setRights(rights)
        layer.setMetadata(metadata)


def _guarded(work: Callable[[], _Result]) -> tuple[_Result | None, str]:
    """Return (what ``work`` returns, ''), or (None, the sentence that tells the planner why it failed).

    The one place where any error ends: QGIS would show the planner a stack trace. Canceled goes through.
    """
    try:
        return work(), ""
    except Canceled:
        raise
    except (PlannerError, QgsProcessingException) as error:
        return None, str(error)
    except RuleNotInForce as error:
        return None, tr("No version of rule {rule} is in force on {day}. Choose another day in “Rules in force on”, or "
                        "take the dates out of your own rule rows.").format(rule=error.rule_id, day=error.day)
    except MemoryError:
        return None, tr("There was not enough memory. Close other programs, or run it for a smaller area.")
    except Exception as error:  # noqa: BLE001 (see the docstring)
        tab = tr("Kaifeng Resources")
        QgsMessageLog.logMessage(traceback.format_exc(), tab, Qgis.MessageLevel.Critical)
        return None, tr("The run ended with a fault of the plugin ({fault}); what happened stands in the panel Log "
                        "Messages, tab “{tab}”.").format(fault=type(error).__name__, tab=tab)
