"""The button of the check's page that checks one rule again, on the layer as it is now."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..docks.result_layers import table_uri

if TYPE_CHECKING:
    from .duty_page import DutyPage

_EARLIER = ("FINDINGS", "FINDING_POINTS", "SUMMARY")


@dataclass(frozen=True)
class AgainTool:
    """Checks the rule in ``field`` of the current row of ``output`` again; all else stays as the last run found it.

    rule, before, left_out: the parameters that take the rule, the results of the last run, and the output that is not
    written again.
    """

    output: str
    field: str
    rule: str
    before: str
    left_out: str
    title: str = QT_TRANSLATE_NOOP("KfResources", "Check this rule again")
    tip: str = QT_TRANSLATE_NOOP("KfResources", "Check the rule of the chosen row on the layer as it is now, edits "
                                                "that are not saved yet included; the other rows stay as they are")

    def use(self, page: DutyPage) -> None:
        """Run for the rule of the current row, and choose its row again."""
        row, last = page.results.current(self.output), page.result
        if row is None or last is None:
            return
        rule = row[self.field]
        # layers that are in the project need not be opened: QGIS 3.22 may come to a standstill where two threads open
        # one file, and the panel reads the same layers in the background
        layers = {name: page.result_layer(name) for name in _EARLIER}
        before = [table_uri(last.package, name.lower()) if layer is None else layer.id()
                  for name, layer in layers.items()]
        page.run_with({self.rule: rule, self.before: before, self.left_out: None},
                      lambda: page.results.choose(self.output, self.field, rule))
