"""Tables of boundary points (界址点成果表) for reports, and what the reports on coordinate files have in common."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...i18n import tr
from ..report_parts import column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

PrintedRing = tuple[int, "Sequence[str]", "npt.NDArray[np.float64]"]
"""Number of a ring, ids of its corners, corners (n, 2) as east, north."""
_MOST_POINTS = 3_000
_LENGTH_DECIMALS = 3


def point_tables(parcels: Sequence[tuple[str, Sequence[PrintedRing]]], decimals: int) -> Iterator[dict[str, Any]]:
    """Yield the table of boundary points of each (parcel's name, rings), as many as a report can hold."""
    printed = 0
    for number, (name, rings) in enumerate(parcels):
        printed += sum(len(corners) for _, _, corners in rings)
        if printed > _MOST_POINTS:
            yield {"title": tr("Boundary points"), "columns": [column("no", tr("No."))], "rows": [], "total": None,
                   "note": tr("The points of {count} more parcels are not printed; they stand in the file.").format(
                       count=len(parcels) - number)}
            return
        yield {
            "title": tr("Boundary points: {parcel}").format(parcel=name),
            "note": tr("X is the northing, Y the easting; side: to the next point, in the projection."),
            "columns": [column("no", tr("No.")), column("id", tr("Point")), column("ring", tr("Ring")),
                        column("x", "X", "m"), column("y", "Y", "m"), column("side", tr("Side"), "m")],
            "rows": list(_rows(rings, decimals)), "total": None,
        }


def _rows(rings: Sequence[PrintedRing], decimals: int) -> Iterator[dict[str, str]]:
    count = 0
    for ring, ids, corners in rings:
        sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
        for name, (east, north), side in zip(ids, corners.tolist(), sides.tolist()):
            count += 1
            yield {"no": str(count), "id": name, "ring": str(ring), "x": f"{north:.{decimals}f}",
                   "y": f"{east:.{decimals}f}", "side": f"{side:.{_LENGTH_DECIMALS}f}"}


def parcel_title(number: str, name: str, row: int) -> str:
    """Return what a parcel is called: number and name, else its row from 1."""
    return " ".join(part for part in (number, name) if part) or f"#{row}"
