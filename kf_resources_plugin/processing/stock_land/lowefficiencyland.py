"""kf:lowefficiencyland: which land is used with low efficiency, by six flags, each with its evidence."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing

from ...i18n import tr
from ...rules.low_efficiency import FLAGS
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import economics_inputs, low_document, low_outputs
from .economics_parameters import field_parameters, land_parameters, year_parameter
from .low_inputs import BUILDINGS, INDUSTRIES, LAYERS, PLANNED, RENEWAL
from .low_job import LowJob
from .low_outputs import FLAG_FIELDS, LOW_FIELDS, SUMMARY_FIELDS
from .low_words import flag_names


class LowEfficiencyLand(JobAlgorithm):
    """Flags by fields of the land and by layers over it; the score counts only flags that could be judged."""

    NAME = "lowefficiencyland"
    TOPIC = "stock_land"
    JOB = LowJob
    OUTPUTS: ClassVar = low_outputs
    DOCUMENT: ClassVar = low_document
    ROLES: ClassVar = {**economics_inputs.ROLES, **LAYERS, "UNITS": "admin_units"}
    STYLES: ClassVar = {"LOW_LAND": "low_efficiency"}
    FIELDS: ClassVar = {"LOW_LAND": LOW_FIELDS, "FLAGS": FLAG_FIELDS, "SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Land used with low efficiency")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("low efficiency,redevelopment,renewal,industry,plan,investment,density,idle,dangerous buildings")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds, names = QgsProcessing.SourceType, flag_names()
        common.add_all(self, [
            *land_parameters(tr("Land to be assessed (polygons or a table)")),
            common.table(INDUSTRIES, tr("List of prohibited industries"), optional=True),
            common.polygons(PLANNED, tr("Planned land use"), optional=True),
            common.polygons(RENEWAL, tr("Areas to be renewed"), optional=True),
            common.polygons(BUILDINGS, tr("Buildings"), optional=True),
            year_parameter(),
            *common.unit_parameters(),
            *field_parameters(tr("Field of the industry")),
            *(common.advanced(common.field(name, text, layer, standard=standard)) for name, text, layer, standard in (
                ("INDUSTRY_FIELD", tr("Industry field of the list"), INDUSTRIES, "kind"),
                ("PLANNED_USE_FIELD", tr("Field of the planned use in words (YDYHFLMC)"), PLANNED, "YDYHFLMC"),
                ("RENEWAL_NAME_FIELD", tr("Field that names areas to be renewed"), RENEWAL, "GXLX"),
                ("STOREYS_FIELD", tr("Field of storeys"), BUILDINGS, "storeys"),
                ("BUILT_YEAR_FIELD", tr("Field of the year built"), BUILDINGS, "built_year"),
                ("DANGER_FIELD", tr("Field of the grade of danger"), BUILDINGS, "danger"),
                ("IDLE_FIELD", tr("Field that says whether a building is idle"), BUILDINGS, "idle"))),
            *common.method_parameters(basis=False),
            common.sink("LOW_LAND", tr("Land with its flags"), kinds.TypeVector, created=True),
            common.sink("FLAGS", tr("Evidence of each flag"), kinds.TypeVector),
            common.sink("SUMMARY", tr("Totals by county and flag"), kinds.TypeVector),
            *common.findings_outputs(),
        ], {
            "PARCELS_COUNT": tr("Parcels"), "LOW_COUNT": tr("Used with low efficiency"),
            "LOW_M2": tr("Used with low efficiency (m²)"), "UNDETERMINED_COUNT": tr("Not judged"),
            "SMALL_COUNT": tr("Too small"), **{f"{flag.upper()}_COUNT": names[flag] for flag in FLAGS},
        })
