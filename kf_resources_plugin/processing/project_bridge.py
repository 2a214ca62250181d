"""The steps from projects as drawn to a figure of theirs, as reports print them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..i18n import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..engine.occupation_figures import BridgeStep


def printed_bridge(steps: Sequence[BridgeStep], labels: Mapping[str, tuple[str, str]], title: str,
                   total_m2: float) -> list[dict[str, Any]]:
    """Return steps, the last of which is called ``rounding``, as whole hundredths that sum to the total.

    ``labels``: (name, note) of the steps beyond those of all projects; ``title``: what the total is called.
    """
    known = {
        "drawn": (tr("Projects as drawn"), tr("ellipsoidal area of the drawn coordinates")),
        "repair": (tr("Repaired and united geometry"), tr("invalid polygons repaired on a copy, features of one id "
                                                          "united")),
        "residual": (tr("Residual of the overlay"), tr("projects minus the sum of their pieces")),
        "adjustment": (tr("Adjustment"), tr("residual within tolerance spread in proportion to area")),
        "basis": (tr("Adjusted to TBMJ"), tr("only with the area basis TBMJ")),
        "counted_twice": (tr("Claimed by several projects"), tr("counted once, with the first project by id")),
        **labels,
    }
    printed = {step.key: round(step.change_m2, 2) for step in steps}
    # what the steps' own rounding leaves joins the last one
    printed["rounding"] = round(total_m2 - sum(value for key, value in printed.items() if key != "rounding"), 2)
    return [*({"label": known[key][0], "area_m2": value + 0.0, "note": known[key][1]}
              for key, value in printed.items()),
            {"label": title, "area_m2": total_m2, "note": tr("as reported")}]
