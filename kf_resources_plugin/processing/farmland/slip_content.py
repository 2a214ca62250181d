"""What a slip says of an event: its facts, figures by county and entry, rules and the anchor of the ledger."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ...cartography.slip import Slip, SlipTable
from ...engine.errors import PlannerError
from ...engine.rule_store import load_rule_book
from ...engine.spreadsheet_writing import Column
from ...i18n import language, tr
from ...rules.event_chain import CREATE, REVERSE
from ...rules.farmland_balance import CAPACITY, INDICATORS, PADDY, QUANTITY
from ...rules.ledger import COMMIT, ENTRY, TRADE_IN, TRADE_OUT
from ...rules.slip_figures import AREA_UNITS, DECIMALS, WEIGHT_UNITS, figures
from .balance_findings import unit_text
from .balance_parameters import GRADE_SCALES, MODES, SCOPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...engine.ledger_store import Ledger
    from ...engine.spreadsheet_writing import Cell
    from ...rules.farmland_balance import Entry
    from ...rules.ledger import Event
    from ...rules.slip_figures import Figures, Key

_SHOWN_HASH = 16  # digits in the footer


def slip_of(ledger: Ledger, number: int) -> Slip:
    """Return the slip of an event; raises LedgerFault for a number without event, PlannerError for the creation."""
    return _Content(ledger, ledger.event(number)).slip()


class _Content:
    """The parts of one event's slip; of a reversal those of the event it takes back."""

    def __init__(self, ledger: Ledger, event: Event) -> None:
        if event.kind == CREATE:
            raise PlannerError(tr("Event {number} made the ledger; there is nothing to print. Choose the event of a "
                                  "write-off, a reversal, an entry or a trade.").format(number=event.number))
        self._ledger, self._event = ledger, event
        # what is told of projects, trades and entries stands in the event that is taken back
        self._origin = ledger.event(event.payload["reverses"]) if event.kind == REVERSE else event
        self._entries = {entry.entry_id: entry for entry in ledger.entries()}
        self._reversed_by = ledger.reversed_by(event.number)
        self._demands: list[dict[str, Any]] = self._origin.payload.get("demands") or []

    def slip(self) -> Slip:
        """Return everything."""
        head = self._ledger.head
        event = self._event
        stamp = ""
        if self._reversed_by is not None:
            stamp = tr("REVERSED by event {number}: this slip is no longer valid").format(number=self._reversed_by)
        return Slip(
            title=self._title(), language=language(), stamp=stamp, facts=self._facts(), sections=self._sections(),
            rules=self._rules() if self._origin.kind == COMMIT else [],
            anchor=[(tr("Number of this event"), str(event.number)), (tr("Hash of this event"), event.hash),
                    (tr("Last event when printed"), str(head.number)), (tr("Its hash"), head.hash)],
            footer=" · ".join(part for part in (
                self._ledger.title, tr("event {number}").format(number=event.number), event.hash[:_SHOWN_HASH],
                stamp) if part))

    def _title(self) -> str:
        return {
            COMMIT: tr("Write-off slip of replenished farmland"),
            REVERSE: tr("Reversal slip of replenished farmland"),
            ENTRY: tr("Entry slip of replenished farmland"),
            TRADE_IN: tr("Purchase slip of replenished farmland"),
            TRADE_OUT: tr("Sale slip of replenished farmland"),
        }[self._event.kind]

    # -- facts --------------------------------------------------------------------------------------------------

    def _facts(self) -> list[tuple[str, str]]:
        ledger, event, payload = self._ledger, self._event, self._origin.payload
        facts = [(tr("Ledger"), ledger.title or ledger.path.name),
                 (tr("Unit"), unit_text(ledger.unit_code) if ledger.unit_code else ""),
                 (tr("Event number"), str(event.number)), (tr("Date and time"), _clock(event.at)),
                 (tr("Operator"), event.operator), (tr("Reason"), event.reason)]
        if event.kind == REVERSE:
            facts.append((tr("Takes back"), tr("event {number}, {kind}, of {day}").format(
                number=self._origin.number, kind=_kind_title(self._origin.kind), day=self._origin.at[:10])))
        facts += self._project_facts()
        if self._origin.kind == COMMIT:
            facts += [(tr("Whose reserve may serve"), _word(SCOPES, payload.get("scope"))),
                      (tr("Rules of the balance"), _word(MODES, payload.get("judged_by"))),
                      (tr("Rules in force on"), str(payload.get("rules_date") or "")),
                      (tr("Scale of grades"), _word(GRADE_SCALES, ledger.grade_scale))]
        trade = payload.get("trade")
        if trade:
            facts += [(tr("Counterparty"), trade.get("counterparty", "")),
                      (tr("Document number"), trade.get("document_no", "")),
                      (tr("Price (yuan)"), trade.get("price_cny") or tr("none"))]
        entry = payload.get("entry")
        if entry and entry.get("note"):
            facts.append((tr("Note"), entry["note"]))
        return facts

    def _project_facts(self) -> list[tuple[str, str]]:
        projects: dict[str, str] = {}
        for row in self._demands:
            projects[row["project_id"]] = row.get("project_name") or projects.get(row["project_id"], "")
        facts = []
        for key, name in projects.items():
            facts += [(tr("Project id"), key), (tr("Project"), name if name != key else "")]
        return facts

    # -- figures ------------------------------------------------------------------------------------------------

    def _sections(self) -> list[tuple[str, list[SlipTable]]]:
        sections = [(_indicator_title(indicator), self._tables(indicator))
                    for indicator in (QUANTITY, PADDY, CAPACITY)]
        return [section for section in sections if section[1]]

    def _tables(self, indicator: int) -> list[SlipTable]:
        """Return the tables of an indicator; entries and trades have no demand, so what they leave out is no line."""
        made = self._figures(indicator)
        return [*([self._by_county(made, indicator)] if self._demands else []),
                *([self._by_entry(made)] if made.lines() else [])]

    def _figures(self, indicator: int) -> Figures:
        name = INDICATORS[indicator]
        amounts = [(line.entry_id, (line.project_id, line.unit_code), abs(line.amount))
                   for line in self._event.amounts if line.indicator == name]
        demands: dict[Key, int] = {}
        for row in self._demands:
            key = (row["project_id"], row["unit_code"])
            demands[key] = demands.get(key, 0) + int((row.get("amounts") or {}).get(name) or 0)
        for key in self._unknown(indicator):  # what it got is all that is known of it
            demands[key] = sum(amount for _, taker, amount in amounts if taker == key)
        try:
            return figures(amounts, demands, WEIGHT_UNITS if indicator == CAPACITY else AREA_UNITS)
        except ValueError as error:
            raise PlannerError(tr("The amounts of event {number} cannot be printed: {reason}.").format(
                number=self._event.number, reason=error)) from error

    def _unknown(self, indicator: int) -> set[Key]:
        """Return (project, county) of demands that are not known, which is another thing than nothing."""
        return {(row["project_id"], row["unit_code"]) for row in self._demands
                if (row.get("amounts") or {}).get(INDICATORS[indicator]) is None}

    def _by_county(self, made: Figures, indicator: int) -> SlipTable:
        """Return what each county's demand is and what it got."""
        columns = [Column(tr("County")), Column(tr("Day")), *_amount_columns(made, tr("Needed")),
                   *_amount_columns(made, self._moved())]
        with_grades = indicator == CAPACITY
        if with_grades:
            columns += [Column(tr("Mean grade taken"), decimals=2), Column(tr("Mean grade supplied"), decimals=2),
                        Column(tr("Grade kept"))]
        grades = {row["unit_code"]: row for row in self._origin.payload.get("grades") or []}
        days = {(row["project_id"], row["unit_code"]): str(row.get("demand_date") or "") for row in self._demands}
        rows: list[list[Cell]] = []
        unknown = self._unknown(indicator)
        not_known = [tr("unknown")] * len(made.units)
        for key in made.keys:
            row: list[Cell] = [unit_text(key[1]), days.get(key, ""),
                               *(not_known if key in unknown else made.demanded(key)), *made.of_key(key)]
            rows.append(row + (_grades(grades.get(key[1])) if with_grades else []))
        total: list[Cell] = [tr("Total"), "", *(not_known if unknown else made.total_demanded()), *made.total(),
                             *[""] * (3 * with_grades)]
        return SlipTable(tr("By county"), columns, rows, total, self._exempt_note(made, bool(unknown)))

    def _exempt_note(self, made: Figures, unknown: bool) -> str:
        if not unknown and made.total_demanded() == made.total():
            return ""
        return tr("What is needed and was not written off needs no replenishment by the rule applied.")

    def _by_entry(self, made: Figures) -> SlipTable:
        several = len(made.keys) > 1
        columns = [*([Column(tr("For"))] if several else []), Column(tr("Entry id")), Column(tr("County")),
                   Column(tr("Available from")), Column(tr("Mean grade"), decimals=2),
                   *_amount_columns(made, self._moved())]
        rows: list[list[Cell]] = []
        for entry_id, key in made.lines():
            rows.append([*([unit_text(key[1])] if several else []),
                         *_entry_cells(entry_id, self._entries.get(entry_id)), *made.line(entry_id, key)])
        return SlipTable(tr("Entries"), columns, rows, [tr("Total"), *[""] * (4 if several else 3), *made.total()])

    def _moved(self) -> str:
        """Return what happened to the amounts."""
        if self._event.kind != REVERSE:
            return {COMMIT: tr("Written off"), ENTRY: tr("Entered"), TRADE_IN: tr("Bought"),
                    TRADE_OUT: tr("Sold")}[self._event.kind]
        return tr("Given back") if self._origin.kind in {COMMIT, TRADE_OUT} else tr("Taken out")

    # -- rules --------------------------------------------------------------------------------------------------

    def _rules(self) -> list[dict[str, str]]:
        """Return the rules of a write-off as they were applied, from the event; else those in force on its day."""
        payload = self._origin.payload
        stored = [row for row in payload.get("rules") or [] if isinstance(row, dict) and row.get("clause")]
        if stored:
            return [{"id": str(row.get("id") or ""), "clause": str(row["clause"]), "text": str(row.get("text") or "")}
                    for row in stored]
        day = _day(payload.get("rules_date"), self._origin.at)
        book = load_rule_book(day, language())
        wanted = [f"balance.{payload.get('judged_by')}", str(payload.get("exempt") or "")]
        return [{"id": rule, "clause": book.clause(rule), "text": ""} for rule in wanted if rule in book.rows]


def _clock(at: str) -> str:
    """Return an ISO time as people write it: 2025-03-01 09:02:00 +08:00."""
    return f"{at[:10]} {at[11:19]} {at[19:]}".strip()


def _day(text: Any, at: str) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return date.fromisoformat(at[:10])


def _amount_columns(made: Figures, group: str) -> list[Column]:
    titles = {"m2": "m²", "ha": tr("ha"), "mu": tr("mu"), "kg": "kg"}
    return [Column(titles[unit], "", DECIMALS[unit], (group,)) for unit in made.units]


def _entry_cells(entry_id: str, entry: Entry | None) -> list[Cell]:
    if entry is None:
        return [entry_id, "", "", ""]
    return [entry_id, unit_text(entry.unit_code), entry.available.isoformat() if entry.available else "",
            entry.mean_grade]


def _grades(row: Mapping[str, Any] | None) -> list[Cell]:
    """Return mean grade taken, mean grade supplied and whether it was kept."""
    if row is None:
        return ["", "", ""]
    kept = row.get("kept")
    said = tr("unknown") if kept is None else tr("yes") if kept else tr("no")
    return [_grade(row.get("taken")), _grade(row.get("supplied")), said]


def _grade(text: Any) -> Cell:
    try:
        return float(text)
    except (TypeError, ValueError):
        return tr("unknown")


def _word(words: Mapping[str, str], key: Any) -> str:
    return tr(words[key]) if key in words else str(key or "")


def _indicator_title(indicator: int) -> str:
    return (tr("Replenished quantity"), tr("Paddy area"), tr("Grain capacity"))[indicator]


def _kind_title(kind: str) -> str:
    titles = {COMMIT: tr("write-off"), ENTRY: tr("entry"), TRADE_IN: tr("purchase"), TRADE_OUT: tr("sale")}
    return titles.get(kind, kind)
