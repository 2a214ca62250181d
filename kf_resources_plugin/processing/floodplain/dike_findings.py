"""What there is to say of lines and zones along dikes: sides that cannot be told, gaps, doubles, places in two."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...i18n import tr
from ...rules.dike_zones import BLASTING, BODY, BOTH, LAND, RIVER, UNKNOWN
from ..reading_findings import first_fids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.dike_lines import DikeLayer, SidedLine
    from ...engine.dike_zones import DikeZones, Zone
    from ...engine.line_chains import Joined
    from ...engine.metric_plane import MetricPlane
    from ...engine.occupation import AreasOf
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook


def kind_title(kind: str, rule_name: str) -> str:
    """Return what a kind of zone is called; those of rules by the rule."""
    return tr("dike body") if kind == BODY else rule_name


def side_title(side: str) -> str:
    """Return what a side of a dike is called."""
    return {RIVER: tr("river side"), LAND: tr("land side"), BOTH: tr("both sides")}[side]


def zone_title(zone: Zone, book: RuleBook) -> str:
    """Return what a zone is called in the language of the run."""
    return kind_title(zone.kind, zone.rule.name(book.language) if zone.rule is not None else "")


def line_findings(layer: DikeLayer, lines: Sequence[SidedLine], joined: Joined, plane: MetricPlane,
                  book: RuleBook) -> list[Finding]:
    """Return the findings about the lines of one layer."""
    found = [item for line in lines for item in _side_findings(line, plane, book)]
    for gap in joined.gaps:
        one, other = (layer.label(np.array([row])) for row in (gap.row, gap.other_row))
        found.append(book.finding(
            "dike.joints", subject_id=one, other_id=other, role=layer.role, point=gap.point,
            source_fid=int(layer.table.fids[gap.row]), other_fid=int(layer.table.fids[gap.other_row]),
            distance=f"{gap.distance:.1f}", place=f"{gap.point[0]:.6f} {gap.point[1]:.6f}"))
    if joined.again:
        rows = np.array(sorted(joined.again), dtype=np.int64)
        found.append(book.finding("dike.drawn_again", role=layer.role, layer=layer.table.name, count=len(rows),
                                  fids=first_fids(layer.table, rows), place=layer.role))
    return found


def _side_findings(line: SidedLine, plane: MetricPlane, book: RuleBook) -> list[Finding]:
    verdict, sight = line.verdict, line.sight
    rules: list[tuple[str, dict[str, Any]]] = []
    crossing = None if sight is None else sight.crossing
    if verdict.side == UNKNOWN:
        where = "" if crossing is None else tr(", and the channel crosses it")
        rules.append((verdict.rule_id, {"where": where}))
    elif crossing is not None and not verdict.differs:
        rules.append(("dike.channel_crossed", {}))
    if verdict.differs:
        rules.append(("dike.side_differs", {}))
    if sight is not None and sight.distance / line.units > float(book.threshold("dike.channel_far", "max_distance_m")):
        rules.append(("dike.channel_far", {"distance": f"{sight.distance / line.units:.0f}"}))
    point = line.middle
    if crossing is not None:
        x, y = plane.from_plane(np.array([crossing[0]]), np.array([crossing[1]]))
        point = float(x[0]), float(y[0])
    first = int(line.row.min())
    return [book.finding(rule, subject_id=line.label, role=line.layer.role, point=point, share=verdict.share,
                         source_fid=int(line.layer.table.fids[first]), place=f"{point[0]:.6f} {point[1]:.6f}",
                         **values) for rule, values in rules]


def zone_findings(drawn: DikeZones, areas: AreasOf, book: RuleBook) -> list[Finding]:
    """Return where the two sides of dikes meet, and which zones could not be cut from their neighbours.

    The blasting band forbids the same on both sides: it does not matter in which of two it lies.
    """
    apart = [meeting for meeting in drawn.meetings
             if meeting.first.side != meeting.zone.side and meeting.zone.kind != BLASTING]
    found = []
    least = float(book.threshold("dike.precedence", "min_area_m2"))
    for meeting, area in zip(apart, areas([meeting.wkb for meeting in apart]).tolist()):
        zone, first = meeting.zone, meeting.first
        if area >= least:
            found.append(book.finding(
                "dike.precedence", subject_id=zone.dike_id, other_id=first.dike_id, role=zone.role, area_m2=area,
                wkb=meeting.wkb, kind=zone_title(zone, book), side=side_title(zone.side),
                other_side=side_title(first.side),
                place=f"{zone.kind} {zone.begin_m:g} {zone.standard.reach} {first.standard.reach}"))
    for zone, reason in drawn.failures:
        found.append(book.finding("dike.not_cut", subject_id=zone.dike_id, role=zone.role, wkb=zone.wkb,
                                  kind=zone_title(zone, book), side=side_title(zone.side), reason=reason,
                                  place=f"{zone.kind} {zone.side}"))
    return found
