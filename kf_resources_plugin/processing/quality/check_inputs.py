"""The inputs of kf:checkland: a layer whatever is wrong with it, its standard, control areas, a trusted layer."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.errors import PlannerError
from ...engine.field_checks import matched_fields
from ...engine.roles import POLYGON, roles
from ...engine.schema import CASE, EXACT, load_schema
from ...i18n import tr
from ...rules.text import clean
from ..inputs import refuse
from ..land_inputs import LandInputs
from .faults import CheckedLayer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...engine.reading import PolygonTable
    from ...engine.schema import Schema
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

LAND, CONTROL_AREAS, REFERENCE = "LAND", "CONTROL_AREAS", "REFERENCE"
AUTO, ANY = "auto", "none"
IDS = ("BSM", "site_id", "parcel_id", "building_id", "XMDM")
"""Standard fields that a feature may be called by, the first that a layer has."""
_LEAST_FITTING = 3  # fields of a standard by which an unnamed layer is known


def schema_names() -> tuple[str, ...]:
    """Return the names of the standards that layers of polygons are made by."""
    return tuple(sorted({role.schema for role in roles().values() if role.schema and POLYGON in role.kinds}))


class CheckInputs(LandInputs):
    """Inputs under the names that kf:checkland gives them; what is wrong with LAND ends no run but is told."""

    def problems(self) -> list[str]:
        """Return what keeps the run from starting: nothing that is a fault of LAND."""
        found = self.lost_files(LAND) or (self.wrong_kind(LAND) if self.has(LAND) else [])
        for parameter, standard in (("CONTROL_UNIT_FIELD", "ZLDWDM"), ("CONTROL_AREA_FIELD", "DCMJ")):
            found += self.missing_field(CONTROL_AREAS, parameter, "cjdcq", standard, required=True)
        return [*found, *self.lost_files(CONTROL_AREAS), *self.layer_problems(REFERENCE),
                *self.file_problems(self.book)]

    def schema(self) -> Schema | None:
        """Return the standard to check by: as chosen, else that of the layer's role, else the one that fits best.

        None where no standard fits, or none is wanted.
        """
        chosen = str(self.given["SCHEMA"])
        if chosen not in {AUTO, ANY}:
            return load_schema(chosen)
        if chosen == ANY:
            return None
        role = roles().get(self.layers[LAND].role)
        if role is not None and role.schema in schema_names():
            return load_schema(role.schema)
        fitting = [(self._fitting(load_schema(name)), name) for name in schema_names()]
        most, name = max(fitting, key=lambda one: (one[0], one[1]))
        return load_schema(name) if most >= _LEAST_FITTING else None

    def _fitting(self, schema: Schema) -> int:
        """Return how many fields of a standard the layer has under their own names."""
        return sum(how in {EXACT, CASE} for _, how in self.matched(schema).values())

    def matched(self, schema: Schema | None) -> dict[str, tuple[str, str]]:
        """Return (own name, how it was found) of the standard fields that LAND has."""
        layer = self.layers[LAND]
        return {} if schema is None else matched_fields(layer.features.fields, schema, layer.said)

    def checked(self, matched: Mapping[str, tuple[str, str]], book: RuleBook, progress: Progress, *,
                whole: bool) -> CheckedLayer:
        """Return LAND with the matched fields, or all where ``whole``. Raises PlannerError where it cannot be read."""
        fields = self.layers[LAND].features.fields
        names = fields.names() if whole else sorted({own for own, _ in matched.values()})
        role = self.layers[LAND].role or "land"
        table = self.read(LAND, role, names, book, progress)
        key = next((matched[name][0] for name in IDS if name in matched), None)
        called = [clean(value) for value in table.columns[key].tolist()] if key else [""] * len(table)
        parcels = np.array([text or f"#{fid}" for text, fid in zip(called, table.fids.tolist())], dtype=object)
        return CheckedLayer(table, parcels, role)

    @property
    def crs_is_usable(self) -> bool:
        """Tell whether areas can be measured in the CRS of LAND, once it was read."""
        return not any(item.rule_id.startswith("crs.") and item.severity == "error" for item in self.findings)

    def judge(self, noticed: Sequence[Finding], name: str) -> None:
        """Refuse a layer with errors among the findings, but not LAND. Raises PlannerError."""
        if name != LAND:
            refuse(noticed)

    def control_areas(self, progress: Progress) -> tuple[PolygonTable, str, str] | None:
        """Return (table, field of the unit, field of the area in m²) of the control areas; None when omitted."""
        if not self.has(CONTROL_AREAS):
            return None
        unit = self.field(CONTROL_AREAS, "CONTROL_UNIT_FIELD", "cjdcq", "ZLDWDM")
        area = self.field(CONTROL_AREAS, "CONTROL_AREA_FIELD", "cjdcq", "DCMJ")
        if unit is None or area is None:
            raise PlannerError(tr("The table of control areas lacks its fields."))
        return self.read_table(CONTROL_AREAS, "villages", [unit, area], progress), unit, area
