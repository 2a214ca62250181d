"""The inputs of kf:heritagezones: sites of the register, lines that were drawn, streets, and the canal."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsWkbTypes

from ...engine.dates import read_date
from ...engine.errors import PlannerError
from ...engine.heritage_lines import DrawnLine, Site
from ...engine.line_parts import joined_lines
from ...engine.near import rows_near
from ...engine.point_reading import places_of
from ...engine.subtraction import unite
from ...engine.wkb import as_wkb_array, wkb_areas
from ...i18n import tr
from ...rules.declared_areas import declared_m2, unit_of_name
from ...rules.heritage_tiers import tier_of, tiers
from ...rules.heritage_zones import CANAL, site_types, type_of
from ...rules.text import clean
from ..land_inputs import LandInputs
from ..reading_findings import first_fids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.reading import FeatureTable, PolygonTable
    from ...engine.wkb import Wkbs
    from ...rules.areas import Floats
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

SITES, DRAWN, BLOCKS, ROADS, CANAL_LAYER = "SITES", "DRAWN", "BLOCKS", "ROADS", "CANAL"
NO_SNAP, BY_BLOCKS, BY_ROADS = "none", "blocks", "roads"
NO_TIER = "none"
SITE_SCHEMA, ZONE_SCHEMA = "heritage_sites", "heritage_zones"
SITE_FIELDS = {"SITE_ID_FIELD": "site_id", "SITE_NAME_FIELD": "name", "SITE_LEVEL_FIELD": "level",
               "SITE_TYPE_FIELD": "site_type"}
DRAWN_FIELDS = {"DRAWN_ID_FIELD": "site_id", "DRAWN_TIER_FIELD": "tier"}
_SAID = ("site_name", "source", "document", "published", "declared_m2")
_LISTED = 20
_ALIKE = 0.01  # by which polygons of one size may differ as they were drawn


class ZoneInputs(LandInputs):
    """Inputs of the zones of heritage sites."""

    def zone_problems(self) -> list[str]:
        """Return what is wrong with layers, fields and settings."""
        found = self.layer_problems(SITES, DRAWN, BLOCKS, ROADS, CANAL_LAYER, "UNITS") + self.field_problems()
        for layer, schema, fields in ((SITES, SITE_SCHEMA, SITE_FIELDS), (DRAWN, ZONE_SCHEMA, DRAWN_FIELDS)):
            for parameter, standard in fields.items():
                found += self.missing_field(layer, parameter, schema, standard)
        wanted = {BY_BLOCKS: BLOCKS, BY_ROADS: ROADS}.get(self.given["SNAP"], "")
        if wanted and not self.has(wanted):
            found.append(tr("Lines are to be brought to streets, but “{layer}” was not given. Choose the layer, or set "
                            "“{parameter}” to none.").format(
                                layer=self._titles[wanted], parameter=self._titles["SNAP"]))
        if self.given["CANAL_ZONES"] and not self.has(CANAL_LAYER):
            found.append(tr("Zones of the canal are to be drawn, but “{layer}” was not given.").format(
                layer=self._titles[CANAL_LAYER]))
        known = tiers(self.trusted_book())
        for word in self._tier_words():
            if not tier_of(word, known):
                found.append(tr("“{word}” in “{parameter}” is no tier. Tiers are: {tiers}.").format(
                    word=word, parameter=self._titles["TIERS"], tiers=", ".join(known)))
        return found

    def wanted_tiers(self, book: RuleBook) -> frozenset[str]:
        """Return the tiers to make: those given, else those of rule ``zone.tiers``."""
        known = tiers(book)
        words = self._tier_words() or [str(word) for word in book.threshold("zone.tiers", "usual")]
        return frozenset(code for code in (tier_of(word, known) for word in words) if code)

    def _tier_words(self) -> list[str]:
        text = (self.given["TIERS"] or "").replace("，", ",").replace("、", ",").replace(";", ",")
        return [word.strip() for word in text.split(",") if word.strip()]

    # -- sites ----------------------------------------------------------------------------------------------------

    def sites(self, kernel: Kernel, book: RuleBook,
              progress: Progress) -> tuple[list[Site], QgsCoordinateReferenceSystem]:
        """Return the sites of the register in its CRS, each id once. Raises PlannerError."""
        own = {parameter: self.field(SITES, parameter, SITE_SCHEMA, standard)
               for parameter, standard in SITE_FIELDS.items()}
        fields = sorted({name for name in own.values() if name})
        table: FeatureTable
        if self.layers[SITES].features.kind == QgsWkbTypes.GeometryType.PointGeometry:
            table = self.read_points(SITES, "heritage_sites", fields, book, progress)
            points = _points(table.wkb)
            shapes = as_wkb_array([b""] * len(table))
        else:
            table = self.read(SITES, "heritage_sites", fields, book, progress.part(0.0, 0.5))
            table = self.repaired(table, "heritage_sites", kernel, book, progress.part(0.5, 1.0))
            points, shapes = [()] * len(table), table.wkb
        columns = {key: _texts(table, name) for key, name in own.items()}
        ids = self._ids(table, columns["SITE_ID_FIELD"], "heritage_sites", book)
        rows_of: dict[str, list[int]] = {}
        for row, site_id in enumerate(ids):
            rows_of.setdefault(site_id, []).append(row)
        known = site_types(book)
        unknown: dict[str, list[int]] = {}
        found = []
        for site_id, rows in rows_of.items():
            first = rows[0]
            name, level, kind = (columns[key][first] for key in list(SITE_FIELDS)[1:])
            told = type_of(kind, name, known)
            if told is None:
                unknown.setdefault(kind, []).append(first)
            if len(rows) > 1:
                self.findings.append(book.finding(
                    "zone.id_twice", subject_id=site_id, subject_name=name, role="heritage_sites", layer=table.name,
                    count=len(rows), fids=first_fids(table, np.array(rows))))
            there = [shapes[row] for row in rows if shapes[row]]
            found.append(Site(site_id, name, level, told or known["other"],
                              unite(kernel, as_wkb_array(there), progress) if there else b"",
                              tuple(place for row in rows for place in points[row]), int(table.fids[first])))
        for value, rows in unknown.items():
            self._note("zone.type_unknown", table, rows, "heritage_sites", book, value=value or None)
        return found, table.crs

    def _ids(self, table: FeatureTable, given: Sequence[str], role: str, book: RuleBook) -> list[str]:
        """Return the ids of rows, ``#`` and the feature id where there is none."""
        missing = [row for row, text in enumerate(given) if not text]
        if missing:
            self._note("zone.id_missing", table, missing, role, book)
        return [text or f"#{table.fids[row]}" for row, text in enumerate(given)]

    # -- lines that were drawn ------------------------------------------------------------------------------------

    def drawn(self, sites: list[Site], crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
              progress: Progress) -> dict[tuple[int, str], DrawnLine]:
        """Return drawn lines by site and tier; sites that only they know are added. Raises PlannerError."""
        if not self.has(DRAWN):
            return {}
        own = {parameter: self.field(DRAWN, parameter, ZONE_SCHEMA, standard)
               for parameter, standard in DRAWN_FIELDS.items()}
        said = self.standard_fields(DRAWN, ZONE_SCHEMA, {key: key for key in _SAID})
        fields = sorted({name for name in (*own.values(), *said.values()) if name})
        table = self.polygons(DRAWN, "heritage_zones", fields, crs, kernel, book, progress)
        codes = self._tiers_drawn(table, own["DRAWN_TIER_FIELD"], book)
        ids = self._ids(table, _texts(table, own["DRAWN_ID_FIELD"]), "heritage_zones", book)
        names = _texts(table, said["site_name"])
        place = {site.site_id: number for number, site in enumerate(sites)}
        new: list[str] = []
        rows_of: dict[tuple[int, str], list[int]] = {}
        for row, code in enumerate(codes):
            if not code or not table.wkb[row]:
                continue
            if ids[row] not in place:
                place[ids[row]] = len(sites)
                sites.append(Site(ids[row], names[row], "", None))
                new.append(ids[row])
            rows_of.setdefault((place[ids[row]], code), []).append(row)
        if new and self.has(SITES):
            self.findings.append(book.finding("zone.drawn_site", role="heritage_zones", layer=table.name,
                                              count=len(new), ids=new[:_LISTED], place="drawn"))
        return {key: _drawn_line(table, rows, said, kernel, progress) for key, rows in rows_of.items()}

    def _tiers_drawn(self, table: PolygonTable, field: str | None, book: RuleBook) -> list[str]:
        """Return the tier of each row, '' for none that can be used, which is noted."""
        known = tiers(book)
        default = "" if self.given["DRAWN_TIER"] == NO_TIER else str(self.given["DRAWN_TIER"])
        texts = _texts(table, field)
        codes: list[str] = []
        bad: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            code = tier_of(text, known)
            code = default if code == "" else code
            if not code or known[code].derived:
                bad.setdefault(text, []).append(row)
                code = ""
            codes.append(code)
        for value, rows in bad.items():
            self._note("zone.drawn_tier", table, rows, "heritage_zones", book, value=value or None)
        return codes

    # -- streets and canal ----------------------------------------------------------------------------------------

    def blocks(self, bounds: Floats, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
               progress: Progress) -> Wkbs | None:
        """Return street blocks, or what roads enclose, near the bounds (rows, 4) of lines; None where none count."""
        if self.given["SNAP"] == NO_SNAP:
            return None
        if self.given["SNAP"] == BY_BLOCKS:
            table = self.polygons(BLOCKS, "street_blocks", (), crs, kernel, book, progress)
            return table.wkb[rows_near(table.bounds, bounds, progress)]
        roads = self.read_lines(ROADS, "street_lines", (), book, progress, crs)
        try:
            faces = kernel.faces(joined_lines(roads.wkb)) if any(roads.wkb) else as_wkb_array([])
        except ValueError as error:
            raise PlannerError(tr("The roads of “{layer}” cannot be cut at their crossings ({reason}). Check the "
                                  "geometry of the layer and run again.").format(
                                      layer=roads.name, reason=error)) from error
        if not len(faces):
            self.findings.append(book.finding("zone.no_faces", role="street_lines", layer=roads.name, place="roads"))
        return faces

    def canal(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
              progress: Progress) -> Site | None:
        """Return the canal as a site where its zones are wanted. Raises PlannerError."""
        if not self.has(CANAL_LAYER):
            return None
        layer = self.layers[CANAL_LAYER]
        if not self.given["CANAL_ZONES"]:
            self.findings.append(book.finding("zone.canal_off", role="canal_line", layer=layer.label, place="canal"))
            return None
        site = Site(CANAL, layer.label, "", None)
        if layer.features.kind == QgsWkbTypes.GeometryType.PolygonGeometry:
            table = self.polygons(CANAL_LAYER, "canal_line", (), crs, kernel, book, progress)
            return replace(site, wkb=unite(kernel, table.wkb[table.wkb != b""], progress))
        lines = self.read_lines(CANAL_LAYER, "canal_line", (), book, progress, crs)
        return replace(site, wkb=joined_lines(lines.wkb), is_line=True)

    def _note(self, rule: str, table: FeatureTable, rows: Sequence[int], role: str, book: RuleBook,
              **values: Any) -> None:
        self.findings.append(book.finding(rule, role=role, layer=table.name, count=len(rows),
                                          fids=first_fids(table, np.array(rows)),
                                          place=f"{role} {values.get('value') or ''}", **values))


def _texts(table: FeatureTable, field: str | None) -> list[str]:
    return [clean(value) for value in table.columns[field]] if field else [""] * len(table)


def _points(wkbs: Wkbs) -> list[tuple[tuple[float, float], ...]]:
    """Return the places of each row, none where it has none."""
    places = places_of(wkbs)
    found: list[list[tuple[float, float]]] = [[] for _ in wkbs]
    for row, x, y in zip(places.row.tolist(), places.x.tolist(), places.y.tolist()):
        found[row].append((x, y))
    return [tuple(each) for each in found]


def _drawn_line(table: PolygonTable, rows: Sequence[int], said: Mapping[str, str | None], kernel: Kernel,
                progress: Progress) -> DrawnLine:
    """Return the polygons of a site in a tier as one line; what fields say is that of the first row that says it."""
    def first(key: str) -> str:
        name = said[key]
        return next((text for row in rows for text in [clean(table.columns[name][row])] if text), "") if name else ""

    field, day = said["declared_m2"], said["published"]
    declared = [declared_m2(table.columns[field][row], unit_of_name(field) or "m2") if field else None for row in rows]
    days = [read_date(table.columns[day][row]) for row in rows] if day else []
    shape = table.wkb[rows[0]] if len(rows) == 1 else unite(kernel, table.wkb[list(rows)], progress)
    return DrawnLine(bytes(shape), first("source") or table.name, first("document"),
                     next((value for value in days if value), None),
                     _declared(declared, table.wkb[list(rows)]))


def _declared(amounts: Sequence[float | None], wkbs: Wkbs) -> float | None:
    """Return what the features of a line declare together, None where one says nothing.

    The same amount of polygons that differ is that of the whole line, repeated.
    """
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts) or not known:
        return None
    areas = wkb_areas(wkbs)
    repeated = len(known) > 1 and min(known) == max(known) and areas.min() < (1.0 - _ALIKE) * areas.max()
    return known[0] if repeated else sum(known)
