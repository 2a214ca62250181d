"""The report of a run of kf:stablefarmland as plain data: question, data, rules, bridge, tables, findings."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...i18n import tr
from ...rules.stable_farmland import STABLE, UNTOLD
from ...rules.units import convert
from ..report_parts import column, framed, noted, printed_rules
from .applied_rules import area_rules, ground_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.unit_rows import UnitRows
    from .stable_job import StableResult

_DECIMALS = {"m2": 2, "ha": 4, "mu": 2}


def document(result: StableResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    return framed(
        tr("Stable cultivated land"),
        tr("Which cultivated land is stable, and on which ground is the rest not? {parcels} cultivated parcels, rules "
           "in force on {day}.").format(
            parcels=len(np.unique(result.land.pieces.land)), day=book.date.isoformat()),
        result, record, rules=printed_rules(_rules(result), book), tables=_tables(result), bridge=_bridge(result),
        notices=[tr("What counts as stable is a default of this tool; each ground is a row of the rules that can be "
                    "switched off.")], crs=result.land.survey.table.crs)


def _rules(result: StableResult) -> list[tuple[str, str]]:
    """Return the rules that this run's figures rest on, with their text; of the grounds those that could apply."""
    rules = [*area_rules(result), "deduction.coefficient", *ground_rules((result.land.survey, result.land.found))]
    return [(rule, result.book.message(rule)) for rule in rules]


def _bridge(result: StableResult) -> list[dict[str, Any]]:
    """Return the steps from cultivated parcels to stable land, each in whole hundredths, so that they sum up."""
    pieces, found = result.land.pieces, result.land.found
    gross, net = int(pieces.area.sum()), int(pieces.net.sum())
    drawn = round(float(pieces.computed[np.unique(pieces.land)].sum()) * 100)
    once = result.land.once
    shared = round(float(once.taken_m2[once.given.kind >= 0].sum()) * 100)
    steps = [(tr("Cultivated parcels as drawn"), drawn + shared, tr("ellipsoidal area")),
             *([(tr("Land that parcels share"), -shared, tr("counts once, with the parcel whose id comes first"))]
               if shared else []),
             (tr("Rounding and area basis"), gross - drawn,
              tr("each parcel rounded to 0.01 m²; with the area basis TBMJ the difference to it")),
             (tr("Deduction 1203"), net - gross, tr("coefficient KCXS of cultivated parcels"))]
    one = np.zeros(len(pieces.net), dtype=np.int64)
    sums = found.sums(pieces.net, one, 1)[0].tolist()
    steps += [(ground.name(result.book.language), -area, tr("not stable ({rule})").format(rule=ground.rule_id))
              for ground, area in zip(found.grounds, sums) if area]
    unknown, last = tr("Cultivated land of which nothing tells whether it is stable"), (
        tr("Stable cultivated land"), sums[STABLE], tr("as reported"))
    if not found.is_told:
        last = (unknown, sums[UNTOLD], tr("not examined"))
    elif sums[UNTOLD]:
        steps.append((unknown, -sums[UNTOLD], tr("not examined")))
    return [{"label": label, "area_m2": change / 100, "note": note} for label, change, note in (*steps, last)]


def _tables(result: StableResult) -> list[dict[str, Any]]:
    tables = [_table(result, result.units, tr("Cultivated land by unit (ha)"), "ha", "ha"),
              _table(result, result.units, tr("Cultivated land by unit (mu)"), "mu", tr("mu"))]
    if result.township is not None:
        tables.append(_table(result, result.township, tr("Cultivated land by township (mu)"), "mu", tr("mu")))
    return tables


def _table(result: StableResult, units: UnitRows, title: str, unit: str, label: str) -> dict[str, Any]:
    """Return stable and unstable land by unit and ground, rounded so that the printed table adds up."""
    grounds = result.land.found.grounds
    parts = result.held(units)
    sums = units.sums(parts)
    with_unknown = [UNTOLD] if parts[:, UNTOLD].any() else []
    places = [STABLE, *with_unknown, *(place for place in range(len(grounds)) if parts[:, place].any())]
    first = 1 + len(with_unknown)  # of the grounds
    decimals = _DECIMALS[unit]
    scale = 10 ** decimals
    cells = np.array([[convert(value / 100, unit) for value in row] for row in parts[:, places].tolist()])
    whole, total = units.printed(cells.reshape(-1, len(places)), scale)
    note = tr("Farmland = stable + not stable; land with several grounds stands under the first of them. Net of "
              "the deduction. Rounded as one table: sums are sums of what is printed.")
    if with_unknown:
        note += " " + tr("Farmland of which nothing tells whether it is stable is neither, and stands beside them.")
    keys = ["stable", *(["unknown"] if with_unknown else []), *(grounds[place].rule_id for place in places[first:])]

    def printed(values: Sequence[int], held: np.ndarray) -> dict[str, str]:
        unstable, total = sum(values[first:]), sum(values)
        texts = {key: f"{value / scale:.{decimals}f}" for key, value in
                 [*zip(keys, values), ("unstable", unstable), ("farmland", total)]}
        untold = 0 < held[UNTOLD] == held.sum()
        return {**texts, **dict.fromkeys(("stable", "unstable"), tr("unknown"))} if untold else texts

    return {
        "title": title,
        "note": noted(note, units),
        "columns": [column("code", tr("Unit code"), align="left"), column("name", tr("Unit"), align="left"),
                    column("farmland", tr("Farmland"), label), column("stable", tr("Stable"), label),
                    column("unstable", tr("Not stable"), label),
                    *([column("unknown", tr("Not known whether stable"), label)] if with_unknown else []),
                    *(column(grounds[place].rule_id, grounds[place].name(result.book.language), label)
                      for place in places[first:])],
        "rows": [{"code": units.units[row].code, "name": units.units[row].name or tr("no unit"),
                  **printed(whole[row].tolist(), sums[row])} for row in result.shown(units)],
        "total": {"code": tr("Total"), "name": "", **printed(total.tolist(), parts.sum(axis=0))},
    }
