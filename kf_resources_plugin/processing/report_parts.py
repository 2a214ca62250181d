"""Parts that the report of every algorithm has: columns, data, rules, findings and the run record as printed."""
from __future__ import annotations

import json
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..cartography.document import render_html
from ..engine.lonlat import crs_label
from ..engine.roles import role_title, roles
from ..engine.run_record import build_record
from ..i18n import tr
from ..rules.units import format_area

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..engine.run_record import InputRecord
    from ..engine.unit_rows import UnitRows
    from ..rules.findings import Finding
    from ..rules.rule_rows import RuleBook
    from .run_result import RunResult
    from .sinks import Outputs

_PRINTED_PER_RULE = 20
_ROLELESS = {"checked": QT_TRANSLATE_NOOP("KfResources", "Checked layer"),
             "reference": QT_TRANSLATE_NOOP("KfResources", "Trusted layer")}
_NAMED_RULES = 10
_UNITS = {"m²": QT_TRANSLATE_NOOP("KfResources", "m²"), "ha": QT_TRANSLATE_NOOP("KfResources", "ha"),
          "kg": QT_TRANSLATE_NOOP("KfResources", "kg"), "m": QT_TRANSLATE_NOOP("KfResources", "m"),
          "km": QT_TRANSLATE_NOOP("KfResources", "km"), "CNY": QT_TRANSLATE_NOOP("KfResources", "CNY")}
"""Units of heads as they are written in the code, and as a planner reads them."""


def record_of(algorithm: str, result: RunResult, figures: Mapping[str, Any], started: datetime) -> dict[str, Any]:
    """Return the run record of a result that stands now."""
    return build_record(algorithm, result.records, result.settings, figures, result.kernel, result.book, started,
                        datetime.now().astimezone())


def wants_report(parameters: Mapping[str, Any]) -> bool:
    """Tell whether a run will make a document, for a report or for its record."""
    return bool(parameters.get("REPORT") or parameters.get("RUN_RECORD"))


def write_report(outputs: Outputs, record: Mapping[str, Any], document_of: Callable[[], dict[str, Any]]) -> None:
    """Write REPORT and RUN_RECORD where they are wanted; the document is made for them only, as it may need a map."""
    if outputs.wants("REPORT") or outputs.wants("RUN_RECORD"):
        document = document_of()
        outputs.file("REPORT", render_html(document).encode("utf-8"))
        outputs.file("RUN_RECORD", json.dumps({"record": record, "document": document}, ensure_ascii=False,
                                              indent=1).encode("utf-8"))


def noted(note: str, rows: UnitRows) -> str:
    """Return the note of a table by unit, which says where rows hold the same land."""
    if not rows.nested:
        return note
    said = tr("The rows are of units of several levels: each has all land of its unit, that of the units within it "
              "too, and the total counts each place once.")
    return f"{note} {said}".strip()


def framed(title: str, question: str, result: RunResult, record: dict[str, Any], *, rules: list[dict[str, Any]],
           tables: list[dict[str, Any]], crs: QgsCoordinateReferenceSystem | None = None, notices: Sequence[str] = (),
           bridge: Sequence[dict[str, Any]] = (), **more: Any) -> dict[str, Any]:
    """Return the report of a run, its parts as ``cartography.document`` describes them.

    ``crs``: that of the land whose areas it states; ``more``: charts or a picture.
    """
    book = result.book
    said = [*result.notices, *notices]
    if crs is not None:
        said.append(tr("Areas are ellipsoidal areas on CGCS2000 by the statutory formula; edges are straight in the "
                       "coordinate system they are measured in ({crs}).").format(crs=crs_label(crs)))
    early = sorted(rule for rule in {*(rule["id"] for rule in rules), *(item.rule_id for item in result.findings)}
                   if rule in book.rows and book.row(rule).before_document(book.date))
    if early:
        named = [*early[:_NAMED_RULES], *(["…"] if early[_NAMED_RULES:] else [])]
        said.append(tr("{count} rules of this report cite documents of a day after {day}, and no day is recorded from "
                       "which they are in force. They were applied all the same: {rules}.").format(
                           count=len(early), day=book.date.isoformat(), rules=", ".join(named)))
    if book.overridden:
        said.append(tr("Rule rows replaced by the user: {rules}.").format(rules=", ".join(book.overridden)))
    return {
        "title": title, "question": question, "generated": record["started"], "language": book.language,
        "notices": said, "data": printed_data(result.records, result.modified), "rules": rules,
        "bridge": list(bridge), "tables": tables, "picture": None, **more,
        "findings": printed_findings(result.findings), "record": printed_record(record),
        "finding_ids": [item.finding_id for item in result.findings],
    }


def column(key: str, label: str, unit: str = "", align: str = "right", share: int = 0) -> dict[str, Any]:
    """Return a column of a table: its key in the rows, heading, unit in words, and which side its cells stand on.

    share: its width in per cent of the page, 0 to leave it to what it holds.
    """
    return {"key": key, "label": label, "unit": tr(_UNITS[unit]) if unit in _UNITS else unit, "align": align,
            **({"share": share} if share else {})}


def hundredths_text(hundredths: int) -> str:
    """Return whole hundredths of m² or kg with two decimals."""
    return format_area(int(hundredths) / 100, "m2")


def printed_data(records: Sequence[InputRecord], modified: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the inputs as printed; ``modified`` is the day of each role's file."""
    return [{"role": _part(item.role), "name": item.name, "source": item.source,
             "crs": _short_crs(item.crs), "rows": _rows_read(item), "dates": modified.get(item.role, ""),
             "digest": item.digest[:16]} for item in records]


def _rows_read(item: InputRecord) -> int | str:
    """Return how many rows were read, and of how many where those were not all."""
    return item.rows if item.layer_rows is None else tr("{read} of {all}").format(read=item.rows, all=item.layer_rows)


def _part(role: str) -> str:
    """Return what an input is in a run: its role, or what a check knows of a layer of none.

    A project of a newer plugin may have written a role that nobody knows here.
    """
    return tr(_ROLELESS[role]) if role in _ROLELESS else role_title(role) if role in roles() else role


def _short_crs(recorded: str) -> str:
    """Return the code of a recorded coordinate system, its name where it has none and stands in the record as WKT."""
    crs = QgsCoordinateReferenceSystem(recorded) if recorded else None
    return "" if crs is None else crs.authid() or crs_label(crs)


def printed_rules(texts: Iterable[tuple[str, str]], book: RuleBook) -> list[dict[str, Any]]:
    """Return the rules that figures rest on, given as (rule id, text), with their documents."""
    return [{"id": rule, "clause": book.clause(rule), "status": book.row(rule).status, "text": text}
            for rule, text in texts]


def printed_record(record: dict[str, Any]) -> dict[str, str]:
    """Return the run record as the report prints it; inputs and figures have tables of their own."""
    settings = "; ".join(f"{key} = {value}" for key, value in record["parameters"].items() if value)
    return {
        tr("Algorithm"): record["algorithm"], tr("Plugin version"): record["plugin"],
        tr("QGIS version"): record["qgis"], tr("Geometry kernel"): record["kernel"],
        tr("Rules in force on"): record["rules"]["date"], tr("Parameters"): settings,
        tr("Digest of the run"): record["digest"], tr("Started"): record["started"],
        tr("Duration"): f"{record['duration_s']} s",
    }


def printed_findings(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return the findings as printed: of each rule the first ones, then how many more the findings layer holds."""
    printed = []
    for rule, group in groupby(findings, key=lambda item: (item.severity, item.rule_id)):
        items = list(group)
        printed += [_printed_finding(item) for item in items[:_PRINTED_PER_RULE]]
        rest = items[_PRINTED_PER_RULE:]
        if rest:
            text = tr("{count} more findings of this kind ({rule}) stand in the findings layer.").format(
                count=len(rest), rule=rule[1])
            printed.append({**_printed_finding(rest[0]), "id": "", "subject": "", "message": text, "remedy": "",
                            "area": _area_of(rest)})
    return printed


def _area_of(findings: Sequence[Finding]) -> str:
    """Return what findings have of land in all, '' where none states any."""
    known = [item.area_m2 for item in findings if item.area_m2 is not None]
    return format_area(sum(known), "m2") if known else ""


def _printed_finding(item: Finding) -> dict[str, Any]:
    subject = " ".join(dict.fromkeys(part for part in (item.subject_id, item.subject_name) if part))
    return {
        "id": item.finding_id, "severity": item.severity, "rule_id": item.rule_id, "status": item.rule_status,
        "subject": f"{subject} / {item.other_id}" if item.other_id else subject, "message": item.message,
        "remedy": item.remedy, "clause": item.clause,
        "area": "" if item.area_m2 is None else format_area(item.area_m2, "m2"),
    }
