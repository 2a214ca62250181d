"""What is noticed while a coordinate file is read: liberties that were taken, and faults that end the reading."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SHOWN_LINES = 5
MOST_FAULTS = 20
_MOST_KINDS = 200  # of one rule; further ones are counted with the last, or a hostile file would fill the memory


@dataclass
class Note:
    """One thing that was noticed under a rule, in one line of the file or many; line 0 is the file as a whole.

    parcel: row of the parcel it is about, None where it is about the file.
    """

    rule_id: str
    values: dict[str, Any]
    parcel: int | None = None
    lines: list[int] = field(default_factory=list)
    count: int = 0


class UnreadableFile(Exception):
    """A coordinate file cannot be read; ``faults`` says why, each with its line."""

    def __init__(self, faults: list[Note]) -> None:
        super().__init__(faults[0].rule_id)
        self.faults = faults


class Notes:
    """Collects what is noticed; what is the same in many lines is one note."""

    def __init__(self) -> None:
        self._found: dict[tuple[Any, ...], Note] = {}
        self._of_rule: dict[str, list[Note]] = {}
        self._faults: list[Note] = []

    @property
    def found(self) -> list[Note]:
        """Return the notes in the order in which they were first made."""
        return list(self._found.values())

    def add(self, rule_id: str, line: int = 0, parcel: int | None = None, **values: Any) -> None:
        """Note a liberty; the first few lines are kept, all are counted."""
        key = (rule_id, parcel, *sorted(values.items()))
        alike = self._of_rule.setdefault(rule_id, [])
        if key not in self._found and len(alike) < _MOST_KINDS:
            self._found[key] = Note(rule_id, values, parcel)
            alike.append(self._found[key])
        note = self._found.get(key, alike[-1])
        note.count += 1
        if line and len(note.lines) < SHOWN_LINES:
            note.lines.append(line)

    def fault(self, rule_id: str, line: int, **values: Any) -> None:
        """Note a fault; raises UnreadableFile when there are enough of them to tell what is wrong with the file."""
        self._faults.append(Note(rule_id, values, None, [line] if line else [], 1))
        if len(self._faults) >= MOST_FAULTS:
            raise UnreadableFile(self._faults)

    def refuse(self) -> None:
        """Raise UnreadableFile when there was a fault."""
        if self._faults:
            raise UnreadableFile(self._faults)
