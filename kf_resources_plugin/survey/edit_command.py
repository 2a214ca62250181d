"""Changes of rows of a layer as one command on its undo stack, told row by row as they were and as they became.

That is what the journal and the history keep: a row is its geometry as WKB and its attributes by name.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeature, QgsFeatureRequest, QgsFields

from ..compat import is_null
from ..engine.errors import PlannerError
from ..i18n import tr
from .layer_command import one_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qgis.core import QgsGeometry, QgsVectorLayer


@dataclass(frozen=True)
class RowEdit:
    """What is to become of a row. fid: None for a new one. geometry: None leaves it. values: by place of the field.

    gone: the row is deleted.
    """

    fid: int | None
    geometry: QgsGeometry | None = None
    values: Mapping[int, Any] = field(default_factory=dict)
    gone: bool = False


@dataclass(frozen=True)
class Row:
    """A row as it stands: geometry as WKB, b"" for none, and the layer's own attributes by name, None for NULL."""

    wkb: bytes
    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class RowChange:
    """A row before and after a command, None where there was or is none."""

    fid: int
    before: Row | None
    after: Row | None


@dataclass(frozen=True)
class Command:
    """A command that was done: what the undo stack calls it, and the rows it changed."""

    title: str
    changes: tuple[RowChange, ...]


def row_of(feature: QgsFeature) -> Row:
    """Return a feature as a row."""
    geometry = feature.geometry()
    fields, values = feature.fields(), feature.attributes()
    own = {fields[place].name(): values[place] for place in own_fields(fields)}
    return Row(b"" if geometry.isNull() else bytes(geometry.asWkb()),
               {name: None if is_null(value) else value for name, value in own.items()})


def own_fields(fields: QgsFields) -> list[int]:
    """Return where the fields stand that the layer keeps itself: what is joined or computed is no part of a row."""
    elsewhere = {QgsFields.FieldOrigin.OriginJoin, QgsFields.FieldOrigin.OriginExpression}
    return [place for place in range(fields.count()) if fields.fieldOrigin(place) not in elsewhere]


def do(layer: QgsVectorLayer, title: str, edits: Sequence[RowEdit]) -> Command:
    """Do edits as one command. Raises PlannerError, and then nothing is changed.

    Defaults that a form sets at every change are left out: what follows from an edit is among its values.
    """
    before = _features(layer, (edit.fid for edit in edits))
    with one_command(layer, title):
        done = [_done(layer, edit, before) for edit in edits]
        if None in done:
            raise PlannerError(tr("Layer “{layer}” did not take the change; nothing was changed.").format(
                layer=layer.name()))
    after = _features(layer, done)
    pairs = [(fid, before.get(fid), after.get(fid)) for fid in done if fid is not None]
    return Command(title, tuple(RowChange(fid, *(None if row is None else row_of(row) for row in rows))
                                for fid, *rows in pairs))


def _features(layer: QgsVectorLayer, fids: Iterable[int | None]) -> dict[int, QgsFeature]:
    """Return features as they are now, all in one request: one each takes QGIS a millisecond and more."""
    request = QgsFeatureRequest().setFilterFids([fid for fid in fids if fid is not None])
    return {feature.id(): feature for feature in layer.getFeatures(request)}


def _done(layer: QgsVectorLayer, edit: RowEdit, before: Mapping[int, QgsFeature]) -> int | None:
    """Do one edit of a row that is edited once; return the id of the row, None where the layer refuses."""
    if edit.fid is None:
        feature = _new(layer, edit)
        return feature.id() if layer.addFeature(feature) else None
    if edit.fid not in before:
        return None
    if edit.gone:
        return edit.fid if layer.deleteFeature(edit.fid) else None
    fine = edit.geometry is None or layer.changeGeometry(edit.fid, edit.geometry, True)
    for place, value in edit.values.items():
        fine = fine and layer.changeAttributeValue(edit.fid, place, value, before[edit.fid].attribute(place), True)
    return edit.fid if fine else None


def _new(layer: QgsVectorLayer, edit: RowEdit) -> QgsFeature:
    """Return a new row; QGIS's own way of making one would let the form compute what is computed already."""
    feature = QgsFeature(layer.fields())
    if edit.geometry is not None:
        feature.setGeometry(edit.geometry)
    for place in layer.primaryKeyAttributes():
        clause = layer.dataProvider().defaultValueClause(layer.fields().fieldOriginIndex(place))
        if clause:
            feature.setAttribute(place, clause)
    for place, value in edit.values.items():
        feature.setAttribute(place, value)
    return feature
