"""The report of kf:landclasstable as plain data: the forms in the official layout, between question and findings."""
from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ...engine.occupation_figures import BridgeStep, project_steps
from ...engine.table_heads import head_cells
from ...i18n import tr
from ...rules.class_table import UNITS_PER_HA
from ..project_bridge import printed_bridge
from ..report_parts import column, framed, printed_rules
from .class_table_forms import head_paths, line_texts, printed_units
from .class_table_outputs import figures, signatures

if TYPE_CHECKING:
    from .class_table_forms import Form
    from .class_table_job import ClassTableResult

_LABEL_WIDTHS = (3.5, 9.5)  # percent of the page
_LABELS = len(_LABEL_WIDTHS)
_LEAST = 6  # characters of a column, for its heading


def document(result: ClassTableResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    forms = sorted(result.forms, key=lambda form: form.project is not None)
    return framed(
        result.layout.title[0 if book.language == "zh" else 1],
        tr("How much land of each class do these projects take, from whom? {projects} projects, rules in force on "
           "{day}.").format(projects=len(result.land.projects.ids), day=book.date.isoformat()),
        result, record, rules=printed_rules(_rules(result), book), tables=[_table(result, form) for form in forms],
        bridge=_bridge(result), crs=result.land.survey.table.crs, wide=True)


def _rules(result: ClassTableResult) -> list[tuple[str, str]]:
    """Return the rules that this run's figures rest on, with their text."""
    book, layout = result.book, result.layout
    chosen = layout.column("other_grassland" if result.settings["OTHER_GRASSLAND"] == "unused" else "grassland")
    return [("area.formula", book.message("area.formula")),
            *([("area.step", book.message("area.step"))] if result.settings["AREA_METHOD"] == "additive" else []),
            *((rule, book.message(rule)) for rule in ("deduction.coefficient", "class_table.layout",
                                                      "class_table.rounding")),
            ("class_table.other_grassland", book.message(
                "class_table.other_grassland", column=" / ".join(chosen.path(book.language))))]


def _bridge(result: ClassTableResult) -> list[dict[str, Any]]:
    """Return the steps from drawn geometry to the land of all projects, each place counted once."""
    land = result.land
    steps = [*project_steps(land.measured, land.cut.pieces.counted, land.drawn_m2), BridgeStep("rounding", 0.0)]
    labels = {"rounding": (tr("Rounding"), tr("hundredths of a square metre, by largest remainder"))}
    return printed_bridge(steps, labels, tr("Land of projects"), figures(result)["AREA_M2"] or 0.0)


def _table(result: ClassTableResult, form: Form) -> dict[str, Any]:
    """Return a form, its figures in hectares; nothing stands where there is no such land."""
    layout, language = result.layout, result.book.language
    columns = layout.shown(result.cells.cells)
    paths = head_paths(columns, layout, language)
    keys = ["tenure", "owner", *(item.id for item in columns), "permanent"]
    cells = head_cells(paths)
    rows = [dict(zip(keys, (*line_texts(line, result.owners.owners, layout, language),
                            *(f"{value / UNITS_PER_HA:.4f}" if value else "" for value in values))))
            for line, values in zip(form.lines, printed_units(form, columns, layout))]
    named = form.name if form.project in {None, form.name} else f"{form.name} {form.project}"
    shares = [max(_LEAST, *(len(row[key]) for row in rows), *(len(word) for word in path[-1].split() if word.isascii()))
              for key, path in zip(keys[_LABELS:], paths[_LABELS:])]
    return {
        "title": tr("{title} (ha): {project}").format(title=layout.title[0 if language == "zh" else 1], project=named),
        "note": signatures(),
        "heads": [[asdict(cell) for cell in cells if cell.line == line] for line in range(max(map(len, paths)))],
        "widths": [*_LABEL_WIDTHS, *(round((100 - sum(_LABEL_WIDTHS)) * share / sum(shares), 2) for share in shares)],
        "sums": sorted(form.sums),
        "columns": [column(key, path[-1], align="left" if place < _LABELS else "right")
                    for place, (key, path) in enumerate(zip(keys, paths))],
        "rows": rows[:-1],
        "total": rows[-1],
    }
