"""What planners are told of outputs that a format takes none of, or not all of."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ..engine.written_file import format_of
from ..i18n import tr

if TYPE_CHECKING:
    from pathlib import Path

    from ..engine.written_file import Losses

_FORMATS = {"ESRI Shapefile": "Shapefile", "MapInfo File": "MapInfo", "LIBKML": "KML", "GPKG": "GeoPackage"}


def _format(path: Path) -> str:
    """Return what texts call the format of a file, where GDAL's name for it is not what planners say."""
    return _FORMATS.get(format_of(path), format_of(path))


def refusal_message(output: str, path: Path) -> str:
    """Return the message that a format took nothing, or no more, of an output."""
    return tr("Output “{output}” could not be written to {path}: {format} files do not take its fields, shapes or "
              "values, or the disk is full. Choose GeoPackage (.gpkg).").format(
        output=output, path=path, format=_format(path))


def shapeless_message(output: str, path: Path) -> str:
    """Return the message that a format would leave out rows without a shape, which this output has."""
    return tr("Output “{output}” ({path}): {format} files hold no rows without a shape, and this output has such rows; "
              "they would be missing. Choose GeoPackage (.gpkg).").format(
        output=output, path=path, format=_format(path))


def rows_message(output: str, path: Path, missing: int, rows: int) -> str:
    """Return the message that a finished file lacks rows."""
    return tr("Output “{output}” ({path}): the {format} file does not hold {missing} of {rows} rows, so nothing was "
              "written. Choose GeoPackage (.gpkg).").format(
        output=output, path=path, format=_format(path), missing=missing, rows=rows)


def losses_message(output: str, path: Path, lost: Losses) -> str:
    """Return the warning of what, rows apart, a finished file does not hold."""
    told = []
    if lost.renamed:
        told.append(tr("names of fields were cut: {names}").format(
            names=", ".join(f"{ours} → {theirs}" for ours, theirs in lost.renamed.items())))
    if lost.fields:
        told.append(tr("fields are missing: {names}").format(names=", ".join(lost.fields)))
    if lost.cut:
        told.append(tr("texts were cut or changed: {names}").format(
            names=", ".join(tr("{field} in {count} rows").format(field=name, count=count)
                            for name, count in lost.cut.items())))
    if lost.shapes:
        told.append(tr("shapes are missing"))
    return tr("Output “{output}” ({path}): {format} files do not hold everything; {losses}. Choose GeoPackage (.gpkg) "
              "to keep it all.").format(output=output, path=path, format=_format(path), losses="; ".join(told))
