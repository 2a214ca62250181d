"""The edits of a package as a list to review: what is edited, all three values as text, shapes old and new."""
from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..i18n import tr
from ..rules.three_way import NUMBERED, SHAPE, WHOLE
from .edit_judge import SAID
from .returned_shapes import OddShape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.three_way import Comparison, Edit, Row, Value
    from .present_rows import PresentRow

ORIGIN, PRESENT = "origin", "present"
_ID_DIGITS = 16


@dataclass(frozen=True)
class ListedEdit:
    """One edit with what a person has to see of it.

    fid: the feature in the layer, None where it has none; digest: that of the row there now; subject: what the row is
    called; shape: as it came back, or as it stays; before: the shapes it had, by ORIGIN and PRESENT.
    """

    edit: Edit
    edit_id: str
    fid: int | None
    digest: str
    subject: str
    shape: bytes
    before: Mapping[str, bytes]

    @property
    def reason(self) -> tuple[str, str]:
        """Return the end of the rule's id and its words, both '' for an accepted edit."""
        code, _, words = self.edit.reason.partition(SAID)
        return code, words

    @property
    def new_json(self) -> str:
        """Return the new value, or all values of a new row, as JSON; '' for a shape or a deletion."""
        if self.edit.field == SHAPE or (self.edit.field == WHOLE and self.edit.row is None):
            return ""
        return json.dumps(self.edit.returned if self.edit.row is None else dict(self.edit.row.values),
                          ensure_ascii=False, default=repr)


@dataclass(frozen=True)
class ListedRow:
    """One row of the package: its name, class, feature in the layer and digest of that, what it is called, edits."""

    key: str
    verdict: str
    fid: int | None
    digest: str
    subject: str
    edits: int


@dataclass(frozen=True)
class ListedEdits:
    """All edits and all rows; ``subjects``: what each row is called by its name."""

    edits: Sequence[ListedEdit]
    rows: Sequence[ListedRow]
    subjects: Mapping[str, str]


def listed_edits(found: Comparison, origin: Mapping[str, Row], here: Mapping[str, PresentRow],
                 own_id: str | None) -> ListedEdits:
    """Return the list; own_id: the field that tells rows apart, None where there is none."""
    came = {edit.key: edit.row for edit in found.edits if edit.row is not None}
    subjects = {key: called(key, own_id, here.get(key), origin.get(key), came.get(key)) for key in found.classes}
    counts: dict[str, int] = {}
    edits = []
    for edit in found.edits:
        number = counts[edit.key] = counts.get(edit.key, 0) + 1
        edits.append(_listed(edit, number, origin.get(edit.key), here.get(edit.key), subjects[edit.key]))
    rows = [ListedRow(key, verdict, here[key].fid if key in here else None, here[key].digest if key in here else "",
                      subjects[key], counts.get(key, 0)) for key, verdict in found.classes.items()]
    return ListedEdits(edits, rows, subjects)


def value_text(value: Value) -> str | None:
    """Return a value as it is shown, None for NULL."""
    if value is None or isinstance(value, bytes):
        return None
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _listed(edit: Edit, number: int, origin: Row | None, here: PresentRow | None, subject: str) -> ListedEdit:
    identity = hashlib.sha256("\x1f".join((edit.key, edit.kind, edit.field, str(number))).encode(
        "utf-8", "backslashreplace")).hexdigest()[:_ID_DIGITS]
    shapes = {ORIGIN: origin.shape if origin is not None else b"", PRESENT: here.row.shape if here is not None else b""}
    stays = shapes[PRESENT] or shapes[ORIGIN]
    shape = edit.returned if edit.field == SHAPE else edit.row.shape if edit.row is not None else stays
    drawn = edit.field == SHAPE or (edit.field == WHOLE and origin is not None)
    before = {state: wkb for state, wkb in shapes.items() if wkb} if drawn else {}
    if len(set(before.values())) == 1:
        before = dict(list(before.items())[-1:])
    readable = isinstance(shape, bytes) and not isinstance(shape, OddShape)
    return ListedEdit(edit, identity, here.fid if here is not None else None, here.digest if here is not None else "",
                      subject, shape if readable else stays, before)  # type: ignore[arg-type]


def called(key: str, own_id: str | None, here: PresentRow | None, *rows: Row | None) -> str:
    """Return what a row is called: its own id in the layer, as it left or came back, else feature id, else name.
    """
    if own_id is not None:
        every = [*([here.row] if here is not None else []), *(row for row in rows if row is not None)]
        called = next((str(row.values[own_id]) for row in every if row.values[own_id] is not None), "")
        if called:
            return called
    if here is not None:
        return f"#{here.fid}"
    return tr("row {number}").format(number=key[len(NUMBERED):]) if key.startswith(NUMBERED) else key
