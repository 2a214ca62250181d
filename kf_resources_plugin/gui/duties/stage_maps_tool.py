"""The button of the depth page that makes a layer and a printed map of every stage."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsColorRampShader,
    QgsRasterLayer,
    QgsRasterShader,
    QgsReferencedRectangle,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...cartography.styles import apply_style
from ...engine.roles import RESULT_PROPERTY, write_role
from ...i18n import tr
from ..docks.result_layers import raster_path, remove_results
from .run_maps import layers_beside, print_maps

if TYPE_CHECKING:
    from pathlib import Path

    from .duty_page import DutyPage

_STYLE = _ROLE = "flood_depth"
_THEME = "floodplain"
_BESIDE = ("settlements", "training_works", "dikes", "admin_units", "floodplain")
"""Roles whose layers are drawn over the water."""


@dataclass(frozen=True)
class StageMapsTool:
    """Works on the last result: ``output`` is the raster with a band for each stage, described by its flow."""

    output: str
    title: str = QT_TRANSLATE_NOOP("KfResources", "Maps of all stages")
    tip: str = QT_TRANSLATE_NOOP("KfResources", "Add a layer of every stage to the project, and print a map of each "
                                                "into the folder of the run")

    def use(self, page: DutyPage) -> None:
        """Make layers and maps, or say why there are none."""
        title = tr(self.title)
        raster = None if page.result is None else raster_path(page.result.package, self.output.lower())
        if page.result is None or raster is None or not raster.is_file():
            page.papers.tell(title, tr("Run the page first: there is no raster of depths yet."),
                             Qgis.MessageLevel.Warning)
            return
        beside = layers_beside(page.project, _BESIDE)
        print_maps(page, title, page.result, [(layer.name(), {
            "LAYERS": [*beside, layer], "THEME": _THEME, "TITLE": layer.name(),
            "EXTENT": QgsReferencedRectangle(layer.extent(), layer.crs())}) for layer in self._layers(page, raster)])

    def _layers(self, page: DutyPage, raster: Path) -> list[QgsRasterLayer]:
        """Return a layer for each band, in a group of the project that replaces the one before."""
        project, key = page.project, f"{page.objectName()}_stages"
        remove_results(project, key)
        group = project.layerTreeRoot().insertGroup(0, tr("Flood depth by stage"))
        group.setCustomProperty(RESULT_PROPERTY, key)
        group.setExpanded(False)
        layers: list[QgsRasterLayer] = []
        for band in range(QgsRasterLayer(str(raster)).bandCount(), 0, -1):
            layer = QgsRasterLayer(str(raster), "")
            layer.setName(tr("Flood depth at {flow} m³/s").format(flow=layer.dataProvider().generateBandName(band)
                                                                 .split(": ", 1)[-1]))
            apply_style(layer, _STYLE)
            shader = QgsRasterShader()
            shader.setRasterShaderFunction(QgsColorRampShader(layer.renderer().shader().rasterShaderFunction()))
            layer.setRenderer(QgsSingleBandPseudoColorRenderer(layer.dataProvider(), band, shader))
            layer.setCustomProperty(RESULT_PROPERTY, key)
            write_role(layer, _ROLE)  # the theme draws it; as an input it is the raster all stages are in
            group.addLayer(project.addMapLayer(layer, False))
            layers.insert(0, layer)
        return layers
