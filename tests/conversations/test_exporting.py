"""Whatever the format: all of the proof is there, word for word, and nothing in it is markup."""

from __future__ import annotations

import datetime
import io
import itertools
import json
import re
from dataclasses import fields, is_dataclass, replace

import docx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from kept_answers import UNHURRIED, any_exchange, any_proof, exchange, quote
from lxml import etree
from markdown_it import MarkdownIt
from pydantic import TypeAdapter
from reading_pages import assert_sound, read

from index.read import read_bytes
from index.types import Passage
from qa.conversations.exporting import as_json, as_markdown, as_web_page, as_word
from qa.conversations.exporting.characters import ISOLATE, ISOLATED, writable
from qa.conversations.exporting.web_page import _FOLDER
from qa.conversations.recheck import QuoteCheck, QuoteState
from qa.conversations.types import Mark, Marked
from qa.types import AnswerStatus, Quote, Receipt, Rejection, RejectionReason, Statement

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OUR_MARKDOWN = {"html", "body", "h1", "h2", "h3", "p", "em", "strong", "s", "br"} | {
    "blockquote", "ul", "li",
}  # fmt: skip
HOSTILE = (
    "<script>x()</script>\"'><img src=x onerror=x()> ![x](http://evil.example/x.png) "
    "[l](javascript:x()) [1]: http://evil.example ${7*7} {{ 7*7 }} {% x %} `c` *b* </p> &amp; "
    "www.evil.example a@evil.example \x00\x07\x1b[31m \u202etxt.exe\u202c \u2066left\u2069 \ufffe"
    '\n# head\n- item\n\n    code\n```\nfence\n```\n---\n=1+1 w:fldSimple " HYPERLINK '
)
HEBREW = "הספר נכתב במאה הקודמת, אמר שר החינוך."


def squashed(text: str) -> str:
    """Words without what formats may change: white space, and the signs that isolate."""
    return " ".join(text.replace(ISOLATE, "").replace(ISOLATED, "").split())


def in_markdown(title, exchanges, checks=None, unreadable=0):
    rendered = RENDERER.render(as_markdown(title, exchanges, checks, unreadable))
    return "".join(read(f"<body>{rendered}</body>")[0].text)


def in_web_page(title, exchanges, checks=None, unreadable=0):
    return read(as_web_page(title, exchanges, checks, unreadable))[0].text


def in_word(title, exchanges, checks=None, unreadable=0):
    document = docx.Document(io.BytesIO(as_word(title, exchanges, checks, unreadable)))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def in_json(title, exchanges, checks=None):
    def strings(value):
        if isinstance(value, dict):
            value = value.values()
        if isinstance(value, str):
            yield value
        elif hasattr(value, "__iter__"):
            for item in value:
                yield from strings(item)

    return "\n".join(map(writable, strings(json.loads(as_json(title, exchanges, checks)))))


FORMATS = [in_markdown, in_web_page, in_word, in_json]


def quotes_of(value):
    """Every quote of an exchange, wherever in it; passages are no quotes."""
    if isinstance(value, Quote):
        yield value
    elif isinstance(value, Passage):
        return
    elif is_dataclass(value):
        for each in fields(value):
            yield from quotes_of(getattr(value, each.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from quotes_of(each)


def rich():
    """An exchange that has all there is to show."""
    said = quote("The weir will be mended in May.", "The Weir Gazette", "Ann Holt", label=1)
    own = replace(
        quote("It broke in\n\nthe night.", label=2, document="b.pdf"), title="", publisher=None
    )
    nearest = quote("The council was silent.", label=7)
    kept = exchange("And when?", said, own, documents=("mill.txt", "b.pdf"))
    prose = Statement("Ann Holt promised to mend it in May.", said.attribution, (said,))
    answer = replace(
        kept.answer,
        status=AnswerStatus.PARTIAL,
        statements=(prose, *kept.answer.statements),
        accounts_differ=True,
        understood_as="When will the weir be mended?",
        related=nearest,
        not_stated=("who will pay for it",),
        rejections=(
            Rejection(
                "The weir cost nine million.",
                RejectionReason.CONTRADICTED,
                "The source says three million.",
                ("nine",),
                Statement("It cost three.", (), (quote("It cost three million.", label=9),)),
            ),
        ),
        notices=("The reply broke off.",),
        receipt=Receipt("llama", "0f1e2d", "4c5b6a-200", {"search": 0.25}, ("The year is 2024.",)),
    )
    marked = Marked(Mark.WRONG_SPEAKER, "the clerk said it", "weir-4")
    return replace(kept, answer=answer, marked=marked)


def all_hostile():
    """An exchange whose every word is hostile."""
    bad = replace(
        quote(HOSTILE, HOSTILE, HOSTILE, document=HOSTILE),
        title=HOSTILE, publisher=HOSTILE, section=HOSTILE, page=None,
    )  # fmt: skip
    kept = exchange(HOSTILE, bad, documents=(HOSTILE,), marked=Marked(Mark.WRONG, HOSTILE, HOSTILE))
    stated = Statement(HOSTILE + " indeed", (HOSTILE,), (bad,))
    refused = Rejection(HOSTILE, RejectionReason.NO_SOURCE, HOSTILE, (HOSTILE,), stated)
    answer = replace(
        kept.answer, understood_as=HOSTILE, notices=(HOSTILE,), not_stated=(HOSTILE,),
        related=replace(bad, label=2), rejections=(refused,), statements=(stated,),
        receipt=Receipt(HOSTILE, HOSTILE, HOSTILE, {HOSTILE: 1.0}, (HOSTILE,)),
    )  # fmt: skip
    return replace(kept, answer=answer)


@pytest.mark.parametrize("format_", FORMATS)
@UNHURRIED
@given(st.text(), st.lists(any_exchange(any_proof()), max_size=2))
def test_every_quote_is_there_word_for_word(format_, title, exchanges):
    told = squashed(format_(title, exchanges))
    missing = [q for q in quotes_of(tuple(exchanges)) if squashed(writable(q.text)) not in told]
    assert not missing


@pytest.mark.parametrize("format_", FORMATS)
def test_all_of_the_proof_is_there(format_):
    told = squashed(format_("The weir", [rich()]))
    for words in (
        "The weir will be mended in May.",
        "It broke in the night.",
        "The council was silent.",
        "Ann Holt promised to mend it in May.",
        "Ann Holt",
        "The Weir Gazette",
        "The mill on the weir",
        "b.pdf",
        "When will the weir be mended?",
        "And when?",
        "who will pay for it",
        "The weir cost nine million.",
        "The source says three million.",
        "It cost three million.",
        "The reply broke off.",
        "llama",
        "0f1e2d",
        "4c5b6a-200",
        "The year is 2024.",
        "the clerk said it",
        "weir-4",
    ):
        assert words in told


@pytest.mark.parametrize("format_", FORMATS[:3])
def test_people_are_told_it_in_words(format_):
    kept = rich()
    told = squashed(format_("The weir", [kept]))
    for words in (
        "Understood as: When will the weir be mended?",
        "Asked on 12 November 2026, 12:00:00 UTC of mill.txt; b.pdf.",
        "Answered only in part",
        "Accounts differ",
        "Ann Holt, via The Weir Gazette",
        "The mill on the weir (The Weir Gazette, 3 May 2024), page 4 [mill.txt]",
        "characters 0 to 31 of mill.txt",
        "The document, in its own voice",
        "The documents do not say",
        "Withdrawn: contradicted. The source says three million.",
        "Instead: “It cost three million.” — The mill on the weir",
        "Marked as wrong speaker — the clerk said it (case: weir-4)",
        "0.25 s (search 0.25 s)",
        kept.id,
    ):
        assert words in told
    assert told.count("“The weir will be mended in May.”") == 2  # the second time without a block


@pytest.mark.parametrize("format_", FORMATS[:3])
def test_a_statement_keeps_its_speaker_where_its_quote_has_another(format_):
    kept = exchange("Who said so?", quote("The weir will be mended.", "The Weir Gazette"))
    (stated,) = kept.answer.statements
    stated = replace(stated, attribution=("The Weir Gazette", "Ann Holt"))
    told = format_("The weir", [replace(kept, answer=replace(kept.answer, statements=(stated,)))])
    assert "Ann Holt, via The Weir Gazette" in told


@pytest.mark.parametrize("format_", FORMATS[:3])
def test_what_has_become_of_a_quote_is_told(format_):
    kept = rich()
    moved, same = kept.answer.quotes
    checks = {
        kept.id: (
            QuoteCheck(moved, QuoteState.MOVED, "The source of this quote changed on 1 May 2026."),
            QuoteCheck(same, QuoteState.SAME, "The words stand at their place."),
        ),
        "0" * 16: (QuoteCheck(same, QuoteState.CHANGED, "This is of another answer."),),
    }
    told = squashed(format_("The weir", [kept], checks))
    assert told.count("The source of this quote changed on 1 May 2026.") == 1
    assert "stand at their place" not in told
    assert "another answer" not in told


@pytest.mark.parametrize("format_", FORMATS[:3])
def test_an_answer_without_a_model_and_without_a_quote_says_so(format_):
    kept = exchange("Who built it?")
    bare = replace(kept.answer, receipt=replace(kept.answer.receipt, model=None))
    told = squashed(format_("The weir", [replace(kept, answer=bare)]))
    assert "Not in the documents" in told
    assert "no language model: quotes alone" in told
    assert "of all documents" in told
    assert "Sources" not in told


@pytest.mark.parametrize("format_", FORMATS[:3])
def test_one_question_is_its_own_title(format_):
    kept = exchange("Who built the weir?")
    assert format_(kept.question, [kept]).count(kept.question) == 1 + (format_ is in_web_page)
    assert format_("The weir", [kept]).count(kept.question) == 1


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_asked_is_still_a_file(format_):
    assert "The weir" in format_("The weir", [])


@pytest.mark.parametrize("format_", FORMATS[:3])
def test_answers_that_cannot_be_read_are_counted(format_):
    assert "cannot be read" not in format_("The weir", [rich()])
    for unreadable, told in ((1, "1 answer of another"), (2, "2 answers of another")):
        assert f"{told} release cannot be read." in format_("The weir", [rich()], None, unreadable)


@pytest.mark.parametrize("format_", FORMATS[:3])
def test_words_from_right_to_left_move_no_others(format_):
    kept = exchange(HEBREW, quote(HEBREW, HEBREW), quote(f"Then: {HEBREW}", label=2))
    told = format_(HEBREW, [kept])
    assert told.count(HEBREW) == 4 + (format_ is in_web_page)
    for found in re.finditer(re.escape(HEBREW), told):
        before, after = told[: found.start()], told[found.end() :]
        assert before.count(ISOLATE) == before.count(ISOLATED) + 1
        assert after.count(ISOLATED) == after.count(ISOLATE) + 1
    plain = exchange("Who built it?", quote("Ann Holt built it."))
    assert ISOLATE not in format_("The weir", [plain])


def test_a_hostile_word_is_only_a_word_in_markdown():
    told = as_markdown(f"The {HOSTILE}", [all_hostile()])
    elements = read(f"<html><body>{RENDERER.render(told)}</body></html>")
    assert {element.name for element in elements} == OUR_MARKDOWN
    assert not any(element.attributes for element in elements)
    headings = [element for element in elements if element.name in ("h1", "h2")]
    words = squashed(writable(HOSTILE))
    assert [squashed(each.text) for each in headings] == [f"The {words}", words]
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066\u2067]", told)


def test_a_claim_of_which_nothing_is_seen_makes_no_block_of_code():
    kept = rich()
    refused = replace(kept.answer.rejections[0], claim="\u2066\x00")
    kept = replace(kept, answer=replace(kept.answer, rejections=(refused,)))
    elements = read(f"<html>{RENDERER.render(as_markdown('The weir', [kept]))}</html>")
    assert not {"code", "pre"} & {element.name for element in elements}


def test_a_hostile_word_is_only_a_word_on_the_web_page():
    page = as_web_page(HOSTILE, [all_hostile(), all_hostile()])
    elements = read(page)
    assert_sound(elements)
    assert not {"script", "img", "iframe", "object", "svg"} & {e.name for e in elements}
    assert "http" not in " ".join(v for e in elements for v in e.attributes.values())
    assert "{{ 7*7 }}" in page
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066\u2067]", page)


def test_a_hostile_word_is_only_a_word_in_word():
    data = as_word(HOSTILE, [all_hostile()])
    package = docx.Document(io.BytesIO(data)).part.package
    body = docx.Document(io.BytesIO(data)).element.body
    names = {etree.QName(element).localname for element in body.iter(etree.Element)}
    assert names <= set("body p r t br tab pPr pStyle rPr b i strike rtl bidi sectPr".split()) | {
        "pgSz", "pgMar", "cols", "docGrid",
    }  # fmt: skip
    relations = [each for part in package.iter_parts() for each in part.rels.values()]
    assert not any(each.is_external for each in relations)


def test_the_web_page_is_sound_and_loads_nothing():
    page = as_web_page("The weir", [rich(), exchange("And who?", quote("Ann Holt."))])
    elements = read(page)
    assert_sound(elements)
    (policy,) = (
        e.attributes["content"]
        for e in elements
        if e.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none';")
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "url(" not in page
    assert "@import" not in page
    parser = etree.HTMLParser()
    assert etree.fromstring(page.encode(), parser) is not None
    # libxml2 knows the elements of HTML 4 only.
    assert {error.type_name for error in parser.error_log} <= {"HTML_UNKNOWN_TAG"}


def test_the_web_page_has_the_colours_of_the_chat():
    chat = (_FOLDER.parents[2] / "chat" / "frame.css").read_text("utf-8")
    page = (_FOLDER / "page.css").read_text("utf-8").partition("@media print")[0]
    colours = dict.fromkeys(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", page))
    assert len(colours) == 10
    assert colours.keys() <= set(re.findall(r"--cv-([a-z]+): (#[0-9a-f]{6})", chat))


def test_the_word_document_is_read_by_our_own_reader():
    kept = rich()
    text = read_bytes(as_word("The weir", [kept, exchange(HEBREW, quote(HEBREW))]), "x.docx")
    assert text.title == "The weir"
    headings = [section.heading for section in text.sections]
    assert headings[:2] == ["The weir", "And when?"]
    assert "How this answer came about" in headings
    for each in quotes_of(kept):
        assert squashed(each.text) in squashed(text.text)
    assert HEBREW in text.text


def test_a_word_document_says_what_it_is_and_sets_hebrew_from_the_right():
    kept = exchange(HEBREW, quote(HEBREW))
    document = docx.Document(io.BytesIO(as_word("w" * 300, [kept])))
    facts = document.core_properties
    assert (facts.title, facts.author, facts.comments) == ("w" * 255, "Chapter & Verse", "")
    assert facts.created == kept.asked.replace(tzinfo=facts.created.tzinfo)
    set_from_right = [p.text for p in document.paragraphs if p._p.xpath("./w:pPr/w:bidi")]
    assert [each.strip(ISOLATE + ISOLATED) for each in set_from_right] == [
        HEBREW,
        f"“{HEBREW}”{ISOLATED} [1]",
    ]


def test_line_breaks_of_a_quote_are_kept_where_the_format_has_them():
    kept = exchange("What does it cost?", quote("Wages | 410\nFees | 150"))
    assert "Wages | 410\nFees | 150" in in_word("Costs", [kept])
    (block,) = (e for e in read(as_web_page("Costs", [kept])) if e.name == "blockquote")
    assert "Wages | 410\nFees | 150" in block.text


def test_the_json_is_complete_and_documented():
    kept = rich()
    told = json.loads(as_json("The weir", [kept]))
    assert (told["format"], told["title"]) == (1, "The weir")
    (found,) = told["exchanges"]
    described = as_json.__globals__["__doc__"]
    for name in itertools.chain(told, found, found["receipt"], found["marked"]):
        assert f"``{name}``" in described
    for name in (each.name for each in fields(Quote)):
        assert f"``{name}``" in described
    assert "passages" not in found
    statements = TypeAdapter(tuple[Statement, ...]).validate_python(found["statements"])
    assert statements == kept.answer.statements
    refused = TypeAdapter(tuple[Rejection, ...]).validate_python(found["rejections"])
    assert refused == kept.answer.rejections
    assert TypeAdapter(Quote).validate_python(found["related"]) == kept.answer.related
    assert TypeAdapter(Receipt).validate_python(found["receipt"]) == kept.answer.receipt
    assert TypeAdapter(Marked).validate_python(found["marked"]) == kept.marked
    assert datetime.datetime.fromisoformat(found["asked"]) == kept.asked


def test_the_json_has_what_has_become_of_the_quotes():
    kept = rich()
    day = datetime.date(2026, 5, 1)
    check = QuoteCheck(
        kept.answer.quotes[0], QuoteState.MOVED, "It moved.", "mill.txt", 4, 35, 3, "slide 3", day
    )
    (found,) = json.loads(as_json("The weir", [kept], {kept.id: (check,)}))["exchanges"]
    assert found["checks"] == [
        {"label": 1, "state": "moved", "detail": "It moved.", "document": "mill.txt", "start": 4,
         "end": 35, "page": 3, "place": "slide 3", "changed_on": "2026-05-01"}
    ]  # fmt: skip


def test_the_json_survives_half_a_surrogate():
    assert json.loads(as_json("The \ud800 weir", []))["title"] == "The ? weir"


@given(st.text())
@example(HOSTILE)
@example("\ud800\x0b\x0c\r\n\x85\u2028")
def test_what_every_format_can_hold(text):
    words = writable(text)
    assert writable(words) == words
    etree.Element("t").text = words
    words.encode("utf-8")
