"""Shares over the years: a line for each unit, and the share that is to be reached."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .charts import ChartColours, image_bytes, new_figure, text_font

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEFT_INCHES, _RIGHT_INCHES, _FOOT_INCHES, _TOP_INCHES = 0.55, 0.12, 0.3, 0.12
_LEGEND_LINE_INCHES, _MARK_INCHES = 0.2, 0.62  # the height of a line of the legend; its mark and the room beside it
_LETTER_INCHES, _CHINESE_INCHES = 0.085, 0.14
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
    if len(trend.years) == 1:  # lines through one year are dots over one another
        _draw_year(figure, trend, shades, font)
        return image_bytes(canvas, image)
    width, height = (pixels / dpi for pixels in size)
    names = [name for name, _ in (*trend.lines, *trend.whole)]
    columns = max(int(width / (_MARK_INCHES + max(map(_inches, [*names, _target_label(trend)])))), 1)
    foot = _FOOT_INCHES + _LEGEND_LINE_INCHES * -(-(len(names) + 1) // columns)
    plot = figure.add_axes((_LEFT_INCHES / width, foot / height, 1 - (_LEFT_INCHES + _RIGHT_INCHES) / width,
                            1 - (foot + _TOP_INCHES) / height))
    _draw(plot, trend, shades)
    legend = figure.legend(loc="lower left", ncol=columns, frameon=False, borderaxespad=0.1, columnspacing=1.0,
                           handlelength=1.8, labelspacing=0.2,
                           **({"prop": font["fontproperties"]} if "fontproperties" in font else font))
    for text in legend.get_texts():
        text.set_color(shades.text)
    return image_bytes(canvas, image)


def _draw_year(figure: Any, trend: Trend, shades: ChartColours, font: dict[str, Any]) -> None:
    """Draw the shares of the only year as bars with the target across them, and all together apart."""
    rows = [(name, values[0]) for name, values in (*trend.lines, *trend.whole)]
    width, height = figure.get_size_inches()
    left = max(_inches(name) for name, _ in rows) + _MARK_INCHES / 2
    plot = figure.add_axes((left / width, _FOOT_INCHES / height, 1 - (left + _MARK_INCHES) / width,
                            1 - (_FOOT_INCHES + _FOOT_INCHES) / height))
    for place, (name, share) in enumerate(rows):
        part = 100 * (share or 0.0)
        plot.barh(place, part, 0.7, color=shades.text if place >= len(trend.lines) else shades.bars[0])
        plot.text(-0.01, place, _short(name), transform=plot.get_yaxis_transform(), ha="right", va="center",
                  color=shades.text, **font)
        plot.annotate("—" if share is None else f"{part:.2f} %", (part, place), (3, 0), textcoords="offset points",
                      va="center", fontsize=8, color=shades.text,
                      bbox={"facecolor": shades.ground, "edgecolor": "none", "pad": 1})  # the target runs behind it
    plot.axvline(100 * trend.target, color=shades.short, linewidth=1.2, linestyle=(0, (8, 3)))
    plot.annotate(_target_label(trend), (100 * trend.target, 1), (0, 2), xycoords=plot.get_xaxis_transform(),
                  textcoords="offset points", ha="center", va="bottom", color=shades.short, **font)
    plot.set_xlim(0, max([100 * (share or 0.0) for _, share in rows] + [100 * trend.target]) * _HIGHEST_ROOM)
    plot.set_ylim(len(rows) - 0.4, -0.6)
    plot.set_yticks([])
    plot.xaxis.set_major_formatter(lambda share, _place: f"{share:g} %")
    _frame(plot, shades)


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
                 label=_target_label(trend))
    known = [100 * value for _, values in (*trend.lines, *trend.whole) for value in values if value is not None]
    plot.set_ylim(0, max([*known, 100 * trend.target]) * _HIGHEST_ROOM)
    plot.set_xlim(trend.years[0] - 0.5, trend.years[-1] + 0.5)
    plot.set_xticks(trend.years)
    plot.yaxis.set_major_formatter(lambda share, _place: f"{share:g} %")
    _frame(plot, shades)


def _frame(plot: Any, shades: ChartColours) -> None:
    plot.set_facecolor(shades.ground)
    plot.tick_params(colors=shades.text, labelsize=8)
    for side, spine in plot.spines.items():
        spine.set_color(shades.text)
        spine.set_visible(side in {"left", "bottom"})


def _percent(values: Sequence[float | None]) -> list[float]:
    return [float("nan") if value is None else 100 * value for value in values]


def _target_label(trend: Trend) -> str:
    return f"{trend.target_name} {100 * trend.target:g}%"


def _inches(text: str) -> float:
    """Return how wide a name is written, shortened as it is."""
    return sum(_CHINESE_INCHES if sign >= "\u2e80" else _LETTER_INCHES for sign in _short(text))


def _short(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS - 1] + "…"
