"""QGIS's own check of parameter values, for all parameters at once and in the planner's words."""
from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from ..i18n import tr
from .settings import LAYER_TYPES, NUMBER_TYPES

if TYPE_CHECKING:
    from qgis.core import (
        QgsProcessingAlgorithm,
        QgsProcessingContext,
        QgsProcessingParameterDefinition,
        QgsProcessingParameterNumber,
    )

_ANY = 1e300  # where a parameter states no limit, QGIS has the largest numbers there are


def value_problems(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                   context: QgsProcessingContext) -> list[str]:
    """Return a message for every parameter whose value QGIS does not accept; its own check stops at the first."""
    return [_message(definition, parameters.get(definition.name())) for definition in algorithm.parameterDefinitions()
            if not _acceptable(definition, parameters.get(definition.name()), context)]


def _acceptable(definition: QgsProcessingParameterDefinition, value: Any, context: QgsProcessingContext) -> bool:
    """Tell whether QGIS accepts a value, which for an optional number it always does: what is none becomes 0."""
    if definition.type() in NUMBER_TYPES and isinstance(value, (str, float)) and value != "" and not _finite(value):
        return False
    return bool(definition.checkValueIsAcceptable(value, context))


def _finite(value: str | float) -> bool:
    try:
        return isfinite(float(value)) and "_" not in str(value)
    except ValueError:
        return False


def _message(definition: QgsProcessingParameterDefinition, value: Any) -> str:
    names = {"parameter": definition.description(), "name": definition.name(), "value": value}
    if value is None or value == "":
        return tr("“{parameter}” ({name}) is missing: choose a value.").format(**names)
    if definition.type() in LAYER_TYPES:
        return tr("“{parameter}” ({name}): {value} cannot be opened as a layer of the kind that is needed. Check the "
                  "path and what the layer holds.").format(**names)
    if definition.type() in NUMBER_TYPES:
        return " ".join(filter(None, (
            tr("“{parameter}” ({name}): {value} is no number that can be used here. Write another one in digits, with "
               "a point before decimals.").format(**names), _limits(definition))))
    if definition.type() == "enum" and definition.usesStaticStrings():
        return tr("“{parameter}” ({name}): {value} cannot be used here. Choose one of these: {words}.").format(
            **names, words=", ".join(definition.options()))
    return tr("“{parameter}” ({name}): {value} cannot be used here. Choose another value.").format(**names)


def _limits(definition: QgsProcessingParameterNumber) -> str:
    """Return between which numbers a value must lie, '' where QGIS takes any."""
    least, most = definition.minimum(), definition.maximum()
    bounded = abs(least) < _ANY, abs(most) < _ANY
    if bounded == (False, False):
        return ""
    text = (tr("It must be from {least} to {most}.") if all(bounded) else tr("It must be {least} or more.")
            if bounded[0] else tr("It must be {most} or less."))
    return text.format(least=f"{least:.10g}", most=f"{most:.10g}")
