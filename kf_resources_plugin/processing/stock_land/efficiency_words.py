"""What the indicators and classes of land efficiency are called in the user's language."""
from __future__ import annotations

from ...i18n import tr
from ...rules.land_efficiency import (
    CLASSES,
    ENTERPRISE,
    FLOOR_AREA,
    INVESTMENT,
    MET,
    MISSED,
    NONE,
    PARK,
    TAX,
    UNDETERMINED,
    UNKNOWN,
    VALUE_ADDED,
)


def indicator_names(level: str) -> dict[str, str]:
    """Return the name of each indicator of a level."""
    investment = {PARK: tr("investment of the year per mu"), ENTERPRISE: tr("investment per mu")}
    return {TAX: tr("tax per mu"), VALUE_ADDED: tr("value added per mu"), INVESTMENT: investment[level],
            FLOOR_AREA: tr("floor area ratio")}


def class_names() -> dict[str, str]:
    """Return the name of each class."""
    return {**{word: word for word in CLASSES}, UNDETERMINED: tr("Not rated")}


def standard_names() -> dict[str, str]:
    """Return what is said of standard land."""
    return {MET: tr("as agreed"), MISSED: tr("short of it"), UNKNOWN: tr("unknown"), NONE: ""}


def size_names() -> dict[str, str]:
    """Return the name of each size of parks."""
    return {"large": tr("large"), "small": tr("small"), "": ""}
