"""What can happen to a file: hands, disks, rights, programs, networks. A clear fault each, and nothing is lost."""
from __future__ import annotations

import ast
import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
from contextlib import closing, suppress
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine import ledger_file, ledger_place, ledger_store
from kf_resources_plugin.engine.ledger_place import locks_work, network_place, uri
from kf_resources_plugin.engine.ledger_store import open_ledger
from kf_resources_plugin.rules.ledger import LedgerFault, lack
from kf_resources_plugin.rules.rule_rows import RuleBook, RuleRow, placeholders
from tests.engine.ledgers import COUNTY, Clock, commit, demand, entry, example_demand, ha, left, new_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a ledger with the worked example written off, reversed and written off again, seven events."""
    made = new_ledger(tmp_path / "l.kfledger.gpkg")
    with open_ledger(made, Clock()) as ledger:
        commit(ledger, example_demand())
        ledger.reverse(5, "", "")
        commit(ledger, example_demand())
    return made


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait no ten seconds for a lock."""
    monkeypatch.setattr(ledger_file, "BUSY_SECONDS", 0.2)


def rule_of(work: Callable[[], Any]) -> str:
    with pytest.raises(LedgerFault) as refused:
        work()
    assert_in_words(refused.value)
    return refused.value.rule_id


def assert_in_words(fault: LedgerFault) -> None:
    """Look that a fault's row says it in both languages with every value filled in."""
    for language in ("zh", "en"):
        book = rules(language)
        told = book.message(fault.rule_id, **fault.values) + book.remedy(fault.rule_id, **fault.values)
        assert "${" not in told, told


def rules(language: str) -> RuleBook:
    file = Path(__file__).resolve().parents[2] / "resources" / "rules" / "ledger.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    return RuleBook([RuleRow(topic="ledger", **row) for row in document["rows"]], date(2025, 1, 1), language)


def faults_of(path: Path) -> list[tuple[str, Any]]:
    """Return what keeps a ledger from being written to, having looked that it is not."""
    with open_ledger(path) as ledger:
        found = ledger.faults
        assert ledger.writable is (not found)
        if found:
            for write in (lambda: ledger.add([entry("N", 1)], "", ""), lambda: ledger.reverse(7, "", ""),
                          lambda: commit(ledger, demand("N", 1))):
                assert rule_of(write) == found[0].rule_id
    for fault in found:
        assert_in_words(fault)
    return [(fault.rule_id, fault.values.get("event_no")) for fault in found]


def edit(path: Path, *statements: str) -> None:
    """Change a file as somebody with a database program would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for sql in statements:
            connection.execute(sql)


# -- words ------------------------------------------------------------------------------------------------------------


def test_every_fault_brings_the_values_its_words_need(repository: Path) -> None:
    rows = {row.id: row for row in rules("zh").rows.values()}
    lacking, named = [], set()
    for file in sorted((repository / "kf_resources_plugin").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "LedgerFault"):
                continue
            given = {keyword.arg for keyword in node.keywords if keyword.arg}
            given |= set(lack("", "paddy", 1)) if any(not keyword.arg for keyword in node.keywords) else set()
            for rule in [part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)]:
                named.add(rule)
                text = "".join((rows[rule].message_zh, rows[rule].message_en, rows[rule].remedy_zh))
                lacking += [(rule, name) for name in placeholders(text) - given]
    assert lacking == []
    spoken = {rule for _, rule in ledger_file._WORDS} | {"ledger.failed", "ledger.already"}
    assert set(rows) - named - spoken == set(), "rows that nothing raises"


# -- files that are no ledger, or none any more -----------------------------------------------------------------------


def test_what_is_no_ledger_is_said_to_be_none(tmp_path: Path, path: Path) -> None:
    assert rule_of(lambda: open_ledger(tmp_path / "none.gpkg")) == "ledger.missing"
    assert not (tmp_path / "none.gpkg").exists()
    assert rule_of(lambda: open_ledger(tmp_path)) == "ledger.missing"
    for name, content in {"empty": b"", "text": b"entry_id,quantity\n" * 999}.items():
        (tmp_path / name).write_bytes(content)
        assert rule_of(lambda name=name: open_ledger(tmp_path / name)) == "ledger.not_a_ledger", name
        assert (tmp_path / name).read_bytes() == content
    edit(tmp_path / "other.gpkg", "CREATE TABLE parcels (a)")
    assert rule_of(lambda: open_ledger(tmp_path / "other.gpkg")) == "ledger.not_a_ledger"


def test_a_file_cut_off_opens_for_reading_what_is_left(path: Path) -> None:
    whole = path.read_bytes()
    for size in (50, 4096, *(int(len(whole) * share) // 4096 * 4096 for share in (0.3, 0.6, 0.9)), len(whole) - 100):
        path.write_bytes(whole[:size])
        assert "ledger.damaged" in [rule for rule, _ in faults_of(path)], size


def test_a_page_of_rubbish_is_found(path: Path) -> None:
    content = bytearray(path.read_bytes())
    place = content.index(b'"demands"') // 4096 * 4096
    content[place:place + 4096] = bytes(range(256)) * 16
    path.write_bytes(content)
    assert "ledger.damaged" in [rule for rule, _ in faults_of(path)]


def test_a_ledger_of_a_newer_version_is_read_and_not_written(path: Path) -> None:
    before = path.read_bytes()
    edit(path, "UPDATE kf_format SET version = 2", "ALTER TABLE kf_entries ADD COLUMN soil TEXT")
    changed = path.read_bytes()
    assert changed != before
    assert faults_of(path) == [("ledger.newer", None)]
    with open_ledger(path) as ledger:
        assert (ledger.head.number, ledger.title, len(ledger.events())) == (7, "祥符区储备库", 7)
        assert ledger.entries() == [], "what its events mean is the newer version's to know"
    assert path.read_bytes() == changed
    edit(path, "ALTER TABLE kf_events RENAME TO kf_event_list")
    with open_ledger(path) as ledger:
        assert ledger.events() == []
        assert rule_of(lambda: ledger.head) == "ledger.event_unknown"


# -- hands ------------------------------------------------------------------------------------------------------------

NO_TRIGGERS = tuple(f"DROP TRIGGER {name}" for name in ledger_store.schema.TRIGGERS)
TRIGGERS_AGAIN = tuple(ledger_store.schema.TRIGGERS.values())


@pytest.mark.parametrize(("statements", "expected"), [
    (["UPDATE kf_amounts SET amount = amount + 1 WHERE event_no = 3 AND indicator = 'paddy'"],
     ("ledger.hash_differs", 3)),
    (["UPDATE kf_amounts SET entry_id = 'B' WHERE event_no = 5 AND entry_id = 'A'"], ("ledger.hash_differs", 5)),
    (["UPDATE kf_events SET payload = replace(payload, 'P1', 'P9') WHERE event_no = 5"], ("ledger.hash_differs", 5)),
    (["UPDATE kf_events SET payload = payload || ' ' WHERE event_no = 5"], ("ledger.hash_differs", 5)),
    (["UPDATE kf_events SET payload = '{' WHERE event_no = 5"], ("ledger.hash_differs", 5)),
    (["UPDATE kf_events SET payload = x'ff' WHERE event_no = 5"], ("ledger.hash_differs", 5)),
    (["UPDATE kf_events SET operator = 'x' WHERE event_no = 1"], ("ledger.hash_differs", 1)),
    (["UPDATE kf_events SET hash = lower(hex(zeroblob(32))) WHERE event_no = 4"], ("ledger.hash_differs", 4)),
    (["UPDATE kf_events SET previous_hash = hash WHERE event_no = 4"], ("ledger.chain_broken", 4)),
    (["DELETE FROM kf_events WHERE event_no = 3", "DELETE FROM kf_amounts WHERE event_no = 3",
      "DELETE FROM kf_entries WHERE event_no = 3"], ("ledger.number_gap", 4)),
    (["DELETE FROM kf_events WHERE event_no = 1"], ("ledger.number_gap", 2)),
    (["DELETE FROM kf_events WHERE event_no = 7", "DELETE FROM kf_amounts WHERE event_no = 7",
      "DELETE FROM kf_keys WHERE event_no = 7"], ("ledger.tail_missing", None)),
    (["DELETE FROM kf_amounts WHERE event_no = 7 AND line_no = 7"], ("ledger.hash_differs", 7)),
    (["UPDATE kf_amounts SET line_no = 70 WHERE event_no = 7 AND line_no = 7"], ("ledger.table_differs", None)),
    (["INSERT INTO kf_amounts VALUES (999, 99, 1, '', '', 'B', 'quantity', 5)"], ("ledger.table_differs", None)),
    (["UPDATE kf_entries SET available_date = '2020-01-01' WHERE entry_id = 'C'"], ("ledger.table_differs", None)),
    (["UPDATE kf_entries SET mean_grade = '1.0' WHERE entry_id = 'C'"], ("ledger.table_differs", None)),
    (["DELETE FROM kf_keys"], ("ledger.table_differs", None)),
    (["DELETE FROM kf_reversals"], ("ledger.table_differs", None)),
    (["INSERT INTO kf_reversals VALUES (9, 7)"], ("ledger.table_differs", None)),
])
def test_what_a_hand_changed_is_found(path: Path, statements: list[str], expected: tuple[str, Any]) -> None:
    edit(path, *NO_TRIGGERS, *statements, *TRIGGERS_AGAIN)
    assert expected in faults_of(path)
    with open_ledger(path) as ledger:
        assert [fault.rule_id for fault in ledger.verify()] == [fault.rule_id for fault in ledger.faults]


@pytest.mark.parametrize("name", list(ledger_store.schema.OBJECTS))
def test_a_guard_that_is_gone_is_missed(path: Path, name: str) -> None:
    kinds = {**dict.fromkeys(ledger_store.schema.TABLES, "TABLE"), **dict.fromkeys(ledger_store.schema.VIEWS, "VIEW"),
             **dict.fromkeys(ledger_store.schema.INDEXES, "INDEX")}
    edit(path, *NO_TRIGGERS, *(sql for key, sql in ledger_store.schema.TRIGGERS.items() if key != name))
    if name in kinds:
        edit(path, f"DROP {kinds[name]} {name}")
    with open_ledger(path) as ledger:
        [missing] = [fault for fault in ledger.faults if fault.rule_id == "ledger.guard_missing"]
        assert name in missing.values["names"]
        assert not ledger.writable


def test_a_guard_that_lets_pass_is_missed(path: Path) -> None:
    edit(path, "DROP VIEW kf_balances", "CREATE VIEW kf_balances AS SELECT 'A' AS entry_id, 1e9 AS quantity_m2",
         "DROP TRIGGER kf_events_update", "CREATE TRIGGER kf_events_update BEFORE UPDATE ON kf_events BEGIN SELECT 1; "
         "END")
    with open_ledger(path) as ledger:
        assert [fault.values["names"] for fault in ledger.faults] == [["kf_balances", "kf_events_update"]]


def test_tables_of_others_are_let_be(path: Path) -> None:
    edit(path, "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleName TEXT)", "VACUUM", "REINDEX")
    assert faults_of(path) == []


def test_a_tail_taken_out_with_all_its_traces_is_found_by_the_slip_alone(path: Path) -> None:
    with open_ledger(path) as ledger:
        printed = (7, ledger.event(7).hash)
        assert ledger.verify(printed) == []
    edit(path, *NO_TRIGGERS, "DELETE FROM kf_events WHERE event_no = 7", "DELETE FROM kf_amounts WHERE event_no = 7",
         "DELETE FROM kf_keys WHERE event_no = 7", "UPDATE sqlite_sequence SET seq = 6", *TRIGGERS_AGAIN)
    assert faults_of(path) == []
    with open_ledger(path) as ledger:
        assert ledger.verify() == []
        assert [fault.rule_id for fault in ledger.verify(printed)] == ["ledger.anchor_missing"]
        commit(ledger, demand("P2", ha("1")))
        assert [fault.rule_id for fault in ledger.verify(printed)] == ["ledger.anchor_differs"]


def test_an_old_copy_put_in_place_of_the_ledger_is_found_by_the_slip(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "old.gpkg")
    with open_ledger(path) as ledger:
        [event] = commit(ledger, demand("P2", ha("1"))).events
    with open_ledger(tmp_path / "old.gpkg") as ledger:
        assert [fault.rule_id for fault in ledger.verify((event.number, event.hash))] == ["ledger.anchor_missing"]


def test_a_hand_that_changes_it_while_it_is_open_is_noticed_before_the_next_write(path: Path) -> None:
    with open_ledger(path) as ledger:
        assert ledger.writable
        edit(path, *NO_TRIGGERS, "UPDATE kf_amounts SET amount = 9 WHERE event_no = 2", *TRIGGERS_AGAIN)
        assert rule_of(lambda: commit(ledger, demand("P2", 1))) == "ledger.hash_differs"
        assert not ledger.writable


# -- other programs ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("short_patience")
@pytest.mark.parametrize("held", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "BEGIN"])
def test_a_program_that_does_not_let_go_makes_no_half_commit(path: Path, held: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other, open_ledger(path) as ledger:
        other.execute(held)
        other.execute("SELECT * FROM kf_events").fetchone()  # with BEGIN a reader, whom COMMIT has to wait for
        assert rule_of(lambda: commit(ledger, demand("P2", ha("1")))) == "ledger.busy"
        assert rule_of(lambda: ledger.add([entry("N", 1)], "", "")) == "ledger.busy"
        other.execute("ROLLBACK")
        assert (ledger.head.number, ledger.verify()) == (7, [])
        assert [event.number for event in commit(ledger, demand("P2", ha("1"))).events] == [8]


@pytest.mark.usefixtures("short_patience")
def test_a_ledger_that_stays_locked_cannot_be_opened_and_says_so(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert rule_of(lambda: open_ledger(path)) == "ledger.busy"
    assert faults_of(path) == []


def test_who_holds_it_for_a_moment_only_makes_a_commit_wait(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    with closing(other), open_ledger(path) as ledger:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.5, lambda: other.execute("ROLLBACK"))
        timer.start()
        assert len(commit(ledger, demand("P2", ha("1"))).events) == 1
        timer.join()


@pytest.mark.parametrize("change", ["replaced", "removed"])
def test_a_file_moved_away_while_it_is_open_takes_no_commit(path: Path, change: str) -> None:
    with open_ledger(path) as ledger:
        os.rename(path, path.with_name("away.gpkg"))
        expected = "ledger.missing"
        if change == "replaced":
            shutil.copy(path.with_name("away.gpkg"), path)
            expected = "ledger.moved"
        assert rule_of(lambda: commit(ledger, demand("P2", 1))) == expected
        assert rule_of(ledger.entries) == expected
    assert faults_of(path.with_name("away.gpkg")) == []


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
    monkeypatch.setattr(ledger_store, "network_place_of", lambda _: "/mnt/land (nfs4, server:/export)")
    with open_ledger(path) as ledger:
        assert [fault.rule_id for fault in ledger.warnings] == ["ledger.network"]
        assert_in_words(ledger.warnings[0])
        assert ledger.writable
        assert len(commit(ledger, demand("P2", 1)).events) == 1
    monkeypatch.setattr(ledger_store, "locks_work", lambda _: False)
    assert faults_of(path) == [("ledger.locks_fail", None)]


def test_this_machine_s_disks_are_no_network(tmp_path: Path) -> None:
    assert ledger_place.network_place_of(tmp_path / "l.gpkg") == ""
    assert COUNTY.startswith("4102")
