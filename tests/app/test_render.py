"""Answers as chat messages: everything is said, nothing in it is markup of a document."""

from __future__ import annotations

import dataclasses
import datetime
import html
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qa.markdown import emphasised, inert
from qa.render import answer_markdown, speakers_in_words, statements_markdown
from qa.types import (
    Answer,
    AnswerStatus,
    Quote,
    Receipt,
    Rejection,
    RejectionReason,
    ShortAnswer,
    Statement,
)

# Raw HTML is on, as it is in the page: what is not escaped shows up as an element.
RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {"p", "strong", "em", "a", "br", "s", "ul", "li", "blockquote"} | {
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
RECEIPT = Receipt(None, "p", "i", {"search": 0.2, "evidence": 0.1})
NASTY = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> ![p](http://evil.example/p.png) "
    "[l](javascript:alert(1)) `c` *b* _i_ ~~s~~ | cell | &lt;b&gt; http://evil.example a@b.example "
    "\\[x\\] $$m$$ </p> \"quoted\" 'single' \n# head\n- item\n1. one\n> said\n```\nfence\n```\n---"
)


class Page(HTMLParser):
    """What a browser would make of the rendered message."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(RENDERER.render(markdown))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.text += data


def quote(label: int, text: str = "It is raining.", **changes) -> Quote:
    plain = Quote(label, "rain.txt", 10, 10 + len(text), text, title="Rain in the hills")
    return dataclasses.replace(plain, **changes)


def answer(*statements: Statement, **changes) -> Answer:
    plain = Answer("Why?", AnswerStatus.ANSWERED, "", statements, (), RECEIPT)
    return dataclasses.replace(plain, **changes)


def words(text: str) -> str:
    return " ".join(
        re.sub("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]", "", text).split()
    )


@given(st.text() | st.text(alphabet="`*_[]()!<>&#-+1.|~\\$\"' \n:/@wha="))
@example(NASTY)
@example("1986. A great year")
@example("- not a list")
@example("www.evil.example and https://evil.example and someone@evil.example")
def test_inert_text_renders_as_itself(text):
    page = Page(inert(text))
    assert set(page.tags) <= {"p"}
    assert page.text.strip() == words(text)


def test_bare_addresses_are_broken_up_before_a_renderer_can_link_them():
    text = "https://evil.example www.evil.example a@evil.example"
    assert inert(text) == r"https\://evil.example www\.evil.example a\@evil.example"


def test_the_naughty_strings_render_as_themselves(shared):
    strings = json.loads((shared / "badinput/blns/blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 400
    for text in strings:
        page = Page(inert(text))
        assert set(page.tags) <= {"p"}, text
        assert page.text.strip() == words(text)


def test_sanitizer_attacks_render_as_themselves(shared):
    source = (shared / "badinput/dompurify/expect.mjs").read_text(encoding="utf-8")
    payloads = re.findall(r'"payload": "((?:[^"\\]|\\.)*)"', source)
    payloads += re.findall(r"payload: '((?:[^'\\]|\\.)*)'", source)
    assert len(payloads) > 50
    for payload in payloads:
        page = Page(inert(payload))
        assert set(page.tags) <= {"p"}, payload
        assert page.text.strip() == words(payload)


def test_nothing_in_an_answer_is_markup():
    nasty = quote(1, NASTY, title=NASTY, section=NASTY, attribution=(NASTY, NASTY))
    everywhere = answer(
        Statement(NASTY, (NASTY,), (nasty,)),
        short=ShortAnswer(NASTY, "rain.txt", 10, 20),
        not_stated=(NASTY,),
        rejections=(Rejection(NASTY, RejectionReason.NO_SOURCE, NASTY),),
        notices=(NASTY,),
        receipt=Receipt(NASTY, "p", "i", {}),
    )
    for shown in (
        everywhere,
        dataclasses.replace(everywhere, accounts_differ=True),
        dataclasses.replace(
            everywhere, status=AnswerStatus.NOT_IN_DOCUMENTS, statements=(), related=nasty
        ),
    ):
        page = Page(answer_markdown(shown, "ab12"))
        assert set(page.tags) <= OURS
        assert page.attributes <= {"href", "title"}
        assert set(page.links) == {"#src-ab12-1"}
        assert words(NASTY) in words(page.text)


def test_every_quote_of_a_statement_is_cited_by_its_label():
    both = Statement("It rains.", (), (quote(1), quote(4, "Wet.", page=2)))
    message = answer_markdown(answer(both), "f0")
    assert '[\\[1\\]](#src-f0-1 "Rain in the hills")' in message
    assert '[\\[4\\]](#src-f0-4 "Rain in the hills, page 2")' in message
    assert Page(message).links == ["#src-f0-1", "#src-f0-4"]


def test_the_innermost_speaker_comes_first():
    assert speakers_in_words(("The Post", "an aide", "the mayor")) == (
        "the mayor, via an aide, via The Post"
    )
    said = Statement("It rains.", ("The Post", "the mayor"), (quote(1),))
    assert (
        "the mayor, via The Post · Rain in the hills"
        in Page(answer_markdown(answer(said), "a")).text
    )


def test_a_statement_without_speakers_is_the_documents_own():
    text = Page(answer_markdown(answer(Statement("It rains.", (), (quote(1),))), "a")).text
    assert "The document, in its own voice · Rain in the hills" in text


def test_only_the_very_words_of_a_quote_get_quotation_marks():
    verbatim = Statement("It is raining.", (), (quote(1),))
    in_other_words = Statement("Rain falls.", (), (quote(2),))
    text = Page(answer_markdown(answer(verbatim, in_other_words), "a")).text
    assert "“It is raining.”" in text
    assert "“Rain falls.”" not in text


def test_a_quote_with_quotation_marks_of_its_own_gets_no_second_pair():
    said = quote(1, '"Wet," he said, "is wet.')
    text = Page(answer_markdown(answer(Statement(said.text, (), (said,))), "a")).text
    assert '"Wet," he said, "is wet.\N{NO-BREAK SPACE}[1]' in text
    assert "“" not in text


def test_not_in_documents_shows_the_nearest_passage_as_related_only():
    shown = answer(status=AnswerStatus.NOT_IN_DOCUMENTS, related=quote(1))
    text = Page(answer_markdown(shown, "a")).text
    assert text.startswith("Not in your documents")
    assert text.index("only related") < text.index("“It is raining.”")


def test_not_in_documents_without_any_passage():
    text = Page(answer_markdown(answer(status=AnswerStatus.NOT_IN_DOCUMENTS), "a")).text
    assert "Nothing in them comes near" in text


def test_differing_accounts_stand_side_by_side():
    one = Statement("Nine were hurt.", ("the police",), (quote(1),))
    other = Statement("It was | twenty.", ("the doctor",), (quote(2),))
    page = Page(answer_markdown(answer(one, other, accounts_differ=True), "a"))
    assert "Accounts differ" in page.text
    assert page.tags.count("tr") == 3
    assert page.tags.count("td") == 4


def test_a_refused_claim_is_struck_out_with_its_reason():
    refused = Rejection("Two years.", RejectionReason.NOT_SUPPORTED, "“Two” is not in the words.")
    page = Page(answer_markdown(answer(rejections=(refused,)), "a"))
    assert "s" in page.tags
    assert "Withdrawn: “Two” is not in the words." in page.text
    assert "~~Two years.~~" in statements_markdown((), (refused,), "a")


def test_refused_claims_can_be_left_out_but_not_that_there_were_some():
    refused = Rejection("Two years.", RejectionReason.NOT_SUPPORTED, "“Two” is not in the words.")
    for count, said in ((1, "1 statement of the model was"), (2, "2 statements of the model were")):
        shown = answer_markdown(answer(rejections=(refused,) * count), "a", show_withdrawn=False)
        assert said in shown
        assert "Two years" not in shown
        so_far = statements_markdown((), (refused,) * count, "a", show_withdrawn=False)
        assert said in so_far
        assert "Two years" not in so_far
    assert "withdrawn" not in answer_markdown(answer(), "a", show_withdrawn=False)


def test_parts_that_are_not_answered_are_named():
    statement = Statement("It rains.", (), (quote(1),))
    shown = answer(statement, status=AnswerStatus.PARTIAL, not_stated=("for how long",))
    assert "Your documents do not say" in answer_markdown(shown, "a")
    assert "for how long" in answer_markdown(shown, "a")
    assert "only in part" in answer_markdown(dataclasses.replace(shown, not_stated=()), "a")


def test_notices_and_the_model_are_told():
    shown = answer(notices=("The model broke off.",), receipt=Receipt("m-1", "p", "i", {"m": 2.0}))
    text = Page(answer_markdown(shown, "a")).text
    assert "The model broke off." in text
    assert "Written by m-1, checked" in text
    assert html.unescape(text).endswith("2.0 s\n")


def test_the_date_of_a_quote_stands_beside_its_place():
    dated = quote(1, page=2, date=datetime.date(2024, 5, 3))
    text = Page(answer_markdown(answer(Statement("It rains.", (), (dated,))), "a")).text
    assert "The document, in its own voice · Rain in the hills, page 2, 3 May 2024" in text


@given(st.text(min_size=1), st.integers(0, 40), st.integers(1, 40))
def test_emphasis_changes_no_word(text, start, length):
    page = Page(emphasised(text, start, start + length))
    assert set(page.tags) <= {"p", "strong"}
    assert page.text.strip() == Page(inert(text)).text.strip()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("“Nine people fell.”", "Nine"),
        ("It cost $5 million, he said.", "$5 million"),
        ("A *b*", "A"),
    ],
)
def test_the_short_answer_is_bold_where_it_stands(text, part):
    start = text.index(part)
    message = emphasised(text, start, start + len(part))
    assert Page(message).tags == ["p", "strong"]


def test_the_short_answer_is_shown_inside_its_quote_only():
    said = quote(1, "Nine people fell, he said.")
    short = ShortAnswer("Nine", said.document, said.start, said.start + 4)
    statement = Statement(said.text, ("he",), (said,))
    message = answer_markdown(answer(statement, short=short), "a")
    assert message.startswith("“**Nine** people fell, he said.”")
    differ = answer_markdown(answer(statement, short=short, accounts_differ=True), "a")
    assert "**Nine**" not in differ
