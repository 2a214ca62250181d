"""The picture of an occupation report: projects over permanent farmland over land classes."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsRectangle

from ...cartography.picture import clone_layers, render_png, with_margin
from ...cartography.styles import apply_style, has_own_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsVectorLayer

    from .occupation_job import OccupationResult

_WIDTH_PX, _HEIGHT_PX, _DPI = 1600, 1000, 200.0
_LEAST_MARGIN_M = 200.0


class OccupationPicture:
    """Clones taken on the main thread, drawn later on the thread of the run."""

    def __init__(self, layers: Sequence[tuple[str, QgsVectorLayer, str | None]]) -> None:
        """Take (style, layer, class field) from top to bottom; a layer styled by the user keeps that style."""
        copies = []
        for style, layer, class_field in layers:
            copy = layer.clone()
            if not has_own_style(layer):
                apply_style(copy, style, class_field=class_field)
            copies.append(copy)
        self._clones = clone_layers(copies)

    def draw(self, result: OccupationResult) -> bytes | None:
        """Return a PNG around the projects; None without projects."""
        bounds = result.projects.table.bounds
        if not len(bounds) or np.isnan(bounds).all():
            return None
        low, high = np.nanmin(bounds[:, :2], axis=0), np.nanmax(bounds[:, 2:], axis=0)
        crs = result.survey.table.crs
        least = _LEAST_MARGIN_M if not crs.isGeographic() else _LEAST_MARGIN_M / 111_320
        extent = with_margin(QgsRectangle(*low.tolist(), *high.tolist()), least=least)
        return render_png(self._clones, extent, crs, _WIDTH_PX, _HEIGHT_PX, _DPI)
