"""Hazard classes by hand: every limit from both sides, in 32 and 64 bits."""
from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from kf_resources_plugin.rules.flood_hazard import (
    ARR,
    DEPTH_CLASSES,
    FD2320,
    BoundsError,
    default_bounds,
    depth_classes,
    parse_bounds,
    scale_of,
)
from tests.rules.books import delivered_book

BOOK = delivered_book("floodplain_hazard", date(2025, 6, 1))


def classed(method: str, pairs: Any, dtype: Any, surroundings: str = "rural", bounds: Any = ()) -> list[int]:
    values = np.array(pairs, dtype=dtype)
    scale = scale_of(method, surroundings, bounds, BOOK)
    return scale.classify(values[:, 0], values[:, 1]).tolist()  # type: ignore[no-any-return]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("depth", "velocity", "expected"), [
    (0.0, 3.0, 0),     # dry
    (0.2, 0.5, 1),     # 0.10
    (0.3, 0.0, 1),     # depth just at its limit
    (0.31, 0.0, 2),    # deeper than 0.3
    (0.2, 1.5, 1),     # 0.30, both below their limits
    (0.15, 2.0, 1),    # 0.30 at the velocity's limit
    (0.2, 1.6, 2),     # 0.32
    (0.5, 1.2, 2),     # 0.60 at the depth's limit
    (0.51, 1.0, 3),    # deeper than 0.5
    (1.2, 0.5, 3),     # 0.60 at both limits
    (1.2, 0.6, 4),     # 0.72
    (1.21, 0.0, 4),    # deeper than 1.2
    (2.0, 0.5, 4),     # 1.00 at both limits
    (0.1, 2.01, 5),    # faster than 2 m/s: H1 to H4 do not hold
    (2.01, 0.0, 5),
    (1.0, 4.0, 5),     # 4.0 at the velocity's limit
    (4.0, 1.0, 5),     # 4.0 at the depth's limit
    (1.01, 4.0, 6),    # 4.04
    (4.01, 0.0, 6),
    (0.1, 4.01, 6),
])
def test_arr(depth: float, velocity: float, expected: int, dtype: Any) -> None:
    assert classed(ARR, [(depth, velocity)], dtype) == [expected]


@pytest.mark.parametrize("bound", [0.3, 0.6, 1.0, 4.0])
def test_products_that_are_a_bound_in_decimals_do_not_exceed_it(bound: float) -> None:
    """Every depth and velocity of whole centimetres whose product is a limit of ARR, below the other limits."""
    cm = np.arange(1, 401)
    depth, velocity = np.meshgrid(cm, cm)
    exact = depth * velocity == round(bound * 10_000)
    depth, velocity = depth[exact] / 100, velocity[exact] / 100
    scale = scale_of(ARR, "rural", (), BOOK)
    within = {0.3: (0.3, 2.0, 1), 0.6: (1.2, 2.0, 3), 1.0: (2.0, 2.0, 4), 4.0: (4.0, 4.0, 5)}[bound]
    chosen = (depth <= within[0]) & (velocity <= within[1])
    assert chosen.any()
    for dtype in (np.float32, np.float64):
        found = scale.classify(depth[chosen].astype(dtype), velocity[chosen].astype(dtype))
        assert (found <= within[2]).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("depth", "velocity", "rural", "urban"), [
    (0.0, 0.0, 0, 0),
    (0.25, 1.0, 1, 1),    # 0.25 * 1.5 = 0.375, no debris
    (0.25, 2.0, 1, 1),    # 0.25 * 2.5 = 0.625
    (0.26, 0.0, 1, 2),    # 0.13 + 0.5 = 0.63; + 1 = 1.13
    (0.5, 0.0, 2, 3),     # 0.25 + 0.5 = 0.75, at the bound; + 1 = 1.25, at the bound
    (0.75, 0.5, 3, 3),    # 0.75 + 0.5 = 1.25, at the bound; + 1 = 1.75
    (0.76, 0.0, 3, 3),    # deep: 0.38 + 1 = 1.38
    (1.0, 0.5, 3, 3),     # 1.0 + 1 = 2.0, which is not yet danger for all
    (1.0, 0.51, 4, 4),    # 1.01 + 1 = 2.01
    (0.1, 2.1, 3, 3),     # fast: 0.26 + 1 = 1.26
])
def test_fd2320(depth: float, velocity: float, rural: int, urban: int, dtype: Any) -> None:
    assert classed(FD2320, [(depth, velocity)], dtype, "rural") == [rural]
    assert classed(FD2320, [(depth, velocity)], dtype, "urban") == [urban]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_class_begins_at_its_bound(dtype: Any) -> None:
    bounds = (0.1, 0.3, 0.7, 1.1)
    depth = np.array([0.0, 0.09, 0.1, 0.29, 0.3, 0.69, 0.7, 1.09, 1.1, 50.0, -0.5], dtype=dtype)
    assert depth_classes(depth, bounds).tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 0]


def test_0_7_m_of_32_bits_is_0_7_m() -> None:
    assert float(np.float32(0.7)) < 0.7
    assert depth_classes(np.array([0.7], dtype=np.float32), (0.7,)).tolist() == [1]
    # the next number below is below
    assert depth_classes(np.nextafter(np.array([0.7], np.float32), np.float32(0)), (0.7,)).tolist() == [0]


@pytest.mark.parametrize(("text", "bounds"), [
    ("0.5,1,2", (0.5, 1.0, 2.0)), (" 0.5， 1.0；2、3 ", (0.5, 1.0, 2.0, 3.0)), ("0", (0.0,)), ("1e-1,1", (0.1, 1.0))])
def test_bounds_are_read(text: str, bounds: Any) -> None:
    assert parse_bounds(text) == bounds


@pytest.mark.parametrize(("text", "reason", "value"), [
    ("0.5,a", "number", "a"), ("0.5,,1", "number", ""), ("", "number", ""), ("-1,2", "number", "-1"),
    ("nan", "number", "nan"), ("1,inf", "number", "inf"), ("1,1", "order", "1"), ("2,1", "order", "1"),
    (",".join(map(str, range(13))), "many", "13")])
def test_other_texts_are_refused_with_the_place(text: str, reason: str, value: str) -> None:
    with pytest.raises(BoundsError) as refused:
        parse_bounds(text)
    assert (refused.value.reason, refused.value.value) == (reason, value)


def test_classes_are_named() -> None:
    assert default_bounds(BOOK) == (0.05, 0.5, 1.0, 2.0, 3.0)
    assert [name for _, name in scale_of(DEPTH_CLASSES, "rural", (0.5, 1.0), BOOK).names] == ["0.5–1 m", "≥ 1 m"]
    assert [name[:2] for name, _ in scale_of(ARR, "rural", (), BOOK).names] == ["H1", "H2", "H3", "H4", "H5", "H6"]
    assert [name for _, name in scale_of(FD2320, "rural", (), BOOK).names] == [
        "low", "danger for some", "danger for most", "danger for all"]


def test_the_rules_are_the_table_of_the_guideline() -> None:
    """ARR, as in AIDR 7-3: depth times velocity, depth, velocity."""
    rows = [BOOK.row(f"hazard.arr_h{n}").thresholds for n in range(1, 6)]
    assert [tuple(row[key] for key in ("max_product_m2_per_s", "max_depth_m", "max_velocity_m_per_s"))
            for row in rows] == [(0.3, 0.3, 2.0), (0.6, 0.5, 2.0), (0.6, 1.2, 2.0), (1.0, 2.0, 2.0), (4.0, 4.0, 4.0)]
