"""The run record: what a run was made of, so that its figures can be traced and repeated."""
from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import Qgis

from .. import paths
from ..rules.progress import NoProgress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .reading import FeatureTable


_CHUNK = 20_000  # rows; the digest depends on it
_JOINED = 1_000  # geometries, whose bytes use the same memory again
_BLOCK = 8_000_000  # bytes


@dataclass(frozen=True)
class InputRecord:
    """One input layer as it was given, before any transformation or repair.

    ``source`` is without credentials; ``rows`` is how many were read, of ``layer_rows`` that the layer has: of a large
    layer only those near what the run is about. ``columns`` are the fields that were read; ``digest`` is that of the
    rows that were.
    """

    role: str
    name: str
    source: str
    crs: str
    rows: int
    columns: tuple[str, ...]
    digest: str
    layer_rows: int | None = None
    """None where all rows were read."""


def table_digest(table: FeatureTable, progress: Progress | None = None) -> str:
    """Return the SHA-256 of a table's rows, ordered by feature id: geometry and the columns that were read."""
    watched = progress or NoProgress()
    digest = hashlib.sha256()
    names = sorted(table.columns)
    digest.update(repr(names).encode("utf-8"))
    order = np.argsort(table.fids, kind="stable")
    for start in range(0, len(order), _CHUNK):
        watched.check()
        rows = order[start:start + _CHUNK]
        shapes = table.wkb[rows].tolist()
        digest.update(np.asarray(table.fids[rows], dtype="<i8").tobytes())
        # lengths first, so that no geometry can run over into that of another row
        digest.update(np.array([len(shape) for shape in shapes], dtype="<i8").tobytes())
        for first in range(0, len(shapes), _JOINED):
            digest.update(b"".join(shapes[first:first + _JOINED]))
        for name in names:
            # repr keeps None from being taken for a text, and escapes what could end one
            digest.update(repr(table.columns[name][rows].tolist()).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def file_digest(path: Path, progress: Progress | None = None) -> str:
    """Return the SHA-256 of a file's content; raises OSError when it cannot be read."""
    watched = progress or NoProgress()
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            watched.check()
            digest.update(block)
    return digest.hexdigest()


def content_digest(content: Any) -> str:
    """Return the SHA-256 of JSON-able content, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=_jsonable)
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def input_record(role: str, table: FeatureTable, source: str, progress: Progress | None = None,
                 layer_rows: int | None = None) -> InputRecord:
    """Return the record of an input that was read into a table and not yet transformed.

    layer_rows: how many rows the layer has, None where all were read.
    """
    return InputRecord(role, table.name, source, table.crs.authid() or table.crs.toWkt(), len(table.fids),
                       tuple(sorted(table.columns)), table_digest(table, progress), layer_rows)


@cache
def _shipped_tables() -> str:
    """Return the SHA-256 of the rules, classes and grades that the plugin brings: read once, as the tables are."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths.resource("rules").glob("*.json")}
    return content_digest({name: hashlib.sha256(text.encode("utf-8")).hexdigest() for name, text in texts.items()})


def _jsonable(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, np.generic):
        return value.item()
    return str(value)


def build_record(
    algorithm: str, inputs: Sequence[InputRecord], parameters: Mapping[str, Any], figures: Mapping[str, Any],
    kernel: str, book: RuleBook, started: datetime, finished: datetime,
) -> dict[str, Any]:
    """Return the run record as a JSON-able dict.

    ``digest`` covers everything but the time and the folders of the inputs: the same content, parameters, rules, plugin
    version and kernel give the same digest and figures.
    """
    core = {
        "algorithm": algorithm,
        "plugin": paths.metadata_value("version"),
        "qgis": Qgis.QGIS_VERSION,
        "kernel": kernel,
        "rules": {"date": book.date.isoformat(), "overridden": list(book.overridden), "tables": _shipped_tables()},
        "inputs": [asdict(item) for item in inputs],
        "parameters": dict(parameters),
        "figures": dict(figures),
    }
    placeless = {**core, "inputs": [asdict(replace(item, source="")) for item in inputs]}
    duration: timedelta = finished - started
    return {
        **json.loads(json.dumps(core, ensure_ascii=False, default=_jsonable)),
        "digest": content_digest(placeless),
        "started": started.isoformat(timespec="seconds"),
        "duration_s": round(duration.total_seconds(), 3),
    }
