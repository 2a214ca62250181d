"""MASKS and MASK_RULES: the layers of areas that rules ask for, each known by the role it plays."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..engine.errors import PlannerError
from ..engine.reading import joined
from ..engine.roles import NO_ROLE, role_title, roles
from ..i18n import tr
from .input_layers import several_key
from .land_inputs import LandInputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ..engine.kernel import Kernel
    from ..engine.reading import PolygonTable
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook


class MaskInputs(LandInputs):
    """Inputs of an algorithm that takes ``parameters.mask_parameters``; the kind of a mask is its role."""

    def mask_problems(self, kinds: Sequence[str]) -> list[str]:
        """Return what is wrong with MASKS and MASK_RULES for rules that ask for these kinds."""
        try:
            given = self._mask_rules()
        except PlannerError as error:
            return [str(error)]
        listed = tr("; ").join(f"{kind} ({role_title(kind)})" for kind in kinds)
        found = [tr("“{parameter}” names a layer “{layer}” that is not among “{masks}”. Use the layer's name as the "
                    "layer tree shows it.").format(parameter=self._titles["MASK_RULES"], layer=name,
                                                   masks=self._titles["MASKS"])
                 for name in given if name not in {self.label(key) for key in self._mask_keys()}]
        for key in self._mask_keys():
            kind = self._kind(key, given)
            if not kind:
                found.append(tr("It is not known what area layer “{layer}” shows. Say it in “{parameter}”, for example "
                                "{example}. Known are: {kinds}.").format(
                    layer=self.label(key), parameter=self._titles["MASK_RULES"], kinds=listed,
                    example=json.dumps({self.label(key): kinds[0]}, ensure_ascii=False)))
            elif kind != NO_ROLE and kind not in kinds:
                found.append(tr("Area layer “{layer}” shows “{kind}”, for which there is no rule here. Take it out, or "
                                "say in “{parameter}” what it shows. Known are: {kinds}.").format(
                    layer=self.label(key), kind=role_title(kind) if kind in roles() else kind,
                    parameter=self._titles["MASK_RULES"], kinds=listed))
        return [*found, *self.layer_problems(*self._mask_keys())]

    def masks(self, kinds: Sequence[str], crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
              progress: Progress) -> dict[str, PolygonTable]:
        """Return the given masks by kind, in the order of ``kinds``, repaired, in ``crs``. Raises PlannerError."""
        given, keys = self._mask_rules(), self._mask_keys()
        tables: dict[str, list[PolygonTable]] = {kind: [] for kind in kinds}
        for number, key in enumerate(keys):
            kind = self._kind(key, given)
            if kind in tables:
                tables[kind].append(self.polygons(key, kind, (), crs, kernel, book,
                                                  progress.part(number / len(keys), (number + 1) / len(keys))))
        return {kind: joined(found) for kind, found in tables.items() if found}

    def _mask_keys(self) -> list[str]:
        return [key for number in range(len(self.layers)) for key in [several_key("MASKS", number)]
                if key in self.layers]

    def _kind(self, key: str, given: dict[str, str]) -> str:
        return given.get(self.label(key), self.layers[key].role)

    def _mask_rules(self) -> dict[str, str]:
        text = self.given["MASK_RULES"] or "{}"
        try:
            found: Any = json.loads(text)
        except json.JSONDecodeError:
            found = None
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise PlannerError(tr("“{parameter}” is no JSON object of layer names and roles: {text}. Write it like "
                                  "{example}.").format(
                parameter=self._titles["MASK_RULES"], text=text,
                example='{"layer": "ecological_redline"}'))
        return found
