"""The inputs of kf:compliancereview: control layers by role with their zones, projects with their classes."""
from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ...engine.errors import PlannerError
from ...engine.near import rows_in_vicinity
from ...engine.review_layers import control_layer
from ...engine.roles import role_title, roles
from ...engine.schema import load_schema, resolve_field
from ...i18n import tr
from ...rules.compliance import LAND, TESTS, project_classes, roles_of, rules_of_any_day
from ..land_inputs import LAND as LAND_PARAMETER
from ..mask_inputs import MaskInputs
from ..rows_to_read import rows_to_read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.projects import Projects
    from ...engine.review_parts import ControlLayer
    from ...rules.compliance import ReviewRule
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

_NAME_FIELDS = ("MC", "site_name", "name", "名称")


class ReviewInputs(MaskInputs):
    """Inputs under the names of ``kf:compliancereview``."""

    LAYERS: ClassVar = "CONTROLS"
    TOLD: ClassVar = "CONTROL_ROLES"

    def review_problems(self) -> list[str]:
        """Return everything that keeps a review from starting."""
        found = [*self.layer_problems("PROJECTS", LAND_PARAMETER), *self.field_problems(),
                 *self.missing_field("PROJECTS", "PROJECT_CLASS_FIELD"),
                 *self.file_problems(self.book, self.class_map)]
        if self.file_problems(self.book):
            return found  # the rules themselves are among the problems
        book = self.book()
        wrong = _rule_problems(book)
        if wrong:
            return [*found, *wrong]
        wrong = self.mask_problems(_control_roles(book))
        if not wrong and not self.has(LAND_PARAMETER) and not self.layers_of_roles(book):
            wrong.append(tr("There is nothing to review the projects against. Choose “{controls}” or “{land}”.").format(
                controls=self._titles[self.LAYERS], land=self._titles[LAND_PARAMETER]))
        return [*found, *wrong]

    def layers_of_roles(self, book: RuleBook) -> list[tuple[str, str]]:
        """Return (role, key among the input layers) of the control layers; none where their roles cannot be read."""
        try:
            return self.layers_of(_control_roles(book))
        except PlannerError:
            return []

    def controls(self, rules: Sequence[ReviewRule], crs: QgsCoordinateReferenceSystem, projects: Projects,
                 kernel: Kernel, book: RuleBook, progress: Progress) -> dict[str, ControlLayer]:
        """Return the control layers by role as rules ask for them, repaired, in ``crs``. Raises PlannerError.

        A role whose layers hold no shape at all shows nothing, and is no more reviewed than one without a layer.
        """
        wanted = self.layers_of_roles(book)
        found = {}
        done = 0
        for role in sorted({role for role, _ in wanted}):
            keys = [key for other, key in wanted if other == role]
            zone_fields = dict.fromkeys(rule.selector.zone_fields for rule in rules
                                        if rule.role == role and rule.selector.zone_fields)
            tables, fields, names, shaped = [], [], [], False
            for key in keys:
                part = progress.part(done / len(wanted), (done + 1) / len(wanted))
                done += 1
                fields.append({several: self._first_field(key, role, several) for several in zone_fields})
                names.append(self._first_field(key, role, _NAME_FIELDS))
                read = sorted({field for field in (*fields[-1].values(), names[-1]) if field})
                table = self.read(key, role, read, book, part.part(0.0, 0.5), target=crs,
                                  fids=rows_to_read(self, key, projects.vicinity, crs, book, progress))
                shaped |= any(table.wkb)
                near = table.take(rows_in_vicinity(table.bounds, projects.vicinity, progress))
                tables.append(self.repaired(near, role, kernel, book, part.part(0.5, 1.0)))
                self._tell_missing(key, role, fields[-1], rules, book)
            if shaped and any(rule.role == role for rule in rules):
                found[role] = control_layer(role, tables, fields, names, rules)
        return found

    def _first_field(self, key: str, role: str, several: Sequence[str]) -> str | None:
        """Return the first of some fields that a layer has, by its standard name or an alias."""
        fields, schema = self.fields(key), roles()[role].schema
        if fields is None:
            return None
        known = load_schema(schema) if schema else None
        return next((own for name in several for own in [resolve_field(fields, name, known)] if own), None)

    def _tell_missing(self, key: str, role: str, fields: dict[tuple[str, ...], str | None],
                      rules: Sequence[ReviewRule], book: RuleBook) -> None:
        for several, field in fields.items():
            if field is None:
                unread = [rule.name(book.language) for rule in rules
                          if rule.role == role and rule.selector.zones and rule.selector.zone_fields == several]
                self.findings.append(book.finding(
                    "review.zone_field_missing", role=role, place=f"{role} {self.label(key)} {several[0]}",
                    layer=self.label(key), role_name=role_title(role, book.language), fields=several,
                    rules=list(dict.fromkeys(unread))))


def _control_roles(book: RuleBook) -> list[str]:
    """Return the roles that rules look at, on whatever day, but for the survey, which has a parameter of its own."""
    return sorted(set(roles_of(rules_of_any_day(book))) - {LAND})


def _rule_problems(book: RuleBook) -> list[str]:
    """Return which rules, the user's too, name a role, a test or a project class that there is not."""
    known = project_classes(book)
    named = [(rule.rule_id, {rule.role} - set(roles()) | {rule.test} - set(TESTS) | rule.named_classes - set(known))
             for rule in rules_of_any_day(book)]
    named += [(f"project_class.{code}", set(entry.implies) - set(known)) for code, entry in known.items()]
    return list(dict.fromkeys(
        tr("Rule {rule}: there is no role, test or project class “{word}”. Roles are those of the layers, tests: "
           "{tests}, classes: {classes}.").format(
            rule=rule, word=word, tests=", ".join(TESTS), classes=", ".join(sorted(known)))
        for rule, words in named for word in sorted(words)))
