"""What the coordinates of a file are: which column is which, with which zone number, and in which system.

X of these files is the northing, Y the easting, as land surveyors in China call them.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .text import clean
from .zones import CGCS2000, zone_crs, zone_width

if TYPE_CHECKING:
    from .areas import Bools, Floats, Ints
    from .parcel_dialects import Format
    from .parcel_notes import Notes
    from .parcel_text import ParcelFile

_MILLION = 1_000_000.0
_DEGREES = 180.0
_CHINESE_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_TYPICAL_WIDTH = 3
_NO_SHIFT = {0.0, 1.0}  # of transformation parameters: nothing to move, scale 1


@dataclass(frozen=True)
class Arranged:
    """Coordinates in order, (points,) each; swapped: per point; zone: the number before the eastings, 0 for none."""

    east: Floats
    north: Floats
    swapped: Bools
    zone: int


def arrange(first: Floats, second: Floats, lines: Ints, limits: tuple[float, float], notes: Notes) -> Arranged:
    """Return which coordinate is which, told by its size.

    limits: least and greatest northing in m. What is no northing with an easting, and eastings of several zones, are
    faults with their line.
    """
    normal = _northing(first, limits) & (_zone_of(second) >= 0)
    swapped = ~normal & _northing(second, limits) & (_zone_of(first) >= 0)
    north, east = np.where(swapped, second, first), np.where(swapped, first, second)
    for row in np.flatnonzero(~(normal | swapped)).tolist():
        degrees = max(abs(first[row]), abs(second[row])) <= _DEGREES
        notes.fault("exchange.degrees" if degrees else "exchange.coordinate", int(lines[row]),
                    first=f"{first[row]:.3f}", second=f"{second[row]:.3f}")
    notes.refuse()
    zones = _zone_of(east)
    zone = int(np.bincount(zones).argmax())
    for row in np.flatnonzero(zones != zone).tolist():
        notes.fault("exchange.zones_mixed", int(lines[row]), y=f"{east[row]:.3f}", zone=int(zones[row]), other=zone)
    notes.refuse()
    return Arranged(east, north, swapped, zone)


def _northing(values: Floats, limits: tuple[float, float]) -> Bools:
    return np.asarray((values >= limits[0]) & (values <= limits[1]))


def _zone_of(eastings: Floats) -> Ints:
    """Return the zone number before each easting, 0 for none, -1 for what is no easting of these zones."""
    number = np.floor(eastings / _MILLION).astype(np.int64)
    within = eastings - number * _MILLION
    fits = (within >= 0.1 * _MILLION) & (within <= 0.9 * _MILLION)
    known = np.isin(number, [zone for zone in range(100) if zone_width(zone)]) | (number == 0)
    return np.where(fits & known, number, -1)


@dataclass(frozen=True)
class Place:
    """The system of a file: id in ``zones``, zone number and whether eastings begin with it."""

    system: str
    zone: int
    prefixed: bool

    @property
    def crs(self) -> str:
        """Return it as 'EPSG:…'."""
        return zone_crs(self.zone, prefix=self.prefixed, system=self.system)


def place_of(file: ParcelFile, prefix: int, words: Format, notes: Notes) -> Place | None:
    """Return the system that header and eastings tell, None where they do not; eastings count before the header.

    prefix: the zone number before the eastings, 0 for none.
    """
    system = _system(file, words, notes)
    width = _whole(file.value("width"))
    said = _zone_said(file, width, notes)
    if prefix:
        if said and said != prefix:
            notes.add("exchange.zone_differs", file.header["zone"][0] if "zone" in file.header else 0,
                      said=said, found=prefix)
    elif said:
        notes.add("exchange.zone_stripped", zone=said)
    zone = prefix or said
    if system is None or not zone:
        return None
    if width and width != zone_width(zone):
        notes.add("exchange.width_differs", file.header["width"][0], said=width, zone=zone, width=zone_width(zone))
    return Place(system, zone, bool(prefix))


def _system(file: ParcelFile, words: Format, notes: Notes) -> str | None:
    line, text = file.header.get("system", (0, ""))
    if not text:
        notes.add("exchange.system_missing", line)
        return CGCS2000
    known = words.system_of(clean(text))
    if known is None:
        notes.add("exchange.system_unknown", line, value=text)
        return None
    return known.id


def _zone_said(file: ParcelFile, width: int, notes: Notes) -> int:
    """Return the zone number of the header, 0 for none; a central meridian stands for its zone."""
    number = _whole(file.value("zone"))
    if zone_width(number):
        return number
    meridian = number or _whole(file.value("meridian"))
    degrees = width if width == 2 * _TYPICAL_WIDTH else _TYPICAL_WIDTH
    zone = (meridian + degrees - _TYPICAL_WIDTH) // degrees
    if zone_width(zone) != degrees or (meridian + degrees - _TYPICAL_WIDTH) % degrees:
        if number:
            notes.add("exchange.zone_unknown", file.header["zone"][0], value=file.value("zone"))
        return 0
    notes.add("exchange.zone_by_meridian", meridian=meridian, zone=zone)
    return zone


def _whole(text: str) -> int:
    """Return the first whole number in a header value (3度带, 第38带, 三度分带), 0 for none."""
    found = re.search(r"\d{1,4}", clean(text).translate(_CHINESE_DIGITS), re.ASCII)
    return int(found.group()) if found else 0


def note_header(file: ParcelFile, words: Format, notes: Notes) -> None:
    """Note what of the header is missing or is not acted upon: unit and transformation parameters."""
    missing = [words.keys[key][0] for key in ("width", "zone") if not file.value(key)]
    if missing:
        notes.add("exchange.header_missing", keys=tuple(missing))
    line, unit = file.header.get("unit", (0, ""))
    if unit and clean(unit).upper() not in {"米", "M", "METER", "METRE"}:
        notes.add("exchange.unit", line, value=unit)
    line, text = file.header.get("transformation", (0, ""))
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", clean(text), re.ASCII)]
    if not _NO_SHIFT.issuperset(numbers):
        notes.add("exchange.transformation", line)
