"""Coordinate files of parcels written out: what a test reads stands in the test, not in a file.

``EXAMPLE`` is two parcels near Kaifeng, the first with a hole. Their plane areas by hand: 200 m · 150 m less
80 m · 60 m is 25 200 m²; by the surveyor's formula 9 200 m².
"""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEADER = """[属性描述]
格式版本号=1.01
数据产生单位=开封市某测绘院
数据产生日期=2024-05-20
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=38
精度=0.001
转换参数=,,,,,,
[地块坐标]
"""
FIRST = """10,2.5200,1,示例地块一,面,,工业用地,0601,@
J1,1,3852600.000,38527500.000
J2,1,3852600.000,38527700.000
J3,1,3852450.000,38527700.000
J4,1,3852450.000,38527500.000
J1,1,3852600.000,38527500.000
J5,2,3852560.000,38527560.000
J6,2,3852500.000,38527560.000
J7,2,3852500.000,38527640.000
J8,2,3852560.000,38527640.000
J5,2,3852560.000,38527560.000
"""
SECOND = """5,0.9200,2,示例地块二,面,,公路用地,1003,@
J1,1,3853120.250,38528010.500
J2,1,3853120.250,38528110.500
J3,1,3853040.250,38528130.500
J4,1,3853030.250,38528015.500
J1,1,3853120.250,38528010.500
"""
EXAMPLE = HEADER + FIRST + SECOND


def write_file(path: Path, text: str = EXAMPLE, encoding: str = "gbk", newline: str = "\r\n") -> Path:
    """Write a text as survey firms do, and return the path."""
    path.write_bytes(text.replace("\n", newline).encode(encoding))
    return path


def prefixless(text: str) -> str:
    """Return a file without the zone number before its eastings."""
    return text.replace(",385275", ",5275").replace(",385276", ",5276").replace(",385277", ",5277").replace(
        ",385280", ",5280").replace(",385281", ",5281")


def swapped(text: str) -> str:
    """Return a file with the easting first."""

    def turned(line: str) -> str:
        cells = line.split(",")
        return ",".join([*cells[:2], cells[3], cells[2]]) if line.startswith("J") else line

    return "\n".join(map(turned, text.split("\n")))


def unclosed(text: str) -> str:
    """Return a file without closing rows."""
    kept: list[str] = []
    for line in text.split("\n"):
        rows = [row for row in kept if row.startswith("J")]
        first = next((row for row in rows[-4:] if row == line), None)
        if first is None or not line.startswith("J"):
            kept.append(line)
    return "\n".join(kept)


def restarted(text: str) -> str:
    """Return a file whose ids begin anew in each ring."""
    for old, new in zip(("J5,2", "J6,2", "J7,2", "J8,2"), ("J1,2", "J2,2", "J3,2", "J4,2")):
        text = text.replace(old, new)
    return text


DIALECTS = {
    "official_9": (EXAMPLE, "gbk"),
    "official_8": (EXAMPLE.replace(",0601,@", ",@").replace(",1003,@", ",@"), "gbk"),
    "remark_10": (EXAMPLE.replace("0601,@", "0601,说明,@").replace("1003,@", "1003,,@"), "gbk"),
    "consolidation_13": (EXAMPLE.replace("0601,@", "0601,新增,水浇地,9,8,说明,@").replace("1003,@", "1003,,,,,,@"),
                         "gbk"),
    "consolidation_12": (EXAMPLE.replace("0601,@", "0601,新增,水浇地,9,8,@").replace("1003,@", "1003,,,,,@"), "gbk"),
    "consolidation_12_uncoded": (
        EXAMPLE.replace("0601,@", "新增,水浇地,9,8,说明,@").replace("1003,@", "改造,旱地,9,8,,@"), "gbk"),
    "consolidation_11_uncoded": (EXAMPLE.replace("0601,@", "新增,水浇地,9,8,@").replace("1003,@", "改造,旱地,9,8,@"),
                                 "gbk"),
    "utf8": (EXAMPLE, "utf-8"),
    "utf8_bom": (EXAMPLE, "utf-8-sig"),
    "plain_ids": (EXAMPLE.replace("J", ""), "gbk"),
    "no_zone": (prefixless(EXAMPLE), "gbk"),
    "swapped": (swapped(EXAMPLE), "gbk"),
    "unit_text": (EXAMPLE.replace("2.5200,", "2.5200公顷,").replace("0.9200,", "0.9200公顷,"), "gbk"),
    "brackets": (EXAMPLE.replace("[", "【").replace("]", "】"), "gbk"),
    "ids_per_ring": (restarted(EXAMPLE), "gbk"),
    "open_rings": (unclosed(EXAMPLE).replace("10,2.52", "8,2.52").replace("5,0.92", "4,0.92"), "gbk"),
}
"""The example in each dialect that ships: text and encoding."""
