"""Words of the use of the floodplain: zones, outcomes and steps as layers hold them and as people read them."""
from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from ...rules.relocation import KEEP, MOVE, SAFE

_OUTCOMES = {
    MOVE: QT_TRANSLATE_NOOP("KfResources", "move out"),
    SAFE: QT_TRANSLATE_NOOP("KfResources", "safe in place on a platform"),
    KEEP: QT_TRANSLATE_NOOP("KfResources", "keep"),
}
_ZONES = {
    "S": QT_TRANSLATE_NOOP("KfResources", "fit for water"),
    "SD": QT_TRANSLATE_NOOP("KfResources", "fit for wetland"),
    "N": QT_TRANSLATE_NOOP("KfResources", "fit for farming"),
    "J": QT_TRANSLATE_NOOP("KfResources", "fit for living"),
    "": QT_TRANSLATE_NOOP("KfResources", "no zone"),
}
_STEPS = {
    "first": QT_TRANSLATE_NOOP("KfResources", "first step"),
    "second": QT_TRANSLATE_NOOP("KfResources", "second step"),
    "third": QT_TRANSLATE_NOOP("KfResources", "third step"),
}


def outcome_text(word: str) -> str:
    """Return what an outcome is called."""
    return tr(_OUTCOMES[word])


def zone_text(code: str) -> str:
    """Return what a zone is called."""
    return tr(_ZONES[code])


def step_text(word: str) -> str:
    """Return what a step of exit is called; a word of the user's own rules stays."""
    return tr(_STEPS[word]) if word in _STEPS else word
