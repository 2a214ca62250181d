"""The pages of the farmland dock, in the order a planner comes to them."""
from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from .charts import AreaBars
from .duty import Duty, Table

_UNIT = ("unit_name", "unit_code")
_STABILITY_AREAS = ("river_management", "frequent_flood", "ecological_conversion", "polluted_land",
                    "nature_reserve_core", "steep_land")
_DIRECTIONS = {
    "in": QT_TRANSLATE_NOOP("KfResources", "in"), "out": QT_TRANSLATE_NOOP("KfResources", "out"),
    "none": QT_TRANSLATE_NOOP("KfResources", "not cultivated")}
_LAND_KINDS = {
    "cultivated": QT_TRANSLATE_NOOP("KfResources", "cultivated land"),
    "garden": QT_TRANSLATE_NOOP("KfResources", "garden and plantation"),
    "forest": QT_TRANSLATE_NOOP("KfResources", "forest"), "grass": QT_TRANSLATE_NOOP("KfResources", "grassland"),
    "facility": QT_TRANSLATE_NOOP("KfResources", "facility agriculture"),
    "agricultural": QT_TRANSLATE_NOOP("KfResources", "other agricultural land"),
    "construction": QT_TRANSLATE_NOOP("KfResources", "construction land"),
    "other": QT_TRANSLATE_NOOP("KfResources", "water and unused land")}
_ACCOUNT = ("farmland_before_m2", "out_m2", "exempt_m2", "in_m2", "in_stable_m2", "net_m2", "balanced",
            "construction_m2", "other_m2", "permanent_m2", "suspected_m2", "sliver_out_m2", "sliver_in_m2",
            "farmland_after_m2")
_ACCOUNT_ALARMS = ("balanced", "permanent_m2", "suspected_m2")

CHANGE = Duty(
    name="change", title=QT_TRANSLATE_NOOP("KfResources", "Yearly change: farmland in and out"), icon="duty_change",
    algorithm="kf:farmlandchange",
    layers=("LAND_BEFORE", "LAND_AFTER", "EXEMPT", "APPROVALS", "PERMANENT_FARMLAND", "UNITS", "MASKS"),
    fields=("LAND_BEFORE_CLASS_FIELD", "LAND_AFTER_CLASS_FIELD", "EXEMPT_KIND_FIELD"),
    settings=("RULES_DATE",), areas=_STABILITY_AREAS,
    numbers=("FARMLAND_BEFORE_M2", "FARMLAND_AFTER_M2", "OUT_M2", "EXEMPT_M2", "IN_M2", "IN_STABLE_M2", "NET_M2",
             "CONSTRUCTION_M2", "PERMANENT_M2", "SUSPECTED_M2", "SLIVER_M2"),
    tables=(
        Table("ACCOUNT", (*_UNIT, *_ACCOUNT), flags=("balanced",), alarms=_ACCOUNT_ALARMS),
        Table("TOWNSHIPS", ("unit_name", "township_code", *_ACCOUNT), flags=("balanced",), alarms=_ACCOUNT_ALARMS),
        Table("MATRIX", ("class_before", "name_before", "class_after", "name_after", "area_m2", "sliver_m2")),
        Table("CHANGES", ("direction", "name_before", "name_after", "net_m2", "area_m2", "land_kind", "exempt",
                          "approved", "permanent", "suspected", "sliver", "unit_name", "before_id", "after_id"),
              flags=("exempt", "approved", "permanent", "suspected", "sliver"),
              words={"direction": _DIRECTIONS, "land_kind": _LAND_KINDS},
              where="\"direction\" in ('in', 'out')")),
    shown=("CHANGES", "ACCOUNT", "MATRIX", "TOWNSHIPS"),
    chart=AreaBars("ACCOUNT", _UNIT, ("out_m2", "in_stable_m2", "net_m2")))

STABLE = Duty(
    name="stable", title=QT_TRANSLATE_NOOP("KfResources", "Stable farmland"), icon="duty_stable",
    algorithm="kf:stablefarmland",
    layers=("LAND", "MASKS", "UNITS"), fields=("LAND_CLASS_FIELD", "LAND_UNIT_FIELD"), settings=("RULES_DATE",),
    areas=_STABILITY_AREAS,
    numbers=("FARMLAND_M2", "STABLE_M2", "UNSTABLE_M2"),
    tables=(
        Table("SUMMARY", (*_UNIT, "farmland_m2", "stable_m2", "unstable_m2", "share")),
        Table("TOWNSHIPS", (*_UNIT, "farmland_m2", "stable_m2", "unstable_m2", "share")),
        Table("STABLE", ("reason", "net_m2", "area_m2", "BSM", "DLMC", "unit_name", "reasons"),
              where="\"stable\" = 0")),
    shown=("STABLE", "SUMMARY", "TOWNSHIPS"),
    chart=AreaBars("SUMMARY", _UNIT, ("stable_m2", "unstable_m2")))

CHECK = Duty(
    name="permanent_check", title=QT_TRANSLATE_NOOP("KfResources", "Permanent farmland: verification"),
    icon="duty_check", algorithm="kf:permanentfarmlandcheck",
    layers=("PERMANENT_FARMLAND", "LAND", "LAND_BEFORE", "MASKS", "UNITS"), fields=("LAND_CLASS_FIELD",),
    settings=("RULES_DATE",),
    areas=("approvals", "ecological_redline", "nature_reserve", "nature_reserve_core", "river_management",
           "main_channel", "frequent_flood", "ecological_conversion", "polluted_land", "steep_land"),
    numbers=("TOTAL_M2", "SOUND_M2", "PROBLEM_M2", "PROBLEM_SUM_M2", "BLOCK_COUNT"),
    tables=(
        Table("SUMMARY", (*_UNIT, "problem_name", "patches", "parts", "net_m2", "area_m2")),
        Table("BLOCK_SUMMARY", (*_UNIT, "class", "blocks", "area_m2", "net_m2")),
        Table("PARTS", ("reasons", "area_m2", "patch_id", "DLMC", "unit_name", "block_id"), where="\"problem\" = 1"),
        Table("BLOCKS", ("block_id", "class", "area_m2", "problem_m2", "parts", "patches", "unit_name"),
              alarms=("problem_m2",))),
    shown=("PARTS", "BLOCKS", "SUMMARY", "BLOCK_SUMMARY"),
    chart=AreaBars("BLOCK_SUMMARY", ("class", "unit_name"), ("area_m2",)))

FARMLAND_DUTIES = (CHANGE, STABLE, CHECK)
