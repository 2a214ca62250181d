"""The report of a run of kf:surveypackage as plain data: what is in the package, tasks in the order of visits."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...i18n import tr
from ..report_parts import column, framed, printed_rules

if TYPE_CHECKING:
    from .package_job import PackageResult


def document(result: PackageResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    package, book = result.package, result.book
    rules = [("survey.route", tr(
        "Tasks are visited from the nearest to the next nearest; then stretches of the route are turned round as long "
        "as it gets shorter (2-opt), with up to {most} tasks.").format(
            most=book.threshold("survey.route", "most_turned_rows")))]
    return framed(
        tr("Field survey package"),
        tr("What does the team take to the field? Tasks: {tasks}, features: {features}, {size} MB: {name}.").format(
            tasks=len(package.route.tasks), features=sum(packed.rows for packed in package.packed),
            size=f"{package.size_mb:.1f}", name=result.called),
        result, record, rules=printed_rules(rules, book), tables=[_layers(result), _tasks(result)])


def _layers(result: PackageResult) -> dict[str, Any]:
    rows = [{"layer": packed.layer.title, "table": packed.layer.table, "rows": str(packed.rows),
             "schema": packed.layer.schema.layer if packed.layer.schema is not None else "",
             "edited": tr("yes") if packed.layer.editable else tr("no")} for packed in result.package.packed]
    return {
        "title": tr("Layers of the package"), "note": "",
        "columns": [column("layer", tr("Layer"), align="left"), column("table", tr("Table"), align="left"),
                    column("schema", tr("Schema"), align="left"), column("edited", tr("Edited"), align="left"),
                    column("rows", tr("Features"))],
        "rows": rows,
        "total": {"layer": tr("Total"), "table": "", "schema": "", "edited": "",
                  "rows": str(sum(packed.rows for packed in result.package.packed))},
    }


def _tasks(result: PackageResult) -> dict[str, Any]:
    route = result.package.route
    rows = [{"no": str(number), "subject": task.subject or task.task_id, "message": task.message,
             "leg": "" if leg is None else f"{leg:.0f}"}
            for number, (task, leg) in enumerate(zip(route.tasks, route.legs), start=1)]
    return {
        "title": tr("Tasks in the order of visits"), "note": tr("Ways in straight lines, not along roads."),
        "columns": [column("no", tr("Order")), column("subject", tr("Subject"), align="left"),
                    column("message", tr("What is the matter"), align="left"),
                    column("leg", tr("From the task before"), "m")],
        "rows": rows, "total": {"no": "", "subject": tr("Total"), "message": "", "leg": f"{route.length_m:.0f}"},
    }
