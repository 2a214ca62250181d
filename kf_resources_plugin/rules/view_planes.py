"""Planes that keep a view open: from the eye on a platform to the lowest point of a tower that must stay visible."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .areas import Floats

_NEAREST_M = 0.01  # what stands at the eye itself hides everything


@dataclass(frozen=True)
class ViewPlane:
    """The plane of one view; all levels in m over one zero.

    eye_m: level of the eye. low_m, top_m: lowest level of the target that must be seen, and its top. foot_m: the ground
    at the target. length_m: on the ground from eye to target. bend: 1/m, by which a sight line lies lower than a
    straight slope of levels, 0 for none: bend × distance from the eye × distance to the target.
    """

    eye_m: float
    low_m: float
    top_m: float
    foot_m: float
    length_m: float
    bend: float = 0.0

    def level(self, along: Floats) -> Floats:
        """Return the level of the plane at distances in m from the eye, any shape."""
        slope = (self.low_m - self.eye_m) / self.length_m
        return self.eye_m + slope * along - self.bend * along * (self.length_m - along)

    def lowest(self, first: Floats, last: Floats) -> Floats:
        """Return the lowest level between two distances each, (n,); it is at an end, or where a bent plane turns."""
        found = np.minimum(self.level(first), self.level(last))
        if not self.bend:
            return found
        slope = (self.low_m - self.eye_m) / self.length_m
        turn = (self.bend * self.length_m - slope) / (2.0 * self.bend)
        return np.minimum(found, self.level(np.clip(turn, first, last)))

    def hidden_to(self, first: Floats, last: Floats, top: Floats) -> Floats:
        """Return up to which level of the target things are hidden that stand between two distances each, (n,).

        top: their levels. Not below the target's foot, not above its top.
        """
        ends = np.array([self._reached(np.maximum(end, _NEAREST_M), top) for end in (first, last)])
        return np.clip(ends.max(axis=0), self.foot_m, self.top_m)

    def hidden_share(self, level: Floats) -> Floats:
        """Return which share of the target, from its foot to its top, lies below a level, 0 to 1."""
        return np.clip((level - self.foot_m) / (self.top_m - self.foot_m), 0.0, 1.0)

    @property
    def sag_m(self) -> float:
        """Return by how much the plane lies lower, halfway, than a straight slope of levels."""
        return self.bend * self.length_m ** 2 / 4.0

    def _reached(self, along: Floats, top: Floats) -> Floats:
        """Return the level at which the line from the eye over a top arrives at the target."""
        over = top + self.bend * along * (self.length_m - along) - self.eye_m
        return self.eye_m + over * self.length_m / along


def bend_of(length_m: float, from_m: float, radius_m: float, refraction: float) -> float:
    """Return the ``bend`` of a view in 1/m: curvature less refraction, 0 for views shorter than ``from_m``.

    Over a distance d the Earth falls away by d² / 2R, and light follows it by the share ``refraction`` of that.
    """
    return 0.0 if length_m < from_m else (1.0 - refraction) / (2.0 * radius_m)
