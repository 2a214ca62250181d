"""Asks which class parcels get, and for cultivated land what its attributes need."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qgis.PyQt.QtWidgets import QDialog, QLabel, QWidget

from ...engine.rule_store import load_class_systems, load_rule_book
from ...engine.schema import load_schema
from ...i18n import language, tr
from ...rules.codes import SURVEY
from ...survey.edited_land import SCHEMA
from ..forms import load_form

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from qgis.PyQt.QtWidgets import QComboBox, QDoubleSpinBox, QPushButton

_FLAT = "1"


class ClassDialog(QDialog):
    """The classes that are offered are those of the first-level class; what only cultivated land needs is asked for it.
    """

    message: QLabel
    group_box: QComboBox
    class_box: QComboBox
    planting_label: QLabel
    planting_box: QComboBox
    slope_label: QLabel
    slope_box: QComboBox
    terrace_label: QLabel
    terrace_box: QComboBox
    share_label: QLabel
    share_box: QDoubleSpinBox
    ok_button: QPushButton
    cancel_button: QPushButton

    def __init__(self, parent: QWidget, count: int, now: Mapping[str, str]) -> None:
        """Ask for ``count`` parcels; now: by field what all of them have, '' where they differ."""
        super().__init__(parent)
        load_form(__file__, self)
        self.setWindowTitle(tr("Change class"))
        self.message.setText(tr("Parcels whose class changes: {count}; names, deduction and areas follow.").format(
            count=count))
        systems, book = load_class_systems(), load_rule_book(date.today(), language())
        self._classes = systems.classes(SURVEY)
        self._restored = book.threshold("parcel_edits.class_change", "planting_elsewhere")
        for code, name in systems.groups(SURVEY, language()).items():
            self.group_box.addItem(f"{code} {name}", code)
        for box, field in ((self.slope_box, "GDPDJB"), (self.terrace_box, "GDLX")):
            _fill(box, field, now.get(field, ""), ())
        self.share_box.setSpecialValueText("—")  # nothing said: each parcel keeps its own
        self.share_box.setValue(float(now.get("KCXS") or 0.0))
        self._several = count > 1
        self._planting = now.get("ZZSXDM", "")  # kept while classes are looked at for which it is not offered
        self.planting_box.activated.connect(self._planting_chosen)
        self.group_box.currentIndexChanged.connect(self._offer_classes)
        for box in (self.class_box, self.slope_box, self.planting_box):
            box.currentIndexChanged.connect(self._update_state)
        self.class_box.currentIndexChanged.connect(self._offer_planting)
        self.ok_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        known = self._classes.get(now.get("DLBM", ""))
        self.group_box.setCurrentIndex(max(self.group_box.findData(known.group if known else ""), 0))
        self._offer_classes()
        if known is not None:
            self.class_box.setCurrentIndex(self.class_box.findData(known.code))

    @property
    def code(self) -> str:
        """Return the code of the class that is chosen."""
        return str(self.class_box.currentData())

    @property
    def given(self) -> dict[str, str]:
        """Return what is said besides, by field, '' for nothing."""
        values = {"ZZSXDM": self.planting_box.currentData()}
        if self._farmland():
            values["GDPDJB"] = self.slope_box.currentData()
        if self._sloping():
            share = self.share_box.value()
            values.update(GDLX=self.terrace_box.currentData(), KCXS=f"{share:.4f}" if share else "")
        return {name: str(value or "") for name, value in values.items()}

    def _offer_classes(self, *_index: int) -> None:
        group = self.group_box.currentData()
        self.class_box.clear()
        for code, info in self._classes.items():
            if info.group == group:
                self.class_box.addItem(f"{code} {info.name(language())}", code)
        self._update_state()

    def _offer_planting(self, *_index: int) -> None:
        """Offer the planting codes of cultivated land, or those of land that is to be cultivated again."""
        codes = {code for code in _codes("ZZSXDM") if (code in self._restored) != self._farmland()}
        self.planting_box.clear()
        _fill(self.planting_box, "ZZSXDM", self._planting, set(_codes("ZZSXDM")) - codes)

    def _planting_chosen(self, *_index: int) -> None:
        self._planting = str(self.planting_box.currentData())

    def _farmland(self) -> bool:
        known = self._classes.get(self.code)
        return known is not None and known.is_farmland

    def _sloping(self) -> bool:
        return self._farmland() and self.slope_box.currentData() not in {"", _FLAT}

    def _update_state(self, *_index: int) -> None:
        for widget in (self.slope_label, self.slope_box):
            widget.setVisible(self._farmland())
        for widget in (self.terrace_label, self.terrace_box, self.share_label, self.share_box):
            widget.setVisible(self._sloping())
        # of several parcels each keeps what it has where nothing is said; the rule names those that lack something
        said = self._several or bool(self.slope_box.currentData() and self.planting_box.currentData())
        self.ok_button.setEnabled(bool(self.code) and (said or not self._farmland()))


def _codes(field: str) -> Mapping[str, tuple[str, str]]:
    """Return the codes of a standard field and their words in Chinese and English."""
    known = load_schema(SCHEMA).field(field)
    return known.domain if known is not None else {}


def _fill(box: QComboBox, field: str, chosen: str, without: Collection[str]) -> None:
    """Offer nothing, and the codes of a field but some; choose one, nothing where it is not offered."""
    box.addItem("", "")
    for code, words in _codes(field).items():
        if code not in without:
            box.addItem(f"{code} {words[0 if language() == 'zh' else 1]}", code)
    box.setCurrentIndex(max(box.findData(chosen), 0))
