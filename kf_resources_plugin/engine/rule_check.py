"""Checks a user's rule file and says in plain words what to correct: file, row, key, remedy."""
from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from math import inf
from typing import TYPE_CHECKING, Any

from ..i18n import tr
from ..rules.findings import SEVERITIES
from ..rules.rule_rows import STATUSES, placeholders

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..rules.rule_rows import RuleRow

TEXT_KEYS = ("document", "document_en", "number", "document_date", "article", "source")
MESSAGE_KEYS = ("title_zh", "title_en", "message_zh", "message_en", "remedy_zh", "remedy_en")
DATE_KEYS = ("effective_from", "effective_to")
KEYS = ("id", *TEXT_KEYS, *DATE_KEYS, "severity", "status", "thresholds", *MESSAGE_KEYS)


def row_faults(document: Any, known: Mapping[str, RuleRow]) -> list[str]:
    """Return what is wrong with a user's rule document, one text per fault, empty when it can be used.

    ``known`` holds a row of the plugin for every id. A user's row names the id and only the keys it changes.
    """
    rows = document.get("rows") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        return [tr("The file must hold an object with a list “rows”.")]
    faults: list[str] = []
    met: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, start=1):
        faults.extend(f"{_row_name(number, row)}: {fault}" for fault in _faults_of(row, known))
        version = tuple(str(row.get(key)) for key in ("id", *DATE_KEYS)) if isinstance(row, dict) else (str(number),)
        if met.setdefault(version, number) != number:
            faults.append(f"{_row_name(number, row)}: " + tr(
                "row {number} changes the same rule for the same days; keep one of them.").format(number=met[version]))
    return faults


def _row_name(number: int, row: Any) -> str:
    name = row.get("id") if isinstance(row, dict) else None
    return tr("row {number}").format(number=number) + (f" ({name})" if isinstance(name, str) else "")


def _faults_of(row: Any, known: Mapping[str, RuleRow]) -> Iterable[str]:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        yield tr("a row must be an object with the id of the rule it changes, such as \"id\": \"area.step\".")
        return
    base = known.get(row["id"])
    if base is None:
        yield tr("there is no rule “{id}”.").format(id=row["id"]) + _meant(row["id"], known)
        return
    for key, value in row.items():
        if key not in KEYS:
            yield tr("there is no key “{key}”.").format(key=key) + _meant(key, KEYS)
        elif key == "thresholds":
            yield from _threshold_faults(value, base)
        else:
            yield from _value_faults(key, value, base)


def _meant(word: str, words: Iterable[str]) -> str:
    close = get_close_matches(word, list(words), n=1)
    return " " + (tr("Perhaps “{word}” is meant.").format(word=close[0]) if close else tr("Remove it."))


def _value_faults(key: str, value: Any, base: RuleRow) -> Iterable[str]:
    if key in DATE_KEYS:
        if value is not None and not _is_date(value):
            yield tr("“{key}” must be a date such as \"2025-01-01\", or null.").format(key=key)
    elif key in {"severity", "status"}:
        allowed = SEVERITIES if key == "severity" else STATUSES
        if value not in allowed:
            yield tr("“{key}” must be one of: {allowed}.").format(key=key, allowed=", ".join(allowed))
    elif key in MESSAGE_KEYS:
        if not isinstance(value, str):
            yield tr("“{key}” must be text.").format(key=key)
            return
        foreign = placeholders(value) - placeholders(getattr(base, key)) - set(base.thresholds)
        if foreign:
            yield tr("“{key}” uses {names}, which this rule does not know.").format(
                key=key, names=", ".join(f"${{{name}}}" for name in sorted(foreign)))
    elif value is not None and not isinstance(value, str):
        yield tr("“{key}” must be text or null.").format(key=key)


def _threshold_faults(value: Any, base: RuleRow) -> Iterable[str]:
    if not isinstance(value, dict):
        yield tr("“thresholds” must be an object.")
        return
    for key, given in value.items():
        if key not in base.thresholds:
            names = ", ".join(sorted(base.thresholds)) or tr("none")
            yield tr("this rule has no threshold “{key}”; it has: {names}.").format(key=key, names=names)
        elif _sort(given) != _sort(base.thresholds[key]):
            yield tr("threshold “{key}” must be {sort}, like the plugin's own value {value}.").format(
                key=key, sort=_sort_name(base.thresholds[key]), value=base.thresholds[key])
        else:
            yield from _value_or_member_faults(key, given, base.thresholds[key])


def _value_or_member_faults(key: str, given: Any, ours: Any) -> Iterable[str]:
    """Check the numbers of a threshold of the right sort, and that members of a list are like those of ours."""
    members = given if _sort(given) == "list" else [given]
    for member in members:
        if _sort(given) == "list" and ours and _sort(member) != _sort(ours[0]):
            yield tr("threshold “{key}”: each value of the list must be {sort}, not {given}.").format(
                key=key, sort=_sort_name(ours[0]), given=member)
        elif _sort(member) == "number" and not 0 <= member < inf:
            yield tr("threshold “{key}” must be a number of 0 or more, not {given}.").format(key=key, given=member)


def _sort(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    return "list" if isinstance(value, (list, tuple)) else type(value).__name__


def _sort_name(value: Any) -> str:
    return {
        "bool": tr("true or false"), "number": tr("a number"), "list": tr("a list"), "str": tr("text"),
    }[_sort(value)]


def _is_date(value: Any) -> bool:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True
