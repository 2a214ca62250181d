"""The report: every part is there, nothing is taken as markup, and the PDF is text on pages a reader can use."""
from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtGui import QFont, QFontDatabase

from kf_resources_plugin.cartography import document, fonts
from kf_resources_plugin.cartography.pdf import pdf_bytes
from tests.cartography import builders as town

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "<script>alert('x')</script> & \"黄河\""
# in the order a reader expects, as the sections of the report are named in English
SECTIONS = ["Question", "Please note", "Data", "Rules applied", "From geometry to the printed figure", "Results",
            "Map", "Findings", "Run record"]


def report(rows: int = 2, **changes: Any) -> dict[str, Any]:
    """Return a complete report on ``rows`` projects of 12.50 m² each, of which 10.00 m² are paddy."""
    land = town.land()
    png = town.png_of(land, land.extent(), QgsCoordinateReferenceSystem(town.CRS), 400, 100)
    whole = {
        "title": "项目占用耕地分析报告", "question": "这些项目占用多少耕地、水田？", "generated": "2026-11-23 18:00",
        "language": "zh", "notices": ["示意，非法定界线"],
        "data": [{"role": "地类图斑", "name": "DLTB", "source": "开封 三调.gpkg", "crs": "EPSG:4526", "rows": 4,
                  "dates": "2023", "digest": "0123456789abcdef"}],
        "rules": [{"id": "area.step", "clause": "（条款未记录）", "status": "house", "text": "边长 20 m"},
                  {"id": "farmland.occupied", "clause": "《土地管理法》第三十条", "status": "statute",
                   "text": "占补平衡"}],
        "bridge": [{"label": "图形面积", "area_m2": 25.004, "note": ""},
                   {"label": "取整", "area_m2": -0.004, "note": "最大余数法"}],
        "tables": [{"title": "各项目面积", "note": "按横行相加", "columns": [
            {"key": "name", "label": "项目", "unit": "", "align": "left"},
            {"key": "area", "label": "面积", "unit": "m²", "align": "right"},
            {"key": "paddy", "label": "水田", "unit": "m²", "align": "right"}],
            "rows": [{"name": f"黄河大街 {n}", "area": "12.50", "paddy": "10.00"} for n in range(1, rows + 1)],
            "total": {"name": "", "area": f"{12.5 * rows:.2f}", "paddy": f"{10 * rows:.2f}"}}],
        "picture": {"png_base64": base64.b64encode(png).decode("ascii"), "caption": "项目位置图"},
        "findings": [{"severity": "error", "rule_id": "farmland.permanent_occupied", "status": "statute",
                      "subject": "P1", "message": "占用永久基本农田", "remedy": "避让", "clause": "第三十五条",
                      "area": 12.345}],
        "record": {"algorithm": "kf:farmlandoccupation", "parameters": {"AREA_METHOD": "additive"}, "inputs": ["a"]},
    }
    return {**whole, **changes}


class Page(HTMLParser):
    """Takes a page apart as a browser would: tags, texts, headings, attributes of pictures."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.sections: list[str] = []
        self.sources: list[str] = []
        self.right: list[str] = []
        self._open = ""
        self._right = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._open = tag
        values = dict(attrs)
        self._right = values.get("align") == "right"
        if tag == "img":
            self.sources.append(values.get("src") or "")

    def handle_data(self, data: str) -> None:
        text = data.strip()
        if not text:
            return
        self.texts.append(text)
        if self._open == "h2":
            self.sections.append(text)
        if self._right:
            self.right.append(text)


def test_sections_stand_in_order(qgis_app: Any) -> None:
    assert Page(document.render_html(report())).sections == SECTIONS


def test_every_part_of_a_document_is_printed(qgis_app: Any) -> None:
    texts = " ".join(Page(document.render_html(report())).texts)
    for part in (
            "项目占用耕地分析报告", "这些项目占用多少耕地", "示意，非法定界线", "DLTB", "开封 三调.gpkg", "EPSG:4526",
            "0123456789abcdef", "《土地管理法》第三十条", "Statute", "Default of this tool", "图形面积", "25.00",
            "最大余数法", "各项目面积", "面积 (m²)", "按横行相加", "项目位置图", "占用永久基本农田", "避让", "12.35",
            "kf:farmlandoccupation", "AREA_METHOD = additive"):
        assert part in texts, part


def test_numbers_stand_flush_right_and_totals_are_named(qgis_app: Any) -> None:
    page = Page(document.render_html(report()))
    assert {"12.50", "10.00", "25.00", "20.00", "12.35", "4"} <= set(page.right)
    assert "黄河大街 1" not in page.right
    assert "Total" in page.texts


def test_text_is_never_markup(qgis_app: Any) -> None:
    rows = [{"name": SCRIPT, "area": "1", "paddy": SCRIPT}]
    table = {**report()["tables"][0], "title": SCRIPT, "rows": rows}
    finding = {**report()["findings"][0], "subject": SCRIPT, "message": SCRIPT, "remedy": SCRIPT}
    html = document.render_html(report(title=SCRIPT, question=SCRIPT, notices=[SCRIPT], tables=[table],
                                       findings=[finding], record={SCRIPT: SCRIPT}))
    page = Page(html)
    assert "script" not in page.tags
    assert html.count("&lt;script&gt;") >= 10
    assert not [source for source in page.sources if not source.startswith("data:image/png;base64,")]


def test_no_finding_and_no_picture_are_said_or_left_out(qgis_app: Any) -> None:
    page = Page(document.render_html(report(findings=[], picture=None)))
    assert "None." in page.texts
    assert "Map" not in page.sections
    assert not page.sources


@pytest.mark.parametrize("damage", [
    {"picture": {"png_base64": "<img>", "caption": ""}},
    {"picture": {"png_base64": base64.b64encode(b"GIF89a").decode(), "caption": ""}},
    {"picture": {"caption": ""}},
    {"rules": [{"id": "x"}]},
    {"rules": [{"id": "x", "clause": "", "status": "rumour", "text": ""}]},
    {"data": 7},
])
def test_damaged_document_is_refused(qgis_app: Any, damage: dict[str, Any]) -> None:
    with pytest.raises(document.NotAReport):
        document.render_html(report(**damage))


def test_document_without_a_part_is_refused(qgis_app: Any) -> None:
    part = report()
    del part["bridge"]
    with pytest.raises(document.NotAReport, match="bridge"):
        document.render_html(part)


def test_pdf_gives_back_chinese_as_text_with_embedded_fonts(qgis_app: Any, tmp_path: Path) -> None:
    path = tmp_path / "报告 1.pdf"
    path.write_bytes(pdf_bytes(document.render_html(report())))
    text = town.pdf_text(path)
    for word in ("黄河", "水田", "面积", "示意，非法定界线"):
        assert word in text, word
    assert town.pdf_fonts(path)
    assert all(embedded for _, embedded in town.pdf_fonts(path))
    assert "Page 1 of" in text


def test_long_table_repeats_its_head_and_loses_no_row(qgis_app: Any, tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf_bytes(document.render_html(report(rows=500))))
    pages = town.pdf_pages(path)
    assert pages >= 8
    text = town.pdf_text(path)
    found = [line.split()[1] for line in text.splitlines() if line.strip().startswith("黄河大街")]
    assert found == [str(n) for n in range(1, 501)]
    full = [town.pdf_text(path, page) for page in range(3, 6)]
    assert all("水田 (m²)" in one.splitlines()[0] for one in full)


@pytest.mark.parametrize("rows", range(8, 40, 4))
def test_no_heading_stands_alone_at_the_foot_of_a_page(qgis_app: Any, tmp_path: Path, rows: int) -> None:
    path = tmp_path / "heads.pdf"
    path.write_bytes(pdf_bytes(document.render_html(report(rows=rows))))
    for page in range(1, town.pdf_pages(path) + 1):
        lines = [line.strip() for line in town.pdf_text(path, page).splitlines() if line.strip()]
        assert lines[-1].startswith("Page ")
        assert lines[-2] not in {*SECTIONS, "各项目面积"}
    printed = [line.strip() for line in town.pdf_text(path).splitlines()]
    assert [line for line in printed if line in SECTIONS] == SECTIONS


def test_no_row_is_cut_in_two_by_a_page(qgis_app: Any, tmp_path: Path) -> None:
    path = tmp_path / "rows.pdf"
    finding = report()["findings"][0]
    many = [{**finding, "subject": f"甲{n} " + "项目名称很长" * (n % 7),
             "remedy": "调整" * (20 * (n % 4)) + f" END{n}."} for n in range(1, 61)]
    path.write_bytes(pdf_bytes(document.render_html(report(findings=many))))
    pages = [town.pdf_text(path, page) for page in range(1, town.pdf_pages(path) + 1)]
    assert len(pages) > 3
    for n in range(1, 61):
        begins = [page for page, text in enumerate(pages) if re.search(rf"甲{n}\b", text)]
        ends = [page for page, text in enumerate(pages) if f"END{n}." in text]
        assert begins == ends, n
        assert len(begins) == 1, n


@pytest.mark.parametrize("rows", range(57, 64))
def test_a_total_never_stands_alone_on_a_page(qgis_app: Any, tmp_path: Path, rows: int) -> None:
    path = tmp_path / "total.pdf"
    path.write_bytes(pdf_bytes(document.render_html(report(rows=rows, picture=None))))
    pages = [[line.split() for line in town.pdf_text(path, page).splitlines() if line.strip()]
             for page in range(1, town.pdf_pages(path) + 1)]
    [total] = [(page, place) for page, lines in enumerate(pages) for place, line in enumerate(lines)
               if line[0] == "Total"]
    page, place = total
    assert pages[page][place - 1][:2] == ["黄河大街", str(rows)]


def test_row_longer_than_a_page_is_printed_whole(qgis_app: Any, tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    finding = {**report()["findings"][0], "remedy": "调整选址。" * 600 + " END"}
    path.write_bytes(pdf_bytes(document.render_html(report(findings=[finding]))))
    text = town.pdf_text(path)
    assert text.count("END") == 1
    assert "Run record" in text


def test_table_head_higher_than_a_page_ends(qgis_app: Any, tmp_path: Path) -> None:
    whole = report(60)
    whole["tables"][0]["columns"][0]["label"] = "很长的表头 " * 1500
    path = tmp_path / "head.pdf"
    path.write_bytes(pdf_bytes(document.render_html(whole)))
    assert "黄河大街 60" in town.pdf_text(path)


def test_several_reports_start_on_pages_of_their_own(qgis_app: Any, tmp_path: Path) -> None:
    path = tmp_path / "two.pdf"
    html = document.render_html(report(picture=None), report(title="第二份报告", picture=None))
    path.write_bytes(pdf_bytes(html))
    starts = [page for page in range(1, town.pdf_pages(path) + 1) if "第二份报告" in town.pdf_text(path, page)]
    assert starts == [2]
    assert Page(html).tags.count("h1") == 2


def test_tall_picture_fits_a_page(qgis_app: Any, tmp_path: Path) -> None:
    path = tmp_path / "tall.pdf"
    land = town.land()
    png = town.png_of(land, land.extent(), QgsCoordinateReferenceSystem(town.CRS), 100, 400)
    tall = {"png_base64": base64.b64encode(png).decode("ascii"), "caption": "高图"}
    html = document.render_html(report(picture=tall))
    assert '<img width="210"' in html  # 840 / 4
    path.write_bytes(pdf_bytes(html))
    on_second = town.pdf_text(path, 2)
    assert "Map" in on_second
    assert "高图" in on_second
    assert town.pdf_pages(path) == 3


def test_pdf_opens_no_file_of_this_computer(qgis_app: Any, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(base64.b64decode(report()["picture"]["png_base64"]))
    absent = tmp_path / "absent.png"
    drawn, placeholder = (pdf_bytes(f'<img src="{path.as_uri()}"><img src="{path}">')
                          for path in (secret, absent))
    assert len(drawn) == len(placeholder)


def test_missing_font_names_the_remedy(qgis_app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "chinese_families", list)
    with pytest.raises(fonts.FontMissing, match="fonts-wqy-microhei"):
        pdf_bytes("<p>黄河</p>")
    assert not list(tmp_path.iterdir())


def test_font_of_choice_comes_first_and_foreign_forms_never(qgis_app: Any) -> None:
    families = fonts.chinese_families()
    assert families[0] == "WenQuanYi Micro Hei"
    foreign = ("JP", "KR", "TC", "HK")
    assert [family for family in families if family.endswith(foreign)] == []
    for family in (f"Noto Sans CJK {country}" for country in foreign):
        assert fonts.mended(QFont(family)).family() == "WenQuanYi Micro Hei"


def test_fonts_of_other_countries_alone_are_none(qgis_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Fonts:
        def families(self, _system: Any) -> list[str]:
            return ["Noto Sans CJK JP", "Source Han Sans K", "Noto Serif TC [GOOG]"]

    monkeypatch.setattr(fonts, "QFontDatabase", Fonts)
    monkeypatch.setattr(Fonts, "WritingSystem", QFontDatabase.WritingSystem, raising=False)
    with pytest.raises(fonts.FontMissing, match="fonts-noto-cjk"):
        fonts.chinese_family()


def test_charts_stand_under_their_heading(qgis_app: Any) -> None:
    picture = report()["picture"]
    html = document.render_html(report(picture=None, charts=[{**picture, "caption": "流向"}]))
    assert html.count(picture["png_base64"]) == 1
    assert "流向" in html
    assert document.labels()["charts"] in html
    assert document.labels()["charts"] not in document.render_html(report(picture=None))
    with pytest.raises(document.NotAReport):
        document.render_html(report(charts=[{"png_base64": "<img>", "caption": ""}]))


def form(rows: int = 2) -> dict[str, Any]:
    """Return a table with a head of two lines, the last of its rows a sum."""
    return {"title": "分类面积表", "note": "", "widths": [40, 30, 30], "sums": [rows - 1], "columns": [
        {"key": "owner", "label": "权属单位", "unit": "", "align": "left"},
        {"key": "paddy", "label": "水田", "unit": "", "align": "right"},
        {"key": "dry", "label": "旱地", "unit": "", "align": "right"}],
        "heads": [[{"text": "权属单位", "line": 0, "place": 0, "lines": 2, "places": 1},
                   {"text": "耕地", "line": 0, "place": 1, "lines": 1, "places": 2}],
                  [{"text": "水田", "line": 1, "place": 1, "lines": 1, "places": 1},
                   {"text": "旱地", "line": 1, "place": 2, "lines": 1, "places": 1}]],
        "rows": [{"owner": f"黄河大街 {n}", "paddy": "0.1234", "dry": ""} for n in range(1, rows + 1)],
        "total": {"owner": "合计", "paddy": "1.0000", "dry": ""}}


def test_a_form_has_its_head_over_several_lines(qgis_app: Any) -> None:
    html = document.render_html(report(tables=[form()]))
    assert '<th align="center" valign="middle" rowspan="1" colspan="2">耕地</th>' in html
    assert 'rowspan="2" colspan="1" width="40%">权属单位</th>' in html
    assert [html.count('class="sum'), html.count('<td align="left" class="sum ">黄河大街 2</td>')] == [3, 1]
    assert "A3" not in html


def test_a_long_form_repeats_its_whole_head(qgis_app: Any, tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    wide = report(tables=[form(200)], wide=True)
    path.write_bytes(pdf_bytes(document.render_html(wide), wide=document.is_wide(report(), wide)))
    pages = [town.pdf_text(path, page) for page in range(1, town.pdf_pages(path) + 1)]
    held = [text for text in pages if "黄河大街" in text]
    assert len(held) >= 3
    assert all("耕地" in text and "权属单位" in text and "旱地" in text for text in held)
    size = re.search(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", path.read_bytes())
    assert size is not None
    assert [int(side) for side in size.groups()] == [1191, 842], "A3 lengthwise in points"
