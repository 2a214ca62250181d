"""What the message bar says: one line of it, and all of it when asked."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import Qgis
from qgis.gui import QgsMessageBarItem
from qgis.PyQt.QtWidgets import QWidget

from kf_resources_plugin.gui.papers import Papers

if TYPE_CHECKING:
    from tests.desktop import DesktopInterface

LONG = ("图层“街区”没有面。请选择面图层；界线可以先用 native:polygonize 构成面，再作为保护线图层，"
        "然后重新运行本页的检查工具，再看问题清单里还有没有问题。")


class Bar:
    """A message bar that remembers what it was told, in a window of 156 letters: 120 and the button for
    more beside a title of four."""

    def __init__(self, letters: int = 156) -> None:
        self.said: tuple[Any, ...] = ()
        self._around = QWidget()
        self._around.resize(letters * self._around.fontMetrics().horizontalAdvance("0"), 100)

    def parentWidget(self) -> QWidget:  # noqa: N802 (Qt's name)
        return self._around

    def currentItem(self) -> Any:  # noqa: N802 (QGIS's name)
        return QgsMessageBarItem(*self.said[:2], Qgis.MessageLevel.Info) if self.said else None

    def messageBar(self) -> Bar:  # noqa: N802 (QGIS's name)
        return self

    def pushMessage(self, *said: Any) -> None:  # noqa: N802 (QGIS's name)
        self.said = said


@pytest.mark.parametrize(("text", "shown"), [
    (LONG, "图层“街区”没有面。"),
    ("Layer “a” has 0.5 m.\nLayer “b” has none.", "Layer “a” has 0.5 m."),
    ("Layer “a” lies at 0.5 m. " + "Move it to where it belongs. " * 4, "Layer “a” lies at 0.5 m."),
    ("x" * 133, "x" * 119 + "…"), ("面" * 67, "面" * 59 + "…")])
def test_of_a_long_text_the_first_sentence_is_shown_and_the_rest_when_asked(text: str, shown: str,
                                                                            qgis_app: object) -> None:
    bar = Bar()
    Papers(bar, None).tell("检查", text, Qgis.MessageLevel.Critical)  # type: ignore[arg-type]
    assert bar.said == ("检查", shown, text.strip(), Qgis.MessageLevel.Critical)


@pytest.mark.parametrize("text", ["Cancelled. Nothing was written.", "面" * 66, "x" * 132])
def test_what_one_line_has_room_for_is_all_there_is(text: str, qgis_app: object) -> None:
    bar = Bar()
    Papers(bar, None).tell("Maps", text, Qgis.MessageLevel.Info)  # type: ignore[arg-type]
    assert bar.said == ("Maps", text, Qgis.MessageLevel.Info)


def test_of_what_was_done_under_a_title_the_last_is_said(desktop: DesktopInterface) -> None:
    """A warning stays, and so do links to files."""
    papers, bar = Papers(desktop, desktop.mainWindow()), desktop.messageBar()
    papers.tell("Edits", "No journal.", Qgis.MessageLevel.Warning)
    papers.tell("Edits", "1 is cut.", Qgis.MessageLevel.Success)
    papers.tell("Edits", "1 and 2 are one.", Qgis.MessageLevel.Success)
    papers.tell_files("Edits", Path("edits.pdf"))
    papers.tell_files("Edits", Path("edits.xlsx"))
    said = []
    while (item := bar.currentItem()) is not None:
        said.append(item.text())
        bar.popWidget(item)
    assert [text for text in said if "href" not in text] == ["1 and 2 are one.", "No journal."]
    assert len(said) == 4


@pytest.mark.parametrize(("letters", "shown"), [
    (80, "32: 471781.37 → 523001.46 m², 33: 573920.53…"), (30, "32: 471781.37 → 523…")])
def test_beside_a_wide_panel_there_is_less_room(letters: int, shown: str, qgis_app: object) -> None:
    """80 letters less 4 of the title and 32 of icons and buttons are 44; no less than 20 are shown."""
    bar, text = Bar(letters), "32: 471781.37 → 523001.46 m², 33: 573920.53 → 522700.44 m²"
    Papers(bar, None).tell("Edit", text, Qgis.MessageLevel.Success)  # type: ignore[arg-type]
    assert bar.said == ("Edit", shown, text, Qgis.MessageLevel.Success)


def test_a_button_for_more_and_messages_that_wait_take_room(qgis_app: object) -> None:
    """Of 90 letters 66 are left beside icons and a title of four, 16 less while another message waits, and 12 less
    beside the button.
    """
    bar, level = Bar(90), Qgis.MessageLevel.Info
    papers = Papers(bar, None)  # type: ignore[arg-type]
    papers.tell("Edit", "x" * 66, level)
    assert bar.said == ("Edit", "x" * 66, level)
    papers.tell("Edit", "x" * 50, level)
    assert bar.said == ("Edit", "x" * 50, level)
    papers.tell("Edit", "x" * 51, level)
    assert bar.said == ("Edit", "x" * 37 + "…", "x" * 51, level)
    papers.tell("Edit", "x" * 39, level, more="notes")
    assert bar.said == ("Edit", "x" * 37 + "…", "notes", level)
