"""The data that the reader learns from: every answer stays where people marked it."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Span
from training.detokenise import detokenise
from training.examples import Article, Example
from training.negatives import Changes
from training.sources import join

TEXTS = (
    "In 1962 the engineer Mara Holt rebuilt the lock at Osk.",
    "The largest ferry of Veyle was built by Ivo Tann in the same year.",
    "Farmers at Linnow supported the plan.",
)
CHANGES = Changes(
    names=("Berta Rohm", "Kell Bay"),
    related={"engineer": ("lawyer",), "ferry": ("bridge",), "lock": ("tower",), "plan": ("law",)},
)


def example(question: str, answer: str) -> Example:
    paragraph = join(TEXTS)
    start = paragraph.text.index(answer)
    others = join(["The lock at Osk is old.", "It rained."])
    return Example(
        question, paragraph, (Span(start, start + len(answer)),), Article((paragraph, others))
    )


CASES = [
    example("When did the engineer Mara Holt rebuild the lock?", "1962"),
    example("Who built the largest ferry of Veyle?", "Ivo Tann"),
    example("What did farmers at Linnow do with the plan?", "supported"),
    example("In 1962, what did Mara Holt rebuild?", "the lock at Osk"),
]


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (
            "`` I do n't know , '' said Holt .",
            '"I do n\'t know," said Holt.'.replace("o n't", "on't"),
        ),
        ("about $ 800 -LRB- or 5 % -RRB- .", "about $800 (or 5%)."),
        ("the mayor 's aide 's car", "the mayor's aide's car"),
        ('He said " no " twice .', 'He said "no" twice.'),
    ],
)
def test_tokens_are_written_as_people_write(tokens, text):
    assert detokenise(tokens.split())[0] == text


@given(st.lists(st.sampled_from("``|''|-LRB-|-RRB-|,|n't|'s|Osk|\"|$|5".split("|")), min_size=1))
def test_every_token_keeps_its_place(tokens):
    text, spans = detokenise(tokens)
    written = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}
    assert [span.of(text) for span in spans] == [written.get(t, t) for t in tokens]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
@pytest.mark.parametrize("seed", range(30))
def test_a_change_that_keeps_the_answer_keeps_its_words(case, seed):
    changed = CHANGES.still_answered(case, Random(seed))
    if changed is None:
        return
    assert [a.of(changed.paragraph.text) for a in changed.answers] == [
        a.of(case.paragraph.text) for a in case.answers
    ]
    assert changed.paragraph != case.paragraph
    for span in changed.paragraph.sentences:
        assert span.of(changed.paragraph.text).endswith(".")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
@pytest.mark.parametrize("seed", range(30))
def test_what_is_made_unanswerable_asks_or_holds_something_else(case, seed):
    changed = CHANGES.unanswered(case, Random(seed))
    assert changed is not None
    assert changed.answers == ()
    assert (changed.question, changed.paragraph) != (case.question, case.paragraph)
    if changed.paragraph != case.paragraph:
        answer = case.answers[0].of(case.paragraph.text)
        assert answer not in changed.paragraph.text


def test_a_number_is_changed_to_one_that_is_not_in_the_text():
    seen = {CHANGES.unanswered(CASES[3], Random(seed)).question for seed in range(60)}
    changed = [q for q in seen if "1962" not in q and "Mara Holt rebuild" in q]
    assert changed
    assert not [q for q in changed if any(word in join(TEXTS).text for word in [q[3:7]])]
