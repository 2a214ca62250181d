"""The report on heights as plain data: question, rules, verdicts, buildings that are too high, profiles of views."""
from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

from ...cartography.charts import ChartMissing
from ...cartography.fonts import FontMissing
from ...cartography.profile_chart import Bar, Profile, profile_chart
from ...i18n import tr
from ...rules.building_heights import RASTER, SOURCES
from ..report_parts import column, framed, printed_rules
from .height_findings import counted_storeys, source_title
from .height_limits import CORRIDOR, TIER
from .height_outputs import COMPLIES, EXCEEDS, FREE, UNKNOWN, corridor_columns, verdicts

if TYPE_CHECKING:
    from ...rules.areas import Floats
    from .height_job import HeightResult
    from .height_views import View

_LISTED = 50  # buildings and parcels that are printed, the highest excess and the lowest allowed height first
_DRAWN = 12  # corridors that are drawn


def document(result: HeightResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book, told = result.book, verdicts(result)
    charts, missing = _charts(result)
    rules = _rules(result)
    tables = [_by_verdict(told), _too_high(result), *_corridors(result), *_parcels(result)]
    return framed(
        tr("Height control and view corridors"),
        tr("Which buildings are too high? Buildings: {count}; above a cap or in a view corridor: {exceeding}; rules in "
           "force on {day}.").format(count=len(told), exceeding=told.count(EXCEEDS),
                                              day=book.date.isoformat()),
        result, record, rules=printed_rules([(rule, book.message(rule, **values)) for rule, values in rules], book),
        tables=tables, charts=charts, notices=missing)


def _rules(result: HeightResult) -> list[tuple[str, dict[str, Any]]]:
    """Return the rules that the figures rest on, with the values their texts need."""
    used: list[tuple[str, dict[str, Any]]] = [("heritage.height_source", {})]
    if RASTER in {SOURCES[place] for place in np.unique(result.heights.source).tolist() if place >= 0}:
        share = float(result.book.threshold("heritage.height_raster", "top_coefficient"))
        used.append(("heritage.height_raster", {"top_share": f"{share:g}"}))
    used += [("heritage.height_overlap", {}), ("heritage.height_storey_cap", {})]
    used += [(rule, {}) for rule in sorted({limit.rule for limit in result.of if limit.kind == TIER})]
    if result.views:
        used.append(("heritage.height_corridor_plane", {}))
    if result.parcels is not None:
        used.append(("heritage.height_parcels", {}))
    return [*used, ("area.formula", {})]


def _by_verdict(told: list[str]) -> dict[str, Any]:
    titles = {EXCEEDS: tr("too high"), COMPLIES: tr("within all limits"), FREE: tr("under no limit"),
              UNKNOWN: tr("not known")}
    return {"title": tr("Buildings by verdict"), "note": "", "total": {"verdict": tr("Total"), "count": str(len(told))},
            "columns": [column("verdict", tr("Verdict"), align="left"), column("count", tr("Buildings"))],
            "rows": [{"verdict": title, "count": str(told.count(key))} for key, title in titles.items()]}


def _too_high(result: HeightResult) -> dict[str, Any]:
    decided, buildings = result.decided, result.buildings
    exceed = np.nan_to_num(decided.exceed)
    order = np.lexsort((buildings.table.fids, -exceed))[:_LISTED]
    rows = [row for row in order.tolist() if exceed[row] > 0]
    more = int((exceed > 0).sum()) - len(rows)
    return {
        "title": tr("Buildings that are too high"),
        "note": " ".join([tr("Caps in storeys are compared with storeys: the excess is the storeys too many, each by "
                             "its height, and no difference of the two heights."),
                          *([tr("More in the layer: {count}.").format(count=more)] if more else [])]),
        "columns": [column("id", tr("Building"), align="left"), column("height", tr("Height"), "m"),
                    column("source", tr("Source"), align="left"), column("allowed", tr("Allowed"), "m"),
                    column("exceed", tr("Excess"), "m"), column("storeys", tr("Storeys: has / allowed")),
                    column("limit", tr("Cap or corridor"), align="left")],
        "rows": [{"id": buildings.ids[row], "height": f"{result.heights.height[row]:.2f}",
                  "source": source_title(SOURCES[result.heights.source[row]]),
                  "allowed": f"{decided.allowed[row]:.2f}", "exceed": f"{exceed[row]:.2f}",
                  "storeys": " / ".join((counted_storeys(result, row) or ())[:2]),
                  "limit": _limit(result, int(decided.limit[row]))} for row in rows],
        "total": None,
    }


def _limit(result: HeightResult, number: int) -> str:
    limit = result.of[number]
    return tr("corridor {name}").format(name=limit.name) if limit.kind == CORRIDOR else limit.name


def _corridors(result: HeightResult) -> list[dict[str, Any]]:
    if not result.views:
        return []
    columns = corridor_columns(result)
    keys = {"corridor": tr("Corridor"), "length_m": tr("Length"), "eye_level_m": tr("Eye"),
            "plane_end_m": tr("Lowest seen"), "buildings": tr("Buildings"), "exceeding": tr("Too high"),
            "highest_id": tr("Highest obstruction"), "highest_distance_m": tr("Distance"),
            "highest_exceed_m": tr("Above the plane"), "hidden_m": tr("Hidden"), "hidden_share": tr("Target hidden")}
    left = {"corridor", "highest_id"}
    return [{
        "title": tr("View corridors"),
        "note": tr("The highest obstruction is the building that reaches highest up the target. Hidden: above the "
                   "lowest point that must stay visible; the share is of the whole target from its foot. Where the top "
                   "itself must stay visible nothing is above it, and nothing is printed there."),
        "columns": [column(key, title, "m" if key.endswith("_m") else "", "left" if key in left else "right")
                    for key, title in keys.items()],
        "rows": [{key: _printed(key, columns[key][row]) for key in keys} | (
            {"hidden_m": ""} if view.corridor.plane.low_m >= view.corridor.plane.top_m else {})
            for row, view in enumerate(result.views)],
        "total": None,
    }]


def _printed(key: str, value: Any) -> str:
    if value is None:
        return ""
    if key == "hidden_share":
        return f"{value:.1%}"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _parcels(result: HeightResult) -> list[dict[str, Any]]:
    parcels = result.parcels
    if parcels is None:
        return []
    heights = parcels.heights
    order = np.argsort(heights.lowest, kind="stable")  # what is under no limit comes last
    more = len(order) - _LISTED

    def metres(row: int, values: Floats) -> str:
        if not np.isnan(values[row]):
            return f"{values[row]:.2f}"
        return tr("not known") if heights.unknown[row] else tr("no limit")

    return [{
        "title": tr("Allowed heights of parcels"),
        "note": " ".join([tr("The mean is of the part that is limited."), *(
            [tr("More in the layer: {count}.").format(count=more)] if more > 0 else [])]),
        "columns": [column("id", tr("Land parcel"), align="left"), column("lowest", tr("Lowest"), "m"),
                    column("mean", tr("Mean"), "m"), column("share", tr("Limited")),
                    column("limit", tr("Cap or corridor"), align="left")],
        "rows": [{"id": parcels.ids[row], "lowest": metres(row, heights.lowest), "mean": metres(row, heights.mean),
                  "share": "" if np.isnan(heights.share[row]) else f"{heights.share[row]:.0%}",
                  "limit": "" if heights.limit[row] < 0 else _limit(result, int(heights.limit[row]))}
                 for row in order[:_LISTED].tolist()],
        "total": None,
    }]


def _charts(result: HeightResult) -> tuple[list[dict[str, str]], list[str]]:
    """Return the profiles of views, and why there are none, or not all, of them."""
    charts: list[dict[str, str]] = []
    for view in result.views[:_DRAWN]:
        try:
            png = profile_chart(_profile(view, result), result.families)
        except (ChartMissing, FontMissing) as error:
            return [], [str(error)]
        charts.append({"png_base64": base64.b64encode(png).decode("ascii"),
                       "caption": tr("Profile of view corridor {name}").format(name=view.corridor.name)})
    left = len(result.views) - len(charts)
    return charts, [tr("Further corridors, not drawn: {count}.").format(count=left)] if left else []


def _profile(view: View, result: HeightResult) -> Profile:
    plane, standing = view.corridor.plane, view.standing
    bars = [Bar(first, last, float(result.tested.ground[row]), top, over > 0)
            for row, first, last, top, over in zip(standing.row.tolist(), standing.first.tolist(),
                                                   standing.last.tolist(), view.top.tolist(), view.exceed.tolist())
            if not np.isnan(top)]
    return Profile(view.corridor.name, view.along.tolist(), view.ground.tolist(), plane.level(view.along).tolist(),
                   bars, (plane.foot_m, plane.low_m, plane.top_m))
