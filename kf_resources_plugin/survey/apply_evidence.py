"""Photo evidence of a package put into the evidence layer of the office, its photos named from the project's folder."""
from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsFeature, QgsGeometry

from ..compat import is_null
from ..engine.errors import PlannerError
from ..i18n import tr
from .layer_command import one_command

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateTransformContext, QgsVectorLayer

_ID, _PHOTO, _PARCEL, _SUBJECT = "evidence_id", "photo", "parcel_uid", "subject"


def add_evidence(target: QgsVectorLayer, came: QgsVectorLayer, home: str, transforms: QgsCoordinateTransformContext,
                 title: str) -> int:
    """Add the points that are not there yet, as one command; return how many.

    A photo below ``home``, the folder of the project, is named from there; a parcel is named by its own id where it has
    one. Raises PlannerError, and then nothing is changed.
    """
    names = set(target.fields().names())
    there = {one[_ID] for one in target.getFeatures() if not is_null(one[_ID])} if _ID in names else set()
    new = [one for one in came.getFeatures() if is_null(one[_ID]) or one[_ID] not in there]
    if not new:
        return 0
    change = QgsCoordinateTransform(came.crs(), target.crs(), transforms)
    with one_command(target, title):
        if not all(target.addFeature(_point(one, target, change, home)) for one in new):
            raise PlannerError(tr("Layer “{layer}” did not take the evidence; nothing was changed in it.").format(
                layer=target.name()))
    return len(new)


def _point(came: QgsFeature, target: QgsVectorLayer, change: QgsCoordinateTransform, home: str) -> QgsFeature:
    feature = QgsFeature(target.fields())
    values = dict(zip(came.fields().names(), came.attributes()))
    if not is_null(values[_PHOTO]):
        values[_PHOTO] = _from_home(str(values[_PHOTO]), home)
    if not is_null(values[_SUBJECT]) and values[_SUBJECT]:
        values[_PARCEL] = values[_SUBJECT]
    for name, value in values.items():
        place = target.fields().lookupField(name)
        if name != "fid" and place >= 0:
            feature.setAttribute(place, value)
    shape = QgsGeometry(came.geometry())
    if not shape.isNull():
        try:
            shape.transform(change)
        except QgsCsException:  # a place that is nowhere on earth; what was seen is kept
            shape = QgsGeometry()
    feature.setGeometry(shape)
    return feature


def _from_home(photo: str, home: str) -> str:
    """Return a photo's path from the project's folder, absolute where it lies elsewhere."""
    if not home:
        return photo
    try:
        inside = os.path.relpath(photo, home)
    except ValueError:  # another drive of Windows
        return photo
    return photo if inside.startswith("..") else Path(inside).as_posix()
