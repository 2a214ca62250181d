"""The Yellow River's reach by the demo city: its lines, and where a point lies between river and dikes.

Invented but for the river's course, which is the city's outline: ``resources/demo/reach.json`` (drawn by
``.ci/demo_reach.py``) and ``reach_sites.json`` (written by hand). Stations are metres along the course from the city's
western edge, downstream.
"""
from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ... import paths
from .polylines import nearest, places, stations
from .shapes import holds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .keys import Floats
    from .polylines import Line

_AWAY = 120_000.0  # where the ground beyond a line ends, for what asks on which side of it a point lies
_SOFT = 600.0  # metres within which stations are blended, so that no point of the plain jumps from one to another


@dataclass(frozen=True, eq=False)
class Reach:
    """The lines of the reach in the direction of flow, (points, 2) in metres, EPSG:4547; right is the city's bank.

    before: how far along the course the city begins; bend: station where the dike turns at 东坝头; table: by station,
    half the river's width and how far the young beach reaches from the bank; areas: by role, by district.
    """

    course: Line
    before: float
    bend: float
    strongest_flow: Line
    right_dike: Line
    left_dike: Line
    table: Mapping[str, Floats]
    works: Sequence[Mapping[str, Any]]
    production_dikes: Sequence[Line]
    areas: Mapping[str, Sequence[Mapping[str, Any]]]

    def half(self, station: Floats) -> Floats:
        """Return half the width of the river."""
        return np.interp(station, self.table["station"], self.table["half"])

    def lip(self, station: Floats) -> Floats:
        """Return the distance from the bank to the edge of the young beach."""
        return np.interp(station, self.table["station"], self.table["lip"])

    def place(self, station: Floats) -> Line:
        """Return places on the course."""
        return places(self.course, station + self.before)

    def station(self, x: Floats, y: Floats) -> Floats:
        """Return the station of the nearest place on the course."""
        return nearest(self.course, x, y)[1] - self.before

    @cached_property
    def _samples(self) -> tuple[Floats, Line]:
        at = np.arange(0.0, float(stations(self.course)[-1]), 500.0)
        return at - self.before, places(self.course, at)

    def level_station(self, x: Floats, y: Floats) -> Floats:
        """Return the station whose water stands at a point: a mean of stations that weighs near ones by far the most.

        Summed one after another, so that every computer rounds alike.
        """
        weights, total = np.zeros(x.shape), np.zeros(x.shape)
        for at, (px, py) in zip(*self._samples):
            square = (x - px) * (x - px) + (y - py) * (y - py) + _SOFT * _SOFT
            square = square * square
            weight = 1e24 / (square * square)
            weights += weight
            total += weight * at
        return total / weights

    def locate(self, x: Floats, y: Floats) -> Location:
        """Return where points lie between the dikes."""
        away, along = nearest(self.course, x, y)
        station = along - self.before
        right = holds([[beyond(self.course, True)]], x, y)
        inside = []
        for dike, on_right in ((self.right_dike, True), (self.left_dike, False)):
            distance = nearest(dike, x, y)[0]
            inside.append(np.where(holds([[beyond(dike, on_right)]], x, y), -distance, distance))
        return Location(np.where(right, away, -away), self.half(station), self.lip(station), *inside)


@dataclass(frozen=True, eq=False)
class Location:
    """Where points lie, arrays of metres: off the course (right positive), half the river's width, the reach of the
    young beach from the bank, and distances from the right and left dike, negative on their land side.
    """

    off: Floats
    half: Floats
    lip: Floats
    to_right: Floats
    to_left: Floats

    @property
    def from_bank(self) -> Floats:
        """Return the distance from the bank, negative in the river."""
        return np.abs(self.off) - self.half

    @property
    def to_dike(self) -> Floats:
        """Return the distance from the dike of the own bank, negative on its land side."""
        return np.where(self.off > 0.0, self.to_right, self.to_left)


def beyond(line: Line, right: bool) -> Line:
    """Return a closed ring around the ground on one side of a line that runs from west to north-east."""
    (_, first_y), (last_x, _) = line[0], line[-1]
    if right:
        corners = [(last_x + _AWAY, line[-1, 1]), (last_x + _AWAY, first_y - _AWAY), (line[0, 0], first_y - _AWAY)]
    else:
        corners = [(last_x, first_y + _AWAY), (line[0, 0], first_y + _AWAY)]
    return np.vstack([line, np.array(corners), line[:1]])


@lru_cache(maxsize=1)
def load_reach() -> Reach:
    """Return the reach of the shipped file; raises FileNotFoundError when the plugin is incomplete."""
    content = json.loads(paths.resource("demo", "reach.json").read_text(encoding="utf-8"))
    half = np.array(content["half_m"])
    table = {"station": content["half_from_m"] + content["half_step_m"] * np.arange(len(half)), "half": half,
             "lip": np.array(content["lip_m"])}
    return Reach(
        course=np.array(content["course"]), before=content["before_m"], bend=content["bend_m"],
        strongest_flow=np.array(content["strongest_flow"]), right_dike=np.array(content["right_dike"]),
        left_dike=np.array(content["left_dike"]), table=table, works=content["works"],
        production_dikes=[np.array(line) for line in content["production_dikes"]],
        areas={"flood_passage": content["passage"], "training_range": content["training_range"]})


@lru_cache(maxsize=1)
def load_sites() -> Mapping[str, Any]:
    """Return what stands in reach_sites.json: levels, high beaches, sites that may receive villages."""
    sites: Mapping[str, Any] = json.loads(paths.resource("demo", "reach_sites.json").read_text(encoding="utf-8"))
    return sites


def bank_full(station: Floats) -> Floats:
    """Return the level of bank-full water in m by station."""
    levels = load_sites()["levels"]
    return np.asarray(levels["bank_full_m"] - levels["fall_m_per_km"] * station / 1_000.0)


def rises() -> dict[int, float]:
    """Return by flow at 花园口 in m³/s how far in m the water stands above bank-full."""
    return {int(flow): rise for flow, rise in load_sites()["levels"]["rise_m"].items()}
