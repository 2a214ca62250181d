"""The outputs of kf:stablefarmland: pieces, sums by unit, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.writing import make_fields
from ...i18n import tr
from ...rules.codes import KINDS
from ...rules.stable_farmland import STABLE, UNTOLD

if TYPE_CHECKING:
    from ...engine.unit_rows import UnitRows
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .stable_job import StableResult

GROUNDS = ("slope", "river_beach", "lake", "forest", "pasture", "sandy", "rocky", "saline", "frequent_flood",
           "polluted", "reserve_core", "conversion", "steep")
"""The grounds that have a column of their own in the sums, by the last part of their rule's id: NULL if not applied."""
STABLE_FIELDS = (
    ("BSM", "text"), ("DLBM", "text"), ("DLMC", "text"), ("unit_code", "text"), ("unit_name", "text"),
    ("township_code", "text"), ("GDPDJB", "text"), ("GDLX", "text"), ("TBXHDM", "text"), ("kind", "text"),
    ("area_m2", "real"), ("net_m2", "real"), ("stable", "integer"), ("rule_id", "text"), ("reason", "text"),
    ("reasons", "text"), ("land_fid", "integer"),
)
SUMMARY_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("farmland_m2", "real"), ("stable_m2", "real"),
    ("unstable_m2", "real"), ("unknown_m2", "real"), ("share", "real"),
    *((f"{ground}_m2", "real") for ground in GROUNDS),
)


def write_outputs(result: StableResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    crs = result.land.survey.table.crs
    if outputs.wants("STABLE"):
        outputs.layer("STABLE", make_fields(STABLE_FIELDS), _piece_columns(result), progress.part(0.0, 0.7), crs,
                      result.land.pieces.wkb)
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), _summary_columns(result, result.units),
                  progress.part(0.7, 0.75))
    outputs.layer("TOWNSHIPS", make_fields(SUMMARY_FIELDS), _summary_columns(result, result.township),
                  progress.part(0.75, 0.8))
    outputs.findings(result.findings, crs, progress.part(0.8, 0.9))


def figures(result: StableResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    net, found = result.land.pieces.net, result.land.found
    return {
        "FARMLAND_M2": float(net[found.farmland].sum()) / 100,
        "STABLE_M2": float(net[found.stable].sum()) / 100 if result.land.found.is_told else None,
        "UNSTABLE_M2": float(net[found.unstable].sum()) / 100 if result.land.found.is_told else None,
        "UNKNOWN_M2": float(net[found.untold].sum()) / 100,
        "RESIDUAL_M2": round(float(np.abs(result.land.pieces.residual).sum()), 6),
    }


def _piece_columns(result: StableResult) -> dict[str, Column]:
    land, survey, found, book = result.land.pieces, result.land.survey, result.land.found, result.book
    rows = land.land
    units = np.array([unit.code for unit in result.units.units] or [""], dtype=object)[result.units.of_piece]
    names = np.array([unit.name for unit in result.units.units] or [""], dtype=object)[result.units.of_piece]
    towns = np.full(len(rows), None, dtype=object)
    if result.township is not None:
        towns = np.array([unit.code or None for unit in result.township.units], dtype=object)[result.township.of_piece]
    rules = np.array([*(ground.rule_id for ground in found.grounds), None, None], dtype=object)  # UNTOLD, STABLE
    reasons = np.array([*(book.message(ground.rule_id) for ground in found.grounds), None, None], dtype=object)
    classes = np.array([info.name_zh if info else None for info in survey.infos], dtype=object)

    def attribute(key: str) -> Column:
        field = survey.fields.more.get(key)
        return np.full(len(rows), None, dtype=object) if field is None else survey.table.columns[field][rows]

    return {
        "BSM": survey.parcels[rows], "DLBM": survey.codes[survey.code_of[rows]],
        "DLMC": classes[survey.code_of[rows]], "unit_code": units, "unit_name": names,
        "township_code": towns, "GDPDJB": attribute("slope"),
        "GDLX": attribute("terrace"), "TBXHDM": attribute("detail"),
        "kind": np.array(KINDS, dtype=object)[survey.kind[rows]],
        "area_m2": land.area / 100, "net_m2": land.net / 100,
        "stable": np.where(found.untold, np.nan, found.stable),
        "rule_id": rules[found.ground], "reason": reasons[found.ground], "reasons": _all_reasons(result),
        "land_fid": survey.table.fids[rows],
    }


def _all_reasons(result: StableResult) -> np.ndarray:
    """Return the names of all grounds that speak against each piece, None where there are none."""
    found, between = result.land.found, tr("; ")
    names = [ground.name(result.book.language) for ground in found.grounds]
    texts = np.full(len(found.ground), None, dtype=object)
    rows = np.flatnonzero(found.ground >= 0)
    if len(rows):
        combined, which = np.unique(found.hits[rows], axis=0, return_inverse=True)
        listed = [between.join(names[place] for place in np.flatnonzero(hits)) for hits in combined]
        texts[rows] = np.array(listed, dtype=object)[which.reshape(-1)]
    return texts


def _summary_columns(result: StableResult, rows: UnitRows | None) -> dict[str, Column]:
    if rows is None:
        return {name: [] for name, _ in SUMMARY_FIELDS}
    shown = result.shown(rows)
    units, sums, sloped = [rows.units[row] for row in shown], rows.sums(result.held(rows))[shown], result.sloped(
        rows)[shown]
    found, nothing = result.land.found, np.full(len(sums), np.nan)
    total, unknown = sums.sum(axis=1), sums[:, UNTOLD]
    stable = np.where((unknown == total) & (total > 0), np.nan, sums[:, STABLE])
    applied = found.applied(result.land.survey)
    by_ground = {ground.rule_id: np.where(sloped | bool(ground.details or ground.masks), sums[:, place] / 100, np.nan)
                 for place, ground in enumerate(found.grounds) if ground in applied}
    return {
        "unit_code": [unit.code for unit in units], "unit_name": [unit.name for unit in units],
        "farmland_m2": total / 100, "stable_m2": stable / 100, "unstable_m2": (total - unknown - stable) / 100,
        "unknown_m2": unknown / 100,
        "share": np.divide(stable, total, out=np.full(len(sums), np.nan), where=total > 0),
        **{f"{ground}_m2": by_ground.get(f"stable.{ground}", nothing) for ground in GROUNDS},
    }
