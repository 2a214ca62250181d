"""The survey of the year before: as seamless as the later one, mostly the same, and changed in every way there is.

Areas of change are worked out again from the two layers alone (``changes``).
"""
from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from kf_resources_plugin.engine.demo.change import CONSTRUCTION
from kf_resources_plugin.engine.demo.chords import halves
from kf_resources_plugin.engine.demo.keys import pack, unpack
from tests.engine.demo import reading
from tests.engine.demo.changes import CULTIVATED, Piece, changed_pieces, county_areas, union_of

if TYPE_CHECKING:
    from pathlib import Path

SLIVER_M2 = 400.0


@pytest.fixture(scope="module")
def pieces(package: Path) -> list[Piece]:
    """Return all land that is not the same in both years, cut by the parcels of either."""
    return changed_pieces(package)


def edges(package: Path, layer: str) -> Counter[Any]:
    rings = [ring for _, wkb in reading.features(package, layer) for ring in reading.rings(wkb)]
    return Counter(edge for ring in rings for edge in zip(ring, [*ring[1:], ring[0]]))


def test_it_is_seamless_within_the_same_outline(package: Path) -> None:
    before, after = edges(package, "land_before"), edges(package, "land")
    assert max(before.values()) == 1
    outer = [{(a, b) for a, b in found if (b, a) not in found} for found in (before, after)]
    assert outer[0] == outer[1]
    shapes = shapely.from_wkb([wkb for _, wkb in reading.features(package, "land_before")])
    assert shapely.is_valid(shapes).all()
    assert shapely.area(shapes).min() > 200.0
    assert shapely.area(shapes).sum() == pytest.approx(6_238_082_742, rel=1e-9)


def test_what_was_not_edited_is_the_same_to_the_bit(package: Path) -> None:
    after = {items["BSM"]: (items, wkb) for items, wkb in reading.features(package, "land")}
    before = reading.features(package, "land_before")
    assert {items["SJNF"] for items, _ in before} == {2023}
    same = [items for items, wkb in before if items["BSM"] in after and after[items["BSM"]][1] == wkb]
    assert 0.93 * len(before) < len(same) < len(before)
    differing = Counter(
        name for items in same for name, value in items.items()
        if items["DLBM"] == after[items["BSM"]][0]["DLBM"] and value != after[items["BSM"]][0][name])
    assert set(differing) == {"SJNF", "ZZSXDM", "ZZSXMC"}
    fallow = [(items["ZZSXDM"], after[items["BSM"]][0]["ZZSXDM"]) for items in same
              if after[items["BSM"]][0]["ZZSXDM"] == "WG" and items["DLBM"] in CULTIVATED]
    assert {pair[0] for pair in fallow} == {"LS", "WG"}, "some lies fallow for the second year, some for the first"


def test_parcels_were_joined_halved_and_bordered_otherwise(package: Path, pieces: list[Piece]) -> None:
    before = {items["BSM"] for items in reading.attributes(package, "land_before")}
    after = {items["BSM"] for items in reading.attributes(package, "land")}
    assert after - before, "parcels that were part of another"
    assert before - after, "parcels that were one of two"
    slivers = [piece for piece in pieces if not piece.whole and piece.shape.area < SLIVER_M2
               and piece.before["DLBM"] != piece.after["DLBM"]]
    assert len(slivers) > 10
    assert any(piece.lost for piece in slivers)
    assert any(piece.won for piece in slivers)


def test_lost_and_won_explain_the_totals_of_the_two_years(package: Path, pieces: list[Piece]) -> None:
    """Farmland then − lost + won = farmland now, by county; the areas of pieces are GeographicLib's."""
    balance: dict[str, float] = defaultdict(float)
    for layer, sign in (("land_before", 1.0), ("land", -1.0)):
        for items in reading.attributes(package, layer):
            if items["DLBM"] in CULTIVATED:
                balance[items["ZLDWDM"][:6]] += sign * items["TBMJ"]
    lost, won = county_areas(pieces, lambda piece: piece.lost), county_areas(pieces, lambda piece: piece.won)
    assert sum(lost.values()) > 5e6
    assert sum(won.values()) > 5e6
    for county, change in balance.items():
        assert change == pytest.approx(lost[county] - won[county], abs=1.0), county


def test_a_little_permanent_farmland_was_lost(package: Path, pieces: list[Piece]) -> None:
    permanent = union_of(package, "permanent_farmland")
    lost = [piece.shape for piece in pieces if piece.lost and piece.shape.area > SLIVER_M2]
    inside = [shape for shape in lost if permanent.intersection(shape).area > 0.5 * shape.area]
    assert 1 <= len(inside) < 0.2 * len(lost)


def test_most_but_not_all_new_construction_was_approved(package: Path, pieces: list[Piece]) -> None:
    # batches of stock land lie elsewhere and are of other years
    grants = [(row, shapely.from_wkb(wkb)) for row, wkb in reading.features(package, "approvals")
              if not row["parcel_id"].startswith("PC-")]
    approvals = shapely.union_all([shape for _, shape in grants])
    built = shapely.union_all([piece.shape for piece in pieces if piece.lost and piece.after["DLBM"] in CONSTRUCTION])
    assert 0.4 < built.intersection(approvals).area / built.area < 0.98
    assert approvals.difference(built).area < 0.001 * approvals.area, "some border was redrawn meanwhile"
    rows = reading.attributes(package, "approvals")
    assert len({row["PZWH"] for row in rows}) == len({row["parcel_id"] for row in rows}) == len(rows)
    assert all(row["PZRQ"].startswith("2024") and row["XMMC"].endswith("（演示）") for row, _ in grants)


def test_exempt_conversions_are_of_the_three_statutory_kinds(package: Path, pieces: list[Piece]) -> None:
    lost = shapely.union_all([piece.shape for piece in pieces if piece.lost])
    exempt = reading.features(package, "exempt")
    assert {items["kind"] for items, _ in exempt} == {"国家生态退耕", "灾毁难复", "河湖水面自然扩大"}
    for items, wkb in exempt:
        shape = shapely.from_wkb(wkb)
        assert shape.difference(lost).area < 0.01 * shape.area, "some border was redrawn meanwhile"
        assert items["MJ"] == pytest.approx(reading.ellipsoidal_area(shape), abs=0.006 + 1e-9 * shape.area)


def ring_of(points: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    x, y = (np.array(values, dtype=np.int64) * 10_000 for values in zip(*points))
    return pack(x, y), np.array([0, len(points)])


def parts_of(key: np.ndarray, offset: np.ndarray) -> list[shapely.Polygon]:
    parts = halves(key, offset)
    return [shapely.Polygon(np.column_stack(unpack(parts.key[first:last])) / 10_000)
            for first, last in zip(parts.offset[:-1], parts.offset[1:])]


@pytest.mark.parametrize("points", [
    [(0, 0), (40, 0), (40, 30), (0, 30)],
    [(0, 0), (20, 0), (40, 0), (40, 10), (20, 10), (20, 30), (0, 30)],
    [(0, 0), (30, 0), (60, 0), (60, 40), (50, 40), (50, 10), (10, 10), (10, 40), (0, 40)],
])
def test_halves_make_up_the_whole(points: list[tuple[int, int]]) -> None:
    whole = shapely.Polygon(points)
    parts = parts_of(*ring_of(points))
    assert len(parts) == 2
    assert all(part.is_valid and part.area >= 0.25 * whole.area for part in parts)
    assert shapely.equals(shapely.union_all(parts), whole)
    assert {point for part in parts for point in part.exterior.coords} <= set(whole.exterior.coords)


def test_a_dart_with_one_thin_wing_cannot_be_halved() -> None:
    # between tip and notch one part has 10 of 110 m², between the ends of the wings runs outside
    assert parts_of(*ring_of([(0, 2), (30, 0), (10, 2), (30, 22)])) == []
