"""Which work finds what breaks a rule, so that a group of rules, or one rule, costs no more than its own work."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

READING, STANDARD, FIELDS, VALUES, CODES, CLASSES, PARCELS, DECLARED, SMALLEST, CONTROL = (
    "reading", "standard", "fields", "values", "codes", "classes", "parcels", "declared", "smallest", "control")
VALIDITY, VERTICES, WIDTHS, OVERLAPS, GAPS, POINTS, REFERENCE = (
    "validity", "vertices", "widths", "overlaps", "gaps", "points", "reference")

ALL = "all"
"""Both of groups and of rules."""
GROUPS: Mapping[str, frozenset[str]] = {
    "fields": frozenset({STANDARD, FIELDS}),
    "values": frozenset({STANDARD, VALUES, CODES, CLASSES, PARCELS}),
    "areas": frozenset({STANDARD, DECLARED, SMALLEST, CONTROL}),
    "geometry": frozenset({STANDARD, VALIDITY, VERTICES, WIDTHS}),
    "topology": frozenset({STANDARD, OVERLAPS, GAPS, POINTS}),
    "reference": frozenset({STANDARD, REFERENCE}),
}
EVERYTHING = frozenset().union(*GROUPS.values())

_RULES: Mapping[str, tuple[str, ...]] = {
    READING: ("input.empty_layer", "input.nothing_selected", "text.encoding",
              "crs.missing", "crs.old_datum", "crs.unknown_datum",
              "crs.no_lonlat", "crs.wrong_units", "crs.swapped_axes", "crs.zone_prefix", "crs.zone_number",
              "crs.outside_area", "crs.stray_features", "crs.likely", "geometry.empty", "geometry.unreadable",
              "geometry.other_parts", "geometry.not_lines", "geometry.not_points", "geometry.zero_length",
              "geometry.rings", "geometry.curve", "geometry.z_dropped", "check.shapes_not_checked",
              "check.rule_alone", "check.rule_again", "check.rule_not_checked"),
    STANDARD: ("check.no_schema", "check.schema_found"),
    FIELDS: ("check.field_missing", "check.fields_absent", "check.field_name", "check.field_cut",
             "check.field_unreadable", "check.field_type", "check.field_short"),
    VALUES: ("check.value_missing", "check.value_domain", "check.value_long", "check.value_decimals",
             "check.value_padded", "field.not_number", "check.name_differs"),
    CODES: ("check.id_twice", "check.number_twice", "check.id_form", "check.unit_code", "check.admin_code",
            "check.unit_elsewhere", "check.unit_names"),
    CLASSES: ("check.classes_unclear", "land.class_unknown", "land.class_empty", "land.class_name_mismatch",
              "land.deduction_range", "land.deduction_decimals", "land.deduction_not_number",
              "land.deduction_not_cultivated"),
    PARCELS: ("check.deduction_code", "check.deducted_area", "check.class_area", "check.slope_missing",
              "check.planting_missing", "check.terrace", "check.deduction_flat", "check.not_cultivated"),
    DECLARED: ("check.area_differs", "check.areas_not_checked"),
    SMALLEST: ("check.small_parcel",),
    CONTROL: ("check.control_area", "check.control_missing"),
    VALIDITY: ("geometry.repaired", "geometry.unrepairable"),
    VERTICES: ("check.repeated_vertex", "check.sharp_angle", "check.multipart"),
    WIDTHS: ("check.narrow", "check.tiny"),
    OVERLAPS: ("check.overlap", "check.duplicate", "check.within_tolerance", "geometry.not_cut"),
    GAPS: ("check.gap",),
    POINTS: ("check.point_twice",),
    REFERENCE: ("check.not_covered", "check.beyond_reference", "check.reference_not_used", "crs.ballpark",
                "crs.not_transformed", "crs.gcj02_suspected"),
}
WORK_OF: Mapping[str, str] = {rule: work for work, rules in _RULES.items() for rule in rules}
"""Every rule that a check may find broken, in the order of lists, and the work that finds it."""

ON_SHAPES = frozenset({DECLARED, SMALLEST, VALIDITY, VERTICES, WIDTHS, OVERLAPS, GAPS, REFERENCE})
"""What is done with polygons only."""
ON_VALID_SHAPES = ON_SHAPES - {VERTICES}
BY_SURVEY = frozenset({CLASSES, PARCELS, SMALLEST})
"""What needs the classes of parcels."""
BY_STANDARD = frozenset({VALUES, CODES, *BY_SURVEY, DECLARED, CONTROL})
"""What a layer that follows no standard is not checked for."""
ALWAYS_TOLD = frozenset({
    "input.empty_layer", "input.nothing_selected", "geometry.unreadable", "geometry.unrepairable",
    "crs.stray_features", "check.no_schema",
    "check.classes_unclear", "check.areas_not_checked", "check.reference_not_used", "check.shapes_not_checked",
    "check.rule_alone", "check.rule_again", "check.rule_not_checked", "crs.gcj02_suspected"})
"""What is told beside one rule alone: that it could not be checked, or not in all features."""


def works(group: str, rule: str) -> frozenset[str]:
    """Return what has to be done for a group of rules, or for one rule, whatever the group; ``ALL`` for all."""
    if rule != ALL:
        return frozenset({WORK_OF[rule]}) | ({STANDARD} if WORK_OF[rule] in BY_STANDARD | {FIELDS, GAPS} else set())
    return EVERYTHING if group == ALL else GROUPS[group]


def tells(rule: str, found: str) -> bool:
    """Tell whether a finding under a rule belongs into the list of a check for one rule alone, ``ALL`` for all."""
    return rule in (ALL, found) or found in ALWAYS_TOLD
