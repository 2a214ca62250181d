"""Land of the floodplain that no zone admits: it is not zoned, closes with the rest, and says what left it nothing."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import rows_of
from tests.processing.places import CENT, area, box
from tests.processing.test_floodplainzoning import closes, found, layer, parcels, raster, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")


def test_dike_land_that_no_zone_admits_stays_without_one(tmp_path: Path) -> None:
    """The dry parcel F is dike land: water scores 0, and hard rules exclude the other three.

    A is dike land as well, under 2.5 m of water: it scores 100 for water and is left to it.
    """
    dike = layer("dike_protection", box(0, 0, 100, 100), box(500, 0, 100, 100))
    dry_and_deep = {"DEPTH": raster(tmp_path, "d", 2.5, 1.0, 0.3, 0.0, 0.0, 0.0),
                    "HAZARD": raster(tmp_path, "h", 5, 3, 1, 0, 1, 0)}
    report = tmp_path / "report.html"
    result = run(ZONING_UNITS=parcels("1109", "0404", "0102", "0102", "0702", "1109"), MASKS=[dike],
                 REPORT=str(report), **dry_and_deep)
    zoned = found(result, "zone", "score_s", "rule_id", "reason", "reason_en", "stable", "evened")
    assert zoned["A"][:3] == ("S", 100, None)
    assert zoned["F"] == (
        None, 0, "zoning.sd_dike;zoning.n_safety;zoning.j_safety;zoning.j_new_settlement",
        "未分区：没有一类分区可用，或被硬性规则排除，或得分为 0（宜水 0.00、宜湿不可（堤防及护堤地）、"
        "宜农不可（堤防护堤地或安全保护区）、宜居不可（堤防护堤地或安全保护区））。",
        "Not zoned: no zone admits it, each is excluded or scores 0 (fit for water 0.00, not fit for wetland (dike and "
        "its protection land), not fit for farming (protection land or safety zone of a dike), not fit for living "
        "(protection land or safety zone of a dike)).", None, None)
    assert result["UNZONED_M2"] == pytest.approx(area(500, 0, 100, 100), abs=CENT)
    assert [row for row in rows_of(result["SUMMARY"], "zone", "units") if row[0] is None] == [(None, 1)]
    assert closes(result)
    (finding,) = [row for row in rows_of(result["FINDINGS"], "rule_id", "area_m2", "message")
                  if row[0] == "zoning.no_zone"]
    assert finding[1] == pytest.approx(area(500, 0, 100, 100), abs=CENT)
    assert "未分区" in report.read_text("utf8") or "not zoned" in report.read_text("utf8")
