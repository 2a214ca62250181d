"""The protection lines and height zones of the demo's old town: drawn here, published by nobody.

Tiers of a site are bands that share their border vertex for vertex. Five faults are drawn on purpose, for checks to
find; they are listed in SOURCES.md.
"""
from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely
from demo_town_plan import BUILDINGS_AREA, CAPS, DISTRICTS, SITES, WHOLE
from shapely.geometry import MultiPolygon, Point, Polygon, box

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

WALL_SITE = "4-0175-3-097"
# metres from the wall, outwards positive, of the lines along it: control zone, protection area, and both again outside
WALL_LINES = (-120.0, -65.0, 75.0, 165.0)


@dataclass
class Line:
    """A tier of a site: its band, and what is shown of it where that is not the band."""

    site: str
    tier: str
    area: BaseGeometry
    shown: BaseGeometry | None = None


@dataclass
class Town:
    """What lines are drawn on: wall, streets' blocks with their fabric, places of historic buildings."""

    wall: Polygon
    blocks: list[Polygon]
    fabric: list[str]
    buildings: dict[str, tuple[float, float]]
    districts: dict[str, tuple[BaseGeometry, BaseGeometry]] = field(default_factory=dict)

    def of_blocks(self, outlines: list[Polygon]) -> BaseGeometry:
        """Return the blocks whose middle lies in an outline, united."""
        within = shapely.union_all(outlines)
        return shapely.union_all([block for block in self.blocks if within.contains(block.representative_point())])


def historic_buildings(folder: Path, origin: tuple[float, float]) -> dict[str, tuple[float, float]]:
    """Return where the historic buildings of the hand-written list stand, in metres from the origin."""
    content = json.loads((folder / "town_sites.json").read_text(encoding="utf-8"))
    return {place["site"]: (1e3 * place["at_km"][0] - origin[0], 1e3 * place["at_km"][1] - origin[1])
            for place in content["landmarks"] if (place["site"] or "").startswith("H-")}


def on_grid(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape on the decimetre."""
    return shapely.set_precision(shape, 0.1, mode="pointwise")


def around(at: tuple[float, float], size: tuple[float, float], cut: float = 0.18) -> Polygon:
    """Return a rectangle about a place with its corners cut."""
    (x, y), (w, h) = at, (0.5 * size[0], 0.5 * size[1])
    u, v = w * (1.0 - cut), h * (1.0 - cut)
    return on_grid(Polygon([(x - u, y - h), (x + u, y - h), (x + w, y - v), (x + w, y + v),
                            (x + u, y + h), (x - u, y + h), (x - w, y + v), (x - w, y - v)]))


def wall_lines(wall: Polygon) -> list[Line]:
    """Return the bands of the city wall: inside and outside of it."""
    control_in, inner, outer, control_out = (
        on_grid(wall.buffer(distance, join_style="mitre")) for distance in WALL_LINES)
    return [Line(WALL_SITE, "protection", Polygon(outer.exterior, [inner.exterior])),
            Line(WALL_SITE, "control_1", MultiPolygon([
                Polygon(control_out.exterior, [outer.exterior]), Polygon(inner.exterior, [control_in.exterior])]))]


def site_lines() -> list[Line]:
    """Return the bands of single sites, the innermost first; where one sticks out of the next, the next is cut."""
    found = []
    for site, bands in SITES.items():
        wholes = [around(at, size) for _, at, size in bands]
        # every crossing becomes a vertex of both
        faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(
            shapely.union_all([whole.exterior for whole in wholes], grid_size=0.1))))
        middles = shapely.point_on_surface(faces)
        left = np.ones(len(faces), dtype=bool)
        for (tier, _, _), whole in zip(bands, wholes):
            mine = left & shapely.contains(whole, middles)
            left &= ~mine
            shown = shapely.union_all(faces[shapely.contains(whole, middles)]) if (site, tier) == WHOLE else None
            found.append(Line(site, tier, shapely.union_all(faces[mine]), shown))
    return found


def district_lines(town: Town) -> list[Line]:
    """Return cores and control zones of the districts, along lanes."""
    found = []
    for site, (outline, cores) in DISTRICTS.items():
        whole = town.of_blocks([Polygon(outline)])
        core = town.of_blocks([box(*corners) for corners in cores])
        town.districts[site] = core, whole
        control = whole.difference(core)
        if not control.buffer(1.0).contains(core.boundary) or core.boundary.intersects(whole.boundary):
            raise ValueError(f"the core of {site} is not inside its control zone")
        found += [Line(site, "core", core), Line(site, "district_control", control)]
    return found


def building_lines(town: Town) -> list[Line]:
    """Return the ground of historic buildings and their setting, those outside districts."""
    covered = shapely.union_all([whole for _, whole in town.districts.values()])
    found = []
    for site, at in town.buildings.items():
        ground, setting = (around(at, size, 0.0) for size in BUILDINGS_AREA)
        found.append(Line(site, "building", ground))
        if not covered.contains(Point(at)):
            found.append(Line(site, "setting", Polygon(setting.exterior, [ground.exterior])))
    return found


def height_zones(town: Town) -> list[tuple[str, BaseGeometry]]:
    """Return zones with their caps: every block belongs to the first that claims its middle."""
    left = list(range(len(town.blocks)))
    found = []
    for name, claims in CAPS:
        if claims == "cores":
            area = shapely.union_all([core for site, (core, _) in town.districts.items() if site != "D-01"])
        elif claims == "D-01":
            area = town.districts["D-01"][0]
        elif claims == "districts":
            area = shapely.union_all([whole for _, whole in town.districts.values()])
        else:
            area = Polygon(claims) if isinstance(claims, list) else None
        mine = [row for row in left if (
            town.fabric[row] == claims if area is None else area.contains(town.blocks[row].representative_point()))]
        left = [row for row in left if row not in mine]
        found.append((name, shapely.union_all([town.blocks[row] for row in mine])))
    if left:
        raise ValueError("a block has no cap")
    return found


def protection(town: Town) -> list[Line]:
    """Return all bands."""
    return [*wall_lines(town.wall), *site_lines(), *district_lines(town), *building_lines(town)]
