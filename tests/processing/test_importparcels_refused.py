"""What kf:importparcels cannot read is refused with file, line and what to do, and nothing is written."""
from __future__ import annotations

import time
import tracemalloc
from typing import TYPE_CHECKING

import processing
import pytest
from qgis.core import QgsProcessingException

from tests.parcel_files import EXAMPLE, FIRST, HEADER, SECOND, unclosed
from tests.processing.test_importparcels import refused, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

BROKEN = {
    "NaN": (EXAMPLE.replace("J2,1,3852600.000", "J2,1,NaN"), 15),
    "infinite": (EXAMPLE.replace("J2,1,3852600.000", "J2,1,inf"), 15),
    "1e308": (EXAMPLE.replace("J2,1,3852600.000", "J2,1,1e308"), 15),
    "a huge number": (EXAMPLE.replace("J2,1,3852600.000", "J2,1," + "9" * 400), 15),
    "far away": (EXAMPLE.replace("J2,1,3852600.000", "J2,1,99852600.000"), 15),
    "below zero": (EXAMPLE.replace("J2,1,3852600.000", "J2,1,-3852600.000"), 15),
    "degrees": (EXAMPLE.replace("3852600.000,38527700.000", "34.79,114.3"), 15),
    "text": (EXAMPLE.replace("J2,1,3852600.000", "J2,1,abc"), 15),
    "empty": (EXAMPLE.replace("J2,1,3852600.000", "J2,1,"), 15),
    "a lost column": (EXAMPLE.replace("J2,1,3852600.000,38527700.000", "J2,1"), 15),
    "a ring number in words": (EXAMPLE.replace("J2,1,", "J2,外,"), 15),
    "a ring that goes on after another": (
        HEADER + unclosed(FIRST).replace("J4,1,3852450.000,38527500.000\n", "")
        + "J4,1,3852450.000,38527500.000\n", 21),
    "rings by turns": (
        HEADER + SECOND.split("\n")[0] + "\n" + "".join(f"J{n},{n % 2 + 1},{3852600 + 30 * n * n},{38527500 + 70 * n}\n"
                                                       for n in range(6)), 16),
    "a system that is not known": (EXAMPLE.replace("2000国家大地坐标系", "WGS84"), 5),
    "a closing row elsewhere": (EXAMPLE.replace("38527500.000\nJ5", "38527509.000\nJ5"), 18),
    "one row swapped": (EXAMPLE.replace("3852600.000,38527700.000", "38527700.000,3852600.000"), 15),
    "two zones": (EXAMPLE.replace("J2,1,3853120.250,38528110", "J2,1,3853120.250,39528110"), 26),
    "one row without zone": (EXAMPLE.replace("J2,1,3853120.250,38528110", "J2,1,3853120.250,528110"), 26),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_read_names_its_line(case: str, tmp_path: Path) -> None:
    text, line = BROKEN[case]
    assert f"Line {line}: " in refused(tmp_path, text)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    said = refused(tmp_path, EXAMPLE.replace("3853120.250", "x"))
    assert [f"Line {line}: " in said for line in (25, 26, 29)] == [True] * 3
    assert said.startswith("parcels.txt cannot be imported:")


def test_of_very_many_faults_the_first_are_told(tmp_path: Path) -> None:
    said = refused(tmp_path, HEADER + SECOND + "J5,1,x,y\n" * 100_000)
    assert said.count("Line ") == 20


@pytest.mark.parametrize("text", ["", "\n\n", HEADER, "Dear colleague,\nplease find the file attached.\n",
                                  HEADER + "3,1,1,甲,面,,,,@\n"])
def test_a_file_without_parcels(text: str, tmp_path: Path) -> None:
    assert "no coordinates of parcels" in refused(tmp_path, text)


def test_a_line_of_ten_megabytes_ends_soon_and_needs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((HEADER + FIRST).encode("gbk") + b"J1,1,3852600," + b"9" * 10_000_000)
    started = time.monotonic()
    tracemalloc.start()
    with pytest.raises(QgsProcessingException, match="line 24: the line is longer"):
        run(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(("content", "line"), [
    (b"PK\x03\x04\x14\x00\x06\x00", 1), (bytes(range(256)) * 50, 1), (EXAMPLE.encode("gbk") + b"\x00\x01", 30),
])
def test_binary_data_is_refused(content: bytes, line: int, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(QgsProcessingException, match=f"line {line}: this is no text but binary data"):
        run(path)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(QgsProcessingException, match="too large"):
        run(path)


@pytest.mark.parametrize("value", ["", None, "/nowhere/a.txt"])
def test_a_file_that_is_not_there(value: str | None) -> None:
    with pytest.raises(QgsProcessingException, match="Coordinate file"):
        processing.run("kf:importparcels", {"INPUT": value, "OUTPUT": "memory:"})
