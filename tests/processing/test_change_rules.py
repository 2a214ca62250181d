"""What the report of two epochs says of its rules: the values that were used, and where they come from."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.processing.epochs import account, findings, parcel, polygon_layer, run, strips, survey
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

THREE = ("国家生态退耕", "state_ecological_conversion", "灾毁难复", "disaster_loss_beyond_repair",
         "河湖水面自然扩大", "natural_water_expansion")


def own_rules(folder: Path, **thresholds: dict[str, Any]) -> str:
    """Return a rule file that changes thresholds of rows, given by id with two underscores for the dot."""
    file = folder / "own.json"
    file.write_text(json.dumps({"rows": [{"id": name.replace("__", "."), "thresholds": values}
                                         for name, values in thresholds.items()]}), encoding="utf-8")
    return str(file)


def exempt(kind: str) -> QgsVectorLayer:
    return polygon_layer((box(0, 0, 100, 100), {"kind": kind}), name="exempt", kind="text")


def rules_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the rules that the report of the run lists, by id."""
    document = json.loads((folder / "r.json").read_text(encoding="utf-8"))["document"]
    return {rule["id"]: rule for rule in document["rules"]}


@pytest.mark.parametrize("kind", ["灾毁", "生态退耕", "disaster_loss", "ecological_conversion"])
def test_land_that_can_be_restored_is_not_exempt(kind: str) -> None:
    """自然资发〔2021〕166号 names 国家生态退耕, 灾毁难复 and 河湖水面自然扩大 and no others."""
    result = run(survey(*strips("0102")), survey(*strips("0301")), EXEMPT=exempt(kind))
    assert result["EXEMPT_M2"] == 0
    told = findings(result, "severity", "remedy")
    ((severity, remedy),) = told["change.exempt_unknown"]
    assert severity == "warning"
    assert remedy.endswith(", ".join(THREE) + ".")
    assert "change.short" in told


@pytest.mark.parametrize("kind", THREE)
@pytest.mark.parametrize("day", ["2021-06-01", "2023-06-01", "2025-06-01"])
def test_the_three_cases_are_exempt_on_every_day(kind: str, day: str) -> None:
    result = run(survey(*strips("0102")), survey(*strips("0301")), EXEMPT=exempt(kind), RULES_DATE=day)
    assert result["EXEMPT_M2"] == pytest.approx(area(0, 0, 100, 100), abs=CENT)


@pytest.mark.parametrize(("day", "cited"), [
    ("2023-06-01", "自然资发〔2021〕166号"), ("2025-06-01", "自然资发〔2024〕204号")])
def test_exemptions_are_listed_under_the_row_that_names_them(tmp_path: Path, day: str, cited: str) -> None:
    result = run(survey(*strips("0102")), survey(*strips("0301")), EXEMPT=exempt("灾毁难复"), RULES_DATE=day,
                 RUN_RECORD=str(tmp_path / "r.json"))
    rule = rules_of(tmp_path)["balance.exempt"]
    assert (rule["status"], rule["text"]) == ("statute", f"Needs no match: {', '.join(THREE)}.")
    assert cited in rule["clause"]
    assert "change.exempt_own" not in findings(result)


@pytest.mark.parametrize(("day", "status"), [("2021-07-01", "house"), ("2021-07-02", "statute")])
def test_no_finding_cites_a_regulation_of_a_later_day(tmp_path: Path, day: str, status: str) -> None:
    """土地管理法实施条例, whose article 12 wants unstable land taken first, is of 2021-07-02."""
    result = run(survey(*strips("0102", GDPDJB="1")), survey(*strips("0201")), RULES_DATE=day,
                 RUN_RECORD=str(tmp_path / "r.json"))
    ((found, clause),) = findings(result, "rule_status", "clause")["change.stable_first"]
    cited = "(国务院令第743号, 2021-07-02), art. 12"
    assert (found, cited in clause) == (status, True)
    assert clause.startswith("default of this tool, not statutory (after ") == (status == "house")
    # the report says so as before
    notices = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]["notices"]
    assert any("cite documents of a day after 2021-07-01" in text and "change.stable_first" in text
               for text in notices) == (status == "house")


def test_a_kind_of_the_user_s_own_is_no_statute(tmp_path: Path) -> None:
    """1 ha of 设施农业 that only the rule file exempts, 0.4 ha of 灾毁难复 beside it."""
    rules = own_rules(tmp_path, balance__exempt={"kinds": [*THREE, "设施农业"]})
    layer = polygon_layer((box(0, 0, 100, 100), {"kind": "设施农业"}), (box(100, 0, 40, 100), {"kind": "灾毁难复"}),
                          name="exempt", kind="text")
    result = run(survey(*strips("0102", "0102")), survey(*strips("1202", "0301")), EXEMPT=layer, RULES=rules,
                 RUN_RECORD=str(tmp_path / "r.json"))
    assert result["EXEMPT_M2"] == pytest.approx(area(0, 0, 140, 100), abs=2 * CENT)
    rule = rules_of(tmp_path)["balance.exempt"]
    assert rule["status"] == "house"
    assert rule["clause"].startswith("set by rule file own.json")
    assert rule["text"] == f"Needs no match: {', '.join(THREE)}, 设施农业 (only by rule file own.json)."
    told = findings(result, "severity", "rule_status", "area_m2", "message", "remedy")
    ((severity, status, size, message, remedy),) = told["change.exempt_own"]
    own = area(0, 0, 100, 100)
    assert (severity, status, size) == ("warning", "house", pytest.approx(own, abs=CENT))
    assert message == f"{own:.2f} m² of out are exempt by kinds that only the rule file own.json names: 设施农业."
    assert f"only: {', '.join(THREE)}." in remedy


@pytest.mark.usefixtures("chinese_texts")
def test_a_kind_of_the_user_s_own_is_shown_as_such_in_chinese(tmp_path: Path) -> None:
    rules = own_rules(tmp_path, balance__exempt={"kinds": ["灾毁难复", "own_kind"]})
    result = run(survey(*strips("0102")), survey(*strips("1202")), EXEMPT=exempt("own_kind"), RULES=rules,
                 RUN_RECORD=str(tmp_path / "r.json"))
    rule = rules_of(tmp_path)["balance.exempt"]
    assert rule["clause"].startswith("按用户规则文件 own.json 设定")
    assert rule["text"] == "不计入须补足的流出：灾毁难复、own_kind（仅由规则文件 own.json 增列）。"
    ((message,),) = findings(result, "message")["change.exempt_own"]
    assert "own_kind" in message


def strip_built() -> tuple[QgsVectorLayer, QgsVectorLayer]:
    """Return two epochs of 500 m, whose uppermost half metre was built: 250 m²."""
    return (survey((box(0, 0, 500, 50), parcel("A", "0102"))),
            survey((box(0, 0, 500, 49.5), parcel("A", "0102")), (box(0, 49.5, 500, 0.5), parcel("B", "0601"))))


@pytest.mark.parametrize(("own", "sliver", "suspected", "texts"), [
    ({}, True, False, ("1 pieces", "narrower than 1 m", "construction land from 200 m² on")),
    ({"change__sliver": {"max_width_m": 0.4}}, False, True, ("0 pieces", "narrower than 0.4 m", "from 200 m² on")),
    ({"change__sliver": {"max_width_m": 0.4}, "change__unapproved": {"construction_min_m2": 300}}, False, False,
     ("0 pieces", "narrower than 0.4 m", "from 300 m² on"))])
def test_what_is_a_sliver_and_what_is_suspected_is_listed_with_its_values(
        tmp_path: Path, own: dict[str, Any], sliver: bool, suspected: bool, texts: tuple[str, ...]) -> None:
    size = pytest.approx(area(0, 49.5, 500, 0.5), abs=2 * CENT)
    result = run(*strip_built(), APPROVALS=polygon_layer((box(5000, 0, 10, 10), {}), name="approvals"),
                 RUN_RECORD=str(tmp_path / "r.json"), **({"RULES": own_rules(tmp_path, **own)} if own else {}))
    assert (result["SLIVER_M2"], result["SUSPECTED_M2"]) == (size if sliver else 0, size if suspected else 0)
    rules = rules_of(tmp_path)
    printed = rules["change.sliver"]["text"] + rules["change.unapproved"]["text"]
    assert [text for text in texts if text.lower() not in printed.lower()] == []
    for rule in ("change.sliver", "change.unapproved"):
        edited = rule.replace(".", "__") in own
        assert rules[rule]["clause"].startswith("set by rule file own.json" if edited else "default of this tool")


def test_rules_that_decided_nothing_are_not_listed(tmp_path: Path) -> None:
    run(survey(*strips("0102")), survey(*strips("0102")), RUN_RECORD=str(tmp_path / "r.json"))
    assert not {"change.sliver", "change.unapproved", "balance.exempt", "change.open"} & set(rules_of(tmp_path))
    run(survey(*strips("0102", "0102")), survey(*strips("0102")), RUN_RECORD=str(tmp_path / "r.json"))
    assert "more than 0.01 % of a unit's land" in rules_of(tmp_path)["change.open"]["text"]


@pytest.mark.parametrize(("own", "kind", "said"), [({}, "out_grass_m2", "04 … grass,"),
                                                   ({"grass": ["0401", "0402", "0403"]}, "other_m2",
                                                    "0401, 0402, 0403 … grass,")])
def test_kinds_of_land_are_told_by_the_codes_in_force(tmp_path: Path, own: dict[str, Any], kind: str,
                                                      said: str) -> None:
    """0404 is grass by our rule; where an own one does not name it, its major class makes it unused land."""
    given = {"RULES": own_rules(tmp_path, change__kinds=own)} if own else {}
    result = run(survey(*strips("0102")), survey(*strips("0404")), RUN_RECORD=str(tmp_path / "r.json"), **given)
    assert account(result, kind) == (pytest.approx(area(0, 0, 100, 100), abs=CENT),)
    text = rules_of(tmp_path)["change.kinds"]["text"]
    assert said in text
    assert "0404" not in text
