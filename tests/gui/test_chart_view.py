"""The chart in a dock: drawn in the background, again when size or colours change, saved as a file."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.PyQt.QtGui import QColor, QImage, QPalette

from kf_resources_plugin.cartography.charts import BalanceBar, ChartMissing
from kf_resources_plugin.gui.widgets import chart_view
from kf_resources_plugin.gui.widgets.chart_view import ChartView

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")

BARS = [BalanceBar("quantity", "ha", 10.0, 6.5, 3.5, 4)]


@pytest.fixture
def chart(qtbot: Any) -> Iterator[ChartView]:
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(400, 220)
    view.show()
    yield view
    view.abandon()


def show(qtbot: Any, chart: ChartView) -> QImage:
    with qtbot.waitSignal(chart.shown):
        chart.set_bars(BARS)
    return chart.pixmap().toImage()


def test_bars_are_shown_in_the_size_of_the_view(chart: ChartView, qtbot: Any) -> None:
    image = show(qtbot, chart)
    assert (image.width(), image.height()) == (chart.width(), chart.height())


def test_the_box_says_that_a_chart_is_coming_and_is_never_just_empty(chart: ChartView, qtbot: Any) -> None:
    with qtbot.waitSignal(chart.shown):
        chart.set_bars(BARS)
        assert chart.text() == "Drawing the chart …"
    assert chart.text() == ""
    assert not chart.pixmap().isNull()
    chart.set_bars(())
    assert chart.text() == ""


def test_another_size_is_drawn_once_when_it_settles(chart: ChartView, qtbot: Any) -> None:
    show(qtbot, chart)
    times: list[bool] = []
    chart.shown.connect(lambda: times.append(True))
    with qtbot.waitSignal(chart.shown):
        for width in (410, 450, 500):
            chart.resize(width, 220)
    qtbot.wait(400)
    assert times == [True]
    assert chart.pixmap().width() == 500


def test_dark_colours_are_taken_up(chart: ChartView, qtbot: Any) -> None:
    light = show(qtbot, chart)
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor("#202124"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#e8eaed"))
    with qtbot.waitSignal(chart.shown):
        chart.setPalette(palette)
    assert chart.pixmap().toImage().pixelColor(399, 219).name() == "#202124"
    assert light.pixelColor(399, 219).name() != "#202124"


def test_a_computer_without_matplotlib_says_so(
    chart: ChartView, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_bars: Any, **_how: Any) -> bytes:
        raise ChartMissing("no Matplotlib here")

    monkeypatch.setattr(chart_view, "balance_bars", missing)
    with qtbot.waitSignal(chart.shown):
        chart.set_bars(BARS)
    assert chart.text() == "no Matplotlib here"


def test_no_bars_no_picture(chart: ChartView, qtbot: Any) -> None:
    show(qtbot, chart)
    chart.set_bars([])
    qtbot.wait(300)
    assert chart.pixmap() is None or chart.pixmap().isNull()


def test_unloading_while_a_chart_is_drawn(chart: ChartView, qtbot: Any) -> None:
    chart.set_bars(BARS)
    qtbot.waitUntil(lambda: chart._task is not None)
    chart.abandon()
    qtbot.wait(200)
    assert chart._task is None


def test_it_is_saved_as_svg_and_png(chart: ChartView, qtbot: Any, tmp_path: Path) -> None:
    show(qtbot, chart)
    chart.save(tmp_path / "图.svg")
    chart.save(tmp_path / "图.png")
    assert b"<svg" in (tmp_path / "图.svg").read_bytes()
    assert QImage(str(tmp_path / "图.png")).width() == 1800
    with pytest.raises(OSError, match="absent"):
        chart.save(tmp_path / "absent" / "图.png")
