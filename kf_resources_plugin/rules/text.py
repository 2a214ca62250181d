"""Text and numbers as they come out of survey tables: NULL in its many forms, padding, full-width signs."""
from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any, Union

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Column = Union[Sequence[Any], npt.NDArray[Any]]

Ints = npt.NDArray[np.int64]

# Signs that tables write for "no value"; compared in upper case after padding is gone.
NULL_WORDS = frozenset(
    {"NULL", "<NULL>", "(NULL)", "NONE", "NAN", "NAT", "NA", "N/A", "#N/A", "-", "--", "—", "——", "/", "<空>"}
)

# Full-width letters, digits and the signs that occur in codes and numbers. Chinese punctuation in names stays as it is.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_HALF_WIDTH.update({ord(wide): ord(narrow) for wide, narrow in zip("．－＋／＿＃＜＞", ".-+/_#<>")})

# Characters that show nothing but make two equal codes unequal: byte-order mark, zero-width signs, padding with NUL.
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\x00"))

SHOWN = 20
"""As many values a message lists before it says that there are more."""
_STEM_BYTES = 180  # of a file name, which has 255 with its suffix and number
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}

_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d*)?(?:E[+-]?\d+)?", re.ASCII)
_YES = frozenset({"1", "是", "有", "y", "yes", "true", "t"})
_NO = frozenset({"0", "否", "无", "n", "no", "false", "f"})
_TOTALS = ("合计", "总计", "小计", "共计", "total", "subtotal")
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?:\D|$))")


def clean(value: Any) -> str:
    """Return an attribute as text: '' for NULL in any form, no padding, no full-width letters or digits.

    Whole floating-point numbers lose their ``.0``, because a code read from a number field is the number.
    """
    if isinstance(value, str) and value.isascii() and value.isalnum():  # most codes, and quickly told
        return "" if value.upper() in NULL_WORDS else value
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    is_null = getattr(value, "isNull", None)
    if callable(is_null) and is_null():
        return ""
    if isinstance(value, (float, np.floating)):
        value = int(value) if float(value).is_integer() else float(value)
    text = str(value).translate(_INVISIBLE).translate(_HALF_WIDTH).strip()
    return "" if text.upper() in NULL_WORDS else text


def truth(value: Any) -> bool | None:
    """Return what yes and no mean in either language, None for anything else."""
    text = clean(value).lower()
    return True if text in _YES else False if text in _NO else None


def is_total(text: str) -> bool:
    """Tell whether a clean text names a row that sums up others, as 合计, 全市总计 and 合 计 do."""
    return "".join(text.split()).lower().endswith(_TOTALS)


def cleaned(values: Sequence[Any]) -> list[str]:
    """Return ``clean`` of every value; that nothing in a column of plain codes needs it is told of all at once."""
    if set(map(type, values)) <= {str}:
        together = "".join(values)
        if together.isascii() and together.isalnum() and NULL_WORDS.isdisjoint(map(str.upper, values)):
            return list(values)
    return [clean(value) for value in values]


def id_order(name: Any, fid: int) -> tuple[bool, int, str]:
    """Return by what features stand in the order of their ids: those without one, ``#`` and the feature id, last.

    These go by the feature id as a number: ``#9`` comes before ``#10``.
    """
    nameless = name == f"#{fid}"
    return nameless, fid if nameless else 0, str(name)


def claim_order(name: Any, fid: int) -> tuple[bool, str]:
    """Return by what features come first to land that they share: by id, those without one last and all alike.

    Among these their shapes decide, not their feature ids: these follow the order of rows, which nobody may depend on.
    """
    nameless = name == f"#{fid}"
    return nameless, "" if nameless else str(name)


def listed(words: Iterable[str], language: str) -> str:
    """Return words one after the other as 'zh' or 'en' lists them."""
    return ("、" if language == "zh" else ", ").join(words)


def some(names: Sequence[Any], most: int = SHOWN) -> list[Any]:
    """Return the first of some names, and a sign where there are more."""
    return [*names[:most], *(["…"] if len(names) > most else [])]


def coded(column: Column, cleaner: Callable[[Any], str] = clean) -> tuple[npt.NDArray[np.object_], Ints]:
    """Return the cleaned values of a column once each, sorted, and the position of every row in them.

    A million rows hold a few dozen classes: cleaning and every later decision is made per value and spread over the
    rows by ``unique[inverse]``. The first result is an object array of text, the second int64 of the column's length.
    """
    raw, inverse = _distinct(column)
    cleaned = [cleaner(value) for value in raw]
    unique, position = np.unique(np.array(cleaned, dtype=str), return_inverse=True)
    return unique.astype(object), position.reshape(-1).astype(np.int64)[inverse]


def numbers(values: Column) -> tuple[npt.NDArray[np.float64], Ints]:
    """Return a column as float64 and the rows that hold something that is no number.

    NULL in any form is NaN and no fault. Thousands separators and full-width digits are understood; units, percent
    signs, infinities and anything else make the row bad, its value NaN. The rows come as ascending int64.
    """
    array = values if isinstance(values, np.ndarray) else np.array(list(values), dtype=object)
    if array.dtype.kind in "iufb":
        result = array.astype(np.float64)
        return np.where(np.isinf(result), np.nan, result), np.flatnonzero(np.isinf(result)).astype(np.int64)
    raw, inverse = _distinct(array)
    parsed = [_parse(value) for value in raw]
    result = np.array([np.nan if number is None else number for number in parsed], dtype=np.float64)
    bad = np.array([number is None for number in parsed], dtype=bool)
    return result[inverse], np.flatnonzero(bad[inverse]).astype(np.int64)


def decimal_number(value: Any) -> Decimal | None:
    """Return the number a text states to its last digit, read as ``numbers`` does; None for NULL and no number."""
    text = _number_text(clean(value))
    return None if text is None else Decimal(text)


def _parse(value: Any) -> float | None:
    """Return the number, NaN for NULL, None for what is no number."""
    if isinstance(value, (int, float, np.integer, np.floating)):
        return None if np.isinf(value) else float(value)
    text = clean(value)
    if not text:
        return float("nan")
    digits = _number_text(text)
    if digits is None:
        return None
    try:
        number = float(digits)
    except ValueError:
        return None
    return None if np.isinf(number) else number


def _number_text(text: str) -> str | None:
    """Return a cleaned text as Python writes numbers, None where it is none."""
    text = _GROUPED.sub("", text.replace("，", ",").upper())
    # the mantissa must have a digit: E5 alone is a name
    if not _NUMBER.fullmatch(text) or not any(sign.isdigit() for sign in text.split("E")[0]):
        return None
    return text.replace(",", "")


def _distinct(column: Column) -> tuple[list[Any], Ints]:
    """Return the distinct raw values in order of appearance and the position of every row in them."""
    if isinstance(column, np.ndarray) and column.dtype != object:
        unique, position = np.unique(column, return_inverse=True)
        return list(unique.tolist()), position.reshape(-1).astype(np.int64)
    # Sorting mixed objects (None, text, numbers) fails and sorting text is slow; a counting dictionary reads a
    # million rows in a tenth of a second.
    counter = count()
    seen: defaultdict[Any, int] = defaultdict(counter.__next__)
    inverse = np.fromiter(map(seen.__getitem__, column), dtype=np.int64, count=len(column))
    return list(seen), inverse


def file_names(texts: Sequence[str], suffix: str) -> list[str]:
    """Return a file name for each text: of its letters and digits, no two alike on any system, none a path or device.

    Letters of all scripts stay; everything else but ``-_.`` becomes ``_``.
    """
    names: list[str] = []
    met: set[str] = set()
    for text in texts:
        kept = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in unicodedata.normalize("NFC", text))
        stem = kept.encode()[:_STEM_BYTES].decode(errors="ignore").strip(".") or "_"
        stem = f"_{stem}" if stem.split(".")[0].upper() in _DEVICES else stem
        numbered = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
        name = next(name for name in numbered if _same_file(name) not in met)
        met.add(_same_file(name))
        names.append(name + suffix)
    return names


def _same_file(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
