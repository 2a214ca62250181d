"""Reading project footprints: one row per project, whatever the layer calls its fields."""
from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..i18n import tr
from ..rules.progress import NoProgress
from ..rules.text import clean, numbers
from .dates import read_date
from .errors import PlannerError
from .subtraction import unite
from .vicinity import Vicinity
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ..rules.findings import Finding
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .kernel import Kernel
    from .reading import PolygonTable


@dataclass(frozen=True)
class Projects:
    """Projects in the order of their ids, one entry each; ``dates`` None where there is no date.

    declared_m2: float64 (projects,) m², NaN where none is declared; empty where no field was asked for.
    features: rows, in the table they were read from, of the features each project consists of.
    """

    table: PolygonTable
    ids: list[str]
    names: list[str]
    dates: list[date | None]
    declared_m2: np.ndarray = field(default_factory=lambda: np.empty(0))
    features: Sequence[Sequence[int]] = ()

    @cached_property
    def vicinity(self) -> Vicinity:
        """Return where the projects lie."""
        return Vicinity.of(self.table.wkb, self.table.bounds)


def read_projects(table: PolygonTable, id_field: str | None, name_field: str | None, date_field: str | None,
                  kernel: Kernel, book: RuleBook, progress: Progress | None = None, *,
                  area_field: str | None = None) -> tuple[Projects, list[Finding]]:
    """Return one row per project id and what is wrong with ids, dates and declared areas (m²).

    Features that share an id are parts of one project and are united; a feature without an id stands for itself under
    ``#`` and its feature id. Where parts state different names the first by its text counts, of dates the latest.
    Raises PlannerError when the parts of a project cannot be united.
    """
    watched = progress or NoProgress()
    findings: list[Finding] = []
    rows_of: dict[str, list[int]] = {}
    for row, fid in enumerate(table.fids.tolist()):
        key = clean(table.columns[id_field][row]) if id_field else ""
        if not key:
            key = f"#{fid}"
            if id_field:
                findings.append(book.finding("project.id_missing", subject_id=key, role="projects", source_fid=fid,
                                             wkb=table.wkb[row], field=id_field, layer=table.name, fid=fid))
        rows_of.setdefault(key, []).append(row)
    ids = sorted(rows_of)
    merged, names, dates = [], [], []
    for key in ids:
        watched.check()
        rows = rows_of[key]
        names.append(_one_of(stated_texts(table, name_field, rows), name_field, key, book, findings) or key)
        dates.append(_one_of(_days(table, date_field, rows, key, book, findings)[::-1], date_field, key, book,
                             findings))
        merged.append(_united(table, rows, key, kernel, watched))
        if not merged[-1]:
            findings.append(book.finding("project.no_shape", subject_id=key, subject_name=names[-1], role="projects",
                                         layer=table.name, source_fid=int(table.fids[rows[0]])))
        if len(rows) > 1:
            findings.append(book.finding("project.id_duplicate", subject_id=key, role="projects", layer=table.name,
                                         count=len(rows), fids=[int(table.fids[row]) for row in rows]))
    first = np.array([rows_of[key][0] for key in ids], dtype=np.int64)
    parts = [rows_of[key] for key in ids]
    declared = _declared(table, area_field, parts, book, findings)
    return Projects(_with_geometry(table, first, merged), ids, names, dates, declared, parts), findings


def _united(table: PolygonTable, rows: Sequence[int], key: str, kernel: Kernel, progress: Progress) -> bytes:
    if len(rows) == 1:
        return bytes(table.wkb[rows[0]])
    try:
        return unite(kernel, table.wkb[rows], progress)
    except ValueError as error:
        raise PlannerError(tr(
            "The parts of project {project} in layer “{layer}” cannot be united ({reason}). Check the geometry of "
            "features {fids} and run again.").format(
                project=key, layer=table.name, reason=error,
                fids=", ".join(str(table.fids[row]) for row in rows))) from error


def stated_texts(table: PolygonTable, field: str | None, rows: Sequence[int]) -> list[str]:
    """Return what some features say in a field, each text once, sorted; nothing where there is no field or value."""
    return sorted({text for row in rows for text in [clean(table.columns[field][row])] if text}) if field else []


def _days(table: PolygonTable, field: str | None, rows: Sequence[int], key: str, book: RuleBook,
          findings: list[Finding]) -> list[date]:
    if not field:
        return []
    days: set[date] = set()
    for row in rows:
        value: Any = table.columns[field][row]
        day = read_date(value)
        if day is not None:
            days.add(day)
        elif clean(value):
            findings.append(book.finding("project.date_unreadable", subject_id=key, role="projects",
                                         source_fid=int(table.fids[row]), field=field, layer=table.name,
                                         value=clean(value)))
    return sorted(days)


def _one_of(stated: Sequence[Any], field: str | None, key: str, book: RuleBook, findings: list[Finding]) -> Any:
    """Return the first of what the parts of a project state, None where they state nothing."""
    if len(stated) > 1:
        findings.append(parts_differ(key, field, stated, stated[0], book))
    return stated[0] if stated else None


def parts_differ(key: str, field: str | None, stated: Sequence[Any], used: Any, book: RuleBook) -> Finding:
    """Return that the features of a project state different things, and what of it is used."""
    return book.finding("project.parts_differ", subject_id=key, role="projects", place=f"parts {field}", field=field,
                        values=[str(value) for value in stated], value=str(used))


def _declared(table: PolygonTable, field_name: str | None, parts: Sequence[Sequence[int]], book: RuleBook,
              findings: list[Finding]) -> np.ndarray:
    """Return the declared area of projects; parts that all state the same state it of the whole project."""
    if field_name is None:
        return np.empty(0)
    values, bad = numbers(table.columns[field_name])
    findings += [book.finding("field.not_number", role="projects", source_fid=int(table.fids[row]), field=field_name,
                              layer=table.name, value=clean(table.columns[field_name][row])) for row in bad.tolist()]
    stated = [values[np.array(rows)] for rows in parts]
    return np.array([part[0] if (part == part[0]).all() else np.nansum(part) if not np.isnan(part).all() else np.nan
                     for part in stated])


def _with_geometry(table: PolygonTable, rows: np.ndarray, wkbs: Sequence[bytes]) -> PolygonTable:
    found = table.take(rows)
    shapes = as_wkb_array(wkbs)
    united = np.flatnonzero(found.wkb != shapes).astype(np.int64)
    return found.with_wkb(united, shapes[united])

