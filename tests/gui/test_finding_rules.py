"""Rules as lists name them."""
from __future__ import annotations

from typing import Any

import pytest

from kf_resources_plugin.gui.models import finding_rules
from kf_resources_plugin.gui.models.finding_rules import rule_title


@pytest.mark.parametrize(("language", "rule", "title"), [
    ("zh", "geometry.empty", "没有图形"),
    ("en", "geometry.empty", "No geometry"),
    ("zh", "land.class_mapped", "图层…的字段 … 有 … 个取值按地类对照表转换：…"),
    ("en", "land.class_map_unused", "No row of the class map matches field … of …"),
    ("zh", "permanent.forest", "永久基本农田图斑…内有 … 平方米调查为林地"),
    ("zh", "nobody.knows", "nobody.knows"),
])
def test_a_rule_is_called_by_what_it_says_of_every_finding(
    language: str, rule: str, title: str, monkeypatch: pytest.MonkeyPatch, qgis_app: Any
) -> None:
    monkeypatch.setattr(finding_rules, "language", lambda: language)
    assert rule_title(rule) == title
