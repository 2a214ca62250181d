"""What the roles of the project's layers pre-fill in an algorithm's dialog.

Nothing is filled in silently: a pre-filled dialog shows what it will use, and an algorithm run without a dialog uses
only what it is given.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication

from ..engine.roles import layers_by_role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsProject


def parameter_roles(algorithm_id: str) -> Mapping[str, str]:
    """Return which role each layer parameter of an algorithm takes, as the algorithm's class declares in ``ROLES``."""
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    roles: Mapping[str, str] = getattr(algorithm, "ROLES", {})  # an algorithm of another provider has none
    return roles


def prefilled(algorithm_id: str, project: QgsProject) -> dict[str, str]:
    """Return the layer parameters of an algorithm that roles decide, as layer ids."""
    layers = layers_by_role(project)
    return {parameter: layers[role].id() for parameter, role in parameter_roles(algorithm_id).items()
            if role in layers}
