"""Land and the economics of those who use it: parcels as polygons or a table, economics beside or in them, a year."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsWkbTypes

from ...engine.dates import read_date
from ...engine.errors import PlannerError
from ...engine.land_efficiency import (
    AGREED,
    AMOUNTS,
    added,
    agreed_values,
    kept_environment,
    per_land,
    read_amounts,
    repeated,
    strangers,
    subjects_of,
    unreadable,
    without_id,
)
from ...engine.land_survey import far_off
from ...engine.partition import self_overlaps
from ...i18n import tr
from ...rules.head_units import split_head
from ...rules.land_efficiency import ENTERPRISE, SettingError, setting
from ...rules.text import clean, some
from ..land_inputs import LandInputs
from ..refusals import spoken
from ..table_rows import missing_fields
from .area_units import check_units, small_areas, units_of, unknown_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...engine.kernel import Kernel
    from ...engine.land_efficiency import Subjects
    from ...engine.reading import FeatureTable, PolygonTable
    from ...rules.areas import Bools, Floats
    from ...rules.findings import Finding
    from ...rules.land_efficiency import Setting
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

PARCELS, ECONOMICS = "PARCELS", "ECONOMICS"
ROLES = {PARCELS: "efficiency_parcels", ECONOMICS: "land_economics"}
SCHEMA = "land_economics"
_FIELDS = {"PARCEL_ID_FIELD": ("id", "parcel_id"), "KIND_FIELD": ("kind", "kind"), "AREA_FIELD": ("area", "ZDMJ")}
_AGREED = {f"agreed_{key}": field for key, field in AGREED.items()}
_AREAS = ("area",)
"""What AREA_UNIT is about: floors are in m² wherever land is in mu, unless their head says otherwise."""
_BARE_YEAR = re.compile(r"(\d{4})年?度?", re.ASCII)


@dataclass(frozen=True)
class RatedLand:
    """Parcels, and what those who use them make of them.

    own: what the table calls each field. owners: whose each parcel is, by id. parcel_area: float64 (parcels,) m² as
    declared, else measured; area: of subjects. amounts: of subjects, as ``AMOUNTS``; of_parcels: those of the parcels
    themselves, None where a table tells of subjects only, the one called told_by.
    """

    table: PolygonTable
    own: Mapping[str, str | None]
    placed: bool
    subjects: Subjects
    owners: list[str]
    parcel_area: Floats
    area: Floats
    amounts: Mapping[str, Floats]
    of_parcels: Mapping[str, Floats] | None
    told_by: str

    def texts(self, key: str) -> list[str]:
        """Return a field of the parcels as texts, '' for none."""
        return texts_of(self.table, self.own[key])

    def values(self, level: str) -> Floats:
        """Return the indicators of subjects, float64 (subjects, indicators)."""
        return per_land(self.amounts, self.area, level)

    def parcel_values(self, level: str) -> Floats:
        """Return the indicators of parcels, of their subject where nothing tells of them, (parcels, indicators)."""
        if self.of_parcels is None:
            return self.values(level)[self.subjects.of_parcel]
        return per_land(self.of_parcels, self.parcel_area, level)


class EconomicsInputs(LandInputs):
    """Inputs under the names that algorithms over the economics of land give them."""

    HEADED = True

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = self.layer_problems(PARCELS) if self.has_places else self.lost_files(PARCELS)
        found += self.lost_files(ECONOMICS)
        for parameter, (key, standard) in _FIELDS.items():
            required = self.has(ECONOMICS) if key == "id" else key == "area" and not self.has_places
            found += self.missing_field(PARCELS, parameter, SCHEMA, standard, required=required)
        found += [*unknown_units(self, PARCELS, SCHEMA, _FIELDS), *unknown_units(self, ECONOMICS, SCHEMA, {})]
        found += self.missing_field(ECONOMICS, "ECONOMICS_ID_FIELD", SCHEMA, "parcel_id", required=True)
        if self.given["YEAR"]:
            found += missing_fields(self, ECONOMICS, SCHEMA, ("ND",)) if self.has(ECONOMICS) else [
                tr("“{parameter}” chooses rows of “{table}”, which was not given.").format(
                    parameter=self._titles["YEAR"], table=self._titles[ECONOMICS])]
        level = self.given.get("LEVEL", ENTERPRISE)
        return [*found, *(self.file_problems(self.book) or self.file_problems(partial(self.setting, level)))]

    @property
    def has_places(self) -> bool:
        """Tell whether the parcels are polygons."""
        return self.has(PARCELS) and self.layers[PARCELS].features.kind == QgsWkbTypes.GeometryType.PolygonGeometry

    def land(self, kernel: Kernel, book: RuleBook, progress: Progress,
             more: Mapping[str, str] | None = None) -> RatedLand:
        """Return the parcels with the amounts of their subjects, and ``more`` fields by key. Raises PlannerError."""
        table, own = self._parcels(more or {}, kernel, book, progress.part(0.0, 0.5))
        ids, role = texts_of(table, own["id"]), ROLES[PARCELS]
        subjects = subjects_of(ids, table.fids.tolist())
        owners = [subjects.ids[row] for row in subjects.of_parcel.tolist()]
        self.findings += [*without_id(ids, table, role, book), *repeated(ids, table.name, role, book)]
        parcel_area = self._areas(table, own, owners, book, progress.part(0.5, 0.6))
        if self.has_places:
            self._tell_overlaps(table, kernel, book, progress.part(0.6, 0.7))
        amounts, of_parcels, told_by = self._amounts(table, own, owners, subjects, book, progress.part(0.7, 1.0))
        progress.check()
        return RatedLand(table, own, self.has_places, subjects, owners, parcel_area,
                         added(parcel_area, subjects.of_parcel, len(subjects.ids)), amounts, of_parcels, told_by)

    def setting(self, level: str) -> Setting:
        """Return weights, benchmarks and classes of a level; raises PlannerError for rules that cannot be used."""
        try:
            return setting(level, self.book())
        except SettingError as error:
            raise PlannerError(tr("Rule {rule}: “{key}” cannot be used. Weights and benchmarks are four numbers of 0 "
                                  "or more, the shares of the four classes sum to 1, the cap is above 0.").format(
                rule=error.rule_id, key=error.key)) from error

    def amounts(self, table: FeatureTable, own: Mapping[str, str | None], keys: Sequence[str], owners: Sequence[str],
                role: str, book: RuleBook, *, above_zero: bool = False) -> tuple[dict[str, Floats], list[Finding]]:
        """Return amounts as ``read_amounts``, in the units that their fields state or the user says."""
        return read_amounts(table, own, keys, owners, role, book, units=units_of(self, own, _AREAS),
                            above_zero=above_zero)

    def agreed(self, land: RatedLand, book: RuleBook) -> tuple[Floats, Bools]:
        """Return (what was agreed for parcels, as ``per_land``; of which it could not be read)."""
        fields = {key: land.own[f"agreed_{key}"] for key in AGREED}
        columns, told = read_amounts(land.table, fields, list(AGREED), land.owners, ROLES[PARCELS], book)
        self.findings += told
        return agreed_values(columns, len(land.table)), unreadable(land.table, fields, columns)

    def environment(self, land: RatedLand, book: RuleBook) -> tuple[list[bool | None], Bools]:
        """Return (whether parcels keep their environmental standard, None for unknown; of which it is unclear)."""
        kept, unclear, told = kept_environment(land.table, land.own["environment"], land.owners, ROLES[PARCELS], book)
        self.findings += told
        return kept, unclear

    def _parcels(self, more: Mapping[str, str], kernel: Kernel, book: RuleBook,
                 progress: Progress) -> tuple[PolygonTable, dict[str, str | None]]:
        """Return (parcels, repaired where they are polygons; what they call each field)."""
        own = {key: self.field(PARCELS, parameter, SCHEMA, standard)
               for parameter, (key, standard) in _FIELDS.items()}
        own.update(self.standard_fields(PARCELS, SCHEMA, {**AMOUNTS, **_AGREED, "name": "name",
                                                          "environment": "HJDB", **more}))
        names = sorted({name for name in own.values() if name})
        if self.has_places:
            crs = self.layers[PARCELS].features.crs
            return self.polygons(PARCELS, ROLES[PARCELS], names, crs, kernel, book, progress), own
        return self.rows(PARCELS, ROLES[PARCELS], names, book, progress), own

    def rows(self, name: str, role: str, fields: list[str], book: RuleBook, progress: Progress) -> PolygonTable:
        """Return the rows of a table; that it has none is told."""
        table = self.read_table(name, role, fields, progress)
        if not len(table):
            self.tell_empty(name, role, book)
        return table

    def _tell_overlaps(self, table: PolygonTable, kernel: Kernel, book: RuleBook, progress: Progress) -> None:
        """Tell which parcels share land, which every sum counts twice."""
        one, other, wkb = self_overlaps(table, kernel, progress)
        shared = self.areas(table.crs, book, progress)(wkb)
        real = shared >= float(book.threshold("land.overlap", "min_area_m2"))
        if real.any():
            rows = np.unique(np.r_[one[real], other[real]])
            self.findings.append(book.finding(
                "efficiency.overlap", role=ROLES[PARCELS], place="overlap", layer=table.name, count=int(real.sum()),
                area_m2=float(shared[real].sum()), fids=some(table.fids[rows].tolist())))

    def _areas(self, table: PolygonTable, own: Mapping[str, str | None], owners: list[str], book: RuleBook,
               progress: Progress) -> Floats:
        """Return the area of parcels in m²: as declared, else measured; NaN where neither is known."""
        columns, told = self.amounts(table, own, ["area"], owners, ROLES[PARCELS], book, above_zero=True)
        self.findings += told
        area = columns["area"]
        drawn = self.areas(table.crs, book, progress)(table.wkb) if self.has_places else None
        self.findings += check_units(self, table.name, own, columns, {} if drawn is None else {"area": drawn}, book)
        if drawn is None:
            return area
        most = float(book.threshold("efficiency.area_differs", "max_share_of_total"))
        self.findings += [book.finding(
            "efficiency.area_differs", subject_id=owners[row], role=ROLES[PARCELS], source_fid=int(table.fids[row]),
            wkb=table.wkb[row], place=f"#{table.fids[row]}", field=own["area"], declared_m2=float(area[row]),
            drawn_m2=float(drawn[row]), limit=f"{most:.0%}")
            for row in np.flatnonzero(far_off(area, drawn, most)).tolist()]
        area = np.where(np.isnan(area), drawn, area)
        return np.where(area > 0, area, np.nan)

    def _amounts(self, table: PolygonTable, own: Mapping[str, str | None], owners: list[str], subjects: Subjects,
                 book: RuleBook, progress: Progress) -> tuple[dict[str, Floats], dict[str, Floats] | None, str]:
        """Return (amounts of subjects, of parcels, who tells): economics, where given, tell nothing of each parcel."""
        role, owner, own_rows = ROLES[PARCELS], subjects.of_parcel, not self.has(ECONOMICS)
        if not own_rows:
            role = ROLES[ECONOMICS]
            table, own = self._economics(book, progress)
            owners = texts_of(table, own["id"])
            place = {name: row for row, name in enumerate(subjects.ids)}
            owner = np.array([place.get(name, -1) for name in owners], dtype=np.int64)
            self.findings += [*strangers(owners, place, table, role, book),
                              *repeated([name for name in owners if name in place], table.name, role, book)]
        columns, told = self.amounts(table, own, list(AMOUNTS), owners, role, book)
        self.findings += [*told, *small_areas(table.name, own["floor_area"], split_head(own["floor_area"] or "")[1],
                                             columns["floor_area"], book, "efficiency.floor_small")]
        return ({key: added(column, owner, len(subjects.ids)) for key, column in columns.items()},
                columns if own_rows else None, table.name)

    def _economics(self, book: RuleBook, progress: Progress) -> tuple[PolygonTable, dict[str, str | None]]:
        """Return (the rows of one year, what the table calls each field); raises PlannerError for a year without."""
        own = {"id": self.field(ECONOMICS, "ECONOMICS_ID_FIELD", SCHEMA, "parcel_id"),
               **self.standard_fields(ECONOMICS, SCHEMA, {**AMOUNTS, "year": "ND"})}
        table = self.rows(ECONOMICS, ROLES[ECONOMICS], sorted({name for name in own.values() if name}), book, progress)
        year = own["year"]
        return (table if year is None else self._of_year(table, year, book)), own

    def _of_year(self, table: PolygonTable, field: str, book: RuleBook) -> PolygonTable:
        """Return the rows of YEAR, of the last one when omitted; rows without a year are told."""
        years = [year_of(value) for value in table.columns[field].tolist()]
        lost = [int(fid) for fid, year in zip(table.fids.tolist(), years) if year is None]
        role = ROLES[ECONOMICS]
        if lost:
            self.findings.append(book.finding("efficiency.year_unusable", role=role, place=role, layer=table.name,
                                              count=len(lost), fids=some(lost)))
        wanted = int(self.given["YEAR"] or max((year for year in years if year is not None), default=0))
        self.resolved["YEAR"] = wanted or None
        if wanted and wanted not in years:
            raise PlannerError(spoken(book.finding("efficiency.no_year", layer=table.name, year=wanted)))
        return table.take(np.array([year == wanted for year in years], dtype=bool))


def texts_of(table: PolygonTable, field: str | None) -> list[str]:
    """Return a column as clean texts, '' everywhere where the table has no such field."""
    return [""] * len(table) if field is None else [clean(value) for value in table.columns[field].tolist()]


def year_of(value: object) -> int | None:
    """Return a year as tables write it: 2024, 2024年, 2024-12-31; None for anything else."""
    bare = _BARE_YEAR.fullmatch(clean(value))
    if bare:
        return int(bare[1])
    day = read_date(value)
    return None if day is None else day.year
