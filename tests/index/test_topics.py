"""What a document is about, over texts whose names are planted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Library
from index.topics import topics

REPORT = (
    "The Osk Ferry left Veyle at noon. Ivo Tann saw the Osk Ferry go. The Ferry was full, and Tann "
    "stayed. However, Tann came back to Veyle. The ferry sank. Ivo Tann wept. Linnow heard of it."
)


def test_the_names_that_recur_come_first_in_their_full_form():
    assert topics(REPORT + " Tann left Veyle.") == ("Ivo Tann", "Veyle")


def test_a_name_that_stands_there_twice_is_no_topic():
    assert topics("Linnow slept. Linnow woke.") == ()


def test_a_number_belongs_to_the_name_before_it():
    assert topics("Lock 12 froze. They shut Lock 12. Lock 12 was old.") == ("Lock 12",)


def test_what_only_begins_sentences_is_no_name():
    assert topics("Boats left. Boats came. Boats sank. Nobody saw boats.") == ()


@pytest.mark.parametrize("written", ["Norden's", "Norden’s"])
def test_a_possessive_is_the_name(written):
    assert topics(f"{written} mayor, {written} dam and {written} ferry.") == ("Norden",)


def test_no_more_than_wanted():
    names = ["Osk", "Veyle", "Linnow", "Norden"]
    text = " and ".join(f"in {name}" for name in names * 3)
    assert topics(text) == tuple(names[:3])
    assert topics(text, most=1) == ("Osk",)


@given(st.text(max_size=300))
def test_every_topic_stands_in_the_text(text):
    plain = " ".join(text.split())
    assert all(topic in plain for topic in topics(text * 3))


def test_a_passage_knows_the_topics_of_its_whole_document(tmp_path):
    path = tmp_path / "ferry.txt"
    path.write_text(f"{REPORT}\n\n" + "The quay is dry. " * 200 + "Geese graze there.", "utf-8")
    with Library.open(tmp_path / "library") as library:
        library.add([path])
        passage = library.search("geese")[0]
    assert passage.topics == topics(REPORT)
    assert passage.topics[0] not in passage.text
