"""The inputs of kf:heightcontrol: buildings with heights from three sources, caps by zone and tier, parcels."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.crs import transform_between
from ...engine.reading import brought
from ...engine.terrain import Terrain
from ...i18n import tr
from ...rules.building_heights import cap_of, storey_heights, tier_caps
from ...rules.heritage_tiers import tier_of, tiers
from ...rules.text import clean, numbers
from ..land_inputs import LandInputs
from ..raster_inputs import RasterInputs
from ..reading_findings import first_fids
from ..refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform

    from ...engine.kernel import Kernel
    from ...engine.reading import FeatureTable, PolygonTable
    from ...rules.areas import Bools, Floats, Ints
    from ...rules.heritage_tiers import Tier
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

BUILDINGS, LIMITS, ZONES, VIEWS, PARCELS = "BUILDINGS", "LIMITS", "ZONES", "VIEW_CORRIDORS", "PARCELS"
_CAPS, _VIEWS = "height_limits", "view_corridors"
STANDARD = {
    "BUILDING_ID_FIELD": (BUILDINGS, "buildings", "building_id"), "HEIGHT_FIELD": (BUILDINGS, "buildings", "height"),
    "STOREYS_FIELD": (BUILDINGS, "buildings", "storeys"), "USE_FIELD": (BUILDINGS, "buildings", "use"),
    "CAP_FIELD": (LIMITS, _CAPS, "cap_m"), "CAP_STOREYS_FIELD": (LIMITS, _CAPS, "cap_storeys"),
    "LIMIT_NAME_FIELD": (LIMITS, _CAPS, "name"),
    "TIER_FIELD": (ZONES, "heritage_zones", "tier"), "SITE_NAME_FIELD": (ZONES, "heritage_zones", "site_name"),
    "CORRIDOR_NAME_FIELD": (VIEWS, _VIEWS, "name"), "EYE_FIELD": (VIEWS, _VIEWS, "eye_m"),
    "TARGET_FIELD": (VIEWS, _VIEWS, "target_m"), "LOWEST_FIELD": (VIEWS, _VIEWS, "lowest_m"),
    "HALF_ANGLE_FIELD": (VIEWS, _VIEWS, "half_angle"), "START_WIDTH_FIELD": (VIEWS, _VIEWS, "start_width_m"),
    "END_WIDTH_FIELD": (VIEWS, _VIEWS, "end_width_m"), "PARCEL_ID_FIELD": (PARCELS, "parcels", "parcel_no"),
}
"""Layer, schema and standard field of each field parameter."""


@dataclass(frozen=True)
class Buildings:
    """Buildings, valid. ids: '#' and the feature id where there is none. area: m². use: '' for none.

    height: m by the height field, storeys: their number, NaN where there is none; storey_m: height of a storey.
    """

    table: PolygonTable
    ids: list[str]
    area: Floats
    use: list[str]
    height: Floats
    storeys: Floats
    storey_m: Floats


@dataclass(frozen=True)
class CapZones:
    """Zones with a cap, valid, in the CRS of the buildings: metres, or storeys where metres are NaN.

    names: what each is called. tier: the rule of the cap, '' for that of a height zone. default: whether it holds only
    where no height zone does. sparing: tiers in which buildings are the heritage itself and no default holds.
    """

    table: PolygonTable
    names: list[str]
    metres: Floats
    storeys: Floats
    tier: list[str]
    default: Bools
    sparing: PolygonTable


class HeightInputs(RasterInputs, LandInputs):
    """Inputs under the names that kf:heightcontrol gives them."""

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = [*self.layer_problems(BUILDINGS, LIMITS, ZONES, VIEWS, PARCELS), *self.raster_problems("DSM", "DEM"),
                 *self.band_problems("DSM", "DSM_BAND"), *self.band_problems("DEM", "DEM_BAND"),
                 *self.file_problems(self.book)]
        for parameter, (layer, schema, standard) in STANDARD.items():
            found += self.missing_field(layer, parameter, schema, standard)
        return [*found, *self._missing_heights(), *self._missing_limits()]

    def _missing_heights(self) -> list[str]:
        found = []
        if not self.has("DSM") and not self.own("HEIGHT_FIELD") and not self.own("STOREYS_FIELD"):
            found.append(tr("Nothing tells how high the buildings of “{layer}” are. Choose “{height}” or “{storeys}”, "
                            "or give “{dsm}” and “{dem}”.").format(
                layer=self.label(BUILDINGS), height=self._titles["HEIGHT_FIELD"],
                storeys=self._titles["STOREYS_FIELD"], dsm=self._titles["DSM"], dem=self._titles["DEM"]))
        if self.has("DSM") and not self.has("DEM"):
            found.append(tr("“{dsm}” needs “{dem}”: a height is the surface less the ground.").format(
                dsm=self._titles["DSM"], dem=self._titles["DEM"]))
        return found

    def _missing_limits(self) -> list[str]:
        found = []
        if not any(self.has(name) for name in (LIMITS, ZONES, VIEWS)):
            found.append(tr("There is nothing to test heights against: give “{limits}”, “{zones}” or “{views}”.")
                         .format(limits=self._titles[LIMITS], zones=self._titles[ZONES],
                                 views=self._titles[VIEWS]))
        if self.has(LIMITS) and not self.own("CAP_FIELD") and not self.own("CAP_STOREYS_FIELD"):
            found.append(tr("Layer “{layer}” has no caps. Choose “{metres}” or “{storeys}”.").format(
                layer=self.label(LIMITS), metres=self._titles["CAP_FIELD"],
                storeys=self._titles["CAP_STOREYS_FIELD"]))
        if self.has(VIEWS):
            found += self.missing_field(VIEWS, "TARGET_FIELD", *STANDARD["TARGET_FIELD"][1:], required=True)
            if self.given["LEVELS"] != "ground" and not self.has("DEM"):
                found.append(tr("Levels of view corridors need “{dem}”, from which heights over the ground follow.")
                             .format(dem=self._titles["DEM"]))
        return found

    def own(self, parameter: str) -> str | None:
        """Return what the layer calls the field of a parameter, None where it has none."""
        layer, schema, standard = STANDARD[parameter]
        return self.field(layer, parameter, schema, standard)

    def owned(self, *parameters: str) -> list[str]:
        """Return the fields of parameters that their layers have."""
        return sorted({name for name in map(self.own, parameters) if name})

    def texts(self, table: FeatureTable, parameter: str) -> list[str]:
        """Return the texts of a field by row, '' for none."""
        name = self.own(parameter)
        return [""] * len(table) if name is None else [clean(value) for value in table.columns[name]]

    def amounts(self, table: FeatureTable, parameter: str) -> tuple[Floats, Ints]:
        """Return the numbers of a field by row, NaN for none, and the rows that hold something else."""
        name = self.own(parameter)
        if name is None:
            return np.full(len(table), np.nan), np.empty(0, dtype=np.int64)
        return numbers(table.columns[name])

    # -- layers ---------------------------------------------------------------------------------------------------

    def buildings(self, kernel: Kernel, book: RuleBook, progress: Progress) -> Buildings:
        """Return the buildings in their own CRS. Raises PlannerError."""
        names = self.owned("BUILDING_ID_FIELD", "HEIGHT_FIELD", "STOREYS_FIELD", "USE_FIELD")
        drawn = self.read(BUILDINGS, "buildings", names, book, progress.part(0.0, 0.6))
        table = self.repaired(drawn, "buildings", kernel, book, progress.part(0.6, 1.0))
        use = self.texts(table, "USE_FIELD")
        of_use = storey_heights(book)
        known = {text: of_use.of(text) for text in set(use)}
        storey_m = np.array([known[text] for text in use], dtype=np.float64)
        one = np.ones(len(table))
        return Buildings(table, self.ids(table, "BUILDING_ID_FIELD"), self.areas(table.crs, book, progress)(table.wkb),
                         use, self._usable(table, "HEIGHT_FIELD", one, book),
                         self._usable(table, "STOREYS_FIELD", storey_m, book), storey_m)

    def ids(self, table: FeatureTable, parameter: str) -> list[str]:
        """Return the ids of rows by a field, '#' and the feature id where there is none."""
        return [text or f"#{fid}" for text, fid in zip(self.texts(table, parameter), table.fids.tolist())]

    def _usable(self, table: FeatureTable, parameter: str, metres: Floats, book: RuleBook) -> Floats:
        """Return numbers that can be heights, each times ``metres``; others are told and NaN."""
        values, bad = self.amounts(table, parameter)
        largest = float(book.threshold("heritage.height_source", "largest_m"))
        with np.errstate(invalid="ignore", over="ignore"):
            no_height = (values <= 0) | (values * metres > largest)
        bad = np.union1d(bad, np.flatnonzero(no_height))
        if len(bad):
            self.findings.append(book.finding(
                "heritage.height_no_number", role="buildings", place=parameter, layer=table.name,
                field=self.own(parameter) or "", count=len(bad), fids=first_fids(table, bad)))
        return np.where(no_height, np.nan, values)

    def terrain(self, name: str, band: str, role: str, crs: QgsCoordinateReferenceSystem, book: RuleBook,
                progress: Progress) -> tuple[Terrain, QgsCoordinateTransform | None]:
        """Return a raster of levels, and the transformation to its CRS. Raises PlannerError and Canceled."""
        number = int(self.given[band] or 1)
        file = self.raster(name, role, [number], book, progress)
        transform, noticed = transform_between(crs, file.grid.crs, self.transforms, book, self.label(BUILDINGS))
        refuse(noticed)
        self.findings.extend(noticed)
        return Terrain(file, number, transform), transform

    def on_terrain(self, table: PolygonTable, transform: QgsCoordinateTransform | None,
                   progress: Progress) -> PolygonTable:
        """Return polygons in the CRS of a raster."""
        return table if transform is None else brought(table, transform, progress)

    def limits(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
               progress: Progress) -> CapZones | None:
        """Return the height zones that have a cap; None without such a layer. Raises PlannerError."""
        if not self.has(LIMITS):
            return None
        table = self.polygons(LIMITS, "height_limits", self.owned("CAP_FIELD", "CAP_STOREYS_FIELD", "LIMIT_NAME_FIELD"),
                              crs, kernel, book, progress)
        largest = float(book.threshold("heritage.height_source", "largest_m"))
        metres, storeys = (np.where((values > 0) & (values <= largest), values, np.nan) for values in (
            self.amounts(table, parameter)[0] for parameter in ("CAP_FIELD", "CAP_STOREYS_FIELD")))
        unusable = np.isnan(metres) & np.isnan(storeys)
        self._tell("heritage.height_cap_missing", table, np.flatnonzero(unusable), "height_limits", book)
        kept = np.flatnonzero(~unusable)
        names = self.ids(table, "LIMIT_NAME_FIELD")
        return CapZones(table.take(kept), [names[row] for row in kept.tolist()], metres[kept], storeys[kept],
                        [""] * len(kept), np.zeros(len(kept), dtype=bool), table.take(kept[:0]))

    def tier_zones(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
              progress: Progress) -> CapZones | None:
        """Return the tiers for which the rules have a cap; None without such a layer. Raises PlannerError."""
        if not self.has(ZONES):
            return None
        table = self.polygons(ZONES, "heritage_zones", self.owned("TIER_FIELD", "SITE_NAME_FIELD"), crs, kernel, book,
                              progress)
        known, caps = tiers(book), tier_caps(book)
        whole = self._tier_of_layer(known)
        values = self.texts(table, "TIER_FIELD")
        codes = [tier_of(value, known) if value else whole for value in values]
        unknown = np.array([row for row, code in enumerate(codes) if not code], dtype=np.int64)
        self._tell("heritage.height_tier_unknown", table, unknown, "heritage_zones", book,
                   values=sorted({values[row] for row in unknown.tolist()} - {""}))
        sites = self.texts(table, "SITE_NAME_FIELD")
        of_row = [cap_of(code, site, caps) if code else None for code, site in zip(codes, sites)]
        spared = book.threshold("heritage.height_spared", "tiers")
        sparing = np.array([row for row, code in enumerate(codes) if code in spared], dtype=np.int64)
        free = sorted({known[code].name(book.language) for code, cap in zip(codes, of_row)
                       if code and cap is None and code not in spared})
        if free:
            self.findings.append(book.finding("heritage.height_tier_free", role="heritage_zones", place="tiers",
                                              tiers=free))
        held = [(row, cap, f"{sites[row]} {known[code].name(book.language)}".strip())
                for row, (code, cap) in enumerate(zip(codes, of_row)) if code and cap is not None]
        metres, storeys = (np.array([np.nan if value is None else value for value in column], dtype=np.float64)
                           for column in ([cap.metres for _, cap, _ in held], [cap.storeys for _, cap, _ in held]))
        return CapZones(table.take(np.array([row for row, *_ in held], dtype=np.int64)), [name for *_, name in held],
                        metres, storeys, [cap.rule_id for _, cap, _ in held], np.ones(len(held), dtype=bool),
                        table.take(sparing))

    def _tier_of_layer(self, known: dict[str, Tier]) -> str:
        """Return the tier of a layer that holds one alone, by its role; '' where that does not tell."""
        role = self.layers[ZONES].role
        return next((tier.code for tier in known.values() if role and tier.role == role), "")

    def _tell(self, rule: str, table: FeatureTable, rows: Ints, role: str, book: RuleBook,
              values: Sequence[str] = ()) -> None:
        if len(rows):
            self.findings.append(book.finding(rule, role=role, place=rule, layer=table.name, count=len(rows),
                                              values=list(values), fids=first_fids(table, rows)))
