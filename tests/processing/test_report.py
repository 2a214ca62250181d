"""kf:report through Processing: records in, HTML and PDF out, strangers refused."""
from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from qgis import processing
from qgis.core import QgsProcessingException

from kf_resources_plugin.cartography import picture
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.exceptions_file import FindingException, exceptions_path, mark, withdraw
from tests.cartography import builders as town
from tests.cartography.test_document import SCRIPT, SECTIONS, Page, report

if TYPE_CHECKING:
    from pathlib import Path

REPORT = "kf:report"


def saved(path: Path, **changes: Any) -> str:
    """Write a run record as an algorithm does and return its path."""
    document = report(**changes)
    path.write_text(json.dumps({"record": document["record"], "document": document}, ensure_ascii=False),
                    encoding="utf-8")
    return str(path)


def test_report_is_made_from_a_record(kf_provider: Any, tmp_path: Path) -> None:
    html, pdf = tmp_path / "报告.html", tmp_path / "报告.pdf"
    result = processing.run(REPORT, {"RUN_RECORDS": [saved(tmp_path / "记录 1.json")], "REPORT": str(html),
                                     "REPORT_PDF": str(pdf)})
    assert result == {"REPORT": str(html), "REPORT_PDF": str(pdf)}
    assert Page(html.read_text(encoding="utf-8")).sections == SECTIONS
    text = town.pdf_text(pdf)
    assert all(word in text for word in ("黄河", "水田", "面积"))


def test_only_what_is_asked_for_is_written(kf_provider: Any, tmp_path: Path) -> None:
    record = saved(tmp_path / "r.json")
    processing.run(REPORT, {"RUN_RECORDS": [record], "REPORT": str(tmp_path / "a.html")})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "r.json"]


def test_several_records_make_one_report(kf_provider: Any, tmp_path: Path) -> None:
    records = [saved(tmp_path / "1.json"), saved(tmp_path / "2.json", title="第二份")]
    html = tmp_path / "a.html"
    processing.run(REPORT, {"RUN_RECORDS": records, "REPORT": str(html)})
    page = Page(html.read_text(encoding="utf-8"))
    assert page.sections == [*SECTIONS, *SECTIONS]
    assert "第二份" in page.texts


def test_exceptions_are_printed_with_the_run_that_has_their_findings(kf_provider: Any, tmp_path: Path) -> None:
    """Of three exceptions one concerns a finding of the run, one another run's; a withdrawn one is none."""
    file = exceptions_path(tmp_path / "a.qgz")
    mark(file, [FindingException(key, "line.overlap", "P1", "大学", f"重叠 {key}", f"批复 {SCRIPT}", "张三",
                                 "2026-03-01")
                for key in ("f1", "f2", "f3")])
    withdraw(file, ["f3"], "撤销", "李四", date(2026, 3, 2))
    findings = [{**report()["findings"][0], "id": key, "message": f"问题 {key}"} for key in ("f1", "f3")]
    records = [saved(tmp_path / "1.json", findings=findings, finding_ids=["f1", "f3"]), saved(tmp_path / "old.json")]
    html = tmp_path / "a.html"
    processing.run(REPORT, {"RUN_RECORDS": records, "EXCEPTIONS": str(file), "REPORT": str(html)})
    text = html.read_text(encoding="utf-8")
    page = Page(text)
    assert page.sections.count("Findings accepted as exceptions") == 1
    assert "重叠 f1" in text
    assert "重叠 f2" not in text
    assert "重叠 f3" not in text
    assert text.count("accepted as an exception") == 1
    assert "<script>" not in text


def test_a_file_that_holds_no_exceptions_is_refused(kf_provider: Any, tmp_path: Path) -> None:
    other = tmp_path / "other.kfexceptions.gpkg"
    other.write_bytes(b"no database" * 100)
    for path, words in ((other, "not a database"), (tmp_path / "gone.gpkg", "There is no file")):
        with pytest.raises(QgsProcessingException, match=words):
            processing.run(REPORT, {"RUN_RECORDS": [saved(tmp_path / "1.json")], "EXCEPTIONS": str(path),
                                    "REPORT": str(tmp_path / "a.html")})
    assert not (tmp_path / "a.html").exists()


def test_layers_are_drawn_in_place_of_the_recorded_picture(kf_provider: Any, tmp_path: Path) -> None:
    html = tmp_path / "a.html"
    record = saved(tmp_path / "1.json", picture=None)
    processing.run(REPORT, {"RUN_RECORDS": [record], "LAYERS": [town.projects(), town.land()], "CAPTION": "位置图",
                            "REPORT": str(html)})
    page = Page(html.read_text(encoding="utf-8"))
    assert len(page.sources) == 1
    assert page.sources[0].startswith("data:image/png;base64,")
    assert "位置图" in page.texts


def test_rights_stand_on_the_drawn_picture(kf_provider: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = []
    draw = picture.draw_png

    def watch(*given: Any, **named: Any) -> bytes:
        notes.append(named["note"])
        return draw(*given, **named)

    monkeypatch.setattr("kf_resources_plugin.processing.reporting.report.draw_png", watch)
    land = town.land()
    metadata = land.metadata()
    record = saved(tmp_path / "1.json", picture=None)
    for rights in ([], ["测试县自然资源局", " "]):
        metadata.setRights(rights)
        land.setMetadata(metadata)
        processing.run(REPORT, {"RUN_RECORDS": [record], "LAYERS": [town.projects(), land],
                                "REPORT": str(tmp_path / "a.html")})
    assert notes == ["For illustration only, not the legal boundary", "测试县自然资源局"]


def test_names_are_printed_never_run(kf_provider: Any, tmp_path: Path) -> None:
    html = tmp_path / "a.html"
    processing.run(REPORT, {"RUN_RECORDS": [saved(tmp_path / "1.json", title=SCRIPT)], "REPORT": str(html)})
    page = Page(html.read_text(encoding="utf-8"))
    assert "script" not in page.tags
    assert SCRIPT in page.texts


@pytest.mark.parametrize("content", [
    b"", b"no json", b"[]", b'{"record": {}, "document": {}}', b"\xff\xfe\x00",
    b'{"record": {"algorithm": "native:buffer"}, "document": {"title": "x"}}',
    b'{"record": {"algorithm": "kf:farmlandoccupation"}, "document": {"title": "x"}}',
    pytest.param(b"[" * 200_000 + b"]" * 200_000, id="nested without end"),
])
def test_file_of_a_stranger_is_refused(kf_provider: Any, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "stranger.json"
    path.write_bytes(content)
    with pytest.raises(QgsProcessingException, match=r"stranger\.json is not a run record"):
        processing.run(REPORT, {"RUN_RECORDS": [str(path)], "REPORT": str(tmp_path / "a.html")})
    assert not (tmp_path / "a.html").exists()


def test_absent_file_and_no_file_are_named(kf_provider: Any, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="cannot be read"):
        processing.run(REPORT, {"RUN_RECORDS": [str(tmp_path / "absent.json")], "REPORT": "TEMPORARY_OUTPUT"})
    with pytest.raises(QgsProcessingException, match="at least one run record"):
        processing.run(REPORT, {"REPORT": "TEMPORARY_OUTPUT"})


def test_damaged_record_writes_nothing(kf_provider: Any, tmp_path: Path) -> None:
    record = saved(tmp_path / "r.json", rules=[{"id": "x"}])
    with pytest.raises(QgsProcessingException, match="not a report of this plugin, or is damaged"):
        processing.run(REPORT, {"RUN_RECORDS": [record], "REPORT": str(tmp_path / "a.html")})
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]


def test_record_nested_too_deep_to_print_is_named(kf_provider: Any, tmp_path: Path) -> None:
    deep: Any = 1
    for _ in range(700):
        deep = {"a": deep}
    record = saved(tmp_path / "r.json")
    content = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    content["document"]["record"] = {"settings": deep}
    (tmp_path / "r.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=r"not a (report|run record) of this plugin"):
        processing.run(REPORT, {"RUN_RECORDS": [record], "REPORT": str(tmp_path / "a.html")})
    assert not (tmp_path / "a.html").exists()


def test_failure_keeps_the_earlier_report(kf_provider: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = tmp_path / "a.html"
    earlier.write_bytes(b"earlier")

    def fail(*_: Any, **__: Any) -> bytes:
        raise PlannerError("no ink")

    monkeypatch.setattr("kf_resources_plugin.processing.reporting.report.pdf_bytes", fail)
    with pytest.raises(QgsProcessingException, match="no ink"):
        processing.run(REPORT, {"RUN_RECORDS": [saved(tmp_path / "r.json")], "REPORT": str(earlier),
                                "REPORT_PDF": str(tmp_path / "a.pdf")})
    assert earlier.read_bytes() == b"earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "r.json"]


def test_place_that_cannot_be_written_is_named(kf_provider: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="cannot be written"):
        processing.run(REPORT, {"RUN_RECORDS": [saved(tmp_path / "r.json")],
                                "REPORT": str(tmp_path / "file" / "a.html")})
