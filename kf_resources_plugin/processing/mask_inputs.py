"""Layers of areas that rules ask for, given together, each known by the role it plays: MASKS and MASK_RULES."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from ..engine.errors import PlannerError
from ..engine.reading import joined
from ..engine.roles import NO_ROLE, role_called, role_title, roles
from ..i18n import tr
from .input_layers import several_keys
from .land_inputs import LandInputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ..engine.kernel import Kernel
    from ..engine.reading import PolygonTable
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook


class MaskInputs(LandInputs):
    """Inputs of an algorithm that takes ``parameters.mask_parameters``; the kind of a mask is its role.

    Where the layers and what tells their roles are called otherwise, a subclass says so.
    """

    LAYERS: ClassVar = "MASKS"
    TOLD: ClassVar = "MASK_RULES"

    def mask_problems(self, kinds: Sequence[str]) -> list[str]:
        """Return what is wrong with the layers and their roles for rules that ask for these kinds."""
        try:
            given = self._mask_rules()
        except PlannerError as error:
            return [str(error)]
        listed = tr("; ").join(f"{kind} ({role_title(kind)})" for kind in kinds)
        found = [tr("“{parameter}” names a layer “{layer}” that is not among “{masks}”. Use the layer's name as the "
                    "layer tree shows it.").format(parameter=self._titles[self.TOLD], layer=name,
                                                   masks=self._titles[self.LAYERS])
                 for name in given if name not in {self.label(key) for key in self._mask_keys()}]
        for key in self._mask_keys():
            kind = self._kind(key, given)
            if not kind:
                found.append(tr("It is not known what area layer “{layer}” shows. Say it in “{parameter}”, for example "
                                "{example}. Known are: {kinds}.").format(
                    layer=self.label(key), parameter=self._titles[self.TOLD], kinds=listed,
                    example=json.dumps({self.label(key): kinds[0]}, ensure_ascii=False)))
            elif kind != NO_ROLE and kind not in kinds:
                found.append(tr("Area layer “{layer}” shows “{kind}”, for which there is no rule here. Take it out, or "
                                "say in “{parameter}” what it shows. Known are: {kinds}.").format(
                    layer=self.label(key), kind=role_title(kind) if kind in roles() else kind,
                    parameter=self._titles[self.TOLD], kinds=listed))
        return [*found, *self.layer_problems(*self._mask_keys())]

    def masks(self, kinds: Sequence[str], crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
              progress: Progress) -> dict[str, PolygonTable]:
        """Return the given masks by kind, in the order of ``kinds``, repaired, in ``crs``. Raises PlannerError."""
        wanted = self.layers_of(kinds)
        tables: dict[str, list[PolygonTable]] = {kind: [] for kind in kinds}
        for number, (kind, key) in enumerate(wanted):
            tables[kind].append(self.polygons(key, kind, (), crs, kernel, book,
                                              progress.part(number / len(wanted), (number + 1) / len(wanted))))
        return {kind: joined(found) for kind, found in tables.items() if found}

    def layers_of(self, kinds: Sequence[str]) -> list[tuple[str, str]]:
        """Return (kind, key among the input layers) of the given layers of some kinds. Raises PlannerError."""
        given = self._mask_rules()
        told = [(self._kind(key, given), key) for key in self._mask_keys()]
        return [(kind, key) for kind, key in told if kind in kinds]

    def _mask_keys(self) -> list[str]:
        return several_keys(self.layers, self.LAYERS)

    def _kind(self, key: str, given: dict[str, str]) -> str:
        return given.get(self.label(key), self.layers[key].role)

    def _mask_rules(self) -> dict[str, str]:
        text = self.given[self.TOLD] or "{}"
        try:
            found: Any = json.loads(text)
        except json.JSONDecodeError:
            found = None
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise PlannerError(tr("“{parameter}” is no JSON object of layer names and roles: {text}. Write it like "
                                  "{example}.").format(
                parameter=self._titles[self.TOLD], text=text,
                example='{"layer": "ecological_redline"}'))
        return {layer: role_called(word) for layer, word in found.items()}
