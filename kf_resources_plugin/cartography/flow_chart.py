"""Flows from one state to the next as bands whose widths are their amounts, in the manner of a Sankey diagram."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .charts import ChartColours, image_bytes, new_figure, text_font

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEFT, _RIGHT = 0.26, 0.74  # of the figure's width, where bands begin and end; beside them stand the names
_NODE = 0.012
_GAP = 0.05  # of the height between two states, a line of text
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
               colours: ChartColours | None = None, image: str = "png") -> bytes:
    """Return a chart of flows, states in the order in which flows name them, as the bytes of an image ('png' or 'svg').

    headings: of the states on the left and on the right. families: fonts to try, best first. size: pixels at ``dpi``.
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
    height = (_TOP - _BOTTOM - _GAP * rooms) / (sum(flow.amount for flow in drawn) or 1.0)
    begins, ends = _places(sources, height), _places(targets, height)
    used_left, used_right = dict(begins), dict(ends)
    for flow in drawn:
        thick = flow.amount * height
        _band(plot, used_left[flow.source], used_right[flow.target], thick, flow.colour)
        used_left[flow.source] -= thick
        used_right[flow.target] -= thick
    for sums, tops, x, align, shift in ((sources, begins, _LEFT, "right", -1), (targets, ends, _RIGHT, "left", 1)):
        for name, amount in sums.items():
            top = tops[name]
            plot.fill_between([x, x + shift * _NODE], top - amount * height, top, color=shades.text, linewidth=0)
            plot.text(x + shift * _NODE * 2, top - amount * height / 2, f"{name}  {amount:,.{decimals}f} {unit}",
                      ha=align, va="center", color=shades.text, **font)
    for text, x, align in ((headings[0], _LEFT, "right"), (headings[1], _RIGHT, "left")):
        plot.text(x, (1 + _TOP) / 2, text, ha=align, va="center", color=shades.text, **font)
    return image_bytes(canvas, image)


def _sums(flows: Sequence[Flow], side: str) -> dict[str, float]:
    sums: dict[str, float] = {}
    for flow in flows:
        name = getattr(flow, side)
        sums[name] = sums.get(name, 0.0) + flow.amount
    return sums


def _places(sums: dict[str, float], height: float) -> dict[str, float]:
    """Return the upper edge of each state, from the top down."""
    tops, top = {}, _TOP
    for name, amount in sums.items():
        tops[name] = top
        top -= amount * height + _GAP
    return tops


def _band(plot: Any, left: float, right: float, thick: float, colour: str) -> None:
    from matplotlib.patches import PathPatch  # noqa: PLC0415 (see charts.new_figure)
    from matplotlib.path import Path  # noqa: PLC0415

    middle = (_LEFT + _RIGHT) / 2
    points = [(_LEFT, left), (middle, left), (middle, right), (_RIGHT, right), (_RIGHT, right - thick),
              (middle, right - thick), (middle, left - thick), (_LEFT, left - thick), (_LEFT, left)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    plot.add_patch(PathPatch(Path(points, codes), facecolor=colour, alpha=_PALE, linewidth=0))
