"""Permanent farmland cut on random coverages: every place once, whatever overlaps, in whatever order."""
from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem, QgsProject

from kf_resources_plugin.engine.areas import areas_of
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.permanent_parts import Parts, Patches, cut_permanent, read_patches
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import lattice, star, table_of
from tests.engine.test_land_split import BOOK, surveyed

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.usefixtures("qgis_app")

AREAS = partial(areas_of, crs=QgsCoordinateReferenceSystem("EPSG:4547"),
                transform_context=QgsProject.instance().transformContext())


def patches(shapes: Sequence[Any], ids: Sequence[str]) -> Patches:
    table = replace(table_of(list(shapes), name="permanent"), columns={"id": np.array(ids, dtype=object)})
    return read_patches(table, "id", None, BOOK)[0]


def cut(farmland: Patches, parcels: Sequence[Any], kernel: str = "shapely", **zones: Any) -> Parts:
    tables = {name: table_of(shapes, name=name) for name, shapes in zones.items()}
    return cut_permanent(farmland, surveyed(list(parcels)), tables, AREAS, BOOK, pick_kernel(kernel), NoProgress(),
                         basis="computed")


def ellipsoidal(shape: shapely.Geometry) -> float:
    return float(AREAS(table_of([shape]).wkb).sum())


@given(seed=st.integers(0, 10_000), count=st.integers(1, 5))
@settings(max_examples=15, deadline=None)
def test_parts_cover_every_place_of_the_polygons_once(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    parcels = lattice(5, 5, seed=seed)
    shapes = [star(*random.uniform((499_950, 3_849_950), (500_350, 3_850_350)), 120.0, 12, seed + n)
              for n in range(count)]
    mask = [star(500_150, 3_850_150, 130.0, 20, seed + 99)]
    farmland = patches(shapes, [f"Y{n}" for n in range(count)])
    parts = cut(farmland, parcels, redline=mask)
    whole = shapely.union_all(shapes)
    # every part and every parcel is rounded to 0.01 m² by itself
    assert parts.area.sum() / 100 == pytest.approx(ellipsoidal(whole), abs=0.02 * (len(parts.patch) + 1))
    pieces = [shapely.from_wkb(wkb) for wkb in parts.wkb]
    assert all(piece.geom_type == "Polygon" for piece in pieces)
    assert sum(piece.area for piece in pieces) == pytest.approx(shapely.union_all(pieces).area, abs=1e-3)
    for shape, inside in ((mask[0], parts.inside("redline")), (shapely.union_all(parcels), parts.land >= 0)):
        shared = shapely.area(shapely.intersection(np.array(pieces), shape))
        np.testing.assert_allclose(shared, np.where(inside, shapely.area(np.array(pieces)), 0.0), atol=1e-6)
    assert not parts.over.any()


def summed(rows: Sequence[tuple[str, int, int, int]]) -> dict[tuple[str, int], int]:
    """Return the area of each patch on each parcel, −1 beyond the survey."""
    sums: dict[tuple[str, int], int] = {}
    for patch, land, area, _ in rows:
        sums[patch, land] = sums.get((patch, land), 0) + area
    return sums


@given(seed=st.integers(0, 10_000))
@example(seed=254)
@settings(max_examples=8, deadline=None)
def test_neither_order_nor_kernel_decides_anything(seed: int) -> None:
    random = np.random.default_rng(seed)
    parcels = lattice(4, 4, seed=seed)
    shapes = [star(*random.uniform((500_000, 3_850_000), (500_240, 3_850_240)), 90.0, 10, seed + n) for n in range(3)]
    ids = ["Y0", "Y1", "Y2"]

    def figures(parts: Parts, farmland: Patches, turned: bool) -> list[Any]:
        land = len(parcels) - 1 - parts.land if turned else parts.land
        return [(farmland.ids[patch], int(row) if known >= 0 else -1, int(area), int(net))
                for patch, row, known, area, net in zip(parts.patch, land, parts.land, parts.area, parts.net)]

    farmland, turned = patches(shapes, ids), patches(shapes[::-1], ids[::-1])
    expected = figures(cut(farmland, parcels), farmland, turned=False)
    assert sorted(figures(cut(turned, parcels[::-1]), turned, turned=True)) == sorted(expected)
    # where a neck of rounding holds a part together another GEOS may see two: only their sum is the same
    assert summed(figures(cut(farmland, parcels, "qgis"), farmland, turned=False)) == pytest.approx(
        summed(expected), abs=1)


def test_a_patch_without_an_id_is_called_by_its_feature() -> None:
    table = replace(table_of([shapely.box(0, 0, 1, 1)] * 2), columns={"id": np.array([" Y1 ", None], dtype=object)})
    farmland, found = read_patches(table, "id", None, BOOK)
    assert farmland.ids.tolist() == ["Y1", "#2"]
    assert [finding.rule_id for finding in found] == ["permanent.id_missing"]


@pytest.mark.parametrize(("code", "county"), [
    ("4102221002010000000", "410222"), ("410222000000", "410222"), (410222.0, "410222"), ("410222", "410222"),
    ("410200000000", ""), ("410200", ""), ("4102", ""), ("41022", ""), (None, "")])
def test_a_patch_is_in_the_county_that_its_code_tells(code: Any, county: str) -> None:
    table = replace(table_of([shapely.box(0, 0, 1, 1)]), columns={"unit": np.array([code], dtype=object)})
    farmland, _ = read_patches(table, None, "unit", BOOK)
    assert farmland.county.tolist() == [county]
