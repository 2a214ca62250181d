"""Control lines as they are read from their layers."""
from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from kf_resources_plugin.engine.control_lines import drawn
from tests.engine.shapes import table_of

pytestmark = pytest.mark.usefixtures("qgis_app")


def test_a_polygon_is_in_the_county_that_its_code_tells() -> None:
    # a village, a county in twelve digits, one as a number; a city in full and in short, a code cut off, none
    codes = ["410222100201", "410222000000", 410222.0, "410200000000", "4102", "41022", None]
    table = replace(table_of([shapely.box(0, 0, 1, 1)] * len(codes)), columns={"unit": np.array(codes, dtype=object)})
    assert drawn(table, None, "unit", None).county.tolist() == ["410222", "410222", "410222", "", "", "", ""]
