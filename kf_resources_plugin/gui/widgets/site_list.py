"""The register of heritage sites: filtered by text, level and county, with what each site lacks and its photo."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeatureRequest, QgsVectorDataProvider, QgsVectorLayerUtils
from qgis.gui import QgsAttributeDialog, QgsAttributeEditorContext
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal

from ...engine.admin_units import county_name
from ...engine.rule_store import load_rule_book
from ...i18n import language, tr
from ...rules.heritage_words import LEVEL, words
from ...survey.site_form import give_form
from ..models.rows_model import FLAG, TEXT, Column
from ..models.site_rows import SiteRow, site_rows
from ..photos import photo_of
from .layer_part import LayerPart
from .result_table import ResultTable

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer
    from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

    from ..docks.dock_base import KfDock

_PHOTO = QSize(360, 220)
_EVERY = ""


class SiteList(LayerPart):
    """Part of a dock. ``chosen`` comes with the id of a site that became the current one."""

    chosen = pyqtSignal(str)
    read = pyqtSignal()
    """The register was read again."""

    FORM, STATE = __file__, "register_layer"
    PARAMETER, ROLE = "REGISTER", "heritage_sites"

    level_box: QComboBox
    county_box: QComboBox
    missing_box: QCheckBox
    table_layout: QVBoxLayout
    zoom_button: QPushButton
    form_button: QPushButton
    add_button: QPushButton
    photo_note: QLabel
    photo_label: QLabel

    def __init__(self, dock: KfDock) -> None:
        super().__init__(dock)
        self._rows: dict[str, SiteRow] = {}
        self._book = load_rule_book(date.today(), language())
        self._levels = words(self._book, LEVEL)
        self._with_lines: frozenset[str] = frozenset()
        self.table = ResultTable([Column(tr("Site id"), TEXT), Column(tr("Name"), TEXT), Column(tr("Level"), TEXT),
                                  Column(tr("County"), TEXT), Column(tr("Has lines"), FLAG, alarm=True)], self,
                                 title=tr("Register of sites"), papers=dock.papers)
        self.table_layout.addWidget(self.table)
        self.table.chosen.connect(self._site_chosen)
        for box in (self.level_box, self.county_box):
            box.activated.connect(self._show)
        self.missing_box.toggled.connect(self._show)
        self.zoom_button.clicked.connect(lambda: self.chosen.emit(self.site))
        self.form_button.clicked.connect(self.open_form)
        self.add_button.clicked.connect(self.add_site)

    def controls(self) -> list[QWidget]:
        """Return what Tab goes through, in order."""
        return [self.layer_box, self.level_box, self.county_box, self.missing_box, *self.table.controls(),
                self.zoom_button, self.form_button, self.add_button]

    @property
    def site(self) -> str:
        """Return the id of the current site, '' for none."""
        return str(self.table.current_value(0) or "")

    def names(self) -> dict[str, str]:
        """Return the names of all sites by id."""
        return {site: row.name for site, row in self._rows.items()}

    def set_lines(self, sites: frozenset[str]) -> None:
        """Mark which sites have lines."""
        if sites != self._with_lines:
            self._with_lines = sites
            self._show()

    def forget_project(self) -> None:
        """Start over: the project is closed."""
        self.missing_box.setChecked(False)
        super().forget_project()

    # -- what is shown --------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the register again."""
        super().refresh()
        layer = self.layer
        self._rows = {row.site: row for row in site_rows(layer, self._levels)} if layer is not None else {}
        _offer(self.level_box, tr("Every level"), {row.level: row.level for row in self._rows.values()})
        _offer(self.county_box, tr("Every county"),
               {row.county: county_name(row.county) for row in self._rows.values()})
        self._show()
        self.read.emit()

    def _show(self, *_what: Any) -> None:
        level, county = self.level_box.currentData(), self.county_box.currentData()
        self.table.set_rows([
            (row.site, row.name, row.level, county_name(row.county), row.site in self._with_lines)
            for row in self._rows.values()
            if level in {_EVERY, row.level} and county in {_EVERY, row.county}
            and not (self.missing_box.isChecked() and row.site in self._with_lines)])
        self.update_state()

    def _site_chosen(self) -> None:
        self._show_photo()
        self.update_state()
        if self.site:
            self.chosen.emit(self.site)

    def _show_photo(self) -> None:
        layer, row = self.layer, self._rows.get(self.site)
        photo = photo_of(layer, row.photo, _PHOTO) if layer is not None and row is not None else None
        self.photo_label.clear()
        if photo is not None and photo.picture is not None:
            self.photo_label.setPixmap(photo.picture)
        self.photo_label.setVisible(photo is not None and photo.picture is not None)
        self.photo_note.setText(photo.note if photo is not None else "")
        self.photo_note.setVisible(bool(self.photo_note.text()))

    # -- what the user does ---------------------------------------------------------------------------------------

    def zoom(self) -> None:
        """Show the current site on the map, where the register has a place for it."""
        layer, row = self.layer, self._rows.get(self.site)
        if layer is not None and row is not None and layer.isSpatial():
            self._dock.iface.mapCanvas().zoomToFeatureIds(layer, [row.fid])

    def open_form(self) -> None:
        """Open the form of the current site."""
        layer, row = self.layer, self._rows.get(self.site)
        if layer is None or row is None:
            return
        feature = next(layer.getFeatures(QgsFeatureRequest(row.fid)), None)
        if feature is not None:
            give_form(layer, self._book)
            self._dock.iface.openFeatureForm(layer, feature)

    def add_site(self) -> None:
        """Open the form of a new site without a place; the planner saves the layer, or does not."""
        layer = self.layer
        if layer is None or not (layer.isEditable() or layer.startEditing()):
            return
        give_form(layer, self._book)
        # Python deletes the feature, so the form must not
        form = QgsAttributeDialog(layer, QgsVectorLayerUtils.createFeature(layer), False, self)
        form.setMode(QgsAttributeEditorContext.Mode.AddFeatureMode)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dock.dialogs.show(form)

    def update_state(self) -> None:
        """Decide from the current site what is enabled."""
        there = bool(self.site)
        self.zoom_button.setEnabled(there)
        self.form_button.setEnabled(there)
        self.add_button.setEnabled(self.layer is not None and _takes_rows(self.layer))
        if not there:
            self.photo_label.hide()
            self.photo_note.hide()


def _takes_rows(layer: QgsVectorLayer) -> bool:
    can = layer.dataProvider().capabilities()
    return not layer.readOnly() and bool(can & QgsVectorDataProvider.Capability.AddFeatures)


def _offer(box: QComboBox, every: str, found: dict[str, str]) -> None:
    """Fill a box with what there is, and keep what was chosen."""
    before = box.currentData()
    box.clear()
    box.addItem(every, _EVERY)
    for value, title in sorted(found.items(), key=lambda pair: pair[1]):
        if value:
            box.addItem(title, value)
    box.setCurrentIndex(max(box.findData(before), 0))
