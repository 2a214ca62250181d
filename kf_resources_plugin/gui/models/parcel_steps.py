"""What happened to a parcel and when: from a register of events where the project has one, else from the layers of
approvals, expropriations and supplies, which name it or lie where it lies.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsExpression,
    QgsFeatureRequest,
    QgsGeometry,
    QgsRectangle,
    QgsVectorLayer,
)

from ...engine.dates import read_date
from ...engine.field_map import mapped_field
from ...engine.roles import layers_by_role, schema_of
from ...i18n import language, tr
from ...rules.text import clean
from ..duties.stock_words import EVENTS, STOCK_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qgis.core import QgsFeature, QgsProject

_ROLES = ("stock_land", "approvals", "expropriations", "supplies")
_DATES = {"PZRQ": "PZWH", "ZSWCRQ": "", "GDRQ": "HTBH", "YDDGRQ": "", "SJDGRQ": "", "ZZRQ": "", "YDJGRQ": ""}
"""Fields of days with the field of the document that is told beside them, '' for none."""
_DONE_BY = {"YDDGRQ": "SJDGRQ"}
"""What was agreed, and the field that tells that it was done; what only was agreed has ''."""
_AGREED = frozenset({"YDDGRQ", "YDJGRQ"})
_EVENT_FIELDS = frozenset({"parcel_id", "event_id", "kind", "day", "class", "document"})
_MOST = 50  # features of one layer


@dataclass(frozen=True, order=True)
class Step:
    """Something that happened on a day, or was agreed for it; overdue: the day is over and it has not happened.

    layer: the name of the layer that says so.
    """

    day: date
    what: str
    document: str = ""
    layer: str = ""
    agreed: bool = False
    overdue: bool = False


def steps_of(project: QgsProject, parcel: str, place: QgsGeometry | None, crs: Any, today: date) -> list[Step]:
    """Return the steps of a parcel, the earliest first; today: the day by which agreed ones should be done.

    place: a point of it in ``crs``, None where nobody knows where it lies.
    """
    events = sorted({step for layer in _event_layers(project) for step in _events(layer, parcel)})
    return events or _dated(project, parcel, place, crs, today)


def waits(steps: Iterable[Step]) -> list[int | None]:
    """Return the days that passed since the step before, None for the first."""
    days = [step.day for step in steps]
    return [None, *((later - earlier) // timedelta(1) for earlier, later in zip(days, days[1:]))][:len(days)]


def _event_layers(project: QgsProject) -> Iterator[QgsVectorLayer]:
    for layer in project.mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and layer.isValid() and set(layer.fields().names()) >= _EVENT_FIELDS:
            yield layer


def _events(layer: QgsVectorLayer, parcel: str) -> Iterator[Step]:
    for feature in _named(layer, "parcel_id", parcel):
        day = read_date(feature["day"])
        if day is not None:
            event, kind = clean(feature["kind"]), clean(feature["class"])
            event = tr(EVENTS[event]) if event in EVENTS else event
            called = tr(STOCK_CLASSES[kind]) if kind in STOCK_CLASSES else kind
            yield Step(day, tr("{event}: {text}").format(event=event, text=called),
                       clean(feature["document"]), layer.name())


def _dated(project: QgsProject, parcel: str, place: QgsGeometry | None, crs: Any, today: date) -> list[Step]:
    by_role = layers_by_role(project)
    met: dict[tuple[str, date], Step] = {}
    for role in _ROLES:
        layer = by_role.get(role)
        if isinstance(layer, QgsVectorLayer):
            for name, step in _days(layer, role, parcel, place, crs):
                met.setdefault((name, step.day), step)
    there = {name for name, _ in met}
    return sorted(Step(step.day, step.what, step.document, step.layer, name in _AGREED,
                       name in _DONE_BY and _DONE_BY[name] not in there and step.day < today)
                  for (name, _), step in met.items())


def _days(layer: QgsVectorLayer, role: str, parcel: str, place: QgsGeometry | None,
          crs: Any) -> Iterator[tuple[str, Step]]:
    """Yield the days that a layer knows of a parcel, by standard field."""
    schema = schema_of(role)
    own = {name: mapped_field(layer, name, schema).field for name in (*_DATES, *_DATES.values(), "parcel_id") if name}
    titles = {field.name: field.zh if language() == "zh" else field.en for field in schema.fields} if schema else {}
    found = list(_named(layer, own["parcel_id"], parcel)) or list(_around(layer, place, crs))
    for feature in found:
        for name, document in _DATES.items():
            day = read_date(feature[own[name]]) if own[name] else None
            if day is not None:
                told = clean(feature[own[document]]) if document and own[document] else ""
                yield name, Step(day, titles.get(name, name), told, layer.name())


def _named(layer: QgsVectorLayer, field: str, parcel: str) -> Iterator[QgsFeature]:
    """Yield the features that have the id of a parcel."""
    if field and parcel:
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setLimit(_MOST)
        request.setFilterExpression(QgsExpression.createFieldEqualityExpression(field, parcel))
        yield from layer.getFeatures(request)


def _around(layer: QgsVectorLayer, place: QgsGeometry | None, crs: Any) -> Iterator[QgsFeature]:
    """Yield the features that hold a point."""
    if place is None or not layer.isSpatial():
        return
    point = QgsGeometry(place)
    try:
        point.transform(QgsCoordinateTransform(crs, layer.crs(), layer.transformContext()))
    except QgsCsException:
        return
    spot = point.asPoint()
    request = QgsFeatureRequest().setFilterRect(QgsRectangle(spot, spot)).setLimit(_MOST)
    for feature in layer.getFeatures(request):
        if feature.geometry().contains(spot):
            yield feature
