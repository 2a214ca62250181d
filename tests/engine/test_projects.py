"""Features with one id are one project, united however GEOS can be brought to it."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.projects import read_projects
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.wkb import wkb_bounds
from tests.engine.shapes import areas, table_of

if TYPE_CHECKING:
    from kf_resources_plugin.engine.kernel import Kernel
    from kf_resources_plugin.engine.projects import Projects

pytestmark = pytest.mark.usefixtures("qgis_app")

X, Y = 38_500_000.0, 3_850_000.0


def read(kernel: Kernel, *ids: str) -> Projects:
    """Return squares of 10 m, each 5 m further to the east, with these ids."""
    squares = [shapely.box(X + 5 * place, Y, X + 5 * place + 10, Y + 10) for place in range(len(ids))]
    table = replace(table_of(squares), columns={"XMDM": np.array(ids, dtype=object)})
    return read_projects(table, "XMDM", None, None, kernel, load_rule_book(date(2026, 1, 1), "en"))[0]


def test_parts_are_united_and_bounds_are_theirs(kernel: Kernel) -> None:
    """15 m x 10 m of two parts that overlap; a project of one feature keeps its own shape."""
    projects = read(kernel, "B", "B", "A")
    assert projects.ids == ["A", "B"]
    assert areas(projects.table.wkb) == [100.0, 150.0]
    np.testing.assert_array_equal(projects.table.bounds, wkb_bounds(projects.table.wkb))
    assert projects.features == [[2], [0, 1]]


def test_parts_that_geos_unites_near_the_origin_only(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    united = kernel.union

    def refuse_far(wkbs: Any) -> bytes:
        if wkb_bounds(wkbs).max() > 1e6:
            raise ValueError("side location conflict")
        return united(wkbs)

    monkeypatch.setattr(kernel, "union", refuse_far)
    assert areas(read(kernel, "A", "A").table.wkb) == [150.0]


@pytest.mark.usefixtures("no_unions")
def test_parts_that_never_unite_are_named(kernel: Kernel) -> None:
    with pytest.raises(PlannerError, match=r"project A .*side location conflict.*features 1, 2"):
        read(kernel, "A", "A", "B")
