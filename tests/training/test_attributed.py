"""Questions from our own rules of attribution, over texts made for this test."""

from random import Random

from index.types import Span
from training.attributed import attributed
from training.examples import Article, Example
from training.sources import join

SPEAKER = "Mara Holt, the engineer of the lock,"
STATEMENT = "the quay at Osk would have to be closed in May"
TEXT = join(
    ["It rained for days.", f"{SPEAKER} said that {STATEMENT}.", "Nobody was on the ferry."]
)
EXAMPLE = Example("?", TEXT, (Span(0, 2),), Article((TEXT,)))


def marked(seed):
    return {
        (example.question.startswith(("Who", "According")), answer.of(TEXT.text))
        for example in attributed([EXAMPLE, EXAMPLE], Random(seed))
        for answer in example.answers
    }


def test_who_said_it_is_the_speaker_with_his_description_and_what_he_said_the_statement():
    assert marked(1) == {(True, SPEAKER.rstrip(",")), (False, STATEMENT)}


def test_a_paragraph_is_asked_about_once():
    assert len(list(attributed([EXAMPLE, EXAMPLE], Random(1)))) == 2
