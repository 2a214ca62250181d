"""What the rules say of each parcel, building, plan, dike, piece of permanent farmland, settlement and site."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.closure import slivers
from ...engine.land_survey import survey_findings
from ...engine.line_parts import middle_of
from ...engine.permanent_parts import BEFORE
from ...engine.production_dikes import decided
from ...engine.roles import role_title
from ...engine.united_shapes import united_shape
from ...rules.floodplain_use import PERMANENT, about, there
from ...rules.grouping import grouped
from ...rules.relocation import UNKNOWN
from .compliance_notes import notes
from .compliance_words import outcome_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...engine.floodplain_use import PermanentUse, SubjectParts, UseLand
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import AreasOf
    from ...engine.production_dikes import Dikes
    from ...engine.relocation import Named
    from ...engine.wkb import Wkbs
    from ...rules.areas import Bools, Floats, Ints
    from ...rules.findings import Finding
    from ...rules.floodplain_use import UseRule
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .compliance_job import Found, People


def compliance_findings(found: Found, before: LandSurvey | None, widths: Floats, areas: AreasOf, book: RuleBook,
                        kernel: Kernel, progress: Progress, *, basis: str) -> list[Finding]:
    """Return all findings; widths: float64 (pieces of land,) m, infinite where no rule holds."""
    sliver = slivers(found.land.pieces.area / 100, widths, book)
    listed = [*_land(found.land, before, sliver, book, kernel, progress), *_slivers(found.land, sliver, book)]
    for subject, (named, parts) in found.others.items():
        for rule in about(found.rules, subject):
            hit = there(rule, parts.places, len(parts.area))
            listed += _subjects(rule, named, parts, hit, subject, book, kernel, progress)
    if found.permanent is not None:
        listed += _permanent(found.permanent, found.rules, book, kernel, progress)
    if found.dikes is not None:
        listed += _dikes(found.dikes, book)
    if found.people is not None:
        listed += [*_settlements(found.people, book, kernel, progress), *_sites(found.people, book)]
    if before is not None:
        earlier = found.land.pieces.zone[BEFORE]
        listed += survey_findings(before.take(np.unique(earlier[earlier >= 0])), book)
    return [*listed, *notes(found, areas, book, kernel, progress, basis=basis)]


def _land(land: UseLand, before: LandSurvey | None, sliver: Bools, book: RuleBook, kernel: Kernel,
          progress: Progress) -> Iterator[Finding]:
    """Yield one finding for each rule that holds on each parcel, slivers along borders left aside."""
    survey, pieces = land.survey, land.pieces
    names = [f"{info.code} {info.name(book.language)}" if info else "" for info in survey.infos]
    earlier = [f"{info.code} {info.name(book.language)}" if info else "" for info in (before.infos if before else ())]
    whole = np.bincount(pieces.land, pieces.area, minlength=len(survey.kind))
    drawn = np.maximum(whole, np.round(pieces.computed * 100))
    for number, rule in enumerate(land.rules):
        rows = np.flatnonzero(land.hits[:, number] & ~sliver)
        for parcel, mine in grouped(pieces.land[rows], rows):
            progress.check()
            area = float(pieces.area[mine].sum())
            was = sorted({earlier[code] for code in land.before[mine].tolist() if code >= 0}) if rule.before else []
            yield book.finding(
                rule.rule_id, subject_id=str(survey.parcels[parcel]), role="land", area_m2=area / 100,
                source_fid=int(survey.table.fids[parcel]), share=area / float(drawn[parcel]) if drawn[parcel] else None,
                wkb=_shape(pieces.wkb[mine], kernel, progress), layer=survey.table.name,
                class_name=names[survey.code_of[parcel]], before_name=was, crop=str(land.crop[parcel]))


def _slivers(land: UseLand, sliver: Bools, book: RuleBook) -> list[Finding]:
    small = np.flatnonzero(sliver & land.hits.any(axis=1))
    if not len(small):
        return []
    return [book.finding("flooduse.slivers", role="land", place="slivers", count=len(small),
                         area_m2=float(land.pieces.area[small].sum()) / 100)]


def _subjects(rule: UseRule, named: Named, parts: SubjectParts, hit: Bools, role: str, book: RuleBook, kernel: Kernel,
              progress: Progress, outcomes: Sequence[str] = ()) -> Iterator[Finding]:
    """Yield one finding for each polygon that a rule speaks of; hit: bool (parts,); outcomes: by polygon."""
    rows = np.flatnonzero(hit & (parts.area > 0))
    whole = parts.sums(np.ones(len(parts.area), dtype=bool))
    for subject, mine in grouped(parts.subject[rows], rows):
        progress.check()
        area = float(parts.area[mine].sum())
        yield book.finding(
            rule.rule_id, subject_id=str(named.ids[subject]), role=role, area_m2=area / 100,
            share=area / float(whole[subject]), source_fid=int(named.table.fids[subject]),
            wkb=_shape(parts.wkb[mine], kernel, progress),
            outcome=outcome_text(outcomes[subject]) if outcomes else "")


def _permanent(use: PermanentUse, rules: Sequence[UseRule], book: RuleBook, kernel: Kernel,
               progress: Progress) -> Iterator[Finding]:
    """Yield one finding for each polygon of permanent farmland and the rule by which it exits, or is new."""
    for number, rule in enumerate(use.exits):
        yield from _patches(use, rule.rule_id, use.exit_rule == number, book, kernel, progress)
    for rule in about(rules, PERMANENT):
        yield from _patches(use, rule.rule_id, use.new, book, kernel, progress)


def _patches(use: PermanentUse, rule_id: str, hit: Bools, book: RuleBook, kernel: Kernel,
             progress: Progress) -> Iterator[Finding]:
    parts, patches = use.parts, use.patches
    whole = np.bincount(parts.patch, parts.area, minlength=len(patches.table))
    rows = np.flatnonzero(hit & (parts.area > 0))
    for patch, mine in grouped(parts.patch[rows], rows):
        progress.check()
        area = float(parts.area[mine].sum())
        yield book.finding(
            rule_id, subject_id=str(patches.ids[patch]), role="permanent_farmland", area_m2=area / 100,
            share=area / float(whole[patch]), source_fid=int(patches.table.fids[patch]),
            wkb=_shape(parts.wkb[mine], kernel, progress))


def _shape(wkbs: Wkbs, kernel: Kernel, progress: Progress) -> bytes:
    """Return what pieces cover; most findings are about one, which needs no union."""
    return bytes(wkbs[0]) if len(wkbs) == 1 else united_shape(wkbs, kernel, progress)


def _dikes(dikes: Dikes, book: RuleBook) -> Iterator[Finding]:
    """Yield one finding, a point, for each dike and the rule that decides some of its metres."""
    parts = dikes.parts
    for rule, row, mine in decided(dikes):
        built = dikes.built[row]
        longest = mine[int(np.argmax(parts.length_m[mine]))]
        yield book.finding(
            rule.rule_id, subject_id=dikes.ids[row], role="production_dikes",
            source_fid=int(parts.table.fids[row]), point=middle_of(parts.wkb[longest]), place="length",
            length_m=round(float(parts.length_m[mine].sum()), 2), built=built.isoformat() if built else None)


def _settlements(people: People, book: RuleBook, kernel: Kernel, progress: Progress) -> Iterator[Finding]:
    """Yield which rules hold for each settlement, who is not counted, and who finds no place."""
    found, placing = people.villages, people.placing
    for number, rule in enumerate(found.rules):
        hit = there(rule, found.parts.places, len(found.parts.area)) & found.held[found.parts.subject, number]
        yield from _subjects(rule, found.given, found.parts, hit, "settlements", book, kernel, progress, found.outcome)
    households = found.given.numbers["households"]
    for row in found.moving:
        about_it = {"subject_id": str(found.given.ids[row]), "role": "settlements",
                    "source_fid": int(found.given.table.fids[row]), "wkb": found.given.table.wkb[row]}
        if households[row] == UNKNOWN:
            yield book.finding("flooduse.households_unknown", **about_it)
        elif placing.unplaced[row]:
            yield book.finding("flooduse.unplaced", **about_it, households=int(households[row]),
                               unplaced=int(placing.unplaced[row]))
    nobody = [row for row in found.moving if found.given.numbers["population"][row] == UNKNOWN]
    if nobody:
        yield book.finding("flooduse.population_unknown", role="settlements", place="population", count=len(nobody))


def _sites(people: People, book: RuleBook) -> Iterator[Finding]:
    """Yield which sites receive nobody."""
    sites = people.sites
    if sites is None:
        return
    whole: Ints = sites.whole
    for row in range(len(sites.given.table)):
        about_it = {"subject_id": str(sites.given.ids[row]), "role": "receiving_sites",
                    "source_fid": int(sites.given.table.fids[row]), "wkb": sites.given.table.wkb[row]}
        if not sites.eligible[row] and whole[row]:
            yield book.finding(
                "flooduse.site_excluded", **about_it, area_m2=float(sites.excluded[row]) / 100,
                share=float(sites.excluded[row] / whole[row]),
                where=[role_title(role, book.language) for role in sites.where[row]])
        if sites.given.numbers["capacity"][row] == UNKNOWN:
            yield book.finding("flooduse.capacity_unknown", **about_it)
