"""Packages made to do harm, or come to harm on the way: each is refused, and the rule that refuses it is named."""
from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import stat
import struct
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

import pytest

from kf_resources_plugin.rules.progress import NoProgress
from kf_resources_plugin.survey.form_codes import write_codes
from kf_resources_plugin.survey.refused import Refused
from kf_resources_plugin.survey.returned_files import Limits, open_files
from kf_resources_plugin.survey.returned_package import open_package
from tests.survey.packages import findings, land, pack

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMITS = Limits(files=50, mb=20, ratio=100, ratio_from_mb=1)
pytestmark = pytest.mark.usefixtures("kf_provider")


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory, kf_provider: Any) -> Path:
    """Return a package of two parcels as it left."""
    folder = tmp_path_factory.mktemp("left")
    return Path(pack(folder / "out", [land(folder / "a.gpkg", count=3)], findings((110, "a")))["PACKAGE"])


@pytest.fixture
def package(left: Path, tmp_path: Path) -> Path:
    """Return a copy of the package that a test may spoil."""
    return Path(shutil.copytree(left, tmp_path / "back"))


def refusal(path: Path, *, most_rows: int = 100, limits: Limits = LIMITS, origin: Path | None = None) -> str:
    """Return the rule that refuses a package, and what its message names; '' where it is opened."""
    before = sorted(path.parent.rglob("*"))
    try:
        with open_package(path, origin, limits, most_rows, NoProgress()):
            return ""
    except Refused as error:
        return " ".join([error.rule.removeprefix("survey.return_"), *map(str, error.values.values())])
    finally:
        assert sorted(path.parent.rglob("*")) == before, "nothing is written where the package lies"


def zipped(package: Path, more: Iterable[tuple[zipfile.ZipInfo | str, bytes]] = ()) -> Path:
    """Pack a package as the field does, and add what a stranger would."""
    path = package.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(package.rglob("*")):
            archive.write(file, file.relative_to(package.parent).as_posix())
        for name, content in more:
            archive.writestr(name, content)
    shutil.rmtree(package)
    return path


def shell(package: Path) -> sqlite3.Connection:
    """Open the data as somebody with a SQLite shell and GeoPackage's functions does."""
    connection = sqlite3.connect(package / "data.gpkg")
    for name in ("IsEmpty", "MinX", "MaxX", "MinY", "MaxY"):
        connection.create_function(f"ST_{name}", 1, lambda _shape: 0)
    return connection


def run_sql(package: Path, *statements: str) -> None:
    """Change the data."""
    with closing(shell(package)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_packages_as_they_left_are_opened(package: Path) -> None:
    assert refusal(package) == ""
    assert refusal(package / "manifest.json") == ""
    (package / ".mergin").mkdir()
    (package / ".mergin" / "mergin.json").symlink_to("/etc/hostname")  # a program's own folder is not looked into
    (package / "notes.txt").write_text("met nobody")
    run_sql(package, "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT)",
            "CREATE TABLE mergin_info (a)")
    # codes of the drop-downs are never read back, so what became of them does not matter
    write_codes(package / "data.gpkg")
    assert refusal(package) == ""
    run_sql(package, "UPDATE survey_codes SET fits = 'x'", "DELETE FROM survey_codes WHERE code = 'FQ'")
    assert refusal(package) == ""
    assert refusal(zipped(package)) == ""


def test_what_the_app_had_not_yet_written_back_is_read(package: Path) -> None:
    """QField keeps a write-ahead log; a copy made while it runs has the last edits in there."""
    connection = shell(package)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("UPDATE survey_tasks SET note = 'in the log'")
    connection.commit()
    copy = Path(shutil.copytree(package, package.with_name("copied")))
    connection.close()
    assert (copy / "data.gpkg-wal").stat().st_size
    (copy / "data.gpkg-shm").unlink()
    with open_package(copy, None, LIMITS, 100, NoProgress()) as opened:
        [row] = opened.data.plain("survey_tasks", {"note": "text"}, NoProgress())
    assert row.values == {"note": "in the log"}
    assert (copy / "data.gpkg-wal").stat().st_size


@pytest.mark.parametrize("spoil", [
    lambda log: log[:-100], lambda log: b"SQLite format 3\x00" + log[16:], lambda log: log[:20]])
def test_a_log_that_was_not_copied_whole(package: Path, spoil: Callable[[bytes], bytes]) -> None:
    """SQLite would read on without what is missing, and say nothing."""
    with closing(shell(package)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("UPDATE survey_tasks SET note = 'in the log'")
        connection.commit()
        copy = Path(shutil.copytree(package, package.with_name("copied")))
    log = copy / "data.gpkg-wal"
    assert refusal(copy) == ""
    log.write_bytes(spoil(log.read_bytes()))
    assert refusal(copy) == "half_written data.gpkg"
    log.write_bytes(b"")
    assert refusal(copy) == ""


def names_of(path: Path) -> list[str]:
    with open_files(path, LIMITS) as files:
        return files.names()


def test_names_as_a_chinese_windows_writes_them(package: Path) -> None:
    """GBK without the flag of UTF-8, and folders parted by backslashes."""
    called = "照片.jpg".encode("gbk")
    path = zipped(package, [("back/photos/" + "Q" * len(called), b"x"), ("back/photos/Zb.jpg", b"x")])
    content = path.read_bytes().replace(b"Q" * len(called), called)
    path.write_bytes(content.replace(b"back/photos/Zb.jpg", b"back\\photos\\Zb.jpg"))
    assert {"photos/照片.jpg", "photos/Zb.jpg"} <= set(names_of(path))
    assert refusal(path) == ""


def link_info(name: str, mode: int = stat.S_IFLNK | 0o777) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    return info


@pytest.mark.parametrize(("name", "rule"), [
    ("../../evil.txt", "path ../../evil.txt"), ("/etc/cron.d/evil", "path /etc/cron.d/evil"),
    ("back/../../x", "path back/../../x"), ("C:/windows/evil", "path C:/windows/evil"),
    ("back\\..\\evil", "path back/../evil"), ("back/photos/a\nb.jpg", "path back/photos/a\nb.jpg"),
    ("back/DATA.gpkg", "twice back/DATA.gpkg"), ("back/manifest.json", "twice back/manifest.json"),
    ("other/manifest.json", "no_manifest back.zip"),
])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_in_a_zip(package: Path, name: str, rule: str) -> None:
    assert refusal(zipped(package, [(name, b"x")])) == rule


@pytest.mark.parametrize(("info", "rule"), [
    (link_info("back/photos/a.jpg"), "link back/photos/a.jpg"),
    (link_info("back/device", stat.S_IFCHR | 0o666), "link back/device"),
    (link_info("back/pipe", stat.S_IFIFO | 0o666), "link back/pipe"),
])
def test_links_and_devices_in_a_zip(package: Path, info: zipfile.ZipInfo, rule: str) -> None:
    assert refusal(zipped(package, [(info, b"/etc/passwd")])) == rule


def test_links_and_pipes_in_a_folder(package: Path) -> None:
    (package / "photos" / "a.jpg").symlink_to("/etc/passwd")
    assert refusal(package) == "link photos/a.jpg"
    (package / "photos" / "a.jpg").unlink()
    os.mkfifo(package / "photos" / "b.jpg")
    assert refusal(package) == "link photos/b.jpg"
    (package / "photos" / "b.jpg").unlink()
    (package / "photos").rmdir()
    (package / "photos").symlink_to("/etc")
    assert refusal(package) == "link photos"


def test_a_zip_bomb(package: Path) -> None:
    # 10 MB of nothing pack into 10 kB
    assert refusal(zipped(package, [("back/base_map.tif", bytes(10_000_000))])).startswith("bomb back/base_map.tif 10")


def test_a_zip_that_lies_about_its_sizes(package: Path) -> None:
    """The directory says 10 bytes, the stream holds 5 MB: no more than the 10 are ever unpacked."""
    path = zipped(package, [("back/photos/x.jpg", bytes(5_000_000))])
    content = bytearray(path.read_bytes())
    for head, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.rfind(head)
        content[at + place:at + place + 4] = struct.pack("<I", 10)
    path.write_bytes(content)
    with open_package(path, None, LIMITS, 100, NoProgress()) as opened, pytest.raises(Refused, match="unreadable"):
        opened.files.read("photos/x.jpg", 5_000_000)


def test_too_many_files_too_many_bytes_and_rows(package: Path) -> None:
    assert refusal(package, limits=Limits(3, 20, 100, 1)) == "too_many 3"
    assert refusal(package, limits=Limits(50, 0.1, 100, 1)) == "too_large 0.1"
    with open_package(package, None, LIMITS, 1, NoProgress()) as opened, pytest.raises(Refused, match="too_many_rows"):
        opened.data.returned("dltb", {"BSM": "text"}, NoProgress())
    path = zipped(package, [(f"back/photos/{number}.jpg", b"") for number in range(60)])
    assert refusal(path) == "too_many 50"


def test_an_encrypted_zip(package: Path) -> None:
    path = zipped(package)
    content = bytearray(path.read_bytes())
    at = content.rfind(b"back/data.gpkg") - 46  # the record of the directory before the name
    content[at + 8] |= 1
    path.write_bytes(content)
    assert refusal(path).startswith("encrypted back/")


def test_no_zip_half_a_zip_and_no_package(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 no more")
    assert refusal(tmp_path / "a.zip").startswith("unreadable a.zip")
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "empty") == "no_manifest empty"
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    (tmp_path / "b.zip").write_bytes(buffer.getvalue())
    assert refusal(tmp_path / "b.zip") == "no_manifest b.zip"


DOCUMENTS: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda one: one.update(kind="other"), "manifest back kind"),
    (lambda one: one.update(format=99), "newer back 99"),
    (lambda one: one.update(layers="dltb"), "manifest back layers"),
    (lambda one: one["layers"][0].update(table='x"; DROP TABLE dltb; --'), "manifest back layers"),
    (lambda one: one["layers"][0].update(table="sqlite_master"), "object base.gpkg table dltb"),
    (lambda one: one["layers"][0].update(table="survey_codes"), "manifest back layers"),
    (lambda one: one["layers"][0].update(fields=[1]), "manifest back layers"),
    (lambda one: one["layers"].append(one["layers"][0]), "manifest back layers"),
    (lambda one: one.update(files=[]), "base_changed base.gpkg"),
    (lambda one: one.update(crs=None), "manifest back crs"),
    (lambda one: one.update(made="\ud800"), "manifest back UnicodeEncodeError"),
    (lambda one: one.update(made="<b>" + "now" * 99), "manifest back made"),
    *((lambda one, land=land: one["layers"][0].update(land=land), "manifest back layers") for land in (
        "GEOMETRYCOLLECTION(" * 9 + ")" * 9, "POLYGON((((" + ")" * 4, "POLYGON ( ( (" + "(" * 9, "POLYGON((nan 0))")),
]


@pytest.mark.parametrize(("change", "rule"), DOCUMENTS)
def test_manifests(package: Path, change: Callable[[dict[str, Any]], object], rule: str) -> None:
    document = json.loads((package / "manifest.json").read_text(encoding="utf-8"))
    change(document)
    (package / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
    assert refusal(package).startswith(rule)


@pytest.mark.parametrize("statement", [
    "UPDATE dltb SET kf_origin_fid = 'one'", "UPDATE dltb SET kf_uid = NULL", "UPDATE dltb SET kf_uid = 'same'"])
def test_a_base_that_was_made_anew(package: Path, statement: str) -> None:
    """With a digest to fit: rows that have no name, or one name, or come from no feature."""
    (package / "data.gpkg").rename(package / "kept")
    (package / "base.gpkg").rename(package / "data.gpkg")
    run_sql(package, statement)
    (package / "data.gpkg").rename(package / "base.gpkg")
    (package / "kept").rename(package / "data.gpkg")
    document = json.loads((package / "manifest.json").read_text(encoding="utf-8"))
    for file in document["files"]:
        if file["name"] == "base.gpkg":
            file["sha256"] = hashlib.sha256((package / "base.gpkg").read_bytes()).hexdigest()
    (package / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
    with open_package(package, None, LIMITS, 100, NoProgress()) as opened, pytest.raises(Refused, match="kf_uid"):
        opened.base.origin("dltb", {"BSM": "text"}, NoProgress())


@pytest.mark.parametrize(("statements", "rule"), [
    (["ALTER TABLE survey_tasks DROP COLUMN state"], "table survey_tasks state"),
    (["CREATE TABLE x AS SELECT * FROM survey_tasks", "DROP TABLE survey_tasks",
      "ALTER TABLE x RENAME TO survey_tasks"], "table survey_tasks PRIMARY KEY"),
])
def test_tables_of_ours_that_are_made_otherwise(package: Path, statements: list[str], rule: str) -> None:
    """SQLite takes the name of a column that is not there for a text: every task would be in state “state”."""
    run_sql(package, *statements)
    with open_package(package, None, LIMITS, 100, NoProgress()) as opened, pytest.raises(Refused) as refused:
        opened.data.plain("survey_tasks", {"state": "text"}, NoProgress())
    assert " ".join(["table", *map(str, refused.value.values.values())]) == rule


def test_texts_that_are_none(package: Path) -> None:
    """Where SQLite keeps how the file is made, and the kind of its shapes."""
    run_sql(package, "UPDATE gpkg_geometry_columns SET geometry_type_name = x'ff' WHERE table_name = 'dltb'")
    assert refusal(package) == "schema dltb geom"
    run_sql(package, "PRAGMA writable_schema = ON", "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) "
            "VALUES (x'ff', x'ff', x'ff', 2, 'CREATE TABLE z (a)')")
    assert refusal(package).startswith("not_geopackage data.gpkg")


def test_manifests_that_are_no_json(package: Path) -> None:
    for content in (b"\xff\xfe", b"[" * 200_000, b"[]"):
        (package / "manifest.json").write_bytes(content)
        assert refusal(package).startswith("manifest back")


@pytest.mark.parametrize(("statements", "rule"), [
    (["CREATE TRIGGER t AFTER UPDATE ON dltb BEGIN DELETE FROM survey_tasks; END"], "object data.gpkg trigger t"),
    (["CREATE TABLE survey_codes (code TEXT)", "CREATE TRIGGER t AFTER UPDATE ON survey_codes BEGIN DELETE FROM "
      "dltb; END"], "object data.gpkg trigger t"),
    (["CREATE VIEW survey_codes AS SELECT load_extension('/tmp/evil.so')"],
     "object data.gpkg view survey_codes"),
    (["DROP TRIGGER rtree_dltb_geom_insert", "CREATE TRIGGER rtree_dltb_geom_insert AFTER INSERT ON dltb BEGIN "
      "SELECT load_extension('/tmp/evil.so'); END"], "object data.gpkg trigger rtree_dltb_geom_insert"),
    (["CREATE TRIGGER gpkg_check BEFORE INSERT ON gpkg_contents FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'x') WHERE 1; "
      "DELETE FROM dltb; END"], "object data.gpkg trigger gpkg_check"),
    (["CREATE VIEW v AS SELECT load_extension('/tmp/evil.so')"], "object data.gpkg view v"),
    (["ALTER TABLE dltb RENAME TO x", "CREATE VIEW dltb AS SELECT * FROM x"], "object data.gpkg"),
    (["CREATE TABLE strange (a)"], "object data.gpkg table strange"),
    (["CREATE INDEX i ON dltb (lower(BSM))"], "object data.gpkg index i"),
    (["CREATE VIRTUAL TABLE gpkg_f USING fts3(a)"], "object data.gpkg table gpkg_f"),
    (["ALTER TABLE dltb ADD COLUMN more TEXT"], "schema dltb more"),
    (["ALTER TABLE dltb DROP COLUMN DLBM"], "schema dltb dlbm"),
    (["ALTER TABLE dltb ADD COLUMN g TEXT GENERATED ALWAYS AS (upper(BSM)) VIRTUAL"], "schema dltb g"),
    (["UPDATE gpkg_geometry_columns SET srs_id = 4326 WHERE table_name = 'dltb'"], "schema dltb geom"),
    (["UPDATE gpkg_geometry_columns SET geometry_type_name = 'POINT' WHERE table_name = 'dltb'"], "schema dltb geom"),
    (["PRAGMA application_id = 1"], "not_geopackage data.gpkg application_id"),
    (["DROP TABLE survey_evidence"], "schema survey_evidence"),
])
def test_what_stands_in_the_data(package: Path, statements: list[str], rule: str) -> None:
    run_sql(package, *statements)
    assert refusal(package).startswith(rule)


def test_files_that_are_missing_half_written_or_no_database(package: Path, tmp_path: Path) -> None:
    (package / "data.gpkg-journal").write_bytes(b"\xd9\xd5\x05\xf9 rolls back into /home")
    assert refusal(package) == "half_written data.gpkg"
    (package / "data.gpkg-journal").unlink()
    data = (package / "data.gpkg").read_bytes()
    (package / "data.gpkg").write_bytes(data[:len(data) // 2])
    assert refusal(package).startswith("not_geopackage data.gpkg")
    (package / "data.gpkg").write_bytes(b"SELECT 1")
    assert refusal(package).startswith("not_geopackage data.gpkg")
    (package / "data.gpkg").unlink()
    assert refusal(package) == "file_missing data.gpkg"
    (package / "base.gpkg").write_bytes(b"")
    (package / "data.gpkg").write_bytes(data)
    assert refusal(package) == "base_changed base.gpkg"
