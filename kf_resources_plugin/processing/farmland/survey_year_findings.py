"""What is to be said of the years that the parcels of a survey bear."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.land_survey import year_share
from ...rules.text import some

if TYPE_CHECKING:
    from ...engine.reading import PolygonTable
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook
    from ...rules.survey_years import SurveyYears


def year_findings(years: SurveyYears, table: PolygonTable, field: str | None, role: str,
                  book: RuleBook) -> list[Finding]:
    """Return which parcels bear another year than the survey, or that no year is that of nearly all."""
    if not years.differ:
        return []
    told = [f"{value or '—'} ({count})" for value, count in sorted(years.told, key=lambda item: -item[1])]
    return [book.finding(
        "land.years_mixed" if years.year is None else "land.year_strays", role=role, place=f"{role} year",
        layer=table.name, field=field, years=some(told), year=years.year, count=len(years.others),
        fids=some(table.fids[years.others].tolist()), percent=f"{100 * year_share(book):g}")]
