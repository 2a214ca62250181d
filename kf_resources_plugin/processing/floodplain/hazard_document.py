"""The report on flood hazard as plain data: question, data, rules, table and chart of classes, findings."""
from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from ...cartography.bar_charts import AmountRows, amount_bars
from ...cartography.charts import ChartMissing
from ...cartography.fonts import FontMissing
from ...engine.lonlat import crs_label
from ...i18n import tr
from ...rules.units import convert, format_area
from ..report_parts import column, framed, printed_rules
from .hazard_outputs import class_names

if TYPE_CHECKING:
    from .hazard_job import HazardResult


def document(result: HazardResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    charts, missing = _charts(result)
    return framed(
        tr("Flood hazard classes"),
        tr("How dangerous is the flood, and how large is the land of each class? {area} ha are of class 1 or more, "
           "rules in force on {day}.").format(
            area=format_area(float(result.areas[1:].sum()), "ha"), day=book.date.isoformat()),
        result, record, rules=printed_rules([(rule, book.message(rule)) for rule in (
            "area.formula", *result.scale.rules)], book),
        tables=[_table(result)], charts=charts, notices=[
            tr("Areas are ellipsoidal areas of cells on CGCS2000 by the statutory formula; cells are straight in the "
               "coordinate system of the depth raster ({crs}).").format(crs=crs_label(result.grid.crs)), *missing])


def _table(result: HazardResult) -> dict[str, Any]:
    names, total = class_names(result), float(result.areas.sum())

    def printed(area: float, cells: int) -> dict[str, str]:
        return {"cells": str(cells), "m2": format_area(area, "m2"), "ha": format_area(area, "ha"),
                "mu": format_area(area, "mu"), "share": f"{area / total:.2%}" if total else ""}

    return {
        "title": tr("Area by hazard class"),
        "note": tr("Cells without data: {count}.").format(count=result.nodata),
        "columns": [column("class", tr("Class")), column("name", tr("Meaning"), align="left"),
                    column("cells", tr("Cells")), column("m2", tr("Area"), "m²"), column("ha", tr("Area"), "ha"),
                    column("mu", tr("Area"), tr("mu")), column("share", tr("Share"))],
        "rows": [{"class": str(number), "name": names[number], **printed(float(area), int(cells))}
                 for number, (area, cells) in enumerate(zip(result.areas, result.cells))],
        "total": {"class": tr("Total"), "name": "", **printed(total, int(result.cells.sum()))},
    }


def _charts(result: HazardResult) -> tuple[list[dict[str, str]], list[str]]:
    """Return the chart of areas by class, and why there is none where this computer cannot draw."""
    rows = tuple((name, (convert(float(area), "ha"),))
                 for name, area in list(zip(class_names(result), result.areas))[1:])
    bars = AmountRows((tr("Area"),), rows, "ha", 2)
    try:
        png = amount_bars(bars, size=(900, bars.height), families=result.families)
    except (ChartMissing, FontMissing) as error:
        return [], [str(error)]
    return [{"png_base64": base64.b64encode(png).decode("ascii"),
             "caption": tr("Area of each hazard class from 1 on, in hectares")}], []
