"""The parcels of a board as a list that follows the map and leads it: narrowed by class, way of disposal, age and text.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsFeatureRequest
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ...cartography.styles import field_title
from ...engine.admin_units import county_name
from ...i18n import tr
from ..duties import stock_words as words
from ..duties.duty_result import plain_title
from ..forms import load_form
from ..models.rows_model import AREA, INTEGER, TEXT, Column
from ..models.stock_ages import UNKNOWN_AGE, age_groups
from ..models.stock_parcels import KINDS, NO_PARCELS, ROUTES, StockParcels
from .result_table import ResultTable
from .word_box import offer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsVectorLayer
    from qgis.PyQt.QtWidgets import QComboBox, QPushButton, QVBoxLayout

    from ...rules.areas import Bools, Ints
    from ..docks.dock_base import KfDock

_EVERY = None


class ParcelList(QWidget):
    """``chosen`` comes when another parcel became the current one, or none."""

    chosen = pyqtSignal()

    kind_box: QComboBox
    route_box: QComboBox
    age_box: QComboBox
    table_layout: QVBoxLayout
    zoom_button: QPushButton
    form_button: QPushButton
    every_button: QPushButton

    def __init__(self, dock: KfDock, ages: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        load_form(__file__, self)
        self._dock, self._age_names = dock, ages
        self._layer: QgsVectorLayer | None = None
        self.parcels, self._offered, self._ages = NO_PARCELS, np.empty(0, dtype=bool), age_groups(NO_PARCELS, ())
        self._listed = np.empty(0, dtype=np.int64)
        self._following = False
        self.table = ResultTable(_columns(), self, title=tr("Parcels of stock land"), papers=dock.papers, many=True)
        self.table_layout.addWidget(self.table)
        self.table.chosen.connect(self._row_chosen)
        for box in (self.kind_box, self.route_box, self.age_box):
            box.activated.connect(self._show)
        self.zoom_button.clicked.connect(self.zoom)
        self.form_button.clicked.connect(self.open_form)
        self.every_button.clicked.connect(self.show_every)

    def controls(self) -> list[QWidget]:
        """Return what Tab goes through, in order."""
        return [self.kind_box, self.route_box, self.age_box, self.every_button, *self.table.controls(),
                self.zoom_button, self.form_button]

    @property
    def row(self) -> int | None:
        """Return the place of the current parcel among all of the board, None for none."""
        index = self.table.view.selectionModel().currentIndex()
        return int(self._listed[self.table.proxy.mapToSource(index).row()]) if index.isValid() else None

    def set_area_unit(self, unit: str) -> None:
        """Show areas in another unit."""
        self.table.set_area_unit(unit)

    # -- what is listed -------------------------------------------------------------------------------------------

    def set_layer(self, layer: QgsVectorLayer | None) -> None:
        """Follow the selection of another layer, or of none."""
        if self._layer is not None:
            self._layer.selectionChanged.disconnect(self._selected)
        self._layer = layer
        if layer is not None:
            layer.selectionChanged.connect(self._selected)

    def show_parcels(self, parcels: StockParcels, offered: Bools, ages: Ints) -> None:
        """List those of the parcels that are offered, bool (parcels,), as far as the boxes let them."""
        self.parcels, self._offered, self._ages = parcels, offered, ages
        there = np.unique(parcels.kind[offered]).tolist()
        ways = np.unique(parcels.route[offered]).tolist()
        offer(self.kind_box, [(tr("Every class"), _EVERY),
                              *((tr(words.STOCK_CLASSES[KINDS[kind]]), kind) for kind in there)])
        offer(self.route_box, [(tr("Every way of disposal"), _EVERY),
                               *((route_name(ROUTES[way]), way) for way in ways)])
        offer(self.age_box, [(tr("Every age"), _EVERY), *(
            (name, UNKNOWN_AGE if place == len(self._age_names) - 1 else place)
            for place, name in enumerate(self._age_names))])
        self._show()

    def choose(self, kind: int | None, route: int | None) -> None:
        """List the parcels of a class and a way of disposal, None for every one, of any age."""
        for box, value in ((self.kind_box, kind), (self.route_box, route), (self.age_box, _EVERY)):
            box.setCurrentIndex(max(box.findData(value), 0))
        self.table.filter.clear()
        self._show()

    def show_every(self) -> None:
        """Take every choice and the filter back."""
        self.choose(_EVERY, _EVERY)

    def _show(self, *_what: Any) -> None:
        chosen = self._offered.copy()
        for box, column in ((self.kind_box, self.parcels.kind), (self.route_box, self.parcels.route),
                            (self.age_box, self._ages)):
            if box.currentData() is not _EVERY:
                chosen &= column == box.currentData()
        self._listed = np.flatnonzero(chosen)
        self.table.set_rows(_rows(self.parcels, self._listed))

    # -- the map --------------------------------------------------------------------------------------------------

    def _row_chosen(self) -> None:
        """Show on the map what was chosen in the list, not what the map has chosen itself."""
        layer, row = self._layer, self.row
        if layer is not None and row is not None and not self._following:
            fid = int(self.parcels.fids[row])
            layer.selectByIds([fid])
            self.zoom()
        self.update_state()
        self.chosen.emit()

    def _selected(self, *_what: Any) -> None:
        """Make the parcel that was selected on the map the current one; of several the first that is listed."""
        if self._layer is None:
            return
        wanted = set(self._layer.selectedFeatureIds())
        if not wanted or (self.row is not None and int(self.parcels.fids[self.row]) in wanted):
            return
        self._following = True
        if not self._go_to(wanted) and wanted & set(self.parcels.fids[self._offered].tolist()):
            self.show_every()
            self._go_to(wanted)
        self._following = False

    def _go_to(self, fids: set[int]) -> bool:
        """Make the first listed row of these features current; tell whether there is one."""
        for place, fid in enumerate(self.parcels.fids[self._listed].tolist()):
            index = self.table.proxy.mapFromSource(self.table.model.index(place, 0)) if fid in fids else None
            if index is not None and index.isValid():
                self.table.view.selectRow(index.row())
                self.table.view.scrollTo(index)
                return True
        return False

    def zoom(self) -> None:
        """Show the current parcel on the map."""
        layer, row = self._layer, self.row
        if layer is not None and row is not None and layer.isSpatial():
            fids, canvas = [int(self.parcels.fids[row])], self._dock.iface.mapCanvas()
            canvas.zoomToFeatureIds(layer, fids)
            canvas.flashFeatureIds(layer, fids)

    def open_form(self) -> None:
        """Open the form of the current parcel."""
        layer, row = self._layer, self.row
        if layer is None or row is None:
            return
        feature = next(layer.getFeatures(QgsFeatureRequest(int(self.parcels.fids[row]))), None)
        if feature is not None:
            self._dock.iface.openFeatureForm(layer, feature)

    def update_state(self) -> None:
        """Decide from the current parcel what is enabled."""
        there = self.row is not None
        self.zoom_button.setEnabled(there and self._layer is not None and self._layer.isSpatial())
        self.form_button.setEnabled(there)


def route_name(route: str) -> str:
    """Return what a way of disposal is called, also none."""
    return tr(words.ROUTES[route]) if route else tr("no way of disposal")


def _columns() -> list[Column]:
    kinds, routes, actors = ({code: tr(word) for code, word in of_field.items()}
                             for of_field in (words.STOCK_CLASSES, words.ROUTES, words.ACTORS))
    return [Column(field_title("parcel_id"), TEXT), Column(tr("County"), TEXT), Column(field_title("XMMC"), TEXT),
            Column(field_title("stock_class"), TEXT, words=kinds), Column(plain_title(field_title("area_m2")), AREA),
            Column(field_title("age_days"), INTEGER), Column(field_title("since"), TEXT),
            Column(field_title("route"), TEXT, words=routes), Column(field_title("actor"), TEXT, words=actors),
            Column(field_title("TDYT"), TEXT), Column(field_title("PCBH"), TEXT)]


def _rows(found: StockParcels, listed: Ints) -> list[tuple[Any, ...]]:
    """Return the rows of the list, under ``_columns``."""
    rows, names = listed.tolist(), {code: county_name(code) for code in set(found.county)}

    def texts(name: str) -> list[str]:
        column = found.texts[name]
        return [column[row] for row in rows]

    days = {day: day.isoformat() for day in set(found.since) if day is not None}
    return list(zip(
        texts("parcel_id"), [names[found.county[row]] for row in rows], texts("XMMC"),
        [KINDS[kind] for kind in found.kind[listed].tolist()], (found.area[listed] / 100).tolist(),
        [found.age_days[row] for row in rows], [days.get(found.since[row]) for row in rows],
        [ROUTES[route] for route in found.route[listed].tolist()], texts("actor"), texts("TDYT"), texts("PCBH")))
