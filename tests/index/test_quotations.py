import pytest

from index.quotations import masked, quoted_spans
from index.types import Span

CASES = {
    "curly": ("He said “go” now.", ["“go”"]),
    "straight": ('He said "go" now. "Stay," she said.', ['"go"', '"Stay,"']),
    "tokenised": ("He said `` go '' now.", ["`` go ''"]),
    "doubled-apostrophes": ("''Go now,'' he said.", ["''Go now,''"]),
    "mixed": ('“Go now," he said. “Stay.”', ['“Go now,"', "“Stay.”"]),
    "guillemets": ("Il dit « va » et part.", ["« va »"]),
    "low-marks": ("Er sagte „geh“ und ging.", ["„geh“"]),
    "nested": ("“He said ‘go’ to us,” she said.", ["“He said ‘go’ to us,”"]),
    "never-closed": ("He said “go now.\n\nIt rained.", []),
    "inches": ('A 12" pipe is here.', []),
    "possessive": ("The players'' hall.", []),
    "over-paragraphs": ("“One.\n\n“Two.” It rained.", ["“One.", "“Two.”"]),
    "over-paragraphs-straight": ('"One.\n\n"Two." It rained.', ['"One.', '"Two."']),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_quoted_spans(text, expected):
    assert [span.of(text) for span in quoted_spans(text)] == expected


def test_a_mark_without_its_pair_quotes_nothing_far_away():
    text = "He said “go. " + "It rained. " * 500 + "Nobody came.”"
    assert quoted_spans(text) == ()


def test_masked_keeps_the_length_and_the_words_around():
    text = "She said “we will go home,” and left."
    blotted = masked(text, Span(0, len(text)), quoted_spans(text))
    assert len(blotted) == len(text)
    assert blotted.startswith("She said “\x01")
    assert blotted.endswith(",” and left.")
    assert "home" not in blotted


def test_masked_keeps_a_single_quoted_word():
    text = "Some “optimists” think so."
    assert masked(text, Span(0, len(text)), quoted_spans(text)).split() == [
        "Some",
        "optimists",
        "think",
        "so.",
    ]


def test_masked_part_of_a_longer_quotation():
    text = "“We go. We stay,” he said."
    assert masked(text, Span(8, len(text)), quoted_spans(text)).endswith(",” he said.")
