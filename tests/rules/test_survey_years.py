"""The year that a survey is of, however its parcels bear it, and whether it is that of the year before."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kf_resources_plugin.rules.survey_years import follows, survey_year


@pytest.mark.parametrize(("years", "year"), [
    (np.array([2023.0, 2023.0]), 2023), (np.array([2023, 2023]), 2023), (["2023", "2023年", " 2023 "], 2023),
    (["２０２３"], 2023), (["2022年"], 2022),
    # what did not change keeps its year
    (np.array([2021.0, 2023.0, np.nan, 2022.0]), 2023), (["2021", None, "2023"], 2023),
    # blank, no year, or none that can be
    (np.array([np.nan, np.nan]), None), ([None, "", "NULL"], None), (np.array([0.0, 20230.0, 2023.5]), None),
    (["年", "三调", "202", "2023x"], None),
    (["2022-12-31", "2023/12"], 2023), ([], None), (None, None), (np.array([0.0, 2023.0]), 2023),
])
def test_the_latest_year_is_that_of_the_survey(years: Any, year: int | None) -> None:
    given = np.array(years, dtype=object) if isinstance(years, list) else years
    found = survey_year(given)
    assert found == year
    assert found is None or type(found) is int


@pytest.mark.parametrize(("now", "before", "told"), [
    (2023, 2022, True), (2023, 2023, False), (2023, 2018, False), (2022, 2023, False), (2023, None, None),
    (None, 2022, None), (None, None, None)])
def test_only_the_survey_of_the_year_before_follows(now: int | None, before: int | None, told: bool | None) -> None:
    assert follows(now, before, 1) is told
