"""A slip on one event of the write-off ledger, as a page to print and sign and as a workbook: the same figures."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..engine.spreadsheet_writing import Column, Sheet
from ..i18n import tr
from .document import render_page
from .pdf import pdf_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.spreadsheet_writing import Cell

Fact = tuple[str, str]

_PAIRED = 22  # characters that stand in half a line


@dataclass(frozen=True)
class SlipTable:
    """A table: cells are text, decimals with as many places as their column says, or None."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] | None = None
    note: str = ""


@dataclass(frozen=True)
class Slip:
    """What a slip says. ``stamp`` is printed large and red; ``sections`` are (title, tables).

    rules: id, clause and text of what was applied; anchor: the numbers and hashes that pin the ledger down.
    """

    title: str
    language: str
    stamp: str
    facts: Sequence[Fact]
    sections: Sequence[tuple[str, Sequence[SlipTable]]]
    rules: Sequence[dict[str, str]]
    anchor: Sequence[Fact]
    footer: str


def slip_pdf(slip: Slip) -> bytes:
    """Return a slip as PDF, A4; raises FontMissing."""
    return pdf_bytes(slip_html(slip), slip.footer)


def slip_html(slip: Slip) -> str:
    """Return a slip as the page its PDF is made from."""
    return render_page("slip.html.j2", labels=_labels(), language=slip.language, slip={
        "title": slip.title,
        "stamp": slip.stamp,
        "facts": _paired(slip.facts),
        "sections": [{"title": title, "tables": [_printed(table) for table in tables]}
                     for title, tables in slip.sections],
        "rules": slip.rules,
        "anchor": slip.anchor,
    })


def slip_sheets(slip: Slip) -> list[Sheet]:
    """Return a slip as sheets: facts, anchor and signatures with the first table, the other tables on their own."""
    tables = [replace(table, title=f"{title} {table.title}") for title, members in slip.sections for table in members]
    labels = _labels()
    rules = [f"{labels['rules']}: {rule['clause']}" for rule in slip.rules]
    anchor = [f"{label}: {text}" for label, text in slip.anchor]
    signatures = [f"{role}: ____________________    {labels['day']}" for role in labels["roles"]]
    first = Sheet(tables[0].title, tables[0].columns, tables[0].rows, tables[0].total, heading=slip.title,
                  facts=[*([(labels["stamp"], slip.stamp)] if slip.stamp else []), *slip.facts],
                  notes=[tables[0].note, *rules, "", *anchor, labels["verify"], "", *signatures])
    return [first, *(Sheet(table.title, table.columns, table.rows, table.total, notes=[table.note])
                     for table in tables[1:])]


def _labels() -> dict[str, Any]:
    return {
        "total": tr("Total"),
        "rules": tr("Rules applied"),
        "rule": tr("Rule"),
        "clause": tr("Document and clause"),
        "text": tr("Content"),
        "anchor": tr("Proof against changes"),
        "verify": tr("To verify: run “Verify a write-off ledger” (kf:ledgerverify) on the ledger with the event number "
                     "and hash printed here. If they do not fit, the ledger was changed or is another one."),
        "signatures": tr("Signatures"),
        "roles": [tr("Handled by"), tr("Checked by"), tr("Approved by")],
        "day": tr("Date:"),
        "stamp": tr("Note"),
    }


def _paired(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Return facts in lines: two short ones side by side, a long one by itself."""
    lines: list[list[Fact]] = []
    for fact in facts:
        short = len(fact[1].encode("gb18030", "replace")) <= 2 * _PAIRED
        if short and lines and len(lines[-1]) == 1 and len(lines[-1][0][1].encode("gb18030", "replace")) <= 2 * _PAIRED:
            lines[-1].append(fact)
        else:
            lines.append([fact])
    return lines


def _printed(table: SlipTable) -> dict[str, Any]:
    """Return a table as the page prints it."""
    keys = [str(place) for place in range(len(table.columns))]

    def row(cells: Sequence[Cell]) -> dict[str, str]:
        return {key: _text(cell, column) for key, cell, column in zip(keys, cells, table.columns)}

    return {
        "title": table.title,
        "note": table.note,
        "columns": [{"key": key, "label": " ".join((*column.groups, column.label)),
                     "unit": column.unit, "align": "left" if column.decimals is None else "right"}
                    for key, column in zip(keys, table.columns)],
        "rows": [row(cells) for cells in table.rows],
        "total": None if table.total is None else row(table.total),
    }


def _text(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else f"{cell:.{column.decimals or 0}f}"
