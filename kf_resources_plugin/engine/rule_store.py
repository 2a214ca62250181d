"""Reads the rules, class systems and grade tables that the plugin brings as data, and the user's changes to them."""
from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from .. import paths
from ..rules.rule_rows import RuleBook, RuleRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_DATE_KEYS = ("effective_from", "effective_to")


class RuleFileError(ValueError):
    """A rule file cannot be used; the text names file, row, key and remedy."""


def load_rule_book(day: date, language: str, user_file: str | Path | None = None) -> RuleBook:
    """Return the rules in force on a day, 'zh' or 'en', with the user's changes.

    Raises RuleFileError when the user's file cannot be used.
    """
    rows = [row for document in _documents("rules.schema.json") for row in _rows(document)]
    return RuleBook(rows, day, language)


def _documents(schema: str) -> Iterator[Mapping[str, Any]]:
    """Yield the JSON files of ``resources/rules`` that say they follow a schema, in the order of their names."""
    for path in sorted(paths.resource("rules").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        if document.get("$schema") == schema:
            yield document


def _rows(document: Mapping[str, Any]) -> Iterator[RuleRow]:
    for row in document["rows"]:
        yield make_row(document["topic"], row)


def make_row(topic: str, row: Mapping[str, Any]) -> RuleRow:
    """Return a rule row from its JSON object."""
    values = dict(row)
    for key in _DATE_KEYS:
        values[key] = date.fromisoformat(values[key]) if values.get(key) else None
    thresholds = {key: tuple(v) if isinstance(v, list) else v for key, v in row["thresholds"].items()}
    return RuleRow(topic=topic, **{**values, "thresholds": thresholds})
