"""What a planner reads when a rule file of theirs cannot be used: row, key, what is wrong, what to write instead."""
from __future__ import annotations

from typing import Any

import pytest

from kf_resources_plugin.engine.rule_check import KEYS, row_faults
from kf_resources_plugin.rules.rule_rows import RuleRow


def rule(rule_id: str, **thresholds: Any) -> RuleRow:
    return RuleRow(
        id=rule_id, topic="test", document=None, number=None, document_date=None, article=None, effective_from=None,
        effective_to=None, severity="warning", status="house", thresholds=thresholds,
        message_zh="${layer} 有 ${count} 处", message_en="${layer} has ${count}", remedy_zh="改正",
        remedy_en="Mend ${layer}", source="test")


KNOWN = {row.id: row for row in (
    rule("area.step", step_m=20.0), rule("crs.ballpark", datums=("A", "B"), strict=True, note="text"),
    rule("land.overlap"), rule("land.steps", steps=(1, 2.5), empty=()))}


def faults(*rows: Any) -> list[str]:
    return row_faults({"rows": list(rows)}, KNOWN)


@pytest.mark.parametrize("document", [None, [], "rows", 3, {}, {"rows": {}}, {"rows": None}, {"row": []}])
def test_a_document_without_rows(document: Any) -> None:
    assert row_faults(document, KNOWN) == ["The file must hold an object with a list “rows”."]


def test_no_rows_change_nothing() -> None:
    assert faults() == []


@pytest.mark.parametrize("change", [
    {"id": "area.step"},
    {"id": "area.step", "thresholds": {"step_m": 10}},  # a whole number where the plugin has 20.0
    {"id": "area.step", "severity": "error", "status": "statute"},
    {"id": "area.step", "effective_from": "2025-01-01", "effective_to": None},
    {"id": "crs.ballpark", "thresholds": {"datums": ["C"], "strict": False, "note": ""}},
    {"id": "crs.ballpark", "thresholds": {"datums": []}},
    {"id": "land.steps", "thresholds": {"steps": [1, 2.5], "empty": ["a"]}},
    {"id": "land.overlap", "message_zh": "共 ${count} 处", "remedy_en": "Mend ${layer}"},
    {"id": "area.step", "message_en": "Longer than ${step_m} m"},  # a threshold may be printed
    {"id": "land.overlap", "document": "某通知", "number": None, "article": "三"},
])
def test_what_can_be_used(change: dict[str, Any]) -> None:
    assert faults(change) == []


@pytest.mark.parametrize(("row", "expected"), [
    ([], 'row 1: a row must be an object with the id of the rule it changes, such as "id": "area.step".'),
    ({"severity": "error"}, 'row 1: a row must be an object with the id of the rule it changes, such as "id": '
                            '"area.step".'),
    ({"id": 7}, 'row 1: a row must be an object with the id of the rule it changes, such as "id": "area.step".'),
    ({"id": "area.stp"}, "row 1 (area.stp): there is no rule “area.stp”. Perhaps “area.step” is meant."),
    ({"id": "zzz"}, "row 1 (zzz): there is no rule “zzz”. Remove it."),
    ({"id": "area.step", "treshold": 1},
     "row 1 (area.step): there is no key “treshold”. Perhaps “thresholds” is meant."),
    ({"id": "area.step", "文号": ""}, "row 1 (area.step): there is no key “文号”. Remove it."),
    ({"id": "area.step", "thresholds": [20]}, "row 1 (area.step): “thresholds” must be an object."),
    ({"id": "area.step", "thresholds": {"step": 20}},
     "row 1 (area.step): this rule has no threshold “step”; it has: step_m."),
    ({"id": "land.overlap", "thresholds": {"step": 20}},
     "row 1 (land.overlap): this rule has no threshold “step”; it has: none."),
    ({"id": "area.step", "thresholds": {"step_m": "20"}},
     "row 1 (area.step): threshold “step_m” must be a number, like the plugin's own value 20.0."),
    # true is a number to Python, not to a planner
    ({"id": "area.step", "thresholds": {"step_m": True}},
     "row 1 (area.step): threshold “step_m” must be a number, like the plugin's own value 20.0."),
    ({"id": "area.step", "thresholds": {"step_m": None}},
     "row 1 (area.step): threshold “step_m” must be a number, like the plugin's own value 20.0."),
    ({"id": "crs.ballpark", "thresholds": {"strict": 1}},
     "row 1 (crs.ballpark): threshold “strict” must be true or false, like the plugin's own value True."),
    ({"id": "crs.ballpark", "thresholds": {"datums": "A"}},
     "row 1 (crs.ballpark): threshold “datums” must be a list, like the plugin's own value ('A', 'B')."),
    ({"id": "crs.ballpark", "thresholds": {"datums": ["A", 1980, None]}},
     "row 1 (crs.ballpark): threshold “datums”: each value of the list must be text, not 1980.\n"
     "row 1 (crs.ballpark): threshold “datums”: each value of the list must be text, not None."),
    ({"id": "crs.ballpark", "thresholds": {"datums": [["A"]]}},
     "row 1 (crs.ballpark): threshold “datums”: each value of the list must be text, not ['A']."),
    ({"id": "land.steps", "thresholds": {"steps": ["1"]}},
     "row 1 (land.steps): threshold “steps”: each value of the list must be a number, not 1."),
    ({"id": "land.steps", "thresholds": {"steps": [True]}},
     "row 1 (land.steps): threshold “steps”: each value of the list must be a number, not True."),
    ({"id": "land.steps", "thresholds": {"steps": [3, -1]}},
     "row 1 (land.steps): threshold “steps” must be a number of 0 or more, not -1."),
    ({"id": "crs.ballpark", "thresholds": {"note": 3}},
     "row 1 (crs.ballpark): threshold “note” must be text, like the plugin's own value text."),
    ({"id": "area.step", "severity": "fatal"},
     "row 1 (area.step): “severity” must be one of: error, warning, info."),
    ({"id": "area.step", "status": "law"}, "row 1 (area.step): “status” must be one of: statute, house."),
    ({"id": "area.step", "effective_from": "1.1.2025"},
     'row 1 (area.step): “effective_from” must be a date such as "2025-01-01", or null.'),
    ({"id": "area.step", "effective_to": 2025},
     'row 1 (area.step): “effective_to” must be a date such as "2025-01-01", or null.'),
    ({"id": "area.step", "effective_to": "2025-02-30"},
     'row 1 (area.step): “effective_to” must be a date such as "2025-01-01", or null.'),
    ({"id": "area.step", "message_zh": None}, "row 1 (area.step): “message_zh” must be text."),
    ({"id": "area.step", "message_en": "${layer} of ${owner} in ${year}"},
     "row 1 (area.step): “message_en” uses ${owner}, ${year}, which this rule does not know."),
    # each text knows the placeholders of its own, as the run fills them in by name
    ({"id": "area.step", "remedy_en": "${count}"},
     "row 1 (area.step): “remedy_en” uses ${count}, which this rule does not know."),
    ({"id": "area.step", "article": 3}, "row 1 (area.step): “article” must be text or null."),
])
def test_what_cannot_be_used(row: Any, expected: str) -> None:
    assert faults(row) == expected.split("\n")


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    found = faults({"id": "area.step", "severity": "x", "article": 1}, {"id": "land.overlap"}, 5,
                   {"id": "land.duplicate", "colour": "red"})
    assert [text.partition(":")[0] for text in found] == [
        "row 1 (area.step)", "row 1 (area.step)", "row 3", "row 4 (land.duplicate)"]


def test_two_rows_for_the_same_days_are_refused() -> None:
    twice = faults({"id": "area.step"}, {"id": "area.step", "thresholds": {"step_m": 10}})
    assert twice == ["row 2 (area.step): row 1 changes the same rule for the same days; keep one of them."]
    assert faults({"id": "area.step", "effective_to": "2025-12-31"}, {"id": "area.step",
                                                                      "effective_from": "2026-01-01"}) == []


@pytest.mark.parametrize("step", [-1, float("nan"), float("inf"), 1e400])
def test_a_threshold_is_a_number_of_0_or_more(step: float) -> None:
    (fault,) = faults({"id": "area.step", "thresholds": {"step_m": step}})
    assert "0 or more" in fault


def test_every_key_of_a_row_may_be_changed() -> None:
    """All but the topic, which is the file's, and what the plugin notes itself."""
    assert set(KEYS) == set(RuleRow.__dataclass_fields__) - {"topic", "user_file"}
