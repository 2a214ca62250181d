"""The report of a farmland occupation as plain data: question, data, rules, bridge, tables, findings."""
from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.occupation_figures import farmland_by_unit, land_by_class, outside_by_project
from ...i18n import tr
from ...rules.codes import KINDS
from ...rules.tables import controlled_rounding
from ...rules.units import convert
from ..project_bridge import printed_bridge
from ..report_parts import column, framed, hundredths_text, printed_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.projects import Projects
    from .occupation_job import OccupationResult

_DECIMALS = {"ha": 4, "mu": 2}


def tables(result: OccupationResult) -> list[dict[str, Any]]:
    """Return the tables of the report."""
    return [_by_project(result), _indicators(result),
            _by_unit(result, tr("Farmland by unit (ha), each place counted once"), "ha", "ha"),
            _by_unit(result, tr("Farmland by unit (mu), each place counted once"), tr("mu"), "mu"),
            _by_class(result)]


def _project_columns() -> list[dict[str, str]]:
    return [column("project", tr("Project"), align="left")]


def _called(projects: Projects, row: int) -> str:
    """Return what tables call a project: its name and id, once where they are the same."""
    key, name = projects.ids[row], projects.names[row]
    return key if name == key else f"{name} {key}"


def _by_project(result: OccupationResult) -> dict[str, Any]:
    """Return areas by project in m²: whole hundredths, so rows and columns add up exactly."""
    occupation = result.occupation
    outside = outside_by_project(occupation, result.cut.pieces, len(result.projects.ids))

    def values(g: Any, row: int, beyond: int) -> list[int]:
        other = int(g.area[row] - g.farmland[row] - g.deduction[row] - beyond)
        return [int(g.area[row]), int(g.farmland[row]), *(int(v) for v in g.by_kind[row]), int(g.deduction[row]),
                other, beyond]

    keys = ("area", "farmland", "paddy", "irrigated", "dry", "deduction", "other", "outside")
    labels = (tr("Total"), tr("Farmland"), tr("Paddy"), tr("Irrigated"), tr("Dry"), tr("1203 deducted"),
              tr("Other land"), tr("Outside survey"))
    rows = [values(occupation.by_project, row, int(outside[row])) for row in range(len(result.projects.ids))]
    counted = result.cut.pieces.counted
    once = values(occupation.total, 0, int(occupation.figures.area[(result.cut.pieces.land < 0) & counted].sum()))
    sums = [sum(row[place] for row in rows) for place in range(len(keys))]
    printed = [{"project": _called(result.projects, place), **dict(zip(keys, map(hundredths_text, row)))}
               for place, row in enumerate(rows)]
    if sums != once:
        twice = [a - b for a, b in zip(once, sums)]
        printed.append({"project": tr("less land claimed by several projects"),
                        **dict(zip(keys, map(hundredths_text, twice)))})
    return {
        "title": tr("Occupation by project (m²)"),
        "note": tr("Total = farmland + 1203 deducted + other land + outside survey; farmland = paddy + irrigated + "
                   "dry, net of the deduction."),
        "columns": [*_project_columns(), *(column(k, label) for k, label in zip(keys, labels))],
        "rows": printed,
        "total": {"project": tr("Total"), **dict(zip(keys, map(hundredths_text, once)))},
    }


def _indicators(result: OccupationResult) -> dict[str, Any]:
    """Return the indicators of each project beside the area: capacity, grade, permanent basic farmland."""
    keys = ("permanent", "permanent_gross", "capacity")
    projects, once, each = result.projects, result.occupation.total, result.occupation.by_project

    def printed(values: Sequence[int], unknown: bool, grade: float) -> dict[str, str]:
        return {**dict(zip(keys, map(hundredths_text, values))),
                **({"capacity": tr("unknown")} if unknown else {}), "grade": "" if np.isnan(grade) else f"{grade:.2f}"}

    def row(g: Any, place: int) -> dict[str, str]:
        return printed([int(getattr(g, key)[place]) for key in keys], bool(g.capacity_unknown[place]),
                       float(g.mean_grade[place]))

    columns = [column("permanent", tr("Permanent basic farmland"), "m²"),
               column("permanent_gross", tr("Project area inside permanent basic farmland, also outside the survey"),
                      "m²"),
               column("capacity", tr("Grain capacity"), "kg"), column("grade", tr("Mean grade"))]
    rows = [{"project": _called(projects, place), **row(each, place)} for place in range(len(projects.ids))]
    twice = [int(getattr(once, key)[0] - getattr(each, key).sum()) for key in keys]
    if any(twice):
        unknown = bool(each.capacity_unknown.any() or once.capacity_unknown[0])
        rows.append({"project": tr("less land claimed by several projects"), **printed(twice, unknown, np.nan)})
    return {
        "title": tr("Permanent basic farmland, grain capacity and grade by project"),
        "note": tr("Land claimed by several projects is in each of them and once in the total."),
        "columns": [*_project_columns(), *columns],
        "rows": rows,
        "total": {"project": tr("Total"), **row(once, 0)},
    }


def _by_unit(result: OccupationResult, title: str, label: str, unit: str) -> dict[str, Any]:
    """Return farmland by unit and kind, rounded so that the printed table adds up across and down."""
    cells = farmland_by_unit(result.occupation, result.cut.pieces)
    # land outside every unit has a row only where there is farmland to show
    shown = [(u, row) for u, row in zip(result.occupation.units, cells) if u.code or u.name or row.any()]
    decimals = _DECIMALS[unit]
    scale = 10 ** decimals
    exact = np.array([[convert(value / 100, unit) for value in row.tolist()] for _, row in shown])
    whole = controlled_rounding(exact.reshape(-1, len(KINDS)), scale)

    def printed(values: Sequence[int]) -> dict[str, str]:
        figures = (f"{value / scale:.{decimals}f}" for value in (*values, sum(values)))
        return dict(zip((*KINDS, "farmland"), figures))

    return {
        "title": title,
        "note": tr("Rounded as one table: every cell is its value rounded up or down, sums are sums of what is "
                   "printed."),
        "columns": [column("code", tr("Unit code"), align="left"), column("name", tr("Unit"), align="left"),
                    column("paddy", tr("Paddy"), label), column("irrigated", tr("Irrigated"), label),
                    column("dry", tr("Dry"), label), column("farmland", tr("Farmland"), label)],
        "rows": [{"code": u.code, "name": u.name or tr("no unit"), **printed(row)}
                 for (u, _), row in zip(shown, whole.tolist())],
        "total": {"code": tr("Total"), "name": "", **printed(whole.sum(axis=0).tolist())},
    }


def _by_class(result: OccupationResult) -> dict[str, Any]:
    """Return land by class in m², the deduction as field ridge, inside and outside permanent basic farmland."""
    ridge = str(result.book.threshold("deduction.coefficient", "ridge_class"))
    sums = land_by_class(result.occupation, result.cut.pieces, ridge)
    names = {code: info.name(result.book.language) if info else tr("unknown class")
             for code, info in zip(result.survey.codes.tolist(), result.survey.infos)}
    names.setdefault(ridge, tr("Field ridge (deducted)"))

    def printed(inside: int, beside: int) -> dict[str, str]:
        return {"inside": hundredths_text(inside), "beside": hundredths_text(beside),
                "area": hundredths_text(inside + beside)}

    return {
        "title": tr("Land on the survey by class (m²), each place counted once"),
        "note": tr("Cultivated classes net of the deduction, which stands under 1203."),
        "columns": [column("code", tr("Class"), align="left"), column("name", tr("Name"), align="left"),
                    column("inside", tr("Inside permanent basic farmland"), "m²"),
                    column("beside", tr("Elsewhere"), "m²"), column("area", tr("Total"), "m²")],
        "rows": [{"code": code or "—", "name": names.get(code, ""), **printed(*sums[code])} for code in sorted(sums)],
        "total": {"code": tr("Total"), "name": "", **printed(sum(v[0] for v in sums.values()),
                                                            sum(v[1] for v in sums.values()))},
    }


def _bridge(result: OccupationResult) -> list[dict[str, Any]]:
    """Return the steps from drawn geometry to the reported farmland, ending in the total."""
    labels = {
        "outside": (tr("Outside the survey"), tr("no parcel there")),
        "not_cultivated": (tr("Not cultivated"), tr("parcels of other classes")),
        "deduction": (tr("Deduction 1203"), tr("coefficient KCXS of cultivated parcels")),
        "rounding": (tr("Rounding"), tr("hundredths of a square metre, by largest remainder")),
    }
    return printed_bridge(result.occupation.bridge, labels, tr("Farmland occupied"),
                          float(result.occupation.total.farmland[0]) / 100)


def document(result: OccupationResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language.

    Draws its picture, once: raises PlannerError and Canceled.
    """
    book, picture = result.book, result.picture.draw(result)
    return framed(
        tr("Farmland occupation by projects"),
        tr("Which farmland, paddy, grain capacity and permanent basic farmland do these projects take, by project and "
           "county? {projects} projects, rules in force on {day}.").format(
            projects=len(result.projects.ids), day=book.date.isoformat()),
        result, record, rules=printed_rules(_rules(result), book), tables=tables(result), bridge=_bridge(result),
        crs=result.survey.table.crs, picture=None if picture is None else {
            "png_base64": base64.b64encode(picture).decode("ascii"),
            "caption": tr("Projects on the survey's land classes and permanent basic farmland")})


def _rules(result: OccupationResult) -> list[tuple[str, str]]:
    """Return the rules that this run's figures rest on, with their text."""
    book = result.book
    found = [("area.formula", book.message("area.formula"))]
    if result.settings["AREA_METHOD"] == "additive":
        found.append(("area.step", book.message("area.step")))
    adjusted = ~result.measured.over
    if adjusted.any():
        spread = float(np.abs(result.measured.residual[adjusted]).sum())
        found.append(("area.adjustment", book.message("area.adjustment", residual_m2=spread)))
    return [*found, *((rule, book.message(rule)) for rule in
                      ("deduction.coefficient", "capacity.grade", "farmland.occupied"))]


