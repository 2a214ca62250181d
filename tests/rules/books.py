"""The rules of one file as they are delivered, read without QGIS."""
from __future__ import annotations

import json
from datetime import date

from kf_resources_plugin.rules.rule_rows import RuleBook, RuleRow
from tests.rules.class_systems import RULES


def delivered_book(name: str, day: date, language: str = "en") -> RuleBook:
    """Return the rules of ``resources/rules/<name>.json`` in force on a day."""
    document = json.loads((RULES / f"{name}.json").read_text(encoding="utf-8"))
    rows = []
    for row in document["rows"]:
        for key in ("effective_from", "effective_to"):
            row[key] = date.fromisoformat(row[key]) if row[key] else None
        row["thresholds"] = {key: tuple(value) if isinstance(value, list) else value
                             for key, value in row["thresholds"].items()}
        rows.append(RuleRow(topic=document["topic"], **row))
    return RuleBook(rows, day, language)
