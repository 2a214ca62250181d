"""What is to be said of a rating: who lacks what, groups without a benchmark or too few, standard land not kept."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...i18n import tr
from ...rules.findings import in_order
from ...rules.land_efficiency import INDICATORS, MISSED, UNKNOWN, below
from ...rules.text import listed
from .economics_inputs import PARCELS, ROLES
from .efficiency_words import indicator_names, size_names

if TYPE_CHECKING:
    from ...rules.findings import Finding
    from .efficiency_job import EfficiencyResult


def efficiency_findings(result: EfficiencyResult) -> list[Finding]:
    """Return all findings of a run in order: those of its inputs, and those of its rating."""
    return in_order([*result.findings, *_unknown(result), *_groups(result), *_standard(result)])


def group_name(kind: str, size: str) -> str:
    """Return what those rated among one another are called."""
    return " · ".join(part for part in (kind or tr("all"), size_names().get(size, "")) if part)


def _unknown(result: EfficiencyResult) -> list[Finding]:
    """Return who is not rated because something is not known."""
    names, book = indicator_names(result.level), result.book
    found = []
    for row, subject in enumerate(result.land.subjects.ids):
        lacking = []
        if np.isnan(result.land.area[row]):
            lacking.append(tr("area"))
        else:
            lacking += [names[key] for place, key in enumerate(INDICATORS)
                        if np.isnan(result.values[row, place]) and result.setting.weights[place] > 0]
        if result.sizes[row] == UNKNOWN:
            lacking.append(tr("revenue"))
        if lacking:
            found.append(book.finding("efficiency.unknown", subject_id=subject, subject_name=result.names[row],
                                      role=ROLES[PARCELS], place="values", what=listed(lacking, book.language)))
    return found


def _groups(result: EfficiencyResult) -> list[Finding]:
    """Return which groups have no benchmark, and which are too small to say much."""
    names, book = indicator_names(result.level), result.book
    members: dict[tuple[str, str], list[int]] = {}
    for row, key in enumerate(zip(result.kinds, result.sizes)):
        if key[1] != UNKNOWN:
            members.setdefault(key, []).append(row)
    found = []
    for (kind, size), rows in sorted(members.items()):
        group = group_name(kind, size)
        # where nothing at all is known of an indicator, each subject is told of it
        none = [names[key] for place, key in enumerate(INDICATORS)
                if np.isnan(result.rating.benchmarks[rows[0], place]) and result.setting.weights[place] > 0
                and not np.isnan(result.values[rows, place]).all()]
        rated = int((result.rating.rank[rows] > 0).sum())
        if none:
            found.append(book.finding("efficiency.no_benchmark", role=ROLES[PARCELS], place=f"{kind} {size}",
                                      group=group, what=listed(none, book.language)))
        elif 0 < rated < int(book.threshold("efficiency.few", "least_rows")):
            found.append(book.finding("efficiency.few", role=ROLES[PARCELS], place=f"{kind} {size}", group=group,
                                      count=rated))
    return found


def _standard(result: EfficiencyResult) -> list[Finding]:
    """Return which parcels do not keep what was agreed, and in what."""
    names, book, table = indicator_names(result.level), result.book, result.land.table
    short = below(result.agreed, result.parcel_values)
    found = []
    for row in (row for row, word in enumerate(result.kept) if word == MISSED):
        what = [names[key] for place, key in enumerate(INDICATORS) if short[row, place]]
        if result.environment[row] is False:
            what.append(tr("environmental standard"))
        subject = int(result.land.subjects.of_parcel[row])
        found.append(book.finding(
            "efficiency.standard_missed", subject_id=result.land.subjects.ids[subject],
            subject_name=result.names[subject], role=ROLES[PARCELS], source_fid=int(table.fids[row]),
            wkb=table.wkb[row], place=f"#{table.fids[row]}", what=listed(what, book.language)))
    return found
