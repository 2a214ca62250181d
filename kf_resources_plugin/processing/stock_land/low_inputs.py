"""The inputs of kf:lowefficiencyland: land with economics, and where given industries, plan, renewal and buildings."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.low_efficiency import DANGER_SHARE, IDLE_SHARE, OLD_SHARE, with_words
from ...engine.rule_store import load_class_systems
from ...i18n import tr
from ...rules.codes import PLANNING
from ...rules.low_efficiency import CLEAR, FLAGGED, UNKNOWN, at_least
from ...rules.said_words import answer
from ...rules.text import clean, numbers, some, truth
from .economics_inputs import PARCELS, ROLES, SCHEMA, EconomicsInputs, texts_of, year_of

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.reading import PolygonTable
    from ...rules.areas import Bools, Floats, Ints
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .economics_inputs import RatedLand

INDUSTRIES, PLANNED, RENEWAL, BUILDINGS = "INDUSTRIES", "PLANNED", "RENEWAL", "BUILDINGS"
LAYERS = {INDUSTRIES: "prohibited_industries", PLANNED: "planned_land_use", RENEWAL: "renewal_areas",
          BUILDINGS: "buildings"}
"""Layer parameters beside land and economics, and the roles they play."""
MORE = {"catalogue": "CYML", "current": "TDYT", "planned": "GHYT", "renewal": "GXLX", "footprint": "JDMJ",
        "idle": "XZMJ", "danger": "WFMJ", "built_year": "JCND", "unit": "XZQDM"}
"""What parcels may tell beside their economics, by the field that says so."""
BUILDING_FIELDS = {"STOREYS_FIELD": "storeys", "BUILT_YEAR_FIELD": "built_year", "DANGER_FIELD": "danger",
                   "IDLE_FIELD": "idle"}
_OVER = (PLANNED, RENEWAL, BUILDINGS)


class LowInputs(EconomicsInputs):
    """Inputs under the names that kf:lowefficiencyland gives them."""

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = [*super().problems(), *self.layer_problems(*_OVER, "UNITS"), *self.lost_files(INDUSTRIES),
                 *self.field_problems(),
                 *self.missing_field(INDUSTRIES, "INDUSTRY_FIELD", SCHEMA, "kind", required=True),
                 *self.missing_field(RENEWAL, "RENEWAL_NAME_FIELD"),
                 *self.missing_field(PLANNED, "PLANNED_USE_FIELD")]
        for parameter, standard in BUILDING_FIELDS.items():
            found += self.missing_field(BUILDINGS, parameter, "buildings", standard)
        if self.has(PARCELS) and not self.has_places and any(self.has(name) for name in _OVER):
            found.append(tr("Layer “{layer}” has no polygons: other layers cannot be laid over a table. Give polygons, "
                            "or leave these layers out.").format(layer=self.label(PARCELS)))
        return found

    def industries(self, book: RuleBook, progress: Progress) -> list[str] | None:
        """Return the industries that are prohibited, None where no list was given."""
        if not self.has(INDUSTRIES):
            return None
        field = self.field(INDUSTRIES, "INDUSTRY_FIELD", SCHEMA, "kind") or ""
        table = self.rows(INDUSTRIES, LAYERS[INDUSTRIES], [field], book, progress)
        return [text for text in texts_of(table, field) if text]

    def planned(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                progress: Progress) -> tuple[PolygonTable, list[str]]:
        """Return (the layer of planned use; the use of each row in words)."""
        chosen = self.field(PLANNED, "PLANNED_USE_FIELD", "ghydyh", "YDYHFLMC")
        code = self.standard_fields(PLANNED, "ghydyh", {"code": "YDYHFLDM"})["code"]
        table = self.polygons(PLANNED, LAYERS[PLANNED], sorted({f for f in (chosen, code) if f}), crs, kernel, book,
                              progress)
        systems = load_class_systems()
        infos = {text: systems.info(PLANNING, text) for text in set(texts_of(table, code))}
        named = {text: info.name("zh") if info else "" for text, info in infos.items()}
        return table, [use or named[text] for use, text in zip(texts_of(table, chosen), texts_of(table, code))]

    def renewal(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                progress: Progress) -> tuple[PolygonTable, list[str]]:
        """Return (the areas to be renewed; what each is called)."""
        field = (self.field(RENEWAL, "RENEWAL_NAME_FIELD", SCHEMA, "GXLX")
                 or self.standard_fields(RENEWAL, SCHEMA, {"name": "name"})["name"])
        table = self.polygons(RENEWAL, LAYERS[RENEWAL], [field] if field else [], crs, kernel, book, progress)
        names = texts_of(table, field)
        return table, [name or f"#{fid}" for name, fid in zip(names, table.fids.tolist())]

    def buildings(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                  progress: Progress) -> tuple[PolygonTable, Floats, dict[str, Ints]]:
        """Return (buildings; storeys, NaN for unknown; by criterion the state of each, of what their fields tell)."""
        own = {key: self.field(BUILDINGS, parameter, "buildings", key) for parameter, key in BUILDING_FIELDS.items()}
        table = self.polygons(BUILDINGS, LAYERS[BUILDINGS], sorted({f for f in own.values() if f}), crs, kernel, book,
                              progress)
        marks = {}
        if own["idle"] is not None:
            marks[IDLE_SHARE] = self._idle(table, own["idle"], book)
        if own["danger"] is not None:
            marks[DANGER_SHARE] = dangerous(texts_of(table, own["danger"]), book)
        if own["built_year"] is not None:
            years = self.years(table, own["built_year"], LAYERS[BUILDINGS], book)
            marks[OLD_SHARE] = at_least(book.date.year - years,
                                        float(book.threshold("low_efficiency.old", "old_years")))
        return table, self._storeys(table, own["storeys"], book), marks

    def _idle(self, table: PolygonTable, field: str, book: RuleBook) -> Ints:
        """Return which buildings are idle as their field says; words that say neither are told."""
        yes, no = ([str(word) for word in book.threshold("low_efficiency.density", key)]
                   for key in ("idle_words", "used_words"))
        raw = table.columns[field].tolist()
        said = [answer(value, yes, no) for value in raw]
        states = np.array([{True: FLAGGED, False: CLEAR, None: UNKNOWN}[each] for each in said], dtype=np.float64)
        wrong = (states == UNKNOWN) & np.array([bool(clean(value)) for value in raw], dtype=bool)
        self._told(table, field, states, wrong, LAYERS[BUILDINGS], book)
        return states.astype(np.int64)

    def parts_of(self, land: RatedLand, own: dict[str, Floats], book: RuleBook) -> dict[str, Floats]:
        """Return areas of parcels without those that are larger than what they are a part of, which are told.

        own: float64 (parcels,) m² as ``shares_of_floor`` takes them.
        """
        wholes = {"footprint": land.parcel_area, "idle": own["floor_area"], "danger": own["floor_area"]}
        found = dict(own)
        for key, whole in wholes.items():
            wrong = np.round(own[key], 2) > np.round(whole, 2)
            if wrong.any():
                self.findings.append(book.finding(
                    "low_efficiency.part_over_whole", role=ROLES[PARCELS], place=key, layer=land.table.name,
                    field=land.own[key], count=int(wrong.sum()), fids=some(land.table.fids[wrong].tolist())))
            found[key] = np.where(wrong, np.nan, own[key])
        return found

    def _storeys(self, table: PolygonTable, field: str | None, book: RuleBook) -> Floats:
        if field is None:
            return np.full(len(table), np.nan)
        values, bad = numbers(table.columns[field])
        wrong = values <= 0
        wrong[bad] = True
        return self._told(table, field, values, wrong, LAYERS[BUILDINGS], book)

    def years(self, table: PolygonTable, field: str | None, role: str, book: RuleBook) -> Floats:
        """Return the years in a column, float64; NaN for none, for days to come and for what cannot be one: told."""
        if field is None:
            return np.full(len(table), np.nan)
        raw = table.columns[field].tolist()
        years = [year_of(value) for value in raw]
        values = np.array([np.nan if year is None else year for year in years], dtype=np.float64)
        oldest = book.date.year - int(book.threshold("low_efficiency.old", "oldest_years"))
        wrong = np.isnan(values) & np.array([bool(clean(value)) for value in raw], dtype=bool)
        return self._told(table, field, values, wrong | (values > book.date.year) | (values < oldest), role, book)

    def _told(self, table: PolygonTable, field: str, values: Floats, wrong: Bools, role: str, book: RuleBook) -> Floats:
        """Return the values without those that are wrong, which are told."""
        if wrong.any():
            self.findings.append(book.finding(
                "low_efficiency.value_unusable", role=role, place=f"{role} {field}", layer=table.name, field=field,
                count=int(wrong.sum()), fids=some(table.fids[wrong].tolist())))
        return np.where(wrong, np.nan, values)


def dangerous(grades: list[str], book: RuleBook) -> Ints:
    """Return the state of buildings by their grade or by yes and no: FLAGGED for one of the rule's words."""
    words = [str(word) for word in book.threshold("low_efficiency.old", "words")]
    said = {text: truth(text) for text in set(grades)}
    of_words = with_words(grades, words)
    return np.array([state if said[text] is None else FLAGGED if said[text] else CLEAR
                     for text, state in zip(grades, of_words.tolist())], dtype=np.int64)
