"""The outputs of kf:landclasstable: the table as a layer and as a spreadsheet laid out as the form, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.spreadsheet_writing import Column, Sheet, workbook_bytes
from ...engine.writing import make_fields
from ...i18n import tr
from ...rules.class_table import UNITS_PER_HA
from ...rules.class_table_lines import OWNER
from .class_table_forms import head_paths, line_texts, owner_name, printed_units, unit_name

if TYPE_CHECKING:
    from ...engine.spreadsheet_writing import Cell
    from ...engine.writing import Column as LayerColumn
    from ...rules.class_table_lines import Line
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .class_table_job import ClassTableResult

FORM_COLUMNS = (
    "total", "agricultural", "cultivated", "paddy", "irrigated", "dry", "garden", "forest", "grassland",
    "other_agricultural", "facility", "rural_road", "pond", "ditch", "ridge", "reservoir", "reserve_cultivable",
    "construction", "commercial", "industrial", "residential", "public", "special", "transport", "hydraulic", "vacant",
    "unused", "other_grassland", "river", "lake", "flat", "marsh", "saline", "sand", "bare", "glacier",
    "unknown_class", "outside_survey",
)
"""The columns of the layout by id, of which each is a field."""
TABLE_FIELDS = (
    ("project_id", "text"), ("project_name", "text"), ("row_no", "integer"), ("level", "text"), ("tenure", "text"),
    ("owner_code", "text"), ("owner_name", "text"), *((f"{key}_ha", "real") for key in FORM_COLUMNS),
    ("permanent_ha", "real"), ("area_m2", "real"), ("permanent_m2", "real"), ("permanent_gross_m2", "real"),
)
_DECIMALS = 4
_LABELS = 2  # columns of text before the figures


def write_outputs(result: ClassTableResult, outputs: Outputs, progress: Progress) -> None:
    """Write the table, its spreadsheet and the findings, as far as they were asked for."""
    outputs.layer("TABLE", make_fields(TABLE_FIELDS), _table_columns(result), progress.part(0.0, 0.4))
    outputs.findings(result.findings, result.land.survey.table.crs, progress.part(0.4, 0.7))
    if outputs.wants("XLSX"):
        outputs.file("XLSX", workbook_bytes(_sheets(result)))


def figures(result: ClassTableResult) -> dict[str, float | None]:
    """Return the number outputs: each place counted once, not rounded to the form's unit."""
    cells, layout = result.cells.cells[result.cells.counted], result.layout

    def area(key: str) -> float:
        return float(cells[:, list(layout.column(key).leaves)].sum()) / 100

    return {
        "AREA_M2": area("total"), "AGRICULTURAL_M2": area("agricultural"), "FARMLAND_M2": area("cultivated"),
        "CONSTRUCTION_M2": area("construction"), "UNUSED_M2": area("unused"),
        "PERMANENT_M2": (float(result.cells.permanent[result.cells.counted].sum()) / 100 if result.permanent
                         else None),
        "RESIDUAL_M2": round(float(np.abs(result.land.measured.residual).sum()), 6),
    }


def _table_columns(result: ClassTableResult) -> dict[str, LayerColumn]:
    """Return the tables of projects one below the other, line by line as printed."""
    layout, owners = result.layout, result.owners.owners
    forms = [form for form in result.forms if form.project is not None]
    lines = [line for form in forms for line in form.lines]
    units = np.concatenate([form.units for form in forms]) if forms else np.zeros((0, len(layout.leaves)), np.int64)
    exact = np.concatenate([form.exact for form in forms]) if forms else np.zeros((0, 3), np.int64)
    nothing = np.full(len(lines), np.nan)
    within = (np.concatenate([form.permanent for form in forms if form.permanent is not None])
              if result.permanent and forms else nothing)

    def name_of(line: Line) -> str | None:
        if line.level == OWNER:
            return owner_name(owners[line.owners[0]])
        return unit_name(line.code, owners) if line.code else None

    ha = dict(zip(FORM_COLUMNS, layout.sums(units, [layout.column(key) for key in FORM_COLUMNS]).T / UNITS_PER_HA))
    return {
        "project_id": [form.project for form in forms for _ in form.lines],
        "project_name": [form.name for form in forms for _ in form.lines],
        "row_no": [number for form in forms for number in range(1, len(form.lines) + 1)],
        "level": [line.level for line in lines],
        "tenure": [None if line.tenure is None else layout.tenures[line.tenure].id or None for line in lines],
        "owner_code": [line.code or None for line in lines],
        "owner_name": [name_of(line) for line in lines],
        **{f"{key}_ha": values for key, values in ha.items()},
        "permanent_ha": within / UNITS_PER_HA,
        "area_m2": exact[:, 0] / 100,
        "permanent_m2": exact[:, 1] / 100 if result.permanent else nothing,
        "permanent_gross_m2": exact[:, 2] / 100 if result.permanent else nothing,
    }


def _sheets(result: ClassTableResult) -> list[Sheet]:
    """Return a sheet per form, that of all projects first, laid out as the official form."""
    layout, language = result.layout, result.book.language
    columns = layout.shown(result.cells.cells)
    title = layout.title[0 if language == "zh" else 1]
    heads = [Column(path[-1], decimals=None if place < _LABELS else _DECIMALS, groups=tuple(path[:-1]))
             for place, path in enumerate(head_paths(columns, layout, language))]
    if not result.forms:
        return [Sheet(title, heads, [], heading=title)]
    sheets = []
    for form in sorted(result.forms, key=lambda form: form.project is not None):
        rows: list[list[Cell]] = [
            [*line_texts(line, result.owners.owners, layout, language),
             *(None if value is None else value / UNITS_PER_HA for value in values)]
            for line, values in zip(form.lines, printed_units(form, columns, layout))]
        sheets.append(Sheet(
            form.name, heads, rows[:-1], total=rows[-1], heading=title, sums=form.sums, notes=["", signatures()],
            facts=[(tr("Project"), form.name),
                   *([(tr("Project id"), form.project)] if form.project not in {None, form.name} else []),
                   (tr("Unit of area"), tr("hectares"))]))
    return sheets


def signatures() -> str:
    """Return the line to be signed below a form."""
    return tr("Drawn up by: ______________      Checked by: ______________      Date: ______________")
