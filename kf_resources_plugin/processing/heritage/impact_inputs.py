"""The inputs of kf:heritageimpact: lines of sites in whatever form, the register, and what is judged by them."""
from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from qgis.core import QgsWkbTypes

from ...engine.heritage_impact import Subjects
from ...i18n import tr
from ...rules.compliance import UNCLASSIFIED, classes_of
from ...rules.heritage_impact import BUILDING, FARMLAND, PARCEL, PROJECT, classes_by_code, strange_words
from ...rules.text import listed
from ..control_lines.review_projects import reviewed_projects
from ..farmland.permanent_inputs import PERMANENT_SCHEMA, PermanentInputs
from .impact_lines import LINE_FIELDS, LineInputs, line_roles, texts_of

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...engine.reading import FeatureTable
    from ...rules.compliance import ProjectClass
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

ROLES = {"PROJECTS": "projects", "ZONES": "heritage_zones", "REGISTER": "heritage_sites", "PARCELS": "supply_parcels",
         "DEMOLITIONS": "demolitions", "PERMANENT_FARMLAND": "permanent_farmland"}
"""Layer role by input parameter."""
JUDGED = ("PROJECTS", "PARCELS", "DEMOLITIONS", "PERMANENT_FARMLAND")
_OWN = "heritage_impact"
_NAMED = {PARCEL: ("PARCELS", "PARCEL"), BUILDING: ("DEMOLITIONS", "BUILDING")}


class ImpactInputs(LineInputs, PermanentInputs):
    """Inputs under the names that the algorithm gives them."""

    FIELDS: ClassVar = {
        **LINE_FIELDS,
        "PARCEL_ID_FIELD": ("PARCELS", _OWN, "subject_id"), "PARCEL_NAME_FIELD": ("PARCELS", _OWN, "subject_name"),
        "PARCEL_KIND_FIELD": ("PARCELS", _OWN, "supply_kind"),
        "BUILDING_ID_FIELD": ("DEMOLITIONS", _OWN, "subject_id"),
        "BUILDING_NAME_FIELD": ("DEMOLITIONS", _OWN, "subject_name"),
        "BUILDING_KIND_FIELD": ("DEMOLITIONS", _OWN, "building_kind"),
    }

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = [*self.layer_problems(*(name for name in ROLES if name != "REGISTER")), *self.lost_files("REGISTER"),
                 *self.field_problems(), *self.missing_field("PROJECTS", "PROJECT_CLASS_FIELD"),
                 *self.missing_field("PERMANENT_FARMLAND", "PERMANENT_ID_FIELD", PERMANENT_SCHEMA)]
        for parameter, (layer, schema, standard) in self.FIELDS.items():
            required = parameter == "REGISTER_ID_FIELD"
            found += self.missing_field(layer, parameter, schema, standard, required=required)
        if not any(self.has(name) for name in JUDGED):
            found.append(tr("There is nothing to judge. Choose one of: {layers}.").format(
                layers=tr("; ").join(self._titles[name] for name in JUDGED)))
        wrong = self.file_problems(self.book)
        if wrong:
            return [*found, *wrong]
        book = self.book()
        found += [tr("Rule {rule}: there is no subject, effect, tier, level or class “{word}”.").format(
            rule=rule, word=word) for rule, word in strange_words(book)]
        found += self.mask_problems(line_roles(book))
        if not self.has("ZONES") and not self.given[self.LAYERS]:
            found.append(tr("There are no lines to judge by. Choose “{zones}” or “{layers}”.").format(
                zones=self._titles["ZONES"], layers=self._titles[self.LAYERS]))
        return found

    def first_crs(self) -> QgsCoordinateReferenceSystem:
        """Return the CRS that everything is brought into: that of the first layer to be judged."""
        return next(self.layers[name].features.crs for name in JUDGED if self.has(name))

    # -- what is judged -------------------------------------------------------------------------------------------

    def project_subjects(self, crs: QgsCoordinateReferenceSystem, areas: AreasOf, kernel: Kernel, book: RuleBook,
                         progress: Progress) -> Subjects:
        """Return PROJECTS, each under the rules of its own day. Raises PlannerError."""
        field = self.class_field()
        drawn, projects = self.projects(crs, book, kernel, progress, [field] if field else [])
        known, found = reviewed_projects(projects, drawn, field, areas(projects.table.wkb), book)
        self.findings.extend(found)
        return Subjects(PROJECT, "projects", projects.table, projects.ids, projects.names, known.classes,
                        known.class_names, known.days, known.books, known.drawn_m2)

    def named_subjects(self, kind: str, crs: QgsCoordinateReferenceSystem, areas: AreasOf, kernel: Kernel,
                       book: RuleBook, progress: Progress) -> Subjects:
        """Return PARCELS or DEMOLITIONS by id and shape, with their kinds. Raises PlannerError."""
        layer, word = _NAMED[kind]
        key, name, sort = (self.own_field(f"{word}_{part}_FIELD") for part in ("ID", "NAME", "KIND"))
        fields, role = sorted({field for field in (key, name, sort) if field}), ROLES[layer]
        table: FeatureTable
        points = self.layers[layer].features.kind == QgsWkbTypes.GeometryType.PointGeometry
        if points:
            table = self.read_points(layer, role, fields, book, progress, target=crs)
            drawn = np.zeros(len(table))
        else:
            polygons = self.polygons(layer, role, fields, crs, kernel, book, progress)
            table, drawn = polygons, areas(polygons.wkb)
        names = texts_of(table, name)
        ids = [text or called or f"#{fid}" for text, called, fid in zip(texts_of(table, key), names,
                                                                        table.fids.tolist())]
        order = np.array(sorted(range(len(ids)), key=lambda row: (ids[row], table.wkb[row])), dtype=np.int64)
        known = classes_by_code(kind, book)
        codes = self._kinds_of(table, sort, known, role, word, book)
        count = len(ids)
        return Subjects(kind, role, table.take(order), [ids[row] for row in order], [names[row] for row in order],
                        [codes[row] for row in order],
                        [listed((known[code].name(book.language) for code in known if code in codes[row]),
                                book.language) for row in order],
                        [book.date] * count, {book.date: book}, drawn[order], points)

    def _kinds_of(self, table: FeatureTable, field: str | None, known: dict[str, ProjectClass], role: str, word: str,
                  book: RuleBook) -> list[frozenset[str]]:
        """Return the kinds of rows; what nobody understands or nobody stated is told."""
        texts = texts_of(table, field)
        read = [classes_of(text, known) for text in texts]
        names = [entry.name(book.language) for entry in known.values()]
        strange = [text for text, (_, understood) in zip(texts, read) if not understood]
        self.findings += [book.finding("heritage_impact.kind_word", role=role, place=f"{role} {value}", value=value,
                                       field=field, count=strange.count(value), known=names)
                          for value in sorted(set(strange))]
        bare = texts.count("")
        if bare:
            self.findings.append(book.finding(
                "heritage_impact.kind_missing", role=role, place=role, layer=table.name, count=bare, known=names,
                field=field or self._titles[f"{word}_KIND_FIELD"]))
        return [codes or frozenset([UNCLASSIFIED]) for codes, _ in read]

    def farmland_subjects(self, crs: QgsCoordinateReferenceSystem, areas: AreasOf, kernel: Kernel, book: RuleBook,
                          progress: Progress) -> Subjects:
        """Return PERMANENT_FARMLAND by id and shape. Raises PlannerError."""
        patches = self.patches(crs, kernel, book, progress)
        order = np.array(sorted(range(len(patches.ids)), key=lambda row: (patches.ids[row], patches.table.wkb[row])),
                         dtype=np.int64)
        count, table = len(order), patches.table.take(order)
        return Subjects(FARMLAND, "permanent_farmland", table, [str(key) for key in patches.ids[order]], [""] * count,
                        [frozenset()] * count, [""] * count, [book.date] * count, {book.date: book}, areas(table.wkb))
