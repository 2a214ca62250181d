"""Which administrative unit a piece of land belongs to: by unit polygons, or by the survey's location code."""
from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from .. import paths
from ..i18n import tr
from ..rules.text import clean, coded
from ..rules.unit_levels import LEVELS, code_at, code_by_unit, level_of, lies_in, place_code, without_zeros
from .errors import PlannerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..rules.findings import Finding
    from ..rules.rule_rows import RuleBook
    from .reading import PolygonTable


_BETWEEN = re.compile(r"[\s>＞/／、,，·-]+")
_BEFORE = frozenset({"", "开封", "开封市", "河南开封", "河南开封市", "河南省开封", "河南省开封市", "河南", "河南省"})
_OWN_CODE = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9_-]+")
"""Codes that zones have of their own, as KFQ02."""
_SHOWN_FAULTS = 10
CODE_FIELD = "XZQDM"  # of the survey's database standard


@dataclass(frozen=True)
class Unit:
    """An administrative unit; a unit without a code (a development zone) is known by its name."""

    code: str
    name: str


def read_units(table: PolygonTable, code_field: str | None, name_field: str | None,
               book: RuleBook) -> tuple[list[Unit], list[Finding]]:
    """Return the unit of every row, and findings: no field of codes, units without a code, codes of several names.

    Rows of one code are one unit, however many zeros the code ends in and whatever name each of them has. Raises
    PlannerError where what stands for a code is none.
    """
    count = len(table.fids)
    codes = [without_zeros(clean(value)) for value in table.columns[code_field]] if code_field else [""] * count
    names = [clean(value) for value in table.columns[name_field]] if name_field else [""] * count
    _refuse_others(table, code_field or "", codes)
    called: dict[str, set[str]] = {}
    for code, name in zip(codes, names):
        if code and name:
            called.setdefault(code, set()).add(name)
    shown = {code: _shown(code, given) for code, given in called.items()}
    units, findings = [], [] if code_field else [book.finding(
        "units.code_field_missing", role="admin_units", place="admin_units", layer=table.name, field=CODE_FIELD)]
    for row, fid in enumerate(table.fids.tolist()):
        code = codes[row]
        units.append(Unit(code, shown.get(code, code) if code else names[row] or f"#{fid}"))
        if not code:
            findings.append(book.finding("units.code_missing", subject_id=code, subject_name=units[-1].name,
                                         role="admin_units", source_fid=fid, wkb=table.wkb[row], layer=table.name,
                                         field=code_field or CODE_FIELD, name=units[-1].name))
    findings.extend(
        book.finding("units.names_differ", subject_id=code, subject_name=shown[code], role="admin_units",
                     place=code, layer=table.name, code=code, names=sorted(given), name=shown[code])
        for code, given in sorted(called.items()) if len(given) > 1)
    return units, findings


def _refuse_others(table: PolygonTable, field: str, codes: Sequence[str]) -> None:
    """Raise PlannerError naming what is no code: digits of no level, 410222.0, names. Letters are a zone's own."""
    rows = [row for row, code in enumerate(codes) if code and not level_of(code)
            and (code.isdigit() or not _OWN_CODE.fullmatch(code))]
    if not rows:
        return
    shown = [tr("feature {fid}: field “{field}” has “{code}”.").format(
        fid=int(table.fids[row]), field=field, code=codes[row]) for row in rows[:_SHOWN_FAULTS]]
    if len(rows) > len(shown):
        shown.append(tr("… and {count} more.").format(count=len(rows) - len(shown)))
    raise PlannerError("\n".join([
        tr("Layer “{layer}” cannot be used, for these are no codes of a city, county or township:").format(
            layer=table.name), *shown,
        tr("Write codes as 410222 (county) or 410222101 (township), or empty them where a unit has only a name; or "
           "choose another field in “Unit code field”. Then run again.")]))


def _shown(code: str, names: set[str]) -> str:
    """Return which of the names of one code is shown, whatever the order of the rows: that of the division, if any."""
    known = known_names().get(code, "")
    return known if known in names else min(names)


def numbered(units: list[Unit]) -> tuple[list[Unit], np.ndarray]:
    """Return units once each, by code and name, and the position of each given unit among them, int64."""
    distinct = sorted(set(units), key=lambda unit: (unit.code, unit.name))
    position = {unit: place for place, unit in enumerate(distinct)}
    return distinct, np.array([position[unit] for unit in units], dtype=np.int64)


@dataclass(frozen=True)
class Whereabouts:
    """Which unit land lies in and what its location code says, each pair of them once.

    pairs: (unit code, location code); of_piece: int64 (pieces,) the pair of each piece; divided: as the function
    tells of all unit polygons.
    """

    pairs: list[tuple[str, str]]
    of_piece: np.ndarray
    divided: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, units: Sequence[Unit], unit_of: np.ndarray, location: np.ndarray, land: np.ndarray,
           polygons: Sequence[Unit] | None = None) -> Whereabouts:
        """Tell of pieces: unit_of, land int64 (pieces,), land −1 on no parcel; location object (parcels,).

        polygons: the unit of every unit polygon, where there are any and the levels below them are asked for.
        """
        codes, code_of = coded(np.append(location, ""), str)
        keys, of_piece = np.unique(unit_of * len(codes) + code_of[land], return_inverse=True)
        return cls([(units[key // len(codes)].code, codes[key % len(codes)]) for key in keys.tolist()],
                   of_piece.reshape(-1), divided(unit.code for unit in polygons or ()))

    def at(self, level: str) -> list[str]:
        """Return the code of each pair at a level; '' where neither unit nor location code tells.

        Where units of the level are drawn within a unit, what they leave of it is in none of them, nor in others.
        """
        return [code_by_unit(unit, "" if (unit, level) in self.divided else location, level)
                for unit, location in self.pairs]

    def places(self) -> np.ndarray:
        """Return the most particular code of each piece that the unit it lies in admits, object (pieces,)."""
        return np.array([*(place_code(*pair) for pair in self.pairs), ""], dtype=object)[self.of_piece]


def divided(drawn: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Return the units within which others are drawn, by the codes of unit polygons, and the level of those."""
    found = ((code_at(code, above), code, level_of(code)) for code in drawn for above in LEVELS)
    return frozenset((above, level) for above, code, level in found if level and lies_in(code, above))


@lru_cache(maxsize=1)
def known_names() -> dict[str, str]:
    """Return the names of Kaifeng, its districts and counties by their six-digit codes."""
    listed = json.loads(paths.resource("schemas", "counties_410200.json").read_text(encoding="utf-8"))
    return {row["XZQDM"]: row["XZQMC"] for row in [listed["city"], *listed["counties"]]}


def county_name(code: str) -> str:
    """Return the name of Kaifeng, its districts and counties by their six-digit code, the code for any other."""
    return known_names().get(code, code)


def coded_unit(said: str) -> Unit:
    """Return the county that a code or a name stands for: 410222012, 兰考县, 河南省开封市兰考县; else what is said.

    A district of another city that has the name of one of ours is told by the city before it.
    """
    if said[:1].isdigit() or not said:
        code = code_at(said, "county") or said
        return Unit(code, county_name(code))
    name = _BETWEEN.sub("", said)
    for code, county in known_names().items():
        if name.endswith(county) and name[:-len(county)] in _BEFORE:
            return Unit(code, county)
    return Unit("", said)


def known_units() -> list[Unit]:
    """Return Kaifeng, its districts and counties."""
    return [Unit(code, name) for code, name in known_names().items()]


def counties_of(city: str) -> list[str]:
    """Return the codes of the districts and counties of a city that are known, sorted; none of another city's."""
    return sorted(code for code in known_names() if code_at(code, "city") == city and level_of(code) == "county")
