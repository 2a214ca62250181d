"""The report of kf:heritageimpact as plain data: verdicts, then each subject with its tiers, then farmland."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...i18n import tr
from ...rules.heritage_impact import ARCHAEOLOGY, EFFECTS, VERDICTS, worst
from ..report_parts import column, framed, hundredths_text, printed_rules
from .impact_outputs import consents_text, hits, level_name, outcome, patches, tier_name
from .impact_words import kind_text, treatment_text, verdict_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .impact_job import ImpactResult
    from .impact_judging import Judged, Told

_PRINTED = 200  # subjects with a section of their own


def document(result: ImpactResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    bound = [(group, row) for group in result.groups for row in range(len(group.subjects)) if group.told_of(row)]
    more = len(bound) - _PRINTED
    tables = [_summary(result), *(_section(group, row) for group, row in bound[:_PRINTED])]
    if result.farmland is not None:
        tables.append(_farmland(result))
    return framed(
        tr("Impact on heritage"),
        tr("Which projects, parcels and demolitions do historic lines forbid, which need consent and whose, and where "
           "does archaeology come first? Rules in force on {day}; a project with a date is judged by those of its "
           "day.").format(day=book.date.isoformat()),
        result, record, rules=_rules(result), crs=result.crs, tables=tables,
        notices=[tr("Further subjects in the layer of pieces: {count}; the report shows those that come first by "
                    "id.").format(count=more)] if more > 0 else [])


def _rules(result: ImpactResult) -> list[dict[str, Any]]:
    """Return the rules that something was said by, each with its document as of the subject's day."""
    book = result.book
    printed = printed_rules([("area.formula", book.message("area.formula"))], book)
    met = set()
    for group in [*result.groups, *([result.farmland] if result.farmland else [])]:
        for item in group.told:
            rule = item.said.rule
            if (rule.rule_id, item.clause) not in met:
                met.add((rule.rule_id, item.clause))
                text = tr("{name}: {effect}").format(name=rule.name(book.language), effect=_effect(item))
                printed += printed_rules([(rule.rule_id, text)], group.subjects.book(item.subject))
    return printed


def _effect(item: Told) -> str:
    return verdict_text(item.effect) if item.effect in EFFECTS else treatment_text(item.effect)


def _called(group: Judged, row: int) -> str:
    key, name = group.subjects.ids[row], group.subjects.names[row]
    return f"{name} {key}" if name and name != key else key


def _summary(result: ImpactResult) -> dict[str, Any]:
    rows, verdicts, sums = [], [], [0, 0]
    for group in result.groups:
        for row in range(len(group.subjects)):
            decisive = group.decisive(row)
            whole, inside = int(group.cut.whole[row]), int(group.cut.inside[row])
            verdicts.append(group.verdicts[row])
            sums = [sums[0] + whole, sums[1] + inside]
            rows.append({
                "kind": kind_text(group.subjects.kind), "subject": _called(group, row),
                "class": group.subjects.class_names[row], "day": group.subjects.days[row].isoformat(),
                "verdict": verdict_text(group.verdicts[row]),
                "archaeology": tr("yes") if any(item.effect == ARCHAEOLOGY for item in decisive) else "",
                "consents": consents_text(decisive), "clause": decisive[0].clause if decisive else "",
                **_areas(whole, inside, points=group.subjects.points)})
    counts = tr("; ").join(f"{verdict_text(word)} {verdicts.count(word)}" for word in VERDICTS if word in verdicts)
    return {
        "title": tr("Verdicts"),
        "note": tr("The worst of what lines ask for decides; archaeology may come first beside a consent. Where lines "
                   "of several sites overlap, land in tiers counts once."),
        "columns": [column("kind", tr("Kind"), align="left", share=7),
                    column("subject", tr("Subject"), align="left", share=10),
                    column("class", tr("Class or kind"), align="left", share=11),
                    column("day", tr("Rules of"), align="left", share=7),
                    column("verdict", tr("Verdict"), align="left", share=9),
                    column("archaeology", tr("Archaeology first"), align="left", share=10),
                    column("consents", tr("Who consents"), align="left", share=13),
                    column("clause", tr("Clause"), align="left", share=14), column("area", tr("Area"), "m²", share=7),
                    column("inside", tr("In tiers"), "m²", share=6), column("free", tr("Outside"), "m²", share=6)],
        "rows": rows,
        "total": {"kind": tr("Total"), "subject": "", "class": "", "day": "", "verdict": counts, "archaeology": "",
                  "consents": "", "clause": "", **_areas(*sums, points=False)},
    }


def _areas(whole: int, inside: int, *, points: bool) -> dict[str, str]:
    values = (whole, inside, whole - inside)
    return dict(zip(("area", "inside", "free"), ("" if points else hundredths_text(value) for value in values)))


def _section(group: Judged, row: int) -> dict[str, Any]:
    """Return the tiers that a subject meets; areas by tier, less what several sites claim, and outside sum to it."""
    rows, total = [], 0
    for pair, items in hits(group, row):
        total += int(group.cut.area[pair])
        rows.append(_piece(group, pair, items))
    anywhere = [item for item in group.told_of(row) if item.pair < 0]
    rows += [_anywhere(item) for item in anywhere]
    unsaid = _without_rule(group, row)
    total += sum(int(group.cut.area[pair]) for pair in unsaid)
    rows += [{**_place(group, pair), "verdict": _beside(anywhere), "consents": "", "clause": "", "remedy": ""}
             for pair in unsaid]
    whole, inside = int(group.cut.whole[row]), int(group.cut.inside[row])
    blank = dict.fromkeys(("level", "share", "verdict", "consents", "clause", "remedy"), "")
    if not group.subjects.points:
        if total != inside:
            rows.append({**blank, "site": tr("counted with several sites"), "tier": "",
                         "area": hundredths_text(inside - total)})
        rows.append({**blank, "site": tr("outside"), "tier": "", "area": hundredths_text(whole - inside)})
    return {
        "title": tr("{kind} {subject}: {verdict}").format(
            kind=kind_text(group.subjects.kind), subject=_called(group, row),
            verdict=verdict_text(group.verdicts[row])),
        "note": tr("Class: {classes}. Rules of {day}.").format(
            classes=group.subjects.class_names[row] or tr("none"), day=group.subjects.days[row].isoformat()),
        "columns": [column("site", tr("Heritage site"), align="left", share=11),
                    column("tier", tr("Tier"), align="left", share=10),
                    column("level", tr("Level"), align="left", share=8), column("area", tr("Area"), "m²", share=7),
                    column("share", tr("Share of subject"), share=7),
                    column("verdict", tr("Verdict"), align="left", share=10),
                    column("consents", tr("Who consents"), align="left", share=13),
                    column("clause", tr("Clause"), align="left", share=15),
                    column("remedy", tr("What to do"), align="left", share=19)],
        "rows": rows,
        "total": None if group.subjects.points else {**blank, "site": tr("Total"), "tier": "",
                                                     "area": hundredths_text(whole)},
    }


def _beside(anywhere: Sequence[Told]) -> str:
    """Return the verdict where no rule of a tier speaks: what holds wherever a subject lies holds there too."""
    effects = [item.effect for item in anywhere if item.counts]
    return tr("{verdict}, wherever it lies").format(verdict=verdict_text(worst(effects))) if effects else tr(
        "nothing more asked for")


def _without_rule(group: Judged, row: int) -> list[int]:
    said = {item.pair for item in group.told_of(row)}
    first, last = np.searchsorted(group.cut.subject, [row, row + 1]).tolist()
    return [pair for pair in range(first, last) if pair not in said]


def _piece(group: Judged, pair: int, items: Sequence[Told]) -> dict[str, str]:
    counting = [item for item in items if item.counts]
    state = outcome(items)
    verdict = {"touch": tr("only touches"), "exempt": tr("exempt")}.get(state, "")
    if state == "hit":
        effects = [item.effect for item in counting]
        verdict = verdict_text(worst(effects))
        if ARCHAEOLOGY in effects and worst(effects) != ARCHAEOLOGY:
            verdict = tr("{verdict}, archaeology first").format(verdict=verdict)
    return {**_place(group, pair), "verdict": verdict, "consents": consents_text(counting),
            "clause": tr("; ").join(dict.fromkeys(item.clause for item in counting or items)),
            "remedy": items[0].finding.remedy}


def _place(group: Judged, pair: int) -> dict[str, str]:
    zone, row = int(group.cut.zone[pair]), int(group.cut.subject[pair])
    area, whole = int(group.cut.area[pair]), int(group.cut.whole[row])
    site = group.sites[group.zones.sites[zone]]
    language = group.subjects.book(row).language
    return {"site": site.name if site.name == site.key else f"{site.name} {site.key}",
            "tier": tier_name(group, zone, language),
            "level": level_name(group, zone) or ("" if group.zones.tiers[zone].derived else tr("not known")),
            "area": hundredths_text(area) if whole else "", "share": f"{area / whole:.2%}" if whole else ""}


def _anywhere(item: Told) -> dict[str, str]:
    return {"site": tr("wherever it lies"), "tier": "", "level": "", "area": "", "share": "",
            "verdict": verdict_text(item.effect) if item.counts else tr("exempt"),
            "consents": consents_text([item]) if item.counts else "", "clause": item.clause,
            "remedy": item.finding.remedy}


def _farmland(result: ImpactResult) -> dict[str, Any]:
    """Return the permanent farmland in large sites by site and treatment."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for group, item in patches(result):
        site = group.sites[group.zones.sites[group.zone_of(item)]]
        held = sums.setdefault((site.name, site.key, item.effect), [0, 0])
        held[0] += 1
        held[1] += int(group.cut.area[item.pair])
    rows = [{"site": name if name == key else f"{name} {key}", "treatment": treatment_text(effect),
             "patches": str(count), "area": hundredths_text(area)}
            for (name, key, effect), (count, area) in sorted(sums.items())]
    return {
        "title": tr("Permanent farmland in large sites"),
        "note": tr("By the notice of 2025 on large sites: screened, classified, adjusted without loss. Where lines of "
                   "several large sites overlap, the land stands with each."),
        "columns": [column("site", tr("Heritage site"), align="left"),
                    column("treatment", tr("Treatment"), align="left"), column("patches", tr("Pieces")),
                    column("area", tr("Area"), "m²")],
        "rows": rows,
        "total": {"site": tr("Total"), "treatment": "", "patches": str(sum(count for count, _ in sums.values())),
                  "area": hundredths_text(sum(area for _, area in sums.values()))},
    }
