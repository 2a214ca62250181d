"""The button of the page of a returned package that lists the edits of the team and does them in the layer."""
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...compat import is_null
from ...engine.errors import PlannerError
from ...engine.roles import RESULT_PROPERTY, listed_layers, read_role, schema_of, told_role
from ...i18n import tr
from ...rules.three_way import ADDED, REJECTED
from ...survey.apply_edits import ChosenEdit, EditsToApply
from ...survey.apply_evidence import add_evidence
from ...survey.edit_words import AREA_WOULD_DIFFER, WOULD_LIE_BARE, WOULD_NOT_FIT, WOULD_OVERLAP
from ...survey.forms import coded_names
from ...survey.layer_backup import back_up
from ..models.merge_review import TAKE, MergeReview
from ..widgets.merge_dialog import MergeDialog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from .duty_page import DutyPage
    from .duty_result import DutyResult

_EVIDENCE = "survey_evidence"
_ALL = -1
_OF_SHAPES = (WOULD_OVERLAP, WOULD_LIE_BARE, AREA_WOULD_DIFFER)


@dataclass(frozen=True)
class MergeTool:
    """Reviews the EDITS of the last result, and does those that are chosen in LAYER: backup first, then one command."""

    title: str = QT_TRANSLATE_NOOP("KfResources", "Review and apply…")
    tip: str = QT_TRANSLATE_NOOP("KfResources", "List the edits of the team, decide on conflicts and do what is chosen "
                                                "in the layer, after a backup; you save or undo")

    def use(self, page: DutyPage) -> None:
        """Open the list over the last result."""
        layer = page.project.mapLayer(page.inputs.choices.layer_ids().get("LAYER", ""))
        result = page.result
        rows = result.rows("EDITS", most=_ALL) if result is not None else []  # what is not listed is not done
        evidence = result.rows("EVIDENCE", most=1) if result is not None else []
        if result is None or not isinstance(layer, QgsVectorLayer) or not (rows or evidence):
            page.papers.tell(tr(self.title), tr("Run the page first: there is nothing to apply."),
                             Qgis.MessageLevel.Warning)
            return
        review = MergeReview(_with_warnings(rows, result), _names(layer))
        dialog = MergeDialog(page, review, layer.name(), self._zoomer(page))
        dialog.apply_button.clicked.connect(lambda: self._apply(page, result, layer, dialog))
        dialog.exec()
        dialog.deleteLater()

    def _apply(self, page: DutyPage, result: DutyResult, layer: QgsVectorLayer, dialog: MergeDialog) -> None:
        try:
            backup, points = self.apply(page, result, layer, dialog.review.taken())
        except PlannerError as error:
            dialog.tell(str(error))
            return
        dialog.accept()
        said = tr("Edits of the team that are done in layer “{layer}” and not saved yet: {count}. Look at them, then "
                  "save or undo (Ctrl+Z takes all back). Points of evidence: {points}. Backup: {backup}").format(
                      count=dialog.review.count(TAKE), layer=layer.name(), points=points, backup=backup)
        page.papers.tell(tr("Edits of field package"), said, Qgis.MessageLevel.Success)

    def apply(self, page: DutyPage, result: DutyResult, layer: QgsVectorLayer,
              taken: Sequence[int]) -> tuple[Path, int]:
        """Do edits, by their feature ids in EDITS; return the backup and how many points of evidence came along.

        Raises PlannerError; the layer is then as it was.
        """
        edits = _to_apply(result, layer)
        edits.check()
        backup = back_up(layer, result.folder, datetime.now())
        title = tr("Edits of field package")
        features = result.table("EDITS").getFeatures(QgsFeatureRequest().setFilterFids(list(taken)))
        chosen = [ChosenEdit.of(feature) for feature in features]
        if chosen:
            page.run_edit(layer, lambda: edits.apply(chosen, title))
        target, came = _evidence_layer(page), result.table("EVIDENCE")
        try:
            points = 0 if target is None or not came.isValid() else add_evidence(
                target, came, page.project.homePath(), page.project.transformContext(), title)
        except PlannerError:
            if chosen:
                layer.undoStack().undo()
            raise
        return backup, points

    @staticmethod
    def _zoomer(page: DutyPage) -> Any:
        def zoom(fid: int) -> None:
            edits = page.result_layer("EDITS")
            if isinstance(edits, QgsVectorLayer):
                canvas = page.iface.mapCanvas()
                canvas.zoomToFeatureIds(edits, [fid])
                canvas.flashFeatureIds(edits, [fid])

        return zoom


def _with_warnings(rows: Sequence[dict[str, Any]], result: DutyResult) -> list[dict[str, Any]]:
    """Return the edits with what they would do to their neighbours and to other fields among their reasons.

    What a reason is about stands beside it in the list, and is not said again.
    """
    told: dict[tuple[str, bool], list[str]] = {}
    rules = ", ".join(f"'{rule}'" for rule in (*_OF_SHAPES, WOULD_NOT_FIT))
    for found in result.rows("FINDINGS", f"rule_id IN ({rules})", most=_ALL):
        told.setdefault((found["subject_id"], found["rule_id"] in _OF_SHAPES), []).append(found["message"])
    return [{**row, "reason": " ".join(
        str(text).removeprefix(row["subject"]).lstrip("：: ") for text in (row["reason"], *(
            one for of_shapes in _about(row) for one in told.get((row["subject"], of_shapes), []))) if text)}
        for row in rows]


def _about(row: Mapping[str, Any]) -> tuple[bool, ...]:
    """Return whether warnings of shapes, or of fields, or both are about an edit; none of one that cannot be taken."""
    return () if row["edit_class"] == REJECTED else (True, False) if row["kind"] == ADDED else (not row["field"],)


def _names(layer: QgsVectorLayer) -> dict[str, str]:
    schema = schema_of(told_role(layer).role)
    return {} if schema is None else coded_names(layer, schema)


def _to_apply(result: DutyResult, layer: QgsVectorLayer) -> EditsToApply:
    """Return what the layer was when the package was compared, as the run's files tell; raises PlannerError."""
    try:
        record = json.loads(result.record.read_text(encoding="utf-8"))["record"]
        fields = [str(name) for name in record["inputs"][0]["columns"]]
        count = int(record["figures"]["FEATURES_COUNT"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise PlannerError(tr("The results in {path} cannot be read.").format(path=result.folder)) from error
    digests = {int(row["source_fid"]): str(row["present_digest"]) for row in result.table("ROWS").getFeatures()
               if not is_null(row["source_fid"])}
    return EditsToApply(layer, fields, digests, count)


def _evidence_layer(page: DutyPage) -> QgsVectorLayer | None:
    """Return the office's own layer of evidence, None where the project has none but those of results."""
    return next((layer for layer in listed_layers(page.project)
                 if isinstance(layer, QgsVectorLayer) and layer.isValid() and read_role(layer) == _EVIDENCE
                 and not layer.customProperty(RESULT_PROPERTY)), None)
