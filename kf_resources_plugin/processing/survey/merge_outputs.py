"""The outputs of kf:surveymerge: edits with their new shapes, the shapes before, rows, evidence, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsGeometry, QgsWkbTypes

from ...engine.schema import load_schema
from ...engine.writing import make_fields
from ...rules.three_way import ACCEPTED, CONFLICT, REJECTED, SHAPE, UNCHANGED
from ...survey.package_project import EVIDENCE
from .merge_findings import reason_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...rules.progress import Progress
    from ...survey.edit_list import ListedEdit
    from ..sinks import Outputs
    from .merge_job import MergeResult

EDIT_FIELDS = (
    ("edit_id", "text"), ("subject", "text"), ("kind", "text"), ("edit_class", "text"), ("field", "text"),
    ("origin_value", "text"), ("present_value", "text"), ("new_value", "text"), ("reason", "text"),
    ("rule_id", "text"), ("source_fid", "integer"), ("kf_uid", "text"), ("new_json", "text"),
    ("present_digest", "text"))
OLD_FIELDS = (("edit_id", "text"), ("subject", "text"), ("kind", "text"), ("edit_class", "text"),
              ("shape_state", "text"), ("source_fid", "integer"), ("kf_uid", "text"))
ROW_FIELDS = (("kf_uid", "text"), ("subject", "text"), ("edit_class", "text"), ("edits_count", "integer"),
              ("source_fid", "integer"), ("present_digest", "text"))
EVIDENCE_FIELDS = (
    *((field.name, {"text": "text", "date": "text", "integer": "integer", "decimal": "real"}[field.type])
      for field in load_schema(EVIDENCE).fields), ("subject", "text"), ("source_fid", "integer"))


def write_outputs(result: MergeResult, outputs: Outputs, progress: Progress) -> None:
    """Write what was asked for."""
    edits, several = list(result.edits.edits), QgsWkbTypes.multiType(result.wkb_type)
    texts = [reason_text(listed, result.book) for listed in edits]
    columns: dict[str, list[Any]] = {
        **_common(edits), "field": ["" if one.edit.field == SHAPE else one.edit.field for one in edits],
        "origin_value": [origin for origin, _, _ in result.values],
        "present_value": [present for _, present, _ in result.values],
        "new_value": [came for _, _, came in result.values], "reason": texts,
        "rule_id": [f"survey.{one.reason[0]}" if one.reason[0] else "" for one in edits],
        "new_json": [one.new_json for one in edits], "present_digest": [one.digest for one in edits]}
    outputs.layer("EDITS", make_fields(EDIT_FIELDS), columns, progress, result.crs, [one.shape for one in edits],
                  several)
    old = [(one, state, wkb) for one in edits for state, wkb in one.before.items()]
    outputs.layer("OLD_SHAPES", make_fields(OLD_FIELDS), {
        **_common([one for one, _, _ in old]), "shape_state": [state for _, state, _ in old]}, progress, result.crs,
        [wkb for _, _, wkb in old], several)
    rows = result.edits.rows
    outputs.layer("ROWS", make_fields(ROW_FIELDS), {
        "kf_uid": [row.key for row in rows], "subject": [row.subject for row in rows],
        "edit_class": [row.verdict for row in rows], "edits_count": [row.edits for row in rows],
        "source_fid": [row.fid for row in rows], "present_digest": [row.digest for row in rows]}, progress)
    _write_evidence(result, outputs, progress)
    outputs.findings(result.findings, result.crs, progress)


def _common(edits: list[ListedEdit]) -> dict[str, list[Any]]:
    return {"edit_id": [one.edit_id for one in edits], "subject": [one.subject for one in edits],
            "kind": [one.edit.kind for one in edits], "edit_class": [one.edit.verdict for one in edits],
            "source_fid": [one.fid for one in edits], "kf_uid": [one.edit.key for one in edits]}


def _write_evidence(result: MergeResult, outputs: Outputs, progress: Progress) -> None:
    rows, folder = result.evidence.rows, outputs.folder_of("PHOTOS")
    columns: dict[str, list[Any]] = {name: [row.values[name] for row in rows]
                                     for name in load_schema(EVIDENCE).names()}
    columns["photo"] = [None if not name else str(folder / name) if folder is not None else name
                        for name in columns["photo"]]
    columns["subject"], columns["source_fid"] = [row.subject for row in rows], [row.fid for row in rows]
    outputs.layer("EVIDENCE", make_fields(EVIDENCE_FIELDS), columns, progress, result.evidence_crs,
                  [_single(row.shape) for row in rows], QgsWkbTypes.Type.Point)


def _single(wkb: bytes) -> bytes:
    shape = QgsGeometry()
    shape.fromWkb(wkb)
    if shape.isNull():
        return b""
    shape.convertToSingleType()
    return bytes(shape.asWkb())


def figures(result: MergeResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    classes = [row.verdict for row in result.edits.rows]
    count: Callable[[str], int] = classes.count
    return {"ROWS_COUNT": len(classes), "UNCHANGED_COUNT": count(UNCHANGED), "ACCEPTED_COUNT": count(ACCEPTED),
            "CONFLICT_COUNT": count(CONFLICT), "REJECTED_COUNT": count(REJECTED),
            "EDITS_COUNT": len(result.edits.edits), "EVIDENCE_COUNT": len(result.evidence.rows),
            "PHOTOS_COUNT": result.evidence.taken(), "FEATURES_COUNT": result.features}
