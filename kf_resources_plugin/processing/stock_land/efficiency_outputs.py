"""The outputs of kf:landefficiency: every parcel with the rating of its subject, sums by class, and numbers."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.writing import make_fields
from ...rules.land_efficiency import CLASSES, INDICATORS, MISSED, UNDETERMINED
from ...rules.units import convert

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .efficiency_job import EfficiencyResult

FIELD_OF = dict(zip(INDICATORS, ("tax_per_mu_cny", "value_added_per_mu_cny", "investment_per_mu_cny",
                                 "floor_area_ratio")))
RATING_FIELDS = (
    ("parcel_id", "text"), ("name", "text"), ("kind", "text"), ("size", "text"), ("parcel_m2", "real"),
    ("area_m2", "real"), *((name, "real") for name in FIELD_OF.values()), ("score", "real"), ("rank", "integer"),
    ("class", "text"), ("next_class", "text"), ("next_score", "real"),
    *((f"{name}_needed", "real") for name in FIELD_OF.values()), ("standard", "text"), ("source_fid", "integer"),
)
SUMMARY_FIELDS = (
    ("kind", "text"), ("size", "text"), ("class", "text"), ("subjects", "integer"), ("area_ha", "real"),
    ("lowest_score", "real"), ("highest_score", "real"),
)
_STEPS = {name: 100 if name == "floor_area_ratio" else 0.01 for name in FIELD_OF.values()}  # in one, as printed


def write_outputs(result: EfficiencyResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers and tables that were asked for; parcels without polygons are a table."""
    crs, wkbs = (result.land.table.crs, result.land.table.wkb) if result.land.placed else (None, None)
    outputs.layer("RATING", make_fields(RATING_FIELDS), _rating_columns(result), progress.part(0.0, 0.7), crs, wkbs)
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), summary_columns(result), progress.part(0.7, 0.8))
    outputs.findings(result.findings, result.land.table.crs, progress.part(0.8, 0.95))


def figures(result: EfficiencyResult) -> dict[str, float | None]:
    """Return the number outputs."""
    counts = Counter(classes(result))
    return {
        "SUBJECTS_COUNT": float(len(result.land.subjects.ids)),
        **{f"{word}_COUNT": float(counts[word]) for word in CLASSES},
        "UNDETERMINED_COUNT": float(counts[UNDETERMINED]),
        "STANDARD_MISSED_COUNT": float(result.kept.count(MISSED)),
    }


def classes(result: EfficiencyResult) -> list[str]:
    """Return the class of each subject."""
    return [UNDETERMINED if place < 0 else CLASSES[place] for place in result.rating.grade.tolist()]


def next_classes(result: EfficiencyResult) -> list[str | None]:
    """Return the class that each subject would rise to, the next better one that has any; None for none."""
    held: dict[tuple[str, str], set[int]] = {}
    for key, place in zip(zip(result.kinds, result.sizes), result.rating.grade.tolist()):
        held.setdefault(key, set()).add(place)
    return [None if np.isnan(wanted) else CLASSES[max(other for other in held[key] if 0 <= other < place)]
            for key, place, wanted in zip(zip(result.kinds, result.sizes), result.rating.grade.tolist(),
                                          result.rating.next_score.tolist())]


def needed(result: EfficiencyResult) -> dict[str, np.ndarray]:
    """Return by field what an indicator must reach alone, rounded up so that the printed value is enough."""
    found = {}
    for place, name in enumerate(FIELD_OF.values()):
        # the last bits of a float must not lift 3.2 to 3.21
        found[name] = np.ceil(np.round(result.rating.needed[:, place] * _STEPS[name], 6)) / _STEPS[name]
    return found


def summary_columns(result: EfficiencyResult) -> dict[str, Column]:
    """Return one row for each group and class that has any, in order."""
    columns: dict[str, list[Any]] = {name: [] for name, _ in SUMMARY_FIELDS}
    members: dict[tuple[str, str, int], list[int]] = {}
    for row, (kind, size, place) in enumerate(zip(result.kinds, result.sizes, result.rating.grade.tolist())):
        members.setdefault((kind, size, place if place >= 0 else len(CLASSES)), []).append(row)
    for (kind, size, place), rows in sorted(members.items()):
        scores = result.rating.score[rows]
        rated = place < len(CLASSES)
        values = (kind, size, CLASSES[place] if rated else UNDETERMINED, len(rows),
                  round(convert(float(np.nansum(result.land.area[rows])), "ha"), 6),
                  float(scores.min()) if rated else None, float(scores.max()) if rated else None)
        for column, value in zip(columns.values(), values):
            column.append(value)
    return dict(columns)


def _rating_columns(result: EfficiencyResult) -> dict[str, Column]:
    owner, rating = result.land.subjects.of_parcel, result.rating
    by_subject: dict[str, Any] = {
        "parcel_id": result.land.subjects.ids, "name": result.names, "kind": result.kinds, "size": result.sizes,
        "class": classes(result), "next_class": next_classes(result),
        "rank": [rank or None for rank in rating.rank.tolist()],
    }
    return {
        **{name: [values[row] for row in owner.tolist()] for name, values in by_subject.items()},
        "parcel_m2": np.round(result.land.parcel_area, 2), "area_m2": np.round(result.land.area[owner], 2),
        **{name: np.round(result.values[owner, place], 4) for place, name in enumerate(FIELD_OF.values())},
        "score": rating.score[owner], "next_score": rating.next_score[owner],
        **{f"{name}_needed": values[owner] for name, values in needed(result).items()},
        "standard": result.kept, "source_fid": result.land.table.fids,
    }
