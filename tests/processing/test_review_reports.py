"""What a review prints, into which files, and what rule rows of the user change."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingException

from tests.processing.places import box
from tests.processing.reviews import control, messages, projects, review, sheet, verdicts

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")


def two_projects(*keys: str) -> Any:
    return projects(*((box(200 * n, 0, 100, 100), {"XMDM": key, "XMMC": f"name {n}", "XMLX": "工业"})
                      for n, key in enumerate(keys)))


def redline() -> Any:
    return control("ecological_redline", box(0, 0, 40, 100))


def test_the_report_has_a_section_for_each_project(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    result = review(PROJECTS=two_projects("P1", "P2"), CONTROLS=[redline()], REPORT=str(tmp_path / "r.html"),
                    RUN_RECORD=str(record))
    document = json.loads(record.read_text(encoding="utf-8"))["document"]
    summary, roles, *sections = document["tables"]
    assert [row["project"] for row in summary["rows"]] == ["name 0 P1", "name 1 P2"]
    assert [table["title"] for table in sections] == ["name 0 P1: fails", "name 1 P2: passes"]
    hit, = sections[0]["rows"]
    assert hit["verdict"] == "fails"
    assert "142" in hit["clause"]
    assert hit["remedy"]
    for table in sections:
        assert "Permanent basic farmland" in table["note"]  # not reviewed
    role, = roles["rows"]
    inside, outside, whole = (round(float(role[key]) * 100) for key in ("inside", "outside", "area"))
    assert inside + outside == whole
    assert any(rule["id"] == "compliance.ecological_redline" for rule in document["rules"])
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert html.count("name 0 P1") > 1
    assert verdicts(result) == {"P1": "fails", "P2": "passes"}


def test_each_project_has_a_page_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    result = review(PROJECTS=two_projects("P1", "P2"), CONTROLS=[redline()], REPORTS=str(folder))
    assert result["REPORTS"] == str(folder)
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert sorted(pages) == ["P1.html", "P2.html"]
    assert "compliance.ecological_redline" in pages["P1.html"]
    assert "compliance.ecological_redline" not in pages["P2.html"]
    assert "name 1" not in pages["P1.html"]


def test_pages_stay_in_their_folder_whatever_a_project_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "reports"
    keys = ["../../evil", "/etc/passwd", "P/1", "P:1", "p:1", "CON", "..", "<b>&\"", "长" * 200]
    review(PROJECTS=two_projects(*keys), CONTROLS=[redline()], REPORTS=str(folder))
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.parent != folder] == []
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == len(keys)
    assert len({name.casefold() for name in names}) == len(keys)
    assert all(len(name.encode()) < 255 and name.endswith(".html") for name in names)
    assert "_CON.html" in names
    assert any("<b>&" not in path.read_text(encoding="utf-8") and "&lt;b&gt;" in path.read_text(encoding="utf-8")
               for path in folder.iterdir())


def test_no_file_that_is_there_gives_way(tmp_path: Path) -> None:
    (tmp_path / "P2.html").write_text("mine", encoding="utf-8")
    outputs = {"REPORTS": str(tmp_path), "REPORT": str(tmp_path / "P1_2.html")}
    review(PROJECTS=two_projects("P1", "P2"), CONTROLS=[redline()], **outputs)
    assert (tmp_path / "P2.html").read_text(encoding="utf-8") == "mine"
    # 2 is taken by the report of the same run
    assert sorted(path.name for path in tmp_path.iterdir()) == ["P1_2.html", "P1_3.html", "P2.html", "P2_3.html"]
    assert "name 1" in (tmp_path / "P1_2.html").read_text(encoding="utf-8")


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("mine", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="is a file, not a folder"):
        review(PROJECTS=two_projects("P1"), CONTROLS=[redline()], REPORTS=str(tmp_path / "f"))
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


def own_rules(tmp_path: Path, **row: Any) -> str:
    path = tmp_path / "own.json"
    path.write_text(json.dumps({"rows": [{"id": "compliance.ecological_redline", **row}]}), encoding="utf-8")
    return str(path)


def test_a_row_of_the_user_softens_a_rule_lets_off_a_class_or_switches_it_off(tmp_path: Path) -> None:
    inputs = {"PROJECTS": two_projects("P1"), "CONTROLS": [redline()]}
    soft = review(**inputs, RULES=own_rules(tmp_path, severity="warning"))
    assert verdicts(soft) == {"P1": "conditions"}
    assert "own.json" in sheet(soft, "clause")["P1", "ecological_redline"][0]
    off = review(**inputs, RULES=own_rules(tmp_path, thresholds={"exempt_classes": ["industrial"]}))
    assert sheet(off, "outcome")["P1", "ecological_redline"] == ("exempt",)
    assert len(messages(off, "review.exempted")) == 1
    gone = review(**inputs, RULES=own_rules(tmp_path, thresholds={"applies": False}))
    assert sheet(gone) == {}


@pytest.mark.parametrize("limits", [{"role": "nowhere"}, {"test": "beside"}, {"project_classes": ["!nobody"]},
                                    {"exempt_classes": ["nobody"]}])
def test_a_row_that_names_what_there_is_not_is_refused_with_its_name(limits: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException) as refused:
        review(PROJECTS=two_projects("P1"), CONTROLS=[redline()], RULES=own_rules(tmp_path, thresholds=limits))
    word = next(iter(limits.values()))
    assert "compliance.ecological_redline" in str(refused.value)
    assert (word if isinstance(word, str) else word[0].lstrip("!")) in str(refused.value)
