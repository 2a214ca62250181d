"""What a duty's page draws of its result: bars by unit, or flows of land from one use to another."""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ...cartography.bar_charts import AmountRows, amount_bars
from ...cartography.styles import field_title
from ...rules.units import area_decimals, convert
from ..models.amounts import unit_text
from .duty_result import plain_title

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Callable

    from .duty_result import DutyResult

_MOST_ROWS = 15


@dataclass(frozen=True)
class AreaBars:
    """Areas of an output's rows: a bar for each field of ``series``; labels are the first filled field of ``labels``.

    Only the first rows are drawn: a chart is for the eye, the table has them all.
    """

    output: str
    labels: tuple[str, ...]
    series: tuple[str, ...]
    where: str = ""
    order: str = ""

    def drawing(self, result: DutyResult, area_unit: str) -> tuple[Callable[..., bytes], int] | None:
        """Return what draws the bars, and how high they are."""
        rows = result.rows(self.output, self.where, self.order, _MOST_ROWS)
        if not rows:
            return None
        amounts = AmountRows(
            tuple(plain_title(field_title(name)) for name in self.series),
            tuple((self._label(row), tuple(self._amount(row.get(name), area_unit) for name in self.series))
                  for row in rows),
            unit_text(area_unit), area_decimals(area_unit))
        return partial(amount_bars, amounts), amounts.height

    def _label(self, row: Mapping[str, Any]) -> str:
        return next((str(row[name]) for name in self.labels if row.get(name)), "")

    @staticmethod
    def _amount(value: float | None, area_unit: str) -> float | None:
        return None if value is None else convert(value, area_unit)
