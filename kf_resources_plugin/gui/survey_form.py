"""The buttons of the data dock that put the survey form on a layer, take it off again and save it."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer

from ..engine.errors import PlannerError
from ..engine.roles import schema_of, told_role
from ..i18n import tr
from ..rules.text import file_names
from ..survey.code_file import code_layers, codes_for, drop_unused
from ..survey.forms import put_on, save_form, take_off, wears_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qgis.core import QgsMapLayer
    from qgis.PyQt.QtWidgets import QPushButton

    from ..engine.schema import Schema
    from ..survey.form_codes import CodeLayers
    from .papers import Papers


class SurveyForm(QObject):
    """Works on the layer that ``current`` returns: the form goes on and off with one button, which shows if it is on.
    """

    def __init__(self, button: QPushButton, save_button: QPushButton, current: Callable[[], QgsMapLayer | None],
                 papers: Papers) -> None:
        super().__init__(button)
        self._button, self._save_button = button, save_button
        self._current, self._papers = current, papers
        button.clicked.connect(self._switch)
        save_button.clicked.connect(self._save)

    def update_state(self) -> None:
        """Enable what the current layer allows and show whether it wears the form."""
        layer, schema = self._layer()
        worn = layer is not None and wears_form(layer)
        self._button.setEnabled(worn or schema is not None)
        self._button.setChecked(worn)
        self._save_button.setEnabled(worn)

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Remove layers of codes that a layer alone used which is about to go; not where the whole project goes."""
        if set(code_layers(QgsProject.instance())) - set(layer_ids):
            QTimer.singleShot(0, self._drop_codes)  # when it is gone

    def _drop_codes(self) -> None:
        drop_unused(QgsProject.instance())

    def _layer(self) -> tuple[QgsVectorLayer | None, Schema | None]:
        layer = self._current()
        if not isinstance(layer, QgsVectorLayer) or not layer.isValid():
            return None, None
        return layer, schema_of(told_role(layer).role)

    def _switch(self) -> None:
        layer, schema = self._layer()
        if layer is None:
            return
        lacking = ""
        if wears_form(layer):
            take_off(layer)
            drop_unused(QgsProject.instance())
            said = tr("The survey form is off; layer “{layer}” looks as before.").format(layer=layer.name())
        elif schema is not None:
            codes, lacking = _codes(layer, schema)
            try:
                put_on(layer, schema, codes)
            except PlannerError as error:
                self._papers.tell(tr("Survey form"), str(error), Qgis.MessageLevel.Warning)
                self.update_state()
                return
            said = lacking or tr("Layer “{layer}” has the form of {schema}, as a style of its own. Click again to take "
                                 "it off.").format(layer=layer.name(), schema=schema.layer)
        else:
            return
        QgsProject.instance().setDirty(True)
        self._papers.tell(tr("Survey form"), said, Qgis.MessageLevel.Warning if lacking else Qgis.MessageLevel.Success)
        self.update_state()

    def _save(self) -> None:
        layer, _ = self._layer()
        if layer is None:
            return
        [name] = file_names([layer.name()], ".qml")
        path = self._papers.ask_file(tr("Survey form"), name, tr("QGIS styles (*.qml)"))
        if path is not None:
            self._papers.write(tr("Survey form"), path, lambda path: save_form(layer, path))


def _codes(layer: QgsVectorLayer, schema: Schema) -> tuple[CodeLayers, str]:
    """Return the layers of codes for a form; where there are none, what to tell of that."""
    try:
        return codes_for(layer, QgsProject.instance(), schema), ""
    except PlannerError as error:
        return {}, tr("Layer “{layer}” has the form, but its drop-downs offer all codes, whatever other fields say. "
                      "{reason}").format(layer=layer.name(), reason=error)
