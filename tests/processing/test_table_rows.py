"""Rows of a table by standard field: aliases, texts, numbers, and every fault told before the run stops."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsApplication, QgsProcessingContext

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.processing.inputs import Inputs
from kf_resources_plugin.processing.table_rows import TableRows
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import layer_of

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")


def rows_of_table(layer: QgsVectorLayer) -> TableRows:
    algorithm = QgsApplication.processingRegistry().algorithmById("kf:farmlandtargets").create()
    return TableRows(Inputs(algorithm, {"TARGETS": layer}, QgsProcessingContext()), "TARGETS", "targets", NoProgress())


def table(fields: dict[str, str], *rows: dict[str, Any]) -> QgsVectorLayer:
    return layer_of([(None, row) for row in rows], fields, geometry="None", crs="", name="targets")


def test_fields_are_found_by_alias_and_texts_are_cleaned() -> None:
    rows = rows_of_table(table({"XZQDM": "text", "指标名称": "text"}, {"XZQDM": " ４１０２２１ ", "指标名称": "耕地"},
                               {"XZQDM": None, "指标名称": "<NULL>"}))
    assert rows.texts("unit_code") == ["410221", ""]
    assert rows.texts("indicator") == ["耕地", ""]
    assert rows.own["unit_code"] == "XZQDM"
    # a field the table has not is empty in every row
    assert (rows.texts("year"), list(rows.column("target"))) == (["", ""], [None, None])


def test_amounts_are_hundredths_and_what_is_none_is_a_fault() -> None:
    rows = rows_of_table(table({"unit_code": "text", "target_m2": "text"}, {"target_m2": "1,234.565"},
                               {"target_m2": None}, {"target_m2": "viel"}, {"target_m2": "-1"}, {"target_m2": "1e15"}))
    assert rows.amounts("target_m2")[:2] == [123_457, None]
    with pytest.raises(PlannerError) as raised:
        rows.refuse_faults()
    told = str(raised.value)
    assert [f"row {fid} " in told for fid in range(1, 6)] == [False, False, True, True, True]


def test_text_in_the_wrong_encoding_is_a_fault() -> None:
    rows = rows_of_table(table({"unit_name": "text"}, {"unit_name": "杞县".encode("gbk").decode("latin-1")}))
    rows.texts("unit_name")
    with pytest.raises(PlannerError, match="wrong encoding"):
        rows.refuse_faults()


def test_a_table_without_faults_passes() -> None:
    rows_of_table(table({"unit_code": "text"}, {"unit_code": "410221"})).refuse_faults()
