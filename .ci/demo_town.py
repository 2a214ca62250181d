"""Build the demo's walled old town: old_town.json. Run once, by hand.

    .venv/bin/python .ci/demo_town.py resources/demo

Wall, gates, main streets and lakes follow what is generally known of Kaifeng, to a few hundred metres; courses, lanes,
blocks and every protection line are drawn by this script: schematic, not surveyed and not published by anybody.
Coordinates are decimetres east and north of ORIGIN in EPSG:4547, whole numbers, so that what shares a border shares
its vertices.
"""
from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely
from demo_town_lines import Town, around, height_zones, historic_buildings, protection
from demo_town_plan import (
    DISTRICT,
    DISTRICT_STREETS,
    INNER,
    LAKES,
    OUTER,
    PARKS,
    QUARTERS,
    SITES,
    STREETS,
    WALL,
)
from shapely.affinity import scale
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.ops import split

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

ORIGIN = (530_000.0, 3_850_000.0)
STEP = 70.0  # of vertices along streets, so that they can bend
SWAY, WAVE = 7.0, 640.0  # how far streets bend, over which length
LANE_AREA = {"hutong": 14_000.0, "court": 26_000.0, "slab": 46_000.0}  # of the largest block by its fabric
PROLONGED = 60.0  # how far streets are carried on to reach those they end at


def bent(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return points moved as old streets bend: smoothly, so that no two change sides."""
    return (x + SWAY * np.sin(2 * np.pi * y / WAVE) + 0.5 * SWAY * np.sin(2 * np.pi * x / 411.0 + 1.0),
            y + SWAY * np.sin(2 * np.pi * x / WAVE + 2.0) + 0.5 * SWAY * np.sin(2 * np.pi * y / 377.0))


def drawn(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape bent and on the decimetre."""
    moved = shapely.transform(shape, lambda at: np.column_stack(bent(*at.T)))
    return shapely.set_precision(moved, 0.1, mode="pointwise")


def rings_beside(wall: Polygon) -> dict[str, LineString]:
    """Return the streets along the wall, inside and outside."""
    inner = wall.buffer(-INNER, join_style="mitre").exterior
    outer = wall.buffer(OUTER, join_style="mitre").exterior
    return {"内环路": LineString(inner.coords), "环城路": LineString(outer.coords)}


def main_streets(wall: Polygon) -> list[tuple[str, str, LineString]]:
    """Return (name, class, line) of all streets but those that only cut blocks."""
    streets = [(name, kind, prolonged(LineString(line))) for name, kind, line in STREETS]
    streets += [(name, kind, LineString(line)) for name, kind, line in DISTRICT_STREETS]
    streets += [(name, "支路" if name == "内环路" else "干路", line) for name, line in rings_beside(wall).items()]
    return streets


def prolonged(line: LineString) -> LineString:
    """Return a line carried on at both ends, so that it reaches the streets it was meant to end at."""
    points = shapely.get_coordinates(line)
    first, last = points[0] - points[1], points[-1] - points[-2]
    points[0] += first / np.hypot(*first) * PROLONGED
    points[-1] += last / np.hypot(*last) * PROLONGED
    return LineString(points)


def lanes(blocks: list[Polygon], kept: BaseGeometry) -> list[LineString]:
    """Return lanes that cut blocks across until they are small enough for their fabric."""
    found: list[LineString] = []
    todo = list(blocks)
    while todo:
        block = todo.pop()
        limit = LANE_AREA.get(fabric(block))
        if limit is None or block.area < limit:
            continue
        cut = across(block, kept)
        if cut is not None:
            found.append(cut)
            todo += split(block, scale(cut, 1.01, 1.01)).geoms
    return found


def across(block: Polygon, kept: BaseGeometry) -> LineString | None:
    """Return the lane across a block: square to its longer side, somewhat off its middle, past what is kept whole."""
    box = shapely.get_coordinates(shapely.minimum_rotated_rectangle(block))
    one, other = box[1] - box[0], box[3] - box[0]
    long, short = (one, other) if np.hypot(*one) > np.hypot(*other) else (other, one)
    first = 0.42 + 0.16 * ((int(abs(block.centroid.x)) * 31 + int(abs(block.centroid.y)) * 17) % 97) / 97
    for share in (first, 1.0 - first, 0.33, 0.67, 0.25, 0.75):
        start = box[0] + share * long
        line = LineString([start - 0.1 * short, start + 1.1 * short]).intersection(block)
        cut = max(shapely.get_parts(line), key=lambda part: part.length)
        if not cut.intersects(kept):
            return cut
    return None


def noded(lines: list[BaseGeometry]) -> list[Polygon]:
    """Return the faces between lines."""
    network = shapely.union_all(lines, grid_size=0.1)
    return [part for part in shapely.get_parts(shapely.polygonize(shapely.get_parts(network)))]


def numbers(shape: BaseGeometry) -> list[int]:
    """Return coordinates as whole decimetres, one after another."""
    return [round(10.0 * value) for value in shapely.get_coordinates(
        shapely.remove_repeated_points(shape)).ravel().tolist()]


def polygons(shape: BaseGeometry) -> list[list[list[int]]]:
    """Return polygons as rings of whole decimetres, outer rings anticlockwise."""
    parts = shapely.orient_polygons(shapely.get_parts(shape))
    return [[numbers(ring) for ring in (part.exterior, *part.interiors)] for part in parts]


def fabric(block: Polygon) -> str:
    """Return what stands in a block."""
    middle = block.representative_point()
    for kind, outline in PARKS:
        if Polygon(outline).contains(middle):
            return kind
    for kind, outline in QUARTERS:
        if Polygon(outline).contains(middle):
            return kind
    return "slab"


def build(folder: Path) -> None:
    """Write the town."""
    wall = Polygon(WALL)
    inner, outer = (Polygon(line) for line in rings_beside(wall).values())
    main = [(name, kind, line.intersection(outer)) for name, kind, line in main_streets(wall)]
    district = Polygon(DISTRICT).buffer(10.0)
    faces = noded([line for _, _, line in main])
    sites = shapely.union_all([around(*bands[0][1:]) for bands in SITES.values()])
    small = lanes([face for face in faces if inner.buffer(1.0).contains(face) and not district.contains(face)], sites)
    # every crossing becomes a vertex of what meets there before the streets are bent; what ends nowhere is left out
    network = shapely.union_all([face.exterior for face in noded([*(line for _, _, line in main), *small])])
    network = shapely.union_all([shapely.segmentize(network, STEP)], grid_size=0.1)
    blocks = [drawn(face) for face in noded([network])]
    streets = []
    nodes = shapely.get_parts(network)
    tree = shapely.STRtree(nodes)
    taken = np.zeros(len(nodes), dtype=bool)
    for name, kind, line in [*main, *(("", "巷", line) for line in small)]:
        near = tree.query(line.buffer(0.3), predicate="contains")
        near = near[~taken[near]]
        taken[near] = True
        if len(near):
            merged = shapely.line_merge(MultiLineString([nodes[row] for row in near]))
            streets += [(name, kind, drawn(part)) for part in shapely.get_parts(merged)]
    if not taken.all():
        raise ValueError("a piece of the network is part of no street")
    blocks.sort(key=lambda block: (-round(block.centroid.y, -2), block.centroid.x))
    kinds = ["wall" if not inner.buffer(12.0).contains(block) else fabric(block) for block in blocks]
    town = Town(wall, blocks, kinds, historic_buildings(folder, ORIGIN))
    lines = protection(town)
    content = {
        "note": "Schematic, not surveyed; lines drawn for the demo. Origin and processing: SOURCES.md.",
        "crs": "EPSG:4547", "origin": ORIGIN, "wall": numbers(wall.exterior),
        "streets": [{"name": name, "kind": kind, "line": numbers(line)} for name, kind, line in streets],
        "blocks": [{"fabric": kind, "ring": numbers(shapely.orient_polygons(block).exterior)}
                   for kind, block in zip(kinds, blocks)],
        "lakes": [{"name": name, "ring": numbers(drawn(shapely.segmentize(Polygon(ring), STEP).normalize()).exterior)}
                  for name, ring in LAKES],
        "lines": [{"site": line.site, "tier": line.tier, "polygons": polygons(line.area),
                   **({"shown": polygons(line.shown)} if line.shown is not None else {})} for line in lines],
        "caps": [{"zone": name, "polygons": polygons(area)} for name, area in height_zones(town)],
        "places": places(folder)}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (folder / "old_town.json").write_text(text + "\n", encoding="utf-8")
    print(len(text) // 1024, "kB;", {name: len(part) for name, part in content.items() if isinstance(part, list)})


def places(folder: Path) -> dict[str, list[int]]:
    """Return where the register's sites lie, to 10 m as they are known no better, in decimetres."""
    plane = pyproj.Transformer.from_crs(4490, 4547, always_xy=True)
    with (folder / "town_register.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["lon"]]
    return {row["site_id"]: [100 * round((value - start) / 10.0) for value, start in zip(
        plane.transform(float(row["lon"]), float(row["lat"])), ORIGIN)] for row in rows}


if __name__ == "__main__":
    build(Path(sys.argv[1]))
