"""A place of a result tells why it is what it is: clicked on the map, selected, or not there any more."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt import sip

from kf_resources_plugin.gui.duties.duty import Card
from kf_resources_plugin.gui.widgets.feature_card import FeatureCard
from tests.builders import layer_of, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop import DesktopInterface

pytestmark = pytest.mark.usefixtures("qgis_new_project")

CARD = Card("ZONES", "Click a unit", "zone", {"S": "fit for water"}, "reason", "reason_en",
            ("area_m2", "score_s", "share", "rule_id"))
FIELDS = {"zone": "text", "reason": "text", "reason_en": "text", "area_m2": "real", "score_s": "real", "share": "real",
          "rule_id": "text"}


@pytest.fixture
def zones() -> QgsVectorLayer:
    layer = layer_of([
        (rectangle(38_600_000, 3_850_000, 100, 100),
         {"zone": "S", "reason": "主槽", "reason_en": "main <channel>", "area_m2": 20_000.0, "score_s": 87.5,
          "share": 0.25, "rule_id": "zoning.s_main_channel"}),
        (rectangle(38_600_200, 3_850_000, 100, 100), {"zone": "X", "reason": "只有中文", "area_m2": 10_000.0})],
        FIELDS, name="zones")
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def card(desktop: DesktopInterface) -> Iterator[FeatureCard]:
    made = FeatureCard(CARD, desktop, desktop.mainWindow())
    yield made
    made.set_layer(None)


def feature_ids(layer: QgsVectorLayer) -> list[int]:
    return sorted(layer.allFeatureIds())


def test_a_selected_unit_tells_zone_reason_and_figures_in_both_units(card: FeatureCard, zones: QgsVectorLayer) -> None:
    card.set_layer(zones)
    zones.selectByIds(feature_ids(zones)[:1])
    text = card.label.text()
    assert text.startswith("<b>fit for water</b>")
    assert "main &lt;channel&gt;" in text  # words of data are no markup
    assert "Area: 2.0000 ha, 30.00 mu" in text
    assert "87.5" in text
    assert "25.00 %" in text
    assert "zoning.s_main_channel" in text


def test_what_is_missing_is_left_out_and_chinese_stands_in_for_english(
    card: FeatureCard, zones: QgsVectorLayer
) -> None:
    card.set_layer(zones)
    zones.selectByIds(feature_ids(zones)[1:])
    assert card.label.text().startswith("<b>X</b><br>只有中文<br>")
    assert "Score" not in card.label.text()


def test_the_button_takes_the_map_and_gives_it_back(card: FeatureCard, zones: QgsVectorLayer,
                                                    desktop: DesktopInterface) -> None:
    assert not card.button.isEnabled()
    card.set_layer(zones)
    canvas = desktop.mapCanvas()
    card.button.setChecked(True)
    tool = canvas.mapTool()
    assert tool is not None
    tool.featureIdentified.emit(next(zones.getFeatures()))
    assert "fit for water" in card.label.text()
    card.button.setChecked(False)
    assert canvas.mapTool() is not tool


def test_another_tool_lifts_the_button(card: FeatureCard, zones: QgsVectorLayer, desktop: DesktopInterface) -> None:
    from qgis.gui import QgsMapToolPan

    card.set_layer(zones)
    card.button.setChecked(True)
    pan = QgsMapToolPan(desktop.mapCanvas())
    desktop.mapCanvas().setMapTool(pan)
    assert not card.button.isChecked()
    desktop.mapCanvas().unsetMapTool(pan)


def test_a_layer_that_goes_takes_its_text_along(card: FeatureCard, zones: QgsVectorLayer) -> None:
    card.set_layer(zones)
    zones.selectByIds(feature_ids(zones)[:1])
    card.forget_layers(["another"])
    assert card.label.text()
    QgsProject.instance().layersWillBeRemoved.connect(card.forget_layers)
    QgsProject.instance().removeMapLayer(zones.id())
    assert sip.isdeleted(zones)
    assert card.label.text() == ""
    assert not card.button.isEnabled()
