"""A register and lines of heritage sites, written out, and a check of them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing

from tests.builders import layer_of, rows_of
from tests.processing.places import box

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

WANTED = {name: "memory:" for name in ("FINDINGS", "FINDING_POINTS", "SUMMARY")}
SITE_FIELDS = {"site_id": "text", "name": "text", "level": "text", "site_type": "text", "unit_code": "text",
               "published": "text"}
LINE_FIELDS = {"site_id": "text", "tier": "text", "declared_m2": "real", "provisional": "integer", "method": "text",
               "published": "text", "document": "text"}
PAPERS = {"published": "1996-11-20", "document": "国发〔1996〕47号"}
QUIET = {"not_given", "papers_missing"}
"""What every run over a register and lines alone says, and over lines without papers."""


def register(*rows: dict[str, Any], name: str = "register") -> QgsVectorLayer:
    """Return a table of sites."""
    return layer_of([(None, row) for row in rows], SITE_FIELDS, geometry="None", crs="", name=name)


def line(site: Any, tier: str | None, shape: str | None, **more: Any) -> tuple[str | None, dict[str, Any]]:
    """Return the row of one line, published like the city wall."""
    return shape, {"site_id": site, "tier": tier, **PAPERS, **more}


def lines(*rows: tuple[str | None, dict[str, Any]], name: str = "lines", crs: str = "EPSG:4526") -> QgsVectorLayer:
    """Return a layer of lines."""
    return layer_of(rows, LINE_FIELDS, name=name, crs=crs)


def ring(*boxes: tuple[float, float, float, float]) -> str:
    """Return the first rectangle without the others, which lie in it."""
    return "POLYGON(" + ",".join(box(*one).removeprefix("POLYGON(").removesuffix(")") for one in boxes) + ")"


def parts(*boxes: tuple[float, float, float, float]) -> str:
    """Return rectangles as the parts of one polygon."""
    return "MULTIPOLYGON(" + ",".join(box(*one).removeprefix("POLYGON") for one in boxes) + ")"


def run(sites: QgsVectorLayer, zones: QgsVectorLayer | list[QgsVectorLayer], **parameters: Any) -> dict[str, Any]:
    """Run the check on a fixed day, everything in memory."""
    return processing.run("kf:heritagecheck", {**WANTED, "REGISTER": sites, "ZONES": zones,
                                               "RULES_DATE": "2026-01-01", **parameters})


def told(result: dict[str, Any], *fields: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return what the findings of each heritage rule say, without the word ``heritage.`` and what every run says."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for rule, *values in rows_of(result["FINDINGS"], "rule_id", *(fields or ("subject_id",))):
        key = rule.replace("heritage.", "")
        if key not in QUIET:
            found.setdefault(key, []).append(tuple(values))
    return found


def summary(result: dict[str, Any], *fields: str) -> dict[str, tuple[Any, ...]]:
    """Return fields of the table of sites by site."""
    return {row[0]: row[1:] for row in rows_of(result["SUMMARY"], "site_id", *fields)}
