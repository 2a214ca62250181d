"""Parameters that the algorithms for coordinate files share."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.parcel_file import load_format
from ...i18n import language
from .. import parameters as common

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsProcessingParameterDefinition

AUTO = "auto"


def dialect_parameter(description: str, before: Mapping[str, str]) -> QgsProcessingParameterDefinition:
    """Return DIALECT: the words of ``before``, the first of all is the default, then every dialect that is known."""
    labels = {**before, **{name: dialect.titles[language()] for name, dialect in load_format().dialects.items()}}
    return common.choice("DIALECT", description, labels, next(iter(labels)))
