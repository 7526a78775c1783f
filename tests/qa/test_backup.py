"""A library goes into one file while it is in use, and comes back whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
import sys
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from made_pdfs import lines, pdf
from typer.testing import CliRunner
from word_embedder import WordEmbedder

from index import Library
from qa import backup
from qa.backup import back_up, restore
from qa.cli import app
from qa.errors import BackupRefused

on_windows = pytest.mark.skipif(sys.platform != "win32", reason="a name like any other elsewhere")


def ignore(done, total, name):
    """For tests that do not look at progress."""


@pytest.fixture
def folder(tmp_path):
    (papers := tmp_path / "papers").mkdir()
    for number in range(5):
        (papers / f"{number}.txt").write_text(f"The keeper of lock {number} said that he left.")
    (tmp_path / "dropped.pdf").write_bytes(pdf(lines("The envoy said that the lock is shut.")))
    with Library.open(tmp_path / "mine", embedder=WordEmbedder()) as library:
        library.add(papers)
        library.add_uploads([tmp_path / "dropped.pdf"])
        library.search("keeper")
    for name in ("cases/own.yaml", "evaluations/1/run.json", "evaluations/libraries/x/big.sqlite3"):
        (library.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (library.folder / name).write_text(name)
    with closing(sqlite3.connect(library.folder / "conversations.db")) as connection:
        for statement in backup.STATEMENTS:
            connection.execute(statement)
        connection.execute("INSERT INTO conversations VALUES ('1', 'me', 'On locks', 'on locks')")
        connection.commit()
    return library.folder


@pytest.fixture
def file(tmp_path, folder):
    back_up(folder, tmp_path / "kept.zip", ignore)
    return tmp_path / "kept.zip"


def texts(folder):
    with Library.open(folder, embedder=WordEmbedder()) as library:
        return {document.name: library.text(document.name) for document in library.documents()}


def changed(file, change, packing=zipfile.ZIP_DEFLATED):
    """The backup with its members, a dictionary, changed."""
    with zipfile.ZipFile(file) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w", packing) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return file


def listed(members, name, data):
    """Put a member in, and into the manifest as well."""
    manifest = json.loads(members["manifest.json"])
    manifest["files"][name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    members["manifest.json"] = json.dumps(manifest).encode()
    members[name] = data


def test_all_comes_back_but_what_is_made_anew(tmp_path, folder, file):
    told = restore(file, tmp_path / "back", ignore)
    assert told.documents == 6
    back = tmp_path / "back"
    assert texts(back) == texts(folder)
    with Library.open(back, embedder=WordEmbedder()) as library:
        assert library.search("keeper of lock 3")[0].text.startswith("The keeper of lock 3")
        assert library.shelf.page_picture("dropped.pdf", 1).pages == 1
    assert (back / "cases/own.yaml").read_text() == "cases/own.yaml"
    assert (back / "evaluations/1/run.json").exists()
    assert not (back / "evaluations/libraries").exists()
    with closing(sqlite3.connect(back / "conversations.db")) as connection:
        assert connection.execute("SELECT title FROM conversations").fetchall() == [("On locks",)]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_backup_is_one_moment_while_documents_are_being_added(tmp_path, folder):
    (more := tmp_path / "more").mkdir()
    for number in range(60):
        (more / f"{number}.txt").write_text(f"Report {number} says that ferry {number} left.")
    with Library.open(folder, embedder=WordEmbedder()) as library:
        adding = threading.Thread(target=library.add, args=(more,))
        adding.start()
        counts = []
        for number in range(6):
            told = back_up(folder, tmp_path / f"{number}.zip", ignore)
            restore(tmp_path / f"{number}.zip", tmp_path / f"back{number}", ignore)
            found = texts(tmp_path / f"back{number}")
            assert all(found.values())
            counts.append(len(found))
            assert told.documents == counts[-1]
        adding.join()
    assert counts == sorted(counts)
    assert len(texts(folder)) == 66


def test_nothing_is_overwritten(tmp_path, folder, file):
    before = file.read_bytes()
    with pytest.raises(BackupRefused, match="is there already"):
        back_up(folder, file, ignore)
    assert file.read_bytes() == before
    for place in (folder, file):
        with pytest.raises(BackupRefused, match="is there already, and not empty"):
            restore(file, place, ignore)
    (tmp_path / "empty").mkdir()
    assert restore(file, tmp_path / "empty", ignore).documents == 6


def test_where_there_is_no_library_there_is_no_backup(tmp_path):
    with pytest.raises(BackupRefused, match="There is no library"):
        back_up(tmp_path / "none", tmp_path / "kept.zip", ignore)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path, folder):
    with pytest.raises(BackupRefused, match=r"cannot be read or written"):
        back_up(folder, tmp_path / "nowhere" / "kept.zip", ignore)
    (tmp_path / "file").write_text("x")
    with pytest.raises(BackupRefused, match=r"cannot be read or written"):
        restore(tmp_path / "none.zip", tmp_path / "file" / "library", ignore)


@pytest.mark.skipif(sys.platform == "win32", reason="such names are forbidden there")
def test_whatever_a_file_is_called_it_comes_back(tmp_path, folder):
    names = [
        "who said what?.yaml",
        "a: b*.yaml",
        "back\\slash.yaml",
        "new\nline.yaml",
        "…",
        "...",
        "é",
    ]
    for name in names:
        (folder / "cases" / name).write_text(name)
    (tmp_path / "elsewhere.yaml").write_text("elsewhere")
    (folder / "cases" / "linked.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    back_up(folder, tmp_path / "kept.zip", ignore)
    restore(tmp_path / "kept.zip", tmp_path / "back", ignore)
    assert {name: (tmp_path / "back" / "cases" / name).read_text() for name in names} == {
        name: name for name in names
    }
    assert (tmp_path / "back" / "cases" / "linked.yaml").read_text() == "elsewhere"


@pytest.mark.skipif(sys.platform != "linux", reason="names are always text there")
def test_a_name_that_is_no_text_is_told_before_anything_is_written(tmp_path, folder):
    (folder / "cases" / os.fsdecode(b"caf\xe9.yaml")).write_text("x")
    with pytest.raises(BackupRefused, match=r"caf.udce9\.yaml' has a name that is no text"):
        back_up(folder, tmp_path / "kept.zip", ignore)
    assert not (tmp_path / "kept.zip").exists()


def test_a_file_in_the_library_itself_is_no_place_for_its_backup(folder):
    with pytest.raises(BackupRefused, match="lies in the library itself"):
        back_up(folder, folder / "cases" / "kept.zip", ignore)
    assert [path.name for path in (folder / "cases").iterdir()] == ["own.yaml"]


def test_a_missing_backup_is_told_by_its_own_name(tmp_path):
    with pytest.raises(BackupRefused, match=r"none\.zip' cannot be read"):
        restore(tmp_path / "none.zip", tmp_path / "back", ignore)


def test_an_empty_folder_may_be_named_by_a_link(tmp_path, file):
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    restore(file, tmp_path / "link", ignore)
    assert (tmp_path / "empty" / "library.sqlite3").is_file()


def test_what_cannot_be_replaced_is_told_before_anything_is_unpacked(tmp_path, file, monkeypatch):
    (tmp_path / "mounted").mkdir()

    def refuse(path):
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(Path, "rmdir", refuse)
    monkeypatch.setattr(backup, "_unpacked", pytest.fail)
    with pytest.raises(BackupRefused, match="mounted' cannot be read or written: Device or res"):
        restore(file, tmp_path / "mounted", ignore)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_otherwise_is_refused(tmp_path, file, packing):
    changed(file, lambda members: None, packing)
    with pytest.raises(BackupRefused, match="packed in another way"):
        restore(file, tmp_path / "back", ignore)


def spoil(name):
    def change(members):
        members[name] = members[name][:-10] + b"0123456789"

    return change


def drop(name):
    def change(members):
        del members[name]

    return change


def add(name):
    return lambda members: listed(members, name, b"x")


def poison(*statements):
    """A database that would do something of its own when it is used."""

    def change(members):
        data = bytearray(members["library.sqlite3"])
        data[18:20] = b"\1\1"  # without a write-ahead log, which there is none of in memory
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(bytes(data))
            for statement in statements:
                connection.execute(statement)
            connection.commit()
            listed(members, "library.sqlite3", connection.serialize())

    return change


def cut_database(members):
    listed(members, "library.sqlite3", members["library.sqlite3"][:20_000])


def of_later_format(members):
    manifest = json.loads(members["manifest.json"]) | {"format": 99}
    members["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (spoil("library.sqlite3"), "is not what was backed up"),
        (spoil("cases/own.yaml"), "is not what was backed up"),
        (spoil("manifest.json"), "no sound backup"),
        (drop("manifest.json"), "no sound backup"),
        (drop("cases/own.yaml"), "not those that its manifest lists"),
        (lambda members: members.update({"more.txt": b"x"}), "not those that its manifest"),
        (add("../outside.txt"), "belongs to no library"),
        (add("cases/../../outside.txt"), "belongs to no library"),
        (add("/outside.txt"), "belongs to no library"),
        pytest.param(add("cases/C:/outside.txt"), "belongs to no library", marks=on_windows),
        pytest.param(add("cases/a\\..\\b.txt"), "belongs to no library", marks=on_windows),
        (add("cases//own.yaml"), "belongs to no library"),
        (add("cases/./own.yaml"), "belongs to no library"),
        (add("cases/own.yaml/more.yaml"), "below a file"),
        (add("vectors/x/chroma.sqlite3"), "belongs to no library"),
        (add("originals"), "belongs to no library"),
        (cut_database, "in library.sqlite3"),
        (poison("CREATE VIEW x AS SELECT 1"), "a view 'x' that this program does not make"),
        (
            poison("CREATE TRIGGER x AFTER INSERT ON files BEGIN DELETE FROM documents; END"),
            "a trigger 'x' that this program",
        ),
        (poison("CREATE TABLE x (y)"), "a table 'x' that this program does not make"),
        (
            poison(
                "DROP TABLE meta",
                "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL,"
                " CHECK (length(zeroblob(300000000)) > 0)) WITHOUT ROWID",
            ),
            "a table 'meta' that",
        ),
        (
            poison("ALTER TABLE files ADD COLUMN x TEXT AS (hex(zeroblob(300000000)))"),
            "a table 'files' that",
        ),
        (
            poison("DROP INDEX files_origin", "CREATE INDEX files_origin ON files (hex(origin))"),
            "a index 'files_origin' that",
        ),
        (
            poison("DROP TABLE words", "CREATE VIRTUAL  TABLE words USING fts5 (title, text)"),
            "a table 'words' that",
        ),
        (
            poison("DROP TABLE words", "CREATE /**/ VIRTUAL TABLE words USING fts5 (title, text)"),
            "a table 'words' that",
        ),
        (
            poison("CREATE TABLE words_content (id, CHECK (length(zeroblob(300000000)) > 0))"),
            "a table 'words_content' that",
        ),
        (of_later_format, "of format 99"),
    ],
)
def test_what_is_no_sound_backup_is_refused_and_leaves_nothing(tmp_path, file, change, told):
    before = sorted(path.name for path in tmp_path.iterdir())
    changed(file, change)
    with pytest.raises(BackupRefused, match=told):
        restore(file, tmp_path / "sub" / "back", ignore)
    assert sorted(path.name for path in tmp_path.iterdir()) in (before, sorted([*before, "sub"]))
    assert not (tmp_path / "outside.txt").exists()
    assert list((tmp_path / "sub").iterdir()) == []


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_backup_that_was_cut_is_refused(tmp_path, file, share):
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BackupRefused, match="no sound backup"):
        restore(file, tmp_path / "back", ignore)
    assert not (tmp_path / "back").exists()


def test_a_member_listed_twice_is_refused(tmp_path, file):
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as packed:
        packed.writestr("cases/own.yaml", b"other")
    with pytest.raises(BackupRefused, match="not those that its manifest lists"):
        restore(file, tmp_path / "back", ignore)


def test_what_has_no_room_is_told_before_anything_is_unpacked(tmp_path, file, monkeypatch):
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda path: type("Room", (), {"free": 1000}))
    with pytest.raises(BackupRefused, match="the disk has 1,000 left"):
        restore(file, tmp_path / "back", ignore)


def test_a_backup_of_a_library_that_an_earlier_release_made_is_restored(tmp_path, folder):
    with closing(sqlite3.connect(folder / "library.sqlite3")) as connection, connection:
        connection.execute("DROP TABLE cells")
        connection.execute("UPDATE meta SET value = '2' WHERE key = 'format'")
    back_up(folder, tmp_path / "kept.zip", ignore)
    restore(tmp_path / "kept.zip", tmp_path / "back", ignore)
    assert len(texts(tmp_path / "back")) == 6


def test_the_command_line_backs_up_restores_and_repairs(home, tmp_path, library):
    run = CliRunner().invoke
    done = run(app, ["--library", str(library.folder), "backup", str(home / "kept.zip")])
    assert done.exit_code == 0, done.output
    assert "documents" in done.stdout
    done = run(app, ["--library", str(home / "back"), "restore", str(home / "kept.zip"), "--json"])
    assert json.loads(done.stdout)["documents"] == len(library.documents())
    done = run(app, ["--library", str(home / "back"), "repair"])
    assert done.exit_code == 0, done.output
    assert f"Made anew: {len(library.documents())} documents." in done.stdout
    done = run(app, ["--library", str(home / "back"), "restore", str(home / "kept.zip")])
    assert done.exit_code == 1
    assert "not empty" in done.stderr


def test_progress_is_told(tmp_path, folder):
    told = []
    back_up(folder, tmp_path / "kept.zip", lambda *step: told.append(step))
    assert [done for done, *_ in told] == list(range(5))
    assert {total for _, total, _ in told} == {5}
