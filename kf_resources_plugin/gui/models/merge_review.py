"""The edits of a team while somebody reviews them: of each, whether it is taken, left, or not decided yet."""
from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ...rules.three_way import ACCEPTED, CONFLICT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TAKE, KEEP, OPEN, REFUSED = "take", "keep", "open", "refused"
"""The team's edit is done; the layer stays as it is; nobody decided, so it stays; it cannot be done."""
_NO_NAMES: Mapping[str, str] = MappingProxyType({})
_FIRST = {ACCEPTED: TAKE, CONFLICT: OPEN}


class MergeReview:
    """Rows of EDITS in their order, and a choice for each; accepted ones are taken unless the user says otherwise.

    names: fields that hold the name of a code, with the field of that code; both of a parcel are decided alike.
    """

    def __init__(self, rows: Sequence[Mapping[str, Any]], names: Mapping[str, str] = _NO_NAMES) -> None:
        self.rows, self._names = rows, names
        self.choices = [_FIRST.get(row["edit_class"], REFUSED) for row in rows]
        self._alike: dict[tuple[Any, str], list[int]] = {}
        for place, row in enumerate(rows):
            if row["field"]:  # a shape goes alone
                self._alike.setdefault((row["kf_uid"], self._code_of(place)), []).append(place)
        for places in self._alike.values():
            self._begin_alike(places)

    def _code_of(self, place: int) -> str:
        """Return the field of the code that an edit is about, by itself or by its name."""
        field = self.rows[place]["field"]
        return self._names.get(field, field)

    def _begin_alike(self, places: Sequence[int]) -> None:
        """Leave a name whose code cannot be taken, and have both decided where one of them is to be."""
        met = {self.choices[place] for place in places}
        first = KEEP if REFUSED in met else OPEN if OPEN in met else TAKE
        for place in places:
            if self.choices[place] != REFUSED:
                self.choices[place] = first

    def decide(self, place: int, choice: str) -> None:
        """Take or leave an edit, and the name of a code with the code; what cannot be done stays as it is."""
        for other in self._alike.get((self.rows[place]["kf_uid"], self._code_of(place)), [place]):
            if self.choices[other] != REFUSED:
                self.choices[other] = choice

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
