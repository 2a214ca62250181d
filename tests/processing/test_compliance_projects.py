"""What a review makes of projects that are drawn or described oddly: differing parts, no land, days before laws."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from qgis.PyQt.QtCore import QDate

from tests.builders import rows_of
from tests.processing.places import box
from tests.processing.reviews import control, messages, projects, review, sheet, verdicts

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")


def test_parts_of_a_project_that_differ_are_told_and_their_order_decides_nothing() -> None:
    parts = [(box(0, 0, 50, 100), {"XMDM": "P1", "XMMC": "乙", "XMLX": "工业", "SQRQ": QDate(2024, 1, 1)}),
             (box(80, 0, 50, 100), {"XMDM": "P1", "XMMC": "甲", "XMLX": "交通", "SQRQ": QDate(2025, 4, 1)}),
             (box(160, 0, 50, 100), {"XMDM": "P1", "XMMC": None, "XMLX": None, "SQRQ": None})]
    found = []
    for order in ([0, 1, 2], [2, 1, 0]):
        result = review(PROJECTS=projects(*(parts[place] for place in order)),
                        CONTROLS=[control("heritage_protection", box(0, 0, 300, 50))])
        found.append((rows_of(result["VERDICT"]), rows_of(result["SHEET"]),
                      sorted(messages(result, "project.parts_differ"))))
    assert found[0] == found[1]
    # both classes hold, and the rules of the latest day: the Relics Law of 2024
    assert "2024-11-08" in sheet(result, "clause")["P1", "heritage_protection"][0]
    name, kinds, day = rows_of(result["VERDICT"], "project_name", "project_class", "review_date")[0]
    assert name == min("甲", "乙")
    assert len(kinds.replace("、", ", ").split(", ")) == 2
    assert day.toString("yyyy-MM-dd") == "2025-04-01"
    assert len(found[0][2]) == 3  # name, class, date


def test_a_project_of_no_area_is_not_reviewed() -> None:
    # a square of 5 cm has 0.0025 m²; nothing can be said of it to the hundredth
    result = review(PROJECTS=projects((box(0, 0, 0.05, 0.05), {"XMDM": "P1", "XMLX": "工业"}),
                                      (box(200, 0, 1, 1), {"XMDM": "P2", "XMLX": "工业"})),
                    CONTROLS=[control("ecological_redline", box(-50, -50, 400, 100))])
    assert verdicts(result) == {"P1": "not_reviewed", "P2": "fails"}
    assert len(messages(result, "project.no_shape")) == 1


def test_a_document_that_is_younger_than_a_project_is_told() -> None:
    days = {"P1": QDate(2010, 1, 1), "P2": QDate(2018, 6, 1), "P3": QDate(2024, 6, 1)}
    result = review(
        PROJECTS=projects(*((box(200 * n, 0, 100, 100), {"XMDM": key, "XMLX": "工业", "SQRQ": day})
                            for n, (key, day) in enumerate(days.items()))),
        CONTROLS=[control("permanent_farmland", box(0, 0, 600, 50)), control("water_source", box(0, 60, 600, 10))])
    # Land Administration Law 2019-08-26: P1, P2; Water Pollution Law 2017-06-27: P1 alone
    told = {message.split("”")[1][:13]: message for message in messages(result, "review.later_document")}
    assert len(told) == 2
    (land,) = (message for day, message in told.items() if "2019-08-26" in day)
    (water,) = (message for day, message in told.items() if "2017-06-27" in day)
    assert [key in land for key in days] == [True, True, False]
    assert [key in water for key in days] == [True, False, False]


def test_the_danger_area_is_found_whatever_other_fields_say() -> None:
    hazards = control("hazard_areas", (box(0, 0, 50, 100), {"LX": "崩塌", "WXDJ": "危险区"}),
                      (box(200, 0, 50, 100), {"LX": "崩塌", "WXDJ": "危险性小"}), LX="text", WXDJ="text")
    result = review(PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "交通"}),
                                      (box(200, 0, 100, 100), {"XMDM": "P2", "XMLX": "交通"})), CONTROLS=[hazards])
    assert verdicts(result) == {"P1": "fails", "P2": "conditions"}


def test_a_report_tells_inside_from_outside(tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    review(PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业"})),
           CONTROLS=[control("urban_boundary", box(500, 0, 10, 10))], REPORT=str(report))
    page = report.read_text(encoding="utf-8")
    assert ">outside</td>" in page
    assert "P1 P1" not in page  # a project without a name is called by its id, once


def test_random_parts_in_any_order_give_the_same() -> None:
    place = np.random.default_rng(8)
    shapes = [(box(*(10 * place.integers(0, 40, 2)).tolist(), 60, 40),
               {"XMDM": f"P{n % 5}", "XMMC": f"名{n % 3}", "XMLX": ["工业", "交通", ""][n % 3],
                "SQRQ": QDate(2023 + n % 3, 5, 1)}) for n in range(20)]
    first = None
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(20).tolist()
        result = review(PROJECTS=projects(*(shapes[row] for row in order)),
                        CONTROLS=[control("ecological_redline", box(50, 50, 200, 100), box(100, 90, 300, 50))])
        found = (rows_of(result["VERDICT"]), rows_of(result["SHEET"]))
        first = first or found
        assert found == first
