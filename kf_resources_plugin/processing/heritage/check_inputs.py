"""The inputs of kf:heritagecheck: register, layers of lines with their tiers, purple and historic lines, blocks, units.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qgis.core import QgsWkbTypes

from ...engine.heritage_records import NO_TIER, Entry, Line
from ...engine.point_reading import places_of
from ...engine.roles import NO_ROLE
from ...engine.schema import load_schema, resolve_field
from ...engine.validity import repair
from ...i18n import tr
from ...rules.declared_areas import computed_fields
from ...rules.findings import finding_id
from ...rules.heritage_check import site_key
from ...rules.heritage_tiers import tier_of
from ...rules.heritage_zones import WIDTH, says_provisional
from ...rules.text import clean, numbers
from ..input_layers import several_key
from ..land_inputs import LandInputs

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.reading import FeatureTable, PolygonTable
    from ...rules.findings import Finding
    from ...rules.heritage_tiers import Tier
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

REGISTER, ZONES, HISTORIC_LINES, PURPLE_LINES, BLOCKS = "REGISTER", "ZONES", "HISTORIC_LINES", "PURPLE_LINES", "BLOCKS"
SITES_SCHEMA, ZONES_SCHEMA = "heritage_sites", "heritage_zones"
SITES_ROLE, ZONES_ROLE, HISTORIC_ROLE, PURPLE_ROLE, BLOCKS_ROLE = (
    "heritage_sites", "heritage_zones", "historic_lines", "purple_lines", "street_blocks")
_SITE_FIELDS = {"SITE_ID_FIELD": "site_id", "NAME_FIELD": "name", "LEVEL_FIELD": "level",
                "SITE_TYPE_FIELD": "site_type"}
_ZONE_FIELDS = {"ZONE_SITE_ID_FIELD": "site_id", "TIER_FIELD": "tier", "ZONE_DECLARED_AREA_FIELD": "declared_m2"}
_MORE_SITE_FIELDS = {"unit_code": "unit_code", "published": "published"}
_MORE_ZONE_FIELDS = {key: key for key in ("site_name", "provisional", "method", "width_m", "published", "document")}
_PLACES = (QgsWkbTypes.GeometryType.PointGeometry, QgsWkbTypes.GeometryType.PolygonGeometry)


@dataclass(frozen=True)
class LineLayer:
    """The lines of one layer, and the polygons they were read from."""

    label: str
    lines: list[Line]
    crs: QgsCoordinateReferenceSystem


class HeritageCheckInputs(LandInputs):
    """Inputs under the names that kf:heritagecheck gives them."""

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = [*self.layer_problems(*self.zone_keys(), HISTORIC_LINES, PURPLE_LINES, BLOCKS, "UNITS"),
                 *(self.layer_problems(REGISTER) if self._has_places() else self.lost_files(REGISTER))]
        for parameter, standard in _SITE_FIELDS.items():
            found += self.missing_field(REGISTER, parameter, SITES_SCHEMA, standard,
                                        required=parameter == "SITE_ID_FIELD")
        found += [self._no_id(key) for key in self.zone_keys() if self._line_field(key, "ZONE_SITE_ID_FIELD") is None]
        for parameter in ("TIER_FIELD", "ZONE_DECLARED_AREA_FIELD"):
            found += self._nowhere(parameter)
        found += self.unit_field_problems()
        if not self.zone_keys():
            found.append(tr("“{parameter}”: there are no lines to check. Choose at least one polygon layer.").format(
                parameter=self._titles[ZONES]))
        return [*found, *self.file_problems(self.book)]

    def zone_keys(self) -> list[str]:
        """Return the keys of the layers of lines among the input layers."""
        return [key for number in range(len(self.layers)) for key in [several_key(ZONES, number)] if key in self.layers]

    def _nowhere(self, parameter: str) -> list[str]:
        """Return that a field the user chose is in none of the layers of lines; one in some of them is enough."""
        missing = [self.missing_field(key, parameter, ZONES_SCHEMA, _ZONE_FIELDS[parameter])
                   for key in self.zone_keys() if self._line_field(key, parameter) is None]
        return [text for texts in missing for text in texts] if len(missing) == len(self.zone_keys()) else []

    def _line_field(self, key: str, parameter: str) -> str | None:
        """Return a layer's own name of a field of lines, None where it has none.

        As chosen for all layers, where this one has it; else as the user said of the layer; else as names tell.
        """
        standard, fields = _ZONE_FIELDS[parameter], self.fields(key)
        chosen = self.given[parameter] or standard
        own = None if fields is None or chosen == standard else resolve_field(fields, chosen, None)
        return own or self.standard_fields(key, ZONES_SCHEMA, {standard: standard})[standard]

    def _no_id(self, key: str) -> str:
        fields = self.fields(key)
        return tr("Layer “{layer}” has no field of site ids (“{field}”). Its fields are: {fields}. Say in the Data "
                  "panel which of them it is, or choose one for all layers in “{parameter}”.").format(
            layer=self.label(key), field=self.given["ZONE_SITE_ID_FIELD"] or "site_id",
            fields=", ".join(fields.names()) if fields is not None else "",
            parameter=self._titles["ZONE_SITE_ID_FIELD"])

    def _has_places(self) -> bool:
        return self.has(REGISTER) and self.layers[REGISTER].features.kind in _PLACES

    # -- the register ---------------------------------------------------------------------------------------------

    def entries(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                progress: Progress) -> list[Entry]:
        """Return the rows of the register; places, if it has any, in ``crs``. Raises PlannerError."""
        own = {standard: self.field(REGISTER, parameter, SITES_SCHEMA, standard)
               for parameter, standard in _SITE_FIELDS.items()}
        own.update(self.standard_fields(REGISTER, SITES_SCHEMA, _MORE_SITE_FIELDS))
        names = sorted({name for name in own.values() if name})
        table, points = self._register(names, crs, kernel, book, progress)
        columns = {key: table.columns[name] if name else [None] * len(table) for key, name in own.items()}
        texts = {key: [clean(value) for value in columns[key]]
                 for key in ("site_id", "name", "level", "site_type", "unit_code")}
        entries = [Entry(**{key: values[row] for key, values in texts.items()}, published=columns["published"][row],
                         fid=fid, wkb=table.wkb[row] if points is None else b"",
                         point=None if points is None else points.get(row))
                   for row, fid in enumerate(table.fids.tolist())]
        self.findings += [book.finding("heritage.entry_no_id", role=SITES_ROLE, source_fid=entry.fid, fid=entry.fid,
                                       layer=table.name, name=entry.name, place=f"{entry.name} {entry.level}")
                          for entry in entries if not entry.key]
        return entries

    def _register(self, names: list[str], crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                  progress: Progress) -> tuple[FeatureTable, dict[int, tuple[float, float]] | None]:
        """Return the register and, where it has points, the first of each row."""
        kind = self.layers[REGISTER].features.kind
        if kind == QgsWkbTypes.GeometryType.PointGeometry:
            points = self.read_points(REGISTER, SITES_ROLE, names, book, progress, target=crs)
            places = places_of(points.wkb)
            rows = zip(places.row.tolist(), zip(places.x.tolist(), places.y.tolist()))
            return points, dict(reversed(list(rows)))
        if kind == QgsWkbTypes.GeometryType.PolygonGeometry:
            return self.polygons(REGISTER, SITES_ROLE, names, crs, kernel, book, progress), None
        table = self.read_table(REGISTER, SITES_ROLE, names, progress)
        if not len(table):
            self.tell_empty(REGISTER, SITES_ROLE, book)
        return table, None

    # -- lines ----------------------------------------------------------------------------------------------------

    def line_layers(self, known: dict[str, Tier], kernel: Kernel, book: RuleBook,
                    progress: Progress) -> list[LineLayer]:
        """Return the layers of lines, repaired, in the CRS of the first one. Raises PlannerError."""
        found: list[LineLayer] = []
        chosen: list[dict[str, str | None]] = []
        for number, key in enumerate(self.zone_keys()):
            part = progress.part(number / len(self.zone_keys()), (number + 1) / len(self.zone_keys()))
            own = {standard: self._line_field(key, parameter) for parameter, standard in _ZONE_FIELDS.items()}
            chosen.append(own.copy())
            own.update(self.standard_fields(key, ZONES_SCHEMA, _MORE_ZONE_FIELDS))
            own["declared_m2"] = own["declared_m2"] or (None if self.chosen_area else self._computed_area(key, book))
            table = self._valid_lines(key, ZONES_ROLE, own, found[0].crs if found else None, kernel, book, part)
            tier = NO_TIER if own["tier"] else self._tier_of_layer(key, known)
            found.append(LineLayer(self.label(key), _lines(table, own, tier, known), table.crs))
        for parameter, standard in _ZONE_FIELDS.items():
            names = [own[standard] for own in chosen]
            self.resolved[parameter] = names[0] if len(set(names)) == 1 else names
        return found

    @property
    def chosen_area(self) -> str:
        """Return the field of declared areas that the user chose, '' for none."""
        chosen = self.given["ZONE_DECLARED_AREA_FIELD"] or ""
        return "" if chosen == _ZONE_FIELDS["ZONE_DECLARED_AREA_FIELD"] else chosen

    def _computed_area(self, key: str, book: RuleBook) -> str | None:
        """Return the field in which a GIS keeps areas, for want of one of declared areas; None for none."""
        fields, known = self.fields(key), computed_fields(book)
        return None if fields is None else next((name for name in fields.names() if name.casefold() in known), None)

    def derived_lines(self, name: str, role: str, tier: str, crs: QgsCoordinateReferenceSystem, kernel: Kernel,
                      book: RuleBook, progress: Progress) -> list[Line]:
        """Return the polygons of a layer of purple or historic lines, [] when it was omitted. Raises PlannerError."""
        fields = self.fields(name)
        if fields is None:
            return []
        wanted = {"site_id": "site_id", "site_name": "site_name", "declared_m2": "declared_m2"}
        own: dict[str, str | None] = {key: None for key in (*_ZONE_FIELDS.values(), *_MORE_ZONE_FIELDS)}
        own.update({key: resolve_field(fields, code, load_schema(ZONES_SCHEMA)) for key, code in wanted.items()})
        return _lines(self._valid_lines(name, role, own, crs, kernel, book, progress), own, tier, {})

    def blocks(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
               progress: Progress) -> PolygonTable | None:
        """Return the street blocks, repaired, None when omitted. Raises PlannerError."""
        return self.polygons(BLOCKS, BLOCKS_ROLE, (), crs, kernel, book, progress) if self.has(BLOCKS) else None

    def _tier_of_layer(self, key: str, known: dict[str, Tier]) -> str:
        """Return the tier that a layer is named after, else the first one of its role."""
        named = tier_of(self.label(key), known)
        role = self.layers[key].role
        return named or next((tier.code for tier in known.values() if tier.role == role and role not in {"", NO_ROLE}),
                             NO_TIER)

    def _valid_lines(self, name: str, role: str, own: dict[str, str | None], crs: QgsCoordinateReferenceSystem | None,
                     kernel: Kernel, book: RuleBook, progress: Progress) -> PolygonTable:
        """Read lines and repair them; what was repaired is told of the site."""
        names = sorted({field for field in own.values() if field})
        table = self.read(name, role, names, book, progress.part(0.0, 0.5), target=crs)
        mended, found = repair(table, kernel, book, progress.part(0.5, 1.0), role=role)
        row_of = {fid: row for row, fid in enumerate(table.fids.tolist())}
        self.findings += [_of_site(item, table, row_of[item.source_fid or 0], own) for item in found]
        return mended


def _of_site(item: Finding, table: PolygonTable, row: int, own: dict[str, str | None]) -> Finding:
    """Return a finding about a feature as one about its site."""
    site, tier = (clean(table.columns[name][row]) if name else "" for name in (own["site_id"], own["tier"]))
    return replace(item, subject_id=site, finding_id=finding_id(item.rule_id, site_key(site), tier, table.name))


def _lines(table: PolygonTable, own: dict[str, str | None], tier: str, known: dict[str, Tier]) -> list[Line]:
    """Return the rows of a layer; tier: of a layer without a field for it."""
    nothing = [None] * len(table)
    columns = {key: table.columns[name] if name else nothing for key, name in own.items()}
    fields = frozenset(key for key, name in own.items() if name)
    wide = numbers(columns["width_m"])[0] > 0
    lines = []
    for row, fid in enumerate(table.fids.tolist()):
        said = clean(columns["tier"][row])
        texts = {key: clean(columns[key][row]) for key in ("site_id", "site_name", "method", "document")}
        lines.append(Line(
            texts["site_id"], texts["site_name"], (tier_of(said, known) or NO_TIER) if said else tier, said,
            table.wkb[row], fid, table.name, columns["declared_m2"][row],
            says_provisional(columns["provisional"][row]),
            _method(texts["method"], wide=bool(wide[row])), columns["published"][row], texts["document"], fields,
            own["declared_m2"] or ""))
    return lines


def _method(text: str, *, wide: bool) -> str:
    """Return how a line was drawn, in the words of the schema; a line that tells a width only was drawn by it."""
    return WIDTH if "宽" in text or (wide and not text) else text.lower()
