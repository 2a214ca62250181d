"""The outputs of kf:heritageimpact: verdicts, pieces in tiers, farmland of large sites, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.writing import make_fields
from ...i18n import tr
from ...rules.heritage_impact import (
    ARCHAEOLOGY,
    CONSENT,
    EFFECTS,
    FORBIDDEN,
    FREE,
    NOT_JUDGED,
    worst,
)
from ...rules.heritage_words import LEVEL, words
from .impact_judging import who_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .impact_job import ImpactResult
    from .impact_judging import Judged, Told

VERDICT_FIELDS = (
    ("subject_kind", "text"), ("subject_id", "text"), ("subject_name", "text"), ("subject_class", "text"),
    ("review_date", "date"), ("verdict", "text"), ("archaeology", "integer"), ("rule_id", "text"), ("clause", "text"),
    ("site_id", "text"), ("site_name", "text"), ("tier", "text"), ("level", "text"), ("consents", "text"),
    ("remedy", "text"), ("reasons", "text"), ("area_m2", "real"), ("tiers_m2", "real"), ("free_m2", "real"),
    ("source_fid", "integer"),
)
HIT_FIELDS = (
    ("subject_kind", "text"), ("subject_id", "text"), ("subject_name", "text"), ("site_id", "text"),
    ("site_name", "text"), ("tier", "text"), ("level", "text"), ("outcome", "text"), ("verdict", "text"),
    ("archaeology", "integer"), ("rule_id", "text"), ("clause", "text"), ("consents", "text"), ("remedy", "text"),
    ("area_m2", "real"), ("share", "real"),
)
FARMLAND_FIELDS = (
    ("patch_id", "text"), ("site_id", "text"), ("site_name", "text"), ("tier", "text"), ("treatment", "text"),
    ("area_m2", "real"), ("share", "real"), ("rule_id", "text"), ("clause", "text"), ("remedy", "text"),
    ("patch_fid", "integer"),
)
_NUMBERS = {"FORBIDDEN": FORBIDDEN, "CONSENT": CONSENT, "ARCHAEOLOGY": ARCHAEOLOGY, "FREE": FREE,
            "UNJUDGED": NOT_JUDGED}


def write_outputs(result: ImpactResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    shapes = [b"" if group.subjects.points else wkb for group in result.groups for wkb in group.subjects.table.wkb]
    outputs.layer("VERDICT", make_fields(VERDICT_FIELDS), _columns(VERDICT_FIELDS, (
        _verdict_row(group, row) for group in result.groups for row in range(len(group.subjects)))),
        progress.part(0.0, 0.2), result.crs, shapes)
    pieces = [(group, pair, items) for group in result.groups if not group.subjects.points
              for row in range(len(group.subjects)) for pair, items in hits(group, row)]
    outputs.layer("HITS", make_fields(HIT_FIELDS), _columns(HIT_FIELDS, (
        _hit_row(group, pair, items) for group, pair, items in pieces)), progress.part(0.2, 0.4), result.crs,
        [group.cut.wkb[pair] for group, pair, _ in pieces])
    outputs.layer("FARMLAND", make_fields(FARMLAND_FIELDS), _columns(FARMLAND_FIELDS, (
        _farmland_row(group, item) for group, item in patches(result))), progress.part(0.4, 0.5), result.crs,
        [group.cut.wkb[item.pair] for group, item in patches(result)])
    outputs.findings(result.findings, result.crs, progress.part(0.5, 0.8))


def figures(result: ImpactResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    verdicts = [verdict for group in result.groups for verdict in group.verdicts]
    treated = [(item.effect, int(group.cut.area[item.pair])) for group, item in patches(result)]
    groups = [*result.groups, *([result.farmland] if result.farmland else [])]
    residual = max((float(np.abs(group.cut.residual).max(initial=0.0)) for group in groups), default=0.0)
    return {**{name: float(verdicts.count(word)) for name, word in _NUMBERS.items()},
            "ADJUST_M2": None if result.farmland is None else sum(
                area for effect, area in treated if effect == "adjust") / 100,
            "RESIDUAL_M2": round(residual, 6)}


def hits(group: Judged, row: int) -> list[tuple[int, list[Told]]]:
    """Return what was said of a subject in zones, by zone: (pair, what was said, the decisive first)."""
    found: dict[int, list[Told]] = {}
    for item in group.told_of(row):
        if item.pair >= 0:
            found.setdefault(item.pair, []).append(item)
    return sorted(found.items())


def patches(result: ImpactResult) -> list[tuple[Judged, Told]]:
    """Return the permanent farmland in large sites, by patch and zone; what only touches is left out."""
    group = result.farmland
    return [] if group is None else [(group, item) for row in range(len(group.subjects))
                                     for item in sorted(group.decisive(row), key=lambda item: item.pair)]


def consents_text(items: Iterable[Told]) -> str:
    """Return who consents to all that counts, each once, what decides first."""
    return tr("; ").join(dict.fromkeys(who_text(item.who) for item in items if item.who != ""))


def tier_name(group: Judged, zone: int, language: str) -> str:
    """Return what the tier of a zone is called."""
    return group.zones.tiers[zone].name(language)


def level_name(group: Judged, zone: int) -> str:
    """Return what the level of a zone's site is called, '' where it is not known."""
    site = group.sites[group.zones.sites[zone]]
    book = group.subjects.book(0)
    return words(book, LEVEL)[site.level].name(book.language) if site.level else ""


def outcome(items: Sequence[Told]) -> str:
    """Return what became of a piece: hit, touch or exempt."""
    return "hit" if any(item.counts for item in items) else "touch" if all(item.touch for item in items) else "exempt"


def _columns(fields: Sequence[tuple[str, str]], rows: Iterable[tuple[object, ...]]) -> dict[str, Column]:
    columns = list(zip(*rows)) or [()] * len(fields)
    return {name: list(column) for (name, _), column in zip(fields, columns)}


def _verdict_row(group: Judged, row: int) -> tuple[object, ...]:
    subjects, cut, decisive = group.subjects, group.cut, group.decisive(row)
    first = decisive[0] if decisive else None
    zone = -1 if first is None else group.zone_of(first)
    site = group.sites[group.zones.sites[zone]] if zone >= 0 else None
    whole, inside = int(cut.whole[row]), int(cut.inside[row])
    measured = (None, None, None) if subjects.points else (whole / 100, inside / 100, (whole - inside) / 100)
    return (
        subjects.kind, subjects.ids[row], subjects.names[row], subjects.class_names[row], subjects.days[row],
        group.verdicts[row], int(any(item.effect == ARCHAEOLOGY for item in decisive)),
        first.said.rule.rule_id if first else None, first.clause if first else None, site.key if site else None,
        site.name if site else None, group.zones.tiers[zone].code if site else None, site.level if site else None,
        consents_text(decisive), first.finding.remedy if first else None,
        " ".join(item.finding.message for item in decisive), *measured, int(subjects.table.fids[row]))


def _hit_row(group: Judged, pair: int, items: Sequence[Told]) -> tuple[object, ...]:
    subjects, cut, first = group.subjects, group.cut, items[0]
    counting = [item for item in items if item.counts]
    zone, row = int(cut.zone[pair]), int(cut.subject[pair])
    site = group.sites[group.zones.sites[zone]]
    return (
        subjects.kind, subjects.ids[row], subjects.names[row], site.key, site.name, group.zones.tiers[zone].code,
        site.level, outcome(items), worst(item.effect for item in counting if item.effect in EFFECTS),
        int(any(item.effect == ARCHAEOLOGY for item in counting)), first.said.rule.rule_id, first.clause,
        consents_text(counting), first.finding.remedy, int(cut.area[pair]) / 100,
        int(cut.area[pair]) / int(cut.whole[row]))


def _farmland_row(group: Judged, item: Told) -> tuple[object, ...]:
    subjects, zone = group.subjects, group.zone_of(item)
    site = group.sites[group.zones.sites[zone]]
    return (subjects.ids[item.subject], site.key, site.name, group.zones.tiers[zone].code, item.effect,
            int(group.cut.area[item.pair]) / 100, item.finding.share, item.said.rule.rule_id, item.clause,
            item.finding.remedy, int(subjects.table.fids[item.subject]))
