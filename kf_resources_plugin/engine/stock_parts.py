"""Approvals, expropriations, supplies and built land laid over one another: every place once, in its class."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.stock_status import CLASSES, UNDETERMINED, UNFINISHED, USED, classes_of, unfinished, unread
from .land_split import cut_by_zones
from .review_parts import measured_parts
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from ..rules.stock_status import Plot
    from .kernel import Kernel
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .stock_register import Register
    from .wkb import Wkbs

APPROVALS, EXPROPRIATIONS, SUPPLIES, BUILT = LAYERS = ("approvals", "expropriations", "supplies", "built_land")
STEPS = {APPROVALS: "approved", EXPROPRIATIONS: "expropriated", SUPPLIES: "supplied"}
"""The step that each layer shows; what is built has none."""
_PLACE = {kind: number for number, kind in enumerate(CLASSES)}


@dataclass(frozen=True)
class StockParts:
    """Parts of land, each place once, arrays of shape (parts,).

    row: int64 by layer, the row that has the part, −1 for none; wkb: object; area: int64 hundredths of m². By layer,
    (rows,): drawn: float64 m²; shared: int64 hundredths of m² that lie in another row too; residual, tolerance: float64
    m², how far the parts of a row, as measured, are off it, and may be.
    """

    row: Mapping[str, Ints]
    wkb: Wkbs
    area: Ints
    drawn: Mapping[str, Floats]
    shared: Mapping[str, Ints]
    residual: Mapping[str, Floats]
    tolerance: Mapping[str, Floats]

    def inside(self, layer: str) -> Bools:
        """Tell which parts lie in a layer, none where it was not given."""
        return self.row[layer] >= 0 if layer in self.row else np.zeros(len(self.area), dtype=bool)


def cut_stock(layers: Mapping[str, PolygonTable], areas: AreasOf, book: RuleBook, kernel: Kernel,
              progress: Progress) -> StockParts:
    """Cut layers, valid and in one CRS, by one another; of rows of one layer that overlap the first has the land.

    Raises Canceled.
    """
    taken: list[tuple[dict[str, Ints], Wkbs, Ints]] = []
    drawn, shared, residual, tolerance = {}, {}, {}, {}
    for number, (name, table) in enumerate(layers.items()):
        part = progress.part(number / len(layers), (number + 1) / len(layers))
        source, zone, wkb = cut_by_zones(table.wkb, layers, kernel, part)
        drawn[name] = areas(table.wkb)
        area, _, residual[name], tolerance[name], _ = measured_parts(source, wkb, drawn[name], areas, book)
        own = zone[name] == source
        shared[name] = np.bincount(source[~own], area[~own], minlength=len(table)).astype(np.int64)
        for earlier in list(layers)[:number]:
            own &= zone[earlier] < 0
        taken.append(({key: rows[own] for key, rows in zone.items()}, wkb[own], area[own]))
    return StockParts({name: np.concatenate([zone[name] for zone, _, _ in taken]) for name in layers},
                      as_wkb_array([shape for _, wkb, _ in taken for shape in wkb]),
                      np.concatenate([area for _, _, area in taken]), drawn, shared, residual,
                      tolerance)


@dataclass(frozen=True)
class StockStatus:
    """Land by class: source: int64 part it is of; kind: place in ``CLASSES``; area: hundredths of m²; since: its days.

    placed: bool, the shape of the part is shown with this row. approved: bool, the land was approved.
    """

    source: Ints
    kind: Ints
    area: Ints
    since: list[date | None]
    placed: Bools
    approved: Bools


def done(parts: StockParts, registers: Mapping[str, Register], layer: str, today: date) -> Bools:
    """Tell where a step was taken by a day: in the layer of that step, else as the register of approvals says."""
    if layer in registers:
        return parts.inside(layer)
    by_row = np.array([plot.reached(STEPS[layer], today) for plot in registers[APPROVALS].plots] + [False], dtype=bool)
    return by_row[parts.row[APPROVALS]]


def status_of(parts: StockParts, registers: Mapping[str, Register], today: date) -> StockStatus:
    """Return the class of every part; where built land is not given, works in progress are divided by their areas."""
    approved = done(parts, registers, APPROVALS, today)
    supplied = done(parts, registers, SUPPLIES, today)
    holder = SUPPLIES if SUPPLIES in registers else APPROVALS
    plots = registers[holder].plots
    begun = np.array([plot.reached("started", today) for plot in plots] + [False], dtype=bool)[parts.row[holder]]
    used = (parts.inside(BUILT) & ~begun_later(parts, registers, today)) if BUILT in parts.row else begun & ~supplied
    kind = classes_of(approved, done(parts, registers, EXPROPRIATIONS, today), supplied, begun, used)
    kind[_unknown(parts, registers, holder, supplied, used)] = _PLACE[UNDETERMINED]
    if BUILT in parts.row:
        source = np.flatnonzero(parts.area > 0)  # a crumb of less than a hundredth is no land
        kind, area, placed = kind[source], parts.area[source], np.ones(len(source), dtype=bool)
    else:
        source, kind, area, placed = _divided(kind, parts.area, parts.row[holder], [_left(plot) for plot in plots])
    since = [_since(CLASSES[place], int(part), parts, registers) for place, part in zip(kind, source)]
    return StockStatus(source, kind, area, since, placed, approved[source])


def _unknown(parts: StockParts, registers: Mapping[str, Register], holder: str, supplied: Bools,
             used: Bools) -> Bools:
    """Tell where the class hangs on a day of a register that cannot be read; each bool (parts,).

    Land supplied or used is so whenever it was expropriated, and what is built was begun.
    """
    def there(layer: str, step: str) -> Bools:
        by_row = [unread(faults, {step}) for faults in registers[layer].faults]
        return np.array([*by_row, False], dtype=bool)[parts.row[layer]]

    unknown = there(holder, "started") & ~used
    if SUPPLIES not in registers:
        unknown |= there(APPROVALS, "supplied")
    if EXPROPRIATIONS not in registers:
        unknown |= there(APPROVALS, "expropriated") & ~supplied & ~used
    return unknown


def begun_later(parts: StockParts, registers: Mapping[str, Register], today: date) -> Bools:
    """Tell where a register says that works began after a day: what is built there now was not then."""
    later = np.zeros(len(parts.area), dtype=bool)
    for layer, register in registers.items():
        by_row = [plot.started is not None and plot.started > today for plot in register.plots]
        later |= np.array([*by_row, False], dtype=bool)[parts.row[layer]]
    return later


def _left(plot: Plot) -> float | None:
    """Return which share of the land supplied is not finished, None where the register does not tell."""
    left = unfinished(plot)
    whole = plot.supplied_m2 or plot.to_develop_m2
    return None if left is None or not whole else min(left / whole, 1.0)


def _divided(kind: Ints, area: Ints, row: Ints, left: list[float | None]) -> tuple[Ints, Ints, Ints, Bools]:
    """Return (part, class, area, placed) with works in progress divided into unfinished and used."""
    source, kind, area = np.arange(len(kind), dtype=np.int64), kind.copy(), area.copy()
    begun = np.flatnonzero(kind == _PLACE[UNFINISHED])
    shares = np.array([np.nan if share is None else share for share in left] + [np.nan])[row[begun]]
    unknown = np.isnan(shares)
    kind[begun[unknown]] = _PLACE[UNDETERMINED]
    begun, shares = begun[~unknown], shares[~unknown]
    open_area = np.rint(area[begun] * shares).astype(np.int64)
    rest = area[begun] - open_area
    placed = np.ones(len(kind), dtype=bool)
    placed[begun] = open_area >= rest
    area[begun] = open_area
    both = np.r_[source, begun], np.r_[kind, np.full(len(begun), _PLACE[USED])], np.r_[area, rest]
    shown = np.r_[placed, ~placed[begun]]
    kept = np.flatnonzero(both[2] > 0)
    order = kept[np.lexsort((both[1][kept], both[0][kept]))]
    return both[0][order], both[1][order], both[2][order], shown[order]


def _since(kind: str, part: int, parts: StockParts, registers: Mapping[str, Register]) -> date | None:
    """Return the day on which a class began, as the layer of the step or else the approval states it."""
    name = {"approved_not_expropriated": "approved", "expropriated_not_supplied": "expropriated",
            "supplied_not_used": "supplied"}.get(kind, "started")
    layer = next((layer for layer, step in STEPS.items() if step == name), SUPPLIES)
    for where in (layer, APPROVALS):
        if where in registers and parts.row[where][part] >= 0:
            day: date | None = getattr(registers[where].plots[parts.row[where][part]], name)
            if day is not None:
                return day
    return None
