"""The sheet of one parcel of stock land: what it is, who must act, and its timeline."""
from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

from qgis.core import QgsFeatureRequest, QgsGeometry, QgsProject
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtWidgets import QLabel

from ...cartography.styles import field_title
from ...engine.admin_units import county_name
from ...i18n import tr
from ..colours import alarm_colour
from ..duties.duty_result import plain_title
from ..duties.stock_words import ACTORS, STOCK_CLASSES
from ..models.amounts import area_text, unit_text
from ..models.parcel_steps import steps_of, waits
from ..models.stock_parcels import KINDS, ROUTES
from .parcel_list import route_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsVectorLayer
    from qgis.PyQt.QtWidgets import QWidget

    from ...rules.rule_rows import RuleBook
    from ..models.parcel_steps import Step
    from ..models.stock_parcels import StockParcels

_BOTH = ("ha", "mu")
_HAPPENED, _AGREED = "●", "○"


class ParcelSheet(QLabel):
    """Rich text that can be selected and copied."""

    def __init__(self, parent: QWidget) -> None:
        self._facts = ""  # of the parcel that is shown; Qt tells of palettes before it is made
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse
                                     | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._steps: list[Step] = []
        self._today = date.today()
        self.show_parcel(None, None, None, None)

    def show_parcel(self, parcels: StockParcels | None, row: int | None, layer: QgsVectorLayer | None,
                    book: RuleBook | None) -> None:
        """Tell of a parcel, or that none is chosen."""
        if parcels is None or row is None or layer is None or book is None:
            self._facts = ""
            self.setText(escape(tr("Choose a parcel in the list or on the map.")))
            return
        since, age = parcels.since[row], parcels.age_days[row]
        today = book.date if since is None or age is None else since + timedelta(age)
        place = _place(layer, int(parcels.fids[row]))
        steps = steps_of(QgsProject.instance(), parcels.texts["parcel_id"][row], place, layer.crs(), today)
        told = "<br>".join(tr("{title}: {figure}").format(title=escape(title), figure=escape(figure))
                            for title, figure in _facts(parcels, row, book) if figure)
        self._facts, self._steps, self._today = f"<b>{escape(_heading(parcels, row))}</b><br>{told}", steps, today
        self._tell()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell again in colours that can be read on the new ground."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._facts:
            self._tell()

    def _tell(self) -> None:
        self.setText(self._facts + _timeline(self._steps, self._today))


def _heading(parcels: StockParcels, row: int) -> str:
    parcel = parcels.texts["parcel_id"][row] or f"#{parcels.fids[row]}"
    return tr("{title}: {figure}").format(title=parcel, figure=tr(STOCK_CLASSES[KINDS[parcels.kind[row]]]))


def _facts(parcels: StockParcels, row: int, book: RuleBook) -> Iterator[tuple[str, str]]:
    area, age, since = parcels.area[row] / 100, parcels.age_days[row], parcels.since[row]
    actor, rule = parcels.texts["actor"][row], parcels.texts["rule_id"][row]
    yield plain_title(field_title("area_m2")), ", ".join(f"{area_text(area, unit)} {unit_text(unit)}"
                                                         for unit in _BOTH)
    yield tr("County"), county_name(parcels.county[row])
    for name in ("XMMC", "TDYT", "PCBH"):
        yield field_title(name), parcels.texts[name][row]
    yield field_title("since"), "" if since is None else since.isoformat()
    yield field_title("age_days"), "" if age is None else f"{age:,}"
    yield field_title("route"), route_name(ROUTES[parcels.route[row]])
    yield field_title("actor"), tr(ACTORS[actor]) if actor in ACTORS else actor
    yield field_title("reason"), parcels.texts["reason"][row]
    yield field_title("clause"), book.clause(rule) if rule in book.rows else ""


def _timeline(steps: list[Step], today: date) -> str:
    """Return the steps as rows of a table: when, what, and how long after the one before."""
    if not steps:
        none = tr("No layer of approvals, expropriations or supplies has a date of this parcel.")
        return f"<p>{escape(none)}</p>"
    rows = [_row(step, wait, today) for step, wait in zip(steps, waits(steps))]
    title = tr("Timeline")
    return f"<p><b>{escape(title)}</b></p><table cellspacing='4'>{''.join(rows)}{_ending(today)}</table>"


def _row(step: Step, wait: int | None, today: date) -> str:
    after = "" if not wait else tr("+{days} days").format(days=f"{wait:,}")
    late = tr("overdue, days: {days}").format(days=f"{(today - step.day).days:,}") if step.overdue else ""
    told = [part for part in (step.what, step.document, after, late) if part]
    text = escape(" · ".join(told))
    if step.overdue:
        text = f"<span style='color:{alarm_colour().name()}'>{text}</span>"
    tip = f" title='{escape(step.layer)}'" if step.layer else ""
    return (f"<tr><td>{_AGREED if step.agreed else _HAPPENED}</td><td>{step.day.isoformat()}</td>"
            f"<td{tip}>{text}</td></tr>")


def _ending(today: date) -> str:
    told = tr("day of the check")
    return f"<tr><td>■</td><td>{today.isoformat()}</td><td>{escape(told)}</td></tr>"


def _place(layer: QgsVectorLayer, fid: int) -> QgsGeometry | None:
    """Return a point inside a parcel, None where it has no shape."""
    feature = next(layer.getFeatures(QgsFeatureRequest(fid).setNoAttributes()), None)
    shape = QgsGeometry() if feature is None else feature.geometry().pointOnSurface()
    return None if shape.isNull() else shape
