"""Slope classes of GDPDJB in words: which numbers the codes of a rule stand for, and how steep that is.

A rule lists each class in all its spellings; its texts say ``${slope_numbers}`` and ``${slope_range}`` of them.
"""
from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from .text import clean, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BOUNDS = ("2", "6", "15", "25")  # degrees between the classes 1 to 5 (TD/T 1057-2020)
_STEEPEST = len(_BOUNDS) + 1
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_WORDS = {"zh": ("{low}°至{high}°", "{low}°以上", "{high}°以下"),
          "en": ("{low}° to {high}°", "over {low}°", "up to {high}°")}


def slope_values(thresholds: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return the words for the slope classes of a rule, by what its texts call them; {} where it looks at none."""
    codes = _listed(thresholds, "slope_classes")
    if not codes and "limits" not in thresholds:
        codes = [number for first in _listed(thresholds, "slope_from") for number in range(int(first), _STEEPEST + 1)]
    return slope_words(codes, language) if codes else {}


def slope_words(codes: Iterable[Any], language: str) -> dict[str, str]:
    """Return ``slope_numbers`` and ``slope_range`` of codes in any spelling; a code of no class stands for itself."""
    numbers = {_number(clean(code).upper()) for code in codes}
    known = sorted(number for number in numbers if isinstance(number, int))
    strange = sorted(number for number in numbers if isinstance(number, str))
    first = [number for number in known if number - 1 not in known]
    last = [number for number in known if number + 1 not in known]
    ranges = [_range(low, high, language) for low, high in zip(first, last)]
    return {"slope_numbers": listed(map(str, [*known, *strange]), language),
            "slope_range": listed([*ranges, *strange], language)}


def _range(first: int, last: int, language: str) -> str:
    between, over, up_to = _WORDS[language]
    low, high = ("0", *_BOUNDS)[first - 1], (*_BOUNDS, "90")[last - 1]
    return (over if last == _STEEPEST else up_to if first == 1 else between).format(low=low, high=high)


def _number(code: str) -> int | str:
    """Return the class that a code stands for: Arabic, with or without a zero before it, or Roman."""
    text = unicodedata.normalize("NFKC", code)
    number = _ROMAN.get(text, int(text) if text.isascii() and text.isdigit() else 0)
    return number if 1 <= number <= _STEEPEST else code


def _listed(thresholds: Mapping[str, Any], key: str) -> list[Any]:
    value = thresholds.get(key, ())
    return list(value) if isinstance(value, tuple) else [value]
