"""The outputs of kf:reservepotential: candidates, excluded land, summary, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.reserve_potential import COUNTS
from ...engine.writing import make_fields
from ...i18n import tr
from ...rules.reserve_potential import rounded_grade
from ...rules.units import format_area

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ...rules.reserve_potential import Factor
    from ..sinks import Outputs
    from .reserve_potential_job import ReserveResult

CRITERIA = ("soil", "water", "slope", "contiguity", "farmland", "road", "restorability")
DISTANCES = ("water", "road", "farmland")
EXCLUDED = "excluded"
"""What stands as grade of the excluded land in the summary."""
CANDIDATE_FIELDS = (
    ("rank", "integer"), ("BSM", "text"), ("DLBM", "text"), ("DLMC", "text"), ("unit_code", "text"),
    ("unit_name", "text"), ("source", "text"), ("area_m2", "real"), ("net_m2", "real"), ("score", "real"),
    ("grade", "text"), *((f"score_{name}", "real") for name in CRITERIA),
    *((f"{name}_m", "real") for name in DISTANCES), ("contiguous_m2", "real"), ("expected_grade", "integer"),
    ("grade_basis", "text"), ("capacity_kg", "real"), ("reasons", "text"), ("land_fid", "integer"),
)
EXCLUDED_FIELDS = (
    ("BSM", "text"), ("DLBM", "text"), ("DLMC", "text"), ("unit_code", "text"), ("unit_name", "text"),
    ("source", "text"), ("area_m2", "real"), ("rule_id", "text"), ("reason", "text"), ("reasons", "text"),
    ("land_fid", "integer"),
)
SUMMARY_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("grade", "text"), ("candidates", "integer"), ("area_m2", "real"),
    ("net_m2", "real"), ("capacity_kg", "real"),
)


def write_outputs(result: ReserveResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    crs = result.land.survey.table.crs
    if outputs.wants("CANDIDATES"):
        order = np.argsort(result.scores.rank)
        outputs.layer("CANDIDATES", make_fields(CANDIDATE_FIELDS), _candidate_columns(result, order),
                      progress.part(0.0, 0.4), crs, result.candidates.wkb[order])
    if outputs.wants("EXCLUDED"):
        rows = _excluded_rows(result)
        outputs.layer("EXCLUDED", make_fields(EXCLUDED_FIELDS), _excluded_columns(result, rows),
                      progress.part(0.4, 0.7), crs, result.land.pieces.wkb[rows])
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), summary_columns(result), progress.part(0.7, 0.75))
    outputs.findings(result.findings, crs, progress.part(0.75, 0.9))


def figures(result: ReserveResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm; an unknown capacity is None, never 0."""
    land, scores = result.land, result.scores
    counts = land.rule == COUNTS
    return {
        "SOURCE_M2": float(land.pieces.area.sum()) / 100,
        "CANDIDATE_M2": float(land.pieces.area[counts].sum()) / 100,
        "EXCLUDED_M2": float(land.pieces.area[~counts].sum()) / 100,
        "NET_M2": float(scores.net.sum()) / 100,
        "CAPACITY_KG": None if scores.capacity_unknown.any() else float(scores.capacity.sum()) / 100,
        "RESIDUAL_M2": round(float(np.abs(land.pieces.residual).sum()), 6),
    }


def _excluded_rows(result: ReserveResult) -> np.ndarray:
    """Return the excluded pieces by parcel as its id sorts them, then by rule and shape: no order of rows decides."""
    land = result.land
    rows = np.flatnonzero(land.rule != COUNTS).tolist()
    parcels, pieces = land.survey.parcels, land.pieces
    return np.array(sorted(rows, key=lambda row: (str(parcels[pieces.land[row]]), land.rule[row], pieces.wkb[row])),
                    dtype=np.int64)


def _of_land(result: ReserveResult, land: np.ndarray, unit: np.ndarray, source: np.ndarray) -> dict[str, Column]:
    """Return the columns that candidates and excluded land share."""
    survey = result.land.survey
    units = [result.land.units[place] for place in unit.tolist()]
    names = [info.name_zh if info else None for info in survey.infos]
    return {
        "BSM": survey.parcels[land],
        "DLBM": survey.codes[survey.code_of[land]],
        "DLMC": [names[place] for place in survey.code_of[land].tolist()],
        "unit_code": [item.code for item in units],
        "unit_name": [item.name for item in units],
        "source": [result.land.sources[place].rule_id for place in source.tolist()],
        "land_fid": survey.table.fids[land],
    }


def _candidate_columns(result: ReserveResult, order: np.ndarray) -> dict[str, Column]:
    found, scores, factors = result.candidates, result.scores, result.setting.factors
    nothing = np.full(len(order), np.nan)
    points = {factor.name: scores.points[order, place] for place, factor in enumerate(factors)}
    metres = {name: np.where(np.isinf(value), np.nan, value) for name, value in scores.values.items()}
    grade = rounded_grade(scores.neighbours.grade[order])
    basis = np.where(scores.neighbours.of_unit[order], "unit", "neighbours")
    return {
        **_of_land(result, found.land[order], found.unit[order], found.source[order]),
        "rank": scores.rank[order],
        "area_m2": found.area[order] / 100,
        "net_m2": scores.net[order] / 100,
        "score": scores.score[order],
        "grade": [letter or None for letter in scores.letter[order].tolist()],
        **{f"score_{name}": np.round(points.get(name, nothing), 2) for name in CRITERIA},
        **{f"{name}_m": np.round(metres[name][order], 2) if name in metres else nothing for name in DISTANCES},
        "contiguous_m2": metres["contiguity"][order] if "contiguity" in metres else nothing,
        "expected_grade": [None if np.isnan(value) else int(value) for value in grade.tolist()],
        "grade_basis": [None if np.isnan(value) else word for value, word in zip(grade.tolist(), basis.tolist())],
        "capacity_kg": np.where(scores.capacity_unknown, np.nan, scores.capacity / 100)[order],
        "reasons": reasons(result, order),
    }


def reasons(result: ReserveResult, rows: np.ndarray) -> list[str]:
    """Return for candidates what each factor looked at and its points, and which factors had no data."""
    scores, language = result.scores, result.book.language
    names = [factor.names[0 if language == "zh" else 1] for factor in result.setting.factors]
    texts = []
    for row in rows.tolist():
        said, without = [], []
        for place, factor in enumerate(result.setting.factors):
            point = float(scores.points[row, place])
            if np.isnan(point):
                without.append(names[place])
                continue
            value = _value_text(factor, float(scores.values[factor.name][row]))
            said.append(tr("{factor}: {points} points").format(
                factor=f"{names[place]} {value}".rstrip(), points=f"{point:.1f}"))
        if without:
            said.append(tr("without data: {factors}").format(factors=", ".join(without)))
        texts.append(tr("; ").join(said))
    return texts


def _value_text(factor: Factor, value: float) -> str:
    if factor.name in DISTANCES:
        return f"> {factor.values[-1]:.0f} m" if np.isinf(value) else f"{value:.0f} m"
    if factor.name == "contiguity":
        return tr("{area} mu").format(area=format_area(value, "mu", 1))
    return "" if not factor.values else f"{value:.1f}"


def _excluded_columns(result: ReserveResult, rows: np.ndarray) -> dict[str, Column]:
    land, book = result.land, result.book
    ids = [item.rule_id for item in land.exclusions]
    names = [item.names[0 if book.language == "zh" else 1] for item in land.exclusions]
    told = [book.message(rule, degrees=result.setting.steepest) for rule in ids]
    decided = land.rule[rows].tolist()
    return {
        **_of_land(result, land.pieces.land[rows], land.unit[rows], land.source[rows]),
        "area_m2": land.pieces.area[rows] / 100,
        "rule_id": [ids[place] for place in decided],
        "reason": [told[place] for place in decided],
        "reasons": [tr("; ").join(names[place] for place in np.flatnonzero(hits).tolist()) for hits in land.hits[rows]],
    }


def summary_columns(result: ReserveResult) -> dict[str, Column]:
    """Return one row per unit and grade, and one for what is excluded; a unit has all land of those within it too."""
    land, found, scores = result.land, result.candidates, result.scores
    columns: dict[str, list[Any]] = {name: [] for name, _ in SUMMARY_FIELDS}
    letters = [str(letter) for letter in result.book.threshold("potential.grades", "letters")]
    of_candidates, of_pieces = land.rows.entries(found.unit), land.rows.entries()
    for place, unit in enumerate(land.units):
        own, pieces = (entry[row == place] for entry, row in (of_candidates, of_pieces))
        for letter in [*letters, ""]:
            mine = own[scores.letter[own] == letter]
            if len(mine):
                unknown = scores.capacity_unknown[mine].any()
                _add(columns, unit.code, unit.name, letter or None, len(mine),
                     float(found.area[mine].sum()) / 100, float(scores.net[mine].sum()) / 100,
                     None if unknown else float(scores.capacity[mine].sum()) / 100)
        excluded = pieces[land.rule[pieces] != COUNTS]
        if len(excluded):
            _add(columns, unit.code, unit.name, EXCLUDED, 0, float(land.pieces.area[excluded].sum()) / 100, None, None)
    return dict(columns)


def _add(columns: dict[str, list[Any]], *values: Any) -> None:
    for column, value in zip(columns.values(), values):
        column.append(value)
