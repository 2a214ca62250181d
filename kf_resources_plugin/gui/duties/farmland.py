"""The pages of the farmland dock, in the order a planner comes to them."""
from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...cartography.land_kinds import KIND_COLOURS, KIND_TITLES
from .charts import AreaBars, LandFlows
from .duty import Duty, Table

_UNIT = ("unit_name", "unit_code")
_STABILITY_AREAS = ("river_management", "frequent_flood", "ecological_conversion", "polluted_land",
                    "nature_reserve_core", "steep_land")
_PERMANENT_AREAS = ("approvals", "ecological_redline", "nature_reserve", "nature_reserve_core", "river_management",
                    "main_channel", "frequent_flood", "ecological_conversion", "polluted_land", "steep_land")
_DIRECTIONS = {
    "in": QT_TRANSLATE_NOOP("KfResources", "in"), "out": QT_TRANSLATE_NOOP("KfResources", "out"),
    "none": QT_TRANSLATE_NOOP("KfResources", "not cultivated")}
_ORDERS = {
    "county": QT_TRANSLATE_NOOP("KfResources", "in the county"),
    "city": QT_TRANSLATE_NOOP("KfResources", "in the city"),
    "province": QT_TRANSLATE_NOOP("KfResources", "in the province"),
    "unknown": QT_TRANSLATE_NOOP("KfResources", "unknown"), "other": QT_TRANSLATE_NOOP("KfResources", "elsewhere")}
_CRITERIA = {
    "quantity": QT_TRANSLATE_NOOP("KfResources", "Quantity: net area not less"),
    "grade": QT_TRANSLATE_NOOP("KfResources", "Quality: mean grade not worse"),
    "slope": QT_TRANSLATE_NOOP("KfResources", "Quality: mean slope class not worse"),
    "capacity": QT_TRANSLATE_NOOP("KfResources", "Grain capacity (compared only)"),
    "near": QT_TRANSLATE_NOOP("KfResources", "Layout: share beside existing permanent farmland"),
    "block": QT_TRANSLATE_NOOP("KfResources", "Layout: smallest contiguous block"),
    "chosen": QT_TRANSLATE_NOOP("KfResources", "Chosen land: all of it qualifies")}
_MEASURES = {
    "m2": QT_TRANSLATE_NOOP("KfResources", "m²"), "kg": QT_TRANSLATE_NOOP("KfResources", "kg"),
    "grade": QT_TRANSLATE_NOOP("KfResources", "grade"), "class": QT_TRANSLATE_NOOP("KfResources", "slope class"),
    "share": QT_TRANSLATE_NOOP("KfResources", "share of 1")}
_LEVELS = {
    "city": QT_TRANSLATE_NOOP("KfResources", "City"), "county": QT_TRANSLATE_NOOP("KfResources", "County"),
    "township": QT_TRANSLATE_NOOP("KfResources", "Township"), "village": QT_TRANSLATE_NOOP("KfResources", "Village")}
_INDICATORS = {
    "cultivated": QT_TRANSLATE_NOOP("KfResources", "Cultivated land kept"),
    "stable": QT_TRANSLATE_NOOP("KfResources", "Stable farmland"),
    "permanent": QT_TRANSLATE_NOOP("KfResources", "Permanent basic farmland")}
_LIGHTS = {
    "green": QT_TRANSLATE_NOOP("KfResources", "green: met"),
    "amber": QT_TRANSLATE_NOOP("KfResources", "amber: a little below"),
    "red": QT_TRANSLATE_NOOP("KfResources", "red: missed"), "none": QT_TRANSLATE_NOOP("KfResources", "no target")}
_ACCOUNT = ("farmland_before_m2", "out_m2", "exempt_m2", "in_m2", "in_stable_m2", "net_m2", "balanced",
            "out_grade", "in_grade", "out_capacity_kg", "in_capacity_kg", "construction_m2", "other_m2",
            "permanent_m2", "suspected_m2", "sliver_out_m2", "sliver_in_m2", "unknown_out_m2", "unknown_in_m2",
            "farmland_after_m2")
_ACCOUNT_ALARMS = ("balanced", "permanent_m2", "suspected_m2")
_UNKNOWN = {"": QT_TRANSLATE_NOOP("KfResources", "unknown")}
_NOT_EXAMINED = {"": QT_TRANSLATE_NOOP("KfResources", "not examined")}
_ACCOUNT_WORDS = {"balanced": {"": QT_TRANSLATE_NOOP("KfResources", "open")}, "in_stable_m2": _UNKNOWN,
                  "net_m2": _UNKNOWN, "permanent_m2": _NOT_EXAMINED, "suspected_m2": _NOT_EXAMINED}
_STABILITY_UNKNOWN = ("change.stability_open", "change.stability_stands")

CHANGE = Duty(
    name="change", title=QT_TRANSLATE_NOOP("KfResources", "Yearly change: farmland in and out"), icon="duty_change",
    algorithm="kf:farmlandchange",
    layers=("LAND_BEFORE", "LAND_AFTER", "EXEMPT", "APPROVALS", "PERMANENT_FARMLAND", "UNITS", "MASKS"),
    fields=("LAND_BEFORE_CLASS_FIELD", "LAND_AFTER_CLASS_FIELD", "EXEMPT_KIND_FIELD"),
    settings=("RULES_DATE",), areas=_STABILITY_AREAS,
    numbers=("FARMLAND_BEFORE_M2", "FARMLAND_AFTER_M2", "OUT_M2", "EXEMPT_M2", "IN_M2", "IN_STABLE_M2", "NET_M2",
             "CONSTRUCTION_M2", "PERMANENT_M2", "SUSPECTED_M2", "SLIVER_M2"),
    why_unknown={"IN_STABLE_M2": _STABILITY_UNKNOWN, "NET_M2": _STABILITY_UNKNOWN,
                 "PERMANENT_M2": ("change.permanent_not_given",), "SUSPECTED_M2": ("change.approvals_not_given",)},
    tables=(
        Table("ACCOUNT", (*_UNIT, *_ACCOUNT), flags=("balanced",), alarms=_ACCOUNT_ALARMS, words=_ACCOUNT_WORDS),
        Table("TOWNSHIPS", ("unit_name", "township_code", *_ACCOUNT), flags=("balanced",), alarms=_ACCOUNT_ALARMS,
              words=_ACCOUNT_WORDS),
        Table("MATRIX", ("class_before", "name_before", "class_after", "name_after", "area_m2", "sliver_m2")),
        Table("CHANGES", ("direction", "name_before", "name_after", "net_m2", "area_m2", "land_kind", "exempt",
                          "approved", "permanent", "suspected", "sliver", "unit_name", "before_id", "after_id"),
              flags=("exempt", "approved", "permanent", "suspected", "sliver"),
              words={"direction": _DIRECTIONS, "land_kind": KIND_TITLES},
              where="\"direction\" in ('in', 'out')")),
    shown=("CHANGES", "ACCOUNT", "MATRIX", "TOWNSHIPS"),
    chart=LandFlows(
        "TOWNSHIPS", KIND_TITLES["cultivated"], KIND_COLOURS["cultivated"],
        (*(((f"out_{kind}_m2",), KIND_TITLES[kind], KIND_COLOURS[kind])
           for kind in ("garden", "forest", "grass", "facility", "agricultural")),
         (("construction_m2",), KIND_TITLES["construction"], KIND_COLOURS["construction"]),
         (("out_other_m2", "other_m2"), KIND_TITLES["other"], KIND_COLOURS["other"])),
        (("in_agricultural_m2", QT_TRANSLATE_NOOP("KfResources", "Agricultural land")),
         ("in_construction_m2", KIND_TITLES["construction"]), ("in_other_m2", KIND_TITLES["other"]))))

STABLE = Duty(
    name="stable", title=QT_TRANSLATE_NOOP("KfResources", "Stable farmland"), icon="duty_stable",
    algorithm="kf:stablefarmland",
    layers=("LAND", "MASKS", "UNITS"), fields=("LAND_CLASS_FIELD", "LAND_UNIT_FIELD"), settings=("RULES_DATE",),
    areas=_STABILITY_AREAS,
    numbers=("FARMLAND_M2", "STABLE_M2", "UNSTABLE_M2"),
    why_unknown={"STABLE_M2": ("stable.untold",), "UNSTABLE_M2": ("stable.untold",)},
    tables=(
        Table("SUMMARY", (*_UNIT, "farmland_m2", "stable_m2", "unstable_m2", "unknown_m2", "share")),
        Table("TOWNSHIPS", (*_UNIT, "farmland_m2", "stable_m2", "unstable_m2", "unknown_m2", "share")),
        Table("STABLE", ("reason", "net_m2", "area_m2", "BSM", "DLMC", "unit_name", "reasons"),
              where="\"stable\" = 0")),
    shown=("STABLE", "SUMMARY", "TOWNSHIPS"),
    chart=AreaBars("SUMMARY", _UNIT, ("stable_m2", "unstable_m2")))

TARGETS = Duty(
    name="targets", title=QT_TRANSLATE_NOOP("KfResources", "Farmland targets"), icon="duty_targets",
    algorithm="kf:farmlandtargets",
    layers=("LAND", "PERMANENT_FARMLAND", "UNITS", "TARGETS", "LAND_BEFORE", "APPROVED", "MASKS"),
    fields=("LAND_CLASS_FIELD", "LAND_UNIT_FIELD"), settings=("APPROVED_M2", "RULES_DATE"), areas=_STABILITY_AREAS,
    numbers=("FARMLAND_M2", "STABLE_M2", "PERMANENT_M2", "CEILING_M2", "USABLE_M2"),
    why_unknown={"STABLE_M2": ("target.stable_unknown",), "PERMANENT_M2": ("target.permanent_missing",),
                 "CEILING_M2": ("target.no_year_before", "target.one_layer", "target.years_apart",
                                "target.years_differ", "target.class_unknown", "target.fields_differ",
                                "target.deduction_differs", "target.county_untold")},
    tables=(
        Table("SCORE", ("unit_name", "level", "indicator", "light", "rank", "target_m2", "actual_m2", "gap_m2", "share",
                        "unit_code", "year", "source"),
              words={"level": _LEVELS, "indicator": _INDICATORS, "light": _LIGHTS}, alarm_words={"light": ("red",)}),
        Table("CEILING", (*_UNIT, "level", "stable_before_m2", "stable_m2", "gain_m2", "ceiling_m2", "approved_m2",
                          "usable_m2"), words={"level": _LEVELS})),
    shown=("UNIT_LIGHTS", "SCORE", "CEILING"),
    chart=AreaBars("SCORE", _UNIT, ("target_m2", "actual_m2"),
                   where="\"indicator\" = 'cultivated' and \"level\" in ('city', 'county')"))

CHECK = Duty(
    name="permanent_check", title=QT_TRANSLATE_NOOP("KfResources", "Permanent farmland: verification"),
    icon="duty_check", algorithm="kf:permanentfarmlandcheck",
    layers=("PERMANENT_FARMLAND", "LAND", "LAND_BEFORE", "MASKS", "UNITS"), fields=("LAND_CLASS_FIELD",),
    settings=("RULES_DATE",),
    areas=_PERMANENT_AREAS,
    numbers=("TOTAL_M2", "SOUND_M2", "PROBLEM_M2", "PROBLEM_SUM_M2", "BLOCK_COUNT"),
    tables=(
        Table("SUMMARY", (*_UNIT, "problem_name", "patches", "parts", "net_m2", "area_m2"),
              where="\"problem_name\" <> ''"),
        Table("BLOCK_SUMMARY", (*_UNIT, "size_name", "blocks", "area_m2", "net_m2")),
        Table("PARTS", ("reasons", "area_m2", "patch_id", "DLMC", "unit_name", "block_id"), where="\"problem\" = 1"),
        Table("BLOCKS", ("block_id", "size_name", "area_m2", "problem_m2", "parts", "patches", "unit_name"),
              alarms=("problem_m2",))),
    shown=("PARTS", "BLOCKS", "SUMMARY", "BLOCK_SUMMARY"),
    chart=AreaBars("BLOCKS", ("size_name",), ("area_m2",)))

REPLACE = Duty(
    name="permanent_replace", title=QT_TRANSLATE_NOOP("KfResources", "Permanent farmland: replacement"),
    icon="duty_replace", algorithm="kf:permanentfarmlandreplace",
    layers=("LOST", "PERMANENT_FARMLAND", "LAND", "CHOSEN", "MASKS", "UNITS"), fields=("LAND_CLASS_FIELD",),
    settings=("CHOSEN_PARCELS", "RULES_DATE"),
    areas=(*_PERMANENT_AREAS, "planned_construction", "urban_boundary", "farmland_reserve_zone"),
    numbers=("LOST_M2", "LOST_NOT_CULTIVATED_M2", "REPLACED_M2", "CANDIDATES_M2"),
    tables=(
        Table("VERDICT", ("criterion", "passed", "required", "actual", "unit", "decides", "proposal", "reasons",
                          "clause"),
              flags=("passed", "decides", "proposal"), alarms=("passed",),
              words={"criterion": _CRITERIA, "unit": _MEASURES}),
        Table("CANDIDATES", ("rank", "order", "in_replacement", "net_m2", "GDDB", "contiguous", "block_m2",
                             "distance_m", "score", "capacity_kg", "in_reserve_zone", "unit_name", "BSM", "reasons"),
              flags=("in_replacement", "contiguous", "in_reserve_zone"), words={"order": _ORDERS}, order="rank")),
    shown=("CANDIDATES", "VERDICT"),
    chart=AreaBars("CANDIDATES", ("BSM",), ("net_m2",), order="rank"))

RESERVE = Duty(
    name="reserve", title=QT_TRANSLATE_NOOP("KfResources", "Reserve land: potential"), icon="duty_reserve",
    algorithm="kf:reservepotential",
    layers=("LAND", "MASKS", "ADDITIONS", "WATER", "ROADS", "UNITS"), fields=("LAND_CLASS_FIELD", "LAND_UNIT_FIELD"),
    settings=("MAX_SLOPE", "CLAIM", "WEIGHTS", "RULES_DATE"),
    areas=(*_PERMANENT_AREAS, "forest_grass_wetland", "historic_lines", "planned_construction", "urban_boundary",
           "water_source"),
    numbers=("SOURCE_M2", "CANDIDATE_M2", "EXCLUDED_M2", "NET_M2", "CAPACITY_KG"),
    tables=(
        Table("SUMMARY", (*_UNIT, "grade", "candidates", "area_m2", "net_m2", "capacity_kg"),
              words={"grade": {"excluded": QT_TRANSLATE_NOOP("KfResources", "excluded")}}),
        Table("CANDIDATES", ("rank", "grade", "score", "net_m2", "area_m2", "capacity_kg", "unit_name", "DLMC", "BSM",
                             "reasons", "score_soil", "score_water", "score_slope", "score_contiguity",
                             "score_farmland", "score_road", "score_restorability"), order="rank"),
        Table("EXCLUDED", ("reason", "area_m2", "DLMC", "unit_name", "BSM", "reasons"))),
    shown=("CANDIDATES", "EXCLUDED", "SUMMARY"),
    chart=AreaBars("SUMMARY", _UNIT, ("area_m2", "net_m2"), where="\"grade\" <> 'excluded'"))

FARMLAND_DUTIES = (CHANGE, STABLE, TARGETS, CHECK, REPLACE, RESERVE)
