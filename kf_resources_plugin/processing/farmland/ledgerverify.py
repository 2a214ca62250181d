"""kf:ledgerverify — whether a ledger is as it was written, and has everything that a slip shows."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.ledger_store import open_ledger
from ...i18n import tr
from ...rules.ledger import LedgerFault
from ..event_verify import EventVerify
from .ledger_access import ledger_parameter

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsProcessingParameterDefinition

    from ...engine.ledger_store import Ledger


class LedgerVerify(EventVerify):
    """Reads a ledger through and changes nothing."""

    NAME = "ledgerverify"
    TOPIC = "farmland"
    FILE = "LEDGER"
    FAULTS = LedgerFault

    def title(self) -> str:
        """Return the translated name."""
        return tr("Verify a write-off ledger")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("ledger,verify,check,audit,hash,chain,slip,tampering")

    def file_parameter(self) -> QgsProcessingParameterDefinition:
        """Return LEDGER."""
        return ledger_parameter()

    def anchor_titles(self) -> tuple[str, str]:
        """Return what the anchor is called: it stands on a slip."""
        return tr("Event number on a slip"), tr("Hash of this event on the slip")

    def verdict_titles(self) -> tuple[str, str, str]:
        """Return what VALID is called, and the verdicts."""
        return tr("Ledger is sound (1) or not (0)"), tr("The ledger is sound."), tr("The ledger is not sound.")

    def open_file(self, path: Path) -> Ledger:
        """Open the ledger."""
        return open_ledger(path)
