"""A layer of survey parcels, read for editing: parcels near a place, their values by standard field, their areas."""
from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from qgis.core import QgsExpression, QgsFeatureRequest, QgsProject, QgsVectorDataProvider, QgsWkbTypes

from ..compat import is_null
from ..engine.areas import areas_of
from ..engine.errors import PlannerError
from ..engine.field_map import mapped_field
from ..engine.map_units import metres_per_unit
from ..engine.parcel_rings import geometry_of, rings_of
from ..engine.roles import schema_of, told_role
from ..engine.rule_store import load_class_systems
from ..engine.schema import load_schema
from ..i18n import language, tr
from ..rules.codes import SURVEY
from ..rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer

    from ..engine.parcel_rings import Shape
    from ..rules.codes import ClassInfo
    from ..rules.rule_rows import RuleBook

SCHEMA = "dltb"
_SAME_PLACE_M = 0.001  # the tolerance of the survey for gaps and overlaps
_WANTED = (QgsVectorDataProvider.Capability.AddFeatures | QgsVectorDataProvider.Capability.DeleteFeatures
           | QgsVectorDataProvider.Capability.ChangeGeometries
           | QgsVectorDataProvider.Capability.ChangeAttributeValues)


def is_land(layer: QgsVectorLayer) -> bool:
    """Tell whether a layer plays a role of survey parcels."""
    schema = schema_of(told_role(layer).role)
    return schema is not None and schema.name == SCHEMA


class EditedLand:
    """Raises PlannerError on construction where the layer cannot be edited as survey parcels."""

    def __init__(self, layer: QgsVectorLayer, book: RuleBook) -> None:
        self.layer, self.book, self.schema = layer, book, load_schema(SCHEMA)
        self._check()

    def _check(self) -> None:
        layer, kind = self.layer, self.layer.wkbType()
        if layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
            reason = tr("it has no polygons")
        elif QgsWkbTypes.isCurvedType(kind) or QgsWkbTypes.hasZ(kind) or QgsWkbTypes.hasM(kind):
            reason = tr("its polygons have curves, heights or measures, which the survey does not have; save a copy "
                        "without them")
        elif not layer.crs().isValid():
            reason = tr("it has no coordinate reference system; assign it one first")
        elif layer.readOnly() or layer.dataProvider().capabilities() & _WANTED != _WANTED:
            reason = tr("it is read-only; save a copy as GeoPackage and give it the role")
        else:
            return
        raise PlannerError(tr("Parcels of layer “{layer}” cannot be edited: {reason}.").format(layer=layer.name(),
                                                                                           reason=reason))

    def check_whole(self) -> None:
        """Raise PlannerError where a filter hides parcels: they would lack new vertices, and share new numbers."""
        if self.layer.subsetString():
            raise PlannerError(tr("A filter hides parcels of layer “{layer}”: their borders and numbers could not "
                                  "follow. Save or discard its edits and remove the filter first.").format(
                layer=self.layer.name()))

    # -- fields ---------------------------------------------------------------------------------------------------

    @cached_property
    def places(self) -> dict[str, int]:
        """Return where among the layer's fields the standard ones stand; those that it lacks are left out."""
        found: dict[str, int] = {}
        for field in self.schema.fields:
            place = self.layer.fields().lookupField(mapped_field(self.layer, field.name, self.schema).field or "")
            if place >= 0 and place not in found.values():
                found[field.name] = place
        return found

    def title(self, name: str) -> str:
        """Return what a standard field is called in the user's language, with its code."""
        field = self.schema.field(name)
        return name if field is None else f"{field.zh if language() == 'zh' else field.en} {name}"

    def values(self, feature: QgsFeature) -> dict[str, Any]:
        """Return the values of a parcel by standard field, None for NULL."""
        attributes = feature.attributes()
        return {name: None if is_null(attributes[place]) else attributes[place]
                for name, place in self.places.items()}

    def by_place(self, values: Mapping[str, Any]) -> dict[int, Any]:
        """Return values of standard fields by the layer's own fields."""
        return {self.places[name]: value for name, value in values.items() if name in self.places}

    def label(self, feature: QgsFeature) -> str:
        """Return what a parcel is called: number and identifier, else the feature's id."""
        values = self.values(feature)
        number, key = clean(values.get("TBBH")), clean(values.get("BSM"))
        return f"{number} ({key})" if number and key else number or key or f"#{feature.id()}"

    def number(self, feature: QgsFeature) -> str:
        """Return what a parcel is called in a word: its number, else as ``label``."""
        return clean(self.values(feature).get("TBBH")) or self.label(feature)

    @cached_property
    def classes(self) -> Mapping[str, ClassInfo]:
        """Return the land classes of the survey by code."""
        return load_class_systems().classes(SURVEY)

    def code_names(self, name: str) -> dict[str, str]:
        """Return the codes of a field and the names that stand in the data."""
        field = self.schema.field(name)
        return {} if field is None else {code: words[0] for code, words in field.domain.items()}

    # -- shapes ---------------------------------------------------------------------------------------------------

    @property
    def tolerance(self) -> float:
        """Return how near, in units of the layer, two places are one."""
        return _SAME_PLACE_M / metres_per_unit(self.layer.crs())

    def near(self, box: QgsRectangle) -> dict[int, QgsFeature]:
        """Return the parcels whose bounds meet a box grown by the tolerance, as they stand in the edit session."""
        return self._whole(self.layer.getFeatures(QgsFeatureRequest(box.buffered(self.tolerance))))

    def chosen(self, fids: Iterable[int]) -> dict[int, QgsFeature]:
        """Return parcels by feature id."""
        return self._whole(self.layer.getFeatures(QgsFeatureRequest().setFilterFids(list(fids))))

    @staticmethod
    def _whole(features: Iterable[QgsFeature]) -> dict[int, QgsFeature]:
        return {feature.id(): feature for feature in features if not feature.geometry().isEmpty()}

    def shapes(self, features: Mapping[int, QgsFeature]) -> dict[int, Shape]:
        """Return the rings of parcels; raises PlannerError for one that is not valid."""
        for feature in features.values():
            if not feature.geometry().isGeosValid():
                raise PlannerError(tr("Parcel {parcel} is not a valid polygon; repair it with “Fix geometries” "
                                      "first.").format(parcel=self.label(feature)))
        return {fid: rings_of(feature.geometry()) for fid, feature in features.items()}

    def geometry(self, shape: Shape) -> QgsGeometry:
        """Return a shape as the layer keeps it; raises PlannerError where it takes single parts only."""
        geometry = geometry_of(shape)
        if not QgsWkbTypes.isMultiType(self.layer.wkbType()) and not geometry.convertToSingleType():
            raise PlannerError(tr("Layer “{layer}” takes polygons of one part only.").format(layer=self.layer.name()))
        return geometry

    def areas(self, shapes: Sequence[Shape]) -> list[float]:
        """Return the statutory areas of shapes in m²."""
        if not shapes:
            return []
        found = areas_of([bytes(geometry_of(shape).asWkb()) for shape in shapes], self.layer.crs(),
                         QgsProject.instance().transformContext(),
                         step_m=float(self.book.threshold("area.step", "step_m")))
        return [float(area) for area in found.tolist()]

    # -- numbers --------------------------------------------------------------------------------------------------

    def taken(self, name: str, within: str, value: Any) -> list[str]:
        """Return the values of a field where another has a value; of parcels that are
        deleted or changed and not saved, whatever they have, too.

        within: '' for values of the field itself that begin as ``value`` does.
        """
        fields = self.layer.fields()
        own = fields[self.places[name]].name()
        if within:
            where = QgsExpression.createFieldEqualityExpression(fields[self.places[within]].name(), value)
        else:
            where = f"left({QgsExpression.quotedColumnRef(own)}, {len(value)}) = {QgsExpression.quotedValue(value)}"
        columns = [own, *([fields[self.places[within]].name()] if within else [])]
        request = QgsFeatureRequest().setFilterExpression(where).setFlags(QgsFeatureRequest.Flag.NoGeometry)
        request.setSubsetOfAttributes(columns, fields)
        found = [clean(feature.attribute(own)) for feature in self.layer.getFeatures(request)]
        buffer, source = self.layer.editBuffer(), self.layer.dataProvider()
        if buffer is not None and source.fields().lookupField(own) >= 0:
            changed = [*buffer.deletedFeatureIds(), *buffer.changedAttributeValues()]
            request = QgsFeatureRequest().setFilterFids(changed).setFlags(QgsFeatureRequest.Flag.NoGeometry)
            found += [clean(feature.attribute(own)) for feature in source.getFeatures(request)]
        return found
