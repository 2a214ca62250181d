"""The files that a GDAL virtual format (VRT) names: XML that OGR opens whatever its file is called."""
from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from osgeo import gdal
from qgis.PyQt.QtCore import QXmlStreamReader

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGINS = (b"<OGRVRTDataSource", b"<VRTDataset")
_LOOKED_AT = 1024  # bytes, among which OGR, too, looks for the beginning
_LARGEST = 10_000_000  # bytes: none by far


def files_of_vrt(path: str) -> list[Path]:
    """Return the files that a VRT names, those of the VRTs among them too; none where the file is no VRT."""
    found: list[Path] = []
    seen, waiting = set(), [Path(os.path.abspath(path))]
    while waiting:
        vrt = waiting.pop()
        if vrt in seen or not _is_vrt(vrt):
            continue
        seen.add(vrt)
        named = [Path(os.path.abspath(name)) for name in (*_listed(vrt), *_written(vrt))]
        found += named
        waiting += named
    return list(dict.fromkeys(found))


def _is_vrt(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        start = file.read(_LOOKED_AT)
        return any(begin in start for begin in _BEGINS) and os.path.getsize(path) <= _LARGEST
    return False


def _listed(path: Path) -> list[str]:
    """Return the files that GDAL tells of; it leaves out those of unions and of layers in another CRS."""
    with suppress(RuntimeError):  # GDAL's own, where its exceptions are switched on
        source = gdal.OpenEx(str(path))
        return list(source.GetFileList() or ()) if source is not None else []
    return []


def _written(path: Path) -> Iterator[str]:
    """Yield every text of the XML that is a file that is there, by itself or beside the VRT."""
    reader = QXmlStreamReader(path.read_bytes())
    while not reader.atEnd():
        if reader.readNext() != QXmlStreamReader.TokenType.Characters:
            continue
        text = reader.text().strip() if isinstance(reader.text(), str) else reader.text().toString().strip()
        for name in (text, os.path.join(path.parent, text)):
            if text and os.path.isfile(name):
                yield name
