"""Slope classes in words. Class 1 is up to 2°, 2 to 6°, 3 to 15°, 4 to 25°, 5 beyond (TD/T 1057-2020)."""
from __future__ import annotations

import pytest

from kf_resources_plugin.rules.slope_words import slope_values, slope_words


@pytest.mark.parametrize(("codes", "numbers", "english", "chinese"), [
    (("5", "05", "Ⅴ", "V"), "5", "over 25°", "25°以上"),
    (("4", "5"), "4, 5", "over 15°", "15°以上"),
    (("Ⅳ", "IV", "04"), "4", "15° to 25°", "15°至25°"),
    (("1", "2"), "1, 2", "up to 6°", "6°以下"),
    (("2", "5"), "2, 5", "2° to 6°, over 25°", "2°至6°、25°以上"),
    (("1", "2", "3", "4", "5"), "1, 2, 3, 4, 5", "over 0°", "0°以上"),
    (("5", "陡"), "5, 陡", "over 25°, 陡", "25°以上、陡"),
    ((7,), "7", "7", "7"),
])
def test_codes_in_any_spelling(codes: tuple[object, ...], numbers: str, english: str, chinese: str) -> None:
    assert slope_words(codes, "en") == {"slope_numbers": numbers, "slope_range": english}
    assert slope_words(codes, "zh") == {"slope_numbers": numbers.replace(", ", "、"), "slope_range": chinese}


def test_a_rule_lists_its_classes_or_the_least_of_them() -> None:
    assert slope_values({"slope_classes": ("05",)}, "en")["slope_range"] == "over 25°"
    assert slope_values({"slope_classes": "5"}, "en")["slope_range"] == "over 25°"
    assert slope_values({"slope_from": ("4",), "masks": ("steep_land",)}, "en")["slope_range"] == "over 15°"
    # of one that leaves the limit to the planner only he knows it
    assert slope_values({"slope_from": ("4", "3"), "limits": ("15", "6")}, "en") == {}
    assert slope_values({"applies": True}, "en") == {}
