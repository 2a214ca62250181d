"""Reading land-survey parcels: fields found by their codes and aliases, classes known by system and code."""
from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Callable

import numpy as np

from ..rules.codes import STANDARD, SURVEY, ClassSystemUnclear, coded_classes
from ..rules.farmland import KCXS_STEPS
from ..rules.survey_years import SurveyYears, survey_years
from ..rules.text import SHOWN, clean, cleaned, coded, numbers, some
from ..rules.unit_levels import code_at
from .errors import PlannerError
from .many_faults import told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.codes import ClassInfo, ClassSystems
    from ..rules.findings import Finding
    from ..rules.rule_rows import RuleBook
    from .reading import PolygonTable

LAND_SURVEYS = (SURVEY, STANDARD)
_COUNTY_DIGITS = 6
_TENTH_OF_LAST = 1e-5


@dataclass(frozen=True)
class LandFields:
    """The names the layer itself gives to the fields a job needs; None where it has no such field."""

    code: str
    name: str | None = None
    unit: str | None = None
    deduction: str | None = None
    grade: str | None = None
    declared: str | None = None
    parcel: str | None = None
    year: str | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    """Further fields that only some jobs read, by a key of the job's own."""

    @property
    def of_class(self) -> LandFields:
        """Return the fields by which classes are understood."""
        return LandFields(self.code, name=self.name, year=self.year)

    def present(self) -> list[str]:
        """Return the field names to read."""
        every = (self.code, self.name, self.unit, self.deduction, self.grade, self.declared, self.parcel, self.year,
                 *self.more.values())
        return sorted({field for field in every if field})


@dataclass(frozen=True)
class LandSurvey:
    """Survey parcels as arrays, each of shape (parcels,) unless said otherwise.

    codes: cleaned class codes once each, object (codes,); code_of: int64 position in ``codes``;
    infos: what the class system says of each code, None for a code it does not know;
    kind: int8 index into ``rules.codes.KINDS``, −1 for land that is not cultivated;
    location: object, the location unit code, '' where missing or shorter than a county's; county: its first six
    digits, '' where these are a city's;
    deduction, declared_m2: float64, NaN for NULL; grade: float64, NaN where missing or off the scale of utilisation
    grades; grade_read: as the layer has it.
    ``bad`` lists rows per field whose text is no number; year_share: of all parcels that have to bear the year of the
    survey; ``role`` is that of the layer, by which findings name it.
    """

    table: PolygonTable
    fields: LandFields
    system: str
    codes: np.ndarray
    code_of: np.ndarray
    infos: tuple[ClassInfo | None, ...]
    kind: np.ndarray
    location: np.ndarray
    county: np.ndarray
    deduction: np.ndarray
    grade: np.ndarray
    grade_read: np.ndarray
    declared_m2: np.ndarray
    bad: Mapping[str, np.ndarray]
    year_share: float
    role: str = "land"

    @property
    def classless(self) -> np.ndarray:
        """Bool (parcels,): whose class is empty or unknown to the system."""
        return np.array([info is None for info in self.infos], dtype=bool)[self.code_of]

    def take(self, rows: np.ndarray) -> LandSurvey:
        """Return the parcels of some rows, in their order."""
        position = {int(row): place for place, row in enumerate(rows)}
        bad = {field: np.array([position[row] for row in listed.tolist() if row in position], dtype=np.int64)
               for field, listed in self.bad.items()}
        return replace(
            self, table=self.table.take(rows), code_of=self.code_of[rows], kind=self.kind[rows],
            location=self.location[rows], county=self.county[rows], deduction=self.deduction[rows],
            grade=self.grade[rows], grade_read=self.grade_read[rows], declared_m2=self.declared_m2[rows],
            bad=bad)

    @cached_property
    def years(self) -> SurveyYears:
        """Return the year that the survey is of, and which others its parcels bear."""
        return survey_years(self.table.columns[self.fields.year] if self.fields.year else None, self.year_share)

    @cached_property
    def parcels(self) -> np.ndarray:
        """Return what each parcel is called, object: BSM, or ``#`` and the feature id."""
        return _parcel_ids(self.table, self.fields.parcel)


@dataclass(frozen=True)
class _Codes:
    """Cleaned values of a table's field of classes, once each, and the codes that the class map makes of them.

    value_of: int64 (rows,); unmapped: bool (values,) not in the map; code_of_value: int64 (values,).
    """

    values: np.ndarray
    value_of: np.ndarray
    unmapped: np.ndarray
    codes: np.ndarray
    code_of_value: np.ndarray

    @classmethod
    def of(cls, table: PolygonTable, field: str, class_map: Mapping[str, str]) -> _Codes:
        """Return the codes of a table."""
        values, value_of = coded(table.columns[field])
        unmapped = np.array([bool(value) and value not in class_map for value in values.tolist()], dtype=bool)
        mapped = np.array([class_map.get(value, value) for value in values.tolist()], dtype=object)
        return cls(values, value_of, unmapped, *coded_classes(mapped))


def interpret_land(table: PolygonTable, fields: LandFields, class_map: Mapping[str, str], system: str,
                   systems: ClassSystems, book: RuleBook, role: str = "land", *,
                   every: PolygonTable | None = None) -> tuple[LandSurvey, list[Finding]]:
    """Return the parcels of a table with classes, units and numbers understood.

    ``class_map`` maps cleaned values to survey codes; ``system`` is a class system or 'auto'. ``every``: where the
    table holds a part of its layer, all values that the fields of classes have in the layer, by which is decided what
    they mean. Raises PlannerError when it is unclear what the codes mean, or when they are planning classes.
    """
    findings: list[Finding] = []
    read, layer = _Codes.of(table, fields.code, class_map), table if every is None else every
    known = read if every is None else _Codes.of(every, fields.code, class_map)
    chosen = _chosen_system(layer, fields, known.unmapped[known.value_of], system, systems, book,
                            with_map=bool(class_map))
    if class_map:
        findings += _map_findings(layer, fields, known.values, known.unmapped, book, role)
    present = known.codes.tolist()
    if not any(code.startswith("0") and systems.info(chosen, code) is not None for code in present):
        _refuse_lost_zeros(layer, fields, present, chosen, systems, book)
    codes, code_of = read.codes, read.code_of_value[read.value_of]
    infos = tuple(systems.info(chosen, code) if code else None for code in codes.tolist())
    kinds = systems.columns(chosen, codes.tolist()).kind
    bad: dict[str, np.ndarray] = {}
    location, county = _locations(table, fields.unit)
    grade = _numbers(table, fields.grade, bad)
    survey = LandSurvey(
        table=table, fields=fields, system=chosen, codes=codes, code_of=code_of, infos=infos,
        kind=kinds[code_of] if len(codes) else np.empty(0, dtype=np.int8),
        location=location, county=county,
        deduction=_numbers(table, fields.deduction, bad), grade=_on_scale(grade, book), grade_read=grade,
        declared_m2=_numbers(table, fields.declared, bad), bad=bad,
        year_share=year_share(book), role=role)
    # what the map translated has its code from the map: its name says nothing of that
    findings += _contradicting_names(table, fields, survey, read.unmapped[read.value_of], systems, book)
    return survey, findings


def year_share(book: RuleBook) -> float:
    """Return how much of a survey's parcels have to bear its year."""
    return float(book.threshold("land.year_strays", "min_share_of_total"))


def _chosen_system(table: PolygonTable, fields: LandFields, unmapped: np.ndarray, system: str, systems: ClassSystems,
                   book: RuleBook, *, with_map: bool) -> str:
    """Return the class system of a layer; codes that the map does not translate must be the survey's too.

    ``unmapped`` bool (parcels,). Raises PlannerError when it is unclear what they mean.
    """
    if system in LAND_SURVEYS:
        return system
    if system != "auto":
        if not with_map or unmapped.any():
            raise _planning(table, fields, system, systems, book)
        return SURVEY
    if not with_map:
        return _decide(table, fields, np.ones(len(table), dtype=bool), systems, book)
    if unmapped.any():
        # codes that no system knows can be no other system's; each is a finding
        with suppress(_NoSystem):
            _decide(table, fields, unmapped, systems, book)
    return SURVEY


def _map_findings(table: PolygonTable, fields: LandFields, values: np.ndarray, unmapped: np.ndarray,
                  book: RuleBook, role: str) -> list[Finding]:
    """Return which values the class map translated, and which it left."""
    used = sorted(value for value, left in zip(values.tolist(), unmapped.tolist()) if value and not left)
    rest = sorted(values[unmapped].tolist())
    about: dict[str, Any] = {"role": role, "layer": table.name, "field": fields.code}
    found = [book.finding("land.class_mapped", count=len(used), values=used, **about) if used
             else book.finding("land.class_map_unused", **about)]
    if rest:
        found.append(book.finding("land.class_unmapped", count=len(rest), values=some(rest), **about))
    return found


def _on_scale(grade: np.ndarray, book: RuleBook) -> np.ndarray:
    """Return grades with NaN for what is no utilisation grade: it is taken as missing."""
    first, last = (int(book.threshold("land.grade_range", key)) for key in ("first", "last"))
    with np.errstate(invalid="ignore"):
        return np.where((grade >= first) & (grade <= last) & (np.floor(grade) == grade), grade, np.nan)


class _NoSystem(PlannerError):
    """No class system knows a single code of the layer."""


def _decide(table: PolygonTable, fields: LandFields, rows: np.ndarray, systems: ClassSystems, book: RuleBook) -> str:
    """Return the land-survey system of the codes in some rows (bool mask); raises PlannerError."""
    def column(field: str | None) -> np.ndarray | None:
        return table.columns[field][rows] if field else None

    codes = table.columns[fields.code][rows]
    candidates: tuple[str, ...]
    try:
        candidates = (systems.decide_system(codes, column(fields.name), column(fields.year)),)
    except ClassSystemUnclear as unclear:
        candidates = tuple(unclear.candidates)
        if not candidates:
            raise _no_system(table, fields, unclear.codes, systems, book) from unclear
    if len(candidates) == 1 and candidates[0] in LAND_SURVEYS:
        return candidates[0]
    raise _unclear(table, fields, candidates, systems, book)


def _no_system(table: PolygonTable, fields: LandFields, codes: tuple[str, ...], systems: ClassSystems,
               book: RuleBook) -> PlannerError:
    """Return why no system knows the codes; raises another PlannerError where their leading zero was lost."""
    _refuse_lost_zeros(table, fields, codes, SURVEY, systems, book)
    return _NoSystem(str(_unclear(table, fields, (), systems, book)))


def _refuse_lost_zeros(table: PolygonTable, fields: LandFields, codes: Sequence[str], system: str,
                       systems: ClassSystems, book: RuleBook) -> None:
    """Raise PlannerError where codes lack a leading zero: all cultivated land would be of unknown class."""
    short = [code for code in codes if code and systems.info(system, code) is None
             and systems.info(system, f"0{code}") is not None][:SHOWN]
    if short:
        raise _spoken("land.class_zero_lost", table, fields, book, values=short,
                      codes=[f"0{code}" for code in short])


def _unclear(table: PolygonTable, fields: LandFields, candidates: tuple[str, ...], systems: ClassSystems,
             book: RuleBook) -> PlannerError:
    names = [_titled(system, systems, book) for system in candidates]
    return _spoken("land.class_system_unclear", table, fields, book, candidates=names)


def _planning(table: PolygonTable, fields: LandFields, system: str, systems: ClassSystems,
              book: RuleBook) -> PlannerError:
    return _spoken("land.class_system_planning", table, fields, book, system=_titled(system, systems, book))


def _titled(system: str, systems: ClassSystems, book: RuleBook) -> str:
    return f"{systems.title(system, book.language)} – {system}"


def _spoken(rule: str, table: PolygonTable, fields: LandFields, book: RuleBook, **values: object) -> PlannerError:
    """Return what a rule says of the layer's field of classes, and what to do."""
    about = {"layer": table.name, "field": fields.code, **values}
    return PlannerError(f"{book.message(rule, **about)} {book.remedy(rule, **about)}")


def _contradicting_names(table: PolygonTable, fields: LandFields, survey: LandSurvey, rows: np.ndarray,
                         systems: ClassSystems, book: RuleBook) -> list[Finding]:
    """Return a finding for each pair of code and name in some rows that the class system does not know as one."""
    if fields.name is None or not rows.any():
        return []
    names, name_of = coded(table.columns[fields.name])
    pairs, counts = np.unique((survey.code_of * len(names) + name_of)[rows], return_counts=True)
    found = []
    for pair, count in zip(pairs.tolist(), counts.tolist()):
        code, name = survey.codes[pair // len(names)], names[pair % len(names)]
        if not systems.name_fits(survey.system, code, name):
            info = systems.info(survey.system, code)
            found.append(book.finding(
                "land.class_name_mismatch", role=survey.role, place=f"{code} {name}", layer=table.name,
                field=fields.name, value=code, name=name, count=count,
                expected=info.name(book.language) if info else "",
                system=systems.title(survey.system, book.language)))
    return found


def _numbers(table: PolygonTable, field: str | None, bad: dict[str, np.ndarray]) -> np.ndarray:
    if field is None:
        return np.full(len(table.fids), np.nan)
    parsed, wrong = numbers(table.columns[field])
    bad[field] = wrong
    return parsed


def _locations(table: PolygonTable, field: str | None) -> tuple[np.ndarray, np.ndarray]:
    """Return location unit codes and their counties, '' where missing or shorter than a county's."""
    if field is None or not len(table.fids):
        nowhere = np.full(len(table.fids), "", dtype=object)
        return nowhere, nowhere
    codes, code_of = coded(table.columns[field])
    whole = np.array([code if len(code) >= _COUNTY_DIGITS else "" for code in codes.tolist()], dtype=object)
    counties = np.array([code_at(code, "county") for code in whole.tolist()], dtype=object)
    return whole[code_of], counties[code_of]


def _parcel_ids(table: PolygonTable, field: str | None) -> np.ndarray:
    ids = np.full(len(table.fids), "", dtype=object)
    if field is not None:
        ids[:] = cleaned(table.columns[field].tolist())
    nameless = np.flatnonzero(ids == "")
    ids[nameless] = [f"#{fid}" for fid in table.fids[nameless].tolist()]
    return ids


def survey_findings(survey: LandSurvey, book: RuleBook) -> list[Finding]:
    """Return what is wrong with classes, coefficients and numbers of these parcels (pass the touched ones)."""
    table, fields = survey.table, survey.fields
    used = usable_deduction(survey)
    found: list[Finding] = []

    def add(rule: str, rows: np.ndarray, field: str | None, value: Callable[[int], object]) -> None:
        def finding(row: int) -> Finding:
            return book.finding(
                rule, subject_id=str(survey.parcels[row]), role=survey.role, source_fid=int(table.fids[row]),
                wkb=table.wkb[row], layer=table.name, field=field, value=value(row), fid=int(table.fids[row]),
                used=float(used[row]))

        found.extend(told(survey, rows, finding, book))

    def code(row: int) -> object:
        return survey.codes[survey.code_of[row]]

    def text(field: str, row: int) -> object:
        return clean(table.columns[field][row])

    def coefficient(row: int) -> object:
        return float(survey.deduction[row])

    for rule, strange in (("land.class_unknown", survey.codes != ""), ("land.class_empty", survey.codes == "")):
        add(rule, np.flatnonzero(survey.classless & strange[survey.code_of]), fields.code, code)
    rules = {fields.deduction: "land.deduction_not_number"}
    for name, rows in survey.bad.items():
        add(rules.get(name, "field.not_number"), rows, name, partial(text, name))
    out_of_range = ~np.isnan(survey.deduction) & ((survey.deduction < 0) | (survey.deduction >= 1))
    add("land.deduction_range", np.flatnonzero(out_of_range), fields.deduction, coefficient)
    longer = (survey.kind >= 0) & ~out_of_range & (np.abs(np.nan_to_num(survey.deduction) - used) > _TENTH_OF_LAST)
    add("land.deduction_decimals", np.flatnonzero(longer), fields.deduction, coefficient)
    elsewhere = (survey.kind < 0) & (np.nan_to_num(survey.deduction) > 0) & ~out_of_range
    add("land.deduction_not_cultivated", np.flatnonzero(elsewhere), fields.deduction, coefficient)
    return found


def usable_deduction(survey: LandSurvey) -> np.ndarray:
    """Return KCXS as float64 (parcels,), rounded to the standard's four decimals, half-up.

    0 where it is NULL, no number or outside 0 … 1; all but NULL are findings.
    """
    value = np.nan_to_num(survey.deduction)
    # a millionth of the last digit: 0.12345 is held as 0.123449999…
    rounded = np.minimum(np.floor(value * KCXS_STEPS + 0.5 + 1e-6), KCXS_STEPS - 1) / KCXS_STEPS
    return np.where((value >= 0) & (value < 1), rounded, 0.0)


def far_off(declared: np.ndarray, computed: np.ndarray, most: float) -> np.ndarray:
    """Tell where an area is declared and one computed, and they are off one another by more than ``most`` of this."""
    return np.asarray(~np.isnan(declared) & (computed > 0) & ~plausible(declared, computed, most))


def plausible(declared: np.ndarray, computed: np.ndarray, most: float) -> np.ndarray:
    """Tell where a declared area can be the parcel's: above 0 and off the computed one by at most ``most`` of it."""
    with np.errstate(invalid="ignore"):
        return (declared > 0) & (computed > 0) & (np.abs(declared - computed) <= most * computed)
