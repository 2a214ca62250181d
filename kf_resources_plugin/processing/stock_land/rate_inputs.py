"""The inputs of kf:disposalrate: the stock on 1 January, events, idle land and earlier years, all of them tables."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ...rules.idle_land import IDLE
from ..inputs import Inputs
from ..table_rows import missing_fields
from .area_units import unknown_units
from .rate_rows import StockRows, disposal_rows, history_rows, lacking_disposals, read_disposals, stock_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...rules.disposal_rate import Lot, YearFlow
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .rate_rows import DisposalRow

_STATUS, _DISPOSALS = "STATUS", "DISPOSALS"
ROLES = {"STATUS": "stock_status", "DISPOSALS": "disposals", "IDLE": "idle_list", "HISTORY": "disposal_years"}
"""Role by table; the schema of each has the name of its role."""
_REQUIRED = {"STATUS": ("parcel_id", "unit_code", "class", "area_m2"),
             "DISPOSALS": ("parcel_id", "date", "area_m2"),
             "IDLE": ("parcel_id", "kind"), "HISTORY": ("unit_code", "year", "opening_m2", "disposed_m2")}


class RateInputs(Inputs):
    """Inputs under the names STATUS, DISPOSALS, IDLE, HISTORY, YEAR, AREA_UNIT, RULES_DATE, RULES."""

    HEADED = True

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return [*self.lost_files(*ROLES), *(text for name, role in ROLES.items()
                                            for text in (*_lacking(self, name, role),
                                                         *unknown_units(self, name, role, {}))),
                *self.file_problems(self.book)]

    def year(self) -> int:
        """Return the year of the rate, the last one that is over when omitted."""
        year = int(self.given["YEAR"] or date.today().year - 1)
        self.resolved["YEAR"] = year
        return year

    def idle_parcels(self, progress: Progress) -> frozenset[str]:
        """Return the ids of the parcels that IDLE calls idle, none without it."""
        if not self.has("IDLE"):
            return frozenset()
        rows = self._rows("IDLE", progress)
        return frozenset(parcel for parcel, kind in zip(rows.texts("parcel_id"), rows.texts("kind"))
                         if parcel and kind in IDLE)

    def stock(self, idle: frozenset[str], year: int, book: RuleBook, progress: Progress) -> dict[Lot, int]:
        """Return the stock on 1 January in hundredths of m²; rows that are none are told. Raises PlannerError."""
        opening, found = stock_rows(self._rows("STATUS", progress.part(0.0, 0.5)), idle, year, book,
                                    progress.part(0.5, 1.0))
        self.findings.extend(found)
        return opening

    def disposals(self, idle: frozenset[str], opening: Mapping[Lot, int], book: RuleBook,
                  progress: Progress) -> list[DisposalRow]:
        """Return the events of all years; rows that cannot be used are told. Raises PlannerError."""
        events, found = disposal_rows(self._rows("DISPOSALS", progress.part(0.0, 0.5)), idle, opening, book,
                                      progress.part(0.5, 1.0))
        self.findings.extend(found)
        return events

    def history(self, book: RuleBook, progress: Progress) -> list[YearFlow]:
        """Return the flows of earlier years, none without HISTORY; rows that cannot be used are told."""
        if not self.has("HISTORY"):
            return []
        years, found = history_rows(self._rows("HISTORY", progress), book)
        self.findings.extend(found)
        return years

    def _rows(self, name: str, progress: Progress) -> StockRows:
        rows = (read_disposals if name == _DISPOSALS else StockRows)(self, name, ROLES[name], progress)
        if name == _STATUS and not len(rows.table):
            self.tell_empty(name, ROLES[name], self.book())
        for field in rows.own:
            progress.check()
            rows.texts(field)  # what was read in a wrong encoding is told before anything is made of it
        rows.refuse_faults()
        return rows


def _lacking(inputs: RateInputs, name: str, role: str) -> list[str]:
    lacking = lacking_disposals if name == _DISPOSALS else missing_fields
    return lacking(inputs, name, role, _REQUIRED[name])
