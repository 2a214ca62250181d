"""What the words of a cell say: yes and no in other words, a word that is in a text and not denied there."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .text import clean, truth

if TYPE_CHECKING:
    from collections.abc import Collection

_DENIALS = ("非", "无", "未", "不", "不是", "不属", "不属于", "未列入", "没有", "未见", "未发现", "不存在",
            "not ", "no ", "non-", "non ")
# what these deny goes on to the end of the clause, 不属于限制类、淘汰类, unless it takes another turn
_DENIED_CLAUSE = re.compile("(?:不属于|不属|不是|未列入|不含|不包括|不涉及|not )"
                            "(?:(?!属于|列入|但|而|是|为|的|but |is )[^，,；;。：:（）()])*$")


def answer(value: object, yes: Collection[str], no: Collection[str]) -> bool | None:
    """Return what a cell answers: yes and no in either language, or one of the given words; None for anything else."""
    text = clean(value).lower()
    said = truth(text)
    if said is not None:
        return said
    return True if text in yes else False if text in no else None


def has_word(text: str, words: Collection[str]) -> bool:
    """Tell whether a text has one of the words in any case.

    A Latin word begins where one begins, a single letter stands alone: 'D' is in “D级”, not in “grade A” or “good”. A
    word that is denied is not there: 危房 is not in “非危房”, 淘汰 not in “不属于限制类、淘汰类”.
    """
    text = text.lower()
    return any(_DENIED_CLAUSE.search(text[:found.start()]) is None for found in _pattern(tuple(words)).finditer(text))


@lru_cache(maxsize=100)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    denied = "".join(f"(?<!{re.escape(denial)})" for denial in _DENIALS)
    return re.compile("|".join(denied + _whole(word.lower()) for word in words) or r"(?!)")


def _whole(word: str) -> str:
    found = re.escape(word)
    if word[:1].isascii():
        found = "(?<![a-z])" + found
    return found + "(?![a-z])" if len(word) == 1 and word.isascii() else found
