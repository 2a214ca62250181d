"""The choice widget in each of the three dialogs Processing makes parameters for."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingParameterDefinition,
)
from qgis.gui import QgsProcessingModelerParameterWidget

from tests.gui.provider import LABELS, choice

if TYPE_CHECKING:
    from collections.abc import Iterator

@pytest.fixture
def factory(qgis_processing: None) -> Any:
    from processing.gui.wrappers import WidgetWrapperFactory

    return WidgetWrapperFactory


@pytest.fixture
def dialog(small: QgsProcessingAlgorithm) -> Iterator[Any]:
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    shown = AlgorithmDialog(small)
    yield shown
    shown.close()


def shown_texts(box: Any) -> list[str]:
    return [box.itemText(position) for position in range(box.count())]


def test_algorithm_dialog_shows_labels_and_gives_words(dialog: Any) -> None:
    wrapper = dialog.mainWidget().wrappers["AREA_METHOD"]
    assert shown_texts(wrapper.widget) == list(LABELS.values())
    assert dialog.createProcessingParameters()["AREA_METHOD"] == "additive"
    wrapper.widget.setCurrentIndex(1)
    assert dialog.createProcessingParameters()["AREA_METHOD"] == "statutory_vertices"


def test_algorithm_dialog_takes_words_from_history(dialog: Any) -> None:
    dialog.setParameters({"AREA_METHOD": "statutory_vertices"})
    assert dialog.mainWidget().wrappers["AREA_METHOD"].widget.currentText() == "Bare vertices"
    dialog.setParameters({"AREA_METHOD": "a word of a later version"})
    assert dialog.createProcessingParameters()["AREA_METHOD"] == "statutory_vertices"


def test_change_is_announced(factory: Any, qtbot: Any) -> None:
    wrapper = factory.create_wrapper(choice(), None)
    with qtbot.waitSignal(wrapper.widgetValueHasChanged):
        wrapper.widget.setCurrentIndex(1)


def test_optional_choice_without_default_can_stay_open(factory: Any) -> None:
    wrapper = factory.create_wrapper(choice(default=None), None)
    assert wrapper.parameterValue() is None
    wrapper.setParameterValue("additive", QgsProcessingContext())
    assert wrapper.parameterValue() == "additive"
    wrapper.setParameterValue(None, QgsProcessingContext())
    assert wrapper.parameterValue() is None


def test_mandatory_choice_has_no_empty_item(factory: Any) -> None:
    assert factory.create_wrapper(choice(default=None, optional=False), None).widget.count() == len(LABELS)


def test_batch_panel_uses_the_labels(small: QgsProcessingAlgorithm) -> None:
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog

    batch = BatchAlgorithmDialog(small)
    wrapper = batch.mainWidget().wrappers[0][0]
    assert shown_texts(wrapper.widget) == list(LABELS.values())
    assert wrapper.parameterValue() == "additive"
    batch.close()


def test_model_designer_gets_its_own_widget(small: QgsProcessingAlgorithm, factory: Any, qtbot: Any) -> None:
    from processing.modeler.ModelerParametersDialog import ModelerParametersDialog

    model = QgsProcessingModelAlgorithm()
    designer = ModelerParametersDialog(small, model)
    qtbot.addWidget(designer)
    parameter = choice()
    wrapper = factory.create_wrapper(parameter, designer)
    assert isinstance(wrapper, QgsProcessingModelerParameterWidget)
    assert wrapper.parameterDefinition().name() == "AREA_METHOD"


def test_word_reaches_the_algorithm(small: QgsProcessingAlgorithm) -> None:
    assert processing.run(small, {"AREA_METHOD": "statutory_vertices"})["WORD"] == "statutory_vertices"


def test_metadata_survives_a_copy_of_the_parameter() -> None:
    copied: QgsProcessingParameterDefinition = choice().clone()
    assert copied.metadata()["kf_labels"] == LABELS
