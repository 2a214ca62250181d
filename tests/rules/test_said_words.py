"""Words in cells: yes and no in other words, words that are there, are denied, or only look as if they were there."""
from __future__ import annotations

import pytest

from kf_resources_plugin.rules.said_words import answer, has_word


@pytest.mark.parametrize(("value", "said"), [
    ("是", True), ("1", True), ("否", False), ("达标", True), (" 达标 ", True), ("未达标", False), ("OK", True),
    ("大概达标", None), ("", None), (None, None)])
def test_yes_and_no_in_other_words(value: object, said: bool | None) -> None:
    assert answer(value, ("达标", "ok"), ("未达标",)) is said


@pytest.mark.parametrize(("text", "there"), [
    ("D级", True), ("D", True), ("C级危房", True), ("Grade D", True), ("grade A", False), ("good", False),
    ("ABCD", False), ("危房", True), ("非危房", False), ("无危险", False), ("不是危房", False), ("未见危险", False),
    ("安全", False), ("not dangerous; D", True), ("A级（非危房）、D级", True), ("", False)])
def test_words_of_dangerous_buildings(text: str, there: bool) -> None:
    assert has_word(text, ["C", "D", "危房", "危险", "dangerous"]) is there


@pytest.mark.parametrize(("text", "there"), [
    ("淘汰类", True), ("不属于淘汰类", False), ("非淘汰", False), ("限制类", False), ("不属于限制类、属于禁止类", True),
    ("不属于限制类、淘汰类", False), ("不属于限制类和淘汰类", False), ("不属于国家淘汰类", False),
    ("鼓励类（不含淘汰工艺）", False), ("不属于限制类但有淘汰工艺", True), ("不是新办的淘汰企业", True),
    ("不属于限制类，淘汰类", True), ("eliminated", True), ("Not eliminated", False),
    ("not prohibited or eliminated", False)])
def test_words_of_the_catalogue(text: str, there: bool) -> None:
    assert has_word(text, ["淘汰", "禁止", "eliminated"]) is there


def test_a_stem_is_in_what_begins_with_it() -> None:
    assert has_word("Industrial land", ["industr"])
    assert not has_word("postindustrial", ["industr"])
    assert not has_word("anything", [])
