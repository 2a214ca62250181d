"""Windows the plugin opens, and algorithms that run at once."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QApplication, QDialog, QProgressDialog, QPushButton

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.gui.dialogs import Dialogs, run_now
from kf_resources_plugin.rules.progress import Canceled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsProcessingAlgorithm


@pytest.fixture
def dialogs(small: QgsProcessingAlgorithm, qgis_new_project: Any) -> Iterator[Dialogs]:
    opened = Dialogs()
    yield opened
    opened.close_all()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def visible() -> list[QDialog]:
    return [window for window in QApplication.topLevelWidgets()
            if type(window).__name__ == "AlgorithmDialog" and window.isVisible()]


def test_a_dialog_opens_with_what_it_is_given_and_closes_with_the_others(dialogs: Dialogs) -> None:
    dialog = dialogs.open_algorithm("kftest:small", {"HOW": "fail"})
    assert visible() == [dialog]
    assert dialog.createProcessingParameters()["HOW"] == "fail"
    dialogs.close_all()
    assert visible() == []
    dialogs.close_all()


def test_an_algorithm_that_is_not_there_opens_nothing(dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch) -> None:
    import processing

    monkeypatch.setattr(processing, "createAlgorithmDialog", lambda *_asked: None)
    assert dialogs.open_algorithm("kftest:absent") is None
    assert visible() == []


@pytest.mark.usefixtures("small")
def test_a_run_gives_its_results_or_its_reason() -> None:
    assert run_now("kftest:small", {"AREA_METHOD": "additive"}) == ({"WORD": "additive"}, [])
    for how, reason in (("refuse", "HOW must not be refuse"), ("fail", "the land is under water")):
        with pytest.raises(PlannerError, match=reason):
            run_now("kftest:small", {"HOW": how})
    with pytest.raises(PlannerError, match="kftest:absent"):
        run_now("kftest:absent", {})
    assert QgsApplication.overrideCursor() is None


@pytest.mark.usefixtures("small")
def test_a_long_run_can_be_cancelled_in_its_window(qtbot: Any) -> None:
    def cancel(window: QProgressDialog) -> None:
        assert window.isModal()
        window.findChild(QPushButton).click()

    qtbot.answer_next(QProgressDialog, cancel)
    with pytest.raises(Canceled):
        run_now("kftest:small", {"HOW": "wait"})
    assert not [window for window in QApplication.topLevelWidgets() if isinstance(window, QProgressDialog)]
    assert QgsApplication.overrideCursor() is None
