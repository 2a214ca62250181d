"""One box for each setting of an algorithm, chosen by the parameter's type; what it says comes from the algorithm."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from qgis.core import (
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.gui import QgsDateEdit, QgsDoubleSpinBox, QgsFileWidget, QgsFilterLineEdit, QgsRasterBandComboBox
from qgis.PyQt.QtCore import QDate, QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox

from ...compat import is_null
from ...i18n import tr
from .word_box import choose_word, fill_words

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QWidget

_DAY = "yyyy-MM-dd"
_DECIMALS = 4
_NARROW = 6  # characters a box of words needs at least


class SettingBox(QObject):
    """A widget with the value of one parameter; ``changed`` comes when the user changed it.

    Values are what JSON holds; '' means that the parameter is left to its default.
    """

    changed = pyqtSignal()

    def __init__(self, definition: QgsProcessingParameterDefinition, widget: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.name: str = definition.name()
        self.title: str = definition.description()
        self.widget = widget
        self.is_file = False
        default = definition.defaultValue()
        self._default: Any = "" if is_null(default) else default
        self._read: Callable[[], Any] = lambda: ""
        self._write: Callable[[Any], None] = lambda _value: None

    def value(self) -> Any:
        """Return what is chosen."""
        return self._read()

    def set_value(self, value: Any) -> None:
        """Show a value; '' or one that makes no sense here shows the default."""
        self.widget.blockSignals(True)
        self._write(self._default)
        if value != "":
            self._write(value)
        self.widget.blockSignals(False)

    def bind(self, read: Callable[[], Any], write: Callable[[Any], None], user_signal: Any) -> SettingBox:
        """Say how the widget is read and written, and which signal tells of the user; show the default."""
        self._read, self._write = read, write
        user_signal.connect(self._tell)
        self.set_value("")
        return self

    def _tell(self, *_what: Any) -> None:
        self.changed.emit()


def setting_box(definition: QgsProcessingParameterDefinition, algorithm_id: str, parent: QWidget) -> SettingBox | None:
    """Return the box for a parameter, None for one that is no setting (a layer, a field, an output)."""
    make = next((make for kind, make in _MAKERS.items() if isinstance(definition, kind)), None)
    if make is None:
        return None
    box = make(definition, algorithm_id, parent)
    box.widget.setToolTip(definition.description())
    return box


def _words(definition: Any, algorithm_id: str, parent: QWidget) -> SettingBox:
    widget = QComboBox(parent)
    widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    widget.setMinimumContentsLength(_NARROW)
    fill_words(widget, algorithm_id, definition.name())
    box = SettingBox(definition, widget, parent)
    return box.bind(lambda: widget.currentData() or "", lambda value: choose_word(widget, str(value)), widget.activated)


def _date(definition: Any, _algorithm_id: str, parent: QWidget) -> SettingBox:
    widget = QgsDateEdit(parent)
    widget.setAllowNull(True)
    widget.setNullRepresentation(tr("not set"))
    widget.setDisplayFormat(_DAY)
    box = SettingBox(definition, widget, parent)

    def read() -> str:
        return "" if widget.isNull() else widget.date().toString(_DAY)

    # no date means the default; clear() would show a date all the same
    return box.bind(read, lambda value: widget.setDate(QDate.fromString(str(value), _DAY)),
                    widget.dateValueChanged)


def _file(definition: Any, _algorithm_id: str, parent: QWidget) -> SettingBox:
    widget = QgsFileWidget(parent)
    widget.setStorageMode(QgsFileWidget.StorageMode.GetFile)
    widget.setDialogTitle(definition.description())
    ending = definition.extension()
    widget.setFilter(definition.fileFilter() or (f"*.{ending}" if ending else ""))
    box = SettingBox(definition, widget, parent)
    box.is_file = True
    return box.bind(widget.filePath, lambda value: widget.setFilePath(str(value)), widget.fileChanged)


def _number(definition: Any, _algorithm_id: str, parent: QWidget) -> SettingBox:
    widget = QgsDoubleSpinBox(parent)
    whole = definition.dataType() == QgsProcessingParameterNumber.Type.Integer
    widget.setDecimals(0 if whole else _DECIMALS)
    open_ended = is_null(definition.defaultValue())
    lowest = max(definition.minimum(), -1e12)
    widget.setRange(lowest - 1 if open_ended else lowest, min(definition.maximum(), 1e12))
    if open_ended:
        widget.setSpecialValueText(tr("not set"))
        widget.setClearValueMode(QgsDoubleSpinBox.ClearValueMode.MinimumValue)
    else:
        widget.setClearValue(float(definition.defaultValue()))
    box = SettingBox(definition, widget, parent)

    def read() -> Any:
        if open_ended and widget.value() == widget.minimum():
            return ""
        return int(widget.value()) if whole else float(widget.value())

    def write(value: Any) -> None:
        widget.setValue(float(value) if isinstance(value, (int, float)) else widget.minimum())

    return box.bind(read, write, widget.valueChanged)


def _flag(definition: Any, _algorithm_id: str, parent: QWidget) -> SettingBox:
    widget = QCheckBox(definition.description(), parent)
    box = SettingBox(definition, widget, parent)
    return box.bind(widget.isChecked, lambda value: widget.setChecked(value is True), widget.clicked)


def _text(definition: Any, _algorithm_id: str, parent: QWidget) -> SettingBox:
    widget = QgsFilterLineEdit(parent)
    box = SettingBox(definition, widget, parent)
    return box.bind(lambda: widget.text().strip(), lambda value: widget.setText(str(value)), widget.editingFinished)


def _band(definition: Any, _algorithm_id: str, parent: QWidget) -> SettingBox:
    widget = QgsRasterBandComboBox(parent)
    widget.setShowNotSetOption(True, tr("not set"))
    widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    widget.setMinimumContentsLength(_NARROW)
    box = SettingBox(definition, widget, parent)
    return box.bind(lambda: max(widget.currentBand(), 0) or "",
                    lambda value: widget.setBand(value if isinstance(value, int) else -1), widget.activated)


_MAKERS: dict[type, Callable[..., SettingBox]] = {
    QgsProcessingParameterEnum: _words, QgsProcessingParameterDateTime: _date, QgsProcessingParameterFile: _file,
    QgsProcessingParameterNumber: _number, QgsProcessingParameterBoolean: _flag, QgsProcessingParameterString: _text,
    QgsProcessingParameterBand: _band,
}
