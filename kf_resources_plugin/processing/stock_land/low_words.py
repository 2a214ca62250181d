"""What the flags of low efficiency, their criteria and states are called in the user's language."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.land_efficiency import CNY_PER_WAN
from ...engine.low_efficiency import (
    AGE,
    BUILT_SHARE,
    CATALOGUE,
    DANGER_SHARE,
    IDLE_SHARE,
    INDUSTRY,
    OLD_SHARE,
    PLANNED_USE,
    RENEWED,
)
from ...i18n import tr
from ...rules.land_efficiency import ENTERPRISE, FLOOR_AREA, INDICATORS
from ...rules.low_efficiency import (
    BY_PLAN,
    DENSITY,
    FLAGGED,
    OLD,
    OUTPUT,
    PROHIBITED,
    RENEWAL,
)
from ...rules.text import listed
from .efficiency_words import indicator_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...rules.low_efficiency import Criterion

_IN_WORDS = (CATALOGUE, INDUSTRY)


def flag_names() -> dict[str, str]:
    """Return the name of each flag."""
    return {PROHIBITED: tr("prohibited industry"), BY_PLAN: tr("industry to leave by plan"),
            RENEWAL: tr("area to be renewed"), OUTPUT: tr("output below agreement or benchmark"),
            DENSITY: tr("thinly built or idle"), OLD: tr("dangerous or old buildings")}


def needs() -> dict[str, str]:
    """Return what each flag needs to be judged."""
    return {
        PROHIBITED: tr("the field CYML (class in the industry catalogue), or the kind of industry and a list of "
                       "prohibited ones"),
        BY_PLAN: tr("the field TDYT (use), and GHYT (planned use) or the layer of planned use"),
        RENEWAL: tr("the field GXLX (kind of renewal), or the layer of areas to be renewed"),
        OUTPUT: tr("economics, and what was agreed (BZTZQD, BZMJSS, HTRJL) or benchmarks in the rules"),
        DENSITY: tr("the field JDMJ (footprint), or XZMJ (idle floor) and JZMJ (floor), or buildings"),
        OLD: tr("the field JCND (year built), or WFMJ (dangerous floor) and JZMJ (floor), or buildings with year "
                "built or grade of danger"),
    }


def criterion_names() -> dict[str, str]:
    """Return the name of each criterion."""
    return {CATALOGUE: tr("class in the industry catalogue"), INDUSTRY: tr("industry"),
            PLANNED_USE: tr("planned for another use"), RENEWED: tr("in an area to be renewed"),
            **indicator_names(ENTERPRISE), BUILT_SHARE: tr("building density"), IDLE_SHARE: tr("idle floor"),
            DANGER_SHARE: tr("dangerous buildings"), AGE: tr("age of the buildings in years"),
            OLD_SHARE: tr("old buildings")}


class Evidence:
    """What was found of parcels as text: value, limit and words, in the language of a run."""

    def __init__(self, language: str) -> None:
        """Look up the words once."""
        self._names, self._language = criterion_names(), language
        self._amount, self._held = tr("{amount:.2f} (10,000 CNY)"), tr("{name} {value}, limit {limit}")

    def of(self, criterion: Criterion, row: int) -> str:
        """Return what a criterion found of a parcel and what it is held against."""
        name, found = self._names[criterion.key], criterion.found[row]
        if criterion.key in _IN_WORDS:
            return f"{name} {found}"
        value, limit = (self._shown(criterion.key, float(column[row])) for column in (criterion.value, criterion.limit))
        return self._held.format(name=f"{name} {found}".rstrip(), value=value, limit=limit)

    def raised(self, criteria: Sequence[Criterion], row: int, flag: str = "") -> str:
        """Return why flags of a parcel are raised, those of one flag where it is named."""
        return listed((self.of(criterion, row) for criterion in criteria
                       if criterion.state[row] == FLAGGED and flag in ("", criterion.flag)), self._language)

    def _shown(self, key: str, value: float) -> str:
        """Return a value as planners write it: 10 000 CNY per mu, a ratio, years or percent."""
        if np.isnan(value):
            return ""
        if key == FLOOR_AREA:
            return f"{value:.2f}"
        if key in INDICATORS:
            return self._amount.format(amount=value / CNY_PER_WAN)
        return f"{value:.0f}" if key == AGE else f"{value:.1%}"
