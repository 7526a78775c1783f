"""An answer's text: every statement with its markers, and never without its speaker."""

from __future__ import annotations

import pytest

from qa.prose import prose
from qa.types import AnswerStatus, Quote, Statement

SENTENCE = "The line will close in May, the mayor of Osk said."
QUOTE = Quote(1, "ferry.txt", 0, len(SENTENCE), SENTENCE)


@pytest.mark.parametrize(
    ("text", "speakers", "shown"),
    [
        ("The line will close.", (), "The line will close. [1]"),
        ("The line will close.", ("Ivo Tann",), "The line will close. (Ivo Tann) [1]"),
        ("Tann says the line will close.", ("harbour master Ivo Tann",), None),
        ("The harbour line will close.", ("harbour master Ivo Tann",), "(harbour master Ivo Tann)"),
        ("The mayor says it will close.", ("the mayor of Osk",), None),
        ("Officials say so.", ("Coast Wire", "officials"), "(officials via Coast Wire)"),
        ("The Wire told officials so.", ("Coast Wire", "officials"), None),
        (SENTENCE, ("the mayor of Osk",), f"“{SENTENCE}” (the mayor of Osk) [1]"),
    ],
)
def test_a_statement_goes_with_all_its_speakers(text, speakers, shown):
    line = prose([Statement(text, speakers, (QUOTE,))], AnswerStatus.ANSWERED)
    assert line == f"{text} [1]" if shown is None else shown in line
