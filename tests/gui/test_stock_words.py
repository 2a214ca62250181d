"""The words of the stock land dock: every code that an algorithm writes has one."""
from __future__ import annotations

from kf_resources_plugin.gui.duties.stock_words import ROUTES, STOCK_CLASSES
from kf_resources_plugin.processing.stock_land.rate_words import class_names
from kf_resources_plugin.rules import stock_events


def test_every_way_in_which_land_is_disposed_of_has_a_word() -> None:
    assert set(ROUTES) == set(stock_events.ROUTES)


def test_panel_and_report_call_a_class_the_same() -> None:
    assert class_names() == STOCK_CLASSES
