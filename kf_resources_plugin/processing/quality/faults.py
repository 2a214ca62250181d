"""What a check found: findings that can be read, and how often each rule was broken, those not listed too."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Callable

import numpy as np
from qgis.core import QgsGeometry

from ...engine.many_faults import told
from ...engine.roles import POLYGON
from .works import ALL, tells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...engine.reading import FeatureTable, PolygonTable
    from ...rules.areas import Floats, Ints
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook
    from .earlier import Earlier

    Values = Callable[[int], Mapping[str, Any]]


_AGAIN, _ERRORS = "check.rule_again", "quality.errors"


@dataclass(frozen=True)
class CheckedLayer:
    """Rows of a layer with what each is called, object (rows,), its role, and what it is made of (``engine.roles``)."""

    table: FeatureTable
    parcels: np.ndarray
    role: str
    kind: str = POLYGON


@dataclass
class Faults:
    """Findings of one layer; counts and area_m2: by rule, of everything that was found; rule: the only one that is
    listed, ``ALL`` for all.
    """

    layer: CheckedLayer
    book: RuleBook
    rule: str = ALL
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    area_m2: dict[str, float] = field(default_factory=dict)

    def add(self, rule: str, rows: Ints, values: Values, *, area_m2: Floats | None = None,
            places: Mapping[int, tuple[float, float]] | None = None, about: str = "") -> None:
        """Note that rows break a rule; values(row): for its texts. area_m2: float64 (rows,), of each.

        places: by row the point of the fault, which is shown instead of the shape. about: what tells faults of one
        feature under one rule apart, as a field does.
        """
        if not tells(self.rule, rule):
            return
        table, area_of = self.layer.table, {} if area_m2 is None else dict(zip(rows.tolist(), area_m2.tolist()))

        def finding(row: int) -> Finding:
            point = self._place(row) if places is None else places[row]
            fid = int(table.fids[row])
            return self.book.finding(
                rule, subject_id=str(self.layer.parcels[row]), role=self.layer.role, source_fid=fid,
                wkb=b"" if point is not None else table.wkb[row], point=point, place=about, area_m2=area_of.get(row),
                layer=table.name, fid=fid, **values(row))

        self._noted(rule, len(rows), area_m2, told(self.layer, rows, finding, self.book, area_m2))

    def _place(self, row: int) -> tuple[float, float] | None:
        """Return where a point or line is, for findings show shapes of polygons only; None for those."""
        wkb = self.layer.table.wkb[row]
        if self.layer.kind == POLYGON or not wkb:
            return None
        shape = QgsGeometry()
        shape.fromWkb(wkb)
        first = shape.vertexAt(0)
        return first.x(), first.y()

    def pairs(self, rule: str, shapes: PolygonTable, pairs: list[tuple[int, int]], area_m2: Floats,
              values: Values) -> None:
        """Note places where two rows of the layer break a rule together; shapes: the places, in the order of pairs."""
        if not tells(self.rule, rule):
            return
        parcels, fids = self.layer.parcels, self.layer.table.fids
        named = CheckedLayer(shapes, np.array([f"{parcels[one]} {parcels[other]}" for one, other in pairs],
                                              dtype=object), self.layer.role)

        def finding(row: int) -> Finding:
            one, other = pairs[row]
            return self.book.finding(
                rule, subject_id=str(parcels[one]), other_id=str(parcels[other]), role=self.layer.role,
                source_fid=int(fids[one]), other_fid=int(fids[other]), wkb=shapes.wkb[row],
                area_m2=float(area_m2[row]), layer=self.layer.table.name, fid=int(fids[one]), **values(row))

        rows = np.arange(len(pairs), dtype=np.int64)
        self._noted(rule, len(rows), area_m2, told(named, rows, finding, self.book, area_m2))

    def shapes(self, rule: str, shapes: PolygonTable, area_m2: Floats, values: Values,
               owner: Ints | None = None) -> None:
        """Note places; owner: int64 (shapes,), the rows of the layer that they belong to, None where to none."""
        if not tells(self.rule, rule):
            return
        parcels, fids = self.layer.parcels, self.layer.table.fids
        named = CheckedLayer(shapes, np.full(len(shapes), "", dtype=object) if owner is None else parcels[owner],
                             self.layer.role)

        def finding(row: int) -> Finding:
            fid = None if owner is None else int(fids[owner[row]])
            return self.book.finding(rule, subject_id=str(named.parcels[row]), role=self.layer.role, source_fid=fid,
                                     wkb=shapes.wkb[row], layer=self.layer.table.name, area_m2=float(area_m2[row]),
                                     place=shapes.wkb[row].hex(), **values(row))

        rows = np.arange(len(shapes), dtype=np.int64)
        self._noted(rule, len(rows), area_m2, told(named, rows, finding, self.book, area_m2))

    def one(self, rule: str, place: str = "", **values: Any) -> None:
        """Note something about the layer as a whole, or about one of its fields."""
        if not tells(self.rule, rule):
            return
        self._noted(rule, 1, None, [self.book.finding(rule, role=self.layer.role, place=place or rule,
                                                      layer=self.layer.table.name, **values)])

    def take(self, found: list[Finding]) -> None:
        """Add findings that were made elsewhere; what only warns where it is computed with is a fault of a layer."""
        errors = set(self.book.threshold(_ERRORS, "rules"))
        for item in found:
            if tells(self.rule, item.rule_id):
                graver = replace(item, severity="error") if item.rule_id in errors else item
                self._noted(item.rule_id, 1, None, [graver])

    def keep(self, earlier: Earlier) -> None:
        """Add what an earlier check found and this one did not look for."""
        anew = {item.rule_id for item in self.findings} - {_AGAIN}
        met = {item.finding_id for item in self.findings}
        self.findings += [item for item in earlier.findings
                          if item.rule_id not in anew and item.finding_id not in met]
        self.counts.update({rule: count for rule, count in earlier.counts.items() if rule not in {*anew, _AGAIN}})
        self.area_m2.update({rule: area for rule, area in earlier.area_m2.items() if rule not in anew})

    def _noted(self, rule: str, count: int, area_m2: Floats | None, found: list[Finding]) -> None:
        self.findings += found
        self.counts[rule] += count
        if area_m2 is not None:
            self.area_m2[rule] = self.area_m2.get(rule, 0.0) + float(area_m2.sum())
