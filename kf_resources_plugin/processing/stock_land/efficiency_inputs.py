"""The inputs of kf:landefficiency: parcels as polygons or a table, economics beside or in them, level and year."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsWkbTypes

from ...engine.dates import read_date
from ...engine.errors import PlannerError
from ...engine.land_efficiency import AGREED, AMOUNTS
from ...i18n import tr
from ...rules.land_efficiency import SettingError, setting
from ...rules.text import clean
from ..inputs import spoken
from ..land_inputs import LandInputs
from ..table_rows import missing_fields

if TYPE_CHECKING:
    from ...engine.kernel import Kernel
    from ...engine.reading import PolygonTable
    from ...rules.land_efficiency import Setting
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

PARCELS, ECONOMICS = "PARCELS", "ECONOMICS"
ROLES = {PARCELS: "efficiency_parcels", ECONOMICS: "land_economics"}
SCHEMA = "land_economics"
_FIELDS = {"PARCEL_ID_FIELD": ("id", "parcel_id"), "KIND_FIELD": ("kind", "kind"), "AREA_FIELD": ("area", "ZDMJ")}
_AGREED = {f"agreed_{key}": field for key, field in AGREED.items()}
_BARE_YEAR = re.compile(r"(\d{4})年?度?", re.ASCII)
_SHOWN = 20


class EfficiencyInputs(LandInputs):
    """Inputs under the names that kf:landefficiency gives them."""

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = self.layer_problems(PARCELS) if self.has_places else self.lost_files(PARCELS)
        found += self.lost_files(ECONOMICS)
        for parameter, (key, standard) in _FIELDS.items():
            required = self.has(ECONOMICS) if key == "id" else key == "area" and not self.has_places
            found += self.missing_field(PARCELS, parameter, SCHEMA, standard, required=required)
        found += self.missing_field(ECONOMICS, "ECONOMICS_ID_FIELD", SCHEMA, "parcel_id", required=True)
        if self.given["YEAR"]:
            found += missing_fields(self, ECONOMICS, SCHEMA, ("ND",)) if self.has(ECONOMICS) else [
                tr("“{parameter}” chooses rows of “{table}”, which was not given.").format(
                    parameter=self._titles["YEAR"], table=self._titles[ECONOMICS])]
        return [*found, *(self.file_problems(self.book) or self.file_problems(self.setting))]

    @property
    def has_places(self) -> bool:
        """Tell whether the parcels are polygons."""
        return self.has(PARCELS) and self.layers[PARCELS].features.kind == QgsWkbTypes.GeometryType.PolygonGeometry

    def setting(self) -> Setting:
        """Return weights, benchmarks and classes of the level; raises PlannerError for rules that cannot be used."""
        try:
            return setting(self.given["LEVEL"], self.book())
        except SettingError as error:
            raise PlannerError(tr("Rule {rule}: “{key}” cannot be used. Weights and benchmarks are four numbers of 0 "
                                  "or more, the shares of the four classes sum to 1, the cap is above 0.").format(
                rule=error.rule_id, key=error.key)) from error

    def parcels(self, kernel: Kernel, book: RuleBook,
                progress: Progress) -> tuple[PolygonTable, dict[str, str | None]]:
        """Return (parcels, repaired where they are polygons; what they call each field). Raises PlannerError."""
        own = {key: self.field(PARCELS, parameter, SCHEMA, standard)
               for parameter, (key, standard) in _FIELDS.items()}
        own.update(self.standard_fields(PARCELS, SCHEMA, {**AMOUNTS, **_AGREED, "name": "name",
                                                          "environment": "HJDB"}))
        names = sorted({name for name in own.values() if name})
        if self.has_places:
            crs = self.layers[PARCELS].features.crs
            return self.polygons(PARCELS, ROLES[PARCELS], names, crs, kernel, book, progress), own
        table = self.read_table(PARCELS, ROLES[PARCELS], names, progress)
        if not len(table):
            self.findings.append(book.finding("input.empty_layer", role=ROLES[PARCELS], layer=table.name,
                                              place=ROLES[PARCELS]))
        return table, own

    def economics(self, book: RuleBook, progress: Progress) -> tuple[PolygonTable, dict[str, str | None]]:
        """Return (the rows of one year, what the table calls each field); raises PlannerError for a year without."""
        own = {"id": self.field(ECONOMICS, "ECONOMICS_ID_FIELD", SCHEMA, "parcel_id"),
               **self.standard_fields(ECONOMICS, SCHEMA, {**AMOUNTS, "year": "ND"})}
        table = self.read_table(ECONOMICS, ROLES[ECONOMICS], sorted({name for name in own.values() if name}), progress)
        year = own["year"]
        return (table if year is None else self._of_year(table, year, book)), own

    def _of_year(self, table: PolygonTable, field: str, book: RuleBook) -> PolygonTable:
        """Return the rows of YEAR, of the last one when omitted; rows without a year are told."""
        years = [_year(value) for value in table.columns[field].tolist()]
        lost = [int(fid) for fid, year in zip(table.fids.tolist(), years) if year is None]
        role = ROLES[ECONOMICS]
        if lost:
            self.findings.append(book.finding("efficiency.year_unusable", role=role, place=role, layer=table.name,
                                              count=len(lost), fids=lost[:_SHOWN]))
        wanted = int(self.given["YEAR"] or max((year for year in years if year is not None), default=0))
        self.resolved["YEAR"] = wanted or None
        if wanted and wanted not in years:
            raise PlannerError(spoken(book.finding("efficiency.no_year", layer=table.name, year=wanted)))
        return table.take(np.array([year == wanted for year in years], dtype=bool))


def _year(value: object) -> int | None:
    """Return a year as tables write it: 2024, 2024年, 2024-12-31; None for anything else."""
    bare = _BARE_YEAR.fullmatch(clean(value))
    if bare:
        return int(bare[1])
    day = read_date(value)
    return None if day is None else day.year
