"""Figures of an occupation: pieces counted by project, unit and class, and the bridge from geometry to the total."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.codes import KINDS
from ..rules.farmland import GroupFigures, PieceFigures, piece_figures, tally
from .admin_units import Unit, Whereabouts, county_name, numbered
from .land_survey import usable_deduction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.grades import GradeTable
    from .land_survey import LandSurvey
    from .occupation import Measured, Pieces
    from .projects import Projects


@dataclass(frozen=True)
class Land:
    """What the survey says of each piece, arrays of shape (pieces,); neutral values outside the survey.

    kind int8, deduction float64, grade float64 (NaN unknown), kg_per_ha float64 (NaN unknown), code object (DLBM),
    place object (``Whereabouts.places``).
    """

    kind: np.ndarray
    deduction: np.ndarray
    grade: np.ndarray
    kg_per_ha: np.ndarray
    code: np.ndarray
    place: np.ndarray


def of_parcels(values: np.ndarray, land: np.ndarray, outside: float | str) -> np.ndarray:
    """Return a parcel value per piece, ``outside`` where the piece lies on no parcel."""
    if not len(values):
        return np.full(len(land), outside, dtype=values.dtype)
    return np.where(land >= 0, values[land], outside)


def land_of_pieces(pieces: Pieces, survey: LandSurvey, place: np.ndarray, grades: GradeTable) -> Land:
    """Return class, coefficient, grade and capacity per piece; place: object (pieces,), ``Whereabouts.places``."""
    land = pieces.land
    code = survey.codes[survey.code_of] if len(survey.codes) else np.empty(0, dtype=object)
    grade = of_parcels(survey.grade, land, np.nan)
    return Land(
        kind=of_parcels(survey.kind, land, -1), deduction=of_parcels(usable_deduction(survey), land, 0.0),
        grade=grade, kg_per_ha=grades.capacity(place, grade), code=of_parcels(code, land, ""), place=place)


def parts_of_parcels(pieces: Pieces, survey: LandSurvey) -> np.ndarray:
    """Return which pieces are parts of one parcel in one project, int64 (pieces,) 0 … p−1."""
    _, parcel = np.unique(pieces.project * (len(survey.kind) + 1) + pieces.land + 1, return_inverse=True)
    return parcel.reshape(-1)


def units_of_pieces(pieces: Pieces, survey: LandSurvey,
                    polygons: Sequence[Unit] | None) -> tuple[list[Unit], np.ndarray]:
    """Return the units that occur and the position of each piece's unit among them, int64 (pieces,).

    With unit polygons a piece belongs to the one it lies in. Without, to the county of its parcel's location code;
    a part outside the survey follows its project where all of that lies in one county, and has no unit otherwise.
    """
    nowhere = Unit("", "")
    if polygons is not None:
        return numbered([polygons[row] if row >= 0 else nowhere for row in pieces.unit.tolist()])
    codes = of_parcels(survey.county, pieces.land, "").tolist()
    inside = pieces.land >= 0
    for project in np.unique(pieces.project[~inside]).tolist():
        mine = pieces.project == project
        counties = {codes[row] for row in np.flatnonzero(mine & inside).tolist()}
        if len(counties) == 1:
            only = counties.pop()
            for row in np.flatnonzero(mine & ~inside).tolist():
                codes[row] = only
    each, place = np.unique(np.array(codes, dtype=str), return_inverse=True)
    distinct, position = numbered([Unit(code, county_name(code)) for code in each.tolist()])
    return distinct, position[place.reshape(-1)]


@dataclass(frozen=True)
class BridgeStep:
    """One step from drawn geometry to the reported total; ``key`` names it, ``change_m2`` is signed."""

    key: str
    change_m2: float


@dataclass(frozen=True)
class Occupation:
    """All figures of a run. ``groups`` are (project, unit) rows: ``group_project`` and ``group_unit`` int64.

    by_group counts every piece of a project; by_project likewise; total counts land claimed twice once.
    outside_m2: int64 (groups,) hundredths of m² outside the survey.
    """

    land: Land
    figures: PieceFigures
    units: list[Unit]
    unit_of: np.ndarray
    group_of: np.ndarray
    group_project: np.ndarray
    group_unit: np.ndarray
    by_group: GroupFigures
    outside: np.ndarray
    by_project: GroupFigures
    total: GroupFigures
    bridge: list[BridgeStep]


def count(pieces: Pieces, measured: Measured, projects: Projects, survey: LandSurvey, grades: GradeTable,
          unit_polygons: Sequence[Unit] | None, drawn_before_repair_m2: float) -> Occupation:
    """Return the figures of measured pieces; ``grades`` gives the grain capacity by unit and grade."""
    units, unit_of = units_of_pieces(pieces, survey, unit_polygons)
    land = land_of_pieces(pieces, survey, Whereabouts.of(units, unit_of, survey.location, pieces.land).places(), grades)
    figures = piece_figures(measured.area, land.kind, land.deduction, land.kg_per_ha,
                            parts_of_parcels(pieces, survey))
    width = max(len(units), 1)
    keys, group_of = np.unique(pieces.project * width + unit_of, return_inverse=True)
    counted = pieces.counted
    outside = np.zeros(len(keys), dtype=np.int64)
    np.add.at(outside, group_of, np.where(pieces.land < 0, measured.area, 0))
    return Occupation(
        land=land, figures=figures, units=units, unit_of=unit_of, group_of=group_of,
        group_project=keys // width, group_unit=keys % width,
        by_group=tally(figures, group_of, len(keys), land.grade, pieces.permanent),
        outside=outside,
        by_project=tally(figures, pieces.project, len(projects.ids), land.grade, pieces.permanent),
        total=tally(figures, np.zeros(len(pieces.land), dtype=np.int64), 1, land.grade, pieces.permanent & counted,
                    select=counted),
        bridge=_bridge(pieces, measured, land, figures, counted, drawn_before_repair_m2))


def _bridge(pieces: Pieces, measured: Measured, land: Land, figures: PieceFigures, counted: np.ndarray,
            drawn_before_repair_m2: float) -> list[BridgeStep]:
    final = measured.final
    on_land = counted & (pieces.land >= 0)
    farmland = on_land & (land.kind >= 0)
    deducted = float((final * land.deduction)[farmland].sum())
    exact = float(final[farmland].sum()) - deducted
    reported = float(figures.net[farmland].sum()) / 100.0
    return [
        *project_steps(measured, counted, drawn_before_repair_m2),
        BridgeStep("outside", -float(final[counted & ~on_land].sum())),
        BridgeStep("not_cultivated", -float(final[on_land & ~farmland].sum())),
        BridgeStep("deduction", -deducted),
        BridgeStep("rounding", reported - exact),
    ]


def project_steps(measured: Measured, counted: np.ndarray, drawn_before_repair_m2: float) -> list[BridgeStep]:
    """Return the steps from projects as drawn to the land they claim, each place counted once, not yet rounded.

    counted: bool (pieces,).
    """
    return [
        BridgeStep("drawn", drawn_before_repair_m2),
        BridgeStep("repair", float(measured.drawn.sum()) - drawn_before_repair_m2),
        BridgeStep("residual", -float(measured.residual.sum())),
        BridgeStep("adjustment", float(measured.adjusted.sum() - measured.raw.sum())),
        BridgeStep("basis", float(measured.basis_change.sum())),
        BridgeStep("counted_twice", -float(measured.final[~counted].sum())),
    ]


def farmland_by_unit(occupation: Occupation, pieces: Pieces) -> np.ndarray:
    """Return net farmland, each place counted once: int64 (units, kinds) hundredths of m²."""
    cells = np.zeros((len(occupation.units), len(KINDS)), dtype=np.int64)
    take = pieces.counted & (occupation.land.kind >= 0)
    np.add.at(cells, (occupation.unit_of[take], occupation.land.kind[take]), occupation.figures.net[take])
    return cells


def land_by_class(occupation: Occupation, pieces: Pieces, ridge_class: str) -> dict[str, tuple[int, int]]:
    """Return land on the survey, each place counted once: {class: (inside, outside permanent basic farmland)}.

    Hundredths of m²; cultivated classes net, what they deduct under ``ridge_class``.
    """
    take = np.flatnonzero(pieces.counted & (pieces.land >= 0))
    codes, place = np.unique(occupation.land.code[take].astype(str), return_inverse=True)
    column = np.where(pieces.permanent[take], 0, 1)
    sums = np.zeros((len(codes) + 1, 2), dtype=np.int64)
    np.add.at(sums, (place.reshape(-1), column), occupation.figures.net[take])
    np.add.at(sums, (np.full(len(take), len(codes)), column), occupation.figures.deduction[take])
    found = {code: (int(a), int(b)) for code, (a, b) in zip(codes.tolist(), sums[:-1].tolist())}
    if sums[-1].any():
        inside, beside = found.get(ridge_class, (0, 0))
        found[ridge_class] = (inside + int(sums[-1, 0]), beside + int(sums[-1, 1]))
    return found


def outside_by_project(occupation: Occupation, pieces: Pieces, projects: int) -> np.ndarray:
    """Return what of each project lies outside the survey, int64 (projects,) hundredths of m²."""
    total = np.zeros(projects, dtype=np.int64)
    np.add.at(total, pieces.project, np.where(pieces.land < 0, occupation.figures.area, 0))
    return total
