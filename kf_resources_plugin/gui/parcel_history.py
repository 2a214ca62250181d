"""Who changed the parcels that are selected, what and when: what is saved from files, what is not from the session."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsProject

from ..engine.errors import PlannerError
from ..engine.field_map import mapped_field
from ..engine.schema import load_schema
from ..i18n import language, tr
from ..rules.text import clean
from ..survey.edit_history import SHAPE, read_history
from ..survey.edit_places import history_files, layer_key
from ..survey.edited_land import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qgis.core import QgsVectorLayer

    from ..survey.edit_history import HistoryLine
    from .land_tools import LandTools

_KEY = "BSM"
_M2 = " (m²)"
_Stamp = tuple[int, int]
_Parcels = dict[tuple[str, str], list["HistoryLine"]]


@dataclass(frozen=True)
class Shown:
    """Lines of history, the oldest first. field_titles: what the fields of the layer are called, areas with unit."""

    saved: Sequence[HistoryLine]
    unsaved: Sequence[HistoryLine]
    field_titles: dict[str, str]


class ParcelHistory:
    """Says why there is nothing to show. A file is read once, and again when it has changed."""

    def __init__(self, tools: LandTools) -> None:
        self._tools = tools
        self._fault = ""
        self._read: dict[Path, tuple[_Stamp, _Parcels]] = {}

    def lines(self, layer: QgsVectorLayer | None) -> Shown:
        """Return the lines of what is not saved of the parcels that are selected, without a selection of all, and what
        was saved of the one that is selected.
        """
        self._fault = ""
        if layer is None:
            return Shown((), (), {})
        rows = layer.selectedFeatureIds()
        unsaved = self._tools.session(layer).history(frozenset(rows) if rows else None)
        saved: list[HistoryLine] = []
        key = _selected(layer)
        try:
            for path in history_files(layer, QgsProject.instance()) if key else ():
                saved += self._parcels(path).get((layer_key(layer, path), key), [])
        except (PlannerError, OSError) as error:
            self._fault = str(error)
        return Shown(saved, unsaved, _field_titles(layer) if saved or unsaved else {})

    def _parcels(self, path: Path) -> _Parcels:
        """Return the lines of a file by layer and parcel."""
        if not path.is_file():
            return {}
        told = path.stat()
        stamp = told.st_mtime_ns, told.st_size
        if path not in self._read or self._read[path][0] != stamp:
            found: _Parcels = {}
            for line in read_history(path):
                found.setdefault((line.layer, line.parcel), []).append(line)
            self._read[path] = stamp, found
        return self._read[path][1]

    def note(self, layer: QgsVectorLayer | None) -> str:
        """Return what is to be said of the table."""
        if layer is None:
            return ""
        if self._fault:
            return self._fault
        if layer.selectedFeatureCount() != 1:
            return tr("What is not saved yet is listed. Select one parcel to see what was saved, too: it stands in a "
                      "table beside the project, {files}.").format(
                files=", ".join(path.name for path in [*history_files(layer, QgsProject.instance())][:1]) or "—")
        if not _selected(layer):
            return tr("The parcel has no identifier (BSM), by which its history is found.")
        return ""


def _selected(layer: QgsVectorLayer) -> str:
    """Return the identifier of the one parcel that is selected, '' for none."""
    if layer.selectedFeatureCount() != 1:
        return ""
    place = layer.fields().lookupField(mapped_field(layer, _KEY, load_schema(SCHEMA)).field or "")
    return clean(layer.selectedFeatures()[0].attribute(place)) if place >= 0 else ""


def _field_titles(layer: QgsVectorLayer) -> dict[str, str]:
    schema = load_schema(SCHEMA)
    titles = {SHAPE: tr("area of the shape (m²)")}
    for field in schema.fields:
        own = mapped_field(layer, field.name, schema).field
        if own:
            title = field.zh if language() == "zh" else field.en.replace(_M2, "")
            titles[own] = tr("{title} (m²)").format(title=title) if field.en.endswith(_M2) else title
    return titles
