"""Fills a box with the words of an algorithm's choice, labelled as its dialog labels them."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication

from ...i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from qgis.PyQt.QtWidgets import QComboBox


def fill_words(box: QComboBox, algorithm_id: str, parameter: str) -> None:
    """Offer the words of a choice and select its default; nothing where the algorithm is not there."""
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    definition = algorithm.parameterDefinition(parameter) if algorithm is not None else None
    if definition is None:
        return
    labels = definition.metadata().get("kf_labels", {})
    for word in definition.options():
        box.addItem(tr(labels[word]) if word in labels else word, word)
    choose_word(box, str(definition.defaultValue()))


def choose_word(box: QComboBox, word: str) -> None:
    """Select a word; one that is not offered leaves the choice as it is."""
    position = box.findData(word)
    if position >= 0:
        box.setCurrentIndex(position)


def offer(box: QComboBox, choices: Iterable[tuple[str, Any]]) -> None:
    """Fill a box with (title, value) of what there is now, and keep what was chosen; else the first is."""
    before = box.currentData()
    box.clear()
    for title, value in choices:
        box.addItem(title, value)
    box.setCurrentIndex(max(box.findData(before), 0))
