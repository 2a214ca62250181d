"""The chart of the rate page: which share of its stock each county disposed of over the years, and the target."""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ...cartography.trend_chart import Trend, trend_chart
from ...i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from .duty_result import DutyResult

_HEIGHT = 300


@dataclass(frozen=True)
class RateTrend:
    """Draws the rates over the years that kf:disposalrate found."""

    def drawing(self, result: DutyResult, _area_unit: str = "") -> tuple[Callable[..., bytes], int] | None:
        """Return what draws the lines, and how high they are."""
        trend = trend_of(result)
        return None if trend is None else (partial(trend_chart, trend), _HEIGHT)


def trend_of(result: DutyResult) -> Trend | None:
    """Return the rates by county and year, None where no year has stock; of what has no rate there is a gap."""
    target = result.numbers.get("TARGET")
    rows = {(str(row["unit_name"] or row["unit_code"] or tr("no unit")), int(row["year"])): row
            for row in result.rows("TREND", order="unit_code")}
    if target is None or all(row["rate"] is None for row in rows.values()):
        return None
    years = sorted({year for _, year in rows})
    names = list(dict.fromkeys(name for name, _ in rows))
    lines = tuple((name, tuple(rows[name, year]["rate"] if (name, year) in rows else None for year in years))
                  for name in names)
    whole = (tr("Total"), tuple(_rate([rows.get((name, year)) for name in names]) for year in years))
    return Trend(tuple(years), lines, target, tr("target"), (whole,) if len(names) > 1 else ())


def _rate(rows: Sequence[Mapping[str, Any] | None]) -> float | None:
    """Return the rate of all counties in a year, None where one of them is not known or none had stock."""
    known = [row for row in rows if row is not None]
    stock = sum(float(row["opening_m2"]) for row in known)
    if len(known) < len(rows) or not stock:
        return None
    return sum(float(row["disposed_m2"]) for row in known) / stock
