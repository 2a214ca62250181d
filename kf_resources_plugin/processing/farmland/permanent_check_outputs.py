"""The outputs of a verification of permanent basic farmland: parts, blocks, summaries, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.united_shapes import united_shapes
from ...engine.writing import make_fields
from ...i18n import tr

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .permanent_check_job import CheckResult

PART_FIELDS = (
    ("patch_id", "text"), ("unit_code", "text"), ("unit_name", "text"), ("BSM", "text"), ("DLBM", "text"),
    ("DLMC", "text"), ("ZZSXDM", "text"), ("problem", "integer"), ("rule_ids", "text"), ("reasons", "text"),
    ("area_m2", "real"), ("net_m2", "real"), ("block_id", "integer"), ("patch_fid", "integer"),
    ("land_fid", "integer"),
)
BLOCK_FIELDS = (
    ("block_id", "integer"), ("class", "text"), ("size_name", "text"), ("unit_code", "text"), ("unit_name", "text"),
    ("parts", "integer"), ("patches", "integer"), ("area_m2", "real"), ("net_m2", "real"), ("problem_m2", "real"),
)
SUMMARY_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("kind", "text"), ("rule_id", "text"), ("problem_name", "text"),
    ("severity", "text"), ("parts", "integer"), ("patches", "integer"), ("area_m2", "real"), ("net_m2", "real"),
    ("sum_m2", "real"),
)
BLOCK_SUMMARY_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("class", "text"), ("size_name", "text"), ("blocks", "integer"),
    ("area_m2", "real"), ("net_m2", "real"),
)


def write_outputs(result: CheckResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    crs = result.survey.table.crs
    outputs.layer("PARTS", make_fields(PART_FIELDS), _part_columns(result), progress.part(0.0, 0.3), crs,
                  result.parts.wkb)
    if outputs.wants("BLOCKS"):
        blocks = result.found.blocks
        shapes = united_shapes(result.parts.wkb, blocks.of_part, len(blocks), result.geometry, progress.part(0.3, 0.6))
        outputs.layer("BLOCKS", make_fields(BLOCK_FIELDS), _block_columns(result), progress.part(0.6, 0.65), crs,
                      shapes)
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), _summary_columns(result), progress.part(0.65, 0.66))
    outputs.layer("BLOCK_SUMMARY", make_fields(BLOCK_SUMMARY_FIELDS), _block_summary_columns(result),
                  progress.part(0.66, 0.67))
    outputs.findings(result.findings, crs, progress.part(0.67, 0.9))


def size_title(size: str) -> str:
    """Return what a size class of blocks is called, '' for none: ≥1000 mu."""
    return tr("{size} mu").format(size=size.replace(">=", "≥").replace("-", "–")) if size else ""


def figures(result: CheckResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    parts, found = result.parts, result.found
    problem = int(parts.area[found.any_problem].sum())
    return {
        "TOTAL_M2": int(parts.area.sum()) / 100,
        "SOUND_M2": (int(parts.area.sum()) - problem) / 100,
        "PROBLEM_M2": problem / 100,
        "PROBLEM_SUM_M2": int((parts.area * found.hits.sum(axis=1)).sum()) / 100,
        "BLOCK_COUNT": float(len(found.blocks)),
        "RESIDUAL_M2": round(float(np.abs(parts.residual).sum()), 6),
    }


def _part_columns(result: CheckResult) -> dict[str, Column]:
    parts, found, survey, patches = result.parts, result.found, result.survey, result.patches
    units = [found.units.units[place] for place in found.units.of_piece.tolist()]
    codes = [*survey.codes.tolist(), ""]
    names = [*(info.name_zh if info else None for info in survey.infos), None]
    class_of = np.append(survey.code_of, len(survey.infos))[parts.land]
    field = survey.fields.more.get("planting")
    planting = np.append(survey.table.columns[field], None)[parts.land] if field else [None] * len(parts.patch)
    listed = [np.flatnonzero(row).tolist() for row in found.hits]
    language = result.book.language
    return {
        "patch_id": patches.ids[parts.patch],
        "unit_code": [unit.code for unit in units],
        "unit_name": [unit.name for unit in units],
        "BSM": np.append(survey.parcels, None)[parts.land],
        "DLBM": [codes[place] or None for place in class_of.tolist()],
        "DLMC": [names[place] for place in class_of.tolist()],
        "ZZSXDM": planting,
        "problem": found.any_problem.astype(np.int64),
        "rule_ids": [", ".join(found.problems[place].rule_id for place in places) for places in listed],
        "reasons": ["; ".join(found.problems[place].name(language) for place in places) for places in listed],
        "area_m2": parts.area / 100,
        "net_m2": parts.net / 100,
        "block_id": found.blocks.of_part + 1,
        "patch_fid": patches.table.fids[parts.patch],
        "land_fid": [None if land < 0 else int(survey.table.fids[land]) for land in parts.land.tolist()],
    }


def _block_columns(result: CheckResult) -> dict[str, Column]:
    parts, found, blocks = result.parts, result.found, result.found.blocks
    problem = np.zeros(len(blocks), dtype=np.int64)
    np.add.at(problem, blocks.of_part, np.where(found.any_problem, parts.area, 0))
    pairs = np.unique(np.stack([blocks.of_part, parts.patch]), axis=1)[0]
    return {
        "block_id": np.arange(1, len(blocks) + 1),
        "class": [result.sizes[place] for place in found.size_class.tolist()],
        "size_name": [size_title(result.sizes[place]) for place in found.size_class.tolist()],
        "unit_code": [found.units.units[place].code for place in result.home],
        "unit_name": [found.units.units[place].name for place in result.home],
        "parts": np.bincount(blocks.of_part, minlength=len(blocks)),
        "patches": np.bincount(pairs, minlength=len(blocks)),
        "area_m2": blocks.area / 100,
        "net_m2": blocks.net / 100,
        "problem_m2": problem / 100,
    }


def _summary_columns(result: CheckResult) -> dict[str, Column]:
    found, rows = result.found, result.summary
    problems = [found.problems[row.problem] if row.problem >= 0 else None for row in rows]
    return {
        "unit_code": [found.units.units[row.unit].code for row in rows],
        "unit_name": [found.units.units[row.unit].name for row in rows],
        "kind": [row.kind for row in rows],
        "rule_id": [problem.rule_id if problem else None for problem in problems],
        "problem_name": [problem.name(result.book.language) if problem else None for problem in problems],
        "severity": [problem.severity if problem else None for problem in problems],
        "parts": [row.parts for row in rows],
        "patches": [row.patches for row in rows],
        "area_m2": [row.area / 100 for row in rows],
        "net_m2": [row.net / 100 for row in rows],
        "sum_m2": [None if row.summed is None else row.summed / 100 for row in rows],
    }


def _block_summary_columns(result: CheckResult) -> dict[str, Column]:
    units, rows = result.found.units.units, result.blocks
    return {
        "unit_code": [units[row.unit].code for row in rows],
        "unit_name": [units[row.unit].name for row in rows],
        "class": [result.sizes[row.size_class] for row in rows],
        "size_name": [size_title(result.sizes[row.size_class]) for row in rows],
        "blocks": [row.blocks for row in rows],
        "area_m2": [row.area / 100 for row in rows],
        "net_m2": [row.net / 100 for row in rows],
    }
