"""kf:farmlandbalance: whether projects can be written off against the reserve, by three indicators; a trial."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing

from ...engine.roles import NO_ROLE
from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import balance_document, balance_outputs
from .balance_job import BalanceJob
from .balance_outputs import (
    ACCOUNT_FIELDS,
    ALLOCATION_FIELDS,
    RESERVE_FIELDS,
    VERDICT_FIELDS,
)
from .balance_parameters import balance_parameters


class FarmlandBalance(JobAlgorithm):
    """Tries projects out against reserve entries in the order of their dates; changes nothing."""

    NAME = "farmlandbalance"
    TOPIC = "farmland"
    JOB = BalanceJob
    OUTPUTS: ClassVar = balance_outputs
    DOCUMENT: ClassVar = balance_document
    ROLES: ClassVar = {"DEMAND": "demand", "RESERVE": "reserve"}
    RESULT_ROLES: ClassVar = {"RESERVE_AFTER": NO_ROLE}  # tried against it, the next projects would be short
    FIELDS: ClassVar = {"VERDICT": VERDICT_FIELDS, "ALLOCATIONS": ALLOCATION_FIELDS, "RESERVE_AFTER": RESERVE_FIELDS,
                        "ACCOUNT": ACCOUNT_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Farmland balance: trial write-off of three indicators")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("balance,write-off,quantity,paddy,grain capacity,reserve,requisition,compensation,replenishment")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        table = QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            common.table("DEMAND", tr("Farmland taken, by project and county (table)")),
            common.table("RESERVE", tr("Reserve of replenished farmland (table)")),
            *balance_parameters(),
            common.sink("VERDICT", tr("Verdicts"), table, created=True),
            common.sink("ALLOCATIONS", tr("Entries drawn on"), table),
            common.sink("RESERVE_AFTER", tr("Reserve after the trial"), table),
            common.sink("ACCOUNT", tr("Account by county"), table),
            *common.findings_outputs(),
        ], {
            "PASSED": tr("Projects that pass"),
            "FAILED": tr("Projects that fail"),
            "QUANTITY_SHORT_M2": tr("Quantity short (m²)"),
            "PADDY_SHORT_M2": tr("Paddy short (m²)"),
            "CAPACITY_SHORT_KG": tr("Grain capacity short (kg)"),
        })
