from __future__ import annotations

import time

import pytest
from doubles import pieces
from hypothesis import given
from hypothesis import strategies as st

from qa.model.reply import NotStated, ReplyParser, parse_reply
from qa.types import Claim, Label


def claims(text: str) -> list[tuple[str, str]]:
    draft = parse_reply(text)
    return [(claim.text, " ".join(map(str, claim.labels))) for claim in draft.claims]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("- The talks failed [3.2][4.1]", [("The talks failed", "3.2 4.1")]),
        ("- The talks failed [3.2, 4.1].", [("The talks failed.", "3.2 4.1")]),
        ("- The talks failed. [3.2; 4.1]", [("The talks failed.", "3.2 4.1")]),
        ("- The talks failed [3] .", [("The talks failed.", "3")]),
        ("- It failed [3.2-3.4] [5.1–2][6-7]", [("It failed", "3.2 3.3 3.4 5.1 5.2 6 7")]),
        ("- It failed [1.9-1.2][1.1-1.99]", [("It failed", "1.9 1.2 1.1 1.99")]),
        ("- It failed [passage 3.2, sentence 4.1]", [("It failed", "3.2 4.1")]),
        ("- It failed 【3.2】\\[4.1\\]", [("It failed", "3.2 4.1")]),
        ("- It failed [3.2](#source-3) [4.1](http://a.example/x)", [("It failed", "3.2 4.1")]),
        ("- It failed [3.2][3.2] [0]", [("It failed", "3.2 0")]),
        (
            "1. One [1.1]\n2) Two [1.2]\n* Three [1.3]\n• Four [1.4]",
            [("One", "1.1"), ("Two", "1.2"), ("Three", "1.3"), ("Four", "1.4")],
        ),
        ("- **Berg** said __no__ [1.1]", [("Berg said no", "1.1")]),
        ("- {The Post > clerks} It failed [1.1]", [("It failed", "1.1")]),
        (
            "One did [1.1]. Two did [1.2]! Three did.",
            [("One did.", "1.1"), ("Two did!", "1.2"), ("Three did.", "")],
        ),
        ("One did. [1.1] Two did. [1.2]", [("One did.", "1.1"), ("Two did.", "1.2")]),
        (
            "- The Ledger [1.1] wrote that it rains [1.2]",
            [("The Ledger wrote that it rains", "1.1 1.2")],
        ),
        ("- In the U.S. [1.1] officials agree [1.2]", [("In the U.S. officials agree", "1.1 1.2")]),
        ("[1.1] The talks failed.", [("The talks failed.", "1.1")]),
        ("- A long\n  statement\n  [1.1]", [("A long statement", "1.1")]),
        ("- It rains.\n[1.1]", [("It rains.", "1.1")]),
        ("It rains.\nIt snows [1.1]", [("It rains.", ""), ("It snows", "1.1")]),
        ("- One\n- Two [1.1]", [("One", ""), ("Two", "1.1")]),
        ("# Answer\n**Summary**\n---\n- One [1.1]\n```", [("One", "1.1")]),
        ("**The talks failed [1.1]**", [("The talks failed", "1.1")]),
        ("```text\n- One [1.1]\n```", [("One", "1.1")]),
        ("Here is what they say:\n- One [1.1]", [("One", "1.1")]),
        ("> - One [1.1]\n> Two [1.2]", [("One", "1.1"), ("Two", "1.2")]),
        ("<think>\n- No [9.9]\n</think>- Yes [1.1]", [("Yes", "1.1")]),
        ("- Yes <THINK>no [2.2]</THINK>[1.1]", [("Yes", "1.1")]),
        ("- Yes [1.1]\n<think>- No [9.9]", [("Yes", "1.1")]),
        ("- The talks fa", [("The talks fa", "")]),
        ("- The talks failed [3.", [("The talks failed", "")]),
        ("- The [talks] of [2024] failed (3.2)", [("The [talks] of [2024] failed (3.2)", "")]),
        ("...\n-\n[1.1]\n", []),
        ("", []),
    ],
)
def test_claims_are_read_however_a_model_writes_them(
    reply: str, expected: list[tuple[str, str]]
) -> None:
    assert claims(reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("NOT STATED: what it costs", ("what it costs",)),
        ("- **Not stated:** what it costs [1.1].", ("what it costs",)),
        ("not_stated — the cost\nNot Stated: the date", ("the cost", "the date")),
        ("NOT STATED in the passages: the cost", ("the cost",)),
        ("**NOT STATED: the cost**", ("the cost",)),
        ("NOT STATED", ("what was asked",)),
        ("- It is not stated by whom [1.1]", ()),
    ],
)
def test_gaps_are_read_in_any_dress(reply: str, expected: tuple[str, ...]) -> None:
    assert parse_reply(reply).not_stated == expected


def test_a_claim_is_given_out_as_soon_as_its_line_ends() -> None:
    parser = ReplyParser()
    assert parser.feed("- One [1.1") == ()
    assert parser.feed("]\n") == (Claim("One", (Label(1, 1),)),)
    assert parser.feed("- Two, long") == ()
    assert parser.feed("\nNOT STATED: x\n") == (Claim("Two, long", ()), NotStated("x"))
    assert parser.close() == ()


def test_whether_the_reply_is_complete_is_passed_on() -> None:
    assert parse_reply("- One [1.1]").complete
    assert not parse_reply("- One [1.1]", complete=False).complete


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "- ",
            "\n",
            "[1.1]",
            "[",
            "1.2",
            "]",
            "The talks ",
            "failed.",
            "**",
            "NOT STATED:",
            " ",
            "<think>",
            "</think>",
            "```\n",
            "# ",
            "1. ",
            "“a",
            "”",
            "[2.1-3]",
            ". ",
            "\r\n",
            "é",
            "[0]",
        ]
    ),
    max_size=25,
).map("".join)


@given(FRAGMENTS, st.data())
def test_the_cuts_between_tokens_change_nothing(text: str, data: st.DataObject) -> None:
    whole = ReplyParser()
    expected = (*whole.feed(text), *whole.close())
    cut = data.draw(st.integers(0, len(text)))
    for parts in ([text[:cut], text[cut:]], list(text), list(pieces(text))):
        parser = ReplyParser()
        got = [item for part in parts for item in parser.feed(part)]
        assert (*got, *parser.close()) == expected


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "[1",
        "[1.1",
        "[1.1]",
        "[1,",
        "- ",
        "<think>",
        "a [1.1] b",
        "a. [1.1] A",
        "*",
        "> ",
        "_ ",
        "\n",
        " ",
        '"',
        "- a\n",
        "[1.1](",
        "#",
        "not stated ",
    ],
)
def test_reading_stays_linear_on_nasty_replies(piece: str) -> None:
    def seconds(times: int) -> float:
        started = time.process_time()
        parse_reply(piece * times)
        return time.process_time() - started

    assert seconds(20_000) < 2.0
