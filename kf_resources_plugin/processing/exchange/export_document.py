"""The report of a run of kf:exportparcels as plain data: parcels as written, tables of boundary points, findings."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...i18n import language, tr
from ..report_parts import column, framed, hundredths_text, printed_rules
from .point_tables import parcel_title, point_tables

if TYPE_CHECKING:
    from .export_job import ExportResult

_MILLION = 1e6


def document(result: ExportResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    texts = result.texts.columns
    titles = [parcel_title(number, name, row) for row, (number, name) in enumerate(
        zip(texts["parcel_no"], texts["name"]), start=1)]
    # as in the file: on its grid, with or without the zone number
    points = [[(number, ring.ids, ring.corners / 10.0 ** result.decimals + (result.shift * _MILLION, 0.0))
               for number, ring in enumerate(parcel, start=1)] for parcel in result.rings]
    book = result.book
    rules = ["area.formula", *(["area.step"] if result.settings["AREA_METHOD"] == "additive" else [])]
    return framed(
        tr("Coordinate file of parcels"),
        tr("Which parcels stand in the coordinate file? Dialect {dialect} ({title}), {decimals} decimals.").format(
            dialect=result.dialect.id, title=result.dialect.titles[language()], decimals=result.decimals),
        result, record, rules=printed_rules([(rule, book.message(rule)) for rule in rules], book),
        tables=[_parcels(result), *point_tables(list(zip(titles, points)), result.decimals)], crs=result.table.crs)


def _parcels(result: ExportResult) -> dict[str, Any]:
    counts = [sum(len(ring.corners) for ring in parcel) for parcel in result.rings]
    rows = [{**result.texts.row(row), "line": str(line), "points": str(count), "area": hundredths_text(area),
             "ha": f"{area / 1_000_000:.4f}"}
            for row, (line, count, area) in enumerate(zip(result.lines, counts, result.area.tolist()))]
    return {
        "title": tr("Parcels"), "note": tr("Areas are those of the coordinates as they are written."),
        "columns": [column("line", tr("Line")), column("parcel_no", tr("Parcel number"), align="left"),
                    column("name", tr("Name"), align="left"), column("use", tr("Use"), align="left"),
                    column("class_code", tr("Land class"), align="left"), column("points", tr("Points")),
                    column("area", tr("Ellipsoidal area"), "m²"), column("ha", tr("As written"), "ha")],
        "rows": rows,
        "total": {"line": tr("Total"), "parcel_no": "", "name": "", "use": "", "class_code": "", "ha": "",
                  "points": str(sum(counts)), "area": hundredths_text(int(result.area.sum()))},
    }
