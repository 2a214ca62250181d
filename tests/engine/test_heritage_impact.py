"""Subjects cut by lines of sites however these lie, against a count of squares; both kernels."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from kf_resources_plugin.engine.heritage_impact import Subjects, cut_points, cut_polygons
from kf_resources_plugin.engine.heritage_impact_zones import DrawnLines, site_zones
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.reading import PolygonTable
from kf_resources_plugin.engine.review_hits import Tolerance
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.wkb import as_wkb_array, wkb_areas, wkb_bounds
from kf_resources_plugin.rules.heritage_impact import all_tiers
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import rectangle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kf_resources_plugin.engine.kernel import Kernel

BOOK = load_rule_book(date(2025, 6, 1), "en", None)
TIERS = all_tiers(BOOK)
SIZE, SQUARE, X, Y = 12, 10.0, 38_527_000.0, 3_852_000.0
pytestmark = pytest.mark.usefixtures("qgis_app")
Box = tuple[int, int, int, int]
"""Left, low, width and height in squares of 10 m."""


@pytest.fixture(params=["qgis", "shapely"])
def kernel(request: pytest.FixtureRequest) -> Kernel:
    return pick_kernel(request.param)


def table(shapes: Sequence[str]) -> PolygonTable:
    wkbs = as_wkb_array([bytes(QgsGeometry.fromWkt(shape).asWkb()) for shape in shapes])
    return PolygonTable("layer", QgsCoordinateReferenceSystem("EPSG:4526"), np.arange(len(wkbs), dtype=np.int64), wkbs,
                        wkb_bounds(wkbs))


def placed(box: Box) -> str:
    left, low, width, height = box
    return rectangle(X + SQUARE * left, Y + SQUARE * low, SQUARE * width, SQUARE * height)


def subjects(shapes: PolygonTable, *, points: bool = False) -> Subjects:
    count = len(shapes)
    drawn = np.zeros(count) if points else wkb_areas(shapes.wkb)
    return Subjects("project", "projects", shapes, [f"P{row}" for row in range(count)], [""] * count,
                    [frozenset[str]()] * count, [""] * count, [BOOK.date] * count, {BOOK.date: BOOK}, drawn, points)


def squares(box: Box) -> np.ndarray:
    """Return which squares a box covers, bool (SIZE, SIZE)."""
    left, low, width, height = box
    covered = np.zeros((SIZE, SIZE), dtype=bool)
    covered[low:low + height, left:left + width] = True
    return covered


def innermost(lines: Sequence[tuple[str, str, Box]]) -> dict[tuple[str, str], np.ndarray]:
    """Return the squares of each site and tier without those of inner tiers: relics from inside out, then the rest."""
    found: dict[tuple[str, str], np.ndarray] = {}
    order = ["protection", "control_1", "control_2"]
    for site in {site for site, _, _ in lines}:
        taken = np.zeros((SIZE, SIZE), dtype=bool)
        burial = np.zeros((SIZE, SIZE), dtype=bool)
        for tier in [*order, "burial", "coordination"]:
            boxes = [squares(box) for other, code, box in lines if (other, code) == (site, tier)]
            mine = np.any(boxes, axis=0) if boxes else np.zeros((SIZE, SIZE), dtype=bool)
            found[site, tier] = mine & ~burial & ~taken if tier == "coordination" else mine if tier == "burial" \
                else mine & ~taken
            burial |= mine if tier == "burial" else False
            taken |= mine if tier in order else False
    return found


@pytest.mark.parametrize("seed", range(15))
def test_every_place_is_in_the_innermost_tier_of_each_site(seed: int, kernel: Kernel) -> None:
    rng = np.random.default_rng(seed)

    def box() -> Box:
        left, low = rng.integers(0, SIZE - 2, 2).tolist()
        return left, low, int(rng.integers(1, SIZE - left + 1)), int(rng.integers(1, SIZE - low + 1))

    lines = [(f"S{rng.integers(3)}", str(rng.choice(["protection", "control_1", "control_2", "burial",
                                                      "coordination"])), box()) for _ in range(12)]
    footprints = [box() for _ in range(4)]
    zones = site_zones(DrawnLines(table([placed(shape) for _, _, shape in lines]), [site for site, _, _ in lines],
                                  [tier for _, tier, _ in lines]), TIERS, kernel, NoProgress())
    cut = cut_polygons(subjects(table([placed(shape) for shape in footprints])), zones, Tolerance(1.0, 0.1, 0.5),
                       wkb_areas, lambda wkbs, _: np.full(len(wkbs), SQUARE), kernel, BOOK, NoProgress())
    expected = innermost(lines)
    counted = {(subject, *key): int((squares(shape) & held).sum()) for subject, shape in enumerate(footprints)
               for key, held in expected.items()}
    found = {(subject, zones.sites[zone], zones.tiers[zone].code): area for subject, zone, area in zip(
        cut.subject.tolist(), cut.zone.tolist(), (cut.area / 100 / SQUARE**2).tolist())}
    assert found == pytest.approx({key: count for key, count in counted.items() if count}, abs=1e-4)
    anywhere = np.any([squares(shape) for _, _, shape in lines], axis=0)
    assert (cut.inside / 100 / SQUARE**2).tolist() == pytest.approx(
        [int((squares(shape) & anywhere).sum()) for shape in footprints], abs=1e-4)
    assert (cut.whole / 100).tolist() == pytest.approx(wkb_areas(table(list(map(placed, footprints))).wkb), abs=0.01)
    assert not cut.over.any()


def test_points_lie_in_every_zone_that_holds_them(kernel: Kernel) -> None:
    zones = site_zones(DrawnLines(table([placed((0, 0, 5, 5)), placed((3, 3, 5, 5))]), ["S1", "S2"],
                                  ["protection", "core"]), TIERS, kernel, NoProgress())
    shapes = [f"POINT({X + 10 * x + 5} {Y + 10 * y + 5})" for x, y in ((1, 1), (4, 4), (7, 7), (9, 9))]
    wkbs = as_wkb_array([bytes(QgsGeometry.fromWkt(shape).asWkb()) for shape in shapes])
    points = PolygonTable("points", zones.table.crs, np.arange(4, dtype=np.int64), wkbs, np.zeros((4, 4)))
    cut = cut_points(subjects(points, points=True), zones, kernel, NoProgress())
    assert list(zip(cut.subject.tolist(), cut.zone.tolist())) == [(0, 0), (1, 0), (1, 1), (2, 1)]
