"""The pages of the floodplain dock, in the order a planner comes to them: dikes, water, danger, zones, use."""
from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..models.findings_rows import SEVERITY_TITLES
from .charts import AreaBars
from .duty import Card, Duty, Table
from .stage_maps_tool import StageMapsTool
from .weights_tool import WeightsTool

_UNIT = ("unit_name", "unit_code")
ZONE_WORDS = {
    "S": QT_TRANSLATE_NOOP("KfResources", "fit for water"),
    "SD": QT_TRANSLATE_NOOP("KfResources", "fit for wetland"),
    "N": QT_TRANSLATE_NOOP("KfResources", "fit for farming"),
    "J": QT_TRANSLATE_NOOP("KfResources", "fit for living"),
    "": QT_TRANSLATE_NOOP("KfResources", "not zoned")}

_SIDES = {"river": QT_TRANSLATE_NOOP("KfResources", "river side"),
          "land": QT_TRANSLATE_NOOP("KfResources", "land side"), "both": QT_TRANSLATE_NOOP("KfResources", "both sides")}
_ORIGINS = {"rules": QT_TRANSLATE_NOOP("KfResources", "rules"), "weights": QT_TRANSLATE_NOOP("KfResources", "own"),
            "ahp": QT_TRANSLATE_NOOP("KfResources", "pairwise comparison")}
_CRITERIA = {
    "return_period": QT_TRANSLATE_NOOP("KfResources", "return period of first flooding"),
    "depth": QT_TRANSLATE_NOOP("KfResources", "depth in the 20-year flood"),
    "hazard": QT_TRANSLATE_NOOP("KfResources", "hazard in the 20-year flood"),
    "height": QT_TRANSLATE_NOOP("KfResources", "height above the water"),
    "distance": QT_TRANSLATE_NOOP("KfResources", "distance to the channel"),
    "land_class": QT_TRANSLATE_NOOP("KfResources", "land class")}
_OUTCOMES = {"move_out": QT_TRANSLATE_NOOP("KfResources", "move out"),
             "safe_in_place": QT_TRANSLATE_NOOP("KfResources", "safe in place on a platform"),
             "keep": QT_TRANSLATE_NOOP("KfResources", "keep")}
_MASKS = ("main_channel", "nature_reserve", "nature_reserve_core", "ecological_redline",
          "dike_protection", "dike_safety", "flood_passage", "resettlement_areas", "polluted_land")

DIKES = Duty(
    name="dikes", title=QT_TRANSLATE_NOOP("KfResources", "Zones along dikes"), icon="duty_dikes",
    algorithm="kf:dikezones", layers=("DIKES", "CHANNEL", "TRAINING_WORKS", "UNITS"),
    fields=("REACH_FIELD",), settings=("REACH", "HALF_WIDTH", "BLASTING", "RULES_DATE"),
    numbers=("LENGTH_M", "PROTECTION_M2", "SAFETY_M2", "WORKS_M2", "UNDECIDED"),
    tables=(Table("SUMMARY", ("name", "side", *_UNIT, "count", "area_m2"), words={"side": _SIDES}),),
    shown=("ZONES", "PROTECTION", "SAFETY", "SUMMARY"), chart=AreaBars("SUMMARY", ("name",), ("area_m2",)))

DEPTH = Duty(
    name="depth", title=QT_TRANSLATE_NOOP("KfResources", "Flood depth by stage"), icon="duty_depth",
    algorithm="kf:flooddepth", layers=("DEM", "LEVELS", "CHANNEL", "DIKES"),
    fields=("STAGE_FIELD", "LEVEL_FIELD", "CREST_FIELD"), settings=("DIKE_CREST", "ENDS", "RULES_DATE"),
    numbers=("STAGES", "FLOODED_M2", "DEPTH_MAX"),
    tables=(Table("STAGE_TABLE", ("stage", "return_period", "area_m2", "depth_max", "depth_mean", "isolated_m2"),
                  order="stage"),),
    shown=("STAGE_TABLE", "FIRST_FLOODED", "FREQUENCY", "HEIGHT", "FREEBOARD", "DEPTH", "LEVEL"),
    chart=AreaBars("STAGE_TABLE", ("stage",), ("area_m2",), order="stage"), tools=(StageMapsTool("DEPTH"),))

HAZARD = Duty(
    name="hazard", title=QT_TRANSLATE_NOOP("KfResources", "Flood hazard"), icon="duty_hazard",
    algorithm="kf:floodhazard", layers=("DEPTH", "VELOCITY"),
    settings=("BAND", "VELOCITY_BAND", "METHOD", "SURROUNDINGS", "CLASSES", "RULES_DATE"),
    numbers=("HAZARD_M2", "DRY_M2"),
    tables=(Table("CLASS_TABLE", ("class_name", "cells", "area_m2"), order="class"),),
    shown=("CLASS_TABLE", "HAZARD"), chart=AreaBars("CLASS_TABLE", ("class_name",), ("area_m2",), order="class"))

EXPOSURE = Duty(
    name="exposure", title=QT_TRANSLATE_NOOP("KfResources", "Flood exposure"), icon="duty_exposure",
    algorithm="kf:floodexposure", layers=("TARGETS", "DEPTH", "FLOOD", "UNITS"),
    fields=("PEOPLE_FIELD", "HOUSEHOLDS_FIELD", "TARGET_CLASS_FIELD", "STAGE_FIELD"),
    settings=("BAND", "MIN_DEPTH", "RULES_DATE"),
    numbers=("TARGETS_COUNT", "EXPOSED_COUNT", "FLOODED_M2"),
    tables=(Table("SUMMARY", ("stage", *_UNIT, "target_class", "targets", "exposed", "flooded_m2", "flooded_m",
                              "depth_max", "depth_mean", "people", "households")),
            Table("EXPOSED", ("stage", "unit_name", "flooded_m2", "flooded_m", "share", "depth_max", "depth_mean"))),
    shown=("EXPOSED", "SUMMARY"), chart=AreaBars("SUMMARY", ("stage",), ("flooded_m2",)))

ZONING = Duty(
    name="zoning", title=QT_TRANSLATE_NOOP("KfResources", "Zoning of the floodplain"), icon="duty_zoning",
    algorithm="kf:floodplainzoning",
    layers=("ZONING_UNITS", "FLOODPLAIN", "FIRST_FLOODED", "DEPTH", "HAZARD", "HEIGHT", "CHANNEL", "LAND", "MASKS",
            "UNITS"),
    settings=("GRID", "CELL_SIZE", "SMOOTHING", "RULES_DATE"),
    areas=(*_MASKS, "permanent_farmland", "platforms", "settlements", "training_range"),
    numbers=("WATER_M2", "WETLAND_M2", "FARMING_M2", "LIVING_M2", "UNZONED_M2", "STABLE_SHARE"),
    tables=(Table("SUMMARY", ("zone", *_UNIT, "units", "area_ha", "area_mu", "share"), words={"zone": ZONE_WORDS}),
            Table("ZONES", ("unit_id", "zone", "score_s", "score_sd", "score_n", "score_j", "area_m2", "stable"),
                  flags=("stable",), words={"zone": ZONE_WORDS}),
            Table("SENSITIVITY", ("zone", "criterion", "weight", "smallest_change", "units_changed", "area_m2"),
                  words={"zone": ZONE_WORDS, "criterion": _CRITERIA}),
            Table("WEIGHTS_USED", ("zone", "criterion", "weight", "used", "origin", "consistency_ratio"),
                  words={"zone": ZONE_WORDS, "criterion": _CRITERIA, "origin": _ORIGINS})),
    shown=("ZONES", "SUMMARY", "SENSITIVITY", "WEIGHTS_USED"),
    chart=AreaBars("SUMMARY", ("zone",), ("area_m2",), words=ZONE_WORDS),
    tools=(WeightsTool("WEIGHTS", "AHP"),),
    card=Card("ZONES", QT_TRANSLATE_NOOP("KfResources", "Click on the map: why?"), "zone", ZONE_WORDS,
              "reason", "reason_en",
              ("unit_id", "area_m2", "score_s", "score_sd", "score_n", "score_j", "t_yr", "depth_m", "hazard",
               "height_m", "channel_m", "land_class", "margin")))

USE = Duty(
    name="use", title=QT_TRANSLATE_NOOP("KfResources", "Use control and resettlement"), icon="duty_floodplain_use",
    algorithm="kf:floodplaincompliance",
    layers=("ZONES", "LAND", "LAND_BEFORE", "PERMANENT_FARMLAND", "PLANNED", "SETTLEMENTS", "BUILDINGS",
            "PRODUCTION_DIKES", "PLATFORMS", "RECEIVING_SITES", "MASKS", "UNITS"),
    settings=("RULES_DATE",), areas=(*_MASKS, "floodplain", "frequent_flood", "river_management"),
    numbers=("AGAINST_M2", "EXIT_M2", "DIKE_M", "HOUSEHOLDS", "PEOPLE", "ALLOTTED", "UNPLACED"),
    tables=(Table("RELOCATION", ("move_order", "settlement_name", "households", "population", "outcome", "zone",
                                 "reason", "receiving_site_1", "distance_1_m", "receiving_site_2", "receiving_site_3",
                                 "allotted", "unplaced"),
                  words={"zone": ZONE_WORDS, "outcome": _OUTCOMES}, alarms=("unplaced",), order="move_order"),
            Table("FARMLAND_EXIT", ("priority", *_UNIT, "BSM", "DLBM", "GDDB", "zone", "t_yr", "net_m2", "reason"),
                  words={"zone": ZONE_WORDS}, order="priority"),
            Table("SUMMARY", (*_UNIT, "zone", "rule_name", "severity", "parts", "area_m2"),
                  words={"zone": ZONE_WORDS, "severity": SEVERITY_TITLES})),
    shown=("RELOCATION", "DIKE_PARTS", "FARMLAND_EXIT", "ALLOTMENTS", "SUMMARY"),
    chart=AreaBars("SUMMARY", ("rule_name",), ("area_m2",)))

COMPARE = Duty(
    name="compare", title=QT_TRANSLATE_NOOP("KfResources", "Scenarios compared"), icon="duty_compare",
    algorithm="kf:floodplaincompare", layers=("ZONES_A", "ZONES_B"), settings=("NAME_A", "NAME_B", "RULES_DATE"),
    numbers=("COMMON_M2", "CHANGED_M2", "CHANGED_SHARE"),
    tables=(Table("SUMMARY", ("zone", "area_a_m2", "area_b_m2", "change_ha", "change_mu"), words={"zone": ZONE_WORDS}),
            Table("MATRIX", ("zone_a", "zone_b", "area_ha", "area_mu"),
                  words={"zone_a": ZONE_WORDS, "zone_b": ZONE_WORDS}),
            Table("CHANGED", ("unit_a", "unit_b", "zone_a", "zone_b", "area_m2", "reason_a", "reason_b"),
                  words={"zone_a": ZONE_WORDS, "zone_b": ZONE_WORDS})),
    shown=("CHANGED", "MATRIX", "SUMMARY"),
    chart=AreaBars("SUMMARY", ("zone",), ("area_a_m2", "area_b_m2"), words=ZONE_WORDS))

FLOODPLAIN_DUTIES = (DIKES, DEPTH, HAZARD, EXPOSURE, ZONING, USE, COMPARE)
