"""The pages of the stock land dock, in the order a planner comes to them, from the status to the plan of reserve."""
from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...rules.idle_land import NOT_STARTED, SUSPENDED
from ...rules.land_swap import FAILED
from ...rules.low_efficiency import LOW
from ...rules.stock_status import NOT_EXPROPRIATED, NOT_SUPPLIED, NOT_USED, UNFINISHED
from .charts import AreaBars
from .dialogs_tool import DialogsTool
from .duty import Duty, Table
from .rate_chart import RateTrend
from .stock_words import (
    ACTORS,
    CLASSES,
    EVENTS,
    FLAG_STATES,
    FLAGS,
    GROUPINGS,
    KINDS,
    LOW_RESULTS,
    OUTCOMES,
    PLAN_STEPS,
    PLOTS,
    RATINGS,
    ROUTES,
    SIZES,
    STANDARDS,
    STEPS,
    STOCK_CLASSES,
    VERDICTS,
)

_FOUR = (NOT_EXPROPRIATED, NOT_SUPPLIED, NOT_USED, UNFINISHED)
_STOCK_AREAS = tuple(f"{kind}_m2" for kind in _FOUR)

STATUS = Duty(
    name="status", title=QT_TRANSLATE_NOOP("KfResources", "Status of stock land"), icon="duty_status",
    algorithm="kf:stocklandstatus", layers=("APPROVALS", "EXPROPRIATIONS", "SUPPLIES", "BUILT", "UNITS"),
    settings=("DATE", "AREA_UNIT", "RULES_DATE"),
    numbers=("APPROVED_M2", *(f"{kind.upper()}_M2" for kind in _FOUR), "UNSUPPLIED_M2", "APPROVAL_RATE",
             "SUPPLY_RATE", "USE_RATE"),
    tables=(Table("SUMMARY", ("grouped_by", "name", "approved_total_m2", *_STOCK_AREAS, "used_m2",
                              "used_without_supply_m2", "used_without_approval_m2", "undetermined_m2",
                              "approval_rate", "supply_rate", "use_rate"), words={"grouped_by": GROUPINGS},
                  alarms=("used_without_supply_m2", "used_without_approval_m2")),
            Table("STATUS", ("parcel_id", "unit_name", "XMMC", "TDYT", "class", "area_m2", "since", "age_days",
                             "actor", "route", "reason"),
                  words={"class": CLASSES, "actor": ACTORS, "route": ROUTES})),
    shown=("STATUS", "SUMMARY"),
    chart=AreaBars("SUMMARY", ("name", "key"), _STOCK_AREAS, where="grouped_by = 'unit'"))

IDLE = Duty(
    name="idle", title=QT_TRANSLATE_NOOP("KfResources", "Idle land and its procedure"), icon="duty_idle",
    algorithm="kf:idleland", layers=("SUPPLIES", "UNITS"), settings=("DATE", "AREA_UNIT", "RULES_DATE"),
    numbers=("SUPPLIES_COUNT", "NOT_STARTED_COUNT", "SUSPENDED_COUNT", "SUSPECTED_COUNT", "UNDETERMINED_COUNT",
             "IDLE_M2", "FEE_CNY"),
    tables=(Table("IDLE", ("parcel_id", "unit_name", "XMMC", "kind", "area_m2", "idle_since", "idle_days",
                           "developed_share", "invested_share", "government_cause", "fee_cny", "recovery_from",
                           "next_step", "next_deadline", "clause", "reason"), flags=("government_cause",),
                  words={"kind": KINDS, "next_step": STEPS}, alarm_words={"kind": (NOT_STARTED, SUSPENDED)}),
            Table("SUMMARY", ("unit_name", "supplies", "not_started_count", "suspended_count", "suspected_count",
                              "undetermined_count", "supplied_ha", "idle_ha", "suspected_ha", "fee_cny"))),
    shown=("IDLE", "SUMMARY"), papers=("NOTICES",),
    chart=AreaBars("IDLE", ("kind",), ("area_m2",), words=KINDS))

RATE = Duty(
    name="rate", title=QT_TRANSLATE_NOOP("KfResources", "Disposal rate of the year"), icon="duty_rate",
    algorithm="kf:disposalrate", layers=("STATUS", "DISPOSALS", "IDLE", "HISTORY"),
    settings=("YEAR", "AREA_UNIT", "RULES_DATE"),
    numbers=("OPENING_M2", "DISPOSED_M2", "RATE", "UNITS_MET", "UNITS_MISSED", "EVENTS_COUNTED", "EVENTS_REFUSED",
             "QUOTA_M2"),
    tables=(Table("RATES", ("unit_name", "year", "opening_m2", "disposed_m2", "remaining_m2", "rate", "target_met",
                            "short_m2", "unsupplied_disposed_m2", "idle_disposed_m2", "quota_factor", "quota_m2"),
                  flags=("target_met",), alarms=("target_met", "short_m2")),
            Table("EVENTS", ("parcel_id", "unit_code", "stock_class", "disposed_on", "area_m2", "route",
                             "disposal_document", "counted", "outcome"), flags=("counted",),
                  words={"stock_class": STOCK_CLASSES, "route": ROUTES, "outcome": OUTCOMES},
                  alarm_words={"outcome": ("not_in_stock", "over", "twice")}),
            Table("TREND", ("unit_name", "year", "opening_m2", "disposed_m2", "rate", "rate_change", "target_met"),
                  flags=("target_met",), alarms=("target_met",), order="year")),
    shown=("RATES", "EVENTS", "TREND"), chart=RateTrend())

LOW_EFFICIENCY = Duty(
    name="low_efficiency", title=QT_TRANSLATE_NOOP("KfResources", "Low-efficiency land"), icon="duty_low_efficiency",
    algorithm="kf:lowefficiencyland",
    layers=("PARCELS", "ECONOMICS", "INDUSTRIES", "PLANNED", "RENEWAL", "BUILDINGS", "UNITS"),
    settings=("YEAR", "AREA_UNIT", "RULES_DATE"),
    numbers=("PARCELS_COUNT", "LOW_COUNT", "LOW_M2", "UNDETERMINED_COUNT", "SMALL_COUNT"),
    tables=(Table("LOW_LAND", ("parcel_id", "name", "unit_name", "kind", "area_m2", "result", "score", "flags_count",
                               "judged_count", "reason"), words={"result": LOW_RESULTS},
                  alarm_words={"result": (LOW,)}),
            Table("SUMMARY", ("unit_name", "flag", "assessed", "flagged", "clear", "unknown", "flagged_m2"),
                  words={"flag": FLAGS}),
            Table("FLAGS", ("parcel_id", "flag", "state", "value", "threshold", "found", "source", "reason"),
                  words={"flag": FLAGS, "state": FLAG_STATES}, alarm_words={"state": ("flagged",)})),
    shown=("LOW_LAND", "FLAGS", "SUMMARY"), chart=AreaBars("SUMMARY", ("flag",), ("flagged_m2",), words=FLAGS))

SWAP = Duty(
    name="swap", title=QT_TRANSLATE_NOOP("KfResources", "Old plots for new"), icon="duty_swap",
    algorithm="kf:landswapbalance", layers=("OLD_PLOTS", "NEW_PLOTS", "LAND"),
    settings=("DATE", "AREA_UNIT", "RULES_DATE"),
    numbers=("AREAS_COUNT", "FAILED_COUNT", "UNDETERMINED_COUNT", "OLD_M2", "NEW_M2", "SURPLUS_M2"),
    tables=(Table("ACCOUNT", ("project_area", "verdict", "old_m2", "new_m2", "accepted_m2", "owed_m2", "surplus_m2",
                              "cultivated_taken_m2", "cultivated_given_m2", "grade_taken", "grade_given", "deadline",
                              "reasons"),
                  words={"verdict": VERDICTS}, alarms=("owed_m2",), alarm_words={"verdict": (FAILED,)}),
            Table("PLOTS", ("project_area", "plot_id", "plot_kind", "area_m2", "cultivated_m2", "mean_grade",
                            "accepted_on", "outside_m2"), words={"plot_kind": PLOTS}, alarms=("outside_m2",))),
    shown=("PLOTS", "ACCOUNT"), chart=AreaBars("ACCOUNT", ("project_area",), ("old_m2", "new_m2", "surplus_m2")))

RESERVE = Duty(
    name="land_reserve", title=QT_TRANSLATE_NOOP("KfResources", "Three-year reserve plan"), icon="duty_land_reserve",
    algorithm="kf:landreserveplan", layers=("LAND", "REGISTERED", "STATUS"),
    settings=("FIRST_YEAR", "AREA_LIMITS", "COST", "BUDGETS", "RULES_DATE"),
    numbers=("CANDIDATES_COUNT", "CANDIDATES_M2", "PLANNED_COUNT", "PLANNED_M2", "COST_CNY"),
    tables=(Table("SUMMARY", ("plan_step", "plan_year", "parcels", "area_m2", "area_limit_m2", "cost_cny",
                              "budget_cny"), words={"plan_step": PLAN_STEPS}),
            Table("PLAN", ("rank", "parcel_id", "unit_code", "DLBM", "QSXZ", "area_m2", "score", "cost_cny",
                           "plan_year", "plan_step"), words={"plan_step": PLAN_STEPS}, order="rank")),
    shown=("PLAN", "SUMMARY"), chart=AreaBars("SUMMARY", ("plan_step",), ("area_m2",), words=PLAN_STEPS))

EFFICIENCY = Duty(
    name="efficiency", title=QT_TRANSLATE_NOOP("KfResources", "Land efficiency"), icon="duty_efficiency",
    algorithm="kf:landefficiency", layers=("PARCELS", "ECONOMICS"), fields=("KIND_FIELD",),
    settings=("LEVEL", "YEAR", "AREA_UNIT", "RULES_DATE"),
    numbers=("SUBJECTS_COUNT", "A_COUNT", "B_COUNT", "C_COUNT", "D_COUNT", "UNDETERMINED_COUNT",
             "STANDARD_MISSED_COUNT"),
    tables=(Table("RATING", ("rank", "name", "parcel_id", "kind", "size", "class", "score", "area_m2",
                             "tax_per_mu_cny", "value_added_per_mu_cny", "investment_per_mu_cny", "floor_area_ratio",
                             "next_class", "next_score", "standard"),
                  words={"class": RATINGS, "size": SIZES, "standard": STANDARDS},
                  alarm_words={"class": ("D",), "standard": ("missed",)}, order="rank"),
            Table("SUMMARY", ("kind", "size", "class", "subjects", "area_ha", "lowest_score", "highest_score"),
                  words={"class": RATINGS, "size": SIZES}, order="class")),
    shown=("RATING", "SUMMARY"), chart=AreaBars("RATING", ("class",), ("parcel_m2",), order="class", words=RATINGS))

REGISTER = Duty(
    name="stock_register", title=QT_TRANSLATE_NOOP("KfResources", "Register of stock land"), icon="duty_register",
    algorithm="kf:stockregisterstate", layers=(), settings=("REGISTER", "DATE", "RECORDED_UNTIL", "RULES_DATE"),
    numbers=("STOCK_M2", "PARCELS_COUNT", "OPENING_M2", "DISPOSED_M2", "EVENTS_COUNT"),
    tables=(Table("BOARD", ("unit_name", "year", "class", "opening_m2", "entered_m2", "moved_in_m2", "moved_out_m2",
                            "corrected_m2", "disposed_m2", "closing_m2"), words={"class": STOCK_CLASSES}),
            Table("EVENTS", ("event_id", "day", "kind", "parcel_id", "class", "area_m2", "route", "document",
                             "operator", "reason", "reverses", "reversed_by"),
                  words={"kind": EVENTS, "class": STOCK_CLASSES, "route": ROUTES}, order="event_id"),
            Table("DISPOSALS", ("date", "parcel_id", "class", "area_m2", "route", "document", "event_id"),
                  words={"class": STOCK_CLASSES, "route": ROUTES}, order="date")),
    shown=("STATE", "BOARD", "DISPOSALS", "EVENTS"),
    chart=AreaBars("BOARD", ("year",), ("entered_m2", "disposed_m2"), order="year"),
    tools=(DialogsTool(
        QT_TRANSLATE_NOOP("KfResources", "Keep the register"),
        QT_TRANSLATE_NOOP("KfResources", "Make a register, write into it, take an event back, or verify it"),
        ((QT_TRANSLATE_NOOP("KfResources", "New…"), "kf:stockregistercreate"),
         (QT_TRANSLATE_NOOP("KfResources", "Update from a status…"), "kf:stockregisterupdate"),
         (QT_TRANSLATE_NOOP("KfResources", "Reverse an event…"), "kf:stockregisterreverse"),
         (QT_TRANSLATE_NOOP("KfResources", "Verify…"), "kf:stockregisterverify")), ("REGISTER",)),))

STOCK_LAND_DUTIES = (STATUS, IDLE, RATE, REGISTER, EFFICIENCY, LOW_EFFICIENCY, SWAP, RESERVE)
