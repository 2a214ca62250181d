"""The report on the use of the floodplain as plain data: verdicts by rule, zones, relocation, exit list, dikes."""
from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

from ...cartography.bar_charts import AmountRows, amount_bars
from ...cartography.charts import ChartMissing
from ...cartography.fonts import FontMissing
from ...engine.floodplain_summary import ALL, CODES, against, exits, summarise
from ...engine.floodplain_use import NO_RULE
from ...i18n import tr
from ...rules.floodplain_use import PERMANENT, about, there
from ...rules.relocation import KEEP, UNKNOWN
from ...rules.tables import controlled_rounding
from ...rules.units import convert
from ..report_parts import column, framed, hundredths_text, printed_rules
from .compliance_outputs import figures
from .compliance_words import outcome_text, step_text, zone_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.floodplain_use import PermanentUse
    from ...engine.relocation import Sites
    from ...rules.floodplain_use import UseRule
    from ...rules.relocation import Allotment
    from .compliance_job import ComplianceResult, People

_LISTED = 50  # settlements and pieces of farmland that are printed
_MU_SCALE = 100
_SETTINGS = ("flooduse.zones", "flooduse.relocation", "flooduse.site_excluded")


def document(result: ComplianceResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    charts, missing = _charts(result)
    people, use = result.found.people, result.found.permanent
    tables = [_verdicts(result), _zones(result)]
    if people is not None:
        tables.append(_relocation(result, people))
        tables += [] if people.sites is None else [_sites(result, people.sites, people.placing.allotments)]
    if use is not None:
        tables += [_exit_steps(result, use), _exit_list(result, use)]
    return framed(
        tr("Use control and resettlement in the floodplain"),
        tr("Which use of the floodplain is against the law or its zone, who has to move and whereto, and which "
           "permanent farmland exits? Zones of “{zones}”, rules in force on {day}.").format(
               zones=result.found.ground.zones.table.name, day=book.date.isoformat()),
        result, record, notices=missing, rules=printed_rules(_rules(result), book), tables=tables, charts=charts,
        crs=result.found.land.survey.table.crs)


def _rules(result: ComplianceResult) -> list[tuple[str, str]]:
    """Return the rules that the figures rest on, with their text: what was asked, and how villages are placed."""
    book = result.book
    return [("area.formula", book.message("area.formula")),
            *((rule.rule_id, rule.name(book.language)) for rule in result.found.rules),
            *((rule, book.message(rule)) for rule in _SETTINGS if rule in book.rows and rule != _SETTINGS[-1])]


def _verdicts(result: ComplianceResult) -> dict[str, Any]:
    """Return for each rule that was asked how many subjects it holds for, and their area or length."""
    book = result.book
    rows = []
    for rule in result.found.rules:
        count, amount, unit = _amount(rule, result)
        rows.append({"rule": rule.name(book.language), "severity": _severity(rule), "count": str(count),
                     "amount": amount, "unit": unit, "clause": book.clause(rule.rule_id)})
    return {
        "title": tr("Verdicts by rule"),
        "note": tr("A place may be against several rules and counts once in each, so the rows have no sum. A rule "
                   "without a hit may not have been asked for want of a layer: the findings say which."),
        "columns": [column("rule", tr("Rule"), align="left"), column("severity", tr("Severity"), align="left"),
                    column("count", tr("Subjects")), column("amount", tr("Area or length")),
                    column("unit", tr("Unit of measure"), align="left"),
                    column("clause", tr("Clause"), align="left")],
        "rows": rows,
        "total": None,
    }


def _severity(rule: UseRule) -> str:
    return {"error": tr("violation"), "warning": tr("to be dealt with"), "info": tr("for information")}[rule.severity]


def _amount(rule: UseRule, result: ComplianceResult) -> tuple[int, str, str]:
    """Return how many subjects a rule holds for, with what area or length."""
    found = result.found
    if rule in found.land.rules:
        hit = found.land.hits[:, found.land.rules.index(rule)]
        return _counted(found.land.pieces.land[hit], found.land.pieces.area[hit])
    if rule.subject in found.others:
        parts = found.others[rule.subject][1]
        hit = there(rule, parts.places, len(parts.area))
        return _counted(parts.subject[hit], parts.area[hit])
    use, dikes, people = found.permanent, found.dikes, found.people
    if use is not None and (rule in use.exits or rule in about(found.rules, PERMANENT)):
        hit = use.exit_rule == use.exits.index(rule) if rule in use.exits else use.new
        return _counted(use.parts.patch[hit], use.parts.area[hit])
    if dikes is not None and rule in dikes.rules:
        hit = dikes.rule == dikes.rules.index(rule)
        return (len(np.unique(dikes.parts.row[hit])), f"{dikes.parts.length_m[hit].sum():.2f}", "m")
    if people is not None and rule in people.villages.rules:
        villages = people.villages
        held = villages.held[:, villages.rules.index(rule)]
        return _counted(np.flatnonzero(held), villages.shares.rules[held, villages.rules.index(rule)])
    return 0, "", ""


def _counted(subject: np.ndarray, area: np.ndarray) -> tuple[int, str, str]:
    return len(np.unique(subject)), hundredths_text(int(area.sum())), "m²"


def _zones(result: ComplianceResult) -> dict[str, Any]:
    """Return the land by unit and zone in mu, rounded so that the printed table adds up across and down."""
    rows = [row for row in summarise(result.found.land, None, result.found.ground) if row.kind == ALL]
    units = list(dict.fromkeys((row.unit.code, row.unit.name) for row in rows))
    cells = np.zeros((len(units), len(CODES)), dtype=np.int64)
    for row in rows:
        cells[units.index((row.unit.code, row.unit.name)), CODES.index(row.zone)] = row.area
    exact = np.array([[convert(value / 100, "mu") for value in line] for line in cells.tolist()])
    whole = controlled_rounding(exact.reshape(-1, len(CODES)), _MU_SCALE)
    keys = [f"zone_{code.lower() or 'none'}" for code in CODES]

    def printed(values: Sequence[int]) -> dict[str, str]:
        return dict(zip([*keys, "sum"], (f"{value / _MU_SCALE:.2f}" for value in (*values, sum(values)))))

    return {
        "title": tr("Land by unit and zone (mu)"),
        "note": tr("Rounded as one table: every cell is its value rounded up or down, sums are sums of what is "
                   "printed."),
        "columns": [column("code", tr("Unit code"), align="left"), column("name", tr("Unit"), align="left"),
                    *(column(key, zone_text(code), tr("mu")) for key, code in zip(keys, CODES)),
                    column("sum", tr("Total"), tr("mu"))],
        "rows": [{"code": code, "name": name or tr("no unit"), **printed(line)}
                 for (code, name), line in zip(units, whole.tolist())],
        "total": {"code": tr("Total"), "name": "", **printed(whole.sum(axis=0).tolist())},
    }


def _relocation(result: ComplianceResult, people: People) -> dict[str, Any]:
    """Return the settlements that move or are safe in place, those that move first, in their order."""
    book = result.book
    villages, placing = people.villages, people.placing
    names = people.sites.given.ids if people.sites is not None else ()
    rest = [row for row, word in enumerate(villages.outcome) if word != KEEP and row not in set(placing.order)]
    rows = []
    for row in [*placing.order, *rest][:_LISTED]:
        given = villages.given
        sites = [f"{names[item.site]} {item.households}" for item in placing.allotments if item.settlement == row]
        rows.append({
            "name": str(given.names[row] or given.ids[row]), "households": _number(given.numbers["households"][row]),
            "population": _number(given.numbers["population"][row]),
            "area": hundredths_text(int(villages.shares.whole[row])), "zone": zone_text(str(villages.zone[row])),
            "why": tr("; ").join(rule.name(book.language) for rule, held in zip(
                villages.rules, villages.held[row].tolist()) if held),
            "outcome": outcome_text(villages.outcome[row]), "sites": tr("; ").join(sites),
            "unplaced": str(int(placing.unplaced[row])) if row in placing.order else ""})
    numbers = figures(result)
    return {
        "title": tr("Settlements to be resettled"),
        "note": tr("The first {count} of {total}; all stand in the relocation layer. Sites are followed by the "
                   "households they receive.").format(count=len(rows), total=len(placing.order) + len(rest)),
        "columns": [column("name", tr("Settlement"), align="left"), column("households", tr("Households")),
                    column("population", tr("People")), column("area", tr("Area"), "m²"),
                    column("zone", tr("Zone"), align="left"), column("why", tr("Why"), align="left"),
                    column("outcome", tr("Outcome"), align="left"),
                    column("sites", tr("Receiving sites"), align="left"), column("unplaced", tr("Without a site"))],
        "rows": rows,
        "total": {"name": tr("Total that moves out"), "households": f"{numbers['HOUSEHOLDS']:.0f}",
                  "population": f"{numbers['PEOPLE']:.0f}", "area": "", "zone": "", "why": "", "outcome": "",
                  "sites": f"{numbers['ALLOTTED']:.0f}", "unplaced": f"{numbers['UNPLACED']:.0f}"},
    }


def _number(value: int) -> str:
    return tr("unknown") if value == UNKNOWN else str(int(value))


def _sites(result: ComplianceResult, sites: Sites, allotments: Sequence[Allotment]) -> dict[str, Any]:
    """Return the receiving sites: capacity, what was allotted, what is left."""
    rows: list[dict[str, str]] = []
    sums = np.zeros(3, dtype=np.int64)
    for row, capacity in enumerate(sites.given.numbers["capacity"].tolist()):
        eligible = bool(sites.eligible[row]) and capacity != UNKNOWN
        taken = sum(item.households for item in allotments if item.site == row)
        figures_of = (capacity, taken, capacity - taken) if eligible else (0, 0, 0)
        sums += figures_of
        rows.append({"site": str(sites.given.ids[row]),
                     "verdict": tr("may receive") if eligible else tr("excluded"),
                     **{key: str(value) for key, value in zip(("capacity", "taken", "left"), figures_of)}})
    return {
        "title": tr("Receiving sites"),
        "note": result.book.message("flooduse.relocation"),
        "columns": [column("site", tr("Site"), align="left"), column("verdict", tr("Verdict"), align="left"),
                    column("capacity", tr("Capacity (households)")), column("taken", tr("Allotted")),
                    column("left", tr("Left"))],
        "rows": rows,
        "total": {"site": tr("Total"), "verdict": "",
                  **{key: str(value) for key, value in zip(("capacity", "taken", "left"), sums.tolist())}},
    }


def _exit_steps(result: ComplianceResult, use: PermanentUse) -> dict[str, Any]:
    """Return the permanent farmland that exits by rule and step."""
    parts, rows = use.parts, []
    decided = use.exit_rule != NO_RULE
    for place, rule in enumerate(use.exits):
        mine = use.exit_rule == place
        rows.append({"rule": rule.name(result.book.language), "step": step_text(rule.step),
                     "patches": str(len(np.unique(parts.patch[mine]))),
                     "area": hundredths_text(int(parts.area[mine].sum())),
                     "net": hundredths_text(int(parts.net[mine].sum()))})
    return {
        "title": tr("Permanent farmland that exits, by step (m²)"),
        "note": tr("Each place once, under the first rule that holds."),
        "columns": [column("rule", tr("Where"), align="left"), column("step", tr("Step"), align="left"),
                    column("patches", tr("Polygons")), column("area", tr("Area"), "m²"),
                    column("net", tr("Net area"), "m²")],
        "rows": rows,
        "total": {"rule": tr("Total"), "step": "", "patches": str(len(np.unique(parts.patch[decided]))),
                  "area": hundredths_text(int(parts.area[decided].sum())),
                  "net": hundredths_text(int(parts.net[decided].sum()))},
    }


def _exit_list(result: ComplianceResult, use: PermanentUse) -> dict[str, Any]:
    """Return the pieces of permanent farmland that exit, the most urgent first."""
    order = exits(use)
    parts, survey = use.parts, use.survey
    rows = []
    for row in order[:_LISTED].tolist():
        land = int(parts.land[row])
        rule = use.exits[int(use.exit_rule[row])]
        grade = survey.grade[land] if land >= 0 else np.nan
        rows.append({"patch": str(use.patches.ids[parts.patch[row]]),
                     "parcel": str(survey.parcels[land]) if land >= 0 else "",
                     "grade": "" if np.isnan(grade) else f"{grade:.0f}", "step": step_text(rule.step),
                     "where": rule.name(result.book.language), "area": hundredths_text(int(parts.area[row])),
                     "net": hundredths_text(int(parts.net[row]))})
    return {
        "title": tr("Exit list"),
        "note": tr("The first {count} of {total}; all stand in the exit layer.").format(
            count=len(rows), total=len(order)),
        "columns": [column("patch", tr("Permanent farmland"), align="left"),
                    column("parcel", tr("Parcel"), align="left"),
                    column("grade", tr("Grade")), column("step", tr("Step"), align="left"),
                    column("where", tr("Where"), align="left"), column("area", tr("Area"), "m²"),
                    column("net", tr("Net area"), "m²")],
        "rows": rows,
        "total": None,
    }


def _charts(result: ComplianceResult) -> tuple[list[dict[str, str]], list[str]]:
    """Return the chart of zones, and why there is none where this computer cannot draw."""
    land = result.found.land
    if not len(land.pieces.area):
        return [], []
    wrong = against(land)
    rows = []
    for code in CODES:
        mine = land.zone_code == code
        if mine.any():
            rows.append((zone_text(code), tuple(convert(int(land.pieces.area[chosen].sum()) / 100, "mu")
                                                for chosen in (mine, mine & wrong))))
    amounts = AmountRows((tr("Land"), tr("of it against a rule")), tuple(rows), tr("mu"), 2)
    try:
        png = amount_bars(amounts, size=(900, amounts.height), families=result.families)
    except (ChartMissing, FontMissing) as error:
        return [], [str(error)]
    return [{"png_base64": base64.b64encode(png).decode("ascii"),
             "caption": tr("Land by zone and what of it is against a rule, in mu")}], []
