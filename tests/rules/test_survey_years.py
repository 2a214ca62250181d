"""The year that a survey is of, however its parcels bear it, and whether it is that of the year before."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kf_resources_plugin.rules.survey_years import follows, survey_years

NEARLY_ALL = 0.9


@pytest.mark.parametrize(("years", "year"), [
    (np.array([2023.0, 2023.0]), 2023), (np.array([2023, 2023]), 2023), (["2023", "2023年", " 2023 "], 2023),
    (["２０２３"], 2023), (["2022年"], 2022), (["2022-12-31", "2022/12"], 2022),
    # nine of ten are nearly all, eight are not
    ([2022] * 9 + [2042], 2022), ([2022] * 9 + [None], 2022), ([2022] * 9 + ["二〇二三年"], 2022),
    ([2022] * 8 + [2023] * 2, None), (["2021", None, "2023"], None), (np.array([2023.0, np.nan]), None),
    # blank, no year, or none that can be
    (np.array([np.nan, np.nan]), None), ([None, "", "NULL"], None), (np.array([0.0, 20230.0, 2023.5]), None),
    (["年", "三调", "202", "2023x"], None), ([], None), (None, None),
])
def test_the_year_that_nearly_all_parcels_bear_is_that_of_the_survey(years: Any, year: int | None) -> None:
    given = np.array(years, dtype=object) if isinstance(years, list) else years
    found = survey_years(given, NEARLY_ALL).year
    assert found == year
    assert found is None or type(found) is int


@pytest.mark.parametrize(("years", "told", "others", "differ"), [
    ([2022, "2022年", "2022"], (("2022", 3),), [], False),
    ([None, 0, "0"], (("", 3),), [0, 1, 2], False),
    (["二〇二三年"], (("二〇二三年", 1),), [0], True),
    ([2022] * 4 + [2042] + [2022] * 5, (("2022", 9), ("2042", 1)), [4], True),
    ([2022, None, 23], (("", 1), ("2022", 1), ("23", 1)), [0, 1, 2], True),
])
def test_what_parcels_bear_is_told_with_those_that_bear_something_else(
        years: Any, told: Any, others: list[int], *, differ: bool) -> None:
    found = survey_years(np.array(years, dtype=object), NEARLY_ALL)
    assert found.told == told
    assert found.others.tolist() == others
    assert found.differ is differ


@pytest.mark.parametrize(("now", "before", "told"), [
    (2023, 2022, True), (2023, 2023, False), (2023, 2018, False), (2022, 2023, False), (2023, None, None),
    (None, 2022, None), (None, None, None)])
def test_only_the_survey_of_the_year_before_follows(now: int | None, before: int | None, told: bool | None) -> None:
    assert follows(now, before, 1) is told
