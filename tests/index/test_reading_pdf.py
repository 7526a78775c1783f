"""Lines at places become paragraphs, headings and rows, with a span for each page."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from made_pdfs import lines, pdf

from index.errors import EmptyDocument, UnreadableDocument
from index.read import read_bytes
from index.readers.pdf import readable

PARAGRAPH = (
    "The committee met in the old customs house by the pier and heard seven",
    "witnesses, among them the keeper of the lock, who had closed the gates on",
    "Saturday evening.",
)


def test_lines_become_paragraphs_and_pages_have_spans():
    data = pdf(
        lines("Water and patience", y=780, font="Times-Bold", size=20)
        + lines("1. The closing", y=730, font="Times-Bold", size=14)
        + lines(*PARAGRAPH)
        + lines("It rose to 311 metres and the engineers, who had measured it, then went", y=640),
        lines("home without a word.", *PARAGRAPH),
        lines("2. The opening", y=730, font="Times-Bold", size=14) + lines(*PARAGRAPH),
    )
    extraction = read_bytes(data, "a.pdf")
    joined = " ".join(PARAGRAPH)
    went = "It rose to 311 metres and the engineers, who had measured it, then went"
    home = f"home without a word.\n\n{joined}"
    assert extraction.text == (
        f"Water and patience\n\n1. The closing\n\n{joined}\n\n{went} {home}\n\n"
        f"2. The opening\n\n{joined}"
    )
    assert [page.number for page in extraction.pages] == [1, 2, 3]
    assert extraction.pages[0].span.of(extraction.text).endswith(went)
    assert extraction.pages[1].span.of(extraction.text) == home
    assert extraction.pages[2].span.of(extraction.text) == f"2. The opening\n\n{joined}"
    assert [(section.heading, section.level) for section in extraction.sections] == [
        ("Water and patience", 1),
        ("1. The closing", 2),
        ("2. The opening", 2),
    ]
    assert extraction.title == "Water and patience"


def test_rows_of_a_table_stay_rows():
    def row(y, *cells):
        columns = zip((72, 300, 400), cells, strict=True)
        return [(x, y, cell, "Times-Roman", 11) for x, cell in columns]

    table = row(600, "Item", "Budget", "Spent") + row(586, "Wages and fees", "410,000", "398,200")
    table += row(572, "Cranes", "150,000", "151,000") + row(558, "Keeper", "Ann Poe", "Jane Doe")
    extraction = read_bytes(pdf(lines(*PARAGRAPH) + table), "a.pdf")
    assert extraction.text == " ".join(PARAGRAPH) + (
        "\n\nItem Budget Spent\nWages and fees 410,000 398,200\n"
        "Cranes 150,000 151,000\nKeeper Ann Poe Jane Doe"
    )


def test_hyphens_at_line_ends_are_resolved():
    data = pdf(
        lines(
            "The water stood low, and the cus-", "toms house was empty; a well-", "known man said,"
        )
        + lines("speaking of the office and the Anglo-", "Saxon ferry. It was a two-", y=640)
        + lines("thirds majority of upper- and lower-", "river cantons.", y=612)
    )
    text = read_bytes(data, "a.pdf").text
    for words in ("customs house", "a well-known man", "Anglo-Saxon", "upper- and"):
        assert words in text


def test_ligatures_are_spelled_out():
    assert readable("o\ufb03ce \ufb01nds \ufb02ow \uf0b7") == "office finds flow •"


def test_a_line_may_begin_or_end_with_a_ligature_that_a_browser_printed():
    words = (
        "By noon none of the eleven men had come home from the wreck, said the",
        "\ufb01remen's captain. The keeper, who had rowed out twice to look for them, was",
        "\ufb01rst to \ufb01nd the boat: she lay on her side below the old lime kiln of Amal\ufb01",
        "and \ufb01lled with every tide.",
    )
    heading = lines("\ufb01nding the boat", y=740, font="Times-Bold", size=14)
    after = lines("\ufb01fty others stayed on the pier until the lamps were lit.", y=636)
    extraction = read_bytes(pdf(heading + lines(*words) + after), "a.pdf")
    whole = " ".join(words).replace("\ufb01", "fi")
    assert extraction.text == (
        f"finding the boat\n\n{whole}\n\nfifty others stayed on the pier until the lamps were lit."
    )
    assert [section.heading for section in extraction.sections] == ["finding the boat"]


def test_points_of_a_list_stand_on_their_own_lines():
    first = lines("• the first point, which is long enough that it has to be broken at the")
    rest = lines("edge of the page", "", x=80, y=686) + lines("• the second point", y=672)
    prose = lines("The board named two reasons for its decision, which are both given here:", y=714)
    text = read_bytes(pdf(prose + first + rest + lines("No other was given.", y=650)), "a.pdf").text
    assert text == (
        "The board named two reasons for its decision, which are both given here:\n"
        "• the first point, which is long enough that it has to be broken at the edge of the page\n"
        "• the second point\n\nNo other was given."
    )


def test_running_lines_and_page_numbers_are_dropped():
    pages = [lines(f"Page {n} opens. " + PARAGRAPH[0], *PARAGRAPH[1:]) for n in "ABCDE"]
    extraction = read_bytes(pdf(*pages, header="Quay Papers", footer="Page {}"), "a.pdf")
    assert extraction.text.count("Quay Papers") == 1
    assert extraction.pages[0].span.of(extraction.text).startswith("Quay Papers")
    assert not any(f"Page {number}" in extraction.text for number in range(1, 6))
    assert extraction.text.count("Saturday evening.") == 5


def test_two_columns_are_read_one_after_the_other():
    left = lines("The left column begins here and it", "runs down to its last line, where", y=700)
    right = lines("the right column takes it up again", "and brings it to an end.", x=320, y=700)
    text = read_bytes(pdf(left + right), "a.pdf").text
    assert text == (
        "The left column begins here and it runs down to its last line, where the right column "
        "takes it up again and brings it to an end."
    )


def test_pages_without_text_are_told():
    extraction = read_bytes(pdf(lines("Words."), [], [], lines("More."), []), "a.pdf")
    assert extraction.notes == ("Pages 2–3, 5 have no text (scanned pictures?).",)
    assert [page.number for page in extraction.pages] == [1, 4]


def test_a_scanned_pdf_is_empty():
    with pytest.raises(EmptyDocument, match="text recognition"):
        read_bytes(pdf([], []), "scan.pdf")


def test_a_locked_pdf_is_refused():
    with pytest.raises(UnreadableDocument, match="protected by a password"):
        read_bytes(pdf(lines("Secret."), encrypt="key"), "locked.pdf")


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.8, 0.95])
def test_a_truncated_pdf_is_refused_or_read(share):
    data = pdf(lines(*PARAGRAPH), lines(*PARAGRAPH))
    outcome = ""
    try:
        outcome = read_bytes(data[: int(len(data) * share)], "cut.pdf").text
    except UnreadableDocument as refusal:
        outcome = str(refusal)
    assert " ".join(PARAGRAPH) in outcome or "cut.pdf" in outcome


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - draft3.doc", "draft.indd", ""])
def test_useless_titles_of_pdfs_are_ignored(title):
    assert read_bytes(pdf(lines(*PARAGRAPH), title=title), "a.pdf").title is None


def test_a_sane_title_of_a_pdf_is_used():
    assert read_bytes(pdf(lines(*PARAGRAPH), title="Low water"), "a.pdf").title == "Low water"


def test_threads_may_read_at_the_same_time():
    files = [pdf(*[lines(f"File {n}.", *PARAGRAPH)] * 20) for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        texts = [found.text for found in pool.map(lambda data: read_bytes(data, "a.pdf"), files)]
    assert all(text.startswith(f"File {n}.") for n, text in enumerate(texts))
