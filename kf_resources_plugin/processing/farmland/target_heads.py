"""Which column of a table of targets is which, by heads as offices write them and the units that these state."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.schema import load_schema, resolve_field
from ...i18n import tr
from ...rules.head_units import has_note, known_heads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsFields

SCHEMA = "targets"
UNIT_OF = {"target_m2": "m2", "target_mu": "mu", "target_wan_mu": "wan_mu", "target_ha": "ha"}
"""The unit of columns of targets whose head states it."""
_FIELD_OF = {unit: field for field, unit in UNIT_OF.items()}
_NEEDED = (("unit_code", "unit_name"), ("indicator",), ("target", *UNIT_OF))


def target_columns(fields: QgsFields, table: str) -> tuple[dict[str, str | None], list[str]]:
    """Return the table's own name of each field of the schema, None for none, and what keeps it from being read."""
    schema = load_schema(SCHEMA)
    own: dict[str, str | None] = {}
    for field in schema.names():
        found = resolve_field(fields, field, schema)
        own[field] = None if found in own.values() else found  # 行政区 may be cut of 行政区代码 and of 行政区名称
    names = [name for name in fields.names() if name not in own.values()]
    words = {field.name: (field.name, field.zh, *field.aliases) for field in schema.fields}
    faults, unclear = [], []
    for name, (known, unit) in zip(names, known_heads(names, words)):
        field = _FIELD_OF.get(unit, known) if known == "target" else known
        if known == field == "target" and has_note(name):
            unclear.append(name)
        elif field in _NEEDED[-1] and own[field] is not None:
            faults.append(tr("Fields “{first}” and “{second}” of table “{table}” mean the same. Keep one of them.")
                          .format(first=own[field], second=name, table=table))
        elif field and own[field] is None:
            own[field] = name
    missing = [group for group in _NEEDED if all(own[field] is None for field in group)]
    if unclear and _NEEDED[-1] in missing:
        faults.append(tr("Field “{field}” of table “{table}” names no unit that is known. Known are m², ha (公顷), "
                         "mu (亩) and 万亩; rename it.").format(field=", ".join(unclear), table=table))
    if missing and not faults:
        faults.append(tr(
            "Table “{layer}” has no field {missing}. Its fields are: {fields}. The heads have to be the first row of "
            "the table, without a title above; rename them, for instance with “Refactor fields”.").format(
                layer=table, missing=", ".join(_heads(group) for group in missing), fields=", ".join(fields.names())))
    return own, faults


def _heads(group: Sequence[str]) -> str:
    """Return the heads that work for fields of which a table needs one."""
    schema = load_schema(SCHEMA)
    shown = [f"{field.name} ({', '.join((field.zh, *field.aliases))})" for field in schema.fields
             if field.name in group and field.name not in UNIT_OF]
    units = [field.zh for field in schema.fields if field.name in group and field.name in UNIT_OF]
    return " / ".join([*shown, *units])
