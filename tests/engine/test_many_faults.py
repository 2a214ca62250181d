"""Faults of many parcels: the first by id told one by one, the others by their number."""
from __future__ import annotations

from datetime import date

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine.land_survey import LandFields, LandSurvey, interpret_land, survey_findings
from kf_resources_plugin.engine.many_faults import told
from kf_resources_plugin.engine.reading import PolygonTable
from kf_resources_plugin.engine.rule_store import load_class_systems, load_rule_book
from kf_resources_plugin.engine.wkb import as_wkb_array

BOOK = load_rule_book(date(2026, 1, 1), "en")
MOST = 1000  # what resources/rules/land.json says
RULE = "land.deduction_not_cultivated"


def _survey(order: np.ndarray) -> LandSurvey:
    """Return orchards with a deduction coefficient, whose ids run with their feature ids, in some order of rows."""
    table = PolygonTable(
        "地类图斑", QgsCoordinateReferenceSystem("EPSG:4526"), order + 1, as_wkb_array([b""] * len(order)),
        np.full((len(order), 4), np.nan),
        {"DLBM": np.full(len(order), "0201", dtype=object), "KCXS": np.full(len(order), 0.1),
         "BSM": np.array([f"P{number:05d}" for number in order.tolist()], dtype=object)})
    fields = LandFields(code="DLBM", deduction="KCXS", parcel="BSM")
    return interpret_land(table, fields, {}, "survey_2019", load_class_systems(), BOOK)[0]


def test_as_many_as_are_listed_are_told_one_by_one() -> None:
    assert [item.rule_id for item in survey_findings(_survey(np.arange(MOST)), BOOK)] == [RULE] * MOST


def test_more_are_one_finding_that_says_how_many() -> None:
    found = survey_findings(_survey(np.arange(MOST + 234)), BOOK)
    assert len(found) == MOST + 1
    assert [item.subject_id for item in found[:-1]] == [f"P{number:05d}" for number in range(MOST)]
    last = found[-1]
    assert (last.rule_id, last.severity, last.role, last.area_m2) == ("findings.more", "info", "land", None)
    assert "234 more parcels of “地类图斑”" in last.message
    assert found[0].message in last.message
    assert f"first {MOST} by" in last.remedy.replace(",", "").replace(" ", " ")


def test_the_order_of_rows_decides_nothing() -> None:
    shuffled = np.random.default_rng(7).permutation(MOST + 50)
    one, other = (sorted((item.finding_id, item.message) for item in survey_findings(_survey(order), BOOK))
                  for order in (np.arange(MOST + 50), shuffled))
    assert one == other


def test_the_area_of_the_others_is_summed() -> None:
    survey = _survey(np.arange(MOST + 3))
    found = told(survey, np.arange(MOST + 3), lambda row: BOOK.finding(RULE, source_fid=row), BOOK,
                 np.arange(MOST + 3, dtype=np.float64))
    assert found[-1].area_m2 == 1000 + 1001 + 1002
