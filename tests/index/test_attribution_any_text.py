"""Attribution of whatever text: an entry for each sentence, in a time that grows evenly."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.attribution import attribute
from index.sentences import sentence_spans


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Ann Holt",
                " said ",
                "that ",
                "“",
                "”",
                '"',
                ",",
                ". ",
                "he ",
                "who ",
                "told ",
                "by ",
                "according to ",
                "The report ",
                "(R-AL)",
                "\n\n",
                "—",
                ": ",
                "’s ",
                "view ",
                "as ",
                "in ",
                "and ",
                "officials ",
                "think ",
                "to ",
                "'s",
                "a ",
                ")",
                "(",
            ]
        ),
        max_size=40,
    ).map("".join)
    | st.text()
)
def test_one_entry_for_each_sentence_whatever_the_text(text):
    spans = sentence_spans(text)
    found = attribute(text, spans)
    assert len(found) == len(spans)
    for attribution in found:
        if attribution is not None:
            assert attribution.speakers
            assert all(speaker.strip() for speaker in attribution.speakers)
            assert attribution.cue.strip()


@pytest.mark.parametrize(
    "unit",
    [
        "“",
        '"',
        "Ann Holt said. ",
        "Ann ",
        "he said ",
        ", who said",
        "(",
        "said ",
        "“a” ",
        "A. B. ",
        "“It is so.\n\n",
        "Ann Holt, ",
        "according to ",
    ],
    ids=repr,
)
def test_linear_time(unit):
    text = (unit * (150_000 // len(unit)))[:150_000]
    spans = sentence_spans(text)
    began = time.process_time()
    attribute(text, spans)
    assert time.process_time() - began < 6
