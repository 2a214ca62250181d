"""One fault of many parcels: the first told one by one, the others together, for nobody reads a hundred thousand."""
from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING, Callable, Protocol

import numpy as np

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from ..rules.findings import Finding
    from ..rules.rule_rows import RuleBook
    from .reading import FeatureTable


class Named(Protocol):
    """Rows of a layer with what each is called, object (rows,), and the role by which findings name the layer."""

    @property
    def table(self) -> FeatureTable:
        """Return the rows."""

    @property
    def parcels(self) -> np.ndarray:
        """Return what they are called."""

    @property
    def role(self) -> str:
        """Return the role."""


def told(survey: Named, rows: Ints, finding: Callable[[int], Finding], book: RuleBook,
         area_m2: Floats | None = None) -> list[Finding]:
    """Return ``finding(row)`` for the parcels that come first by their id, and one that says how many more there are.

    All rows have the same fault. area_m2: float64 (rows,), to be summed where it is known.
    """
    most = int(book.threshold("findings.more", "most_listed"))
    if len(rows) <= most:
        return [finding(row) for row in rows.tolist()]
    # by id and feature, so that the order of rows decides nothing
    listed = nsmallest(most, range(len(rows)), key=lambda place: (str(survey.parcels[rows[place]]),
                                                                  int(survey.table.fids[rows[place]])))
    found = [finding(int(rows[place])) for place in listed]
    others = np.ones(len(rows), dtype=bool)
    others[listed] = False
    first = found[0]
    area = None if area_m2 is None else float(area_m2[others].sum())
    return [*found, book.finding(
        "findings.more", role=survey.role, severity=first.severity, place=f"{survey.role} {first.rule_id}",
        layer=survey.table.name, rule=first.rule_id, count=len(rows) - most, listed=most, example=first.message,
        area_m2=area)]
