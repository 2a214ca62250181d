"""The outputs of kf:floodplainzoning: zones with reasons, summary, sensitivity, weights, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.writing import make_fields
from ...rules.floodplain_conflicts import CLASH
from ...rules.floodplain_measures import CHANNEL, DEPTH, FREEBOARD, HAZARD, HEIGHT, RETURN_PERIOD
from ...rules.floodplain_zoning import CRITERIA, FARMING, LIVING, NOWHERE, WATER, WETLAND, ZONES, deciding
from ...rules.units import convert
from .zoning_reasons import Reasons, zone_code

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .zoning_job import ZoningResult

ZONE_FIELDS = (
    ("unit_id", "text"), ("zone", "text"), *((f"score_{zone.lower()}", "real") for zone in ZONES),
    ("rule_id", "text"), ("t_yr", "real"), ("never_flooded", "integer"), ("depth_m", "real"), ("hazard", "integer"),
    ("height_m", "real"), ("freeboard_m", "real"), ("channel_m", "real"), ("land_class", "text"), ("conflict", "text"),
    ("reason", "text"), ("reason_en", "text"), ("stable", "integer"), ("margin", "real"), ("margin_by", "text"),
    ("evened", "text"), ("area_m2", "real"), ("unit_fid", "integer"),
)
SUMMARY_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("zone", "text"), ("units", "integer"), ("area_m2", "real"),
    ("area_ha", "real"), ("area_mu", "real"), ("share", "real"),
)
SENSITIVITY_FIELDS = (
    ("zone", "text"), ("criterion", "text"), ("weight", "real"), ("smallest_change", "real"),
    ("units_changed", "integer"), ("area_m2", "real"),
)
WEIGHT_FIELDS = (
    ("zone", "text"), ("criterion", "text"), ("weight", "real"), ("used", "real"), ("origin", "text"),
    ("consistency_ratio", "real"),
)
_AREAS = dict(zip(("WATER_M2", "WETLAND_M2", "FARMING_M2", "LIVING_M2"), (WATER, WETLAND, FARMING, LIVING)))
SMOOTHED, SIEVED = "smoothed", "sieved"


def write_outputs(result: ZoningResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers and tables that were asked for."""
    crs = result.units.table.crs
    if outputs.wants("ZONES"):
        order = np.argsort(result.units.ranks())
        outputs.layer("ZONES", make_fields(ZONE_FIELDS), _zone_columns(result, order), progress.part(0.0, 0.7), crs,
                      result.units.table.wkb[order])
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), summary_columns(result), progress.part(0.7, 0.75))
    outputs.layer("SENSITIVITY", make_fields(SENSITIVITY_FIELDS), sensitivity_columns(result),
                  progress.part(0.75, 0.8))
    outputs.layer("WEIGHTS_USED", make_fields(WEIGHT_FIELDS), weight_columns(result), progress.part(0.8, 0.85))
    outputs.findings(result.findings, crs, progress.part(0.85, 0.95))


def figures(result: ZoningResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm; the share of stable units is None where there is no unit."""
    areas, zone = result.parts.whole, result.zoning.zone
    stable = result.zoning.stable(result.setting.change)
    zoned = stable[~np.isnan(stable)]
    return {
        "UNIT_COUNT": float(len(zone)),
        **{name: float(areas[zone == ZONES.index(code)].sum()) / 100 for name, code in _AREAS.items()},
        "UNZONED_M2": float(areas[zone == NOWHERE].sum()) / 100,
        "OUTSIDE_M2": round(result.clipping.outside_m2, 2),
        "STABLE_SHARE": None if not len(zoned) else float(zoned.mean()),
        "RESIDUAL_M2": round(abs(result.clipping.residual_m2), 6),
    }


def _zone_columns(result: ZoningResult, order: np.ndarray) -> dict[str, Column]:
    units, facts, zoning = result.units, result.facts, result.zoning
    rules = deciding(zoning.verdict, zoning.holds, result.setting.rules.hard)
    hazard, margin = facts.value[HAZARD], zoning.sensitivity.smallest
    stable = zoning.stable(result.setting.change)
    codes = [units.codes[place] or None for place in units.code_of[order].tolist()]
    reasons, english = Reasons(result, "zh").all(), Reasons(result, "en").all()
    return {
        "unit_id": units.ids[order],
        "zone": [zone_code(zone) for zone in zoning.zone[order].tolist()],
        **{f"score_{zone.lower()}": np.round(zoning.scores[order, place], 4) for place, zone in enumerate(ZONES)},
        "rule_id": [rules[row] or None for row in order.tolist()],
        "t_yr": np.where(facts.never, np.nan, facts.value[RETURN_PERIOD])[order],
        "never_flooded": [None if np.isnan(years) else int(never) for never, years in zip(
            facts.never[order].tolist(), facts.value[RETURN_PERIOD][order].tolist())],
        "hazard": [None if np.isnan(value) else round(value) for value in hazard[order].tolist()],
        **{name: np.round(facts.value[name], 3)[order] for name in (DEPTH, HEIGHT, FREEBOARD)},
        "channel_m": np.where(np.isinf(facts.value[CHANNEL]), np.nan, np.round(facts.value[CHANNEL], 2))[order],
        "land_class": codes,
        "conflict": [conflict_words(result, row) for row in order.tolist()],
        "reason": [reasons[row] for row in order.tolist()],
        "reason_en": [english[row] for row in order.tolist()],
        "stable": [None if np.isnan(value) else int(value) for value in stable[order].tolist()],
        "margin": np.where(np.isinf(margin), np.nan, np.round(margin, 6))[order],
        "margin_by": [None if zone == NOWHERE else f"{ZONES[zone]}.{CRITERIA[criterion]}"
                      for zone, criterion in zoning.sensitivity.by[order].tolist()],
        "evened": [SIEVED if sieved else SMOOTHED if smoothed else None for sieved, smoothed in zip(
            zoning.evened.sieved[order].tolist(), zoning.evened.smoothed[order].tolist())],
        "area_m2": result.parts.whole[order] / 100,
        "unit_fid": [None] * len(order) if result.setting.grid else units.table.fids[order],
    }


def conflict_words(result: ZoningResult, row: int) -> str | None:
    """Return the conflicts of a unit by the ends of their ids, None for none."""
    ids = [item.rule_id for item, held in zip(result.setting.rules.conflicts, result.zoning.conflicts[row].tolist())
           if held] + ([CLASH] if result.zoning.verdict.clash[row] else [])
    return ";".join(rule.partition("conflict_")[2] for rule in ids) or None


def summary_columns(result: ZoningResult) -> dict[str, Column]:
    """Return one row for each administrative unit and zone; areas sum to those of the units."""
    parts, zone = result.parts, result.zoning.zone
    columns: dict[str, list[Any]] = {name: [] for name, _ in SUMMARY_FIELDS}
    for place, unit in enumerate(result.admin):
        whole = int(parts.area[parts.unit == place].sum())
        for number in [*range(len(ZONES)), NOWHERE]:
            area = int(parts.area[(parts.unit == place) & (zone[parts.source] == number)].sum())
            if area:
                square, count = area / 100, int(((parts.home == place) & (zone == number)).sum())
                values = (unit.code, unit.name, zone_code(number), count, square, round(convert(square, "ha"), 6),
                          round(convert(square, "mu"), 4), area / whole)
                for column, value in zip(columns.values(), values):
                    column.append(value)
    return dict(columns)


def sensitivity_columns(result: ZoningResult) -> dict[str, Column]:
    """Return, for each weight that counts, the smallest change that changes a zone and what the usual one changes."""
    change = result.zoning.sensitivity.change
    columns: dict[str, list[Any]] = {name: [] for name, _ in SENSITIVITY_FIELDS}
    for zone, used in enumerate(result.zoning.used):
        for place in np.flatnonzero(used > 0).tolist():
            each = change[:, zone, place]
            nearest = int(np.abs(each).argmin()) if len(each) else 0
            moved = np.abs(each) <= result.setting.change
            reached = len(each) > 0 and np.isfinite(each[nearest])
            values = (ZONES[zone], CRITERIA[place], round(float(used[place]), 6),
                      round(float(each[nearest]), 6) if reached else None, int(moved.sum()),
                      float(result.parts.whole[moved].sum()) / 100)
            for column, value in zip(columns.values(), values):
                column.append(value)
    return dict(columns)


def weight_columns(result: ZoningResult) -> dict[str, Column]:
    """Return the weights of each zone as given, and as used without the criteria that have no data."""
    columns: dict[str, list[Any]] = {name: [] for name, _ in WEIGHT_FIELDS}
    for zone, (given, used) in enumerate(zip(result.setting.rules.weights, result.zoning.used)):
        for place, name in enumerate(CRITERIA):
            values = (ZONES[zone], name, round(float(given.weights[place]), 6), round(float(used[place]), 6),
                      given.origin, None if given.ratio is None else round(given.ratio, 6))
            for column, value in zip(columns.values(), values):
                column.append(value)
    return dict(columns)
