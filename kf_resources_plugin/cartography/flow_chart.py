"""Flows from one state to the next as bands whose widths are their amounts, in the manner of a Sankey diagram."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .charts import ChartColours, image_bytes, new_figure, text_font

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIDE, _STACKED_SIDE = 0.26, 0.36  # of the figure's width, left and right of the bands; there stand the names
_NODE = 0.012
_GAP, _STACKED_GAP = 0.05, 0.075  # of the height between two states, the lines of a text
_TOP, _BOTTOM = 0.9, 0.04
_PALE = 0.55


@dataclass(frozen=True)
class Flow:
    """An amount that goes from one state to another; ``colour`` as #rrggbb."""

    source: str
    target: str
    amount: float
    colour: str


def flow_chart(flows: Sequence[Flow], headings: tuple[str, str], families: Sequence[str], *, unit: str,
               decimals: int = 2, size: tuple[int, int] = (900, 520), dpi: float = 100.0,
               colours: ChartColours | None = None, image: str = "png", stacked: bool = False) -> bytes:
    """Return a chart of flows, states in the order in which flows name them, as the bytes of an image ('png' or 'svg').

    headings: of the states on the left and on the right. families: fonts to try, best first. size: pixels at ``dpi``.
    stacked: amounts stand below names, for a narrow chart.
    Raises ChartMissing without Matplotlib, and FontMissing when a Chinese chart would print as empty boxes.
    """
    figure, canvas = new_figure(size, dpi, image)
    shades = colours or ChartColours()
    font = text_font(families)
    figure.set_facecolor(shades.ground)
    plot = figure.add_axes((0, 0, 1, 1))
    plot.set_xlim(0, 1)
    plot.set_ylim(0, 1)
    plot.axis("off")
    drawn = [flow for flow in flows if flow.amount > 0]
    sources, targets = (_sums(drawn, side) for side in ("source", "target"))
    rooms = max(len(sources), len(targets), 1) - 1
    gap, left = (_STACKED_GAP, _STACKED_SIDE) if stacked else (_GAP, _SIDE)
    height = (_TOP - _BOTTOM - gap * rooms) / (sum(flow.amount for flow in drawn) or 1.0)
    begins, ends = _places(sources, height, gap), _places(targets, height, gap)
    used_left, used_right = dict(begins), dict(ends)
    for flow in drawn:
        thick = flow.amount * height
        _band(plot, left, used_left[flow.source], used_right[flow.target], thick, flow.colour)
        used_left[flow.source] -= thick
        used_right[flow.target] -= thick
    between = "\n" if stacked else "  "
    for sums, tops, x, align, shift in ((sources, begins, left, "right", -1), (targets, ends, 1 - left, "left", 1)):
        for name, amount in sums.items():
            top = tops[name]
            plot.fill_between([x, x + shift * _NODE], top - amount * height, top, color=shades.text, linewidth=0)
            plot.text(x + shift * _NODE * 2, top - amount * height / 2,
                      name + between + f"{amount:,.{decimals}f} {unit}", ha=align, va="center", color=shades.text,
                      **font)
    for text, x, align in ((headings[0], left, "right"), (headings[1], 1 - left, "left")):
        plot.text(x, (1 + _TOP) / 2, text, ha=align, va="center", color=shades.text, **font)
    return image_bytes(canvas, image)


def _sums(flows: Sequence[Flow], side: str) -> dict[str, float]:
    sums: dict[str, float] = {}
    for flow in flows:
        name = getattr(flow, side)
        sums[name] = sums.get(name, 0.0) + flow.amount
    return sums


def _places(sums: dict[str, float], height: float, gap: float) -> dict[str, float]:
    """Return the upper edge of each state, from the top down."""
    tops, top = {}, _TOP
    for name, amount in sums.items():
        tops[name] = top
        top -= amount * height + gap
    return tops


def _band(plot: Any, side: float, left: float, right: float, thick: float, colour: str) -> None:
    from matplotlib.patches import PathPatch  # noqa: PLC0415 (see charts.new_figure)
    from matplotlib.path import Path  # noqa: PLC0415

    points = [(side, left), (0.5, left), (0.5, right), (1 - side, right), (1 - side, right - thick),
              (0.5, right - thick), (0.5, left - thick), (side, left - thick), (side, left)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    plot.add_patch(PathPatch(Path(points, codes), facecolor=colour, alpha=_PALE, linewidth=0))
