"""The profile of a view: ground, the plane that keeps it open, the buildings under and above it, the target."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..i18n import tr
from .charts import ChartColours, image_bytes, new_figure, text_font

if TYPE_CHECKING:
    from collections.abc import Sequence

_GROUND, _TARGET = "#b58b3c", "#8a6fae"
_LEFT, _RIGHT, _FOOT, _TOP = 0.08, 0.98, 0.17, 0.86
_THINNEST = 0.004  # of the view: a building is never drawn thinner
_ROOM = 0.12  # above the highest, as a share of what is shown


@dataclass(frozen=True)
class Bar:
    """A building: from and to which distance in m it stands, level of its ground and top; whether it is too high."""

    first: float
    last: float
    base: float
    top: float
    exceeds: bool


@dataclass(frozen=True)
class Profile:
    """A view by distances in m from the eye: ground (NaN unknown) and plane at ``along``; buildings; the target's foot,
    lowest point to be seen and top.
    """

    title: str
    along: Sequence[float]
    ground: Sequence[float]
    plane: Sequence[float]
    bars: Sequence[Bar]
    target: tuple[float, float, float]


def profile_chart(profile: Profile, families: Sequence[str], *, size: tuple[int, int] = (900, 320), dpi: float = 100.0,
                  colours: ChartColours | None = None, image: str = "png") -> bytes:
    """Return the profile as the bytes of an image ('png' or 'svg'); heights are exaggerated to fill it.

    families: fonts to try, best first. size: pixels at ``dpi``. Raises ChartMissing without Matplotlib, and FontMissing
    when a Chinese chart would print as empty boxes.
    """
    figure, canvas = new_figure(size, dpi, image)
    shades = colours or ChartColours()
    font = text_font(families)
    figure.set_facecolor(shades.ground)
    plot = figure.add_axes((_LEFT, _FOOT, _RIGHT - _LEFT, _TOP - _FOOT))
    plot.set_facecolor(shades.ground)
    foot, low, top = profile.target
    levels = [level for level in (*profile.ground, *profile.plane, foot, top, *(bar.top for bar in profile.bars))
              if level == level]  # noqa: PLR0124 (NaN is unknown ground)
    lowest, highest = min(levels), max(levels)
    room = (highest - lowest or 1.0) * _ROOM
    plot.fill_between(profile.along, lowest - room, profile.ground, color=_GROUND, alpha=0.5, linewidth=0)
    plot.plot(profile.along, profile.ground, color=_GROUND, linewidth=1.0, label=tr("ground"))
    end = profile.along[-1]
    for exceeds, colour in ((False, shades.demanded), (True, shades.short)):
        plot.add_collection(_boxes([bar for bar in profile.bars if bar.exceeds == exceeds], end * _THINNEST, colour))
    plot.plot([end, end], [foot, top], color=_TARGET, linewidth=4.0, solid_capstyle="butt", label=tr("target"))
    plot.plot([end], [low], marker="<", color=_TARGET, markersize=7)
    plot.plot(profile.along, profile.plane, color=shades.text, linewidth=1.2, linestyle="--", label=tr("plane"))
    plot.set_xlim(0, end * 1.01)
    plot.set_ylim(lowest - room, highest + room)
    _label(plot, shades, font)
    figure.text(_LEFT, (1 + _TOP) / 2, profile.title, va="center", color=shades.text, **font)
    return image_bytes(canvas, image)


def _boxes(bars: Sequence[Bar], least: float, colour: str) -> Any:
    """Return buildings as one thing to draw: there may be thousands."""
    from matplotlib.collections import PolyCollection  # noqa: PLC0415 (see charts.new_figure)

    corners = []
    for bar in bars:
        last = max(bar.last, bar.first + least)
        corners.append([(bar.first, bar.base), (last, bar.base), (last, bar.top), (bar.first, bar.top)])
    return PolyCollection(corners, facecolors=colour, linewidths=0, alpha=0.85)


def _label(plot: Any, shades: ChartColours, font: dict[str, Any]) -> None:
    plot.set_xlabel(tr("distance from the eye (m)"), color=shades.text, **font)
    plot.set_ylabel(tr("level (m)"), color=shades.text, **font)
    plot.tick_params(colors=shades.text, labelsize=8)
    for side in plot.spines.values():
        side.set_color(shades.text)
    legend = plot.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncol=3, frameon=False, borderaxespad=0.1,
                         **({"prop": font["fontproperties"]} if "fontproperties" in font else font))
    for text in legend.get_texts():
        text.set_color(shades.text)
