"""Reserve land on random coverages: source land closes, masks hide nothing, both kernels and any order agree."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem, QgsProject

from kf_resources_plugin.engine.areas import areas_of
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.land_survey import LandFields, LandSurvey, interpret_land
from kf_resources_plugin.engine.reserve_factors import Plane, Surroundings, neighbours, score
from kf_resources_plugin.engine.reserve_potential import (
    COUNTS,
    RESERVE_FIELDS,
    ReserveLand,
    candidates,
    judge,
    reserve_land,
    source_rows,
)
from kf_resources_plugin.engine.rule_store import load_class_systems, load_grades, load_rule_book
from kf_resources_plugin.rules.progress import NoProgress
from kf_resources_plugin.rules.reserve_potential import exclusions, factors, parse_weights, sources
from tests.engine.shapes import lattice, star, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.usefixtures("qgis_app")

BOOK = load_rule_book(date(2026, 1, 1), "en")
CRS = QgsCoordinateReferenceSystem("EPSG:4547")
FIELDS = LandFields(code="DLBM", unit="ZLDWDM", grade="GDDB", deduction="KCXS", parcel="BSM", more=RESERVE_FIELDS)
CLASSES = ("1206", "0404", "0102", "0201", "0602", "1107", "1006", "0301")
Result = tuple[ReserveLand, Any, Any]


def surveyed(shapes: Sequence[shapely.Polygon], seed: int) -> LandSurvey:
    """Return parcels of random classes, a third of them marked as restorable, graded where they are cultivated."""
    random = np.random.default_rng(seed)
    codes = random.choice(CLASSES, len(shapes))
    columns = {
        "BSM": [f"B{row:04}" for row in range(len(shapes))], "DLBM": codes.tolist(),
        "ZLDWDM": random.choice(["4102220000000000000", "4102230000000000000"], len(shapes)).tolist(),
        "ZZSXDM": random.choice(["", "JKHF", "GCHF"], len(shapes)).tolist(),
        "TBXHDM": random.choice(["", "FQ"], len(shapes)).tolist(),
        "GDPDJB": random.choice(["", "1", "2", "5"], len(shapes)).tolist()}
    arrays: dict[str, np.ndarray] = {name: np.array(column, dtype=object) for name, column in columns.items()}
    arrays["GDDB"] = np.where(codes == "0102", random.integers(4, 9, len(shapes)), np.nan)
    arrays["KCXS"] = np.where(codes == "0102", random.integers(0, 3, len(shapes)) / 20, np.nan)
    table = replace(table_of(list(shapes), name="land"), columns=arrays)
    return interpret_land(table, FIELDS, {}, "survey_2019", load_class_systems(), BOOK)[0]


def judged_land(survey: LandSurvey, masks: dict[str, list[shapely.Polygon]], kernel_name: str = "shapely") -> Result:
    """Return source land, candidates and scores."""
    kernel, watched = pick_kernel(kernel_name), NoProgress()
    areas = partial(areas_of, crs=CRS, transform_context=QgsProject.instance().transformContext())
    listed, excluded = sources(BOOK), exclusions(BOOK, "25")
    judged = judge(survey, listed, excluded, BOOK)
    tables = {kind: table_of(shapes, name=kind) for kind, shapes in masks.items()}
    additions = tables.pop("additions", None)
    rows = source_rows(survey, judged, listed, additions, watched)
    land = reserve_land(survey.take(rows), judged.take(rows), listed, excluded, tables, additions, None, areas, BOOK,
                        kernel, watched, basis="computed")
    found = candidates(land, kernel, watched)
    farm = np.flatnonzero(survey.kind >= 0)
    water = np.flatnonzero(survey.codes[survey.code_of] == "1107")
    none = np.empty(0, dtype=np.int64)
    around = Surroundings(survey.table.take(water), survey.table.take(none), survey.take(farm), judged.take(farm))
    plane = Plane(found, around, land, kernel, watched)
    known = factors(BOOK)
    near = neighbours(plane, found, land, around, None, areas, BOOK, kernel, watched)
    water_m = plane.distances("water", 2000.0, watched)
    return land, found, score(plane, found, land, near, water_m, known, parse_weights("", known), load_grades(None),
                              BOOK, watched)


def shown(result: Result) -> list[tuple[Any, ...]]:
    """Return what a planner sees of candidates, by rank, and of excluded land by parcel."""
    land, found, scores = result
    order = np.argsort(scores.rank)
    names = land.survey.parcels
    listed = [(str(names[found.land[row]]), int(found.area[row]), float(scores.score[row]), str(scores.letter[row]),
               int(scores.net[row]), int(scores.capacity[row])) for row in order.tolist()]
    gone = sorted((str(names[land.pieces.land[row]]), land.exclusions[land.rule[row]].rule_id,
                   int(land.pieces.area[row])) for row in np.flatnonzero(land.rule != COUNTS).tolist())
    return [*listed, *gone]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000))
def test_source_land_is_candidates_and_excluded_land(seed: int) -> None:
    random = np.random.default_rng(seed)

    def some(count: int) -> list[shapely.Polygon]:
        return [star(500_000 + random.uniform(0, 360), 3_850_000 + random.uniform(0, 300), random.uniform(10, 120), 12,
                     int(random.integers(1 << 30))) for _ in range(count)]

    shapes = lattice(6, 5, seed=seed % 50)
    land, found, scores = judged_land(surveyed(shapes, seed), {
        "ecological_redline": some(3), "polluted_land": some(2), "additions": some(2)})
    by_class = np.zeros(len(land.survey.kind), dtype=np.int64)
    np.add.at(by_class, land.pieces.land, land.pieces.area)
    whole = land.judged.source >= 0
    # a parcel that is a source by its attributes is there whole, to 0.01 m²
    assert (by_class[whole] == np.rint(land.pieces.computed[whole] * 100)).all()
    assert int(found.area.sum()) == int(land.pieces.area[land.rule == COUNTS].sum())
    masked = shapely.union_all([shapely.from_wkb(wkb) for wkb in land.pieces.wkb[
        (land.rule != COUNTS) & land.pieces.inside("ecological_redline")].tolist()])
    for wkb in found.wkb.tolist():  # no candidate lies in what is excluded
        assert shapely.from_wkb(wkb).intersection(masked).area < 1e-3
    assert (found.area >= 400_00).all()
    assert sorted(scores.rank.tolist()) == list(range(1, len(found.land) + 1))
    assert (np.diff(scores.score[np.argsort(scores.rank)]) <= 0).all()


@pytest.mark.parametrize("seed", range(4))
def test_kernels_and_orders_agree(seed: int) -> None:
    random = np.random.default_rng(seed)
    shapes = lattice(8, 6, seed=seed)
    masks = {"ecological_redline": [star(500_000 + 80.0 * n, 3_850_100, 70, 15, n) for n in range(5)],
             "river_management": [star(500_000 + 90.0 * n, 3_850_220, 60, 15, 9 + n) for n in range(4)]}
    survey = surveyed(shapes, seed)
    straight = judged_land(survey, masks)
    assert shown(judged_land(survey, masks, "qgis")) == shown(straight)
    turned = survey.take(random.permutation(len(shapes)))
    backwards = {kind: some[::-1] for kind, some in masks.items()}
    assert shown(judged_land(turned, backwards)) == shown(straight)
