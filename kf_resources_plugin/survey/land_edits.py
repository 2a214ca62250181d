"""Survey parcels split, united, reshaped and given another class: shapes and all attributes that follow, one command.

Nothing is saved; that stays with the user.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import NULL

from ..engine.coverage_edits import merged, reshaped, split
from ..engine.errors import PlannerError
from ..i18n import language, tr
from ..rules.parcel_edits import class_change, highest_numbers, merge, new_areas, next_numbers, with_area
from ..rules.text import clean, listed
from .edit_command import Command, RowEdit, do, own_fields

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from qgis.core import QgsFeature, QgsGeometry

    from ..engine.parcel_rings import Point, Shape
    from .edited_land import EditedLand

_KEY, _NUMBER, _VILLAGE, _AREA, _CLASS = "BSM", "TBBH", "ZLDWDM", "TBMJ", "DLBM"
_COUNTY_AND_LAYER, _KEY_DIGITS = 10, 18
_AT_LEAST_TWO = 2


@dataclass(frozen=True)
class Done:
    """A command that was done, what it did in a line, and what the planner should know besides.

    fids: the parcels that it made or changed, for the selection.
    """

    command: Command
    told: str
    notes: tuple[str, ...]
    fids: tuple[int, ...]


class LandEdits:
    """Edits of one layer; each raises PlannerError where it cannot be, and then nothing is changed."""

    def __init__(self, land: EditedLand) -> None:
        self.land = land
        self._taken: dict[tuple[str, str], list[str]] = {}

    def split(self, line: QgsGeometry, chosen: Collection[int] = ()) -> Done:
        """Cut parcels along a line in the CRS of the layer: those chosen, without a choice all that it crosses.

        The largest part stays the parcel that it was; the others get the next numbers.
        """
        self.land.check_whole()
        features = self.land.near(line.boundingBox())
        cut = set(features) & set(chosen) if chosen else set(features)
        try:
            found = split(self.land.shapes(features), cut, _points(line), self.land.tolerance)
        except PlannerError as error:
            if not chosen:
                raise
            hint = tr("Only the parcels that are selected are cut.")
            raise PlannerError(f"{error} {hint}") from error
        edits: list[RowEdit] = []
        notes: list[str] = []
        self._taken = {}
        whole = {fid: pieces for fid, pieces in found.items() if len(pieces) > 1}
        for fid, pieces in found.items():
            if fid in whole:
                edits += self._parts(features[fid], pieces, notes)
            else:
                edits.append(RowEdit(fid, self.land.geometry(pieces[0])))
        labels = [self.land.number(features[fid]) for fid in whole]
        command = do(self.land.layer, tr("Split parcel {parcel}").format(parcel=_some(labels)), edits)
        new = [change.fid for change in command.changes if change.before is None]
        return Done(command, tr("{parcel} cut into {count} parts").format(
            parcel=_some(labels), count=sum(map(len, whole.values()))), tuple(notes), (*whole, *new))

    def _parts(self, feature: QgsFeature, pieces: Sequence[Shape], notes: list[str]) -> list[RowEdit]:
        values = self.land.values(feature)
        areas = self._areas([feature], pieces, notes)
        first, *others = [self.land.geometry(piece) for piece in pieces]
        edits = [RowEdit(feature.id(), first, self._stored(with_area(values, areas[0], self.land.book)))]
        numbers = self._numbers(values, len(others))
        inherited = self._inherited(feature)
        for place, (geometry, area) in enumerate(zip(others, areas[1:])):
            own = {**{name: given[place] or None for name, given in numbers.items()},
                   **with_area(values, area, self.land.book)}
            edits.append(RowEdit(None, geometry, {**inherited, **self._stored(own)}))
        return edits

    def reshape(self, line: QgsGeometry) -> Done:
        """Let the common border of two parcels run along a line in the CRS of the layer."""
        self.land.check_whole()
        features = self.land.near(line.boundingBox())
        shapes = self.land.shapes(features)
        found = reshaped(shapes, _points(line), self.land.tolerance)
        notes: list[str] = []
        after = self._areas([features[fid] for fid in found.pair], [found.shapes[fid] for fid in found.pair], notes)
        areas = dict(zip(found.pair, after))
        edits = [RowEdit(fid, self.land.geometry(shape), self._stored(with_area(
            self.land.values(features[fid]), areas[fid], self.land.book)) if fid in areas else {})
            for fid, shape in found.shapes.items()]
        labels = [self.land.number(features[fid]) for fid in found.pair]
        before = [self._before(features[fid], area) for fid, area in zip(
            found.pair, self.land.areas([shapes[fid] for fid in found.pair]))]
        told = [tr("{parcel}: {before} → {after} m²").format(parcel=label, before=f"{one:.2f}", after=f"{other:.2f}")
                for label, one, other in zip(labels, before, after)]
        command = do(self.land.layer, tr("Reshape the border of {parcel}").format(parcel=_some(labels)), edits)
        areas_told = tr("Common border moved. {areas}").format(areas=listed(told, language()))
        return Done(command, areas_told, tuple(notes), found.pair)

    def merge(self, fids: Iterable[int]) -> Done:
        """Unite parcels; the largest stays, with the sum of the areas."""
        features = self.land.chosen(fids)
        if len(features) < _AT_LEAST_TWO:
            raise PlannerError(tr("Select at least two parcels that adjoin, then unite them."))
        shapes = self.land.shapes(features)
        every = list(features.values())
        found = merge([self.land.values(feature) for feature in every], self.land.areas(list(shapes.values())),
                      self.land.book)
        if found.against:
            differ = [f"{self.land.title(name)}: {listed((text or '—' for text in texts), language())}"
                      for name, texts in found.against.items()]
            rule = "parcel_edits.merge"
            raise PlannerError(f"{self.land.book.message(rule, differ='; '.join(differ))} "
                               f"{self.land.book.remedy(rule)}")
        whole = merged(list(shapes.values()), self.land.tolerance)
        notes: list[str] = []
        kept = every[found.kept]
        [area] = self._areas(every, [whole], notes)
        notes += [tr("{field} of the largest parcel stays; gone: {values}.").format(
            field=self.land.title(name), values=listed((text or "—" for text in texts), language()))
            for name, texts in found.lost.items()]
        values = self._stored(with_area(self.land.values(kept), area, self.land.book))
        edits = [RowEdit(kept.id(), self.land.geometry(whole), values),
                 *(RowEdit(fid, gone=True) for fid in features if fid != kept.id())]
        label = self.land.number(kept)
        command = do(self.land.layer, tr("Unite parcels to {parcel}").format(parcel=label), edits)
        return Done(command, tr("{count} parcels are one now: {parcel}, {area} m²").format(
            count=len(features), parcel=label, area=f"{area:.2f}"), tuple(notes), (kept.id(),))

    def change_class(self, fids: Iterable[int], code: str, given: Mapping[str, Any]) -> Done:
        """Give parcels another class. given: GDPDJB, GDLX, KCXS, ZZSXDM and GDDB as the planner says, '' for none."""
        new, features = self.land.classes[code], self.land.chosen(fids)
        if not features:
            raise PlannerError(tr("Select the parcels whose class changes."))
        if _CLASS not in self.land.places:
            raise PlannerError(tr("Layer “{layer}” has no field {fields}: choose it in the panel Data, or add "
                                  "it.").format(layer=self.land.layer.name(), fields=_CLASS))
        edits = []
        for feature in features.values():
            change = class_change(self.land.values(feature), new, given, self.land.code_names("ZZSXDM"),
                                  self.land.book)
            if change.missing:
                rule = "parcel_edits.class_change"
                said = {"parcel": self.land.label(feature), "class": f"{new.code} {new.name(language())}",
                        "fields": [self.land.title(name) for name in change.missing]}
                raise PlannerError(f"{self.land.book.message(rule, **said)} {self.land.book.remedy(rule)}")
            if change.values:
                edits.append(RowEdit(feature.id(), values=self._stored(change.values)))
        if not edits:
            raise PlannerError(tr("The parcels have that class already; nothing was changed."))
        labels = _some([self.land.number(features[edit.fid]) for edit in edits if edit.fid is not None])
        title = tr("Class of {parcel} to {code}").format(parcel=labels, code=code)
        command = do(self.land.layer, title, edits)
        return Done(command, tr("{parcel}: {name}").format(parcel=labels, name=f"{code} {new.name(language())}"), (),
                    tuple(features))

    # -- what parcels share ---------------------------------------------------------------------------------------

    def _areas(self, before: Sequence[QgsFeature], after: Sequence[Shape], notes: list[str]) -> list[float]:
        """Return the areas of new parcels on the ground of others; what was not adjusted is noted."""
        signed = [self.land.values(feature).get(_AREA) for feature in before]
        found = new_areas(signed, self.land.areas(after), self.land.book)
        if found.signed_m2 is not None and not found.agrees:
            notes.append(self.land.book.message("parcel_edits.areas", parcel=_some(map(self.land.label, before)),
                                                signed_m2=found.signed_m2, computed_m2=found.computed_m2))
        return list(found.parcels)

    def _before(self, feature: QgsFeature, computed: float) -> float:
        """Return the area that stood in the table, else that of the shape."""
        return new_areas([self.land.values(feature).get(_AREA)], [computed], self.land.book).parcels[0]

    def _numbers(self, values: Mapping[str, Any], count: int) -> dict[str, list[str]]:
        """Return new identifiers for parts of a parcel, by field."""
        found = {}
        for name, within in ((_KEY, ""), (_NUMBER, _VILLAGE)):
            like = clean(values.get(name))
            if name not in values or not like:
                continue
            village = clean(values.get(within))
            head = like[:_COUNTY_AND_LAYER] if len(like) == _KEY_DIGITS else ""
            place = name, village or head
            if place not in self._taken:  # read once for all parcels that a line cuts
                self._taken[place] = highest_numbers(
                    self.land.taken(name, within, values[within]) if village else self.land.taken(name, "", head))
            taken = self._taken[place]
            field = self.land.schema.field(name)
            try:
                found[name] = next_numbers(like, taken, count, field.length if field else len(like))
            except ValueError:
                rule = "parcel_edits.numbers"
                said = {"field": self.land.title(name), "value": like, "count": count}
                raise PlannerError(f"{self.land.book.message(rule, **said)} {self.land.book.remedy(rule)}") from None
            taken += found[name]
        return found

    def _inherited(self, feature: QgsFeature) -> dict[int, Any]:
        """Return what a part takes over: everything that is no key of the table."""
        keys = self.land.layer.primaryKeyAttributes()
        return {place: feature.attribute(place) for place in own_fields(feature.fields()) if place not in keys}

    def _stored(self, values: Mapping[str, Any]) -> dict[int, Any]:
        return {place: NULL if value is None else value for place, value in self.land.by_place(values).items()}


def _points(line: QgsGeometry) -> list[Point]:
    return [(vertex.x(), vertex.y()) for vertex in line.vertices()]


def _some(labels: Iterable[str]) -> str:
    """Return parcels in a few words: the first, and how many more."""
    every = list(labels)
    return every[0] if len(every) == 1 else tr("{first} and {count} more").format(first=every[0],
                                                                                 count=len(every) - 1)

