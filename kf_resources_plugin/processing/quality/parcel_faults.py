"""Land-survey parcels: classes, deduction, slope, declared areas, smallest parcels, control areas of villages."""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.errors import PlannerError
from ...engine.land_survey import LandFields, interpret_land, survey_findings
from ...engine.reading import PolygonTable
from ...engine.rule_store import load_class_systems
from ...engine.wkb import as_wkb_array
from ...rules.codes import SURVEY
from ...rules.grouping import grouped
from ...rules.parcel_values import ParcelValues, parcel_faults, smallest_areas
from ...rules.text import clean, numbers, some

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...engine.land_survey import LandSurvey
    from ...engine.reading import FeatureTable
    from ...rules.areas import Floats
    from ...rules.parcel_values import ParcelFault
    from .faults import Faults

CLASS = "DLBM"
PLANTING = ("ZZSXDM", "GDZZSXDM")
"""The planting attribute, and what permanent farmland calls it."""
_ALSO = dict([PLANTING])
_NUMBERS, _TEXTS = ("TBMJ", "KCXS", "KCMJ", "TBDLMJ"), ("KCDLBM", "GDLX", "GDPDJB", "ZZSXDM")
_SUMS = ("check.deducted_area", "check.class_area")
_VILLAGE_DIGITS = 12
_AREA, _LOCATION = "TBMJ", "ZLDWDM"
_CONSTRUCTION, _AGRICULTURAL = "J", "N"


def read_survey(faults: Faults, own: Mapping[str, str], class_system: str, *, told: bool) -> LandSurvey | None:
    """Return the parcels with their classes, None where it is not clear what the codes mean, which is told.

    told: whether faults of classes and coefficients are.
    """
    table, book = _as_parcels(faults.layer.table), faults.book
    fields = LandFields(code=own[CLASS], name=own.get("DLMC"), unit=own.get(_LOCATION), deduction=own.get("KCXS"),
                        grade=own.get("GDDB"), declared=own.get(_AREA), parcel=own.get("BSM"), year=own.get("SJNF"))
    systems = load_class_systems()
    for system in dict.fromkeys((class_system, SURVEY)):  # codes no system has alone are the survey's, most likely
        try:
            survey, found = interpret_land(table, fields, {}, system, systems, book, faults.layer.role)
        except PlannerError as error:
            reason = str(error)
            continue
        if told:
            faults.take([*found, *survey_findings(survey, book)])
        return survey
    faults.one("check.classes_unclear", field=own[CLASS], reason=reason)
    return None


def _as_parcels(table: FeatureTable) -> PolygonTable:
    """Return a table of points, lines or nothing as one of parcels without shapes."""
    if isinstance(table, PolygonTable):
        return table
    return PolygonTable(table.name, table.crs, table.fids, as_wkb_array([b""] * len(table)),
                        np.full((len(table), 4), np.nan), table.columns)


def value_faults(faults: Faults, survey: LandSurvey, own: Mapping[str, str]) -> None:
    """Tell which attributes of parcels contradict one another."""
    book, table = faults.book, survey.table
    columns = {name: table.columns[own[key]] for name in (*_NUMBERS, *_TEXTS)
               for key in (name, _ALSO.get(name, name)) if key in own}
    values = ParcelValues(
        survey.kind >= 0, ~survey.classless,
        {name: numbers(columns[name])[0] for name in _NUMBERS if name in columns},
        {name: np.array([clean(value) for value in columns[name].tolist()], dtype=object)
         for name in _TEXTS if name in columns})
    off = {rule: float(book.threshold(rule, "max_offset_m2")) for rule in _SUMS}
    for fault in parcel_faults(values, str(book.threshold("check.deduction_code", "code")), off):
        faults.add(fault.rule, fault.rows, partial(_told, fault, values, own), about=fault.field)


def _told(fault: ParcelFault, values: ParcelValues, own: Mapping[str, str], row: int) -> dict[str, Any]:
    expected = {} if fault.expected is None else {"expected": f"{fault.expected[row]:.2f}"}
    return {"field": own.get(fault.field, fault.field), "value": _stated(values, fault.field, row),
            "other": _stated(values, fault.other, row), **expected}


def _stated(values: ParcelValues, name: str, row: int) -> str:
    if name in values.numbers:
        value = float(values.numbers[name][row])
        return "" if np.isnan(value) else f"{value:.10g}"
    return str(values.texts[name][row]) if name in values.texts else ""


def declared_faults(faults: Faults, own: Mapping[str, str], computed: Floats) -> None:
    """Tell which declared areas are not those of their shapes; computed: float64 (rows,) m²."""
    rule, book = "check.area_differs", faults.book
    name = next((name for name in book.threshold(rule, "fields") if name in own), None)
    if name is None:
        return
    stated, _ = numbers(faults.layer.table.columns[own[name]])
    apart = np.abs(stated - computed)
    most = np.maximum(float(book.threshold(rule, "max_offset_m2")),
                      computed * float(book.threshold(rule, "max_share_of_total")))
    with np.errstate(invalid="ignore"):
        rows = np.flatnonzero((apart > most) & (computed > 0)).astype(np.int64)
    faults.add(rule, rows, lambda row: {
        "field": own[name], "value": f"{stated[row]:.2f}", "computed_m2": float(computed[row]),
        "offset_m2": float(apart[row])}, about=name)


def small_parcels(faults: Faults, survey: LandSurvey, computed: Floats) -> None:
    """Tell which parcels are smaller than the smallest that the survey draws; computed: float64 (parcels,) m²."""
    rule, book = "check.small_parcel", faults.book
    construction, agricultural = (np.array([info is not None and info.major == major for info in survey.infos],
                                           dtype=bool)[survey.code_of] for major in (_CONSTRUCTION, _AGRICULTURAL))
    limits = [float(book.threshold(rule, key))
              for key in ("min_construction_m2", "min_agricultural_m2", "min_other_m2")]
    least = smallest_areas(construction, agricultural, (limits[0], limits[1], limits[2]))
    rows = np.flatnonzero((computed < least) & (computed > 0) & ~survey.classless).astype(np.int64)
    faults.add(rule, rows, lambda row: {"least_m2": float(least[row])}, area_m2=computed[rows])


def control_faults(faults: Faults, own: Mapping[str, str], control: tuple[PolygonTable, str, str]) -> None:
    """Tell whose parcels do not sum to their control area, and which units have none."""
    if _AREA not in own or _LOCATION not in own:
        return
    controls, unit_field, area_field = control
    wanted = _sums(controls.columns[unit_field].tolist(), numbers(controls.columns[area_field])[0])
    table = faults.layer.table
    sums = _sums(table.columns[own[_LOCATION]].tolist(), numbers(table.columns[own[_AREA]])[0])
    most = round(float(faults.book.threshold("check.control_area", "max_offset_m2")) * 100)
    for unit, wanted_cents in sorted(wanted.items()):
        have = sums.get(unit, 0)
        if abs(have - wanted_cents) > most:
            faults.one("check.control_area", f"unit {unit}", subject_id=unit, value=unit, sum_m2=have / 100,
                       control_m2=wanted_cents / 100, offset_m2=(have - wanted_cents) / 100)
    missing = sorted(unit for unit in sums if unit and unit not in wanted)
    if missing:
        faults.one("check.control_missing", control=controls.name, count=len(missing), values=some(missing))


def _sums(codes: list[Any], areas: Floats) -> dict[str, int]:
    """Return the sums of areas by village in hundredths of m²."""
    villages = np.array([clean(code)[:_VILLAGE_DIGITS] for code in codes])
    names, place = np.unique(villages, return_inverse=True)
    cents = np.rint(np.nan_to_num(areas) * 100.0)
    return {str(names[group]): int(cents[rows].sum()) for group, rows in grouped(
        place.reshape(-1).astype(np.int64), np.arange(len(codes)))}
