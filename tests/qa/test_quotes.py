from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Span
from qa.language.folding import fold
from qa.language.quotes import locate, locate_all, quoted_spans

NORMALIZATION = (
    Path(__file__).parents[2]
    / ".."
    / "shared"
    / "badinput"
    / "unicode_ucd"
    / "NormalizationTest.txt"
)

TEXT = (
    "The harbour board said on Friday that the ferry talks were not\nstopped by Norway — "
    "“we’ll  meet again,” it wrote. An area of 10² km, 3.5 \N{LATIN SMALL LIGATURE FI}sh, "
    "–5 degrees. Two pilots, who would give no names, blamed\u00a0the weather office. Doubters "
    "say the grant of $30 million will never come. The co-\noperative\u00adness of the "
    "agree-\nment. The agreement held from 1990–1995, said the café, ½ full ①. It can’t be "
    "un-done. “we’ll  meet again”"
)


def found(quoted: str, within: Span | None = None, text: str = TEXT) -> str | None:
    span = locate(quoted, text, within)
    return span.of(text) if span else None


@pytest.mark.parametrize(
    ("quoted", "source"),
    [
        ("ferry talks were not stopped", "ferry talks were not\nstopped"),
        ("“we’ll meet again,”", "“we’ll  meet again,”"),
        ('"we\'ll meet again,"', "“we’ll  meet again,”"),
        ("Norway - \"we'll", "Norway — “we’ll"),
        ("Norway -- “we’ll", "Norway — “we’ll"),
        ("Norway—“we’ll", "Norway — “we’ll"),
        ("3.5 fish", "3.5 \N{LATIN SMALL LIGATURE FI}sh"),
        ("blamed the weather", "blamed\u00a0the weather"),
        ("co-operativeness of", "co-\noperative\u00adness of"),
        ("of the agreement", "of the agree-\nment"),
        ("10² km", "10² km"),
        ("1990-1995", "1990–1995"),
        ("-5 degrees", "–5 degrees"),
        ("cafe\u0301, ½ full", "café, ½ full"),
        ("two pilots", "Two pilots"),
        ("Blamed the weather", "blamed\u00a0the weather"),
        ("  grant of $30 million ", "grant of $30 million"),
    ],
)
def test_typography_does_not_hide_a_quotation(quoted: str, source: str) -> None:
    assert found(quoted) == source


@pytest.mark.parametrize(
    "forged",
    [
        "the ferry talks were stopped by Norway",  # the negation dropped
        "said on Saturday that the ferry talks",  # another day
        "the grant of $300 million will",  # a digit more
        "the grant of $3",  # a digit less
        "Two pilots blamed Norway",  # spliced
        "The grant of $30 million was confirmed",  # an invented end
        "not stopped by norway",  # the case of a name
        "Norway stopped the ferry talks",  # reordered
        "102 km",  # a superscript is no digit
        "10 km",
        "35 fish",
        "5 fish",  # half a number
        "3.5 fis",  # half a word
        "ish",  # half a ligature
        "5 degrees",  # the sign dropped
        "1/2 full",
        "full 1",
        "cafe, ½ full",  # an accent dropped
        "The Grant",
        "It can",  # the rest is "not"
        "done",  # the rest is "un-"
        "operative",
        "harbor board",
        "arbour board",
        "",
        "   ",
        "\u200b",
    ],
)
def test_forged_quotations_are_not_found(forged: str) -> None:
    assert found(forged) is None


def test_words_at_the_very_start_and_end_of_a_text_are_whole() -> None:
    assert found("talks", text="talks") == "talks"
    assert found("“talks", text="no“talks") == "“talks"


def test_a_final_accent_belongs_to_the_word() -> None:
    assert found("the cafe", text="at the cafe\u0301 now") is None
    assert found("the café", text="at the cafe\u0301 now") == "the cafe\u0301"


def test_marks_in_any_order_are_the_same_letter_and_are_found_whole() -> None:
    text = "say o\u0301\u0323\ufe0f now"
    assert found("o\u0323\u0301", text=text) == "o\u0301\u0323\ufe0f"


def test_hyphens_at_line_ends_go_only_where_the_joined_word_is_known() -> None:
    assert found("to resign", text="to re-\nsign it") is None
    assert found("to re-sign", text="to re-\nsign it") == "to re-\nsign"
    assert found("to resign", text="to re-\nsign it, not resign") == "to re-\nsign"


def test_the_occurrence_inside_the_cited_sentence_wins() -> None:
    text = "the talks failed. Then “the talks failed” again, and the\ntalks failed."
    third = text.rindex("the")
    assert locate("the talks failed", text) == Span(0, 16)
    assert locate("the talks failed", text, Span(third - 4, len(text))) == Span(third, third + 16)
    assert locate("the talks failed", text, Span(19, 45)) == Span(24, 40)
    assert locate("Then", text, Span(40, 45)) == Span(18, 22)


@given(st.text(max_size=30), st.text(min_size=1, max_size=12), st.text(max_size=30))
def test_planted_words_are_found_where_they_were_planted(
    before: str, planted: str, after: str
) -> None:
    text = f"{before} ☞ {planted} ☜ {after}"
    span = locate(f"☞ {planted} ☜", text)
    assert span is not None
    assert fold(span.of(text)).text == fold(f"☞ {planted} ☜").text


@given(st.text(max_size=60))
def test_every_folded_character_knows_its_source(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.kinds) == len(folded.starts) == len(folded.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(folded.starts, folded.ends, strict=True))


@pytest.mark.skipif(not NORMALIZATION.exists(), reason="Unicode's NormalizationTest is not here")
def test_all_normal_forms_of_unicode_fold_alike() -> None:
    lines = NORMALIZATION.read_text("utf-8").splitlines()
    cases = [line.split("#")[0].split(";")[:5] for line in lines if line[:1] not in ("", "#", "@")]
    unequal = [
        case
        for case in cases
        if len({fold("".join(chr(int(c, 16)) for c in form.split())).text for form in case}) != 1
    ]
    assert len(cases) > 18_000
    assert unequal == []


@pytest.mark.parametrize(
    ("prose", "inner"),
    [
        ('He said "a b" and “c d”.', ["a b", "c d"]),
        ("« e f », „g h“, »i j«, ”k l”, 「m」", ["e f", "g h", "i j", "k l", "m"]),
        ("“outer ‘inner’ end”", ["outer ‘inner’ end"]),
        ("it's Norway's, the workers' and the '90s", []),
        ("he wrote 'it is not over' and didn't", ["it is not over"]),
        ("‘it’s over’ he wrote", ["it’s over"]),
        ("‚so nicht‘ sagte er", ["so nicht"]),
        ('a 12" pipe', []),
        ('a 12" pipe is "too long"', ["too long"]),
        ('talks1"stopped by Norway"', ["stopped by Norway"]),
        ("“never closed", ["never closed"]),
        ('"" and " "', []),
        ("a ' b", []),
        ("", []),
    ],
)
def test_what_stands_between_quotation_marks(prose: str, inner: list[str]) -> None:
    assert [span.of(prose) for span in quoted_spans(prose)] == inner


def test_every_place_is_found_exact_ones_before_typographic_ones() -> None:
    text = "the old quay, the old quay, the\nold quay"
    assert locate_all("the old quay", text, 9) == (Span(0, 12), Span(14, 26))
    assert locate_all("the old quay", text, 1) == (Span(0, 12),)
    assert locate_all("the old\xa0quay", text, 9) == (Span(0, 12), Span(14, 26), Span(28, 40))
    assert locate_all("the new quay", text, 9) == ()


@pytest.mark.parametrize(
    ("quoted", "text"),
    [
        ("she said 'it’s over' to us", "she said “it's over” to us"),
        ("she said “it’s over” to us", "she said 'it's over' to us"),
        ("the workers' day", "the workers’ day"),
    ],
)
def test_marks_inside_may_be_single_for_double(quoted: str, text: str) -> None:
    assert locate_all(quoted, text, 9) == (Span(0, len(text)),)


@pytest.mark.parametrize(
    ("quoted", "text"), [('5" wide', "5' wide"), ("its over", "it's over"), ("a 'b' c", "a b c")]
)
def test_apostrophes_and_feet_are_no_marks(quoted: str, text: str) -> None:
    assert locate_all(quoted, text, 9) == ()
