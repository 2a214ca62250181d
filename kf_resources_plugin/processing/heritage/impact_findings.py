"""What is to be said of a run beside its verdicts: what was not judged, what is not known, what does not close."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...rules.heritage_impact import PROJECT
from ...rules.text import some

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook
    from .impact_judging import Judged
    from .impact_sites import Site


def notes(groups: Sequence[Judged], sites: Mapping[str, Site], layers: str, book: RuleBook) -> list[Finding]:
    """Return the findings about a whole run; layers: what the lines are called."""
    found = [item for group in groups for item in (*_shapeless(group, book), *_closure(group, book))]
    if any(group.blind for group in groups):
        found.append(book.finding("heritage_impact.unjudged_lines", role="heritage_zones", place="lines",
                                  layers=layers))
    met = [(group, item) for group in groups for item in group.told if item.counts and item.pair >= 0]
    unknown = {group.zones.sites[group.zone_of(item)] for group, item in met if item.who is None}
    provisional = {site for group, item in met for site in [group.zones.sites[group.zone_of(item)]]
                   if sites[site].provisional}
    for rule, keys in (("heritage_impact.level_unknown", unknown), ("heritage_impact.provisional", provisional)):
        if keys:
            found.append(book.finding(rule, role="heritage_zones", place=rule, count=len(keys),
                                      sites=some([_called(sites[key]) for key in sorted(keys)])))
    return found


def _called(site: Site) -> str:
    return site.name if site.name == site.key else f"{site.name} {site.key}"


def _shapeless(group: Judged, book: RuleBook) -> Iterable[Finding]:
    """Yield the subjects without a shape; those of projects are told where they are read."""
    if group.subjects.kind == PROJECT:
        return
    subjects = group.subjects
    for row in np.flatnonzero(subjects.table.wkb == b"").tolist():
        yield book.finding("heritage_impact.no_shape", subject_id=subjects.ids[row], subject_name=subjects.names[row],
                           role=subjects.role, layer=subjects.table.name, source_fid=int(subjects.table.fids[row]))


def _closure(group: Judged, book: RuleBook) -> Iterable[Finding]:
    subjects, cut = group.subjects, group.cut
    for row in np.flatnonzero(cut.over).tolist():
        yield book.finding(
            "closure.residual", subject_id=subjects.ids[row], subject_name=subjects.names[row], role=subjects.role,
            place="heritage_zones", area_m2=float(cut.residual[row]), source_fid=int(subjects.table.fids[row]),
            residual_m2=float(cut.residual[row]), tolerance_m2=float(cut.tolerance[row]), wkb=subjects.table.wkb[row])
