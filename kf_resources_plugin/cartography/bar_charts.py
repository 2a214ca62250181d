"""Bars of amounts side by side: a row for each unit or class, a bar for each amount, one scale for all."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .charts import ChartColours, image_bytes, new_figure, plain_axes, text_font
from .fonts import chinese_families

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW_PIXELS, _BAR_PIXELS, _LEGEND_PIXELS = 24, 15, 30
_ROOM_FOR_FIGURES = 0.45  # right of the longest bar, as a share of it
_MOST_CHARACTERS = 24


@dataclass(frozen=True)
class AmountRows:
    """Amounts in ``unit``, None where one is unknown: ``rows`` of (label, one amount for each of ``series``)."""

    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    unit: str
    decimals: int

    @property
    def height(self) -> int:
        """Return the height in which the bars can be read, in pixels at 96 dpi."""
        return _LEGEND_PIXELS + len(self.rows) * (_ROW_PIXELS + _BAR_PIXELS * len(self.series))


def amount_bars(amounts: AmountRows, *, size: tuple[int, int] = (900, 420), dpi: float = 100.0,
                colours: ChartColours | None = None, image: str = "png",
                families: Sequence[str] | None = None) -> bytes:
    """Return the bars as the bytes of an image; options and errors as of ``balance_bars``."""
    shades = colours or ChartColours()
    figure, canvas = new_figure(size, dpi, image)
    figure.set_facecolor(shades.ground)
    font = text_font(chinese_families() if families is None else families)
    plot = figure.add_axes((0.02, 0.0, 0.96, 1 - _LEGEND_PIXELS / amounts.height))
    step = len(amounts.series) + _ROW_PIXELS / _BAR_PIXELS
    longest = max((abs(value) for _, values in amounts.rows for value in values if value is not None), default=0.0)
    for row, (label, values) in enumerate(amounts.rows):
        top = -row * step
        plot.text(0, top - 0.8, _short(label), va="center", color=shades.text, **font)
        for place, value in enumerate(values):
            _bar(plot, top - 2 - place, value, place, amounts, longest or 1.0, shades, font)
    lowest = min((value for _, values in amounts.rows for value in values if value is not None), default=0.0)
    plot.set_ylim(-len(amounts.rows) * step, 0)
    plot.set_xlim(min(lowest, 0.0) * (1 + _ROOM_FOR_FIGURES), (longest or 1.0) * (1 + _ROOM_FOR_FIGURES))
    plain_axes(plot, shades)
    plot.spines["left"].set_position(("data", 0))
    plot.spines["left"].set_visible(False)
    _legend(figure, amounts, shades, font)
    return image_bytes(canvas, image)


def _bar(plot: Any, middle: float, value: float | None, place: int, amounts: AmountRows, longest: float,
         shades: ChartColours, font: dict[str, Any]) -> None:
    """Draw one amount with its figure; a negative one goes to the left, its figure stays on the right."""
    colour = shades.short if value is not None and value < 0 else shades.bars[place % len(shades.bars)]
    plot.barh(middle, value or 0.0, 0.8, color=colour)
    text = "—" if value is None else f"{value:,.{amounts.decimals}f} {amounts.unit}"
    plot.text(max(value or 0.0, 0.0) + longest * 0.015, middle, text, va="center", color=shades.text, **font)


def _legend(figure: Any, amounts: AmountRows, shades: ChartColours, font: dict[str, Any]) -> None:
    from matplotlib.patches import Patch  # noqa: PLC0415 (see new_figure)

    patches = [Patch(color=shades.bars[place % len(shades.bars)], label=_short(title))
               for place, title in enumerate(amounts.series)]
    legend = figure.legend(handles=patches, loc="upper left", ncol=len(patches), frameon=False, borderaxespad=0.1,
                           handlelength=1.0, columnspacing=1.0,
                           **({"prop": font["fontproperties"]} if "fontproperties" in font else font))
    for text in legend.get_texts():
        text.set_color(shades.text)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS - 1] + "…"
