"""The list of findings: filtered, linked both ways to the map, accepted as exceptions, exported."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTableView, QToolButton, QWidget

from ...i18n import tr
from ...rules.findings import SEVERITIES
from ..forms import load_form
from ..models.finding_counties import counties
from ..models.finding_rules import rule_title
from ..models.findings_rows import MOST_ROWS, FindingRow, finding_rows, severity_title
from ..models.rows_model import AREA, Column, RowsModel
from ..models.table_file import write_table
from ..models.table_model import RowsFilter
from ..project_exceptions import ProjectExceptions
from .result_table import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...engine.exceptions_file import FindingException
    from ..papers import Papers

    SubjectOf = Callable[[FindingRow], Optional[tuple[str, int]]]

_SEVERITY, _SUBJECT, _MESSAGE, _REMEDY, _COUNTY = 0, 1, 2, 3, 6
# the message is what tells one finding from another
_WIDTHS = {_SEVERITY: 70, _SUBJECT: 110, _MESSAGE: 300, _REMEDY: 200}
_OPEN, _ACCEPTED = "open", "accepted"


class _ChoiceFilter(RowsFilter):
    """Also leaves out the findings that are not among those chosen."""

    chosen: frozenset[int] | None = None

    def choose(self, rows: frozenset[int] | None) -> None:
        """Show only some rows of the model, all with None."""
        self.chosen = rows
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # noqa: N802 (Qt's name)
        """Tell whether a row is shown."""
        return (self.chosen is None or row in self.chosen) and bool(super().filterAcceptsRow(row, parent))


class FindingsView(QWidget):
    """Findings of the layers it is given; what is not in the project any more is listed, but leads nowhere."""

    severity: QComboBox
    rule: QComboBox
    county: QComboBox
    accepted: QComboBox
    filter: QLineEdit
    count_label: QLabel
    export_button: QToolButton
    view: QTableView
    detail: QLabel
    zoom_button: QPushButton
    flash_button: QPushButton
    form_button: QPushButton
    accept_button: QPushButton
    withdraw_button: QPushButton

    def __init__(self, iface: Any, papers: Papers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        load_form(__file__, self)
        self._iface, self._papers = iface, papers
        self._exceptions = ProjectExceptions(papers, self)
        self._rows: list[FindingRow] = []
        self._counties: list[str] = []
        self._accepted: dict[str, FindingException] = {}
        self._layers: list[QgsVectorLayer] = []
        self._subject_of: SubjectOf = _nobody
        self._about: list[tuple[str, int] | None] = []  # of the current finding; to look it up scans a layer
        self._cut = False
        self._selecting = False
        self.model = RowsModel([
            Column(tr("Severity")), Column(tr("Subject")), Column(tr("Message")), Column(tr("What to do")),
            Column(tr("Area"), AREA), Column(tr("Document and clause")), Column(tr("County")),
            Column(tr("Exception"))], self)
        self.proxy = _ChoiceFilter(self.model, self)
        self.view.setModel(self.proxy)
        self.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        compact(self.view)
        self.export_button.setIcon(QgsApplication.getThemeIcon("/mActionFileSaveAs.svg"))
        for box in (self.severity, self.rule, self.county, self.accepted):
            box.currentIndexChanged.connect(self._apply_choices)
        self.filter.textChanged.connect(self._apply_filter)
        self.view.selectionModel().currentRowChanged.connect(self._show_current)
        self.view.selectionModel().selectionChanged.connect(self._offer_exceptions)
        self.view.activated.connect(self.zoom)
        # a layer that is about to leave still counts as there: only once it has left do the buttons see it gone
        QgsProject.instance().layersRemoved.connect(self.update_state)
        self.zoom_button.clicked.connect(self.zoom)
        self.flash_button.clicked.connect(self.flash)
        self.form_button.clicked.connect(self.open_form)
        self.accept_button.clicked.connect(self.accept)
        self.withdraw_button.clicked.connect(self.withdraw)
        self.export_button.clicked.connect(self.export)
        self.set_layers((), _nobody)

    def controls(self) -> list[QWidget]:
        """Return what Tab goes through, in order."""
        return [self.severity, self.rule, self.county, self.accepted, self.filter, self.export_button, self.view,
                self.zoom_button, self.flash_button, self.form_button, self.accept_button, self.withdraw_button]

    def set_layers(self, layers: Iterable[QgsVectorLayer], subject_of: SubjectOf) -> None:
        """Show the findings of layers; ``subject_of`` tells which feature of which layer a finding is about."""
        self._disconnect_layers()
        self._layers = list(layers)
        for layer in self._layers:
            layer.selectionChanged.connect(self._follow_map)
        self._subject_of = subject_of
        self._about.clear()
        self._rows = finding_rows(self._layers)
        self._cut = any(layer.featureCount() > MOST_ROWS for layer in self._layers)
        self._counties = counties(self._rows)
        self._fill_rows()
        self._fill_choices()
        for column, width in _WIDTHS.items():
            self.view.setColumnWidth(column, width)
        self.view.setColumnHidden(_COUNTY, not any(self._counties))
        self._apply_choices()
        self.update_state()

    def _fill_rows(self) -> None:
        """Show the findings with the exceptions as they stand in the project's file now."""
        self._accepted = self._exceptions.read() if self._rows else {}
        self.model.set_rows([
            (severity_title(row.severity), row.subject, row.message, row.remedy, row.area_m2, row.clause, county,
             _exception_text(self._accepted.get(row.finding_id)))
            for row, county in zip(self._rows, self._counties)])

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Let go of layers that leave the project; their findings stay in the list."""
        gone = set(layer_ids)
        for layer in [layer for layer in self._layers if layer.id() in gone]:
            layer.selectionChanged.disconnect(self._follow_map)
            self._layers.remove(layer)
        self.forget_subject()

    def forget_subject(self) -> None:
        """Look the feature of the current finding up anew: other layers or fields are in play."""
        self._about.clear()

    def set_area_unit(self, unit: str) -> None:
        """Show areas in 'ha', 'mu' or 'm2'."""
        self.model.set_area_unit(unit)

    def current(self) -> FindingRow | None:
        """Return the current finding."""
        index = self.view.selectionModel().currentIndex()
        return self._rows[self.proxy.mapToSource(index).row()] if index.isValid() else None

    def selected(self) -> list[FindingRow]:
        """Return the findings that are selected, from top to bottom."""
        rows = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        return [self._rows[self.proxy.mapToSource(self.proxy.index(row, 0)).row()] for row in rows]

    def accept(self) -> None:
        """Mark what is selected and still open as exceptions."""
        if self._exceptions.mark([row for row in self.selected() if row.finding_id not in self._accepted]):
            self._refresh()

    def withdraw(self) -> None:
        """Take the exceptions of what is selected back."""
        if self._exceptions.withdraw([row for row in self.selected() if row.finding_id in self._accepted]):
            self._refresh()

    def export(self) -> None:
        """Write the findings that are shown where the user says."""
        title = tr("Export table")
        path = self._papers.ask_file(title, tr("Findings") + ".xlsx", tr("XLSX files (*.xlsx);;CSV files (*.csv)"))
        if path is not None:
            rows = [self.proxy.mapToSource(self.proxy.index(row, 0)).row() for row in range(self.proxy.rowCount())]
            self._papers.write(title, path, lambda file: write_table(file, self.model, rows, tr("Findings")))

    def zoom(self) -> None:
        """Bring the place of the current finding onto the map, and let it flash."""
        place = self._place()
        if place is not None:
            self._iface.mapCanvas().zoomToFeatureIds(place[0], [place[1]])
            self.flash()

    def flash(self) -> None:
        """Let the place of the current finding flash."""
        place = self._place()
        if place is not None:
            self._iface.mapCanvas().flashFeatureIds(place[0], [place[1]])

    def open_form(self) -> None:
        """Open the form of the feature the finding is about, or of the finding where that is not known."""
        place = self._subject() or self._own()
        if place is not None:
            self._iface.openFeatureForm(place[0], place[0].getFeature(place[1]))

    def update_state(self) -> None:
        """Let the buttons offer only what leads somewhere, and show the whole of the current finding."""
        row = self.current()
        self.zoom_button.setEnabled(self._place() is not None)
        self.flash_button.setEnabled(self._place() is not None)
        self.form_button.setEnabled((self._subject() or self._own()) is not None)
        self._offer_exceptions()
        self.detail.setVisible(row is not None)
        if row is not None:
            exception = _exception_text(self._accepted.get(row.finding_id), tr("Accepted as an exception: {text}"))
            self.detail.setText("\n".join(text for text in (row.message, row.remedy, row.clause, exception) if text))

    def _offer_exceptions(self, *_selection: Any) -> None:
        accepted = [row.finding_id in self._accepted for row in self.selected()]
        self.accept_button.setEnabled(not all(accepted))
        self.withdraw_button.setEnabled(any(accepted))

    # -- places ---------------------------------------------------------------------------------------------------

    def _place(self) -> tuple[QgsVectorLayer, int] | None:
        """Return where to look: the finding's own place, else the feature it is about."""
        row = self.current()
        return self._own() if row is not None and row.placed else self._subject()

    def _own(self) -> tuple[QgsVectorLayer, int] | None:
        row = self.current()
        return None if row is None else _feature_of(row.layer_id, row.fid)

    def _subject(self) -> tuple[QgsVectorLayer, int] | None:
        row = self.current()
        if row is None:
            return None
        if not self._about:
            self._about.append(self._subject_of(row))
        about = self._about[0]
        return None if about is None else _feature_of(*about)

    # -- what the user does ---------------------------------------------------------------------------------------

    def _show_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._about.clear()
        self.update_state()
        own = self._own()
        if own is not None and not self._selecting:
            self._selecting = True
            own[0].selectByIds([own[1]])
            self._selecting = False

    def _follow_map(self, selected: list[int], _deselected: list[int], _cleared: bool) -> None:
        """Make the finding that was selected on the map the current one."""
        if self._selecting or not selected:
            return
        layer_id = self.sender().id()
        for position, row in enumerate(self._rows):
            if row.layer_id == layer_id and row.fid == selected[0]:
                self._make_current(position)
                return

    def _make_current(self, position: int) -> None:
        self._selecting = True
        self.view.setCurrentIndex(self.proxy.mapFromSource(self.model.index(position, _SEVERITY)))
        self._selecting = False

    def _apply_choices(self, *_index: Any) -> None:
        wanted = [box.currentData() for box in (self.severity, self.rule, self.county, self.accepted)]
        facts = ((row.severity, row.rule_id, county, _ACCEPTED if row.finding_id in self._accepted else _OPEN)
                 for row, county in zip(self._rows, self._counties))
        self.proxy.choose(None if wanted == [None] * len(wanted) else frozenset(
            place for place, known in enumerate(facts)
            if all(one in (None, fact) for one, fact in zip(wanted, known))))
        self._show_count()

    def _refresh(self) -> None:
        """Show what the file of exceptions says now, at the same place."""
        current = self.current()
        self._fill_rows()
        self._fill_accepted()
        self._apply_choices()
        if current is not None:
            self._make_current(self._rows.index(current))
        self.update_state()

    def _apply_filter(self, text: str) -> None:
        self.proxy.setFilterFixedString(text)
        self._show_count()

    def _fill_choices(self) -> None:
        severities = Counter(row.severity for row in self._rows)
        _fill(self.severity, len(self._rows), [
            (severity_title(severity), severities[severity], severity) for severity in SEVERITIES])
        _fill(self.rule, len(self._rows), [
            (rule_title(rule), count, rule) for rule, count in sorted(Counter(
                row.rule_id for row in self._rows).items()) if rule])
        _fill(self.county, len(self._rows), [
            (county or tr("no county"), count, county) for county, count in sorted(Counter(self._counties).items())])
        self.county.setVisible(any(self._counties))
        self._fill_accepted()

    def _fill_accepted(self) -> None:
        accepted = sum(row.finding_id in self._accepted for row in self._rows)
        _fill(self.accepted, len(self._rows), [
            (tr("Open"), len(self._rows) - accepted, _OPEN), (tr("Accepted"), accepted, _ACCEPTED)])

    def _show_count(self) -> None:
        text = tr("Rows: {shown} of {count}").format(shown=self.proxy.rowCount(), count=len(self._rows))
        if self._cut:
            text += " · " + tr("more stand in the layer of findings only")
        self.count_label.setText(text)

    def _disconnect_layers(self) -> None:
        for layer in self._layers:
            if not sip.isdeleted(layer):
                layer.selectionChanged.disconnect(self._follow_map)
        self._layers = []


def _fill(box: QComboBox, every: int, choices: Sequence[tuple[str, int, str]]) -> None:
    """Offer all rows, then each choice (title, rows, data) with how many rows it has."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    box.addItem(tr("All ({count})").format(count=every), None)
    for title, count, data in choices:
        box.addItem(tr("{severity} ({count})").format(severity=title, count=count), data)
    box.setCurrentIndex(max(box.findData(chosen), 0) if chosen is not None else 0)
    box.blockSignals(False)


def _exception_text(exception: FindingException | None, frame: str = "{text}") -> str:
    """Return reason, name and day of an exception, '' for none."""
    return "" if exception is None else frame.format(
        text=" · ".join((exception.reason, exception.name, exception.date)))


def _nobody(_row: FindingRow) -> None:
    """Know no feature that a finding is about."""


def _feature_of(layer_id: str, fid: int) -> tuple[QgsVectorLayer, int] | None:
    """Return a feature's layer as it is in the project now, and its id; None where the layer is gone."""
    layer = QgsProject.instance().mapLayer(layer_id)
    return (layer, fid) if isinstance(layer, QgsVectorLayer) and layer.isValid() else None
