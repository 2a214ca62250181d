"""Reserve land where parcels overlap, are water or road themselves, or are left in part, worked by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``), distances from the coordinates.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import layer_of, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.test_reservepotential import closes, found, gone, land_of, mask, parcel, run, told

if TYPE_CHECKING:
    from tests.builders import Row

pytestmark = pytest.mark.usefixtures("kf_provider")


def test_land_that_parcels_share_counts_once_with_the_first_by_id() -> None:
    # A and B have 50 m × 100 m in common, which is A's: 10 000 and 5 000 m², together 15 000 m². At grade 6 of F
    # beside A that is 1.5 ha × 15 000 kg. Farmland E has the east 20 m of the bare land Z, which is left 8 000 m²; the
    # farmland F and G overlap where nothing is reclaimed.
    rows = [parcel(0, "A", "1206"), parcel(50, "B", "1206"), parcel(-100, "F", "0102", GDDB=6),
            parcel(-150, "G", "0102", GDDB=6), parcel(1000, "Z", "1206"), parcel(1080, "E", "0102", GDDB=6)]
    for parcels in (rows, rows[::-1]):
        result = run(land_of(*parcels))
        whole = area(0, 0, 150, 100)
        assert found(result, "area_m2", "contiguous_m2") == {
            "A": (pytest.approx(area(0, 0, 100, 100), abs=CENT), pytest.approx(whole, abs=2 * CENT)),
            "B": (pytest.approx(area(100, 0, 50, 100), abs=CENT), pytest.approx(whole, abs=2 * CENT)),
            "Z": (pytest.approx(area(1000, 0, 80, 100), abs=CENT),) * 2}
        assert result["SOURCE_M2"] == pytest.approx(whole + area(1000, 0, 80, 100), abs=3 * CENT)
        assert result["CAPACITY_KG"] == pytest.approx(1.5 * (whole + area(1000, 0, 80, 100)), abs=0.06)
        assert closes(result)
        overlaps = [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "other_id", "area_m2")
                    if row[0].startswith("land.overlap")]
        assert sorted(overlaps) == [("A", "B", pytest.approx(area(50, 0, 50, 100), abs=CENT)),
                                    ("E", "Z", pytest.approx(area(1080, 0, 20, 100), abs=CENT))]
        assert "closure.residual" not in told(result)
        assert result["RESIDUAL_M2"] < 0.01


def test_land_that_is_reclaimed_is_no_water_and_no_road() -> None:
    # a pond P 0–100 and a rural road R 600–700 inside projects, bare land S 100–200 and N 700–800 beside them; a ditch
    # 500–510 and a road 1000–1010 that stay: water 500 − 100, 500 − 200, 600 − 510, 700 − 510; roads from 1000
    land = land_of(parcel(0, "P", "1104"), parcel(100, "S", "1206"), parcel(500, "W", "1107", 10),
                   parcel(600, "R", "1006"), parcel(700, "N", "1206"), parcel(1000, "Q", "1003", 10))
    distances = {"P": (400, 900), "S": (300, 800), "R": (90, 300), "N": (190, 200)}
    result = run(land, ADDITIONS=mask("farmland_additions", box(0, 0, 100, 100), box(600, 0, 100, 100)))
    assert found(result, "water_m", "road_m") == {name: pytest.approx(both) for name, both in distances.items()}
    # the layers may show them too
    layers = {"WATER": mask("water", box(-20, 0, 120, 100), box(500, 0, 10, 100)),
              "ROADS": mask("roads", box(600, 0, 100, 100), box(1000, 0, 10, 100))}
    result = run(land, ADDITIONS=mask("farmland_additions", box(0, 0, 100, 100), box(600, 0, 100, 100)), **layers)
    # of the pond of the layer 20 m lie west of P and stay: they touch P and are 100 m from S
    assert found(result, "water_m", "road_m") == {
        name: pytest.approx((wet, both[1]), abs=1e-3)
        for (name, both), wet in zip(distances.items(), (0, 100, 90, 190))}


def test_what_is_left_of_a_pond_is_water() -> None:
    # the east half of P is reclaimed; its west half 0–50 touches it and is 50 m from S
    land = land_of(parcel(0, "P", "1104"), parcel(100, "S", "1206"))
    result = run(land, ADDITIONS=mask("farmland_additions", box(50, 0, 50, 100)))
    assert found(result, "water_m") == {"P": (pytest.approx(0, abs=1e-3),), "S": (pytest.approx(50),)}


def test_where_all_water_is_reclaimed_none_is_near() -> None:
    land = land_of(parcel(0, "P", "1104"), parcel(100, "S", "1206"))
    additions = mask("farmland_additions", box(0, 0, 100, 100))
    result = run(land, ADDITIONS=additions)
    assert found(result, "water_m", "score_water") == {"P": (None, 0.0), "S": (None, 0.0)}
    messages = [message for rule, message in rows_of(result["FINDINGS"], "rule_id", "message")
                if rule == "potential.factor_missing"]
    assert not any("water" in message for message in messages)


def test_a_pond_that_cannot_become_paddy_stays_and_irrigates_others() -> None:
    # a pond is no paddy where it was the only water; it stays then, 0 m from S and 450 m from T, 550 m from U
    land = land_of(parcel(0, "P", "1104"), parcel(100, "S", "1206"), parcel(550, "T", "1206", 50),
                   parcel(650, "U", "1206"))
    additions = mask("farmland_additions", box(0, 0, 100, 100))
    result = run(land, ADDITIONS=additions, CLAIM="paddy")
    assert gone(result) == [("P", "potential.no_irrigation"), ("U", "potential.no_irrigation")]
    assert found(result, "water_m") == {"S": (pytest.approx(0),), "T": (pytest.approx(450),)}
    assert closes(result)
    # with a ditch 400 m from it the pond may become paddy, and all are near the ditch
    ditch = mask("water", box(500, 0, 10, 100))
    result = run(land, ADDITIONS=additions, CLAIM="paddy", WATER=ditch)
    assert gone(result) == []
    assert found(result, "water_m") == {name: (pytest.approx(value),) for name, value in (
        ("P", 400), ("S", 300), ("T", 40), ("U", 140))}


def test_what_irrigation_leaves_counts_from_400_square_metres_too() -> None:
    # water up to 10 and paddy up to 500 m from it; the border of the units at 512 is 502 m away. West of it S has 3 m ×
    # 100 m, too little, and T 5 m × 100 m, enough; without paddy both parcels count whole.
    def bare(x: float, y: float, bsm: str) -> Row:
        return box(x, y, 100, 100), {"BSM": bsm, "DLBM": "1206", "ZLDWDM": "4102221002010000000"}

    land = land_of((box(0, 0, 10, 200), {"BSM": "W", "DLBM": "1107", "ZLDWDM": "4102221002010000000"}),
                   bare(509, 0, "S"), bare(507, 100, "T"))
    units = layer_of([(box(-10, -10, 522, 300), {"XZQDM": "410222"}), (box(512, -10, 200, 300), {"XZQDM": "410223"})],
                     {"XZQDM": "text"}, name="units")
    assert sorted(rows_of(run(land, UNITS=units)["CANDIDATES"], "BSM", "unit_code")) == [
        ("S", "410222"), ("S", "410223"), ("T", "410222"), ("T", "410223")]
    result = run(land, UNITS=units, CLAIM="paddy")
    assert found(result, "unit_code", "area_m2", "water_m") == {
        "T": ("410222", pytest.approx(area(507, 100, 5, 100), abs=CENT), pytest.approx(497))}
    assert gone(result) == [("S", "potential.no_irrigation"), ("S", "potential.too_small"),
                            ("T", "potential.no_irrigation")]
    small = [row[1] for row in rows_of(result["EXCLUDED"], "rule_id", "area_m2") if row[0] == "potential.too_small"]
    assert small == [pytest.approx(area(509, 0, 3, 100), abs=CENT)]
    assert closes(result)
