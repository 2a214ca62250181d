"""The picture of an occupation report: projects over permanent farmland over land classes."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsRectangle

from ...cartography.picture import draw_png, with_margin
from ...cartography.styles import apply_style, has_own_style
from ...engine.map_units import metres_per_unit
from ...i18n import tr
from ...rules.progress import NoProgress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsMapLayer, QgsVectorLayer

    from ...rules.progress import Progress
    from .occupation_job import OccupationResult

_WIDTH_PX, _HEIGHT_PX, _DPI = 1600, 1000, 200.0
_LEAST_MARGIN_M = 200.0


class OccupationPicture:
    """Clones taken on the main thread, drawn later for the thread of the run, which ``progress`` lets cancel."""

    def __init__(self, layers: Sequence[tuple[str, QgsVectorLayer, str | None]]) -> None:
        """Take (style, layer, class field) from top to bottom; a layer styled by the user keeps that style."""
        self.progress: Progress = NoProgress()
        self._clones: list[QgsMapLayer] = []
        for style, layer, class_field in layers:
            clone = layer.clone()
            if not has_own_style(layer):
                apply_style(clone, style, class_field=class_field)
            clone.moveToThread(None)
            self._clones.append(clone)

    def draw(self, result: OccupationResult) -> bytes | None:
        """Return a PNG around the projects with the rights of the data on it; None without projects.

        The clones go with it. Raises PlannerError and Canceled.
        """
        clones, self._clones = self._clones, []
        bounds = result.projects.table.bounds
        if not len(bounds) or np.isnan(bounds).all():
            return None
        low, high = np.nanmin(bounds[:, :2], axis=0), np.nanmax(bounds[:, 2:], axis=0)
        crs = result.survey.table.crs
        least = _LEAST_MARGIN_M / metres_per_unit(crs)
        extent = with_margin(QgsRectangle(*low.tolist(), *high.tolist()), least=least)
        note = " ".join(result.notices) or tr("For illustration only, not the legal boundary")
        return draw_png(clones, extent, crs, (_WIDTH_PX, _HEIGHT_PX), _DPI, self.progress, note=note)
