"""The report of a check as plain data: what was checked by which standard, and how often each rule is broken."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...i18n import tr
from ...rules.units import format_area
from ..report_parts import column, framed, printed_rules
from .check_outputs import figures, summary_rows

if TYPE_CHECKING:
    from .check_job import CheckResult


def document(result: CheckResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    numbers, book = figures(result), result.book
    schema = result.schema
    title = tr("no standard") if schema is None else schema.zh if book.language == "zh" else schema.en
    broken = [row[0] for row in summary_rows(result) if row[0] in book.rows]
    return framed(
        tr("Check of a layer"),
        tr("What is wrong with “{layer}” ({count:.0f} features, checked as {schema})? Errors: {errors:.0f}, warnings: "
           "{warnings:.0f}; rules in force on {day}.").format(
               layer=result.layer.table.name, count=numbers["FEATURES_COUNT"], schema=title,
               errors=numbers["ERRORS_COUNT"], warnings=numbers["WARNINGS_COUNT"], day=book.date.isoformat()),
        result, record, rules=printed_rules([(rule, book.remedy(rule)) for rule in broken if book.remedy(rule)], book),
        tables=[_summary(result)], crs=result.layer.table.crs if result.layer.table.crs.isValid() else None)


def _summary(result: CheckResult) -> dict[str, Any]:
    severities = {"error": tr("error"), "warning": tr("warning"), "info": tr("information")}
    rows = [{"severity": severities[severity], "example": example, "count": str(count),
             "area": "" if area is None else format_area(area, "m2"), "rule": result.book.title(rule)}
            for rule, severity, count, area, example in summary_rows(result)]
    return {
        "title": tr("What was found, by rule"),
        "note": tr("The text is that of the first finding; the layer of findings lists each rule up to a limit, "
                   "the count is of all faults."),
        "columns": [column("rule", tr("Rule"), align="left"), column("severity", tr("Severity"), align="left"),
                    column("count", tr("Count")), column("area", tr("Area"), "m²"),
                    column("example", tr("Finding"), align="left")],
        "rows": rows, "total": None,
    }
