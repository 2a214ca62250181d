"""What is written to a coordinate file is read from it again, ring by ring, in any dialect and at any decimals."""
from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine import parcel_shapes
from kf_resources_plugin.engine.crs import national_zone
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.parcel_export import grid_shapes
from kf_resources_plugin.engine.parcel_file import encoding_of, load_format, read_lines
from kf_resources_plugin.engine.parcel_shapes import draw, measure
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.wkb import multi_polygon_wkb, polygon_wkb, ring_layout, rings_of_layout
from kf_resources_plugin.rules.parcel_text import read_parcels
from kf_resources_plugin.rules.parcel_writing import header_lines, numbered, parcel_lines
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from kf_resources_plugin.rules.zones import Zone, zone_crs

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")

X, Y = 38_527_000.0, 3_852_000.0


def star(draw_from: Any, x: float, y: float, low: float, high: float) -> np.ndarray:
    """Return a ring around a place whose corners lie between two distances, one in each direction."""
    count = draw_from(st.integers(3, 12))
    radii = np.array(draw_from(st.lists(st.floats(low, high), min_size=count, max_size=count)))
    angles = (np.arange(count) + draw_from(st.floats(0.0, 0.9))) * 2 * np.pi / count
    turned = 1 if draw_from(st.booleans()) else -1
    return np.column_stack([x + radii * np.cos(angles), y + radii * np.sin(angles)])[::turned]


@st.composite
def parcels(draw_from: Any) -> bytes:
    """Return one to three parts far from each other, each with up to three holes that do not meet."""
    parts = []
    for part in range(draw_from(st.integers(1, 3))):
        x, y = X + 1000 * part, Y + 700 * draw_from(st.integers(0, 3))
        rings = [star(draw_from, x, y, 260.0, 300.0)]
        for hole in range(draw_from(st.integers(0, 3))):
            rings.append(star(draw_from, x + (-60, 0, 60)[hole], y, 5.0, 25.0))
        if len(rings[0]) < 5:  # a triangle's edges come near its middle: no room for holes
            rings = rings[:1]
        parts.append(polygon_wkb(rings))
    return parts[0] if len(parts) == 1 else multi_polygon_wkb(parts)


def canonical(wkb: bytes, decimals: int) -> list[tuple[bool, tuple[tuple[int, int], ...]]]:
    """Return the rings on the grid, each from its least corner in the direction of its second least neighbour."""
    layout = ring_layout([wkb])
    rings = rings_of_layout(layout)
    found = []
    for number, hole in enumerate(layout.is_hole.tolist()):
        span = slice(rings.offsets[number], rings.offsets[number + 1] - 1)
        corners = [(round(x * 10**decimals), round(y * 10**decimals))
                   for x, y in zip(rings.x[span].tolist(), rings.y[span].tolist())]
        at = corners.index(min(corners))
        one = corners[at:] + corners[:at]
        found.append((hole, min(tuple(one), (one[0], *reversed(one[1:])))))
    return sorted(found)


@pytest.mark.parametrize("name", load_format().dialects)
def test_a_round_trip_moves_nothing(name: str, tmp_path: Path) -> None:
    words, book, dialect = load_format(), load_rule_book(date(2026, 1, 1), "en"), load_format().dialects[name]
    zone = Zone(3, 38, 114, prefixed=True)

    @settings(max_examples=20, deadline=None)
    @given(wkbs=st.lists(parcels(), min_size=1, max_size=3), decimals=st.integers(1, 4))
    def there_and_back(wkbs: list[bytes], decimals: int) -> None:
        shapes = grid_shapes(wkbs, decimals, NoProgress())
        header = {"system": "2000国家大地坐标系", "zone": str(zone.number), "width": "3"}
        lines = list(header_lines(words, dialect, header))
        for rings in shapes.rings:
            lines += parcel_lines({"shape": "面"}, numbered(rings, dialect), 1.0, dialect, decimals,
                                  0 if dialect.traits.zone_prefix else -zone.number)
        path = tmp_path / "a.txt"
        encoding = str(dialect.traits.encoding)
        path.write_bytes("\r\n".join(lines).encode(encoding))
        file = read_parcels(read_lines(path, encoding_of(path, NoProgress()), NoProgress()), words)
        drawing = draw(file, book, NoProgress())
        read = measure(drawing, pick_kernel(), lambda wkb: np.zeros(len(wkb)), file.notes, NoProgress())
        assert not read.invalid
        shift = 0 if dialect.traits.zone_prefix else 38_000_000 * 10**decimals
        for wkb, again in zip(wkbs, read.wkb):
            expected = canonical(wkb, decimals)
            moved = [(hole, tuple((x + shift, y) for x, y in ring)) for hole, ring in canonical(again, decimals)]
            assert moved == expected
        told = {note.rule_id for note in file.notes.found}
        assert told <= {"exchange.further_part", "exchange.ring_open", "exchange.zone_stripped", "exchange.swapped"}

    there_and_back()


def test_a_run_ends_while_geos_is_at_a_parcel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of edges that cross each other keep GEOS busy for minutes; the user does not wait for it."""
    words, book = load_format(), load_rule_book(date(2026, 1, 1), "en")
    bow = "4,,1,,面,,,,@\n" + "".join(f"J{n},1,{Y + y},{X + x}\n" for n, (x, y) in enumerate(
        [(0, 0), (100, 100), (100, 0), (0, 100)], start=1))
    file = read_parcels(enumerate(bow.split("\n"), start=1), words)
    drawing = draw(file, book, NoProgress())
    asked, go_on = [], threading.Event()

    class Impatient(NoProgress):
        def check(self) -> None:
            if asked:
                raise Canceled

    def busy(wkb: bytes, kernel: Any) -> bytes:
        asked.append(wkb)
        go_on.wait(30)
        return b""

    monkeypatch.setattr(parcel_shapes, "repaired", busy)
    try:
        with pytest.raises(Canceled):
            measure(drawing, pick_kernel(), lambda wkb: np.zeros(len(wkb)), file.notes, Impatient())
    finally:
        go_on.set()


@pytest.mark.parametrize("code", [zone_crs(zone, prefix=prefix) for zone in (13, 20, 23, 25, 38, 45)
                                  for prefix in (True, False)])
def test_a_zone_is_told_by_its_code_and_by_its_numbers(code: str) -> None:
    book = load_rule_book(date(2026, 1, 1), "en")
    crs = QgsCoordinateReferenceSystem(code)
    zone = national_zone(crs, book)
    assert zone is not None
    assert zone_crs(zone.number, prefix=zone.prefixed) == code
    custom = QgsCoordinateReferenceSystem.fromWkt(
        crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT1_ESRI).replace("_GK_", "_own_").replace("CM", "own"))
    assert custom.isValid()
    same = national_zone(custom, book)
    assert same is not None
    # without a number before the eastings the narrow zone on the meridian is meant
    assert same == zone or (not zone.prefixed and same.central_meridian == zone.central_meridian)


@pytest.mark.parametrize("code", ["EPSG:4490", "EPSG:32650", "EPSG:3857", "EPSG:2362", "EPSG:28992"])
def test_other_systems_are_no_zone(code: str) -> None:
    assert national_zone(QgsCoordinateReferenceSystem(code), load_rule_book(date(2026, 1, 1), "en")) is None
