"""The lower half of a duty's page: headline, chart, tables whose rows lead to the map, findings."""
from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ...i18n import tr
from ..widgets.chart_view import ChartView
from ..widgets.feature_card import FeatureCard
from ..widgets.findings_view import FindingsView
from ..widgets.result_table import ResultTable
from .duty_result import MOST_ROWS, cells, columns, headline, plain_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..papers import Papers
    from .duty import Table, Tool
    from .duty_page import DutyPage
    from .duty_result import DutyResult


class DutyResults(QObject):
    """Works on the widgets of a page's form."""

    def __init__(self, page: DutyPage, iface: Any, papers: Papers) -> None:
        super().__init__(page)
        self._page, self._iface, self._papers = page, iface, papers
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._buttons: dict[str, QPushButton] = {}
        self.chart = ChartView(page)
        page.chart_layout.addWidget(self.chart)
        page.chart_place.setVisible(page.duty.chart is not None)
        page.save_chart_button.setVisible(page.duty.chart is not None)
        page.save_chart_button.clicked.connect(self.save_chart)
        self.tables = {table.output: self._add_table(table) for table in page.duty.tables}
        self.card = FeatureCard(page.duty.card, iface, page) if page.duty.card is not None else None
        if self.card is not None:
            page.card_layout.addWidget(self.card)
        self.findings = FindingsView(iface, papers, page)
        page.findings_layout.addWidget(self.findings)

    def _add_table(self, table: Table) -> ResultTable:
        title = self._page.algorithm.parameterDefinition(table.output).description()
        holder = QWidget(self._page.tables)
        shown = ResultTable(columns(self._page.algorithm, table), holder, title=plain_title(title), papers=self._papers)
        shown.view.activated.connect(lambda index: self._zoom(table, shown.proxy.mapToSource(index).row()))
        layout = QVBoxLayout(holder)
        layout.addWidget(shown)
        if table.tool is not None:
            layout.addWidget(self._add_button(table.output, table.tool, shown, holder))
        self._page.tables.addTab(holder, plain_title(title))
        return shown

    def _add_button(self, output: str, tool: Tool, shown: ResultTable, holder: QWidget) -> QPushButton:
        """Return the button that does something with the current row of a table."""
        button = self._buttons[output] = QPushButton(tr(tool.title), holder)
        button.setObjectName(f"row_tool_{output}")
        button.setToolTip(tr(tool.tip))
        button.clicked.connect(lambda: tool.use(self._page))
        shown.chosen.connect(self.update_state)
        return button

    def current(self, output: str) -> dict[str, Any] | None:
        """Return the current row of a table by field name, None where there is none."""
        shown = self.tables[output]
        index = shown.view.selectionModel().currentIndex()
        return self._rows[output][shown.proxy.mapToSource(index).row()] if index.isValid() else None

    def choose(self, output: str, field: str, value: Any) -> None:
        """Make the row of a table current that has a value in a field, where there is one."""
        shown = self.tables[output]
        for place, row in enumerate(self._rows[output]):
            if row[field] == value:
                shown.view.setCurrentIndex(shown.proxy.mapFromSource(shown.model.index(place, 0)))
                return

    def update_state(self) -> None:
        """Let buttons of tables offer only what can be done now."""
        for output, button in self._buttons.items():
            button.setEnabled(self.current(output) is not None and self._page.run_button.isEnabled())
        self.findings.update_state()

    def controls(self) -> list[QWidget]:
        """Return what Tab goes through, in order."""
        return [*(control for output, table in self.tables.items()
                  for control in (*table.controls(), *([self._buttons[output]] if output in self._buttons else []))),
                *([self.card.button] if self.card is not None else []),
                *self.findings.controls()]

    def forget_layers(self, layer_ids: Sequence[str]) -> None:
        """Let go of layers that are about to leave the project."""
        self.findings.forget_layers(layer_ids)
        if self.card is not None:
            self.card.forget_layers(layer_ids)

    def cleanup(self) -> None:
        """Stop what is drawn and let go of the map: the plugin is being unloaded."""
        self.chart.abandon()
        if self.card is not None:
            self.card.set_layer(None)

    def show(self, result: DutyResult | None, unit: str) -> None:
        """Show a result, or none."""
        self._rows.clear()
        cut = []
        for table in self._page.duty.tables:
            rows = result.rows(table.output, table.where, table.order) if result is not None else []
            self._rows[table.output] = rows
            self.tables[table.output].set_rows([cells(row, table) for row in rows])
            if len(rows) == MOST_ROWS:
                cut.append(self._page.tables.tabText(list(self.tables).index(table.output)))
        self._page.rows_note.setText(tr("Only the first {count} rows are listed of: {tables}. All stand in the layers.")
                                     .format(count=MOST_ROWS, tables=", ".join(cut)) if cut else "")
        self._page.rows_note.setVisible(bool(cut))
        self.show_figures(result, unit)

    def show_figures(self, result: DutyResult | None, unit: str) -> None:
        """Show headline, chart and tables in a unit of areas."""
        duty = self._page.duty
        for table in self.tables.values():
            table.set_area_unit(unit)
        self.findings.set_area_unit(unit)
        figures = headline(self._page.algorithm, duty, result, unit) if result is not None else ()
        self._page.headline.setText(_lines(figures))
        drawing = duty.chart.drawing(result, unit) if duty.chart is not None and result is not None else None
        if drawing is None:
            self.chart.set_drawing(None)
        else:
            self.chart.set_drawing(*drawing)
        self._page.save_chart_button.setEnabled(drawing is not None)

    def save_chart(self) -> None:
        """Save the chart where the user says."""
        path = self._papers.ask_file(tr("Save chart"), f"{self._page.duty.name}.svg",
                                     tr("SVG files (*.svg);;PNG files (*.png)"))
        if path is not None:
            self._papers.write(tr("Save chart"), path, self.chart.save)

    def _zoom(self, table: Table, row: int) -> None:
        """Bring the feature of a row onto the map, and let it flash."""
        layer, rows = self._page.result_layer(table.output), self._rows[table.output]
        if layer is not None and layer.isSpatial() and 0 <= row < len(rows):
            fids = [rows[row]["fid"]]
            layer.selectByIds(fids)
            self._iface.mapCanvas().zoomToFeatureIds(layer, fids)
            self._iface.mapCanvas().flashFeatureIds(layer, fids)


def _lines(figures: Iterable[tuple[str, str]]) -> str:
    return "<br>".join(tr("{title}: {figure}").format(title=escape(title), figure=f"<b>{escape(figure)}</b>")
                       for title, figure in figures)
