"""Plain text is the file itself; Markdown reads as a person reads it."""

import datetime

from extractions import section_texts
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableDocument
from index.read import read_bytes


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_plain_text_is_the_file_itself(text):
    text = text.removeprefix("\ufeff")
    expected = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    try:
        extraction = read_bytes(text.encode(), "a.txt")
    except UnreadableDocument:
        return  # empty, or nearly all control characters
    if extraction.media_type == "text/plain":
        assert extraction.text == expected


def test_sections_of_plain_text():
    text = (
        "Report\n======\n\nOpening words.\n\nFirst part\n----------\nWords of it.\n\n"
        "SECOND PART\n\nMore words, with a line\n-- a dash --\n\nTHIS IS SHOUTED!\n\nEnd.\n"
    )
    extraction = read_bytes(text.encode(), "a.txt")
    assert extraction.text == text
    assert section_texts(extraction) == {
        "Report": text.rstrip(),
        "First part": "First part\n----------\nWords of it.",
        "SECOND PART": text[text.index("SECOND") :].rstrip(),
    }


MARKDOWN = """---
title: "The ferry: a story"
author: [Jane Doe, John Roe]
outlet: 'The Quay''s Post'
date: 2024-03-05
---
# Ferry *talks*

Some **bold** words with a [link](http://x.example) and ![a pier](pier.png)
on two lines.\\
AT&amp;T, `code_here` and <span class="x">a tag</span>.

> A quotation, she said.

- one
- two
  1. inner

Then:

3. three
4. four

| A | B |
|---|---|
| 1 | *2* |

## Costs

    indented code

<div>raw <b>html</b><script>bad()</script></div>

Last words.
"""


def test_markdown_reads_as_a_person_reads_it():
    extraction = read_bytes(MARKDOWN.encode(), "a.md")
    assert extraction.text == (
        "Ferry talks\n\nSome bold words with a link and a pier on two lines.\n"
        "AT&T, code_here and a tag.\n\nA quotation, she said.\n\n• one\n• two\n  1. inner\n\n"
        "Then:\n\n3. three\n4. four\n\nA | B\n1 | 2\n\nCosts\n\nindented code\n\nraw html\n\n"
        "Last words."
    )
    assert section_texts(extraction)["Costs"].startswith("Costs\n\nindented code")
    assert section_texts(extraction)["Ferry talks"] == extraction.text
    assert (extraction.title, extraction.author) == ("The ferry: a story", "Jane Doe, John Roe")
    assert extraction.publisher == "The Quay's Post"
    assert extraction.date == datetime.date(2024, 3, 5)


def test_a_rule_at_the_top_is_no_front_matter():
    assert read_bytes(b"---\n\nWords.\n\n---\n\nMore.", "a.md").text == "Words.\n\nMore."


def test_sections_end_at_the_next_heading_of_their_level():
    source = b"# A\n\na\n\n## B\n\nb\n\n### C\n\nc\n\n## D\n\nd\n\n# E\n\ne"
    texts = section_texts(read_bytes(source, "a.md"))
    assert texts["A"] == "A\n\na\n\nB\n\nb\n\nC\n\nc\n\nD\n\nd"
    assert texts["B"] == "B\n\nb\n\nC\n\nc"
    assert (texts["C"], texts["D"], texts["E"]) == ("C\n\nc", "D\n\nd", "E\n\ne")
