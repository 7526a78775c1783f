import pytest

from qa.language.dates import dates_in, holds_time, without_dates


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on 12 May 2025 and May 13th", {(5, 12), (5, 13)}),
        ("Sept. 3 was fine", {(9, 3)}),
        ("It may rain on 3 boats", set()),
        ("in May 2025", set()),
    ],
)
def test_days_of_the_year(text, days):
    assert dates_in(text) == days


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("On 12 May 2025 they sold 9 boats.", "9"),
        ("Police arrested 40 marchers.", "40"),
        ("They evacuated 1800 people.", "1800"),
        ("12 mayors met in 2019.", "12"),
    ],
)
def test_what_counts_something_is_left_when_dates_are_gone(text, left):
    assert [word.strip(".") for word in without_dates(text).split() if word[0].isdigit()] == [left]


@pytest.mark.parametrize(
    "text",
    ["on 3 May", "in May", "May 2024", "on Sunday", "two weeks ago", "since 1998", "at 7 p.m."],
)
def test_a_time_is_seen(text):
    assert holds_time(f"The line closed {text}.")


@pytest.mark.parametrize(
    "text", ["The line may close.", "Prices fall.", "The march was long.", "A spring broke."]
)
def test_a_word_that_only_looks_like_a_time_is_none(text):
    assert not holds_time(text)
