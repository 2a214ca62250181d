"""kf:farmlandchange: what became of cultivated land between two epochs, and whether in and out are balanced."""
from __future__ import annotations

from typing import ClassVar

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import change_document, change_outputs
from .change_job import ChangeJob
from .change_outputs import ACCOUNT_FIELDS, CHANGE_FIELDS, MATRIX_FIELDS, TOWN_FIELDS
from .change_parameters import change_parameters


class FarmlandChange(JobAlgorithm):
    """Crosses two surveys, counts land by every pair of classes, and keeps the account of cultivated land."""

    NAME = "farmlandchange"
    TOPIC = "farmland"
    JOB = ChangeJob
    OUTPUTS: ClassVar = change_outputs
    DOCUMENT: ClassVar = change_document
    ROLES: ClassVar = {"LAND_BEFORE": "land_before", "LAND_AFTER": "land", "EXEMPT": "exempt",
                       "PERMANENT_FARMLAND": "permanent_farmland", "APPROVALS": "approvals", "UNITS": "admin_units"}
    STYLES: ClassVar = {"CHANGES": "farmland_changes"}
    FIELDS: ClassVar = {"CHANGES": CHANGE_FIELDS, "MATRIX": MATRIX_FIELDS, "ACCOUNT": ACCOUNT_FIELDS,
                        "TOWNSHIPS": TOWN_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Farmland change and balance of in and out")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("farmland,change,transition matrix,conversion,balance of in and out,monitoring,unapproved,slivers")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        common.add_all(self, change_parameters(), {
            "FARMLAND_BEFORE_M2": tr("Cultivated land before (m²)"),
            "FARMLAND_AFTER_M2": tr("Cultivated land after (m²)"),
            "OUT_M2": tr("Out (m²)"),
            "EXEMPT_M2": tr("Exempt part of out (m²)"),
            "IN_M2": tr("In (m²)"),
            "IN_STABLE_M2": tr("Stable part of in (m²)"),
            "NET_M2": tr("Net: stable part of in less what is to be matched (m²)"),
            "CONSTRUCTION_M2": tr("Cultivated land that became construction land (m²)"),
            "OTHER_M2": tr("Cultivated land that became water or unused land (m²)"),
            "PERMANENT_M2": tr("Permanent basic farmland lost (m²)"),
            "SUSPECTED_M2": tr("Suspected loss without approval (m²)"),
            "SLIVER_M2": tr("Slivers (m²)"),
            "COMMON_M2": tr("Land of both epochs (m²)"),
            "RESIDUAL_BEFORE_M2": tr("Residual of the earlier parcels (m²)"),
            "RESIDUAL_AFTER_M2": tr("Residual of the later parcels (m²)"),
            "RESIDUAL_M2": tr("Residual of both (m²)"),
        })
