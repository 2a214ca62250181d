"""Pairs of register entries that may be one site, and what was decided of them since the run that found them."""
from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ...engine.heritage_decisions import append_decisions, read_decisions
from ...rules.heritage_merge import OPEN, Decision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_DAY = "%Y-%m-%d %H:%M:%S"


class SitePairs:
    """Rows of DUPLICATES of kf:heritageregister over a file of decisions, which only grows.

    Raises PlannerError on construction where the file is there and no table of decisions.
    """

    def __init__(self, rows: Sequence[dict[str, Any]], file: Path) -> None:
        self.file, self.rows = file, [dict(row) for row in rows]
        made = read_decisions(file).decisions if file.is_file() else []
        latest = {decision.keys: decision for decision in sorted(made, key=lambda one: one.moment)}
        for row in self.rows:
            self._take(row, latest.get(self._keys(row)))

    @staticmethod
    def _keys(row: dict[str, Any]) -> tuple[str, str]:
        return Decision(str(row["entry_a"]), str(row["entry_b"]), OPEN).keys

    @staticmethod
    def _take(row: dict[str, Any], decision: Decision | None) -> None:
        if decision is not None:
            row.update(decision=decision.decision, person=decision.person, reason=decision.reason, date=decision.moment)

    def decide(self, place: int, decision: str, person: str, reason: str) -> None:
        """Write what somebody decided of one pair, with the moment; raises PlannerError, and then nothing is written.
        """
        row = self.rows[place]
        made = Decision(str(row["entry_a"]), str(row["entry_b"]), decision, person, datetime.now().strftime(_DAY),
                        reason)
        append_decisions(self.file, [made])
        self._take(row, made)

    def next_open(self, place: int) -> int | None:
        """Return the next pair that nobody decided, after a place and then from the start; None where all are."""
        order = [*range(place + 1, len(self.rows)), *range(place + 1)]
        return next((one for one in order if self.rows[one]["decision"] == OPEN), None)
