"""What a report says about itself is taken; what it merely mentions is not."""

import datetime

import pytest

from index.dates import find_date
from index.masthead import fill, headline
from index.types import Extraction

BODY = "The harbour board met behind closed doors on 7 April 2019 and decided nothing at all.\n"
DAY = datetime.date(2024, 3, 5)


def filled(text: str) -> tuple[str | None, ...]:
    found = fill(Extraction(text, "text/plain"))
    return found.title, found.author, found.publisher, found.place, found.date


@pytest.mark.parametrize(
    ("head", "author", "publisher", "place", "date"),
    [
        ("By Jane Doe\n\n", "Jane Doe", None, None, None),
        ("by Jane Doe and John van der Roe\n\n", "Jane Doe and John van der Roe", None, None, None),
        ("BY JANE DOE\n\n", "Jane Doe", None, None, None),
        ("Author: Jane Doe\n\n", "Jane Doe", None, None, None),
        ("By Jane Doe, Staff Writer\n\n", "Jane Doe", None, None, None),
        ("By Jane Doe, The Quay Post\n\n", "Jane Doe", "The Quay Post", None, None),
        ("By Jane Doe, 5 March 2024\n\n", "Jane Doe", None, None, DAY),
        ("By Jane Doe\nThe Quay Post, 5 March 2024\n\n", "Jane Doe", "The Quay Post", None, DAY),
        ("By Jane Doe | Quay Gazette | 2024-03-05\n\n", "Jane Doe", "Quay Gazette", None, DAY),
        ("Published: March 5, 2024\n\n", None, None, None, DAY),
        ("Tuesday, 5th March 2024, 14:05\n\n", None, None, None, DAY),
        ("Kelmar, 5 March 2024\n\n", None, None, "Kelmar", DAY),
        ("Source: Quay Council\n\n", None, "Quay Council", None, None),
        ("KELMAR, March 5, 2024 (Quaywire) — ", None, "Quaywire", "Kelmar", DAY),
        ("NEW KELMAR (Quaywire) - ", None, "Quaywire", "New Kelmar", None),
        ("NEW KELMAR, Ostland, March 5 /QuayNewswire/ -- ", None, "QuayNewswire", None, None),
        ("KELMAR, Ost.--(QUAY WIRE)-- ", None, "QUAY WIRE", "Kelmar, Ost.", None),
        ("KELMAR — ", None, None, "Kelmar", None),
        ("By Monday the board was tired. ", None, None, None, None),
        ("BACKGROUND — ", None, None, None, None),
        ("On 5 March 2024 ", None, None, None, None),
        ("Updated 5 March 2024\n\n", None, None, None, None),
        ("Politics, 5 March 2024\n\n", None, None, None, None),
        ("By Jane Doe | Politics | 5 March 2024\n\n", "Jane Doe", None, None, DAY),
        ("The Hague, 5 March 2024\n\n", None, None, "The Hague", DAY),
        ("UN-backed troops were near. ", None, None, None, None),
        ("KELMAR (March 5) — ", None, None, "Kelmar", None),
        ("KELMAR, March 5 — ", None, None, "Kelmar", None),
        ("KELMAR—", None, None, "Kelmar", None),
    ],
)
def test_first_lines(head, author, publisher, place, date):
    found = filled(f"Ferry talks stall\n\n{head}{BODY}")
    assert found[0] == "Ferry talks stall"
    if "Ostland" in head:
        assert found[2:4] == ("QuayNewswire", "New Kelmar, Ostland")
    else:
        assert found[1:] == (author, publisher, place, date)


def test_last_lines():
    text = f"Ferry talks stall\n\n{BODY * 40}\nSource: Quay Council\nReleased: 5 March 2024\n"
    assert filled(text)[2:] == ("Quay Council", None, DAY)
    text = f"Ferry talks stall\n\n{BODY}\n(Reporting by Jane Doe; editing by John Roe)"
    assert filled(text)[1] == "Jane Doe"


def test_what_the_format_told_is_kept():
    told = Extraction(
        "Title\n\nBy Jane Doe\n\nText.", "text/html", title="Other", author="Ann Poe", date=DAY
    )
    assert fill(told) == told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ferry talks stall\n\nText follows.", "Ferry talks stall"),
        ("\n\n  Who closed the gates?\n\nText.", "Who closed the gates?"),
        ("PRESS RELEASE\n\nBoard opens port\n\nText.", "Board opens port"),
        ("Ferry talks stall\n=================\nText.", "Ferry talks stall"),
        ("Ferry talks stall\nBy Jane Doe\n\nText.", "Ferry talks stall"),
        ("This is a paragraph that\nruns on.\n\nMore.", None),
        ("This is a sentence.\n\nMore.", None),
        ("Only line", None),
        ("Only line\n\n", None),
        ("x" * 201 + "\n\nText.", None),
        ("* * *\n\nText.", None),
        ("5 March 2024\n\nText.", None),
        ("", None),
    ],
)
def test_headline(text, expected):
    assert headline(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "March 5, 2024",
            "5 March 2024",
            "Tue, 5 Mar. 2024",
            "2024-03-05",
            "2024-03-05T07:30:00Z",
        ),
        *("5th of March, 2024", "05.03.2024", "MARCH 5 2024", "5 March 2024 at 9:30 p.m."),
    ],
)
def test_dates(text):
    assert find_date(text) == DAY


@pytest.mark.parametrize(
    "text", ["March 5", "31 February 2024", "03/05/2024", "on 5 March 2024", "2024", "", "May 2024"]
)
def test_what_is_no_date(text):
    assert find_date(text) is None
