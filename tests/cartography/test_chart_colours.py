"""Colours of charts: told apart in a grey print, by who sees no green, and on a dark ground."""
from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from qgis.PyQt.QtGui import QColor, QPalette

from kf_resources_plugin.cartography.charts import ChartColours, chart_colours
from kf_resources_plugin.cartography.trend_chart import _DASHES, _MARKERS

# Machado, Oliveira, Fernandes 2009, deuteranopia, on linear RGB
NO_GREEN = np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]])
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def dark() -> ChartColours:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor("#202020"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#f0f0f0"))
    return chart_colours(palette)


def lab(colour: str, *, no_green: bool = False) -> np.ndarray:
    """Return CIE L*a*b* (D65) of a colour, as it is or as it is seen without green."""
    rgb = np.array([int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(NO_GREEN @ linear, 0, 1) if no_green else linear
    part = TO_XYZ @ seen / WHITE
    part = np.where(part > 216 / 24389, np.cbrt(part), (24389 / 27 * part + 16) / 116)
    return np.array([116 * part[1] - 16, 500 * (part[0] - part[1]), 200 * (part[1] - part[2])])


@pytest.mark.parametrize("colours", [ChartColours(), dark()], ids=["light", "dark"])
def test_neighbours_differ_in_a_grey_print(colours: ChartColours) -> None:
    for row in (colours.bars, colours.lines):
        lightness = [lab(colour)[0] for colour in row]
        assert min(abs(one - other) for one, other in zip(lightness, lightness[1:])) >= 12


@pytest.mark.parametrize("colours", [ChartColours(), dark()], ids=["light", "dark"])
@pytest.mark.parametrize("no_green", [False, True])
def test_no_two_of_a_chart_look_alike(colours: ChartColours, no_green: bool) -> None:
    for row in (colours.bars, colours.lines):
        seen = [lab(colour, no_green=no_green) for colour in row]
        assert min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2)) >= 15


@pytest.mark.parametrize("colours", [ChartColours(), dark()], ids=["light", "dark"])
def test_lines_stand_out_from_the_ground(colours: ChartColours) -> None:
    ground = lab(colours.ground)[0]
    assert min(abs(lab(colour)[0] - ground) for colour in colours.lines) >= 30


def test_lines_of_a_city_differ_without_their_colours() -> None:
    """Kaifeng has nine counties and districts."""
    looks = [(_MARKERS[place % len(_MARKERS)], place // len(ChartColours().lines)) for place in range(10)]
    assert len({marker for marker, _ in looks}) == 10
    assert len(_DASHES) * len(ChartColours().lines) >= 20
