"""The report on land used with low efficiency as plain data: by flag, by county, the parcels with their evidence."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...i18n import tr
from ...rules.low_efficiency import (
    BY_PLAN,
    CLEAR,
    DENSITY,
    FLAGGED,
    FLAGS,
    OLD,
    OUTPUT,
    PROHIBITED,
    RENEWAL,
    SCORE,
    UNKNOWN,
)
from ...rules.tables import controlled_rounding
from ...rules.text import listed
from ...rules.units import format_area
from ..report_parts import column, framed, printed_rules
from .low_outputs import ANY, figures, low_rows, raised_flags, summary_columns
from .low_words import Evidence, flag_names, needs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...rules.rule_rows import RuleBook
    from .low_job import LowResult

_LISTED = 200  # parcels that are printed; the layer has them all


def document(result: LowResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    numbers, book = figures(result), result.book
    return framed(
        tr("Land used with low efficiency"),
        tr("Which of {count:.0f} parcels are used with low efficiency? {low:.0f} with {area} ha raise a flag, of "
           "{open:.0f} nothing can be judged, {small:.0f} are too small; rules in force on {day}.").format(
               count=numbers["PARCELS_COUNT"], low=numbers["LOW_COUNT"], open=numbers["UNDETERMINED_COUNT"],
               area=format_area(numbers["LOW_M2"], "ha"), small=numbers["SMALL_COUNT"], day=book.date.isoformat()),
        result, record, notices=[tr("This is a screening of the data, no determination: limits and shares are defaults "
                                    "of this tool, and a flag that could not be judged counts neither way.")],
        rules=printed_rules(_rules(book), book), tables=[_by_flag(result), _by_county(result), _parcels(result)],
        crs=result.land.table.crs if result.land.placed else None)


def _rules(book: RuleBook) -> list[tuple[str, str]]:
    """Return the rules of score and flags with the limits they set."""
    def share(flag: str, key: str = "least_share_of_total") -> str:
        return f"{float(book.threshold(f'low_efficiency.{flag}', key)):.0%}"

    texts = {
        PROHIBITED: tr("The industry is in a class of the catalogue that is to be given up, or on the list of "
                       "prohibited ones."),
        OUTPUT: tr("An indicator stays below what was agreed for the parcel, else below its benchmark in the rules."),
        BY_PLAN: tr("Industrial land of which {share} or more is planned for another use.").format(
            share=share(BY_PLAN)),
        RENEWAL: tr("Land of which {share} or more lies in an area to be renewed.").format(share=share(RENEWAL)),
        DENSITY: tr("Buildings take less than {built} of the land, or {idle} or more of the floor is idle.").format(
            built=share(DENSITY, "density_share_of_total"), idle=share(DENSITY, "idle_share_of_total")),
        OLD: tr("Buildings are {years} years old or older, or {share} or more of them are dangerous or that "
                "old.").format(years=book.threshold("low_efficiency.old", "old_years"), share=share(OLD)),
    }
    return [(SCORE, book.message(SCORE)), *((f"low_efficiency.{flag}", texts[flag]) for flag in FLAGS)]


def _by_flag(result: LowResult) -> dict[str, Any]:
    """Return how many parcels raise each flag, how many are clear of it, and of how many nothing tells."""
    names, wanted = flag_names(), needs()
    area = result.land.parcel_area[result.assessed]
    rows = []
    for flag, state in zip(FLAGS, result.states[result.assessed].T):
        counts = {which: int((state == which).sum()) for which in (FLAGGED, CLEAR, UNKNOWN)}
        rows.append({"flag": names[flag], "flagged": str(counts[FLAGGED]), "clear": str(counts[CLEAR]),
                     "unknown": str(counts[UNKNOWN]),
                     "ha": format_area(float(area[state == FLAGGED].sum()), "ha"),
                     "needs": wanted[flag] if counts[UNKNOWN] else ""})
    return {
        "title": tr("By flag"), "note": "",
        "columns": [column("flag", tr("Flag"), align="left"), column("flagged", tr("Raised")),
                    column("ha", tr("Area"), "ha"), column("clear", tr("Not raised")),
                    column("unknown", tr("Not judged")),
                    column("needs", tr("To judge it is needed"), align="left")],
        "rows": rows, "total": None,
    }


def _by_county(result: LowResult) -> dict[str, Any]:
    """Return how many parcels of each county raise each flag, and any."""
    columns, names = summary_columns(result), flag_names()
    flags, units = (*FLAGS, ANY), columns["unit_name"][::len(FLAGS) + 1]
    raised, assessed, area = (np.array(columns[key]).reshape(len(units), len(flags))
                              for key in ("flagged", "assessed", "flagged_m2"))
    hectares = controlled_rounding(area[:, -1:] / 10_000, 10_000)  # as printed: what is added up is what is seen
    table = np.column_stack([assessed[:, 0], raised, hectares]).astype(np.int64)
    keys = ("assessed", *flags, "ha")
    rows = [{"unit": unit or code, **_cells(keys, row)}
            for unit, code, row in zip(units, columns["unit_code"][::len(flags)], table.tolist())]
    return {
        "title": tr("By county"), "note": "",
        "columns": [column("unit", tr("Unit"), align="left"), column("assessed", tr("Assessed")),
                    *(column(flag, names[flag]) for flag in FLAGS), column(ANY, tr("Low efficiency")),
                    column("ha", tr("Area"), "ha")],
        "rows": rows, "total": {"unit": tr("Total"), **_cells(keys, table.sum(axis=0).tolist())},
    }


def _cells(keys: Sequence[str], numbers: Sequence[int]) -> dict[str, str]:
    """Return counts as printed, and the last number, ten-thousandths of a hectare."""
    *counts, hectares = numbers
    return dict(zip(keys, (*map(str, counts), f"{hectares / 10_000:.4f}")))


def _parcels(result: LowResult) -> dict[str, Any]:
    """Return the parcels that raise a flag, those with the highest score first, with the evidence."""
    land, names, evidence = result.land, flag_names(), Evidence(result.book.language)
    order = sorted(np.flatnonzero(low_rows(result)).tolist(),
                   key=lambda row: (-result.score[row], -land.parcel_area[row], land.owners[row]))
    rows = [{"id": land.owners[row], "name": result.names[row], "unit": result.units[row].name,
             "ha": format_area(float(land.parcel_area[row]), "ha"), "score": f"{result.score[row]:.0%}",
             "judged": f"{len(raised_flags(result, row))} / {int((result.states[row] != UNKNOWN).sum())}",
             "open": listed((names[flag] for flag, state in zip(FLAGS, result.states[row].tolist())
                             if state == UNKNOWN), result.book.language),
             "reason": evidence.raised(result.criteria, row)} for row in order[:_LISTED]]
    return {
        "title": tr("Parcels with flags"),
        "note": tr("{count} in all; the layer has the rest.").format(count=len(order)) if len(order) > _LISTED else "",
        "columns": [column("id", tr("Plot"), align="left"), column("name", tr("Name"), align="left"),
                    column("unit", tr("Unit"), align="left"), column("ha", tr("Area"), "ha"),
                    column("score", tr("Score")), column("judged", tr("Flags raised / judged")),
                    column("reason", tr("Evidence"), align="left"), column("open", tr("Not judged"), align="left")],
        "rows": rows, "total": None,
    }
