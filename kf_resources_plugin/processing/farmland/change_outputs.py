"""The outputs of two epochs: changes, transition matrix, accounts, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.writing import make_fields
from ...rules.farmland_change import (
    AGRICULTURAL_KINDS,
    BALANCED,
    CONSTRUCTION,
    DIRECTIONS,
    IN,
    LAND_KINDS,
    NO_CHANGE,
    OPEN,
    OTHER,
    OUT,
    UNKNOWN,
)

if TYPE_CHECKING:
    from ...engine.land_survey import LandSurvey
    from ...engine.writing import Column
    from ...rules.farmland_change import Account, Quality
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .change_job import ChangeResult

CHANGE_FIELDS = (
    ("class_before", "text"), ("name_before", "text"), ("class_after", "text"), ("name_after", "text"),
    ("unit_code", "text"), ("unit_name", "text"), ("township_code", "text"), ("area_m2", "real"), ("net_m2", "real"),
    ("direction", "text"), ("land_kind", "text"), ("exempt", "integer"), ("exempt_kind", "text"),
    ("stable", "integer"), ("permanent", "integer"), ("approved", "integer"), ("suspected", "integer"),
    ("sliver", "integer"), ("before_id", "text"), ("after_id", "text"), ("before_fid", "integer"),
    ("after_fid", "integer"),
)
MATRIX_FIELDS = (
    ("class_before", "text"), ("name_before", "text"), ("class_after", "text"), ("name_after", "text"),
    ("area_m2", "real"), ("changed", "integer"), ("sliver_m2", "real"),
)
_OUT_KINDS = (*AGRICULTURAL_KINDS, OTHER)
_FIGURES = (
    ("farmland_before_m2", "real"), ("out_m2", "real"),
    *((f"out_{LAND_KINDS[kind]}_m2", "real") for kind in _OUT_KINDS),
    ("exempt_m2", "real"), ("in_m2", "real"), ("in_stable_m2", "real"), ("in_agricultural_m2", "real"),
    ("in_construction_m2", "real"), ("in_other_m2", "real"), ("net_m2", "real"), ("balanced", "integer"),
    ("out_grade", "real"), ("in_grade", "real"), ("out_capacity_kg", "real"), ("in_capacity_kg", "real"),
    ("construction_m2", "real"), ("other_m2", "real"), ("permanent_m2", "real"), ("suspected_m2", "real"),
    ("sliver_out_m2", "real"), ("sliver_in_m2", "real"), ("unknown_out_m2", "real"), ("unknown_in_m2", "real"),
    ("before_only_m2", "real"), ("after_only_m2", "real"), ("ridges_m2", "real"), ("farmland_after_m2", "real"),
)
ACCOUNT_FIELDS = (("unit_code", "text"), ("unit_name", "text"), *_FIGURES)
_NEEDED = {"permanent_m2": "permanent", "suspected_m2": "approvals"}
"""What is looked for only where a layer was given: it is NULL without it, never 0."""
TOWN_FIELDS = (("unit_code", "text"), ("unit_name", "text"), ("township_code", "text"), *_FIGURES)


def write_outputs(result: ChangeResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    crs = result.epochs.before.table.crs
    pieces = result.pieces
    rows = np.flatnonzero(pieces.changed | (pieces.before < 0) | (pieces.after < 0))
    outputs.layer("CHANGES", make_fields(CHANGE_FIELDS), _change_columns(result, rows), progress.part(0.0, 0.5), crs,
                  pieces.wkb[rows])
    outputs.layer("MATRIX", make_fields(MATRIX_FIELDS), _matrix_columns(result), progress.part(0.5, 0.55))
    places = result.figures.places
    units = list(range(len(places.rows.units)))
    outputs.layer("ACCOUNT", make_fields(ACCOUNT_FIELDS), _account_columns(result, result.figures.by_unit, units),
                  progress.part(0.55, 0.6))
    outputs.layer("TOWNSHIPS", make_fields(TOWN_FIELDS), {
        **_account_columns(result, result.figures.by_town, [unit for unit, _ in places.groups]),
        "township_code": [places.towns[town] for _, town in places.groups]}, progress.part(0.6, 0.65))
    outputs.findings(result.findings, crs, progress.part(0.65, 0.8))


def figures(result: ChangeResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    total, areas = result.figures.total, result.areas
    residuals = [round(float(np.abs(closure.residual).sum()), 6) for closure in (areas.before, areas.after)]
    sums = {
        "FARMLAND_BEFORE_M2": total.farmland_before, "FARMLAND_AFTER_M2": total.farmland_after,
        "OUT_M2": total.out_total, "EXEMPT_M2": total.exempt, "IN_M2": total.in_total, "IN_STABLE_M2": total.stable,
        "NET_M2": total.net, "CONSTRUCTION_M2": total.construction, "OTHER_M2": total.other,
        "PERMANENT_M2": total.permanent, "SUSPECTED_M2": total.suspected,
    }
    untold = [*(name.upper() for name, layer in _NEEDED.items() if layer not in result.given),
              *(("IN_STABLE_M2", "NET_M2") if total.unjudged[0] else ())]
    return {
        **{name: int(values[0]) / 100 for name, values in sums.items()},
        **dict.fromkeys(untold),
        "SLIVER_M2": int(areas.area[result.pieces.sliver].sum()) / 100,
        "COMMON_M2": int(result.figures.matrix.area.sum()) / 100,
        "RESIDUAL_BEFORE_M2": residuals[0], "RESIDUAL_AFTER_M2": residuals[1],
        "RESIDUAL_M2": round(sum(residuals), 6),
    }


def class_texts(survey: LandSurvey, language: str) -> tuple[list[str | None], list[str | None]]:
    """Return code and name of each class of a survey, and None as the last of both: for land it does not have."""
    names = [info.name(language) if info else None for info in survey.infos]
    return [*survey.codes.tolist(), None], [*names, None]


def _flags(values: np.ndarray, known: np.ndarray) -> list[int | None]:
    """Return booleans as 0 and 1, NULL where they are not known."""
    return [int(value) if told else None for value, told in zip(values.tolist(), known.tolist())]


def _change_columns(result: ChangeResult, rows: np.ndarray) -> dict[str, Column]:
    pieces, figures_, epochs = result.pieces.take(rows), result.figures, result.epochs
    moved = figures_.pieces
    language = result.book.language
    before, names_before = class_texts(epochs.before, language)
    after, names_after = class_texts(epochs.after, language)
    units = [figures_.places.rows.units[place] for place in figures_.places.rows.of_piece[rows].tolist()]
    towns = [figures_.places.groups[place][1] for place in figures_.places.group_of[rows].tolist()]
    left, came = pieces.direction == OUT, pieces.direction == IN
    kind = np.where(left, pieces.kind_after, np.where(came, pieces.kind_before, -1))
    kind = np.where((pieces.kind_before == UNKNOWN) | (pieces.kind_after == UNKNOWN), UNKNOWN, kind)
    stable = np.where(left, figures_.stable_before[rows], moved.stable[rows])
    exempt = moved.exempt[rows]
    known = {name: left & (name in result.given) for name in ("exempt", "permanent", "approvals")}
    kinds = [] if result.exemptions is None else result.exemptions.kinds
    exempt_rows = pieces.zone["exempt"].tolist() if "exempt" in result.given else [-1] * len(rows)
    return {
        "class_before": [before[code] for code in pieces.code_before.tolist()],
        "name_before": [names_before[code] for code in pieces.code_before.tolist()],
        "class_after": [after[code] for code in pieces.code_after.tolist()],
        "name_after": [names_after[code] for code in pieces.code_after.tolist()],
        "unit_code": [unit.code for unit in units], "unit_name": [unit.name for unit in units],
        "township_code": [figures_.places.towns[town] for town in towns],
        "area_m2": result.areas.area[rows] / 100,
        "net_m2": np.where(pieces.direction == NO_CHANGE, np.nan, moved.net[rows] / 100),
        "direction": [DIRECTIONS[direction] for direction in pieces.direction.tolist()],
        "land_kind": [LAND_KINDS[place] if place >= 0 else None for place in kind.tolist()],
        "exempt": _flags(exempt, known["exempt"]),
        "exempt_kind": [kinds[row] if named else None for row, named in zip(exempt_rows, exempt.tolist())],
        "stable": _flags(stable, (left | came) & ~moved.unjudged[rows]),
        "permanent": _flags(moved.permanent[rows], known["permanent"]),
        "approved": _flags(pieces.inside("approvals"), known["approvals"]),
        "suspected": _flags(moved.suspected[rows], known["approvals"]),
        "sliver": pieces.sliver.astype(np.int64),
        **_parents(epochs.before, pieces.before, "before"), **_parents(epochs.after, pieces.after, "after"),
    }


def _parents(survey: LandSurvey, rows: np.ndarray, name: str) -> dict[str, Column]:
    ids, fids = [*survey.parcels.tolist(), None], [*survey.table.fids.tolist(), None]
    return {f"{name}_id": [ids[row] for row in rows.tolist()], f"{name}_fid": [fids[row] for row in rows.tolist()]}


def _matrix_columns(result: ChangeResult) -> dict[str, Column]:
    pairs, epochs, language = result.figures.matrix, result.epochs, result.book.language
    before, names_before = class_texts(epochs.before, language)
    after, names_after = class_texts(epochs.after, language)
    return {
        "class_before": [before[code] for code in pairs.before.tolist()],
        "name_before": [names_before[code] for code in pairs.before.tolist()],
        "class_after": [after[code] for code in pairs.after.tolist()],
        "name_after": [names_after[code] for code in pairs.after.tolist()],
        "area_m2": pairs.area / 100,
        "changed": (~epochs.same[pairs.before, pairs.after]).astype(np.int64),
        "sliver_m2": pairs.sliver / 100,
    }


def _account_columns(result: ChangeResult, account: Account, units: list[int]) -> dict[str, Column]:
    """Return an account whose rows belong to ``units``, positions among those that occur."""
    listed = [result.figures.places.rows.units[place] for place in units]
    verdict = account.verdict(result.book)
    sums = {
        "farmland_before_m2": account.farmland_before, "out_m2": account.out_total,
        **{f"out_{LAND_KINDS[kind]}_m2": account.out[:, kind] for kind in _OUT_KINDS},
        "exempt_m2": account.exempt, "in_m2": account.in_total, "in_stable_m2": account.stable,
        "in_agricultural_m2": account.entered[:, AGRICULTURAL_KINDS].sum(axis=1),
        "in_construction_m2": account.entered[:, CONSTRUCTION], "in_other_m2": account.entered[:, OTHER],
        "net_m2": account.net, "construction_m2": account.construction, "other_m2": account.other,
        "permanent_m2": account.permanent, "suspected_m2": account.suspected,
        "sliver_out_m2": account.slivers_out, "sliver_in_m2": account.slivers_in,
        "unknown_out_m2": account.unknown_out, "unknown_in_m2": account.unknown_in,
        "before_only_m2": account.before_only, "after_only_m2": account.after_only, "ridges_m2": account.ridges,
        "farmland_after_m2": account.farmland_after,
    }
    return {
        "unit_code": [unit.code for unit in listed], "unit_name": [unit.name for unit in listed],
        **{name: values / 100 for name, values in sums.items()},
        **{name: np.where(account.unjudged > 0, np.nan, sums[name] / 100) for name in ("in_stable_m2", "net_m2")},
        **{name: np.full(len(listed), np.nan) for name, layer in _NEEDED.items() if layer not in result.given},
        "balanced": _flags(verdict == BALANCED, verdict != OPEN),
        **{f"{name}_grade": quality.grade for name, quality in _qualities(account)},
        **{f"{name}_capacity_kg": np.where(quality.capacity_unknown, np.nan, quality.capacity / 100)
           for name, quality in _qualities(account)},
    }


def _qualities(account: Account) -> tuple[tuple[str, Quality], tuple[str, Quality]]:
    return ("out", account.due_quality), ("in", account.stable_quality)
