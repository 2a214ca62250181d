"""New overlaps and bare land of changed polygons, areas of squares by hand."""
from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from kf_resources_plugin.engine.coverage_changes import coverage_changes
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.wkb import wkb_areas
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import CRS, rectangle

pytestmark = pytest.mark.usefixtures("qgis_app")


def square(x: float, width: float = 10.0) -> bytes:
    return bytes(QgsGeometry.fromWkt(rectangle(x, 0, width, 10)).asWkb())


def changes(before: list[bytes], after: list[bytes], least: float = 0.01) -> list[tuple[int, int, float]]:
    def areas(wkbs: Any) -> Any:
        return wkb_areas(np.asarray(wkbs, dtype=object))

    book = load_rule_book(date(2026, 11, 26), "en")
    return [(one.row, one.other, one.area_m2) for one in coverage_changes(
        before, after, QgsCoordinateReferenceSystem(CRS), areas, least, pick_kernel(), book, NoProgress())]


def test_only_what_a_change_brings_is_told() -> None:
    row = [square(0), square(10), square(20), square(29)]  # the last two overlap by 10 m² as it is
    assert changes(row, row) == []
    assert changes(row, [square(0, 12), *row[1:]]) == [(0, 1, 20.0)]
    assert changes(row, [square(0, 7), *row[1:]]) == [(0, -1, 30.0)]
    assert changes(row, [*row[:2], square(20, 11), row[3]]) == [(2, 3, 10.0)]
    assert changes(row, [*row[:2], b"", row[3]]) == [(2, -1, 90.0)]  # the last one covers a tenth of it
    assert changes([*row, b""], [square(0, 4), *row[1:], square(4, 6)]) == []
    assert changes([b""], [square(0)]) == []


def test_less_than_the_least_area_is_not_told() -> None:
    row = [square(0), square(10)]
    assert changes(row, [square(0, 10.0005), row[1]]) == []
    assert changes(row, [square(0, 10.0005), row[1]], least=0.001) == [(0, 1, pytest.approx(0.005))]
