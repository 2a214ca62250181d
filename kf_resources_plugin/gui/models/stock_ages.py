"""How old stock land is: groups by full years since a class began, and the bars that show them."""
from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from ...cartography.bar_charts import AmountRows
from ...i18n import tr
from ...rules.periods import after_years
from ...rules.stock_status import USED
from ...rules.units import area_decimals, convert
from .amounts import unit_text
from .printed_sums import shown_areas
from .stock_parcels import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...rules.areas import Bools, Ints
    from .stock_parcels import StockParcels

UNKNOWN_AGE = -1


def age_groups(found: StockParcels, ends: Sequence[int]) -> Ints:
    """Return for each parcel the group its age falls in, int64: how many of ``ends``, full years, its class has lasted.

    −1 where nobody knows since when.
    """
    met: dict[tuple[date | None, int | None], int] = {}
    for pair in zip(found.since, found.age_days):
        if pair not in met:
            met[pair] = _full(*pair, ends)
    return np.array([met[pair] for pair in zip(found.since, found.age_days)], dtype=np.int64)


def _full(since: date | None, days: int | None, ends: Sequence[int]) -> int:
    if since is None or days is None or since.toordinal() + days > date.max.toordinal():
        return -1
    today = since + timedelta(days)
    return sum(today >= after_years(since, years) for years in ends)


def age_names(ends: Sequence[int]) -> list[str]:
    """Return what the groups are called, the youngest first, then the one of unknown age."""
    return [*(tr("{first}–{last} years").format(first=first, last=last) for first, last in zip((0, *ends), ends)),
            tr("{years} years and more").format(years=ends[-1]), tr("age unknown")]


def age_bars(found: StockParcels, chosen: Bools, ages: Ints, names: Sequence[str], unit: str) -> AmountRows | None:
    """Return the areas of the chosen parcels by group, as ``age_groups`` and ``age_names`` have them; None for none.

    Land that is used has no age as stock and is left out.
    """
    stock = chosen & (found.kind != KINDS.index(USED))
    places = np.where(ages[stock] == UNKNOWN_AGE, len(names) - 1, ages[stock])
    parcels = np.bincount(places, minlength=len(names))
    area = np.zeros(len(names), dtype=np.int64)
    np.add.at(area, places, found.area[stock])
    shown = [convert(m2, unit) for m2 in shown_areas(area.reshape(-1, 1), unit)[:, 0].tolist()]
    rows = tuple((tr("{group} ({count})").format(group=name, count=count), (amount,))
                 for name, count, amount in zip(names, parcels.tolist(), shown)
                 if count or name != names[-1])
    return AmountRows((tr("Area of the stock"),), rows, unit_text(unit), area_decimals(unit)) if stock.any() else None
