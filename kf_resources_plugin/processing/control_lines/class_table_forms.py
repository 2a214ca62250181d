"""The forms of kf:landclasstable: one table per project, and one of all projects, with figures as they are printed."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.admin_units import county_name
from ...i18n import tr
from ...rules.class_table_lines import OWNER, TENURE, Line, Owner, form_lines, owner_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.class_table import ClassCells
    from ...engine.projects import Projects
    from ...rules.class_table import ClassTableLayout, FormColumn
    from ...rules.progress import Progress

_TOWNSHIP = re.compile(r".+?(?:镇|乡|街道|办事处)")  # at the beginning of a village's full name
_TOWNSHIP_DIGITS = 9


@dataclass(frozen=True)
class Form:
    """A table: ``project`` is its id, None of all projects together.

    units: int64 (lines, leaves), permanent: int64 (lines,), both in units of 0.0001 ha as printed, ``permanent`` None
    without that layer; exact: int64 (lines, 3) hundredths of m²: all land, permanent farmland net, and gross.
    """

    project: str | None
    name: str
    lines: list[Line]
    units: np.ndarray
    permanent: np.ndarray | None
    exact: np.ndarray

    @property
    def sums(self) -> frozenset[int]:
        """Return the places of lines that sum others, the total apart."""
        return frozenset(place for place, line in enumerate(self.lines[:-1]) if line.level != OWNER)


def make_forms(cells: ClassCells, owners: Sequence[Owner], layout: ClassTableLayout, projects: Projects,
               progress: Progress, *, permanent: bool) -> list[Form]:
    """Round each project's table by itself; that of several projects sums what is printed, each place counted once."""
    units, within = np.zeros_like(cells.cells), np.zeros_like(cells.permanent)
    forms = []

    def add(project: str | None, name: str, rows: np.ndarray) -> None:
        present, owner_of = np.unique(cells.owner[rows], return_inverse=True)
        lines = [Line(line.level, line.tenure, line.code, tuple(present[list(line.owners)].tolist()))
                 for line in form_lines([owners[place] for place in present.tolist()])]
        member = np.array([np.isin(present, line.owners) for line in lines])[:, owner_of.reshape(-1)].astype(np.int64)
        exact = np.stack([cells.cells[rows].sum(axis=1), cells.permanent[rows], cells.permanent_gross[rows]], axis=1)
        forms.append(Form(project, name, lines, member @ units[rows],
                          member @ within[rows] if permanent else None, member @ exact))

    for place, key in enumerate(projects.ids):
        progress.check()
        rows = np.flatnonzero(cells.project == place)
        if len(rows):
            groups = [*owner_groups(owners, cells.owner[rows]), (~cells.counted[rows]).astype(np.int64)]
            units[rows], within[rows] = layout.printed(cells.cells[rows], cells.permanent[rows], groups)
            add(key, projects.names[place], rows)
    if len(forms) > 1:
        add(None, tr("All projects"), np.flatnonzero(cells.counted))
    return forms


def head_paths(columns: Sequence[FormColumn], layout: ClassTableLayout, language: str) -> list[list[str]]:
    """Return the headings over each column of a form, from the outermost in: two of text, then the figures."""
    return [[tr("Tenure")], [tr("Owner")], *(column.path(language) for column in columns),
            [layout.permanent[0 if language == "zh" else 1]]]


def printed_units(form: Form, columns: Sequence[FormColumn], layout: ClassTableLayout) -> list[list[int | None]]:
    """Return the figures of each line in units of 0.0001 ha, the last one permanent farmland, None where not known."""
    permanent: list[int | None] = [None] * len(form.lines) if form.permanent is None else form.permanent.tolist()
    return [[*values, within] for values, within in zip(layout.sums(form.units, columns).tolist(), permanent)]


def line_texts(line: Line, owners: Sequence[Owner], layout: ClassTableLayout, language: str) -> tuple[str, str]:
    """Return what stands at the head of a line: the tenure and the owner, or which sum it is."""
    if line.tenure is None:
        return tr("Total"), ""
    tenure = layout.tenures[line.tenure].names[0 if language == "zh" else 1]
    if line.level == TENURE:
        return tenure, tr("Sum")
    if line.level == OWNER:
        return tenure, owner_name(owners[line.owners[0]])
    return tenure, tr("{unit}, sum").format(unit=unit_name(line.code, owners))


def owner_name(owner: Owner) -> str:
    """Return what an owner is called: its name, else its code, else that the survey names none."""
    return owner.name or owner.code or tr("no owner named")


def unit_name(code: str, owners: Sequence[Owner]) -> str:
    """Return the name of a county, township or village: of a county we know, of the owner with just that code, or what
    the names of all its owners begin with; the code where there is none.
    """
    known = county_name(code)
    if known != code:
        return known
    members = [owner for owner in owners if owner.name and owner.code.startswith(code)]
    own = [owner.name for owner in members if not owner.code[len(code):].strip("0")]
    begun = {found.group() if found else "" for owner in members for found in [_TOWNSHIP.match(owner.name)]}
    return own[0] if own else begun.pop() or code if len(begun) == 1 and len(code) == _TOWNSHIP_DIGITS else code
