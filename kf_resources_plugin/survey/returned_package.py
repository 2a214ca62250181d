"""A package that came back, opened on copies of ours: its manifest, the rows as they left and as they returned.

The origin is base.gpkg, which no field app opens: it has to be the file that left, by the digest in the manifest – and,
where the office kept the package as it left, by that one.
"""
from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..engine.dates import local_moment
from ..engine.run_record import file_digest
from .form_codes import CODES
from .own_folder import own_folder
from .package_manifest import FORMAT, KIND, MANIFEST
from .package_project import BASE, DATA, EVIDENCE, TASKS
from .packed_rows import DIGEST, ORIGIN_FID, UID
from .refused import Refused
from .returned_files import Limits, ReturnedFiles, open_files
from .returned_log import LOG_HEAD, is_whole_log
from .returned_tables import ReturnedTables, open_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ..rules.progress import Progress

_MOST_BYTES = 50_000_000  # of a manifest
_TABLE = re.compile(r"[a-z0-9_]{1,100}")
_LAND = re.compile(r"(Multi)?Polygon ?Z? ?(EMPTY|[-+0-9.eE, ()]*)", re.IGNORECASE)
_DEEP_LAND = "(((("  # a library follows brackets within brackets as long as there is memory
_JOURNAL, _WAL = "-journal", "-wal"


@dataclass(frozen=True)
class PackagedLayer:
    """What the manifest says of a layer: table, title, role, whether it is edited, where it came from, its coordinate
    system (id and WKT), fields, and the land of the tasks as WKT, '' for unknown.
    """

    table: str
    title: str
    role: str
    editable: bool
    source: str
    authid: str
    wkt: str
    fields: tuple[str, ...]
    land: str


@dataclass(frozen=True)
class ReturnedPackage:
    """An open package. ``made``: when, as it is shown; ``crs``: id and WKT of the coordinate system of tasks and
    evidence; ``kept``: its origin was held against what the office kept.
    """

    made: str
    crs: tuple[str, str]
    layers: Sequence[PackagedLayer]
    files: ReturnedFiles
    data: ReturnedTables
    base: ReturnedTables
    kept: bool


@contextmanager
def open_package(path: Path, origin: Path | None, limits: Limits, most_rows: int,
                 progress: Progress) -> Iterator[ReturnedPackage]:
    """Open a package, a folder or a zip; ``origin`` is the package as it left, where the office kept it.

    Raises Refused and Canceled.
    """
    with own_folder() as place, open_files(path, limits) as files:
        manifest = files.read(MANIFEST, _MOST_BYTES)
        called = _called(path)
        document = _document(manifest, called)
        layers = _layers(document, called)
        _take(files, DATA, place, progress)
        if origin is None:
            _take(files, BASE, place, progress)
        else:
            with open_files(origin, limits) as kept:
                if kept.read(MANIFEST, _MOST_BYTES) != manifest:
                    raise Refused("survey.return_other_origin", file=called, origin=_called(origin))
                _take(kept, BASE, place, progress)
        if file_digest(place / BASE, progress) != _digest(document):
            raise Refused("survey.return_base_changed", file=BASE)
        editable = [layer.table for layer in layers if layer.editable]
        with open_tables(place / BASE, editable, most_rows) as base, open_tables(
                place / DATA, [*(layer.table for layer in layers), TASKS, EVIDENCE], most_rows) as data:
            for layer in layers:
                if layer.editable:
                    _check_schema(layer, data, base)
            yield ReturnedPackage(_made(document, called), _crs(document, called), layers, files, data, base,
                                  origin is not None)


def _called(path: Path) -> str:
    """Return what the user calls a package: its zip, or the folder that its manifest stands in."""
    return path.parent.name if path.name == MANIFEST else path.name


def _take(files: ReturnedFiles, name: str, place: Path, progress: Progress) -> None:
    """Copy a database, the edited one with what its writer had not yet put into it; a half written one is refused.

    A rollback journal is never taken along: SQLite removes files that one names.
    """
    if not files.has(name):
        raise Refused("survey.return_file_missing", name=name)
    if files.has(name + _JOURNAL) and files.size(name + _JOURNAL):
        raise Refused("survey.return_half_written", name=name)
    files.copy(name, place / name, progress)
    if name == DATA and files.has(name + _WAL):
        if not is_whole_log(files.read(name + _WAL, LOG_HEAD), files.size(name + _WAL)):
            raise Refused("survey.return_half_written", name=name)
        files.copy(name + _WAL, place / (name + _WAL), progress)


def _document(manifest: bytes, file: str) -> dict[str, Any]:
    try:
        document = json.loads(manifest.decode("utf-8"))
        json.dumps(document, ensure_ascii=False).encode("utf-8")  # halves of characters can be written nowhere
    except (ValueError, RecursionError) as error:
        raise Refused("survey.return_manifest", file=file, reason=type(error).__name__) from error
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise Refused("survey.return_manifest", file=file, reason="kind")
    if not isinstance(document.get("format"), int) or document["format"] > FORMAT:
        raise Refused("survey.return_newer", file=file, format=str(document.get("format"))[:20])
    return document


def _layers(document: dict[str, Any], file: str) -> list[PackagedLayer]:
    try:
        layers = [_layer(one) for one in document["layers"]]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Refused("survey.return_manifest", file=file, reason="layers") from error
    tables = [layer.table for layer in layers]
    ours = {TASKS, EVIDENCE, CODES}
    if len(set(tables)) < len(tables) or not all(map(_TABLE.fullmatch, tables)) or ours & set(tables):
        raise Refused("survey.return_manifest", file=file, reason="layers")
    return layers


def _made(document: dict[str, Any], file: str) -> str:
    """Return when a package was made; nothing but a moment goes on into papers and messages."""
    made = local_moment(str(document.get("made")))
    if not made:
        raise Refused("survey.return_manifest", file=file, reason="made")
    return made


def _crs(document: dict[str, Any], file: str) -> tuple[str, str]:
    crs = document.get("crs")
    if not isinstance(crs, dict):
        raise Refused("survey.return_manifest", file=file, reason="crs")
    return str(crs.get("authid", "")), str(crs.get("wkt", ""))


def _layer(one: dict[str, Any]) -> PackagedLayer:
    texts = [one["table"], one["title"], one["role"] or "", one["source"], one["crs"]["authid"], one["crs"]["wkt"],
             one.get("land", "")]
    if not all(isinstance(text, str) for text in [*texts, *one["fields"]]):
        raise ValueError
    table, title, role, source, authid, wkt, land = texts
    if land and (_DEEP_LAND in land.replace(" ", "") or not _LAND.fullmatch(land)):
        raise ValueError
    return PackagedLayer(table, title, role, one["editable"] is True, source, authid, wkt, tuple(one["fields"]), land)


def _digest(document: dict[str, Any]) -> str:
    """Return the digest of the base file that the manifest states, '' for none."""
    listed = document.get("files")
    return next((str(one.get("sha256")) for one in (listed if isinstance(listed, list) else [])
                 if isinstance(one, dict) and one.get("name") == BASE), "")


def _check_schema(layer: PackagedLayer, data: ReturnedTables, base: ReturnedTables) -> None:
    """Raise Refused where the columns, the shapes or the coordinate system of a table are not those that left."""
    left, now = base.columns(layer.table), data.columns(layer.table)
    wanted = {name: column for name, column in left.items() if name not in {ORIGIN_FID, DIGEST}}
    for name in dict.fromkeys([*wanted, *now]):
        if wanted.get(name) != now.get(name):
            raise Refused("survey.return_schema", table=layer.table, reason=name)
    named = {name.lower() for name in layer.fields}
    if not named <= set(now) or not {UID, ORIGIN_FID, DIGEST} <= set(left) or sum(
            bool(place) for _, place in now.values()) != 1:
        raise Refused("survey.return_schema", table=layer.table, reason=UID)
    if data.system(layer.table) != base.system(layer.table) or not data.system(layer.table):
        raise Refused("survey.return_schema", table=layer.table, reason="geom")
