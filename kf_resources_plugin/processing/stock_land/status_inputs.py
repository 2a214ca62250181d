"""The inputs of kf:stocklandstatus: approvals, and where given expropriations, supplies and built land."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qgis.core import QgsWkbTypes

from ...engine.stock_parts import APPROVALS, BUILT, EXPROPRIATIONS, SUPPLIES
from ...engine.stock_register import FIELDS, TEXTS, read_register
from ...i18n import tr
from ...rules.stock_status import AMOUNTS
from ..land_inputs import LandInputs
from .area_units import units_of, unknown_units

if TYPE_CHECKING:
    from datetime import date

    from ...engine.kernel import Kernel
    from ...engine.stock_register import Register
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

SCHEMA = "stock_land"
_CONTRACT = {"contract": "HTBH"}  # what a table without parcel ids calls a plot
_BEFORE_SUPPLY = {"approved": "supplied", "expropriated": "supplied", "approved_m2": "supplied_m2",
                  "expropriated_m2": "supplied_m2"}
"""What comes before a supply, and the field that stands for it where a register tells of supplies only."""
LAYERS = {"APPROVALS": APPROVALS, "EXPROPRIATIONS": EXPROPRIATIONS, "SUPPLIES": SUPPLIES, "BUILT": BUILT}
"""Layer parameters and the roles they play; what is not built is laid over in this order."""
_NEEDED = (("PZRQ", ""), ("PZMJ", "ledger"), ("ZSWCRQ", "EXPROPRIATIONS"), ("GDRQ", "SUPPLIES"), ("SJDGRQ", "BUILT"))
"""Fields of the approvals without which a step is unknown, and the layer that tells it instead."""


class StatusInputs(LandInputs):
    """Inputs under the names that kf:stocklandstatus gives them."""

    HEADED = True

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        placed = [name for name in (*LAYERS, "UNITS") if name != "APPROVALS" or self.has_places]
        found = [*self.layer_problems(*placed), *([] if self.has_places else self.lost_files("APPROVALS"))]
        if self.is_overlay and not self.has_places:
            found.append(tr("Layer “{layer}” has no polygons: approvals without a place cannot be laid under other "
                            "layers. Give polygons, or the approvals alone.").format(layer=self.label("APPROVALS")))
        found += [text for name in LAYERS
                  for text in unknown_units(self, name, SCHEMA, {}, [FIELDS[key] for key in AMOUNTS])]
        return [*found, *self._lacking(), *self.field_problems(), *self.file_problems(self.book)]

    @property
    def is_overlay(self) -> bool:
        """Tell whether other layers lie over the approvals; else their register alone tells."""
        return any(self.has(name) for name in LAYERS if name != "APPROVALS")

    @property
    def has_places(self) -> bool:
        """Tell whether the approvals are polygons."""
        polygons = QgsWkbTypes.GeometryType.PolygonGeometry
        return self.has("APPROVALS") and self.layers["APPROVALS"].features.kind == polygons

    @property
    def supplies_alone(self) -> bool:
        """Tell whether the register is one of supplies: contracts, with nothing of approvals and expropriations."""
        own = self.standard_fields("APPROVALS", SCHEMA, {**FIELDS, **TEXTS})
        return not self.is_overlay and own["supplied"] is not None and own["supplied_m2"] is not None and not any(
            own[key] for key in _BEFORE_SUPPLY)

    def _lacking(self) -> list[str]:
        own = self.standard_fields("APPROVALS", SCHEMA, {code: code for code, _ in _NEEDED})
        alone = {"PZRQ", "PZMJ", "ZSWCRQ"} if self.supplies_alone else set()
        lacking = []
        for code, instead in _NEEDED:
            told = code in alone or self.has(instead) or (self.is_overlay and (instead == "ledger" or (
                instead == "BUILT" and self.has("SUPPLIES"))))
            if own[code] is None and not told and self.has("APPROVALS"):
                fields = self.fields("APPROVALS")
                lacking.append(tr("Layer “{layer}” has no field “{field}”. Its fields are: {fields}. Add it, or give "
                                  "the layers that tell the same.").format(
                    layer=self.label("APPROVALS"), field=code, fields=", ".join(fields.names() if fields else [])))
        return lacking

    def registers(self, known: date, kernel: Kernel, book: RuleBook,
                  progress: Progress) -> tuple[dict[str, Register], dict[str, dict[str, str | None]]]:
        """Return (registers, what their layers call the fields), by role; polygons repaired. Raises PlannerError.

        known: the last day of which anybody can know.
        """
        found, names = {}, {}
        crs = self.layers["APPROVALS"].features.crs
        given = [name for name in LAYERS if self.has(name)]
        for number, name in enumerate(given):
            part = progress.part(number / len(given), (number + 1) / len(given))
            own = self.standard_fields(name, SCHEMA, {**FIELDS, **TEXTS})
            own["parcel"] = own["parcel"] or self.standard_fields(name, SCHEMA, _CONTRACT)["contract"]
            fields = sorted({field for field in own.values() if field})
            if self.has_places:
                table = self.polygons(name, LAYERS[name], fields, crs, kernel, book, part)
            else:
                table = self.read_table(name, LAYERS[name], fields, part)
                if not len(table):
                    self.tell_empty(name, LAYERS[name], book)
            found[LAYERS[name]], names[LAYERS[name]] = read_register(
                table, own, units_of(self, own, AMOUNTS), book, known, part), own
        if self.supplies_alone:
            found[APPROVALS], names[APPROVALS] = _supplied_before(found[APPROVALS], names[APPROVALS])
            self.findings.append(book.finding("stock.supplies_alone", role=APPROVALS, place="approved",
                                              layer=found[APPROVALS].table.name))
        return found, names


def _supplied_before(register: Register, own: dict[str, str | None]) -> tuple[Register, dict[str, str | None]]:
    """Return contracts as a register of land that was approved and expropriated by the day it was supplied."""
    plots = [replace(plot, approved=plot.supplied, expropriated=plot.supplied, approved_m2=plot.supplied_m2,
                     expropriated_m2=plot.supplied_m2) for plot in register.plots]
    same = {key: own[_BEFORE_SUPPLY[key]] for key in _BEFORE_SUPPLY}
    return replace(register, plots=plots), {**own, **same}
