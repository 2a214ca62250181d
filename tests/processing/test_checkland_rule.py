"""One rule checked alone, and again: no other work, no other faults, and never a clean bill without a look."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer, edit

from kf_resources_plugin import paths
from kf_resources_plugin.processing.quality import check_job, shape_faults
from kf_resources_plugin.processing.quality.works import EVERYTHING, READING, WORK_OF
from tests.builders import layer_of, rectangle, rows_of
from tests.processing.checked_layers import X, Y, counts, land, messages, parcel, rules, run, square

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

ABOUT_THE_RUN = {"check.rule_alone", "check.schema_found"}


def faulty() -> QgsVectorLayer:
    """Return three parcels: a wrong tenure, an id twice, a shape twice."""
    return land([square(0, QSXZ="99"), square(1), (square(1)[0], parcel(1, TBBH="2"))])


def rule_rows() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for file in paths.resource("rules").glob("*.json")
            for document in [json.loads(file.read_text(encoding="utf-8"))]
            if document.get("$schema") == "rules.schema.json" for row in document["rows"]}


def test_every_rule_of_the_check_has_work_that_finds_it_and_a_title_of_its_own() -> None:
    known = rule_rows()
    assert {rule for rule in known if rule.startswith("check.")} <= set(WORK_OF)
    assert set(WORK_OF) <= set(known)
    assert set(WORK_OF.values()) - {READING} == EVERYTHING
    for language in ("zh", "en"):
        titles = [known[rule][f"title_{language}"] for rule in WORK_OF]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(("rule", "count"), [("check.value_domain", 1), ("check.id_twice", 2), ("check.duplicate", 1),
                                             ("check.number_twice", 0), ("check.gap", 0)])
def test_one_rule_alone_lists_its_faults_and_no_others(rule: str, count: int) -> None:
    result = run(faulty(), RULE=rule, CHECK="fields")
    assert counts(result) == ({rule: count} if count else {})
    assert rules(result) - ABOUT_THE_RUN == ({rule} if count else set())
    assert "check.rule_alone" in rules(result)


def test_one_rule_alone_does_no_other_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: Any, **_named: Any) -> None:
        raise AssertionError("work of other rules")

    for name in ("repair", "coverage_faults", "narrow_features", "vertex_faults", "read_survey", "declared_faults"):
        monkeypatch.setattr(check_job, name, fails)
    assert counts(run(faulty(), RULE="check.value_domain")) == {"check.value_domain": 1}
    with pytest.raises(QgsProcessingException):
        run(faulty(), RULE="check.overlap")
    monkeypatch.undo()
    monkeypatch.setattr(shape_faults, "gaps", fails)
    assert counts(run(faulty(), RULE="check.overlap")) == {}


@pytest.mark.parametrize(("rule", "given", "reason"), [
    ("check.value_domain", {"SCHEMA": "none"}, "no standard layer is known for it. Choose one."),
    ("check.not_covered", {}, "no reference was given."),
    ("check.control_area", {}, "no control areas were given."),
    ("check.gap", {"GAPS": "ignore"}, "gaps are no faults of it."),
    ("check.point_twice", {}, "the layer holds no points."),
    ("check.admin_code", {}, "the layer lacks: XZQDM or unit_code."),
])
def test_a_rule_that_could_not_be_checked_is_no_clean_bill(rule: str, given: dict[str, Any], reason: str) -> None:
    result = run(land([square(0)]), RULE=rule, **given)
    assert counts(result)["check.rule_not_checked"] == 1
    assert reason in messages(result, "check.rule_not_checked")[0]


def test_fields_that_a_rule_compares_and_the_layer_lacks_are_named() -> None:
    bare = layer_of([(rectangle(X, Y, 100, 100), {"DLBM": "0103", "KCXS": 0.1})], {"DLBM": "text", "KCXS": "real"})
    result = run(bare, RULE="check.deduction_code", SCHEMA="dltb")
    assert messages(result, "check.rule_not_checked")[0].endswith("the layer lacks: KCDLBM.")
    assert "check.rule_not_checked" not in rules(run(bare, RULE="land.deduction_range", SCHEMA="dltb"))


def test_what_keeps_a_rule_from_being_checked_is_told_beside_it() -> None:
    nowhere = land([square(0)], crs="")
    assert set(counts(run(nowhere, RULE="check.area_differs"))) == {"check.areas_not_checked"}
    assert set(counts(run(nowhere, RULE="crs.missing"))) == {"crs.missing"}
    assert set(counts(run(land([]), RULE="check.overlap"))) == {"input.empty_layer"}


# -- again ------------------------------------------------------------------------------------------------------------


def results(folder: Path, number: int, layer: QgsVectorLayer, **more: Any) -> tuple[dict[str, Any], list[str]]:
    """Return what a check gives, written to a package as the panel has it written, and the tables of its results."""
    package = folder / f"{number}.gpkg"
    tables = {"FINDINGS": " (geom)", "FINDING_POINTS": " (geom)", "SUMMARY": ""}
    given = {name: f"ogr:dbname='{package}' table=\"{name.lower()}\"{shape}" for name, shape in tables.items()}
    result = run(layer, **{**given, **more})
    places = [f"{package}|layername={name.lower()}" for name in tables]
    for name, place in zip(tables, places):
        result[name] = QgsVectorLayer(place, name, "ogr")
    return result, places


def test_a_rule_checked_again_changes_its_own_rows_only(tmp_path: Path) -> None:
    layer = faulty()
    first, before = results(tmp_path, 1, layer)
    with edit(layer):
        layer.changeAttributeValue(1, layer.fields().indexOf("QSXZ"), "30")
        layer.changeAttributeValue(3, layer.fields().indexOf("BSM"), "410222100000000009")
    second, after = results(tmp_path, 2, layer, RULE="check.id_twice", BEFORE=before)
    expected = counts(first)
    del expected["check.id_twice"]
    assert counts(second) == expected  # the tenure is right by now, but nobody has looked at it again
    assert messages(second, "check.rule_again") == [
        "Of “DLTB” one rule was checked again: Id used twice. Everything else stands as in the check before."]
    third, _ = results(tmp_path, 3, layer, RULE="check.value_domain", BEFORE=after)
    del expected["check.value_domain"]
    assert counts(third) == expected
    assert len(messages(third, "check.rule_again")) == 2
    assert third["ERRORS_COUNT"] == sum(count for rule, severity, count in rows_of(
        third["SUMMARY"], "rule_id", "severity", "count") if severity == "error")
    assert third["OVERLAP_M2"] == first["OVERLAP_M2"] > 0


def test_findings_that_are_kept_are_those_that_were(tmp_path: Path) -> None:
    """Every field, shape and point of what was not checked again, and counts beyond what is listed."""
    twice = rectangle(X, Y, 100, 100).replace("((", f"(({X!r} {Y!r},")
    rows = [square(number, QSXZ="99") for number in range(1, 1100)]
    layer = land([(twice, parcel(0, MSSM="99")), *rows])
    first, before = results(tmp_path, 1, layer)
    second, _ = results(tmp_path, 2, layer, RULE="check.id_form", BEFORE=before)
    assert counts(second) == counts(first)
    assert counts(second)["check.value_domain"] == 1100

    def listed(layer: QgsVectorLayer) -> set[tuple[Any, ...]]:
        return {(*row, feature.geometry().asWkt()) for feature in layer.getFeatures()
                for row in [tuple(str(value) for value in feature.attributes()[1:])] if "rule_again" not in row[1]}

    for name in ("FINDINGS", "FINDING_POINTS"):
        assert listed(second[name]) == listed(first[name])
    third, _ = results(tmp_path, 3, layer, RULE="check.value_domain", BEFORE=before)
    assert listed(third["FINDINGS"]) == listed(first["FINDINGS"])
    assert counts(third) == counts(first)


def test_an_edit_that_is_not_saved_is_what_is_checked() -> None:
    layer = faulty()
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().indexOf("QSXZ"), "30")
    assert counts(run(layer, RULE="check.value_domain")) == {}
    layer.deleteFeature(3)
    assert counts(run(layer, RULE="check.duplicate")) == {}
    layer.rollBack()
    assert counts(run(layer, RULE="check.duplicate")) == {"check.duplicate": 1}


def test_results_of_another_kind_or_place_are_refused(tmp_path: Path) -> None:
    layer = faulty()
    _, before = results(tmp_path, 1, layer)
    with pytest.raises(QgsProcessingException, match="choose a rule"):
        run(layer, BEFORE=before)
    with pytest.raises(QgsProcessingException, match="is no result of a check"):
        run(layer, RULE="check.id_twice", BEFORE=[layer])
    moved = land([square(0)], crs="EPSG:4547")
    with pytest.raises(QgsProcessingException, match="Check everything again"):
        run(moved, RULE="crs.zone_prefix", BEFORE=before)
