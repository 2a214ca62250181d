"""What pages draw: the rows and fields the description names, in the unit of the page."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.gui.duties.charts import AreaBars, LandFlows
from kf_resources_plugin.gui.duties.duty_result import DutyResult, plain_title
from kf_resources_plugin.gui.duties.rate_chart import trend_of
from tests.builders import layer_of, save

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")

FIELDS = {"unit_name": "text", "unit_code": "text", "out_m2": "real", "in_m2": "real", "back_m2": "real"}


@pytest.fixture
def result(tmp_path: Path) -> DutyResult:
    """Two counties, one without a name."""
    rows: list[Any] = [(None, {"unit_name": "杞县", "unit_code": "410221", "out_m2": 20_000.0, "in_m2": 5000.0,
                               "back_m2": 1000.0}),
                       (None, {"unit_name": None, "unit_code": "410222", "out_m2": 10_000.0, "in_m2": None,
                               "back_m2": 0.0})]
    save(layer_of(rows, FIELDS, geometry="None", name="account"), tmp_path / "results.gpkg")
    return DutyResult(tmp_path, {})


def test_bars_are_rows_of_the_output_in_the_unit_of_the_page(result: DutyResult) -> None:
    """20 000 m² are 30 mu, 5 000 m² 7.5 mu, 10 000 m² 15 mu."""
    drawing = AreaBars("ACCOUNT", ("unit_name", "unit_code"), ("out_m2", "in_m2"), order="unit_code").drawing(
        result, "mu")
    assert drawing is not None
    amounts = drawing[0].args[0]
    assert amounts.rows == (("杞县", (30.0, 7.5)), ("410222", (15.0, None)))
    assert (amounts.unit, amounts.decimals) == ("mu", 2)
    assert drawing[0](size=(300, drawing[1]))[:4] == b"\x89PNG"


def test_rows_of_one_label_are_summed_and_what_is_unknown_stays_so(result: DutyResult) -> None:
    """Without codes both rows are one: 2 + 1 ha out, 0.5 ha and something unknown in."""
    drawing = AreaBars("ACCOUNT", ("absent",), ("out_m2", "in_m2")).drawing(result, "ha")
    assert drawing is not None
    assert drawing[0].args[0].rows == (("", (3.0, None)),)


def test_rows_may_be_chosen(result: DutyResult) -> None:
    bars = AreaBars("ACCOUNT", ("unit_code",), ("out_m2",), where="\"unit_code\" = '410222'")
    drawing = bars.drawing(result, "ha")
    assert drawing is not None
    assert drawing[0].args[0].rows == (("410222", (1.0,)),)
    assert AreaBars("ACCOUNT", ("unit_code",), ("out_m2",), where="1 = 0").drawing(result, "ha") is None
    assert AreaBars("ABSENT", ("unit_code",), ("out_m2",)).drawing(result, "ha") is None


def test_flows_add_up_all_rows(result: DutyResult) -> None:
    """Out 2 + 1 ha and 0.1 + 0 back: 3.1 ha go to forest; 0.5 ha come from it; nothing goes to grass."""
    flows = LandFlows("ACCOUNT", "Cultivated land", "#d0b040",
                      ((("out_m2", "back_m2"), "Forest", "#3f8f4f"), ((), "Grass", "#8fae3c")), (("in_m2", "Forest"),))
    drawing = flows.drawing(result, "ha")
    assert drawing is not None
    drawn = drawing[0].args[0]
    assert [(flow.source, flow.target, round(flow.amount, 6)) for flow in drawn] == [
        ("Cultivated land", "Forest", 3.1), ("Forest", "Cultivated land", 0.5)]
    assert drawing[0](size=(340, drawing[1]))[:4] == b"\x89PNG"


@pytest.mark.parametrize(("title", "plain"), [
    ("Farmland (m²)", "Farmland"), ("耕地（平方米）", "耕地"), ("粮食产能（公斤）", "粮食产能"), ("面积（m²）", "面积"),
    ("粮食产能（kg）", "粮食产能"), ("连片规模（亩）", "连片规模（亩）"), ("Blocks", "Blocks"),
    ("范围（示意）", "范围（示意）"),
])
def test_titles_lose_the_unit_that_the_figure_brings(title: str, plain: str) -> None:
    assert plain_title(title) == plain


def test_rates_of_all_counties_together_stand_beside_their_own(tmp_path: Path) -> None:
    """1 of 10 and 3 of 10 ha are 20 % of all; of 2024 one county is not known, so nobody knows that of all."""
    fields = {"unit_name": "text", "unit_code": "text", "year": "integer", "opening_m2": "real", "disposed_m2": "real",
              "rate": "real"}
    rows: list[Any] = [(None, dict(zip(fields, row))) for row in (
        ("杞县", "410221", 2024, 1e5, 2e4, 0.2), ("杞县", "410221", 2025, 1e5, 1e4, 0.1),
        ("通许县", "410222", 2025, 1e5, 3e4, 0.3))]
    save(layer_of(rows, fields, geometry="None", name="trend"), tmp_path / "results.gpkg")
    trend = trend_of(DutyResult(tmp_path, {"TARGET": 0.15}))
    assert trend is not None
    assert trend.lines == (("杞县", (0.2, 0.1)), ("通许县", (None, 0.3)))
    assert trend.whole == (("Total", (None, 0.2)),)
