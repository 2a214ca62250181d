"""Words of kf:heritageimpact: kinds of subjects, verdicts and treatments as people read them."""
from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from ...rules.heritage_impact import (
    ADJUST,
    ARCHAEOLOGY,
    BUILDING,
    CONSENT,
    FORBIDDEN,
    FREE,
    KEEP,
    NOT_JUDGED,
    PARCEL,
    PROJECT,
)

_KINDS = {
    PROJECT: QT_TRANSLATE_NOOP("KfResources", "project"),
    PARCEL: QT_TRANSLATE_NOOP("KfResources", "parcel to be supplied"),
    BUILDING: QT_TRANSLATE_NOOP("KfResources", "building to be demolished"),
}
_VERDICTS = {
    FORBIDDEN: QT_TRANSLATE_NOOP("KfResources", "forbidden"),
    CONSENT: QT_TRANSLATE_NOOP("KfResources", "consent needed"),
    ARCHAEOLOGY: QT_TRANSLATE_NOOP("KfResources", "archaeology first"),
    FREE: QT_TRANSLATE_NOOP("KfResources", "free of heritage lines"),
    NOT_JUDGED: QT_TRANSLATE_NOOP("KfResources", "not judged"),
}
_TREATMENTS = {
    ADJUST: QT_TRANSLATE_NOOP("KfResources", "adjust without loss"),
    KEEP: QT_TRANSLATE_NOOP("KfResources", "keep"),
}


def kind_text(word: str) -> str:
    """Return what a kind of subject is called."""
    return tr(_KINDS[word])


def verdict_text(word: str) -> str:
    """Return what a verdict is called."""
    return tr(_VERDICTS[word])


def treatment_text(word: str) -> str:
    """Return what a treatment of farmland is called."""
    return tr(_TREATMENTS[word])
