"""What the pages of the stock land dock call codes; all words are English sources."""
from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...rules import idle_land as idle
from ...rules import low_efficiency as low
from ...rules import stock_status as stock

CLASSES = {
    stock.NOT_EXPROPRIATED: QT_TRANSLATE_NOOP("KfResources", "Approved, not expropriated"),
    stock.NOT_SUPPLIED: QT_TRANSLATE_NOOP("KfResources", "Expropriated, not supplied"),
    stock.NOT_USED: QT_TRANSLATE_NOOP("KfResources", "Supplied, not used"),
    stock.UNFINISHED: QT_TRANSLATE_NOOP("KfResources", "Used, not finished"),
    stock.USED: QT_TRANSLATE_NOOP("KfResources", "In use"),
    stock.WITHOUT_SUPPLY: QT_TRANSLATE_NOOP("KfResources", "Used without supply"),
    stock.WITHOUT_APPROVAL: QT_TRANSLATE_NOOP("KfResources", "Used without approval"),
    stock.UNDETERMINED: QT_TRANSLATE_NOOP("KfResources", "Class not judged")}
STOCK_CLASSES = {
    **CLASSES, "idle": QT_TRANSLATE_NOOP("KfResources", "Idle"),
    "low_efficiency": QT_TRANSLATE_NOOP("KfResources", "Land of low efficiency")}
"""Classes of a year's stock: disposals know two more."""
ACTORS = {
    "government": QT_TRANSLATE_NOOP("KfResources", "county government"),
    "reserve_agency": QT_TRANSLATE_NOOP("KfResources", "land reserve agency"),
    "holder": QT_TRANSLATE_NOOP("KfResources", "holder of the land use right"),
    "enforcement": QT_TRANSLATE_NOOP("KfResources", "law enforcement"),
    "register": QT_TRANSLATE_NOOP("KfResources", "keeper of the register")}
ROUTES = {
    "collect": QT_TRANSLATE_NOOP("KfResources", "to be collected"),
    "reserve": QT_TRANSLATE_NOOP("KfResources", "to be reserved"),
    "supply": QT_TRANSLATE_NOOP("KfResources", "to be supplied"),
    "transfer": QT_TRANSLATE_NOOP("KfResources", "to be transferred"),
    "redevelop": QT_TRANSLATE_NOOP("KfResources", "to be redeveloped"),
    "use": QT_TRANSLATE_NOOP("KfResources", "building begun")}
EVENTS = {
    "create": QT_TRANSLATE_NOOP("KfResources", "register made"), "enter": QT_TRANSLATE_NOOP("KfResources", "entered"),
    "move": QT_TRANSLATE_NOOP("KfResources", "class changed"), "correct": QT_TRANSLATE_NOOP("KfResources", "corrected"),
    "dispose": QT_TRANSLATE_NOOP("KfResources", "disposed of"),
    "reverse": QT_TRANSLATE_NOOP("KfResources", "event taken back")}
"""Events of the register of stock land."""
KINDS = {
    idle.NOT_STARTED: QT_TRANSLATE_NOOP("KfResources", "Idle: not started"),
    idle.SUSPENDED: QT_TRANSLATE_NOOP("KfResources", "Idle: suspended"),
    idle.SUSPECTED: QT_TRANSLATE_NOOP("KfResources", "Suspected idle"),
    idle.UNDETERMINED: QT_TRANSLATE_NOOP("KfResources", "Undetermined"),
    idle.NOT_IDLE: QT_TRANSLATE_NOOP("KfResources", "Not idle")}
STEPS = {
    idle.WATCH: QT_TRANSLATE_NOOP("KfResources", "look again"),
    idle.CORRECT: QT_TRANSLATE_NOOP("KfResources", "correct the data"),
    idle.INVESTIGATE: QT_TRANSLATE_NOOP("KfResources", "investigate and send the notice"),
    idle.REPLY: QT_TRANSLATE_NOOP("KfResources", "await the holder's reply"),
    idle.DETERMINE: QT_TRANSLATE_NOOP("KfResources", "determine"),
    idle.EXTEND: QT_TRANSLATE_NOOP("KfResources", "put off the start or dispose otherwise"),
    idle.COLLECT: QT_TRANSLATE_NOOP("KfResources", "collect the fee"),
    idle.RECOVER: QT_TRANSLATE_NOOP("KfResources", "take back without payment"),
    idle.DISPOSE: QT_TRANSLATE_NOOP("KfResources", "agree on a way of disposal")}
VERDICTS = {
    "passed": QT_TRANSLATE_NOOP("KfResources", "In balance"),
    "open": QT_TRANSLATE_NOOP("KfResources", "In balance, return still open"),
    "failed": QT_TRANSLATE_NOOP("KfResources", "Not in balance"),
    "undetermined": QT_TRANSLATE_NOOP("KfResources", "Not determined")}
STANDARDS = {
    "met": QT_TRANSLATE_NOOP("KfResources", "as agreed"), "missed": QT_TRANSLATE_NOOP("KfResources", "short of it"),
    "unknown": QT_TRANSLATE_NOOP("KfResources", "unknown"), "none": ""}
SIZES = {"large": QT_TRANSLATE_NOOP("KfResources", "large"), "small": QT_TRANSLATE_NOOP("KfResources", "small")}
RATINGS = {stock.UNDETERMINED: QT_TRANSLATE_NOOP("KfResources", "Not rated")}
"""Classes of efficiency that are no letters."""
LOW_RESULTS = {
    low.LOW: QT_TRANSLATE_NOOP("KfResources", "low efficiency"),
    low.NOT_LOW: QT_TRANSLATE_NOOP("KfResources", "no flag raised"),
    low.UNDETERMINED: QT_TRANSLATE_NOOP("KfResources", "Undetermined"),
    low.SMALL: QT_TRANSLATE_NOOP("KfResources", "too small")}
FLAGS = {
    low.PROHIBITED: QT_TRANSLATE_NOOP("KfResources", "prohibited industry"),
    low.BY_PLAN: QT_TRANSLATE_NOOP("KfResources", "industry to leave by plan"),
    low.RENEWAL: QT_TRANSLATE_NOOP("KfResources", "area to be renewed"),
    low.OUTPUT: QT_TRANSLATE_NOOP("KfResources", "output below agreement or benchmark"),
    low.DENSITY: QT_TRANSLATE_NOOP("KfResources", "thinly built or idle"),
    low.OLD: QT_TRANSLATE_NOOP("KfResources", "dangerous or old buildings"),
    "any": QT_TRANSLATE_NOOP("KfResources", "any of them")}
FLAG_STATES = {
    "flagged": QT_TRANSLATE_NOOP("KfResources", "raised"), "clear": QT_TRANSLATE_NOOP("KfResources", "not raised"),
    "unknown": QT_TRANSLATE_NOOP("KfResources", "unknown")}
PLOTS = {"old": QT_TRANSLATE_NOOP("KfResources", "old plot"), "new": QT_TRANSLATE_NOOP("KfResources", "new plot")}
PLAN_STEPS = {
    "year_1": QT_TRANSLATE_NOOP("KfResources", "first year"), "year_2": QT_TRANSLATE_NOOP("KfResources", "second year"),
    "year_3": QT_TRANSLATE_NOOP("KfResources", "third year"), "later": QT_TRANSLATE_NOOP("KfResources", "later")}
GROUPINGS = {
    "total": QT_TRANSLATE_NOOP("KfResources", "in all"), "unit": QT_TRANSLATE_NOOP("KfResources", "by county"),
    "batch": QT_TRANSLATE_NOOP("KfResources", "by batch"), "use": QT_TRANSLATE_NOOP("KfResources", "by use"),
    "year": QT_TRANSLATE_NOOP("KfResources", "by year")}
OUTCOMES = {
    "counted": QT_TRANSLATE_NOOP("KfResources", "counted"),
    "other_year": QT_TRANSLATE_NOOP("KfResources", "of another year"),
    "not_in_stock": QT_TRANSLATE_NOOP("KfResources", "not in the stock"),
    "over": QT_TRANSLATE_NOOP("KfResources", "more than there was"),
    "twice": QT_TRANSLATE_NOOP("KfResources", "given twice")}
