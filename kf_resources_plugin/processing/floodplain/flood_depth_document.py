"""The report on flood depths as plain data: question, data, rules, stages with a chart, levels, findings."""
from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from ...cartography.bar_charts import AmountRows, amount_bars
from ...cartography.charts import ChartMissing
from ...cartography.fonts import FontMissing
from ...i18n import tr
from ...rules.units import convert, format_area
from ..report_parts import column, framed, printed_rules

if TYPE_CHECKING:
    from .flood_depth_job import DepthResult

_WIDTH = 900  # of the chart, pixels


def document(result: DepthResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    charts, missing = _charts(result)
    return framed(
        tr("Flood depths by stage"),
        tr("How deep does the water of each stage stand, and which land does it reach? {count} stages, rules in force "
           "on {day}.").format(count=len(result.stages), day=book.date.isoformat()),
        result, record, rules=printed_rules(_rules(result), book), tables=[_stages(result), _levels(result)],
        charts=charts, notices=[
            tr("Areas are ellipsoidal areas of cells on CGCS2000 by the statutory formula; cells of {width} × {height} "
               "m.").format(width=f"{result.plane.width_m:.4g}", height=f"{result.plane.height_m:.4g}"),
            tr("Still water is no hydraulic model: velocities, the time a flood takes, and the volume that passes over "
               "a dike are not looked at."), *missing])


def _rules(result: DepthResult) -> list[tuple[str, str]]:
    """Return the rules that this run's figures rest on, with their text."""
    book = result.book
    ids = ["flood.surface", "flood.depth", "flood.barrier", "flood.frequency",
           *(stage.rule_id for stage in result.stages if stage.rule_id)]
    return [("area.formula", book.message("area.formula")), *((rule, book.message(rule)) for rule in ids)]


def stage_name(result: DepthResult, place: int) -> str:
    """Return a stage as the report calls it: its flow and, where it has one, its name."""
    stage = result.stages[place]
    name = stage.name(result.book.language)
    return tr("{flow} m³/s ({name})").format(flow=stage.id, name=name) if name else tr("{flow} m³/s").format(
        flow=stage.id)


def _stages(result: DepthResult) -> dict[str, Any]:
    """Return area, volume and depth of each stage."""
    rows = []
    for place, (stage, figure) in enumerate(zip(result.stages, result.figures.stages)):
        mean = figure.volume_m3 / figure.area_m2 if figure.area_m2 else 0.0
        rows.append({
            "stage": stage_name(result, place), "years": f"{stage.return_period:.10g}", "cells": str(figure.cells),
            "area": format_area(figure.area_m2, "ha"), "mu": format_area(figure.area_m2, "mu"),
            "volume": f"{figure.volume_m3 / 1e4:.2f}", "most": f"{figure.depth_max:.2f}", "mean": f"{mean:.2f}",
            "dry": format_area(figure.isolated_m2, "ha")})
    return {
        "title": tr("What each stage floods"),
        "note": tr("Every stage includes what the lower ones flood, so the rows do not sum. Low land not reached lies "
                   "below the level, but no water comes to it; it is no part of the flooded area."),
        "columns": [column("stage", tr("Stage"), align="left"), column("years", tr("Return period"), tr("years")),
                    column("cells", tr("Cells")), column("area", tr("Flooded"), tr("ha")),
                    column("mu", tr("Flooded"), tr("mu")), column("volume", tr("Volume"), tr("10,000 m³")),
                    column("most", tr("Greatest depth"), "m"), column("mean", tr("Mean depth"), "m"),
                    column("dry", tr("Low land not reached"), tr("ha"))],
        "rows": rows,
        "total": None,
    }


def _levels(result: DepthResult) -> dict[str, Any]:
    """Return the profile of each stage: how many places have a level, and the first and last of them."""
    rows = [{"stage": stage_name(result, place), "count": str(len(profile.along)),
             "first": f"{profile.level[0]:.2f}", "from": f"{profile.along[0] / 1000:.3f}",
             "last": f"{profile.level[-1]:.2f}", "to": f"{profile.along[-1] / 1000:.3f}"}
            for place, profile in enumerate(result.profiles)]
    return {
        "title": tr("Water levels along the channel"),
        "note": tr("Distances along the channel are measured from its upstream end."),
        "columns": [column("stage", tr("Stage"), align="left"), column("count", tr("Places")),
                    column("from", tr("First at"), "km"), column("first", tr("Level"), "m"),
                    column("to", tr("Last at"), "km"), column("last", tr("Level"), "m")],
        "rows": rows,
        "total": None,
    }


def _charts(result: DepthResult) -> tuple[list[dict[str, str]], list[str]]:
    """Return the chart of flooded areas, and why there is none where this computer cannot draw."""
    amounts = AmountRows((tr("Flooded"),), tuple(
        (stage_name(result, place), (convert(figure.area_m2, "ha"),))
        for place, figure in enumerate(result.figures.stages)), tr("ha"), 2)
    try:
        png = amount_bars(amounts, size=(_WIDTH, amounts.height), families=result.families)
    except (ChartMissing, FontMissing) as error:
        return [], [str(error)]
    return [{"png_base64": base64.b64encode(png).decode("ascii"), "caption": tr("Flooded area by stage")}], []
