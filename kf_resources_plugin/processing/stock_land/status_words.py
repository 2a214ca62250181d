"""What classes of stock land, who must act and ways of disposal are called, and which class goes which way."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import tr
from ...rules.periods import after_years
from ...rules.stock_status import (
    CLASSES,
    NOT_EXPROPRIATED,
    NOT_SUPPLIED,
    NOT_USED,
    UNDETERMINED,
    UNFINISHED,
    USED,
    WITHOUT_APPROVAL,
    WITHOUT_SUPPLY,
)

if TYPE_CHECKING:
    from datetime import date

    from ...rules.rule_rows import RuleBook

SUPPLY = "supply"


def class_names() -> dict[str, str]:
    """Return the name of each class."""
    return {NOT_EXPROPRIATED: tr("Approved, not expropriated"), NOT_SUPPLIED: tr("Expropriated, not supplied"),
            NOT_USED: tr("Supplied, not used"), UNFINISHED: tr("Used, not finished"), USED: tr("In use"),
            WITHOUT_SUPPLY: tr("Used without supply"), WITHOUT_APPROVAL: tr("Used without approval"),
            UNDETERMINED: tr("Class not judged")}


def actor_names() -> dict[str, str]:
    """Return who must act, by word."""
    return {"government": tr("county government"), "reserve_agency": tr("land reserve agency"),
            "holder": tr("holder of the land use right"), "enforcement": tr("law enforcement"),
            "register": tr("keeper of the register"), "": ""}


def route_names() -> dict[str, str]:
    """Return the name of each way of disposal."""
    return {"collect": tr("to be collected"), "reserve": tr("to be reserved"), SUPPLY: tr("to be supplied"),
            "transfer": tr("to be transferred"), "": ""}


def route_of(kind: int, since: date | None, today: date, book: RuleBook) -> str:
    """Return the way of disposal of a class, by its place in ``CLASSES``: reserves are supplied in the end."""
    rule = f"stock.{CLASSES[kind]}"
    if CLASSES[kind] == NOT_SUPPLIED and since is not None and today >= after_years(
            since, int(book.threshold(rule, "supply_after_years"))):
        return SUPPLY
    return str(book.threshold(rule, "route"))
