"""Hostile and broken files of public corpora: refused in plain words or read, never a crash."""

import random
import time
from pathlib import Path

import pytest

from index.errors import EmptyDocument, UnreadableDocument
from index.isolation.workers import READERS
from index.read import load

ROOT = Path(__file__).parents[2]
CORPORA = ROOT / ".." / "shared" / "badinput"
FOLDERS = (
    *("pdfjs", "pypdf_pdfs", "pypdf_samples", "verapdf", "python_docx", "html5lib"),
    *("defusedxml_bombs", "unicode_every", "blns", "commonmark"),
)
SAMPLES = sorted((ROOT / "samples").iterdir())


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The same bytes cut short, or with one, ten or two hundred of them changed."""
    if chance.random() < 0.3:
        return data[: chance.randrange(1, len(data))]
    changed = bytearray(data)
    for _ in range(chance.choice((1, 10, 200))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_damaged_samples_are_read_or_refused(path, tmp_path):
    chance = random.Random(path.name)
    files = [tmp_path / f"{number}{path.suffix}" for number in range(40)]
    for file in files:
        file.write_bytes(damaged(path.read_bytes(), chance))
    found = {outcome for outcome, _ in outcomes(files).values()}
    assert found <= {"text", "empty", "refused"}


def outcomes(files: list[Path]) -> dict[Path, tuple[str, float]]:
    """What became of each file, and the seconds it took."""
    found = {}
    for path in files:
        begun = time.monotonic()
        outcome = read(path)
        found[path] = outcome, time.monotonic() - begun
    return found


def read(path: Path) -> str:
    try:
        extraction = READERS.read(load(path), path.name)
    except EmptyDocument:
        return "empty"
    except UnreadableDocument as refusal:
        told = str(refusal)
        if "reader failed" in told:
            return told
        return "refused" if path.name in told else "nameless"
    text = extraction.text
    text.encode("utf-8")
    assert all(s.span.of(text).startswith(s.heading) for s in extraction.sections)
    assert all(0 <= page.span.start < page.span.end <= len(text) for page in extraction.pages)
    return "text"


@pytest.fixture(scope="module")
def results():
    if not CORPORA.is_dir():
        pytest.skip("the corpora of bad input are not beside the repository")
    files = [path for name in FOLDERS for path in sorted((CORPORA / name).rglob("*"))]
    return outcomes([path for path in files if path.is_file()])


def test_only_our_own_errors_escape_and_they_name_the_file(results):
    wrong = {
        str(path): outcome
        for path, (outcome, _) in results.items()
        if outcome not in {"text", "empty", "refused"}
    }
    assert wrong == {}


def test_no_file_takes_long(results):
    assert {str(path): seconds for path, (_, seconds) in results.items() if seconds > 10} == {}


def test_most_pdfs_with_text_are_read(results):
    found = [outcome for path, (outcome, _) in results.items() if path.suffix == ".pdf"]
    assert len(found) == 174
    assert found.count("text") >= 96


def test_every_word_file_of_the_corpus_opens(results):
    assert {outcome for path, (outcome, _) in results.items() if path.suffix == ".docx"} <= {
        "text",
        "empty",
    }


def test_text_files_are_read_to_the_last_sign(results):
    text = [path for path in results if path.suffix == ".txt" and "unicode_every" in path.parts]
    assert text
    assert all(results[path][0] == "text" for path in text)
