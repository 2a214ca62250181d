"""What kinds of idle land and steps of the procedure are called in the user's language."""
from __future__ import annotations

from ...i18n import tr
from ...rules.idle_land import (
    COLLECT,
    CORRECT,
    DETERMINE,
    DISPOSE,
    EXTEND,
    INVESTIGATE,
    NO_STEP,
    NOT_IDLE,
    NOT_STARTED,
    RECOVER,
    REPLY,
    SUSPECTED,
    SUSPENDED,
    UNDETERMINED,
    WATCH,
)


def kind_names() -> dict[str, str]:
    """Return the name of each kind."""
    return {NOT_STARTED: tr("Idle: not started"), SUSPENDED: tr("Idle: suspended"), SUSPECTED: tr("Suspected idle"),
            UNDETERMINED: tr("Undetermined"), NOT_IDLE: tr("Not idle")}


def step_names() -> dict[str, str]:
    """Return the name of each step."""
    return {NO_STEP: "", WATCH: tr("look again"), CORRECT: tr("correct the data"),
            INVESTIGATE: tr("investigate and send the notice"), REPLY: tr("await the holder's reply"),
            DETERMINE: tr("determine"), EXTEND: tr("put off the start or dispose otherwise"),
            COLLECT: tr("collect the fee"), RECOVER: tr("take back without payment"),
            DISPOSE: tr("agree on a way of disposal")}
