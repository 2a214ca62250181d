"""Who changed the parcel that is selected, what and when: what is saved from the file, what is not from the session."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProject

from ..engine.errors import PlannerError
from ..engine.field_map import mapped_field
from ..engine.schema import load_schema
from ..i18n import tr
from ..rules.text import clean
from ..survey.edit_history import read_history
from ..survey.edit_places import history_files, layer_key
from ..survey.edited_land import SCHEMA

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

    from ..survey.edit_history import HistoryLine
    from .land_tools import LandTools

_KEY = "BSM"


class ParcelHistory:
    """Reads files when another parcel is selected, and says why there is nothing to show."""

    def __init__(self, tools: LandTools) -> None:
        self._tools = tools
        self._fault = ""

    def lines(self, layer: QgsVectorLayer | None) -> list[HistoryLine]:
        """Return the lines of the one parcel that is selected, the oldest first."""
        self._fault = ""
        key = self._selected(layer)
        if layer is None or not key:
            return []
        found: list[HistoryLine] = []
        try:
            for path in history_files(layer, QgsProject.instance()):
                found += read_history(path, {"parcel": key, "layer": layer_key(layer, path)})
        except PlannerError as error:
            self._fault = str(error)
        return [*found, *(line for line in self._tools.session(layer).history() if line.parcel == key)]

    def note(self, layer: QgsVectorLayer | None) -> str:
        """Return what is to be said of the table."""
        if layer is None:
            return ""
        if self._fault:
            return self._fault
        if layer.selectedFeatureCount() != 1:
            return tr("Select one parcel to see who changed what and when. Edits that are saved stand in a table "
                      "beside the project: {files}.").format(
                files=", ".join(path.name for path in [*history_files(layer, QgsProject.instance())][:1]) or "—")
        if not self._selected(layer):
            return tr("The parcel has no identifier (BSM), by which its history is found.")
        return ""

    @staticmethod
    def _selected(layer: QgsVectorLayer | None) -> str:
        """Return the identifier of the one parcel that is selected, '' for none."""
        if layer is None or layer.selectedFeatureCount() != 1:
            return ""
        place = layer.fields().lookupField(mapped_field(layer, _KEY, load_schema(SCHEMA)).field or "")
        return clean(layer.selectedFeatures()[0].attribute(place)) if place >= 0 else ""
