"""The help window: pages in the user's language, links, Back, and closing."""
from __future__ import annotations

import re
from typing import Any

import pytest
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QUrl
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from kf_resources_plugin import paths
from kf_resources_plugin.gui.help_window import FIRST_PAGE, HelpWindow

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def parent(qtbot: Any) -> QWidget:
    """Return what stands for QGIS's own window."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def window(parent: QWidget) -> HelpWindow:
    """Return the window as the menu opens it."""
    shown = HelpWindow(parent)
    shown.show()
    return shown


def button(window: HelpWindow, text: str) -> QPushButton:
    return next(found for found in window.findChildren(QPushButton) if found.text().replace("&", "") == text)


def open_page(window: HelpWindow, name: str) -> None:
    window.browser.setSource(window.browser.source().resolved(QUrl(name)))


def test_back_leads_where_one_came_from(window: HelpWindow) -> None:
    back = button(window, "Back")
    assert not back.isEnabled()
    first = window.browser.toPlainText()
    open_page(window, "farmlandoccupation.md")
    assert back.isEnabled()
    assert window.browser.toPlainText() != first
    back.click()
    assert window.browser.toPlainText() == first
    assert not back.isEnabled()


def test_pages_are_shown_as_text_not_as_source(window: HelpWindow) -> None:
    for path in sorted(paths.resource("help", "en").glob("*.md")):
        open_page(window, path.name)
        text = window.browser.toPlainText()
        assert len(text) > 200, path
        assert not re.search(r"^#|\*\*|\]\(", text, re.MULTILINE), path


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_link_between_pages_leads_somewhere(language: str) -> None:
    folder = paths.resource("help", language)
    for path in folder.glob("*.md"):
        links = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
        assert [link for link in links if "://" not in link and not (folder / link).is_file()] == [], path


def test_chinese_users_get_chinese_pages(chinese_locale: None, parent: QWidget) -> None:
    shown = HelpWindow(parent)
    assert shown.browser.source().toLocalFile().endswith(f"zh_CN/{FIRST_PAGE}")
    assert re.search(r"[\u4e00-\u9fff]{4}", shown.browser.toPlainText())


def test_closing_frees_the_window(window: HelpWindow) -> None:
    button(window, "Close").click()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert sip.isdeleted(window)
