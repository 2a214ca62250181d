"""Shares over the years: a line for each unit, and the share that is to be reached."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .charts import ChartColours, image_bytes, new_figure, text_font

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEFT_INCHES, _RIGHT_INCHES, _FOOT_INCHES, _TOP_INCHES = 0.55, 0.12, 0.3, 0.12
_LEGEND_INCHES, _LEGEND_LINE_INCHES = 1.6, 0.2  # the width of one of its columns, the height of one of its lines
_SHADES = ("#4f7cac", "#5f9e4c", "#b58b3c", "#8a6fae", "#c2703d", "#3f8f8f", "#a05070", "#8c8c8c", "#6b8e23", "#9467bd")
_MOST_CHARACTERS = 12
_HIGHEST_ROOM = 1.15  # above the highest share


@dataclass(frozen=True)
class Trend:
    """Shares (0–1, None where unknown) of ``lines`` by the years of ``years``; ``target``: the share to be reached."""

    years: tuple[int, ...]
    lines: tuple[tuple[str, tuple[float | None, ...]], ...]
    target: float
    target_name: str


def trend_chart(trend: Trend, families: Sequence[str], *, size: tuple[int, int] = (900, 360), dpi: float = 100.0,
                colours: ChartColours | None = None, image: str = "png") -> bytes:
    """Return the lines as the bytes of an image ('png' or 'svg'); a share without neighbours is a dot.

    families: fonts to try, best first. size: pixels at ``dpi``. Raises ChartMissing without Matplotlib, and FontMissing
    when a Chinese chart would print as empty boxes.
    """
    figure, canvas = new_figure(size, dpi, image)
    shades, font = colours or ChartColours(), text_font(families)
    figure.set_facecolor(shades.ground)
    width, height = (pixels / dpi for pixels in size)
    columns = max(int((width - _LEFT_INCHES) / _LEGEND_INCHES), 1)
    foot = _FOOT_INCHES + _LEGEND_LINE_INCHES * -(-(len(trend.lines) + 1) // columns)
    plot = figure.add_axes((_LEFT_INCHES / width, foot / height, 1 - (_LEFT_INCHES + _RIGHT_INCHES) / width,
                            1 - (foot + _TOP_INCHES) / height))
    plot.set_facecolor(shades.ground)
    _draw(plot, trend, shades)
    legend = figure.legend(loc="lower left", ncol=columns, frameon=False, borderaxespad=0.1, columnspacing=1.0,
                           handlelength=1.4, labelspacing=0.2,
                           **({"prop": font["fontproperties"]} if "fontproperties" in font else font))
    for text in legend.get_texts():
        text.set_color(shades.text)
    return image_bytes(canvas, image)


def _draw(plot: Any, trend: Trend, shades: ChartColours) -> None:
    """Draw the lines, the target and the axes in per cent and whole years."""
    for place, (name, values) in enumerate(trend.lines):
        shares = [float("nan") if value is None else 100 * value for value in values]
        plot.plot(trend.years, shares, marker="o", markersize=4, linewidth=1.4, color=_SHADES[place % len(_SHADES)],
                  linestyle="-" if place < len(_SHADES) else "--", label=_short(name))
    plot.axhline(100 * trend.target, color=shades.short, linewidth=1.0, linestyle="--",
                 label=f"{trend.target_name} {trend.target:.0%}")
    known = [100 * value for _, values in trend.lines for value in values if value is not None]
    plot.set_ylim(0, max([*known, 100 * trend.target]) * _HIGHEST_ROOM)
    plot.set_xlim(trend.years[0] - 0.5, trend.years[-1] + 0.5)
    plot.set_xticks(trend.years)
    plot.yaxis.set_major_formatter(lambda share, _place: f"{share:g} %")
    plot.tick_params(colors=shades.text, labelsize=8)
    for side, spine in plot.spines.items():
        spine.set_color(shades.text)
        spine.set_visible(side in {"left", "bottom"})


def _short(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS - 1] + "…"
