"""Which parts of cultivated parcels are stable: the grounds of ``rules.stable_farmland`` on a survey and its masks."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.stable_farmland import (
    STABLE,
    UNTOLD,
    Attributes,
    among,
    deciding,
    known_slopes,
    mask_kinds,
    unstable_hits,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.stable_farmland import Ground
    from ..rules.text import Column
    from .land_survey import LandSurvey

STABILITY_FIELDS = {"slope": "GDPDJB", "terrace": "GDLX", "detail": "TBXHDM"}
"""What a survey has to be read with beside its classes: standard fields by their keys in ``LandFields.more``."""


@dataclass(frozen=True)
class Stability:
    """What speaks against pieces of land, arrays of shape (pieces,) unless said otherwise.

    farmland: bool, cultivated; hits: bool (pieces, grounds), all grounds, none on land that is not cultivated; ground:
    int64 position of the deciding one in ``grounds``, ``STABLE`` where there is none, ``UNTOLD`` where none could be
    applied to cultivated land; told: bool, any could be. given: kinds of mask that were.
    """

    grounds: tuple[Ground, ...]
    given: frozenset[str]
    farmland: np.ndarray
    hits: np.ndarray
    ground: np.ndarray
    told: np.ndarray

    @property
    def is_told(self) -> bool:
        """Tell whether anything says of any cultivated land whether it is stable; also where there is no such land."""
        return not self.farmland.any() or bool((self.farmland & self.told).any())

    @property
    def stable(self) -> np.ndarray:
        """Tell which pieces are stable cultivated land, bool."""
        return self.farmland & (self.ground == STABLE)

    @property
    def unstable(self) -> np.ndarray:
        """Tell which pieces are cultivated and not stable, bool."""
        return self.farmland & (self.ground >= 0)

    @property
    def untold(self) -> np.ndarray:
        """Tell which pieces are cultivated land of which nothing tells whether it is stable, bool."""
        return self.farmland & (self.ground == UNTOLD)

    def applied(self, survey: LandSurvey) -> tuple[Ground, ...]:
        """Return the grounds that could be applied to cultivated land, be it by one of the attributes they look at.

        A detail code that is blank tells that there is none, a slope class that is blank tells nothing.
        """
        attributes, cultivated = attributes_of(survey), survey.kind >= 0
        return tuple(ground for ground in self.grounds if (
            (ground.slopes and attributes.slope is not None
             and among(attributes.slope[cultivated], ground.slopes | ground.known_slopes).any())
            or (ground.details and attributes.detail is not None)
            or (ground.masks and self.given.issuperset(ground.masks))))

    def sums(self, net: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
        """Return area by group and deciding ground, the last columns untold and stable: int64 (groups, grounds + 2).

        net: int64 (pieces,); group: int64 (pieces,) 0 … groups − 1.
        """
        cells = np.zeros((groups, len(self.grounds) + 2), dtype=np.int64)
        take = self.farmland
        np.add.at(cells, (group[take], self.ground[take]), net[take])  # UNTOLD and STABLE are −2 and −1
        return cells


def attributes_of(survey: LandSurvey) -> Attributes:
    """Return the attributes of parcels that grounds look at, as far as they were read."""
    more = survey.fields.more
    return Attributes(**{key: survey.table.columns[more[key]] for key in STABILITY_FIELDS if key in more})


def slope_told(slope: Column, rules: Sequence[Ground]) -> np.ndarray:
    """Tell which parcels have a slope class that a ground understands, bool (parcels,)."""
    return among(slope, known_slopes(rules))


def stability(survey: LandSurvey, land: np.ndarray, inside: Mapping[str, np.ndarray],
              grounds: Sequence[Ground]) -> Stability:
    """Tell which pieces are stable; land: int64 (pieces,) row of the parcel; inside: bool (pieces,) by kind of mask.

    Only kinds that grounds look at count. The survey was read with ``STABILITY_FIELDS``.
    """
    kinds = frozenset(inside) & frozenset(mask_kinds(grounds))
    farmland = survey.kind[land] >= 0
    hits = unstable_hits(grounds, attributes_of(survey), len(survey.kind), land, {kind: inside[kind] for kind in kinds})
    hits &= farmland[:, None]
    told, ground = _told(survey, kinds, grounds)[land], deciding(hits)
    ground[farmland & ~told & (ground == STABLE)] = UNTOLD
    return Stability(tuple(grounds), kinds, farmland, hits, ground, told)


def _told(survey: LandSurvey, given: frozenset[str], grounds: Sequence[Ground]) -> np.ndarray:
    """Tell to which parcels a ground could be applied, bool (parcels,); a blank slope class tells nothing."""
    attributes = attributes_of(survey)
    everywhere = any((ground.details and attributes.detail is not None)
                     or (ground.masks and given.issuperset(ground.masks)) for ground in grounds)
    if everywhere or attributes.slope is None:
        return np.full(len(survey.kind), everywhere)
    return slope_told(attributes.slope, grounds)
