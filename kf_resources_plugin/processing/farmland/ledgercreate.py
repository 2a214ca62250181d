"""kf:ledgercreate — a new write-off ledger."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...engine.ledger_store import create
from ...i18n import tr
from ...rules.ledger import LedgerFault
from ..event_create import EventCreate
from .balance_parameters import grade_scale

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsProcessingParameterDefinition

    from ...rules.ledger import Event


class LedgerCreate(EventCreate):
    """Makes an empty ledger where there is no file; the file appears whole or not at all."""

    NAME = "ledgercreate"
    TOPIC = "farmland"
    FILE = "LEDGER"
    FAULTS = LedgerFault

    def title(self) -> str:
        """Return the translated name."""
        return tr("New write-off ledger")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("ledger,new,create,reserve,write-off,account")

    def file_titles(self) -> tuple[str, str, str]:
        """Return what ledger, files and code are called."""
        return (tr("New ledger"), tr("Write-off ledgers (*.kfledger.gpkg)"),
                tr("Code of the city or county whose reserve it keeps"))

    def further_parameters(self) -> list[QgsProcessingParameterDefinition]:
        """Return the scale of grades."""
        return [grade_scale()]

    def temporary_text(self) -> str:
        """Return the warning of a temporary ledger."""
        return tr("The ledger lies in a temporary folder and will be gone when QGIS ends: {path}. Move it to a folder "
                  "that is backed up before you use it.")

    def make(self, path: Path, given: dict[str, Any], author: tuple[str, str]) -> Event:
        """Make the ledger."""
        return create(path, title=given["TITLE"] or "", unit_code=given["UNIT_CODE"], grade_scale=given["GRADE_SCALE"],
                      operator=author[0], reason=author[1])
