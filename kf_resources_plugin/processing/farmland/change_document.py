"""The report of two epochs as plain data: account, bridge, matrix, flows, townships, findings."""
from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

from ...cartography.charts import ChartMissing
from ...cartography.flow_chart import Flow, flow_chart
from ...cartography.fonts import FontMissing
from ...cartography.land_kinds import KIND_COLOURS, KIND_TITLES
from ...engine.lonlat import crs_label
from ...i18n import tr
from ...rules.farmland_change import (
    AGRICULTURAL_KINDS,
    CONSTRUCTION,
    CULTIVATED,
    LAND_KINDS,
    OPEN,
    OTHER,
    UNKNOWN,
    VERDICTS,
    exempt_kinds,
    least_areas,
    most_alone,
)
from ...rules.text import listed
from ...rules.units import convert, format_area
from ..report_parts import column, framed, hundredths_text, noted, printed_rules
from .applied_rules import area_rules
from .change_findings import sliver_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...rules.farmland_change import Account, Quality
    from .change_job import ChangeResult

_PAIRS = 40  # of classes, largest first, in the printed table
_COVERED = (*AGRICULTURAL_KINDS, OTHER)


def document(result: ChangeResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    charts, missing = _charts(result)
    return framed(
        tr("Farmland change and balance of in and out"),
        tr("What became of the land of “{before}” by “{after}”, which cultivated land went out and came in, and is "
           "every unit balanced? Rules in force on {day}.").format(
            before=result.epochs.before.table.name, after=result.epochs.after.table.name, day=book.date.isoformat()),
        result, record, notices=[*_notices(result), *missing], rules=printed_rules(_rules(result), book),
        tables=tables(result), bridge=bridge(result.figures.total), charts=charts)


def tables(result: ChangeResult) -> list[dict[str, Any]]:
    """Return the tables of the report."""
    units = [(unit.code, unit.name or tr("no unit")) for unit in result.figures.places.rows.units]
    groups = [(units[unit][1], result.figures.places.towns[town] or "—")
              for unit, town in result.figures.places.groups]
    unit_columns = [column("first", tr("Unit code"), align="left"), column("second", tr("Unit"), align="left")]
    town_columns = [column("first", tr("Unit"), align="left"), column("second", tr("Township"), align="left")]
    by_unit, by_town, total = result.figures.by_unit, result.figures.by_town, result.figures.total
    towns = _account(tr("Account of cultivated land by township (m²)"), town_columns, groups, by_town, result)
    told = (by_town.out_total != 0) | (by_town.in_total != 0) | (by_town.verdict(result.book) == OPEN)
    towns["rows"] = [row for row, shown in zip(towns["rows"], told.tolist()) if shown]
    towns["note"] = tr("Townships where nothing went out or came in are left out unless their verdict is open; all of "
                       "them stand in the output.")
    listed = [
        _account(tr("Account of cultivated land by unit (m²)"), unit_columns, units, by_unit, result),
        _quality(result, unit_columns, units),
        _kinds(tr("Where cultivated land went, by unit (m²)"), unit_columns, units, by_unit, total)]
    for table in listed:
        table["note"] = noted(table["note"], result.figures.places.rows)
    return [*listed[:2], _in_units(result), listed[2], towns, _matrix(result), _pairs(result)]


def _rows(heads: Sequence[tuple[str, str]], columns: dict[str, Any]) -> list[dict[str, str]]:
    return [{"first": first, "second": second,
             **{key: tr("unknown") if values[place] is None else hundredths_text(values[place])
                for key, values in columns.items()}}
            for place, (first, second) in enumerate(heads)]


def _told(values: np.ndarray, account: Account) -> list[int | None]:
    """Return what rests on the stable part of in, None where nobody can tell it."""
    return [None if unjudged else value for value, unjudged in zip(values.tolist(), account.unjudged.tolist())]


def _account(title: str, head: list[dict[str, str]], heads: Sequence[tuple[str, str]], account: Account,
             result: ChangeResult) -> dict[str, Any]:
    def columns(figures: Account) -> dict[str, Any]:
        return {"out": figures.out_total, "exempt": figures.exempt, "in": figures.in_total,
                "stable": _told(figures.stable, figures), "net": _told(figures.net, figures)}

    labels = {"out": tr("Out"), "exempt": tr("Exempt"), "in": tr("In"), "stable": tr("Stable part of in"),
              "net": tr("Net")}
    rows = _rows(heads, columns(account))
    words = dict(zip(VERDICTS, (tr("short"), tr("balanced"), tr("open"))))
    for row, verdict in zip(rows, account.verdict(result.book).tolist()):
        row["verdict"] = words[VERDICTS[verdict]]
    return {
        "title": title,
        "note": tr("Net = stable part of in − (out − exempt), net of field ridges; balanced where it is not below 0, "
                   "or by no more than {tolerance} m², by which rounding of either side may differ. The net "
                   "speaks of what can be compared; open where land of an unknown class or of one epoch only, or "
                   "what came in without any rule to tell whether it is stable, can turn the verdict. The verdict "
                   "is on quantity; quality stands in a table of its own.").format(
                       tolerance=f"{result.book.threshold('change.account', 'tolerance_m2'):.10g}"),
        "columns": [*head, *(column(key, label) for key, label in labels.items()),
                    column("verdict", tr("Verdict"), align="left")],
        "rows": rows,
        "total": {**_rows([(tr("Total"), "")], columns(result.figures.total))[0], "verdict": ""},
    }


def _quality(result: ChangeResult, head: list[dict[str, str]], heads: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return grade and capacity of what is to be matched and of the stable part of in, beside the verdict."""
    decimals = int(result.book.threshold("change.quality_lower", "decimals"))

    def rows(account: Account, firsts: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
        areas = _rows(firsts, {"due": account.due, "stable": _told(account.stable, account)})
        worse = account.worse(decimals).tolist()
        return [{**row, **_graded("out", account.due_quality, place, decimals),
                 **_graded("in", account.stable_quality, place, decimals, told=not account.unjudged[place]),
                 "quality": _compared(account, place, worse=worse[place])} for place, row in enumerate(areas)]

    return {
        "title": tr("Quality: grade and grain capacity by unit"),
        "note": tr("Means by area net of field ridges; a lower grade is better. Equal quality is asked for beside "
                   "equal quantity: it is reported here and does not change the verdict of the account."),
        "columns": [*head, column("due", tr("Out less exempt"), "m²"), column("out_grade", tr("Mean grade")),
                    column("out_capacity", tr("Grain capacity"), "kg"), column("stable", tr("Stable part of in"), "m²"),
                    column("in_grade", tr("Mean grade")), column("in_capacity", tr("Grain capacity"), "kg"),
                    column("quality", tr("Quality of in"), align="left")],
        "rows": rows(result.figures.by_unit, heads), "total": rows(result.figures.total, [(tr("Total"), "")])[0],
    }


def _graded(name: str, quality: Quality, place: int, decimals: int, *, told: bool = True) -> dict[str, str]:
    grade = float(quality.grade[place])
    known = "" if np.isnan(grade) else f"{grade:.{decimals}f}"
    printed = known if told and not quality.ungraded[place] else tr("unknown")
    capacity = tr("unknown") if quality.capacity_unknown[place] else hundredths_text(quality.capacity[place])
    return {f"{name}_grade": printed, f"{name}_capacity": capacity}


def _compared(account: Account, place: int, *, worse: bool) -> str:
    if not account.due[place] or not account.stable[place] + account.unjudged[place]:
        return "—"
    if account.quality_unknown[place] or account.unjudged[place]:
        return tr("unknown")
    return tr("worse") if worse else tr("not worse")


def _in_units(result: ChangeResult) -> dict[str, Any]:
    total, given = result.figures.total, result.given
    unknown = tr("unknown") if total.unjudged[0] else ""
    lines = ((tr("Out"), total.out_total, ""), (tr("Exempt"), total.exempt, ""), (tr("In"), total.in_total, ""),
             (tr("Stable part of in"), total.stable, unknown), (tr("Net"), total.net, unknown),
             (tr("Became construction land"), total.construction, ""),
             (tr("Became water or unused land"), total.other, ""),
             (tr("Permanent basic farmland lost"), total.permanent,
              "" if "permanent" in given else tr("not examined")),
             (tr("Suspected loss without approval"), total.suspected,
              "" if "approvals" in given else tr("not examined")))
    return {
        "title": tr("Account in hectares and mu"),
        "note": tr("Each figure is rounded by itself."),
        "columns": [column("item", tr("Item"), align="left"), column("m2", tr("Area"), "m²"),
                    column("ha", tr("Area"), tr("ha")), column("mu", tr("Area"), tr("mu"))],
        "rows": [{"item": label, **{unit: instead or format_area(int(values[0]) / 100, unit)
                                    for unit in ("m2", "ha", "mu")}} for label, values, instead in lines],
        "total": None,
    }


def _kinds(title: str, head: list[dict[str, str]], heads: Sequence[tuple[str, str]], account: Account,
           total: Account) -> dict[str, Any]:
    def columns(figures: Account) -> dict[str, Any]:
        listed = {LAND_KINDS[kind]: figures.out[:, kind] for kind in _COVERED}
        return {**listed, "construction": figures.construction, "apart": figures.other}

    labels = {LAND_KINDS[kind]: tr(KIND_TITLES[LAND_KINDS[kind]]) for kind in _COVERED}
    labels["other"] = tr("Water and unused land, exempt")
    labels.update({"construction": tr("Construction land, not in out"),
                   "apart": tr("Water and unused land, not in out")})
    return {"title": title, "note": "", "columns": [*head, *(column(key, label) for key, label in labels.items())],
            "rows": _rows(heads, columns(account)), "total": _rows([(tr("Total"), "")], columns(total))[0]}


def kind_matrix(result: ChangeResult) -> np.ndarray:
    """Return the area of land by kind before and after, int64 (kinds, kinds) hundredths of m²."""
    pairs, epochs = result.figures.matrix, result.epochs
    cells = np.zeros((len(LAND_KINDS), len(LAND_KINDS)), dtype=np.int64)
    np.add.at(cells, (epochs.kind_before[pairs.before], epochs.kind_after[pairs.after]), pairs.area)
    return cells


def _matrix(result: ChangeResult) -> dict[str, Any]:
    cells = kind_matrix(result)
    kinds = LAND_KINDS if cells[UNKNOWN].any() or cells[:, UNKNOWN].any() else LAND_KINDS[:UNKNOWN]

    def printed(values: Any) -> dict[str, str]:
        return {**dict(zip(kinds, map(hundredths_text, values))), "sum": hundredths_text(sum(values))}

    return {
        "title": tr("Transition matrix by kind of land (m²)"),
        "note": tr("Rows: before, columns: after; gross areas of the land both epochs have, slivers included."),
        "columns": [column("kind", tr("Before"), align="left"),
                    *(column(kind, tr(KIND_TITLES[kind])) for kind in kinds), column("sum", tr("Total"))],
        "rows": [{"kind": tr(KIND_TITLES[kind]), **printed(row)} for kind, row in zip(kinds, cells.tolist())],
        "total": {"kind": tr("Total"), **printed(cells.sum(axis=0).tolist())},
    }


def _pairs(result: ChangeResult) -> dict[str, Any]:
    pairs, epochs, language = result.figures.matrix, result.epochs, result.book.language
    changed = np.flatnonzero(~epochs.same[pairs.before, pairs.after])
    order = changed[np.argsort(-pairs.area[changed], kind="stable")]

    def named(survey: Any, code: int) -> str:
        info = survey.infos[code]
        return f"{survey.codes[code]} {info.name(language)}" if info else str(survey.codes[code] or "—")

    rows = [{"before": named(epochs.before, pairs.before[place]), "after": named(epochs.after, pairs.after[place]),
             "area": hundredths_text(pairs.area[place]), "sliver": hundredths_text(pairs.sliver[place])}
            for place in order[:_PAIRS].tolist()]
    rest = order[_PAIRS:]
    if len(rest):
        rows.append({"before": tr("{count} more pairs").format(count=len(rest)), "after": "",
                     "area": hundredths_text(pairs.area[rest].sum()),
                     "sliver": hundredths_text(pairs.sliver[rest].sum())})
    return {
        "title": tr("Changes of class, largest first (m²)"),
        "note": tr("Gross areas; all pairs of classes, unchanged ones too, stand in the transition matrix."),
        "columns": [column("before", tr("Before"), align="left"), column("after", tr("After"), align="left"),
                    column("area", tr("Area")), column("sliver", tr("of it slivers"))],
        "rows": rows,
        "total": {"before": tr("Total"), "after": "", "area": hundredths_text(pairs.area[changed].sum()),
                  "sliver": hundredths_text(pairs.sliver[changed].sum())},
    }


def bridge(total: Account) -> list[dict[str, Any]]:
    """Return the steps from cultivated land before to cultivated land after, net of field ridges; they sum exactly."""
    steps = (
        (tr("Cultivated land before"), total.farmland_before, tr("net of field ridges, all of the earlier layer")),
        (tr("Out"), -total.out_total, tr("became other agricultural land, or is exempt")),
        (tr("Became construction land"), -total.construction, tr("not in out")),
        (tr("Became water or unused land"), -total.other, tr("not in out")),
        (tr("In"), total.in_total, tr("became cultivated land")),
        (tr("Slivers"), total.slivers_in - total.slivers_out, tr("redrawn borders, not in the account")),
        (tr("Unknown class"), total.unknown_in - total.unknown_out,
         tr("to or from a class that no system knows, not in the account")),
        (tr("Field ridges"), total.ridges, tr("other coefficients on land cultivated in both epochs, and rounding")),
        (tr("Land of one epoch only"), total.after_only - total.before_only, tr("not in the account")),
        (tr("Cultivated land after"), total.farmland_after, tr("net of field ridges, all of the later layer")),
    )
    return [{"label": label, "area_m2": int(values[0]) / 100, "note": note} for label, values, note in steps]


def flows(total: Account) -> list[Flow]:
    """Return the flows of the chart in hectares: cultivated land out by kind, and in by kind."""
    farmland = tr(KIND_TITLES["cultivated"])
    left = total.out[0].copy()
    left[CONSTRUCTION], left[OTHER] = total.construction[0], left[OTHER] + total.other[0]
    out = [Flow(farmland, tr(KIND_TITLES[kind]), convert(int(area) / 100, "ha"), KIND_COLOURS[kind])
           for kind, area in zip(LAND_KINDS, left.tolist())]
    came = [Flow(tr(KIND_TITLES[kind]), farmland, convert(int(area) / 100, "ha"), KIND_COLOURS["cultivated"])
            for kind, area in zip(LAND_KINDS, total.entered[0].tolist()) if kind != LAND_KINDS[CULTIVATED]]
    return [flow for flow in (*out, *came) if flow.amount > 0]


def _charts(result: ChangeResult) -> tuple[list[dict[str, str]], list[str]]:
    """Return the charts, and why there is none where this computer cannot draw."""
    listed = flows(result.figures.total)
    if not listed:
        return [], []
    try:
        png = flow_chart(listed, (tr("Before"), tr("After")), result.families, unit=tr("ha"), decimals=4)
    except (ChartMissing, FontMissing) as error:
        return [], [str(error)]
    return [{"png_base64": base64.b64encode(png).decode("ascii"),
             "caption": tr("Cultivated land that went out and came in, by kind of land, in hectares net of field "
                           "ridges")}], []


def _rules(result: ChangeResult) -> list[tuple[str, str]]:
    """Return the rules that this run's figures rest on, with their text."""
    book = result.book
    names = [*area_rules(result), "deduction.coefficient", "change.account",
             *(["change.unified"] if "change.unified" in book.rows else []),
             "change.kinds", *result.grounds, "capacity.grade"]
    return [*((rule, book.message(rule)) for rule in names), *_limits(result)]


def _limits(result: ChangeResult) -> list[tuple[str, str]]:
    """Return the rules whose values decided what is a sliver, suspected, exempt or open, with these values."""
    book, total = result.book, result.figures.total
    found = []
    if result.pieces.changed.any():
        found.append(("change.sliver", book.message(
            "change.sliver", **sliver_values(result.pieces, result.areas, result.figures))))
    if "approvals" in result.given:
        least = [tr("{kind} from {area} m² on").format(kind=tr(KIND_TITLES[kind]), area=f"{area:.10g}")
                 for kind, area in zip(LAND_KINDS, least_areas(book).tolist()) if np.isfinite(area)]
        found.append(("change.unapproved", tr("Suspected is cultivated land that became, outside the approvals: "
                                              "{kinds}").format(kinds=listed(least, book.language) or "—")))
    if "exempt" in result.given:
        # the list of kinds is that of the balance, and so is what it rests on
        kinds, own = exempt_kinds(book)
        file = book.row("balance.exempt").user_file
        named = [tr("{kind} (only by rule file {file})").format(kind=kind, file=file) if kind in own else kind
                 for kind in kinds]
        found.append(("balance.exempt", book.message("change.exempt", kinds=named)))
    if total.alone[0]:
        found.append(("change.open", tr("Land of one epoch only may turn a verdict where it is more than {share} % of "
                                        "a unit's land, or where any class is unknown").format(
                                            share=f"{100 * most_alone(book):.10g}")))
    return found


def _notices(result: ChangeResult) -> list[str]:
    years = [survey.years.year for survey in (result.epochs.before, result.epochs.after)]
    return [
        *([] if None in years else [tr("Years of the surveys (SJNF): {before} before, {after} after.").format(
            before=years[0], after=years[1])]),
        tr("Areas are ellipsoidal areas on CGCS2000 by the statutory formula; edges are straight in the coordinate "
           "system of the earlier layer ({crs}), into which the later one was brought.").format(
            crs=crs_label(result.epochs.before.table.crs)),
        tr("A piece has two parents, the earlier and the later parcel: its area is adjusted to neither, and the "
           "residuals of both are in the run record."),
    ]
