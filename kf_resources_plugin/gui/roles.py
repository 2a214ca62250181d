"""What the roles of the project's layers, and the fields they are known to have, pre-fill in an algorithm's dialog.

Nothing is filled in silently: a pre-filled dialog shows what it will use, and an algorithm run without a dialog uses
only what it is given.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsProcessingParameterField, QgsVectorLayer

from ..engine.field_map import mapped_field
from ..engine.roles import layers_by_role, schema_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from qgis.core import QgsProcessingAlgorithm, QgsProject


def parameter_roles(algorithm_id: str) -> Mapping[str, str]:
    """Return which role each layer parameter of an algorithm takes, as the algorithm's class declares in ``ROLES``."""
    return _roles_of(QgsApplication.processingRegistry().algorithmById(algorithm_id))


def prefilled(algorithm_id: str, project: QgsProject, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what fills an algorithm's dialog: ``given``, layers by role as ids, and the fields of these layers.

    A field that is called what the parameter has as default is left to the default.
    """
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    by_role, of_parameters = layers_by_role(project), _roles_of(algorithm)
    values = {parameter: by_role[role].id() for parameter, role in of_parameters.items() if role in by_role}
    values.update(given or {})
    for definition in _field_definitions(algorithm):
        parent = definition.parentLayerParameterName()
        layer = project.mapLayer(str(values.get(parent, "")))
        standard, role = standard_field(definition), of_parameters.get(parent, "")
        if isinstance(layer, QgsVectorLayer) and standard and role:
            found = mapped_field(layer, standard, schema_of(role)).field
            if found and found != definition.defaultValue():
                values.setdefault(definition.name(), found)
    return values


def standard_field(definition: QgsProcessingParameterField) -> str:
    """Return the standard field that a field parameter takes, '' for none."""
    return str(definition.metadata().get("kf_standard", ""))


def asked_fields(provider_id: str) -> dict[str, frozenset[str]]:
    """Return by role the standard fields that some algorithm of a provider lets the user choose."""
    asked: dict[str, frozenset[str]] = {}
    provider = QgsApplication.processingRegistry().providerById(provider_id)
    for algorithm in provider.algorithms() if provider is not None else ():
        of_parameters = _roles_of(algorithm)
        for definition in _field_definitions(algorithm):
            parent = definition.parentLayerParameterName()
            for role in (of_parameters.get(parent, ""), *_more_roles_of(algorithm).get(parent, ())):
                if role and standard_field(definition):
                    asked[role] = asked.get(role, frozenset()) | {standard_field(definition)}
    return asked


def _roles_of(algorithm: QgsProcessingAlgorithm | None) -> Mapping[str, str]:
    found: Mapping[str, str] = getattr(algorithm, "ROLES", {})  # an algorithm of another provider has none
    return found


def _more_roles_of(algorithm: QgsProcessingAlgorithm) -> Mapping[str, Collection[str]]:
    found: Mapping[str, Collection[str]] = getattr(algorithm, "MORE_ROLES", {})
    return found


def _field_definitions(algorithm: QgsProcessingAlgorithm | None) -> Iterator[QgsProcessingParameterField]:
    for definition in algorithm.parameterDefinitions() if algorithm is not None else ():
        if isinstance(definition, QgsProcessingParameterField):
            yield definition
