"""The farmland duties on a small demo city: their figures are those that Shapely and pyproj find in the same layers."""
from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer

from tests.engine.demo import reading
from tests.engine.demo.changes import CULTIVATED, Piece, changed_pieces, county_areas, union_of

if TYPE_CHECKING:
    from pathlib import Path

PARCELS, SEED = 2_000, 4
ABS_M2 = 1.0  # pieces are rounded to 0.01 m²


@pytest.fixture(scope="module")
def package(kf_provider: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the GeoPackage of a small city."""
    from kf_resources_plugin.engine.demo.build import build_demo
    from kf_resources_plugin.rules.progress import NoProgress

    return build_demo(tmp_path_factory.mktemp("duties") / "city.gpkg", PARCELS, SEED, NoProgress()).path


@pytest.fixture(scope="module")
def pieces(package: Path) -> list[Piece]:
    """Return all land that changed."""
    return changed_pieces(package)


def run(name: str, package: Path, inputs: dict[str, str], masks: tuple[str, ...] = (),
        sinks: tuple[str, ...] = ()) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Return the results of a duty and the rows of some of its tables."""
    import processing

    context = QgsProcessingContext()
    results = processing.run(name, {
        **{parameter: f"{package}|layername={layer}" for parameter, layer in inputs.items()},
        "MASKS": [f"{package}|layername={role}" for role in masks], **dict.fromkeys(sinks, "memory:")},
        context=context, feedback=QgsProcessingFeedback())
    rows = {}
    for sink in sinks:
        layer = results[sink]
        assert isinstance(layer, QgsVectorLayer)
        names = layer.fields().names()
        rows[sink] = [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]
    return results, rows


@pytest.fixture(scope="module")
def change(package: Path) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Return the results of the yearly account."""
    return run("kf:farmlandchange", package, {
        "LAND_BEFORE": "land_before", "LAND_AFTER": "land", "EXEMPT": "exempt", "APPROVALS": "approvals",
        "PERMANENT_FARMLAND": "permanent_farmland", "UNITS": "admin_units"}, sinks=("ACCOUNT", "CHANGES"))


def test_out_and_in_by_county(package: Path, pieces: list[Piece], change: Any) -> None:
    lost, won = county_areas(pieces, lambda piece: piece.lost), county_areas(pieces, lambda piece: piece.won)
    farmland: dict[str, float] = defaultdict(float)
    for row in reading.attributes(package, "land"):
        farmland[row["ZLDWDM"][:6]] += row["TBMJ"] * (row["DLBM"] in CULTIVATED)
    account = {row["unit_code"]: row for row in change[1]["ACCOUNT"]}
    assert set(account) == set(farmland)
    for county, row in account.items():
        out = row["out_m2"] + row["construction_m2"] + row["other_m2"] + row["sliver_out_m2"]
        assert out == pytest.approx(lost.get(county, 0.0), abs=ABS_M2), county
        assert row["in_m2"] + row["sliver_in_m2"] == pytest.approx(won.get(county, 0.0), abs=ABS_M2), county
        assert row["farmland_after_m2"] == pytest.approx(farmland[county], abs=ABS_M2), county
    assert sum(lost.values()) > 1e6
    assert sum(won.values()) > 1e6


def test_permanent_and_unapproved_losses(package: Path, pieces: list[Piece], change: Any) -> None:
    permanent, approvals = union_of(package, "permanent_farmland"), union_of(package, "approvals")
    lost = [piece for piece in pieces if piece.lost]
    protected = sum(reading.ellipsoidal_area(shapely.intersection(piece.shape, permanent)) for piece in lost)
    assert protected > 1e4
    assert change[0]["PERMANENT_M2"] == pytest.approx(protected, abs=ABS_M2)
    built = [piece for piece in lost if piece.after["DLBM"][:2] in {"05", "06", "07", "08", "09", "10"}
             or piece.after["DLBM"] == "1201"]
    open_ = sum(reading.ellipsoidal_area(shapely.difference(piece.shape, approvals)) for piece in built)
    slivers = sum(row["net_m2"] for row in change[1]["CHANGES"] if row["sliver"] and row["direction"] == "out")
    assert change[0]["SUSPECTED_M2"] == pytest.approx(open_, abs=slivers + ABS_M2)
    assert 0 < open_ < 0.7 * sum(reading.ellipsoidal_area(piece.shape) for piece in built)


def test_stable_farmland_is_what_the_areas_leave(package: Path) -> None:
    masks = ("frequent_flood", "river_management", "polluted_land", "nature_reserve_core", "ecological_conversion")
    results, _ = run("kf:stablefarmland", package, {"LAND": "land", "UNITS": "admin_units"}, masks)
    flood, river, *others = (union_of(package, role) for role in masks)
    # flooded land counts inside the management range of a river
    unstable = shapely.union_all([shapely.intersection(flood, river), *others])
    farmland = [(items["TBMJ"], shapely.from_wkb(wkb)) for items, wkb in reading.features(package, "land")
                if items["DLBM"] in CULTIVATED]
    shapely.prepare(unstable)
    touched = [shape for _, shape in farmland if unstable.intersects(shape)]
    lost = sum(reading.ellipsoidal_area(shapely.intersection(shape, unstable)) for shape in touched)
    assert lost > 1e7
    assert results["UNSTABLE_M2"] == pytest.approx(lost, abs=ABS_M2)
    assert results["STABLE_M2"] + results["UNSTABLE_M2"] == pytest.approx(sum(area for area, _ in farmland), abs=ABS_M2)
