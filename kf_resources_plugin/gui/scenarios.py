"""Scenarios of the floodplain's zoning: runs that the planner keeps under a name, listed in the project."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsVectorLayer

from ..cartography.styles import apply_aliases, apply_style
from ..engine.roles import NO_ROLE, write_role
from .docks.result_layers import table_uri
from .duties.duty_result import read_result

if TYPE_CHECKING:
    from qgis.core import QgsProject

    from .duties.duty_result import DutyResult
    from .project_state import ProjectState

_KEY = "scenarios"
_PROPERTY = "kf/scenario"
_STYLE = "floodplain_zones"


@dataclass(frozen=True)
class Scenario:
    """A run of kf:floodplainzoning: what the planner calls it, and the folder with its results."""

    name: str
    folder: Path

    def result(self) -> DutyResult | None:
        """Return what the run left, None where its files are gone."""
        return read_result(self.folder)

    def areas(self) -> dict[str, float] | None:
        """Return the area of each zone in m², None where the files are gone."""
        result = self.result()
        if result is None:
            return None
        found: dict[str, float] = {}
        for row in result.rows("SUMMARY"):
            zone = str(row.get("zone") or "")
            found[zone] = found.get(zone, 0.0) + float(row.get("area_m2") or 0.0)
        return found


class Scenarios:
    """The list in a project, in the order they were kept."""

    def __init__(self, project: QgsProject, state: ProjectState) -> None:
        self._project, self._state = project, state
        self._kept: list[Scenario] = []

    def all(self) -> list[Scenario]:
        """Return the scenarios."""
        return list(self._kept)

    def read(self) -> None:
        """Take the list from the project as it is now; what somebody else wrote among them is left out.

        Folders are relative to the project file, which is another by the time the project is saved elsewhere.
        """
        kept = self._state.read(_KEY, [])
        self._kept = [Scenario(one["name"], Path(self._project.readPath(one["folder"])))
                for one in (kept if isinstance(kept, list) else [])
                if isinstance(one, dict) and all(isinstance(one.get(key), str) for key in ("name", "folder"))]

    def keep(self, name: str, folder: Path) -> None:
        """Keep a run under a name; the run that had the name gives it up, its files stay."""
        self._write([*(one for one in self.all() if name != one.name), Scenario(name, folder)])

    def drop(self, name: str) -> None:
        """Take a run out of the list; its files stay."""
        self._write([one for one in self.all() if one.name != name])

    def write_again(self) -> None:
        """Write the folders relative to where the project is saved now."""
        self._write(self.all())

    def _write(self, scenarios: list[Scenario]) -> None:
        self._kept = scenarios
        self._state.write(_KEY, [{"name": one.name, "folder": self._project.writePath(str(one.folder))}
                                 for one in scenarios])

    def layer(self, scenario: Scenario) -> QgsVectorLayer | None:
        """Return the zones of a scenario as a layer of the project, added now if need be; None without its files."""
        result = scenario.result()
        if result is None:
            return None
        found = [layer for layer in self._project.mapLayers().values()
                 if layer.isValid() and layer.customProperty(_PROPERTY) == str(scenario.folder)]
        if found:
            return found[0]
        layer = QgsVectorLayer(table_uri(result.package, "zones"), scenario.name, "ogr")
        if not layer.isValid():
            return None
        apply_style(layer, _STYLE)
        apply_aliases(layer)
        layer.setCustomProperty(_PROPERTY, str(scenario.folder))
        write_role(layer, NO_ROLE)  # of several scenarios none is the zoning in force
        return self._project.addMapLayer(layer)
