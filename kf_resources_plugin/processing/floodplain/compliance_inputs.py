"""The inputs of kf:floodplaincompliance: zones, what is judged by them, settlements and receiving sites."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ...engine.counted_once import counted_once
from ...engine.floodplain_use import CROP, USE_FIELDS, Ground
from ...engine.near import rows_near
from ...engine.permanent_parts import Patches
from ...engine.relocation import PLATFORMS, Named, read_named
from ...engine.zone_layer import read_zone_layer
from ...rules.control_lines import PERMANENT
from ...rules.floodplain_use import FLOODPLAIN, rule_kinds, site_kinds, use_rules
from ...rules.text import numbers
from ..farmland.permanent_inputs import PERMANENT_SCHEMA, PermanentInputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.counted_once import CountedOnce
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import AreasOf
    from ...engine.reading import PolygonTable
    from ...rules.areas import Floats
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

SCHEMA = "floodplain_use"
ROLES = {
    "ZONES": "floodplain_zones", "LAND": "land", "LAND_BEFORE": "land_before",
    "PERMANENT_FARMLAND": PERMANENT, "PLANNED": "planned_construction", "BUILDINGS": "buildings",
    "PRODUCTION_DIKES": "production_dikes", "SETTLEMENTS": "settlements", "PLATFORMS": "platforms",
    "RECEIVING_SITES": "receiving_sites", "UNITS": "admin_units",
}
"""Layer role by input parameter."""
_FIELDS = (("ZONES", "ZONE_FIELD", "zone"), ("LAND", "CROP_FIELD", "crop"), ("PLANNED", "PLANNED_NAME_FIELD", "name"),
           ("PRODUCTION_DIKES", "DIKE_NAME_FIELD", "name"), ("PRODUCTION_DIKES", "DIKE_DATE_FIELD", "built_on"),
           ("SETTLEMENTS", "SETTLEMENT_NAME_FIELD", "name"), ("SETTLEMENTS", "HOUSEHOLDS_FIELD", "households"),
           ("SETTLEMENTS", "POPULATION_FIELD", "population"), ("PLATFORMS", "PLATFORM_TOP_FIELD", "top_m"),
           ("PLATFORMS", "PLATFORM_DESIGN_FIELD", "design_m"), ("RECEIVING_SITES", "SITE_NAME_FIELD", "name"),
           ("RECEIVING_SITES", "CAPACITY_FIELD", "capacity_households"))


class ComplianceInputs(PermanentInputs):
    """Inputs under the names that the algorithm gives them."""

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        surveys = ["LAND", *(["LAND_BEFORE"] if self.has("LAND_BEFORE") else [])]
        found = [*self.layer_problems(*ROLES, "PERMANENT_BEFORE"), *self.field_problems(*surveys),
                 *self.missing_field("PERMANENT_FARMLAND", "PERMANENT_ID_FIELD", PERMANENT_SCHEMA)]
        for layer, parameter, standard in _FIELDS:
            required = (layer, parameter) in {("ZONES", "ZONE_FIELD"), ("RECEIVING_SITES", "CAPACITY_FIELD")}
            found += self.missing_field(layer, parameter, SCHEMA, standard, required=required)
        found += self.file_problems(self.book, self.class_map, lambda: self.class_map("LAND_BEFORE"))
        return found if self.file_problems(self.book) else [*found, *self.mask_problems(mask_kinds(self.book()))]

    def own_field(self, layer: str, parameter: str) -> str | None:
        """Return a layer's own name of a field of ours, None where it has none."""
        return self.field(layer, parameter, SCHEMA, next(word for _, name, word in _FIELDS if name == parameter))

    def land(self, book: RuleBook, progress: Progress) -> LandSurvey:
        """Return all parcels with their classes, planting codes and crops, not yet repaired. Raises PlannerError."""
        crop = self.own_field("LAND", "CROP_FIELD")
        return self.survey(book, progress, more={**USE_FIELDS, **({CROP: crop} if crop else {})})

    def ground(self, crs: QgsCoordinateReferenceSystem, areas: AreasOf, kernel: Kernel, book: RuleBook,
               progress: Progress) -> Ground:
        """Return what everything is cut by: area layers, platforms that are high enough, zones, units."""
        masks = self.masks(mask_kinds(book), crs, kernel, book, progress.part(0.0, 0.4))
        if self.has("PLATFORMS"):
            masks[PLATFORMS] = self._platforms(crs, kernel, book, progress.part(0.4, 0.5))
        names = {"zone": self.own_field("ZONES", "ZONE_FIELD"), **self.standard_fields("ZONES", SCHEMA, {
            "years": "t_yr", "hazard": "hazard", "depth": "depth_m"})}
        table = self.polygons("ZONES", "floodplain_zones", sorted({name for name in names.values() if name}), crs,
                              kernel, book, progress.part(0.5, 0.9))
        zones, found = read_zone_layer(table, names, areas, book)
        self.findings.extend(found)
        return Ground(masks, zones, self.all_units(crs, kernel, book, progress.part(0.9, 1.0)))

    def _platforms(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                   progress: Progress) -> PolygonTable:
        """Return the platforms whose tops are high enough, or not known to be too low."""
        top, design = (self.own_field("PLATFORMS", name) for name in ("PLATFORM_TOP_FIELD", "PLATFORM_DESIGN_FIELD"))
        table = self.polygons("PLATFORMS", PLATFORMS, sorted({field for field in (top, design) if field}), crs, kernel,
                              book, progress)
        if top is None or design is None:
            self.findings.append(book.finding("flooduse.platform_unknown", role=PLATFORMS, place="field",
                                              layer=table.name))
            return table
        # levels have decimals of their own: 64.10 − 63.10 is 1, whatever binary numbers make of it
        above = np.round(numbers(table.columns[top])[0] - numbers(table.columns[design])[0], 4)
        freeboard = float(book.threshold("flooduse.relocation", "freeboard_m"))
        if np.isnan(above).any():
            self.findings.append(book.finding("flooduse.platform_unknown", role=PLATFORMS, place="level",
                                              layer=table.name))
        low = np.nan_to_num(above, nan=freeboard) < freeboard
        for row in np.flatnonzero(low).tolist():
            self.findings.append(book.finding(
                "flooduse.platform_low", role=PLATFORMS, source_fid=int(table.fids[row]), wkb=table.wkb[row],
                layer=table.name, above_m=round(float(above[row]), 2), freeboard_m=freeboard))
        return table.take(np.flatnonzero(~low))

    def near(self, survey: LandSurvey, ground: Ground, role: str, kernel: Kernel, book: RuleBook,
             progress: Progress) -> LandSurvey:
        """Return the parcels within the bounds of floodplain and zones, repaired."""
        found = survey.take(rows_near(survey.table.bounds, extent(ground), progress))
        return replace(found, table=self.repaired(found.table, role, kernel, book, progress))

    def counted(self, survey: LandSurvey, ground: Ground, areas: AreasOf, kernel: Kernel, book: RuleBook,
                progress: Progress) -> CountedOnce:
        """Return the parcels near the floodplain, every place of them in one parcel."""
        found = self.near(survey, ground, "land", kernel, book, progress.part(0.0, 0.4))
        return counted_once(found, areas, book, kernel, progress.part(0.4, 1.0), all_land=True)

    def before(self, crs: QgsCoordinateReferenceSystem, ground: Ground, kernel: Kernel, book: RuleBook,
               progress: Progress) -> LandSurvey | None:
        """Return the parcels of the earlier survey near the floodplain; None when it was omitted."""
        if not self.has("LAND_BEFORE"):
            return None
        survey = self.survey(book, progress.part(0.0, 0.7), "LAND_BEFORE", role="land_before", target=crs)
        return self.near(survey, ground, "land_before", kernel, book, progress.part(0.7, 1.0))

    def near_patches(self, ground: Ground, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                     progress: Progress) -> Patches:
        """Return the permanent farmland within the bounds of floodplain and zones."""
        found = self.patches(crs, kernel, book, progress)
        rows = rows_near(found.table.bounds, extent(ground), progress)
        return Patches(found.table.take(rows), found.ids[rows], found.county[rows])

    def named(self, layer: str, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook, progress: Progress,
              *, name: str = "", figures: Sequence[tuple[str, str]] = (), ground: Ground | None = None) -> Named:
        """Return the polygons of a layer with names and numbers; with ``ground`` those near the floodplain only.

        name: the parameter of their names; figures: (key, parameter) of whole numbers.
        """
        label = self.own_field(layer, name) if name else None
        fields = {key: self.own_field(layer, parameter) for key, parameter in figures}
        table = self.polygons(layer, ROLES[layer], sorted({field for field in (label, *fields.values()) if field}), crs,
                              kernel, book, progress)
        found = read_named(table, None, label, fields)
        return found if ground is None else found.take(rows_near(found.table.bounds, extent(ground), progress))


def mask_kinds(book: RuleBook) -> tuple[str, ...]:
    """Return the roles of the layers among MASKS: all that rules and sites ask for but those that have parameters."""
    kinds = rule_kinds(use_rules(book)) | site_kinds(book)
    return tuple(sorted(kinds - {PLATFORMS, PERMANENT}))


def extent(ground: Ground) -> Floats:
    """Return the bounds of zones and floodplain, (1, 4) or (0, 4) where there is nothing."""
    layers = [ground.zones.table, *([ground.masks[FLOODPLAIN]] if FLOODPLAIN in ground.masks else [])]
    bounds = np.concatenate([table.bounds for table in layers])
    bounds = bounds[~np.isnan(bounds[:, 0])]
    if not len(bounds):
        return np.empty((0, 4))
    return np.r_[bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)].reshape(1, 4)
