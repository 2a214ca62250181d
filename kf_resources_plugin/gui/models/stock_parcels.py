"""The parcels of a state of stock land as columns, and what a board counts of them: classes, ways of disposal, ages."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsFeatureRequest, QgsVectorLayerFeatureSource

from ...engine.dates import read_dates
from ...engine.field_map import mapped_field
from ...engine.raw_rows import as_column
from ...engine.roles import schema_of
from ...rules.stock_status import CLASSES, UNDETERMINED, kinds_by_word
from ...rules.text import clean, numbers
from ...rules.unit_levels import code_at
from ...rules.units import LARGEST_AMOUNT, hundredths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    import numpy.typing as npt
    from qgis.core import QgsVectorLayer

    from ...rules.areas import Bools, Ints
    from ...rules.rule_rows import RuleBook

ROLE = "stock_status"
NEEDED = ("parcel_id", "class", "area_m2")
KINDS = (*CLASSES[:-1], "idle", "low_efficiency", UNDETERMINED)
"""Classes of land with those that only a register of disposals knows, in the order they are shown."""
ROUTES = ("collect", "reserve", "supply", "transfer", "")
"""The ways of disposal, the last for land that goes none."""
_TEXTS = ("parcel_id", "PCBH", "TDYT", "XMMC", "actor", "rule_id", "reason")
_NAMES = (*_TEXTS, "unit_code", "class", "route", "area_m2", "since", "age_days")
_ASK_EVERY = 1_000  # rows
_OLDEST_DAYS = 200_000  # what is older is no age of land


@dataclass(frozen=True)
class StockParcels:
    """Rows of a state in its order. area: int64 hundredths of m². kind, route: int64 places in ``KINDS``, ``ROUTES``.

    county: six-digit codes; since: the day a class began; age_days: None where unknown; texts by field, '' for none.
    """

    fids: Ints
    area: Ints
    kind: Ints
    route: Ints
    county: list[str]
    since: list[date | None]
    age_days: list[int | None]
    texts: Mapping[str, list[str]]

    def __len__(self) -> int:
        """Return the number of parcels."""
        return len(self.fids)

    def in_county(self, code: str) -> Bools:
        """Return which parcels lie in a county, all for ''."""
        return np.ones(len(self), dtype=bool) if not code else np.array([one == code for one in self.county], bool)


_NONE: Ints = np.empty(0, dtype=np.int64)
NO_PARCELS = StockParcels(_NONE, _NONE, _NONE, _NONE, [], [], [], {name: [] for name in _TEXTS})


def lacking(layer: QgsVectorLayer) -> list[str]:
    """Return the fields without which a layer is no state of stock land."""
    return [name for name in NEEDED if not mapped_field(layer, name, schema_of(ROLE)).field]


class ParcelsQuestion:
    """The parcels of a layer that lacks no field, as it is now: asked on the layer's thread, answered on any."""

    def __init__(self, layer: QgsVectorLayer, book: RuleBook) -> None:
        """Look at the layer; what it holds is read later."""
        fields = layer.fields()
        places = [fields.lookupField(mapped_field(layer, name, schema_of(ROLE)).field) for name in _NAMES]
        self.rows = int(layer.featureCount())
        self._book, self._places = book, places
        self._fields = [fields.at(place) if place >= 0 else None for place in places]
        self._source = QgsVectorLayerFeatureSource(layer)

    def answer(self, is_cancelled: Callable[[], bool] = lambda: False) -> StockParcels | None:
        """Return the parcels, None where it was cancelled; no class counts as undetermined, no area as nothing."""
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        request.setSubsetOfAttributes([place for place in self._places if place >= 0])
        fids: list[int] = []
        rows: list[list[Any]] = []
        for feature in self._source.getFeatures(request):
            if len(fids) % _ASK_EVERY == 0 and is_cancelled():
                return None
            fids.append(feature.id())
            rows.append(feature.attributes())
        columns: dict[str, list[Any]] = {}
        for name, place, field in zip(_NAMES, self._places, self._fields):
            if is_cancelled():
                return None
            columns[name] = [None] * len(rows) if field is None else as_column(
                [row[place] for row in rows], field).tolist()
        return _parcels(np.array(fids, dtype=np.int64), columns, self._book)


def read_parcels(layer: QgsVectorLayer, book: RuleBook) -> StockParcels:
    """Return the parcels of a layer that lacks no field."""
    return ParcelsQuestion(layer, book).answer() or NO_PARCELS


def _parcels(fids: Ints, columns: Mapping[str, list[Any]], book: RuleBook) -> StockParcels:
    words, places = kinds_by_word(book), {name: number for number, name in enumerate(KINDS)}
    texts = {name: _texts(columns[name]) for name in (*_TEXTS, "unit_code", "class", "route")}
    counties = {code: code_at(code, "county") for code in set(texts["unit_code"])}
    days, _ = numbers(np.array(columns["age_days"], dtype=object))
    amounts, _ = numbers(np.array(columns["area_m2"], dtype=object))
    return StockParcels(
        fids, hundredths(np.where(np.abs(amounts) < LARGEST_AMOUNT, amounts, 0.0)),
        np.array([places.get(words.get(text.lower(), ""), len(KINDS) - 1) for text in texts["class"]], np.int64),
        np.array([ROUTES.index(text) if text in ROUTES else len(ROUTES) - 1 for text in texts["route"]], np.int64),
        [counties[code] for code in texts["unit_code"]], read_dates(columns["since"]),
        [int(day) if 0 <= day <= _OLDEST_DAYS else None for day in days.tolist()],
        {name: texts[name] for name in _TEXTS})


def _texts(column: Iterable[Any]) -> list[str]:
    met: dict[Any, str] = {}
    return [met[value] if value in met else met.setdefault(value, clean(value)) for value in column]


@dataclass(frozen=True)
class CrossTable:
    """Parcels and hundredths of m² by class (rows, as ``KINDS``) and way of disposal (columns, as ``ROUTES``)."""

    parcels: Ints
    area: Ints


def cross_table(found: StockParcels, chosen: Bools) -> CrossTable:
    """Return the sums over the chosen parcels."""
    shape = (len(KINDS), len(ROUTES))
    parcels, area = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    cells = (found.kind[chosen], found.route[chosen])
    np.add.at(parcels, cells, 1)
    np.add.at(area, cells, found.area[chosen])
    return CrossTable(parcels, area)


def with_totals(table: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return a table with a column and a row of sums."""
    wide = np.hstack([table, table.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])
