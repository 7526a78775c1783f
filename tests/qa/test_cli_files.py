"""The command line given files that are bad, odd, too long, or there twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import (
    FAILED,
    OK,
    in_json,
    names,
    qa,
)
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.usefixtures("home")


def encrypted_pdf(path: Path) -> None:
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret", "owner"))
    canvas.drawString(72, 700, "Nobody may read this.")
    canvas.save()


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("absent.txt", None, "unreadable", "not there"),
        ("empty.txt", b"", "empty", "empty"),
        ("blank.txt", b" \n\t \n", "empty", "no text"),
        ("noise.pdf", bytes(range(256)) * 40, "unreadable", "noise.pdf"),
        ("damaged.pdf", b"%PDF-1.7\n" + bytes(range(256)), "unreadable", "damaged.pdf"),
        ("locked.pdf", encrypted_pdf, "unreadable", "password"),
        ("broken.docx", b"PK\3\4" + bytes(200), "unreadable", "broken.docx"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_named_with_the_reason_and_harms_nothing(added, name, content, status, said):
    path = added / name
    if callable(content):
        content(path)
    elif content is not None:
        path.write_bytes(content)
    report, result = in_json("add", path)
    (outcome,) = report["outcomes"]
    assert result.exit_code == FAILED
    assert outcome["status"] == status
    assert said in outcome["detail"]
    assert "\n" not in outcome["detail"]
    shown = qa("add", path)
    assert name in shown.stderr
    assert shown.stdout == ""
    assert names() == ["bread.txt", "bridge.txt"]
    assert in_json("ask", "Are the piers cracked?")[0]["status"] == "answered"


def test_a_bad_file_in_a_folder_does_not_stop_the_others(files):
    encrypted_pdf(files / "locked.pdf")
    report, result = in_json("add", files)
    assert result.exit_code == OK
    assert {o["name"]: o["status"] for o in report["outcomes"]} == {
        "bread.txt": "added", "bridge.txt": "added", "locked.pdf": "unreadable",
    }  # fmt: skip


def test_a_bad_file_among_named_ones_fails_and_the_others_get_in(files):
    (files / "empty.txt").touch()
    assert qa("add", files / "bridge.txt", files / "empty.txt").exit_code == FAILED
    assert names() == ["bridge.txt"]


@pytest.mark.parametrize("content", [(), ("picture.png", "archive.zip"), (".hidden.txt",)])
def test_a_folder_without_documents_fails(home, content):
    (home / "folder").mkdir()
    for name in content:
        (home / "folder" / name).write_text("Some words.")
    assert qa("add", "folder").exit_code == FAILED
    assert names() == []


def test_a_file_in_another_encoding_is_read_with_a_note(home):
    text = "Le café de l’hôtel a été fermé après la crue, dit Zoé Bâle. Il rouvrira à l’été."
    (home / "cafe.txt").write_bytes(text.encode("cp1252"))
    report, result = in_json("add", "cafe.txt")
    assert result.exit_code == OK
    assert report["outcomes"][0]["detail"]
    assert in_json("search", "hôtel")[0]["passages"][0]["text"] == text
    assert "Note: " in qa("documents").stdout


def test_the_same_file_twice_is_one_document(files):
    shutil.copy(files / "bread.txt", files / "copy.txt")
    report, _ = in_json("add", files, files, files / "bread.txt")
    assert {o["name"]: o["status"] for o in report["outcomes"]} == {
        "bread.txt": "added", "bridge.txt": "added", "copy.txt": "duplicate",
    }  # fmt: skip
    assert len(names()) == 2


def test_a_text_that_is_too_long_ends_in_a_clear_state(added, home, monkeypatch):
    monkeypatch.setattr("index.read.LARGEST_FILE", 1024 * 1024)
    (home / "long.txt").write_text("The same sentence again and again. " * 30_000)
    report, result = in_json("add", "long.txt")
    assert result.exit_code == FAILED
    assert "at most 1 MB" in report["outcomes"][0]["detail"]


@pytest.mark.slow
def test_a_real_text_of_30_megabytes_ends_in_a_clear_state(home):
    with (home / "long.txt").open("w") as file:
        for number in range(480_000):
            file.write(f"Boat number {number} left the quay at Osk with its nets on board.\n")
    assert (home / "long.txt").stat().st_size > 29_000_000
    report, result = in_json("add", "long.txt")
    assert (result.exit_code, report["outcomes"][0]["status"]) in (
        (OK, "added"), (FAILED, "unreadable"),
    )  # fmt: skip
    assert (names() == ["long.txt"]) == (result.exit_code == OK)


def test_signs_that_command_a_terminal_are_not_passed_on(home):
    (home / "trap.txt").write_text(
        "The \x9b2Jbridge at Tarn\x85 is closed, Edda Moll said.\r\n" * 2
    )
    qa("add", "trap.txt")
    for words in (["ask", "What is closed?"], ["search", "bridge"], ["documents"]):
        shown = qa(*words).stdout
        assert not {"\x9b", "\x85", "\r"}.intersection(shown.replace("\r\n", "\n"))
    assert "\ufffd2Jbridge" in qa("search", "bridge").stdout
