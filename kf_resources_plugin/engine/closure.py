"""Parts against what they are cut from: their areas, and how far their sum may be off the whole."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..rules.lengths import narrower

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.rule_rows import RuleBook
    from .occupation import AreasOf
    from .wkb import Wkbs

_RULE = "closure.residual"


def areas_of_parts(whole: Floats, parent: Ints, wkb: Wkbs, areas: AreasOf) -> Floats:
    """Return the areas of parts in m², float64 (parts,); what is the only part of its parent has the parent's.

    whole: float64 (parents,) m²; parent: int64 (parts,); wkb: their shapes.
    """
    raw = whole[parent]
    cut = np.flatnonzero(np.bincount(parent, minlength=len(whole))[parent] > 1)
    raw[cut] = areas(wkb[cut])
    return raw


def closure_tolerance(parts: Ints, whole: Floats, book: RuleBook) -> Floats:
    """Return how far the parts of each parent may be off it in m², for each of them is rounded by itself.

    parts: int64 (parents,), how many each has; whole: float64 (parents,) m². The limits: ``closure.residual``.
    """
    return np.maximum(parts * float(book.threshold(_RULE, "max_residual_m2_per_parcel")),
                      whole * float(book.threshold(_RULE, "max_residual_share_of_total")))


def slivers(area_m2: Floats, width_m: Floats, book: RuleBook) -> Bools:
    """Tell which parts, (parts,), are as small or as narrow as borders leave that do not quite meet: closure.sliver."""
    small = area_m2 < float(book.threshold("closure.sliver", "max_area_m2"))
    return np.asarray(small | narrower(width_m, float(book.threshold("closure.sliver", "max_width_m"))))
