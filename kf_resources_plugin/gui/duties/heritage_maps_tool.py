"""The button of the lines page that prints what is handed in: purple lines with their points, a page for each site."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsReferencedRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...engine.roles import role_title, write_role
from ...i18n import tr
from ...rules.heritage_tiers import HISTORIC, PURPLE
from ..docks.result_layers import table_uri
from .run_maps import layers_beside, print_maps

if TYPE_CHECKING:
    from .duty_page import DutyPage
    from .duty_result import DutyResult

_ROLE = "heritage_zones"
_BESIDE = ("heritage_sites", "canal_line", "street_lines", "admin_units")
"""Roles whose layers are drawn beside the lines."""
_DRAWN = "method <> 'derived'"
_HISTORIC, _PURPLE = f"tier = '{HISTORIC}'", f"tier = '{PURPLE}'"


@dataclass(frozen=True)
class HeritageMapsTool:
    """Works on the last result of kf:heritagezones."""

    title: str = QT_TRANSLATE_NOOP("KfResources", "Maps to hand in")
    tip: str = QT_TRANSLATE_NOOP("KfResources", "Print the lines, the purple lines with their boundary points, and a "
                                                "page for each site into the folder of the run")

    def use(self, page: DutyPage) -> None:
        """Print the maps that the result has lines for, or say why there are none."""
        result, title = page.result, tr(self.title)
        if result is None or not result.count("ZONES"):
            page.papers.tell(title, tr("Run the page first: there are no lines yet."), Qgis.MessageLevel.Warning)
        else:
            print_maps(page, title, result, _maps(page, result))


def _maps(page: DutyPage, result: DutyResult) -> list[tuple[str, dict[str, Any]]]:
    """Return what each map is called and takes."""
    beside = layers_beside(page.project, _BESIDE)
    lines, points = _layer(result, "zones", _DRAWN), _layer(result, "boundary_points", "")
    historic, purple = _layer(result, "zones", _HISTORIC), _layer(result, "zones", _PURPLE)
    # united lines by themselves: in one sum with those they are made of, land would count twice
    every = [layer for layer in (historic, purple, lines) if layer.featureCount()]
    for layer, role in ((historic, "historic_lines"), (purple, "purple_lines")):
        layer.setName(role_title(role))
        write_role(layer, role)
    found: list[tuple[str, dict[str, Any]]] = [(tr("Historic protection map"), {
        "THEME": "heritage", "LAYERS": [*beside, *every], "EXTENT": _extent(every[-1])})]
    if purple.featureCount():
        found.append((tr("Purple line map"), {"THEME": "purple_line_points", "LAYERS": [*beside, purple],
                                              "POINTS": _layer(result, "boundary_points", _PURPLE),
                                              "EXTENT": _extent(purple)}))
    if lines.featureCount():
        found.append((tr("Maps of sites"), {"THEME": "site_lines", "LAYERS": [*beside, lines], "POINTS": points}))
    return found


def _layer(result: DutyResult, table: str, subset: str) -> QgsVectorLayer:
    """Return a table of the result in the role of its kind, narrowed to some of its rows."""
    layer = QgsVectorLayer(table_uri(result.package, table), tr("Boundary points"), "ogr")
    layer.setSubsetString(subset)
    if table == "zones":
        layer.setName(role_title(_ROLE))
        write_role(layer, _ROLE)
    return layer


def _extent(lines: QgsVectorLayer) -> QgsReferencedRectangle:
    """Return where lines lie: what is drawn beside them may be as wide as the city."""
    return QgsReferencedRectangle(lines.extent(), lines.crs())
