"""The figures of a duty over shared borders, an overlap and nameless parcels: the order of rows decides nothing."""
from __future__ import annotations

from typing import Any

import processing
import pytest

from tests.builders import land_layer, layer_of
from tests.processing.places import box
from tests.processing.test_stablefarmland import MORE, parcel

pytestmark = pytest.mark.usefixtures("kf_provider")


def figures(duty: str, basis: str, step: int) -> dict[str, Any]:
    rows = [(box(0, 0, 100, 100), parcel("A", TBMJ=9990.0)), (box(100, 0, 100, 100), parcel("B", TBMJ=10_050.0)),
            (box(200, 0, 100, 100), parcel(None, KCXS=0.0)), (box(250, 0, 100, 100), parcel(None, "0103", KCXS=0.2)),
            (box(0, 100, 100, 100), parcel("C", "0201", TBMJ=9990.0, TBXHDM="JKHF")),
            (box(100, 100, 100, 100), parcel(None, "1104", TBXHDM="JKHF")),
            (box(150, 100, 100, 100), parcel(None, "0201", TBXHDM="JKHF"))]
    permanent = [(box(0, 0, 100, 100), {}), (box(90, 0, 200, 100), {})]
    given: dict[str, Any] = {"LAND": land_layer(rows[::step], **MORE), "AREA_BASIS": basis, "RULES_DATE": "2025-06-01",
                             "CLASS_SYSTEM": "survey_2019", "FINDINGS": "memory:"}
    if duty in ("permanentfarmlandcheck", "farmlandtargets"):
        given["PERMANENT_FARMLAND"] = layer_of(permanent[::step], {}, name="permanent")
    result = processing.run(f"kf:{duty}", given)
    return {name: value for name, value in result.items() if isinstance(value, (int, float))}


@pytest.mark.parametrize("duty", ["stablefarmland", "permanentfarmlandcheck", "farmlandtargets"])
@pytest.mark.parametrize("basis", ["computed", "tbmj"])
def test_reversed_rows_give_the_same_figures(duty: str, basis: str) -> None:
    told = figures(duty, basis, 1)
    assert any(told.values())
    assert figures(duty, basis, -1) == told
