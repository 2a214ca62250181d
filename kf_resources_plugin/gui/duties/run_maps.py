"""What buttons that print maps of a run share: where the maps go, and what is said of them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import Qgis

from ...engine.errors import PlannerError
from ...engine.roles import layers_by_role
from ...rules.progress import Canceled
from ..dialogs import run_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qgis.core import QgsMapLayer, QgsProject

    from .duty_page import DutyPage
    from .duty_result import DutyResult

_MAP = "kf:controllinemap"


def print_maps(page: DutyPage, title: str, result: DutyResult, maps: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Print maps, each under its name and with what it takes, into the folder of the run; link to those there are."""
    printed = []
    try:
        for name, parameters in maps:
            path = result.folder / f"{name.replace('/', '')}.pdf"
            run_now(_MAP, {**parameters, "OUTPUT": str(path)})
            printed.append(path)
    except PlannerError as error:
        page.papers.tell(title, str(error), Qgis.MessageLevel.Critical)
        return
    except Canceled:
        pass  # what was printed before stays
    if printed:
        page.papers.tell_files(title, *printed)


def layers_beside(project: QgsProject, roles: Sequence[str]) -> list[QgsMapLayer]:
    """Return the layers that play some roles, in the order of the roles."""
    by_role = layers_by_role(project)
    return [by_role[role] for role in roles if role in by_role]
