"""What an area table by land class says beside its figures: owners not named, declared areas, no farmland layer."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.class_table import OWNER_FIELDS
from ..project_findings import declared_otherwise, no_project, project_findings

if TYPE_CHECKING:
    from ...engine.class_table import ClassCells, Owners
    from ...engine.kernel import Kernel
    from ...rules.class_table import ClassTableLayout
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ..project_land import ProjectLand


def class_table_findings(land: ProjectLand, owners: Owners, cells: ClassCells, layout: ClassTableLayout,
                         book: RuleBook, kernel: Kernel, progress: Progress, *, permanent: bool, basis: str,
                         shaped: bool, area_field: str | None) -> list[Finding]:
    """Return all findings about projects, land, owners and declared areas."""
    if not land.projects.ids:
        return no_project(land.projects, book)
    found = [*project_findings(land, cells.kind, cells.net, book, kernel, progress, basis=basis, shaped=shaped),
             *_owners(land, owners, book),
             *declared_otherwise(land.projects, land.measured.drawn, area_field, book).values()]
    if not permanent:
        found.append(book.finding("class_table.no_permanent", role="permanent_farmland", place="column",
                                  column=layout.permanent[0 if book.language == "zh" else 1]))
    return found


def _owners(land: ProjectLand, owners: Owners, book: RuleBook) -> list[Finding]:
    survey, pieces, area = land.survey, land.cut.pieces, land.measured.area
    inside = pieces.land >= 0
    known = survey.fields.more
    missing = [OWNER_FIELDS[key] for key in OWNER_FIELDS if key not in known]
    about: dict[str, Any] = {"role": "land", "layer": survey.table.name}
    found = []
    if missing and inside.any():
        found.append(book.finding("ownership.field_missing", **about, place="field", fields=missing,
                                  area_m2=float(area[inside].sum()) / 100))
    named = np.array([bool(owner.code or owner.name) for owner in owners.owners], dtype=bool)
    without = inside & ~named[owners.owner_of]
    if without.any() and ("owner" in known or "owner_name" in known):
        found.append(book.finding("ownership.unit_missing", **about, place="unit",
                                  count=len(np.unique(pieces.land[without])),
                                  field=known.get("owner") or known["owner_name"],
                                  area_m2=float(area[without].sum()) / 100))
    if "tenure" in known:
        for value, rows in owners.strange.items():
            found.append(book.finding("ownership.tenure_unknown", **about, place=f"tenure {value}", value=value,
                                      field=known["tenure"], count=len(rows),
                                      area_m2=float(area[np.isin(pieces.land, rows)].sum()) / 100))
    return [*found, *(book.finding("ownership.names_differ", **about, place=f"name {code}", code=code, names=names,
                                   count=len(names), name=names[0]) for code, names in owners.renamed.items())]
