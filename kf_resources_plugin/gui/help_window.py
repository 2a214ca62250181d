"""The plugin's help: the first five minutes and the page of every algorithm, as they are in ``resources/help``."""
from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout

from .. import paths
from ..i18n import language, tr

FIRST_PAGE = "index.md"


class HelpWindow(QDialog):
    """A window that shows Markdown pages and follows the links between them."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.setObjectName("KfHelpWindow")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Kaifeng Resources: help"))
        self.resize(760, 640)
        folder = paths.resource("help", "zh_CN" if language() == "zh" else "en")
        self.browser = QTextBrowser(self)
        self.browser.setOpenExternalLinks(True)
        self.browser.setSource(QUrl.fromLocalFile(str(folder / FIRST_PAGE)))
        buttons = QDialogButtonBox(self)
        back = buttons.addButton(tr("Back"), QDialogButtonBox.ButtonRole.ActionRole)
        back.setEnabled(False)
        back.clicked.connect(self.browser.backward)
        self.browser.backwardAvailable.connect(back.setEnabled)
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.browser)
        layout.addWidget(buttons)
