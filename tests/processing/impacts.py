"""Projects, parcels, demolitions, lines of sites and what is said of them, for the tests of kf:heritageimpact."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing

from tests.builders import layer_of, rows_of

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

WANTED = {name: "memory:" for name in ("VERDICT", "HITS", "FARMLAND", "FINDINGS", "FINDING_POINTS")}
ZONE_FIELDS = {"site_id": "text", "site_name": "text", "tier": "text", "level": "text", "provisional": "integer"}
LISTED = {"S1": ("铁塔", "national"), "S2": ("刘青霞故居", "provincial"), "S3": ("州桥", "municipal"),
          "S4": ("关帝庙", "county"), "S5": ("老井", "unrated"), "W": ("开封城墙", "national")}
"""Name and level of some sites."""


def projects(*rows: tuple[str | None, str, str | None], **more: str) -> QgsVectorLayer:
    """Return project footprints; a row is (WKT, id, class)."""
    return layer_of([(shape, {"XMDM": key, "XMLX": word}) for shape, key, word in rows],
                    {"XMDM": "text", "XMLX": "text", **more}, name="projects")


def zones(*rows: tuple[str | None, str | None, str | None], name: str = "zones", crs: str = "EPSG:4526",
          **fields: str) -> QgsVectorLayer:
    """Return lines of sites; a row is (WKT, site, tier), names and levels are those of ``LISTED``."""
    listed = [(shape, site, tier, *LISTED.get(site or "", (None, None))) for shape, site, tier in rows]
    return layer_of([(shape, {"site_id": site, "tier": tier, "site_name": called, "level": level})
                     for shape, site, tier, called, level in listed], {**ZONE_FIELDS, **fields}, name=name, crs=crs)


def parcels(*rows: tuple[str | None, str, str | None]) -> QgsVectorLayer:
    """Return parcels to be supplied; a row is (WKT, id, how)."""
    return layer_of([(shape, {"DKBH": key, "GDFS": how}) for shape, key, how in rows],
                    {"DKBH": "text", "GDFS": "text"}, name="parcels")


def buildings(*rows: tuple[str | None, str, str | None], geometry: str = "MultiPolygon") -> QgsVectorLayer:
    """Return buildings to be demolished; a row is (WKT, id, kind)."""
    return layer_of([(shape, {"FWBH": key, "building_kind": kind}) for shape, key, kind in rows],
                    {"FWBH": "text", "building_kind": "text"}, geometry=geometry, name="buildings")


def impact(**parameters: Any) -> dict[str, Any]:
    """Judge by the rules of 2025-06-01 unless told otherwise."""
    result: dict[str, Any] = processing.run("kf:heritageimpact", {**WANTED, "RULES_DATE": "2025-06-01", **parameters})
    return result


def verdicts(result: dict[str, Any], *fields: str) -> dict[str, Any]:
    """Return the verdict, or the named fields, by subject."""
    wanted = fields or ("verdict",)
    return {row[0]: row[1] if len(wanted) == 1 else row[1:]
            for row in rows_of(result["VERDICT"], "subject_id", *wanted)}


def hits(result: dict[str, Any], *fields: str) -> dict[tuple[str, str, str], Any]:
    """Return the named fields of pieces by subject, site and tier."""
    return {row[:3]: row[3] if len(fields) == 1 else row[3:]
            for row in rows_of(result["HITS"], "subject_id", "site_id", "tier", *fields)}


def rules(result: dict[str, Any]) -> list[str]:
    """Return the rules of all findings, sorted."""
    return sorted(rule for rule, in rows_of(result["FINDINGS"], "rule_id"))


def messages(result: dict[str, Any], rule: str) -> list[str]:
    """Return what the findings of a rule say."""
    return [message for found, message in rows_of(result["FINDINGS"], "rule_id", "message") if found == rule]
