"""What kinds of land are called (English sources) and drawn in, by the words of ``rules.farmland_change``."""
from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

KIND_TITLES = {
    "cultivated": QT_TRANSLATE_NOOP("KfResources", "Cultivated land"),
    "garden": QT_TRANSLATE_NOOP("KfResources", "Garden"),
    "forest": QT_TRANSLATE_NOOP("KfResources", "Forest"),
    "grass": QT_TRANSLATE_NOOP("KfResources", "Grass"),
    "facility": QT_TRANSLATE_NOOP("KfResources", "Agricultural facilities"),
    "agricultural": QT_TRANSLATE_NOOP("KfResources", "Other agricultural land"),
    "construction": QT_TRANSLATE_NOOP("KfResources", "Construction land"),
    "other": QT_TRANSLATE_NOOP("KfResources", "Water and unused land"),
    "unknown": QT_TRANSLATE_NOOP("KfResources", "Unknown class"),
}
KIND_COLOURS = {"garden": "#b0618f", "forest": "#3f8f4f", "grass": "#8fae3c", "facility": "#c98a3c",
                "agricultural": "#4f9fb5", "construction": "#c0483f", "other": "#7d8590", "cultivated": "#d9b02f",
                "unknown": "#444444"}
