"""The page of the data dock on which a field package that came back is compared, reviewed and applied."""
from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...rules.three_way import CONFLICT, REJECTED
from ...survey.edit_words import CLASS_WORDS, KIND_WORDS, VERDICT_WORDS
from .duty import Duty, Table
from .merge_tool import MergeTool

_WORDS = {"edit_class": CLASS_WORDS, "kind": KIND_WORDS}
_ALARMS = {"edit_class": (CONFLICT, REJECTED)}

RETURN = Duty(
    name="survey_return", title=QT_TRANSLATE_NOOP("KfResources", "Return of a field package"), icon="survey",
    algorithm="kf:surveymerge", layers=("LAYER",), settings=("PACKAGE", "ORIGIN"),
    numbers=("ROWS_COUNT", "ACCEPTED_COUNT", "CONFLICT_COUNT", "REJECTED_COUNT", "UNCHANGED_COUNT", "PHOTOS_COUNT"),
    tables=(Table("EDITS", ("subject", "kind", "edit_class", "field", "origin_value", "present_value", "new_value",
                            "reason"), words=_WORDS, alarm_words=_ALARMS),
            Table("EVIDENCE", ("subject", "verdict", "class_seen", "taken_at", "photo"),
                  words={"verdict": VERDICT_WORDS})),
    shown=("EVIDENCE", "EDITS", "OLD_SHAPES"), papers=("PHOTOS",), tools=(MergeTool(),))

SURVEY_DUTIES = (RETURN,)
