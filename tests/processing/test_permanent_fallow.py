"""Permanent farmland that lies fallow is cultivated land: a planting code left over on other land tells nothing."""
from __future__ import annotations

import pytest

from tests.builders import rows_of
from tests.processing.places import CENT, area, box
from tests.processing.test_permanentfarmlandcheck import found, land, patches, run

pytestmark = pytest.mark.usefixtures("kf_provider")


def test_wood_and_factory_with_a_code_left_over_are_not_fallow() -> None:
    now, before = (land((box(0, 0, 100, 100), {"BSM": "W", "DLBM": "0307", "ZZSXDM": "WG"}),
                        (box(100, 0, 100, 100), {"BSM": "F", "DLBM": "0601", "ZZSXDM": "WG"})) for _ in range(2))
    farmland = patches(box(0, 0, 200, 100))
    result = run(PERMANENT_FARMLAND=farmland, LAND=now, LAND_BEFORE=before)
    assert set(found(result)) == {("forest", "Y1", "W"), ("construction", "Y1", "F")}
    # each has one problem, so that their sum is the land that has any
    assert result["PROBLEM_SUM_M2"] == result["PROBLEM_M2"] == pytest.approx(area(0, 0, 200, 100), abs=2 * CENT)
    alone = {row[0] for row in rows_of(run(PERMANENT_FARMLAND=farmland, LAND=now)["FINDINGS"], "rule_id")}
    assert "permanent.fallow_one_epoch" not in alone
