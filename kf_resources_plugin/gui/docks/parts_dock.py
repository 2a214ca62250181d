"""A dock whose own page is made of parts, too: each of them lives with the project by itself."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ..scrolling import fit_width
from .dock_base import KfDock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from qgis.PyQt.QtGui import QShowEvent


class PartsDock(KfDock):
    """Keeps nothing itself; a subclass names its parts."""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the width that the parts need: before they are shown they do not know it."""
        super().showEvent(event)
        self.update_state()

    def read_state(self) -> None:
        """Do nothing: the parts take their own."""

    def write_state(self) -> None:
        """Do nothing: the parts keep their own."""

    def forget_project(self) -> None:
        """Do nothing: the parts start over themselves."""

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Do nothing: the parts let go themselves."""

    def meet_layers(self) -> None:
        """Do nothing: the parts look for layers themselves."""

    def take_corrections(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        """Do nothing: the parts follow themselves."""

    def update_state(self) -> None:
        """Keep the page as wide as it needs."""
        fit_width(self.scroll, self.page)
