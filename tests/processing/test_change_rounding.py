"""What two epochs say of one layer does not hang on the other one: totals are rounded once, parcels by themselves."""
from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import rows_of
from tests.processing.epochs import account, findings, parcel, run, survey
from tests.processing.places import area, box

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

SIDE, WIDTH, HEIGHT = 8, 37.3, 41.7
CODES = ("0101", "0102", "0103", "0201", "0301", "0404", "0701", "1101", "1104", "1202", "1206")
FIELDS = [(column * WIDTH, row * HEIGHT) for column in range(SIDE) for row in range(SIDE)]


def classes(seed: int) -> list[str]:
    chance = random.Random(seed)  # noqa: S311
    return [chance.choice(CODES) for _ in FIELDS]


def parcels(codes: list[str]) -> list[tuple[str, dict[str, Any]]]:
    return [(box(*corner, WIDTH, HEIGHT), parcel(f"P{place}", code))
            for place, (corner, code) in enumerate(zip(FIELDS, codes))]


def test_figures_of_a_layer_do_not_hang_on_the_other_epoch() -> None:
    """Parcels are alike in both epochs: cultivated land is the sum of parcels rounded one by one, by GeographicLib.

    The land both have is the rectangle around all, rounded once, whatever classes it is divided into.
    """
    later = classes(2)
    cultivated = sum(round(area(*corner, WIDTH, HEIGHT), 2) for corner, code in zip(FIELDS, later)
                     if code.startswith("01"))
    whole = round(area(0, 0, SIDE * WIDTH, SIDE * HEIGHT), 2)
    for earlier in (classes(1), later, ["0301"] * len(FIELDS)):
        result = run(survey(*parcels(earlier)), survey(*parcels(later)))
        assert result["FARMLAND_AFTER_M2"] == pytest.approx(cultivated, abs=1e-6)
        assert result["COMMON_M2"] == pytest.approx(whole, abs=1e-6)
        result = run(survey(*parcels(later)), survey(*parcels(earlier)))
        assert result["FARMLAND_BEFORE_M2"] == pytest.approx(cultivated, abs=1e-6)


def test_the_margins_of_the_matrix_are_the_classes_to_a_hundredth() -> None:
    """Controlled rounding: a class is at most 0.01 m² from its parcels together, before and after."""
    earlier, later = classes(1), classes(2)
    cells = rows_of(run(survey(*parcels(earlier)), survey(*parcels(later)))["MATRIX"], "class_before", "class_after",
                    "area_m2")
    for side, codes in ((0, earlier), (1, later)):
        found: dict[str, float] = defaultdict(float)
        for row in cells:
            found[row[side]] += row[2]
        for code in set(codes):
            exact = sum(area(*corner, WIDTH, HEIGHT) for corner, other in zip(FIELDS, codes) if other == code)
            assert found[code] == pytest.approx(exact, abs=0.01)


def test_fields_of_one_size_that_change_places_are_balanced(tmp_path: Path) -> None:
    """A field and an orchard of 100 m × 100 m change places: areas differ by 0.0027 m², rounded by 0.01 m²."""
    field, orchard = (area(x, 0, 100, 100) for x in (200, 400))
    assert -0.005 < orchard - field < 0
    assert round(100 * round(orchard, 2)) - round(100 * round(field, 2)) == -1

    def epoch(*codes: str) -> QgsVectorLayer:
        return survey(*((box(x, 0, 100, 100), parcel(name, code, GDPDJB="1"))
                        for x, name, code in zip((200, 400), "bd", codes)))

    result = run(epoch("0102", "0201"), epoch("0201", "0102"))
    # the figures are what was rounded; only the verdict knows that it is no shortage
    assert account(result, "net_m2", "balanced") == (-0.01, 1)
    assert "change.short" not in findings(result)
    own = tmp_path / "own.json"
    own.write_text('{"rows": [{"id": "change.account", "thresholds": {"tolerance_m2": 0}}]}', encoding="utf-8")
    strict = run(epoch("0102", "0201"), epoch("0201", "0102"), RULES=str(own))
    assert account(strict, "net_m2", "balanced") == (-0.01, 0)
    assert findings(strict, "area_m2")["change.short"] == [(0.01,)]
