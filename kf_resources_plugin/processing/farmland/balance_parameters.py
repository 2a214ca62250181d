"""Parameters that a trial and a commit of a write-off share."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from ...rules.farmland_balance import BY_DATE, THREE_INDEX, UNIFIED
from ...rules.grades import QUALITY, UTILISATION
from .. import parameters as common

if TYPE_CHECKING:
    from qgis.core import QgsProcessingParameterDefinition

SCOPES = {
    "county": QT_TRANSLATE_NOOP("KfResources", "The county's own reserve"),
    "city": QT_TRANSLATE_NOOP("KfResources", "Reserve of the whole city"),
    "province": QT_TRANSLATE_NOOP("KfResources", "Reserve of the whole province"),
}
MODES = {
    BY_DATE: QT_TRANSLATE_NOOP("KfResources", "The rules in force on the day of each project"),
    THREE_INDEX: QT_TRANSLATE_NOOP("KfResources", "Three indicators (2017)"),
    UNIFIED: QT_TRANSLATE_NOOP("KfResources", "Unified balance (2024)"),
}
GRADE_SCALES = {
    UTILISATION: QT_TRANSLATE_NOOP("KfResources", "Utilisation grades 1–15"),
    QUALITY: QT_TRANSLATE_NOOP("KfResources", "Quality grades 1–10 (GB/T 33469)"),
}


def grade_scale() -> QgsProcessingParameterDefinition:
    """Return the scale of grades; the two are never mixed."""
    return common.choice("GRADE_SCALE", tr("Scale of grades"), GRADE_SCALES, UTILISATION)


def balance_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return whose reserve may serve, by which rules, and the scale of grades."""
    return [
        common.choice("SCOPE", tr("Whose reserve may serve"), SCOPES, "county"),
        common.choice("MODE", tr("Rules of the balance"), MODES, BY_DATE),
        common.advanced(grade_scale()),
        *common.rules_parameters(),
    ]
