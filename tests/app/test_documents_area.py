"""The documents area: the list, what the machine read of a document, removing."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from word_embedder import WordEmbedder

from index import Library
from index.errors import LibraryUnavailable
from index.types import Document, OutcomeStatus, Page, Span
from qa.chat.library.listing import kind_of, scope_choices, shelf, version_of
from qa.chat.library.reading import STRETCH, reading, stretch
from qa.chat.library.removal import removed
from qa.chat.words import words_of

FERRY = """# The ferry to Osk

By Ilse Tanner

The Harbour Post, 3 May 2024

The ferry closes in June. "Nobody was asked," said Maria Oduya. "We will protest," said \
Maria Oduya. Jan Peel, the mayor, said that the line loses money.
"""
BREAD = "Knead the dough for ten minutes, and leave it under a cloth until it has risen."
HOSTILE = "<img src=x onerror=alert(1)> ${alert(2)} \u202e{{value}}</script>"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    (folder / "ferry.md").write_text(FERRY, encoding="utf-8")
    (folder / "bread.txt").write_text(BREAD, encoding="utf-8")
    (folder / "odd.txt").write_text(f"{HOSTILE}\n\n{BREAD}", encoding="utf-8")
    with Library.open(tmp_path_factory.mktemp("library"), embedder=WordEmbedder()) as library:
        assert not library.add(folder).failures
        yield library


class Pages:
    """A document with pages, one of them empty, as a library gives it."""

    def __init__(self, text: str, *pages: Page) -> None:
        self._text = text
        self._pages = pages
        self.shelf = self

    def documents(self):
        return (Document("a.pdf", "A", "application/pdf", "0", characters=len(self._text)),)

    def text(self, name):
        return self._text

    def sentences(self, name):
        return ()

    def speakers(self):
        return {}

    def pages(self, name):
        return self._pages


# -- the list


def test_the_list_tells_what_it_shows_of_a_document(library):
    told = shelf(library)
    assert told["problem"] == ""
    assert [row["title"] for row in told["documents"]][1:] == ["bread", "The ferry to Osk"]
    ferry = told["documents"][2]
    assert ferry | {"words": 0} == {
        "name": "ferry.md", "title": "The ferry to Osk", "kind": "Markdown",
        "publisher": "The Harbour Post", "date": "2024-05-03", "day": "3 May 2024", "pages": 0,
            "page_word": "page",
        "words": 0, "speakers": ["Maria Oduya", "Jan Peel"], "warnings": 0,
    }  # fmt: skip
    assert ferry["words"] == len(library.text("ferry.md").split())
    odd = told["documents"][0]
    assert odd["warnings"] == 1  # signs that turn the direction of writing
    assert odd["title"].startswith("<img src=x onerror=alert(1)>")  # plain data, to be set as text


def test_a_library_that_cannot_be_read_is_told(library, monkeypatch):
    def fail(*_):
        raise LibraryUnavailable("The disk is full.")

    monkeypatch.setattr(library, "documents", fail)
    monkeypatch.setattr(library, "text", fail)
    assert shelf(library) == {"problem": "The disk is full.", "documents": []}
    assert reading(library, "ferry.md")["problem"] == "The disk is full."
    assert stretch(library, "ferry.md", 0)["problem"] == "The disk is full."


def test_the_version_changes_with_the_documents_and_only_then():
    one = Document("a.txt", "A", "text/plain", "0", chunks=1)
    other = Document("b.txt", "B", "text/plain", "1", chunks=1)
    versions = [version_of(each) for each in ((), (one,), (other,), (one, other))]
    assert len(set(versions)) == 4
    assert all(versions)
    assert version_of((one, other)) == version_of((one, other))
    changed = Document("a.txt", "A", "text/plain", "2", chunks=1)
    assert version_of((changed,)) != version_of((one,))


def test_documents_of_one_title_can_be_told_apart_in_the_scope():
    documents = [
        Document("1.txt", "News", "text/plain", "0"),
        Document("2.txt", "News", "text/plain", "1"),
        Document("3.txt", "Weather", "text/plain", "2"),
    ]
    assert scope_choices(documents) == [
        ("News (1.txt)", "1.txt"),
        ("News (2.txt)", "2.txt"),
        ("Weather", "3.txt"),
    ]


def test_kinds_have_names_that_people_use():
    assert kind_of("application/pdf") == "PDF"
    assert kind_of("application/x-unheard-of") == "application/x-unheard-of"


def test_every_outcome_has_words():
    assert {status.value for status in OutcomeStatus} <= set(words_of("documents").texts["state"])


# -- what the machine read


def test_what_was_read_is_told(library):
    told = reading(library, "ferry.md")
    facts = told["facts"]
    assert facts["title"] == "The ferry to Osk"
    assert facts["publisher"] == "The Harbour Post"
    assert facts["author"] == "Ilse Tanner"
    assert facts["date"] == "3 May 2024"
    assert facts["kind"] == "Markdown"
    assert facts["chunks"] == library.documents()[1].chunks
    assert facts["sentences"] == len(library.sentences("ferry.md"))
    assert datetime.datetime.fromisoformat(str(facts["added"])).year >= 2024
    assert told["speakers"] == [
        {"name": "Maria Oduya", "sentences": 2},
        {"name": "Jan Peel", "sentences": 1},
    ]
    assert told["warnings"] == []
    assert told["pages"] == []


def test_warnings_come_along(library):
    (warning,) = reading(library, "odd.txt")["warnings"]
    assert "direction of writing" in warning


def test_empty_pages_are_counted_among_the_others():
    text = "One two three.\n\nFour five."
    told = reading(Pages(text, Page(1, Span(0, 14)), Page(3, Span(16, 26))), "a.pdf")
    assert [(row["number"], row["words"], row["start"]) for row in told["pages"]] == [
        (1, 3, 0), (2, 0, 0), (3, 2, 16),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["gone.txt", "", None, 7, ["ferry.md"], {"a": 1}])
def test_a_document_that_is_not_there_is_a_sentence(library, name):
    assert "no longer in the library" in reading(library, name)["problem"]
    assert "no longer in the library" in stretch(library, name, 0)["problem"]


def test_a_short_text_is_one_stretch_to_the_letter(library):
    told = stretch(library, "odd.txt", 0)
    assert [piece["text"] for piece in told["pieces"]] == [library.text("odd.txt")]
    assert told["end"] == 0


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lines=st.lists(st.integers(0, 30_000), min_size=1, max_size=6),
    cuts=st.lists(st.integers(0, 60_000), max_size=5, unique=True),
)
def test_stretches_join_to_the_whole_text_with_each_page_where_it_begins(lines, cuts):
    text = "\n".join("𝔞é " * (length // 3) for length in lines) + "."
    starts = sorted(cut for cut in cuts if cut < len(text))
    ends = [*starts[1:], len(text)]
    pages = [Page(n, Span(s, e)) for n, (s, e) in enumerate(zip(starts, ends, strict=False), 1)]
    library = Pages(text, *pages)
    joined, begun, start = "", {}, 0
    for _ in range(100):
        told = stretch(library, "a.pdf", start)
        assert sum(len(piece["text"]) for piece in told["pieces"]) <= STRETCH
        for piece in told["pieces"]:
            if piece["page"]:
                begun[piece["page"]] = len(joined)
            joined += piece["text"]
        start = told["end"]
        if not start:
            break
    assert joined == text
    assert begun == {page.number: page.span.start for page in pages}


@pytest.mark.parametrize("start", [-1, 10**9, None, "3", 1.5, [], True])
def test_no_place_to_begin_breaks_it(library, start):
    told = stretch(library, "bread.txt", start)
    assert told["problem"] == ""
    assert library.text("bread.txt").endswith(told["pieces"][-1]["text"])


# -- removing


@pytest.fixture
def shelves(tmp_path):
    (tmp_path / "files").mkdir()
    for name, text in (("a.txt", FERRY), ("b.txt", BREAD), ("copy of b.txt", BREAD)):
        (tmp_path / "files" / name).write_text(text, encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(tmp_path / "files")
        yield library


def test_a_document_goes_with_all_its_names(shelves):
    assert removed(shelves, ["b.txt"], busy=False) == {"removed": ["b.txt"], "failures": []}
    assert [document.name for document in shelves.documents()] == ["a.txt"]


def test_one_that_is_gone_already_does_not_keep_the_others(shelves):
    told = removed(shelves, ["gone.txt", "a.txt", 5], busy=False)
    assert told["removed"] == ["a.txt"]
    assert [failure["name"] for failure in told["failures"]] == ["gone.txt"]
    assert "gone.txt" in told["failures"][0]["detail"]


@pytest.mark.parametrize("names", [None, "a.txt", {"names": ["a.txt"]}, [["a.txt"]], 3])
def test_what_is_no_list_of_names_removes_nothing(shelves, names):
    assert removed(shelves, names, busy=False) == {"removed": [], "failures": []}
    assert len(shelves.documents()) == 2


def test_nothing_is_removed_while_documents_are_added(shelves):
    told = removed(shelves, ["a.txt"], busy=True)
    assert told["removed"] == []
    assert told["failures"] == [{"name": "a.txt", "detail": words_of("documents")("remove_later")}]
    assert len(shelves.documents()) == 2


def test_a_library_that_is_locked_is_told_once_for_all_that_are_left(shelves, monkeypatch):
    tries = []

    def refuse(name):
        tries.append(name)
        raise LibraryUnavailable("Another process is changing the library.")

    monkeypatch.setattr(shelves, "remove", refuse)
    told = removed(shelves, ["a.txt", "b.txt"], busy=False)
    assert [failure["name"] for failure in told["failures"]] == ["a.txt", "b.txt"]
    assert tries == ["a.txt"]  # each further try would wait for the lock in vain
