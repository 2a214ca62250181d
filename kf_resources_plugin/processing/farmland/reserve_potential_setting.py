"""How candidates of kf:reservepotential are chosen and scored, as the parameters say."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...rules.reserve_potential import Factor

FACTOR_LAYERS = {"water": ("WATER", "water", "potential.factor_water"),
                 "road": ("ROADS", "roads", "potential.factor_road")}
"""Parameter and role of the layer that a factor looks at, and its rule: without the layer, parcels of its classes."""


@dataclass(frozen=True)
class Setting:
    """The factors that apply and their weights, which sum to 1; ``given``: kinds of mask and factors with a layer."""

    steepest: str
    paddy: bool
    factors: tuple[Factor, ...]
    weights: Mapping[str, float]
    given: frozenset[str]
