"""Columns of a table beside each other: texts give way, numbers do not."""
from __future__ import annotations

from typing import Any

import pytest

from kf_resources_plugin.gui.models.column_widths import fitted_widths
from kf_resources_plugin.gui.models.rows_model import AREA, Column
from kf_resources_plugin.gui.widgets.result_table import ResultTable


@pytest.mark.parametrize(("wanted", "least", "room", "widths"), [
    ([100, 50], [40, 50], 200, [100, 50]),  # there is room
    ([100, 50], [40, 50], 120, [70, 50]),
    ([200, 150, 50], [40, 40, 50], 250, [100, 100, 50]),  # the widest first, then both
    ([200, 150, 50], [120, 40, 50], 250, [120, 80, 50]),  # one is at its least
    ([30, 150], [40, 40], 75, [30, 45]),  # narrower than its least from the beginning
    ([200, 150], [120, 100], 200, [200, 150]),  # no use: it has to be scrolled
    ([], [], 100, [])])
def test_the_widest_give_way_first(wanted: list[int], least: list[int], room: int, widths: list[int]) -> None:
    assert fitted_widths(wanted, least, room) == widths


def test_a_table_follows_its_width_until_the_user_draws_a_column(qtbot: Any) -> None:
    table = ResultTable([Column("Name"), Column("Area", AREA)])
    qtbot.addWidget(table)
    table.resize(800, 300)
    table.show()
    table.set_rows([("开封城墙及其附属的城门与马面", 12_345_678.9)])
    name, area = (table.view.columnWidth(column) for column in (0, 1))
    table.resize(name + area - 20, 300)
    assert table.view.columnWidth(0) < name
    assert table.view.columnWidth(1) == area
    assert table.view.columnWidth(0) + area <= table.view.viewport().width()
    table.resize(800, 300)
    assert table.view.columnWidth(0) == name
    table.view.setColumnWidth(0, 300)
    table.resize(name + area - 20, 300)
    assert table.view.columnWidth(0) == 300
    table.set_rows([("铁塔", 1.0)])
    assert table.view.columnWidth(0) < 300
