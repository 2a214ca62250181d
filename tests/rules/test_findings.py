"""Findings: stable identity and order."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

from kf_resources_plugin.rules.findings import Finding, finding_id, in_order

BASE = Finding(
    finding_id="a", rule_id="land.overlap", rule_status="house", severity="warning", subject_id="1", subject_name="",
    other_id="2", role="land", area_m2=None, share=None, clause="", rule_date=date(2025, 1, 1), message="", remedy="",
    source_fid=None, other_fid=None,
)


def test_identity_depends_on_rule_subject_other_and_place_only() -> None:
    assert finding_id("r", "s", "o", "p") == finding_id("r", "s", "o", "p")
    others = {finding_id(*parts) for parts in (
        ("r", "s", "o", "p"), ("x", "s", "o", "p"), ("r", "x", "o", "p"), ("r", "s", "x", "p"), ("r", "s", "o", "x"),
        ("r", "so", "", "p"), ("r", "", "so", "p"))}
    assert len(others) == 7


def test_identity_never_changes_between_versions() -> None:
    # printf 'land.overlap\x1f1\x1f2\x1f' | sha256sum | cut -c1-16
    assert finding_id("land.overlap", "1", "2", "") == "ebd0331a5d5dacd4"


def test_errors_come_first_then_rules_and_subjects() -> None:
    found = [
        BASE, replace(BASE, severity="info"), replace(BASE, severity="error", subject_id="9"),
        replace(BASE, severity="error", subject_id="10"), replace(BASE, rule_id="land.duplicate"),
    ]
    ordered = [(f.severity, f.rule_id, f.subject_id) for f in in_order(found)]
    assert ordered == [
        ("error", "land.overlap", "10"), ("error", "land.overlap", "9"), ("warning", "land.duplicate", "1"),
        ("warning", "land.overlap", "1"), ("info", "land.overlap", "1"),
    ]


def test_of_two_findings_of_one_identity_the_first_keeps_it() -> None:
    # once the second parcel is put right, what was said of the first is still known by the same id
    twins = [replace(BASE, source_fid=fid) for fid in (7, 3)]
    both = {finding.source_fid: finding.finding_id for finding in in_order(twins)}
    alone = in_order([twins[1]])[0].finding_id
    assert both[3] == alone
    assert both[7] != alone
