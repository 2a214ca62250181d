"""The report on reserve land as plain data: question, data, rules, bridge, tables, findings."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.metric_plane import is_true_to_scale
from ...engine.reserve_potential import COUNTS
from ...engine.roles import role_title
from ...engine.wkb import wkb_bounds
from ...i18n import tr
from ...rules.reserve_potential import NO_IRRIGATION, Told
from ...rules.tables import controlled_rounding
from ...rules.units import convert
from ..report_parts import column, framed, hundredths_text, noted, printed_rules
from .applied_rules import area_rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...rules.reserve_potential import Exclusion, Factor, Source
    from .reserve_potential_job import ReserveResult

_BEST = 20  # candidates that are printed
_MU_DECIMALS = 2
_WEIGHT_DECIMALS = 4


def document(result: ReserveResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    return framed(
        tr("Reserve land and its potential"),
        tr("Which land could be reclaimed for farming, what excludes the rest, and which parcels are the best? {count} "
           "candidates, rules in force on {day}.").format(
            count=len(result.candidates.land), day=book.date.isoformat()),
        result, record, notices=[_distances(result)], rules=printed_rules(_rules(result), book), bridge=bridge(result),
        tables=[_by_grade(result, tr("Candidates by unit and grade (mu)")), _by_source(result), _by_rule(result),
                _weights(result), _best(result)], crs=result.land.survey.table.crs)


def _name(item: Source | Exclusion | Factor, result: ReserveResult) -> str:
    return item.names[0 if result.book.language == "zh" else 1]


def bridge(result: ReserveResult) -> list[dict[str, Any]]:
    """Return the steps from source land to candidates, rule by rule: whole hundredths that sum exactly."""
    land = result.land
    steps = [{"label": tr("Source land"), "area_m2": float(land.pieces.area.sum()) / 100,
              "note": tr("parts of parcels of the allowed sources")}]
    for place, exclusion in enumerate(land.exclusions):
        area = int(land.pieces.area[land.rule == place].sum())
        if area:
            steps.append({"label": _name(exclusion, result), "area_m2": -area / 100, "note": exclusion.rule_id})
    left = float(land.pieces.area[land.rule == COUNTS].sum()) / 100
    return [*steps, {"label": tr("Candidates"), "area_m2": left, "note": tr("as reported")}]


def _by_grade(result: ReserveResult, title: str) -> dict[str, Any]:
    """Return candidates by unit and grade in mu, rounded so that the printed table adds up across and down."""
    land, found, scores = result.land, result.candidates, result.scores
    letters = [*map(str, result.book.threshold("potential.grades", "letters")), ""]
    cells = np.array([[int(found.area[(found.unit == place) & (scores.letter == letter)].sum()) for letter in letters]
                      for place in range(len(land.units))], dtype=np.int64).reshape(-1, len(letters))
    shown = [place for place, letter in enumerate(letters) if letter or cells[:, place].any()]
    exact = np.array([[convert(value / 100, "mu") for value in row] for row in cells[:, shown].tolist()])
    whole, total = land.rows.printed(exact.reshape(-1, len(shown)), 10**_MU_DECIMALS)
    keys = [f"grade{place}" for place in range(len(shown))]

    def printed(values: Sequence[int]) -> dict[str, str]:
        return dict(zip([*keys, "sum"], (f"{value / 100:.2f}" for value in (*values, sum(values)))))

    return {
        "title": title,
        "note": noted(tr("Rounded as one table: every cell is its value rounded up or down, sums are sums of what is "
                         "printed."), land.rows),
        "columns": [column("code", tr("Unit code"), align="left"), column("name", tr("Unit"), align="left"),
                    *(column(key, letters[place] or tr("no score"), tr("mu")) for key, place in zip(keys, shown)),
                    column("sum", tr("Total"), tr("mu"))],
        "rows": [{"code": unit.code, "name": unit.name or tr("no unit"), **printed(row)}
                 for unit, row in zip(land.units, whole.tolist())],
        "total": {"code": tr("Total"), "name": "", **printed(total.tolist())},
    }


def _by_source(result: ReserveResult) -> dict[str, Any]:
    """Return source land by source in m²: what counts and what is excluded."""
    land = result.land
    counts = land.rule == COUNTS

    def printed(chosen: np.ndarray) -> dict[str, str]:
        kept, gone = int(land.pieces.area[chosen & counts].sum()), int(land.pieces.area[chosen & ~counts].sum())
        return {"kept": hundredths_text(kept), "gone": hundredths_text(gone), "sum": hundredths_text(kept + gone)}

    return {
        "title": tr("Source land by source (m²)"),
        "note": tr("Source land = candidates + excluded land."),
        "columns": [column("source", tr("Source"), align="left"), column("kept", tr("Candidates"), "m²"),
                    column("gone", tr("Excluded"), "m²"), column("sum", tr("Source land"), "m²")],
        "rows": [{"source": _name(source, result), **printed(land.source == place)}
                 for place, source in enumerate(land.sources) if (land.source == place).any()],
        "total": {"source": tr("Total"), **printed(np.ones(len(counts), dtype=bool))},
    }


def _by_rule(result: ReserveResult) -> dict[str, Any]:
    """Return what each rule excludes: where it decides, and where it holds at all."""
    land = result.land

    def printed(exclusion: Exclusion, pieces: np.ndarray) -> str:
        checked = _told(exclusion, result) != Told.NOT
        return hundredths_text(int(land.pieces.area[pieces].sum())) if checked else tr("not checked")

    rows = [{"rule": _name(exclusion, result), "basis": _basis(exclusion, result),
             "decides": printed(exclusion, land.rule == place), "holds": printed(exclusion, land.hits[:, place])}
            for place, exclusion in enumerate(land.exclusions)]
    return {
        "title": tr("Excluded land by rule (m²)"),
        "note": tr("Where several rules hold the first of them decides; only what is decided adds up. Not checked: "
                   "what the rule looks at was not given, or the rule is for paddy and none is claimed. Checked in "
                   "part: a layer or slope classes of some land were missing, see the findings."),
        "columns": [column("rule", tr("Rule"), align="left"), column("basis", tr("Based on"), align="left"),
                    column("decides", tr("Decides"), "m²"), column("holds", tr("Holds"), "m²")],
        "rows": rows,
        "total": {"rule": tr("Total"), "basis": "", "holds": "",
                  "decides": hundredths_text(int(land.pieces.area[land.rule != COUNTS].sum()))},
    }


def _weights(result: ReserveResult) -> dict[str, Any]:
    """Return the weights used, which sum to 1, and the tables of points."""
    setting = result.setting
    weights, used = _shares(setting.weights), _shares(_weighed(result))

    def points(factor: Factor) -> str:
        return ", ".join(f"{value:g} → {score:g}" for value, score in zip(factor.values, factor.scores))

    return {
        "title": tr("Weights of the factors"),
        "note": tr("A factor without any data is left out and its weight shared among the others; where only some "
                   "parcels lack data, so it is for these."),
        "columns": [column("factor", tr("Factor"), align="left"), column("weight", tr("Weight")),
                    column("used", tr("As applied")), column("points", tr("Values and points"), align="left")],
        "rows": [{"factor": _name(factor, result), "weight": weights[factor.name],
                  "used": used.get(factor.name, tr("no data")),
                  "points": points(factor)} for factor in setting.factors],
        "total": {"factor": tr("Total"), "weight": "1.0000", "used": "1.0000" if used else "", "points": ""},
    }


def _shares(weights: Mapping[str, float]) -> dict[str, str]:
    """Return each weight's share of all of them, rounded so that what is printed sums to 1; {} where all are 0."""
    total, scale = sum(weights.values()), 10**_WEIGHT_DECIMALS
    if not total:
        return {}
    whole = controlled_rounding([[weight / total for weight in weights.values()]], scale)[0]
    return {name: f"{value / scale:.{_WEIGHT_DECIMALS}f}" for name, value in zip(weights, whole.tolist())}


def _best(result: ReserveResult) -> dict[str, Any]:
    """Return the candidates of the highest rank."""
    found, scores, land = result.candidates, result.scores, result.land
    order = np.argsort(scores.rank)[:_BEST].tolist()
    rows = [{"rank": str(int(scores.rank[row])), "parcel": str(land.survey.parcels[found.land[row]]),
             "class": str(land.survey.codes[land.survey.code_of[found.land[row]]]),
             "unit": land.units[found.unit[row]].name, "area": hundredths_text(int(found.area[row])),
             "score": "" if np.isnan(scores.score[row]) else f"{scores.score[row]:.2f}",
             "grade": str(scores.letter[row]),
             "capacity": tr("unknown") if scores.capacity_unknown[row] else hundredths_text(int(scores.capacity[row]))}
            for row in order]
    return {
        "title": tr("The best candidates"),
        "note": tr("The first {count} of {total}; all stand in the candidates layer.").format(
            count=len(order), total=len(found.land)),
        "columns": [column("rank", tr("Rank")), column("parcel", tr("Parcel"), align="left"),
                    column("class", tr("Class"), align="left"), column("unit", tr("Unit"), align="left"),
                    column("area", tr("Area"), "m²"), column("score", tr("Score")), column("grade", tr("Score grade")),
                    column("capacity", tr("Grain capacity"), "kg")],
        "rows": rows,
        "total": None,
    }


def _rules(result: ReserveResult) -> list[tuple[str, str]]:
    """Return the rules that this run's figures rest on, with their text."""
    book, land, weighed = result.book, result.land, _weighed(result)
    fields, zones = land.survey.fields.more, land.pieces.zone
    ids = [*area_rules(result), *(source.rule_id for source in land.sources if source.could_hold(fields, zones)),
           *(exclusion.rule_id for exclusion in land.exclusions if _told(exclusion, result) != Told.NOT),
           *(factor.rule_id for factor in result.setting.factors if weighed.get(factor.name)), "potential.score",
           "potential.grades", "potential.expected_grade", "capacity.grade"]
    partly = {exclusion.rule_id: _basis(exclusion, result) for exclusion in land.exclusions
              if _told(exclusion, result) == Told.PARTLY}
    return [(rule, tr("{rule} (checked {basis})").format(rule=text, basis=partly[rule]) if rule in partly else text)
            for rule in ids for text in [book.message(rule, degrees=result.setting.steepest)]]


def _told(exclusion: Exclusion, result: ReserveResult) -> Told:
    """Tell how far an exclusion could be checked; irrigation is asked of paddy, where any water is known."""
    if exclusion.rule_id == NO_IRRIGATION:
        return Told.WHOLE if result.setting.paddy and "water" not in result.scores.missing else Told.NOT
    return result.land.told(exclusion)


def _basis(exclusion: Exclusion, result: ReserveResult) -> str:
    """Return the field and the layers that an exclusion was checked by, and whether by them in part only."""
    told, fields = _told(exclusion, result), result.land.survey.fields
    if told == Told.NOT:
        return ""
    names = [fields.code] if exclusion.classes or exclusion.majors else []
    if exclusion.slope and "slope" in fields.more and result.land.sloped.any():
        names.append(fields.more["slope"])
    names += [role_title(kind, result.book.language) for kind in exclusion.masks if kind in result.land.pieces.zone]
    listed = ", ".join(names)
    return tr("in part: {basis}").format(basis=listed) if told == Told.PARTLY else listed


def _weighed(result: ReserveResult) -> dict[str, float]:
    """Return the weights of the factors that have data."""
    return {name: weight for name, weight in result.setting.weights.items() if name not in result.scores.missing}


def _distances(result: ReserveResult) -> str:
    """Return in which plane distances are measured."""
    if is_true_to_scale(result.land.survey.table.crs, wkb_bounds(result.candidates.wkb)):
        return tr("Distances are measured in the plane of the land layer's coordinate system.")
    return tr("Distances are measured in the plane of the 3-degree zone in which the candidates lie, for lengths in "
              "the coordinates of the land layer are not those on the ground.")
