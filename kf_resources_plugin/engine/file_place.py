"""Where a ledger lies: its URI for SQLite, network paths, and whether locks exclude anybody there."""
from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path, PurePath, PureWindowsPath
from urllib.parse import quote
from uuid import uuid4

_MOUNTS = Path("/proc/self/mounts")
# file systems whose disk is another machine's: their locks depend on that machine and on how it is set up
_NETWORK_TYPES = frozenset({
    "9p", "afs", "ceph", "cifs", "coda", "davfs", "fuse.davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse",
    "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb2",
    "smb3", "smbfs", "sshfs", "vboxsf", "vmhgfs", "fuse.vmhgfs-fuse",
})
_ESCAPE = re.compile(r"\\([0-7]{3})")


def uri(path: PurePath, mode: str) -> str:
    """Return an absolute path as SQLite's URI; ``mode`` is 'ro', 'rw' or 'rwc', further parameters may follow it."""
    text = quote(path.as_posix())
    # after two slashes SQLite expects no server: a path of Windows takes a third, one of the network four
    return f"file://{text if text.startswith('/') else '/' + text}?mode={mode}"


def network_place(path: PurePath | str, mounts: str = "") -> str:
    """Return which share or network mount a path lies on, '' for a disk of this machine.

    ``path`` is absolute with links resolved (which turns a mapped drive of Windows into its share); ``mounts`` is the
    text of /proc/self/mounts.
    """
    text = str(path)
    if text.startswith(("\\\\", "//")):
        drive = PureWindowsPath(text).drive
        return "" if drive.startswith(("\\\\?\\", "\\\\.\\")) and "UNC" not in drive.upper() else drive
    found = ("", "", "")
    for line in mounts.splitlines():
        parts = [_ESCAPE.sub(lambda sign: chr(int(sign[1], 8)), part) for part in line.split(" ")]
        if len(parts) < 3:  # noqa: PLR2004 (device, place, type)
            continue
        device, place, kind = parts[:3]
        # of mounts at one place the last is the one that shows
        if (text == place or text.startswith(place.rstrip("/") + "/")) and len(place) >= len(found[1]):
            found = (device, place, kind)
    device, place, kind = found
    return f"{place} ({kind}, {device})" if kind in _NETWORK_TYPES else ""


def network_place_of(path: Path) -> str:
    """Return which share or network mount a path of this machine lies on, '' for none."""
    mounts = ""
    with suppress(OSError):
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    return network_place(os.path.realpath(path), mounts)


def locks_work(folder: Path, parameters: str = "") -> bool:
    """Try two connections on a small database in a folder: the second may get no lock while the first has it.

    The ledger itself is not tried, so that nobody who works with it has to wait. What one machine cannot find out is
    whether another one sees its locks: a network path keeps its warning. ``parameters`` are further ones of the URI.
    """
    path = folder / f".kf_lock_{uuid4().hex[:8]}.db"
    place = uri(path, "rwc") + parameters
    try:
        with closing(_connect(place)) as first, closing(_connect(place)) as second:
            first.execute("CREATE TABLE t (a)")
            first.execute("BEGIN EXCLUSIVE")
            refused = _refused(second)
            first.execute("ROLLBACK")
            second.execute("BEGIN EXCLUSIVE")  # and once it is free, it is given
            second.execute("ROLLBACK")
            return refused
    except sqlite3.Error:
        return False
    finally:
        for name in (path, path.with_name(path.name + "-journal")):
            with suppress(OSError):
                name.unlink()


def _connect(place: str) -> sqlite3.Connection:
    return sqlite3.connect(place, timeout=0, isolation_level=None, uri=True)


def _refused(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return "locked" in str(error)
    return False


def may_write(path: Path) -> bool:
    """Tell whether the system would let this user write a file or into a folder, as far as it says so beforehand."""
    return os.access(path, os.W_OK)
