"""The parameters of kf:farmlandchange."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProcessing

from ...i18n import tr
from .. import parameters as common

if TYPE_CHECKING:
    from qgis.core import QgsProcessingParameterDefinition

LAND_BEFORE, LAND_AFTER = "LAND_BEFORE", "LAND_AFTER"


def change_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return inputs and outputs, in the order of the dialog."""
    polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
    return [
        *_epochs(),
        common.polygons("EXEMPT", tr("Conversions that are exempt"), optional=True),
        common.advanced(common.field("EXEMPT_KIND_FIELD", tr("Field of the kind of exemption"), "EXEMPT",
                                     standard="kind")),
        common.polygons("PERMANENT_FARMLAND", tr("Permanent basic farmland"), optional=True),
        common.polygons("APPROVALS", tr("Approved construction land"), optional=True),
        *common.unit_parameters(),
        *common.mask_parameters(),
        *common.method_parameters(basis=False),
        common.sink("CHANGES", tr("Changes of land"), polygon, created=True),
        common.sink("MATRIX", tr("Transition matrix"), table),
        common.sink("ACCOUNT", tr("Account of cultivated land by unit"), table),
        common.sink("TOWNSHIPS", tr("Account of cultivated land by township"), table),
        *common.findings_outputs(),
    ]


def _epochs() -> list[QgsProcessingParameterDefinition]:
    """Return both surveys with their settings; of each setting the earlier one's stands first."""
    class_field, unit_field, deduction_field, class_map, class_system = common.before_settings()
    return [
        common.polygons(LAND_BEFORE, tr("Land survey parcels before (DLTB)")),
        common.polygons(LAND_AFTER, tr("Land survey parcels after (DLTB)")),
        class_field,
        common.advanced(common.field("LAND_AFTER_CLASS_FIELD", tr("Land class field after (DLBM)"), LAND_AFTER,
                                     "DLBM")),
        class_map,
        common.advanced(common.table_file("LAND_AFTER_CLASS_MAP", tr(
            "Class map after: table of value and DLBM (CSV, XLSX or JSON)"))),
        common.advanced(common.choice("CLASS_SYSTEM", tr("Class system of both surveys"), common.CLASS_SYSTEMS,
                                      "auto")),
        class_system,
        unit_field,
        common.advanced(common.field("LAND_AFTER_UNIT_FIELD", tr("Location unit code field after (ZLDWDM)"), LAND_AFTER,
                                     "ZLDWDM")),
        deduction_field,
        common.advanced(common.field("LAND_AFTER_DEDUCTION_FIELD", tr("Deduction coefficient field after (KCXS)"),
                                     LAND_AFTER, "KCXS")),
        common.advanced(common.field("LAND_BEFORE_GRADE_FIELD", tr("Cultivated land grade field before (GDDB)"),
                                     LAND_BEFORE, "GDDB")),
        common.advanced(common.field("LAND_AFTER_GRADE_FIELD", tr("Cultivated land grade field after (GDDB)"),
                                     LAND_AFTER, "GDDB")),
        common.advanced(common.table_file("GRADES", tr("Own grain capacity by county and grade (CSV, XLSX or JSON)"))),
    ]
