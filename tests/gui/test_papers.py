"""What the message bar says: one line of it, and all of it when asked."""
from __future__ import annotations

from typing import Any

import pytest
from qgis.core import Qgis

from kf_resources_plugin.gui.papers import Papers

LONG = ("图层“街区”没有面。请选择面图层；界线可以先用 native:polygonize 构成面，再作为保护线图层，"
        "然后重新运行本页的检查工具，再看问题清单。")


class Bar:
    """A message bar that remembers what it was told."""

    def __init__(self) -> None:
        self.said: tuple[Any, ...] = ()

    def messageBar(self) -> Bar:  # noqa: N802 (QGIS's name)
        return self

    def pushMessage(self, *said: Any) -> None:  # noqa: N802 (QGIS's name)
        self.said = said


@pytest.mark.parametrize(("text", "shown"), [
    (LONG, "图层“街区”没有面。"),
    ("Layer “a” has 0.5 m.\nLayer “b” has none.", "Layer “a” has 0.5 m."),
    ("Layer “a” lies at 0.5 m. " + "Move it to where it belongs. " * 4, "Layer “a” lies at 0.5 m."),
    ("x" * 121, "x" * 119 + "…"), ("面" * 61, "面" * 59 + "…")])
def test_of_a_long_text_the_first_sentence_is_shown_and_the_rest_when_asked(text: str, shown: str) -> None:
    bar = Bar()
    Papers(bar, None).tell("检查", text, Qgis.MessageLevel.Critical)  # type: ignore[arg-type]
    assert bar.said == ("检查", shown, text.strip(), Qgis.MessageLevel.Critical)


@pytest.mark.parametrize("text", ["Cancelled. Nothing was written.", "面" * 60, "x" * 120])
def test_what_one_line_has_room_for_is_all_there_is(text: str) -> None:
    bar = Bar()
    Papers(bar, None).tell("Map", text, Qgis.MessageLevel.Info)  # type: ignore[arg-type]
    assert bar.said == ("Map", text, Qgis.MessageLevel.Info)
