"""Whether the rows of a topic have words for every fault of a file of events, and nothing else."""
from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from kf_resources_plugin.engine import event_file
from kf_resources_plugin.rules.rule_rows import placeholders

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from kf_resources_plugin.rules.rule_rows import RuleRow


def raised(package: Path, topic: str, fault: str, bundle: Collection[str]) -> Iterator[tuple[str, set[str]]]:
    """Yield (rule, values it is given) of every fault that the sources of a package raise by name."""
    for file in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            own = isinstance(node.func, ast.Name) and node.func.id == fault
            if own or _is_shared(node.func):
                given = {keyword.arg for keyword in node.keywords if keyword.arg}
                given |= set(bundle) if any(not keyword.arg for keyword in node.keywords) else set()
                names = [part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)]
                yield from ((name if own else f"{topic}.{name}", given) for name in names)


def _is_shared(called: ast.expr) -> bool:
    """Tell whether something called makes a fault of whichever file of events it is: faults.of, self._of."""
    if not isinstance(called, ast.Attribute):
        return False
    return called.attr == "_of" or (called.attr == "of" and ast.unparse(called.value).lower().endswith("faults"))


def check_words(rows: Mapping[str, RuleRow], package: Path, topic: str, fault: str, *, bundle: Collection[str] = (),
                told: Collection[str] = ()) -> None:
    """Look that every fault has a row and brings its values, and that every row is raised; ``told``: as findings."""
    spoken = {name.format(topic=topic) for _, name in event_file._WORDS} | {"failed", f"not_a_{topic}"}
    named = {f"{topic}.{name}" for name in spoken} | set(told)
    lacking = []
    for rule, given in raised(package, topic, fault, bundle):
        if rule in rows:
            named.add(rule)
            text = "".join((rows[rule].message_zh, rows[rule].message_en, rows[rule].remedy_zh))
            lacking += [(rule, name) for name in placeholders(text) - given]
        else:
            assert rule == f"{topic}.not_a_", rule
    assert lacking == []
    assert set(rows) - named == set(), "rows that nothing raises"
