"""The outputs of kf:floodexposure: targets by stage, sums, findings, and numbers."""
from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsField, QgsFields, QgsWkbTypes

from ...engine.wkb import as_wkb_array
from ...engine.writing import make_fields
from .exposure_findings import kept_fields
from .exposure_inputs import COUNTED, LINE, POINT, POLYGON

if TYPE_CHECKING:
    from ...engine.wkb import Wkbs
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .exposure_job import ExposureResult

EXPOSED_FIELDS = (
    ("stage", "text"), ("flooded_m2", "real"), ("flooded_m", "real"), ("share", "real"), ("depth_max", "real"),
    ("depth_mean", "real"), ("unit_code", "text"), ("unit_name", "text"), ("target_fid", "integer"),
)
SUMMARY_FIELDS = (
    ("stage", "text"), ("unit_code", "text"), ("unit_name", "text"), ("target_class", "text"), ("targets", "integer"),
    ("exposed", "integer"), ("touched", "integer"), ("targets_m2", "real"), ("exposed_m2", "real"),
    ("flooded_m2", "real"), ("targets_m", "real"), ("exposed_m", "real"), ("flooded_m", "real"), ("depth_max", "real"),
    ("depth_mean", "real"), ("people", "real"), ("people_flooded", "real"), ("households", "real"),
    ("households_flooded", "real"),
)
_MULTI = {POLYGON: QgsWkbTypes.Type.MultiPolygon, LINE: QgsWkbTypes.Type.MultiLineString}
_SINGLE_POINT, _TO_MULTI = 1, 3  # WKB types; what makes one of several of a single one


def write_outputs(result: ExposureResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    crs = result.targets.table.crs
    if outputs.wants("EXPOSED"):
        fields, columns = _exposed(result)
        wkbs = result.targets.table.wkb[result.exposed.target]
        wkb_type = _type_of(result.targets.kind, wkbs)
        outputs.layer("EXPOSED", fields, columns, progress.part(0.0, 0.7), crs, _of_type(wkbs, wkb_type), wkb_type)
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), summary_columns(result), progress.part(0.7, 0.8))
    outputs.findings(result.findings, crs, progress.part(0.8, 0.95))


def figures(result: ExposureResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm: of all stages together each target once, else of the largest."""
    exposed, stages = result.exposed, len(result.flooded.stages)
    amount = np.bincount(exposed.stage, np.nan_to_num(exposed.amount), max(stages, 1))
    kind = result.targets.kind
    return {
        "TARGETS_COUNT": len(result.targets.table),
        "EXPOSED_COUNT": len(np.unique(exposed.target)),
        "STAGES_COUNT": stages,
        "FLOODED_M2": round(float(amount.max()), 2) if kind == POLYGON else None,
        "FLOODED_M": round(float(amount.max()), 2) if kind == LINE else None,
    }


def _type_of(kind: str, wkbs: Wkbs) -> QgsWkbTypes.Type:
    if kind != POINT:
        return _MULTI[kind]
    single = all(_kind(wkb) == _SINGLE_POINT for wkb in wkbs if wkb)
    return QgsWkbTypes.Type.Point if single else QgsWkbTypes.Type.MultiPoint


def _of_type(wkbs: Wkbs, wkb_type: QgsWkbTypes.Type) -> Wkbs:
    """Return lines and points as shapes of several where the layer holds such; polygons are wrapped when written."""
    if wkb_type not in {QgsWkbTypes.Type.MultiLineString, QgsWkbTypes.Type.MultiPoint}:
        return wkbs
    several = int(wkb_type)
    return as_wkb_array([wkb if not wkb or _kind(wkb) == several else
                         struct.pack("<BII", 1, _kind(wkb) + _TO_MULTI, 1) + wkb for wkb in wkbs])


def _kind(wkb: bytes) -> int:
    return int(struct.unpack_from("<I", wkb, 1)[0])


def _exposed(result: ExposureResult) -> tuple[QgsFields, dict[str, Column]]:
    """Return the fields of the targets with ours after them, and their columns."""
    exposed, targets = result.exposed, result.targets
    fields, columns = QgsFields(), {}
    for name, new in kept_fields(result.fields).items():
        item = QgsField(result.fields.field(name))
        item.setName(new)
        fields.append(item)
        columns[new] = _typed(targets.table.columns[name][exposed.target], item)
    for item in make_fields(EXPOSED_FIELDS):
        fields.append(item)
    amount = np.round(exposed.amount, 2)
    nothing = np.full(len(amount), np.nan)
    units = [result.units[place] for place in result.unit[exposed.target].tolist()]
    return fields, {
        **columns,
        "stage": [result.flooded.stages[place] for place in exposed.stage.tolist()],
        "flooded_m2": amount if targets.kind == POLYGON else nothing,
        "flooded_m": amount if targets.kind == LINE else nothing,
        "share": np.round(exposed.share, 6) if targets.kind != POINT else nothing,
        "depth_max": np.round(exposed.depth_max, 3), "depth_mean": np.round(exposed.depth_mean, 3),
        "unit_code": [unit.code or None for unit in units], "unit_name": [unit.name or None for unit in units],
        "target_fid": targets.table.fids[exposed.target],
    }


def _typed(column: np.ndarray, item: QgsField) -> Column:
    """Return a column in the type of its field: whole numbers were read as floats."""
    if column.dtype.kind != "f" or not item.isNumeric() or item.typeName().lower() in {"real", "double"}:
        return column
    if not bool((np.isnan(column) | (column == np.floor(column))).all()):
        return column
    return [None if np.isnan(value) else int(value) for value in column.tolist()]


def summary_columns(result: ExposureResult) -> dict[str, Column]:
    """Return one row per stage, unit and class that targets have."""
    sums, kind = result.sums, result.targets.kind
    nothing = np.full(len(sums.stage), np.nan)
    units = [result.units[place] for place in sums.unit.tolist()]
    measured = {"targets": sums.size, "exposed": sums.reached_size, "flooded": sums.amount}
    columns: dict[str, Any] = {
        "stage": [result.flooded.stages[place] for place in sums.stage.tolist()],
        "unit_code": [unit.code for unit in units], "unit_name": [unit.name for unit in units],
        "target_class": [result.targets.classes[place] for place in sums.group.tolist()],
        "targets": sums.targets, "exposed": sums.reached, "touched": sums.touched,
        **{f"{name}_m2": np.round(values, 2) if kind == POLYGON else nothing for name, values in measured.items()},
        **{f"{name}_m": np.round(values, 2) if kind == LINE else nothing for name, values in measured.items()},
        "depth_max": np.round(sums.depth_max, 3), "depth_mean": np.round(sums.depth_mean, 3),
    }
    for name in COUNTED:
        whole, part = sums.counted.get(name, (nothing, nothing))
        columns |= {name: whole, f"{name}_flooded": np.round(part, 2)}
    return columns
