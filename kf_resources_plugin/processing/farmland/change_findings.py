"""What two epochs have to say beside their figures: violations, short units, slivers, land of one epoch only."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.land_survey import survey_findings
from ...engine.partition import self_overlaps
from ...engine.patches import patches
from ...engine.roles import role_title
from ...engine.rule_store import load_class_systems
from ...engine.stable_farmland import STABILITY_FIELDS
from ...engine.united_shapes import united_shape
from ...i18n import tr
from ...rules.farmland_change import (
    CONSTRUCTION,
    LAND_KINDS,
    NO_CHANGE,
    OPEN,
    OTHER,
    OUT,
    SHORT,
    exempt_kinds,
    most_alone,
    sliver_rule,
)
from ...rules.grouping import grouped
from ..land_findings import deduction_field, land_closure, land_overlaps, unit_overlaps, without_unit
from .stable_findings import not_applied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.farmland_change import ChangePieces, ChangeZones, Epochs
    from ...engine.farmland_change_figures import ChangeAreas, ChangeFigures
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import AreasOf
    from ...engine.stable_farmland import Stability
    from ...rules.farmland_change import Account
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ...rules.stable_farmland import Ground
    from ..land_findings import UnitLayer
    from .change_job import Exemptions

    Moved = tuple[Stability, np.ndarray]  # of pieces that moved in one direction, with their rows


def change_findings(epochs: Epochs, pieces: ChangePieces, areas: ChangeAreas, figures: ChangeFigures,
                    edge: np.ndarray, failed: Sequence[tuple[int, int, str]], moved: tuple[Moved, Moved],
                    units: UnitLayer | None, book: RuleBook, kernel: Kernel, measure: AreasOf,
                    progress: Progress) -> list[Finding]:
    """Return all findings; ``moved``: what stability says of the pieces that went out and that came in.

    edge: int64 (pieces,) patch of what approvals left at their edges, −1 none.
    """
    return [
        *_epochs(epochs, pieces, areas, book, measure),
        *_failed(epochs, failed, book),
        *_permanent(epochs, pieces, areas, figures, book, kernel, progress),
        *_patches("change.unapproved", figures.patch, epochs, pieces, areas, book, kernel, progress),
        *_patches("change.approval_edge", edge, epochs, pieces, areas, book, kernel, progress,
                  width_m=sliver_rule(book).max_width_m),
        *_by_unit(figures, moved[0][0].applied(epochs.before),
                  _stability_tellers(epochs, moved[1][0], book), book),
        *_slivers(pieces, areas, figures, book),
        *_strips(epochs, pieces, areas, book, kernel, progress.part(0.4, 0.5)),
        *_not_applied(epochs, pieces, areas, moved, book),
        *_units(epochs, pieces, areas, units, book, kernel, measure, progress.part(0.5, 1.0)),
    ]


def _epochs(epochs: Epochs, pieces: ChangePieces, areas: ChangeAreas, book: RuleBook,
            measure: AreasOf) -> list[Finding]:
    """Return what is wrong with each survey, with its closure, and what the other one does not have."""
    found = []
    before, after = epochs.before, epochs.after
    for survey, other, mine, theirs, closure, net, once in (
            (before, after, pieces.before, pieces.after, areas.before, areas.net_before, epochs.once[0]),
            (after, before, pieces.after, pieces.before, areas.after, areas.net_after, epochs.once[1])):
        found += survey_findings(survey, book)
        found += deduction_field(survey, int(net.sum()), book)
        found += land_closure(survey, closure, book, survey.role)
        found += land_overlaps(once.given, once.overlaps, book, measure, once=True)
        alone = (mine >= 0) & (theirs < 0)
        if areas.area[alone].sum():
            rule = "change.before_only" if survey is before else "change.after_only"
            found.append(book.finding(
                rule, role=survey.role, place=rule, layer=survey.table.name, other_layer=other.table.name,
                count=int(alone.sum()), area_m2=float(areas.area[alone].sum()) / 100,
                farmland_m2=float(net[alone].sum()) / 100))
    if before.system != after.system:
        titles = load_class_systems()
        found.append(book.finding("change.systems_differ", role=before.role, place="systems",
                                  before_system=titles.title(before.system, book.language),
                                  after_system=titles.title(after.system, book.language)))
    return found


def _not_applied(epochs: Epochs, pieces: ChangePieces, areas: ChangeAreas, moved: tuple[Moved, Moved],
                 book: RuleBook) -> list[Finding]:
    """Return which rules on stable land could not be applied to what came in and what went out; masks once."""
    (left, out), (came, entered) = moved
    found = []
    if len(entered):
        found += not_applied(epochs.after, came, pieces.after[entered], areas.net_after[entered], book)
    if len(out):
        found += not_applied(epochs.before, left, pieces.before[out], areas.net_before[out], book,
                             again=bool(len(entered)))
    return found


def _failed(epochs: Epochs, failed: Sequence[tuple[int, int, str]], book: RuleBook) -> list[Finding]:
    found = []
    for row, other, reason in failed:
        survey, mine, theirs = (epochs.before, row, epochs.after) if row >= 0 else (epochs.after, other, epochs.before)
        second = other if row >= 0 else -1
        found.append(book.finding(
            "geometry.overlay_failed", subject_id=str(survey.parcels[mine]), role=survey.role, reason=reason,
            other_id=str(theirs.parcels[second]) if second >= 0 else "", source_fid=int(survey.table.fids[mine]),
            layer=survey.table.name))
    return found


def _class_names(epochs: Epochs, codes: np.ndarray, book: RuleBook) -> list[str]:
    """Return what the classes of some pieces after the change are called."""
    after = epochs.after
    names = []
    for code in np.unique(codes).tolist():
        info = after.infos[code]
        names.append(f"{after.codes[code]} {info.name(book.language)}" if info else str(after.codes[code] or "—"))
    return names


def _permanent(epochs: Epochs, pieces: ChangePieces, areas: ChangeAreas, figures: ChangeFigures, book: RuleBook,
               kernel: Kernel, progress: Progress) -> list[Finding]:
    """Return the parcels whose cultivated part inside permanent basic farmland became something else."""
    survey = epochs.before
    lost = figures.pieces.permanent & (pieces.direction == OUT) & ~pieces.sliver
    reserved = figures.pieces.exempt | (pieces.inside("approvals") & (pieces.kind_after == CONSTRUCTION))
    found = []
    for rule, chosen in (("change.permanent", lost & ~reserved), ("change.permanent_verify", lost & reserved)):
        rows = np.flatnonzero(chosen)
        for parcel, mine in grouped(pieces.before[rows], rows):
            area = float(areas.net_before[mine].sum()) / 100
            found.append(book.finding(
                rule, subject_id=str(survey.parcels[parcel]), role=survey.role, area_m2=area,
                share=min(area / float(areas.before.computed[parcel]), 1.0), source_fid=int(survey.table.fids[parcel]),
                classes=_class_names(epochs, pieces.code_after[mine], book),
                wkb=united_shape(pieces.wkb[mine], kernel, progress)))
    return found


def _patches(rule: str, patch: np.ndarray, epochs: Epochs, pieces: ChangePieces, areas: ChangeAreas, book: RuleBook,
             kernel: Kernel, progress: Progress, **more: Any) -> list[Finding]:
    """Return what a rule says of each patch of cultivated land that changed outside the approvals."""
    rows = np.flatnonzero(patch >= 0)
    return [_of_patch(rule, epochs, pieces, areas, mine, book, kernel, progress, **more)
            for _, mine in grouped(patch[rows], rows)]


def _of_patch(rule: str, epochs: Epochs, pieces: ChangePieces, areas: ChangeAreas, mine: np.ndarray, book: RuleBook,
              kernel: Kernel, progress: Progress, **more: Any) -> Finding:
    """Return what a rule says of a patch; it is called by the parcels of its largest piece."""
    before, after = epochs.before, epochs.after
    largest = mine[np.argmax(areas.area[mine])]
    parcel, later = pieces.before[largest], pieces.after[largest]
    return book.finding(
        rule, subject_id=str(before.parcels[parcel]), role=before.role, area_m2=float(areas.area[mine].sum()) / 100,
        source_fid=int(before.table.fids[parcel]), other_id=str(after.parcels[later]),
        other_fid=int(after.table.fids[later]),
        parcels=_named(str(before.parcels[parcel]), len(np.unique(pieces.before[mine]))),
        classes=_class_names(epochs, pieces.code_after[mine], book),
        wkb=united_shape(pieces.wkb[mine], kernel, progress), **more)


def _named(parcel: str, count: int) -> str:
    """Return how a patch is called by its first parcel."""
    if count == 1:
        return tr("parcel “{parcel}”").format(parcel=parcel)
    return tr("parcel “{parcel}”, {count} in all").format(parcel=parcel, count=count)


def _stability_tellers(epochs: Epochs, came: Stability, book: RuleBook) -> dict[str, Any]:
    """Return what would tell how much of in is stable: the fields and area layers that rules in force look at."""
    keys = {key for ground in came.grounds for key, looked_at in (("slope", ground.slopes), ("detail", ground.details))
            if looked_at}
    masks = {mask for ground in came.grounds for mask in ground.masks}
    return {"layer": epochs.after.table.name, "fields": sorted(STABILITY_FIELDS[key] for key in keys),
            "masks": sorted(role_title(mask, book.language) for mask in masks)}


def _by_unit(figures: ChangeFigures, applied: Sequence[Ground], tellers: dict[str, Any],
             book: RuleBook) -> list[Finding]:
    account = figures.by_unit
    not_compared = account.not_compared(most_alone(book)).tolist()
    verdicts = account.verdict(book).tolist()
    found = []
    for place, unit in enumerate(figures.places.rows.units):
        name = unit.name or ("" if unit.code else tr("Land without a unit"))
        about: dict[str, Any] = {"subject_id": unit.code, "subject_name": name,
                                 "role": "admin_units", "place": f"{unit.code} {unit.name}"}
        due = int(account.due[place])
        if not_compared[place]:
            found.append(book.finding(
                "change.open" if verdicts[place] == OPEN else "change.verdict_stands", **about,
                area_m2=not_compared[place] / 100, land_m2=int(account.land[place]) / 100,
                unknown_m2=int(account.of_unknown[place]) / 100, alone_m2=int(account.alone[place]) / 100,
                net_m2=_net(account, place)))
        found += _unjudged(account, place, about, tellers, book, stands=verdicts[place] != OPEN)
        if verdicts[place] == SHORT:
            found.append(_short(account, place, about, book))
        stable_out = int(account.stable_out[place])
        if stable_out:
            found.append(book.finding("change.stable_first", **about, area_m2=stable_out / 100,
                                      share=stable_out / due, rules=[ground.name(book.language) for ground in applied]))
        found += _quality(account, place, about, book)
        source = int(account.entered[place, [CONSTRUCTION, OTHER]].sum())
        if source:
            found.append(book.finding("change.in_source", **about, area_m2=source / 100))
        other = int(account.other[place])
        if other:
            found.append(book.finding("change.other_loss", **about, area_m2=other / 100))
        left, came = int(account.unknown_out[place]), int(account.unknown_in[place])
        if left or came:
            found.append(book.finding("change.class_unknown", **about, area_m2=(left + came) / 100, out_m2=left / 100,
                                      in_m2=came / 100))
    return found


def _net(account: Account, place: int) -> float | str:
    """Return the net of a unit in m², from … to … where nobody can tell what of in is stable."""
    least, most = (int(values[place]) / 100 for values in (account.net, account.net_at_most))
    return least if least == most else tr("{least} to {most}").format(least=f"{least:.2f}", most=f"{most:.2f}")


def _short(account: Account, place: int, about: dict[str, Any], book: RuleBook) -> Finding:
    """Return that a unit is short, at least by so much where nobody can tell what of in is stable."""
    short, unjudged = -int(account.net_at_most[place]) / 100, int(account.unjudged[place]) / 100
    stable = int(account.stable[place]) / 100 + unjudged
    amounts: dict[str, Any] = {"short_m2": short, "stable_m2": stable}
    if unjudged:
        amounts = {"short_m2": tr("at least {area}").format(area=f"{short:.2f}"),
                   "stable_m2": tr("at most {area}").format(area=f"{stable:.2f}")}
    return book.finding("change.short", **about, area_m2=short, due_m2=int(account.due[place]) / 100, **amounts)


def _unjudged(account: Account, place: int, about: dict[str, Any], tellers: dict[str, Any], book: RuleBook, *,
              stands: bool) -> list[Finding]:
    """Return that nobody can tell what of in is stable, and whether the verdict stands all the same."""
    area = int(account.unjudged[place]) / 100
    return [book.finding("change.stability_stands" if stands else "change.stability_open", **about, area_m2=area,
                         in_m2=area, least_m2=int(account.net[place]) / 100,
                         most_m2=int(account.net_at_most[place]) / 100, **tellers)] if area else []


def own_exemptions(exemptions: Exemptions | None, pieces: ChangePieces, figures: ChangeFigures,
                   book: RuleBook) -> list[Finding]:
    """Return how much is exempt by kinds that only the user's rule file names."""
    listed, own = exempt_kinds(book)
    if exemptions is None or not own:
        return []
    kinds = np.array([*exemptions.kinds, ""], dtype=object)[pieces.zone["exempt"]]  # row −1: in none
    rows = figures.pieces.exempt & (pieces.direction == OUT) & ~pieces.sliver & np.isin(kinds, own)
    if not rows.any():
        return []
    return [book.finding(
        "change.exempt_own", role="exempt", place="own", area_m2=float(figures.pieces.net_before[rows].sum()) / 100,
        file=book.row("balance.exempt").user_file, kinds=sorted(set(kinds[rows].tolist())),
        listed=[kind for kind in listed if kind not in own])]


def not_examined(zones: ChangeZones, book: RuleBook) -> list[Finding]:
    """Return what was not looked for because its layer was not given."""
    return [book.finding(f"change.{name}_not_given", role=role, place=role)
            for name, role in (("permanent", "permanent_farmland"), ("approvals", "approvals"))
            if name not in zones.out]


def _quality(account: Account, place: int, about: dict[str, Any], book: RuleBook) -> list[Finding]:
    """Return that what came into a unit is worse than what it is to match, or that grades are missing."""
    left, came = account.due_quality, account.stable_quality
    found = []
    decimals = int(book.threshold("change.quality_lower", "decimals"))
    if account.worse(decimals)[place]:
        found.append(book.finding(
            "change.quality_lower", **about, area_m2=int(account.stable[place]) / 100,
            out_grade=float(np.round(left.grade[place], decimals)),
            in_grade=float(np.round(came.grade[place], decimals))))
    unknown = int(account.quality_unknown[place])
    if unknown:
        amount = f"{int(came.ungraded[place]) / 100:.2f}"
        stable = tr("at least {area}").format(area=amount) if account.unjudged[place] else amount
        found.append(book.finding(
            "change.quality_unknown", **about, area_m2=unknown / 100, out_m2=int(left.ungraded[place]) / 100,
            in_m2=stable))
    return found


def _slivers(pieces: ChangePieces, areas: ChangeAreas, figures: ChangeFigures, book: RuleBook) -> list[Finding]:
    if not pieces.sliver.any():
        return []
    return [book.finding("change.sliver", role="land", place="slivers", **sliver_values(pieces, areas, figures))]


def sliver_values(pieces: ChangePieces, areas: ChangeAreas, figures: ChangeFigures) -> dict[str, Any]:
    """Return what fills the text of ``change.sliver``."""
    total = figures.total
    return {"count": int(pieces.sliver.sum()), "area_m2": float(areas.area[pieces.sliver].sum()) / 100,
            "out_m2": int(total.slivers_out[0]) / 100, "in_m2": int(total.slivers_in[0]) / 100}


def _strips(epochs: Epochs, pieces: ChangePieces, areas: ChangeAreas, book: RuleBook, kernel: Kernel,
            progress: Progress) -> list[Finding]:
    """Return the slivers that are as large as a parcel: a thin strip may be a border redrawn, or a ditch or a road."""
    least = 100 * float(book.threshold("change.strip", "min_area_m2"))
    rows = np.flatnonzero(pieces.sliver & (pieces.direction != NO_CHANGE))
    alike = pieces.kind_before[rows].astype(np.int64) * len(LAND_KINDS) + pieces.kind_after[rows]
    return [_of_patch("change.strip", epochs, pieces, areas, mine, book, kernel, progress,
                      width_m=sliver_rule(book).max_width_m)
            for _, mine in grouped(patches(pieces.wkb[rows], alike, epochs.crs, kernel, progress), rows)
            if areas.area[mine].sum() >= least]


def _units(epochs: Epochs, pieces: ChangePieces, areas: ChangeAreas, units: UnitLayer | None, book: RuleBook,
           kernel: Kernel, measure: AreasOf, progress: Progress) -> list[Finding]:
    """Return that land has no unit, and which units overlap."""
    found = []
    unit = pieces.zone.get("units", np.full(len(pieces.before), -1, dtype=np.int64))
    if units is not None:
        found += without_unit(epochs.before, pieces.before, unit, areas.area, units, book,
                              of=f"{epochs.before.table.name}, {epochs.after.table.name}")
        shared = [(int(one), int(other), wkb) for one, other, wkb in zip(*self_overlaps(units[0], kernel, progress))]
        return found + unit_overlaps(units, shared, book, measure)
    nowhere = (pieces.before < 0) | (_county(epochs.before)[pieces.before] == "")
    rows = np.flatnonzero(nowhere & (pieces.after >= 0))
    found += without_unit(epochs.after, pieces.after[rows], unit[rows], areas.area[rows], None, book)
    rows = np.flatnonzero(nowhere & (pieces.after < 0))
    return found + without_unit(epochs.before, pieces.before[rows], unit[rows], areas.area[rows], None, book)


def _county(survey: LandSurvey) -> np.ndarray:
    """Return the county of each parcel, and '' for row −1."""
    return np.append(survey.county, "")
