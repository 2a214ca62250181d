"""Shares over the years: a line for each unit, and the share that is to be reached."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .charts import ChartColours, image_bytes, new_figure, text_font

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEFT_INCHES, _RIGHT_INCHES, _FOOT_INCHES, _TOP_INCHES = 0.55, 0.12, 0.3, 0.12
_LEGEND_INCHES, _LEGEND_LINE_INCHES = 1.6, 0.2  # the width of one of its columns, the height of one of its lines
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">", "*", "p")  # no two of as many lines look alike in grey
_DASHES = ("-", (0, (5, 1.5)), (0, (1, 1)), (0, (5, 1.5, 1, 1.5)))  # a colour comes again with another one
_MOST_CHARACTERS = 12
_HIGHEST_ROOM = 1.15  # above the highest share


@dataclass(frozen=True)
class Trend:
    """Shares (0–1, None where unknown) of ``lines`` by the years of ``years``; ``target``: the share to be reached.

    whole: the shares of all together, which stand out, by their name; () where there are none.
    """

    years: tuple[int, ...]
    lines: tuple[tuple[str, tuple[float | None, ...]], ...]
    target: float
    target_name: str
    whole: tuple[tuple[str, tuple[float | None, ...]], ...] = ()


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
    foot = _FOOT_INCHES + _LEGEND_LINE_INCHES * -(-(len(trend.lines) + len(trend.whole) + 1) // columns)
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
        cycle, colour = divmod(place, len(shades.lines))
        plot.plot(trend.years, _percent(values), marker=_MARKERS[place % len(_MARKERS)], markersize=5, linewidth=1.3,
                  color=shades.lines[colour], linestyle=_DASHES[cycle % len(_DASHES)], label=_short(name))
    for name, values in trend.whole:
        plot.plot(trend.years, _percent(values), marker="o", markersize=4, linewidth=2.6, color=shades.text,
                  label=_short(name))
    plot.axhline(100 * trend.target, color=shades.short, linewidth=1.2, linestyle=(0, (8, 3)),
                 label=f"{trend.target_name} {trend.target:.0%}")
    known = [100 * value for _, values in (*trend.lines, *trend.whole) for value in values if value is not None]
    plot.set_ylim(0, max([*known, 100 * trend.target]) * _HIGHEST_ROOM)
    plot.set_xlim(trend.years[0] - 0.5, trend.years[-1] + 0.5)
    plot.set_xticks(trend.years)
    plot.yaxis.set_major_formatter(lambda share, _place: f"{share:g} %")
    plot.tick_params(colors=shades.text, labelsize=8)
    for side, spine in plot.spines.items():
        spine.set_color(shades.text)
        spine.set_visible(side in {"left", "bottom"})


def _percent(values: Sequence[float | None]) -> list[float]:
    return [float("nan") if value is None else 100 * value for value in values]


def _short(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS - 1] + "…"
