"""What classes of stock land are called in the user's language."""
from __future__ import annotations

from ...i18n import tr


def class_names() -> dict[str, str]:
    """Return the name of each class."""
    return {
        "approved_not_expropriated": tr("Approved, not expropriated"),
        "expropriated_not_supplied": tr("Expropriated, not supplied"),
        "supplied_not_used": tr("Supplied, not used"), "used_not_finished": tr("Used, not finished"),
        "idle": tr("Idle land"), "low_efficiency": tr("Land of low efficiency"),
        "used": tr("Land in use"), "used_without_approval": tr("Used without approval"),
        "used_without_supply": tr("Used without supply"),
    }
