"""The report on flood exposure as plain data: question, data, rules, sums by stage, unit and class, chart, findings."""
from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

from ...cartography.bar_charts import AmountRows, amount_bars
from ...cartography.charts import ChartMissing
from ...cartography.fonts import FontMissing
from ...engine.lonlat import crs_label
from ...i18n import tr
from ...rules.units import convert, format_area
from ..report_parts import column, framed, printed_rules
from .exposure_inputs import LINE, POLYGON

if TYPE_CHECKING:
    from ...rules.areas import Bools
    from .exposure_job import ExposureResult

_METRES_PER_KM = 1000.0


def document(result: ExposureResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    charts, missing = _charts(result)
    rules = ["area.formula", "exposure.cells" if result.flooded.raster else "exposure.touching", "exposure.people"]
    return framed(
        tr("Flood exposure"),
        tr("What does each stage of the flood reach? Of {targets} targets {exposed} are reached in some stage; rules "
           "in force on {day}.").format(
            targets=len(result.targets.table), exposed=len(np.unique(result.exposed.target)),
            day=book.date.isoformat()),
        result, record, rules=printed_rules([(rule, book.message(rule)) for rule in rules], book),
        tables=[*_by_stage(result), *_by_unit(result)], charts=charts, notices=[
            tr("Areas and lengths are ellipsoidal on CGCS2000, areas by the statutory formula; edges are straight in "
               "the coordinate system of the targets ({crs}).").format(crs=crs_label(result.targets.table.crs)),
            *missing])


def _by_stage(result: ExposureResult) -> list[dict[str, Any]]:
    """Return the table of stages."""
    rows = [{"stage": _stage(result, number), **_printed(result, result.sums.stage == number)}
            for number in range(len(result.flooded.stages))]
    return [{"title": tr("Exposure by stage"), "rows": rows, "total": None,
             "note": tr("Stages repeat each other: do not add them up. “Touched only” is part of “reached”."),
             "columns": [column("stage", tr("Stage"), align="left"), *_columns(result)]}]


def _by_unit(result: ExposureResult) -> list[dict[str, Any]]:
    """Return the table of stages by unit and class, none where there are neither."""
    sums, several = result.sums, len(result.units) > 1
    if not several and len(result.targets.classes) == 1:
        return []
    rows = [{"stage": _stage(result, int(sums.stage[place])),
             "unit": result.units[sums.unit[place]].name or tr("no unit"),
             "class": result.targets.classes[sums.group[place]],
             **_printed(result, np.arange(len(sums.stage)) == place)}
            for place in np.flatnonzero(sums.reached).tolist()]
    return [{"title": tr("Exposure by unit and class"), "note": tr("Only rows with something reached."),
             "rows": rows, "total": None,
             "columns": [column("stage", tr("Stage"), align="left"), column("unit", tr("Unit"), align="left"),
                         column("class", tr("Class"), align="left"), *_columns(result)]}]


def _stage(result: ExposureResult, number: int) -> str:
    return result.flooded.stages[number] or tr("the flood")


def _columns(result: ExposureResult) -> list[dict[str, str]]:
    kind = result.targets.kind
    sizes = {POLYGON: [column("flooded", tr("Flooded"), "ha"), column("mu", tr("Flooded"), tr("mu"))],
             LINE: [column("flooded", tr("Flooded"), "km")]}.get(kind, [])
    depths = [column("deepest", tr("Greatest depth"), "m"), column("mean", tr("Mean depth"), "m")]
    titles = {"people": (tr("People"), tr("People by share")), "households": (tr("Households"),
                                                                              tr("Households by share"))}
    counted = [column(key, title) for name in result.targets.counted
               for key, title in zip((name, f"{name}_part"), titles[name])]
    return [column("targets", tr("Targets")), column("reached", tr("Reached")),
            column("touched", tr("Touched only")), *sizes, *(depths if result.flooded.raster else []), *counted]


def _printed(result: ExposureResult, rows: Bools) -> dict[str, str]:
    sums = result.sums
    amount = float(sums.amount[rows].sum())
    known = rows & ~np.isnan(sums.depth_mean)
    weights = np.where(sums.amount[known] > 0, sums.amount[known], sums.reached[known])
    mean = float((sums.depth_mean[known] * weights).sum() / weights.sum()) if weights.sum() else None
    deepest = float(sums.depth_max[known].max()) if known.any() else None
    printed = {
        "targets": str(int(sums.targets[rows].sum())), "reached": str(int(sums.reached[rows].sum())),
        "touched": str(int(sums.touched[rows].sum())),
        "flooded": format_area(amount, "ha") if result.targets.kind == POLYGON else f"{amount / _METRES_PER_KM:.3f}",
        "mu": format_area(amount, "mu"),
        "deepest": "" if deepest is None else f"{deepest:.2f}", "mean": "" if mean is None else f"{mean:.2f}",
    }
    for name, (whole, part) in sums.counted.items():
        printed |= {name: f"{whole[rows].sum():.0f}", f"{name}_part": f"{part[rows].sum():.1f}"}
    return printed


def _charts(result: ExposureResult) -> tuple[list[dict[str, str]], list[str]]:
    """Return the chart of stages, and why there is none where this computer cannot draw."""
    sums, kind = result.sums, result.targets.kind
    if kind == POLYGON:
        title, unit, decimals = tr("Flooded"), "ha", 2
    elif kind == LINE:
        title, unit, decimals = tr("Flooded"), "km", 2
    else:
        title, unit, decimals = tr("Reached"), "", 0

    def amount(number: int) -> float:
        rows = sums.stage == number
        if kind == POLYGON:
            return convert(float(sums.amount[rows].sum()), "ha")
        return float(sums.amount[rows].sum()) / _METRES_PER_KM if kind == LINE else float(sums.reached[rows].sum())

    rows = tuple((_stage(result, number), (amount(number),)) for number in range(len(result.flooded.stages)))
    if not rows:
        return [], []
    bars = AmountRows((title,), rows, unit, decimals)
    try:
        png = amount_bars(bars, size=(900, bars.height), families=result.families)
    except (ChartMissing, FontMissing) as error:
        return [], [str(error)]
    return [{"png_base64": base64.b64encode(png).decode("ascii"),
             "caption": tr("What each stage of the flood reaches")}], []
