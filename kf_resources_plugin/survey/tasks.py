"""What a survey team has to see: where each task is, what is near it, and in which order tasks are visited."""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
)

from ..compat import is_null
from ..rules.route import legs, visiting_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateTransformContext, QgsFeature

    from ..engine.layer_features import LayerFeatures
    from ..rules.progress import Progress

_IDS = ("finding_id", "task_id", "BSM", "id")
_SUBJECTS = ("subject_name", "subject_id", "name", "XMMC", "DLMC")
_CORNER = 8  # segments of a quarter circle around a task


@dataclass(frozen=True)
class Task:
    """One task; ``shape`` in the plane of ``Plane``, a null geometry where it has no place."""

    task_id: str
    fid: int
    subject: str
    message: str
    remedy: str
    rule_id: str
    severity: str
    shape: QgsGeometry


@dataclass(frozen=True)
class Plane:
    """A transverse Mercator through the middle of the tasks, in whose neighbourhood its metres are those on the ground.
    """

    crs: QgsCoordinateReferenceSystem
    transforms: QgsCoordinateTransformContext

    def brought(self, shape: QgsGeometry, crs: QgsCoordinateReferenceSystem, *, back: bool = False) -> QgsGeometry:
        """Return a shape of another CRS in the plane, or one of the plane in the other CRS; raises QgsCsException."""
        direction = Qgis.TransformDirection
        moved = QgsGeometry(shape)
        moved.transform(QgsCoordinateTransform(crs, self.crs, self.transforms),
                        direction.Reverse if back else direction.Forward)
        return moved


def has_place(features: LayerFeatures) -> bool:
    """Tell whether some feature has a shape."""
    shaped = (feature.hasGeometry() and not feature.geometry().isEmpty()
              for feature in features.iterate(QgsFeatureRequest()))
    return any(shaped)


def plane_of(features: LayerFeatures, transforms: QgsCoordinateTransformContext) -> Plane:
    """Return the plane for the tasks of a layer; raises QgsCsException where they have no longitude."""
    degrees = QgsCoordinateReferenceSystem("EPSG:4490")
    middle = QgsCoordinateTransform(features.crs, degrees, transforms).transform(features.extent.center())
    crs = QgsCoordinateReferenceSystem.fromProj(
        f"+proj=tmerc +lat_0=0 +lon_0={middle.x():.6f} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs")
    return Plane(crs, transforms)


def read_tasks(features: LayerFeatures, plane: Plane, progress: Progress) -> list[Task]:
    """Return the tasks of a layer: findings tell what is the matter, of other layers each feature is a place to see."""
    found = []
    for feature in features.iterate(QgsFeatureRequest()):
        progress.check()
        shape = feature.geometry()
        names = set(feature.fields().names())

        def text(*wanted: str, feature: QgsFeature = feature, names: set[str] = names) -> str:
            values = (feature[name] for name in wanted if name in names)
            return next((str(value).strip() for value in values if not is_null(value) and str(value).strip()), "")

        subject = " ".join(dict.fromkeys(part for part in (text(name) for name in _SUBJECTS) if part))
        found.append(Task(text(*_IDS) or str(feature.id()), feature.id(), subject, text("message"), text("remedy"),
                          text("rule_id"), text("severity"),
                          QgsGeometry() if shape.isNull() or shape.isEmpty() else plane.brought(shape, features.crs)))
    return found


def near_tasks(tasks: Sequence[Task], margin_m: float) -> QgsGeometry:
    """Return the land within a margin of the tasks, in their plane; a null geometry where none has a place."""
    shapes = [task.shape.buffer(max(margin_m, 0.01), _CORNER) for task in tasks if not task.shape.isNull()]
    return QgsGeometry.unaryUnion(shapes) if shapes else QgsGeometry()


@dataclass(frozen=True)
class Route:
    """Tasks in the order of visits, those without a place last; places and legs in metres, None without a place."""

    tasks: Sequence[Task]
    points: Sequence[QgsPointXY | None]
    legs: Sequence[float | None]
    turned: bool

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the tasks in their order: ids and places."""
        text = "\n".join(task.task_id if point is None else f"{task.task_id} {point.x():.3f} {point.y():.3f}"
                         for task, point in zip(self.tasks, self.points))
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()

    @property
    def length_m(self) -> float:
        """Return the length in straight lines."""
        return float(sum(leg or 0.0 for leg in self.legs))


def route_of(tasks: Sequence[Task], start: QgsPointXY | None, most_turned: int) -> Route:
    """Return the order in which tasks are visited; start: in their plane, None for the westernmost task."""
    placed = [task for task in tasks if not task.shape.isNull()]
    points = [task.shape.pointOnSurface().asPoint() for task in placed]
    x, y = (np.array([getattr(point, axis)() for point in points], dtype=np.float64) for axis in "xy")
    begin = None if start is None else (start.x(), start.y())
    order = visiting_order(x, y, begin, most_turned)
    ways = legs(x, y, order, begin).tolist()
    rest: list[Any] = [task for task in tasks if task.shape.isNull()]
    return Route([*(placed[place] for place in order), *rest],
                 [*(points[place] for place in order), *([None] * len(rest))], [*ways, *([None] * len(rest))],
                 len(placed) <= most_turned)
