"""The button that keeps the register of stock land: its dialogs open with the register that the page has."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kf_resources_plugin.gui.duties.dialogs_tool import DialogsTool
from kf_resources_plugin.gui.duties.stock_land import REGISTER
from tests.gui.duties import choose

if TYPE_CHECKING:
    import pytest

    from kf_resources_plugin.gui.docks.stock_land_dock import StockLandDock


def test_every_entry_opens_its_dialog_with_the_register_of_the_page(
    stock_dock: StockLandDock, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(stock_dock.dialogs, "open_algorithm", lambda *given: opened.append(given[:2]))
    page = choose(qtbot, stock_dock, REGISTER.name)
    assert not page.layers_group.isVisible()  # it takes no layers
    page.inputs.change({"REGISTER": "/tmp/存量.kfstock.gpkg"})
    [tool] = page.duty.tools
    assert isinstance(tool, DialogsTool)
    for action in tool.menu(page).actions():
        action.trigger()
    # what is made anew must not lie where a register is already
    assert opened == [("kf:stockregistercreate", {}), *(
        (f"kf:stockregister{what}", {"REGISTER": "/tmp/存量.kfstock.gpkg"})
        for what in ("update", "reverse", "verify"))]
