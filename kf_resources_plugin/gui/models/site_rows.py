"""What a register says of its sites, as a panel lists them."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsFeatureRequest

from ...engine.field_map import mapped_field
from ...engine.roles import schema_of
from ...rules.text import clean
from ...rules.unit_levels import code_at

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

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


def site_rows(layer: QgsVectorLayer) -> list[SiteRow]:
    """Return the sites of a register in its order; a row without an id is known by its feature id."""
    places = [layer.fields().lookupField(mapped_field(layer, name, schema_of(_ROLE)).field) for name in _FIELDS]
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([place for place in places if place >= 0])
    rows = []
    for feature in layer.getFeatures(request):
        site, name, level, unit, photo = (clean(feature.attribute(place)) if place >= 0 else "" for place in places)
        rows.append(SiteRow(feature.id(), site or f"#{feature.id()}", name, level, code_at(unit, "county"), photo))
    return rows
