"""What is to be said of registers of stock land, and where they and the layers contradict one another."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ...engine.land_survey import far_off
from ...engine.stock_parts import APPROVALS, BUILT, EXPROPRIATIONS, SUPPLIES, begun_later, done
from ...rules.idle_supply import Fault
from ...rules.stock_status import CLASSES, UNDETERMINED, unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ...engine.stock_parts import StockParts, StockStatus
    from ...engine.stock_register import Register
    from ...rules.areas import Bools, Floats, Ints
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

_OWN = {APPROVALS: ("approved", "approved_m2"), EXPROPRIATIONS: ("expropriated", "expropriated_m2"),
        SUPPLIES: ("supplied", "supplied_m2")}
_ASK_EVERY = 1_000
_Item = TypeVar("_Item")
_UNKNOWN = "stock.development_unknown"


def register_findings(registers: Mapping[str, Register], book: RuleBook, progress: Progress) -> list[Finding]:
    """Return which values cannot be used, and which ids stand twice. Raises Canceled."""
    faulty = [(role, row, fault) for role, register in registers.items()
              for row, faults in enumerate(register.faults) for fault in faults]
    return [*(_told(role, registers[role], row, fault, book) for role, row, fault in asked(faulty, progress)),
            *(finding for role, register in registers.items() if role != BUILT
              for finding in _twice(role, register, book))]


def asked(items: Sequence[_Item], progress: Progress) -> Iterator[_Item]:
    """Yield items and ask between some of them whether the run was cancelled; raises Canceled."""
    for number, item in enumerate(items):
        if number % _ASK_EVERY == 0:
            progress.check()
        yield item


def _twice(role: str, register: Register, book: RuleBook) -> list[Finding]:
    """Return which ids several rows of a layer have."""
    return [book.finding("stock.id_twice", subject_id=parcel, role=role, place=role, layer=register.table.name,
                         count=count)
            for parcel, count in Counter(filter(None, register.texts["parcel"])).items() if count > 1]


def ledger_findings(register: Register, faults: Sequence[tuple[int, Fault]], own: Mapping[str, str | None],
                    book: RuleBook, progress: Progress) -> list[Finding]:
    """Return what keeps one from judging plots by their register; own: what it calls its fields.

    A field that is not there is told once, not of every plot. Raises Canceled.
    """
    untold = [] if own["developed_m2"] or own["to_develop_m2"] else [
        fault for _, fault in faults if fault.rule_id == _UNKNOWN]
    found = [_told(APPROVALS, register, row, fault, book) for row, fault in asked(faults, progress)
             if not untold or fault.rule_id != _UNKNOWN]
    if untold:
        found.append(book.finding("stock.development_untold", role=APPROVALS, place="developed_m2",
                                  layer=register.table.name, count=len(untold), **untold[0].values))
    return found


def drawn_findings(register: Register, drawn: Floats, field: str, book: RuleBook) -> list[Finding]:
    """Return whose area stated counts though its shape has another; drawn: float64 (rows,) m²."""
    stated = np.array([np.nan if plot.approved_m2 is None else plot.approved_m2 / 100 for plot in register.plots])
    most = float(book.threshold("stock.drawn_differs", "max_share_of_total"))
    return [_told(APPROVALS, register, row, Fault("stock.drawn_differs", {
        "field": field, "declared_m2": float(stated[row]), "drawn_m2": float(drawn[row]),
        "limit": f"{most:.0%}"}), book)
        for row in np.flatnonzero(far_off(stated, drawn, most)).tolist()]


def overlay_findings(parts: StockParts, status: StockStatus, registers: Mapping[str, Register],
                     names: Mapping[str, Mapping[str, str | None]], today: date, book: RuleBook) -> list[Finding]:
    """Return what layers and registers say against one another, of each row."""
    found: list[Finding] = []
    approved = done(parts, registers, APPROVALS, today)
    for role, register in registers.items():
        for row, fault in _of_layer(role, register, parts, names[role], approved, book):
            found.append(_told(role, register, row, fault, book))
    for row, fault in _denied(parts, registers, names, today):
        found.append(_told(APPROVALS, registers[APPROVALS], row, fault, book))
    for row, fault in _works(parts, status, registers, names, today, book):
        holder = SUPPLIES if SUPPLIES in registers else APPROVALS
        found.append(_told(holder, registers[holder], row, fault, book))
    return found


def _told(role: str, register: Register, row: int, fault: Fault, book: RuleBook) -> Finding:
    values: dict[str, Any] = dict(fault.values)
    return book.finding(fault.rule_id, subject_id=register.called(row),
                        subject_name=register.texts["project"][row], role=role,
                        source_fid=int(register.table.fids[row]), wkb=register.table.wkb[row],
                        place=f"{values.get('field', '')} {values.get('other', '')}",
                        area_m2=values.pop("area_m2", None), **values)


def _of_layer(role: str, register: Register, parts: StockParts, names: Mapping[str, str | None], approved: Bools,
              book: RuleBook) -> Iterator[tuple[int, Fault]]:
    """Yield parts that do not close, rows that overlap, areas and days that do not fit, of one layer."""
    least = int(book.threshold("stock.overlap", "min_area_m2")) * 100
    for row in np.flatnonzero(parts.shared[role] >= least).tolist():
        yield row, Fault("stock.overlap", {"layer": register.table.name, "area_m2": int(parts.shared[role][row]) / 100})
    off, may = parts.residual[role], parts.tolerance[role]
    for row in np.flatnonzero(np.abs(off) > may).tolist():
        yield row, Fault("closure.residual", {"residual_m2": float(off[row]), "tolerance_m2": float(may[row])})
    if role not in _OWN:
        return
    if role != APPROVALS:
        beyond = _sums(parts, role, ~approved, len(register.plots))
        for row in np.flatnonzero(beyond >= least).tolist():
            yield row, Fault("stock.unapproved", {"area_m2": int(beyond[row]) / 100})
    day, amount = _OWN[role]
    limit = float(book.threshold("stock.area_differs", "max_share_of_total"))
    for row, plot in enumerate(register.plots):
        drawn = float(parts.drawn[role][row])
        if drawn > 0 and getattr(plot, day) is None:
            yield row, Fault("stock.day_missing", {"field": names[day] or day, "layer": register.table.name})
        stated = getattr(plot, amount)
        if drawn > 0 and stated is not None and abs(stated / 100 - drawn) > limit * drawn:
            yield row, Fault("stock.area_differs", {"field": names[amount], "declared_m2": stated / 100,
                                                    "drawn_m2": drawn, "limit": f"{limit:.0%}"})


def _denied(parts: StockParts, registers: Mapping[str, Register],
            names: Mapping[str, Mapping[str, str | None]], today: date) -> Iterator[tuple[int, Fault]]:
    """Yield approvals whose register knows a later step that the layer of the step does not show."""
    for role in (EXPROPRIATIONS, SUPPLIES):
        if role not in registers:
            continue
        name = _OWN[role][0]
        there = _sums(parts, APPROVALS, done(parts, registers, role, today), len(registers[APPROVALS].plots))
        for row, plot in enumerate(registers[APPROVALS].plots):
            if plot.reached(name, today) and not there[row] and parts.drawn[APPROVALS][row] > 0:
                yield row, Fault("stock.overlay_denies", {
                    "field": names[APPROVALS][name], "value": getattr(plot, name),
                    "layer": registers[role].table.name})


def _works(parts: StockParts, status: StockStatus, registers: Mapping[str, Register],
           names: Mapping[str, Mapping[str, str | None]], today: date, book: RuleBook) -> Iterator[tuple[int, Fault]]:
    """Yield where recorded starts and built land contradict, starts before the supply, and works nobody measured."""
    holder = SUPPLIES if SUPPLIES in registers else APPROVALS
    plots = registers[holder].plots
    supplied = done(parts, registers, SUPPLIES, today)
    built = _sums(parts, holder, parts.inside(BUILT) & supplied & ~begun_later(parts, registers, today), len(plots))
    undetermined = np.zeros(len(parts.area), dtype=bool)
    undetermined[status.source[status.kind == CLASSES.index(UNDETERMINED)]] = True
    unknown = _sums(parts, holder, undetermined, len(plots))
    least = {rule: int(book.threshold(rule, "min_area_m2")) * 100
             for rule in ("stock.started_unbuilt", "stock.built_unstarted")}
    for row, plot in enumerate(plots):
        started = plot.reached("started", today)
        bare = parts.drawn[holder][row] > 0 and built[row] < least["stock.started_unbuilt"]
        if BUILT in registers and started and bare:
            yield row, Fault("stock.started_unbuilt", {"value": plot.started})
        if not started and built[row] >= least["stock.built_unstarted"]:
            yield row, Fault("stock.built_unstarted", {"area_m2": int(built[row]) / 100})
        if started and plot.supplied is not None and plot.started is not None and plot.started < plot.supplied:
            yield row, Fault("stock.used_early", {"value": plot.started, "supplied": plot.supplied})
        if unknown[row] and started and unfinished(plot) is None:
            yield row, Fault("stock.development_unknown", {"field": names[holder]["developed_m2"] or "KFMJ",
                                                           "other": names[holder]["to_develop_m2"] or "YKFMJ"})


def _sums(parts: StockParts, layer: str, chosen: Any, rows: int) -> Ints:
    """Return the area of chosen parts by row of a layer, int64 hundredths of m²."""
    mine = chosen & (parts.row[layer] >= 0)
    sums = np.zeros(rows, dtype=np.int64)
    np.add.at(sums, parts.row[layer][mine], parts.area[mine])
    return sums
