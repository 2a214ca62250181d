"""The chart of the rate page: which share of its stock each county disposed of over the years, and the target."""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ...cartography.trend_chart import Trend, trend_chart
from ...i18n import tr

if TYPE_CHECKING:
    from typing import Callable

    from .duty_result import DutyResult

_HEIGHT = 260


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
    rates = {(str(row["unit_name"] or row["unit_code"] or tr("no unit")), int(row["year"])): row["rate"]
             for row in result.rows("TREND", order="unit_code")}
    if target is None or all(rate is None for rate in rates.values()):
        return None
    years = sorted({year for _, year in rates})
    return Trend(tuple(years), tuple((name, tuple(rates.get((name, year)) for year in years))
                                     for name in dict.fromkeys(name for name, _ in rates)), target, tr("target"))
