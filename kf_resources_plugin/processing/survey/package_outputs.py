"""The outputs of kf:surveypackage beside the package itself: findings of its check, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .package_job import PackageResult


def write_outputs(result: PackageResult, outputs: Outputs, progress: Progress) -> None:
    """Write what was asked for."""
    outputs.findings(result.findings, result.crs, progress)


def figures(result: PackageResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    return {"TASK_COUNT": len(result.package.route.tasks),
            "FEATURES": sum(packed.rows for packed in result.package.packed),
            "ROUTE_M": round(result.package.route.length_m, 1),
            "SIZE_MB": round(result.package.size_mb, 1)}
