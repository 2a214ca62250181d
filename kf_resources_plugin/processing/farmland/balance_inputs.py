"""What a trial or a commit of a write-off is given: demands, reserve entries and the terms they are judged by."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from ...engine.errors import PlannerError
from ...engine.rule_store import load_grades
from ...i18n import tr
from ...rules.farmland_balance import BY_DATE, THREE_INDEX, UNIFIED, Demand, Entry, Terms
from ...rules.text import clean
from ..inputs import Inputs
from ..table_rows import TableRows, missing_fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

_DEMAND_AMOUNTS = ("farmland_m2", "paddy_m2", "capacity_kg")
_RESERVE_AMOUNTS = ("quantity_m2", "paddy_m2", "capacity_kg")
_REQUIRED = {"DEMAND": ("project_id", "unit_code", *_DEMAND_AMOUNTS),
             "RESERVE": ("entry_id", "unit_code", "available_date", *_RESERVE_AMOUNTS)}
_SCHEMAS = {"DEMAND": "demand", "RESERVE": "reserve"}


@dataclass(frozen=True)
class Demands:
    """Demands as read, with the names of their projects by id."""

    rows: list[Demand]
    names: dict[str, str]


class BalanceInputs(Inputs):
    """Inputs under the names DEMAND, RESERVE, SCOPE, MODE, GRADE_SCALE, RULES_DATE, RULES."""

    def problems(self, *tables: str) -> list[str]:
        """Return everything about the named tables and the rules that keeps a run from starting."""
        return [*self.lost_files(*tables), *(text for name in tables
                                               for text in missing_fields(self, name, _SCHEMAS[name], _REQUIRED[name])),
                *self.file_problems(self.book)]

    def demands(self, book: RuleBook, progress: Progress) -> Demands:
        """Read DEMAND; raises PlannerError naming every row that says nothing usable."""
        rows = TableRows(self, "DEMAND", _SCHEMAS["DEMAND"], progress)
        amounts = [rows.amounts(column) for column in _DEMAND_AMOUNTS]
        grades = self._grades(rows, "DEMAND", "project_id", book)
        result: list[Demand] = []
        names: dict[str, str] = {}
        met: dict[Demand, int] = {}
        for row, key in enumerate(rows.texts("project_id")):
            if not key:
                rows.fault(row, tr("has no project id"))
            unit, day = rows.texts("unit_code")[row], rows.day(row, "demand_date")
            names[key] = rows.texts("project_name")[row] or names.get(key, "") or key
            if day is None:
                self.findings.append(book.finding("balance.date_missing", subject_id=key, subject_name=names[key],
                                                  role="demand", other_id=unit, source_fid=rows.fid(row),
                                                  day=book.date.isoformat()))
            wanted = (amounts[0][row], amounts[1][row], amounts[2][row])
            if not unit and any(amount != 0 for amount in wanted):
                self.findings.append(book.finding("balance.unit_missing", subject_id=key, subject_name=names[key],
                                                  role="demand", source_fid=rows.fid(row)))
            result.append(Demand(key, unit, day or book.date, wanted, grades[row], rows.texts("kind")[row]))
            first = met.setdefault(result[-1], row)
            if first != row:
                rows.fault(row, tr("says the same as row {first}; the land would be counted twice").format(
                    first=rows.fid(first)))
        rows.refuse_faults()
        if not result:
            self.findings.append(book.finding("input.empty_layer", role="demand", layer=self.label("DEMAND"),
                                              place="demand"))
        return Demands(result, names)

    def reserve(self, book: RuleBook, progress: Progress) -> list[Entry]:
        """Read RESERVE; raises PlannerError naming every row that cannot be an entry, and ids that stand twice."""
        rows = TableRows(self, "RESERVE", _SCHEMAS["RESERVE"], progress)
        amounts = [rows.amounts(column) for column in _RESERVE_AMOUNTS]
        grades = self._grades(rows, "RESERVE", "entry_id", book)
        result: list[Entry] = []
        met: set[str] = set()
        for row, key in enumerate(rows.texts("entry_id")):
            if not key or key in met:
                rows.fault(row, tr("has the id “{id}” of an earlier entry").format(id=key) if key
                           else tr("has no entry id"))
            met.add(key)
            day = rows.day(row, "available_date")
            if day is None:
                self.findings.append(book.finding("balance.entry_date_missing", subject_id=key, role="reserve",
                                                  source_fid=rows.fid(row)))
            # an entry without a paddy figure offers no paddy
            given = (amounts[0][row] or 0, amounts[1][row] or 0, amounts[2][row] or 0)
            result.append(Entry(key, rows.texts("unit_code")[row], day, given, grades[row]))
        rows.refuse_faults()
        return result

    def _grades(self, rows: TableRows, name: str, key: str, book: RuleBook) -> list[float | None]:
        """Return mean grades on the scale of the run; a grade of another scale is unknown and noted."""
        scale_id = str(self.given["GRADE_SCALE"])
        scale = load_grades().scales[scale_id]
        values, bad = rows.numbers("mean_grade")
        named = rows.texts("grade_scale") if "grade_scale" in rows.own else [""] * len(values)
        title = scale.title_zh if book.language == "zh" else scale.title_en
        for row in bad.tolist():
            rows.fault(row, tr("field “{field}”: “{value}” is no number").format(
                field=rows.own["mean_grade"], value=clean(rows.column("mean_grade")[row])))
        result: list[float | None] = []
        for row, value in enumerate(values.tolist()):
            fits = scale.first <= value <= scale.last and named[row] in {"", scale_id}
            result.append(value if fits else None)
            if not fits and not np.isnan(value):
                self.findings.append(book.finding(
                    "balance.grade_off_scale", subject_id=rows.texts(key)[row], role=name.lower(),
                    source_fid=rows.fid(row), layer=rows.table.name, value=f"{value:g} {named[row]}".strip(),
                    scale=title))
        return result

    def rules_of(self, book: RuleBook) -> Callable[[Demand], RuleBook]:
        """Return the rules that judge a demand: those of its own day, or those of the chosen MODE.

        Of a mode that is not in force on the day of ``book`` they are those of the nearest day on which it was.
        """
        chosen = str(self.given["MODE"])
        if chosen != BY_DATE:
            forced = book.where("balance.mode", "mode", chosen)
            return lambda _demand: forced
        on_day = cache(book.on)
        return lambda demand: on_day(demand.day)

    def terms_of(self, book: RuleBook) -> Callable[[Demand], Terms]:
        """Return the terms of a demand under its rules (``rules_of``)."""
        rules_of = self.rules_of(book)

        @cache
        def of_kind(rules: RuleBook, kind: str) -> Terms:
            mode = str(rules.threshold("balance.mode", "mode"))
            if mode not in {THREE_INDEX, UNIFIED}:
                raise PlannerError(tr("Rule balance.mode names the mode “{mode}”; it must be {modes}.").format(
                    mode=mode, modes=f"{THREE_INDEX}, {UNIFIED}"))
            exempt = ""
            if kind in rules.threshold("balance.exempt", "kinds"):
                exempt = "balance.exempt"
            elif mode == THREE_INDEX and kind in rules.threshold("balance.conversion", "kinds"):
                exempt = "balance.conversion"
            return Terms(mode, bool(rules.threshold(f"balance.{mode}", "grade_decides")), exempt)

        return lambda demand: of_kind(rules_of(demand), demand.kind)
