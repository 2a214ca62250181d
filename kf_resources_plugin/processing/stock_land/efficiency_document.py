"""The report on land efficiency as plain data: benchmarks and weights, classes, the list by rank, how to rise."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.land_efficiency import CNY_PER_WAN
from ...i18n import tr
from ...rules.land_efficiency import FLOOR_AREA, INDICATORS, NONE, SCORE, SHARES, UNKNOWN
from ...rules.text import listed
from ..report_parts import column, framed, printed_rules
from .efficiency_findings import group_name
from .efficiency_outputs import FIELD_OF, classes, figures, needed, next_classes, summary_columns
from .efficiency_words import class_names, indicator_names, standard_names

if TYPE_CHECKING:
    from .efficiency_job import EfficiencyResult

_LISTED = 200  # subjects that are printed; the layer has them all


def document(result: EfficiencyResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    numbers, book = figures(result), result.book
    texts = [
        (SCORE, tr("Score: the sum of weight × value ÷ benchmark × 100, a ratio counting {cap} at most. A benchmark is "
                   "the mean by area of those rated together, where the rules give none.").format(
                       cap=result.setting.cap)),
        (SHARES, tr("Classes by rank: {shares} of those rated together.").format(shares=listed((
            f"{word} {float(share * 100):g} %" for word, share in zip("ABCD", result.setting.shares)), book.language))),
    ]
    return framed(
        tr("Land efficiency"),
        tr("How well do {count:.0f} use their land? A {a:.0f}, B {b:.0f}, C {c:.0f}, D {d:.0f}, undetermined "
           "{open:.0f}; rules in force on {day}.").format(
               count=numbers["SUBJECTS_COUNT"], a=numbers["A_COUNT"], b=numbers["B_COUNT"], c=numbers["C_COUNT"],
               d=numbers["D_COUNT"], open=numbers["UNDETERMINED_COUNT"], day=book.date.isoformat()),
        result, record, notices=[tr("Weights, shares of classes and, where no benchmark is set, the mean as benchmark "
                                    "are defaults of this tool: the figures rank, they decide nothing.")],
        rules=printed_rules(texts, book),
        tables=[_benchmarks(result), _by_class(result), _by_rank(result), _rises(result), _standard(result)],
        crs=result.land.table.crs if result.land.placed else None)


def _shown(key: str, value: float) -> str:
    """Return a value of an indicator as planners write it: 10 000 CNY per mu, or a ratio."""
    return "" if np.isnan(value) else f"{value:.2f}" if key == FLOOR_AREA else f"{value / CNY_PER_WAN:.2f}"


def _indicator_columns(result: EfficiencyResult) -> list[dict[str, str]]:
    names = indicator_names(result.level)
    return [column(key, names[key], "" if key == FLOOR_AREA else tr("10,000 CNY")) for key in INDICATORS]


def _benchmarks(result: EfficiencyResult) -> dict[str, Any]:
    groups = {(kind, size): row for row, (kind, size) in enumerate(zip(result.kinds, result.sizes))
              if size != UNKNOWN}
    rows = [{"group": tr("Weight"), **{key: f"{weight:.2f}" for key, weight in zip(
        INDICATORS, result.setting.weights.tolist())}}]
    rows += [{"group": group_name(*key), **{name: _shown(name, value) for name, value in zip(
        INDICATORS, result.rating.benchmarks[row].tolist())}} for key, row in sorted(groups.items())]
    return {"title": tr("Weights and benchmarks"), "note": "",
            "columns": [column("group", tr("Rated together"), align="left"), *_indicator_columns(result)],
            "rows": rows, "total": None}


def _by_class(result: EfficiencyResult) -> dict[str, Any]:
    columns, names = summary_columns(result), class_names()
    rows = [{"group": group_name(kind, size), "class": names[word], "count": str(count), "area": f"{area:.4f}",
             "low": "" if low is None else f"{low:.2f}", "high": "" if high is None else f"{high:.2f}"}
            for kind, size, word, count, area, low, high in zip(*columns.values())]
    return {"title": tr("By class"), "note": "",
            "columns": [column("group", tr("Rated together"), align="left"),
                        column("class", tr("Rating class"), align="left"), column("count", tr("Number of subjects")),
                        column("area", tr("Area"), "ha"),
                        column("low", tr("Lowest score")), column("high", tr("Highest score"))],
            "rows": rows, "total": None}


def _order(result: EfficiencyResult) -> list[int]:
    """Return the subjects that are rated, by group and rank."""
    rank = result.rating.rank.tolist()
    return sorted((row for row in range(len(rank)) if rank[row]),
                  key=lambda row: (result.kinds[row], result.sizes[row], rank[row], result.land.subjects.ids[row]))


def _subject(result: EfficiencyResult, row: int) -> dict[str, str]:
    return {"id": result.land.subjects.ids[row], "name": result.names[row]}


def _subject_columns() -> list[dict[str, str]]:
    return [column("id", tr("Subject id"), align="left"), column("name", tr("Name"), align="left")]


def _more(count: int) -> str:
    return tr("{count} in all; the layer has the rest.").format(count=count) if count > _LISTED else ""


def _by_rank(result: EfficiencyResult) -> dict[str, Any]:
    order, words = _order(result), classes(result)
    rows = [{**_subject(result, row), "group": group_name(result.kinds[row], result.sizes[row]),
             "rank": str(result.rating.rank[row]), "score": f"{result.rating.score[row]:.2f}", "class": words[row],
             **{key: _shown(key, value) for key, value in zip(INDICATORS, result.values[row].tolist())}}
            for row in order[:_LISTED]]
    return {"title": tr("By rank"), "note": _more(len(order)),
            "columns": [column("rank", tr("Rank")), *_subject_columns(),
                        column("group", tr("Rated together"), align="left"), *_indicator_columns(result),
                        column("score", tr("Score")), column("class", tr("Rating class"), align="left")],
            "rows": rows, "total": None}


def _rises(result: EfficiencyResult) -> dict[str, Any]:
    """Return what raises each subject one class: the score, and what one indicator must reach for it alone."""
    order = [row for row in _order(result) if not np.isnan(result.rating.next_score[row])]
    words, better, wanted = classes(result), next_classes(result), needed(result)
    rows = [{**_subject(result, row), "class": f"{words[row]} → {better[row]}",
             "score": f"{result.rating.score[row]:.2f} → {result.rating.next_score[row]:.2f}",
             **{key: _shown(key, float(wanted[FIELD_OF[key]][row])) for key in INDICATORS}} for row in order[:_LISTED]]
    return {"title": tr("What raises one class"),
            "note": " ".join(filter(None, (tr("One of the values is enough, the others and the benchmarks as they are; "
                                              "blank: it alone is not enough."), _more(len(order))))),
            "columns": [*_subject_columns(), column("class", tr("Rating class"), align="left"),
                        column("score", tr("Score"), align="left"), *_indicator_columns(result)],
            "rows": rows, "total": None}


def _standard(result: EfficiencyResult) -> dict[str, Any]:
    """Return the parcels for which something was agreed."""
    words, land = standard_names(), result.land
    rows = [{"fid": str(fid), **_subject(result, owner), "kept": words[word]}
            for fid, owner, word in zip(land.table.fids.tolist(), land.subjects.of_parcel.tolist(), result.kept)
            if word != NONE]
    return {"title": tr("Standard land"), "note": _more(len(rows)),
            "columns": [column("fid", tr("Feature")), *_subject_columns(),
                        column("kept", tr("Held against what was agreed"), align="left")],
            "rows": rows[:_LISTED], "total": None}
