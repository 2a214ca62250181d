"""From the parameters of kf:idleland to a verdict on each supply: read, judged on the day, placed in units, told."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ...engine.idle_land import read_supplies
from ...engine.kernel import pick_kernel
from ...engine.land_survey import far_off
from ...i18n import tr
from ...rules.idle_land import judge
from ...rules.idle_supply import known_on, later_days
from ...rules.text import clean, some
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .area_units import check_units, units_of
from .idle_inputs import AREAS, ROLE, IdleInputs
from .parcel_units import parcel_units

if TYPE_CHECKING:
    from ...engine.admin_units import Unit
    from ...engine.reading import PolygonTable
    from ...rules.areas import Floats
    from ...rules.findings import Finding
    from ...rules.idle_land import Verdict
    from ...rules.idle_supply import Supply
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

_TEXTS = ("project", "contract", "use")


@dataclass(frozen=True)
class IdleResult(RunResult):
    """Everything a run found out, before anything is written.

    supplies: as they were on the day. area_m2: declared, else measured, NaN for neither. texts: project, contract and
    use by supply.
    """

    today: date
    table: PolygonTable
    placed: bool
    supplies: list[Supply]
    verdicts: list[Verdict]
    area_m2: Floats
    units: list[Unit]
    texts: dict[str, list[str]]


class IdleJob(InputsJob[IdleInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = IdleInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> IdleResult:
        """Read and judge; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        today = inputs.today()
        table, own = inputs.supplies(kernel, book, progress.part(0.0, 0.4))
        texts = {key: _texts(table, own[key]) for key in ("parcel", "unit", "unit_name", *_TEXTS)}
        parcels = [text or f"#{fid}" for text, fid in zip(texts["parcel"], table.fids.tolist())]
        supplies, unreadable, area = read_supplies(table, own, units_of(inputs, own, AREAS), parcels, book,
                                                   progress)
        names = {**_titles(), **{key: name for key, name in own.items() if name}}
        verdicts, then, known = [], [], date.today()
        for row, (supply, faults) in enumerate(zip(supplies, unreadable)):
            if row % 1000 == 0:
                progress.check()
            verdicts.append(judge(supply, faults, names, book, today, known))
            then.append(known_on(supply, today))
        progress.check()
        unlike: list[Finding] = []
        drawn = inputs.areas(table.crs, book, progress)(table.wkb) if inputs.has_places else None
        unlike += check_units(inputs, table.name, own, {"area": area, **_areas(supplies)},
                              {} if drawn is None else {"area": drawn}, book)
        if drawn is not None:
            unlike += _unlike(table, supplies, own["area"], area, drawn, book)
            area = np.where(np.isnan(area), drawn, area)
        places = [code or name for code, name in zip(texts["unit"], texts["unit_name"])]
        units = parcel_units(inputs, table, inputs.has_places, places, kernel, book, progress.part(0.5, 0.9))
        found = [*_day(supplies, today, known, book), *_ids(table, texts["parcel"], book), *unlike,
                 *_told(table, supplies, verdicts, texts["project"], book, progress), *_without_unit(units, book)]
        progress.check()
        outcome = inputs.outcome(found, book, kernel, progress)
        progress.check()
        progress.set(1.0)
        return IdleResult(**outcome, today=today, table=table,
                          placed=inputs.has_places, supplies=then,
                          verdicts=verdicts, area_m2=area, units=units, texts={key: texts[key] for key in _TEXTS})


def _areas(supplies: list[Supply]) -> dict[str, Floats]:
    """Return the other areas of supplies in m², float64 (supplies,), NaN for none."""
    return {key: np.array([np.nan if amount is None else float(amount) for amount in (
        getattr(supply, key) for supply in supplies)], dtype=np.float64) for key in AREAS[1:]}


def _texts(table: PolygonTable, field: str | None) -> list[str]:
    return [""] * len(table) if field is None else [clean(value) for value in table.columns[field].tolist()]


def _titles() -> dict[str, str]:
    """Return what the dates of a supply are called where the layer has no field for them."""
    return {"supplied": tr("supplied on"), "agreed": tr("start agreed for"), "started": tr("started on"),
            "suspended": tr("suspended on"), "noticed": tr("notice of"), "determined": tr("determined on")}


def _day(supplies: list[Supply], today: date, known: date, book: RuleBook) -> list[Finding]:
    """Return that the day has not come yet, or how many supplies have days after it."""
    if today > known:
        return [book.finding("idle.day_ahead", role=ROLE, place="day", day=today, value=known)]
    count = sum(any(day <= known for day in later_days(supply, today).values()) for supply in supplies)
    return [book.finding("idle.later", role=ROLE, place="day", count=count, day=today)] if count else []


def _ids(table: PolygonTable, parcels: list[str], book: RuleBook) -> list[Finding]:
    """Return which supplies have no id, or that of another."""
    found = []
    nameless = [fid for parcel, fid in zip(parcels, table.fids.tolist()) if not parcel]
    if nameless:
        found.append(book.finding("idle.id_missing", role=ROLE, place=ROLE, layer=table.name, count=len(nameless),
                                  fids=some(nameless)))
    return [*found, *(book.finding("idle.id_twice", subject_id=parcel, role=ROLE, count=count)
                      for parcel, count in Counter(parcels).items() if parcel and count > 1)]


def _told(table: PolygonTable, supplies: list[Supply], verdicts: list[Verdict], projects: list[str],
          book: RuleBook, progress: Progress) -> list[Finding]:
    """Return what is to be said of single supplies. Raises Canceled."""
    found = []
    for row, (supply, verdict) in enumerate(zip(supplies, verdicts)):
        if row % 1000 == 0:
            progress.check()
        found += [book.finding(fault.rule_id, subject_id=supply.parcel, subject_name=projects[row], role=ROLE,
                               source_fid=int(table.fids[row]), wkb=table.wkb[row],
                               place=f"{fault.values.get('field', '')} {fault.values.get('other', '')}",
                               **fault.values) for fault in verdict.faults]
    return found


def _unlike(table: PolygonTable, supplies: list[Supply], field: str | None, declared: Floats, drawn: Floats,
            book: RuleBook) -> list[Finding]:
    """Return whose declared area counts though its shape has another; declared, drawn: float64 (supplies,) m²."""
    most = float(book.threshold("idle.area_differs", "max_share_of_total"))
    return [book.finding("idle.area_differs", subject_id=supplies[row].parcel, role=ROLE,
                         source_fid=int(table.fids[row]), wkb=table.wkb[row], place="area", field=field,
                         declared_m2=float(declared[row]), drawn_m2=float(drawn[row]), limit=f"{most:.0%}")
            for row in np.flatnonzero(far_off(declared, drawn, most)).tolist()]


def _without_unit(units: list[Unit], book: RuleBook) -> list[Finding]:
    count = sum(not unit.code and not unit.name for unit in units)
    return [book.finding("idle.unit_missing", role=ROLE, place="unit", count=count)] if count else []
