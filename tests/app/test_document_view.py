"""What the page is told of an open document, and what it is told when it asks for nonsense."""

from __future__ import annotations

import base64
import io
import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pdfs import lines, pdf, planted
from PIL import Image
from reportlab.lib.pagesizes import A4
from word_embedder import WordEmbedder

from index import Library
from qa.chat.sources.view import DocumentView

PIER = """# The old pier

The Harbour Post reported that an aide said the mayor had denied the sale. "We keep it," the
mayor, Ida Lund, said.

## The price

Nobody named a price. <b>Bold</b> words cost nothing 🦭.
"""
SHEET = lines(
    "The commission met on the quay and counted nine barges in the",
    "morning. It counted no more than three of them in the evening, and",
    "asked the keeper of the lock where the others had gone.",
)
SECOND = lines("Nobody knew where the barges were.", y=500)
NAMES = ("pier.md", "long.txt", "counted.pdf")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    (folder / "pier.md").write_text(PIER, encoding="utf-8")
    (folder / "long.txt").write_text(
        "".join(f"Line {number} of the ledger is about a barge.\n\n" for number in range(1, 2_001)),
        encoding="utf-8",
    )
    (folder / "counted.pdf").write_bytes(pdf(SHEET, SECOND, title="The count"))
    with Library.open(tmp_path_factory.mktemp("library"), embedder=WordEmbedder()) as opened:
        assert not opened.add(folder).failures
        yield opened


@pytest.fixture(scope="module")
def view(library):
    return DocumentView(library)


def place_of(library, name, words):
    start = library.text(name).index(words)
    return [start, start + len(words)]


def opened(view, name, *spans):
    return view.open({"name": name, "spans": list(spans)})


def test_a_document_opens_with_the_stretch_around_its_quote(view, library):
    quote = place_of(library, "long.txt", "Line 1200 of the ledger")
    found = opened(view, "long.txt", quote)
    first = found["first"]
    assert found["spans"] == [tuple(quote)]
    assert found["note"] == ""
    assert first["start"] <= quote[0] < quote[1] <= first["start"] + len(first["text"])
    assert len(first["text"]) <= 16_000 < found["cuts"][-1]
    assert json.dumps(found, ensure_ascii=False).encode()


def test_its_stretches_together_are_the_canonical_text(view, library):
    for name in NAMES:
        found = opened(view, name)
        asked = {"name": name, "version": found["version"]}
        parts = [view.stretch({**asked, "number": n}) for n in range(len(found["cuts"]) - 1)]
        assert "".join(part["text"] for part in parts) == library.text(name)
        assert [part["start"] for part in parts] == found["cuts"][:-1]


def test_title_facts_headings_and_who_says_each_sentence(view, library):
    found = opened(view, "pier.md")
    assert (found["title"], found["facts"]) == ("The old pier", "36 words")
    assert [entry["heading"] for entry in found["headings"]] == ["The old pier", "The price"]
    assert (found["pages"], found["pictured"], found["borders"]) == (0, False, [])
    text = library.text("pier.md")
    first = found["first"]
    said = {
        text[start:end]: first["voices"][voice] if voice >= 0 else None
        for start, end, voice in first["sentences"]
    }
    (denial,) = (said[words] for words in said if words.startswith("The Harbour Post"))
    assert denial["speakers"][-1] == "The Harbour Post"
    assert "an aide" in denial["speakers"]
    assert said["Nobody named a price."] is None
    levels = [paragraph["level"] for paragraph in first["paragraphs"]]
    assert levels == [1, 0, 2, 0]


def test_pages_of_a_pdf_are_told_with_their_borders(view, library):
    found = opened(view, "counted.pdf")
    assert (found["pages"], found["pictured"]) == (2, True)
    assert [border["number"] for border in found["borders"]] == [1, 2]
    runs = [run for paragraph in found["first"]["paragraphs"] for run in paragraph["runs"]]
    begins = {page: start for start, _, _, page in runs if page}
    assert begins[2] == library.text("counted.pdf").index("Nobody knew")


def test_a_picture_has_its_boxes_on_the_words_of_the_quote(view, library):
    words = "It counted no more than three"
    spans = [
        place_of(library, "counted.pdf", words),
        place_of(library, "counted.pdf", "Nobody knew"),
    ]
    found = opened(view, "counted.pdf", *spans)
    asked = {
        "name": "counted.pdf", "version": found["version"], "page": 1, "width": 500,
        "spans": spans, "image": True,
    }  # fmt: skip
    picture = view.picture(asked)
    kind, data = picture["image"].split(",")
    assert kind == "data:image/png;base64"
    image = Image.open(io.BytesIO(base64.b64decode(data)))
    assert image.size == (picture["width"], picture["height"])
    assert (picture["number"], picture["pages"]) == (1, 2)
    here, elsewhere = picture["marks"]
    assert elsewhere == {"boxes": [], "complete": True}
    (box,) = here["boxes"]
    assert here["complete"]
    place = planted(SHEET[1], words)
    left, top, right, bottom = (share * size for share, size in zip(box, (*A4, *A4), strict=True))
    assert abs(left - place.left) < 2
    assert abs(right - place.right) < 2
    assert top < A4[1] - place.base - 0.5 * place.size
    assert bottom >= A4[1] - place.base
    assert bottom - top < 1.5 * place.size
    again = view.picture({**asked, "image": False})
    assert again == {**picture, "image": ""}


def test_a_page_that_cannot_be_shown_is_a_sentence(view):
    for name, page in (("pier.md", 1), ("counted.pdf", 3)):
        version = opened(view, name)["version"]
        asked = {"name": name, "version": version, "page": page, "width": 400, "image": True}
        problem = view.picture(asked)["problem"]
        assert len(problem) > 20
        assert name in problem


def test_pictures_are_drawn_once_and_by_one_at_a_time(library, monkeypatch):
    drawn = []
    page_picture = library.shelf.page_picture

    def counted(name, number, spans=(), width=1000):
        drawn.append((number, width))
        return page_picture(name, number, spans, width)

    monkeypatch.setattr(library.shelf, "page_picture", counted)
    view = DocumentView(library)
    version = opened(view, "counted.pdf")["version"]
    asked = {"name": "counted.pdf", "version": version, "page": 1, "width": 650, "image": True}
    with ThreadPoolExecutor(8) as pool:
        pictures = list(pool.map(view.picture, [asked, {**asked, "width": 700}] * 8))
    assert all(picture == pictures[0] for picture in pictures)
    assert drawn == [(1, 700)]


def test_words_are_found_with_how_many_there_are(view, library):
    version = opened(view, "long.txt")["version"]
    asked = {"name": "long.txt", "version": version}
    text = library.text("long.txt")
    few = view.find({**asked, "words": "LINE 17 of"})
    assert [text[start:end] for start, end in few["places"]] == ["Line 17 of"]
    assert not few["more"]
    many = view.find({**asked, "words": "barge"})
    assert len(many["places"]) == 1_000
    assert many["more"]
    for nothing in ("", "   ", "zeppelin", None, 7, "a" * 201):
        assert view.find({**asked, "words": nothing}) == {"places": [], "more": False}


def test_chosen_words_are_cited_with_their_speaker_and_page(view, library):
    version = opened(view, "pier.md")["version"]
    span = place_of(library, "pier.md", '"We keep it," the mayor, Ida Lund, said.')
    cited = view.cite({"name": "pier.md", "version": version, "spans": [span]})["citation"]
    assert cited.startswith('"We keep it," the mayor, Ida Lund, said. — Ida Lund, the mayor')
    (sentence,) = library.sentences("pier.md", *span)
    speakers = ", via ".join(reversed(sentence.attribution.described))
    assert cited.endswith(f" — {speakers}; The old pier [pier.md]")
    text = library.text("pier.md")
    span = [text.index("The Harbour Post"), text.index(" Bold")]
    several = view.cite({"name": "pier.md", "version": version, "spans": [span]})["citation"]
    assert several.partition(" — ")[2] == (
        f"the mayor, via an aide, via The Harbour Post / {speakers} / "
        "The document, in its own voice; The old pier [pier.md]"
    )
    version = opened(view, "counted.pdf")["version"]
    span = place_of(library, "counted.pdf", "Nobody knew")
    cited = view.cite({"name": "counted.pdf", "version": version, "spans": [span]})["citation"]
    assert cited == "“Nobody knew” — The count, page 2 [counted.pdf]"


@pytest.mark.parametrize(
    "span",
    [[0, 10**9], [-5, 4], [7, 7], [9, 2], [0.0, 4], ["0", "4"], [True, 4], [1], None, 10**400],
)
def test_a_quote_that_cannot_stand_there_opens_the_document_with_a_note(view, span):
    found = opened(view, "pier.md", span, [0, 4])
    assert found["spans"] == [(0, 4)]
    assert "do not stand in this document" in found["note"]


@pytest.mark.parametrize(
    "name", ["absent.md", "../pier.md", "/etc/passwd", "pier.md\x00", "x" * 9_000]
)
def test_nothing_but_documents_of_the_library_can_be_read(view, name):
    for ask in (view.open, view.stretch, view.find, view.cite, view.picture):
        problem = ask({"name": name, "version": "0", "number": 0, "page": 1, "width": 9})["problem"]
        assert "There is no document" in problem
        assert len(problem) < 400


@pytest.mark.parametrize("sent", [None, [], "pier.md", 3, {}, {"name": None}, {"name": "\ud800"}])
def test_a_request_without_a_name_is_a_sentence(view, sent):
    for ask in (view.open, view.stretch, view.find, view.cite, view.picture):
        assert ask(sent) == {"problem": "This link names no document."}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
_ASKED = st.fixed_dictionaries(
    {"name": st.sampled_from(NAMES) | _JSON},
    optional=dict.fromkeys(("spans", "number", "words", "page", "width", "image"), _JSON)
    | {"version": st.none()},
)


@settings(deadline=None)
@given(_ASKED)
def test_whatever_a_browser_sends_is_answered(view, sent):
    if isinstance(sent["name"], str) and sent["name"] in NAMES and "version" in sent:
        sent["version"] = opened(view, sent["name"])["version"]
    for ask in (view.open, view.stretch, view.find, view.cite, view.picture):
        reply = ask(sent)
        assert isinstance(reply, dict)
        assert reply.get("problem", "-")
        json.dumps(reply).encode()


def test_a_document_that_is_replaced_while_it_is_open_says_so(tmp_path):
    paper = tmp_path / "paper.txt"
    paper.write_text("The first version of the paper.", encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(paper)
        view = DocumentView(library)
        asked = {
            "name": "paper.txt", "version": opened(view, "paper.txt")["version"],
            "number": 0, "words": "paper", "spans": [[0, 4]], "page": 1, "width": 300,
        }  # fmt: skip
        assert "The first" in view.stretch(asked)["text"]
        paper.write_text("The second version of the paper.", encoding="utf-8")
        library.add(paper)
        for ask in (view.stretch, view.find, view.cite, view.picture):
            assert "replaced by another version" in ask(asked)["problem"]
        library.remove("paper.txt")
        assert "There is no document “paper.txt”" in view.stretch(asked)["problem"]


def test_a_text_of_a_million_characters_is_given_in_stretches(tmp_path):
    words = "The keeper counted the barges of the harbour and wrote them down.\n\n"
    (tmp_path / "long.txt").write_text(words * (1_000_000 // len(words)), encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(tmp_path / "long.txt")
        found = opened(DocumentView(library), "long.txt", [700_000, 700_020])
    assert found["cuts"][-1] > 990_000
    assert max(b - a for a, b in pairwise(found["cuts"])) <= 16_000
    assert len(json.dumps(found)) < 200_000
