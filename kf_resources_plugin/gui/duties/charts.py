"""What a duty's page draws of its result: bars by unit, or flows of land from one use to another."""
from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from ...cartography.bar_charts import AmountRows, amount_bars
from ...cartography.flow_chart import Flow, flow_chart
from ...cartography.fonts import chinese_families
from ...cartography.styles import field_title
from ...i18n import tr
from ...rules.units import area_decimals, convert
from ..models.amounts import number_text, unit_text
from .duty_result import plain_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Callable

    from .duty_result import DutyResult

_MOST_ROWS = 15
_FLOWS_HEIGHT = 440


@dataclass(frozen=True)
class AreaBars:
    """Areas of an output: a bar for each field of ``series``, summed over the rows of one label.

    Labels are the first filled field of ``labels``, codes called as in ``words``, English sources. Only the first are
    drawn: a chart is for the eye.
    """

    output: str
    labels: tuple[str, ...]
    series: tuple[str, ...]
    where: str = ""
    order: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    def drawing(self, result: DutyResult, area_unit: str) -> tuple[Callable[..., bytes], int] | None:
        """Return what draws the bars, and how high they are."""
        sums: dict[str, list[float | None]] = {}
        for row in result.rows(self.output, self.where, self.order):
            values = [row.get(name) for name in self.series]
            before = sums.setdefault(self._label(row), [0.0] * len(values))
            # what is not known is not taken for nothing
            sums[self._label(row)] = [None if one is None or other is None else one + other
                                      for one, other in zip(before, values)]
        if not sums:
            return None
        amounts = AmountRows(
            tuple(plain_title(field_title(name)) for name in self.series),
            tuple((label, tuple(self._amount(value, area_unit) for value in values))
                  for label, values in list(sums.items())[:_MOST_ROWS]),
            unit_text(area_unit), area_decimals(area_unit))
        return partial(amount_bars, amounts), amounts.height

    def _label(self, row: Mapping[str, Any]) -> str:
        found = next((row[name] for name in self.labels if row.get(name)), "")
        if isinstance(found, float):
            return number_text(found)
        return tr(self.words[found]) if found in self.words else str(found)

    @staticmethod
    def _amount(value: float | None, area_unit: str) -> float | None:
        return None if value is None else convert(value, area_unit)


@dataclass(frozen=True)
class LandFlows:
    """Land that left one use for others and came back, summed over an output's rows.

    ``out`` and ``came``: the fields of an amount, the use it went to or came from, and its colour. ``use`` is the use
    in the middle of it all; all uses are English sources.
    """

    output: str
    use: str
    colour: str
    out: tuple[tuple[tuple[str, ...], str, str], ...]
    came: tuple[tuple[str, str], ...]

    def drawing(self, result: DutyResult, area_unit: str) -> tuple[Callable[..., bytes], int] | None:
        """Return what draws the flows, and how high they are."""
        rows = result.rows(self.output)

        def total(*names: str) -> float:
            return convert(sum(row[name] or 0.0 for row in rows for name in names), area_unit)

        flows = [*(Flow(tr(self.use), tr(title), total(*names), colour) for names, title, colour in self.out),
                 *(Flow(tr(title), tr(self.use), total(name), self.colour) for name, title in self.came)]
        drawn = [flow for flow in flows if flow.amount > 0]
        return (partial(_draw_flows, drawn, area_unit), _FLOWS_HEIGHT) if drawn else None


def _draw_flows(flows: Sequence[Flow], area_unit: str, *, families: Sequence[str] | None = None,
                **options: Any) -> bytes:
    return flow_chart(flows, (tr("Before"), tr("After")), chinese_families() if families is None else families,
                      unit=unit_text(area_unit), decimals=area_decimals(area_unit), stacked=True, **options)
