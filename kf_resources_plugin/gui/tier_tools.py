"""Tools on the map that draw, reshape and split the lines of a site, and what is asked and said about it."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis
from qgis.PyQt.QtWidgets import QMessageBox

from ..engine.errors import PlannerError
from ..engine.heritage_redraw import ring_area
from ..engine.rule_store import load_rule_book
from ..i18n import language, tr
from ..rules.text import listed
from ..survey.layer_command import start
from ..survey.zone_edits import ZoneEdits
from ..survey.zone_lines import ZoneLines
from .line_tools import LineTools
from .models.amounts import area_text, unit_text

if TYPE_CHECKING:
    from qgis.core import QgsGeometry, QgsVectorLayer
    from qgis.PyQt.QtWidgets import QWidget

    from ..survey.zone_edits import Plan, Site
    from .papers import Papers

_UNIT = "ha"
DRAW, ADD, RESHAPE, SPLIT = "draw", "add", "reshape", "split"
"""What a tool does: draw the outer line anew, add land to it, run a part of it elsewhere, cut the tier in parts."""


@dataclass(frozen=True)
class Task:
    """What is drawn for: one of DRAW … SPLIT, a site and one of its tiers."""

    kind: str
    site: Site
    tier: str


class TierTools(LineTools):
    """Draws on layers of lines."""

    def __init__(self, iface: Any, papers: Papers, parent: QWidget) -> None:
        super().__init__(iface, papers, parent)
        self._window = parent

    def start(self, layer: QgsVectorLayer, task: Task) -> bool:
        """Put the tool for a task on the map; say why there is none, and return False, where the layer refuses."""
        self.stop()
        try:
            self._edits(layer)  # refuses a layer whose lines cannot be edited
            start(layer)
        except PlannerError as error:
            self._refuse(str(error))
            return False
        self.put(layer, lambda line: self.take(layer, task, line), ring=task.kind in {DRAW, ADD})
        return True

    @staticmethod
    def _edits(layer: QgsVectorLayer) -> ZoneEdits:
        return ZoneEdits(ZoneLines(layer, load_rule_book(date.today(), language())))

    def take(self, layer: QgsVectorLayer, task: Task, line: QgsGeometry) -> None:
        """Plan what a line that was drawn (in the CRS of the layer) changes, ask where lines in force move, and do it.
        """
        try:
            edits = self._edits(layer)
            plan = _planned(edits, task, line)
            if plan.published() and not self._agreed(edits, plan):
                return
            edits.do(plan)
        except PlannerError as error:
            self._refuse(str(error))
            return
        self._say(edits, plan, task.tier)
        self.edited.emit()

    def _say(self, edits: ZoneEdits, plan: Plan, tier: str) -> None:
        """Say in one line what became of the tier that was drawn, and of all that changed where more is asked."""
        told = {code: tr("{before} → {after} {unit}").format(before=area_text(before, _UNIT), unit=unit_text(_UNIT),
                                                             after=area_text(after, _UNIT))
                for code, (before, after) in _areas(plan).items()}
        every = [tr("{tier}: {areas}").format(tier=edits.lines.tier_name(code), areas=told[code]) for code in told]
        self._papers.tell(plan.title, tr("{areas}; not saved yet").format(areas=told.get(tier, every[0])),
                          Qgis.MessageLevel.Success, more="\n".join(every) if len(every) > 1 else "")

    def _refuse(self, reason: str) -> None:
        self._papers.tell(tr("Lines of tiers"), reason, Qgis.MessageLevel.Warning)

    def _agreed(self, edits: ZoneEdits, plan: Plan) -> bool:
        """Ask before a published line moves; the safe answer is the default."""
        moved: dict[str, float] = {}
        for change in plan.published():
            moved[change.tier] = moved.get(change.tier, 0.0) + change.moved_m2
        told = [tr("{tier} ({area})").format(tier=edits.lines.tier_name(tier), area=_area(land))
                for tier, land in moved.items()]  # not summed up: what one loses another gains
        box = QMessageBox(QMessageBox.Icon.Warning, plan.title, tr(
            "These lines are published: {tiers}; in brackets the land that each gains or loses.\n\nA line that is "
            "changed is marked provisional; what was declared stays beside it.").format(
                tiers=listed(told, language())), parent=self._window)
        accept = box.addButton(tr("Change them"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(tr("Leave them"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        agreed = box.clickedButton() is accept
        box.deleteLater()
        return agreed


def _planned(edits: ZoneEdits, task: Task, line: QgsGeometry) -> Plan:
    if task.kind == RESHAPE:
        return edits.reshape(task.site, task.tier, line)
    if task.kind == SPLIT:
        return edits.split(task.site, task.tier, line)
    return edits.draw(task.site, task.tier, ring_area(line), add=task.kind == ADD)


def _areas(plan: Plan) -> dict[str, tuple[float, float]]:
    """Return the areas of every tier that changes, before and after, in m²."""
    areas: dict[str, tuple[float, float]] = {}
    for change in plan.changes:
        before, after = areas.get(change.tier, (0.0, 0.0))
        areas[change.tier] = before + change.before_m2, after + change.after_m2
    return areas


def _area(square_metres: float) -> str:
    return f"{area_text(square_metres, 'm2')} {unit_text('m2')}"
