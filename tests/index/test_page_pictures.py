"""Marks lie on the planted words and on no others; where that is uncertain, there are none."""

from __future__ import annotations

import io
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pdfs import edited, lines, pdf, planted
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from index.errors import PictureUnavailable, UnreadableDocument
from index.read import read_bytes
from index.readers.kept_lines import places_of
from index.readers.pdf_picture import page_picture
from index.readers.placing import Placing
from index.types import Span

WIDTH, HEIGHT = A4
CLOSE = 1.5
"""Points by which the edge of a mark may miss the edge of a word."""

MEETING = (
    "The committee met in the old customs house by the pier and heard seven",
    "witnesses, among them the keeper of the lock, who had closed the gates on",
    "Saturday evening. Nobody else had a key.",
)


def shown(data, number, *quotes, nth=0, width=300):
    """The picture of a page with the nth place of each quote in its text marked."""
    extraction = read_bytes(data, "a.pdf")
    (page,) = (page for page in extraction.pages if page.number == number)
    text = page.span.of(extraction.text)
    spans = []
    for quote in quotes:
        at = -1
        for _ in range(nth + 1):
            at = text.index(quote, at + 1)
        spans.append(Span(at, at + len(quote)))
    return page_picture(data, "a.pdf", number, width, text, spans)


def placing(text, raw):
    """Of a page whose lines stand below each other."""
    return Placing(text, raw, [-float(line) for line in range(raw.count("\n") + 1)])


def assert_covers(mark, words, *, page=(WIDTH, HEIGHT), turned=0):
    """A mark lies on planted words from side to side, and is no higher than their line."""
    corners = [(words.left, words.base), (words.right, words.base + 0.6 * words.size)]
    far = [(words.left, words.base - 0.35 * words.size), (words.right, words.base + words.size)]
    inner, outer = (_seen(each, page, turned) for each in (corners, far))
    box = (mark.left, mark.top, mark.right, mark.bottom)
    sizes = (page[0], page[1]) if turned % 180 == 0 else (page[1], page[0])
    points = [share * size for share, size in zip(box, sizes * 2, strict=True)]
    for edge in (0, 1):
        assert outer[edge] - CLOSE <= points[edge] <= inner[edge] + CLOSE
    for edge in (2, 3):
        assert inner[edge] - CLOSE <= points[edge] <= outer[edge] + CLOSE


def _seen(corners, page, turned):
    """Left, top, right and bottom, from the upper left, of a box on a page turned clockwise."""
    width, height = page
    turn = {
        0: lambda x, y: (x, height - y),
        90: lambda x, y: (y, x),
        180: lambda x, y: (width - x, y),
        270: lambda x, y: (height - y, width - x),
    }[turned]
    xs, ys = zip(*(turn(x, y) for x, y in corners), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def test_words_of_one_line_are_marked():
    page = lines(*MEETING)
    picture = shown(pdf(page), 1, "keeper of the lock")
    (mark,) = picture.marks
    assert_covers(mark, planted(page[1], "keeper of the lock"))
    assert picture.complete
    assert (picture.number, picture.pages) == (1, 1)


def test_the_picture_is_a_png_of_the_page():
    data = pdf(lines(*MEETING), lines(*MEETING))
    picture = shown(data, 2, width=400)
    with Image.open(io.BytesIO(picture.png)) as image:
        assert image.format == "PNG"
        assert image.size == (picture.width, picture.height)
        assert min(image.convert("L").get_flattened_data()) < 100  # there is print on it
    assert picture.width == 400
    assert picture.height == round(400 * HEIGHT / WIDTH)
    assert (picture.number, picture.pages, picture.marks, picture.complete) == (2, 2, (), True)


def test_a_mark_covers_the_print_of_its_words_and_no_other():
    page = lines(*MEETING)
    picture = shown(pdf(page), 1, MEETING[1], width=1200)
    with Image.open(io.BytesIO(picture.png)) as image:
        grey = image.convert("L")
    (mark,) = picture.marks
    box = (mark.left * grey.width, mark.top * grey.height, mark.right * grey.width)
    inside = grey.crop((*map(round, box), round(mark.bottom * grey.height)))
    whole = pdf([page[1]])
    alone = page_picture(whole, "b.pdf", 1, 1200, "", [])
    with Image.open(io.BytesIO(alone.png)) as image:
        expected = image.convert("L").histogram()[:128]
    assert abs(sum(inside.histogram()[:128]) - sum(expected)) <= 0.01 * sum(expected)


def test_a_quote_over_lines_has_a_mark_for_each():
    page = lines(*MEETING)
    quote = "heard seven witnesses, among them the keeper of the lock, who had closed the gates on"
    picture = shown(pdf(page), 1, f"{quote} Saturday evening.")
    first, second, third = picture.marks
    assert_covers(first, planted(page[0], "heard seven"))
    assert_covers(second, planted(page[1], MEETING[1]))
    assert_covers(third, planted(page[2], "Saturday evening."))


def test_hyphenated_words_are_marked_on_both_lines():
    page = lines(
        "The keeper of the lock was asked by the committee about the inter-",
        "national treaty, and about the customs house, which he had never en-",
        "tered in all the years that he had lived beside the pier.",
    )
    data = pdf(page)
    assert "international treaty" in read_bytes(data, "a.pdf").text
    first, second = shown(data, 1, "international treaty").marks
    assert_covers(first, planted(page[0], "inter-"))
    assert_covers(second, planted(page[1], "national treaty"))
    (half,) = shown(data, 1, "national treaty").marks
    assert_covers(half, planted(page[1], "national treaty"))


def test_ligatures_and_typographic_signs_are_no_hindrance():
    text, raw = "He said “first office” – twice.", "He said “ﬁrst of\ufffeﬁce” – twice."
    runs, complete = placing(text, raw).runs(Span(text.index("“"), text.index("–") - 1))
    assert complete
    assert [run.of(raw) for run in runs] == ["“ﬁrst of\ufffeﬁce”"]


LEFT = (
    "The gates of the lock were closed",
    "on Saturday, as the keeper told",
    "the committee, and nobody had",
    "seen the engineers, who then",
)
RIGHT = (
    "walked along the canal for a day",
    "and saw that the water had risen",
    "to the third step of the customs",
    "house, where they turned round.",
)


def test_a_quote_over_two_columns_is_marked_in_both_and_not_across():
    left, right = lines(*LEFT), lines(*RIGHT, x=320)
    picture = shown(pdf(left + right), 1, "seen the engineers, who then walked along the canal")
    first, second = picture.marks
    assert_covers(first, planted(left[3], LEFT[3]))
    assert_covers(second, planted(right[0], "walked along the canal"))


def test_cells_of_a_row_are_marked_one_by_one():
    def row(y, *cells):
        return [(x, y, cell, "Times-Roman", 11) for x, cell in zip((72, 300, 400), cells)]  # noqa: B905

    head, wages = row(600, "Item", "Budget", "Spent"), row(586, "Wages", "410,000", "398,200")
    cranes = row(572, "Cranes", "410,000", "398,200")
    data = pdf(lines(*MEETING) + head + wages + cranes)
    text = read_bytes(data, "a.pdf").text
    quote = text[text.index("Cranes") :]
    assert quote.split() == ["Cranes", "410,000", "398,200"]
    marks = shown(data, 1, quote).marks
    assert len(marks) == 3
    for mark, cell in zip(marks, cranes, strict=True):
        assert_covers(mark, planted(cell, cell[2]))


@pytest.mark.parametrize("nth", range(3))
def test_of_a_repeated_sentence_the_right_one_is_marked(nth):
    again = "The keeper of the lock denied it."
    page = lines(again, "Then the engineers came back.", again, "They asked him anew.", again)
    (mark,) = shown(pdf(page), 1, again, nth=nth).marks
    assert_covers(mark, planted(page[2 * nth], again))


def test_running_lines_with_the_words_of_the_text_are_never_marked():
    title = "The keeper of the lock"
    pages = [
        lines(title, f"was asked again on day {day}.", y=780 - 20 * number)
        for number, day in enumerate(("two", "six", "ten"))
    ]
    data = pdf(*pages, header=title, footer="{}")
    for number, page in enumerate(pages[1:], start=2):
        picture = shown(data, number, title)
        (mark,) = picture.marks
        assert_covers(mark, planted(page[0], title))


def test_words_that_could_stand_in_two_places_are_not_marked():
    again = "The same words"
    page = lines("1 of 3", again, "and others", again, "1 of 3")
    text = f"1 of 3 {again} and others {again}"  # the other page number was dropped
    picture = page_picture(pdf(page), "a.pdf", 1, 200, text, [Span(0, len(text))])
    assert len(picture.marks) == 4
    data = pdf(lines(*["1 of 3"] * 4))
    picture = page_picture(data, "a.pdf", 1, 200, "1 of 3 1 of 3 1 of 3", [Span(0, 6)])
    assert (picture.marks, picture.complete) == ((), False)


def test_of_a_header_and_a_title_with_its_words_the_title_is_marked():
    header = lines("The closing of the gates in May", y=800)
    title = lines("The closing of", "the gates in May", y=700, size=20, leading=24)
    text = "The closing of the gates in May and what came of it."
    data = pdf([*header, *title, *lines("and what came of it.", y=600)])
    picture = page_picture(data, "a.pdf", 1, 200, text, [Span(0, 31)])
    assert picture.complete
    for mark, line in zip(picture.marks, title, strict=True):
        assert_covers(mark, planted(line, line[2]))


def test_a_title_that_was_moved_to_the_front_is_found():
    body = ["It was a long year at", "the old pier of Norden and of", "other ports in", "1911."]
    raw = "\n".join([*body, "REPORT OF THE HARBOUR"])
    text = " ".join(["Report of the Harbour", *body])
    runs, complete = placing(text, raw).runs(Span(0, len(text)))
    assert complete
    assert [run.of(raw) for run in runs] == ["REPORT OF THE HARBOUR", "\n".join(body)]


def test_a_text_that_another_release_read_is_marked_where_it_agrees():
    raw = "\n".join([*MEETING, "The clerk wrote it down."])
    text = " ".join(
        [MEETING[0], "vvitnesses, arnong thern", MEETING[2], "The clerk wrote it down."]
    )
    runs, complete = placing(text, raw).runs(Span(0, len(text)))
    assert not complete
    assert [run.of(raw) for run in runs] == [MEETING[0], f"{MEETING[2]}\nThe clerk wrote it down."]


def test_a_quote_over_a_page_break_is_marked_on_each_page():
    first = lines(*MEETING[:2], "Saturday evening although the engineers had asked that they stay")
    second = lines("open until the water had fallen.", *MEETING)
    data = pdf(first, second)
    text = read_bytes(data, "a.pdf").text
    assert "that they stay open until" in text
    (mark,) = shown(data, 1, "that they stay").marks
    assert_covers(mark, planted(first[2], "that they stay"))
    (mark,) = shown(data, 2, "open until the water").marks
    assert_covers(mark, planted(second[0], "open until the water"))


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_turned_pages_are_marked_as_they_are_looked_at(turned):
    page = lines(*MEETING)
    data = edited(pdf(page), lambda first: first.set_rotation(turned))
    picture = shown(data, 1, "keeper of the lock", "Saturday evening")
    first, second = picture.marks
    assert_covers(first, planted(page[1], "keeper of the lock"), turned=turned)
    assert_covers(second, planted(page[2], "Saturday evening"), turned=turned)
    assert (picture.width > picture.height) == (turned in (90, 270))


def test_a_cropped_page_is_marked_from_its_visible_corner():
    page = lines(*MEETING)
    left, bottom, right, top = crop = (60, 650, 330, 740)
    data = pdf(page, crop=crop)
    words = planted(page[1], "witnesses, among them")
    moved = type(words)(words.left - left, words.right - left, words.base - bottom, words.size)
    picture = shown(data, 1, "witnesses, among them")
    (mark,) = picture.marks
    assert_covers(mark, moved, page=(right - left, top - bottom))
    assert picture.complete


def test_words_outside_the_visible_page_are_said_to_be_missing():
    data = pdf(lines(*MEETING), crop=(60, 650, 300, 740))
    picture = shown(data, 1, "the gates on")
    assert (picture.marks, picture.complete) == ((), False)


def test_a_page_whose_corner_is_not_at_zero_is_marked_there():
    page = lines(*MEETING)
    data = edited(pdf(page), lambda first: first.set_mediabox(-50, 100, 500, 800))
    words = planted(page[1], "keeper")
    moved = type(words)(words.left + 50, words.right + 50, words.base - 100, words.size)
    (mark,) = shown(data, 1, "keeper").marks
    assert_covers(mark, moved, page=(550, 700))


def drawn(draw):
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_lines_that_run_up_the_page_have_one_mark_each():
    def draw(canvas):
        canvas.translate(300, 100)
        canvas.rotate(90)
        canvas.scale(2, 2)
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(0, 0, "The keeper denied it.")

    (mark,) = shown(drawn(draw), 1, "keeper denied").marks
    words = planted((0, 0, "The keeper denied it.", "Times-Roman", 11), "keeper denied")
    assert mark.bottom * HEIGHT == pytest.approx(HEIGHT - 100 - 2 * words.left, abs=CLOSE)
    assert mark.top * HEIGHT == pytest.approx(HEIGHT - 100 - 2 * words.right, abs=CLOSE)
    assert 280 < mark.left * WIDTH < 288
    assert 300 <= mark.right * WIDTH < 308


def test_slanting_lines_are_marked_in_pieces_that_miss_their_neighbours():
    def draw(canvas):
        canvas.translate(100, 300)
        canvas.rotate(30)
        canvas.setFont("Times-Roman", 11)
        for number, line in enumerate(MEETING):
            canvas.drawString(0, -40 * number, line)

    picture = shown(drawn(draw), 1, MEETING[1])
    assert picture.complete
    assert len(picture.marks) > 5
    for mark in picture.marks:
        assert (mark.right - mark.left) * WIDTH < 40
        assert (mark.bottom - mark.top) * HEIGHT < 40


def test_quotes_may_overlap_and_a_page_may_have_no_text():
    page = lines(*MEETING)
    picture = shown(pdf(page), 1, "keeper of the", "of the lock")
    assert len(picture.marks) == 2
    blank = page_picture(pdf([]), "a.pdf", 1, 100, "", [])
    assert (blank.marks, blank.complete) == ((), True)


@pytest.mark.parametrize("number", [0, -1, 3, 10**9])
def test_a_page_that_is_not_there_is_told(number):
    with pytest.raises(PictureUnavailable, match=rf"“a\.pdf” has no page {number}; it has 2"):
        page_picture(pdf(lines("One"), lines("Two")), "a.pdf", number, 100, "", [])


def test_a_file_that_cannot_be_opened_is_refused():
    with pytest.raises(UnreadableDocument, match="damaged"):
        page_picture(b"%PDF-1.4 nothing", "a.pdf", 1, 100, "", [])


def sized(width, height):
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(width, height), invariant=1)
    canvas.drawString(0, 0, "Words")
    canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize(
    ("width", "height", "wanted"), [(1, 14_000, 1000), (14_000, 14_000, 10**7), (300, 3, 10**6)]
)
def test_no_picture_is_larger_than_the_memory(width, height, wanted):
    picture = page_picture(sized(width, height), "a.pdf", 1, wanted, "", [])
    assert picture.width * picture.height < 25_000_000
    with Image.open(io.BytesIO(picture.png)) as image:
        assert image.size == (picture.width, picture.height)


def test_a_page_that_is_a_mere_thread_is_not_drawn():
    data = edited(sized(300, 300), lambda first: first.set_mediabox(0, 0, 0.00001, 14_000))
    with pytest.raises(PictureUnavailable, match=r"strip|no size"):
        page_picture(data, "a.pdf", 1, 1000, "", [])


def test_a_page_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr("index.readers.pdf_picture._DRAWING_SECONDS", -1.0)

    def draw(canvas):
        for number in range(3000):
            canvas.line(number % 500, 0, 500, number % 800)

    with pytest.raises(PictureUnavailable, match="too elaborate"):
        page_picture(drawn(draw), "a.pdf", 1, 1000, "", [])
    monkeypatch.undo()
    assert page_picture(drawn(draw), "a.pdf", 1, 1000, "", []).png


WORDS = st.lists(st.sampled_from(["a", "b", "ab", "aa"]), max_size=3).map("".join)


def downwards(made):
    """Heights of lines that stand below each other."""
    return [-float(number) for number in range(len(made))]


@settings(deadline=None)
@given(st.lists(WORDS, max_size=12), WORDS, WORDS)
def test_a_line_is_found_at_its_true_place_or_not_at_all(body, header, footer):
    found = places_of([header, *body, footer], downwards([header, *body, footer]), "".join(body))
    at = 0
    for index, line in enumerate(body, start=1):
        assert found.pop(index, at) == at
        at += len(line)
    assert found == {}


@settings(deadline=None)
@given(st.lists(WORDS, max_size=12))
def test_where_nothing_was_dropped_every_line_is_found(made):
    found = places_of(made, downwards(made), "".join(made))
    assert set(found) == {index for index, line in enumerate(made) if line}


@settings(deadline=None)
@given(st.lists(st.text("ab", max_size=12), max_size=12), st.text("ab", max_size=60))
def test_whatever_the_text_lines_are_found_only_where_their_letters_stand(made, text):
    for index, at in places_of(made, downwards(made), text).items():
        assert text.startswith(made[index], at)


@pytest.mark.parametrize("words", [["a"] * 50_000, ["ab", "a"] * 20_000, ["abcdefghi"] * 10_000])
def test_endless_repetition_is_given_up_soon(words):
    begun = time.monotonic()
    kept = "".join(word for number, word in enumerate(words) if number % 3)
    assert places_of(words, downwards(words), kept) == {}
    assert time.monotonic() - begun < 5


def test_a_page_of_gibberish_is_looked_through_in_time():
    chance = random.Random(3)
    raw = "\n".join("".join(chance.choices("ab ", k=9)) for _ in range(9000))
    begun = time.monotonic()
    runs, complete = placing(raw.replace("\n", " "), raw).runs(Span(0, 5000))
    assert complete
    assert runs
    assert time.monotonic() - begun < 5
    assert placing("x" * 100, "x" * 200_000).runs(Span(0, 100)) == ((), False)
