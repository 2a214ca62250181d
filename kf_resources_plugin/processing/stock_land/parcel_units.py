"""The county of each parcel: that with most of its land, else that of its code."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.admin_units import Unit, coded_unit
from ...engine.unit_of_land import unit_with_most

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.kernel import Kernel
    from ...engine.reading import PolygonTable
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ..land_inputs import LandInputs


def parcel_units(inputs: LandInputs, table: PolygonTable, placed: bool, codes: list[str], kernel: Kernel,
                 book: RuleBook, progress: Progress, together: Sequence[str] = ()) -> list[Unit]:
    """Return the unit of each parcel; placed: the parcels are polygons. Raises PlannerError and Canceled.

    codes: code or name of the unit that each row states, '' for none. together: what rows are called that lie in one
    unit: one without a shape lies where another of its name does.
    """
    units_said = {code: coded_unit(code) for code in set(codes)}
    said = [units_said[code] for code in codes]
    crs = inputs.layers["UNITS"].features.crs if inputs.has("UNITS") and not placed else table.crs
    given = inputs.all_units(crs, kernel, book, progress.part(0.0, 0.4))
    names = {unit.code: unit.name for unit in given[1]} if given else {}
    coded = [Unit(unit.code, names.get(unit.code) or unit.name) for unit in said]
    if given is None or not placed:
        return coded
    layer, units = given
    most = unit_with_most(table, layer, units, inputs.areas(crs, book, progress), kernel, progress.part(0.4, 1.0))
    of_name = {name: unit for name, unit in zip(together, most) if unit}
    return [unit or of_name.get(name) or other for unit, name, other in zip(most, together or codes, coded)]
