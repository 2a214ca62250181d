"""Build what the demo city is cut from: kaifeng_base.json (clean linework) and redline.json. Run once, by hand.

    .venv/bin/python .ci/demo_base.py resources/demo

District outlines are the real ones of kaifeng_districts.geojson (their origin and licence: resources/demo/SOURCES.md).
River, dike, highways, railways, streams and canals are drawn by this script: schematic, not surveyed.
"""
from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
import shapely.affinity
from pyproj import Transformer
from shapely.geometry import LineString, Polygon, shape

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

GRID = 0.0001  # metres; the source's 6 decimals of a degree are 0.1 m, so its outlines do not change
SMALLEST_FACE = 4_000.0  # m²; smaller crumbs where features meet join their district's open land
CLOSEST = 8.0  # metres between points of drawn lines

# Schematic axes: class code, half width in metres, meander amplitude in metres, way points in km (EPSG:4547).
AXES: tuple[tuple[str, float, float, tuple[tuple[float, float], ...]], ...] = (
    ("1001", 20, 60, ((500, 3844), (515, 3846), (529.5, 3846.6), (545, 3848.5), (560, 3852), (575, 3856), (590, 3853),
                      (620, 3850))),
    ("1003", 25, 120, ((500, 3857.5), (525, 3858), (545, 3857.8), (558, 3856.2), (572, 3857), (585, 3858.3),
                       (620, 3863))),
    ("1003", 25, 150, ((548, 3870), (546.5, 3850), (544, 3835), (543, 3815), (541, 3785))),
    ("1003", 22, 150, ((480, 3824), (513, 3824), (540, 3833), (562, 3838), (595, 3836))),
    ("1101", 28, 500, ((533.5, 3843), (545, 3840), (556, 3834), (566, 3822), (577, 3812), (592, 3802))),
    ("1101", 22, 450, ((513, 3838), (524, 3834), (534, 3824), (541, 3812), (552, 3803), (562, 3788), (566, 3780))),
    ("1101", 35, 400, ((480, 3829), (503, 3822), (513, 3812), (524, 3800), (533, 3790), (537, 3780))),
    ("1107A", 15, 250, ((576, 3866), (586, 3867), (596, 3865.5), (606, 3861), (622, 3857))),
    ("1107A", 10, 250, ((560, 3846), (570, 3836), (575, 3824), (592, 3819))),
)
RIVER_FROM, RIVER_TO = (518.9e3, 3864.9e3), (578.8e3, 3877.8e3)


class Area(NamedTuple):
    """A drawn area with what it makes of the land inside it."""

    cover: str
    zone: str
    shape: BaseGeometry


def meander(points: tuple[tuple[float, float], ...], amplitude: float, step: float = 300.0) -> LineString:
    """Return a wavy line through way points in km."""
    axis = LineString([(1e3 * x, 1e3 * y) for x, y in points])
    count = int(axis.length / step)
    stations = np.linspace(0, axis.length, count + 1)
    here = shapely.get_coordinates(shapely.line_interpolate_point(axis, stations))
    tangent = np.gradient(here, axis=0)
    tangent = np.stack([np.convolve(np.pad(part, 6, "edge"), np.ones(13) / 13, "valid") for part in tangent.T], 1)
    tangent /= np.linalg.norm(tangent, axis=1)[:, None]
    phase = points[0][0] + points[-1][1]
    sway = amplitude * (0.6 * np.sin(stations / 5_300 + phase) + 0.4 * np.sin(stations / 1_900 + 2 * phase))
    smooth = np.stack([np.convolve(np.pad(part, 4, "edge"), np.ones(9) / 9, "valid") for part in here.T], 1)
    return LineString(smooth + sway[:, None] * np.column_stack([-tangent[:, 1], tangent[:, 0]]))


def swollen(chain: LineString, least: float, sway: float) -> BaseGeometry:
    """Return everything within a slowly varying distance of a line."""
    stations = np.arange(0, chain.length, 150.0)
    radius = least + sway * (1 + 0.6 * np.sin(stations / 6_100) + 0.4 * np.sin(stations / 2_300 + 1))
    discs = shapely.buffer(shapely.line_interpolate_point(chain, stations), radius, quad_segs=24)
    return shapely.union_all(discs).buffer(400).buffer(-800).buffer(400).simplify(4.0)


def districts(path: Path) -> dict[str, tuple[str, Polygon]]:
    """Return code -> (name, outline in EPSG:4547)."""
    project = Transformer.from_crs(4490, 4547, always_xy=True)
    found = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        outline = shapely.transform(shape(feature["geometry"]), lambda p: np.column_stack(project.transform(*p.T)))
        found[str(feature["properties"]["district_adcode"])] = (
            feature["properties"]["district_name"], shapely.set_precision(outline, GRID))
    return found


def river_chain(city: Polygon) -> LineString:
    """Return the part of the outer boundary that runs along the Yellow River."""
    ring = shapely.get_coordinates(city.exterior)[:-1]
    first, last = (int(np.argmin(np.hypot(*(ring - point).T))) for point in (RIVER_FROM, RIVER_TO))
    one = np.roll(ring, -first, axis=0)[: (last - first) % len(ring) + 1]
    other = np.roll(ring[::-1], -(len(ring) - 1 - first), axis=0)[: (first - last) % len(ring) + 1]
    return LineString(one if one[:, 1].mean() > other[:, 1].mean() else other)


def drawn_areas(city: Polygon) -> list[Area]:
    """Return the drawn areas, the first that holds a point decides its cover."""
    chain = river_chain(city)
    river = swollen(chain, 250.0, 330.0)
    plain = swollen(chain, 2_300.0, 700.0)
    dike = plain.buffer(45).difference(plain.buffer(-15)).difference(river)
    strips = [(code, meander(points, amplitude).buffer(half, cap_style="flat", quad_segs=2).simplify(0.5))
              for code, half, amplitude, points in AXES]
    bridges = [Area(code, "floodplain", strip.intersection(plain).difference(river))
               for code, strip in strips if code == "1003"]
    axes = [Area(code, "", strip.difference(plain)) for code, strip in strips]
    return [Area("1101", "river", river), *bridges, Area("1109", "dike", dike), *axes, Area("", "floodplain", plain)]


def thinned(noded: BaseGeometry, kept: set[tuple[float, float]]) -> BaseGeometry:
    """Drop points that follow the last one by less than 8 m, except the districts' own and the ends of lines."""
    lines = []
    for line in shapely.get_parts(shapely.line_merge(noded)):
        points = [tuple(point) for point in line.coords]
        out = [points[0]]
        for point in points[1:-1]:
            if point in kept or (math.dist(point, out[-1]) > CLOSEST and math.dist(point, points[-1]) > CLOSEST):
                out.append(point)
        lines.append(LineString([*out, points[-1]]))
    return shapely.multilinestrings(lines)


def wavy(ring: BaseGeometry, amplitude: float, step: float = 70.0) -> Polygon:
    """Return the polygon of a ring redrawn with many small waves."""
    stations = np.arange(0, ring.length, step)
    here = shapely.get_coordinates(shapely.line_interpolate_point(ring, stations))
    tangent = np.roll(here, -1, axis=0) - np.roll(here, 1, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1)[:, None]
    turns = 2 * np.pi * np.round(ring.length / np.array([2_900.0, 1_100.0, 430.0])) / ring.length
    sway = sum(weight * np.sin(turn * stations + n) for n, (weight, turn) in enumerate(zip((0.5, 0.3, 0.2), turns)))
    return Polygon(here + amplitude * sway[:, None] * np.column_stack([-tangent[:, 1], tangent[:, 0]])).buffer(0)


def redline(folder: Path, units: dict[str, tuple[str, Polygon]], city: Polygon) -> None:
    """Write the ecological redline: the river with its beaches, and two parks; each with holes, one row a district."""
    chain = river_chain(city)
    river = wavy(swollen(chain, 1_000.0, 550.0).exterior, 60.0)
    holes = [wavy(shapely.Point(chain.interpolate(at).x + dx, chain.interpolate(at).y - dy).buffer(radius).exterior, 25)
             for at, dx, dy, radius in ((9e3, 100, 1_000, 260), (17e3, 0, 1_050, 310), (31e3, 50, 900, 240),
                                        (44e3, 0, 1_150, 330), (56e3, 900, 300, 250), (70e3, 600, 800, 280))]
    parks = [("贾鲁河森林公园", (517e3, 3800.5e3), 1_700), ("黄河故道林场", (598e3, 3866.5e3), 2_100)]
    areas = [("黄河湿地", river.difference(shapely.union_all(holes)))]
    for name, centre, radius in parks:
        around = shapely.affinity.scale(shapely.Point(centre).buffer(radius), 1.7, 0.8)
        hole = wavy(shapely.Point(centre[0] + 500, centre[1] - 150).buffer(0.22 * radius).exterior, 20)
        areas.append((name, wavy(around.exterior, 90.0).difference(hole)))
    features = []
    for code, (_unit, outline) in sorted(units.items()):
        for name, area in areas:
            part = shapely.set_precision(area.intersection(outline), GRID)
            polygons = [p for p in shapely.get_parts(part) if p.geom_type == "Polygon" and p.area > SMALLEST_FACE]
            if polygons:
                features.append({"district": code, "name": name, "polygons": [
                    [[[round(x, 4), round(y, 4)] for x, y in ring.coords] for ring in (p.exterior, *p.interiors)]
                    for p in shapely.orient_polygons(np.array(polygons))]})
    text = json.dumps({"note": "Invented for the demo.", "crs": "EPSG:4547", "features": features}, ensure_ascii=False,
                      separators=(",", ":"))
    (folder / "redline.json").write_text(text + "\n", encoding="utf-8")
    print("redline", [(f["district"], f["name"], [[len(r) for r in p] for p in f["polygons"]]) for f in features],
          len(text) // 1024, "kB")


def build(folder: Path) -> None:
    """Node everything once, drop crumbs, write arcs."""
    units = districts(folder / "kaifeng_districts.geojson")
    city = shapely.union_all([outline for _, outline in units.values()])
    areas = [area._replace(shape=area.shape.intersection(city)) for area in drawn_areas(city)]
    lines = [outline.boundary for _, outline in units.values()]
    lines += [area.shape.boundary for area in areas if not area.shape.is_empty]
    own = {tuple(point) for _, outline in units.values() for point in outline.exterior.coords}
    noded = thinned(shapely.union_all(lines, grid_size=GRID), own)
    faces = [face for face in shapely.get_parts(shapely.polygonize([noded]))]
    labels: list[tuple[str, str, str] | None] = []
    for face in faces:
        inside = face.representative_point()
        unit = next((code for code, (_, outline) in units.items() if outline.contains(inside)), None)
        if unit is None:
            labels.append(None)
            continue
        area = next((a for a in areas if a.shape.contains(inside)), None)
        if face.area < SMALLEST_FACE or area is None:
            zone = next((a.zone for a in areas if a.zone == "floodplain" and a.shape.contains(inside)), "")
            labels.append((unit, "", zone))
        else:
            labels.append((unit, area.cover, area.zone))
    write(folder, units, faces, labels)
    redline(folder, units, city)


def write(folder: Path, units: dict[str, tuple[str, Polygon]], faces: list[Polygon],
          labels: list[tuple[str, str, str] | None]) -> None:
    """Write points, segments with the face on either side, and the kinds of face."""
    kinds = sorted({label for label in labels if label})
    side: dict[tuple, dict[str, int]] = {}
    for face, label in zip(faces, labels):
        if label is None:
            continue
        for ring in (shapely.orient_polygons(face).exterior, *shapely.orient_polygons(face).interiors):
            points = [(round(x / GRID), round(y / GRID)) for x, y in ring.coords]
            for a, b in zip(points[:-1], points[1:]):
                side.setdefault((min(a, b), max(a, b)), {})["left" if a < b else "right"] = kinds.index(label)
    segments = [(a, b, s.get("left", -1), s.get("right", -1)) for (a, b), s in sorted(side.items())
                if s.get("left", -1) != s.get("right", -1)]
    points = sorted({p for a, b, _, _ in segments for p in (a, b)})
    number = {point: i for i, point in enumerate(points)}
    content = {
        "note": "Schematic, not a legal boundary. Origin, licence and processing: SOURCES.md.",
        "crs": "EPSG:4547", "unit_m": GRID,
        "districts": [[code, name] for code, (name, _) in sorted(units.items())],
        "kinds": [list(kind) for kind in kinds],
        "points": [list(p) for p in points],
        "segments": [[number[a], number[b], left, right] for a, b, left, right in segments],
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (folder / "kaifeng_base.json").write_text(text + "\n", encoding="utf-8")
    lengths = [GRID * math.dist(a, b) for a, b, _, _ in segments]
    print(len(points), "points", len(segments), "segments", len(kinds), "kinds; shortest", min(lengths), "m; total",
          sum(lengths) / 1e3, "km;", len(text) // 1024, "kB")
    for kind in kinds:
        print(kind, round(sum(f.area for f, k in zip(faces, labels) if k == kind) / 1e4, 1), "ha")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
