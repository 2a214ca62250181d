"""What a field team edited, held against what it took along and what the desk did meanwhile.

Three states of a row: origin (as it left), returned (as it came back) and present (as it is in the layer now). Where
only one side changed a field or the shape, its change stands; where both did so differently, a person decides.
"""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Callable, Union

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

Value = Union[str, int, float, bytes, None]

UNCHANGED, ACCEPTED, CONFLICT, REJECTED = "unchanged", "accepted", "conflict", "rejected"
"""Classes of edits and of rows; an edit is never unchanged."""
CHANGED, SHAPE, ADDED, DELETED = "changed", "shape", "added", "deleted"
"""Kinds of edits: of one field, of the shape, a whole row that is new, a whole row that is gone."""
BOTH_CHANGED, BOTH_RESHAPED = "both_changed", "both_reshaped"
EDITED_AT_DESK, DELETED_AT_DESK = "edited_at_desk", "deleted_at_desk"
KEY_DOUBLED, KEY_LOST = "key_doubled", "key_lost"
WHOLE = ""
"""The field of an edit, or of a fault, that is about the whole row."""
NUMBERED = "row "
"""How the key of a row without a name of its own begins; its number in the package follows."""


@dataclass(frozen=True)
class Row:
    """A row: values by field, and the shape as WKB, b'' for none; equal rows have equal values and bytes."""

    values: Mapping[str, Value]
    shape: bytes

    def part(self, field: str) -> Value:
        """Return the value of a field, or the shape where the field is SHAPE."""
        return self.shape if field == SHAPE else self.values.get(field)


@dataclass(frozen=True)
class Returned:
    """A row that came back: ``key`` is its name, '' where it has none; ``number`` that of its place in the file."""

    key: str
    number: int
    row: Row


@dataclass(frozen=True)
class Edit:
    """One edit: of a field, of the shape (``field`` is SHAPE then), or of a whole row (WHOLE).

    origin, present, returned: the value in each state; of a whole row None, and ``row`` is the row that came back, None
    where it was deleted. reason: why it is a conflict or rejected, '' for an accepted one; ``fault``: the field of a
    whole row that the reason is about.
    """

    key: str
    kind: str
    verdict: str
    field: str = WHOLE
    origin: Value = None
    present: Value = None
    returned: Value = None
    row: Row | None = None
    reason: str = ""
    fault: str = WHOLE


@dataclass(frozen=True)
class Comparison:
    """All edits in the order of the rows, and the class of every row by key: each stands in exactly one."""

    edits: Sequence[Edit]
    classes: Mapping[str, str]


Judge = Callable[[str, Row, "Row | None", "Sequence[str]"], "Mapping[str, str]"]
"""Takes the key of a row, what it would become, what it was when it left (None for a new one) and the fields the team
changed (SHAPE among them); returns the reasons to reject, by field, WHOLE for all of the row."""


def compare(origin: Mapping[str, Row], returned: Sequence[Returned], present: Mapping[str, Row],
            numbers: Mapping[int, str], judge: Judge) -> Comparison:
    """Compare the three states of all rows.

    origin: rows by key; present: those of them that the layer still has, and the rows it has already that equal a new
    one, by the key of that. numbers: the key that stood at each place of the file when it left: a row whose key was
    lost or changed is not taken for a new one, and the one it was not for deleted.
    """
    met = {one.key for one in returned}
    strange = met - set(origin) - set(present)
    keyed = [_with_key(one, numbers, strange, met) for one in returned]
    counts = Counter(one.key for one in keyed)
    lost = {one.key for one, was in zip(keyed, returned) if was.key != one.key and one.key in origin}
    edits: list[Edit] = []
    rows: dict[str, Row] = {}
    for one in keyed:
        if counts[one.key] > 1:
            edits.append(_refused(one, origin, KEY_DOUBLED))
        elif one.key in lost:
            edits.append(_refused(one, origin, KEY_LOST))
        else:
            rows[one.key] = one.row
    refused = {edit.key for edit in edits}
    for key in dict.fromkeys([*origin, *rows]):
        if key not in refused:
            edits += _of_row(key, origin.get(key), rows.get(key), present.get(key), judge)
    classes = dict.fromkeys([*origin, *(one.key for one in keyed)], UNCHANGED)
    for edit in edits:
        classes[edit.key] = max(classes[edit.key], edit.verdict, key=_WEIGHTS.__getitem__)
    place = {key: number for number, key in enumerate(classes)}
    return Comparison(sorted(edits, key=lambda edit: place[edit.key]), classes)


_WEIGHTS = {UNCHANGED: 0, ACCEPTED: 1, REJECTED: 2, CONFLICT: 3}


def _with_key(one: Returned, numbers: Mapping[int, str], strange: Collection[str], met: Collection[str]) -> Returned:
    was = numbers.get(one.number, "")
    if one.key and (one.key not in strange or not was or was in met):
        return one
    return replace(one, key=was or f"{NUMBERED}{one.number}")


def _refused(one: Returned, origin: Mapping[str, Row], reason: str) -> Edit:
    return Edit(one.key, CHANGED if one.key in origin else ADDED, REJECTED, row=one.row, reason=reason)


def _of_row(key: str, origin: Row | None, returned: Row | None, present: Row | None, judge: Judge) -> Iterator[Edit]:
    if origin is None:
        if returned is not None and present != returned:
            yield _whole(Edit(key, ADDED, ACCEPTED, row=returned), None, judge)
    elif returned is None:
        if present == origin:
            yield Edit(key, DELETED, ACCEPTED)
        elif present is not None:
            yield Edit(key, DELETED, CONFLICT, reason=EDITED_AT_DESK)
    elif present is None:
        if returned != origin:
            yield _whole(Edit(key, CHANGED, CONFLICT, row=returned, reason=DELETED_AT_DESK), origin, judge)
    else:
        yield from _of_parts(key, origin, returned, present, judge)


def _whole(edit: Edit, origin: Row | None, judge: Judge) -> Edit:
    """Return an edit of a whole row, rejected where any part of it cannot be taken."""
    if edit.row is None:
        return edit
    changed = [field for field in (*edit.row.values, SHAPE)
               if edit.row.part(field) != (None if origin is None else origin.part(field))]
    faults = judge(edit.key, edit.row, origin, changed)
    for fault, reason in faults.items():
        return replace(edit, verdict=REJECTED, reason=reason, fault=fault)
    return edit


def _of_parts(key: str, origin: Row, returned: Row, present: Row, judge: Judge) -> Iterator[Edit]:
    """Yield the edits of a row that all three states have, field by field."""
    changed = [field for field in (*returned.values, SHAPE) if returned.part(field) != origin.part(field)]
    open_ones = [field for field in changed if returned.part(field) != present.part(field)]
    if not open_ones:
        return
    values = {**present.values, **{field: returned.part(field) for field in open_ones if field != SHAPE}}
    would_be = Row(values, returned.shape if SHAPE in open_ones else present.shape)
    faults = judge(key, would_be, origin, open_ones)
    for field in open_ones:
        reason = faults.get(field) or faults.get(WHOLE, "")
        both = "" if present.part(field) == origin.part(field) else BOTH_RESHAPED if field == SHAPE else BOTH_CHANGED
        yield Edit(key, SHAPE if field == SHAPE else CHANGED, REJECTED if reason else CONFLICT if both else ACCEPTED,
                   field, origin.part(field), present.part(field), returned.part(field),
                   reason=reason or both)
