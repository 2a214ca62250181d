"""Charts for docks and reports: Matplotlib figures made into images, in the colours of the window or of paper.

Matplotlib comes with QGIS on Debian and in the Windows installers; where it is missing, ``ChartMissing`` says so and
the caller shows its table alone. Figures are drawn by hand on their canvas, never by pyplot, so that no window and no
global figure arises and a chart may be drawn on another thread.
"""
from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtGui import QPalette

from ..engine.errors import PlannerError
from ..i18n import language, tr
from .fonts import chinese_families, font_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

DARK_BELOW = 128
_POINTS_PER_INCH = 72.0
_TEXT_POINTS = 9.0
# room right of the longest bar for its figure, as a share of the bar
_ROOM_FOR_FIGURES = 0.62
_BAR_HEIGHT = 0.72
_TITLE_LINES = 2.0
_FOOT = 0.02


class ChartMissing(PlannerError):
    """This computer cannot draw charts."""


@dataclass(frozen=True)
class BalanceBar:
    """One indicator of a balance, in ``unit``: what is demanded, what is available for it, what is short of it.

    None where an amount is unknown. ``decimals`` of the printed figures.
    """

    label: str
    unit: str
    demanded: float | None
    available: float | None
    short: float | None
    decimals: int = 2


@dataclass(frozen=True)
class ChartColours:
    """Colours as #rrggbb; a shortage is red on every ground.

    bars: of the series of one row, lines: of lines that cross. Those who see no red or green tell neighbours apart, and
    so does a grey print: their lightness differs, tests measure it.
    """

    ground: str = "#ffffff"
    text: str = "#202020"
    bars: tuple[str, ...] = ("#14568f", "#5f9e4c", "#a8327d", "#e0b04a")
    lines: tuple[str, ...] = ("#0b4f8a", "#c9720a", "#a8327d", "#1b9e77", "#7a4508", "#3f8fd0")
    short: str = "#c00000"

    @property
    def demanded(self) -> str:
        """Return the colour of what is demanded."""
        return self.bars[0]

    @property
    def available(self) -> str:
        """Return the colour of what is there for it."""
        return self.bars[1]


def chart_colours(palette: QPalette) -> ChartColours:
    """Return the colours that can be read in a window with ``palette``, light or dark."""
    ground = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Base)
    text = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)
    if ground.lightness() >= DARK_BELOW:
        return ChartColours(ground.name(), text.name())
    return ChartColours(ground.name(), text.name(), ("#4a90d0", "#a9dd98", "#c58bd0", "#ffe08a"),
                        ("#5ba4e6", "#ffcf8a", "#d07ab4", "#7fe0bd", "#c98d4b", "#c4e4ff"), "#ff6b6b")


def balance_bars(bars: Sequence[BalanceBar], *, size: tuple[int, int] = (900, 420), dpi: float = 100.0,
                 colours: ChartColours | None = None, image: str = "png",
                 families: Sequence[str] | None = None) -> bytes:
    """Return a chart of balances, one row of bars for each, as the bytes of an image ('png' or 'svg').

    size: pixels (width, height) at ``dpi``. ``families`` are the fonts to try, best first (those of this computer that
    print Chinese when omitted; asking for them needs the main thread). Raises ChartMissing without Matplotlib, and
    FontMissing when a Chinese chart would print as empty boxes.
    """
    figure, canvas = new_figure(size, dpi, image)
    shades = colours or ChartColours()
    font = text_font(chinese_families() if families is None else families)
    figure.set_facecolor(shades.ground)
    axes = figure.subplots(len(bars), 1, squeeze=False)[:, 0]
    for plot, bar in zip(axes, bars):
        _draw(plot, bar, shades, font)
    # every row is a line of text over its bars; shares of the figure's height
    title = _TITLE_LINES * _TEXT_POINTS / _POINTS_PER_INCH * dpi / size[1]
    height = max((1 - _FOOT) / len(bars) - title, title)
    figure.subplots_adjust(left=0.02, right=0.98, top=1 - title, bottom=_FOOT, hspace=title / height)
    return image_bytes(canvas, image)


def image_bytes(canvas: Any, image: str) -> bytes:
    """Return what is drawn on a canvas as an image ('png' or 'svg'), without the time of drawing."""
    buffer = BytesIO()
    write = canvas.print_svg if image == "svg" else canvas.print_png
    write(buffer, metadata={"Date": None} if image == "svg" else {"Software": None})
    return buffer.getvalue()


def new_figure(size: tuple[int, int], dpi: float, image: str) -> tuple[Any, Any]:
    """Return an empty figure of ``size`` pixels and its canvas; raises ChartMissing without Matplotlib."""
    try:
        # half a second on first use, which who draws nothing need not wait for
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as error:
        raise ChartMissing(tr("Charts need Matplotlib, which this QGIS does not bring; the figures are in the table. "
                              "(Debian and Ubuntu: package python3-matplotlib)")) from error
    figure = Figure(figsize=(size[0] / dpi, size[1] / dpi), dpi=dpi)
    return figure, (FigureCanvasSVG if image == "svg" else FigureCanvasAgg)(figure)


def text_font(families: Sequence[str]) -> dict[str, Any]:
    """Return the keyword that gives a text its font: the first of ``families`` that Matplotlib knows too.

    Raises FontMissing when a Chinese chart would print as empty boxes.
    """
    from matplotlib import font_manager  # noqa: PLC0415 (see new_figure)

    for family in families:
        try:
            path = font_manager.findfont(font_manager.FontProperties(family=family), fallback_to_default=False)
        except ValueError:
            continue
        return {"fontproperties": font_manager.FontProperties(fname=path, size=_TEXT_POINTS)}
    if language() == "zh":
        raise font_missing()
    return {"fontsize": _TEXT_POINTS}


def plain_axes(plot: Any, shades: ChartColours) -> None:
    """Leave of the axes of a bar chart the line that the bars start from."""
    plot.set_facecolor(shades.ground)
    plot.set_xticks([])
    plot.set_yticks([])
    for side in ("top", "right", "bottom"):
        plot.spines[side].set_visible(False)
    plot.spines["left"].set_color(shades.text)


def _draw(plot: Any, bar: BalanceBar, shades: ChartColours, font: dict[str, Any]) -> None:
    """Draw demand over availability, the part of the demand that is short in red at its end."""
    demanded, available, short = (max(value or 0.0, 0.0) for value in (bar.demanded, bar.available, bar.short))
    covered = max(demanded - short, 0.0)
    plot.barh(1, covered, _BAR_HEIGHT, color=shades.demanded)
    plot.barh(1, short, _BAR_HEIGHT, left=covered, color=shades.short, hatch="///", edgecolor=shades.ground,
              linewidth=0)
    plot.barh(0, available, _BAR_HEIGHT, color=shades.available)
    longest = max(demanded, covered + short, available) or 1.0
    plot.set_xlim(0, longest * (1 + _ROOM_FOR_FIGURES))
    plot.set_ylim(-0.5, 1.5)
    gap = longest * 0.015
    plot.text(max(demanded, covered + short) + gap, 1, tr("demanded {amount}").format(
        amount=_amount(bar.demanded, bar)), va="center", color=shades.text, **font)
    plot.text(available + gap, 0, tr("available {amount}").format(
        amount=_amount(bar.available, bar)), va="center", color=shades.text, **font)
    above = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "bottom", **font}
    plot.annotate(bar.label, (0, 1), (0, 2), color=shades.text, **above)
    if bar.short is None or bar.short > 0:
        plot.annotate(tr("short: {amount}").format(amount=_amount(bar.short, bar)), (1, 1), (0, 2), ha="right",
                      color=shades.short, **above)
    plain_axes(plot, shades)


def _amount(value: float | None, bar: BalanceBar) -> str:
    return tr("unknown") if value is None else f"{value:,.{bar.decimals}f} {bar.unit}"
