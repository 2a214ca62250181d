"""Commands of a journal done once more in a fresh edit session, as one command that can be undone.

Of every row only the first and the last state count. A row is changed only where it still is as it was before; rows
that one command changed together, as the parts of a parcel that was split, are done together or not at all, so that
parcels stay seamless.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import NULL, QgsFeatureRequest, QgsGeometry

from ..engine.errors import PlannerError
from ..engine.parcel_rings import rings_of
from ..i18n import tr
from .edit_command import RowChange, RowEdit, row_of
from .row_text import values_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from qgis.core import QgsVectorLayer

    from .edit_command import Row
    from .edit_journal import Entry


@dataclass(frozen=True)
class Replay:
    """What is to be done again as one command, nothing where all of it was saved, and the rows that are refused.

    saved: feature ids, as the commands have them, of rows that stand as the commands left them.
    """

    title: str
    edits: tuple[RowEdit, ...]
    refused: tuple[RowChange, ...]
    saved: frozenset[int]


def replay(layer: QgsVectorLayer, entries: Sequence[Entry]) -> Replay:
    """Return how commands are done again. Raises PlannerError where the layer holds edits that are not saved."""
    if layer.isEditable() and layer.isModified():
        raise PlannerError(tr("Save or discard the edits of layer “{layer}” first: they are replayed into a fresh edit "
                              "session.").format(layer=layer.name()))
    edits: list[RowEdit] = []
    refused: list[RowChange] = []
    saved: set[int] = set()
    for group in _groups(entries):
        states = [_state(layer, change) for change in group]
        saved |= {change.fid for change, state in zip(group, states) if state == _AFTER}
        if _OTHER in states:
            refused += group
        else:
            edits += [_edit(layer, change) for change, state in zip(group, states) if state == _BEFORE]
    return Replay(tr("Replay {count} commands").format(count=len(entries)), tuple(edits), tuple(refused),
                  frozenset(saved))


_BEFORE, _AFTER, _OTHER = "before", "after", "other"


def net_changes(entries: Iterable[Entry]) -> dict[int, RowChange]:
    """Return for every row its state before all commands and after them; rows that came and went are left out."""
    found: dict[int, RowChange] = {}
    for entry in entries:
        for change in entry.command.changes:
            first = found.get(change.fid, change)
            found[change.fid] = RowChange(change.fid, first.before, change.after)
    return {fid: change for fid, change in found.items() if change.before is not None or change.after is not None}


def _groups(entries: Sequence[Entry]) -> list[list[RowChange]]:
    """Return net changes, those together whose rows some command changed together."""
    leader: dict[int, int] = {}

    def first(fid: int) -> int:
        while leader.setdefault(fid, fid) != fid:
            fid = leader[fid]
        return fid

    for entry in entries:
        fids = [change.fid for change in entry.command.changes]
        for fid in fids[1:]:
            leader[first(fid)] = first(fids[0])
    groups: dict[int, list[RowChange]] = {}
    for fid, change in net_changes(entries).items():
        groups.setdefault(first(fid), []).append(change)
    return list(groups.values())


def _state(layer: QgsVectorLayer, change: RowChange) -> str:
    """Tell whether a row is as before the change, as after it already, or another."""
    if change.before is None:
        return _AFTER if _stands(layer, change.after) else _BEFORE
    feature = layer.getFeature(change.fid)
    if not feature.isValid():
        return _AFTER if change.after is None else _OTHER
    row = row_of(feature)
    return _BEFORE if _alike(row, change.before) else _AFTER if _alike(row, change.after) else _OTHER


def _stands(layer: QgsVectorLayer, row: Row | None) -> bool:
    """Tell whether a row that is to be added is there: it was saved, and the journal outlived that."""
    if row is None:
        return True
    keys = {layer.fields()[place].name() for place in layer.primaryKeyAttributes()}
    there = layer.getFeatures(QgsFeatureRequest(_shape(row).boundingBox())) if row.wkb else layer.getFeatures()
    return any(_alike(row_of(feature), row, keys) for feature in there)


def _alike(one: Row, other: Row | None, without: Collection[str] = ()) -> bool:
    """Tell whether rows say the same. Shapefiles turn rings round and know no empty text."""
    return other is not None and _said(one, without) == _said(other, without) and (
        one.wkb == other.wkb or rings_of(_shape(one)) == rings_of(_shape(other)))


def _said(row: Row, without: Collection[str]) -> dict[str, Any]:
    return {name: None if value == "" else value for name, value in values_of(row.attributes).items()
            if name not in without}


def _shape(row: Row) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(row.wkb)
    return geometry


def _edit(layer: QgsVectorLayer, change: RowChange) -> RowEdit:
    before, after = change.before, change.after
    if after is None:
        return RowEdit(change.fid, gone=True)
    keys = layer.primaryKeyAttributes()
    old = values_of(before.attributes) if before is not None else {}
    new = values_of(after.attributes)
    values = {place: NULL if value is None else value for name, value in after.attributes.items()
              if (place := layer.fields().lookupField(name)) >= 0 and place not in keys
              and (before is None or new[name] != old.get(name))}
    moved = before is None or before.wkb != after.wkb
    return RowEdit(None if before is None else change.fid, _shape(after) if moved else None, values)
