"""Forms drawn in Qt Designer: a ``.ui`` file stands beside the module that loads it."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt import uic

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QWidget


def load_form(module_file: str, widget: QWidget) -> None:
    """Build the form ``X.ui`` of module ``X.py`` on ``widget``; its child widgets become attributes."""
    uic.loadUi(str(Path(module_file).with_suffix(".ui")), widget)
