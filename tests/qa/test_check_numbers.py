"""What is said of numbers and dates: fair rewordings pass, the others do not."""

from __future__ import annotations

import pytest

from bench.judged import verdict_on_text
from qa.checking.amounts import another_span, another_step, another_time, turned_range
from qa.checking.counts import misbounded, without_pairs
from qa.checking.governed import another_date, misgoverned
from qa.checking.source import Misplaced
from qa.language.dates import days_in
from qa.language.numerals import figures
from qa.types import Statement

RIDERS = "Ridership fell by 8 percent from 446,000 to 410,000 a day."
LEASE = "The lease, signed on 4 May 2019, expires on 30 June 2024."
HOMES = "Of the 640 homes planned for the site, 210 had been built by December."
CARS = "Sales of electric cars rose by 12 percent, while sales of diesel cars fell by 7 percent."
SUMMERS = "Summers in Graz are warmer than in Linz, but cooler than in Wien."
PLAN = "Some members of the committee supported the plan, but most wanted more time."


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("It fell to 8 percent", RIDERS, ("to 8%", "by 8%")),
        ("It fell 8 percent to about 410,000", RIDERS, None),
        ("It fell by 410,000", RIDERS, ("by 410000", "to 410000")),
        ("It fell to 446,000", RIDERS, ("to 446000", "from 446000")),
        ("It was sold to 8 people", "It was bought by 8 people", None),
        ("It rose to 8 percent", "It rose by 8 percent. Now 8 percent vote.", None),
        ("It rose up to 8 percent", "It rose by 8 percent", None),
        ("It had grown by 1990", "It has grown to 1990", None),
    ],
)
def test_by_a_number_is_not_to_it(claim: str, source: str, found: object) -> None:
    assert another_step(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("The lake shrank until 1990", "It has shrunk since 1990", ("until 1990", "since 1990")),
        ("It ran since 4 May 2015", "It ran until 4 May 2015", ("since 2015", "until 2015")),
        ("It has been open since 1990", "It did not open until 1990", None),
        ("It was open in 1990", "It has been open since 1990", None),
        ("1990 was dry", "It has been open since 1990", None),
        ("By 12 votes", "Since 12 votes", None),
    ],
)
def test_since_a_year_is_not_until_it(claim: str, source: str, found: object) -> None:
    assert another_time(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("It took three months", "It took three long weeks", ("3 months", "3 weeks")),
        ("A 3-week strike", "It took three weeks", None),
        ("It took 3 months", "It took 3 weeks and 3 more men", None),
        ("It took 3 months", "It took 3 weeks, then 3 months", None),
    ],
)
def test_weeks_are_no_months(claim: str, source: str, found: object) -> None:
    assert another_span(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("They voted 12 to 31", "They voted 31 to 12", ("12 to 31", "31 to 12")),
        ("31 votes to 12", "They voted 31 to 12", None),
        ("from 9 to 5 crowns", "9 crowns, up from 5", ("from 9 to 5", "from 5 to 9")),
        ("from 5 to 9 crowns", "9 crowns, up from 5", None),
        ("from 9 to 5 crowns", "9 crowns and 5 more", None),
        ("9, to 5", "5, to 9", None),
    ],
)
def test_two_numbers_keep_their_order(claim: str, source: str, found: object) -> None:
    assert turned_range(claim, source) == found


def test_what_joins_two_numbers_is_told() -> None:
    assert [one.joint for one in figures("6-2, 31 votes to 12")] == [None, "-", None, "votes to"]


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("More than 250 people", "Between 200 and 250 people", "250"),
        ("Fewer than two hundred", "Between 200 and 250 people", "200"),
        ("At least 200 people", "Between 200 and 250 people", None),
        ("More than 200 people and 250 boats", "Between 200 people. 250 boats", None),
        ("More than twelve", "Fewer than 12", "12"),
    ],
)
def test_between_bounds_a_number(claim: str, source: str, found: str | None) -> None:
    assert misbounded(claim, source) == found


def test_days_of_one_month_are_days_each() -> None:
    found = [(day.year, day.month, day.day) for day in days_in("4-6 May 2019; 2020-07-01; in 1999")]
    assert found == [(2019, 5, 4), (2019, 5, 6), (2020, 7, 1), (1999, None, None)]


@pytest.mark.parametrize(
    ("claim", "source", "published", "found"),
    [
        ("on 30 June 2019", LEASE, "", ("30 June 2019", "30 June 2024")),
        ("in June 2019", LEASE, "", ("June 2019", "30 June 2024")),
        ("on June 30, 2024 and in May", LEASE, "", None),
        ("on 30 June 2019", "It ended on 30 June", "", None),
        ("on 30 June 2019", "It ended on 30 June 2018", "2019-06-30", None),
        ("on 3 June 2024", LEASE, "", ("3 June 2024", "30 June 2024")),
        ("on 3 August 2024", LEASE, "", None),
    ],
)
def test_a_date_is_one_value(claim: str, source: str, published: str, found: object) -> None:
    assert another_date(claim, source, published) == found


@pytest.mark.parametrize(
    ("claim", "source", "word"),
    [
        ("The lease was signed on 30 June 2024", LEASE, "signed"),
        ("On 4 May 2019 the lease expires", LEASE, "expires"),
        ("The lease expires on 30 June 2024", LEASE, None),
        ("Twelve people died", "Twelve people died and 40 were injured.", None),
        ("40 people were hurt", "Twelve people died and 40 were injured.", None),
        ("40 people died", "Twelve people died and 40 were injured.", "died"),
        ("Wages rose 5% in the south", "Wages rose 5% in the north and 2% in the south.", "south"),
        ("They rose 5% in the north", "Wages rose 5% in the north and 2% in the south.", None),
        ("Weil expects 9 crowns", "Weil expects 9 crowns in 2019, Dorn 12 percent.", None),
    ],
)
def test_a_word_keeps_its_date_or_number(claim: str, source: str, word: str | None) -> None:
    found = misgoverned(claim, source)
    assert (found.word if found else None) == word


def test_both_values_are_told() -> None:
    found = misgoverned("The lease was signed on 30 June 2024", LEASE)
    assert found == Misplaced("signed", "30 June 2024", "4 May 2019")


@pytest.mark.parametrize(
    ("claim", "source", "left"),
    [
        ("The two plants closed", "The north plant and the south plant", "plants closed"),
        ("The two plants closed", "A plant closed", "The two plants closed"),
        ("Dow and Nair both agreed", "Dow agreed, Nair too", "Dow and Nair agreed"),
        ("The two founders, Ada Berg and Tom Lie", "A", "founders, Ada Berg and Tom Lie"),
        ("Both left", "A plant", "Both left"),
        ("Two people left", "People left, people stayed", "Two people left"),
    ],
)
def test_who_is_named_needs_no_two(claim: str, source: str, left: str) -> None:
    assert without_pairs(claim, source) == left


@pytest.mark.parametrize(
    ("source", "claim", "fair"),
    [
        (LEASE, "The lease was signed on May 4, 2019 and expires on June 30, 2024.", True),
        (LEASE, "The lease expires on 4 May 2019.", False),
        (LEASE, "The lease expires on 30 June 2019.", False),
        (RIDERS, "Ridership fell by 8% to 410,000 a day.", True),
        (RIDERS, "Ridership fell to 8 percent.", False),
        ("The strike lasted three weeks.", "The strike lasted three months.", False),
        ("The lake has shrunk since 1990.", "The lake had shrunk by 1990.", False),
        (RIDERS, "Ridership fell from 410,000 to 446,000 a day.", False),
        (SUMMERS, "Summers in Graz are warmer, but cooler than in Wien.", True),
        (LEASE, "In June 2019 the lease expires.", False),
        (HOMES, "By December, 640 homes had been built.", False),
        (HOMES, "By December, 210 of the 640 homes planned had been built.", True),
        (PLAN, "Most members of the committee supported the plan.", False),
        (PLAN, "The members of the committee supported the plan.", False),
        (PLAN, "Most members of the committee wanted more time.", True),
        (CARS, "Sales of diesel cars rose by 12 percent.", False),
        (CARS, "Sales of diesel cars fell by 7%.", True),
        ("Reis did not answer until Friday.", "Reis did not answer.", False),
        (
            "It is the third-longest tunnel of the country.",
            "It is the country's longest tunnel.",
            False,
        ),
    ],
)
def test_the_check_tells_them_apart(source: str, claim: str, fair: bool) -> None:
    assert isinstance(verdict_on_text(source, claim), Statement) == fair
