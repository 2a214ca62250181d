"""What is to be said of land and units by whatever is computed on them: overlaps, missing fields, areas that differ."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine.admin_units import divided, numbered
from ..engine.land_survey import plausible
from ..engine.many_faults import told
from ..rules.text import id_order
from ..rules.unit_levels import code_at, lies_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.admin_units import Unit
    from ..engine.farmland_change_figures import Closure
    from ..engine.land_split import LandPieces
    from ..engine.land_survey import LandSurvey
    from ..engine.occupation import AreasOf
    from ..engine.reading import PolygonTable
    from ..rules.findings import Finding
    from ..rules.grades import GradeTable
    from ..rules.rule_rows import RuleBook

    UnitLayer = tuple[PolygonTable, list[Unit]]
    """Unit polygons and the unit of each."""
    Overlaps = Sequence[tuple[int, int, bytes]]
    """(row, row, wkb) of polygons of one layer that share land."""


def land_overlaps(survey: LandSurvey, overlaps: Overlaps, book: RuleBook, areas: AreasOf, *,
                  once: bool = False) -> list[Finding]:
    """Return which parcels overlap each other, or lie on one another; ``once``: what they share is counted once."""
    found = []
    shared = "land.overlap_once" if once else "land.overlap"
    least = float(book.threshold("land.overlap", "min_area_m2"))
    # measured together: one by one is most of the time of a run over a survey that holds its parcels twice
    shared_m2 = areas([wkb for _, _, wkb in overlaps])
    rows, place = np.unique(np.array([pair[:2] for pair in overlaps], dtype=np.int64), return_inverse=True)
    drawn_m2 = areas(survey.table.wkb[rows])[place.reshape(-1, 2)]
    same = np.isclose(drawn_m2, shared_m2[:, None], rtol=1e-12, atol=1e-4).all(axis=1)
    for (one, other, wkb), area, is_same in zip(overlaps, shared_m2.tolist(), same.tolist()):
        if area < least:
            continue
        first, second = sorted((one, other), key=lambda row: (
            id_order(survey.parcels[row], int(survey.table.fids[row])), survey.table.wkb[row]))
        found.append(book.finding(
            "land.duplicate" if is_same else shared, subject_id=str(survey.parcels[first]),
            other_id=str(survey.parcels[second]), role=survey.role, wkb=wkb, source_fid=int(survey.table.fids[first]),
            other_fid=int(survey.table.fids[second]), area_m2=area, layer=survey.table.name))
    return found


def deduction_field(survey: LandSurvey, farmland: int, book: RuleBook) -> list[Finding]:
    """Return that nothing could be deducted from the farmland, in hundredths of m², for want of the field."""
    if survey.fields.deduction is not None or not farmland:
        return []
    return [book.finding("land.deduction_field_missing", role=survey.role, place=f"{survey.role} field",
                         layer=survey.table.name, field="KCXS", area_m2=farmland / 100)]


def without_unit(survey: LandSurvey, land: np.ndarray, unit: np.ndarray, area: np.ndarray, units: UnitLayer | None,
                 book: RuleBook, *, of: str = "") -> list[Finding]:
    """Return that pieces have no unit: they lie in no polygon of the units layer, or their parcel names none.

    And what lies in a unit but in none of the finer ones that are drawn within it.

    land, unit: int64 (pieces,) rows of parcel and unit polygon, −1 for none; area: int64 (pieces,) hundredths of m².
    of: the layer whose land it is, where that is not the survey.
    """
    named = of or survey.table.name
    if units is not None:
        rule, role, layer = "units.outside", "admin_units", units[0].name
        nowhere = unit < 0
    else:
        rule, role, layer = "land.unit_missing", survey.role, survey.table.name
        nowhere = np.zeros(len(land), dtype=bool)
        on_land = land >= 0
        nowhere[on_land] = survey.county[land[on_land]] == ""
    nowhere &= area > 0
    beside = [] if units is None else _beside_finer(unit, area, units, named, book)
    if not nowhere.any():
        return beside
    return [*beside, book.finding(rule, role=role, place=rule, layer=layer, land=named,
                                 area_m2=float(area[nowhere].sum()) / 100, field=survey.fields.unit or "ZLDWDM",
                                 count=int(nowhere.sum()))]


def _beside_finer(unit: np.ndarray, area: np.ndarray, units: UnitLayer, land: str, book: RuleBook) -> list[Finding]:
    table, of_row = units
    known, place = numbered(of_row)
    within = unit >= 0
    held = np.bincount(place[unit[within]], area[within], len(known)) / 100
    parted = {code for code, _ in divided(each.code for each in known)}
    return [book.finding("units.beside", subject_id=each.code, subject_name=each.name, role="admin_units",
                         place=each.code, layer=table.name, land=land, name=each.name, area_m2=amount)
            for each, amount in zip(known, held.tolist()) if amount and each.code in parted]


def unit_overlaps(units: UnitLayer, overlaps: Overlaps, book: RuleBook, areas: AreasOf) -> list[Finding]:
    """Return which units overlap; polygons of one unit, or of one within another, do so without consequence."""
    table, of_row = units
    found = []
    least = float(book.threshold("units.overlap", "min_area_m2"))
    for one, other, wkb in overlaps:
        first, second = sorted((one, other), key=lambda row: (of_row[row].code, of_row[row].name))
        # a unit is before those that lie in it by their code
        if of_row[first] == of_row[second] or lies_in(of_row[second].code, of_row[first].code):
            continue
        shared = float(areas([wkb])[0])
        if shared >= least:
            found.append(book.finding(
                "units.overlap", subject_id=of_row[first].code, subject_name=of_row[first].name,
                other_id=of_row[second].code, role="admin_units", source_fid=int(table.fids[first]),
                other_fid=int(table.fids[second]), area_m2=shared, wkb=wkb, layer=table.name,
                name=of_row[first].name, other_name=of_row[second].name,
                place=f"{of_row[first].name} {of_row[second].name}"))
    return found


def declared_areas(survey: LandSurvey, rows: np.ndarray, computed: np.ndarray, book: RuleBook) -> list[Finding]:
    """Return which of some parcels, int64 rows, have a declared area that cannot be theirs.

    computed: float64 (rows,) m².
    """
    declared = survey.declared_m2[rows]
    unfit = ~plausible(declared, computed, float(book.threshold("land.tbmj_differs", "max_share_of_total")))
    area_of = dict(zip(rows[unfit].tolist(), computed[unfit].tolist()))
    found = []
    for rule, some in (("land.tbmj_differs", declared > 0), ("land.tbmj_invalid", ~(declared > 0))):
        def finding(row: int, rule: str = rule) -> Finding:
            value = float(survey.declared_m2[row])
            return book.finding(
                rule, subject_id=str(survey.parcels[row]), role=survey.role, source_fid=int(survey.table.fids[row]),
                wkb=survey.table.wkb[row], layer=survey.table.name, field=survey.fields.declared or "TBMJ",
                fid=int(survey.table.fids[row]), value="" if np.isnan(value) else f"{value:.2f}",
                computed_m2=area_of[row])

        found += told(survey, rows[unfit & some], finding, book, computed[unfit & some])
    return found


def land_closure(survey: LandSurvey, pieces: LandPieces | Closure, book: RuleBook, place: str = "") -> list[Finding]:
    """Return which parcels differ from the sum of their parts by more than the tolerance; ``place`` as in a finding."""
    def finding(row: int) -> Finding:
        return book.finding("closure.residual", subject_id=str(survey.parcels[row]), role=survey.role,
                            area_m2=float(pieces.residual[row]), source_fid=int(survey.table.fids[row]),
                            residual_m2=float(pieces.residual[row]), tolerance_m2=float(pieces.tolerance[row]),
                            wkb=survey.table.wkb[row], place=place)

    return told(survey, np.flatnonzero(pieces.over), finding, book)


def excepted_by_unit(rules: Sequence[str], units: Sequence[Unit], sums: np.ndarray, book: RuleBook,
                     **more: Any) -> list[Finding]:
    """Return how much land of each unit each of some rules, by id, takes out of what counts; more: fills the message.

    sums: int64 (units, rules + 1) hundredths of m² by deciding rule, the last column what counts.
    """
    return [book.finding(rule, subject_id=unit.code, subject_name=unit.name, role="land", area_m2=area / 100,
                         share=area / sum(row), place=f"{unit.code} {unit.name}", **more)
            for unit, row in zip(units, sums.tolist()) for rule, area in zip(rules, row) if area]


def own_capacities(place: np.ndarray, grade: np.ndarray, net: np.ndarray, grades: GradeTable,
                   book: RuleBook) -> list[Finding]:
    """Return of how much land the national capacities were taken though the user gave a table, and of what.

    Of the land whose capacity was asked for, arrays (rows,): place: object, location codes; grade: float64; net: int64
    hundredths of m².
    """
    if not grades.own or not len(place):
        return []
    totals = [book.finding("input.totals", role="land", place=f"{grades.user_file} totals", layer=grades.user_file,
                           count=len(grades.totals), rows=list(grades.totals))] if grades.totals else []
    lacking = grades.not_own(place, grade) & (net > 0)
    area_m2 = float(net[lacking].sum()) / 100
    places = set(place.tolist())
    if not any(each.startswith(tuple(grades.own_units)) for each in places):
        counties = sorted({code_at(each, "county") or "—" for each in places})
        return [*totals, book.finding("capacity.own_unused", role="land", place=grades.user_file, file=grades.user_file,
                             units=sorted(grades.own_units), codes=counties, area_m2=area_m2)]
    if not lacking.any():
        return totals
    of_county: dict[str, set[int]] = {}
    for code, step in set(zip(place[lacking].tolist(), grade[lacking].tolist())):
        of_county.setdefault(code_at(code, "county") or "—", set()).add(int(step))
    by_county = (f"{code}: {', '.join(map(str, sorted(steps)))}" for code, steps in sorted(of_county.items()))
    return [*totals, book.finding("capacity.own_lacking", role="land", place=f"{grades.user_file} lacking",
                         file=grades.user_file, lacking="; ".join(by_county), area_m2=area_m2)]
