"""Rows that were measured, kept in results.json so that a run of one size or job leaves the others as they are."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.plan import JOBS

FILE = Path(__file__).parent / "results.json"


@dataclass(frozen=True)
class Row:
    """The median of some runs of a side, or why there is none.

    parcels may be fewer than the group's size: where a side needs too long, and what is measured beside it there.
    cpu_s: of all cores and of a server, which other work on the machine hardly changes.
    note: '' for a measured row; otherwise seconds is the time after which the side was stopped, or 0.
    """

    side: str
    parcels: int
    runs: int = 0
    seconds: float = 0.0
    peak_mb: float = 0.0
    pieces: int = 0
    area: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    note: str = ""
    cpu_s: float = 0.0

    @property
    def measured(self) -> bool:
        """Tell whether the side came to its end."""
        return self.runs > 0


@dataclass(frozen=True)
class Group:
    """All sides of one kind of work at one size, measured in one run of the bench."""

    size: int
    job: str
    date: str
    machine: str
    rows: list[Row]
    watched: dict[str, dict[str, Any]] = field(default_factory=dict)

    def row(self, side: str, parcels: int | None = None) -> Row | None:
        """Return the row of a side at the group's size, or at another."""
        wanted = self.size if parcels is None else parcels
        return next((row for row in self.rows if row.side == side and row.parcels == wanted), None)


def load(file: Path = FILE) -> list[Group]:
    """Return what was measured so far."""
    if not file.exists():
        return []
    stored = json.loads(file.read_text(encoding="utf-8"))
    return [Group(**{**group, "rows": [Row(**row) for row in group["rows"]]}) for group in stored]


def merged(groups: list[Group], fresh: Group) -> list[Group]:
    """Return the groups with one put in, in place of an earlier one of its size and job."""
    kept = [group for group in groups if (group.size, group.job) != (fresh.size, fresh.job)]
    return sorted([*kept, fresh], key=lambda group: (group.size, list(JOBS).index(group.job)))


def save(groups: list[Group], file: Path = FILE) -> None:
    """Write all groups."""
    stored = [asdict(group) for group in groups]
    file.write_text(json.dumps(_rounded(stored), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _rounded(value: Any) -> Any:
    """Return a value with its times and sizes as exact as they mean anything; areas are compared, and stay whole."""
    if isinstance(value, dict):
        return {key: one if key == "area" else _rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return round(value, 3) if isinstance(value, float) else value
