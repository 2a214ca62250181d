"""A duty whose algorithm needs no year before, and a dock that has it as a page beside the balance."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kf_resources_plugin.gui.docks import farmland_dock
from kf_resources_plugin.gui.duties.charts import AreaBars
from kf_resources_plugin.gui.duties.duty import Duty, Table
from tests.gui.docks import click

if TYPE_CHECKING:
    import pytest

    from kf_resources_plugin.gui.docks.farmland_dock import FarmlandDock
    from kf_resources_plugin.gui.duties.duty_page import DutyPage

OCCUPATION = Duty(
    name="taken", title="What projects take", icon="farmland", algorithm="kf:farmlandoccupation",
    layers=("PROJECTS", "LAND", "PERMANENT_FARMLAND", "UNITS"), fields=("PROJECT_ID_FIELD", "LAND_CLASS_FIELD"),
    settings=("RULES_DATE",), numbers=("FARMLAND_M2", "CAPACITY_KG"),
    tables=(Table("SUMMARY", ("project_name", "project_id", "demand_date", "farmland_m2", "capacity_kg"),
                  alarms=("farmland_m2",), order="project_id"),
            Table("PIECES", ("kind", "net_m2", "permanent", "GDDB", "KCXS"), flags=("permanent",),
                  words={"kind": {"paddy": "wet field"}}, alarm_words={"kind": ("paddy",)},
                  where="\"project_id\" = 'P2'")),
    shown=("PIECES", "SUMMARY"), chart=AreaBars("SUMMARY", ("project_name",), ("farmland_m2", "paddy_m2")))
ABSENT = Duty(name="absent", title="Not there", icon="farmland", algorithm="kf:absent", layers=(), numbers=(),
              tables=(), shown=())


def offer(monkeypatch: pytest.MonkeyPatch, *duties: Duty) -> None:
    """Let docks made from now on have these pages."""
    monkeypatch.setattr(farmland_dock, "FARMLAND_DUTIES", duties)


def choose(qtbot: Any, dock: FarmlandDock, name: str) -> DutyPage:
    """Choose a duty by its name; return its page."""
    dock.pages.choose(name)
    page = dock.pages.page(name)
    assert page.isVisible()
    return page


def run(qtbot: Any, page: DutyPage) -> None:
    """Run a page as it stands, and wait for its result."""
    click(qtbot, page.run_button)
    settled(qtbot, page)
    assert page.result is not None, page.run_state.text()


def settled(qtbot: Any, page: DutyPage) -> None:
    """Wait until nothing runs."""
    qtbot.wait(10)
    qtbot.waitUntil(lambda: not page.runs.running)
