"""About forty invented building projects: factories, schools, a road over several counties, two that overlap."""
from __future__ import annotations

import json
import math
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ... import paths
from ..schema import load_schema
from .package import GENERATED, Column, Rows, Table, columns_of
from .shapes import Ring, multi_polygon
from .surfaces import polygon_surfaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .city import Batch, City
    from .keys import Floats

TABLE = Table("projects", "projects", "建设项目用地", "Project footprints",
              GENERATED + " 项目名称、代码、日期和范围均为虚构。 Projects are invented.", "multipolygon",
              columns_of(load_schema("xs_xmkjfw"), [Column("XMLX", "text", 20, 0, "项目类型")]))

# Outlines within the unit square about the origin, anticlockwise.
_OUTLINES: Mapping[str, Sequence[tuple[float, float]]] = {
    "rectangle": ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)),
    "L": ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.05), (0.02, 0.05), (0.02, 0.5), (-0.5, 0.5)),
    "U": ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (0.2, 0.5), (0.2, -0.1), (-0.2, -0.1), (-0.2, 0.5), (-0.5, 0.5)),
    "polygon": ((-0.5, -0.2), (-0.15, -0.5), (0.3, -0.45), (0.5, -0.05), (0.42, 0.35), (0.05, 0.5), (-0.38, 0.33)),
}


def _placed(outline: Sequence[tuple[float, float]], at_km: Sequence[float], size_m: Sequence[float],
            turn_deg: float) -> Ring:
    """Return an outline scaled, turned and moved to its place, to the millimetre."""
    points = np.array([*outline, outline[0]]) * np.asarray(size_m, dtype=np.float64)
    cosine, sine = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    turned = np.column_stack([points[:, 0] * cosine - points[:, 1] * sine, points[:, 0] * sine + points[:, 1] * cosine])
    return np.asarray(np.round(turned + 1e3 * np.asarray(at_km), 3), dtype=np.float64)


def _corridor(line_km: Sequence[Sequence[float]], width_m: float) -> Ring:
    """Return a strip of constant width along a line with mitred corners, its sides given a point every 500 m."""
    line = 1e3 * np.array(line_km, dtype=np.float64)
    steps = np.diff(line, axis=0)
    along = steps / np.linalg.norm(steps, axis=1)[:, None]
    before, after = np.vstack([along[:1], along]), np.vstack([along, along[-1:]])
    middle = before + after
    middle /= np.linalg.norm(middle, axis=1)[:, None]
    reach = 0.5 * width_m / np.sum(middle * after, axis=1)
    side = np.column_stack([-middle[:, 1], middle[:, 0]]) * reach[:, None]
    right, left = (_densified(line + sign * side) for sign in (-1.0, 1.0))
    return np.asarray(np.round(np.vstack([right, left[::-1], right[:1]]), 3), dtype=np.float64)


def _densified(line: Floats, step: float = 500.0) -> Floats:
    parts = []
    for start, end in zip(line[:-1], line[1:]):
        count = max(1, int(np.linalg.norm(end - start) // step))
        parts.append(start + (end - start) * (np.arange(count) / count)[:, None])
    return np.vstack([*parts, line[-1:]])


def footprint(project: Mapping[str, Any]) -> Ring:
    """Return the closed outline of a row of projects.json."""
    if "line_km" in project:
        return _corridor(project["line_km"], project["width_m"])
    return _placed(_OUTLINES[project["shape"]], project["at_km"], project["size_m"], project["turn_deg"])


@cache
def load_projects() -> tuple[Mapping[str, Any], ...]:
    """Return the rows of projects.json; ``permanent`` says that a project may take permanent basic farmland."""
    return tuple(json.loads(paths.resource("demo", "projects.json").read_text(encoding="utf-8"))["projects"])


class ProjectsLayer:
    """One row per project."""

    table = TABLE

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield nothing: projects do not depend on parcels."""
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield all projects."""
        projects = load_projects()
        wkbs = [multi_polygon([[footprint(project)]]) for project in projects]
        yield Rows({
            "XMDM": [project["id"] for project in projects], "XMMC": [project["name"] for project in projects],
            "XMLX": [project["kind"] for project in projects],
            "SZXZQDM": [project["district"] for project in projects], "YDMJ": polygon_surfaces(wkbs),
            "SQRQ": [project["date"] for project in projects]}, wkbs)
