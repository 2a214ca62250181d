"""Files and tables that take the place of earlier ones only when a whole run is done.

What a run writes goes into a hidden folder beside its destination: the same disk, so that moving is one step, and the
same file name, because formats call their tables after it. Until ``commit`` nothing of the user's is touched.
"""
from __future__ import annotations

import errno
import os
import re
import shutil
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from uuid import uuid4

from osgeo import gdal, ogr

from ..i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NEW, _EARLIER = "new", "earlier"
_HIDDEN = re.compile(r"\.kf_[0-9a-z_]{8}")  # also as tempfile names a folder with this prefix
_CHECK_EVERY = 1_000  # rows
# files that belong to a layer's main file, by its suffix: with the same stem, and with the whole name continued
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx")
_SAME_STEM = {
    ".shp": _SHAPEFILE,
    ".dbf": _SHAPEFILE,
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
    ".gml": (".xsd", ".gfs"),
    ".csv": (".csvt",),
    **dict.fromkeys((".tif", ".tiff"), (".tfw",)),
}
_CONTINUED = {**dict.fromkeys((".gpkg", ".sqlite", ".db"), ("-wal", "-shm", "-journal")),
              **dict.fromkeys((".tif", ".tiff"), (".aux.xml", ".ovr", ".msk"))}


def files_of(path: Path) -> list[Path]:
    """Return a layer's main file and those that belong to it, whether they exist or not."""
    suffix = path.suffix.lower()
    return [path, *(path.with_suffix(more) for more in _SAME_STEM.get(suffix, ())),
            *(path.with_name(path.name + more) for more in _CONTINUED.get(suffix, ()))]


class Staging:
    """Places to write to; ``commit`` moves everything to its destination or leaves all as it was."""

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}  # destination folder: our hidden folder in it
        self._new_folders: list[Path] = []
        self._shared: list[Path] = []  # databases that keep their other tables

    def place(self, path: Path, *, shared: bool = False) -> Path:
        """Return where to write what shall become ``path``; raises OSError when its folder takes nothing.

        ``shared`` says that the file is a database of which only the tables written are replaced.
        """
        path = Path(os.path.abspath(path))
        if path.parent not in self._folders:
            for folder in reversed([path.parent, *path.parent.parents]):
                if not folder.exists():
                    folder.mkdir()
                    self._new_folders.append(folder)
            # not tempfile: its folders are for their owner alone, and results are for colleagues
            hidden = path.parent / f".kf_{uuid4().hex[:8]}"
            hidden.mkdir()
            self._folders[path.parent] = hidden
            (hidden / _NEW).mkdir()
        if shared and path not in self._shared:
            self._shared.append(path)
        return self._new(path)

    def _new(self, path: Path) -> Path:
        return self._folders[path.parent] / _NEW / path.name

    def holds(self, path: Path) -> bool:
        """Tell whether something is on its way to a place."""
        path = Path(os.path.abspath(path))
        return path.parent in self._folders and self._new(path).exists()

    def spoken(self, error: object) -> str:
        """Return an error in the planner's words, with the final places in it: those are the ones the user knows."""
        told = in_words(error)
        for folder, hidden in self._folders.items():
            told = told.replace(str(hidden / _NEW), str(folder)).replace((hidden / _NEW).as_posix(), folder.as_posix())
        return told

    def commit(self, check: Callable[[], None]) -> list[Path]:
        """Put everything in its place; return the files that were moved there.

        Raises OSError or what ``check`` raises; all is then as it was.
        """
        with ExitStack() as undo:
            merged = [path for path in self._shared if path.exists()]
            merges = []
            for path in merged:
                merge = _Merge(path)
                undo.callback(merge.close)
                merge.take(self._new(path), check)
                merges.append(merge)
            moves = [(made, folder / made.name) for folder, hidden in self._folders.items()
                     for made in sorted((hidden / _NEW).iterdir()) if folder / made.name not in merged]
            for _, target in moves:
                self._set_aside(target, undo)
            for made, target in moves:
                _move(made, target, undo)
            for merge in merges:
                merge.commit()
            undo.pop_all()
        self._clear()
        return [target for _, target in moves]

    def discard(self) -> None:
        """Remove everything written so far, and the folders made for it."""
        self._clear()
        for folder in reversed(self._new_folders):
            with suppress(OSError):
                folder.rmdir()

    def _set_aside(self, target: Path, undo: ExitStack) -> None:
        """Move away the earlier file, with those that belong to it: a stale index would spoil the new one."""
        if target.is_dir():
            raise IsADirectoryError(tr("{path} is a folder").format(path=target))
        aside = self._folders[target.parent] / _EARLIER
        aside.mkdir(exist_ok=True)
        for path in files_of(target):
            if path.exists() or path.is_symlink():
                _move(path, aside / path.name, undo)

    def _clear(self) -> None:
        for hidden in self._folders.values():
            shutil.rmtree(hidden, ignore_errors=True)
        self._folders = {}


def in_words(error: object) -> str:
    """Return what the system says about a place as a planner says it; in its own words where there are no better."""
    if not isinstance(error, OSError) or not error.errno:
        return str(error)
    path = _named_place(error)
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        path = next((place for place in (path, *path.parents) if place.is_file()), path)
        return tr("{path} is a file, not a folder").format(path=path)
    words = {
        errno.EACCES: tr("{path} is open in another program, or you may not write there"),
        errno.ENOENT: tr("nothing can be made at {path}"),
        errno.ENOSPC: tr("the disk of {path} is full"),
        errno.ENAMETOOLONG: tr("the name {path} is too long"),
    }
    alike = {errno.EPERM: errno.EACCES, errno.EROFS: errno.EACCES, errno.EBUSY: errno.EACCES,
             errno.EDQUOT: errno.ENOSPC}
    said = words.get(alike.get(error.errno or 0, error.errno or 0), "{path}: " + str(error.strerror))
    return said.format(path=path if error.filename else tr("the file"))


def _named_place(error: OSError) -> Path:
    """Return the place an error is about as the user knows it: of two that of the user, of ours the folder above."""
    paths = [Path(os.fsdecode(name)) for name in (error.filename, error.filename2) if name] or [Path()]
    hidden = [next((place.parent for place in (path, *path.parents) if _HIDDEN.fullmatch(place.name)), None)
              for path in paths]
    return next((path for path, above in zip(paths, hidden) if above is None), hidden[0] or paths[0])


def _move(path: Path, target: Path, undo: ExitStack) -> None:
    os.replace(path, target)
    undo.callback(os.replace, target, path)


class _Merge:
    """Takes tables over into a database that keeps its other tables, in one transaction."""

    def __init__(self, target: Path) -> None:
        self._target = target
        with self._speaking():
            self._into = ogr.Open(str(target), 1)
            if self._into is None or self._into.StartTransaction() != ogr.OGRERR_NONE:
                self._into = None
                self._fail()

    def take(self, source: Path, check: Callable[[], None]) -> None:
        """Replace or add every table of ``source``; raises OSError, or what ``check`` raises."""
        with self._speaking():
            base = ogr.Open(str(source))
            if base is None:
                self._fail()
            try:
                for place in range(base.GetLayerCount()):
                    self._take_table(base.GetLayer(place), check)
            finally:
                base = None  # an error would keep the file open, and Windows removes no open file

    def _take_table(self, table: ogr.Layer, check: Callable[[], None]) -> None:
        name = table.GetName()
        for place in range(self._into.GetLayerCount()):
            if self._into.GetLayer(place).GetName().lower() == name.lower():
                self._must(self._into.DeleteLayer(place))
                break
        options = [f"FID={table.GetFIDColumn()}"]
        if table.GetGeometryColumn():
            options.append(f"GEOMETRY_NAME={table.GetGeometryColumn()}")
        copy = self._into.CreateLayer(name, table.GetSpatialRef(), table.GetGeomType(), options)
        if copy is None:
            self._fail()
        shape = table.GetLayerDefn()
        for place in range(shape.GetFieldCount()):
            self._must(copy.CreateField(shape.GetFieldDefn(place)))
        for number, row in enumerate(table):
            if number % _CHECK_EVERY == 0:
                check()
            feature = ogr.Feature(copy.GetLayerDefn())
            feature.SetFrom(row)
            feature.SetFID(row.GetFID())
            self._must(copy.CreateFeature(feature))
        # or its triggers would wait until the file is closed, and fail there when all was taken back
        self._must(copy.SyncToDisk())

    def commit(self) -> None:
        """Make the new tables valid; raises OSError."""
        with self._speaking():
            self._must(self._into.CommitTransaction())
            self._into = None

    def close(self) -> None:
        """Leave the database as it was, unless ``commit`` was called."""
        with self._speaking():
            if self._into is not None:
                self._into.RollbackTransaction()
            self._into = None

    def _must(self, code: int) -> None:
        if code != ogr.OGRERR_NONE:
            self._fail()

    def _fail(self) -> NoReturn:
        raise _database_error(self._target, gdal.GetLastErrorMsg())

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Let GDAL speak through OSError only, whether its exceptions are switched on or not."""
        gdal.ErrorReset()
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        try:
            yield
        except RuntimeError as error:
            raise _database_error(self._target, str(error)) from error
        finally:
            gdal.PopErrorHandler()


def _database_error(path: Path, said: str) -> OSError:
    """Return what SQLite says of a database as the error that the system would give for a file."""
    codes = {"locked": errno.EBUSY, "readonly": errno.EACCES, "is full": errno.ENOSPC}
    code = next((code for word, code in codes.items() if word in said), None)
    return OSError(f"{path}: {said}") if code is None else OSError(code, said, str(path))
