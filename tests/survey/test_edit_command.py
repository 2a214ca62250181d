"""Edits of rows as one command: what it tells of each row, and that many rows cost little more than a few."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsGeometry, QgsVectorLayer

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.survey.edit_command import RowEdit, do
from tests.builders import layer_of, rectangle, rows_of, save

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def layer(tmp_path: Path) -> QgsVectorLayer:
    """Return three parcels in a file."""
    return save(layer_of([(rectangle(100 * n, 0, 90, 90), {"BSM": f"B{n}"}) for n in range(3)], {"BSM": "text"},
                         name="DLTB"), tmp_path / "a.gpkg")


def test_each_row_is_told_as_it_was_and_became(layer: QgsVectorLayer) -> None:
    one, two, three = (feature.id() for feature in layer.getFeatures())
    bsm, new = layer.fields().lookupField("BSM"), QgsGeometry.fromWkt(rectangle(0, 500, 9, 9))
    command = do(layer, "x", [RowEdit(two, values={bsm: "C"}), RowEdit(None, new, {bsm: "N"}), RowEdit(one, gone=True),
                              RowEdit(three, new)])
    told = [tuple(None if row is None else row.attributes["BSM"] for row in (change.before, change.after))
            for change in command.changes]
    assert told == [("B1", "C"), (None, "N"), ("B0", None), ("B2", "B2")]
    moved = command.changes[3]
    assert moved.before is not None
    assert moved.after is not None
    assert moved.before.wkb != moved.after.wkb
    assert sorted(rows_of(layer, "BSM")) == [("B2",), ("C",), ("N",)]
    layer.rollBack()


def test_a_row_that_is_gone_keeps_all_from_being_done(layer: QgsVectorLayer) -> None:
    bsm = layer.fields().lookupField("BSM")
    with pytest.raises(PlannerError, match="nothing was changed"):
        do(layer, "x", [RowEdit(next(layer.getFeatures()).id(), values={bsm: "C"}), RowEdit(99, values={bsm: "D"})])
    assert sorted(rows_of(layer, "BSM")) == [("B0",), ("B1",), ("B2",)]
    layer.rollBack()


def test_rows_are_not_fetched_one_by_one(layer: QgsVectorLayer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes QGIS half a millisecond and more: 10 000 edits of a team took 20 s, and take half a second."""
    fetched: list[int] = []
    whole = QgsVectorLayer.getFeature
    monkeypatch.setattr(QgsVectorLayer, "getFeature", lambda self, fid: fetched.append(fid) or whole(self, fid))
    do(layer, "x", [RowEdit(feature.id(), values={layer.fields().lookupField("BSM"): "C"})
                    for feature in list(layer.getFeatures())])
    assert fetched == []
    layer.rollBack()
