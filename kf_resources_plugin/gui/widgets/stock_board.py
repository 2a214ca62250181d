"""The board of stock land: parcels and areas by class and way of disposal, their ages, the list, papers to hand in."""
from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsProviderRegistry, QgsReferencedRectangle
from qgis.PyQt.QtCore import pyqtSignal

from ...cartography.bar_charts import amount_bars
from ...cartography.styles import field_title
from ...engine.admin_units import county_name
from ...engine.roles import layers_by_role
from ...engine.rule_store import load_rule_book
from ...i18n import language, tr
from ..duties.duty_result import read_result
from ..duties.stock_words import STOCK_CLASSES
from ..models.amounts import AREA_UNITS, unit_text
from ..models.printed_sums import shown_areas
from ..models.rows_model import AREA, INTEGER, TEXT, Column
from ..models.stock_ages import age_bars, age_groups, age_names
from ..models.stock_parcels import (
    KINDS,
    NO_PARCELS,
    ROLE,
    ROUTES,
    ParcelsQuestion,
    cross_table,
    lacking,
    with_totals,
)
from ..parcels_reader import AT_ONCE, ParcelsReader
from .chart_view import ChartView
from .layer_part import LayerPart
from .parcel_list import ParcelList, route_name
from .parcel_sheet import ParcelSheet
from .result_table import ResultTable
from .word_box import choose_word, offer

if TYPE_CHECKING:
    from collections.abc import Collection

    from qgis.PyQt.QtCore import QModelIndex
    from qgis.PyQt.QtWidgets import QComboBox, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

    from ..docks.dock_base import KfDock
    from ..models.stock_parcels import StockParcels

_EVERY = ""
_MAP, _BESIDE = "kf:controllinemap", ("admin_units",)


class StockBoard(LayerPart):
    """Part of a dock. ``unit_chosen`` comes with the unit of areas that the user chose, ``read`` after a layer was."""

    FORM, STATE = __file__, "status_layer"
    PARAMETER, ROLE = "STATUS", ROLE

    unit_chosen = pyqtSignal(str)
    read = pyqtSignal()

    county_box: QComboBox
    unit_box: QComboBox
    note: QLabel
    contents: QWidget
    tables: QTabWidget
    areas_layout: QVBoxLayout
    counts_layout: QVBoxLayout
    ages_layout: QVBoxLayout
    save_ages_button: QPushButton
    parcels_layout: QVBoxLayout
    sheet_layout: QVBoxLayout
    report_button: QPushButton
    map_button: QPushButton

    def __init__(self, dock: KfDock) -> None:
        super().__init__(dock)
        self.parcels = NO_PARCELS
        self._unit = AREA_UNITS[0]
        self._ages = age_groups(NO_PARCELS, ())
        self._read = ""  # the id of the layer that was read, '' while it is to be read again
        self._book = load_rule_book(date.today(), language())
        self._ends = [int(years) for years in self._book.threshold("stock.age_bins", "ages_years")]
        self.areas = self._table(AREA, tr("Areas by class and way of disposal"))
        self.counts = self._table(INTEGER, tr("Parcels by class and way of disposal"))
        self.areas_layout.addWidget(self.areas)
        self.counts_layout.addWidget(self.counts)
        self.chart = ChartView(self)
        self.ages_layout.addWidget(self.chart)
        self.list = ParcelList(dock, age_names(self._ends), self)
        self.parcels_layout.addWidget(self.list)
        self.sheet = ParcelSheet(self)
        self.sheet_layout.addWidget(self.sheet)
        for unit in AREA_UNITS:
            self.unit_box.addItem(unit_text(unit), unit)
        self.county_box.activated.connect(self._show)
        self.unit_box.activated.connect(lambda: self.unit_chosen.emit(str(self.unit_box.currentData())))
        self.list.chosen.connect(self._show_sheet)
        for button, slot in ((self.save_ages_button, self.save_ages), (self.report_button, self.save_report),
                             (self.map_button, self.print_map)):
            button.clicked.connect(slot)
        self._watch.layer_changed.connect(self._read_again)
        self._reader = ParcelsReader(self)
        self._reader.answered.connect(self._take)

    def _table(self, kind: str, title: str) -> ResultTable:
        ways = [Column(route_name(route) if route else tr("none"), kind) for route in ROUTES]
        table = ResultTable([Column(field_title("stock_class"), TEXT), *ways, Column(tr("Total"), kind)], self,
                            title=title, papers=self._dock.papers, fixed=True)
        table.view.horizontalHeader().moveSection(len(ways) + 1, 1)  # the total is seen in a narrow panel, too
        table.view.activated.connect(self._cell_chosen)
        table.view.clicked.connect(self._cell_chosen)
        return table

    def controls(self) -> list[QWidget]:
        """Return what Tab goes through, in order."""
        return [self.layer_box, self.county_box, self.unit_box, self.tables, *self.areas.controls(),
                *self.counts.controls(), self.save_ages_button, *self.list.controls(), self.sheet,
                self.report_button, self.map_button]

    def set_area_unit(self, unit: str) -> None:
        """Show areas in 'ha', 'mu', 'wan_mu' or 'm2'."""
        if unit != self._unit:
            self._unit = unit
            choose_word(self.unit_box, unit)
            self._show_sums()
            self.list.set_area_unit(unit)

    # -- layer ----------------------------------------------------------------------------------------------------

    def take_corrections(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        """Follow which layer plays the role, and which of its fields is which."""
        self._read = ""
        super().take_corrections(roles, layer_ids)

    def _read_again(self, _layer_id: str) -> None:
        self._read = ""

    def refresh(self) -> None:
        """Read the parcels where the layer is another or has changed."""
        super().refresh()
        layer = self.layer
        if layer is not None and layer.id() == self._read:
            return
        self._read = layer.id() if layer is not None else ""
        fits = layer is not None and not lacking(layer)
        self._reader.stop()
        self.list.set_layer(layer if fits else None)
        question = ParcelsQuestion(layer, self._book) if layer is not None and fits else None
        if question is not None and question.rows > AT_ONCE:
            self._reader.ask(question)
            question = None
        self._take(NO_PARCELS if question is None else question.answer() or NO_PARCELS)

    def _take(self, parcels: StockParcels) -> None:
        """Show these parcels."""
        self.parcels = parcels
        self._ages = age_groups(self.parcels, self._ends)
        counties = sorted({code for code in self.parcels.county if code})
        offer(self.county_box, [(tr("Every county"), _EVERY), *((county_name(code), code) for code in counties)])
        self._show()
        self.update_state()
        self.read.emit()

    def cleanup(self) -> None:
        """Listen to nothing any more: the plugin is being unloaded."""
        super().cleanup()
        self._reader.stop()
        self.list.set_layer(None)
        self.chart.abandon()

    # -- what is shown --------------------------------------------------------------------------------------------

    def _show(self, *_what: Any) -> None:
        self._chosen = self.parcels.in_county(str(self.county_box.currentData() or _EVERY))
        self._show_sums()
        self.list.show_parcels(self.parcels, self._chosen, self._ages)

    def _show_sums(self) -> None:
        sums = cross_table(self.parcels, self._chosen)
        there = np.flatnonzero(sums.parcels.any(axis=1))
        titles = [*(tr(STOCK_CLASSES[KINDS[place]]) for place in there), tr("Total")]
        areas, counts = with_totals(shown_areas(sums.area[there], self._unit)), with_totals(sums.parcels[there])
        for table, figures in ((self.areas, areas), (self.counts, counts)):
            for place, column in enumerate(figures[:-1].T, 1):  # before rows come: a hidden column gets no width
                table.view.setColumnHidden(place, place <= len(ROUTES) and not column.any())
            table.set_area_unit(self._unit)
            table.set_rows([(title, *(figure if count else None for figure, count in zip(row, parcels)))
                            for title, row, parcels in zip(titles, figures.tolist(), counts.tolist())])
        self._kinds = [*there.tolist(), None]
        bars = age_bars(self.parcels, self._chosen, self._ages, age_names(self._ends), self._unit)
        self.chart.set_drawing(None if bars is None else partial(amount_bars, bars), bars.height if bars else 0)
        self.save_ages_button.setEnabled(bars is not None)

    def _cell_chosen(self, index: QModelIndex) -> None:
        """List the parcels that a cell counts; a sum is for every class or way of disposal."""
        if index.isValid():
            route = index.column() - 1
            self.list.choose(self._kinds[index.row()], route if 0 <= route < len(ROUTES) else None)

    def _show_sheet(self) -> None:
        self.sheet.show_parcel(self.parcels, self.list.row, self.layer, self._book)

    # -- papers ---------------------------------------------------------------------------------------------------

    def save_ages(self) -> None:
        """Save the chart where the user says."""
        title = tr("Save chart")
        path = self._dock.papers.ask_file(title, "stock_ages.svg", tr("SVG files (*.svg);;PNG files (*.png)"))
        if path is not None:
            self._dock.papers.write(title, path, self.chart.save)

    def _record(self) -> str:
        """Return the run record beside the file of the layer, '' where no run has left it there."""
        layer = self.layer
        path = "" if layer is None else QgsProviderRegistry.instance().decodeUri(
            layer.providerType(), layer.source()).get("path", "")
        result = read_result(Path(path).parent) if path else None
        return str(result.record) if result is not None and result.package == Path(path) else ""

    def save_report(self) -> None:
        """Print the report of the run that the layer comes from."""
        self._dock.papers.save_report("stock_land.pdf", [self._record()])

    def print_map(self) -> None:
        """Print the parcels by class, below the borders of counties where the project has them."""
        layer, papers, title = self.layer, self._dock.papers, tr("Map of stock land")
        path = papers.ask_file(title, "stock_land_map.pdf", tr("PDF files (*.pdf)")) if layer is not None else None
        if layer is None or path is None:
            return
        by_role = layers_by_role(self._dock.project)
        beside = [by_role[role].id() for role in _BESIDE if role in by_role]
        papers.print_now(title, _MAP, {
            "LAYERS": [*beside, layer.id()], "TITLE": tr("Status of stock land"), "OUTPUT": str(path),
            "EXTENT": QgsReferencedRectangle(layer.extent(), layer.crs())}, [path])

    # -- state ----------------------------------------------------------------------------------------------------

    def update_state(self) -> None:
        """Say what is missing where there is nothing to count."""
        layer = self.layer
        missing = lacking(layer) if layer is not None else []
        if layer is None:
            told = tr("There is no layer with the classes of stock land: run “Status of stock land”, or choose one.")
        elif missing:
            told = tr("Layer “{layer}” has no field {fields}: choose the result of “Status of stock land”, or say in "
                      "the Data panel which field it is.").format(layer=layer.name(), fields=", ".join(missing))
        elif self._reader.busy:
            told = tr("The parcels of layer “{layer}” are being read …").format(layer=layer.name())
        else:
            told = "" if len(self.parcels) else tr("Layer “{layer}” has no parcels.").format(layer=layer.name())
        self.note.setText(told)
        self.note.setVisible(bool(told))
        self.contents.setVisible(not told)
        self.report_button.setEnabled(bool(self._record()))
        self.map_button.setEnabled(layer is not None and layer.isSpatial())
        self.list.update_state()
