"""Three-way comparison: every case of a row worked by hand, and what holds for all of them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.rules.three_way import (
    ACCEPTED,
    ADDED,
    BOTH_CHANGED,
    BOTH_RESHAPED,
    CHANGED,
    CONFLICT,
    DELETED,
    DELETED_AT_DESK,
    EDITED_AT_DESK,
    KEY_DOUBLED,
    KEY_LOST,
    REJECTED,
    SHAPE,
    UNCHANGED,
    WHOLE,
    Comparison,
    Returned,
    Row,
    compare,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def row(a: Any = 1, b: Any = "x", shape: bytes = b"S") -> Row:
    return Row({"a": a, "b": b}, shape)


def fine(_key: str, _row: Row, _origin: Row | None, _changed: Sequence[str]) -> dict[str, str]:
    return {}


def told(found: Comparison) -> list[tuple[str, ...]]:
    return [(edit.key, edit.kind, edit.verdict, edit.field, edit.reason) for edit in found.edits]


# origin, returned, present (None: not there), the edits as (kind, class, field, reason), the class of the row
CASES: list[tuple[str, Row | None, Row | None, Row | None, list[tuple[str, ...]], str]] = [
    ("nobody did anything", row(), row(), row(), [], UNCHANGED),
    ("the desk alone edited", row(), row(), row(a=2), [], UNCHANGED),
    ("the field alone edited", row(), row(a=2), row(), [(CHANGED, ACCEPTED, "a", "")], ACCEPTED),
    ("the field alone redrew", row(), row(shape=b"T"), row(), [(SHAPE, ACCEPTED, SHAPE, "")], ACCEPTED),
    ("the field emptied a value", row(), row(b=None), row(), [(CHANGED, ACCEPTED, "b", "")], ACCEPTED),
    ("both edited the same alike", row(), row(a=2), row(a=2), [], UNCHANGED),
    ("both redrew alike", row(), row(shape=b"T"), row(shape=b"T"), [], UNCHANGED),
    ("both edited the same differently", row(), row(a=2), row(a=3),
     [(CHANGED, CONFLICT, "a", BOTH_CHANGED)], CONFLICT),
    ("both redrew differently", row(), row(shape=b"T"), row(shape=b"U"),
     [(SHAPE, CONFLICT, SHAPE, BOTH_RESHAPED)], CONFLICT),
    ("each edited another field", row(), row(a=2), row(b="y"), [(CHANGED, ACCEPTED, "a", "")], ACCEPTED),
    ("one edited, the other redrew", row(), row(a=2), row(shape=b"T"), [(CHANGED, ACCEPTED, "a", "")], ACCEPTED),
    ("one field taken, one in dispute", row(), row(a=2, b="y"), row(b="z"),
     [(CHANGED, ACCEPTED, "a", ""), (CHANGED, CONFLICT, "b", BOTH_CHANGED)], CONFLICT),
    ("the desk went back to what the field has", row(), row(a=2, b="y"), row(a=2),
     [(CHANGED, ACCEPTED, "b", "")], ACCEPTED),
    ("deleted in the field", row(), None, row(), [(DELETED, ACCEPTED, WHOLE, "")], ACCEPTED),
    ("deleted in the field, edited at the desk", row(), None, row(a=2),
     [(DELETED, CONFLICT, WHOLE, EDITED_AT_DESK)], CONFLICT),
    ("deleted at the desk", row(), row(), None, [], UNCHANGED),
    ("deleted at the desk, edited in the field", row(), row(a=2), None,
     [(CHANGED, CONFLICT, WHOLE, DELETED_AT_DESK)], CONFLICT),
    ("deleted by both", row(), None, None, [], UNCHANGED),
    ("new in the field", None, row(), None, [(ADDED, ACCEPTED, WHOLE, "")], ACCEPTED),
    ("new in the field, and taken over before", None, row(), row(), [], UNCHANGED),
]


@pytest.mark.parametrize(("origin", "returned", "present", "edits", "row_class"), [case[1:] for case in CASES],
                         ids=[case[0] for case in CASES])
def test_each_case_by_hand(origin: Row | None, returned: Row | None, present: Row | None,
                           edits: list[tuple[str, ...]], row_class: str) -> None:
    found = compare({"k": origin} if origin else {}, [Returned("k", 1, returned)] if returned else [],
                    {"k": present} if present else {}, {1: "k"} if origin else {}, fine)
    assert told(found) == [("k", *edit) for edit in edits]
    assert found.classes == {"k": row_class}


def test_a_dispute_states_all_three_values() -> None:
    [edit] = compare({"k": row(a=1)}, [Returned("k", 1, row(a=2))], {"k": row(a=3)}, {}, fine).edits
    assert (edit.origin, edit.present, edit.returned) == (1, 3, 2)


def test_rows_of_one_name_are_rejected_and_not_taken_for_deleted() -> None:
    """As a parcel that was split by a program which copies the name."""
    twice = [Returned("k", 1, row(a=2)), Returned("k", 9, row(a=3))]
    found = compare({"k": row()}, twice, {"k": row()}, {1: "k"}, fine)
    assert told(found) == [("k", CHANGED, REJECTED, WHOLE, KEY_DOUBLED)] * 2
    assert found.classes == {"k": REJECTED}


def test_a_row_that_lost_its_name_is_known_by_its_place_and_rejected() -> None:
    found = compare({"k": row()}, [Returned("", 1, row(a=2))], {"k": row()}, {1: "k"}, fine)
    assert told(found) == [("k", CHANGED, REJECTED, WHOLE, KEY_LOST)]


def test_a_new_row_without_a_name_is_new() -> None:
    found = compare({"k": row()}, [Returned("k", 1, row()), Returned("", 2, row(a=5))], {"k": row()}, {1: "k"}, fine)
    assert told(found) == [("row 2", ADDED, ACCEPTED, WHOLE, "")]


def test_what_the_judge_says_of_a_field_concerns_that_field() -> None:
    def judge(key: str, would_be: Row, origin: Row | None, changed: Sequence[str]) -> dict[str, str]:
        # the desk's value of b stands, the team's of a and the shape would come
        assert (key, would_be, origin, list(changed)) == ("k", Row({"a": 9, "b": "y"}, b"T"), row(), ["a", SHAPE])
        return {"a": "domain"}

    found = compare({"k": row()}, [Returned("k", 1, row(a=9, shape=b"T"))], {"k": row(b="y")}, {}, judge)
    assert told(found) == [("k", CHANGED, REJECTED, "a", "domain"), ("k", SHAPE, ACCEPTED, SHAPE, "")]
    assert found.classes == {"k": REJECTED}


@pytest.mark.parametrize("present", [{}, {"k": row()}])
def test_what_the_judge_says_of_the_whole_row_rejects_it(present: dict[str, Row]) -> None:
    found = compare({"k": row()}, [Returned("k", 1, row(a=9)), Returned("n", 2, row(a=8))], present, {},
                    lambda *_: {WHOLE: "outside"})
    assert {(edit.key, edit.verdict, edit.reason) for edit in found.edits} == {
        ("k", REJECTED, "outside"), ("n", REJECTED, "outside")}


_ROWS = st.dictionaries(st.sampled_from("klmn"), st.builds(
    row, st.integers(0, 2), st.sampled_from(["x", None]), st.sampled_from([b"S", b"T"])))


def applied(rows: Mapping[str, Row], found: Comparison) -> dict[str, Row]:
    """Return rows with the accepted edits done, as the desk does them."""
    result = dict(rows)
    for edit in found.edits:
        if edit.verdict != ACCEPTED:
            continue
        if edit.kind == DELETED:
            del result[edit.key]
        elif edit.row is not None:
            result[edit.key] = edit.row
        else:
            old = result[edit.key]
            result[edit.key] = Row(old.values, edit.returned) if edit.kind == SHAPE else Row(  # type: ignore[arg-type]
                {**old.values, edit.field: edit.returned}, old.shape)
    return result


def numbered(rows: Mapping[str, Row]) -> list[Returned]:
    return [Returned(key, number, one) for number, (key, one) in enumerate(rows.items())]


@given(_ROWS, _ROWS, _ROWS)
def test_every_row_is_in_exactly_one_class(origin: dict[str, Row], returned: dict[str, Row],
                                           present: dict[str, Row]) -> None:
    here = {key: one for key, one in present.items() if key in origin}
    found = compare(origin, numbered(returned), here, {}, fine)
    assert set(found.classes) == {*origin, *returned}
    assert {edit.key for edit in found.edits} == {key for key, name in found.classes.items() if name != UNCHANGED}
    # of a field no two edits, and none beside an edit of the whole row
    assert len({(edit.key, edit.field) for edit in found.edits}) == len(found.edits)
    whole = {edit.key for edit in found.edits if edit.field == WHOLE}
    assert all(edit.field == WHOLE for edit in found.edits if edit.key in whole)


@given(_ROWS, _ROWS)
def test_an_untouched_package_changes_nothing(origin: dict[str, Row], present: dict[str, Row]) -> None:
    here = {key: one for key, one in present.items() if key in origin}
    assert compare(origin, numbered(origin), here, {}, fine).edits == []


@given(_ROWS, _ROWS)
def test_accepted_edits_make_of_the_origin_what_came_back(origin: dict[str, Row], returned: dict[str, Row]) -> None:
    assert applied(origin, compare(origin, numbered(returned), origin, {}, fine)) == returned


@given(_ROWS, _ROWS, _ROWS)
def test_what_only_the_desk_changed_stays(origin: dict[str, Row], returned: dict[str, Row],
                                          present: dict[str, Row]) -> None:
    here = {key: one for key, one in present.items() if key in origin}
    result = applied(here, compare(origin, numbered(returned), here, {}, fine))
    for key in here.keys() & returned.keys():
        for field in ("a", "b", SHAPE):
            if returned[key].part(field) == origin[key].part(field):
                assert result[key].part(field) == here[key].part(field)
    # and doing it twice is doing it once
    assert [edit for edit in compare(origin, numbered(returned), result, {}, fine).edits
            if edit.verdict == ACCEPTED] == []
