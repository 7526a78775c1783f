"""Words for the page: inert where Markdown is rendered, and speakers as a person names them."""

from __future__ import annotations

from html.parser import HTMLParser

from hostile_texts import NASTY, naughty_strings, sanitizer_attacks
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reading_answers import words

from qa.markdown import inert, one_line
from qa.render import speakers_in_words, withdrawn_in_words

# Raw HTML is on, as it is in the page: what is not escaped shows up as an element.
RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Page(HTMLParser):
    """What a browser would make of rendered Markdown."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(RENDERER.render(markdown))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


def assert_renders_as_itself(text: str) -> None:
    page = Page(inert(text))
    assert set(page.tags) <= {"p"}, text
    assert page.text.strip() == words(text)


@given(st.text() | st.text(alphabet="`*_[]()!<>&#-+1.|~\\$\"' \n:/@wha="))
@example(NASTY)
@example("1986. A great year")
@example("- not a list")
@example("www.evil.example and https://evil.example and someone@evil.example")
def test_inert_text_renders_as_itself(text):
    assert_renders_as_itself(text)


def test_bare_addresses_are_broken_up_before_a_renderer_can_link_them():
    text = "https://evil.example www.evil.example a@evil.example"
    assert inert(text) == r"https\://evil.example www\.evil.example a\@evil.example"


def test_the_naughty_strings_render_as_themselves(shared):
    for text in naughty_strings(shared):
        assert_renders_as_itself(text)


def test_sanitizer_attacks_render_as_themselves(shared):
    for payload in sanitizer_attacks(shared):
        assert_renders_as_itself(payload)


@given(st.text())
def test_one_line_keeps_every_word_that_can_be_seen(text):
    assert one_line(text) == words(text)


def test_the_innermost_speaker_comes_first():
    assert speakers_in_words(("The Post", "an aide", "the mayor")) == (
        "the mayor, via an aide, via The Post"
    )
    assert speakers_in_words(()) == ""


def test_withdrawn_statements_are_counted_in_words():
    assert withdrawn_in_words(1).startswith("1 statement of the model was withdrawn")
    assert withdrawn_in_words(2).startswith("2 statements of the model were withdrawn")
