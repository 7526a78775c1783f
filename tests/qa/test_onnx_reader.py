"""The reader that ships: it marks the right place, keeps its time, and refuses damaged weights."""

import json
import shutil

import numpy as np
import pytest

from index.types import Span
from qa.errors import ReaderUnavailable
from qa.onnx_reader import BUNDLED_READER, OnnxReader

FOLDER = BUNDLED_READER.folder
TEXT = (
    "The lock at Osk was rebuilt in 1962 by the engineer Mara Holt. It cost 40,000 crowns. "
    "The ferry from Veyle stopped running in the same year."
)
WHOLE = Span(0, len(TEXT))
LONG = 60.0


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When was the lock at Osk rebuilt?", "1962"),
        ("Who rebuilt the lock at Osk?", "Mara Holt"),
        ("How much did it cost to rebuild the lock?", "40,000"),
    ],
)
def test_the_answer_is_marked(question, answer):
    [marks] = BUNDLED_READER.read(question, [TEXT], LONG)
    assert answer in marks.short_answer(WHOLE).of(TEXT)


def test_a_text_that_answers_is_more_relevant_than_one_that_does_not():
    question = "Who rebuilt the lock at Osk?"
    other = "The harvest at Linnow was late. Farmers blamed the rain for it."
    yes, no = BUNDLED_READER.read(question, [TEXT, other], LONG)
    assert yes.relevance > no.relevance
    assert yes.holds(WHOLE) > no.holds(Span(0, len(other)))


def test_a_text_reads_the_same_alone_and_among_others():
    question = "When was the lock at Osk rebuilt?"
    [alone] = BUNDLED_READER.read(question, [TEXT], LONG)
    among = BUNDLED_READER.read(question, [TEXT, "Rain.", TEXT * 2], LONG)[0]
    assert among.short_answer(WHOLE) == alone.short_answer(WHOLE)


def test_what_there_is_no_time_for_is_left_out():
    marks = BUNDLED_READER.read("When was it?", [TEXT] * 40, 1e-6)
    assert marks[0] is not None
    assert marks[-1] is None
    assert len(marks) == 40


@pytest.mark.parametrize("question", ["", "why " * 2000, "Ω" * 4000, "\x00\ud83d"])
def test_any_question_can_be_read(question):
    [marks] = BUNDLED_READER.read(question.encode("utf-8", "replace").decode(), [TEXT], LONG)
    assert marks.short_answer(WHOLE) is not None


def test_any_text_can_be_read():
    texts = ["", " \n", "\u200b", "x" * 100_000, "漢" * 3000]
    for text, marks in zip(texts, BUNDLED_READER.read("What is it?", texts, LONG), strict=True):
        assert np.isfinite(marks.relevance)
        assert np.isfinite(marks.holds(Span(0, len(text) + 1)))
        assert (marks.short_answer(Span(0, len(text) + 1)) is None) == (not len(marks.tokens))


def test_the_offsets_are_those_of_the_text_whatever_its_letters():
    text = "Ça alors — “ﬁnally” the Škoda works in Brno paid 12 € to Ægir Ólafsson."
    [marks] = BUNDLED_READER.read("Who was paid 12 €?", [text], LONG)
    marked = {at for start, end in marks.tokens for at in range(start, end)}
    assert marked == {at for at, sign in enumerate(text) if not sign.isspace()}


def copied(folder, **changes):
    """The reader's folder copied, with some files written anew."""
    shutil.copytree(FOLDER, folder / "copy")
    for name, content in changes.items():
        (folder / "copy" / name.replace("__", ".")).write_bytes(content)
    return OnnxReader(folder / "copy")


def test_damaged_weights_are_refused(tmp_path):
    weights = bytearray((FOLDER / "reader.onnx").read_bytes())
    weights[len(weights) // 2] ^= 1
    with pytest.raises(ReaderUnavailable, match=r"not the one its reader\.json names"):
        copied(tmp_path, reader__onnx=bytes(weights)).read("Who?", [TEXT], LONG)


def test_weights_of_another_kind_are_refused(tmp_path):
    import hashlib

    content = b"no weights"
    digest = json.dumps({"sha256": hashlib.sha256(content).hexdigest()}).encode()
    reader = copied(tmp_path, reader__onnx=content, reader__json=digest)
    with pytest.raises(ReaderUnavailable, match="cannot be loaded"):
        reader.read("Who?", [TEXT], LONG)


def test_a_damaged_tokenizer_is_told(tmp_path):
    reader = copied(tmp_path, tokenizer__json=b"{}")
    with pytest.raises(ReaderUnavailable, match=r"tokenizer\.json"):
        reader.read("Who?", [TEXT], LONG)


@pytest.mark.parametrize("missing", ["reader.onnx", "reader.json"])
def test_missing_files_are_told(tmp_path, missing):
    reader = copied(tmp_path)
    (tmp_path / "copy" / missing).unlink()
    with pytest.raises(ReaderUnavailable, match=missing):
        reader.read("Who?", [TEXT], LONG)


def test_the_name_tells_the_weights():
    digest = json.loads((FOLDER / "reader.json").read_text())["sha256"]
    assert BUNDLED_READER.name == f"reader {digest[:8]}"


def test_the_weights_are_small():
    assert (FOLDER / "reader.onnx").stat().st_size <= 45_000_000
