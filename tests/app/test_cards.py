"""The source cards: the quote as it stands in its document, and what surrounds it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Stance
from qa.chat.sources.cards import Standing, source_cards
from qa.conversations.recheck import QuoteCheck, QuoteState
from qa.types import Answer, AnswerStatus, Quote, Receipt, ShortAnswer, Statement

BEFORE = "Long ago the tide came in over the flats. " * 20
QUOTED = "The dyke broke at seven."
AFTER = " Nobody was hurt by the water that night." * 20
TEXT = BEFORE + QUOTED + AFTER


def answer_with(quote: Quote, short: ShortAnswer | None = None) -> Answer:
    statement = Statement(quote.text, quote.attribution, (quote,))
    receipt = Receipt(None, "p", "i", {})
    return Answer("?", AnswerStatus.ANSWERED, "", (statement,), (), receipt, short=short)


def quote_at(start: int, end: int, text: str = TEXT) -> Quote:
    return Quote(1, "dyke.txt", start, end, text[start:end], attribution=("The Post", "a clerk"))


def cards(answer, text=TEXT, *, stance=Stance.SAID, **found):
    """The cards where every quote stands at its place in ``text``, or where ``found`` says."""

    def standing(quote):
        place = {"document": quote.document, "start": quote.start, "end": quote.end} | found
        check = QuoteCheck(quote, place.pop("state", QuoteState.SAME), "It moved.", **place)
        return Standing(check, text, stance)

    return source_cards(answer, "ab", lambda quotes: list(map(standing, quotes)))


def test_the_quote_stands_between_its_surroundings_cut_at_words():
    quote = quote_at(len(BEFORE), len(BEFORE) + len(QUOTED))
    (card,) = cards(answer_with(quote))
    assert card["id"] == "src-ab-1"
    assert card["quote"] == QUOTED
    assert card["voice"] == {"speakers": ["a clerk", "The Post"], "stance": "said"}
    assert card["now"] == {"document": "dyke.txt", "start": quote.start, "end": quote.end}
    assert card["note"] == ""
    assert card["before"].startswith("… ")
    assert card["before"][1:] + QUOTED + card["after"][:-1] in TEXT
    assert 250 < len(card["before"]) <= 302
    assert 250 < len(card["after"]) <= 302
    assert card["before"].split()[1] in BEFORE.split()
    assert card["after"].split()[-1] == "…" or card["after"].split()[-1][:-1] in AFTER.split()


@given(st.text(min_size=1, max_size=900), st.data())
def test_nothing_is_lost_or_invented_around_a_quote(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (card,) = cards(answer_with(quote_at(start, end, text)), text)
    assert card["quote"] + card["short"] + card["rest"] == text[start:end]
    before = card["before"].removeprefix("…") if start > 300 else card["before"]
    after = card["after"].removesuffix("…") if len(text) - end > 300 else card["after"]
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)
    if start <= 300:
        assert before == text[:start]


def test_the_short_answer_is_set_apart_inside_its_quote():
    start = len(BEFORE)
    at = TEXT.index("seven")
    short = ShortAnswer("seven", "dyke.txt", at, at + 5)
    quote = quote_at(start, start + len(QUOTED))
    (card,) = cards(answer_with(quote, short))
    assert (card["quote"], card["short"], card["rest"]) == ("The dyke broke at ", "seven", ".")


def test_a_short_answer_elsewhere_leaves_the_quote_whole():
    quote = quote_at(len(BEFORE), len(BEFORE) + len(QUOTED))
    for short in (
        ShortAnswer("Long", "dyke.txt", 0, 4),
        ShortAnswer(TEXT[quote.start : quote.start + 3], "other.txt", quote.start, quote.start + 3),
    ):
        (card,) = cards(answer_with(quote, short))
        assert (card["quote"], card["short"]) == (QUOTED, "")


def test_words_that_stand_elsewhere_now_are_shown_in_their_new_surroundings():
    quote = quote_at(len(BEFORE), len(BEFORE) + len(QUOTED))
    new = f"An added line. {QUOTED} The end."
    start = new.index(QUOTED)
    (card,) = cards(
        answer_with(quote), new, state=QuoteState.MOVED, start=start, end=start + len(QUOTED)
    )
    assert (card["before"], card["quote"], card["after"]) == (
        "An added line. ", QUOTED, " The end.",
    )  # fmt: skip
    assert card["now"] == {"document": "dyke.txt", "start": start, "end": start + len(QUOTED)}
    assert card["note"] == "It moved."


@pytest.mark.parametrize("state", [QuoteState.CHANGED, QuoteState.REMOVED])
def test_words_that_stand_nowhere_any_more_are_left_with_a_note(state):
    quote = quote_at(len(BEFORE), len(BEFORE) + len(QUOTED))
    (card,) = cards(answer_with(quote), "", state=state, document="", start=None, end=None)
    assert card["quote"] == QUOTED
    assert card["before"] == card["after"] == ""
    assert card["now"] is None
    assert card["note"] == "It moved."
    assert card["exists"] == (state is QuoteState.CHANGED)


def test_a_card_has_its_stance_and_its_citation():
    quote = replace(
        quote_at(len(BEFORE), len(BEFORE) + len(QUOTED)),
        title="The dyke",
        page=4,
        publisher="The Post",
    )
    (card,) = cards(answer_with(quote), stance=Stance.DENIED)
    assert card["voice"]["stance"] == "denied"
    assert card["citation"] == (
        "“The dyke broke at seven.” — a clerk, via The Post; The dyke (The Post), page 4 [dyke.txt]"
    )
    assert card["place"] == "page 4"


def test_the_related_passage_has_a_card_too():
    quote = quote_at(0, 8)
    receipt = Receipt(None, "p", "i", {})
    answer = Answer("?", AnswerStatus.NOT_IN_DOCUMENTS, "", (), (), receipt, related=quote)
    (card,) = cards(answer)
    assert card["quote"] == TEXT[:8]
