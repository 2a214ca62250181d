"""A small town for map tests: land classes, control lines, projects and two units, in EPSG:4547."""
from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

from kf_resources_plugin.cartography.picture import draw_png
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import layer_of, rectangle

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle, QgsVectorLayer

CRS = "EPSG:4547"
X0, Y0 = 500_000.0, 3_850_000.0
# one row of four parcels of 1 km each; 9999 is no class of the survey
CODES = ("0101", "0102", "1101", "9999")


def at(x: float, y: float, width: float, height: float) -> str:
    """Return a rectangle placed from the town's south-west corner."""
    return rectangle(X0 + x, Y0 + y, width, height)


def png_of(layer: QgsVectorLayer, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, width: int,
           height: int) -> bytes:
    """Return a picture of a layer at 96 dpi."""
    copy = layer.clone()
    copy.moveToThread(None)
    return draw_png([copy], extent, crs, (width, height), 96, NoProgress())


def land(**options: Any) -> QgsVectorLayer:
    """Return four parcels of 1 km² side by side, of the classes in ``CODES``."""
    rows = [(at(1000.0 * place, 0, 1000, 1000), {"DLBM": code}) for place, code in enumerate(CODES)]
    return layer_of(rows, {"DLBM": "text"}, crs=options.pop("crs", CRS), name="DLTB", **options)


def permanent_farmland() -> QgsVectorLayer:
    """Return a block over the north half of the first two parcels."""
    return layer_of([(at(200, 500, 1600, 400), {})], {"BSM": "text"}, crs=CRS, name="YJJBNTTB")


def redline() -> QgsVectorLayer:
    """Return a block over the third parcel."""
    return layer_of([(at(2100, 100, 800, 800), {})], {"BSM": "text"}, crs=CRS, name="STBHHX")


def boundary() -> QgsVectorLayer:
    """Return a block over the third and fourth parcel."""
    return layer_of([(at(2500, 50, 1400, 600), {})], {"BSM": "text"}, crs=CRS, name="CZKFBJ")


def projects(name: str = "黄河大街延伸工程") -> QgsVectorLayer:
    """Return one project across the second and third parcel."""
    return layer_of([(at(1600, 300, 800, 150), {"project_id": "P1", "project_name": name})],
                    {"project_id": "text", "project_name": "text"}, crs=CRS, name="XM")


def units() -> QgsVectorLayer:
    """Return two units that halve the town."""
    return layer_of([(at(0, 0, 2000, 1000), {"XZQDM": "410202", "XZQMC": "龙亭区"}),
                     (at(2000, 0, 2000, 1000), {"XZQDM": "410212", "XZQMC": "祥符区"})],
                    {"XZQDM": "text", "XZQMC": "text"}, crs=CRS, name="XZQ")


def pdf_text(path: Path, page: int | None = None) -> str:
    """Return the text of a PDF as poppler reads it; fails when poppler-utils is not installed."""
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    done = subprocess.run(["pdftotext", "-layout", *pages, str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def pdf_facts(path: Path) -> dict[str, str]:
    """Return what poppler says of a PDF, by its names for it."""
    done = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True)
    return {name: fact.strip() for name, _, fact in (
        line.partition(":") for line in done.stdout.decode("utf-8").splitlines())}


def pdf_pages(path: Path) -> int:
    """Return the number of pages of a PDF."""
    return int(pdf_facts(path)["Pages"])


def pdf_fonts(path: Path) -> list[tuple[str, bool]]:
    """Return (font name, embedded) of a PDF."""
    done = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True)
    rows = done.stdout.decode("utf-8").splitlines()[2:]
    return [(row.split()[0], row.split()[-5] == "yes") for row in rows]
