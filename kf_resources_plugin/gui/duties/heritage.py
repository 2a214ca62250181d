"""The pages of the heritage dock, in the order a planner comes to them: register, lines, their check, impact, heights.
"""
from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..widgets.pairs_dialog import DECISION_WORDS
from .charts import AreaBars
from .duty import Duty, Table
from .heritage_maps_tool import HeritageMapsTool
from .pairs_tool import PairsTool
from .rule_words import LEVELS, TIERS, TYPES

_GROUPINGS = {
    "level": QT_TRANSLATE_NOOP("KfResources", "by level"), "batch": QT_TRANSLATE_NOOP("KfResources", "by batch"),
    "site_type": QT_TRANSLATE_NOOP("KfResources", "by type"), "unit": QT_TRANSLATE_NOOP("KfResources", "by county")}
_METHODS = {
    "drawn": QT_TRANSLATE_NOOP("KfResources", "drawn"), "width": QT_TRANSLATE_NOOP("KfResources", "by width"),
    "corridor": QT_TRANSLATE_NOOP("KfResources", "along the canal"),
    "derived": QT_TRANSLATE_NOOP("KfResources", "united from others")}
_HEIGHTS = {
    "exceeds": QT_TRANSLATE_NOOP("KfResources", "too high"),
    "complies": QT_TRANSLATE_NOOP("KfResources", "within all limits"),
    "free": QT_TRANSLATE_NOOP("KfResources", "under no limit"),
    "unknown": QT_TRANSLATE_NOOP("KfResources", "not known")}
_SOURCES = {
    "field": QT_TRANSLATE_NOOP("KfResources", "height field"),
    "storeys": QT_TRANSLATE_NOOP("KfResources", "storeys"),
    "raster": QT_TRANSLATE_NOOP("KfResources", "surface model")}
_KINDS = {
    "project": QT_TRANSLATE_NOOP("KfResources", "project"), "parcel": QT_TRANSLATE_NOOP("KfResources", "parcel"),
    "building": QT_TRANSLATE_NOOP("KfResources", "building"),
    "farmland": QT_TRANSLATE_NOOP("KfResources", "permanent farmland")}
_VERDICTS = {
    "forbidden": QT_TRANSLATE_NOOP("KfResources", "forbidden"),
    "consent": QT_TRANSLATE_NOOP("KfResources", "consent needed"),
    "archaeology_first": QT_TRANSLATE_NOOP("KfResources", "archaeology first"),
    "free": QT_TRANSLATE_NOOP("KfResources", "free of heritage lines"),
    "not_judged": QT_TRANSLATE_NOOP("KfResources", "not judged")}
_TREATMENTS = {
    "adjust": QT_TRANSLATE_NOOP("KfResources", "to be adjusted"), "keep": QT_TRANSLATE_NOOP("KfResources", "kept")}
_TIER_ROLES = ("heritage_control", "heritage_core", "heritage_protection", "heritage_zones")
_LINE_ROLES = ("burial_areas", *_TIER_ROLES, "historic_lines", "purple_lines")

REGISTER = Duty(
    name="register", title=QT_TRANSLATE_NOOP("KfResources", "Registers merged"), icon="duty_register",
    algorithm="kf:heritageregister", layers=("LISTS", "UNITS"), settings=("DECISIONS", "RULES_DATE"),
    areas=("heritage_sites",), area_layers="LISTS", area_roles="",
    numbers=("READ", "ENTRIES", "MERGED", "PLACED", "OPEN_PAIRS"),
    tables=(Table("REGISTER", ("site_id", "name", "level", "batch", "site_type", "era", "unit_name", "published",
                               "origin_count"), words={"level": LEVELS, "site_type": TYPES}, order="site_id"),
            Table("DUPLICATES", ("decision", "name_a", "name_b", "level_a", "level_b", "score", "apart_m", "person",
                                 "reason", "merged"), flags=("merged",),
                  words={"decision": DECISION_WORDS, "level_a": LEVELS, "level_b": LEVELS}),
            Table("SUMMARY", ("grouping", "name", "sites", "placed"), words={"grouping": _GROUPINGS})),
    shown=("REGISTER", "SITE_AREAS", "DUPLICATES", "SUMMARY"), tools=(PairsTool("DUPLICATES", "DECISIONS"),))

ZONES = Duty(
    name="zones", title=QT_TRANSLATE_NOOP("KfResources", "Lines drawn by rule"), icon="duty_purple",
    algorithm="kf:heritagezones", layers=("SITES", "DRAWN", "BLOCKS", "ROADS", "CANAL", "UNITS"),
    settings=("DRAWN_TIER", "SNAP", "SNAP_TOLERANCE", "CANAL_ZONES", "RULES_DATE"),
    numbers=("SITE_COUNT", "SITES_WITHOUT_LINE", "ZONE_COUNT", "PROVISIONAL", "PROTECTION_M2", "CONTROL_M2",
             "PURPLE_M2", "HISTORIC_M2"),
    tables=(Table("ZONES", ("site_id", "site_name", "tier", "area_m2", "declared_m2", "provisional", "method",
                            "width_m", "document", "published"), flags=("provisional",),
                  words={"tier": TIERS, "method": _METHODS}, order="site_id"),
            Table("BOUNDARY_POINTS", ("site_id", "tier", "point", "x", "y", "length_m"), words={"tier": TIERS})),
    shown=("BOUNDARY_POINTS", "ZONES"), papers=("OUTPUT_TXT", "XLSX"),
    chart=AreaBars("ZONES", ("tier",), ("area_m2",), words=TIERS), tools=(HeritageMapsTool(),))

CHECK = Duty(
    name="check_lines", title=QT_TRANSLATE_NOOP("KfResources", "Check of lines"), icon="duty_check_lines",
    algorithm="kf:heritagecheck", layers=("REGISTER", "ZONES", "HISTORIC_LINES", "PURPLE_LINES", "BLOCKS", "UNITS"),
    settings=("DECLARED_AREA_UNIT", "RULES_DATE"), areas=_TIER_ROLES, area_layers="ZONES", area_roles="",
    numbers=("FINDINGS_COUNT", "SITES", "SITES_WITH_LINES"),
    tables=(Table("SUMMARY", ("site_id", "site_name", "level", "unit_name", "tiers", "area_m2", "declared_m2",
                              "difference_m2", "provisional", "faults"), words={"level": LEVELS}, alarms=("faults",)),),
    shown=("SUMMARY",))

IMPACT = Duty(
    name="impact", title=QT_TRANSLATE_NOOP("KfResources", "Impact on heritage sites"), icon="duty_impact",
    algorithm="kf:heritageimpact",
    layers=("PROJECTS", "PARCELS", "DEMOLITIONS", "ZONES", "TIER_LAYERS", "REGISTER", "PERMANENT_FARMLAND"),
    fields=("PROJECT_CLASS_FIELD", "PROJECT_DATE_FIELD"), settings=("RULES_DATE",),
    areas=_LINE_ROLES, area_layers="TIER_LAYERS", area_roles="TIER_LAYER_ROLES",
    numbers=("FORBIDDEN", "CONSENT", "ARCHAEOLOGY", "FREE", "UNJUDGED", "ADJUST_M2"),
    tables=(Table("VERDICT", ("subject_kind", "subject_id", "subject_name", "verdict", "archaeology", "consents",
                              "site_name", "tier", "tiers_m2", "clause", "remedy"), flags=("archaeology",),
                  words={"subject_kind": _KINDS, "verdict": _VERDICTS, "tier": TIERS},
                  alarm_words={"verdict": ("forbidden",)}),
            Table("HITS", ("subject_kind", "subject_id", "site_name", "tier", "verdict", "area_m2", "share", "clause"),
                  words={"subject_kind": _KINDS, "verdict": _VERDICTS, "tier": TIERS}),
            Table("FARMLAND", ("patch_id", "site_name", "tier", "treatment", "area_m2", "share"),
                  words={"tier": TIERS, "treatment": _TREATMENTS})),
    shown=("VERDICT", "HITS", "FARMLAND"), chart=AreaBars("HITS", ("tier",), ("area_m2",), words=TIERS))

HEIGHTS = Duty(
    name="heights", title=QT_TRANSLATE_NOOP("KfResources", "Heights and views"), icon="duty_heights",
    algorithm="kf:heightcontrol", layers=("BUILDINGS", "LIMITS", "ZONES", "VIEW_CORRIDORS", "DEM", "DSM", "PARCELS"),
    fields=("HEIGHT_FIELD", "STOREYS_FIELD", "CAP_FIELD"), settings=("LEVELS", "RULES_DATE"),
    numbers=("BUILDINGS_COUNT", "EXCEEDING_COUNT", "UNKNOWN_COUNT", "LARGEST_EXCEED_M", "CORRIDORS_COUNT",
             "BLOCKED_COUNT"),
    tables=(Table("HEIGHTS", ("building_id", "verdict", "building_height_m", "height_source", "allowed_m", "exceed_m",
                              "limit_name", "corridor"), words={"verdict": _HEIGHTS, "height_source": _SOURCES},
                  alarms=("exceed_m",), alarm_words={"verdict": ("exceeds",)}),
            Table("CORRIDORS", ("corridor", "length_m", "buildings", "exceeding", "highest_id", "highest_exceed_m",
                                "hidden_m", "hidden_share"), alarms=("exceeding",)),
            Table("PARCEL_HEIGHTS", ("parcel_id", "lowest_m", "mean_m", "limited_share", "limit_name"))),
    shown=("HEIGHTS", "CORRIDORS", "PARCEL_HEIGHTS"))

HERITAGE_DUTIES = (REGISTER, ZONES, CHECK, IMPACT, HEIGHTS)
