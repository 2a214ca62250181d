"""The report on a merged register as plain data: lists, sums by level, batch, type, county, merged sites, pairs."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...i18n import tr
from ...rules.heritage_merge import OPEN
from ...rules.heritage_pairs import CERTAINLY, REASONS
from ...rules.heritage_words import LEVEL, words
from ...rules.unit_levels import code_at
from ..report_parts import column, framed, printed_rules
from .register_outputs import figures, sums

if TYPE_CHECKING:
    from ...rules.heritage_entries import Entry
    from .register_job import RegisterResult

_LISTED = 100  # sites or pairs that are printed; the layers have them all


def document(result: RegisterResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book, numbers = result.book, figures(result)
    rules = [*REASONS, CERTAINLY, "register.names", "register.place_columns"]
    return framed(
        tr("Merged register of heritage sites"),
        tr("Which sites do the lists hold, each once? Lists: {lists}; entries: {read}; sites: {entries}; "
           "pairs that wait for a decision: {pairs}; rules in force on {day}.").format(
            read=numbers["READ"], lists=len(result.lists), entries=numbers["ENTRIES"], pairs=numbers["OPEN_PAIRS"],
            day=book.date.isoformat()),
        result, record, rules=printed_rules([(rule, book.message(rule)) for rule in rules], book),
        tables=[_lists(result), *_sums(result), *_merged(result), *_open(result)])


def _lists(result: RegisterResult) -> dict[str, Any]:
    entries = result.located.entries
    rows = []
    for name, count in result.lists.items():
        own = [entry for entry in entries if entry.list_name == name]
        rows.append({"list": name, "rows": str(count), "entries": str(len(own)),
                     "placed": str(sum(entry.place is not None for entry in own)),
                     "county": str(sum(bool(code_at(entry.unit_code, "county")) for entry in own))})
    total = {key: str(sum(int(row[key]) for row in rows)) for key in ("rows", "entries", "placed", "county")}
    return {"title": tr("Lists"), "note": "", "rows": rows, "total": {"list": tr("Total"), **total},
            "columns": [column("list", tr("List"), align="left"), column("rows", tr("Rows")),
                        column("entries", tr("Register entries")), column("placed", tr("With a place")),
                        column("county", tr("County known"))]}


def _sums(result: RegisterResult) -> list[dict[str, Any]]:
    """Return a table of sums for each way to group the register; each adds up to all of it."""
    titles = {"level": (tr("Sites by level"), tr("Level")), "batch": (tr("Sites by level and batch"), tr("Batch")),
              "site_type": (tr("Sites by type"), tr("Type")), "unit": (tr("Sites by county"), tr("County"))}
    tables, listed = [], sums(result)
    for grouping, (title, label) in titles.items():
        own = [each for each in listed if each.grouping == grouping]
        tables.append({
            "title": title, "note": "",
            "columns": [column("name", label, align="left"), column("sites", tr("Sites")),
                        column("placed", tr("With a place"))],
            "rows": [{"name": each.name or tr("not known"), "sites": str(each.sites), "placed": str(each.placed)}
                     for each in own],
            "total": {"name": tr("Total"), "sites": str(sum(each.sites for each in own)),
                      "placed": str(sum(each.placed for each in own))}})
    return tables


def _merged(result: RegisterResult) -> list[dict[str, Any]]:
    """Return the sites that several entries were merged into, none where there are none."""
    levels, language = words(result.book, LEVEL), result.book.language
    found = [site for site in result.sites if len(site.origins) > 1]
    rows = [{"id": site.site_id, "name": site.name,
             "level": levels[site.level].name(language) if site.level in levels else "",
             "origins": tr("; ").join(site.origins)} for site in found[:_LISTED]]
    return [] if not rows else [{
        "title": tr("Merged sites"), "note": _more(len(found)), "rows": rows, "total": None,
        "columns": [column("id", tr("Id of the site"), align="left"), column("name", tr("Name"), align="left"),
                    column("level", tr("Level"), align="left"),
                    column("origins", tr("Register entries"), align="left")]}]


def _open(result: RegisterResult) -> list[dict[str, Any]]:
    """Return the pairs that wait for a decision, the likeliest first, none where there are none."""
    entries, book = result.located.entries, result.book
    found = sorted((verdict.pair for verdict in result.settled.verdicts if verdict.status == OPEN),
                   key=lambda pair: (-pair.score, pair.one, pair.other))
    rows = [{"one": _shown(entries[pair.one]), "other": _shown(entries[pair.other]), "score": f"{pair.score:.2f}",
             "distance": "" if pair.distance_m is None else f"{pair.distance_m:.0f}",
             "why": " ".join(book.message(reason) for reason in pair.reasons)} for pair in found[:_LISTED]]
    return [] if not rows else [{
        "title": tr("Pairs that wait for a decision"), "note": _more(len(found)), "rows": rows, "total": None,
        "columns": [column("one", tr("Entry A"), align="left"), column("other", tr("Entry B"), align="left"),
                    column("score", tr("Score")), column("distance", tr("Distance"), "m"),
                    column("why", tr("Reasons"), align="left")]}]


def _shown(entry: Entry) -> str:
    return f"{entry.name} ({entry.key})" if entry.name else entry.key


def _more(count: int) -> str:
    return tr("The first {shown} of {count}; the layers have them all.").format(
        shown=_LISTED, count=count) if count > _LISTED else ""
