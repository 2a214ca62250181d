"""The form of a register: what each field is filled in with, as the register writes it; what users set up stays."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsEditorWidgetSetup, QgsFieldConstraints, QgsVectorLayer

from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.survey.site_form import give_form
from tests.builders import layer_of

if TYPE_CHECKING:
    from kf_resources_plugin.rules.rule_rows import RuleBook

pytestmark = pytest.mark.usefixtures("qgis_app")

FIELDS = {**dict.fromkeys(("WWBH", "名称", "级别", "类别", "XZQDM"), "text"), "公布日期": "date",
          **dict.fromkeys(("照片", "note", "own"), "text")}


@pytest.fixture
def book() -> RuleBook:
    """Return the rules in English."""
    return load_rule_book(date(2026, 1, 1), "en")


def register(*rows: dict[str, Any]) -> QgsVectorLayer:
    return layer_of([(None, row) for row in rows], FIELDS, geometry="Point", name="名录")


def widget(layer: QgsVectorLayer, field: str) -> QgsEditorWidgetSetup:
    return layer.editorWidgetSetup(layer.fields().lookupField(field))


def stored(layer: QgsVectorLayer, field: str) -> dict[str, str]:
    """Return what a box stores by the words that it shows."""
    return {word: value for pair in widget(layer, field).config()["map"] for word, value in pair.items()}


def test_fields_are_filled_in_by_words_counties_a_calendar_and_a_photo(book: RuleBook) -> None:
    layer = register()
    give_form(layer, book)
    assert [widget(layer, name).type() for name in FIELDS] == [
        "TextEdit", "TextEdit", "ValueMap", "ValueMap", "ValueMap", "DateTime", "ExternalResource", "TextEdit", ""]
    assert stored(layer, "级别")["National protected site"] == "national"
    assert stored(layer, "类别")["Tomb"] == "tomb"
    assert stored(layer, "XZQDM")["兰考县 410225"] == "410225"
    assert widget(layer, "note").config()["IsMultiline"] is True
    assert layer.attributeAlias(0) == "Site id"
    soft = QgsFieldConstraints.ConstraintStrength.ConstraintStrengthSoft
    missing = QgsFieldConstraints.Constraint.ConstraintNotNull
    told = [layer.fields().at(place).constraints().constraintStrength(missing) for place in range(3)]
    assert told[:2] == [soft, soft]
    assert told[2] != soft  # sites without a level there are


def test_levels_and_types_are_stored_as_the_register_writes_them(book: RuleBook) -> None:
    layer = register({"级别": "全国重点文物保护单位", "类别": "古墓葬"}, {"级别": "国保"}, {"级别": "某级"})
    give_form(layer, book)
    assert stored(layer, "级别")["National protected site"] == "全国重点文物保护单位"
    assert stored(layer, "级别")["Provincial protected site"] == "provincial"
    assert stored(layer, "类别")["Tomb"] == "古墓葬"


def test_what_somebody_set_up_stays(book: RuleBook) -> None:
    layer = register()
    place = layer.fields().lookupField("级别")
    layer.setEditorWidgetSetup(place, QgsEditorWidgetSetup("UniqueValues", {}))
    layer.setFieldAlias(1, "我的名称")
    give_form(layer, book)
    assert widget(layer, "级别").type() == "UniqueValues"
    assert layer.attributeAlias(place) == ""
    assert layer.attributeAlias(1) == "我的名称"
