"""A field package as a folder: data, base copy, project, manifest; checked before anybody sees it.

It is built in a place nobody looks at and moved whole when it stands, so a run that is killed leaves no package.
"""
from __future__ import annotations

import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCsException,
    QgsFields,
    QgsGeometry,
    QgsRectangle,
    QgsWkbTypes,
)

from ..compat import make_field
from ..engine.errors import PlannerError
from ..engine.lonlat import crs_label
from ..engine.schema import load_schema
from ..i18n import tr
from .base_map import extract_base_map
from .form_codes import needed_lists, write_codes
from .forms import listed_fields
from .package_check import package_faults, package_mb
from .package_manifest import write_manifest
from .package_project import BASE, BASE_MAP, DATA, EVIDENCE, PHOTOS, TASKS, write_project
from .packed_rows import PackageTable, pack_rows
from .tasks import has_place, near_tasks, plane_of, read_tasks, route_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransformContext,
        QgsPointXY,
        QgsVectorLayer,
    )

    from ..engine.layer_features import LayerFeatures
    from ..engine.schema import Schema
    from ..rules.progress import Progress
    from .package_check import Fault
    from .packed_rows import LayerToPack, PackedLayer
    from .tasks import Plane, Route

_KINDS = {"text": "text", "integer": "integer", "decimal": "real", "date": "date"}


@dataclass(frozen=True)
class BaseMap:
    """A raster file that is to go along."""

    source: str
    title: str
    crs: QgsCoordinateReferenceSystem


@dataclass(frozen=True)
class PackagePlan:
    """What is to be packed: layers, the tasks, how much around them (m), where the team starts (in the CRS of tasks).

    most_turned: places up to which the route is improved by 2-opt; most_mb: megabytes a package may have; dress: draws
    a layer in the style of a role.
    """

    name: str
    layers: Sequence[LayerToPack]
    tasks: LayerFeatures
    margin_m: float
    start: QgsPointXY | None
    base_map: BaseMap | None
    most_mb: float
    most_turned: int
    transforms: QgsCoordinateTransformContext
    dress: Callable[[QgsVectorLayer, str], object]


@dataclass(frozen=True)
class Package:
    """A package that stands: its layers, the route, its size, titles of layers drawn plainly, and what is wrong."""

    packed: Sequence[PackedLayer]
    route: Route
    size_mb: float
    plain: Sequence[str]
    faults: Sequence[Fault]


def build_package(folder: Path, plan: PackagePlan, made: datetime, progress: Progress) -> Package:
    """Build a package in an empty folder and check it; raises PlannerError, OSError and Canceled."""
    try:
        if not has_place(plan.tasks):
            raise PlannerError(tr("Layer “{layer}” has no feature with a place, so there is nothing to survey. Choose "
                                  "findings or areas with shapes.").format(layer=plan.tasks.name))
        plane = plane_of(plan.tasks, plan.transforms)
        tasks = read_tasks(plan.tasks, plane, progress)
        near = near_tasks(tasks, plan.margin_m)
        start = None if plan.start is None else plane.brought(
            QgsGeometry.fromPointXY(plan.start), plan.tasks.crs).asPoint()
        route = route_of(tasks, start, plan.most_turned)
        packed = [_packed(layer, near, plane, folder, progress.part(0.1 + 0.5 * number / len(plan.layers),
                                                                    0.1 + 0.5 * (number + 1) / len(plan.layers)))
                  for number, layer in enumerate(plan.layers)]
    except QgsCsException as error:
        raise PlannerError(tr("Tasks, layers and base map cannot be brought into one coordinate system: {reason}. "
                              "Check the coordinate systems in panel Data.").format(reason=error)) from error
    crs = plan.layers[0].features.crs
    _write_tasks(folder / DATA, route, plane, crs)
    PackageTable(folder / DATA, EVIDENCE, schema_fields(load_schema(EVIDENCE)), [], QgsWkbTypes.Type.Point, crs).close()
    if any(needed_lists(layer.features.fields, layer.said, layer.schema) for layer in plan.layers):
        write_codes(folder / DATA)
    if plan.base_map is not None:
        extract_base_map(plan.base_map.source, plan.base_map.title, _extent(near, plane, plan.base_map.crs),
                         folder / BASE_MAP, plan.most_mb, progress.part(0.6, 0.8))
    (folder / PHOTOS).mkdir()
    project = f"{plan.name}.qgz"
    plain = write_project(folder / project, plan.name, crs, _extent(near, plane, crs), packed,
                          plan.base_map is not None, plan.dress)
    progress.check()
    for data in (folder / DATA, folder / BASE):
        _settle(data)
    write_manifest(folder, packed, crs, made, {
        "margin_m": plan.margin_m, "tasks": len(route.tasks), "route_m": round(route.length_m, 1),
        "project": project}, progress)
    domains = {layer.table: listed_fields(layer.features.fields, layer.said, layer.schema)
               for layer in plan.layers if layer.schema is not None}
    domains.update({table: listed_fields(schema_fields(load_schema(table)), {}, load_schema(table))
                    for table in (TASKS, EVIDENCE)})
    faults = package_faults(folder, project, {layer.table for layer in plan.layers if layer.editable}, domains,
                            plan.most_mb)
    return Package(packed, route, package_mb(folder), plain, faults)


def zip_package(folder: Path, target: Path, progress: Progress) -> None:
    """Put a package into one file, under its name, and read it back; the folder goes. Raises OSError, PlannerError."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            progress.check()
            packed.write(path, path.relative_to(folder.parent).as_posix())
    with zipfile.ZipFile(target) as packed:
        broken = packed.testzip()
    if broken is not None:
        raise PlannerError(tr("{path} cannot be written: {reason}. Choose a folder you may write to.").format(
            path=target.name, reason=broken))
    shutil.rmtree(folder)


def schema_fields(schema: Schema) -> QgsFields:
    """Return the fields of a schema as a new table has them."""
    fields = QgsFields()
    for field in schema.fields:
        fields.append(make_field(field.name, _KINDS[field.type], field.length if field.type == "text" else 0))
    return fields


def _packed(layer: LayerToPack, near: QgsGeometry, plane: Plane, folder: Path, progress: Progress) -> PackedLayer:
    there = plane.brought(near, layer.features.crs, back=True)
    packed = pack_rows(layer, there, folder / DATA, folder / BASE, progress)
    progress.set(1.0)
    return packed


def _write_tasks(data: Path, route: Route, plane: Plane, crs: QgsCoordinateReferenceSystem) -> None:
    schema = load_schema(TASKS)
    table = PackageTable(data, TASKS, schema_fields(schema), [], QgsWkbTypes.Type.Point, crs)
    names = [field.name for field in schema.fields]
    for number, (task, point, leg) in enumerate(zip(route.tasks, route.points, route.legs), start=1):
        values: dict[str, Any] = {
            "task_no": number, "state": "open", "subject": task.subject, "message": task.message,
            "remedy": task.remedy, "leg_m": None if leg is None else round(leg, 1), "rule_id": task.rule_id,
            "severity": task.severity, "task_id": task.task_id}
        shape = QgsGeometry() if point is None else plane.brought(QgsGeometry.fromPointXY(point), crs, back=True)
        table.add(shape, [values.get(name) for name in names])
    table.close()


def _extent(near: QgsGeometry, plane: Plane, crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
    """Return the bounds of the land near the tasks in another CRS."""
    try:
        return plane.brought(near, crs, back=True).boundingBox()
    except QgsCsException as error:
        raise PlannerError(tr("The land around the tasks has no place in {crs}. Check the coordinate systems in panel "
                              "Data.").format(crs=crs_label(crs))) from error


def _settle(path: Path) -> None:
    """Leave a database as one file: field apps take no journal along."""
    if path.is_file():
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
