"""The tables of a farmland trial as a dock shows them: read from the package the run has written."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from ...cartography.charts import BalanceBar
from ...compat import is_null
from ...i18n import tr
from ...rules.farmland_balance import INDICATORS, SCOPES, in_scope
from ...rules.units import area_decimals, convert
from ..models.amounts import area_text, mass_text, unit_text
from ..models.rows_model import AREA, FLAG, INTEGER, MASS, Column
from .result_layers import table_uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ...rules.ledger import Event

PACKAGE = "results.gpkg"
_MASS_DECIMALS = 2
_AMOUNTS = ("quantity_m2", "paddy_m2", "capacity_kg")
_SHORT = ("quantity_short_m2", "paddy_short_m2", "capacity_short_kg")

Row = dict[str, Any]


@dataclass(frozen=True)
class FarmlandResult:
    """A trial: its folder, the settings it ran with, and its tables as rows of plain values.

    settings: SCOPE, MODE, GRADE_SCALE, RULES_DATE as given to the algorithms, and LEDGER with HEAD (its event number
    and hash before the trial), '' and 0 without one.
    """

    folder: Path
    settings: Mapping[str, Any]
    summary: tuple[Row, ...]
    verdicts: tuple[Row, ...]
    allocations: tuple[Row, ...]
    account: tuple[Row, ...]
    reserve_after: tuple[Row, ...]

    @property
    def package(self) -> Path:
        """Return the file with the tables."""
        return self.folder / PACKAGE

    @property
    def passed(self) -> list[str]:
        """Return the ids of the projects that pass, in the order of judgement."""
        return [row["project_id"] for row in self.verdicts if row["passed"]]


def read_result(folder: Path, settings: Mapping[str, Any]) -> FarmlandResult | None:
    """Read the tables of a run, None where they, or the settings it ran with, are not there (any more)."""
    package = folder / PACKAGE
    if settings.get("SCOPE") not in SCOPES:
        return None
    tables = [read_table(package, name) for name in ("summary", "verdict", "allocations", "account", "reserve_after")]
    if tables[0] is None or tables[1] is None:
        return None
    return FarmlandResult(folder, dict(settings), *(tuple(rows or ()) for rows in tables))


def read_table(package: Path, table: str) -> list[Row] | None:
    """Return a table as rows of plain values (dates as date), None where the file or the table is not there."""
    if not package.is_file():
        return None
    layer = QgsVectorLayer(table_uri(package, table), table, "ogr")
    if not layer.isValid():
        return None
    names = layer.fields().names()
    return [{name: _plain(value) for name, value in zip(names, feature.attributes())}
            for feature in layer.getFeatures()]


def _plain(value: Any) -> Any:
    if is_null(value):
        return None
    return date(value.year(), value.month(), value.day()) if isinstance(value, QDate) else value


# -- tables -----------------------------------------------------------------------------------------------------------


def project_columns() -> list[Column]:
    """Return the columns of ``project_rows``."""
    return [
        Column(tr("Passes"), FLAG, alarm=True), Column(tr("Name")), Column(tr("Project")),
        Column(tr("Farmland"), AREA), Column(tr("Paddy"), AREA), Column(tr("Grain capacity"), MASS),
        Column(tr("Quantity short"), AREA, alarm=True), Column(tr("Paddy short"), AREA, alarm=True),
        Column(tr("Capacity short"), MASS, alarm=True), Column(tr("Permanent farmland"), AREA, alarm=True),
        Column(tr("Replenished first"), FLAG, alarm=True), Column(tr("Grade kept"), FLAG, alarm=True),
        Column(tr("Counties")), Column(tr("Date")), Column(tr("Written off in event"), INTEGER), Column(tr("Reasons")),
    ]


def project_rows(result: FarmlandResult, written_off: Mapping[str, int]) -> list[list[Any]]:
    """Return one row per project: those tried, then those written off before the trial and left out of it.

    written_off: event by project id.
    """
    permanent = _sums(result.summary, "project_id", "permanent_m2")
    rows = []
    for row in result.verdicts:
        key = row["project_id"]
        rows.append([
            _flag(row["passed"]), row.get("project_name"), key, *(row.get(name) for name in _AMOUNTS),
            *(row.get(name) for name in _SHORT), permanent.get(key), _flag(row.get("replenished_first")),
            _flag(row.get("grade_kept")), row.get("unit_codes"), _day(row.get("demand_date")), written_off.get(key),
            row.get("reasons")])
    tried = {row["project_id"] for row in result.verdicts}
    left_out = [row for row in result.summary if row["project_id"] not in tried]
    amounts = {name: _sums(left_out, "project_id", name) for name in ("farmland_m2", "paddy_m2", "capacity_kg")}
    for key in dict.fromkeys(row["project_id"] for row in left_out):
        of_project = [row for row in left_out if row["project_id"] == key]
        rows.append([
            None, of_project[0].get("project_name"), key, *(amounts[name][key] for name in amounts), None, None, None,
            permanent.get(key), None, None, ",".join(sorted({str(row["unit_code"] or "") for row in of_project})),
            _day(of_project[0].get("demand_date")), written_off.get(key), None])
    return rows


def county_columns() -> list[Column]:
    """Return the columns of ``county_rows``."""
    titles = ((tr("Quantity in reserve"), tr("Quantity demanded"), tr("Quantity short"), tr("Quantity left")),
              (tr("Paddy in reserve"), tr("Paddy demanded"), tr("Paddy short"), tr("Paddy left")),
              (tr("Capacity in reserve"), tr("Capacity demanded"), tr("Capacity short"), tr("Capacity left")))
    columns = [Column(tr("County"))]
    for kind, (before, demanded, short, after) in zip((AREA, AREA, MASS), titles):
        columns += [Column(before, kind), Column(demanded, kind), Column(short, kind, alarm=True), Column(after, kind)]
    return columns


def county_rows(result: FarmlandResult) -> list[list[Any]]:
    """Return one row per county: its own reserve before and after the trial, what its projects take and lack."""
    counties: dict[str, dict[str, Row]] = {}
    for row in result.account:
        counties.setdefault(row["unit_code"] or "", {})[row["indicator"]] = row
    rows = []
    for code, of_county in sorted(counties.items()):
        cells: list[Any] = [next(iter(of_county.values())).get("unit_name") or code]
        for indicator in INDICATORS:
            row = of_county.get(indicator, {})
            cells += [row.get(f"{name}_amount") for name in ("before", "demanded", "short", "after")]
        rows.append(cells)
    return rows


def entry_columns() -> list[Column]:
    """Return the columns of ``entry_rows``."""
    return [Column(tr("Project")), Column(tr("Unit code")), Column(tr("Entry")), Column(tr("Quantity"), AREA),
            Column(tr("Paddy"), AREA), Column(tr("Grain capacity"), MASS)]


def entry_rows(result: FarmlandResult) -> list[list[Any]]:
    """Return what each project takes from each entry, in the order of judgement: one row per project, unit, entry."""
    taken: dict[tuple[str, str, str], dict[str, float]] = {}
    for row in result.allocations:
        key = (row["project_id"], row.get("unit_code") or "", row["entry_id"])
        taken.setdefault(key, {})[row["indicator"]] = row["amount"]
    return [[*key, *(amounts.get(indicator) for indicator in INDICATORS)] for key, amounts in taken.items()]


def event_rows(event: Event) -> list[list[Any]]:
    """Return what an event added to entries less what it took, under ``entry_columns``."""
    lines: dict[tuple[str, str, str], dict[str, float]] = {}
    for line in event.amounts:
        amounts = lines.setdefault((line.project_id, line.unit_code, line.entry_id), {})
        amounts[line.indicator] = amounts.get(line.indicator, 0.0) + line.amount / 100
    return [[*key, *(amounts.get(indicator) for indicator in INDICATORS)] for key, amounts in lines.items()]


def totals_text(rows: Sequence[Sequence[Any]]) -> str:
    """Return the sum of rows under ``entry_columns`` with its units."""
    quantity, paddy, capacity = (round(sum(row[column] or 0.0 for row in rows), 2) for column in (3, 4, 5))
    return tr("Together: {quantity}, of it {paddy} paddy; {capacity}").format(
        quantity=_areas(quantity), paddy=_areas(paddy), capacity=f"{mass_text(capacity)} {unit_text('kg')}")


# -- figures ----------------------------------------------------------------------------------------------------------


def balance_bars(result: FarmlandResult, area_unit: str) -> list[BalanceBar]:
    """Return demand, availability and shortage of each indicator, areas in 'ha', 'mu' or 'm2'."""
    titles = (tr("Farmland quantity"), tr("Paddy"), tr("Grain capacity"))
    bars = []
    for indicator, title in enumerate(titles):
        mass = INDICATORS[indicator] == "capacity"
        demanded, held, short = (
            amount if amount is None or mass else convert(amount, area_unit)
            for amount in (_total(row.get(_AMOUNTS[indicator]) for row in result.verdicts),
                           available(result, indicator),
                           _total(row.get(_SHORT[indicator]) for row in result.verdicts)))
        bars.append(BalanceBar(title, unit_text("kg" if mass else area_unit), demanded, held, short,
                               _MASS_DECIMALS if mass else area_decimals(area_unit)))
    return bars


def available(result: FarmlandResult, indicator: int) -> float:
    """Return what the reserve held before the trial, m² or kg, in entries that could serve one of the projects.

    That is in the scope of one of its units, and from a day not after the project's.
    """
    demands = [(unit, row["demand_date"]) for row in result.verdicts
               for unit in str(row.get("unit_codes") or "").split(",")]
    given = _sums([row for row in result.allocations if row["indicator"] == INDICATORS[indicator]],
                  "entry_id", "amount")
    scope = str(result.settings["SCOPE"])
    total = 0.0
    for entry in result.reserve_after:
        day, unit = entry["available_date"], str(entry["unit_code"] or "")
        if day is not None and any(in_scope(demanding, unit, scope) and (wanted is None or day <= wanted)
                                   for demanding, wanted in demands):
            total += (entry[_AMOUNTS[indicator]] or 0.0) + (given.get(entry["entry_id"]) or 0.0)
    return round(total, 2)


def headline(result: FarmlandResult) -> list[tuple[str, str]]:
    """Return (what, figure with its units) of what a planner wants to know first."""
    failed = len(result.verdicts) - len(result.passed)
    figures = [(tr("Projects"), tr("{passed} pass, {failed} fail").format(
        passed=len(result.passed), failed=failed))]
    for title, name in ((tr("Farmland taken, projects added up"), "farmland_m2"), (tr("of it paddy"), "paddy_m2")):
        figures.append((title, _areas(_total(row.get(name) for row in result.summary))))
    mass = _total(row.get("capacity_kg") for row in result.summary)
    figures.append((tr("Grain capacity"), tr("unknown") if mass is None else f"{mass_text(mass)} {unit_text('kg')}"))
    permanent = _total(row.get("permanent_m2") for row in result.summary)
    figures.append((tr("Permanent farmland"), _areas(permanent)))
    return figures


def _areas(m2: float | None) -> str:
    if m2 is None:
        return tr("unknown")
    return tr("{ha} ha = {mu} mu").format(ha=area_text(m2, "ha"), mu=area_text(m2, "mu"))


def _total(amounts: Iterable[float | None]) -> float | None:
    """Return a sum, None where a part is unknown: it is never taken for nothing."""
    known = list(amounts)
    return None if None in known else round(sum(amount for amount in known if amount is not None), 2)


def _sums(rows: Sequence[Row], key: str, name: str) -> dict[str, float | None]:
    amounts: dict[str, list[float | None]] = {}
    for row in rows:
        amounts.setdefault(row[key], []).append(row.get(name))
    return {key: _total(values) for key, values in amounts.items()}


def _flag(value: Any) -> bool | None:
    return None if value is None else bool(value)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
