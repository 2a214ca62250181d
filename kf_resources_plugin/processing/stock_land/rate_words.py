"""What classes of stock land are called in the user's language, with those that only disposals know."""
from __future__ import annotations

from ...i18n import tr
from . import status_words


def class_names() -> dict[str, str]:
    """Return the name of each class."""
    return {**status_words.class_names(), "idle": tr("Idle"), "low_efficiency": tr("Land of low efficiency")}
