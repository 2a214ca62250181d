"""Targets that floods reach, stage by stage, as rows; and their sums by unit and class."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.areas import Bools, Floats, Ints


@dataclass(frozen=True)
class Exposed:
    """One row for each stage and target that it reaches, by stage, then target.

    amount: m² or m, NaN for points; share of the target 0 to 1, NaN for points; depths NaN where none is known.
    """

    stage: Ints
    target: Ints
    amount: Floats
    share: Floats
    depth_max: Floats
    depth_mean: Floats


@dataclass(frozen=True)
class Sums:
    """Sums by stage, unit and class, (rows,), of all targets and of those reached.

    targets, size: number and m² or m of all; reached, touched: how many the flood reaches, and of them how many it only
    touches; reached_size: theirs; amount: what is flooded of them. counted: for people and households those of the
    reached, and by the share that is flooded.
    """

    stage: Ints
    unit: Ints
    group: Ints
    targets: Ints
    size: Floats
    reached: Ints
    touched: Ints
    reached_size: Floats
    amount: Floats
    depth_max: Floats
    depth_mean: Floats
    counted: Mapping[str, tuple[Floats, Floats]]


def exposed_rows(reached: Sequence[Bools], amounts: Sequence[Floats], size: Floats, depth_max: Sequence[Floats],
                 depth_mean: Sequence[Floats]) -> Exposed:
    """Return the rows of stages, each given by what it says of all targets."""
    rows = [np.flatnonzero(which) for which in reached]
    stage = np.repeat(np.arange(len(rows)), [len(found) for found in rows]).astype(np.int64)
    target = np.concatenate([np.empty(0, dtype=np.int64), *rows]).astype(np.int64)

    def listed(columns: Sequence[Floats]) -> Floats:
        return np.concatenate([np.empty(0), *(column[found] for column, found in zip(columns, rows))])

    amount = np.minimum(listed(amounts), size[target])  # rounding may leave the last digit more than there is
    share = np.divide(amount, size[target], out=np.zeros(len(amount)), where=~(size[target] <= 0))
    return Exposed(stage, target, amount, share, listed(depth_max), listed(depth_mean))


def sums_of(exposed: Exposed, stages: int, unit: Ints, units: int, group: Ints, groups: int, size: Floats,
            counted: Mapping[str, Floats]) -> Sums:
    """Return the sums of every stage over the units and classes that targets have.

    unit, group: (targets,) positions among so many; -1 of a unit is the last of them.
    """
    cell = (unit % units) * groups + group
    present = np.flatnonzero(np.bincount(cell, minlength=units * groups))
    every = np.tile(present, stages)
    stage = np.repeat(np.arange(stages), len(present))
    key = exposed.stage * units * groups + cell[exposed.target]
    place = stage * units * groups + every
    total = stages * units * groups

    def added(values: Floats) -> Floats:
        return np.bincount(key, np.nan_to_num(values), total)[place].astype(np.float64)

    point = np.isnan(size[exposed.target])
    dry = ~point & ~(exposed.amount > 0)
    weight = np.where(np.isnan(exposed.depth_mean), 0.0, np.where(point, 1.0, exposed.amount))
    depth, weights = added(weight * np.nan_to_num(exposed.depth_mean)), added(weight)
    deepest = np.full(total, -np.inf)
    np.maximum.at(deepest, key, np.where(np.isnan(exposed.depth_max), -np.inf, exposed.depth_max))
    parts = np.where(point, 1.0, exposed.share)
    return Sums(
        stage, every // groups, every % groups,
        np.tile(np.bincount(cell, minlength=units * groups)[present], stages),
        np.tile(np.bincount(cell, np.nan_to_num(size), units * groups)[present], stages),
        np.bincount(key, minlength=total)[place], np.bincount(key[dry], minlength=total)[place],
        added(size[exposed.target]), added(exposed.amount),
        np.where(np.isneginf(deepest[place]), np.nan, deepest[place]),
        np.divide(depth, weights, out=np.full(len(place), np.nan), where=weights > 0),
        {name: (added(values[exposed.target]), added(values[exposed.target] * parts))
         for name, values in counted.items()})
