"""Bars of amounts: one for each amount, as long as it says, with its figure; negative and unknown ones too."""
from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from kf_resources_plugin.cartography import bar_charts
from kf_resources_plugin.cartography.bar_charts import AmountRows, amount_bars
from kf_resources_plugin.cartography.fonts import FontMissing

pytestmark = pytest.mark.usefixtures("qgis_app")

AMOUNTS = AmountRows(("out", "net"), (("杞县", (12.5, -3.0)), ("a" * 40, (None, 25.0))), "ha", 2)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Keep the figure that is drawn."""
    kept: dict[str, Any] = {}

    def keep(canvas: Any, image: str) -> bytes:
        kept["figure"] = canvas.figure
        buffer = BytesIO()
        canvas.print_png(buffer)
        return buffer.getvalue()

    monkeypatch.setattr(bar_charts, "image_bytes", keep)
    return kept


def test_a_bar_for_each_amount_with_its_figure(drawn: dict[str, Any]) -> None:
    assert amount_bars(AMOUNTS, size=(360, AMOUNTS.height))[:4] == b"\x89PNG"
    plot = drawn["figure"].axes[0]
    assert [patch.get_width() for patch in plot.patches] == [12.5, -3.0, 0.0, 25.0]
    texts = [text.get_text() for text in plot.texts]
    assert texts == ["杞县", "12.50 ha", "-3.00 ha", "a" * 23 + "…", "—", "25.00 ha"]
    tops = [text.get_position()[1] for text in plot.texts]
    assert tops == sorted(tops, reverse=True)
    low, high = plot.get_ylim()
    assert low < min(tops)
    assert max(tops) < high
    legend = drawn["figure"].legends[0]
    assert [text.get_text() for text in legend.get_texts()] == ["out", "net"]


def test_nothing_but_unknown_amounts_is_drawn_too(drawn: dict[str, Any]) -> None:
    assert amount_bars(AmountRows(("out",), (("x", (None,)),), "ha", 2))[:4] == b"\x89PNG"


def test_the_height_grows_with_rows_and_series() -> None:
    more = AmountRows(AMOUNTS.series, AMOUNTS.rows * 2, "ha", 2)
    assert more.height - AMOUNTS.height == AMOUNTS.height - AmountRows(AMOUNTS.series, (), "ha", 2).height


def test_an_svg_is_drawn_and_a_chinese_chart_needs_a_font(chinese_locale: None) -> None:
    assert b"<svg" in amount_bars(AMOUNTS, image="svg")
    with pytest.raises(FontMissing):
        amount_bars(AMOUNTS, families=["No Such Font"])
