"""What codes are called that are rows of the rules, in the language the desktop speaks when it is asked."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from ...engine.rule_store import load_rule_book
from ...i18n import language
from ...rules.heritage_impact import all_tiers
from ...rules.heritage_words import LEVEL, TYPE, words

if TYPE_CHECKING:
    from typing import Callable

    from ...rules.rule_rows import RuleBook

    Names = dict[str, str]


class RuleWords(Mapping[str, str]):
    """Codes and their words, read when they are first looked for; ``read`` takes the rules in a language."""

    def __init__(self, read: Callable[[RuleBook], Names]) -> None:
        self._read = lru_cache(maxsize=None)(lambda spoken: read(load_rule_book(date.today(), spoken)))

    def __getitem__(self, code: str) -> str:
        """Return the word of a code; raises KeyError."""
        return self._read(language())[code]

    def __iter__(self) -> Iterator[str]:
        """Yield the codes."""
        return iter(self._read(language()))

    def __len__(self) -> int:
        """Return how many codes there are."""
        return len(self._read(language()))


def _tiers(book: RuleBook) -> Names:
    return {code: tier.name(book.language) for code, tier in all_tiers(book).items()}


def _words(prefix: str) -> Callable[[RuleBook], Names]:
    return lambda book: {code: word.name(book.language) for code, word in words(book, prefix).items()}


TIERS, LEVELS, TYPES = RuleWords(_tiers), RuleWords(_words(LEVEL)), RuleWords(_words(TYPE))
