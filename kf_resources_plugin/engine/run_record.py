"""The run record: what a run was made of, so that its figures can be traced and repeated."""
from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import Qgis

from .. import paths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.rule_rows import RuleBook
    from .reading import PolygonTable


@dataclass(frozen=True)
class InputRecord:
    """One input layer as it was read: role, name, source without credentials, CRS, rows and content digest."""

    role: str
    name: str
    source: str
    crs: str
    rows: int
    digest: str


def table_digest(table: PolygonTable) -> str:
    """Return the SHA-256 of a table's rows, ordered by feature id: geometry and the columns that were read."""
    digest = hashlib.sha256()
    names = sorted(table.columns)
    digest.update("\x1f".join(names).encode("utf-8"))
    order = np.argsort(table.fids, kind="stable")
    columns = [table.columns[name] for name in names]
    for row in order.tolist():
        shape = table.wkb[row]
        values = "\x1f".join(str(column[row]) for column in columns)
        # lengths first, so that no geometry can run over into the attributes of another row
        digest.update(f"\x1e{table.fids[row]}\x1f{len(shape)}\x1f{values}\x1f".encode())
        digest.update(shape)
    return digest.hexdigest()


def input_record(role: str, table: PolygonTable, source: str) -> InputRecord:
    """Return the record of an input that was read into a table."""
    return InputRecord(role, table.name, source, table.crs.authid() or table.crs.toWkt(), len(table.fids),
                       table_digest(table))


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

    ``digest`` covers everything but the time: the same inputs, parameters, rules, plugin version and kernel give the
    same digest and figures.
    """
    core = {
        "algorithm": algorithm,
        "plugin": paths.metadata_value("version"),
        "qgis": Qgis.QGIS_VERSION,
        "kernel": kernel,
        "rules": {"date": book.date.isoformat(), "overridden": list(book.overridden)},
        "inputs": [asdict(item) for item in inputs],
        "parameters": dict(parameters),
        "figures": dict(figures),
    }
    text = json.dumps(core, sort_keys=True, ensure_ascii=False, default=_jsonable)
    duration: timedelta = finished - started
    return {
        **json.loads(text),
        "digest": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "started": started.isoformat(timespec="seconds"),
        "duration_s": round(duration.total_seconds(), 3),
    }
