"""What the evidence engine makes of a reader's marks, scripted to mark a planted phrase."""

from dataclasses import replace

import numpy as np
import pytest
from passages import passage
from word_embedder import WordEmbedder

from index import Library
from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.errors import ReaderUnavailable
from qa.evidence import find_evidence
from qa.question import analyse
from qa.reading import Marks


class PhraseReader:
    """Marks a phrase wherever it stands, and nothing else; keeps what it was given to read."""

    name = "phrase"

    def __init__(self, phrase: str, most: int = 99) -> None:
        self.phrase = phrase
        self.most = most
        self.texts: list[str] = []
        self.seconds: list[float] = []

    def read(self, question, texts, seconds):
        self.texts += texts
        self.seconds.append(seconds)
        return [self._marks(t) if i < self.most else None for i, t in enumerate(texts)]

    def _marks(self, text):
        at = text.find(self.phrase)
        tokens = np.array([[i, i + 1] for i in range(len(text))])
        starts, ends = np.full(len(text), -9.0), np.full(len(text), -9.0)
        if at >= 0:
            starts[at] = ends[at + len(self.phrase) - 1] = 9.0
        relevance = 9.0 if at >= 0 else -9.0
        return Marks(relevance, tokens, starts.astype(np.float32), ends.astype(np.float32))


class BrokenReader:
    """Weights that cannot be loaded."""

    name = "broken"

    def read(self, question, texts, seconds):
        raise ReaderUnavailable("The reader is broken.")


SHOWN = passage(
    1,
    "The ferry of Osk closed for good.",
    "The last crossing was on a stormy Sunday.",
    "Tickets cost five crowns.",
)
QUESTION = analyse("When did the ferry of Osk stop?")


def evidence(reader, *passages, threshold=0.0):
    return find_evidence(QUESTION, passages or [SHOWN], WordEmbedder(), threshold, reader, 1.0)


def quoted(found):
    text, sentence = found.passage.text, found.passage.sentences[found.answering]
    return text[sentence.start - found.passage.start : sentence.end - found.passage.start]


def test_the_sentence_that_the_reader_marks_is_quoted_though_its_words_are_others():
    best = evidence(PhraseReader("stormy Sunday")).found[0]
    assert quoted(best) == "The last crossing was on a stormy Sunday."
    start = best.short.start - SHOWN.start
    assert SHOWN.text[start : start + len("stormy Sunday")] == "stormy Sunday"
    assert best.short.end - best.short.start == len("stormy Sunday")


def test_the_reader_is_told_what_the_document_is_about_and_its_marks_stay_in_place():
    reader = PhraseReader("stormy Sunday")
    best = evidence(reader, replace(SHOWN, topics=("Osk", "Ivo Tann"))).found[0]
    assert all(text.startswith("This is about Osk, Ivo Tann. The ferry") for text in reader.texts)
    start = best.short.start - SHOWN.start
    assert SHOWN.text[start : start + len("stormy Sunday")] == "stormy Sunday"


def test_what_the_reader_finds_nowhere_gets_less_confidence():
    sure, unsure = evidence(PhraseReader("stormy Sunday")), evidence(PhraseReader("no such words"))
    assert sure.confidence > unsure.confidence


def test_the_nearest_meaning_of_any_passage_speaks_for_an_answer():
    other = passage(2, "Rain fell on the hills all week.", document="rain.txt", start=900)
    reader = PhraseReader("stormy Sunday")
    far, near = (evidence(reader, SHOWN, replace(other, similarity=s)) for s in (0.1, 0.8))
    assert quoted(far.found[0]) == quoted(near.found[0])
    assert far.confidence < near.confidence


def test_the_most_promising_passage_is_read_first():
    other = passage(2, "Rain fell on the hills all week.", start=900)
    reader = PhraseReader("Rain", most=1)
    evidence(reader, other, SHOWN)
    assert reader.texts[0] == SHOWN.text


def test_what_there_was_no_time_for_is_not_quoted():
    other = passage(2, "Rain fell on the hills all week.", document="rain.txt", start=900)
    found = evidence(PhraseReader("Rain", most=1), other, SHOWN).found
    assert {item.passage.document for item in found} == {SHOWN.document}


def test_without_the_weights_the_words_decide_and_it_is_said():
    without, broken = evidence(None), evidence(BrokenReader())
    assert [quoted(item) for item in broken.found] == [quoted(item) for item in without.found]
    assert broken.notice == "The reader is broken."
    assert not without.notice


def test_a_reader_that_reads_nothing_gives_no_answer():
    found = evidence(PhraseReader("stormy", most=0))
    assert found.found == ()
    assert found.nearest is None


def test_text_without_a_token_gives_a_number_all_the_same():
    found = evidence(PhraseReader("stormy"), passage(1, "\u200b\u200b."))
    assert found.confidence == found.confidence


@pytest.fixture
def library(tmp_path):
    (tmp_path / "ferry.txt").write_text(SHOWN.text)
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as opened:
        opened.add(tmp_path / "ferry.txt")
        yield opened


SETTINGS = AnswerSettings(threshold=0.1, reader_seconds=0.8)


def test_the_answer_carries_the_short_answer_with_its_place(library):
    asked = Assistant(library, None, SETTINGS, PhraseReader("a stormy Sunday"))
    answer = asked.ask("When was the last crossing of the ferry?")
    short, quote = answer.short, answer.quotes[0]
    assert short.text == "a stormy Sunday"
    assert library.text(short.document)[short.start : short.end] == short.text
    assert quote.start <= short.start < short.end <= quote.end
    assert 0 < answer.confidence <= 1
    assert answer.to_dict()["short"]["text"] == "a stormy Sunday"


def test_the_parts_of_a_question_share_the_time(library):
    reader = PhraseReader("a stormy Sunday")
    question = "When was the last crossing of the ferry? What did the tickets cost?"
    answer = Assistant(library, None, SETTINGS, reader).ask(question)
    assert reader.seconds == [0.4, 0.4]
    assert answer.short is None


def test_a_missing_reader_is_told_with_the_answer(library):
    answer = Assistant(library, None, SETTINGS, BrokenReader()).ask("What did the tickets cost?")
    assert "The reader is broken." in answer.notices
    assert answer.short is None
    assert "five crowns" in answer.quotes[0].text


def test_to_who_said_it_the_sentence_with_the_words_is_quoted_not_the_one_that_names_the_speaker():
    shown = passage(
        1,
        ('"We were rowing," Ann Holt said.', ("Ann Holt",)),
        ('"Then somebody cut the rope of the ferry."', ("Ann Holt",)),
        ('"It was dark and cold on the quay all night."', ("Ann Holt",)),
    )
    asked = analyse("Who said that somebody cut the rope of the ferry?")
    found = find_evidence(asked, [shown], WordEmbedder(), 0.5, PhraseReader("Ann Holt")).found
    assert found[0].answering == 1
    assert found[0].speakers == ("Ann Holt",)
