"""The page of the data dock on which a layer is checked before anything is computed from it."""
from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from .again_tool import AgainTool
from .duty import Duty, Table

_SEVERITIES = {
    "error": QT_TRANSLATE_NOOP("KfResources", "error"), "warning": QT_TRANSLATE_NOOP("KfResources", "warning"),
    "info": QT_TRANSLATE_NOOP("KfResources", "information")}

CHECK = Duty(
    name="check_layer", title=QT_TRANSLATE_NOOP("KfResources", "Check of a layer"), icon="duty_check",
    algorithm="kf:checkland", layers=("LAND", "CONTROL_AREAS", "REFERENCE"),
    settings=("SCHEMA", "CHECK", "GAPS", "TOLERANCE_M", "RULES_DATE"),
    numbers=("FEATURES_COUNT", "ERRORS_COUNT", "WARNINGS_COUNT", "OVERLAP_M2", "GAP_M2", "CORRECTED_FAULTS_COUNT"),
    tables=(Table("SUMMARY", ("rule_title", "severity", "count", "area_m2", "example"), words={"severity": _SEVERITIES},
                  alarm_words={"severity": ("error",)},
                  tool=AgainTool("SUMMARY", "rule_id", "RULE", "BEFORE", "CORRECTED")),),
    shown=("CORRECTED", "SUMMARY"), copies={"CORRECTED": "LAND"}, hidden=("RULE", "BEFORE"), any_role="LAND")

QUALITY_DUTIES = (CHECK,)
