"""View corridors of kf:heightcontrol: from lines with heights and widths to planes over the ground."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.line_reading import parts_of
from ...engine.view_corridors import Corridor
from ...rules.lengths import edge_lengths
from ...rules.view_planes import ViewPlane, bend_of
from .height_inputs import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...engine.line_reading import LineTable
    from ...engine.metric_plane import MetricPlane
    from ...rules.areas import Floats
    from ...rules.rule_rows import RuleBook
    from .height_inputs import HeightInputs

GROUND, ABSOLUTE = "ground", "absolute"
"""Choices of LEVELS: what heights of eye and target are over."""
_AMOUNTS = {"eye": "EYE_FIELD", "target": "TARGET_FIELD", "lowest": "LOWEST_FIELD", "angle": "HALF_ANGLE_FIELD",
            "start": "START_WIDTH_FIELD", "end": "END_WIDTH_FIELD"}
_WIDEST_DEGREES = 60.0


@dataclass(frozen=True)
class _Row:
    """What a row of the layer says: its number, name and amounts, NaN for none."""

    number: int
    name: str
    fid: int
    amounts: dict[str, float]


class CorridorMaker:
    """Makes corridors in a plane of metres; what cannot be tested is told and left out."""

    def __init__(self, inputs: HeightInputs, plane: MetricPlane, ground: Callable[[Floats, Floats], Floats] | None,
                 book: RuleBook) -> None:
        """``ground``: levels of the terrain at places of the plane; None where there is no terrain."""
        self._inputs, self._plane, self._ground, self._book = inputs, plane, ground, book
        self._relative = inputs.given["LEVELS"] == GROUND

    def corridors(self, table: LineTable) -> list[Corridor]:
        """Return the corridors of the rows of a layer that can be tested. Raises PlannerError."""
        amounts = {key: self._inputs.amounts(table, parameter)[0] for key, parameter in _AMOUNTS.items()}
        names = self._inputs.ids(table, "CORRIDOR_NAME_FIELD")
        parts = parts_of(table.wkb)
        found = []
        for number, name in enumerate(names):
            row = _Row(number, name, int(table.fids[number]),
                       {key: float(values[number]) for key, values in amounts.items()})
            own = [parts.part(part) for part in np.flatnonzero(parts.row == number).tolist()]
            corridor = self._corridor(row, own)
            if corridor is not None:
                found.append(corridor)
        return found

    def _corridor(self, row: _Row, parts: list[Floats]) -> Corridor | None:
        ends = self._ends(parts)
        if ends is None:
            self._tell("heritage.height_line", row)
            return None
        x, y, length = ends
        if len(parts) > 1 or len(parts[0]) > 2:  # noqa: PLR2004 (a line of two ends)
            self._tell("heritage.height_bent", row)
        plane = self._view(row, x, y, length)
        if plane is None:
            return None
        if plane.bend:
            self._tell("heritage.height_curvature", row, length=f"{length:.0f}", sag=f"{plane.sag_m:.2f}")
        return Corridor(row.number, row.name, (float(x[0]), float(y[0])), (float(x[1]), float(y[1])),
                        self._widths(row, length), self._plane.scale(x, y), plane)

    def _ends(self, parts: list[Floats]) -> tuple[Floats, Floats, float] | None:
        """Return x, y of eye and target in the plane and the m on the ground between them; None for no such line."""
        if not parts:
            return None
        x, y = self._plane.to_plane(*np.array([parts[0][0], parts[-1][-1]]).T)
        (west, east), (south, north) = self._plane.to_lonlat(x, y)
        length = float(edge_lengths(*(np.array([place]) for place in (west, south, east, north)))[0])
        return None if length < float(self._book.threshold("heritage.height_line", "least_m")) else (x, y, length)

    def _view(self, row: _Row, x: Floats, y: Floats, length: float) -> ViewPlane | None:
        """Return the plane of a row; None where its heights or the ground cannot be used, which is told."""
        ground = np.zeros(2) if self._ground is None else self._ground(x, y)
        if np.isnan(ground).any():
            self._tell("heritage.height_off_terrain", row, raster=self._inputs.label("DEM"))
            return None
        start, foot = ground.tolist()
        zero = (start, foot) if self._relative else (0.0, 0.0)
        largest = float(self._book.threshold("heritage.height_source", "largest_m"))
        eye = row.amounts["eye"] + zero[0]
        if not start <= eye <= start + largest:
            eye = start + float(self._book.threshold("heritage.height_eye", "eye_m"))
            self._tell("heritage.height_eye", row)
        top = row.amounts["target"] + zero[1]
        low = top if math.isnan(row.amounts["lowest"]) else row.amounts["lowest"] + zero[1]
        if not (foot < top <= foot + largest and foot <= low <= top):
            self._tell("heritage.height_target", row, top=_said(row.amounts["target"]),
                       low=_said(row.amounts["lowest"]))
            return None
        bend = bend_of(length, *(float(self._book.threshold("heritage.height_curvature", key))
                                 for key in ("from_m", "radius_m", "refraction_coefficient")))
        return ViewPlane(eye, low, top, foot, length, bend)

    def _widths(self, row: _Row, length: float) -> tuple[float, float]:
        """Return the widths at eye and target in m: as given, by the angle, or those of the rules."""
        start, end, angle = (row.amounts[key] for key in ("start", "end", "angle"))
        start = start if 0 <= start < math.inf else math.nan
        angle = angle if 0 < angle <= _WIDEST_DEGREES else math.nan
        if not (start > 0 or end > 0 or angle > 0):
            start, angle = (float(self._book.threshold("heritage.height_width", key))
                            for key in ("start_m", "half_angle_degrees"))
            self._tell("heritage.height_width", row)
        begin = 0.0 if math.isnan(start) else start
        if end >= 0 and begin + end > 0:
            return begin, end
        return begin, begin + (0.0 if math.isnan(angle) else 2.0 * length * math.tan(math.radians(angle)))

    def _tell(self, rule: str, row: _Row, **values: Any) -> None:
        self._inputs.findings.append(self._book.finding(
            rule, subject_id=row.name, role="view_corridors", source_fid=row.fid, place=f"{rule} {row.fid}",
            layer=self._inputs.label(VIEWS), **values))


def _said(value: float) -> str | None:
    return None if math.isnan(value) else f"{value:g}"
