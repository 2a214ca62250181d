"""Lines of historic protection redrawn in their layer: planned first, so that it can be asked, then done as one step.

Every plan is one command on the layer's undo stack: undo brings back all tiers of the site at once. Nothing is saved;
that stays with the user.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import NULL, QgsGeometry, QgsVectorLayerUtils

from ..engine.errors import PlannerError
from ..engine.heritage_redraw import NEW, checked, outline, redrawn, reshaped, split
from ..i18n import tr
from ..rules.heritage_zones import says_provisional
from ..rules.text import clean
from .layer_command import one_command
from .zone_lines import attribute, flat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qgis.core import QgsFeature

    from .zone_lines import SiteTiers, ZoneLines

_MOVED_M2 = 0.005  # an area that shows when written with two decimals
_OF_A_LINE = ("tier", "provisional", "method", "width_m", "rule_id", "source", "document", "published", "declared_m2",
              "area_m2", "part")
_DRAWN, _PROVISIONAL = "drawn", 1


@dataclass(frozen=True)
class Site:
    """The site whose lines are edited."""

    id: str
    name: str


@dataclass(frozen=True)
class Change:
    """What becomes of one feature.

    fid: None for a new one. shapes: its land, and that of features that are to be like it; none where it goes.
    before_m2, after_m2: areas of all of it; moved_m2: land that is in only one of both. published: the line is
    in force.
    """

    fid: int | None
    tier: str
    shapes: tuple[QgsGeometry, ...]
    before_m2: float
    after_m2: float
    moved_m2: float
    published: bool

    @property
    def moved(self) -> bool:
        """Tell whether the land is another, or only has other vertices or parts."""
        return self.moved_m2 > _MOVED_M2


@dataclass(frozen=True)
class Plan:
    """All changes of one step; ``title`` is what it is called on the undo stack."""

    title: str
    site: Site
    changes: tuple[Change, ...]

    def published(self) -> list[Change]:
        """Return the changes that move a line in force."""
        return [change for change in self.changes if change.published and change.moved]


class ZoneEdits:
    """Plans and does edits of the lines of one layer; raises PlannerError on construction where it takes none."""

    def __init__(self, lines: ZoneLines) -> None:
        lines.check_editable()
        self.lines = lines

    def draw(self, site: Site, tier: str, area: QgsGeometry, *, add: bool = False) -> Plan:
        """Plan that a tier's outer line encloses ``area`` (in the CRS of the layer); ``add``: what it had as well."""
        nest, area = self.lines.nest(site.id, tier), checked(area)
        level = nest.codes.index(tier)
        if add:
            area = QgsGeometry.unaryUnion([area, outline(nest.bands, level)])
        return self._redrawn(tr("Draw {tier} of {site}"), site, tier, nest, area)

    def reshape(self, site: Site, tier: str, line: QgsGeometry) -> Plan:
        """Plan that a part of a tier's outer line runs along ``line``."""
        nest = self.lines.nest(site.id, tier)
        self._must_have(nest, tier, site)
        area = reshaped(nest.bands, nest.codes.index(tier), line, self.lines.tolerance)
        return self._redrawn(tr("Reshape {tier} of {site}"), site, tier, nest, area)

    def split(self, site: Site, tier: str, line: QgsGeometry) -> Plan:
        """Plan that the features of a tier are cut along ``line``."""
        nest = self.lines.nest(site.id, tier)
        self._must_have(nest, tier, site)
        found = split(nest.bands, nest.codes.index(tier), line, self.lines.tolerance)
        return self._plan(tr("Split {tier} of {site}"), site, tier, nest, found)

    def _redrawn(self, title: str, site: Site, tier: str, nest: SiteTiers, area: QgsGeometry) -> Plan:
        found = redrawn(nest.bands, nest.codes.index(tier), area, self.lines.tolerance)
        for level in {band.level for band in nest.bands if not band.shape.isEmpty()}:
            if all(found[band.key].isEmpty() for band in nest.bands if band.level == level):
                raise PlannerError(tr("That line would leave no land to the {tier} of {site}. Draw it round the line "
                                      "of that tier, or delete that tier first.").format(
                    tier=self.lines.tier_name(nest.codes[level]), site=site.name or site.id))
        return self._plan(title, site, tier, nest, {key: [shape] for key, shape in found.items()})

    def _must_have(self, nest: SiteTiers, tier: str, site: Site) -> None:
        if outline([band for band in nest.bands if nest.codes[band.level] == tier], len(nest.codes)).isEmpty():
            raise PlannerError(tr("{site} has no line of the {tier} yet; draw it first.").format(
                site=site.name or site.id, tier=self.lines.tier_name(tier)))

    def _plan(self, title: str, site: Site, tier: str, nest: SiteTiers,
              found: Mapping[int, list[QgsGeometry]]) -> Plan:
        levels = {band.key: band.level for band in nest.bands}
        old = {band.key: band.shape for band in nest.bands}
        changes = [self._change(nest, key, nest.codes[levels[key]] if key != NEW else tier, old.get(key), shapes)
                   for key, shapes in found.items()
                   if key == NEW or len(shapes) > 1 or not _alike(old[key], shapes[0])]
        return Plan(title.format(tier=self.lines.tier_name(tier), site=site.name or site.id), site, tuple(changes))

    def _change(self, nest: SiteTiers, key: int, tier: str, old: QgsGeometry | None,
                shapes: list[QgsGeometry]) -> Change:
        before, after = flat(QgsGeometry() if old is None else old), QgsGeometry.unaryUnion(shapes)
        areas = self.lines.areas([before, *(_land(one) for one in (before.difference(after), after.difference(before))),
                                  *shapes])
        return Change(None if key == NEW else key, tier, tuple(shape for shape in shapes if not shape.isEmpty()),
                      areas[0], sum(areas[3:]), areas[1] + areas[2],
                      key != NEW and not before.isEmpty() and self._in_force(nest.features[key]))

    def _in_force(self, feature: QgsFeature) -> bool:
        """Tell whether a line is published: said not to be provisional, or nothing said and a date or document given.
        """
        provisional = attribute(feature, self.lines.field("provisional"))
        if clean(provisional):
            return not says_provisional(provisional)
        return any(attribute(feature, self.lines.field(name)) is not None for name in ("published", "document"))

    # -- doing ----------------------------------------------------------------------------------------------------

    def do(self, plan: Plan) -> None:
        """Make the changes as one command; raises PlannerError, and then nothing is changed."""
        if not plan.changes:
            raise PlannerError(tr("The line runs there already; nothing was changed."))
        layer = self.lines.layer
        with one_command(layer, plan.title):
            for change in plan.changes:
                if not self._done(plan.site, change):
                    raise PlannerError(tr("Layer “{layer}” did not take the change of the {tier}; nothing was "
                                          "changed.").format(layer=layer.name(),
                                                             tier=self.lines.tier_name(change.tier)))

    def _done(self, site: Site, change: Change) -> bool:
        layer = self.lines.layer
        if not change.shapes:
            return bool(layer.deleteFeature(change.fid))
        pieces = [piece for shape in change.shapes for piece in _as_stored(shape, layer.wkbType())]
        attributes = self._new_line(site, change.tier)
        if change.fid is not None:
            feature = layer.getFeature(change.fid)
            if not self._redone(feature, change, pieces.pop(0)):
                return False
            attributes = self._values(layer.getFeature(change.fid))
        return all(self._added(site, change.tier, attributes, piece) for piece in pieces)

    def _redone(self, feature: QgsFeature, change: Change, piece: QgsGeometry) -> bool:
        """Give a feature its land, and what follows from it."""
        layer = self.lines.layer
        values: dict[str, Any] = {"area_m2": self.lines.areas([flat(piece)])[0]}
        if change.moved:  # no longer what a width or a publication says
            values.update(method=_DRAWN, width_m=NULL, rule_id=NULL, provisional=_PROVISIONAL)
        places = {self.lines.field(name): value for name, value in values.items()}
        return bool(layer.changeGeometry(feature.id(), piece)) and all(
            layer.changeAttributeValue(feature.id(), place, value) for place, value in places.items()
            if place >= 0 and feature.attribute(place) != value)

    def _added(self, site: Site, tier: str, attributes: Mapping[int, Any], piece: QgsGeometry) -> bool:
        values, part = dict(attributes), self.lines.field("part")
        values[self.lines.field("area_m2")] = self.lines.areas([flat(piece)])[0]
        if part >= 0:
            values[part] = 1 + max((int(text) for one in self._like(site, tier)
                                    if (text := clean(one.attribute(part))).isdigit()), default=0)
        values.pop(-1, None)
        return bool(self.lines.layer.addFeature(QgsVectorLayerUtils.createFeature(self.lines.layer, piece, values)))

    def _values(self, feature: QgsFeature) -> dict[int, Any]:
        """Return what a part of a feature inherits: everything that does not tell the one from the other."""
        keys = self.lines.layer.primaryKeyAttributes()
        return {place: value for place, value in enumerate(feature.attributes()) if place not in keys}

    def _like(self, site: Site, tier: str) -> Iterable[QgsFeature]:
        nest = self.lines.nest(site.id, tier)
        return (nest.features[band.key] for band in nest.bands if nest.codes[band.level] == tier)

    def _new_line(self, site: Site, tier: str) -> dict[int, Any]:
        """Return the attributes of a tier that a site gets: those of the site that all its lines agree on."""
        own = {self.lines.field(name) for name in _OF_A_LINE} | set(self.lines.layer.primaryKeyAttributes())
        siblings = [feature.attributes() for feature in self.lines.nest(site.id, tier).features.values()]
        values = {place: column[0] for place, column in enumerate(zip(*siblings))
                  if place not in own and all(value == column[0] for value in column)}
        values.update({self.lines.field("site_id"): site.id, self.lines.field("tier"): tier,
                       self.lines.field("provisional"): _PROVISIONAL, self.lines.field("method"): _DRAWN})
        if self.lines.field("site_name") >= 0:
            values.setdefault(self.lines.field("site_name"), site.name)
        values.pop(-1, None)
        return values


def _as_stored(shape: QgsGeometry, kind: int) -> list[QgsGeometry]:
    """Return land as a layer keeps it: one geometry, or one for each part where it takes single parts only."""
    stored = shape.coerceToType(kind)
    return sorted(stored, key=lambda piece: -piece.area())


def _land(shape: QgsGeometry) -> QgsGeometry:
    """Return the polygons of any geometry."""
    polygons = [part for part in shape.asGeometryCollection() if part.area() > 0.0]
    return QgsGeometry.collectGeometry(polygons) if polygons else QgsGeometry()


def _alike(one: QgsGeometry, other: QgsGeometry) -> bool:
    """Tell whether two geometries have the same vertices, whatever they begin with."""
    return _normal(one) == _normal(other)


def _normal(shape: QgsGeometry) -> str:
    plain = QgsGeometry(shape)
    plain.convertToMultiType()
    plain.normalize()
    return str(plain.asWkt(17))
