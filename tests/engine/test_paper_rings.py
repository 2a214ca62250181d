"""The system in which coordinates stand on paper."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry

from kf_resources_plugin.engine.paper_rings import paper_crs, paper_rings
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.rules.progress import NoProgress

if TYPE_CHECKING:
    from kf_resources_plugin.engine.crs_place import Box

pytestmark = pytest.mark.usefixtures("qgis_app")


# zones of 3 degrees: 114 ± 1.5 is EPSG:4547, 117 ± 1.5 the next
@pytest.mark.parametrize(("code", "bounds", "paper"), [
    ("EPSG:4547", (5e5, 3.8e6, 6e5, 3.9e6), "EPSG:4547"), ("EPSG:4526", None, "EPSG:4526"),
    ("EPSG:4490", (114.0, 34.0, 115.0, 35.0), "EPSG:4547"), ("EPSG:4490", (115.6, 34.0, 116.0, 35.0), "EPSG:4548"),
    ("EPSG:4490", None, "EPSG:4547"), ("EPSG:4490", (2.0, 48.0, 3.0, 49.0), "EPSG:4547")])
def test_it_is_the_layers_own_else_the_zone_of_its_middle(code: str, bounds: Box | None, paper: str) -> None:
    found = paper_crs(QgsCoordinateReferenceSystem(code), bounds, QgsCoordinateTransformContext(),
                      load_rule_book(date(2026, 1, 1), "en"))
    assert found.authid() == paper


def test_corners_are_numbered_from_ring_to_ring_in_whole_millimetres() -> None:
    crs = QgsCoordinateReferenceSystem("EPSG:4547")
    shape = bytes(QgsGeometry.fromWkt("POLYGON((0 0,10 0,10 10,0 10,0 0),(4 4,6 4,6 6.0004,4 6,4 4))").asWkb())
    paper, findings = paper_rings([shape], crs, crs, QgsCoordinateTransformContext(),
                                  load_rule_book(date(2026, 1, 1), "en"), "lines", NoProgress())
    assert (findings, paper.decimals) == ([], 3)
    [[outer, hole]] = paper.rings
    assert outer.ids == ("J1", "J2", "J3", "J4")
    assert outer.corners.tolist() == [[0, 10_000], [10_000, 10_000], [10_000, 0], [0, 0]]
    assert hole.ids == ("J5", "J6", "J7", "J8")
    assert [6_000, 6_000] in hole.corners.tolist()
