"""Themes are complete data: known roles, templates that exist, words in both languages."""
from __future__ import annotations

import json
import re

import pytest

from kf_resources_plugin import paths
from kf_resources_plugin.cartography.themes import themes
from kf_resources_plugin.engine.roles import TABLE, roles

TOPICS = {"three_lines", "project", "land_use", "farmland", "floodplain", "heritage", "stock_land"}


def test_every_topic_has_a_theme() -> None:
    assert set(themes()) >= TOPICS


@pytest.mark.parametrize("name", themes())
def test_a_theme_is_complete(name: str) -> None:
    theme = themes()[name]
    assert re.search(r"[\u4e00-\u9fff]", theme.title("zh"))
    assert not re.search(r"[\u4e00-\u9fff]", theme.title("en"))
    assert [role for role in theme.roles if role not in roles() or roles()[role].kinds == {TABLE}] == []
    assert [role for role in theme.areas if not roles()[role].polygons] == []
    assert len(set(theme.roles)) == len(theme.roles)
    assert set(theme.areas) <= set(theme.roles)
    assert not theme.pages or theme.pages in theme.roles
    assert paths.resource("layouts", f"{theme.template}.qpt").is_file()


def test_every_role_that_can_be_drawn_is_drawn_on_some_theme() -> None:
    drawn = {role for theme in themes().values() for role in theme.roles}
    assert {name for name, role in roles().items() if role.kinds != {TABLE}} - drawn == set()


def test_a_theme_is_written_once() -> None:
    document = json.loads(paths.resource("layouts", "themes.json").read_text(encoding="utf-8"))
    assert len(document["themes"]) == len(themes())
