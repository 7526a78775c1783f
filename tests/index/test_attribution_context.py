"""Planted examples: whom a sentence means where only those before it tell."""

from __future__ import annotations

import pytest
from attributions import attributed, chains

LEAD = (
    "Mayor Edith Brandt met Sen. Tom Hale (D-VT) and NATO Secretary-General Jens Falk on Monday. "
)
"""A first sentence that says nobody's words, but names people in full."""


FOLLOWING = {
    "surname": ("Hale said it is safe.", ("Sen. Tom Hale (D-VT)",)),
    "title-and-surname": ("Sen. Hale said it is safe.", ("Sen. Tom Hale (D-VT)",)),
    "long-title": ("Falk said it is safe.", ("Secretary-General Jens Falk",)),
    "she": ("“It is safe,” she said.", ("Mayor Edith Brandt",)),
    "he-after-his-cue": (
        "Falk said it is safe. He added that it is new.",
        ("Secretary-General Jens Falk",),
    ),
    "they": ("Residents said it shakes. They said it is old.", ("Residents",)),
    "quotation-goes-on": (
        "“It is safe,” Hale added. “It is also very new.”",
        ("Sen. Tom Hale (D-VT)",),
    ),
    "quotation-after-indirect": (
        "Hale said it is safe. “It is also very new.”",
        ("Sen. Tom Hale (D-VT)",),
    ),
    "next-paragraph": (
        "“It is safe,” Hale added.\n\n“It is also very new.”",
        ("Sen. Tom Hale (D-VT)",),
    ),
    "colon-then-paragraph": (
        "Hale wrote on his page:\n\n“It is also very new.”",
        ("Sen. Tom Hale (D-VT)",),
    ),
}


@pytest.mark.parametrize(("text", "speakers"), FOLLOWING.values(), ids=FOLLOWING.keys())
def test_resolved_in_context(text, speakers):
    assert attributed(LEAD + text)[-1].speakers == speakers


def test_sentences_of_one_quotation_share_the_speaker_named_at_its_end():
    found = attributed("“It is over. We lost the bridge. Go home,” Ann Holt said.")
    assert [a.speakers for a in found] == [("Ann Holt",)] * 3
    assert all(a.direct for a in found)


def test_quotation_over_paragraphs_keeps_its_speaker():
    found = attributed(
        "“It is over for us,” Ann Holt said. “We lost the bridge.\n\n“We must all go home.”"
    )
    assert [a.speakers for a in found] == [("Ann Holt",)] * 3


def test_report_stands_for_the_outlet_named_before():
    text = (
        "The Norden Gazette reported on Monday that the port is sold.\n\n"
        "The report said that the price was low. The Gazette report said that banks paid."
    )
    found = attributed(text)
    assert [a.speakers for a in found] == [("The Norden Gazette",)] * 2 + [("The Norden Gazette",)]


def test_report_that_cited_officials():
    text = (
        "The Norden Gazette reported on Monday that the port is sold.\n\n"
        "The report, which cited unnamed officials, said that the price was low."
    )
    assert attributed(text)[-1].speakers == ("The Norden Gazette", "unnamed officials")


def test_official_in_a_run_of_the_report_speaks_through_the_outlet():
    text = (
        "The Norden Gazette reported on Monday that the port is sold.\n\n"
        "The report said that the price was low. "
        "“We had no choice at all,” a port official said.\n\n"
        "It rained all day.\n\n“We will miss it,” the port official said."
    )
    found = chains(text)
    chain = ("The Norden Gazette", "a port official")
    assert found == [("The Norden Gazette",), ("The Norden Gazette",), chain, None, chain]


def test_official_without_the_report_before_him_speaks_for_himself():
    text = (
        "The Norden Gazette reported on Monday that the port is sold.\n\n"
        "It rained. “We had no choice at all,” a port official said."
    )
    assert attributed(text)[-1].speakers == ("a port official",)


def test_told_the_publisher_adds_no_outlet():
    text = "Officials told the Norden Gazette that the bridge is closed."
    assert attributed(text, publisher="Norden Gazette")[-1].speakers == ("Officials",)


def test_author_speaks_in_the_documents_own_voice():
    text = "The bridge is closed, Ann Holt said."
    assert attributed(text, author="Ann Holt")[-1] is None


def test_women_and_men_are_told_apart():
    text = "Anna Berg met Peter Lund. Lund said it is late. Berg said it is early. He said no."
    assert attributed(text)[-1].speakers == ("Peter Lund",)


def test_spouses_are_told_apart():
    text = "Peter Lund and Anna Lund came. Mrs. Lund said it is late."
    assert attributed(text)[-1].speakers == ("Anna Lund",)
