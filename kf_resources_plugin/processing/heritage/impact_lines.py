"""The lines of heritage sites as planners have them, and the register: ZONES, TIER_LAYERS and REGISTER."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ...engine.heritage_impact_zones import DrawnLines
from ...engine.near import rows_near
from ...engine.reading import joined
from ...i18n import tr
from ...rules.heritage_impact import UNKNOWN
from ...rules.heritage_tiers import tier_of, tiers
from ...rules.heritage_zones import says_provisional
from ...rules.text import clean
from ..mask_inputs import MaskInputs
from .impact_sites import Register, SiteRows, read_sites

if TYPE_CHECKING:

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.reading import FeatureTable, PolygonTable
    from ...rules.areas import Floats
    from ...rules.heritage_tiers import Tier
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .impact_sites import Site

_ZONES, _SITES = "heritage_zones", "heritage_sites"
LINE_FIELDS = {
    "ZONE_SITE_FIELD": ("ZONES", _ZONES, "site_id"), "ZONE_NAME_FIELD": ("ZONES", _ZONES, "site_name"),
    "ZONE_TIER_FIELD": ("ZONES", _ZONES, "tier"), "ZONE_LEVEL_FIELD": ("ZONES", _SITES, "level"),
    "REGISTER_ID_FIELD": ("REGISTER", _SITES, "site_id"), "REGISTER_LEVEL_FIELD": ("REGISTER", _SITES, "level"),
    "REGISTER_TYPE_FIELD": ("REGISTER", _SITES, "site_type"),
}
"""(layer, schema, standard name) of the fields of lines and register, by parameter."""
_ZONE_FIELDS = {"site": "site_id", "name": "site_name", "tier": "tier", "provisional": "provisional"}
_MOST_TOLD = 20  # strange words of a layer


@dataclass(frozen=True)
class Lines:
    """Lines of all layers near what is judged, and the sites they are of; shaped: any layer holds a shape at all."""

    drawn: DrawnLines
    sites: dict[str, Site]
    shaped: bool


class LineInputs(MaskInputs):
    """Inputs of an algorithm that takes lines of sites; layers of single tiers are told by their role."""

    LAYERS: ClassVar = "TIER_LAYERS"
    TOLD: ClassVar = "TIER_LAYER_ROLES"
    FIELDS: ClassVar[dict[str, tuple[str, str, str]]] = LINE_FIELDS

    def own_field(self, parameter: str) -> str | None:
        """Return a layer's own name of the field of a parameter of ``FIELDS``, None where it has none."""
        layer, schema, standard = self.FIELDS[parameter]
        return self.field(layer, parameter, schema, standard)

    def lines(self, crs: QgsCoordinateReferenceSystem, boxes: Floats | None, kernel: Kernel, book: RuleBook,
              progress: Progress) -> Lines:
        """Return the lines near boxes, all without any, repaired, with their sites. Raises PlannerError."""
        keys = [*(["ZONES"] if self.has("ZONES") else []), *(key for _, key in self.layers_of(line_roles(book)))]
        tables: list[PolygonTable] = []
        rows: list[SiteRows] = []
        shaped = False
        for number, key in enumerate(keys):
            part = progress.part(0.9 * number / len(keys), 0.9 * (number + 1) / len(keys))
            fields = self._zone_fields(key)
            role = self._role_of(key, book)
            whole = self.read(key, role, sorted({field for field in fields.values() if field}), book,
                              part.part(0.0, 0.5), target=crs)
            shaped |= any(whole.wkb)
            near = whole if boxes is None else whole.take(rows_near(whole.bounds, boxes, progress))
            table = self.repaired(near, role, kernel, book, part.part(0.5, 1.0))
            texts = {name: texts_of(table, field) for name, field in fields.items()}
            tables.append(table)
            rows.append(self._site_rows(table, texts, self._single_tier(role, book), book))
        together = SiteRows.joined(rows)
        drawn = joined(tables)
        sites, found = read_sites(together, self._register(book, progress.part(0.9, 1.0)), drawn.name, book)
        self.findings.extend(found)
        return Lines(DrawnLines(drawn, together.keys, together.tiers), sites, shaped)

    def _zone_fields(self, key: str) -> dict[str, str | None]:
        """Return which fields of a layer of lines hold what; for ZONES those that were chosen."""
        fields = self.standard_fields(key, _ZONES, _ZONE_FIELDS)
        fields.update(self.standard_fields(key, _SITES, {"level": "level"}))
        if key == "ZONES":
            for name, parameter in (("site", "ZONE_SITE_FIELD"), ("name", "ZONE_NAME_FIELD"),
                                    ("tier", "ZONE_TIER_FIELD"), ("level", "ZONE_LEVEL_FIELD")):
                fields[name] = self.own_field(parameter)
        return fields

    def _role_of(self, key: str, book: RuleBook) -> str:
        """Return the role of a layer of lines as told or written on it; ZONES without one is of all tiers."""
        roles = line_roles(book)
        told = {own: role for role, own in self.layers_of(roles)}
        written = self.layers[key].role
        return told.get(key) or (written if written in roles else _ZONES)

    def _single_tier(self, role: str, book: RuleBook) -> str:
        """Return the tier of a layer whose role shows one only, '' for none; the united one where there is."""
        of_role = [tier for tier in tiers(book).values() if tier.role == role]
        return next((tier.code for tier in of_role if tier.derived), of_role[0].code if of_role else "")

    def _site_rows(self, table: PolygonTable, texts: dict[str, list[str]], single: str, book: RuleBook) -> SiteRows:
        """Return what the rows of a layer say of their sites and tiers; what they do not say is told."""
        keys = [text or name or f"{table.name}#{fid}" for text, name, fid in zip(
            texts["site"], texts["name"], table.fids.tolist())]
        missing = texts["site"].count("")
        if missing:
            self.findings.append(book.finding("heritage_impact.site_missing", role=_ZONES, place=table.name,
                                              layer=table.name, count=missing))
        names = [name or ("" if text else tr("{layer}, feature {fid}").format(fid=fid, layer=table.name))
                 for text, name, fid in zip(texts["site"], texts["name"], table.fids.tolist())]
        return SiteRows(keys, names, self._tiers(table, texts["tier"], single, book), texts["level"],
                        [says_provisional(text) for text in texts["provisional"]])

    def _tiers(self, table: PolygonTable, texts: list[str], single: str, book: RuleBook) -> list[str]:
        known: dict[str, Tier] = tiers(book)
        words = {text: tier_of(text, known) for text in set(texts)}
        names = [tier.name(book.language) for tier in known.values()]
        strange = sorted(text for text, code in words.items() if code is None)
        self.findings += [book.finding("heritage_impact.tier_word", role=_ZONES, place=f"{table.name} {value}",
                                       layer=table.name, value=value, count=texts.count(value), known=names)
                          for value in strange[:_MOST_TOLD]]
        bare = texts.count("")
        if bare and not single:
            self.findings.append(book.finding("heritage_impact.tier_missing", role=_ZONES, place=table.name,
                                              layer=table.name, count=bare))
        return [UNKNOWN if words[text] is None else words[text] or single or UNKNOWN for text in texts]

    def _register(self, book: RuleBook, progress: Progress) -> Register | None:
        """Return the register as text; None when it was omitted."""
        if not self.has("REGISTER"):
            return None
        fields = {"site": self.own_field("REGISTER_ID_FIELD"), "level": self.own_field("REGISTER_LEVEL_FIELD"),
                  "type": self.own_field("REGISTER_TYPE_FIELD"), **self.standard_fields(
                      "REGISTER", _SITES, {"name": "name"})}
        table = self.read_table("REGISTER", _SITES, sorted({field for field in fields.values() if field}), progress)
        if not len(table):
            self.tell_empty("REGISTER", _SITES, book)
        texts = {name: texts_of(table, field) for name, field in fields.items()}
        return Register(table.name, texts["site"], texts["name"], texts["level"], texts["type"])


def line_roles(book: RuleBook) -> list[str]:
    """Return the roles of layers that hold lines of one tier, and of those that hold all."""
    return sorted({tier.role for tier in tiers(book).values() if tier.role} | {_ZONES})


def texts_of(table: FeatureTable, field: str | None) -> list[str]:
    """Return a column as clean text, '' in every row where there is no such field."""
    return [clean(value) for value in table.columns[field]] if field else [""] * len(table)
