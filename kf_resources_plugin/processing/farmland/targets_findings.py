"""What is to be said of farmland targets: missed ones, targets without figure or land, incomplete cities, ceilings."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...engine.farmland_targets import counties_named
from ...i18n import tr
from ...rules.farmland_targets import together

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ...rules.farmland_targets import Ceiling, Score
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook

_OF_LIGHT = {"red": "target.missed", "amber": "target.near"}


def indicator_title(indicator: str) -> str:
    """Return what an indicator is called."""
    return {"cultivated": tr("cultivated land"), "stable": tr("stable cultivated land"),
            "permanent": tr("permanent basic farmland")}[indicator]


def level_title(level: str) -> str:
    """Return what a level of units is called."""
    return {"city": tr("city"), "county": tr("county"), "township": tr("township"), "village": tr("village")}.get(
        level, "")


def score_findings(scored: Sequence[Score], absent: Mapping[str, Sequence[str]], levels: Collection[str],
                   book: RuleBook, unknown: Collection[str]) -> list[Finding]:
    """Return missed targets and what keeps targets from being judged.

    absent: the missing counties of cities; levels: those of which the data tell where their units lie; unknown:
    indicators that the data tell nothing of.
    """
    found = [finding for score in scored for finding in _of_score(score, levels, book, unknown)]
    if "permanent" in unknown:
        found.append(book.finding("target.permanent_missing", role="permanent_farmland", place="permanent_farmland"))
    cities = {score.actual.unit_code: score.actual.unit_name for score in scored if score.actual.level == "city"
              and score.target is not None and score.actual.amount is not None}
    found += [book.finding("target.city_incomplete", subject_id=code, subject_name=name, role="land",
                           counties=counties_named(absent[code]))
              for code, name in sorted(cities.items()) if code in absent]
    return found


def _of_score(score: Score, levels: Collection[str], book: RuleBook, unknown: Collection[str]) -> list[Finding]:
    target, actual = score.target, score.actual
    if target is None:
        return []
    about: dict[str, Any] = {
        "subject_id": actual.unit_code, "subject_name": actual.unit_name, "role": "targets",
        "place": f"{actual.indicator} {target.year or ''}", "indicator": indicator_title(actual.indicator)}
    if target.amount is None:
        if target.plan:
            return [book.finding("target.not_set", **about, year=target.year or "", note=target.source or "—")]
        about["indicator"] = f"{about['indicator']} {target.year or ''}".rstrip()
        return [book.finding("target.without_figure", **about)]
    if actual.amount is None:
        rule = "target.level_unknown" if actual.level and actual.level not in levels else "target.unit_without_land"
        return [] if actual.unknown or actual.indicator in unknown else [
            book.finding(rule, **about, level=level_title(actual.level))]
    missed = _OF_LIGHT.get(score.light)
    if missed is None or score.gap is None:
        return []
    short = -score.gap / 100
    told = tr("{least} to {most}").format(least=f"{short - actual.unknown / 100:.2f}", most=f"{short:.2f}")
    return [book.finding(missed, **about, area_m2=actual.amount / 100, share=score.share,
                         target_m2=target.amount / 100, short_m2=told if actual.unknown else short)]


def ceiling_findings(limits: Sequence[Ceiling], approved: int | None, book: RuleBook) -> list[Finding]:
    """Return which ceilings are exceeded; approved: hundredths of m² in all, None where nobody said."""
    found = [book.finding("target.ceiling_exceeded", subject_id=item.unit_code, subject_name=item.unit_name,
                          role="approvals", area_m2=-item.usable / 100, approved_m2=(item.approved or 0) / 100,
                          ceiling_m2=(item.ceiling or 0) / 100, place=item.level)
             for item in limits if item.usable is not None and item.usable < 0]
    total, cities = together(limits), [item for item in limits if item.level == "city"]
    # where no city is over by itself, as none is known to have the amount, all of them together are
    if total is not None and approved is not None and approved > total and not any(
            item.usable is not None and item.usable < 0 for item in cities):
        found.append(book.finding(
            "target.ceilings_exceeded", role="approvals", area_m2=(approved - total) / 100, approved_m2=approved / 100,
            ceiling_m2=total / 100, place="city",
            cities=counties_named([item.unit_code for item in cities if item.unit_code])))
    return found
