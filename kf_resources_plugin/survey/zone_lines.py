"""The layer with the tiers of historic protection lines, read for editing: its sites, and the tiers of one as bands."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeatureRequest, QgsGeometry, QgsProject, QgsVectorDataProvider, QgsWkbTypes

from ..engine.areas import areas_of
from ..engine.errors import PlannerError
from ..engine.field_map import mapped_field
from ..engine.heritage_redraw import Band, outline
from ..engine.map_units import metres_per_unit
from ..engine.paper_rings import paper_crs, paper_rings
from ..engine.roles import schema_of
from ..i18n import language, tr
from ..rules.heritage_tiers import tier_of, tiers
from ..rules.parcel_writing import coordinate_text
from ..rules.progress import NoProgress
from ..rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsVectorLayer

    from ..rules.heritage_tiers import Tier
    from ..rules.rule_rows import RuleBook

ROLE = "heritage_zones"
_SAME_PLACE_M = 0.001  # a tenth of the last digit that coordinate tables print
_WANTED = (QgsVectorDataProvider.Capability.AddFeatures | QgsVectorDataProvider.Capability.DeleteFeatures
           | QgsVectorDataProvider.Capability.ChangeGeometries
           | QgsVectorDataProvider.Capability.ChangeAttributeValues)


@dataclass(frozen=True)
class SiteTiers:
    """The tiers of one site that nest in each other: codes from the innermost, bands, and the features they are."""

    codes: tuple[str, ...]
    bands: tuple[Band, ...]
    features: dict[int, QgsFeature]


class ZoneLines:
    """Raises PlannerError on construction where the layer has no lines of tiers."""

    def __init__(self, layer: QgsVectorLayer, book: RuleBook) -> None:
        self.layer, self.book, self.tiers = layer, book, tiers(book)
        self._check()
        fields = layer.fields()
        self._site, self._name, self._tier = (
            fields.lookupField(mapped_field(layer, name, schema_of(ROLE)).field)
            for name in ("site_id", "site_name", "tier"))
        missing = [name for name, found in (("site_id", self._site), ("tier", self._tier)) if found < 0]
        if missing:
            raise PlannerError(tr("Layer “{layer}” has no field {fields}: choose it in the panel Data, or add "
                                  "it.").format(layer=layer.name(), fields=", ".join(missing)))

    def _check(self) -> None:
        layer = self.layer
        if layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
            raise PlannerError(tr("Layer “{layer}” has no polygons; lines of tiers are the borders of "
                                  "polygons.").format(layer=layer.name()))
        if not layer.crs().isValid():
            raise PlannerError(tr("Layer “{layer}” has no coordinate reference system; assign it one first.").format(
                layer=layer.name()))

    def check_editable(self) -> None:
        """Raise PlannerError where the layer cannot be edited."""
        layer = self.layer
        if layer.readOnly() or layer.dataProvider().capabilities() & _WANTED != _WANTED:
            raise PlannerError(tr("Layer “{layer}” cannot be edited: it is read-only. Save a copy as GeoPackage and "
                                  "give it the role instead.").format(layer=layer.name()))

    def field(self, standard: str) -> int:
        """Return the place of a field among the layer's, -1 where it has none."""
        return int(self.layer.fields().lookupField(mapped_field(self.layer, standard, schema_of(ROLE)).field
                                                   or standard))

    @property
    def tolerance(self) -> float:
        """Return how near, in units of the layer, two places are one."""
        return _SAME_PLACE_M / metres_per_unit(self.layer.crs())

    def tier_name(self, code: str) -> str:
        """Return what a tier is called in the user's language."""
        return self.tiers[code].name(language())

    def sites(self) -> dict[str, str]:
        """Return the names of the sites by id, in order of id."""
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        request.setSubsetOfAttributes([place for place in (self._site, self._name) if place >= 0])
        found: dict[str, str] = {}
        for feature in self.layer.getFeatures(request):
            site = clean(feature.attribute(self._site))
            if site and not found.get(site):
                found[site] = clean(feature.attribute(self._name)) if self._name >= 0 else ""
        return dict(sorted(found.items()))

    def of_site(self, site: str) -> list[int]:
        """Return the ids of the features of a site that have land."""
        return [feature.id() for feature in self._features(site) if not feature.geometry().isEmpty()]

    def nest(self, site: str, tier: str) -> SiteTiers:
        """Return the tiers of a site that nest in or around one of them, itself among them whether drawn yet or not.

        A tier without a family goes round all others. Raises PlannerError for a tier that is never drawn, and where a
        feature of the site is not valid.
        """
        one = self.tiers[tier]
        if one.derived:
            raise PlannerError(tr("The {tier} is united from other lines and not drawn itself; change those, and run "
                                  "the delimitation again.").format(tier=self.tier_name(tier)))
        found = {feature.id(): (code, feature) for feature in self._features(site)
                 if (code := tier_of(feature.attribute(self._tier), self.tiers)) and not self.tiers[code].derived}
        held = {code for code, _ in found.values()} | {tier}
        codes = tuple(sorted((code for code in held if _nests(self.tiers[code], one)), key=self._rank))
        features = {fid: feature for fid, (code, feature) in found.items() if code in codes}
        bands = tuple(Band(fid, codes.index(found[fid][0]), self._shape(feature)) for fid, feature in features.items())
        return SiteTiers(codes, _without_empty(bands), features)

    def _rank(self, code: str) -> tuple[bool, int]:
        """Return where a tier stands from the inside; what goes round all others is last."""
        return not self.tiers[code].family, list(self.tiers).index(code)

    def _features(self, site: str) -> Iterable[QgsFeature]:
        return (feature for feature in self.layer.getFeatures() if clean(feature.attribute(self._site)) == site)

    def _shape(self, feature: QgsFeature) -> QgsGeometry:
        shape = flat(feature.geometry())
        if not shape.isEmpty() and not shape.isGeosValid():
            raise PlannerError(tr("Feature {fid} of layer “{layer}” is not valid; repair it with “Fix geometries” "
                                  "before its lines are edited.").format(fid=feature.id(), layer=self.layer.name()))
        return shape

    def paper_crs(self) -> QgsCoordinateReferenceSystem:
        """Return the system of the coordinates in tables: that of the layer if it is a national one, else its zone."""
        extent = self.layer.extent()
        bounds = None if extent.isNull() else (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(),
                                               extent.yMaximum())
        return paper_crs(self.layer.crs(), bounds, QgsProject.instance().transformContext(), self.book)

    def points(self, site: str, tier: str) -> list[tuple[str, str, str, str]]:
        """Return the points of a tier's outer line as tables write them: number, ring, X north, Y east in metres.

        They are in ``paper_crs``. Numbers run on from ring to ring, each of which begins in the north-west. Raises
        PlannerError as ``nest`` does, and where there is no way into that system.
        """
        nest = self.nest(site, tier)
        area = outline(nest.bands, nest.codes.index(tier))
        if area.isEmpty():
            return []
        paper, findings = paper_rings([bytes(area.asWkb())], self.layer.crs(), self.paper_crs(),
                                      QgsProject.instance().transformContext(), self.book, self.layer.name(),
                                      NoProgress())
        errors = [finding.message for finding in findings if finding.severity == "error"]
        if errors:
            raise PlannerError("\n".join(errors))
        [rings] = paper.rings
        return [(name, str(number), coordinate_text(north, paper.decimals), coordinate_text(east, paper.decimals))
                for number, ring in enumerate(rings, start=1)
                for name, (east, north) in zip(ring.ids, ring.corners.tolist())]

    def areas(self, shapes: Sequence[QgsGeometry]) -> list[float]:
        """Return areas in m², rounded to 0.01 m²."""
        wkbs = [b"" if shape.isEmpty() else bytes(shape.asWkb()) for shape in shapes]
        if not wkbs:
            return []
        found = areas_of(wkbs, self.layer.crs(), QgsProject.instance().transformContext(),
                         step_m=float(self.book.threshold("area.step", "step_m")))
        return [round(area, 2) for area in found.tolist()]


def flat(shape: QgsGeometry) -> QgsGeometry:
    """Return a geometry without curves, heights and measures; empty land for none."""
    if shape.isEmpty():
        return QgsGeometry.fromWkt("MultiPolygon EMPTY")
    plain = shape.constGet().segmentize() if shape.constGet().hasCurvedSegments() else shape.constGet().clone()
    plain.dropZValue()
    plain.dropMValue()
    return QgsGeometry(plain)


def _nests(tier: Tier, one: Tier) -> bool:
    """Tell whether two tiers may lie in each other."""
    return tier.family == one.family or not tier.family or not one.family


def _without_empty(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    """Leave out features without land where their tier has others; one that waits for its line stays."""
    drawn = {band.level for band in bands if not band.shape.isEmpty()}
    return tuple(band for band in bands if not band.shape.isEmpty() or band.level not in drawn)


def attribute(feature: QgsFeature, place: int) -> Any:
    """Return the value of a field by its place, None where there is no such field or nothing in it."""
    value = feature.attribute(place) if place >= 0 else None
    return value if clean(value) else None
