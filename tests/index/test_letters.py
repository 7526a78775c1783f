"""What a mail forwards or quotes is told to be whose it is; the rest is the sender's."""

import time

import pytest

from index.attribution import attribute
from index.letters import letters
from index.sentences import sentence_spans

HEAD = "From: Ann Holt <ann@osk.example>\nTo: Bo Lund\nDate: Mon, 3 Mar 2025 10:00\n\n"
TOP = "Ferry\n\n" + HEAD


def told(text):
    """Each part that somebody else wrote, with his name."""
    return [(turn.span.of(text).strip(), turn.speaker) for turn in letters(text)]


def test_what_the_sender_writes_is_nobody_elses():
    assert letters(TOP + "The ferry closes.\n\nThe board met.") == ()


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("From: Ida Holm <ida@osk.example>\nDate: today\n", "Ida Holm"),
        ("From: Ida Holm <mailto:ida@osk.example>\nSent: today\nTo: Ann\nCc: Bo\n", "Ida Holm"),
        ("From: Ida Holm [mailto:ida@osk.example]\nSent: today\n", "Ida Holm"),
        ('From: "Holm, Ida" <ida@osk.example>\nTo: Ann\n', "Holm, Ida"),
        ("*From:* Ida Holm\n*Sent:* today\n", "Ida Holm"),
        ("From: ida@osk.example\nSubject: Bridge\n", "ida@osk.example"),
        ("From: <ida@osk.example>\nSubject: Bridge\n", "ida@osk.example"),
    ],
)
@pytest.mark.parametrize("rule", ["", "---------- Forwarded message ---------\n", "Bridge\n\n"])
def test_what_is_forwarded_is_its_authors(lines, name, rule):
    text = f"{TOP}See below.\n\n{rule}{lines}\nThe bridge opens late.\n\nIt costs more."
    assert told(text) == [("The bridge opens late.", name), ("It costs more.", name)]


def test_the_subject_of_the_next_mail_is_not_part_of_the_one_before():
    one, two = (f"{name} speaks\n\nFrom: {name}\nTo: Ann\n\nWords of {name}.\n\n" for name in "XY")
    assert told(TOP + one + two) == [("Words of X.", "X"), ("Words of Y.", "Y")]


@pytest.mark.parametrize(
    "line",
    [
        "On Sun, 2 Mar 2025 at 18:02, Carl Berg <carl7@osk.example> wrote:",
        "On Sun, Mar 2, 2025 at 6:02 PM Carl Berg <carl@osk.example> wrote:",
        "On 2 Mar 2025, at 18:02, Carl Berg <carl@osk.example> wrote:",
        "On 02/03/2025 18:02, Carl Berg wrote:",
        "On Sun, 2 Mar 2025 at 18:02, Carl Berg\n<carl@osk.example> wrote:",
        "Yes.\nOn Sun, 02 Mar 2025 18:02:11 +0100, Carl Berg wrote:",
        "On 2025-03-02 6:02 p.m., Carl Berg wrote:",
    ],
)
def test_what_is_quoted_is_its_authors(line):
    text = f"{TOP}I agree.\n\n{line}\n\n> The boat leaks.\n\n> It is old.\n\nStill, it runs."
    assert told(text) == [("> The boat leaks.", "Carl Berg"), ("> It is old.", "Carl Berg")]


def test_quotations_within_quotations():
    text = (
        f"{TOP}No.\n\nOn 3 Mar 2025, Carl Berg wrote:\n\n> On 2 Mar 2025, Ida Holm wrote:\n\n"
        ">> The bridge opens late.\n\n> It does not.\n\nIt does."
    )
    assert told(text)[1:] == [
        (">> The bridge opens late.", "Ida Holm"),
        ("> It does not.", "Carl Berg"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The ferry closes.\n\nThe board met.\n\n" + HEAD + "See.\n\n" + HEAD + "The bridge.",
        "From: Osk to Norden it is far.\n\n> The boat leaks.",
        "Ferry\n\nThe ferry closes. On 2 Mar 2025, Carl Berg wrote:\n\n> The boat leaks.",
        "",
    ],
)
def test_what_is_no_mail_has_no_such_parts(text):
    assert letters(text) == ()


def test_who_is_passed_on_stands_behind_who_passes_on():
    text = (
        f"{TOP}See below.\n\nFrom: Ida Holm\nTo: Ann Holt\n\nMinister Dora Lind said the bridge "
        "opens late.\n\nFrom: Ann Holt\nTo: Ida Holm\n\nWhen does it open?"
    )
    sentences = sentence_spans(text)
    found = dict(zip(sentences, attribute(text, sentences, None, "Ann Holt"), strict=True))
    said = {span.of(text): each.speakers for span, each in found.items() if each}
    assert said == {
        "Minister Dora Lind said the bridge opens late.": ("Ida Holm", "Minister Dora Lind")
    }


SLOW = {
    "introductions": TOP
    + "On 2 Mar 2025, "
    + "On 1 a, " * 2_000
    + "wrote:\n\n> Words.\n\n" * 5_000,
    "marks": TOP + ("On 2 Mar 2025, " + ">" * 380 + " wrote:\n\n") * 200,
    "spaces": TOP + ("On 2 Mar 2025" + " " * 380 + "x wrote:\n\n") * 200,
    "blank": TOP + " " * 3_000_000,
    "senders": TOP
    + "From: x"
    + " " * 300_000
    + "\nTo: y\n"
    + "From: "
    + "(@" * 100_000
    + "\nTo: y\n",
    "quoted": TOP + "> - a\n> To: x\n\n" * 20_000,
    "verbs": TOP + ("On 1 PM AAA " * 30 + "wrote:\n\n") * 2_000,
    "names": TOP + ("A " * 150 + "[1:\n\n") * 2_000,
    "heads": TOP + "From: x\nTo: y\n" * 50_000,
}


@pytest.mark.parametrize("kind", SLOW)
def test_a_text_made_to_take_long_takes_no_time(kind):
    begun = time.monotonic()
    letters(SLOW[kind])
    assert time.monotonic() - begun < 2
