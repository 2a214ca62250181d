"""kf:farmlandchange on a real survey of two epochs, against the areas its makers state (tests/data/README.md)."""
from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsVectorLayer

from tests.builders import rows_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

CLASSES = {1: "0702", 2: "0102", 3: "0404", 4: "0301", 9: "1102"}
BEFORE, AFTER = "MAES_1_06", "MAES_1_12"


@pytest.fixture(scope="module")
def epochs(repository: Path) -> QgsVectorLayer:
    package = repository / "tests" / "data" / "copernicus" / "n2k_example_cz_correct.zip"
    file = f"/vsizip/{package}/n2k_du001z_lclu_v99_20170108/n2k_du001z_lclu_v99_20190108.shp"
    layer = QgsVectorLayer(file, "epochs", "ogr")
    assert layer.isValid()
    return layer


@pytest.fixture(scope="module")
def result(epochs: QgsVectorLayer, repository: Path) -> dict[str, Any]:
    """Return the change of a layer that holds both epochs in two fields of whole numbers."""
    classes = str(repository / "tests" / "data" / "copernicus" / "maes_to_dlbm.csv")
    found: dict[str, Any] = processing.run("kf:farmlandchange", {
        "LAND_BEFORE": epochs, "LAND_AFTER": epochs, "LAND_BEFORE_CLASS_FIELD": BEFORE,
        "LAND_AFTER_CLASS_FIELD": AFTER, "LAND_BEFORE_CLASS_MAP": classes, "LAND_AFTER_CLASS_MAP": classes,
        **{name: "memory:" for name in ("CHANGES", "MATRIX", "ACCOUNT", "FINDINGS")}})
    return found


@pytest.fixture(scope="module")
def stated(epochs: QgsVectorLayer) -> dict[tuple[str, str], float]:
    """Return the areas the makers state in AREA_HA, in m² by class before and after."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for before, after, hectares in rows_of(epochs, BEFORE, AFTER, "AREA_HA"):
        sums[CLASSES[before], CLASSES[after]] += hectares * 10_000
    return sums


def test_the_matrix_has_the_areas_that_the_makers_state(
        result: dict[str, Any], stated: dict[tuple[str, str], float]) -> None:
    # EPSG:3035 keeps areas: what they measured in its plane is the area on the ellipsoid, but for edges of kilometres
    found = {(before, after): area for before, after, area in rows_of(
        result["MATRIX"], "class_before", "class_after", "area_m2")}
    assert found.keys() == stated.keys()
    for pair, area in found.items():
        assert area == pytest.approx(stated[pair], rel=1e-6, abs=0.05), pair
    assert result["COMMON_M2"] == pytest.approx(sum(found.values()), abs=0.005)


def test_cropland_and_its_loss_are_those_published(result: dict[str, Any]) -> None:
    # published: cropland of 2006 5 198.26 ha, of which 2.55 ha were none in 2012, of 12 467.61 ha
    lost = result["OUT_M2"] + result["CONSTRUCTION_M2"] + result["OTHER_M2"]
    assert [round(value / 10_000, 2) for value in (result["FARMLAND_BEFORE_M2"], lost, result["COMMON_M2"])] == [
        5_198.26, 2.55, 12_467.61]
    left = result["FARMLAND_BEFORE_M2"] - lost + result["IN_M2"]
    assert result["FARMLAND_AFTER_M2"] == pytest.approx(left, abs=0.005)
