"""The one record that every check reports with, and its stable identity."""
from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

SEVERITIES = ("error", "warning", "info")

_ID_DIGITS = 16


@dataclass(frozen=True)
class Finding:
    """One result of a check.

    ``finding_id`` is stable between runs. ``rule_date`` is the day whose rules were applied. ``area_m2`` is an
    ellipsoidal area in m² and ``share`` a part of the subject, 0 to 1; both None where they mean nothing.
    ``source_fid`` and ``other_fid`` are feature ids of the subject's and the other layer, None where there is no
    feature. ``wkb`` is a 2D polygon or multipolygon in the CRS of the subject layer, ``b""`` when the finding is about
    a field, a file or a CRS; ``point`` is the (x, y) of a fault that has a place but no area.
    """

    finding_id: str
    rule_id: str
    rule_status: str
    severity: str
    subject_id: str
    subject_name: str
    other_id: str
    role: str
    area_m2: float | None
    share: float | None
    clause: str
    rule_date: date
    message: str
    remedy: str
    source_fid: int | None
    other_fid: int | None
    wkb: bytes = b""
    point: tuple[float, float] | None = None


def finding_id(rule_id: str, subject_id: str, other_id: str, place: str) -> str:
    """Return the digest of what a finding is about, 16 hexadecimal digits, the same in every run."""
    # The separator cannot occur in an id, so ("a", "b") and ("ab", "") stay different.
    text = "\x1f".join((rule_id, subject_id, other_id, place))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_ID_DIGITS]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order of every list and file: errors first, then by rule, subject, other, identity.

    Of findings that would share an identity (two parcels with one BSM) the first keeps it, and the others get one of
    their own from their feature ids.
    """
    ordered = sorted(
        findings,
        key=lambda f: (SEVERITIES.index(f.severity), f.rule_id, f.subject_id, f.other_id, f.finding_id,
                       -1 if f.source_fid is None else f.source_fid, -1 if f.other_fid is None else f.other_fid),
    )
    met: Counter[str] = Counter()
    distinct = []
    for finding in ordered:
        identity = finding.finding_id
        met[identity] += 1
        if met[identity] > 1:
            place = f"{identity} {finding.source_fid} {finding.other_fid}"
            met[place] += 1
            identity = finding_id(finding.rule_id, finding.subject_id, finding.other_id, f"{place} {met[place]}")
        distinct.append(replace(finding, finding_id=identity))
    return distinct
