"""The report of a run of kf:surveymerge as plain data: rows by class, edits that somebody decides, tasks by state."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ...cartography.styles import field_title
from ...engine.schema import load_schema
from ...i18n import tr
from ...rules.three_way import SHAPE
from ...survey.edit_words import CLASS_WORDS, KIND_WORDS, WOULD_OVERLAP
from ...survey.package_project import TASKS
from ..report_parts import column, framed, printed_rules
from .merge_findings import reason_text

if TYPE_CHECKING:
    from .merge_job import MergeResult

_MOST = 200  # edits that are printed
_FIELDS = ("subject", "kind", "edit_class", "field", "origin_value", "present_value", "new_value", "reason")


def document(result: MergeResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    rules = [("survey.compared", tr(
        "Of each row the state as it left, as it came back and as it stands in the layer are compared, field by field: "
        "what one side alone changed stands, what both changed differently is a conflict for a person to decide."))]
    if result.kernel:
        rules.append((WOULD_OVERLAP, tr(
            "As far as features may neither overlap nor leave gaps: what the edits would overlap or leave bare once "
            "they are taken is told from {area} m² on.").format(
                area=f"{result.book.threshold(WOULD_OVERLAP, 'least_area_m2'):g}")))
    return framed(
        tr("Merge a field survey package"),
        tr("What did the team edit, and what of it can be taken over? Table {table}, package of {made}.").format(
            table=result.table, made=result.made),
        result, record, rules=printed_rules(rules, result.book), tables=[_classes(result), _edits(result),
                                                                         _tasks(result)])


def _classes(result: MergeResult) -> dict[str, Any]:
    rows = Counter(row.verdict for row in result.edits.rows)
    edits = Counter(one.edit.verdict for one in result.edits.edits)
    return {
        "title": tr("Rows and edits by class"), "note": "",
        "columns": [column("class", field_title("edit_class", result.book.language), align="left"),
                    column("rows", tr("Rows")), column("edits", tr("Edits"))],
        "rows": [{"class": tr(word), "rows": str(rows[name]), "edits": str(edits[name])}
                 for name, word in CLASS_WORDS.items()],
        "total": {"class": tr("Total"), "rows": str(sum(rows.values())), "edits": str(sum(edits.values()))},
    }


def _edits(result: MergeResult) -> dict[str, Any]:
    edits = result.edits.edits
    rows = [{"subject": one.subject, "kind": tr(KIND_WORDS[one.edit.kind]),
             "edit_class": tr(CLASS_WORDS[one.edit.verdict]),
             "field": "" if one.edit.field == SHAPE else one.edit.field,
             "origin_value": origin or "", "present_value": present or "", "new_value": came or "",
             "reason": reason_text(one, result.book)}
            for one, (origin, present, came) in zip(edits[:_MOST], result.values)]
    rest = len(edits) - _MOST
    return {
        "title": tr("Edits of the team"),
        "note": tr("Edits that stand only in the layer of edits: {count}.").format(count=rest) if rest > 0 else "",
        "columns": [column(name, field_title(name, result.book.language), align="left") for name in _FIELDS],
        "rows": rows, "total": None,
    }


def _tasks(result: MergeResult) -> dict[str, Any]:
    field, place = load_schema(TASKS).field("state"), 0 if result.book.language == "zh" else 1
    words = {code: meanings[place] for code, meanings in field.domain.items()} if field is not None else {}
    return {
        "title": tr("Tasks by state"), "note": "",
        "columns": [column("state", tr("State"), align="left"), column("tasks", tr("Tasks"))],
        "rows": [{"state": words.get(state, state), "tasks": str(count)} for state, count in sorted(
            result.tasks.items())],
        "total": {"state": tr("Total"), "tasks": str(sum(result.tasks.values()))},
    }
