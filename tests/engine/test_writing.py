"""Rows into sinks."""
from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsFeatureSink, QgsFields, QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from kf_resources_plugin.engine.writing import make_fields, write_rows
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.builders import rows_of

FIELDS = (("name", "text"), ("count", "integer"), ("area", "real"), ("day", "date"))


def _table() -> QgsVectorLayer:
    layer = QgsVectorLayer("NoGeometry", "table", "memory")
    layer.dataProvider().addAttributes(list(make_fields(FIELDS)))
    layer.updateFields()
    return layer


def test_columns_become_rows_with_nulls() -> None:
    layer = _table()
    columns = {"name": np.array(["a", None], dtype=object), "count": np.array([1, 2]),
               "area": np.array([0.5, np.nan]), "day": [date(2024, 5, 20), None]}
    assert write_rows(layer.dataProvider(), make_fields(FIELDS), columns, NoProgress()) == 2
    assert rows_of(layer) == [("a", 1, 0.5, QDate(2024, 5, 20)), (None, 2, None, None)]


def test_no_rows_are_no_fault() -> None:
    layer = _table()
    columns: dict[str, list[object]] = {name: [] for name, _ in FIELDS}
    assert write_rows(layer.dataProvider(), make_fields(FIELDS), columns, NoProgress()) == 0


class _Full(QgsFeatureSink):
    def addFeatures(self, features: list[QgsFeature], flags: object = None) -> bool:  # noqa: N802
        return False

    def lastError(self) -> str:  # noqa: N802
        return "disk full"


def test_a_sink_that_refuses_is_an_error() -> None:
    with pytest.raises(OSError, match="disk full"):
        write_rows(_Full(), QgsFields(make_fields(FIELDS[:1])), {"name": ["a"]}, NoProgress())


class _Impatient(NoProgress):
    def check(self) -> None:
        raise Canceled


def test_cancel_is_heard_between_batches() -> None:
    layer = _table()
    with pytest.raises(Canceled):
        write_rows(layer.dataProvider(), make_fields(FIELDS[:1]), {"name": ["a"] * 3}, _Impatient())
    assert layer.featureCount() == 0
