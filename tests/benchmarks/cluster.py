"""A PostGIS server of the bench's own: in a folder, on a socket, without network, gone when the bench ends."""
from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

ADDRESS, _PID = "KF_BENCH_POSTGIS", "KF_BENCH_POSTGIS_PID"
_USER = "postgres"
_LONGEST_SOCKET = 90  # characters; the system takes about 107
# what suits one user's analysis on an office PC; nothing here has to survive a power cut
_SETTINGS = (
    "listen_addresses=", "shared_buffers=1GB", "work_mem=128MB", "maintenance_work_mem=512MB", "jit=off",
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=8GB",
)


class NoPostgis(Exception):
    """Why there is no PostGIS to compare with."""


def programs() -> Path:
    """Return the folder of the server's programs; raises NoPostgis."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        control = Path("/usr/share/postgresql") / folder.parent.name / "extension/postgis.control"
        if (folder / "initdb").exists() and control.exists():
            return folder
    raise NoPostgis("PostgreSQL with PostGIS is not installed")


def _as_user(*command: str) -> list[str]:
    """Return a command as a user the server accepts: it refuses to run for root."""
    if os.getuid() != 0:
        return list(command)
    if shutil.which("runuser") is None or _USER not in {entry.pw_name for entry in pwd.getpwall()}:
        raise NoPostgis(f"the server does not run for root, and there is no user {_USER} to run it for")
    return ["runuser", "-u", _USER, "--", *command]


@contextmanager
def cluster(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment in which the side finds a new, empty server; raises NoPostgis."""
    bin_folder = programs()
    home = folder / "postgis"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, mode=0o700)
    data = home / "data"
    sockets = home if len(str(home)) < _LONGEST_SOCKET else Path(tempfile.mkdtemp(prefix="kf_bench_"))
    if os.getuid() == 0:
        for path in {home, sockets}:
            shutil.chown(path, _USER)
    _must(_as_user(str(bin_folder / "initdb"), "-D", str(data), "-A", "trust", "-U", _USER, "-E", "UTF8", "--locale=C"))
    flags = " ".join(["-k", str(sockets), *(f'-c "{setting}"' for setting in _SETTINGS)])
    control = str(bin_folder / "pg_ctl")
    _must(_as_user(control, "-D", str(data), "-l", str(home / "log"), "-w", "-o", flags, "start"), home / "log")
    try:
        psql = [str(bin_folder / "psql"), "-h", str(sockets), "-U", _USER, "-q", "-c"]
        _must(_as_user(*psql, "CREATE EXTENSION postgis"))
        yield {ADDRESS: f"PG:host='{sockets}' user={_USER} dbname={_USER}", "PG_USE_COPY": "YES",
               _PID: (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]}
    finally:
        subprocess.run(_as_user(control, "-D", str(data), "-m", "immediate", "-w", "stop"), check=False,
                       capture_output=True)
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(sockets, ignore_errors=True)


def _must(command: list[str], log: Path | None = None) -> None:
    # not captured through pipes: the server would keep them open
    with tempfile.TemporaryFile("w+") as told:
        done = subprocess.run(command, check=False, stdout=told, stderr=told, cwd="/")
        if done.returncode:
            told.seek(0)
            said = log.read_text(encoding="utf-8") if log is not None and log.exists() else told.read()
            raise NoPostgis(f"the server could not be set up: {' '.join(said.split()[-40:])}")


class ServerLoad:
    """Watches memory and processor time of a server's processes while something runs."""

    def __init__(self) -> None:
        self.peak_mb, self.cpu_s = 0.0, 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> ServerLoad:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        """End."""
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        cpu: dict[int, float] = {}
        before = {process: _cpu_s(process) for process in _processes(int(os.environ[_PID]))}
        while not self._done.wait(0.2):
            own, shared = 0, 0
            for process in _processes(int(os.environ[_PID])):
                sizes = _sizes(process)
                cpu[process] = max(cpu.get(process, 0.0), _cpu_s(process) - before.get(process, 0.0))
                own += sizes.get("RssAnon", 0)
                shared = max(shared, sizes.get("RssShmem", 0))
            self.peak_mb, self.cpu_s = max(self.peak_mb, (own + shared) / 1024.0), sum(cpu.values())


def _processes(server: int) -> list[int]:
    try:
        children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="utf-8")
    except OSError:
        return []
    return [server, *(int(child) for child in children.split())]


def _sizes(process: int) -> dict[str, int]:
    """Return the kB of each kind of memory of a process; nothing when it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith("Rss")}


def _cpu_s(process: int) -> float:
    """Return the seconds a process has computed; nothing when it has ended."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    user, system = told.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
