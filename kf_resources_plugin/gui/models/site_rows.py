"""What a register says of its sites, as a panel lists them."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsFeatureRequest

from ...engine.field_map import mapped_field
from ...engine.roles import schema_of
from ...i18n import language
from ...rules.heritage_words import code_of
from ...rules.text import clean
from ...rules.unit_levels import code_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsVectorLayer

    from ...rules.heritage_words import Word

_ROLE = "heritage_sites"
_FIELDS = ("site_id", "name", "level", "unit_code", "photo")


@dataclass(frozen=True)
class SiteRow:
    """A site of the register; texts are '' where it says nothing. county: six-digit code."""

    fid: int
    site: str
    name: str
    level: str
    county: str
    photo: str


def site_rows(layer: QgsVectorLayer, levels: Mapping[str, Word]) -> list[SiteRow]:
    """Return the sites of a register in its order; a row without an id is known by its feature id.

    Levels are called as in the rules, whatever the register calls them; what is no level of theirs stays.
    """
    places = [layer.fields().lookupField(mapped_field(layer, name, schema_of(_ROLE)).field) for name in _FIELDS]
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([place for place in places if place >= 0])
    rows = []
    for feature in layer.getFeatures(request):
        site, name, level, unit, photo = (clean(feature.attribute(place)) if place >= 0 else "" for place in places)
        known = code_of(level, levels)
        level = levels[known].name(language()) if known else level
        rows.append(SiteRow(feature.id(), site or f"#{feature.id()}", name, level, code_at(unit, "county"), photo))
    return rows
