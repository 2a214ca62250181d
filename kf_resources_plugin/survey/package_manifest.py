"""The manifest of a field package: what is in it, where it comes from, and digests by which a return is judged."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .. import paths
from ..engine.run_record import file_digest
from .packed_rows import DIGEST, ORIGIN_FID, UID

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.progress import Progress
    from .packed_rows import PackedLayer

MANIFEST = "manifest.json"
KIND = "kf survey package"
_DECIMALS_METRES, _DECIMALS_DEGREES = 2, 7
FORMAT = 1
"""Version of the manifest and of the tables; a package with a higher one is refused."""


def write_manifest(folder: Path, packed: Sequence[PackedLayer], crs: QgsCoordinateReferenceSystem, made: datetime,
                   figures: dict[str, Any], progress: Progress) -> None:
    """Write the manifest beside the files it names; no path of this machine stands in it. Raises OSError."""
    files = [{"name": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size,
              "sha256": file_digest(path, progress)}
             for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST]
    document = {
        "kind": KIND, "format": FORMAT, "plugin": paths.metadata_value("version"),
        "made": made.isoformat(timespec="seconds"), "crs": _crs(crs), **figures,
        "row_name": UID, "origin_fid": ORIGIN_FID, "row_digest": DIGEST,
        "layers": [_layer(one) for one in packed], "files": files,
    }
    (folder / MANIFEST).write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _layer(packed: PackedLayer) -> dict[str, Any]:
    layer = packed.layer
    return {"table": layer.table, "title": layer.title, "role": layer.role, "editable": layer.editable,
            "schema": layer.schema.name if layer.schema is not None else None, "source": layer.place,
            "crs": _crs(layer.features.crs), "rows": packed.rows, "fields": list(packed.fields),
            "digest": packed.digest, "land": _land(packed)}


def _land(packed: PackedLayer) -> str:
    """Return the land around the tasks in the CRS of a layer: what is drawn beyond it is no part of the task."""
    degrees = packed.layer.features.crs.isGeographic()
    return str(packed.land.asWkt(_DECIMALS_DEGREES if degrees else _DECIMALS_METRES))


def _crs(crs: QgsCoordinateReferenceSystem) -> dict[str, str]:
    return {"authid": crs.authid(), "wkt": crs.toWkt()}
