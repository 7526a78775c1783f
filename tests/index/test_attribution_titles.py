"""Planted examples: a title in front of its bearer's name, *Osk's harbour master, Ann Holt,*."""

from __future__ import annotations

import pytest
from attributions import attributed, chains

EARLIER = "Orrin Pell told the Gazette: “It is lost.”\n\n"
"""Somebody else, who spoke before."""

NAMED = {
    "knighted": "Marwick's harbour master, Sir Bertram Oake, vowed to pay.",
    "curly-apostrophe": "Marwick’s former harbour master, Sir Bertram Oake, said no.",
    "after-a-time": "On Monday, Marwick's harbour master, Sir Bertram Oake, also denied it.",
    "of-several": "The rowers' captain, Sir Bertram Oake, said no.",
    "of-a-person": "Edith Brandt's lawyer, Sir Bertram Oake, said no.",
    "with-more-about-him": "Marwick's harbour master, Sir Bertram Oake, who rows, said no.",
    "behind-the-verb": "“It is late,” said Marwick's harbour master, Sir Bertram Oake.",
    "recalling": "“It is late,” Marwick's harbour master, Sir Bertram Oake, recalled.",
    "of-a-town": "“It is late,” said Marwick's harbour master, Sir Bertram Oake of Tesh.",
    "according-to": "According to Marwick's harbour master, Sir Bertram Oake, the quay is lost.",
    "told-by": "It was announced by Marwick's harbour master, Sir Bertram Oake, on Monday.",
}


@pytest.mark.parametrize("text", NAMED.values(), ids=NAMED.keys())
def test_the_bearer_of_the_title_speaks(text):
    assert chains(text) == [("Sir Bertram Oake",)]


@pytest.mark.parametrize("text", NAMED.values(), ids=NAMED.keys())
def test_he_is_who_spoke_last_and_bears_the_title(text):
    found = chains(f"{EARLIER}{text} “We shall all pay,” he said.")
    assert found[-1] == ("Sir Bertram Oake",)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Marwick's harbour master, Sir Bertram Oake, rowed home. He said no.",
         "Sir Bertram Oake"),
        ("Tesh's lawyer, Dr Nora Quill, rowed home. She said no.", "Dr Nora Quill"),
        ("The inquiry's chair, Dame Nora Quill, rowed home. “No,” she said.",
         "Dame Nora Quill"),
        ("The inquiry's chair, Dame Ann Quill, rowed home. Then Dame Quill said no.",
         "Dame Ann Quill"),
        ("Tesh's leader, Baroness Quill, rowed home. “No,” she said.", "Baroness Quill"),
        ("Marwick's harbour master rowed home. “I am tired,” he said.",
         "Marwick's harbour master"),
    ],
)  # fmt: skip
def test_a_pronoun_means_who_acted_last_and_bears_a_title(text, speaker):
    assert chains(EARLIER + text)[-1] == (speaker,)


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("Marwick's harbour master, Sir Bertram Oake, said no.",
         "Sir Bertram Oake, Marwick's harbour master"),
        ("“It is late,” said Tesh's lawyer, Nora Quill.", "Nora Quill, Tesh's lawyer"),
        ("On Monday Tesh's old lawyer, Nora Quill, said no.", "Nora Quill, Tesh's old lawyer"),
        ("Tesh's lawyer, Nora Quill, reached out to us, saying it was late.",
         "Nora Quill, Tesh's lawyer"),
        ("After the storm, Nora Quill, a baker, said no.", "Nora Quill, a baker"),
        ("The lawyer for Tesh, Nora Quill, said no.", "Nora Quill, the lawyer for Tesh"),
        ("Her lawyer, Nora Quill, said no.", "Nora Quill"),
        ("In Marwick's harbour, Nora Quill said no.", "Nora Quill"),
    ],
)  # fmt: skip
def test_the_title_describes_its_bearer(text, described):
    said = attributed(text)[0]
    assert said is not None
    assert said.described == (described,)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Marwick's mayor and Tesh's lawyer, Nora Quill, said no.",
         "Marwick's mayor and Tesh's lawyer"),
        ("According to the survey, Nora Quill, who rows, is liked.", "the survey"),
        ("Marwick's mayor, in May, said no.", "Marwick's mayor"),
        ("In Marwick's harbour, Nora Quill said no.", "Nora Quill"),
        ("After Marwick's harbour flooded, Nora Quill said no.", "Nora Quill"),
    ],
)  # fmt: skip
def test_what_is_no_title_of_one_person_stays(text, speaker):
    assert chains(text) == [(speaker,)]


@pytest.mark.parametrize(
    "text",
    [
        "This report sets out who knew of the leak, and when.",
        "This memo lays out who believed it.",
        "This chapter examines who knew of the leak.",
        "The inquiry spelled out who decided it.",
    ],
)
def test_a_paper_that_asks_who_knew_is_nobody_who_did(text):
    assert chains(text) == [None]
