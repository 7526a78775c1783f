from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from kept_answers import exchange, quote
from reportlab.pdfgen.canvas import Canvas
from word_embedder import WordEmbedder

from index import Library
from qa.conversations.recheck import QuoteState, check_all
from qa.render import date_in_words

WORDS = "The weir at Osk will be mended in May, miller Ann Holt said."
REPORT = f"""The mill on the weir

Nobody had been told of it. {WORDS} The council was silent.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "papers").mkdir()
    return tmp_path / "papers"


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as opened:
        yield opened


def put(library, folder, text, name="mill.txt"):
    (folder / name).write_text(text, encoding="utf-8")
    library.add(folder)


def quoted(library, words=WORDS, name="mill.txt", label=1, **more):
    """Words as an answer quoted them from a document as it is now."""
    start = library.text(name).index(words)
    return replace(
        quote(words, label=label, document=name), start=start, end=start + len(words), **more
    )


def checked(library, *quotes, related=None):
    kept = exchange("When will it be mended?", *quotes)
    kept = replace(kept, answer=replace(kept.answer, related=related))
    return check_all((kept,), library)[kept.id]


def today(library, name="mill.txt"):
    (added,) = (each.added_at for each in library.documents() if each.name == name)
    return added.astimezone().date()


def test_words_at_their_place_are_the_same(library, folder):
    put(library, folder, REPORT)
    given = quoted(library, page=None)
    (found,) = checked(library, given)
    assert found.state is QuoteState.SAME
    assert (found.document, found.start, found.end) == ("mill.txt", given.start, given.end)
    assert found.quote == given
    assert found.changed_on is None


def test_a_change_elsewhere_changes_no_quote(library, folder):
    put(library, folder, REPORT)
    given = quoted(library)
    put(library, folder, REPORT.replace("was silent", "spoke"))
    assert checked(library, given)[0].state is QuoteState.SAME


def test_words_that_moved_are_found_where_they_stand_now(library, folder):
    put(library, folder, REPORT)
    given = quoted(library)
    put(library, folder, REPORT.replace("Nobody", "So far nobody"))
    (found,) = checked(library, given)
    assert found.state is QuoteState.MOVED
    assert library.text("mill.txt")[found.start : found.end] == WORDS
    assert found.start == given.start + 7
    assert found.changed_on == today(library)
    assert found.detail == (
        f"The source of this quote changed on {date_in_words(found.changed_on)}; "
        "the words now stand at another place in it."
    )


def test_of_several_places_the_nearest_is_taken(library, folder):
    preface = "Long ago there was no weir at all. " * 20
    put(library, folder, preface + REPORT)
    given = quoted(library)
    put(library, folder, f"{WORDS}\n\n{preface}{REPORT}\n\n{WORDS}\n")
    (found,) = checked(library, given)
    text = library.text("mill.txt")
    assert found.start == text.index(WORDS, 1) < text.rindex(WORDS)


def test_words_that_were_set_anew_have_moved(library, folder):
    put(library, folder, REPORT)
    given = quoted(library)
    put(library, folder, REPORT.replace("mended in", "mended\nin"))
    (found,) = checked(library, given)
    assert found.state is QuoteState.MOVED
    assert library.text("mill.txt")[found.start : found.end] == WORDS.replace(
        "mended in", "mended\nin"
    )


@pytest.mark.parametrize("now", ["in June", "not in May", "in May or June"])
def test_words_that_are_gone_have_changed(library, folder, now):
    put(library, folder, REPORT)
    given = quoted(library)
    put(library, folder, REPORT.replace("in May", now))
    (found,) = checked(library, given)
    assert found.state is QuoteState.CHANGED
    assert (found.document, found.start, found.end, found.page) == ("", None, None, None)
    assert found.changed_on == today(library)
    assert found.detail.endswith("; the words no longer stand in it.")


def test_a_document_that_is_gone_is_removed(library, folder):
    put(library, folder, REPORT)
    put(library, folder, "Rye bread\n\nBake the bread at Osk in May.\n", "bread.txt")
    given = quoted(library)
    library.remove("mill.txt")
    (found,) = checked(library, given)
    assert found.state is QuoteState.REMOVED
    assert found.document == ""
    assert found.detail == "The source of this quote is no longer among the documents."


def test_a_document_under_another_name_is_found(library, folder):
    put(library, folder, REPORT)
    given = quoted(library)
    (folder / "mill.txt").rename(folder / "weir.txt")
    library.add(folder, sync=True)
    (found,) = checked(library, given)
    assert found.state is QuoteState.RENAMED
    assert found.document == "weir.txt"
    assert library.text("weir.txt")[found.start : found.end] == WORDS
    assert "“weir.txt”" in found.detail


def test_another_report_of_the_same_words_is_not_the_same_document(library, folder):
    put(library, folder, REPORT)
    put(library, folder, f"Short news\n\n{WORDS}\n", "news.txt")
    given = quoted(library)
    library.remove("mill.txt")
    assert checked(library, given)[0].state is QuoteState.REMOVED


def test_one_of_several_names_of_a_document_is_as_good_as_the_first(library, folder):
    put(library, folder, REPORT)
    put(library, folder, REPORT, "copy.txt")
    given = quoted(library, name="copy.txt")
    assert checked(library, given)[0].state is QuoteState.SAME
    for name in ("mill.txt", "copy.txt"):
        put(library, folder, REPORT.replace("Nobody", "No one at all"), name)
    (found,) = checked(library, given)
    assert (found.state, found.document) == (QuoteState.MOVED, "copy.txt")
    assert found.changed_on == today(library)


def pdf(*pages):
    buffer = BytesIO()
    canvas = Canvas(buffer)
    for words in pages:
        canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_the_page_is_that_where_the_words_stand_now(library, folder):
    (folder / "mill.pdf").write_bytes(pdf("A report on the mill.", WORDS))
    library.add(folder)
    given = quoted(library, name="mill.pdf", page=2)
    assert checked(library, given)[0].page == 2
    (folder / "mill.pdf").write_bytes(pdf("A report on the mill.", "It is long.", WORDS))
    library.add(folder)
    (found,) = checked(library, given)
    assert (found.state, found.page) == (QuoteState.MOVED, 3)
    assert found.detail.endswith("; the words now stand on page 3.")


def test_the_related_passage_is_checked_as_well(library, folder):
    put(library, folder, REPORT)
    given = quoted(library)
    assert [each.quote for each in checked(library, related=given)] == [given]


def test_nothing_quoted_is_nothing_checked(library):
    assert checked(library) == ()


def test_each_document_is_read_once(library, folder, monkeypatch):
    for number in range(3):
        put(library, folder, f"Report {number}\n\n{REPORT}", f"mill{number}.txt")
    exchanges = [
        exchange(
            f"Question {turn}?",
            *(quoted(library, name=f"mill{n}.txt", label=n + 1) for n in range(3)),
            quote("Words of nowhere.", document="gone.txt", label=4),
        )
        for turn in range(5)
    ]
    read = []
    text = library.text
    monkeypatch.setattr(library, "text", lambda name: read.append(name) or text(name))
    found = check_all(exchanges, library)
    assert list(found) == [each.id for each in exchanges]
    assert {check.state for checks in found.values() for check in checks} == {
        QuoteState.SAME,
        QuoteState.REMOVED,
    }
    assert sorted(read) == ["gone.txt", "mill0.txt", "mill1.txt", "mill2.txt"]
