"""Layers read as they were when a run was prepared, whatever happens to them afterwards."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

from kf_resources_plugin.engine.layer_features import features_of
from kf_resources_plugin.engine.reading import read_features
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import layer_of, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kf_resources_plugin.engine.layer_features import LayerFeatures

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def layer() -> Iterator[QgsVectorLayer]:
    """Return five parcels A … E, the ids of whose features are 1 … 5; B and D are selected."""
    made = layer_of([(rectangle(38_500_000 + 100 * n, 3_850_000, 100, 100), {"BSM": name})
                     for n, name in enumerate("ABCDE")], {"BSM": "text"})
    QgsProject.instance().addMapLayer(made)
    made.selectByIds([2, 4])
    yield made
    QgsProject.instance().clear()


def chosen(layer: QgsVectorLayer, definition: Any) -> LayerFeatures:
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    source = QgsProcessingUtils.variantToSource(definition, context)
    # as long as the layer lives Processing's own source would show what becomes of it
    given = definition if isinstance(definition, QgsProcessingFeatureSourceDefinition) else None
    return features_of(source, layer, given)


@pytest.mark.parametrize(("selected", "limit", "expected"), [
    (False, -1, "ABCDE"), (False, 3, "ABC"), (False, 0, ""), (False, 9, "ABCDE"), (True, -1, "BD"), (True, 1, "B"),
])
def test_nothing_of_the_live_layer_is_touched(selected: bool, limit: int, expected: str, layer: QgsVectorLayer) -> None:
    features = chosen(layer, QgsProcessingFeatureSourceDefinition(layer.id(), selected, limit))
    assert features.rows == len(expected)
    layer.selectByIds([5])
    assert layer.startEditing()
    assert layer.changeAttributeValue(2, 0, "changed")
    assert layer.deleteFeature(1)
    first, again = ("".join(read_features(features, ["BSM"], NoProgress()).columns["BSM"]) for _ in range(2))
    assert again == first
    # QGIS keeps a selection as a set, without order: which of two comes first, and is all a limit leaves, is its choice
    assert "".join(sorted(first)) in ({"B", "D"} if (selected, limit) == (True, 1) else {expected})


def test_a_layer_by_its_id(layer: QgsVectorLayer) -> None:
    features = chosen(layer, layer.id())
    assert layer.startEditing()
    assert layer.deleteFeature(1)
    assert "".join(read_features(features, ["BSM"], NoProgress()).columns["BSM"]) == "ABCDE"


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT < 33200, reason="QGIS 3.32 added filters to what a dialog selects")
@pytest.mark.parametrize(("limit", "expected"), [(-1, "BDE"), (2, "BD")])
def test_a_filter_reads_fields_that_nobody_asked_for(limit: int, expected: str, layer: QgsVectorLayer) -> None:
    definition = QgsProcessingFeatureSourceDefinition(layer.id(), False, limit)
    definition.filterExpression = "\"BSM\" IN ('B', 'D', 'E')"
    features = chosen(layer, definition)
    assert layer.startEditing()
    assert layer.deleteFeature(2)
    fids = read_features(features, [], NoProgress()).fids
    assert "".join("ABCDE"[fid - 1] for fid in fids) == expected
