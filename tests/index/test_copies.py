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
    "passive": ("the ferry struck the quay", "the ferry was struck by the quay"),
    "preposition": ("at Orrin", "from Orrin"),
    "pronoun": ("a week before", "a week before her"),
    "question": ("before Thursday.", "before Thursday?"),
    "tense": ("had warned", "has warned"),
    "owner": ("Tove Lind had", "Tove Lind's had"),
}
PAIRS = (
    ("Runa Vik was attacked by Ola Moe.", "Runa Vik attacked Ola Moe."),
    ("The boat sailed from Orrin to Osk.", "The boat sailed to Orrin from Osk."),
    ("The toll fell by 3 crowns.", "The toll fell to 3 crowns."),
    ("The toll was for the town.", "The toll was from the town."),
    ("She resigned.", "He resigned."),
    ("It fell to -5 degrees.", "It fell to 5 degrees."),
    ("It fell to −5 degrees.", "It fell to 5 degrees."),
    ("They made -$5m.", "They made $5m."),
    ("It rose by .5 percent.", "It rose by 5 percent."),
    ("The lamp cost ¥5m.", "The lamp cost 5m."),
    ("The lamp cost ₹5m.", "The lamp cost €5m."),
    ("The keeper resigned?", "The keeper resigned."),
    ("The bridge had been open.", "The bridge is open."),
    ("VIK — The toll will stay.", "MOE — The toll will stay."),
    ("VIK (L-Osk) — The toll will stay.", "MOE (L-Osk) — The toll will stay."),
    ("OSK - Norvane talks failed.", "ORRIN - Norvane talks failed."),
    ("ORRIN (AP) — The mayor resigned.", "OSK (AP) — The mayor resigned."),
)


def told(*lines: str, document: str, label: int = 1):
    return passage(label, *lines, document=document)


def test_typography_makes_no_other_words():
    assert same_words(
        '"It\'s over," he said, 20% cheaper.', "“It’s over”, he said: 20 per cent cheaper"
    )
    assert same_words("It fell to −5 degrees.", "It fell to -5 degrees")
    assert same_words("Mr Moe said that the toll stays.", "Moe said a toll stays.")
    assert same_words("ORRIN, 4 March (Norvane Wire) — The toll stays.", "The toll stays.")
    assert same_words("ORRIN, 4 March 2024 – The toll stays.", "The toll stays.")
    assert not same_words("", "…")


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_small_words_and_signs_tell_is_compared(one, other):
    assert not same_words(one, other)
    pair = [told(one, document="a.txt"), told(other, document="b.txt")]
    assert len(gather_copies(pair, most=5)) == 2


@pytest.mark.parametrize(
    ("one", "other", "stories"),
    [
        (("Runa Vik",), ("Ola Moe",), 2),
        (("Runa Vik",), (), 2),
        (("Runa Vik",), ("Vik",), 1),
        (("The Courier", "Runa Vik"), ("The Globe", "Runa Vik"), 1),
    ],
)
def test_the_same_words_of_another_speaker_are_another_story(one, other, stories):
    line = "The toll will stay until the winter."
    pair = [told((line, one), document="a.txt"), told((line, other), document="b.txt")]
    assert len(gather_copies(pair, most=5)) == stories


def test_a_dateline_counts_where_a_story_begins_only():
    early, late = (
        told(*before, "ORRIN, 4 March — The toll will stay until the winter.", document="a.txt")
        for before in ((), ["It rained on."] * 8)
    )
    bare = "The toll will stay until the winter."
    assert len(gather_copies([early, told(bare, document="b.txt")], most=5)) == 1
    assert len(gather_copies([late, told(bare, document="b.txt")], most=5)) == 2


def test_copies_are_passed_over_until_there_are_enough_stories():
    stories = [told(*STORY, document=f"{n}.txt") for n in range(30)]
    other = told("The council will meet on Monday.", document="c.txt")
    found = gather_copies(iter([*stories, other]), most=2)
    assert [p.document for p in found] == ["0.txt", "c.txt"]
    assert len(found[0].copies) == 29


def test_no_more_is_read_than_is_needed():
    lines = "The gate opened. The lamp broke. The toll rose. The quay sank.".split(". ")
    passages = iter([told(f"{line}.", document=f"{n}.txt") for n, line in enumerate(lines * 5)])
    assert len(gather_copies(passages, most=2)) == 2
    assert len(list(passages)) >= 16


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
