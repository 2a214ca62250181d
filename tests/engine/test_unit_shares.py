"""Shares of units that lie in areas, by hand."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from kf_resources_plugin.engine.unit_shares import area_shares
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import table_of

if TYPE_CHECKING:
    from kf_resources_plugin.engine.kernel import Kernel

pytestmark = pytest.mark.usefixtures("qgis_app")
UNITS = [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), shapely.box(20, 0, 30, 10)]
AREAS = [shapely.box(5, 0, 12, 10), shapely.box(2, 0, 8, 10), shapely.box(7, 0, 15, 5)]


def test_land_in_several_areas_counts_once(kernel: Kernel) -> None:
    """The first unit lies in areas from 2 on, the second up to 12 and its lower half up to 15, the third in none."""
    shares = area_shares(table_of(UNITS), table_of(AREAS), kernel, NoProgress())
    assert shares.tolist() == pytest.approx([0.8, 0.35, 0.0])
    assert kernel.uncut == []


@pytest.mark.usefixtures("no_unions")
def test_areas_that_cannot_be_united_are_listed(kernel: Kernel) -> None:
    """Of the first unit the largest area takes 60 m², of the second 25 m²; both units are named with the reason."""
    shares = area_shares(table_of(UNITS), table_of(AREAS), kernel, NoProgress())
    assert shares.tolist() == pytest.approx([0.6, 0.25, 0.0])
    assert [(shapely.from_wkb(item.wkb), item.reason) for item in kernel.uncut] == [
        (UNITS[0], "side location conflict"), (UNITS[1], "side location conflict")]
