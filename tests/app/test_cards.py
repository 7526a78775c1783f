"""The source cards: the quote as it stands in its document, and what surrounds it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.cards import source_cards
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


def test_the_quote_stands_between_its_surroundings_cut_at_words():
    quote = quote_at(len(BEFORE), len(BEFORE) + len(QUOTED))
    (card,) = source_cards(answer_with(quote), "ab", lambda _: TEXT)
    assert card["id"] == "src-ab-1"
    assert card["quote"] == QUOTED
    assert card["speaker"] == "a clerk, via The Post"
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
    (card,) = source_cards(answer_with(quote_at(start, end, text)), "a", lambda _: text)
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
    (card,) = source_cards(answer_with(quote, short), "a", lambda _: TEXT)
    assert (card["quote"], card["short"], card["rest"]) == ("The dyke broke at ", "seven", ".")


def test_a_short_answer_elsewhere_leaves_the_quote_whole():
    quote = quote_at(len(BEFORE), len(BEFORE) + len(QUOTED))
    for short in (
        ShortAnswer("Long", "dyke.txt", 0, 4),
        ShortAnswer(TEXT[quote.start : quote.start + 3], "other.txt", quote.start, quote.start + 3),
    ):
        (card,) = source_cards(answer_with(quote, short), "a", lambda _: TEXT)
        assert (card["quote"], card["short"]) == (QUOTED, "")


def test_a_document_that_is_gone_or_changed_leaves_the_quote_with_a_note():
    quote = quote_at(len(BEFORE), len(BEFORE) + len(QUOTED))
    for text in (None, "Another text altogether."):
        (card,) = source_cards(answer_with(quote), "a", lambda _, text=text: text)
        assert card["quote"] == QUOTED
        assert card["before"] == card["after"] == ""
        assert "changed or removed" in card["note"]


def test_the_related_passage_has_a_card_too():
    quote = quote_at(0, 8)
    receipt = Receipt(None, "p", "i", {})
    answer = Answer("?", AnswerStatus.NOT_IN_DOCUMENTS, "", (), (), receipt, related=quote)
    (card,) = source_cards(answer, "a", lambda _: TEXT)
    assert card["quote"] == TEXT[:8]
