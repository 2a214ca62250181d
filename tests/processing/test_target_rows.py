"""Rows of targets that say two things at once, and what the levels of units are called in Chinese."""
from __future__ import annotations

import pytest
from qgis.core import QgsProcessingException

from kf_resources_plugin.processing.farmland.balance_document import _scope_title
from kf_resources_plugin.processing.farmland.targets_findings import level_title
from tests.processing.test_farmlandtargets import NAMED, run, score, table, two_counties

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


def test_levels_are_called_otherwise_than_whose_reserve_may_serve(chinese_texts: None) -> None:
    # 县区 of any county, 本县区 of the one that a project lies in
    assert [level_title(level) for level in ("city", "county", "township", "village")] == ["市", "县区", "乡镇", "村"]
    assert [_scope_title(scope) for scope in ("county", "city", "province")] == ["本县区", "全市", "全省"]
