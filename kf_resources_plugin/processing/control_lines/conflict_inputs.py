"""The inputs of kf:controllineconflicts: lines by parameter and by role, and surveys that tell what lies in them."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ...engine.control_lines import control_line, drawn
from ...engine.roles import NO_ROLE, role_title, roles, schema_of
from ...engine.schema import load_schema, resolve_field
from ...i18n import tr
from ...rules.control_lines import PERMANENT, REDLINE, THREE_LINES, URBAN
from ...rules.stable_farmland import among
from ...rules.text import coded
from ..input_layers import several_key
from ..land_inputs import LandInputs

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.control_lines import ControlLine
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

LINE_PARAMETERS = {"PERMANENT_FARMLAND": PERMANENT, "ECOLOGICAL_REDLINE": REDLINE, "URBAN_BOUNDARY": URBAN}
OTHERS, BASE = "OTHERS", "LAND_BASE"
OTHER_LINE = "other_line"
"""Role under which a line is recorded whose layer plays none that is known."""
_SCHEMA = "kzx"  # of lines that have none of their own
_IDS = ("YJJBNTTBBH", "BSM")
_COUNTIES = ("ZLDWDM", "XJXZQDM", "XZQDM")
ZONE = "GHFQDM"
"""The field of the urban boundary that tells what each part of it is for."""


class ConflictInputs(LandInputs):
    """Inputs of the check of control lines."""

    def line_keys(self) -> dict[str, list[str]]:
        """Return the layers of each line by its key, lines in their order of precedence, further ones by role or name.

        A line's key is its role, or the name of a layer whose role is not known.
        """
        found: dict[str, list[str]] = {}
        for parameter, role in LINE_PARAMETERS.items():
            if self.has(parameter):
                found.setdefault(role, []).append(parameter)
        for key in self._other_keys():
            found.setdefault(self._role(key) or self.label(key), []).append(key)
        rank = {role: place for place, role in enumerate([*THREE_LINES, *roles()])}
        return dict(sorted(found.items(), key=lambda item: (rank.get(item[0], len(rank)), item[0])))

    def line_problems(self, book: RuleBook) -> list[str]:
        """Return what is wrong with the choice of lines."""
        if not self.line_keys():
            return [tr("No control line was given. Choose at least one of {parameters}.").format(
                parameters=tr(", ").join(f"“{self.label(name)}”" for name in (*LINE_PARAMETERS, OTHERS)))]
        refused = [key for key in self._other_keys() if self._role(key) in book.threshold("control.no_line", "roles")]
        return [f"{book.message('control.no_line', layer=self.label(key), role=role_title(self._role(key)))} "
                f"{book.remedy('control.no_line')}" for key in refused]

    def line_layers(self) -> list[str]:
        """Return the keys of all layers that lines are drawn in."""
        return [key for keys in self.line_keys().values() for key in keys]

    def lines(self, kernel: Kernel, book: RuleBook, progress: Progress) -> list[ControlLine]:
        """Return the lines, repaired, in the CRS of the first one's first layer. Raises PlannerError."""
        listed = self.line_keys()
        crs, made = None, []
        for number, (key, layers) in enumerate(listed.items()):
            part = progress.part(number / len(listed), (number + 1) / len(listed))
            role = key if key in roles() else OTHER_LINE
            read, read_before = [], len(self.records)
            for place, layer in enumerate(layers):
                fields = (*self._line_fields(layer, role), self._zone_field(layer, role, book))
                own = part.part(0.5 * place / len(layers), 0.5 * (place + 1) / len(layers))
                table = self.read(layer, role, sorted({name for name in fields if name}), book, own.part(0.0, 0.8),
                                  target=crs)
                crs = crs or table.crs
                if self._is_known(read_before, book):
                    continue
                read.append(drawn(self.repaired(table, role, kernel, book, own.part(0.8, 1.0)), *fields))
            title = role_title(key, book.language) if key in roles() else key
            made.append(control_line((key, role, title), read, kernel, part.part(0.5, 1.0)))
        return made

    def cultivated(self, survey: LandSurvey) -> np.ndarray:
        """Tell which parcels are cultivated land, bool (parcels,)."""
        known = np.array([info is not None and info.is_farmland for info in survey.infos], dtype=bool)
        return known[survey.code_of]

    def urban_land(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                   progress: Progress) -> LandSurvey | None:
        """Return the urban construction land of LAND_BASE, None where its fields do not tell. Raises PlannerError."""
        survey = self.survey(book, progress.part(0.0, 0.8), BASE, role="land_base", more={"settlement": "CZCSXM"},
                             target=crs)
        field = survey.fields.more.get("settlement")
        if field is None:
            self.findings.append(book.finding("control.settlement_missing", role="land_base", place="CZCSXM",
                                              layer=survey.table.name, field="CZCSXM"))
            return None
        self._check_year(survey, book)
        majors = book.threshold("control.base_land", "class_majors")
        built = np.array([info is not None and info.major in majors for info in survey.infos], dtype=bool)
        settled = among(survey.table.columns[field], frozenset(book.threshold("control.base_land", "settlements")))
        urban = survey.take(np.flatnonzero(built[survey.code_of] & settled))
        return replace(urban, table=self.repaired(urban.table, "land_base", kernel, book, progress.part(0.8, 1.0)))

    def _check_year(self, survey: LandSurvey, book: RuleBook) -> None:
        """Note where a survey is of another year than the base year."""
        if survey.fields.year:
            years = [year for year in coded(survey.table.columns[survey.fields.year])[0].tolist() if year]
            if years and years != [book.threshold("control.base_land", "base_year")]:
                self.findings.append(book.finding("control.base_land", role="land_base", place="SJNF",
                                                  layer=survey.table.name, years=years))

    def _is_known(self, since: int, book: RuleBook) -> bool:
        """Tell whether the layer that was read last holds what another of its line does, read since then; note it."""
        *before, last = self.records[since:]
        if not last.rows or last.digest not in {record.digest for record in before}:
            return False
        self.findings.append(book.finding("control.layer_twice", role=last.role, place=f"{last.name} {len(before)}",
                                          layer=last.name))
        return True

    def _other_keys(self) -> list[str]:
        return [key for number in range(len(self.layers)) for key in [several_key(OTHERS, number)]
                if key in self.layers]

    def _role(self, key: str) -> str:
        """Return the role of one of the further layers, '' where it plays none."""
        role = self.layers[key].role
        return "" if role in {NO_ROLE, OTHER_LINE} or role not in roles() else role

    def _line_fields(self, layer: str, role: str) -> tuple[str | None, str | None]:
        """Return the fields of a polygon's id and unit code."""
        fields, schema = self.fields(layer), load_schema(roles()[role].schema or _SCHEMA)
        found = [next((name for code in codes for name in [resolve_field(fields, code, schema)] if name), None)
                 if fields is not None else None for codes in (_IDS, _COUNTIES)]
        return found[0], found[1]

    def _zone_field(self, layer: str, role: str, book: RuleBook) -> str | None:
        """Return the field of a polygon's zone, None for lines that have none; note where the urban boundary lacks it.
        """
        fields = self.fields(layer)
        if role != URBAN or fields is None:
            return None
        found = resolve_field(fields, ZONE, schema_of(URBAN))
        if found is None:
            self.findings.append(book.finding("control.zone_field_missing", role=role, place=self.label(layer),
                                              layer=self.label(layer), field=ZONE))
        return found
