"""The report on the plan of land reserve as plain data: sums by year, the land by rank, how the plan was made."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...engine.admin_units import county_name
from ...i18n import tr
from ...rules.reserve_plan import LATER, SCORE, more_at_most
from ...rules.units import format_area
from ..report_parts import column, framed, hundredths_text, printed_rules
from .reserve_outputs import figures, summary_columns

if TYPE_CHECKING:
    from .reserve_job import ReserveResult

_LISTED = 200  # parcels that are printed; the layer has them all


def document(result: ReserveResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    numbers, book = figures(result), result.book
    proven = (tr("No plan within the limits is worth more: proven.") if result.plan.proven
              else tr("It keeps to the limits; that no other plan is worth more is not proven, but none is worth more "
                      "than {more} more.").format(more=more_at_most(result.task, result.plan)))
    texts = [
        ("reserve_plan.candidate", tr("Construction land of the state that is not registered and has no user.")),
        (SCORE, tr("Score: size, full at {full} m² (weight {size}), and nothing built on it (weight {vacant}). A plan "
                   "is worth the sum of score × area × 3, 2 or 1 for its year.").format(
                       full=book.threshold(SCORE, "full_size_m2"), size=book.threshold(SCORE, "size_coefficient"),
                       vacant=book.threshold(SCORE, "vacant_coefficient"))),
    ]
    return framed(
        tr("Three-year plan of land reserve"),
        tr("Which state land without a user is taken into reserve in which year? {planned} of {all} ha from {year} on; "
           "rules in force on {day}.").format(
               planned=format_area(numbers["PLANNED_M2"] or 0, "ha"),
               all=format_area(numbers["CANDIDATES_M2"] or 0, "ha"), year=result.first_year, day=book.date.isoformat()),
        result, record, notices=[f"{_solvers()[result.plan.solver]} {proven}"], rules=printed_rules(texts, book),
        tables=[_by_year(result), _by_rank(result)], crs=result.survey.table.crs)


def _solvers() -> dict[str, str]:
    """Return how plans are made."""
    return {"milp": tr("The plan was found by an integer programme (SciPy, HiGHS)."),
            "search": tr("The plan was found by trying all plans that could be better."),
            "by_rank": tr("The plan takes land by rank into the first year with room.")}


def _year(year: int | None) -> str:
    return tr("Later") if year is None else str(year)


def _by_year(result: ReserveResult) -> dict[str, Any]:
    columns = summary_columns(result)
    rows = [{"year": _year(year), "parcels": str(parcels), "area": f"{area:.2f}",
             "limit": "" if limit is None else f"{limit:.2f}", "cost": "" if cost is None else f"{cost:.2f}",
             "budget": "" if budget is None else f"{budget:.2f}"}
            for year, parcels, area, limit, cost, budget in zip(*(columns[name] for name in (
                "plan_year", "parcels", "area_m2", "area_limit_m2", "cost_cny", "budget_cny")))]
    return {
        "title": tr("Land by year"), "note": "",
        "columns": [column("year", tr("Year"), align="left"), column("parcels", tr("Parcels")),
                    column("area", tr("Area"), "m²"), column("limit", tr("Limit"), "m²"),
                    column("cost", tr("Cost"), "CNY"), column("budget", tr("Budget"), "CNY")],
        "rows": rows, "total": None,
    }


def _by_rank(result: ReserveResult) -> dict[str, Any]:
    survey, plan = result.survey, result.plan.year.tolist()
    classes = _classes(result)
    rows = [{"rank": str(place + 1), "id": str(survey.parcels[land]), "unit": county_name(str(survey.county[land])),
             "class": classes[int(survey.code_of[land])], "area": hundredths_text(int(result.task.area[place])),
             "score": f"{result.score[place]:.3f}",
             "year": _year(None if plan[place] == LATER else result.first_year + plan[place] - 1)}
            for place, land in enumerate(result.land[:_LISTED].tolist())]
    more = len(result.land) > _LISTED
    return {
        "title": tr("Land by rank"),
        "note": tr("{count} in all; the layer has the rest.").format(count=len(result.land)) if more else "",
        "columns": [column("rank", tr("Rank")), column("id", tr("Parcel"), align="left"),
                    column("unit", tr("Unit"), align="left"), column("class", tr("Class"), align="left"),
                    column("area", tr("Area"), "m²"), column("score", tr("Score")), column("year", tr("Year"))],
        "rows": rows, "total": None,
    }


def _classes(result: ReserveResult) -> list[str]:
    """Return code and name of each class of the survey."""
    return [f"{code} {info.name(result.book.language)}" if info else str(code)
            for code, info in zip(result.survey.codes.tolist(), result.survey.infos)]
