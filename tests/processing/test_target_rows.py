"""Rows of targets that say two things at once, and what the levels of units are called in Chinese."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsProcessingException

from kf_resources_plugin.processing.farmland.balance_document import _scope_title
from kf_resources_plugin.processing.farmland.targets_findings import level_title
from tests.builders import layer_of
from tests.processing.places import box
from tests.processing.test_farmlandtargets import NAMED, run, score, table, two_counties

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")


@pytest.mark.parametrize("name", ["通许县", "河南省开封市通许县", "开封市"])
def test_a_row_whose_name_is_another_units_is_not_judged(name: str) -> None:
    """A table whose codes are shifted by a row: 410221 is 杞县, counties would have their neighbours' tasks."""
    with pytest.raises(QgsProcessingException, match=f"row 2 has the unit code “410221” and.*“{name}”"):
        run(LAND=two_counties(), TARGETS=table(("开封市", "cultivated", 3.0, "ha", "410200"),
                                               (name, "cultivated", 2.5, "ha", "410221"), **NAMED))


def test_a_name_beside_a_code_may_be_written_otherwise() -> None:
    """Of 410221 the name is 杞县; names that are nobody's else do not matter, nor what a village is called."""
    for name in ("杞县", "开封市杞县", "杞县人民政府", None):
        result = run(LAND=two_counties(), TARGETS=table((name, "cultivated", 1.0, "ha", "410221000000"), **NAMED))
        assert score(result, "county", "cultivated", "unit_code", "light")[0] == ("410221", "green")


def test_names_of_the_units_layer_contradict_codes_too() -> None:
    def units(second: str) -> QgsVectorLayer:
        return layer_of([(box(0, -10, 200, 200), {"XZQDM": "410221100", "XZQMC": "城关镇"}),
                         (box(200, -10, 200, 200), {"XZQDM": "410222100", "XZQMC": second})],
                        {"XZQDM": "text", "XZQMC": "text"}, name="units")

    wanted = table(("竖岗镇", "cultivated", 1.0, "ha", "410221100"), **NAMED)
    with pytest.raises(QgsProcessingException, match=r"another unit \(410222100\)"):
        run(LAND=two_counties(), TARGETS=wanted, UNITS=units("竖岗镇"))
    # as which two are called is the one that the code says
    both = table(("城关镇", "cultivated", 1.0, "ha", "410221100"), **NAMED)
    result = run(LAND=two_counties(), TARGETS=both, UNITS=units("城关镇"))
    assert score(result, "township", "cultivated", "unit_code", "target_m2") == [
        ("410221100", 10_000.0), ("410222100", None)]


def test_a_code_that_nothing_knows_contradicts_no_name() -> None:
    """The units are townships of 410221 only; in 410222, too, a township is called 城关镇."""
    units = layer_of([(box(0, -10, 100, 200), {"XZQDM": "410221100", "XZQMC": "城关镇"}),
                      (box(100, -10, 100, 200), {"XZQDM": "410221101", "XZQMC": "五里河镇"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="units")
    wanted = table(("城关镇", "cultivated", 0.9, "ha", "410221100"), ("城关镇", "cultivated", 0.9, "ha", "410222100"),
                   **NAMED)
    result = run(LAND=two_counties(), TARGETS=wanted, UNITS=units)
    assert [row for row in score(result, "township", "cultivated", "unit_code", "target_m2") if row[1]] == [
        ("410221100", 9_000.0), ("410222100", 9_000.0)]
    # the code of the other is known, under its own name
    shifted = table(("城关镇", "cultivated", 0.9, "ha", "410221101"), **NAMED)
    with pytest.raises(QgsProcessingException, match=r"another unit \(410221100\)"):
        run(LAND=two_counties(), TARGETS=shifted, UNITS=units)


@pytest.mark.parametrize(("called", "name"), [("龙亭区", "龙亭"), ("顺河回族区", "顺河"), ("开封市龙亭区", "龙亭区")])
def test_a_short_name_is_a_units_be_it_that_of_another_too(called: str, name: str) -> None:
    """A street of the county has the short name; 410202 and 410203 are known in full."""
    code = "410203" if called == "顺河回族区" else "410202"
    units = layer_of([(box(0, -10, 100, 200), {"XZQDM": code, "XZQMC": called}),
                      (box(100, -10, 300, 200), {"XZQDM": "410221", "XZQMC": name})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="units")
    result = run(LAND=two_counties(), TARGETS=table((name, "cultivated", 0.9, "ha", code), **NAMED), UNITS=units)
    assert score(result, "county", "cultivated", "unit_code", "target_m2")[0] == (code, 9_000.0)
    with pytest.raises(QgsProcessingException, match=r"another unit \(410200\)"):
        run(LAND=two_counties(), TARGETS=table(("开封市", "cultivated", 0.9, "ha", code), **NAMED), UNITS=units)


def test_levels_are_called_otherwise_than_whose_reserve_may_serve(chinese_texts: None) -> None:
    # 县区 of any county, 本县区 of the one that a project lies in
    assert [level_title(level) for level in ("city", "county", "township", "village")] == ["市", "县区", "乡镇", "村"]
    assert [_scope_title(scope) for scope in ("county", "city", "province")] == ["本县区", "全市", "全省"]
