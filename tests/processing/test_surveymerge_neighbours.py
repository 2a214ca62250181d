"""kf:surveymerge beside the neighbours: land that two parcels would claim, and land that none would, worked by hand."""
from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsGeometry, QgsVectorLayer, edit

from kf_resources_plugin.engine.roles import NO_ROLE, write_role
from tests.builders import rectangle
from tests.survey.packages import X, Y, findings, land, pack
from tests.survey.returned import edit_in_the_field, merge, parcel

pytestmark = pytest.mark.usefixtures("kf_provider")
NEW = {"DLBM": "0103", "ZLDWDM": "4102221002010000000"}
PLANE_TO_GROUND = 1e-4  # of an area, by which the projection changes it so near to its central meridian


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory, kf_provider: Any) -> Path:
    folder = tmp_path_factory.mktemp("left")
    pack(folder / "out", [land(folder / "a.gpkg", count=10)], findings((110, "a")), MARGIN=2000, NAME="journey")
    return folder


@pytest.fixture
def journey(left: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(left, tmp_path / "office"))


def office(folder: Path, role: str = "land") -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{folder / 'a.gpkg'}|layername=DLTB", "DLTB", "ogr")
    write_role(layer, role)
    return layer


def reshape(layer: QgsVectorLayer, **shapes: str) -> None:
    """Give parcels other shapes at the desk, by their BSM."""
    with edit(layer):
        for feature in list(layer.getFeatures()):
            if feature["BSM"] in shapes:
                layer.changeGeometry(feature.id(), QgsGeometry.fromWkt(shapes[feature["BSM"]]))


def places(result: dict[str, Any]) -> dict[tuple[str, str, str], tuple[float, int]]:
    """Return area in the message and of the drawn polygon (m²) by rule, subject and the other one."""
    return {(row["rule_id"], row["subject_id"], row["other_id"] or ""): (row["area_m2"], round(row.geometry().area()))
            for row in result["FINDINGS"].getFeatures()
            if row["rule_id"] in {"survey.would_overlap", "survey.would_lie_bare"}}


def test_overlaps_and_bare_land_are_told_before_anything_is_taken(journey: Path) -> None:
    edit_in_the_field(journey / "out" / "journey", {
        "B2": parcel(2, width=90),   # 10 m × 100 m are left bare
        "B4": None,                  # all of it is
        "B6": parcel(6, width=130),  # a conflict; 30 m × 100 m of B7 as well
        "B8": parcel(8, width=60),   # cut in two: nothing overlaps, nothing is bare
    }, new=[(rectangle(X + 860, Y, 40, 100), {**NEW, "BSM": "N8"}),
            (parcel(0, above=95), {**NEW, "BSM": "N0"})])  # 5 m × 100 m of B0
    layer = office(journey)
    reshape(layer, B6=parcel(6, width=95))
    found = places(merge(journey / "out" / "journey", layer))
    assert {key: drawn for key, (_, drawn) in found.items()} == {
        ("survey.would_lie_bare", "B2", ""): 1000, ("survey.would_lie_bare", "B4", ""): 10000,
        ("survey.would_overlap", "B6", "B7"): 3000, ("survey.would_overlap", "N0", "B0"): 500}
    assert all(ground == pytest.approx(drawn, rel=PLANE_TO_GROUND) for ground, drawn in found.values())


def test_what_overlapped_before_counts_only_where_it_grows(journey: Path) -> None:
    """B1 reached 20 m into B2 and still does; B5 reached 20 m into B6 and is made to reach 50 m."""
    layer = office(journey)
    reshape(layer, B1=parcel(1, width=120), B5=parcel(5, width=120))
    edit_in_the_field(journey / "out" / "journey", {"B2": parcel(2, width=99), "B5": parcel(5, width=150)})
    reshape(layer, B3=f"POLYGON(({X + 300} {Y}, {X + 400} {Y + 100}, {X + 400} {Y}, {X + 300} {Y + 100}, "
                      f"{X + 300} {Y}))")  # a bow-tie beside: repaired on a copy, it covers 2 × 25 m × 100 m
    found = places(merge(journey / "out" / "journey", layer))
    assert {key[:3]: round(ground) for key, (ground, _) in found.items()} == {
        ("survey.would_lie_bare", "B2", ""): 100, ("survey.would_overlap", "B5", "B6"): 3000}


def test_layers_that_are_no_coverage_are_not_looked_at(journey: Path) -> None:
    edit_in_the_field(journey / "out" / "journey", {"B2": parcel(2, width=130)})
    assert places(merge(journey / "out" / "journey", office(journey)))
    assert not places(merge(journey / "out" / "journey", office(journey, role=NO_ROLE)))
