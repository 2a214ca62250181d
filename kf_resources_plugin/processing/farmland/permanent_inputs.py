"""The inputs of algorithms over permanent basic farmland: its polygons with their ids."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.permanent_parts import read_patches
from ..mask_inputs import MaskInputs

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.permanent_parts import Patches
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

PERMANENT_SCHEMA = "yjjbnt"


class PermanentInputs(MaskInputs):
    """Inputs of algorithms over permanent basic farmland."""

    def patch_fields(self) -> tuple[str | None, str | None]:
        """Return the fields of a patch's id and unit code in PERMANENT_FARMLAND."""
        names = self.standard_fields("PERMANENT_FARMLAND", PERMANENT_SCHEMA, {
            "number": "YJJBNTTBBH", "identifier": "BSM", "unit": "XZQDM", "location": "ZLDWDM"})
        chosen = self.field("PERMANENT_FARMLAND", "PERMANENT_ID_FIELD", PERMANENT_SCHEMA)
        return chosen or names["number"] or names["identifier"], names["location"] or names["unit"]

    def patches(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                progress: Progress) -> Patches:
        """Return the patches of PERMANENT_FARMLAND, repaired, in ``crs``. Raises PlannerError."""
        key, unit = self.patch_fields()
        table = self.polygons("PERMANENT_FARMLAND", "permanent_farmland", sorted({f for f in (key, unit) if f}), crs,
                              kernel, book, progress)
        patches, found = read_patches(table, key, unit, book)
        self.findings.extend(found)
        return patches
