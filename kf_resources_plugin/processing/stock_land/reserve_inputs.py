"""The inputs of kf:landreserveplan: the land survey with its tenure, what has a user, limits by year and the cost."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from ...i18n import tr
from ...rules.reserve_plan import YEARS
from ...rules.stock_status import UNDETERMINED, kinds_by_word
from ...rules.text import clean, numbers, some
from ..land_inputs import LAND, LAND_SCHEMA, LandInputs

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.reading import PolygonTable
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

REGISTERED, STATUS = "REGISTERED", "STATUS"
STATUS_ROLE = STATUS_SCHEMA = "stock_status"
LIMITS = ("AREA_LIMITS", "BUDGETS")
TENURE = "tenure"
_BETWEEN = re.compile(r"[\s,;，；、]+")
_ONE_NUMBER = re.compile(r"\d{1,3}([,，\s]\d{3})+")  # 1,234,567 is one with separators, or three


class ReserveInputs(LandInputs):
    """Inputs under the names that kf:landreserveplan gives them."""

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = [*self.layer_problems(LAND, REGISTERED, STATUS), *self.field_problems(),
                 *self.missing_field(LAND, "LAND_TENURE_FIELD", LAND_SCHEMA, "QSXZ", required=True),
                 *self.missing_field(STATUS, "STATUS_CLASS_FIELD", STATUS_SCHEMA, "class", required=True)]
        for name in LIMITS:
            if self.given[name] and self.limits(name) is None:
                found.append(tr(
                    "“{parameter}” must be {count} numbers, 0 or more, without separators of thousands, one after the "
                    "other as in “10000; 20000; 5000”: “{value}”.").format(
                        parameter=self._titles[name], count=YEARS, value=self.given[name]))
        if self.given["BUDGETS"] and self.given["COST"] is None:
            found.append(tr("A budget limits nothing without a cost: give “{parameter}”.").format(
                parameter=self._titles["COST"]))
        return [*found, *self.file_problems(self.book, self.class_map)]

    def limits(self, name: str) -> tuple[int, ...] | None:
        """Return the limits of AREA_LIMITS or BUDGETS in hundredths, None where there are none that can be used."""
        text = clean(self.given[name])
        if _ONE_NUMBER.fullmatch(text):
            return None
        parts = [part for part in _BETWEEN.split(text) if part]
        values, bad = numbers(np.array(parts, dtype=object))
        if len(parts) != YEARS or len(bad) or not (values >= 0).all():
            return None
        return tuple(round(value * 100) for value in values.tolist())

    def tenure(self) -> str:
        """Return the field of LAND that says whose it is."""
        return self.field(LAND, "LAND_TENURE_FIELD", LAND_SCHEMA, "QSXZ") or "QSXZ"

    def with_users(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                   progress: Progress) -> list[PolygonTable]:
        """Return the polygons that have a user: registered parcels, and land of the status layer that was supplied."""
        found = []
        if self.has(REGISTERED):
            found.append(self.polygons(REGISTERED, "registered_parcels", (), crs, kernel, book,
                                       progress.part(0.0, 0.5)))
        if self.has(STATUS):
            field = self.field(STATUS, "STATUS_CLASS_FIELD", STATUS_SCHEMA, "class") or "class"
            table = self.polygons(STATUS, STATUS_ROLE, [field], crs, kernel, book, progress.part(0.5, 1.0))
            words = kinds_by_word(book)
            kinds = [words.get(clean(value).lower()) for value in table.columns[field].tolist()]
            self._told_status(table, kinds, field, book)
            used = set(book.threshold("reserve_plan.candidate", "used_classes"))
            found.append(table.take(np.array([row for row, kind in enumerate(kinds) if kind in used], dtype=np.int64)))
        return found

    def _told_status(self, table: PolygonTable, kinds: list[str | None], field: str, book: RuleBook) -> None:
        """Tell which rows of the status layer do not say whether their land has a user, and where it lies."""
        unknown = np.array([kind in (None, UNDETERMINED) for kind in kinds], dtype=bool)
        nowhere = np.isnan(table.bounds[:, 0])
        for rule, rows in (("reserve_plan.status_unknown", unknown & ~nowhere),
                           ("reserve_plan.status_unplaced", nowhere)):
            fids = table.fids[rows].tolist()
            if fids:
                self.findings.append(book.finding(rule, role=STATUS_ROLE, place=rule, layer=table.name, field=field,
                                                  count=len(fids), fids=some(fids)))
