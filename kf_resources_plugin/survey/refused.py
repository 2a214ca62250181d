"""A returned package that is not opened: the rule it offends against, and what the message of that rule names."""
from __future__ import annotations

from typing import Any


class Refused(Exception):
    """Nothing of the package is used."""

    def __init__(self, rule: str, **values: Any) -> None:
        """Take the id of the rule and what fills its message."""
        super().__init__(rule, values)
        self.rule, self.values = rule, values
