"""The edits of a team done in the layer: one step on its undo stack, saved by nobody but the user."""
from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeatureRequest, QgsGeometry, QgsVectorLayerUtils

from ..compat import is_null
from ..engine.errors import PlannerError
from ..i18n import tr
from ..rules.three_way import DELETED, SHAPE, WHOLE
from .layer_command import one_command, refuse_held
from .layer_file import refuse_unwritable
from .present_rows import present_row
from .row_values import kind_of_field, to_layer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import QgsFeature, QgsVectorLayer


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

    def apply(self, edits: Sequence[ChosenEdit], title: str) -> bool:
        """Do the edits as one command and tell whether there were any; the layer was checked before.

        Raises PlannerError, and then nothing is changed.
        """
        layer = self._layer
        if not edits:
            return False
        with one_command(layer, title):
            for edit in sorted(edits, key=lambda edit: edit.kind == DELETED):
                if not self._done(edit):
                    raise PlannerError(tr("Layer “{layer}” did not take an edit of feature {fid}; nothing was changed."
                                          ).format(layer=layer.name(), fid=edit.fid if edit.fid is not None else "—"))
        return True

    def _done(self, edit: ChosenEdit) -> bool:
        layer = self._layer
        if edit.kind == DELETED:
            return bool(layer.deleteFeature(edit.fid))
        if edit.kind == SHAPE:
            # what the form computes stands among the team's edits already
            return bool(layer.changeGeometry(edit.fid, self._stored(edit.shape), True))
        new = json.loads(edit.new_json)
        if edit.field != WHOLE:
            place = layer.fields().lookupField(edit.field)
            value = to_layer(new, kind_of_field(layer.fields()[place]))
            return bool(layer.changeAttributeValue(edit.fid, place, value, None, True))
        return self._added(new, edit.shape)

    def _added(self, values: Mapping[str, Any], shape: QgsGeometry) -> bool:
        kinds = self._kinds()
        feature = QgsVectorLayerUtils.createFeature(self._layer, self._stored(shape))
        for name in self._fields:
            feature.setAttribute(self._layer.fields().lookupField(name), to_layer(values[name], kinds[name]))
        return bool(self._layer.addFeature(feature))

    def _stored(self, shape: QgsGeometry) -> QgsGeometry:
        """Return a shape as the layer holds it; comparing made sure that it is one part where it has to be."""
        coerced = shape.coerceToType(self._layer.wkbType())
        return coerced[0] if coerced else shape
