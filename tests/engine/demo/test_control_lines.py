"""Redline, urban boundary and projects of the demo city hold what the later checks are to find."""
from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from tests.engine.demo import reading

if TYPE_CHECKING:
    from pathlib import Path


def shapes(package: Path, layer: str) -> list[shapely.Geometry]:
    return list(shapely.from_wkb([wkb for _, wkb in reading.features(package, layer)]))


def test_redline_has_holes_and_ignores_parcels(package: Path) -> None:
    redline = shapes(package, "ecological_redline")
    assert sum(len(polygon.interiors) for area in redline for polygon in area.geoms) >= 5
    vertices = {point for area in redline for ring in reading.rings(shapely.to_wkb(area, byte_order=1))
                for point in ring}
    of_parcels = {point for _, wkb in reading.features(package, "land") for ring in reading.rings(wkb)
                  for point in ring}
    assert len(vertices & of_parcels) < 0.02 * len(vertices)


def test_urban_boundary_and_permanent_farmland_exclude_each_other(package: Path) -> None:
    urban = shapely.union_all(shapes(package, "urban_boundary"))
    farmland = shapely.union_all(shapes(package, "permanent_farmland"))
    assert urban.area > 1e8
    assert shapely.intersection(urban, farmland).area < 1e-3


def test_projects(package: Path) -> None:
    projects = reading.features(package, "projects")
    names = [items["XMMC"] for items, _ in projects]
    assert 35 <= len(projects) <= 45
    assert len(set(names)) == len({items["XMDM"] for items, _ in projects}) == len(projects)
    assert all(items["SQRQ"] for items, _ in projects)
    footprints = [shapely.from_wkb(wkb) for _, wkb in projects]
    sizes = sorted(shape.area / 1e4 for shape in footprints)
    assert sizes[0] >= 0.5
    assert sizes[-2] <= 60, "all but the road are building sites"
    city = shapely.union_all(shapes(package, "admin_units"))
    outside = [shape.difference(city).area / shape.area for shape in footprints]
    assert sum(0.05 < share < 0.95 for share in outside) == 1
    assert sum(share >= 0.95 for share in outside) == 0
    overlaps = [shapely.intersection(a, b).area for n, a in enumerate(footprints) for b in footprints[:n]]
    assert sum(area > 1 for area in overlaps) == 1
    counties = [sum(unit.intersection(shape).area > 1 for unit in shapes(package, "admin_units"))
                for shape in footprints]
    assert max(counties) >= 3


def test_projects_meet_paddy_and_permanent_farmland(package: Path) -> None:
    """What the main job reports is there to be found; built at the default size, for which projects were placed."""
    farmland = shapely.union_all(shapes(package, "permanent_farmland"))
    taking = [shape for shape in shapes(package, "projects") if shape.intersection(farmland).area > 1]
    assert 1 <= len(taking) <= 8
