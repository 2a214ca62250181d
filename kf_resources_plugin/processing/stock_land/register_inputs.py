"""The inputs of kf:stockregisterupdate: the status of a day by lot, and the papers that say how land left stock."""
from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsWkbTypes

from ...engine.dates import read_date, read_dates
from ...engine.errors import PlannerError
from ...engine.partition import cannot_unite
from ...engine.stock_events_file import stored_shape
from ...engine.subtraction import unite
from ...i18n import tr
from ...rules.disposal_rate import Lot
from ...rules.progress import NoProgress
from ...rules.stock_status import UNDETERMINED, kinds_by_word
from ...rules.stock_update import Paper, Shown, facts_of
from ...rules.text import clean, numbers
from ..land_inputs import LandInputs
from ..refusals import spoken
from ..table_rows import missing_fields
from .area_units import area_unit_of, small_areas, unknown_units
from .rate_rows import alike, amounts_of, county_of, disposal_rows, lacking_disposals, read_disposals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.reading import PolygonTable
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

STATUS, DISPOSALS = "STATUS", "DISPOSALS"
ROLES = {STATUS: "stock_status", DISPOSALS: "disposals"}
_REQUIRED = {STATUS: ("parcel_id", "unit_code", "class", "area_m2"),
             DISPOSALS: ("parcel_id", "date", "area_m2", "document")}
_FACTS = {"batch": "PCBH", "use": "TDYT", "project": "XMMC", "year": "year", "unit_name": "unit_name",
          "approved": "approved"}
_MOST_DAYS = 1_000_000
_NO_ID = "#"  # what a status layer calls a parcel without an id begins with it


class RegisterInputs(LandInputs):
    """Inputs under the names REGISTER, STATUS, DISPOSALS, DATE, AREA_UNIT, RULES_DATE, RULES."""

    HEADED = True

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = [*(self.layer_problems(STATUS) if self.has_places else self.lost_files(STATUS)),
                 *self.lost_files(DISPOSALS)]
        found += missing_fields(self, STATUS, ROLES[STATUS], _REQUIRED[STATUS])
        found += lacking_disposals(self, DISPOSALS, ROLES[DISPOSALS], _REQUIRED[DISPOSALS])
        found += [text for name, role in ROLES.items() for text in unknown_units(self, name, role, {})]
        return [*found, *self.file_problems(self.book)]

    @property
    def has_places(self) -> bool:
        """Tell whether the status layer has polygons."""
        polygons = QgsWkbTypes.GeometryType.PolygonGeometry
        return self.has(STATUS) and self.layers[STATUS].features.kind == polygons

    def status(self, crs: QgsCoordinateReferenceSystem, srs_id: int, kernel: Kernel, book: RuleBook,
               progress: Progress) -> StatusOfDay:
        """Return the status layer by lot, shapes in ``crs``; raises PlannerError where its day is not known."""
        own = {**self.standard_fields(STATUS, ROLES[STATUS], {name: name for name in (
            "parcel_id", "unit_code", "class", "area_m2", "since", "age_days")}),
               **self.standard_fields(STATUS, "stock_land", _FACTS)}
        fields = sorted({name for name in own.values() if name})
        role = ROLES[STATUS]
        table = self.polygons(STATUS, role, fields, crs, kernel, book, progress) if self.has_places else (
            self.read_table(STATUS, role, fields, progress))
        return StatusOfDay(self, table, own, srs_id, kernel, book)

    def day_of(self, said: date | None, label: str) -> date:
        """Return the day of the status; raises PlannerError where it is not known, or DATE says another."""
        given = date.fromisoformat(self.given["DATE"]) if self.given["DATE"] else None
        if given is not None and said is not None and given != said:
            raise PlannerError(tr("Layer “{layer}” is the status of {said}, not of {day}. Give the status of that day, "
                                  "or leave “{parameter}” empty.").format(
                layer=label, said=said, day=given, parameter=self._titles["DATE"]))
        day = given or said
        if day is None:
            raise PlannerError(tr("Layer “{layer}” does not tell of which day it is: give “{parameter}”.").format(
                layer=label, parameter=self._titles["DATE"]))
        if day > date.today():  # nothing up to that day could be written any more
            raise PlannerError(tr("Layer “{layer}”: {day} has not come yet, so nobody knows its status. Give the "
                                  "status of a day up to today.").format(layer=label, day=day))
        self.resolved["DATE"] = day.isoformat()
        return day

    def papers(self, stood: Callable[[], Mapping[Lot, int]], book: RuleBook, progress: Progress) -> list[Paper]:
        """Return the papers of DISPOSALS, none without it; rows that cannot be used are told. Raises PlannerError.

        stood: what the register holds, asked for the classes of parcels where the papers state none.
        """
        if not self.has(DISPOSALS):
            return []
        rows = read_disposals(self, DISPOSALS, ROLES[DISPOSALS], progress)
        known = {} if rows.own["class"] else stood()
        found, told = disposal_rows(rows, frozenset(), known, book, progress)
        self.findings.extend(told)
        rows.refuse_faults()
        names: Mapping[str, Any] = book.row("register.routes").thresholds
        routes = {word: route for route, words in names.items() for word in (route, *words)}
        papers = []
        for row in found:
            route = routes.get(row.route.lower(), "")
            if row.route and not route:
                self.findings.append(book.finding(
                    "register.route_unknown", subject_id=row.event.lot.parcel, role=ROLES[DISPOSALS],
                    source_fid=row.fid, place=f"#{row.fid}", value=row.route))
            papers.append(Paper(row.event.lot, row.event.day, row.event.amount, route, row.event.document, row.fid))
        return papers


class StatusOfDay:
    """A status layer by lot.

    lots: what it shows; unclear: parcels of which it does not show everything; day: the day it tells, None for none.
    """

    def __init__(self, inputs: RegisterInputs, table: PolygonTable, own: Mapping[str, str | None], srs_id: int,
                 kernel: Kernel, book: RuleBook) -> None:
        """Read the rows; what cannot be used goes to the findings of ``inputs``."""
        self._inputs, self._table, self._own, self._book = inputs, table, own, book
        self._kinds = kinds_by_word(book)
        self.label = table.name
        self.unclear: set[str] = set()
        self.day = self._told_day()
        self.lots = self._lots(srs_id, kernel)

    def _column(self, name: str) -> Sequence[object]:
        field = self._own[name]
        return list(self._table.columns[field]) if field else [None] * len(self._table)

    def _told_day(self) -> date | None:
        """Return the day on which most classes have the age that the layer gives them."""
        days = Counter(began.toordinal() + int(age) for began, age in zip(
            read_dates(self._column("since")), (clean(value) for value in self._column("age_days")))
            if began is not None and age.isdigit() and int(age) < _MOST_DAYS)
        return date.fromordinal(days.most_common(1)[0][0]) if days else None

    def _lots(self, srs_id: int, kernel: Kernel) -> dict[Lot, Shown]:
        texts = {name: [clean(value) for value in self._column(name)] for name in (*_FACTS, "parcel_id", "unit_code",
                                                                                   "class")}
        values, field = numbers(np.array(self._column("area_m2"), dtype=object))[0], self._own["area_m2"]
        unit = area_unit_of(self._inputs, field)
        small = small_areas(self.label, field, unit, values, self._book)
        if small:  # what is written down stays
            raise PlannerError("\n".join(map(spoken, small)))
        amounts = amounts_of(values, unit)
        began = [read_date(value) for value in self._column("since")]
        pieces: dict[Lot, list[int]] = {}
        counted: list[tuple[int, object]] = []
        for row, (parcel, word) in enumerate(zip(texts["parcel_id"], texts["class"])):
            kind = self._kinds.get(word.lower())
            if not parcel or parcel.startswith(_NO_ID):
                self._tell("register.id_missing", row)
            elif kind is None or amounts[row] is None:
                self.unclear.add(parcel)
                self._tell("disposal.class_unknown" if kind is None else "disposal.area_unusable", row, value=(
                    word if kind is None else clean(self._column("area_m2")[row])), field=self._own["area_m2"])
            elif kind == UNDETERMINED:
                self.unclear.add(parcel)
                self._tell("register.undetermined", row)
            else:
                lot = Lot(parcel, county_of(texts["unit_code"][row]), kind)
                pieces.setdefault(lot, []).append(row)
                counted.append((int(self._table.fids[row]), (lot, amounts[row], began[row], self._table.wkb[row])))
        self._inputs.findings += alike(counted, self.label, ROLES[STATUS], self._book)
        return {lot: self._shown(rows, amounts, began, texts, srs_id, kernel) for lot, rows in pieces.items()}

    def _shown(self, rows: list[int], amounts: Sequence[int | None], began: Sequence[date | None],
               texts: Mapping[str, list[str]], srs_id: int, kernel: Kernel) -> Shown:
        """Return a lot as its pieces show it: sums, the earliest day, what the first of them says, all their land."""
        since = min((day for day in (began[row] for row in rows) if day is not None), default=None)
        facts = facts_of({**{name: texts[name][rows[0]] for name in _FACTS},
                          "approved": min(texts["approved"][row] for row in rows),
                          "since": since.isoformat() if since else ""})
        try:
            wkb = unite(kernel, self._table.wkb[rows], NoProgress())
        except ValueError as error:
            raise cannot_unite(self._table, str(error)) from error
        return Shown(sum(amounts[row] or 0 for row in rows), facts, since, stored_shape(wkb, srs_id))

    def _tell(self, rule: str, row: int, **values: Any) -> None:
        fid = int(self._table.fids[row])
        self._inputs.findings.append(self._book.finding(
            rule, subject_id=clean(self._column("parcel_id")[row]) or f"#{fid}", role=ROLES[STATUS], source_fid=fid,
            wkb=self._table.wkb[row], place=f"#{fid}", **values))


