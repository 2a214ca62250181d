"""The year of a survey as its parcels bear it (SJNF, 数据年份), and whether one survey is that of the year before."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .text import coded

if TYPE_CHECKING:
    from .areas import Ints
    from .text import Column

_YEAR = re.compile(r"((?:19|20|21)[0-9]{2})(?:\.0*|[年/-].*)?")  # 2023, 2023.0, 2023年, 2023-12-31
_BLANK = frozenset({"", "0", "0.0"})  # what files without NULL write for nothing


@dataclass(frozen=True)
class SurveyYears:
    """The years that the parcels of a survey bear.

    year: the one that nearly all bear, None where there is none. told: how many parcels bear which year or other value,
    '' for nothing, by value. others: the rows that bear something else than ``year``, all where it is None.
    """

    year: int | None
    told: tuple[tuple[str, int], ...]
    others: Ints

    @property
    def differ(self) -> bool:
        """Tell whether parcels bear different values, or one that is no year."""
        return len(self.told) > 1 or (self.year is None and any(value for value, _ in self.told))


def survey_years(years: Column | None, min_share: float) -> SurveyYears:
    """Return which years a column of years tells; min_share: of all parcels that have to bear the survey's."""
    if years is None or not len(years):
        return SurveyYears(None, (), np.empty(0, dtype=np.int64))
    texts, text_of = coded(years)
    read = [_YEAR.fullmatch(text) for text in texts.tolist()]
    values = ["" if text in _BLANK else year.group(1) if year else text for text, year in zip(texts.tolist(), read)]
    names, name_of = np.unique(np.array(values, dtype=str), return_inverse=True)
    value_of = name_of.reshape(-1)[text_of]
    counts = np.bincount(value_of, minlength=len(names))
    most = int(counts.argmax())
    is_year = _YEAR.fullmatch(str(names[most])) is not None and counts[most] >= min_share * len(value_of)
    others = np.flatnonzero(value_of != most) if is_year else np.arange(len(value_of))
    return SurveyYears(int(names[most]) if is_year else None, tuple(zip(names.tolist(), counts.tolist())),
                       others.astype(np.int64))


def follows(now: int | None, before: int | None, apart_years: int) -> bool | None:
    """Tell whether a survey is as many years after another as it has to be, None where one has no year."""
    return None if now is None or before is None else now - before == apart_years
