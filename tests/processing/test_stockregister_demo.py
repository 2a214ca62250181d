"""The register of stock land over two years of the demo city, whose land gets another id with every step."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing
import pytest

from tests.builders import rows_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

PARCELS, SEED = 1_500, 7


def status(city: Path, day: str, path: Path) -> str:
    """Write the status of a day and return its file; what was built later is no part of it."""
    found: dict[str, Any] = processing.run("kf:stocklandstatus", {
        **{name: f"{city}|layername={layer}" for name, layer in {
            "APPROVALS": "approvals", "EXPROPRIATIONS": "expropriations", "SUPPLIES": "supplies",
            "UNITS": "admin_units"}.items()},
        "BUILT": f"{city}|layername=built_land|subset=\"JCRQ\" <= '{day}'", "DATE": day, "STATUS": str(path)})
    return str(found["STATUS"])


def test_two_years_of_the_demo_city(tmp_path: Path) -> None:
    from kf_resources_plugin.engine.demo.build import build_demo
    from kf_resources_plugin.rules.progress import NoProgress

    city = build_demo(tmp_path / "city.gpkg", PARCELS, SEED, NoProgress()).path
    given = {"REGISTER": str(tmp_path / "city.kfstock.gpkg"), "DISPOSALS": f"{city}|layername=disposals",
             "EVENTS": "memory:", "FINDINGS": "memory:"}
    processing.run("kf:stockregistercreate", {"REGISTER": given["REGISTER"], "CRS": "EPSG:4547"})
    for year in (2023, 2024):
        layer = status(city, f"{year}-12-31", tmp_path / f"{year}.gpkg")
        found = processing.run("kf:stockregisterupdate", {**given, "STATUS": layer})
        assert processing.run("kf:stockregisterupdate", {**given, "STATUS": layer})["EVENTS_COUNT"] == 0
        # every class of every county is what the status shows of parcels that it can name and judge
        alone = {parcel for rule, parcel in rows_of(found["FINDINGS"], "rule_id", "subject_id")
                 if rule in ("register.undetermined", "register.id_missing")}
        shown: dict[Any, float] = {}
        for parcel, unit, kind, area in rows_of(_layer(layer), "parcel_id", "unit_code", "class", "area_m2"):
            if parcel not in alone:
                shown[parcel, unit, kind] = shown.get((parcel, unit, kind), 0) + area
        state = processing.run("kf:stockregisterstate", {
            "REGISTER": given["REGISTER"], "DATE": f"{year}-12-31", "STATE": "memory:"})["STATE"]
        kept = {row[:3]: row[3] for row in rows_of(state, "parcel_id", "unit_code", "class", "area_m2")}
        assert found["UNEXPLAINED_M2"] < 1  # rounding of land cut in other places
        assert {lot: area for lot, area in kept.items() if lot[0] not in alone and area >= 1} == pytest.approx(
            {lot: area for lot, area in shown.items() if area >= 1}, abs=1)
    opening = processing.run("kf:stockregisterstate", {
        "REGISTER": given["REGISTER"], "DATE": "2023-12-31", "STATE": "memory:", "DISPOSALS": "memory:"})
    rate = processing.run("kf:disposalrate", {
        "STATUS": opening["STATE"], "DISPOSALS": opening["DISPOSALS"], "YEAR": 2024, "RULES_DATE": "2024-12-31"})
    assert rate["EVENTS_REFUSED"] == 0
    assert rate["EVENTS_COUNTED"] > 20
    assert rate["DISPOSED_M2"] == pytest.approx(sum(
        area for (area, day) in rows_of(opening["DISPOSALS"], "area_m2", "date") if day.year() == 2024))


def _layer(path: str) -> Any:
    from qgis.core import QgsVectorLayer

    return QgsVectorLayer(path, "status", "ogr")
