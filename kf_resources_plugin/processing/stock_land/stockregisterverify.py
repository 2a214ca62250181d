"""kf:stockregisterverify — whether a register of stock land is as it was written."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.stock_events_store import open_register
from ...i18n import tr
from ...rules.stock_events import RegisterFault
from ..event_verify import EventVerify
from .register_access import register_parameter

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsProcessingParameterDefinition

    from ...engine.stock_events_store import Register


class StockRegisterVerify(EventVerify):
    """Reads a register through and changes nothing."""

    NAME = "stockregisterverify"
    TOPIC = "stock_land"
    FILE = "REGISTER"
    FAULTS = RegisterFault

    def title(self) -> str:
        """Return the translated name."""
        return tr("Verify a register of stock land")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("stock land,register,verify,check,audit,hash,chain,tampering")

    def file_parameter(self) -> QgsProcessingParameterDefinition:
        """Return REGISTER."""
        return register_parameter()

    def anchor_titles(self) -> tuple[str, str]:
        """Return what the anchor is called: it stands in a report."""
        return tr("Event number in a report"), tr("Hash of this event in the report")

    def verdict_titles(self) -> tuple[str, str, str]:
        """Return what VALID is called, and the verdicts."""
        return tr("Register is sound (1) or not (0)"), tr("The register is sound."), tr("The register is not sound.")

    def open_file(self, path: Path) -> Register:
        """Open the register."""
        return open_register(path)
