"""What may stand in a GeoPackage that came back: known tables, and of triggers and indexes only GeoPackage's own.

The triggers are those of the R-tree extension (OGC 12-128, annex F.3, before and from version 1.4 on) and those by
which GDAL counts features, compared word for word. They are never run: the file is only read.
"""
from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from .. import paths
from .form_codes import CODES
from .refused import Refused

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

GEOMETRY = "geom"
_IGNORED = ("layer_styles", "mergin_")  # QGIS's styles and what Mergin keeps; never looked into
_SYSTEM = re.compile(r"gpkg_\w+|sqlite_(sequence|stat[14])")
_RTREE_PARTS = ("", "_node", "_rowid", "_parent")
# GeoPackage's own checks of its own tables: they can refuse a row, and do nothing else
_CHECK = re.compile(r"CREATETRIGGER\W?gpkg_\w+\W?BEFORE(INSERT|UPDATE(OF\W?\w+\W?)?)ON\W?gpkg_\w+\W?FOREACHROWBEGIN"
                    r"(SELECTRAISE\(ABORT,''\)WHERE[^;]+;)+END", re.IGNORECASE)
_LITERAL = re.compile(r"'((?:[^']|'')*)'")
_NAMED = re.compile(r"gpkg_\w+|md_scope|reference_scope|row_id_value|timestamp")
_LONGEST_CHECK = 4_000  # letters; the longest of GeoPackage's own has 900
_KEYS = ("fid", "kf_fid")


def check_objects(connection: sqlite3.Connection, file: str, tables: Collection[str]) -> None:
    """Raise Refused where a file holds anything but these tables of a package and what GeoPackage brings for them."""
    rtrees = {f"rtree_{table}_{GEOMETRY}{part}" for table in tables for part in _RTREE_PARTS}
    triggers = _triggers([*tables, _IGNORED[0], CODES])
    found = set()
    for kind, name, on, sql in connection.execute(
            "SELECT CAST(type AS TEXT), CAST(name AS TEXT), CAST(tbl_name AS TEXT), CAST(sql AS TEXT) "
            "FROM sqlite_master"):
        text = _bare(sql or "")
        if kind == "table":
            fine = _table_fits(name, text, tables, rtrees)
            found.add(name)
        elif kind == "trigger":
            fine = text in triggers.get(name, ()) or _only_refuses(name, on, sql or "")
        else:
            fine = kind == "index" and sql is None
        if not fine:
            raise Refused("survey.return_object", file=file, kind=kind, name=str(name))
    missing = sorted(set(tables) - found)
    if missing:
        raise Refused("survey.return_schema", table=missing[0], reason="—")


def _table_fits(name: str, text: str, tables: Collection[str], rtrees: Collection[str]) -> bool:
    if name in rtrees and name.endswith(f"_{GEOMETRY}"):
        return text == _bare(f'CREATE VIRTUAL TABLE "{name}" USING rtree(id, minx, maxx, miny, maxy)')
    # codes of the drop-downs are the plugin's own and are not read back
    known = name in tables or name == CODES or name in rtrees or _SYSTEM.fullmatch(name) or name.startswith(_IGNORED)
    return bool(known) and text.startswith("CREATETABLE")


def _triggers(tables: Iterable[str]) -> dict[str, set[str]]:
    """Return the texts a trigger may have by its name, without blanks."""
    found: dict[str, set[str]] = {}
    texts = json.loads(paths.resource("survey", "geopackage_triggers.json").read_text(encoding="utf-8"))["triggers"]
    for table in tables:
        for key in _KEYS:
            names = {"t": table, "g": GEOMETRY, "k": key, "r": f"rtree_{table}_{GEOMETRY}"}
            for called, body in texts.items():
                name = called.format(**names)
                found.setdefault(name, set()).add(_bare(f'CREATE TRIGGER "{name}" {body.format(**names)}'))
    return found


def _only_refuses(name: str, on: str, sql: str) -> bool:
    if not (name.startswith("gpkg_") and on.startswith("gpkg_")) or len(sql) > _LONGEST_CHECK:
        return False
    # names may stand in quotes like texts; of texts nothing matters but where they end
    plain = _LITERAL.sub(lambda found: found.group(1) if _NAMED.fullmatch(found.group(1)) else "''", sql)
    return _CHECK.fullmatch(_bare(plain)) is not None


def _bare(sql: str) -> str:
    """Return SQL without the blanks that mean nothing to compare."""
    return re.sub(r"\s+", "", sql)
