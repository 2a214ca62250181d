"""Charts of flows: an image with the amounts, the same every time, in both formats."""
from __future__ import annotations

import re
import sys
from typing import Any

import pytest
from qgis.PyQt.QtGui import QColor, QImage

from kf_resources_plugin.cartography.charts import ChartMissing
from kf_resources_plugin.cartography.flow_chart import Flow, flow_chart

FLOWS = [Flow("Cultivated", "Garden", 12.34, "#b0618f"), Flow("Forest", "Cultivated", 12.8, "#d9b02f"),
         Flow("Grass", "Cultivated", 2.3, "#d9b02f")]


def drawn(flows: list[Flow], **more: Any) -> bytes:
    return flow_chart(flows, ("Before", "After"), [], unit="ha", **more)


def test_the_names_stand_with_the_sums_of_their_flows(qgis_app: Any) -> None:
    svg = drawn(FLOWS, image="svg").decode("utf-8")
    comments = re.findall(r"<!-- (.*?) -->", svg)  # Matplotlib writes every text beside its outlines
    assert [text for text in comments if text in {"Before", "After"}] == ["Before", "After"]
    for text in ("Cultivated  12.34 ha", "Forest  12.80 ha", "Grass  2.30 ha", "Garden  12.34 ha",
                 "Cultivated  15.10 ha"):
        assert text in comments


def test_bands_are_as_thick_as_their_amounts(qgis_app: Any) -> None:
    """In the middle column of the picture each colour takes a share of the flows' heights."""
    image = QImage.fromData(drawn([Flow("a", "b", 3.0, "#ff0000"), Flow("c", "d", 1.0, "#0000ff")]))
    column = [QColor(image.pixel(240, row)) for row in range(image.height())]  # just right of where bands begin
    red = sum(colour.red() > 200 and colour.blue() < 200 for colour in column)
    blue = sum(colour.blue() > 200 and colour.red() < 200 for colour in column)
    assert red / blue == pytest.approx(3.0, rel=0.05)


def test_the_same_flows_give_the_same_image(qgis_app: Any) -> None:
    assert drawn(FLOWS) == drawn(FLOWS)


def test_what_is_nothing_is_not_drawn(qgis_app: Any) -> None:
    svg = drawn([*FLOWS, Flow("Cultivated", "Water", 0.0, "#000000")], image="svg").decode("utf-8")
    assert "Water" not in svg
    assert drawn([]).startswith(b"\x89PNG")


def test_without_matplotlib_it_says_so(qgis_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ChartMissing):
        drawn(FLOWS)
