"""The area table on paper: the spreadsheet as the official form, the report on A3, and all projects together."""
from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import processing
import pytest

from tests.builders import layer_of, project_layer
from tests.cartography.builders import pdf_pages, pdf_text
from tests.processing.places import area, box
from tests.processing.test_landclasstable import FIRST, SECOND, TOWN, land, one, parcel, run

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")


@pytest.fixture
def survey() -> QgsVectorLayer:
    """Return irrigated and dry land of two villages and a county road, side by side."""
    return land(parcel("0102"), parcel("0103", SECOND, KCXS=0.1), parcel("1003", TOWN))


def sheets(path: Path, **parameters: Any) -> Any:
    run(XLSX=str(path / "table.xlsx"), **parameters)
    return openpyxl.load_workbook(path / "table.xlsx").worksheets


def document(path: Path, **parameters: Any) -> dict[str, Any]:
    run(RUN_RECORD=str(path / "record.json"), **parameters)
    told: dict[str, Any] = json.loads((path / "record.json").read_text(encoding="utf-8"))["document"]
    return told


def figures(table: dict[str, Any], *keys: str) -> list[list[Decimal]]:
    """Return printed figures by line, the total last; what is blank is nothing."""
    return [[Decimal(row[key] or "0") for key in keys] for row in (*table["rows"], table["total"])]


@pytest.mark.usefixtures("chinese_texts")
def test_the_spreadsheet_is_laid_out_as_the_form(survey: QgsVectorLayer, tmp_path: Path) -> None:
    permanent = layer_of([(box(0, 0, 50, 100), {"BSM": "Y"})], {"BSM": "text"})
    [page] = sheets(tmp_path, LAND=survey, PERMANENT_FARMLAND=permanent,
                    PROJECTS=one(0, 0, 300, 50, project_name="厂房"))
    values = [[cell.value for cell in row] for row in page.iter_rows()]
    assert [values[0][0], values[1][:2], values[2][:2], values[3][:2]] == [
        "土地勘测定界分类面积表", ["项目", "厂房"], ["项目编号", "P1"], ["面积单位", "公顷"]]
    head = values[5:8]
    assert [line[:8] for line in head] == [
        ["权属性质", "权属单位", "总计", "农用地", None, None, None, None],
        [None, None, None, "合计", "耕地", None, None, None],
        [None, None, None, None, "小计", "水田", "水浇地", "旱地"]]
    merged = {str(area) for area in page.merged_cells.ranges}
    assert {"A6:A8", "C6:C8", "D6:R6", "D7:D8", "E7:H7"} <= merged
    assert head[0][-1] == "其中：永久基本农田"
    assert [row[:2] for row in values[8:15]] == [
        ["国有", "小计"], ["国有", "通许县人民政府"], ["集体", "小计"], ["集体", "通许县小计"], ["集体", "城关镇小计"],
        ["集体", "城关镇甲村"], ["集体", "城关镇乙村"]]
    assert values[15][:2] == ["合计", None]
    number = page["C9"]
    assert (number.data_type, number.number_format, page["A9"].data_type) == ("n", "0.0000", "s")
    assert [cell.font.bold for cell in page["B"][8:16]] == [True, False, True, True, True, False, False, True]
    assert values[-1][0].startswith("制表：")
    assert "审核：" in values[-1][0]
    assert (int(page.page_setup.paperSize), page.page_setup.orientation) == (8, "landscape")


def test_the_spreadsheet_adds_up_to_the_last_digit(survey: QgsVectorLayer, tmp_path: Path) -> None:
    [page] = sheets(tmp_path, LAND=survey, PROJECTS=one(3.3, 7.7, 271.3, 51.9))
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=8)]
    owners = [row for row in rows if isinstance(row[2], (int, float)) and row[1] and "sum" not in row[1].lower()]
    total = next(row for row in rows if row[0] == "Total")
    assert len(owners) == 3
    for place in range(2, len(total) - 1):
        assert sum(Decimal(str(row[place])) for row in owners) == Decimal(str(total[place]))
    assert total[-1] is None, "no layer of permanent farmland"


def test_all_projects_sum_what_their_tables_print(survey: QgsVectorLayer, tmp_path: Path) -> None:
    projects = project_layer([(box(3.3, 7.7, 111.1, 51.9), {"project_id": "P1"}),
                              (box(120.1, 7.7, 151.3, 33.3), {"project_id": "P2"}),
                              (box(2.2, 70.1, 200.3, 11.7), {"project_id": "P3"})])
    told = document(tmp_path, LAND=survey, PROJECTS=projects)
    everything, *each = told["tables"]
    assert ("All projects" in everything["title"], len(each)) == (True, 3)
    keys = [column["key"] for column in everything["columns"][2:]]
    sums = [sum(column) for column in zip(*(figures(table, *keys)[-1] for table in each))]
    assert figures(everything, *keys)[-1] == sums
    assert len(sheets(tmp_path, LAND=survey, PROJECTS=projects)) == 4


def test_land_that_projects_share_is_once_in_the_table_of_all(survey: QgsVectorLayer, tmp_path: Path) -> None:
    projects = project_layer([(box(0, 0, 60, 50), {"project_id": "P1"}), (box(40, 0, 60, 50), {"project_id": "P2"})])
    told = document(tmp_path, LAND=survey, PROJECTS=projects)
    printed = [float(table["total"]["total"]) for table in told["tables"]]
    expected = [area(0, 0, 100, 50), area(0, 0, 60, 50), area(40, 0, 60, 50)]
    assert printed == pytest.approx([value / 10_000 for value in expected], abs=1.1e-4)


def test_the_report_explains_itself(survey: QgsVectorLayer, tmp_path: Path) -> None:
    told = document(tmp_path, LAND=survey, PROJECTS=one(0, 0, 300, 50), OTHER_GRASSLAND="agricultural")
    rules = {rule["id"]: rule["text"] for rule in told["rules"]}
    assert {"class_table.layout", "class_table.rounding", "area.formula"} <= rules.keys()
    assert "Agricultural land / Grassland" in rules["class_table.other_grassland"]
    *steps, total = (step["area_m2"] for step in told["bridge"])
    assert sum(Decimal(f"{step:.2f}") for step in steps) == Decimal(f"{total:.2f}")
    assert total == pytest.approx(area(0, 0, 300, 50), abs=0.0051)
    [table] = told["tables"]
    assert table["columns"][-1]["key"] == "permanent"
    assert table["total"]["permanent"] == table["total"]["paddy"] == ""


def test_the_report_is_printed_on_a3(survey: QgsVectorLayer, tmp_path: Path) -> None:
    run(LAND=survey, PROJECTS=one(0, 0, 300, 50), RUN_RECORD=str(tmp_path / "record.json"),
        REPORT=str(tmp_path / "report.html"))
    processing.run("kf:report", {"RUN_RECORDS": [str(tmp_path / "record.json")],
                                 "REPORT_PDF": str(tmp_path / "report.pdf")})
    text = pdf_text(tmp_path / "report.pdf")
    assert pdf_pages(tmp_path / "report.pdf") >= 1
    for word in ("Agricultural land", "城关镇甲村", "Drawn up by"):
        assert word in text
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "size: A3 landscape" in html
    assert 'rowspan="3" colspan="1"' in html


def test_names_are_texts_in_the_spreadsheet_and_in_the_report(survey: QgsVectorLayer, tmp_path: Path) -> None:
    name = "=HYPERLINK(\"http://a\",<b>'1'</b>)"
    [page] = sheets(tmp_path, LAND=survey, PROJECTS=one(0, 0, 300, 50, project_name=name),
                    REPORT=str(tmp_path / "report.html"))
    assert (page["B2"].value, page["B2"].data_type, page["B2"].hyperlink) == (name, "s", None)
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;" in html
    assert "<b>'1'" not in html


def test_without_projects_there_is_a_form_without_lines(survey: QgsVectorLayer, tmp_path: Path) -> None:
    [page] = sheets(tmp_path, LAND=survey, PROJECTS=project_layer([]))
    assert page["A1"].value == "Area table by land class (survey and demarcation)"
    assert FIRST not in str([[cell.value for cell in row] for row in page.iter_rows()])
