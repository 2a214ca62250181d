"""What classes and kinds of edits, and verdicts of evidence, are called: English sources, by their codes."""
from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..rules.three_way import ACCEPTED, ADDED, CHANGED, CONFLICT, DELETED, REJECTED, SHAPE, UNCHANGED

CLASS_WORDS = {UNCHANGED: QT_TRANSLATE_NOOP("KfResources", "unchanged"),
               ACCEPTED: QT_TRANSLATE_NOOP("KfResources", "accepted"),
               CONFLICT: QT_TRANSLATE_NOOP("KfResources", "conflict"),
               REJECTED: QT_TRANSLATE_NOOP("KfResources", "rejected")}
KIND_WORDS = {CHANGED: QT_TRANSLATE_NOOP("KfResources", "attribute"), SHAPE: QT_TRANSLATE_NOOP("KfResources", "shape"),
              ADDED: QT_TRANSLATE_NOOP("KfResources", "new"), DELETED: QT_TRANSLATE_NOOP("KfResources", "deleted")}
VERDICT_WORDS = {"as_recorded": QT_TRANSLATE_NOOP("KfResources", "As recorded"),
                 "changed": QT_TRANSLATE_NOOP("KfResources", "Changed on the ground"),
                 "wrong": QT_TRANSLATE_NOOP("KfResources", "Recorded wrongly"),
                 "unclear": QT_TRANSLATE_NOOP("KfResources", "Cannot be told")}
"""Of evidence, as its schema calls them."""
WOULD_OVERLAP, WOULD_LIE_BARE = "survey.would_overlap", "survey.would_lie_bare"
"""Rules of what edits would do to their neighbours."""
WOULD_NOT_FIT, AREA_WOULD_DIFFER = "survey.would_not_fit", "survey.area_would_differ"
"""Rules of what edits would do to other fields of their rows."""
