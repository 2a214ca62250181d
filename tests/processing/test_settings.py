"""The parameters of a run as plain values, whatever their type."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import NULL, QgsProcessingContext

from kf_resources_plugin.processing.provider import ALGORITHMS
from kf_resources_plugin.processing.settings import LAYER_TYPES, given_settings
from tests.builders import layer_of

pytestmark = pytest.mark.usefixtures("kf_provider")


def settings(name: str, **parameters: Any) -> dict[str, Any]:
    kind = {algorithm.NAME: algorithm for algorithm in ALGORITHMS}[name]
    return given_settings(kind().create(), parameters, QgsProcessingContext())


@pytest.mark.parametrize("kind", ALGORITHMS, ids=lambda kind: kind.NAME)
def test_nothing_given_is_all_defaults(kind: Any) -> None:
    algorithm = kind().create()
    found = given_settings(algorithm, {}, QgsProcessingContext())
    assert set(found) == {p.name() for p in algorithm.parameterDefinitions()
                          if not p.isDestination() and p.type() not in LAYER_TYPES}
    for definition in algorithm.parameterDefinitions():
        if definition.type() in {"enum", "number"} and definition.name() in found:
            assert found[definition.name()] == definition.defaultValue()


def test_values_of_every_kind() -> None:
    found = settings("controllinemap", GRID=True, DPI=150, TITLE=" 图 ", TEMPLATE="/a/b.qpt", UNIT_NAME_FIELD="XZQMC",
                     LAYERS=[layer_of([], {"a": "text"}, name="区界")])
    assert found["GRID"] is True
    assert found["DPI"] == 150
    assert (found["TITLE"], found["TEMPLATE"], found["UNIT_NAME_FIELD"]) == ("图", Path("/a/b.qpt"), "XZQMC")
    assert found["LAYERS"] == ["区界"]
    assert settings("report", RUN_RECORDS=["/a/r.json", ""])["RUN_RECORDS"] == [Path("/a/r.json")]


def test_words_and_dates() -> None:
    found = settings("farmlandoccupation", AREA_BASIS="tbmj", RULES_DATE="2026-05-20", CLASS_MAP="")
    assert (found["AREA_BASIS"], found["AREA_METHOD"]) == ("tbmj", "additive")
    assert found["RULES_DATE"] == "2026-05-20"
    assert found["CLASS_MAP"] is None
    assert settings("farmlandoccupation")["RULES_DATE"] is None


@pytest.mark.parametrize(("value", "read"), [(None, None), ("", None), (NULL, None), (" 7.5 ", 7.5), (0, 0.0)])
def test_a_number_that_is_not_given_is_none_and_not_zero(value: Any, read: float | None) -> None:
    assert settings("farmlandtargets", APPROVED_M2=value)["APPROVED_M2"] == read
    assert settings("controllinemap", DPI=value)["DPI"] == (300 if read is None else read)
