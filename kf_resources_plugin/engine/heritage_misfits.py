"""How the tiers of one site lie in each other: what sticks out, overlaps in part, or is left between them.

Tiers come as bands, each around the next inner one with a hole for it, or as whole areas, each with all inner ones in
it: ``heritage_bands`` tells which.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..rules.heritage_tiers import container
from .heritage_bands import fit
from .heritage_shapes import filled, holes_of
from .subtraction import divide, unite
from .wkb import as_wkb_array, wkb_areas

if TYPE_CHECKING:
    from ..rules.heritage_tiers import Tier
    from ..rules.progress import Progress
    from .kernel import Kernel

NESTING, OPEN, OVERLAP, GAP, HOLE, FAILED = "nesting", "open", "overlap", "gap", "hole", "failed"


@dataclass(frozen=True)
class Misfit:
    """Land where two tiers of a site do not fit: ``inner`` sticks out of ``outer``, overlaps it, or leaves a gap to it.

    OPEN is ``inner`` beside a band that does not go round it. A HOLE is one of ``inner``, with nothing in it. Where
    GEOS could not cut them the kind is FAILED, and ``reason`` tells why.
    """

    kind: str
    inner: str
    outer: str
    wkb: bytes
    reason: str = ""


def misfits(shapes: dict[str, bytes], known: dict[str, Tier], kernel: Kernel, progress: Progress) -> list[Misfit]:
    """Return what does not fit among the tiers of one site; shapes: by tier, from the site outwards."""
    families: dict[str, dict[str, bytes]] = {}
    for tier, wkb in shapes.items():
        if tier in known:
            families.setdefault(known[tier].family or tier, {})[tier] = wkb
    found = []
    for family in families.values():
        found += [*_nesting(family, known, kernel, progress), *_openings(family, known, kernel, progress)]
    return found


def _nesting(family: dict[str, bytes], known: dict[str, Tier], kernel: Kernel, progress: Progress) -> list[Misfit]:
    """Return what sticks out of the tier that should hold it, and what overlaps in part."""
    found = []
    tiers = list(family)
    for place, inner in enumerate(tiers):
        outer = container(inner, tiers, known)
        progress.check()
        try:
            inside = family[inner]
            if outer is not None:
                inside, misfit = _pair(family[inner], inner, family[outer], outer, kernel, progress)
                found += misfit
            for other in tiers[place + 1:]:
                if other != outer and inside:
                    found += _partly(inside, inner, family[other], other, kernel, progress)
        except ValueError as error:
            found.append(Misfit(FAILED, inner, outer or "", b"", str(error)))
    return found


def _pair(inner: bytes, inner_tier: str, outer: bytes, outer_tier: str, kernel: Kernel,
          progress: Progress) -> tuple[bytes, list[Misfit]]:
    """Return (what lies inside, misfits) of a tier and the one that should hold it. Raises ValueError."""
    parts = fit(inner, outer, kernel, progress)
    told = [(NESTING, parts.out), (OPEN, parts.beside), (OVERLAP, parts.shared if parts.in_hole else b"")]
    within = as_wkb_array([wkb for wkb in (parts.shared, *parts.enclosed) if wkb])
    return unite(kernel, within, progress), [Misfit(kind, inner_tier, outer_tier, wkb) for kind, wkb in told if wkb]


def _partly(inner: bytes, inner_tier: str, outer: bytes, outer_tier: str, kernel: Kernel,
            progress: Progress) -> list[Misfit]:
    """Return that a tier shares some of its land with one further out; all of it means nested ones."""
    shared, _ = divide(kernel, inner, outer, progress)
    partly = bool(shared) and 2.0 * _area(shared) < _area(inner)
    return [Misfit(OVERLAP, inner_tier, outer_tier, shared)] if partly else []


def _openings(family: dict[str, bytes], known: dict[str, Tier], kernel: Kernel, progress: Progress) -> list[Misfit]:
    """Return the holes of tiers in which nothing lies, and what inner tiers leave open of the others."""
    found = []
    tiers = list(family)
    for place, outer in enumerate(tiers):
        holes = holes_of(family[outer])
        held = [inner for inner in tiers[:place] if outer in known[inner].within]
        try:
            land = unite(kernel, as_wkb_array([filled(family[inner], kernel, progress) for inner in held]), progress)
            for hole in holes.tolist():
                progress.check()
                taken, void = divide(kernel, hole, land, progress) if land else (b"", hole)
                if not taken:
                    found.append(Misfit(HOLE, outer, "", hole))
                elif void:
                    found.append(Misfit(GAP, held[-1], outer, void))
        except ValueError as error:
            found.append(Misfit(FAILED, outer, "", b"", str(error)))
    return found


def _area(wkb: bytes) -> float:
    return float(wkb_areas(as_wkb_array([wkb]))[0])
