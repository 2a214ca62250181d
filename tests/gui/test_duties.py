"""The pages of the docks against the catalogue: nothing they name is missing, nothing left out matters."""
from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingContext, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel

from kf_resources_plugin import paths
from kf_resources_plugin.cartography.styles import field_title
from kf_resources_plugin.engine.roles import roles
from kf_resources_plugin.gui.duties.charts import AreaBars
from kf_resources_plugin.gui.duties.control_lines import CONTROL_LINE_DUTIES
from kf_resources_plugin.gui.duties.duty_inputs import LAYER_TYPES
from kf_resources_plugin.gui.duties.duty_result import cells, columns
from kf_resources_plugin.gui.duties.farmland import FARMLAND_DUTIES
from kf_resources_plugin.gui.duties.floodplain import FLOODPLAIN_DUTIES
from kf_resources_plugin.gui.duties.heritage import HERITAGE_DUTIES
from kf_resources_plugin.gui.duties.quality import QUALITY_DUTIES
from kf_resources_plugin.gui.duties.stock_land import STOCK_LAND_DUTIES
from kf_resources_plugin.gui.models.rows_model import RowsModel
from tests.builders import layer_of, rectangle

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.gui.duties.duty import Duty

DUTIES = (*FARMLAND_DUTIES, *CONTROL_LINE_DUTIES, *FLOODPLAIN_DUTIES, *HERITAGE_DUTIES, *STOCK_LAND_DUTIES,
          *QUALITY_DUTIES)
DOCKS = {**dict.fromkeys((duty.name for duty in FARMLAND_DUTIES), "dock"),
         **dict.fromkeys((duty.name for duty in CONTROL_LINE_DUTIES), "lines_dock"),
         **dict.fromkeys((duty.name for duty in FLOODPLAIN_DUTIES), "flood_dock"),
         **dict.fromkeys((duty.name for duty in HERITAGE_DUTIES), "heritage_dock"),
         **dict.fromkeys((duty.name for duty in STOCK_LAND_DUTIES), "stock_dock"),
         **dict.fromkeys((duty.name for duty in QUALITY_DUTIES), "data_dock")}

every_duty = pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.name)


@pytest.fixture(scope="module")
def catalogue(repository: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((repository / "tests/processing/catalogue.json").read_text(encoding="utf-8"))
    return found


def output_fields(entry: dict[str, Any], output: str) -> dict[str, str]:
    return {field["name"]: field["kind"] for field in entry["outputs"][output]["fields"]}


def test_every_duty_has_a_page_of_its_own() -> None:
    assert [duty.algorithm for duty in FARMLAND_DUTIES] == [
        "kf:farmlandchange", "kf:stablefarmland", "kf:farmlandtargets", "kf:permanentfarmlandcheck",
        "kf:permanentfarmlandreplace", "kf:reservepotential"]
    assert [duty.algorithm for duty in CONTROL_LINE_DUTIES] == [
        "kf:controllineconflicts", "kf:compliancereview", "kf:landclasstable"]
    assert [duty.algorithm for duty in FLOODPLAIN_DUTIES] == [
        "kf:dikezones", "kf:flooddepth", "kf:floodhazard", "kf:floodexposure", "kf:floodplainzoning",
        "kf:floodplaincompliance", "kf:floodplaincompare"]
    assert [duty.algorithm for duty in HERITAGE_DUTIES] == [
        "kf:heritageregister", "kf:heritagezones", "kf:heritagecheck", "kf:heritageimpact", "kf:heightcontrol"]
    assert [duty.algorithm for duty in STOCK_LAND_DUTIES] == [
        "kf:stocklandstatus", "kf:idleland", "kf:disposalrate", "kf:stockregisterstate",
        "kf:landefficiency", "kf:lowefficiencyland", "kf:landswapbalance", "kf:landreserveplan"]
    assert [duty.algorithm for duty in QUALITY_DUTIES] == ["kf:checkland"]
    assert len({duty.name for duty in DUTIES}) == len(DUTIES)


@every_duty
def test_every_input_that_is_named_is_in_the_catalogue(duty: Duty, catalogue: dict[str, Any]) -> None:
    parameters = catalogue[duty.algorithm]["parameters"]
    assert [name for name in duty.layers if parameters[name]["type"] not in {*LAYER_TYPES, "multilayer"}] == []
    assert [name for name in duty.fields if parameters[name]["type"] != "field"] == []
    assert [name for name in duty.settings if parameters[name]["type"] in {*LAYER_TYPES, "field", "sink"}] == []
    needed = {name for name, entry in parameters.items() if not entry["optional"] and entry["type"] in LAYER_TYPES}
    assert needed <= set(duty.layers)  # what has to be chosen is not hidden among the advanced settings


@every_duty
def test_every_result_that_is_named_is_in_the_catalogue(duty: Duty, catalogue: dict[str, Any]) -> None:
    entry = catalogue[duty.algorithm]
    assert [name for name in duty.numbers if entry["outputs"][name]["type"] != "outputNumber"] == []
    assert [name for name in duty.shown if entry["outputs"][name]["type"] not in {"outputVector", "outputRaster"}] == []
    sinks = {name for name, one in entry["parameters"].items() if one["type"] in {"sink", "rasterDestination"}}
    assert sinks - {"FINDINGS", "FINDING_POINTS"} == set(duty.shown)  # no layer of the run is kept from the planner
    assert set(duty.copies) <= set(duty.shown)
    assert set(duty.copies.values()) <= set(duty.layers)
    for table in duty.tables:
        known = output_fields(entry, table.output)
        named = {*table.columns, *table.flags, *table.alarms, *table.words, *table.alarm_words, *table.roles}
        assert named <= set(known), table.output
        assert {*table.flags, *table.alarms, *table.words, *table.alarm_words} <= set(table.columns)
        assert {known[name] for name in table.flags} <= {"integer"}
        assert not table.order or table.order in known
        assert [name for name in table.columns if field_title(name, "zh") == name and name != "BSM"] == []
    if isinstance(duty.chart, AreaBars):
        known = output_fields(entry, duty.chart.output)
        assert {*duty.chart.labels, *duty.chart.series} <= set(known)
        assert all(name.endswith("_m2") for name in duty.chart.series)


@every_duty
def test_the_area_layers_on_offer_are_those_that_the_rules_ask_for(
    duty: Duty, kf_provider: Any, qgis_new_project: Any
) -> None:
    """A layer of each role is given; whatever else is wrong, the algorithm refuses just those it has no rule for."""
    algorithm = duty.definition()
    if algorithm.parameterDefinition(duty.area_layers) is None:
        assert duty.areas == ()
        return
    refused = set()
    for role in [role for role in roles().values() if role.polygons]:
        layer = layer_of([(rectangle(38_600_000, 3_850_000, 10, 10), {"name": "x", "site_id": "1"})],
                         {"name": "text", "site_id": "text", "tier": "text"}, name="kf test area")
        layer.setCustomProperty("kf/role", role.name)
        QgsProject.instance().addMapLayer(layer)
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        _, message = algorithm.checkParameterValues({duty.area_layers: [layer.id()]}, context)
        if "kf test area" in message:
            refused.add(role.name)
    accepted = {name for name, role in roles().items() if role.polygons} - refused
    assert set(duty.areas) <= accepted
    assert set(duty.areas) == accepted or not duty.area_roles  # where no rules speak of areas, a page offers what fits


@every_duty
def test_a_page_has_a_box_for_every_input_and_is_no_wider_than_the_docks_own(
    duty: Duty, request: pytest.FixtureRequest
) -> None:
    dock = request.getfixturevalue(DOCKS[duty.name])
    width = dock.scroll.minimumWidth()
    page = dock.pages.page(duty.name)
    dock.pages.choose(duty.name)
    page.advanced_group.setCollapsed(False)
    page.update_state()
    inputs = {one.name() for one in page.algorithm.parameterDefinitions() if not one.isDestination()
              and not (one.type() == "field" and one.parentLayerParameterName() == duty.area_layers)}
    assert set(duty.hidden) <= inputs
    # of several layers each has its own fields: one box for all would mislead
    assert page.inputs.shown() == inputs - set(duty.hidden)
    assert page.scroll.minimumWidth() <= width
    labels = [label for label in page.findChildren(QLabel) if label.buddy() is not None]
    assert len(labels) >= len(inputs) - 2
    assert paths.resource("icons", f"{duty.icon}.svg").is_file()


def test_a_duty_says_all_it_has() -> None:
    """Every field of a description is used by some page, or it would be there for nothing."""
    for field in fields(DUTIES[0]):
        assert any(getattr(duty, field.name) for duty in DUTIES), field.name


def test_a_verdict_that_nobody_can_give_is_said(kf_provider: Any) -> None:
    """``balanced`` is 0, 1 or NULL: no cell stays blank, and only a short account is red."""
    duty = next(duty for duty in DUTIES if duty.name == "change")
    for table in duty.tables[:2]:
        place = table.columns.index("balanced")
        column = columns(duty.definition(), table)[place]
        model = RowsModel([column])
        model.set_rows([[cells({"balanced": value}, table)[place]] for value in (1, 0, None)])
        assert [model.index(row, 0).data() for row in range(3)] == ["yes", "no", "open"]
        red = [model.index(row, 0).data(Qt.ItemDataRole.ForegroundRole) is not None for row in range(3)]
        assert red == [False, True, False]
