"""Choices of fixed words, shown in the user's language.

An algorithm's enum parameters take untranslated words, so that models and scripts run in every language. This
wrapper shows a translated label for each in the algorithm dialog and in the batch panel. An algorithm names it in
the parameter's metadata, so that `processing` need not import `gui`:

    {"widget_wrapper": {"class": "kf_resources_plugin.gui.widgets.enum_wrapper.EnumWrapper"},
     "kf_labels": {"additive": "Additive: parts always sum to the whole"}}

Labels are English source texts marked with QT_TRANSLATE_NOOP.
"""
from __future__ import annotations

from typing import Any

from processing.gui.wrappers import WidgetWrapper
from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterEnum
from qgis.gui import QgsAbstractProcessingParameterWidgetWrapper, QgsGui
from qgis.PyQt.QtWidgets import QComboBox, QLabel

from ... import compat
from ...i18n import tr


class EnumWrapper(WidgetWrapper):
    """A combo box whose items carry the words and show their labels."""

    def __new__(cls, param: QgsProcessingParameterEnum, dialog: Any, row: int = 0, col: int = 0) -> Any:
        """Leave models to QGIS's own widget: there a value may also come from an input or another step."""
        if isinstance(dialog, ModelerParametersDialog):
            native = QgsGui.processingGuiRegistry().createModelerParameterWidget(
                dialog.model, dialog.childId, param, dialog.context)
            native.setDialog(dialog)
            return native
        return super().__new__(cls)

    def createWidget(self) -> QComboBox:
        """Return the combo box; an optional choice without a default can be left open."""
        parameter = self.parameterDefinition()
        labels = parameter.metadata().get("kf_labels", {})
        box = QComboBox()
        optional = parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
        if optional and compat.is_null(parameter.defaultValue()):
            box.addItem(tr("[not set]"), None)
        for word in parameter.options():
            box.addItem(tr(labels[word]) if word in labels else word, word)
        box.currentIndexChanged.connect(lambda _index: self.widgetValueHasChanged.emit(self))
        return box

    def createLabel(self) -> QLabel:
        """Return QGIS's own label: the one of Processing's Python wrappers says "[optional]" in every language."""
        return QgsAbstractProcessingParameterWidgetWrapper.createLabel(self)

    def setValue(self, value: Any) -> None:
        """Show a word; a word the parameter does not know leaves the choice as it is."""
        position = self.widget.findData(None if compat.is_null(value) else value)
        if position >= 0:
            self.widget.setCurrentIndex(position)

    def value(self) -> Any:
        """Return the chosen word, None when left open."""
        return self.widget.currentData()
