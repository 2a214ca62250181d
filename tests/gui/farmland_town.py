"""A county of four fields, two projects and a ledger, for tests of the farmland dock."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qgis.core import QgsProject

from kf_resources_plugin.engine.ledger_store import create, open_ledger
from kf_resources_plugin.rules.farmland_balance import Entry
from kf_resources_plugin.rules.ledger_drafts import NewEntry
from tests.builders import land_layer, layer_of, rectangle, save

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

X, Y = 38_600_000.0, 3_850_000.0
SIDE = 100.0
TOWN = "410222100"
HA, KG = 10_000 * 100, 100  # hundredths of m² in a hectare, hundredths in a kilogram


def box(x: float, y: float, width: float, height: float) -> str:
    """Return a rectangle near Kaifeng, metres from the town's corner."""
    return rectangle(X + x, Y + y, width, height)


def land() -> QgsVectorLayer:
    """Return four fields of 100 m × 100 m: two irrigated, one paddy, one building."""
    rows = [(box(place * SIDE, 0, SIDE, SIDE), {
        "BSM": f"{place}", "DLBM": code, "DLMC": name, "ZLDWDM": TOWN + "200", "KCXS": 0.0, "GDDB": grade})
        for place, (code, name, grade) in enumerate((
            ("0102", "水浇地", 7), ("0102", "水浇地", 7), ("0101", "水田", 6), ("0601", "工业用地", None)))]
    return land_layer(rows, name="DLTB")


def projects() -> QgsVectorLayer:
    """Return P1 on half of the first field and P2 on the whole paddy."""
    rows = [(box(0, 0, SIDE, SIDE / 2), {"XMDM": "P1", "XMMC": "大学", "SQRQ": "2024-06-01"}),
            (box(2 * SIDE, 0, SIDE, SIDE), {"XMDM": "P2", "XMMC": "道路", "SQRQ": "2024-07-01"})]
    return layer_of(rows, {"XMDM": "text", "XMMC": "text", "SQRQ": "text"}, name="XS_XMKJFW")


def settle(folder: Path) -> dict[str, QgsVectorLayer]:
    """Put the town's layers, kept in files, into the open project; return them by role."""
    layers = {"land": save(land(), folder / "land.gpkg"), "projects": save(projects(), folder / "projects.gpkg")}
    QgsProject.instance().addMapLayers(list(layers.values()))
    return layers


def ledger(folder: Path, *, paddy_ha: float = 2.0) -> Path:
    """Make a ledger with one entry that covers both projects, but for less ``paddy_ha``."""
    path = folder / "town.kfledger.gpkg"
    create(path, title="祥符区储备库", unit_code="410222", grade_scale="utilisation_15", operator="张三", reason="建账")
    entry = Entry("E1", "410222", date(2023, 1, 1), (5 * HA, int(paddy_ha * HA), 100_000 * KG), 6.0)
    with open_ledger(path) as opened:
        opened.add([NewEntry(entry, "utilisation_15")], "张三", "入库")
    return path
