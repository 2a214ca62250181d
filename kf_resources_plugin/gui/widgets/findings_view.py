"""The list of findings: filtered by severity and text, linked both ways to the map."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTableView, QWidget

from ...i18n import tr
from ...rules.findings import SEVERITIES
from ..forms import load_form
from ..models.findings_rows import MOST_ROWS, FindingRow, finding_rows, severity_title
from ..models.rows_model import AREA, Column, RowsFilter, RowsModel
from .result_table import compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    SubjectOf = Callable[[FindingRow], Optional[tuple[str, int]]]

_SEVERITY, _SUBJECT, _MESSAGE, _REMEDY, _POSITION = 0, 1, 2, 3, 6
# the message is what tells one finding from another
_WIDTHS = {_SEVERITY: 70, _SUBJECT: 110, _MESSAGE: 300, _REMEDY: 200}


class _SeverityFilter(RowsFilter):
    """Also leaves out the other severities when one is chosen."""

    severity = ""

    def choose(self, severity: str) -> None:
        """Show one severity, '' all."""
        self.severity = severity
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # noqa: N802 (Qt's name)
        """Tell whether a row is shown."""
        model: Any = self.sourceModel()
        fits = not self.severity or model.value(row, _SEVERITY) == severity_title(self.severity)
        return fits and bool(super().filterAcceptsRow(row, parent))


class FindingsView(QWidget):
    """Findings of the layers it is given; what is not in the project any more is listed, but leads nowhere."""

    severity: QComboBox
    filter: QLineEdit
    count_label: QLabel
    view: QTableView
    detail: QLabel
    zoom_button: QPushButton
    flash_button: QPushButton
    form_button: QPushButton

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        load_form(__file__, self)
        self._iface = iface
        self._rows: list[FindingRow] = []
        self._layers: list[QgsVectorLayer] = []
        self._subject_of: SubjectOf = _nobody
        self._about: list[tuple[str, int] | None] = []  # of the current finding; to look it up scans a layer
        self._cut = False
        self._selecting = False
        self.model = RowsModel([
            Column(tr("Severity")), Column(tr("Subject")), Column(tr("Message")), Column(tr("What to do")),
            Column(tr("Area"), AREA), Column(tr("Document and clause")), Column("")], self)
        self.proxy = _SeverityFilter(self.model, self)
        self.view.setModel(self.proxy)
        self.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.view.setColumnHidden(_POSITION, True)
        compact(self.view)
        self.severity.currentIndexChanged.connect(self._choose_severity)
        self.filter.textChanged.connect(self._apply_filter)
        self.view.selectionModel().currentRowChanged.connect(self._show_current)
        self.view.activated.connect(self.zoom)
        # a layer that is about to leave still counts as there: only once it has left do the buttons see it gone
        QgsProject.instance().layersRemoved.connect(self.update_state)
        self.zoom_button.clicked.connect(self.zoom)
        self.flash_button.clicked.connect(self.flash)
        self.form_button.clicked.connect(self.open_form)
        self.set_layers((), _nobody)

    def controls(self) -> list[QWidget]:
        """Return what Tab goes through, in order."""
        return [self.severity, self.filter, self.view, self.zoom_button, self.flash_button, self.form_button]

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
        self.model.set_rows([
            (severity_title(row.severity), row.subject, row.message, row.remedy, row.area_m2, row.clause, position)
            for position, row in enumerate(self._rows)])
        self._fill_severities()
        for column, width in _WIDTHS.items():
            self.view.setColumnWidth(column, width)
        self._show_count()
        self.update_state()

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
        return self._rows[self.model.value(self.proxy.mapToSource(index).row(), _POSITION)] if index.isValid() else None

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
        self.detail.setVisible(row is not None)
        if row is not None:
            self.detail.setText("\n".join(text for text in (row.message, row.remedy, row.clause) if text))

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
                index = self.proxy.mapFromSource(self.model.index(position, _SEVERITY))
                self._selecting = True
                self.view.setCurrentIndex(index)
                self._selecting = False
                return

    def _choose_severity(self, _index: int) -> None:
        self.proxy.choose(self.severity.currentData() or "")
        self._show_count()

    def _apply_filter(self, text: str) -> None:
        self.proxy.setFilterFixedString(text)
        self._show_count()

    def _fill_severities(self) -> None:
        counts = {severity: sum(row.severity == severity for row in self._rows) for severity in SEVERITIES}
        self.severity.blockSignals(True)
        self.severity.clear()
        self.severity.addItem(tr("All ({count})").format(count=len(self._rows)), "")
        for severity, count in counts.items():
            self.severity.addItem(tr("{severity} ({count})").format(
                severity=severity_title(severity), count=count), severity)
        self.severity.blockSignals(False)
        self._choose_severity(0)

    def _show_count(self) -> None:
        text = tr("{shown} of {count} rows").format(shown=self.proxy.rowCount(), count=len(self._rows))
        if self._cut:
            text += " · " + tr("more stand in the layer of findings only")
        self.count_label.setText(text)

    def _disconnect_layers(self) -> None:
        for layer in self._layers:
            if not sip.isdeleted(layer):
                layer.selectionChanged.disconnect(self._follow_map)
        self._layers = []


def _nobody(_row: FindingRow) -> None:
    """Know no feature that a finding is about."""


def _feature_of(layer_id: str, fid: int) -> tuple[QgsVectorLayer, int] | None:
    """Return a feature's layer as it is in the project now, and its id; None where the layer is gone."""
    layer = QgsProject.instance().mapLayer(layer_id)
    return (layer, fid) if isinstance(layer, QgsVectorLayer) and layer.isValid() else None
