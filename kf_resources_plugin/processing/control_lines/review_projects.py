"""What a review knows of each project beside its land: its classes and the rules of its day."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.projects import parts_differ, stated_texts
from ...engine.review_hits import Epoch
from ...rules.compliance import UNCLASSIFIED, classes_of, project_classes, review_rules
from ...rules.text import listed, some
from ...rules.units import hundredths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ...engine.projects import Projects
    from ...engine.reading import PolygonTable
    from ...rules.areas import Floats, Ints
    from ...rules.compliance import ProjectClass, ReviewRule
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook



@dataclass(frozen=True)
class ReviewedProjects:
    """Projects and what rules ask of them, by project.

    drawn_m2: float64, as computed; area: int64, the same in hundredths of m²; classes: codes, implied ones too;
    class_names: as the report calls them; days: whose rules hold; books: the rules by day. epochs: projects that the
    same rules hold for.
    """

    projects: Projects
    drawn_m2: Floats
    area: Ints
    classes: list[frozenset[str]]
    class_names: list[str]
    known: Mapping[str, ProjectClass]
    days: list[date]
    books: Mapping[date, RuleBook]
    epochs: list[Epoch]

    @property
    def declared_m2(self) -> Floats:
        """Return the declared areas in m², NaN where there is none."""
        declared = self.projects.declared_m2
        return declared if len(declared) else np.full(len(self), np.nan)

    def __len__(self) -> int:
        """Return the number of projects."""
        return len(self.projects.ids)

    def book(self, project: int) -> RuleBook:
        """Return the rules in force on the day of a project."""
        return self.books[self.days[project]]

    def all_rules(self) -> tuple[ReviewRule, ...]:
        """Return the rules of all epochs, each once, in their order."""
        return tuple(dict.fromkeys(rule for epoch in self.epochs for rule in epoch.rules))

    def rules_of(self, project: int) -> tuple[ReviewRule, ...]:
        """Return the rules that a project is judged by."""
        return next(epoch.rules for epoch in self.epochs if epoch.projects[project])


def reviewed_projects(projects: Projects, drawn: PolygonTable, class_field: str | None, drawn_m2: Floats,
                      book: RuleBook) -> tuple[ReviewedProjects, list[Finding]]:
    """Return the projects with their classes and rules, and what is wrong with those.

    drawn: the features as read, with the field of classes; drawn_m2: float64 (projects,) as computed.
    """
    classes, names, known, found = _classes(projects, drawn, class_field, book)
    days = [day or book.date for day in projects.dates]
    books = {day: book if day == book.date else book.on(day) for day in dict.fromkeys(days)}
    if not projects.ids:
        found.append(book.finding("project.none", role="projects", layer=projects.table.name, place="projects"))
    area = hundredths(drawn_m2)
    found += [book.finding(
        "project.no_shape", subject_id=projects.ids[row], subject_name=projects.names[row], role="projects",
        layer=projects.table.name, source_fid=int(projects.table.fids[row]), wkb=projects.table.wkb[row])
        for row in np.flatnonzero(area == 0).tolist() if projects.table.wkb[row]]
    return ReviewedProjects(projects, drawn_m2, area, classes, names, known, days, books, _epochs(days, books)), found


def _epochs(days: Sequence[date], books: Mapping[date, RuleBook]) -> list[Epoch]:
    """Return the projects by the rules of their day: many days have the same."""
    rules = {day: review_rules(book) for day, book in books.items()}
    of_project = [rules[day] for day in days]
    return [Epoch(np.array([mine == distinct for mine in of_project], dtype=bool), distinct)
            for distinct in dict.fromkeys(of_project)]


def _classes(projects: Projects, drawn: PolygonTable, field: str | None, book: RuleBook,
             ) -> tuple[list[frozenset[str]], list[str], dict[str, ProjectClass], list[Finding]]:
    """Return classes, what they are called, all that there are, and findings; parts of a project add up theirs."""
    known = project_classes(book)
    classes, names = [], []
    found: list[Finding] = []
    strange: dict[str, list[str]] = {}
    bare = 0
    for key, rows in zip(projects.ids, projects.features):
        texts = stated_texts(drawn, field, rows)
        read = [classes_of(text, known) for text in texts]
        for text, (_, understood) in zip(texts, read):
            if not understood:
                strange.setdefault(text, []).append(key)
        bare += not texts
        codes = frozenset[str]().union(*(codes for codes, _ in read)) - {UNCLASSIFIED} or frozenset([UNCLASSIFIED])
        classes.append(codes)
        names.append(listed((known[code].name(book.language) for code in known if code in codes), book.language))
        if len(texts) > 1:
            found.append(parts_differ(key, field, texts, names[-1], book))
    found += [book.finding(
        "review.class_unknown", role="projects", place=value, value=value, field=field, count=len(keys),
        projects=shown_ids(keys), known=[entry.name(book.language) for entry in known.values()])
        for value, keys in sorted(strange.items())]
    if bare:
        found.append(book.finding("review.class_missing", role="projects", place="class", count=bare))
    return classes, names, known, found


def shown_ids(keys: Sequence[str]) -> list[str]:
    """Return the first of some ids, and that there are more."""
    return some(keys)
