"""The data that the reader learns from: every answer stays where people marked it."""

import re
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
        ("`` I do n't know , '' said Holt .", '"I don\'t know," said Holt.'),
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
def test_a_change_that_keeps_the_answer_keeps_its_words(case):
    found = [CHANGES.still_answered(case, Random(seed)) for seed in range(40)]
    changes = [changed for changed in found if changed is not None]
    assert any(len(one.paragraph.sentences) < len(TEXTS) for one in changes)
    assert any(one.question != case.question for one in changes)
    for changed in changes:
        text = changed.paragraph.text
        assert [a.of(text) for a in changed.answers] == [
            a.of(case.paragraph.text) for a in case.answers
        ]
        assert changed.paragraph != case.paragraph
        assert " ".join(span.of(text) for span in changed.paragraph.sentences) == text
        assert all(span.of(text).endswith(".") for span in changed.paragraph.sentences)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_what_is_made_unanswerable_asks_or_holds_something_else(case):
    changes = [CHANGES.unanswered(case, Random(seed)) for seed in range(40)]
    assert None not in changes
    assert all(changed.answers == () for changed in changes)
    asking = [changed for changed in changes if changed.question != case.question]
    holding = [changed for changed in changes if changed.paragraph != case.paragraph]
    assert asking
    assert holding
    assert len(asking) + len(holding) == len(changes)
    answer = case.answers[0].of(case.paragraph.text)
    assert not [changed for changed in holding if answer in changed.paragraph.text]


@pytest.mark.parametrize(
    ("number", "others"),
    [
        ("1962", {"1922", "1951", "1987"}),
        ("7", {"11", "14", "23", "48", "75", "350", "1200"}),
    ],
)
def test_a_number_is_changed_to_one_that_is_not_in_the_text(number, others):
    text = "In 1959, 1961, 1963, 1964 and 1969 Osk had 7 ferries, 120 boats and 3 locks."
    paragraph = join([text, "In 1962 it had 7 more."])
    asked = f"What did Osk have with {number} of them?"
    answer = text.index("ferries")
    one = Example(asked, paragraph, (Span(answer, answer + 7),), Article((paragraph,)))
    changes = [CHANGES.unanswered(one, Random(seed)) for seed in range(400)]
    asked = [changed.question for changed in changes if changed is not None]
    found = {number for question in asked for number in re.findall(r"\d+", question)}
    assert found - {number} == others
