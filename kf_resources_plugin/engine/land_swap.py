"""Old and new plots of project areas: what the layers say of each, what the land survey shows there, sums by area."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from ..rules.farmland import mean_grades, piece_figures
from ..rules.head_units import in_base
from ..rules.land_swap import RETURN, UNSURVEYED, SwapAccount
from ..rules.periods import deadline_of
from ..rules.text import clean, numbers
from ..rules.units import LARGEST_AMOUNT, hundredths
from .dates import read_date
from .land_survey import usable_deduction
from .occupation_figures import of_parcels, parts_of_parcels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..rules.areas import Floats, Ints
    from ..rules.findings import Finding
    from ..rules.rule_rows import RuleBook
    from .land_survey import LandSurvey
    from .occupation import CutResult, Measured
    from .reading import PolygonTable

UNKNOWN = -1


@dataclass(frozen=True)
class Plots:
    """Plots of one layer in the order of their ids and shapes.

    own: what the layer calls its fields, None for those it lacks. areas: project areas, '' for none. approved,
    accepted: days, None for none that can be used. gained: float64 (plots,) declared m², grade: float64 (plots,); NaN
    for none.
    """

    table: PolygonTable
    role: str
    own: Mapping[str, str | None]
    ids: list[str]
    areas: list[str]
    approved: list[date | None]
    accepted: list[date | None]
    gained: Floats
    grade: Floats
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class PlotLand:
    """What lies on plots, each place with one plot alone; int64 (plots,) hundredths of m².

    area: all of it; cultivated: net; outside: on no parcel. grade: float64 (plots,), mean of the cultivated land.
    """

    area: Ints
    cultivated: Ints
    outside: Ints
    grade: Floats


def read_plots(table: PolygonTable, role: str, own: Mapping[str, str | None], unit: str, book: RuleBook,
               today: date) -> Plots:
    """Return the plots of a layer and what of their values cannot be used on ``today``.

    unit: that of the cultivated land they declare (``rules.head_units``), m² where it is ''.
    """
    texts = _texts(table, own.get("plot"))
    order = np.array(sorted(range(len(table)), key=lambda row: (texts[row], table.wkb[row], table.fids[row])),
                     dtype=np.int64)
    table = table.take(order)
    ids = [texts[row] or f"#{fid}" for row, fid in zip(order.tolist(), table.fids.tolist())]
    found: list[Finding] = []

    def say(rule: str, row: int, **values: Any) -> None:
        found.append(book.finding(rule, subject_id=ids[row], role=role, source_fid=int(table.fids[row]),
                                  wkb=table.wkb[row], layer=table.name, **values))

    scale = (float(book.threshold("land.grade_range", "first")), float(book.threshold("land.grade_range", "last")))
    within = (date.fromisoformat(book.threshold("swap.date_unlikely", "earliest_date")), today)
    return Plots(
        table, role, own, ids, _texts(table, own.get("area")), _days(table, own.get("approved"), within, say),
        _days(table, own.get("accepted"), within, say),
        _amounts(table, own.get("gained"), (0.0, LARGEST_AMOUNT), scale, say, float(in_base(unit))),
        _amounts(table, own.get("grade"), scale, scale, say), [*found, *_twice(table, role, ids, book)])


def _texts(table: PolygonTable, name: str | None) -> list[str]:
    return [""] * len(table) if name is None else [clean(value) for value in table.columns[name].tolist()]


def _days(table: PolygonTable, name: str | None, within: tuple[date, date],
          say: Callable[..., None]) -> list[date | None]:
    """Return days; what is none, stands in tables for none, or lies ahead is told and taken as empty."""
    days: list[date | None] = [None] * len(table)
    for row, value in enumerate([] if name is None else table.columns[name].tolist()):
        day = read_date(value)
        if day is None and clean(value):
            say("swap.date_unreadable", row, field=name, value=clean(value))
        elif day is not None and day < within[0]:
            say("swap.date_unlikely", row, field=name, value=day)
        elif day is not None and day > within[1]:
            say("swap.date_future", row, field=name, value=day, day=within[1])
        else:
            days[row] = day
    return days


def _amounts(table: PolygonTable, name: str | None, within: tuple[float, float], scale: tuple[float, float],
             say: Callable[..., None], factor: float = 1.0) -> Floats:
    """Return numbers times ``factor`` within limits, NaN for others, which are told."""
    if name is None:
        return np.full(len(table), np.nan)
    values, bad = numbers(table.columns[name])
    values = values * factor
    wrong = (values < within[0]) | (values > within[1])
    wrong[bad] = True
    for row in np.flatnonzero(wrong).tolist():
        say("swap.number_unusable", row, field=name, value=clean(table.columns[name][row]), first=scale[0],
            last=scale[1])
    return np.where(wrong, np.nan, values)


def _twice(table: PolygonTable, role: str, ids: Sequence[str], book: RuleBook) -> list[Finding]:
    fids = table.fids.tolist()
    return [book.finding("swap.id_twice", subject_id=name, role=role, layer=table.name, count=count,
                         fids=[fid for fid, other in zip(fids, ids) if other == name])
            for name, count in sorted(Counter(ids).items()) if count > 1]


def land_of_plots(cut: CutResult, measured: Measured, survey: LandSurvey, plots: int) -> PlotLand:
    """Return what pieces of plots amount to; where plots overlap, with the first alone."""
    pieces = cut.pieces
    kind = of_parcels(survey.kind, pieces.land, -1)
    figures = piece_figures(measured.area, kind, of_parcels(usable_deduction(survey), pieces.land, 0.0),
                            np.full(len(kind), np.nan), parts_of_parcels(pieces, survey))
    net = np.where(pieces.counted & (kind >= 0), figures.net, 0)
    area = np.where(pieces.counted, measured.area, 0)
    return PlotLand(_sums(area, pieces.project, plots), _sums(net, pieces.project, plots),
                    _sums(np.where(pieces.land < 0, area, 0), pieces.project, plots),
                    mean_grades(net, of_parcels(survey.grade, pieces.land, np.nan), pieces.project, plots))


def gains(plots: Plots, land: PlotLand, book: RuleBook) -> tuple[Ints, Floats]:
    """Return (cultivated land that old plots give in hundredths of m², its grade); UNKNOWN and NaN for none.

    What the layer declares counts; where it has no field for it, what the survey shows. A plot cannot give more than
    it has: by no more than planes differ from the ellipsoid it is all of the plot, by more it is unknown too.
    """
    grade = plots.grade if plots.own.get("grade") else land.grade
    if not plots.own.get("gained"):
        return land.cultivated, grade
    known = ~np.isnan(plots.gained)
    gained = np.full(len(known), UNKNOWN, dtype=np.int64)
    gained[known] = hundredths(plots.gained[known])
    most = land.area * (1 + float(book.threshold("swap.cultivated_over", "max_share_of_total")))
    return np.where(gained > most, UNKNOWN, np.minimum(gained, land.area)), grade


def accounts_of(old: Plots, new: Plots, old_land: PlotLand, new_land: PlotLand, book: RuleBook) -> list[SwapAccount]:
    """Return the account of each project area, in the order of their names; plots without one count in none."""
    names = sorted({*old.areas, *new.areas} - {""})
    years = int(book.threshold(RETURN, "within_years"))
    gained, grade = gains(old, old_land, book)
    group_old, group_new = _groups(old.areas, names), _groups(new.areas, names)
    count = len(names) + 1  # the last one takes the plots without a project area
    sums = {key: _sums(values, group, count).tolist() for key, values, group in (
        ("new", new_land.area, group_new), ("occupied", new_land.cultivated, group_new),
        ("outside", new_land.outside, group_new),
        ("old", old_land.area, group_old), ("gained", gained, group_old))}
    unknown = _sums((gained == UNKNOWN).astype(np.int64), group_old, count)
    taken_grade = mean_grades(new_land.cultivated, new_land.grade, group_new, count)
    gained_grade = mean_grades(np.where(gained == UNKNOWN, 0, gained), grade, group_old, count)
    every, days_of = [], approvals(old, new)
    for place, name in enumerate(names):
        days = days_of.get(name, [])
        approved = days[0] if len(days) == 1 else None
        deadline = None if approved is None else deadline_of(approved, years)
        mine = np.flatnonzero(group_old == place).tolist()
        accepted = [(old.accepted[row], int(old_land.area[row])) for row in mine]
        dated = bool(old.own.get("accepted")) or not mine
        every.append(SwapAccount(
            name, new=sums["new"][place], old=sums["old"][place], occupied=sums["occupied"][place],
            unsurveyed=_unsurveyed(sums["outside"][place], sums["new"][place], book),
            gained=None if unknown[place] else sums["gained"][place], occupied_grade=float(taken_grade[place]),
            gained_grade=float("nan") if unknown[place] else float(gained_grade[place]),
            accepted=_accepted(accepted, None) if dated else None,
            on_time=_accepted(accepted, deadline) if dated else None, approved=approved, deadline=deadline))
    return every


def approvals(old: Plots, new: Plots) -> dict[str, list[date]]:
    """Return by project area the days on which its plots say that it was approved, each once; none that say nothing."""
    said: dict[str, set[date]] = {}
    for plots in (old, new):
        for area, day in zip(plots.areas, plots.approved):
            if day is not None:
                said.setdefault(area, set()).add(day)
    return {area: sorted(days) for area, days in said.items()}


def _unsurveyed(outside: int, new: int, book: RuleBook) -> int:
    """Return the land off the survey, 0 where it is so little that borders drawn twice explain it."""
    return outside if outside > new * float(book.threshold(UNSURVEYED, "max_share_of_total")) else 0


def _accepted(plots: Iterable[tuple[date | None, int]], deadline: date | None) -> int:
    """Return the land of plots accepted, by a deadline where there is one; hundredths of m²."""
    return sum(area for day, area in plots if day is not None and (deadline is None or day <= deadline))


def _groups(areas: Sequence[str], names: Sequence[str]) -> Ints:
    place = {name: number for number, name in enumerate(names)}
    return np.array([place.get(area, len(names)) for area in areas], dtype=np.int64)


def _sums(values: Ints, group: Ints, groups: int) -> Ints:
    total = np.zeros(groups, dtype=np.int64)
    np.add.at(total, group, values)
    return total
