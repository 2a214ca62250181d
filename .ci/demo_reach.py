"""Build the lines of the demo city's Yellow River reach: reach.json. Run once, by hand.

    .venv/bin/python .ci/demo_reach.py resources/demo

The course of the river is the city's outline there, as in kaifeng_base.json; everything else is drawn by this script:
schematic, not surveyed. What stands to the left of the river lies outside the city and is there because terrain and
water need both banks.
"""
from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from demo_base import SMALLEST_FACE, districts, river_chain
from shapely.geometry import LineString, Polygon

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

UPSTREAM, DOWNSTREAM = (506_000.0, 3_866_400.0), (583_600.0, 3_889_000.0)  # where the course goes on outside the city
STEP = 150.0
LEFT_DIKE = 4_600.0  # from the middle of the river
LIP, LIP_SWAY = 1_400.0, 130.0  # from the bank to the edge of the young beach
WORKS_AT = 790.0  # from the bank
TRAINED = 600.0  # half the width between the training lines
BEND = (573_900.0, 3_864_300.0)  # where the dike turns at 东坝头
# Works on the right bank by stations in km from the city's western edge; named after places in the name lists, or by
# number. 险工 stand at the dike, the others at the edge of the main channel.
WORKS: tuple[tuple[str, str, float, float], ...] = (
    ("柳园口险工", "险工", 9.5, 12.5), ("演示一号控导", "控导", 13.0, 16.0), ("演示二号控导", "控导", 25.0, 28.0),
    ("府君寺控导", "控导", 32.5, 35.5), ("欧坦控导", "控导", 39.5, 43.0), ("夹河滩护滩工程", "护滩", 46.0, 49.5),
    ("东坝头险工", "险工", 54.0, 58.5), ("蔡集控导", "控导", 63.5, 67.0), ("演示三号控导", "控导", 75.0, 78.0))
# Stretches of the right bank with a production dike, by station in km; between them the beach lies open.
PRODUCTION: tuple[tuple[float, float], ...] = (
    (1.0, 7.0), (7.4, 13.0), (16.0, 22.5), (23.0, 29.0), (32.0, 38.0), (38.5, 45.0), (51.0, 57.0), (66.0, 72.0))


class Course:
    """The middle of the river from outside the city to outside the city, with stations from the city's western edge."""

    def __init__(self, chain: LineString) -> None:
        points = np.array([UPSTREAM, *chain.coords, DOWNSTREAM])
        self.line = LineString(points)
        self.before = float(np.hypot(*(points[1] - points[0])))
        self.stations = np.arange(-np.floor(self.before / STEP), (self.line.length - self.before) // STEP) * STEP
        sway = 0.6 * np.sin(self.stations / 6_100) + 0.4 * np.sin(self.stations / 2_300 + 1)
        self.half = 250.0 + 330.0 * (1 + sway)  # as kaifeng_base.json has it
        self.dike = 2_300.0 + 700.0 * (1 + sway) + 15.0
        self.lip = self.half + LIP + LIP_SWAY * np.sin(self.stations / 3_700)

    def within(self, radius: np.ndarray) -> Polygon:
        """Return everything within a distance of the line that varies by station, notches and spikes taken off."""
        points = shapely.line_interpolate_point(self.line, self.stations + self.before)
        discs = shapely.union_all(shapely.buffer(points, radius, quad_segs=24))
        return discs.buffer(400).buffer(-800).buffer(400).simplify(4.0)

    def edge(self, radius: np.ndarray, right: bool) -> LineString:
        """Return the edge of what is within a distance, on one bank, in the direction of flow."""
        outline = shapely.orient_polygons(np.array([self.within(radius)]))[0]  # anticlockwise
        ring = shapely.get_coordinates(outline.exterior)[:-1]
        ring = ring if right else ring[::-1]
        first, last = (int(np.argmin(np.hypot(*(ring - place).T))) for place in (UPSTREAM, DOWNSTREAM))
        along = np.roll(ring, -first, axis=0)[: (last - first) % len(ring) + 1]
        return LineString(along[5:-5])  # without the round caps at both ends

    def beside(self, line: LineString, first: float, last: float) -> LineString:
        """Return the part of a line beside the course between two stations in km."""
        points = shapely.get_coordinates(shapely.segmentize(line, 50.0))
        at = shapely.line_locate_point(self.line, shapely.points(points)) - self.before
        chosen = np.flatnonzero((at >= 1e3 * first) & (at <= 1e3 * last))
        return LineString(points[chosen[0]: chosen[-1] + 1]).simplify(3.0)

    def smooth(self) -> LineString:
        """Return the course without its corners."""
        points = shapely.get_coordinates(shapely.line_interpolate_point(self.line, self.stations + self.before))
        return LineString(np.stack([smoothed(part, 9) for part in points.T], 1))

    def strongest_flow(self) -> LineString:
        """Return the line of strongest flow: on the city's side of its outline, smooth, in the river as drawn."""
        points = shapely.get_coordinates(shapely.line_interpolate_point(self.line, self.stations + self.before))
        tangent = np.gradient(shapely.get_coordinates(self.smooth()), axis=0)
        tangent /= np.linalg.norm(tangent, axis=1)[:, None]
        sway = self.half * (0.45 + 0.12 * np.sin(self.stations / 2_900))
        moved = points + sway[:, None] * np.column_stack([tangent[:, 1], -tangent[:, 0]])
        return LineString(np.stack([smoothed(part, 7) for part in moved.T], 1)).simplify(3.0)


def smoothed(values: np.ndarray, width: int) -> np.ndarray:
    """Return a moving average that keeps the ends."""
    return np.convolve(np.pad(values, width // 2, "edge"), np.ones(width) / width, "valid")


def listed(line: BaseGeometry) -> list[list[float]]:
    """Return coordinates to the decimetre."""
    return [[round(x, 1), round(y, 1)] for x, y in shapely.get_coordinates(line)]


def build(folder: Path) -> None:
    """Write every line of the reach."""
    units = districts(folder / "kaifeng_districts.geojson")
    city = shapely.union_all([outline for _, outline in units.values()])
    course = Course(river_chain(city))
    right, left = course.edge(course.dike, True), course.edge(np.full_like(course.half, LEFT_DIKE), False)
    lip = course.edge(course.lip, True)
    bases = {"险工": course.edge(course.dike - 45.0, True)}
    shore = course.edge(course.half + WORKS_AT, True)
    passage, trained = course.within(course.lip), course.smooth().buffer(TRAINED).simplify(4.0)
    content: dict[str, Any] = {
        "note": "Schematic, not surveyed. Origin, licence and processing: SOURCES.md.", "crs": "EPSG:4547",
        "course": listed(course.line), "before_m": round(course.before, 1),
        "bend_m": round(float(course.line.project(shapely.Point(BEND))) - course.before, 1),
        "half_step_m": STEP, "half_from_m": float(course.stations[0]),
        "half_m": [round(float(value), 1) for value in course.half],
        "lip_m": [round(float(value), 1) for value in course.lip - course.half],
        "right_dike": listed(right), "left_dike": listed(left), "strongest_flow": listed(course.strongest_flow()),
        "works": [{"name": name, "kind": kind, "line": listed(course.beside(bases.get(kind, shore), first, last))}
                  for name, kind, first, last in WORKS],
        "production_dikes": [listed(course.beside(lip, first, last)) for first, last in PRODUCTION],
        "passage": by_district(passage, units), "training_range": by_district(trained, units)}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (folder / "reach.json").write_text(text + "\n", encoding="utf-8")
    print(len(text) // 1024, "kB;", {name: len(line) for name, line in content.items() if isinstance(line, list)})


def by_district(area: BaseGeometry, units: dict[str, tuple[str, Polygon]]) -> list[dict[str, Any]]:
    """Return the parts of an area in each district, without crumbs; each polygon its outer ring, then its holes."""
    found = []
    for code, (_, outline) in sorted(units.items()):
        parts = [part for part in shapely.get_parts(area.intersection(outline))
                 if part.geom_type == "Polygon" and part.area > SMALLEST_FACE]
        if parts:
            found.append({"district": code, "polygons": [[listed(ring) for ring in (part.exterior, *part.interiors)]
                                                         for part in shapely.orient_polygons(np.array(parts))]})
    return found


if __name__ == "__main__":
    build(Path(sys.argv[1]))
