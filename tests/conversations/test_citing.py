from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept_answers import quote

from qa.conversations.exporting import citation, file_name
from qa.conversations.exporting.characters import ISOLATE, ISOLATED

SAID = quote("We  will mend\nit in May.", "The Weir Gazette", "Ann Holt", document="report.pdf")


def test_a_citation_names_words_speakers_document_and_place():
    assert citation(SAID) == (
        "“We will mend it in May.” — Ann Holt, via The Weir Gazette; "
        "The mill on the weir (The Weir Gazette, 3 May 2024), page 4 [report.pdf]"
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"attribution": ()}, "May.” — The mill on the weir (The Weir Gazette, 3 May 2024), page"),
        ({"publisher": None}, "; The mill on the weir (3 May 2024), page 4 [report.pdf]"),
        ({"date": None}, "; The mill on the weir (The Weir Gazette), page 4 [report.pdf]"),
        ({"date": None, "publisher": None}, "; The mill on the weir, page 4 [report.pdf]"),
        ({"page": None, "place": "", "section": "Costs"}, "2024), Costs [report.pdf]"),
        ({"page": None, "place": ""}, "2024) [report.pdf]"),
        ({"page": 4, "place": "slide 4"}, "2024), slide 4 [report.pdf]"),
        ({"page": None, "place": "Costs!B7", "section": "Costs"}, "2024), Costs!B7 [report.pdf]"),
        ({"title": ""}, "; report.pdf (The Weir Gazette, 3 May 2024), page 4"),
        ({"title": "report.pdf"}, "; report.pdf (The Weir Gazette, 3 May 2024), page 4"),
        ({"text": '"It holds," she said.'}, '"It holds," she said. — Ann Holt'),
    ],
)
def test_a_citation_leaves_out_what_is_not_known(changes, told):
    found = citation(replace(SAID, **changes))
    assert told in found
    assert found.endswith(("[report.pdf]", "page 4"))


def test_a_citation_is_one_line_in_which_hebrew_moves_nothing():
    hebrew = "הספר נכתב."
    found = citation(replace(SAID, text=hebrew, attribution=(hebrew,), title="a\u202eb\nc"))
    assert found.startswith(
        f"{ISOLATE}“{hebrew}”{ISOLATED} — {ISOLATE}{hebrew}{ISOLATED}; ab c (The Weir"
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Who built the weir?", "Who built the weir.md"),
        ("../../etc/passwd", "etc passwd.md"),
        ("C:\\Windows\\win.ini", "C Windows win.ini.md"),
        ("CON", "conversation CON.md"),
        ("nul.txt", "conversation nul.txt.md"),
        ("COM1", "conversation COM1.md"),
        ("Console", "Console.md"),
        ("", "conversation.md"),
        (" . ", "conversation.md"),
        ("???", "conversation.md"),
        ("a\x00b\u202ec\nd", "abc d.md"),
        ("-rf ~", "rf.md"),
        ("~/secret", "secret.md"),
        ("מי בנה?", "מי בנה.md"),
        ("w" * 300, "w" * 120 + ".md"),
        ("é" * 300, "é" * 60 + ".md"),
        ("e\u0301", "é.md"),
    ],
)
def test_a_file_name_is_safe_and_can_be_read(title, name):
    assert file_name(title, ".md") == file_name(title, "md") == name


@given(st.text() | st.text(alphabet='.-~ /\\:*?"<>|conpruxl1\x00\n'))
def test_a_file_name_is_safe_whatever_the_title(title):
    name = file_name(title, ".docx")
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert not PureWindowsPath(name).is_reserved()
    assert not name.startswith((".", "-", " ", "~"))
    assert len(name.encode()) <= 140
    assert name.endswith(".docx")
    assert name != ".docx"
