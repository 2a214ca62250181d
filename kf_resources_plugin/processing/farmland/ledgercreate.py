"""kf:ledgercreate — a new write-off ledger."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessing, QgsProcessingParameterFileDestination, QgsProcessingParameterString

from ...engine.errors import PlannerError
from ...engine.ledger_store import create
from ...i18n import tr
from ...rules.ledger import LedgerFault
from ...rules.text import clean
from .. import parameters as common
from ..base import FeedbackProgress, KfAlgorithm
from ..destinations import destination
from ..settings import given_settings
from .balance_parameters import grade_scale
from .ledger_access import author, author_parameters, fault_text

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext

_DIGITS = range(2, 13)  # province … village group (GB/T 2260, GB/T 10114)


class LedgerCreate(KfAlgorithm):
    """Makes an empty ledger where there is no file; the file appears whole or not at all."""

    NAME = "ledgercreate"
    TOPIC = "farmland"

    def title(self) -> str:
        """Return the translated name."""
        return tr("New write-off ledger")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("ledger,new,create,reserve,write-off,account")

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
        common.add_all(self, [
            QgsProcessingParameterString("TITLE", tr("Title"), optional=True),
            QgsProcessingParameterString("UNIT_CODE", tr("Code of the city or county whose reserve it keeps"),
                                         optional=True),
            grade_scale(),
            *author_parameters(),
            QgsProcessingParameterFileDestination(
                "LEDGER", tr("New ledger"), tr("Write-off ledgers (*.kfledger.gpkg)"), optional=True,
                createByDefault=True),
        ], {})

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return what is wrong with place and code."""
        code = clean(given_settings(self, parameters, context)["UNIT_CODE"])
        found = []
        if code and not (code.isdigit() and len(code) in _DIGITS):
            found.append(tr("“{value}” is no unit code: give 2 to 12 digits, such as 410222, or nothing.").format(
                value=code))
        if not parameters.get("LEDGER"):
            found.append(tr("“{parameter}” ({name}) is missing: choose a value.").format(
                parameter=self.parameterDefinition("LEDGER").description(), name="LEDGER"))
        elif parameters["LEDGER"] != QgsProcessing.TEMPORARY_OUTPUT:
            path = self._path(parameters, context)
            if path.exists():
                found.append(fault_text(LedgerFault("ledger.exists", path=str(path))))
        return found

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Make the file; raises PlannerError."""
        given = given_settings(self, parameters, context)
        path = self._path(parameters, context)
        operator, reason = author(given)
        progress.check()
        try:
            event = create(path, title=given["TITLE"] or "", unit_code=clean(given["UNIT_CODE"]),
                           grade_scale=given["GRADE_SCALE"], operator=operator, reason=reason)
        except LedgerFault as fault:
            raise PlannerError(fault_text(fault)) from fault
        if parameters["LEDGER"] == QgsProcessing.TEMPORARY_OUTPUT:
            progress.warn(tr("The ledger lies in a temporary folder and will be gone when QGIS ends: {path}. Move it "
                             "to a folder that is backed up before you use it.").format(path=path))
        progress.info(tr("Event {number}, hash {hash}").format(number=event.number, hash=event.hash))
        return {"LEDGER": str(path)}

    def _path(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path:
        """Return where the ledger goes."""
        place = destination(self.parameterDefinition("LEDGER"), parameters["LEDGER"], context)
        return place.path if place else Path(self.parameterAsFileOutput(parameters, "LEDGER", context))
