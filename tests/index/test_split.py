import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import sentence_spans
from index.split import split
from index.types import Section, Span


def count_words(texts):
    return [len(text.split()) for text in texts]


def chunks_of(text, sections=(), limit=20, count=count_words):
    return split(text, sentence_spans(text), sections, count, limit)


def words_of(text, **options):
    return [text[chunk.start : chunk.end] for chunk in chunks_of(text, **options)]


def sentence(words, first="Word"):
    return " ".join([first] + ["word"] * (words - 1)) + "."


def test_short_text_is_one_chunk():
    text = "  It rained. Nobody came.\n"
    (chunk,) = chunks_of(text)
    assert (chunk.start, chunk.end, chunk.heading) == (2, 25, None)


def test_nothing_gives_no_chunks():
    assert chunks_of(" \n ") == ()


def test_sentences_are_counted_in_one_batch():
    calls = []

    def count(texts):
        calls.append(len(texts))
        return count_words(texts)

    chunks_of(" ".join([sentence(9)] * 12), count=count)
    assert calls == [12]


def test_no_tiny_tail():
    sizes = [len(words.split()) for words in words_of(" ".join([sentence(4)] * 6))]
    assert sizes == [12, 12]


def test_cut_at_paragraph_end():
    first, second = " ".join([sentence(4)] * 3), " ".join([sentence(4)] * 4)
    assert words_of(first + "\n\n" + second) == [first, second]


def test_short_paragraphs_share_a_chunk():
    text = "\n\n".join([sentence(5)] * 4)
    assert len(words_of(text)) == 1


def test_chunks_follow_sections_and_carry_the_innermost_heading():
    text = "Preface words.\n\nBees\n\nThey hum.\n\nHives\n\nThey stand.\n\nAnts\n\nThey walk."
    bees, hives, ants = (text.index(name) for name in ("Bees", "Hives", "Ants"))
    sections = (
        Section("Bees", 1, Span(bees, ants)),
        Section("Hives", 2, Span(hives, ants)),
        Section("Ants", 1, Span(ants, len(text))),
    )
    found = chunks_of(text, sections=sections)
    assert [(text[c.start : c.end], c.heading) for c in found] == [
        ("Preface words.", None),
        ("Bees\n\nThey hum.", "Bees"),
        ("Hives\n\nThey stand.", "Hives"),
        ("Ants\n\nThey walk.", "Ants"),
    ]


def test_text_after_a_nested_section_returns_to_the_outer_heading():
    text = "# Bees\n\nThey hum.\n\n## Hives\n\nThey stand.\n\nAll is well."
    inner = text.index("## Hives")
    sections = (
        Section("Bees", 1, Span(0, len(text))),
        Section("Hives", 2, Span(inner, text.index("All"))),
    )
    assert [c.heading for c in chunks_of(text, sections=sections)] == ["Bees", "Hives", "Bees"]


def test_bare_heading_goes_with_the_section_in_it():
    text = "# Bees\n\n## Hives\n\nThey stand.\n\n# Ants\n\nThey walk."
    hives, ants = text.index("## Hives"), text.index("# Ants")
    sections = (
        Section("Bees", 1, Span(0, ants)),
        Section("Hives", 2, Span(hives, ants)),
        Section("Ants", 1, Span(ants, len(text))),
    )
    found = chunks_of(text, sections=sections)
    assert [c.heading for c in found] == ["Hives", "Ants"]
    assert text[found[0].start : found[0].end].startswith("# Bees")


@pytest.mark.parametrize(
    "pair",
    [
        "“The {0} is new. It shines,” Ann Holt said.",
        '"The {0} is new. It shines," Ann Holt said.',
        "“The {0} is new,” Ann Holt said. She added that it shines.",
        "“The {0} is new,” Ann Holt said. “It shines,” she added.",
        "Ann Holt told us this about the {0}: “It shines.”",
        "“The {0} is new.\n\n“It shines,” Ann Holt said.",
    ],
    ids=["curly", "straight", "she-added", "quotation-added", "colon", "over-paragraphs"],
)
@pytest.mark.parametrize("lead", range(1, 16))
def test_quotation_is_not_parted(pair, lead):
    speech = pair.format("bridge")
    text = " ".join([sentence(2)] * lead) + " " + speech + " " + " ".join([sentence(2)] * 8)
    assert any(speech in words for words in words_of(text))


def test_quotation_over_the_limit_is_parted_at_sentences():
    text = "“" + " ".join([sentence(7)] * 9) + "”"
    found = words_of(text)
    assert all(len(words.split()) <= 20 for words in found)
    assert all(words.endswith((".", "”")) for words in found)


def test_long_sentence_is_cut_near_a_comma():
    text = "word " * 17 + "word, " + "word " * 12 + "end."
    first, second = words_of(text)
    assert first.endswith(",")
    assert second.endswith("end.")


def test_long_sentence_without_comma_is_cut_at_whitespace():
    found = words_of("word " * 99 + "end.")
    assert all(set(words.split()) <= {"word", "end."} for words in found)
    assert 5 <= len(found) <= 8


def test_run_without_whitespace_is_cut_by_characters():
    text = "x" * 100
    found = chunks_of(text, count=lambda texts: [len(t) for t in texts])
    assert "".join(text[c.start : c.end] for c in found) == text
    assert all(c.end - c.start <= 20 for c in found)


def test_limit_below_one_is_refused():
    with pytest.raises(ValueError, match="at least one token"):
        chunks_of("It rained.", limit=0)


@st.composite
def texts_with_sections(draw):
    text = draw(
        st.lists(
            st.sampled_from(
                [
                    "It rained. ",
                    "word ",
                    "“We go. ",
                    "We stay,” he said. ",
                    "\n\n",
                    "\n",
                    "Ann: ",
                    '"Well. ',
                    '" she added. ',
                    "word, word; word ",
                    "。",
                    "Heading\n\n",
                ]
            ),
            max_size=60,
        ).map("".join)
    )
    cuts = sorted(draw(st.sets(st.integers(0, max(0, len(text) - 1)), max_size=5)))
    bounds = itertools.pairwise([*cuts, len(text)])
    return text, [Section("h", 1, Span(a, b)) for a, b in bounds if a < b]


@settings(max_examples=200)
@given(texts_with_sections(), st.integers(1, 30))
def test_chunks_cover_all_sentences_within_the_limit(case, limit):
    text, sections = case
    found = chunks_of(text, sections=sections, limit=limit)
    position = 0
    for chunk in found:
        assert text[position : chunk.start].strip() == ""
        words = text[chunk.start : chunk.end]
        assert words == words.strip() != ""
        assert len(words.split()) <= limit
        position = chunk.end
    assert text[position:].strip() == ""
    starts = {span.start for span in sentence_spans(text)}
    chunk_starts = {chunk.start for chunk in found}
    for section in sections:
        assert min((s for s in starts if s >= section.span.start), default=None) in chunk_starts | {
            None
        }
