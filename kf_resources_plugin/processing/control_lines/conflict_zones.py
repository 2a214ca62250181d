"""The zones of the urban boundary (GHFQDM): how much of it is in which, and polygons that state no zone we know."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...engine.roles import schema_of
from ...i18n import language, tr
from ...rules.control_lines import URBAN
from .conflict_inputs import ZONE

if TYPE_CHECKING:
    from ...engine.control_lines import ControlLine
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook
    from .conflict_figures import Conflicts


@dataclass(frozen=True)
class ZoneSums:
    """Number of polygons of one zone, and their area in hundredths of m²; code: '' where none is stated."""

    code: str
    name: str
    count: int
    area: int


def zone_sums(found: Conflicts) -> list[ZoneSums]:
    """Return the sums of every zone that occurs, what states none last; of layers whose fields tell zones."""
    urban, known = _urban(found), _known()
    if urban is None or found.expansion is None:
        return []
    codes = {code for code in urban.zone.tolist() if code is not None}
    sums = []
    for code in sorted(codes, key=lambda code: (not code, code)):
        mine = urban.zone == code
        name = known.get(code, tr("not known")) if code else tr("not stated")
        sums.append(ZoneSums(code, name, int(mine.sum()), int(found.expansion.polygons[mine].sum())))
    return sums


def zone_findings(found: Conflicts, book: RuleBook) -> list[Finding]:
    """Return one finding for each polygon of the urban boundary without a zone, or with one that is not known."""
    urban, known = _urban(found), _known()
    if urban is None or found.expansion is None:
        return []
    strange = [row for row, code in enumerate(urban.zone.tolist()) if code is not None and code not in known]
    return [book.finding(
        "control.zone_unknown" if urban.zone[row] else "control.zone_missing", subject_id=str(urban.ids[row]),
        role=urban.role, area_m2=int(found.expansion.polygons[row]) / 100, source_fid=int(urban.table.fids[row]),
        wkb=urban.table.wkb[row], line_a=urban.title, field=ZONE, value=urban.zone[row], zones=sorted(known))
        for row in strange]


def _urban(found: Conflicts) -> ControlLine | None:
    return next((line for line in found.lines if line.key == URBAN), None)


def _known() -> dict[str, str]:
    """Return what each zone of the standard is called."""
    schema = schema_of(URBAN)
    field = schema.field(ZONE) if schema is not None else None
    return {} if field is None else {
        code: names[0 if language() == "zh" else 1] for code, names in field.domain.items()}
