"""A story told again is one; a story told otherwise is another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import passage

from index.copies import gather_copies, same_words

STORY = (
    "Nine people were hurt when the ferry struck the quay at Orrin, the harbour police said.",
    "Captain Tove Lind had warned of the broken lamp a week before.",
    "The line will not run again before Thursday.",
)
WIRE = (
    "ORRIN (Norvane Wire) — 9 people were hurt when the ferry struck the quay at Orrin, the "
    "harbour police said.",
    "Captain Tove Lind had warned of the broken lamp a week before.",
    "The line will not run again before Thursday.",
)
CHANGED = {
    "number": ("Nine people", "Eleven people"),
    "name": ("Tove Lind", "Tove Aas"),
    "negation": ("will not run", "will run"),
    "doubt": ("had warned", "had allegedly warned"),
    "verb": ("had warned", "had joked"),
    "time": ("before Thursday", "before Friday"),
    "limit": ("Nine people", "At least nine people"),
    "direction": ("will not run again before", "will not run again until"),
}


def told(*lines: str, document: str, label: int = 1):
    return passage(label, *lines, document=document)


def test_typography_makes_no_other_words():
    assert same_words(
        '"It\'s over," he said, 20% cheaper.', "“It’s over”, he said: 20 per cent cheaper"
    )
    assert not same_words("", "…")


def test_the_same_story_counts_once():
    other = told("The council will meet on Monday.", document="c.txt")
    found = gather_copies(
        [told(*STORY, document="a.txt"), told(*STORY, document="b.txt"), other], most=5
    )
    assert [p.document for p in found] == ["a.txt", "c.txt"]
    assert [p.label for p in found] == [1, 2]
    assert [copy.document for copy in found[0].copies] == ["b.txt"]
    assert found[0].copies[0].text == " ".join(STORY)


def test_copies_take_no_places():
    stories = [told(*STORY, document=f"{n}.txt") for n in range(3)]
    other = told("The council will meet on Monday.", document="c.txt")
    assert [p.document for p in gather_copies([*stories, other], most=2)] == ["0.txt", "c.txt"]


def test_a_headline_of_its_own_makes_no_other_story():
    found = gather_copies(
        [told(*STORY, document="a.txt"), told("Ferry hits quay", *STORY, document="b.txt")], most=5
    )
    assert len(found) == 1


def test_the_longer_telling_takes_the_place():
    longer = told(*STORY, "The mayor promised a new lamp.", document="b.txt")
    found = gather_copies([told(*STORY, document="a.txt"), longer], most=5)
    assert [p.document for p in found] == ["b.txt"]
    assert [copy.document for copy in found[0].copies] == ["a.txt"]


def test_number_words_and_datelines_do_not_hide_a_copy():
    found = gather_copies([told(*WIRE, document="a.txt"), told(*STORY, document="b.txt")], most=5)
    assert [copy.document for copy in found[0].copies] == ["b.txt"]


@pytest.mark.parametrize("kind", CHANGED)
@pytest.mark.parametrize("changed_first", [False, True])
def test_accounts_that_differ_stay_apart(kind, changed_first):
    old, new = CHANGED[kind]
    changed = tuple(line.replace(old, new) for line in STORY)
    assert changed != STORY
    pair = [told(*STORY, document="a.txt"), told(*changed, document="b.txt")]
    found = gather_copies(pair[::-1] if changed_first else pair, most=5)
    assert len(found) == 2
    assert not any(p.copies for p in found)


def test_one_document_is_no_copy_of_itself():
    one = told(*STORY, document="a.txt")
    again = replace(one, start=900, end=900 + len(one.text), sentences=())
    assert len(gather_copies([one, again], most=5)) == 2


WORDS = st.sampled_from("dam gate keeper warned closed opened river bridge crown toll".split())
LINES = st.lists(st.lists(WORDS, min_size=5, max_size=9), min_size=1, max_size=4)


@given(LINES)
def test_every_text_is_a_copy_of_itself_in_another_document(lines):
    texts = [" ".join(words).capitalize() + "." for words in lines]
    found = gather_copies([told(*texts, document="a.txt"), told(*texts, document="b.txt")], most=2)
    assert len(found) == 1


@given(
    st.lists(WORDS, min_size=5, max_size=9, unique=True),
    st.integers(1, 4),
    st.sampled_from(["not", "never", "17", "Holm", "almost"]),
)
def test_one_more_telling_word_makes_another_story(words, place, word):
    changed = [*words[:place], word, *words[place:]]
    pair = [
        told(" ".join(words).capitalize() + ".", document="a.txt"),
        told(" ".join(changed).capitalize() + ".", document="b.txt"),
    ]
    assert len(gather_copies(pair, most=2)) == 2
    assert not same_words(pair[0].text, pair[1].text)
