"""Parameters that several algorithms share, so that a name means the same everywhere.

QGIS 3.22 rejects an omitted field, file or multi-layer parameter even when it has a default, so all of these
are optional and their default is applied in code.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..i18n import tr
from ..rules.codes import PLANNING, STANDARD, SURVEY
from ..rules.units import LARGEST_AMOUNT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AREA_METHODS = {
    "additive": QT_TRANSLATE_NOOP("KfResources", "Additive: parts always sum to the whole"),
    "statutory_vertices": QT_TRANSLATE_NOOP("KfResources", "Bare vertices: reproduces an official TBMJ"),
}
AREA_BASES = {
    "computed": QT_TRANSLATE_NOOP("KfResources", "Computed from the geometry"),
    "tbmj": QT_TRANSLATE_NOOP("KfResources", "Adjusted to the survey's TBMJ"),
}
CLASS_SYSTEMS = {
    "auto": QT_TRANSLATE_NOOP("KfResources", "Decide from the layer"),
    SURVEY: QT_TRANSLATE_NOOP("KfResources", "Third national land survey"),
    STANDARD: QT_TRANSLATE_NOOP("KfResources", "GB/T 21010-2017"),
    PLANNING: QT_TRANSLATE_NOOP("KfResources", "Planning classes (land and sea use, 2023)"),
}
SAME = "same"
SAME_SYSTEM = QT_TRANSLATE_NOOP("KfResources", "As the class system of both says")
_ENUM_WRAPPER = "kf_resources_plugin.gui.widgets.enum_wrapper.EnumWrapper"


def advanced(parameter: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """Put a parameter among the advanced ones, keeping its other flags."""
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return parameter


def polygons(name: str, description: str, optional: bool = False) -> QgsProcessingParameterFeatureSource:
    """Return a polygon layer parameter."""
    return QgsProcessingParameterFeatureSource(
        name, description, [QgsProcessing.SourceType.TypeVectorPolygon], optional=optional)


def lines(name: str, description: str, optional: bool = False) -> QgsProcessingParameterFeatureSource:
    """Return a line layer parameter."""
    return QgsProcessingParameterFeatureSource(
        name, description, [QgsProcessing.SourceType.TypeVectorLine], optional=optional)


def table(name: str, description: str, optional: bool = False) -> QgsProcessingParameterFeatureSource:
    """Return a table parameter: any layer will do, geometries do not matter."""
    return QgsProcessingParameterFeatureSource(
        name, description, [QgsProcessing.SourceType.TypeVector], optional=optional)


def raster(name: str, description: str, optional: bool = False) -> QgsProcessingParameterRasterLayer:
    """Return a raster layer parameter."""
    return QgsProcessingParameterRasterLayer(name, description, optional=optional)


def band(name: str, description: str, parent: str) -> QgsProcessingParameterBand:
    """Return a band of a raster layer parameter; what it means when omitted is the algorithm's."""
    return QgsProcessingParameterBand(name, description, None, parent, optional=True)


def raster_output(name: str, description: str, created: bool = False) -> QgsProcessingParameterRasterDestination:
    """Return an optional output raster; only the first output of an algorithm is created by default."""
    return QgsProcessingParameterRasterDestination(name, description, optional=True, createByDefault=created)


def amount(name: str, description: str) -> QgsProcessingParameterNumber:
    """Return an optional amount of m² or kg, 0 or more."""
    return QgsProcessingParameterNumber(name, description, QgsProcessingParameterNumber.Type.Double, None,
                                        optional=True, minValue=0.0, maxValue=LARGEST_AMOUNT)


def field(name: str, description: str, parent: str, default: str | None = None,
          standard: str | None = None) -> QgsProcessingParameterField:
    """Return a field parameter; ``default`` is the national standard's code where there is one.

    standard: the standard field it takes where that is no default; the desktop fills in what a layer calls it.
    """
    parameter = QgsProcessingParameterField(name, description, default, parent, optional=True)
    parameter.setMetadata({"kf_standard": standard or default or ""})
    return parameter


def choice(name: str, description: str, labels: Mapping[str, str], default: str) -> QgsProcessingParameterEnum:
    """Return a choice of fixed words; ``labels`` maps each to the English source text the dialog translates."""
    parameter = QgsProcessingParameterEnum(name, description, list(labels), defaultValue=default, optional=True,
                                           usesStaticStrings=True)
    parameter.setMetadata({"widget_wrapper": {"class": _ENUM_WRAPPER}, "kf_labels": dict(labels)})
    return parameter


def table_file(name: str, description: str) -> QgsProcessingParameterFile:
    """Return a small table as a file; the filter lets the name of a loaded table layer pass, QGIS's own would not."""
    return QgsProcessingParameterFile(name, description, optional=True,
                                      fileFilter=tr("Tables (*.csv *.xlsx *.txt *.json);;All files (*)"))


def land_parameters(*, optional: bool = False, unit: bool = True, deduction: bool = True,
                    grade: bool = True) -> list[QgsProcessingParameterDefinition]:
    """Return LAND with its fields, class map and class system; ``unit`` …: whether those fields matter."""
    unit_field = field("LAND_UNIT_FIELD", tr("Location unit code field (ZLDWDM)"), "LAND", "ZLDWDM")
    deduction_field = field("LAND_DEDUCTION_FIELD", tr("Deduction coefficient field (KCXS)"), "LAND", "KCXS")
    grade_field = field("LAND_GRADE_FIELD", tr("Cultivated land grade field (GDDB)"), "LAND", "GDDB")
    return [
        polygons("LAND", tr("Land survey parcels (DLTB)"), optional),
        advanced(field("LAND_CLASS_FIELD", tr("Land class field (DLBM)"), "LAND", "DLBM")),
        *([advanced(unit_field)] if unit else []),
        *([advanced(deduction_field)] if deduction else []),
        *([advanced(grade_field)] if grade else []),
        advanced(table_file("CLASS_MAP", tr("Class map: table of value and DLBM (CSV, XLSX or JSON)"))),
        advanced(choice("CLASS_SYSTEM", tr("Class system of LAND"), CLASS_SYSTEMS, "auto")),
    ]


def owner_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return the fields of LAND that say who owns it."""
    return [
        advanced(field("LAND_OWNER_FIELD", tr("Owner code field (QSDWDM)"), "LAND", "QSDWDM")),
        advanced(field("LAND_OWNER_NAME_FIELD", tr("Owner name field (QSDWMC)"), "LAND", "QSDWMC")),
        advanced(field("LAND_TENURE_FIELD", tr("Nature of tenure field (QSXZ)"), "LAND", "QSXZ")),
    ]


def before_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return LAND_BEFORE, the survey of the year before, with its fields, class map and class system; all optional."""
    return [polygons("LAND_BEFORE", tr("Land survey parcels of the year before (DLTB)"), optional=True),
            *before_settings()]


def before_settings() -> list[QgsProcessingParameterDefinition]:
    """Return the fields of LAND_BEFORE for class, unit and deduction, its class map and its class system."""
    before = "LAND_BEFORE"
    return [
        advanced(field("LAND_BEFORE_CLASS_FIELD", tr("Land class field before (DLBM)"), before, "DLBM")),
        advanced(field("LAND_BEFORE_UNIT_FIELD", tr("Location unit code field before (ZLDWDM)"), before, "ZLDWDM")),
        advanced(field("LAND_BEFORE_DEDUCTION_FIELD", tr("Deduction coefficient field before (KCXS)"), before, "KCXS")),
        advanced(table_file(
            "LAND_BEFORE_CLASS_MAP", tr("Class map before: table of value and DLBM (CSV, XLSX or JSON)"))),
        advanced(choice("LAND_BEFORE_CLASS_SYSTEM", tr("Class system before, where it is another"),
                        {SAME: SAME_SYSTEM, **CLASS_SYSTEMS}, SAME)),
    ]


def project_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return PROJECTS with its fields."""
    return [
        polygons("PROJECTS", tr("Project footprints")),
        advanced(field("PROJECT_ID_FIELD", tr("Project id field"), "PROJECTS", standard="XMDM")),
        advanced(field("PROJECT_NAME_FIELD", tr("Project name field"), "PROJECTS", standard="XMMC")),
        advanced(field("PROJECT_DATE_FIELD", tr("Project date field"), "PROJECTS", standard="SQRQ")),
    ]


def unit_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return UNITS with its fields."""
    return [
        polygons("UNITS", tr("Administrative units"), optional=True),
        advanced(field("UNIT_CODE_FIELD", tr("Unit code field (XZQDM)"), "UNITS", "XZQDM")),
        advanced(field("UNIT_NAME_FIELD", tr("Unit name field (XZQMC)"), "UNITS", "XZQMC")),
    ]


def mask_parameters(name: str = "MASKS", description: str = "", told: str = "MASK_RULES",
                    told_description: str = "") -> list[QgsProcessingParameterDefinition]:
    """Return MASKS, layers of areas where rules apply, and MASK_RULES, which says what each of them shows."""
    return [
        QgsProcessingParameterMultipleLayers(
            name, description or tr("Area layers that rules ask for (redline, river, …)"),
            QgsProcessing.SourceType.TypeVectorPolygon, optional=True),
        advanced(QgsProcessingParameterString(
            told, told_description or tr("What area layers show, where their role or name does not tell (JSON: layer "
                                         "and role)"), optional=True)),
    ]


def method_parameters(*, basis: bool = True) -> list[QgsProcessingParameterDefinition]:
    """Return how areas are computed and which rules apply; ``basis``: whether a survey's TBMJ may be the measure."""
    return [
        advanced(choice("AREA_METHOD", tr("Area formula"), AREA_METHODS, "additive")),
        *([advanced(choice("AREA_BASIS", tr("Area basis"), AREA_BASES, "computed"))] if basis else []),
        *rules_parameters(),
    ]


def rules_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return which rules apply."""
    return [
        advanced(QgsProcessingParameterDateTime("RULES_DATE", tr("Rules in force on (empty: today)"),
                                                QgsProcessingParameterDateTime.Type.Date, optional=True)),
        advanced(QgsProcessingParameterFile("RULES", tr("Own rule rows that replace ours (JSON)"),
                                            extension="json", optional=True)),
    ]


def sink(name: str, description: str, source_type: QgsProcessing.SourceType,
         created: bool = False) -> QgsProcessingParameterFeatureSink:
    """Return an optional output layer; only the first of an algorithm is created by default."""
    return QgsProcessingParameterFeatureSink(name, description, source_type, optional=True, createByDefault=created)


def findings_outputs(*, created: bool = False) -> list[QgsProcessingParameterDefinition]:
    """Return the outputs every check has: findings, report and run record; ``created``: findings are the first."""
    return [
        sink("FINDINGS", tr("Findings"), QgsProcessing.SourceType.TypeVectorPolygon, created=created),
        sink("FINDING_POINTS", tr("Finding points"), QgsProcessing.SourceType.TypeVectorPoint),
        QgsProcessingParameterFileDestination("REPORT", tr("Report"), tr("HTML files (*.html)"), optional=True,
                                              createByDefault=False),
        QgsProcessingParameterFileDestination("RUN_RECORD", tr("Run record"), tr("JSON files (*.json)"),
                                              optional=True, createByDefault=False),
    ]


def add_all(algorithm: QgsProcessingAlgorithm, parameters: Sequence[QgsProcessingParameterDefinition],
            numbers: Mapping[str, str]) -> None:
    """Add parameters and number outputs to an algorithm."""
    for parameter in parameters:
        algorithm.addParameter(parameter)
    for name, description in numbers.items():
        algorithm.addOutput(QgsProcessingOutputNumber(name, description))


def word(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str,
         context: QgsProcessingContext) -> str:
    """Return the chosen word of a ``choice`` parameter, its default when omitted or empty."""
    value = algorithm.parameterAsEnumString(parameters, name, context)
    return str(value or algorithm.parameterDefinition(name).defaultValue())
