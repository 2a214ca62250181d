"""The inputs of kf:landswapbalance: old and new plots with their fields, the land survey, the day of the check."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.land_swap import read_plots
from ..land_inputs import LAND, LandInputs
from .area_units import area_unit_of, check_units, unknown_units

if TYPE_CHECKING:
    from datetime import date

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.land_swap import Plots
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

OLD, NEW, SCHEMA = "OLD_PLOTS", "NEW_PLOTS", "swap_plots"
ROLES = {OLD: "old_plots", NEW: "new_plots"}
FIELDS = {
    OLD: {"OLD_ID_FIELD": ("plot", "plot_id"), "OLD_PROJECT_FIELD": ("area", "project_area"),
          "OLD_APPROVED_FIELD": ("approved", "PZRQ"), "OLD_ACCEPTED_FIELD": ("accepted", "YSRQ"),
          "OLD_CULTIVATED_FIELD": ("gained", "FKGDMJ"), "OLD_GRADE_FIELD": ("grade", "GDDB")},
    NEW: {"NEW_ID_FIELD": ("plot", "plot_id"), "NEW_PROJECT_FIELD": ("area", "project_area"),
          "NEW_APPROVED_FIELD": ("approved", "PZRQ")},
}
"""By layer: what a field parameter tells, and the field of the schema it takes when it is empty."""
_PROJECT = {OLD: "OLD_PROJECT_FIELD", NEW: "NEW_PROJECT_FIELD"}


class SwapInputs(LandInputs):
    """Inputs under the names that kf:landswapbalance gives them."""

    HEADED = True

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = self.layer_problems(OLD, NEW, LAND)
        both = len(self._with_areas())
        for layer, fields in FIELDS.items():
            for parameter, (_, standard) in fields.items():
                # a project area that one layer names and the other does not would be balanced against nothing
                found += self.missing_field(layer, parameter, SCHEMA, standard,
                                            required=both == 1 and parameter == _PROJECT[layer])
        found += unknown_units(self, OLD, SCHEMA, FIELDS[OLD])
        return [*found, *self.field_problems(), *self.file_problems(self.book, self.class_map)]

    def _with_areas(self) -> list[str]:
        """Return the layers that have a field of the project area."""
        return [layer for layer, parameter in _PROJECT.items()
                if self.field(layer, parameter, SCHEMA, "project_area") is not None]

    @property
    def one_area(self) -> bool:
        """Tell whether all plots are of one project area, as no layer names any."""
        return not self._with_areas()

    def plots(self, name: str, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook, today: date,
              progress: Progress) -> Plots:
        """Return the plots of OLD_PLOTS or NEW_PLOTS, repaired, in ``crs``. Raises PlannerError."""
        own = {key: self.field(name, parameter, SCHEMA, standard)
               for parameter, (key, standard) in FIELDS[name].items()}
        table = self.polygons(name, ROLES[name], sorted({field for field in own.values() if field}), crs, kernel, book,
                              progress)
        plots = read_plots(table, ROLES[name], own, area_unit_of(self, own.get("gained")), book, today)
        self.findings.extend(plots.findings)
        if own.get("gained"):
            self.findings += check_units(self, plots.table.name, own, {"gained": plots.gained},
                                         {"gained": self.areas(crs, book, progress)(plots.table.wkb)}, book)
        return plots
