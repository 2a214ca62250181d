"""The edits of a team done in the layer: one step on its undo stack, saved by nobody but the user."""
from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeatureRequest, QgsGeometry

from ..compat import is_null
from ..engine.errors import PlannerError
from ..i18n import tr
from ..rules.three_way import DELETED, SHAPE, WHOLE
from .edit_command import RowEdit, do
from .layer_command import refuse_held
from .layer_file import refuse_unwritable
from .present_rows import present_row
from .row_values import kind_of_field, to_layer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import QgsFeature, QgsVectorLayer

    from .edit_command import Command


@dataclass(frozen=True)
class ChosenEdit:
    """An edit that is to be done: kind and field as in ``rules.three_way``, the feature (None for a row that is not in
    the layer), the new value or values as JSON, the new shape.
    """

    kind: str
    field: str
    fid: int | None
    new_json: str
    shape: QgsGeometry

    @staticmethod
    def of(feature: QgsFeature) -> ChosenEdit:
        """Return what a row of EDITS says."""
        kind, field, fid, new = (None if is_null(value) else value for value in (
            feature[name] for name in ("kind", "field", "source_fid", "new_json")))
        return ChosenEdit(str(kind), field or WHOLE, fid, new or "", QgsGeometry(feature.geometry()))


class EditsToApply:
    """What a layer was when it was compared, and the edits that may be done while it is that still.

    fields: those that were packed. digests: of the rows of the package, by feature id. count: features of the layer.
    """

    def __init__(self, layer: QgsVectorLayer, fields: Sequence[str], digests: Mapping[int, str], count: int) -> None:
        self._layer, self._fields, self._digests, self._count = layer, fields, digests, count

    def check(self) -> None:
        """Raise PlannerError where the layer is in use, or is not what it was when it was compared."""
        layer = self._layer
        layer.dataProvider().reloadData()  # another program may have written into the file
        if layer.isModified():
            raise PlannerError(tr("Layer “{layer}” has changes that are not saved. Save or discard them first.").format(
                layer=layer.name()))
        missing = [name for name in self._fields if layer.fields().lookupField(name) < 0]
        if missing or layer.subsetString() or layer.featureCount() != self._count or self._changed():
            raise PlannerError(tr("Layer “{layer}” is not what it was when the package was compared: it changed, has a "
                                  "filter, or is another layer. Run the comparison again.").format(layer=layer.name()))
        if layer.readOnly():
            refuse_held(layer)
        refuse_unwritable(layer)

    def _changed(self) -> bool:
        kinds = self._kinds()
        request = QgsFeatureRequest().setFilterFids(sorted(self._digests))
        now = {row.fid: row.digest for row in (present_row(one, kinds) for one in self._layer.getFeatures(request))}
        return now != dict(self._digests)

    def _kinds(self) -> dict[str, str]:
        fields = self._layer.fields()
        return {name: kind_of_field(fields[fields.lookupField(name)]) for name in self._fields}

    def apply(self, edits: Sequence[ChosenEdit], title: str) -> Command:
        """Do the edits as one command; the layer was checked before. Raises PlannerError, and then nothing is changed.
        """
        return do(self._layer, title, self._rows(edits))

    def _rows(self, edits: Sequence[ChosenEdit]) -> list[RowEdit]:
        """Return what is to become of each row; rows that go come last."""
        shapes: dict[int, QgsGeometry] = {}
        values: dict[int, dict[int, Any]] = {}
        new, gone = [], []
        for edit in edits:
            if edit.kind == DELETED:
                gone.append(RowEdit(edit.fid, gone=True))
            elif edit.fid is None or (edit.kind != SHAPE and edit.field == WHOLE):
                new.append(RowEdit(None, self._stored(edit.shape), self._by_place(json.loads(edit.new_json))))
            elif edit.kind == SHAPE:
                shapes[edit.fid] = self._stored(edit.shape)
            else:
                values.setdefault(edit.fid, {}).update(self._by_place({edit.field: json.loads(edit.new_json)}))
        changed = [RowEdit(fid, shapes.get(fid), values.get(fid, {})) for fid in dict.fromkeys([*shapes, *values])]
        return [*changed, *new, *gone]

    def _by_place(self, values: Mapping[str, Any]) -> dict[int, Any]:
        """Return values by the place of their field, as the layer holds them."""
        fields, kinds = self._layer.fields(), self._kinds()
        return {fields.lookupField(name): to_layer(value, kinds[name]) for name, value in values.items()}

    def _stored(self, shape: QgsGeometry) -> QgsGeometry:
        """Return a shape as the layer holds it; comparing made sure that it is one part where it has to be."""
        coerced = shape.coerceToType(self._layer.wkbType())
        return coerced[0] if coerced else shape
