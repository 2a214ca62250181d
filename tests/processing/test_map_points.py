"""Maps of heritage lines: a page for each site with its own points or the areas of its tiers, in the order of tiers."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

from kf_resources_plugin.engine.roles import write_role
from tests.builders import layer_of
from tests.cartography import builders as town
from tests.survey.heritage import COMMON, CRS, E, N, square, zones

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

POINT_FIELDS = {"site_id": "text", "tier": "text", "point": "text", "x": "real", "y": "real"}


@pytest.fixture
def lines(qgis_new_project: Any) -> QgsVectorLayer:
    other = {**COMMON, "site_id": "T2", "site_name": "龙亭"}
    made = zones([(square(100, 50), {**COMMON, "tier": "control_1"}), (square(50), {**COMMON, "tier": "protection"}),
                  (square(20, east=900), {**other, "tier": "protection"})])
    write_role(made, "heritage_zones")
    QgsProject.instance().addMapLayer(made)
    return made


@pytest.fixture
def points() -> QgsVectorLayer:
    rows = [(f"POINT({E + x} {N + y})", {"site_id": site, "tier": tier, "point": f"J{number}", "x": N + y, "y": E + x})
            for site, tier, corners in (("T1", "control_1", ((-100, 100), (100, 100))),
                                        ("T1", "protection", ((-50, 50), (50, 50))),
                                        ("T2", "protection", ((880, 20), (920, 20))))
            for number, (x, y) in enumerate(corners, start=1)]
    made = layer_of(rows, POINT_FIELDS, geometry="Point", crs=CRS, name="界址点")
    QgsProject.instance().addMapLayer(made)
    return made


def printed(kf_provider: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    algorithm = kf_provider.algorithm("controllinemap").create()
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    fine, why = algorithm.checkParameterValues(parameters, context)
    assert fine, why
    results, successful = algorithm.run({"DPI": 60, **parameters}, context, QgsProcessingFeedback())
    assert successful
    return results


def test_each_site_has_a_page_with_its_own_points_by_tier(kf_provider: Any, lines: QgsVectorLayer,
                                                          points: QgsVectorLayer, tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    results = printed(kf_provider, {"THEME": "site_lines", "LAYERS": [lines.id()], "POINTS": points.id(),
                                    "OUTPUT": str(path)})
    assert (results["PAGES"], town.pdf_pages(path)) == (2, 2)
    first, second = (town.pdf_text(path, number) for number in (1, 2))
    for text in ("construction control zone I", "protection area", "3850100.000", "500050.000"):
        assert text in first, text
    assert "3850020.000" in second
    assert "500920.000" in second
    assert "3850100.000" not in second


def test_without_points_each_site_has_the_areas_of_its_tiers_from_the_inside(
    kf_provider: Any, lines: QgsVectorLayer, tmp_path: Path
) -> None:
    """100 × 100 m are 1 ha or 15 mu; the zone around it 200 × 200 m less that, 3 ha or 45 mu."""
    path = tmp_path / "map.pdf"
    printed(kf_provider, {"THEME": "site_lines", "LAYERS": [lines.id()], "OUTPUT": str(path)})
    words = town.pdf_text(path, 1).split()
    assert words.index("1.0000") < words.index("3.0000")
    assert {"15.00", "45.00"} <= set(words)
    assert "0.1600" in town.pdf_text(path, 2)


def test_a_map_of_all_lines_lists_every_point_under_site_and_tier(kf_provider: Any, lines: QgsVectorLayer,
                                                                  points: QgsVectorLayer, tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    results = printed(kf_provider, {"THEME": "purple_line_points", "LAYERS": [lines.id()], "POINTS": points.id(),
                                    "OUTPUT": str(path)})
    assert results["PAGES"] == 1
    text = "".join(town.pdf_text(path, number) for number in range(1, town.pdf_pages(path) + 1))
    for word in ("T1", "T2", "J1", "J2", "500920.000"):
        assert word in text, word


def test_points_that_are_none_are_refused(kf_provider: Any, lines: QgsVectorLayer) -> None:
    other = layer_of([(f"POINT({E} {N})", {"a": "x"})], {"a": "text"}, geometry="Point", crs=CRS, name="别的点")
    QgsProject.instance().addMapLayer(other)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    _, message = kf_provider.algorithm("controllinemap").create().checkParameterValues(
        {"LAYERS": [lines.id()], "POINTS": other.id()}, context)
    assert "“别的点” has no fields point, x, y" in message
