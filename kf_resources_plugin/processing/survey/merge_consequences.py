"""What is to be said of fields that a team left as they were, though what it changed no longer fits them."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...rules.three_way import ADDED, DELETED, REJECTED, SHAPE, WHOLE, Row
from ...survey.edit_list import value_text
from ...survey.edit_words import AREA_WOULD_DIFFER, WOULD_NOT_FIT
from ...survey.form_data import form_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook
    from ...rules.three_way import Value
    from ...survey.edit_judge import EditJudge
    from ...survey.edit_list import ListedEdit
    from ...survey.present_rows import PresentRow
    from .merge_inputs import MergeInputs

_SEPARATORS = {"zh": "；", "en": "; "}
_FIELD = {"zh": "{field} {value}（{words}）", "en": "{field} {value} ({words})"}


def consequence_findings(edits: Sequence[ListedEdit], here: Mapping[str, PresentRow], judge: EditJudge,
                         sizes: Mapping[bytes, float], inputs: MergeInputs, book: RuleBook) -> list[Finding]:
    """Return the findings of rows as they would be with all edits that can be taken, conflicts for the team.

    sizes: m² by shape, as listed.
    """
    by_row: dict[str, list[ListedEdit]] = {}
    for one in edits:
        new = one.edit.kind == ADDED
        if one.edit.verdict != REJECTED and one.edit.kind != DELETED and (new or one.edit.key in here):
            by_row.setdefault(one.edit.key, []).append(one)
    areas = _area_fields(inputs)
    found: list[Finding] = []
    for key, mine in by_row.items():
        before = here[key].row if key in here else None
        row, changed = _would_be(mine, before)
        found += _of_fields(mine[0], judge.broken(row, before, changed), inputs.role, book)
        drawn = next((one for one in mine if one.edit.field == SHAPE or one.edit.kind == ADDED), None)
        if drawn is not None and drawn.shape in sizes:
            found += _of_areas(drawn, row, sizes[drawn.shape], areas, inputs.role, book)
    return found


def _of_fields(listed: ListedEdit, broken: Sequence[tuple[str, Value, str]], role: str,
               book: RuleBook) -> Iterator[Finding]:
    if broken:
        fields = _SEPARATORS[book.language].join(
            _FIELD[book.language].format(field=field, value=value_text(value) or "—", words=words)
            for field, value, words in broken)
        yield book.finding(WOULD_NOT_FIT, subject_id=listed.subject, role=role, source_fid=listed.fid,
                           place=listed.edit_id, fields=fields)


def _of_areas(listed: ListedEdit, row: Row, size: float, areas: Sequence[tuple[str, float, float]], role: str,
              book: RuleBook) -> Iterator[Finding]:
    for field, keep_m2, keep_share in areas:
        stated = row.values.get(field)
        if isinstance(stated, (int, float)) and abs(stated - size) > max(keep_m2, keep_share * stated):
            yield book.finding(AREA_WOULD_DIFFER, subject_id=listed.subject, role=role, source_fid=listed.fid,
                               place=listed.edit_id, field=field, value=f"{stated:.2f}", area_m2=size)


def _would_be(mine: Sequence[ListedEdit], before: Row | None) -> tuple[Row, set[str]]:
    """Return a row with its edits done, and the fields that the team filled in."""
    new = mine[0].edit.row
    if new is not None or before is None:
        row = new or Row({}, b"")
        return row, {name for name, value in row.values.items() if value is not None}
    changed = {one.edit.field: one.edit.returned for one in mine if one.edit.field not in {SHAPE, WHOLE}}
    return Row({**before.values, **changed}, before.shape), set(changed)


def _area_fields(inputs: MergeInputs) -> list[tuple[str, float, float]]:
    """Return the fields that hold the area of the shape, with m² and share by which a signed figure may differ."""
    if inputs.schema is None:
        return []
    rules = form_data(inputs.schema.name)
    found = []
    for standard, own in inputs.by_standard.items():
        area = rules.of(standard).area
        if area is not None:
            found.append((own, area.keep_m2, area.keep_share))
    return found
