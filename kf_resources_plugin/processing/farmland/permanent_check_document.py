"""The report of a verification as plain data: question, data, rules, tables that add up, findings."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.permanent_check import BLOCK_RULE, PROBLEM, facts_of
from ...i18n import tr
from ...rules.permanent_farmland import could_hold
from ...rules.stable_farmland import among, grounds, known_slopes
from ...rules.tables import controlled_rounding
from ...rules.units import convert
from ..report_parts import column, framed, hundredths_text, noted, printed_rules
from .applied_rules import area_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.permanent_parts import Parts
    from .permanent_check_job import CheckResult

_MU_SCALE = 100  # two decimals


def document(result: CheckResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    return framed(
        tr("Verification of permanent basic farmland"),
        tr("Which permanent basic farmland is no longer what it has to be, and how does it hang together? {patches} "
           "polygons, rules in force on {day}.").format(
            patches=len(result.patches.table), day=book.date.isoformat()),
        result, record, rules=printed_rules(_rules(result), book), bridge=bridge(result),
        tables=[by_problem(result), _by_unit(result), _by_unit_and_problem(result), _blocks(result)],
        crs=result.survey.table.crs)


def _rules(result: CheckResult) -> list[tuple[str, str]]:
    """Return the rules that the figures rest on, with their text: what was looked for, and how blocks are made."""
    book, facts = result.book, facts_of(result.parts, result.survey)
    if facts.slope is not None and not among(facts.slope, known_slopes(grounds(book)))[result.survey.kind >= 0].any():
        facts = replace(facts, slope=None)  # blank on all cultivated land: no slope was looked at
    return [*((rule, book.message(rule)) for rule in (*area_rules(result), "deduction.coefficient")),
            *((problem.rule_id, problem.name(book.language)) for problem in result.found.problems
              if could_hold(problem, facts)),
            (BLOCK_RULE, book.message(BLOCK_RULE))]


def bridge(result: CheckResult) -> list[dict[str, Any]]:
    """Return the steps from the polygons as drawn to the permanent farmland that was verified."""
    parts = result.parts
    drawn = round(float(parts.drawn.sum()), 2)
    total = int(parts.area.sum()) / 100
    outside = int(parts.area[parts.land < 0].sum()) / 100
    steps = [(tr("Polygons as drawn, repaired"), drawn, tr("ellipsoidal area of the polygons")),
             (tr("Overlaps, residual and rounding"), round(total - drawn, 2),
              tr("what several polygons cover counts once; hundredths of a square metre")),
             (tr("Permanent basic farmland in parts"), total,
              tr("of which {area} m² outside the survey").format(area=f"{outside:.2f}"))]
    return [{"label": label, "area_m2": area, "note": note} for label, area, note in steps]


def by_problem(result: CheckResult) -> dict[str, Any]:
    """Return areas by problem in m²; the total counts each place once, and a row says what that takes off."""
    found, parts = result.found, result.parts
    rows, summed = [], np.zeros(2, dtype=np.int64)
    for place, problem in enumerate(found.problems):
        chosen = found.hits[:, place]
        if chosen.any():
            sums = _sums(parts, chosen)
            summed += sums
            rows.append({"problem": problem.name(result.book.language), "rule": problem.rule_id,
                         "patches": str(len(np.unique(parts.patch[chosen]))), **_printed(sums)})
    once = found.any_problem
    total = _sums(parts, once)
    if (summed != total).any():
        rows.append({"problem": tr("less what has several problems"), "rule": "", "patches": "",
                     **_printed(total - summed)})
    return {
        "title": tr("Permanent basic farmland by problem (m²)"),
        "note": tr("A place with several problems stands in each of them and once in the total."),
        "columns": [column("problem", tr("Problem"), align="left"), column("rule", tr("Rule"), align="left"),
                    column("patches", tr("Polygons")), column("area", tr("Area"), "m²"),
                    column("net", tr("Net area"), "m²")],
        "rows": rows,
        "total": {"problem": tr("Total, each place once"), "rule": "",
                  "patches": str(len(np.unique(parts.patch[once]))), **_printed(total)},
    }


def _sums(parts: Parts, chosen: np.ndarray) -> np.ndarray:
    """Return the gross and the net area of parts, bool (parts,), in hundredths of m²: int64 (2,)."""
    return np.array([parts.area[chosen].sum(), parts.net[chosen].sum()], dtype=np.int64)


def _printed(sums: np.ndarray) -> dict[str, str]:
    return dict(zip(("area", "net"), map(hundredths_text, sums.tolist())))


def _mu(cells: Sequence[Sequence[int]], columns: int) -> tuple[list[list[str]], list[str]]:
    """Return a table of hundredths of m² in mu with a sum per row, rounded to add up, and the sums of its columns."""
    exact = np.array([[convert(value / 100, "mu") for value in row] for row in cells]).reshape(len(cells), columns)
    whole = controlled_rounding(exact, _MU_SCALE)
    return _summed(whole, whole.sum(axis=0))


def _summed(cells: np.ndarray, totals: np.ndarray) -> tuple[list[list[str]], list[str]]:
    """Return the rows of a table and its totals as printed, each with its sum behind."""
    rows, (total,) = ([[f"{value / _MU_SCALE:.2f}" for value in (*row, sum(row))] for row in whole.tolist()]
                      for whole in (cells, totals[None]))
    return rows, total


def _by_unit(result: CheckResult) -> dict[str, Any]:
    """Return sound and troubled permanent farmland by unit in mu."""
    parts, units = result.parts, result.found.units
    held = np.zeros((len(units.units), 2))
    np.add.at(held, (units.of_piece, result.found.any_problem.astype(np.int64)), parts.area)
    cells, totals = _summed(*units.printed(np.array([[convert(value / 100, "mu") for value in row]
                                                     for row in held.tolist()]).reshape(-1, 2), _MU_SCALE))
    keys = ("sound", "troubled", "total")
    return {
        "title": tr("Permanent basic farmland by unit (mu)"),
        "note": noted(tr("Rounded as one table: every cell is its value rounded up or down, sums are sums of what is "
                         "printed."), units),
        "columns": [column("code", tr("Unit code"), align="left"), column("name", tr("Unit"), align="left"),
                    column("sound", tr("Without problem"), tr("mu")), column("troubled", tr("With problems"), tr("mu")),
                    column("total", tr("Total"), tr("mu"))],
        "rows": [{"code": unit.code, "name": unit.name or tr("no unit"), **dict(zip(keys, row))}
                 for unit, row in zip(units.units, cells)],
        "total": {"code": tr("Total"), "name": "", **dict(zip(keys, totals))},
    }


def _by_unit_and_problem(result: CheckResult) -> dict[str, Any]:
    """Return areas by unit and problem in m²; a unit's figures may overlap, so they have no sum."""
    found, units = result.found, result.found.units.units
    rows = [{"code": units[row.unit].code, "name": units[row.unit].name or tr("no unit"),
             "problem": found.problems[row.problem].name(result.book.language), "patches": str(row.patches),
             "area": hundredths_text(row.area), "net": hundredths_text(row.net)}
            for row in result.summary if row.kind == PROBLEM]
    return {
        "title": tr("Problems by unit (m²)"),
        "note": tr("Problems may lie on one place, so the rows have no sum; all permanent basic farmland is "
                   "{area} m².").format(area=hundredths_text(int(result.parts.area.sum()))),
        "columns": [column("code", tr("Unit code"), align="left"), column("name", tr("Unit"), align="left"),
                    column("problem", tr("Problem"), align="left"), column("patches", tr("Polygons")),
                    column("area", tr("Area"), "m²"), column("net", tr("Net area"), "m²")],
        "rows": rows,
        "total": None,
    }


def _blocks(result: CheckResult) -> dict[str, Any]:
    """Return blocks by size class: how many, and their area in mu."""
    found = result.found
    chosen = [found.size_class == place for place in range(len(result.sizes))]
    cells, totals = _mu([[int(found.blocks.area[mine].sum())] for mine in chosen], 1)
    return {
        "title": tr("Contiguous blocks by size"),
        "note": result.book.message(BLOCK_RULE),
        "columns": [column("size", tr("Size (mu)"), align="left"), column("count", tr("Blocks")),
                    column("area", tr("Area"), tr("mu"))],
        "rows": [{"size": size.replace(">=", "≥"), "count": str(int(mine.sum())), "area": row[-1]}
                 for size, mine, row in zip(result.sizes, chosen, cells)],
        "total": {"size": tr("Total"), "count": str(len(found.blocks)), "area": totals[-1]},
    }
