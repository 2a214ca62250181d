"""A part of a dock whose buttons put tools on the map that draw on its layer."""
from __future__ import annotations

from typing import TYPE_CHECKING

from .layer_part import LayerPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qgis.PyQt.QtWidgets import QToolButton

    from ..line_tools import LineTools


class ToolPart(LayerPart):
    """A subclass has its ``tools``, and the button of each kind of tool."""

    tools: LineTools
    tool_buttons: Mapping[str, QToolButton]

    def show_tool(self, kind: str) -> None:
        """Let the button of the tool that was put on the map be down, and no other."""
        for other, button in self.tool_buttons.items():
            button.setChecked(other == kind)

    def offer_tools(self, *, ready: bool) -> None:
        """Enable the buttons where the layer can be drawn on; none is down where no tool is on the map."""
        for button in self.tool_buttons.values():
            button.setEnabled(ready)
        if not self.tools.active:
            self.show_tool("")

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Let go of layers that are about to leave, and take the tool off the map."""
        gone = set(layer_ids)
        self.tools.forget_layers(gone)
        super().forget_layers(gone)

    def leave_layer(self) -> None:
        """Take the tool off the map."""
        self.tools.stop()

    def cleanup(self) -> None:
        """Take the tool off the map and listen no more: the plugin is being unloaded."""
        super().cleanup()
        self.tools.cleanup()
