"""What comes through the door is text that can be stored, or a reason in plain words."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from index import read as reading
from index.errors import EmptyDocument, UnreadableDocument
from index.read import LONGEST_TEXT, load, read_bytes

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf \n"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_nothing_is_an_empty_document(data, name):
    with pytest.raises(EmptyDocument, match=name):
        read_bytes(data, name)


def test_a_page_of_nothing_but_tags_is_empty():
    with pytest.raises(EmptyDocument):
        read_bytes(b"<html><body><div><img src=x></div></body></html>", "a.html")


def test_too_much_is_refused_with_the_number(monkeypatch, tmp_path):
    monkeypatch.setattr(reading, "LARGEST_FILE", 2 * 1024 * 1024)
    with pytest.raises(UnreadableDocument, match="has 3 MB; at most 2 MB"):
        read_bytes(b"x" * 3 * 1024 * 1024, "a.txt")
    path = tmp_path / "big.txt"
    path.write_bytes(b"x" * 3 * 1024 * 1024)
    with pytest.raises(UnreadableDocument, match="Split it"):
        load(path)


def test_nearly_five_million_characters_are_read():
    text = ("The board met at noon and heard seven witnesses. " * 20 + "\n\n") * 5_000
    assert LONGEST_TEXT > len(text) > 4_900_000
    assert read_bytes(text.encode(), "a.txt").text == text


def test_one_very_long_line_is_read():
    assert len(read_bytes(b"word " * 1_000_000, "a.txt").text) == LONGEST_TEXT


def test_hidden_signs_are_kept_and_told():
    text = "Plain \u202eesrever\u202c words\U000e0041.\n"
    extraction = read_bytes(text.encode(), "a.txt")
    assert extraction.text == text
    assert len(extraction.notes) == 2


def test_a_file_that_grows_while_it_is_read_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(reading, "LARGEST_FILE", 10)
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 11)
    true_stat = Path.stat

    def stat_before_it_grew(self, **options):
        values = list(true_stat(self, **options))
        values[6] = 5
        return os.stat_result(values)

    monkeypatch.setattr(Path, "stat", stat_before_it_grew)
    with pytest.raises(UnreadableDocument, match="at most"):
        load(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_a_device_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    for path in (tmp_path / "a.txt", Path("/dev/null")):
        code = f"from index.read import load; from pathlib import Path; load(Path({str(path)!r}))"
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=SAMPLES.parent, timeout=20, check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        assert f"“{path.name}” is a pipe or a device" in done.stderr


def test_missing_files_and_folders_are_named(tmp_path):
    with pytest.raises(UnreadableDocument, match=r"“no\.txt” is not there"):
        load(tmp_path / "no.txt")
    with pytest.raises(UnreadableDocument, match="is a folder"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "Permission denied"), "may not be read"),
        (OSError(5, "Input/output error"), "could not be read: Input/output error"),
        (FileNotFoundError(2, "vanished"), "is not there"),
    ],
)
def test_whatever_the_disk_says_is_told(error, words, monkeypatch, tmp_path):
    def fail(*_, **__):
        raise error

    path = tmp_path / "a.txt"
    path.write_text("Words.")
    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(UnreadableDocument, match=words):
        load(path)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_sample_tells_who_wrote_it_where_and_when(path):
    extraction = read_bytes(load(path), path.name)
    assert extraction.title
    assert extraction.date
    assert extraction.author or extraction.publisher
    assert extraction.notes == ()
    assert len(extraction.text.split()) > 300
    for section in extraction.sections:
        assert section.span.of(extraction.text).startswith(section.heading)
    for one, other in pairwise(extraction.pages):
        assert one.span.end <= other.span.start


@pytest.mark.parametrize("name", ["commission-report.pdf", "low-water-costs.docx"])
def test_built_samples_hold_every_paragraph_of_their_source(name):
    extraction = read_bytes(load(SAMPLES / name), name)
    source = SAMPLES / ".." / "docs" / "samples-src" / Path(name).with_suffix(".md").name
    for block in source.read_text(encoding="utf-8").strip().split("\n\n"):
        rows = [row.strip("| ") for row in block.splitlines() if not row.startswith("|---")]
        words = "\n".join(rows) if block.startswith("|") else " ".join(rows).lstrip("# ")
        assert words in extraction.text
