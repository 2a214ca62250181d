"""The edits of a team while somebody reviews them: of each, whether it is taken, left, or not decided yet."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...rules.three_way import ACCEPTED, CONFLICT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TAKE, KEEP, OPEN, REFUSED = "take", "keep", "open", "refused"
"""The team's edit is done; the layer stays as it is; nobody decided, so it stays; it cannot be done."""
_FIRST = {ACCEPTED: TAKE, CONFLICT: OPEN}


class MergeReview:
    """Rows of EDITS in their order, and a choice for each; accepted ones are taken unless the user says otherwise."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.rows = rows
        self.choices = [_FIRST.get(row["edit_class"], REFUSED) for row in rows]

    def decide(self, place: int, choice: str) -> None:
        """Take or leave an edit; one that cannot be done stays as it is."""
        if self.choices[place] != REFUSED:
            self.choices[place] = choice

    def decide_open(self, choice: str) -> None:
        """Take or leave all edits that nobody decided on."""
        self.choices = [choice if one == OPEN else one for one in self.choices]

    def next_open(self, after: int) -> int | None:
        """Return the next edit that nobody decided on, from the beginning again; None where there is none."""
        places = [*range(after + 1, len(self.choices)), *range(after + 1)]
        return next((place for place in places if self.choices[place] == OPEN), None)

    def count(self, choice: str) -> int:
        """Return how many edits have a choice."""
        return self.choices.count(choice)

    def taken(self) -> list[int]:
        """Return the feature ids, in the result, of the edits that are to be done."""
        return [int(row["fid"]) for row, choice in zip(self.rows, self.choices) if choice == TAKE]
