"""What a rule is called in a list: its title, else its message's first sentence without what it says of one finding."""
from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from ...engine.rule_store import load_rule_book
from ...i18n import language

_VALUES = re.compile(r"“?\$\{\w+\}”?")
_ASIDES = re.compile(r"（[^（）]*）|\s*\([^()]*\)")
_ENDS = re.compile(r"。|；|; |\.$|\. ")


def rule_title(rule_id: str) -> str:
    """Return what a rule of today is about in the user's language, its id where it is not in force any more."""
    title, message = _texts(language()).get(rule_id, ("", ""))
    return title or _ENDS.split(_ASIDES.sub("", _VALUES.sub("…", message)))[0].strip() or rule_id


@lru_cache(maxsize=2)
def _texts(of_language: str) -> dict[str, tuple[str, str]]:
    book = load_rule_book(date.today(), of_language)
    return {rule_id: (row.title(of_language), row.message(of_language)) for rule_id, row in book.rows.items()}
