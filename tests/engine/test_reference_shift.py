"""A layer in GCJ-02 told from one that lies where it should, is off otherwise, or has nothing to do with the other."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from kf_resources_plugin.engine.reference_shift import Shift, gcj02_shift
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.rules.gcj02 import to_gcj02
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import table_of

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("qgis_app")

BOOK = load_rule_book(date(2026, 1, 1), "en")
METRE = 1.0 / 111_320.0  # degrees of latitude


def parcels(rows: int = 12, size: float = 300.0, seed: int = 1) -> list[Any]:
    """Return crooked parcels near Kaifeng, in degrees; ``size`` in metres."""
    corners = np.stack(np.meshgrid(np.arange(rows + 1.0), np.arange(rows + 1.0)), axis=-1)
    corners += np.random.default_rng(seed).uniform(-0.3, 0.3, corners.shape)
    corners = corners * size * METRE * [1.2, 1.0] + [114.3, 34.8]
    return [shapely.Polygon([corners[row, column], corners[row, column + 1], corners[row + 1, column + 1],
                             corners[row + 1, column]]) for row in range(rows) for column in range(rows)]


def moved(shapes: list[Any], change: Callable[[Any, Any], tuple[Any, Any]]) -> list[Any]:
    return [shapely.transform(shape, lambda xy: np.column_stack(change(xy[:, 0], xy[:, 1]))) for shape in shapes]


def shift(layer: list[Any], reference: list[Any]) -> Shift | None:
    return gcj02_shift(table_of(layer).wkb, lambda x, y: (x, y), table_of(reference).wkb, lambda x, y: (x, y), BOOK,
                       NoProgress())


def test_a_layer_in_gcj02_is_told_with_its_offset() -> None:
    """The offset at 114.3 E 34.8 N is that of ``to_gcj02``, which is held against other libraries by itself."""
    east, north = to_gcj02(np.array([114.32]), np.array([34.82]))
    dx, dy = (east[0] - 114.32) / METRE * np.cos(np.radians(34.82)), (north[0] - 34.82) / METRE
    found = shift(moved(parcels(), to_gcj02), parcels())
    assert found is not None
    assert found.left_m < 0.01
    assert found.now_m > 10
    assert found.offset_m == pytest.approx(np.hypot(dx, dy), rel=0.02)
    assert found.bearing == pytest.approx(np.degrees(np.arctan2(dx, dy)) % 360, abs=2)


def test_a_layer_where_it_should_be_is_none() -> None:
    assert shift(parcels(), parcels()) is None
    assert shift(moved(parcels(), lambda x, y: (x + 5 * METRE, y)), parcels()) is None


@pytest.mark.parametrize("offset", [(400.0, 0.0), (0.0, -120.0), (-500.0, 300.0)])
def test_another_shift_is_none(offset: tuple[float, float]) -> None:
    layer = moved(parcels(), lambda x, y: (x + offset[0] * METRE, y + offset[1] * METRE))
    assert shift(layer, parcels()) is None


def test_another_survey_is_none() -> None:
    assert shift(parcels(seed=5), parcels()) is None


def test_layers_without_shapes_are_none() -> None:
    assert shift([], parcels()) is None
    assert shift(parcels(), []) is None
