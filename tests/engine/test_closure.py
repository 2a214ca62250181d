"""Areas of parts and the tolerance of their sum."""
from __future__ import annotations

from datetime import date

import numpy as np

from kf_resources_plugin.engine.closure import areas_of_parts, closure_tolerance
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.wkb import as_wkb_array


def test_what_is_whole_keeps_its_area_and_parts_are_measured() -> None:
    # parent 0 is whole, parent 1 in two parts, parent 2 has none
    measured = {b"a": 99.0, b"b": 4.0, b"c": 6.5}
    parts = areas_of_parts(np.array([7.0, 10.0, 3.0]), np.array([0, 1, 1]), as_wkb_array([b"a", b"b", b"c"]),
                           lambda wkbs: np.array([measured[bytes(wkb)] for wkb in wkbs]))
    assert parts.tolist() == [7.0, 4.0, 6.5]


def test_the_tolerance_grows_with_parts_or_with_the_whole() -> None:
    # 0.01 m² for each part; 1e-9 of 1e9 m² is 1 m², more than that of two parts
    book = load_rule_book(date(2025, 6, 1), "en")
    found = closure_tolerance(np.array([3, 2, 0]), np.array([100.0, 1e9, 0.0]), book)
    assert np.allclose(found, [0.03, 1.0, 0.0], rtol=1e-12)
