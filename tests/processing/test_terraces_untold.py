"""Steep land that the survey does not tell to be terraced or not, in a verification of permanent farmland."""
from __future__ import annotations

import pytest

from tests.builders import layer_of, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.test_permanentfarmlandcheck import found, land, mask, patches, run

pytestmark = pytest.mark.usefixtures("kf_provider")


def test_steep_land_of_which_nobody_knows_whether_it_is_terraced_is_told() -> None:
    """A and B are steep and their type says nothing, C is slope land, D a terrace, E nearly flat, F no farmland."""
    rows = [("A", "0103", "5", None), ("B", "0103", "5", "?"), ("C", "0103", "5", "PD"), ("D", "0103", "5", "TT"),
            ("E", "0103", "2", None), ("F", "0301", "5", None)]
    given = [(box(100 * n, 0, 100, 100), {"BSM": key, "DLBM": code, "GDPDJB": slope, "GDLX": kind, "KCXS": 0.1})
             for n, (key, code, slope, kind) in enumerate(rows)]
    farmland = patches(box(0, 0, 600, 100))
    result = run(PERMANENT_FARMLAND=farmland, LAND=land(*given))
    problems = found(result)
    assert problems["terrace_unknown", "", ""] == pytest.approx(0.9 * area(0, 0, 200, 100), abs=3 * CENT)
    told = dict(rows_of(result["FINDINGS"], "rule_id", "message"))["stable.terrace_unknown"]
    assert "In 2 cultivated parcels" in told
    assert "(—, ?)" in told
    assert "(A, B; " in told
    # without the field A to D are taken as not terraced, and that is said; the layer of steep land needs it as well
    bare = layer_of([(shape, {key: values[key] for key in ("BSM", "DLBM", "GDPDJB")}) for shape, values in given],
                    {"BSM": "text", "DLBM": "text", "GDPDJB": "text"})
    problems = found(run(PERMANENT_FARMLAND=farmland, LAND=bare))
    assert problems["terrace_missing", "", ""] == pytest.approx(area(0, 0, 400, 100), abs=5 * CENT)
    assert ("terrace_unknown", "", "") not in problems
    problems = found(run(PERMANENT_FARMLAND=farmland, LAND=bare, MASKS=[mask("steep_land", box(400, 0, 200, 100))]))
    assert problems["terrace_missing", "", ""] == pytest.approx(area(0, 0, 500, 100), abs=6 * CENT)
