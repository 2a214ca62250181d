"""The inputs of kf:checkland: a layer whatever is wrong with it, its standard, control areas, a trusted layer."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsWkbTypes
from qgis.PyQt.QtCore import QVariant

from ...engine.errors import PlannerError
from ...engine.field_checks import matched_fields
from ...engine.roles import LINE, POINT, POLYGON, TABLE, roles
from ...engine.schema import CASE, EXACT, load_schema
from ...i18n import tr
from ...rules.text import clean
from ..input_layers import several_keys
from ..land_inputs import LandInputs
from ..reading_findings import misread_findings
from ..refusals import refuse
from .earlier import is_earlier, read_earlier
from .faults import CheckedLayer
from .works import ALL, ON_VALID_SHAPES, READING, VALUES, works

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...engine.reading import FeatureTable, PolygonTable
    from ...engine.schema import Schema
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .earlier import Earlier

LAND, CONTROL_AREAS, REFERENCE, BEFORE = "LAND", "CONTROL_AREAS", "REFERENCE", "BEFORE"
AUTO, ANY = "auto", "none"
CHECKED, TRUSTED = "checked", "reference"
"""How findings and reports name a layer whose role nobody knows, and the reference."""
_IDS = ("BSM", "site_id", "parcel_id", "building_id", "XMDM", "entry_id", "task_id", "project_id")
"""Standard fields that a feature may be called by, the first that a layer has."""
_LEAST_FITTING = 3  # fields of a standard by which an unnamed layer is known
_TYPES = QgsWkbTypes.GeometryType
_KINDS = {_TYPES.PointGeometry: POINT, _TYPES.LineGeometry: LINE, _TYPES.NullGeometry: TABLE}


class CheckInputs(LandInputs):
    """Inputs under the names that kf:checkland gives them; what is wrong with LAND ends no run but is told."""

    def problems(self) -> list[str]:
        """Return what keeps the run from starting: nothing that is a fault of LAND."""
        found = self.lost_files(LAND)
        for parameter, standard in (("CONTROL_UNIT_FIELD", "ZLDWDM"), ("CONTROL_AREA_FIELD", "DCMJ")):
            found += self.missing_field(CONTROL_AREAS, parameter, "cjdcq", standard, required=True)
        return [*found, *self._before_problems(), *self.lost_files(CONTROL_AREAS), *self.layer_problems(REFERENCE),
                *self.file_problems(self.book)]

    def _before_problems(self) -> list[str]:
        before = [self.layers[key] for key in several_keys(self.layers, BEFORE)]
        if before and self.rule == ALL:
            return [tr("Results of an earlier check are kept where one rule is checked again: choose a rule, or leave "
                       "“{parameter}” empty.").format(parameter=self._titles[BEFORE])]
        found = [tr("“{layer}” is no result of a check: it lacks the fields of findings.").format(layer=layer.label)
                 for layer in before if not is_earlier(layer.features)]
        own = self.layers[LAND].features.crs if self.has(LAND) else None
        if any(layer.features.kind != _TYPES.NullGeometry and layer.features.crs != own for layer in before):
            found.append(tr("The coordinate system of the layer is another one than when it was checked. Check "
                            "everything again."))
        return found

    @property
    def rule(self) -> str:
        """Return the one rule to check, ``ALL`` for all."""
        return str(self.given["RULE"])

    @property
    def has_earlier(self) -> bool:
        """Tell whether results of an earlier check were given."""
        return bool(several_keys(self.layers, BEFORE))

    def works(self) -> frozenset[str]:
        """Return what has to be done."""
        return works(str(self.given["CHECK"]), self.rule)

    @property
    def kind(self) -> str:
        """Return what LAND is made of; what only reading tells is taken for polygons."""
        return _KINDS.get(self.layers[LAND].features.kind, POLYGON)

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
        if role is not None and role.schema:
            return load_schema(role.schema)
        made_of = {self.kind, TABLE}
        fitting = [(self._fitting(load_schema(name)), name) for name in sorted(
            {role.schema for role in roles().values() if role.schema and made_of & role.kinds})]
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
        """Return LAND with the fields that the works need, or all where ``whole``.

        Raises PlannerError where it cannot be read.
        """
        given = self.layers[LAND]
        role = given.role if given.role in roles() else CHECKED
        table = self._table(role, self._columns(matched, whole=whole), book, progress)
        key = next((matched[name][0] for name in _IDS if name in matched), None)
        called = [clean(value) for value in table.columns[key].tolist()] if key else [""] * len(table)
        parcels = np.array([text or f"#{fid}" for text, fid in zip(called, table.fids.tolist())], dtype=object)
        return CheckedLayer(table, parcels, role, self.kind)

    def _columns(self, matched: Mapping[str, tuple[str, str]], *, whole: bool) -> list[str]:
        """Return the fields to read: texts that no standard knows may be in the wrong encoding all the same."""
        fields, wanted = self.layers[LAND].features.fields, self.works()
        if whole:
            return list(fields.names())
        if wanted <= ON_VALID_SHAPES:
            return [matched[name][0] for name in _IDS if name in matched][:1]
        texts = [field.name() for field in fields if field.type() == QVariant.Type.String]
        return sorted({*(own for own, _ in matched.values()), *(texts if {READING, VALUES} & wanted else ())})

    def _table(self, role: str, names: Sequence[str], book: RuleBook, progress: Progress) -> FeatureTable:
        if self.kind == POINT:
            return self.read_points(LAND, role, names, book, progress)
        if self.kind == LINE:
            return self.read_lines(LAND, role, names, book, progress)
        if self.kind == POLYGON:
            return self.read(LAND, role, names, book, progress)
        table = self.read_table(LAND, role, names, progress)
        self.findings += misread_findings(table, role, book, progress)
        if not len(table):
            self.tell_empty(LAND, role, book)
        return table

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

    def earlier(self, role: str, progress: Progress) -> Earlier | None:
        """Return what an earlier check found beside the one rule, None where no result of it was given."""
        found = [self.layers[key].features for key in several_keys(self.layers, BEFORE)]
        return read_earlier(found, self.rule, role, progress) if found else None

