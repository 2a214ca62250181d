"""The report of a run of kf:importparcels as plain data: parcels, their areas and boundary points, findings."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...i18n import language, tr
from ..report_parts import column, framed, hundredths_text, printed_rules
from .point_tables import parcel_title, point_tables

if TYPE_CHECKING:
    from .import_job import ImportResult



def document(result: ImportResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    titles = [parcel_title(text.title.cells["parcel_no"], text.title.cells["name"], row)
              for row, text in enumerate(result.drawing.texts, start=1)]
    points = [[(ring.number, ring.ids, ring.points) for ring in rings] for rings in result.drawing.rings]
    tables = [_parcels(result), *point_tables(list(zip(titles, points)), result.decimals)]
    return framed(
        tr("Parcels of a coordinate file"),
        tr("Which parcels does the file {file} hold, and do their coordinates agree with what it states? Dialect "
           "{dialect} ({title}).").format(file=result.name, dialect=result.dialect.id,
                                          title=result.dialect.titles[language()]),
        result, record, rules=printed_rules(_rules(result), result.book), tables=tables, crs=result.crs)


def _rules(result: ImportResult) -> list[tuple[str, str]]:
    book = result.book
    additive = result.settings["AREA_METHOD"] == "additive"
    share, least = (book.threshold("exchange.declared_area", key) for key in ("max_share_of_total", "min_m2"))
    return [*((rule, book.message(rule)) for rule in ("area.formula", *(["area.step"] if additive else []))),
            ("exchange.declared_area", tr(
                "A stated area agrees when it differs from the ellipsoidal or the plane area of the coordinates by no "
                "more than {share} of the area, or {least} m² where that is more, and half of its last digit.").format(
                    share=f"{share:.2%}", least=f"{least:g}"))]


def _parcels(result: ImportResult) -> dict[str, Any]:
    rows, counts = [], result.drawing.corners
    for number, text in enumerate(result.drawing.texts):
        cells, stated = text.title.cells, result.stated[number]
        rows.append({
            "line": str(text.line), "parcel_no": cells["parcel_no"], "name": cells["name"], "use": cells["use"],
            "points": str(counts[number]), "area": hundredths_text(result.shapes.area[number]),
            "plane": f"{result.shapes.plane[number]:.2f}",
            "declared": "" if stated is None else f"{stated.stated_m2:.2f}",
            "difference": "" if stated is None else f"{stated.difference_m2:.2f}"})
    return {
        "title": tr("Parcels"),
        "note": tr("Stated area as in the file; difference to the nearer of ellipsoidal and plane area."),
        "columns": [column("line", tr("Line")), column("parcel_no", tr("Parcel number"), align="left"),
                    column("name", tr("Name"), align="left"), column("use", tr("Use"), align="left"),
                    column("points", tr("Points")), column("area", tr("Ellipsoidal area"), "m²"),
                    column("plane", tr("Plane area"), "m²"), column("declared", tr("Stated area"), "m²"),
                    column("difference", tr("Difference"), "m²")],
        "rows": rows,
        "total": {"line": tr("Total"), "parcel_no": "", "name": "", "use": "", "plane": "", "declared": "",
                  "difference": "", "points": str(sum(counts)),
                  "area": hundredths_text(int(result.shapes.area.sum()))},
    }
