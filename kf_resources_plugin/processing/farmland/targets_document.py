"""The report of a run of kf:farmlandtargets as plain data: question, data, rules, scores, ceilings, findings."""
from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...i18n import tr
from ...rules.farmland_targets import INDICATORS, LIGHTS, NO_LIGHT
from ...rules.rounding import decimals_apart
from ...rules.unit_levels import ALL_LEVELS
from ...rules.units import area_decimals, format_area
from ..report_parts import column, framed, printed_rules
from .applied_rules import area_rules, ground_rules
from .targets_findings import indicator_title, level_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...rules.farmland_targets import Score
    from .targets_job import TargetsResult

_ALWAYS_PRINTED = ("city", "county")
_EXACT = 6
"""Decimals that show the hundredth of a square metre in hectares and in mu."""


def document(result: TargetsResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    judged = [score for score in result.scores if score.light != NO_LIGHT]
    tables = [table for level in ALL_LEVELS for indicator in INDICATORS
              for table in _score_table(result, level, indicator)]
    return framed(
        tr("Farmland against its targets"),
        tr("Do cultivated land, stable land and permanent basic farmland reach their targets? {targets} targets "
           "judged, {missed} missed; rules in force on {day}.").format(
            targets=len(judged), missed=sum(score.light == "red" for score in judged), day=book.date.isoformat()),
        result, record, rules=printed_rules(_rules(result), book), tables=[*tables, *_ceiling_table(result)],
        crs=result.land.survey.table.crs)


def _rules(result: TargetsResult) -> list[tuple[str, str]]:
    """Return the rules that this run's figures rest on, with their text."""
    surveys = [land for land in (result.land, result.before) if land is not None]
    rules = [*area_rules(result), "deduction.coefficient",
             *(f"target.{indicator}" for indicator in INDICATORS
               if indicator != "permanent" or result.permanent is not None),
             *ground_rules(*((land.survey, land.found) for land in surveys)), "target.light",
             *(["target.ceiling"] if result.ceilings is not None else [])]
    return [(rule, result.book.message(rule)) for rule in rules]


def _score_table(result: TargetsResult, level: str, indicator: str) -> list[dict[str, Any]]:
    """Return the table of one indicator at one level, none without units there.

    Of townships and villages, which are many, those that have a target.
    """
    rows = [score for score in result.scores if (score.actual.level, score.actual.indicator) == (level, indicator)
            and (score.target is not None or level in _ALWAYS_PRINTED)]
    if not rows:
        return []
    bounds = [100 * float(result.book.threshold("target.light", f"{light}_share_of_total")) for light in LIGHTS[:-1]]
    note = tr("Ranked by share among units of one level and year that have a target; ties by code. The gap is the "
              "difference of what is printed, with more decimals where two would show none.")
    if level not in _ALWAYS_PRINTED:
        note += " " + tr("Units without a target are left out; all of them stand in the output.")
    if any(score.actual.unknown for score in rows):
        note += " " + tr("Land of which nothing tells whether it is stable is not in the actual; where it can turn a "
                         "light there is none.")
    mu = tr("mu")
    columns = [column("code", tr("Unit code"), align="left"), column("name", tr("Unit"), align="left"),
               column("year", tr("Year")), column("target", tr("Target"), mu), column("actual", tr("Actual"), mu),
               *([column("gross", tr("Gross"), mu)] if indicator == "permanent" else []),
               column("gap", tr("Actual − target"), mu), column("share", tr("Share")),
               column("light", tr("Light"), align="left"), column("rank", tr("Rank"))]
    return [{
        "title": tr("{indicator}, by {level}").format(indicator=indicator_title(indicator), level=level_title(level)),
        "note": note,
        "columns": columns,
        "rows": [_printed(score, bounds) for score in rows],
        "total": None,
    }]


def _printed(score: Score, bounds: Sequence[float]) -> dict[str, str]:
    """Return the row of a score; bounds: the least shares of lights, in per cent."""
    target, actual = score.target, score.actual
    lights = {"green": tr("green"), "amber": tr("amber"), "red": tr("red"), "none": tr("none")}
    share = None if score.share is None else 100 * score.share
    return {
        "code": actual.unit_code, "name": actual.unit_name or tr("no unit"),
        "year": "" if target is None or target.year is None else str(target.year),
        **_amounts(None if target is None else target.amount, actual.amount),
        "gross": _mu(actual.gross),
        "share": "" if share is None else f"{share:.{decimals_apart(share, bounds)}f}%", "light": lights[score.light],
        "rank": "" if score.rank is None else str(score.rank),
    }


def _amounts(target: int | None, actual: int | None) -> dict[str, str]:
    """Return target and actual in mu and the difference of what is printed, with decimals that show one there is."""
    if target is None or actual is None:
        return {"target": _mu(target), "actual": _mu(actual), "gap": ""}
    decimals = next(places for places in range(area_decimals("mu"), _EXACT + 1)
                    if target == actual or _mu(target, places) != _mu(actual, places))
    printed = [Decimal(_mu(value, decimals)) for value in (target, actual)]
    return dict(zip(("target", "actual", "gap"), map(str, (*printed, printed[1] - printed[0]))))


def _mu(hundredths: int | None, decimals: int | None = None) -> str:
    return "" if hundredths is None else format_area(hundredths / 100, "mu", decimals)


def _ceiling_table(result: TargetsResult) -> list[dict[str, Any]]:
    if result.ceilings is None:
        return []
    ha = "ha"

    def printed(values: Sequence[int | None]) -> list[str]:
        return ["" if value is None else format_area(value / 100, ha, _EXACT) for value in values]

    years = [land.once.given.years.year if land is not None else None for land in (result.land, result.before)]
    note = tr("Ceiling = max(0, stable − stable in the year before); usable = ceiling − approved. Printed to the "
              "hundredth of a square metre, so that rows and columns add up.")
    if None not in years:
        note = tr("Stable land of {year} less that of {before}.").format(year=years[0], before=years[1]) + " " + note
    keys = ("before", "stable", "gain", "ceiling", "approved", "usable")
    labels = (tr("Stable, year before"), tr("Stable"), tr("Gain"), tr("Ceiling"), tr("Approved"), tr("Usable"))
    return [{
        "title": tr("Ceiling of next year's occupation"),
        "note": note,
        "columns": [column("code", tr("Unit code"), align="left"), column("name", tr("Unit"), align="left"),
                    column("level", tr("Level"), align="left"),
                    *(column(key, label, ha) for key, label in zip(keys, labels))],
        "rows": [{"code": item.unit_code, "name": item.unit_name or tr("no unit"), "level": level_title(item.level),
                  **dict(zip(keys, printed([item.before, item.stable, item.gain, item.ceiling, item.approved,
                                            item.usable])))}
                 for item in result.ceilings],
        "total": None,
    }]
