"""What a replacement that misses by a hair is told to be: with as many digits as tell it from what is required."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.builders import land_layer
from tests.processing.replace_layers import messages, parcel, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")


def printed(record: Path) -> dict[str, tuple[str, str, str]]:
    """Return lost or required, replacement and verdict by the beginning of the criterion."""
    tables = json.loads(record.read_text(encoding="utf-8"))["document"]["tables"]
    return {row["criterion"].split(":")[-1].strip(): (row["required"], row["actual"], row["passed"])
            for row in tables[0]["rows"]}


def test_a_mean_grade_that_is_a_little_worse_is_not_printed_as_equal(tmp_path: Path) -> None:
    # lost: grade 6; chosen: 120 m × 100 m of grade 6, 20.5 m × 20 m of grade 7: 6 + 410 ÷ 12 410 = 6.0330; twelve times
    # as much of grade 6: 6 + 410 ÷ 144 410 = 6.0028
    record = tmp_path / "record.json"
    for width, expected in ((120, ("6.00", "6.03")), (1440, ("6.000", "6.003"))):
        rows = [parcel("L", (0, 0, 100, 100), 6), parcel("N", (400, 0, width, 100), 6),
                parcel("F", (400 + width, 0, 20.5, 20), 7)]
        result = run(LAND=land_layer(rows, GDPDJB="text"), CHOSEN_PARCELS="N F", RUN_RECORD=str(record))
        required, actual = expected
        assert messages(result)["permanent.replace_grade"] == (
            f"The mean grade of the replacement is {actual}, worse than the {required} of what was lost (a lower "
            "number is better).")
        assert printed(record)["mean grade not worse"] == (required, actual, "not met")
        assert printed(record)["mean slope class not worse"] == ("1.00", "1.00", "met")


def test_a_share_that_is_a_little_too_small_is_not_printed_as_enough(tmp_path: Path) -> None:
    # 119.997 m of N lie beside permanent farmland, 30.001 m of Q 4.6 km away: 119.997 ÷ 149.998 = 79.9991 %
    record = tmp_path / "record.json"
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("N", (400, 0, 119.997, 100), 6),
            parcel("Q", (5000, 0, 30.001, 100), 6)]
    result = run(LAND=land_layer(rows, GDPDJB="text"), CHOSEN_PARCELS="N Q", RUN_RECORD=str(record))
    assert messages(result)["permanent.replace_near"].startswith("79.999% of the replacement lies")
    assert messages(result)["permanent.replace_near"].endswith("less than the required 80.000%.")
    assert printed(record)["share beside existing permanent farmland"] == ("80.000%", "79.999%", "not met")
