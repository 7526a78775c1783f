import dataclasses

import pytest
from passages import passage

from index.types import Span
from qa.cut import cut


def test_a_quote_is_the_documents_own_characters():
    shown = passage(1, "Rain fell — “at last”, Holt said.", "Nobody minded.")
    start = shown.start + shown.text.index("“")
    quote = cut(shown, Span(start, start + 9), 3, ("Mara Holt",))
    assert (quote.text, quote.label, quote.attribution) == ("“at last”", 3, ("Mara Holt",))
    assert (quote.start, quote.end, quote.document) == (start, start + 9, shown.document)


@pytest.mark.parametrize(("before", "after"), [(1, 0), (0, 1)])
def test_nothing_outside_the_passage_can_be_cut(before, after):
    shown = passage(1, "Rain fell.", "Nobody minded.")
    with pytest.raises(ValueError, match="not inside"):
        cut(shown, Span(shown.start - before, shown.end + after), 1, ())


def test_a_quote_says_where_it_stands_itself_and_not_where_its_passage_begins():
    shown = passage(1, "Rain fell.", "Nobody minded.")
    later = dataclasses.replace(shown.sentences[1], page=4, section="Weather")
    shown = dataclasses.replace(shown, sentences=(shown.sentences[0], later))
    quote = cut(shown, Span(later.start, later.end), 1, ())
    assert (quote.page, quote.section) == (4, "Weather")
    assert shown.page == 3
