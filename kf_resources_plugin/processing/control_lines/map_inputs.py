"""What a map sheet is made of: the layers given, with role and order; units and pages; texts."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsGeometry

from ... import paths
from ...cartography.layout import Page
from ...cartography.map_layers import sheet_crs, source_line, survey_years
from ...cartography.picture import extent_in, layers_extent
from ...cartography.styles import style_of_role
from ...cartography.themes import Theme, themes
from ...compat import is_null
from ...engine.errors import PlannerError
from ...engine.roles import NO_ROLE, read_role, role_by_fields, role_by_name, roles
from ...engine.schema import load_schema, resolve_field
from ...i18n import language, tr
from ...rules.text import clean
from ..parameters import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsFeature,
        QgsMapLayer,
        QgsProcessingAlgorithm,
        QgsProcessingContext,
        QgsRectangle,
        QgsVectorLayer,
    )

    from ...engine.schema import Schema

ROLES = {"PROJECTS": "projects", "URBAN_BOUNDARY": "urban_boundary", "ECOLOGICAL_REDLINE": "ecological_redline",
         "PERMANENT_FARMLAND": "permanent_farmland", "LAND": "land"}
"""Role by parameter, from top to bottom of a map without a theme: outlines over fills, the survey lowest."""
NO_THEME, AUTO_PAGE, POINTS = "none", "auto", "POINTS"
_TIERS = "heritage_zones"
_DEFAULT_TEMPLATE = "map_a4_landscape"
_NAME_FIELDS = ("XZQMC", "ZLDWMC", "XMMC", "project_name", "name", "name_zh", "unit_name", "district_name", "XMDM",
                "project_id")


@dataclass(frozen=True)
class Drawn:
    """A layer on the map; ``role`` '' for none. ``style`` is None where the layer itself tells."""

    layer: QgsMapLayer
    role: str
    style: str | None
    is_result: bool = False


class MapInputs:
    """The parameters of one run, read on the main thread."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        self._algorithm, self._parameters, self._context = algorithm, parameters, context
        self.theme: Theme | None = themes().get(word(algorithm, parameters, "THEME", context))
        self.points = self._vector(POINTS)
        given = self._given()
        self.units = self._vector("UNITS") or self._units_of_theme(given)
        self.drawn = self._ordered(given)
        self.left_out = [item.layer.name() for item in given if item not in self.drawn]

    # -- layers ---------------------------------------------------------------------------------------------------

    def _vector(self, name: str) -> QgsVectorLayer | None:
        return self._algorithm.parameterAsVectorLayer(self._parameters, name, self._context)

    def _several(self, name: str) -> Sequence[QgsMapLayer]:
        return self._algorithm.parameterAsLayerList(self._parameters, name, self._context) or []

    def _given(self) -> list[Drawn]:
        """Return the layers from top to bottom of a map without a theme; one given twice is drawn once."""
        def listed() -> Iterator[Drawn]:
            if self.points is not None:
                yield Drawn(self.points, "", None, is_result=True)
            yield from (Drawn(layer, "", None, is_result=True) for layer in self._several("RESULTS"))
            yield from self._with_role("PROJECTS")
            units = self._vector("UNITS")
            if units is not None:
                role = role_of(units) or "admin_units"
                yield Drawn(units, role, style_of_role(role, units))
            for name in ("URBAN_BOUNDARY", "ECOLOGICAL_REDLINE", "PERMANENT_FARMLAND"):
                yield from self._with_role(name)
            for layer in self._several("LAYERS"):
                role = role_of(layer)
                yield Drawn(layer, role, style_of_role(role, layer) if role else None)
            yield from self._with_role("LAND")

        found: dict[str, Drawn] = {}
        for item in listed():
            found.setdefault(item.layer.id(), item)
        return list(found.values())

    def _with_role(self, name: str) -> Iterator[Drawn]:
        layer = self._vector(name)
        if layer is not None:
            yield Drawn(layer, ROLES[name], style_of_role(ROLES[name], layer))

    def _units_of_theme(self, given: Sequence[Drawn]) -> QgsVectorLayer | None:
        """Return the layer whose features have a page each because the theme says so."""
        if self.theme is None or not self.theme.pages:
            return None
        return next((item.layer for item in given if item.role == self.theme.pages), None)

    def _ordered(self, given: list[Drawn]) -> list[Drawn]:
        """Return what belongs on the map in its order: results, then the theme's roles; units are always drawn."""
        if self.theme is None:
            return given
        order = {role: place for place, role in enumerate(self.theme.roles)}
        units = order.get("admin_units", len(order))

        def place(item: Drawn) -> int | None:
            if item.is_result:
                return -1
            return order.get(item.role, units if item.layer is self.units else None)

        return [item for item in sorted(given, key=lambda item: place(item) or 0) if place(item) is not None]

    @property
    def originals(self) -> list[QgsMapLayer]:
        """Return the layers on the map, topmost first."""
        return [item.layer for item in self.drawn]

    @property
    def of_sites(self) -> bool:
        """Tell whether every heritage site has a page: units are the tiers of sites."""
        return self.units is not None and role_of(self.units) == _TIERS

    # -- pages ----------------------------------------------------------------------------------------------------

    def crs(self) -> QgsCoordinateReferenceSystem:
        """Return the coordinate system of the map."""
        crs = self._algorithm.parameterAsCrs(self._parameters, "CRS", self._context)
        return crs if crs.isValid() else sheet_crs(self.originals, self._context.transformContext())

    def extent(self, crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
        """Return the extent asked for, null where none is."""
        return self._algorithm.parameterAsExtent(self._parameters, "EXTENT", self._context, crs)

    def pages(self, crs: QgsCoordinateReferenceSystem) -> list[Page]:
        """Return a page for every unit with a shape, or one; raises PlannerError where there would be none."""
        if self.units is None:
            extent = self.extent(crs)
            return [Page("", None, extent if not extent.isNull() else self._whole(crs))]
        pages = [Page(name, unit, extent_in(unit.geometry().boundingBox(), self.units, crs,
                                            self._context.transformContext())) for name, unit in self.named_units()]
        if not pages:  # a layer may have changed since it was looked at
            raise PlannerError(no_page(self.units))
        return pages

    def named_units(self) -> list[tuple[str, QgsFeature]]:
        """Return (name, unit) for every unit with a shape; one without a name is called by its number.

        The tiers of a heritage site are one unit, and one feature here.
        """
        if self.units is None:
            return []
        if self.of_sites:
            return self._joined_units(self.units)
        field = self._name_field(self.units)
        units = list(filter(has_shape, self.units.getFeatures()))
        names = ["" if field is None or is_null(unit[field]) else str(unit[field]).strip() for unit in units]
        return [(name or str(unit.id()), unit) for name, unit in zip(names, units)]

    @staticmethod
    def _joined_units(units: QgsVectorLayer) -> list[tuple[str, QgsFeature]]:
        key, title = (resolve_field(units.fields(), name, _schema_of(_TIERS)) for name in ("site_id", "site_name"))
        groups: dict[str, list[QgsFeature]] = {}
        for unit in filter(has_shape, units.getFeatures()):
            groups.setdefault(clean(unit[key]) if key else str(unit.id()), []).append(unit)
        found = []
        for number in sorted(groups):
            first, *others = groups[number]
            first.setGeometry(QgsGeometry.unaryUnion([one.geometry() for one in (first, *others)]))
            name = next((clean(one[title]) for one in (first, *others) if title and clean(one[title])), "")
            found.append((name or number or str(first.id()), first))
        return found

    def _name_field(self, units: QgsVectorLayer) -> str | None:
        names = self._algorithm.parameterAsFields(self._parameters, "UNIT_NAME_FIELD", self._context)
        schema = _schema_of(role_of(units))
        known = (resolve_field(units.fields(), name, schema) for name in (*names, *_NAME_FIELDS))
        return next((name for name in known if name), None)

    def _whole(self, crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
        extent = layers_extent(self.originals, crs, self._context.transformContext())
        if extent.isNull():
            raise PlannerError(tr("There is nothing to draw: the layers have no extent."))
        return extent

    # -- template and texts ---------------------------------------------------------------------------------------

    def template(self) -> Path:
        """Return the template: the user's own, the one of the page size, or the one that suits the theme."""
        own = self._algorithm.parameterAsFile(self._parameters, "TEMPLATE", self._context)
        if own:
            return Path(own)
        size = word(self._algorithm, self._parameters, "PAGE", self._context)
        if size != AUTO_PAGE:
            name = f"map_{size}"
        else:
            name = self.theme.template if self.theme is not None else _DEFAULT_TEMPLATE
        return paths.resource("layouts", f"{name}.qpt")

    def title(self) -> str:
        """Return the title of the map."""
        of_theme = self.theme.title() if self.theme is not None else tr("Map of control lines")
        return self.text("TITLE") or of_theme

    def data_date(self) -> str:
        """Return of when the data are, '' where nobody says it."""
        return self.text("DATA_DATE") or survey_years(self.originals)

    def texts(self) -> dict[str, str]:
        """Return the template's variables but those of a page."""
        day = self._algorithm.parameterAsDateTime(self._parameters, "SIGNED_ON", self._context).date()
        return {
            "kf_source": self.text("SOURCE") or tr("Source: {layers}").format(
                layers=source_line(self.originals, language())),
            "kf_approval": tr("Map approval number: {number}").format(
                number=self.text("APPROVAL") or tr("(pending)")),
            "kf_notice": self.text("NOTICE") or tr("For illustration only, not the legal boundary"),
            "kf_organisation": tr("Organisation: {name}").format(name=self.text("ORGANISATION")),
            "kf_drawn_by": tr("Drawn by: {name}").format(name=self.text("DRAWN_BY")),
            "kf_checked_by": tr("Checked by: {name}").format(name=self.text("CHECKED_BY")),
            "kf_signed_on": tr("Date: {day}").format(day=day.toString("yyyy-MM-dd") if day.isValid() else ""),
        }

    def text(self, name: str) -> str:
        """Return a text parameter without blanks around it."""
        return str(self._algorithm.parameterAsString(self._parameters, name, self._context)).strip()


def role_of(layer: QgsMapLayer) -> str:
    """Return the role that is written on a layer, or that its name or its fields tell; '' for none."""
    role = read_role(layer) or role_by_name(layer) or role_by_fields(layer)
    return "" if role == NO_ROLE else role


def _schema_of(role: str) -> Schema | None:
    name = roles()[role].schema if role in roles() else None
    return load_schema(name) if name else None


def has_shape(unit: QgsFeature) -> bool:
    """Tell whether a unit can have a page."""
    return not unit.geometry().isEmpty()


def no_page(units: QgsMapLayer) -> str:
    """Return the message that a layer of units would have no page."""
    return tr("Layer “{layer}” has no units with a shape, so there would be no page. Choose a layer with the "
              "boundaries of the units.").format(layer=units.name())
