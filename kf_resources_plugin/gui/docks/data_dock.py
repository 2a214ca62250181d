"""The data dock: which layer plays which role and why, which of its fields are which, and a page to check one."""
from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from qgis.core import QgsMapLayer, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QModelIndex, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAction, QGroupBox, QHeaderView, QLabel, QLineEdit, QPushButton, QTableView

from ...cartography.styles import apply_style, style_for, style_of_role
from ...engine.field_map import mapped_field, write_field
from ...engine.roles import NO_ROLE, kind_of, listed_layers, schema_of, told_role, write_role
from ...i18n import tr
from ...survey.edited_land import is_land
from ..colours import alarm_colour, caution_colour
from ..duties.duty_pages import DutyPages
from ..duties.quality import QUALITY_DUTIES
from ..duties.survey import SURVEY_DUTIES
from ..facts_reader import FactsReader
from ..layer_watch import LayerWatch
from ..models import layer_rows
from ..models.cells_model import CellsModel
from ..models.findings_rows import severity_title
from ..models.layer_judge import LayerJudge
from ..models.table_model import RowsFilter
from ..papers import Papers
from ..roles import asked_fields
from ..scrolling import fit_width
from ..survey_form import SurveyForm
from ..widgets.choice_delegate import ChoiceDelegate
from ..widgets.land_editor import LandEditor
from ..widgets.result_table import compact
from .dock_base import KfDock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from qgis.PyQt.QtWidgets import QVBoxLayout

    from ...engine.schema import Schema
    from ...survey.edit_command import Command
    from ..dialogs import Dialogs
    from ..models.layer_judge import Judged

_TITLE = QT_TRANSLATE_NOOP("KfResources", "Layers and roles")
_EDITING, _EDITING_TITLE = "editing", QT_TRANSLATE_NOOP("KfResources", "Editing of parcels")
_PROVIDER = "kf"
_CLASS = "DLBM"
_AROUND = 1.05  # some ground around a layer that is zoomed to


class DataDock(KfDock):
    """Reads top to bottom: the layers, then of the chosen one its problems and its fields."""

    NAME = "data"
    ICON = "data_dock"
    FORM = __file__

    contents_layout: QVBoxLayout
    filter: QLineEdit
    summary: QLabel
    layers_view: QTableView
    zoom_button: QPushButton
    table_button: QPushButton
    style_button: QPushButton
    form_button: QPushButton
    save_form_button: QPushButton
    problems_group: QGroupBox
    problems_label: QLabel
    fields_group: QGroupBox
    fields_note: QLabel
    fields_view: QTableView

    def __init__(self, iface: Any, dialogs: Dialogs) -> None:
        super().__init__(iface, dialogs)
        self._going: set[str] = set()
        self._judged: dict[str, Judged] = {}
        self._described = ""  # the layer whose fields are shown
        self._asked = asked_fields(_PROVIDER)
        self._watch = LayerWatch(self.project, self)
        self._facts = FactsReader(self)
        self._judge = LayerJudge(self.project, self._facts.facts)
        self.layers = CellsModel(layer_rows.layer_titles(), self)
        self.fields = CellsModel(layer_rows.field_titles(), self)
        self.proxy = RowsFilter(self.layers, self)
        _arrange(self.layers_view, self.proxy, layer_rows.LAYER_WIDTHS)
        _arrange(self.fields_view, self.fields, layer_rows.FIELD_WIDTHS)
        self.layers_view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.pages = DutyPages(self, (*QUALITY_DUTIES, *SURVEY_DUTIES), self.scroll, tr(_TITLE), self.ICON)
        self.contents_layout.addWidget(self.pages)
        self.editor = LandEditor(self)
        self.pages.add_own(_EDITING, tr(_EDITING_TITLE), "duty_edit", self.editor)
        self.parts = (self.pages, self.editor)
        self.order_tabs([self.pages.box, *self.editor.controls()])
        self.order_tabs([self.pages.box, self.filter, self.layers_view, self.zoom_button, self.table_button,
                         self.style_button, self.form_button, self.save_form_button, self.problems_label,
                         self.fields_view])
        self._form = SurveyForm(self.form_button, self.save_form_button, self.current_layer, Papers(iface, self))
        self._connect()

    def _connect(self) -> None:
        self._watch.data_changed.connect(self._facts.spoil)
        self._watch.changed.connect(self.update_state)
        self._watch.layer_changed.connect(self._judge.spoil)
        self._facts.changed.connect(self._watch.soon)
        self.visibilityChanged.connect(self.update_state)
        self.filter.textChanged.connect(self.proxy.setFilterFixedString)
        self.layers_view.selectionModel().currentRowChanged.connect(self._show_current)
        self.layers.chosen.connect(self._choose_role)
        self.fields.chosen.connect(self._choose_field)
        for button, slot, key in ((self.zoom_button, self.zoom, "Ctrl+Return"),
                                  (self.table_button, self.open_table, "F6"),
                                  (self.style_button, self.apply_style, "")):
            button.clicked.connect(slot)
            action = QAction(button.text(), self.layers_view)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(button.click)
            self.layers_view.addAction(action)
        self.layers_view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    # -- project --------------------------------------------------------------------------------------------------

    def read_state(self) -> None:
        """Start over: everything shown stands on the layers."""
        self._going.clear()

    def write_state(self) -> None:
        """Write nothing: what the user says stands on the layers."""

    def forget_project(self) -> None:
        """Start over."""
        self._going.clear()

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Let go of layers that are about to leave the project."""
        gone = list(layer_ids)
        self._going.update(gone)
        self._watch.forget(gone)
        self._facts.forget(gone)
        self._form.forget_layers(gone)
        for layer_id in gone:
            self._judge.spoil(layer_id)

    def run_edit(self, layer: QgsVectorLayer, edit: Callable[[], Command]) -> Command:
        """Let an edit be done, of survey parcels with the journal and history of their page; raises PlannerError."""
        return self.editor.tools.session(layer).run(edit) if is_land(layer) else edit()

    def meet_layers(self) -> None:
        """Take a layer back that had gone: by undoing, or with a project opened anew."""
        self._going -= set(self.project.mapLayers())

    def take_corrections(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        """Follow nothing: the layers themselves are watched."""

    def cleanup(self) -> None:
        """Stop listening and looking, and leave the window."""
        self._watch.stop()
        self._facts.stop()
        super().cleanup()

    # -- layers ---------------------------------------------------------------------------------------------------

    def _layers(self) -> list[QgsMapLayer]:
        """Return the vector layers, tables and rasters of the project, from top to bottom, once each."""
        return [layer for layer in listed_layers(self.project) if kind_of(layer) and layer.id() not in self._going]

    def current_layer(self) -> QgsMapLayer | None:
        """Return the layer of the current row."""
        index = self.layers_view.currentIndex()
        if not index.isValid():
            return None
        layer_id = self.layers.key(self.proxy.mapToSource(index).row())
        return self.project.mapLayer(layer_id) if layer_id not in self._going else None

    def choose_layer(self, layer_id: str) -> None:
        """Make the row of a layer the current one."""
        row = self.layers.row_of(layer_id)
        if row >= 0:
            self.layers_view.setCurrentIndex(self.proxy.mapFromSource(self.layers.index(row, 0)))

    # -- what the user does ---------------------------------------------------------------------------------------

    def _choose_role(self, layer_id: str, role: str) -> None:
        layer = self.project.mapLayer(layer_id)
        if layer is None:
            return
        before = told_role(layer).role
        write_role(layer, role)
        self._corrected({before, told_role(layer).role} - {"", NO_ROLE}, ())

    def _choose_field(self, standard: str, field: str) -> None:
        layer = self.current_layer()
        if layer is not None:
            write_field(layer, standard, field)
            self._corrected((), (layer.id(),))

    def _corrected(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        self.project.setDirty(True)
        self.update_state()
        self.corrected.emit(roles, layer_ids)

    def zoom(self) -> None:
        """Bring the whole layer onto the map."""
        layer = self.current_layer()
        facts = self._facts.facts(layer.id()) if layer is not None else None
        if facts is not None and facts.bounds is not None:
            canvas = self.iface.mapCanvas()
            extent = canvas.mapSettings().layerExtentToOutputExtent(layer, QgsRectangle(*facts.bounds))
            extent.scale(_AROUND)
            canvas.setExtent(extent)
            canvas.refresh()

    def open_table(self) -> None:
        """Open the attribute table."""
        self.iface.showAttributeTable(self.current_layer())

    def apply_style(self) -> None:
        """Give the layer the style of its role."""
        layer = self.current_layer()
        style = self._style(layer)
        if layer is not None and style is not None:
            schema = schema_of(told_role(layer).role)
            known = isinstance(layer, QgsVectorLayer) and schema is not None and schema.field(_CLASS) is not None
            apply_style(layer, style, class_field=mapped_field(layer, _CLASS, schema).field if known else None)
            self.project.setDirty(True)

    def _style(self, layer: QgsMapLayer | None) -> str | None:
        if layer is None or not layer.isValid() or not layer.isSpatial():
            return None
        return style_of_role(told_role(layer).role, layer) or style_for(layer)

    def _show_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_detail()

    # -- state ----------------------------------------------------------------------------------------------------

    def update_state(self, *_what: Any) -> None:
        """Show the layers as they are now; while nobody sees the dock it waits."""
        if not self.isVisible():
            return
        layers = self._layers()
        self._watch.watch(layers)
        self._facts.read(layers)
        judged = self._judge.judge(layers, self._asked)
        self._judged = {one.layer.id(): one for one in judged}
        kept = self.current_layer()
        self.layers.set_rows(list(self._judged), layer_rows.layer_cells(judged))
        if kept is not None and self.current_layer() is None:
            self.choose_layer(kept.id())
        if self.current_layer() is None and layers:
            self.layers_view.setCurrentIndex(self.proxy.index(0, 0))
        playing = sum(one.told.role not in {"", NO_ROLE} for one in judged)
        self.summary.setText(tr("{count} layers, {playing} with a role").format(count=len(layers), playing=playing))
        self._show_detail()
        fit_width(self.scroll, self.page)

    def _show_detail(self) -> None:
        layer = self.current_layer()
        facts = self._facts.facts(layer.id()) if layer is not None else None
        self.zoom_button.setEnabled(facts is not None and facts.bounds is not None)
        self.table_button.setEnabled(isinstance(layer, QgsVectorLayer) and layer.isValid())
        self.style_button.setEnabled(self._style(layer) is not None)
        self._form.update_state()
        judged = self._judged.get(layer.id()) if layer is not None else None
        has_fields = judged is not None and isinstance(judged.layer, QgsVectorLayer) and judged.layer.isValid()
        schema = schema_of(judged.told.role) if judged is not None and has_fields else None
        self.problems_group.setVisible(judged is not None)
        self._describe(layer.id() if layer is not None and schema is not None else "")
        # never hidden for a moment: that would close a list the user has just opened
        self.fields_group.setVisible(schema is not None)
        if judged is not None:
            self.problems_group.setTitle(judged.layer.name())
            self.problems_label.setText(_about(judged))
            if schema is not None:
                self._show_fields(judged.layer, judged.told.role, schema)

    def _describe(self, layer_id: str) -> None:
        """Clear the fields of another layer: a list still open there would be answered for this one."""
        if layer_id != self._described:
            self._described = layer_id
            self.fields.set_rows([], [])

    def _show_fields(self, layer: QgsVectorLayer, role: str, schema: Schema) -> None:
        self.fields_group.setTitle(tr("Fields of {layer}").format(layer=layer.name()))
        asked = self._asked.get(role, frozenset())
        # those that can be chosen first: they are what tools ask for
        fields = sorted(schema.fields, key=lambda field: field.name not in asked)
        self.fields_note.setText(tr(
            "* mandatory in the standard. Fields with an arrow are asked for by tools and can be chosen; the choice is "
            "kept with the layer and filled into their dialogs.") if asked else tr(
                "* mandatory in the standard. Tools find these fields by name."))
        self.fields.set_rows([field.name for field in fields],
                             [layer_rows.field_cells(layer, field, schema, asked) for field in fields])


def _arrange(view: QTableView, model: Any, widths: Sequence[int | None]) -> None:
    """Give a table its model; columns without a width share what room the others leave."""
    view.setModel(model)
    view.setItemDelegate(ChoiceDelegate(view))
    compact(view)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    for column, width in enumerate(widths):
        if width is None:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        else:
            header.resizeSection(column, width)


def _about(judged: Judged) -> str:
    """Return as rich text what tells the role and what the problems are, each with what to do."""
    colours = {"error": alarm_colour().name(), "warning": caution_colour().name()}
    texts = [f"<p>{escape(layer_rows.why(judged.told))}</p>"]
    for problem in judged.problems:
        title = escape(severity_title(problem.severity))
        colour = colours.get(problem.severity)
        head = f'<b style="color:{colour}">{title}</b>' if colour else f"<b>{title}</b>"
        texts.append(f"<p>{head} {escape(problem.message)} {escape(problem.remedy)}</p>")
    nothing = tr("No problems found.")
    return "".join(texts) if judged.problems else f"{texts[0]}<p>{escape(nothing)}</p>"
