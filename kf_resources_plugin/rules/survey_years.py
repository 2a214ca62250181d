"""The year of a survey as its parcels bear it (SJNF, 数据年份), and whether one survey is that of the year before."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .text import coded

if TYPE_CHECKING:
    from .text import Column

_YEAR = re.compile(r"((?:19|20|21)[0-9]{2})(?:\.0*|[年/-].*)?")  # 2023, 2023.0, 2023年, 2023-12-31


def survey_year(years: Column | None) -> int | None:
    """Return the year in a column of years, None where it tells none.

    A survey that was updated keeps the parcels that did not change as they were: the latest year is that of the survey.
    """
    if years is None:
        return None
    found = (_YEAR.fullmatch(text) for text in coded(years)[0].tolist())
    return max((int(year.group(1)) for year in found if year), default=None)


def follows(now: int | None, before: int | None, apart_years: int) -> bool | None:
    """Tell whether a survey is as many years after another as it has to be, None where one has no year."""
    return None if now is None or before is None else now - before == apart_years
