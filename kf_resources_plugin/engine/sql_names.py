"""Names of tables and columns in SQLite statements, which take values as parameters but names only as text."""
from __future__ import annotations


def quoted(name: str) -> str:
    """Return a name as a statement holds it."""
    return '"' + name.replace('"', '""') + '"'


def named(sql: str, *names: str) -> str:
    """Return a statement with quoted names in the places marked %s."""
    return sql % tuple(map(quoted, names))
