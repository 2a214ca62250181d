"""What kf:farmlandtargets is given beside surveys: targets, as a table or as the plan's, and what is approved."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsFields

from ...engine.admin_units import coded_unit, county_name
from ...engine.errors import PlannerError
from ...engine.farmland_targets import units_by_name
from ...engine.land_levels import with_parcels
from ...engine.land_split import UNITS
from ...engine.near import rows_near
from ...engine.rule_store import load_targets
from ...i18n import tr
from ...rules.farmland_targets import INDICATORS, Target, indicator_words, spoken
from ...rules.text import clean, decimal_number, is_total, some
from ...rules.unit_levels import level_of, plain_code
from ...rules.units import AREA_WORDS, exact_hundredths, hundredths
from ..table_rows import TableRows
from .stable_land import StableInputs
from .target_heads import SCHEMA, UNIT_OF, target_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...engine.admin_units import Unit
    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .stable_land import StableLand

LAND_BEFORE = "LAND_BEFORE"
_UNIT_SAID = {word: unit for unit, words in AREA_WORDS.items() for word in words}
_SHOWN = {"m2": "m²", "ha": "ha (公顷)", "mu": "mu (亩)", "wan_mu": "万亩"}
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
        return self._target_columns()[1] if self.fields("TARGETS") is not None else []

    def _target_columns(self) -> tuple[dict[str, str | None], list[str]]:
        return target_columns(self.fields("TARGETS") or QgsFields(), self.label("TARGETS"))

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
        rows = TableRows(self, "TARGETS", SCHEMA, progress, own=self._target_columns()[0])
        words = indicator_words(book)
        met: dict[tuple[tuple[str, str], str, int | None], int] = {}
        found: list[Target] = []
        totals = _totals(rows)
        passed_over = {*totals, *rows.blank()}
        for row, (code, name, word) in enumerate(zip(
                rows.texts("unit_code"), rows.texts("unit_name"), rows.texts("indicator"))):
            if row in passed_over:
                continue
            unit, indicator = _unit(rows, row, (code, name), named), words.get(spoken(word), "")
            if not indicator and (code or name):  # a row of no unit is told already
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
        if totals:
            self.findings.append(book.finding(
                "input.totals", role="targets", place="targets", layer=rows.table.name, count=len(totals),
                rows=some([rows.fid(row) for row in totals])))
        return found


def _unit(rows: TableRows, row: int, said: tuple[str, str], named: Mapping[str, set[Unit]]) -> tuple[str, str]:
    """Return code and name of the unit that a row is about; what is no unit's, or two units', is a fault."""
    code, name = said
    if not name and not code[:1].isdigit() and spoken(code) in named:
        return _unit_named(rows, row, code, named)
    if not code and not name:
        rows.fault(row, tr("has neither unit code nor name; delete it where it is a total"))
    elif not code:
        return _unit_named(rows, row, name, named)
    elif others := _other_units(plain_code(code), name, named):
        rows.fault(row, tr(
            "has the unit code “{code}” and the unit name “{name}”, which is that of another unit ({others}); "
            "correct one of them, or leave the name empty").format(code=code, name=name, others=", ".join(others)))
    # a zone's code may be of no level
    elif not level_of(code) and not any(unit.code == code for units in named.values() for unit in units):
        rows.fault(row, tr("has the unit code “{code}”, which is none of a city, county or township").format(
            code=code))
    return said


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
    text = rows.texts("year")[row].removesuffix("年").strip()
    if not text:
        return None
    if not text.isdigit() or not _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        rows.fault(row, tr("field “{field}”: “{value}” is no year").format(field=rows.own["year"], value=text))
        return None
    return int(text)


def _amount(rows: TableRows, row: int) -> int | None:
    """Return the target of a row in hundredths of m², None where no cell has one; what is no area is a fault."""
    said = rows.texts("unit")[row]
    unit = _UNIT_SAID.get(spoken(said), "")
    found: list[int] = []
    given = {field: text for field in ("target", *UNIT_OF) for text in [_amount_text(rows.column(field)[row])] if text}
    for field, text in given.items():
        by_head = UNIT_OF.get(field, "")
        amount = decimal_number(text)
        if amount is None or amount < 0:
            rows.fault(row, tr("field “{field}”: “{value}” is no area").format(field=rows.own[field], value=text))
        elif not by_head and not unit:
            rows.fault(row, tr("has the unit “{unit}”; write m², ha, mu (亩) or 万亩").format(unit=said))
        elif by_head and said and by_head != unit and "target" not in given:  # else it is the unit of that
            rows.fault(row, tr("states its target in {unit} by the head “{field}” and in “{other}” in field “{said}”; "
                               "correct one of them").format(
                unit=_SHOWN[by_head], field=rows.own[field], other=said, said=rows.own["unit"]))
        else:
            try:
                found.append(exact_hundredths(amount, by_head or unit)[0])
            except ValueError:
                rows.fault(row, tr("field “{field}” is too large ({value})").format(
                    field=rows.own[field], value=text))
    if len(set(found)) > 1:
        rows.fault(row, tr("gives its target in several columns that differ"))
    return found[0] if found else None


def _amount_text(value: Any) -> str:
    # NaN that is written out is no empty cell, but what is left of a calculation that failed
    return "NaN" if isinstance(value, str) and value.strip().upper() == "NAN" else clean(value)


def _totals(rows: TableRows) -> list[int]:
    """Return the rows that sum up others: 合计 stands in place of the unit."""
    return [row for row, (code, name, word) in enumerate(zip(
        rows.texts("unit_code"), rows.texts("unit_name"), rows.texts("indicator")))
        if is_total(code) or is_total(name) or (not code and not name and is_total(word))]
