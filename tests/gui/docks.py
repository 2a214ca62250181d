"""The farmland dock in a window, and what a planner does with it."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import Qt

from tests.gui import farmland_town as town

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.PyQt.QtWidgets import QPushButton

    from kf_resources_plugin.gui.docks.farmland_dock import FarmlandDock
    from kf_resources_plugin.gui.widgets.result_table import ResultTable


def shown_values(table: ResultTable, column: int) -> list[Any]:
    """Return the plain values of a column as they are shown, from top to bottom."""
    return [table.model.value(table.proxy.mapToSource(table.proxy.index(row, 0)).row(), column)
            for row in range(table.proxy.rowCount())]


def click(qtbot: Any, button: QPushButton) -> None:
    """Click a button that offers itself."""
    assert button.isEnabled(), button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def idle(qtbot: Any, dock: FarmlandDock) -> None:
    """Wait until nothing runs and the ledger is read."""
    qtbot.wait(10)
    qtbot.waitUntil(lambda: not dock.runs.running and not dock.ledger._watch.busy)


def choose_ledger(qtbot: Any, dock: FarmlandDock, path: Path) -> None:
    """Type the path as a user does."""
    line = dock.ledger_file.lineEdit()
    line.clear()
    qtbot.keyClicks(line, str(path))
    qtbot.keyClick(line, Qt.Key.Key_Return)
    idle(qtbot, dock)


def run_trial(qtbot: Any, dock: FarmlandDock) -> None:
    """Press the button and wait."""
    click(qtbot, dock.run_button)
    idle(qtbot, dock)


def try_town(qtbot: Any, dock: FarmlandDock, folder: Path, *, paddy_ha: float = 2.0) -> Path:
    """Settle the town, choose its ledger and run a trial; return the ledger."""
    town.settle(folder)
    dock.results_folder.setFilePath(str(folder / "results"))
    ledger = town.ledger(folder, paddy_ha=paddy_ha)
    choose_ledger(qtbot, dock, ledger)
    run_trial(qtbot, dock)
    assert dock.result is not None, dock.run_state.text()
    return ledger
