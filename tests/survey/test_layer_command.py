"""A command on the undo stack: all of it or nothing."""
from __future__ import annotations

from contextlib import suppress

import pytest

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.survey.layer_command import one_command
from tests.builders import layer_of, rectangle


def test_what_is_done_together_is_undone_together() -> None:
    layer = layer_of([(rectangle(0, 0, 10, 10), {"BSM": "1"}), (rectangle(10, 0, 10, 10), {"BSM": "2"})],
                     {"BSM": "text"})
    with one_command(layer, "both"):
        assert layer.deleteFeatures(layer.allFeatureIds())
    assert (layer.undoStack().count(), layer.undoStack().text(0), layer.featureCount()) == (1, "both", 0)
    layer.undoStack().undo()
    assert layer.featureCount() == 2


def test_a_fault_takes_everything_back() -> None:
    layer = layer_of([(rectangle(0, 0, 10, 10), {"BSM": "1"})], {"BSM": "text"})
    def deleted() -> int:
        layer.deleteFeatures(layer.allFeatureIds())
        return layer.featureCount()

    with suppress(ZeroDivisionError), one_command(layer, "half"):
        pytest.fail(f"{1 // deleted()} rows are left")
    assert (layer.featureCount(), layer.undoStack().count()) == (1, 0)


def test_a_layer_that_cannot_be_edited_is_refused() -> None:
    layer = layer_of([(rectangle(0, 0, 10, 10), {"BSM": "1"})], {"BSM": "text"})
    layer.setReadOnly(True)
    with pytest.raises(PlannerError, match="cannot be edited now"), one_command(layer, "none"):
        pytest.fail("the block must not run")
