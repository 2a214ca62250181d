"""Reserve land where parcels overlap, are water or road themselves, or are left in part, worked by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``), distances from the coordinates.
"""
from __future__ import annotations

import pytest

from tests.builders import rows_of
from tests.processing.places import CENT, area
from tests.processing.test_reservepotential import closes, found, land_of, parcel, run, told

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
