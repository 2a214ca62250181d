"""What a write-off keeps for good beside its amounts: rules with their clauses, names, the table it came from."""
from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ... import paths
from ...engine.errors import PlannerError
from ...i18n import tr
from ...rules.ledger_drafts import PROJECT_NAMES, PROJECT_RULES
from ...rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ...rules.farmland_balance import Demand, Terms
    from ...rules.rule_rows import RuleBook
    from .balance_inputs import BalanceInputs, Demands

_SEPARATORS = re.compile(r"[,;，；、\n]")


def chosen_projects(text: str | None, known: Collection[str]) -> set[str] | None:
    """Return the ids in a list, None for an empty one; raises PlannerError for ids that no demand has.

    Ids stand apart by commas or semicolons, Chinese or Latin ones; ids that hold such signs are given as a JSON list.
    """
    if not text:
        return None
    if clean(text) in known:
        return {clean(text)}
    try:
        listed = json.loads(text) if text.lstrip().startswith("[") else _SEPARATORS.split(text)
    except (ValueError, RecursionError):
        listed = _SEPARATORS.split(text)
    ids = {clean(item) for item in listed if not isinstance(item, (list, dict))} - {""}
    missing = sorted(ids - set(known))
    if missing:
        raise PlannerError(tr("No demand has the project ids {ids}. Check the list, or leave it empty for all "
                              "projects.").format(ids=", ".join(missing)))
    return ids


def commit_facts(inputs: BalanceInputs, demands: Demands, terms_of: Callable[[Demand], Terms],
                 book: RuleBook) -> dict[str, Any]:
    """Return the facts of ``Ledger.commit``: what every event of the run keeps, and names and rules by project."""
    [table] = [record for record in inputs.records if record.role == "demand"]
    own = inputs.file("RULES")
    rules: dict[str, list[dict[str, str]]] = {}
    rules_of = inputs.rules_of(book)
    for row in demands.rows:
        applied = rules.setdefault(row.project_id, [])
        applied += [rule for rule in _rules(row, terms_of(row), demands.names, rules_of(row))
                    if rule not in applied]
    return {
        "mode": inputs.given["MODE"],
        "rules_date": book.date,
        "own_rules": own.name if own is not None else "",
        "demand_table": {"name": table.name, "rows": table.rows, "digest": table.digest},
        "plugin": paths.metadata_value("version"),
        PROJECT_NAMES: demands.names,
        PROJECT_RULES: rules,
    }


def _rules(row: Demand, terms: Terms, names: dict[str, str], book: RuleBook) -> list[dict[str, str]]:
    """Return the rules a demand is judged by, as their rows read in the book that judges it."""
    subject = names.get(row.project_id) or row.project_id
    return [{"id": rule, "clause": book.clause(rule), "text": book.message(rule, subject=subject, kind=row.kind)}
            for rule in (f"balance.{terms.mode}", terms.exempt) if rule]
