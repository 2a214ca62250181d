"""Charts: what they show, in which colours, and what happens where they cannot be drawn."""
from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from qgis.PyQt.QtGui import QColor, QImage, QPalette

from kf_resources_plugin.cartography import charts
from kf_resources_plugin.cartography.charts import BalanceBar, ChartColours, ChartMissing, balance_bars, chart_colours
from kf_resources_plugin.cartography.fonts import FontMissing, chinese_families

pytestmark = pytest.mark.usefixtures("qgis_app")

SHORT = BalanceBar("quantity", "ha", 10.0, 6.5, 3.5, 4)
ENOUGH = BalanceBar("quantity", "ha", 10.0, 12.0, 0.0, 4)


def image_of(*bars: BalanceBar, size: tuple[int, int] = (600, 300), colours: ChartColours | None = None) -> QImage:
    image = QImage.fromData(balance_bars(bars, size=size, colours=colours))
    assert (image.width(), image.height()) == size
    return image


def columns_of(image: QImage, colour: str, row: int) -> int:
    """Return how many pixels of a row have a colour."""
    wanted = QColor(colour).rgb()
    return sum(image.pixel(x, row) == wanted for x in range(image.width()))


def longest(image: QImage, colour: str) -> int:
    return max(columns_of(image, colour, y) for y in range(image.height()))


def texts(svg: bytes) -> list[str]:
    """Return the texts of an SVG; Matplotlib draws them as paths, after a comment with the words."""
    return [text.strip() for text in re.findall(r"<!--(.*?)-->", svg.decode("utf-8"))]


def test_bars_are_as_long_as_their_amounts() -> None:
    """6.5 of 10 ha are there: the blue part and the green bar are as long as each other, and 0.65 of demand."""
    shades = ChartColours()
    image = image_of(SHORT, size=(1000, 200))
    green, blue = longest(image, shades.available), longest(image, shades.demanded)
    assert abs(green - blue) <= 2
    whole = longest(image_of(ENOUGH, size=(1000, 200)), shades.demanded) * 12 / 10  # the longest bar there is 12 ha
    assert green / whole == pytest.approx(0.65, abs=0.01)


def test_a_shortage_is_red_and_only_a_shortage() -> None:
    red = ChartColours().short
    assert longest(image_of(SHORT), red) > 50
    assert longest(image_of(ENOUGH), red) == 0


def test_figures_are_printed_with_their_unit() -> None:
    bars = [BalanceBar("quantity", "ha", 12.3456, 1234.5, 0.0, 4), BalanceBar("capacity", "kg", 138000, None, 12000, 0)]
    assert texts(balance_bars(bars, image="svg")) == [
        "demanded 12.3456 ha", "available 1,234.5000 ha", "quantity",
        "demanded 138,000 kg", "available unknown", "capacity", "short: 12,000 kg"]


def test_an_unknown_shortage_is_told() -> None:
    assert "short: unknown" in texts(balance_bars([BalanceBar("capacity", "kg", None, 1.0, None, 0)], image="svg"))


def test_nothing_at_all_is_drawn_too() -> None:
    image_of(BalanceBar("paddy", "ha", 0.0, 0.0, 0.0, 4), BalanceBar("paddy", "ha", None, None, None, 4))


def test_svg_is_a_picture_and_the_same_every_time() -> None:
    first = balance_bars([SHORT], image="svg")
    assert ET.fromstring(first).tag.endswith("svg")
    assert b"<dc:date>" not in first


@pytest.mark.parametrize(("ground", "text"), [("#ffffff", "#000000"), ("#202124", "#e8eaed")])
def test_colours_can_be_read_on_the_palettes_ground(ground: str, text: str) -> None:
    """Every colour differs from the ground by a contrast of 3 at least (WCAG 2.1, 1.4.11)."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(ground))
    palette.setColor(QPalette.ColorRole.Text, QColor(text))
    shades = chart_colours(palette)
    assert (shades.ground, shades.text) == (ground, text)
    for colour in (shades.text, shades.demanded, shades.available, shades.short, *shades.lines):
        assert contrast(colour, ground) >= 3, colour
    assert columns_of(image_of(SHORT, colours=shades), ground, 0) == 600


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.1."""
    parts = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
             for value in QColor(colour).getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_chinese_is_printed_in_a_font_that_has_it(recwarn: pytest.WarningsRecorder) -> None:
    """Matplotlib warns of every character its font lacks."""
    assert chinese_families()
    image_of(BalanceBar("耕地数量", "亩", 1.0, 2.0, 0.0))
    assert [str(warning.message) for warning in recwarn if "missing from" in str(warning.message)] == []


def test_without_a_font_a_chinese_chart_is_refused_and_an_english_one_drawn(
    monkeypatch: pytest.MonkeyPatch, qgis_app: Any
) -> None:
    assert balance_bars([SHORT], families=["No Such Family"])
    monkeypatch.setattr(charts, "language", lambda: "zh")
    with pytest.raises(FontMissing):
        balance_bars([SHORT], families=["No Such Family"])


def test_without_matplotlib_the_planner_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("matplotlib")]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ChartMissing, match="Matplotlib"):
        balance_bars([SHORT])


def test_pyplot_is_not_loaded() -> None:
    balance_bars([SHORT])
    assert "matplotlib.pyplot" not in sys.modules
