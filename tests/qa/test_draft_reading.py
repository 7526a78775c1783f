"""What a draft says, whatever its format, and which of its words are quotations."""

from __future__ import annotations

import io
import time

import docx
import pytest

from index.errors import EmptyDocument, UnreadableDocument
from qa.drafts.check import quotations_of
from qa.drafts.finding import find_quotations
from qa.drafts.reading import read_draft, read_pasted


@pytest.mark.parametrize("sign", ["*", "_", "`", "[", "![", "<a", "\\**", "~", "> "])
def test_any_pasted_signs_are_read_at_once(sign):
    pasted = (sign * 60_000)[:60_000]
    began = time.process_time()
    read_pasted(pasted)
    assert time.process_time() - began < 5


def quoted(text: str, name: str = "-") -> list[str]:
    draft = read_draft(text.encode(), name)
    return [found.span.of(draft.text) for found in find_quotations(draft)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He said “a b” and \"c d\".", ["a b", "c d"]),
        ("Er sagte „so ist es“ und »anders« und ‚wie es eben so ist‘.",
         ["so ist es", "anders", "wie es eben so ist"]),
        ("Il dit « c’est fini » et ‹ rien ›.", ["c’est fini", "rien"]),
        ("「一二」 and 『三四』", ["一二", "三四"]),
        ("hurried “typing\" and \"typing”", ["typing", "typing"]),
        ("“outer ‘inner words are here’ end”", ["outer ‘inner words are here’ end"]),
        ("“outer “inner” end” and more", ["outer “inner” end"]),
        ("„außen „innen“ außen“", ["außen „innen“ außen"]),
        ("\"He wrote 'stop it.'\", she said.", ["He wrote 'stop it.'"]),
        ("``tick marks''", ["tick marks"]),
        ("it's the workers' and the dogs' day in the '90s", []),
        ("'it is over and done,' he wrote", ["it is over and done,"]),
        ("'the dogs' tails are long and thin,' he said", ["the dogs' tails are long and thin,"]),
        ("‘two words’ are a term", []),
        ('a 12" pipe', []),
        ('"" and " " and “ ”', []),
        ("“first paragraph\n\n“second paragraph”", ["first paragraph", "second paragraph"]),
        ("“never closed\n\nNext paragraph.", ["never closed"]),
        ("one\n\ntwo", []),
        ("", []),
    ],
)  # fmt: skip
def test_quotations_of_every_kind_are_found_once(text, words):
    assert quoted(text) == words
    assert quoted(text, "draft.txt") == words


def test_code_holds_no_quotation_and_signs_are_no_words():
    text = (
        '---\ntitle: "not this"\n---\n\n# A “heading here”\n\n'
        '`print("not this")` but “a *b* [c](http://x.example "t") '
        "\\* d&nbsp;&amp; <b>e</b>`f`”.\n\n"
        '```\n"not this"\n```\n\n[id]: http://x.example "not this"\n\n![alt "no"](x.png)\n'
    )
    assert quoted(text, "draft.md") == ["heading here", "a b c * d\xa0& ef"]


def test_indented_lines_are_code_in_a_file_and_paragraphs_in_pasted_text():
    text = 'Text.\n\n    "four words stand here"\n'
    assert quoted(text, "draft.md") == []
    assert quoted(text) == ["four words stand here"]


def test_block_quotes_are_quotations_with_the_name_below_them():
    draft = read_pasted("Before “a”.\n\n> One line\n> two\n>\n> three\n>\n> — Ann Holt, mayor\n\nx")
    first, block = find_quotations(draft)
    assert first.span.of(draft.text) == "a"
    assert block.is_block
    assert block.signed == "Ann Holt, mayor"
    assert " ".join(block.span.of(draft.text).split()) == "One line two three"
    assert quoted("> “set between marks, too”\n") == ["set between marks, too"]
    assert quoted("> [!NOTE]\n> take care\n") == ["take care"]


def test_a_web_page_is_read_whole():
    page = (
        "<!doctype html><html><head><title>“no”</title></head><body><p>He said &ldquo;a <b>b</b>"
        '\n\nc&rdquo; &#8220;d&#8221;</p><script>"no"</script><pre>"no"</pre><p><q>in q</q></p>'
        "<blockquote><p>one</p><p>two</p></blockquote><del>“gone”</del></body></html>"
    )
    found = [" ".join(words.split()) for words in quoted(page, "draft.html")]
    assert found == ["a b c", "d", "in q", "one two"]
    assert quoted("<blockquote>never closed", "x.html") == ["never closed"]


def test_every_quotation_knows_its_line_and_place_in_the_file():
    text = "# T\n\nline “three”\n\n> five\n> six\n\nand “*eight*”\n"
    found = quotations_of(read_draft(text.encode(), "draft.md"))
    assert [one.line for one in found] == [3, 5, 8]
    assert [text[one.start : one.end] for one in found] == ["three", "five\n> six", "eight"]
    page = "<html><body>\n<p>\n“in line &amp; three”</p></body></html>"
    (one,) = quotations_of(read_draft(page.encode(), "x.html"))
    assert one.line == 3
    assert page[one.start : one.end] == "in line &amp; three"


def test_a_word_file_is_read():
    document = docx.Document()
    document.add_paragraph("He said “words in Word”.")
    stored = io.BytesIO()
    document.save(stored)
    draft = read_draft(stored.getvalue(), "draft.docx")
    assert [one.text for one in quotations_of(draft)] == ["words in Word"]


def test_bad_files_say_what_is_wrong():
    with pytest.raises(UnreadableDocument, match="an image"):
        read_draft(b"\x89PNG\r\n\x1a\n....", "draft.png")
    with pytest.raises(UnreadableDocument, match="standard input"):
        read_draft(b"PK\x03\x04broken", "-")
    document, stored = docx.Document(), io.BytesIO()
    document.save(stored)
    with pytest.raises(EmptyDocument):
        read_draft(stored.getvalue(), "draft.docx")
    assert quotations_of(read_draft(b"", "draft.md")) == ()


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“It is over and done,” Edda Moll said. “It is over and done.”", ["Edda Moll"] * 2),
        ("Edda Moll said: “It is over.”", ["Edda Moll"]),
        ("According to Edda Moll, “it is over”.", ["Edda Moll"]),
        ("“It is over,” said Edda Moll on Monday.", ["Edda Moll"]),
        ("“It is over,” he said. “It is over,” the clerk said.", [None, None]),
        ("Moll said “a b c” and Vessen said “d e f”.", ["Moll", "Vessen"]),
        ("The “greatest hits” of the town.", [None]),
        ("Edda Moll said:\n\n> It is over and done.\n", ["Edda Moll"]),
        ("> It is over and done.\n>\n> — Edda Moll, engineer\n", ["Edda Moll"]),
        ("Edda Moll came. “It is over,” the paper wrote.", [None]),
    ],
)
def test_whom_a_draft_names(text, speakers):
    assert [one.speaker for one in quotations_of(read_pasted(text))] == speakers
