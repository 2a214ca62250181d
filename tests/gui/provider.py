"""A provider with small algorithms, for what the desktop does with any algorithm."""
from __future__ import annotations

import time
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
    QgsProcessingProvider,
)

WRAPPER = {"class": "kf_resources_plugin.gui.widgets.enum_wrapper.EnumWrapper"}
LABELS = {"additive": "Additive: parts always sum to the whole", "statutory_vertices": "Bare vertices"}


def choice(default: str | None = "additive", optional: bool = True) -> QgsProcessingParameterEnum:
    """Return a choice of two words with labels."""
    parameter = QgsProcessingParameterEnum(
        "AREA_METHOD", "Area formula", list(LABELS), defaultValue=default, optional=optional, usesStaticStrings=True)
    parameter.setMetadata({"widget_wrapper": WRAPPER, "kf_labels": LABELS})
    return parameter


class SmallAlgorithm(QgsProcessingAlgorithm):
    """Does what its HOW says: return, fail, or wait until it is cancelled (and then say it is done all the same)."""

    def createInstance(self) -> SmallAlgorithm:
        """Return a fresh instance."""
        return SmallAlgorithm()

    def name(self) -> str:
        """Return the id."""
        return "small"

    def displayName(self) -> str:
        """Return the title."""
        return "Small"

    def initAlgorithm(self, configuration: Any = None) -> None:
        """Define the two parameters."""
        self.addParameter(choice())
        self.addParameter(QgsProcessingParameterString("HOW", "How", "return"))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Any:
        """Refuse on request."""
        if parameters.get("HOW") == "refuse":
            return False, "HOW must not be refuse"
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, _feedback: QgsProcessingFeedback
    ) -> bool:
        """Fail on request."""
        if self.parameterAsString(parameters, "HOW", context) == "fail early":
            raise QgsProcessingException("the land cannot be reached")
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Return the chosen word, unless told otherwise."""
        how = self.parameterAsString(parameters, "HOW", context)
        if how == "fail":
            raise QgsProcessingException("the land is under water")
        for step in range(200 if how.startswith("wait") else 0):
            feedback.setProgress(step / 2)
            if feedback.isCanceled():
                return {"WORD": "written"} if how == "wait and write" else {}
            time.sleep(0.05)
        return {"WORD": self.parameterAsEnumString(parameters, "AREA_METHOD", context)}


class SmallProvider(QgsProcessingProvider):
    """Provides the one algorithm as ``kftest:small``."""

    def id(self) -> str:
        """Return the id."""
        return "kftest"

    def name(self) -> str:
        """Return the name."""
        return "Test"

    def loadAlgorithms(self) -> None:
        """Add the algorithm."""
        self.addAlgorithm(SmallAlgorithm())
