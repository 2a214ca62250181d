"""What kf:farmlandtargets is given beside surveys: targets, as a table or as the plan's, and what is approved."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.admin_units import coded_unit, county_name
from ...engine.errors import PlannerError
from ...engine.farmland_targets import units_by_name
from ...engine.land_levels import with_parcels
from ...engine.land_split import UNITS
from ...engine.near import rows_near
from ...engine.rule_store import load_targets
from ...engine.schema import load_schema, resolve_field
from ...i18n import tr
from ...rules.farmland_targets import INDICATORS, Target, indicator_words, spoken
from ...rules.text import clean, decimal_number
from ...rules.unit_levels import level_of, plain_code
from ...rules.units import AREA_WORDS, exact_hundredths, hundredths
from ..table_rows import TableRows
from .stable_land import StableInputs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...engine.admin_units import Unit
    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .stable_land import StableLand

LAND_BEFORE = "LAND_BEFORE"
_SCHEMA = "targets"
_UNIT_OF = {word: unit for unit, words in AREA_WORDS.items() for word in words}
_VALUES = {"target_m2": "m2", "target_mu": "mu", "target_wan_mu": "wan_mu", "target_ha": "ha"}
_UNIT_WORDS = ("市", "县", "区", "镇", "乡", "街道", "村")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class TargetInputs(StableInputs):
    """Inputs under the names LAND, LAND_BEFORE, PERMANENT_FARMLAND, UNITS, TARGETS, MASKS, APPROVED, APPROVED_M2."""

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        surveys = ("LAND", *((LAND_BEFORE,) if self.has(LAND_BEFORE) else ()))
        found = [*self.stable_problems(*surveys), *self.layer_problems("PERMANENT_FARMLAND", "APPROVED"),
                 *self.lost_files("TARGETS"), *self._target_field_problems()]
        if self.has(LAND_BEFORE):
            found += self.file_problems(lambda: self.class_map(LAND_BEFORE))
        if self.has("APPROVED") and self.given["APPROVED_M2"] is not None:
            found.append(tr("Give what is approved either as “{layer}” or as “{number}”, not both.").format(
                layer=self._titles["APPROVED"], number=self._titles["APPROVED_M2"]))
        return found

    def _target_field_problems(self) -> list[str]:
        fields = self.fields("TARGETS")
        if fields is None:
            return []
        schema = load_schema(_SCHEMA)

        def lacks(*wanted: str) -> bool:
            return all(resolve_field(fields, name, schema) is None for name in wanted)

        missing = [" / ".join(names) for names in (("unit_code", "unit_name"), ("indicator",), ("target", *_VALUES))
                   if lacks(*names)]
        if not missing:
            return []
        return [tr("Table “{layer}” has no field {missing}. Its fields are: {fields}. Rename its fields, for instance "
                   "with “Refactor fields”.").format(
                       layer=self.label("TARGETS"), missing=", ".join(missing), fields=", ".join(fields.names()))]

    def units_at_hand(self, land: StableLand, areas: AreasOf, kernel: Kernel, book: RuleBook,
                      progress: Progress) -> np.ndarray:
        """Return in which polygons of UNITS parcels of a survey lie, bool (polygons,), none without UNITS.

        Of parcels that were not cut only those near polygons without any that was are looked at.
        """
        if land.units is None:
            return np.zeros(0, dtype=bool)
        table, met = land.units[0], np.unique(land.pieces.zone[UNITS])
        rest = np.setdiff1d(np.arange(len(table)), met)
        parcels = land.once.survey.table
        others = np.setdiff1d(np.arange(len(parcels)), land.rows)
        others = others[rows_near(parcels.bounds[others], table.bounds[rest], progress)]
        widths = self.widths(table.crs, progress)
        return with_parcels(table, met, parcels.take(others), areas, widths, book, kernel, progress)

    def approved_amount(self) -> int | None:
        """Return APPROVED_M2 in hundredths of m², None when omitted."""
        amount = self.given["APPROVED_M2"]
        return None if amount is None else int(hundredths(amount))

    def targets(self, units: Sequence[Unit] | None, book: RuleBook, progress: Progress) -> list[Target]:
        """Return the targets of TARGETS, and those of the plan that it does not set itself; units: those of UNITS.

        Raises PlannerError naming every row that says nothing usable.
        """
        own = self._own_targets(units_by_name(units), book, progress) if self.has("TARGETS") else []
        said = {(target.key, target.indicator) for target in own}
        plan = [target for target in load_targets(book.language) if (target.key, target.indicator) not in said]
        if any(target.indicator == "cultivated" and target.amount is not None for target in plan):
            self.findings.append(book.finding("target.caliber", role="targets", place="targets"))
        return [*own, *plan]

    def _own_targets(self, named: Mapping[str, set[Unit]], book: RuleBook, progress: Progress) -> list[Target]:
        rows = TableRows(self, "TARGETS", _SCHEMA, progress)
        words = indicator_words(book)
        own_codes = {unit.code for units in named.values() for unit in units}  # a zone's may be of no level
        met: dict[tuple[tuple[str, str], str, int | None], int] = {}
        found: list[Target] = []
        for row, (code, name, word) in enumerate(zip(
                rows.texts("unit_code"), rows.texts("unit_name"), rows.texts("indicator"))):
            unit, indicator = (code, name), words.get(spoken(word), "")
            others = _other_units(plain_code(code), name, named)
            if not code and not name:
                rows.fault(row, tr("has neither unit code nor name"))
            elif not code:
                unit = _unit_named(rows, row, name, named)
            elif others:
                rows.fault(row, tr(
                    "has the unit code “{code}” and the unit name “{name}”, which is that of another unit ({others}); "
                    "correct one of them, or leave the name empty").format(
                        code=code, name=name, others=", ".join(others)))
            elif not level_of(code) and code not in own_codes:
                rows.fault(row, tr("has the unit code “{code}”, which is none of a city, county or township").format(
                    code=code))
            if not indicator:
                rows.fault(row, tr("has the indicator “{word}”; known are: {words}").format(
                    word=word, words=", ".join(sorted({*INDICATORS, *words}))))
            target = Target(*unit, indicator, _year(rows, row), _amount(rows, row), rows.texts("source")[row])
            first = met.setdefault((target.key, indicator, target.year), row)
            if first != row:
                rows.fault(row, tr("sets the same target as row {first}; keep one of them").format(
                    first=rows.fid(first)))
            found.append(target)
        rows.refuse_faults()
        if not found:
            raise PlannerError(tr("Table “{layer}” has no rows. Enter the targets and check its filter, or choose no "
                                  "table: the city's targets of the plan are taken then.").format(
                layer=self.label("TARGETS")))
        return found


def _other_units(code: str, name: str, named: Mapping[str, set[Unit]]) -> list[str]:
    """Return the codes of the units that a name is of where a code is another's: the table is shifted by a row.

    A code of which no name is known contradicts none: townships of several counties are called 城关镇.
    """
    codes = {plain_code(unit.code) for unit in named.get(spoken(name), ())}
    codes |= {coded_unit(name).code} - {""}
    own = {word for word, units in named.items() if any(plain_code(unit.code) == code for unit in units)}
    own |= {spoken(county_name(code))} - {code}
    if code in codes or not own or any(_alike(spoken(name), word) for word in own):
        return []
    return sorted(other or "—" for other in codes)


def _alike(name: str, known: str) -> bool:
    """Tell whether a name may be a unit's: with the city before it, or short, as 龙亭 is for 龙亭区."""
    return known.endswith(name) or name.endswith(known) or (not name.endswith(_UNIT_WORDS) and name in known)


def _unit_named(rows: TableRows, row: int, name: str, named: Mapping[str, set[Unit]]) -> tuple[str, str]:
    """Return code and name of the unit that a row means by a name; one that is no unit's or several units' is a fault.
    """
    units = sorted(named.get(spoken(name), ()), key=lambda unit: unit.code)
    if not units:
        rows.fault(row, tr("names the unit “{name}”, which is neither the city, one of its counties nor a unit of the "
                           "units layer; give its code").format(name=name))
    if len(units) > 1:
        rows.fault(row, tr("names the unit “{name}”, as which there are several ({codes}); give its code").format(
            name=name, codes=", ".join(unit.code or "—" for unit in units)))
    return (units[0].code, units[0].name) if len(units) == 1 else ("", name)


def _year(rows: TableRows, row: int) -> int | None:
    text = rows.texts("year")[row]
    if not text:
        return None
    if not text.isdigit() or not _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        rows.fault(row, tr("field “{field}”: “{value}” is no year").format(field=rows.own["year"], value=text))
        return None
    return int(text)


def _amount(rows: TableRows, row: int) -> int | None:
    """Return the target of a row in hundredths of m², None where no cell has one; what is no area is a fault."""
    unit = spoken(rows.texts("unit")[row])
    found: list[int] = []
    for field, own_unit in (("target", _UNIT_OF.get(unit, "")), *_VALUES.items()):
        value = rows.column(field)[row]
        # NaN that is written out is no empty cell, but what is left of a calculation that failed
        text = "NaN" if isinstance(value, str) and value.strip().upper() == "NAN" else clean(value)
        if not text:
            continue
        amount = decimal_number(text)
        if amount is None or amount < 0:
            rows.fault(row, tr("field “{field}”: “{value}” is no area").format(field=rows.own[field], value=text))
        elif not own_unit:
            rows.fault(row, tr("has the unit “{unit}”; write m², ha, mu (亩) or 万亩").format(
                unit=rows.texts("unit")[row]))
        else:
            try:
                found.append(exact_hundredths(amount, own_unit)[0])
            except ValueError:
                rows.fault(row, tr("field “{field}” is too large ({value})").format(
                    field=rows.own[field], value=text))
    if len(set(found)) > 1:
        rows.fault(row, tr("gives its target in several columns that differ"))
    return found[0] if found else None
