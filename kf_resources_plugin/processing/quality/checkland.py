"""kf:checkland: a layer held against its standard, its own attributes, its shapes, its neighbours, a trusted layer."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterMultipleLayers, QgsProcessingParameterNumber
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...cartography.styles import style_kind, style_of_role
from ...engine.roles import POLYGON
from ...engine.rule_store import load_rule_book
from ...engine.schema import load_schema, schema_names
from ...i18n import language, tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import check_document, check_outputs
from .check_inputs import ANY, AUTO, BEFORE, CONTROL_AREAS, LAND, REFERENCE
from .check_job import IGNORED, LOOKED_FOR, CheckJob
from .check_outputs import SUMMARY_FIELDS
from .works import ALL, WORK_OF

if TYPE_CHECKING:
    from ...rules.progress import Progress
    from ..sinks import Outputs

_SCHEMAS = {AUTO: QT_TRANSLATE_NOOP("KfResources", "as role, name and fields tell"),
            ANY: QT_TRANSLATE_NOOP("KfResources", "none: shapes and CRS only")}
_CHECKS = {ALL: QT_TRANSLATE_NOOP("KfResources", "all"), "fields": QT_TRANSLATE_NOOP("KfResources", "fields"),
           "values": QT_TRANSLATE_NOOP("KfResources", "values and codes"),
           "areas": QT_TRANSLATE_NOOP("KfResources", "areas"),
           "geometry": QT_TRANSLATE_NOOP("KfResources", "shape of each feature"),
           "topology": QT_TRANSLATE_NOOP("KfResources", "overlaps and gaps"),
           "reference": QT_TRANSLATE_NOOP("KfResources", "comparison with the reference")}
_EVERY_RULE = {ALL: QT_TRANSLATE_NOOP("KfResources", "all, as “What to check” says")}
_GAPS = {AUTO: QT_TRANSLATE_NOOP("KfResources", "as the standard layer asks"),
         LOOKED_FOR: QT_TRANSLATE_NOOP("KfResources", "are faults"),
         IGNORED: QT_TRANSLATE_NOOP("KfResources", "are none")}
_TOLERANCE_M = 0.001


class CheckLand(JobAlgorithm):
    """Tells everything that is wrong with a layer before anything is computed from it; nothing of it ends the run."""

    NAME = "checkland"
    TOPIC = "quality"
    JOB = CheckJob
    OUTPUTS: ClassVar = check_outputs
    DOCUMENT: ClassVar = check_document
    ROLES: ClassVar = {LAND: "land", CONTROL_AREAS: "villages"}
    FIELDS: ClassVar = {"SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Check of a layer")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("check,quality,topology,gap,overlap,schema,domain,area,CRS,GCJ-02,duplicate,sliver")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds = QgsProcessing.SourceType
        common.add_all(self, [
            common.table(LAND, tr("Layer to check")),
            common.choice("SCHEMA", tr("Standard layer"), {**_SCHEMAS, **_standards()}, AUTO),
            common.choice("CHECK", tr("What to check"), _CHECKS, ALL),
            common.advanced(common.choice("RULE", tr("One rule alone"), {**_EVERY_RULE, **_rules()}, ALL)),
            common.advanced(QgsProcessingParameterMultipleLayers(
                BEFORE, tr("Results of an earlier check, of which that rule is checked again"),
                QgsProcessing.SourceType.TypeVector, optional=True)),
            common.choice("GAPS", tr("Gaps between features"), _GAPS, AUTO),
            QgsProcessingParameterNumber(
                "TOLERANCE_M", tr("Tolerance of vertices, overlaps and gaps (m)"),
                QgsProcessingParameterNumber.Type.Double, _TOLERANCE_M, True, 0.0, 1.0),
            common.table(CONTROL_AREAS, tr("Control areas of villages (CJDCQ or a table)"), optional=True),
            common.advanced(common.field("CONTROL_UNIT_FIELD", tr("Unit code field of the control areas (ZLDWDM)"),
                                         CONTROL_AREAS, "ZLDWDM")),
            common.advanced(common.field("CONTROL_AREA_FIELD", tr("Field of the control area in m² (DCMJ)"),
                                         CONTROL_AREAS, "DCMJ")),
            common.polygons(REFERENCE, tr("Reference: trusted boundaries"), optional=True),
            common.advanced(common.choice("CLASS_SYSTEM", tr("Class system of LAND"), common.CLASS_SYSTEMS, "auto")),
            *common.method_parameters(basis=False),
            *common.findings_outputs(created=True),
            common.sink("SUMMARY", tr("Faults by rule"), kinds.TypeVector),
            common.sink("CORRECTED", tr("Corrected copy"), kinds.TypeVectorAnyGeometry),
        ], {
            "FEATURES_COUNT": tr("Features"),
            "ERRORS_COUNT": tr("Errors"),
            "WARNINGS_COUNT": tr("Warnings"),
            "OVERLAP_M2": tr("Overlaps (m²)"),
            "GAP_M2": tr("Gaps (m²)"),
            "CORRECTED_FAULTS_COUNT": tr("Features of the corrected copy that still have such faults"),
        })

    def run_job(self, job: Any, outputs: Outputs, progress: Progress) -> Any:
        """Return the result of the job; the corrected copy is drawn as its layer's role is."""
        result = super().run_job(job, outputs, progress)
        style = style_of_role(result.layer.role)
        if style is not None and style_kind(style) == POLYGON:
            self.keep_style("CORRECTED", style)
        return result


def _standards() -> dict[str, str]:
    """Return what the standard layers are called in the user's language."""
    schemas = [load_schema(name) for name in schema_names()]
    return {schema.name: schema.zh if language() == "zh" else schema.en for schema in schemas}


def _rules() -> dict[str, str]:
    """Return what the rules are called in the user's language."""
    book = load_rule_book(date.today(), language())
    return {rule: book.title(rule) for rule in WORK_OF}
