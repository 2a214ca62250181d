"""Rectangles near Kaifeng, placed in metres, and what they measure by an independent source."""
from __future__ import annotations

from tests.builders import rectangle
from tests.rules.geodesy import reference_area

X, Y = 38_527_000, 3_852_000  # near Kaifeng, EPSG:4526
CENT = 0.0051  # one rounding to 0.01 m²


def box(x: float, y: float, width: float, height: float) -> str:
    """Return a rectangle placed in metres from the corner of the test area."""
    return rectangle(X + x, Y + y, width, height)


def area(x: float, y: float, width: float, height: float) -> float:
    """Return its ellipsoidal area in m² by GeographicLib (``tests.rules.geodesy``)."""
    left, low = X + x, Y + y
    return reference_area([[(left, low), (left + width, low), (left + width, low + height), (left, low + height)]])
