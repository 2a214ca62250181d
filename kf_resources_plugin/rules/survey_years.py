"""The year of a survey as its parcels bear it (SJNF, 数据年份), and whether one survey is that of the year before."""
from __future__ import annotations

from typing import TYPE_CHECKING

from .text import coded, numbers

if TYPE_CHECKING:
    from .text import Column

_PLAUSIBLE = range(1900, 2201)


def survey_year(years: Column | None) -> int | None:
    """Return the year in a column of years, None where it tells none.

    A survey that was updated keeps the parcels that did not change as they were: the latest year is that of the survey.
    """
    if years is None:
        return None
    said, _ = numbers([text[:-1] if text.endswith("年") else text for text in coded(years)[0].tolist()])
    return max((int(year) for year in said.tolist() if year in _PLAUSIBLE), default=None)


def follows(now: int | None, before: int | None, apart_years: int) -> bool | None:
    """Tell whether a survey is as many years after another as it has to be, None where one has no year."""
    return None if now is None or before is None else now - before == apart_years
