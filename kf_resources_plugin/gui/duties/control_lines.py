"""The pages of the control lines dock, in the order a planner comes to them."""
from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...engine.roles import roles
from .charts import AreaBars
from .duty import Duty, Table

_UNIT = ("unit_name", "unit_code")
_PAIR = ("line_a", "line_b")
_CONTROLS = (
    "blue_lines", "burial_areas", "contaminated_soil", "dike_protection", "dike_safety",
    "ecological_redline", "farmland_reserve_zone", "flood_risk_line", "floodplain", "floodplain_zones",
    "forest_grass_wetland", "green_lines", "hazard_areas", "heritage_control", "heritage_core",
    "heritage_protection", "historic_lines", "industrial_line", "main_channel", "nature_reserve",
    "nature_reserve_core", "permanent_farmland", "plan_zones", "planned_land_use", "purple_lines",
    "river_management", "shoreline_control", "urban_boundary", "water_source", "yellow_lines")
_CATEGORIES = {
    "overlap": QT_TRANSLATE_NOOP("KfResources", "overlap"), "sliver": QT_TRANSLATE_NOOP("KfResources", "thin overlap"),
    "self_overlap": QT_TRANSLATE_NOOP("KfResources", "overlap within the line"),
    "tolerated": QT_TRANSLATE_NOOP("KfResources", "within tolerance"), "hole": QT_TRANSLATE_NOOP("KfResources", "hole"),
    "gap": QT_TRANSLATE_NOOP("KfResources", "narrow gap"),
    "not_cultivated": QT_TRANSLATE_NOOP("KfResources", "permanent farmland not cultivated")}
_CONTENTS = {
    "cultivated": QT_TRANSLATE_NOOP("KfResources", "cultivated land"),
    "other_land": QT_TRANSLATE_NOOP("KfResources", "other land"),
    "nothing": QT_TRANSLATE_NOOP("KfResources", "nothing")}
_VERDICTS = {
    "passes": QT_TRANSLATE_NOOP("KfResources", "passes"), "fails": QT_TRANSLATE_NOOP("KfResources", "fails"),
    "conditions": QT_TRANSLATE_NOOP("KfResources", "passes with conditions"),
    "not_reviewed": QT_TRANSLATE_NOOP("KfResources", "not reviewed")}
_OUTCOMES = {
    "hit": QT_TRANSLATE_NOOP("KfResources", "touched"), "touch": QT_TRANSLATE_NOOP("KfResources", "grazed only"),
    "exempt": QT_TRANSLATE_NOOP("KfResources", "exempt"), "clear": QT_TRANSLATE_NOOP("KfResources", "not touched"),
    "not_reviewed": QT_TRANSLATE_NOOP("KfResources", "not reviewed")}
_LEVELS = {
    "total": QT_TRANSLATE_NOOP("KfResources", "Total"), "tenure": QT_TRANSLATE_NOOP("KfResources", "Tenure"),
    "county": QT_TRANSLATE_NOOP("KfResources", "County"), "township": QT_TRANSLATE_NOOP("KfResources", "Township"),
    "village": QT_TRANSLATE_NOOP("KfResources", "Village"), "unit": QT_TRANSLATE_NOOP("KfResources", "Owner")}
_TENURES = {
    "state": QT_TRANSLATE_NOOP("KfResources", "State-owned"),
    "collective": QT_TRANSLATE_NOOP("KfResources", "Collective")}

_POLYGONS = tuple(role.name for role in roles().values() if role.polygons)
# what a map has a parameter of its own for
_OWN = ("projects", "urban_boundary", "ecological_redline", "permanent_farmland", "land")
# what forbids or confines building; neither what divides all land nor approvals, supplies and the like on a part of it
_LINES = (*(role for role in _CONTROLS if role not in {"plan_zones", "planned_land_use"}), "other_line")

MAP = Duty(
    name="map", title=QT_TRANSLATE_NOOP("KfResources", "Maps for reports"), icon="duty_map",
    algorithm="kf:controllinemap",
    layers=("PROJECTS", "URBAN_BOUNDARY", "ECOLOGICAL_REDLINE", "PERMANENT_FARMLAND", "LAND", "LAYERS", "UNITS"),
    fields=("UNIT_NAME_FIELD",), settings=("THEME", "TITLE", "PAGE", "AREAS"),
    areas=tuple(role for role in _POLYGONS if role not in _OWN),
    area_layers="LAYERS", area_roles="", numbers=(), tables=(), shown=())

CONFLICTS = Duty(
    name="conflicts", title=QT_TRANSLATE_NOOP("KfResources", "Conflicts between control lines"),
    icon="duty_conflicts", algorithm="kf:controllineconflicts",
    layers=("PERMANENT_FARMLAND", "ECOLOGICAL_REDLINE", "URBAN_BOUNDARY", "OTHERS", "LAND", "LAND_BASE", "UNITS"),
    fields=("LAND_CLASS_FIELD",), settings=("BASE_URBAN_M2", "RULES_DATE"),
    areas=_LINES, area_layers="OTHERS", area_roles="",
    numbers=("CONFLICTS", "OVERLAP_M2", "SELF_OVERLAP_M2", "HOLE_COUNT", "SLIVERS", "NOT_CULTIVATED_M2",
             "EXPANSION_FACTOR"),
    tables=(
        Table("SUMMARY", ("line_a", "line_b", "conflict", "count", "area_m2", "precedence", "sliver_count", "sliver_m2",
                          "tolerated_count", "tolerated_m2"), flags=("conflict",), roles=(*_PAIR, "precedence")),
        Table("UNIT_SUMMARY", (*_UNIT, "category", "line_a", "line_b", "count", "area_m2"), roles=_PAIR,
              words={"category": _CATEGORIES}),
        Table("OVERLAPS", ("line_a", "line_b", "category", "area_m2", "width_m", "unit_name", "id_a", "id_b",
                           "precedence"), roles=(*_PAIR, "precedence"), words={"category": _CATEGORIES}),
        Table("HOLES", ("line_a", "category", "content", "area_m2", "width_m", "cultivated_m2", "unit_name"),
              roles=("line_a", "content"), words={"category": _CATEGORIES, "content": _CONTENTS}),
        Table("EXPANSION", (*_UNIT, "boundary_m2", "base_m2", "factor"))),
    shown=("OVERLAPS", "HOLES", "SUMMARY", "UNIT_SUMMARY", "EXPANSION"),
    chart=AreaBars("UNIT_SUMMARY", _UNIT, ("area_m2",)))

REVIEW = Duty(
    name="review", title=QT_TRANSLATE_NOOP("KfResources", "Projects reviewed against every line"), icon="duty_review",
    algorithm="kf:compliancereview",
    layers=("PROJECTS", "CONTROLS", "LAND"),
    fields=("PROJECT_ID_FIELD", "PROJECT_NAME_FIELD", "PROJECT_CLASS_FIELD", "PROJECT_AREA_FIELD", "LAND_CLASS_FIELD"),
    settings=("RULES_DATE",), areas=_CONTROLS, area_layers="CONTROLS", area_roles="CONTROL_ROLES",
    numbers=("PASSED", "CONDITIONAL", "FAILED"),
    tables=(
        Table("VERDICT", ("project_name", "project_id", "verdict", "reasons", "area_m2", "declared_m2", "cultivated_m2",
                          "permanent_m2", "not_reviewed"), order="project_id",
              words={"verdict": _VERDICTS}, alarm_words={"verdict": ("fails",)}),
        Table("SHEET", ("project_id", "role_name", "outcome", "zone", "area_m2", "share", "verdict", "message",
                        "remedy", "clause", "exempted_by"), order="project_id",
              words={"verdict": _VERDICTS, "outcome": _OUTCOMES}, alarm_words={"verdict": ("fails",)})),
    shown=("HITS", "VERDICT", "SHEET"), papers=("REPORTS",))

CLASS_TABLE = Duty(
    name="class_table", title=QT_TRANSLATE_NOOP("KfResources", "Area table by owner and land class"),
    icon="duty_class_table", algorithm="kf:landclasstable",
    layers=("PROJECTS", "LAND", "PERMANENT_FARMLAND"),
    fields=("PROJECT_ID_FIELD", "PROJECT_NAME_FIELD", "LAND_CLASS_FIELD"), settings=("AREA_BASIS", "RULES_DATE"),
    numbers=("AREA_M2", "AGRICULTURAL_M2", "FARMLAND_M2", "CONSTRUCTION_M2", "UNUSED_M2", "PERMANENT_M2"),
    tables=(Table("TABLE", ("project_name", "level", "tenure", "owner_name", "area_m2", "permanent_m2"),
                  order="row_no", words={"level": _LEVELS, "tenure": _TENURES}),),
    shown=("TABLE",), papers=("XLSX",))

CONTROL_LINE_DUTIES = (CONFLICTS, REVIEW, CLASS_TABLE)
