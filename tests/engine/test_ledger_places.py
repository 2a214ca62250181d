"""Where a ledger lies: full disks, missing rights, networks. A clear fault each, and the ledger is as it was."""
from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine import event_store, file_place
from kf_resources_plugin.engine.file_place import locks_work, network_place, uri
from kf_resources_plugin.engine.ledger_store import open_ledger
from kf_resources_plugin.rules.ledger import LedgerFault
from tests.engine.ledger_checks import assert_in_words, edit, faults_of, rule_of, seven_events
from tests.engine.ledgers import commit, demand, ha, left, new_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a ledger of seven events."""
    return seven_events(tmp_path / "l.kfledger.gpkg")


# -- disks ------------------------------------------------------------------------------------------------------------


def big_demand() -> Any:
    """Return demands whose events need some pages."""
    return [demand(f"P{number}-{'长' * 400}", 1) for number in range(40)]


def assert_as_before(path: Path) -> None:
    assert faults_of(path) == []
    with open_ledger(path) as ledger:
        assert ledger.head.number == 7
        assert left(ledger)["B"][0] == ha("1.5")
    assert sorted(name for name in os.listdir(path.parent) if "journal" in name or name.startswith(".kf")) == []


def test_a_full_disk_leaves_the_ledger_as_it_was(path: Path) -> None:
    with open_ledger(path) as ledger:
        [(pages,)] = ledger._file.connection.execute("PRAGMA page_count").fetchall()
        ledger._file.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        assert rule_of(lambda: commit(ledger, *big_demand())) == "ledger.disk_full"
        assert (ledger.head.number, ledger.verify()) == (7, [])
    assert_as_before(path)
    with open_ledger(path) as ledger:
        assert len(commit(ledger, *big_demand()).events) == 40


def in_child(work: Callable[[], Any], prepare: Callable[[], Any]) -> str:
    """Return what work returns, or the rule of its fault, in a process of its own that ``prepare`` was called in."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            prepare()
            told = str(work())
        except LedgerFault as fault:
            assert_in_words(fault)
            told = fault.rule_id
        except OSError as error:
            told = repr(error)
        finally:
            with suppress(NameError):
                os.write(writing, told.encode("utf-8"))
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode("utf-8")
    os.waitpid(child, 0)
    return told


def commit_big(path: Path) -> int:
    with open_ledger(path) as ledger:
        return len(commit(ledger, *big_demand()).events)


@pytest.mark.parametrize("room", [0, 5_000, 30_000])
def test_a_quota_on_the_size_of_files_leaves_the_ledger_as_it_was(path: Path, room: int) -> None:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, size + room))

    size = path.stat().st_size
    assert in_child(lambda: commit_big(path), limit) in {"ledger.failed", "ledger.disk_full"}
    assert_as_before(path)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Return a disk of 1 MiB, where one can be mounted."""
    folder = Path(tempfile.mkdtemp())
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "kf", str(folder)], capture_output=True,
                             check=False)
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("no right to mount")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def test_a_disk_that_is_really_full_leaves_the_ledger_as_it_was(path: Path, small_disk: Path) -> None:
    there = small_disk / path.name
    shutil.copy(path, there)
    filler = small_disk / "filler"
    with open(filler, "wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 1024):
            pass
    with open_ledger(there) as ledger:
        assert rule_of(lambda: commit(ledger, *big_demand())) == "ledger.disk_full"
    assert rule_of(lambda: new_ledger(small_disk / "new.gpkg")) == "ledger.disk_full"
    assert sorted(os.listdir(small_disk)) == ["filler", path.name]
    filler.unlink()
    assert_as_before(there)
    assert commit_big(there) == 40


# -- rights -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def of_root(path: Path) -> Iterator[Path]:
    """Return the ledger in a folder that another user may enter, to be tried as that user."""
    if os.getuid():
        pytest.skip("only root can become somebody else")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    shutil.copy(path, folder / path.name)
    (folder / path.name).chmod(0o666)
    yield folder / path.name
    shutil.rmtree(folder)


def as_nobody() -> None:
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def write_and_tell(path: Path) -> str:
    """Return the rule of the fault that keeps one from writing, having read everything."""
    with open_ledger(path) as ledger:
        read = (ledger.head.number, left(ledger)["B"][0], ledger.verify()) == (7, ha("1.5"), [])
        faults = [fault.rule_id for fault in ledger.faults]
        if not faults:
            return f"{read} wrote {len(commit(ledger, demand('P2', 1)).events)}"
        return f"{read} {faults} {rule_of(lambda: commit(ledger, demand('P2', 1)))}"


def test_rights_are_told_apart_and_reading_goes_on(of_root: Path) -> None:
    assert in_child(lambda: write_and_tell(of_root), as_nobody) == "True wrote 1"
    shutil.copy(of_root, of_root.with_name("kept.gpkg"))
    with open_ledger(of_root) as ledger:
        ledger.reverse(8, "", "")
    new_ledger(of_root.with_name("own.gpkg"))


def test_a_read_only_file_is_read(of_root: Path) -> None:
    of_root.chmod(0o444)
    before = of_root.read_bytes()
    assert in_child(lambda: write_and_tell(of_root), as_nobody) == (
        "True ['ledger.read_only_file'] ledger.read_only_file")
    assert of_root.read_bytes() == before


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_ledger_in_a_read_only_folder_is_read(of_root: Path, mode: str) -> None:
    edit(of_root, f"PRAGMA journal_mode = {mode}")
    of_root.parent.chmod(0o555)
    before = of_root.read_bytes()
    assert in_child(lambda: write_and_tell(of_root), as_nobody) == (
        "True ['ledger.read_only_folder'] ledger.read_only_folder")
    assert of_root.read_bytes() == before
    assert in_child(lambda: new_ledger(of_root.with_name("new.gpkg")), as_nobody) == "ledger.read_only_folder"


def test_what_a_kill_left_in_a_read_only_folder_is_told(of_root: Path) -> None:
    # a journal that says: take this back; nobody may read past it, and here nobody can take anything back
    child = os.fork()
    if child == 0:
        connection = sqlite3.connect(of_root, isolation_level=None)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        for number in range(200):
            connection.execute("INSERT INTO gpkg_contents (table_name, data_type) VALUES (?, ?)", (number, "x" * 2000))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert of_root.with_name(of_root.name + "-journal").stat().st_size > 0
    of_root.parent.chmod(0o555)
    assert in_child(lambda: write_and_tell(of_root), as_nobody) == "ledger.read_only_folder"
    of_root.parent.chmod(0o777)
    assert_as_before(of_root)


# -- places -----------------------------------------------------------------------------------------------------------

MOUNTS = r"""sysfs /sys sysfs rw 0 0
/dev/sda2 / ext4 rw,relatime 0 0
/dev/sda3 /mnt ext4 rw 0 0
server:/export/land /mnt/land nfs4 rw,vers=4.2 0 0
//files/plan /mnt/plan\040office cifs rw 0 0
me@host:/ /home/me/host fuse.sshfs rw,nosuid 0 0
/dev/sdb1 /mnt/land/local ext4 rw 0 0
"""


@pytest.mark.parametrize(("path", "place"), [
    ("/data/l.gpkg", ""),
    ("/mnt/l.gpkg", ""),
    ("/mnt/landscape/l.gpkg", ""),
    ("/mnt/land/l.gpkg", "/mnt/land (nfs4, server:/export/land)"),
    ("/mnt/land/2025/祥符/l.gpkg", "/mnt/land (nfs4, server:/export/land)"),
    ("/mnt/land/local/l.gpkg", ""),
    ("/mnt/plan office/l.gpkg", "/mnt/plan office (cifs, //files/plan)"),
    ("/home/me/host/l.gpkg", "/home/me/host (fuse.sshfs, me@host:/)"),
    (r"\\files\plan\l.gpkg", r"\\files\plan"),
    ("//files/plan/l.gpkg", r"\\files\plan"),
    (r"\\?\UNC\files\plan\l.gpkg", r"\\?\UNC\files\plan"),
    (r"\\?\C:\plan\l.gpkg", ""),
    (r"C:\plan\l.gpkg", ""),
])
def test_network_paths_are_known_by_share_and_mount(path: str, place: str) -> None:
    assert network_place(path, MOUNTS) == place


def test_the_mount_that_hides_another_counts() -> None:
    hidden = "server:/a /mnt nfs rw 0 0\n/dev/sdc1 /mnt ext4 rw 0 0\n"
    assert network_place("/mnt/l.gpkg", hidden) == ""
    shown = "short\n/dev/sdc1 /mnt ext4 rw 0 0\nserver:/a /mnt nfs rw 0 0\n"
    assert network_place("/mnt/l.gpkg", shown) == "/mnt (nfs, server:/a)"


@pytest.mark.parametrize(("path", "expected"), [
    (PurePosixPath("/data/开封 1%?#.gpkg"), "file:///data/%E5%BC%80%E5%B0%81%201%25%3F%23.gpkg?mode=rw"),
    (PureWindowsPath(r"C:\plan\l.gpkg"), "file:///C:/plan/l.gpkg?mode=rw"),
    (PureWindowsPath(r"\\files\plan\l.gpkg"), "file:////files/plan/l.gpkg?mode=rw"),
])
def test_paths_become_uris_that_sqlite_reads(path: Any, expected: str) -> None:
    assert re.sub("(?i)c%3a", "C:", uri(path, "rw")) == expected


def test_locks_that_exclude_nobody_are_found(tmp_path: Path) -> None:
    assert locks_work(tmp_path) is True
    assert locks_work(tmp_path, "&nolock=1") is False
    assert locks_work(tmp_path / "none") is False
    assert os.listdir(tmp_path) == []


def test_a_network_path_is_warned_of_and_refused_where_locks_fail(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_store, "network_place_of", lambda _: "/mnt/land (nfs4, server:/export)")
    with open_ledger(path) as ledger:
        assert [fault.rule_id for fault in ledger.warnings] == ["ledger.network"]
        assert_in_words(ledger.warnings[0])
        assert ledger.writable
        assert len(commit(ledger, demand("P2", 1)).events) == 1
    monkeypatch.setattr(event_store, "locks_work", lambda _: False)
    assert faults_of(path) == [("ledger.locks_fail", None)]


def test_this_machine_s_disks_are_no_network(tmp_path: Path) -> None:
    assert file_place.network_place_of(tmp_path / "l.gpkg") == ""
