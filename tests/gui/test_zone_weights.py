"""Weights of the zones' criteria while they are edited: of the rules, own ones, pairwise comparisons."""
from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox

from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.gui.models.pairs_model import PairsModel
from kf_resources_plugin.gui.models.zone_weights import JUDGEMENTS, ZoneWeightsDraft
from kf_resources_plugin.gui.widgets.zone_weights_dialog import ZoneWeightsDialog
from kf_resources_plugin.rules.floodplain_weights import FROM_PAIRS, FROM_RULES, FROM_TEXT
from tests.gui.docks import click

if TYPE_CHECKING:
    from kf_resources_plugin.rules.rule_rows import RuleBook

TITLES = ("water", "wetland", "farming", "living")


@pytest.fixture
def book() -> RuleBook:
    return load_rule_book(date(2026, 1, 1), "en")


def draft(book: RuleBook, weights: str = "", pairs: str = "") -> ZoneWeightsDraft:
    return ZoneWeightsDraft(weights, pairs, book, "en")


def test_without_texts_the_rules_weigh(book: RuleBook) -> None:
    found = draft(book)
    # the table of zones: return period .35, depth .25, hazard .20, height .20 for water
    assert {name: weight for name, weight in found.weights("S").items() if weight} == pytest.approx(
        {"return_period": 0.35, "depth": 0.25, "hazard": 0.20, "height": 0.20})
    assert found.origin("S") == FROM_RULES
    assert found.texts() == ("", "")


def test_own_weights_begin_with_those_of_the_rules_and_sum_to_one(book: RuleBook) -> None:
    found = draft(book)
    found.take("N", FROM_TEXT)
    before = found.weights("N")
    assert before == pytest.approx(draft(book).weights("N"), abs=1e-4)
    found.set_weight("N", "depth", 0.8)  # beside .80 of the others, which so become half of all
    assert found.weights("N")["depth"] == pytest.approx(0.5)
    text, pairs = found.texts()
    assert json.loads(text)["N"]["depth"] == 0.8
    assert pairs == ""
    again = draft(book, text)
    assert again.origin("N") == FROM_TEXT
    assert again.weights("N") == found.weights("N")


def test_a_judgement_writes_its_reciprocal(book: RuleBook) -> None:
    found = draft(book)
    found.take("S", FROM_PAIRS)
    assert list(found.compared("S")) == list(found.criteria("S"))
    found.judge("S", 0, 1, "3")
    found.judge("S", 2, 0, "1/5")
    assert (found.judgement("S", 1, 0), found.judgement("S", 0, 2)) == ("1/3", "5")


def test_a_consistent_matrix_has_the_ratio_0_and_the_weights_it_was_made_of(book: RuleBook) -> None:
    pairs = json.dumps({"S": {"criteria": ["return_period", "depth", "hazard"],
                              "matrix": [["1", "2", "4"], ["1/2", "1", "2"], ["1/4", "1/2", "1"]]}})
    found = draft(book, pairs=pairs)
    assert found.ratio("S") == pytest.approx(0, abs=1e-9)
    weights = found.weights("S")
    assert [weights[name] for name in ("return_period", "depth", "hazard")] == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert weights["height"] == 0


@pytest.mark.parametrize("text", ["{", '{"X": {}}', '{"S": {"depth": -1}}', "[1]"])
def test_a_text_that_cannot_be_used_counts_as_empty(book: RuleBook, text: str) -> None:
    assert draft(book, text).texts() == ("", "")


def test_the_scale_is_saatys(book: RuleBook) -> None:
    assert JUDGEMENTS == ("9", "8", "7", "6", "5", "4", "3", "2", "1", "1/2", "1/3", "1/4", "1/5", "1/6", "1/7", "1/8",
                          "1/9")


def test_only_half_of_the_table_is_edited(book: RuleBook) -> None:
    found = draft(book)
    found.take("S", FROM_PAIRS)
    model = PairsModel(found, "S")
    told = []
    model.judged.connect(lambda: told.append(1))
    upper, lower = model.index(0, 2), model.index(2, 0)
    assert model.flags(upper) & Qt.ItemFlag.ItemIsEditable
    assert not model.flags(lower) & Qt.ItemFlag.ItemIsEditable
    assert model.setData(upper, "7")
    assert lower.data() == "1/7"
    assert told == [1]
    assert not model.setData(upper, "10")
    assert model.headerData(0, Qt.Orientation.Horizontal) == found.names["S", found.compared("S")[0]]


def test_the_dialog_warns_of_comparisons_that_contradict_each_other(book: RuleBook, qtbot: Any) -> None:
    dialog = ZoneWeightsDialog(None, draft(book), TITLES)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.origin_box.setCurrentIndex(dialog.origin_box.findData(FROM_PAIRS))
    dialog.origin_box.activated.emit(dialog.origin_box.currentIndex())
    assert dialog.stack.currentWidget() is dialog.pairs_page
    assert "0.000" in dialog.ratio_note.text()
    model = dialog.pairs_view.model()
    for row, column, judgement in ((0, 1, "9"), (1, 2, "9"), (0, 2, "1/9")):  # a > b > c > a
        model.setData(model.index(row, column), judgement)
    assert "Look at the comparisons again" in dialog.ratio_note.text()
    assert dialog.ratio_note.styleSheet()


def test_own_weights_are_typed_and_all_zero_is_refused(book: RuleBook, qtbot: Any) -> None:
    dialog = ZoneWeightsDialog(None, draft(book), TITLES)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.zone_box.setCurrentIndex(1)
    dialog.origin_box.setCurrentIndex(dialog.origin_box.findData(FROM_TEXT))
    dialog.origin_box.activated.emit(dialog.origin_box.currentIndex())
    fine = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    spins = dialog._spins
    spins["return_period"].setValue(1.0)
    assert json.loads(dialog.draft.texts()[0])["SD"]["return_period"] == 1.0
    for spin in spins.values():
        spin.setValue(0.0)
    assert not fine.isEnabled()
    spins["distance"].setValue(0.4)
    assert "1.000" in dialog.weights_note.text()
    click(qtbot, fine)
    assert dialog.result() == ZoneWeightsDialog.DialogCode.Accepted
