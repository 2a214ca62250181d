"""Why a rule cannot be checked in a layer: that nothing was found wrong would be no answer."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.roles import POINT, POLYGON
from ...i18n import tr
from .check_inputs import CONTROL_AREAS, REFERENCE
from .parcel_faults import CLASS, PLANTING
from .works import BY_STANDARD, BY_SURVEY, CONTROL, FIELDS, GAPS, ON_SHAPES, POINTS, WORK_OF
from .works import REFERENCE as COMPARISON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...engine.schema import Schema
    from ...rules.rule_rows import RuleBook
    from .check_inputs import CheckInputs

_UNIT_NAMES = (("ZLDWDM", "ZLDWMC"), ("QSDWDM", "QSDWMC"), ("XZQDM", "XZQMC"))
_NEEDED: Mapping[str, Sequence[tuple[str, ...]]] = {
    "check.number_twice": (("TBBH", "ZLDWDM"),), "check.id_form": (("BSM",),), "check.unit_names": _UNIT_NAMES,
    "check.deduction_code": (("KCXS", "KCDLBM"),), "check.deducted_area": (("TBMJ", "KCXS", "KCMJ"),),
    "check.class_area": (("TBMJ", "KCMJ", "TBDLMJ"),), "check.slope_missing": (("GDPDJB",),),
    "check.planting_missing": tuple((name,) for name in PLANTING), "check.terrace": (("GDPDJB", "GDLX"),),
    "check.deduction_flat": (("KCXS", "GDPDJB"),), "check.not_cultivated": (("GDPDJB",), ("GDLX",)),
    "check.control_area": (("TBMJ", "ZLDWDM"),), "check.control_missing": (("TBMJ", "ZLDWDM"),),
    "land.class_name_mismatch": (("DLMC",),), "land.deduction_range": (("KCXS",),),
    "land.deduction_decimals": (("KCXS",),), "land.deduction_not_number": (("KCXS",),),
    "land.deduction_not_cultivated": (("KCXS",),),
}
"""Standard fields that a rule compares: all of one of several sets."""
_LISTED = frozenset({"check.id_twice", "check.unit_code", "check.admin_code", "check.unit_elsewhere",
                     "check.area_differs"})
"""Rules whose row lists the fields, one of which a layer has to have."""


def why_unchecked(rule: str, inputs: CheckInputs, schema: Schema | None, own: Mapping[str, str], book: RuleBook, *,
                  closed: bool) -> str:
    """Return why a layer cannot be checked for a rule, '' where it can.

    own: the layer's names of the standard fields that it has; closed: whether gaps are faults.
    """
    work = WORK_OF[rule]
    by_standard = work in BY_STANDARD | {FIELDS} and rule != "check.field_unreadable"
    reasons = (
        (work in ON_SHAPES and inputs.kind != POLYGON, tr("the layer holds no polygons.")),
        (work == POINTS and inputs.kind != POINT, tr("the layer holds no points.")),
        (by_standard and schema is None, tr("no standard layer is known for it. Choose one.")),
        (work == COMPARISON and not inputs.has(REFERENCE), tr("no reference was given.")),
        (work == CONTROL and not inputs.has(CONTROL_AREAS), tr("no control areas were given.")),
        (work == GAPS and not closed, tr("gaps are no faults of it. Say in “Gaps between features” that they are, "
                                         "where they should be.")),
    )
    return next((reason for applies, reason in reasons if applies), "") or _lacking(rule, schema, own, book)


def _lacking(rule: str, schema: Schema | None, own: Mapping[str, str], book: RuleBook) -> str:
    """Return which fields that a rule compares a layer lacks, '' for none."""
    needed = [*_NEEDED.get(rule, ()), *((named(schema, entry),) for entry in _listed(rule, book))]
    if WORK_OF[rule] in BY_SURVEY:
        needed = [(CLASS, *fields) for fields in needed or [()]]
    if needed and not any(set(fields) <= set(own) for fields in needed):
        lacking = [", ".join(name for name in fields if name not in own) for fields in needed if all(fields)]
        return tr("the layer lacks: {fields}.").format(fields=tr(" or ").join(lacking))
    return ""


def _listed(rule: str, book: RuleBook) -> Sequence[str]:
    found: Sequence[str] = book.threshold(rule, "fields") if rule in _LISTED else ()
    return found


def named(schema: Schema | None, entry: str) -> str:
    """Return the standard field that an entry of a rule's fields, 'FIELD' or 'schema.FIELD', stands for; '' for none.

    One of a schema stands for a field of that schema alone.
    """
    of, _, name = entry.rpartition(".")
    return name if not of or (schema is not None and schema.name == of) else ""
