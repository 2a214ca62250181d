"""The inputs of kf:idleland: supplies as polygons or as a table, the day of the check, units."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsWkbTypes

from ..land_inputs import LandInputs
from .area_units import unknown_units

if TYPE_CHECKING:
    from ...engine.kernel import Kernel
    from ...engine.reading import PolygonTable
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

SUPPLIES, ROLE, SCHEMA = "SUPPLIES", "supplies", "stock_land"
FIELDS = {"PARCEL_ID_FIELD": ("parcel", "parcel_id"), "AGREED_START_FIELD": ("agreed", "YDDGRQ"),
          "STARTED_FIELD": ("started", "SJDGRQ"), "SUSPENDED_FIELD": ("suspended", "ZZRQ"),
          "PRICE_FIELD": ("price", "CRJK"), "CAUSE_FIELD": ("government_cause", "ZFYY"),
          "OUTPUT_FIELD": ("output", None), "EXCLUDED_DAYS_FIELD": ("excluded", None),
          "NOTICE_DATE_FIELD": ("noticed", None), "DETERMINED_DATE_FIELD": ("determined", None)}
"""What a field parameter tells, and the field of the schema it takes when it is empty."""
_MORE = {"supplied": "GDRQ", "area": "GDMJ", "developed": "KFMJ", "to_develop": "YKFMJ", "invested": "YTZ",
         "investment": "ZTZ", "project": "XMMC", "contract": "HTBH", "use": "TDYT", "unit": "XZQDM",
         "unit_name": "XZQMC"}
AREAS = ("area", "developed", "to_develop")


class IdleInputs(LandInputs):
    """Inputs under the names that kf:idleland gives them."""

    HEADED = True

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = [*self.layer_problems("UNITS"),
                 *(self.layer_problems(SUPPLIES) if self.has_places else self.lost_files(SUPPLIES))]
        for parameter, (_, standard) in FIELDS.items():
            found += self.missing_field(SUPPLIES, parameter, SCHEMA, standard,
                                        required=parameter == "AGREED_START_FIELD")
        found += unknown_units(self, SUPPLIES, SCHEMA, FIELDS, ("CRJK", *_MORE.values()))
        return [*found, *self.field_problems(), *self.file_problems(self.book)]

    @property
    def has_places(self) -> bool:
        """Tell whether the supplies are polygons."""
        return self.has(SUPPLIES) and self.layers[SUPPLIES].features.kind == QgsWkbTypes.GeometryType.PolygonGeometry

    def supplies(self, kernel: Kernel, book: RuleBook,
                 progress: Progress) -> tuple[PolygonTable, dict[str, str | None]]:
        """Return (supplies, repaired where they are polygons; what they call each field). Raises PlannerError."""
        own = {key: self.field(SUPPLIES, parameter, SCHEMA, standard)
               for parameter, (key, standard) in FIELDS.items()}
        own.update(self.standard_fields(SUPPLIES, SCHEMA, _MORE))
        own["parcel"] = own["parcel"] or own["contract"]  # a market's table calls a plot by its contract alone
        names = sorted({name for name in own.values() if name})
        if self.has_places:
            crs = self.layers[SUPPLIES].features.crs
            return self.polygons(SUPPLIES, ROLE, names, crs, kernel, book, progress), own
        table = self.read_table(SUPPLIES, ROLE, names, progress)
        if not len(table):
            self.tell_empty(SUPPLIES, ROLE, book)
        return table, own
