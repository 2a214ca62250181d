"""Grain capacity by unit and grade; expected values from p = (16 − grade) × 1500 kg/ha by hand."""
from __future__ import annotations

import numpy as np

from kf_resources_plugin.rules.grades import UTILISATION, GradeScale, GradeTable

SCALES = {UTILISATION: GradeScale(UTILISATION, "利用等", "utilisation", 1, 15)}


def table(**county: float) -> GradeTable:
    """Return the national table with entries of one county: grade_7=… for unit 410221."""
    national = {("", grade): (16 - grade) * 1500.0 for grade in range(1, 16)}
    own = {("410221", int(name.split("_")[1])): value for name, value in county.items()}
    return GradeTable(SCALES, {**national, **own})


def test_national_capacity() -> None:
    units = np.array(["410221", "", None, "410225"], dtype=object)
    assert table().capacity(units, np.array([7.0, 6.0, 1.0, 15.0])).tolist() == [13500, 15000, 22500, 1500]


def test_a_missing_or_impossible_grade_has_no_capacity() -> None:
    grades = np.array([np.nan, 0.0, 16.0, 7.5, -1.0, np.inf])
    assert np.isnan(table().capacity(np.array([""] * 6, dtype=object), grades)).all()


def test_a_county_goes_before_the_nation_and_a_township_before_the_county() -> None:
    grades = table(grade_7=14250.0)
    units = np.array(["410221", "410221101", "410222", "41022"], dtype=object)
    assert grades.capacity(units, np.full(4, 7.0)).tolist() == [14250, 14250, 13500, 13500]
    particular = GradeTable(SCALES, {**grades.kg_per_ha, ("410221101", 7): 9000.0})
    assert particular.capacity(units, np.full(4, 7.0)).tolist() == [14250, 9000, 13500, 13500]
    # a grade that the county's table leaves out falls back to the nation
    assert particular.capacity(units, np.full(4, 6.0)).tolist() == [15000, 15000, 15000, 15000]


def test_a_grade_without_an_entry_has_no_capacity() -> None:
    sparse = GradeTable(SCALES, {("410221", 7): 1.0})
    assert np.isnan(sparse.capacity(np.array(["410222"]), np.array([7.0]))).all()


def test_no_rows() -> None:
    assert table().capacity(np.array([], dtype=object), np.array([])).tolist() == []


def test_scale_tells_grades_from_other_numbers() -> None:
    scale = SCALES[UTILISATION]
    assert scale.contains(np.array([1.0, 15.0, 15.5, 16.0, np.nan])).tolist() == [True, True, False, False, False]


def test_what_the_users_table_lacks_is_known() -> None:
    """Own are grade 7 of 410221 and grade 9 everywhere; the rest is (16 - grade) x 1500, or nothing at all."""
    national = {("", grade): (16 - grade) * 1500.0 for grade in range(1, 16)}
    own = GradeTable(SCALES, national, "own.csv", {("410221", 7): 14250.0, ("", 9): 10_000.0})
    units = np.array(["410221101", "410221", "410222", "410222", "410222", "410221"], dtype=object)
    grades = np.array([7.0, 6.0, 7.0, 9.0, np.nan, 16.0])
    np.testing.assert_array_equal(own.capacity(units, grades), [14250, 15000, 13500, 10_000, np.nan, np.nan])
    assert own.not_own(units, grades).tolist() == [False, True, True, False, False, False]
    assert own.without_own().capacity(units, grades)[:4].tolist() == [13500, 15000, 13500, 10500]
    assert not own.without_own().not_own(units, grades).any()
    assert own.not_own(units[:0], grades[:0]).tolist() == []
    assert own.own_units == {"410221", ""}
