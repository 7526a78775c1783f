"""Presentations are read slide by slide, as a person reads them, with the speaker's notes."""

import contextlib
import io
import random
import time
import zipfile

import pptx
import pytest
from extractions import section_texts
from hypothesis import given
from hypothesis import strategies as st
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Inches
from word_embedder import WordEmbedder
from zipped import replaced

from index import Library
from index.errors import EmptyDocument, LibraryError, UnreadableDocument
from index.read import read_bytes
from index.readers import slides
from index.sniff import SLIDES

TITLE_ONLY, BLANK, TWO_COLUMNS = 5, 6, 3


def deck(*builds):
    """A presentation with a slide for each of some functions, which get the presentation."""
    presentation = pptx.Presentation()
    for build in builds:
        build(presentation)
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def slide(presentation, title="", layout=TITLE_ONLY, notes=""):
    made = presentation.slides.add_slide(presentation.slide_layouts[layout if title else BLANK])
    if title:
        made.shapes.title.text = title
    if notes:
        made.notes_slide.notes_text_frame.text = notes
    return made


def box(shapes, words, left, top):
    made = shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(1))
    made.text_frame.text = words
    return made


def pier(presentation):
    made = slide(presentation, "The pier", notes="Promise nothing.\nAsk the mayor.")
    box(made.shapes, "below", 1, 5)
    box(made.shapes, "right", 5, 2.1)
    box(made.shapes, "left\nof it", 1, 2)
    group = made.shapes.add_group_shape()
    box(group.shapes, "in the group, low", 1, 4)
    box(group.shapes, "in the group, high", 1, 3.3)


def costs(presentation):
    made = slide(presentation, "Costs")
    table = made.shapes.add_table(3, 3, Inches(1), Inches(2), Inches(6), Inches(2)).table
    for at, words in enumerate(
        ["Item", "2022", "2023", "Pier", "4,000", "5,200", "Mole", "-", "7"]
    ):
        table.cell(at // 3, at % 3).text = words
    table.cell(1, 1).merge(table.cell(1, 2))
    table.cell(1, 1).text = "4,000"


def bare(presentation):
    box(slide(presentation).shapes, "Who pays for it?", 1, 1)


def test_a_deck_is_read_in_the_order_of_reading():
    extraction = read_bytes(deck(pier, costs, bare), "pier.pptx")
    assert extraction.text == (
        "The pier\n\nleft\n\nof it\n\nright\n\nin the group, high\n\nin the group, low\n\nbelow\n\n"
        "Notes\n\nPromise nothing.\n\nAsk the mayor.\n\n"
        "Costs\n\nItem | 2022 | 2023\nPier | 4,000\nMole | - | 7\n\n"
        "Who pays for it?"
    )
    assert [(p.number, p.word, p.span.of(extraction.text)[:8]) for p in extraction.pages] == [
        (1, "slide", "The pier"), (2, "slide", "Costs\n\nI"), (3, "slide", "Who pays"),
    ]  # fmt: skip
    sections = section_texts(extraction)
    assert sections["Notes"] == "Notes\n\nPromise nothing.\n\nAsk the mayor."
    assert sections["The pier"].endswith("Ask the mayor.")
    assert sections["Costs"].endswith("Mole | - | 7")  # what follows has no title, and is not its
    assert (extraction.media_type, extraction.title, extraction.author) == (
        SLIDES,
        "The pier",
        None,
    )
    assert extraction.notes == ()


def test_line_breaks_and_two_columns():
    def build(presentation):
        made = slide(presentation, "Two\vways", layout=TWO_COLUMNS)
        left, right = made.placeholders[1], made.placeholders[2]
        right.text_frame.text = "To mend"
        left.text_frame.text = "To close\vit now"
        left.text_frame.add_paragraph().text = "or later"

    extraction = read_bytes(deck(build), "a.pptx")
    assert extraction.text == "Two ways\n\nTo close\nit now\n\nor later\n\nTo mend"


def test_what_is_hidden_or_empty_is_told():
    def hidden(presentation):
        made = slide(presentation, "Not shown")
        made.element.set("show", "0")
        box(made.shapes, "Pay nobody.", 1, 2).element[0][0].set("hidden", "1")

    extraction = read_bytes(deck(pier, slide, hidden, hidden), "a.pptx")
    assert [page.number for page in extraction.pages] == [1, 3, 4]
    assert extraction.notes == (
        "Hidden in the slide show, but read: slides 3–4.",
        "Hidden on the page, but read: 4 words (“Pay nobody. Pay nobody.”).",
        "Slide 2 has no text (pictures?).",
    )


def test_the_figures_of_a_chart_are_read_as_rows():
    def build(presentation):
        data = CategoryChartData(number_format='#,##0 "€"')
        data.categories = ["Pier", "Mole"]
        data.add_series("2022", (4000, None))
        data.add_series("2023", (5200, 700))
        made = slide(presentation, "Costs").shapes.add_chart(
            XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(5), Inches(3), data
        )
        made.chart.has_title = True
        made.chart.chart_title.text_frame.text = "What it cost"

    assert read_bytes(deck(build), "a.pptx").text == (
        "Costs\n\nWhat it cost\n\n | 2022 | 2023\nPier | 4,000 € | 5,200 €\nMole |  | 700 €"
    )


A = "http://schemas.openxmlformats.org/drawingml/2006/main"
DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
FRAME = f"""<p:graphicFrame xmlns:p="{P}" xmlns:a="{A}"><p:nvGraphicFramePr>
<p:cNvPr id="9" name="d"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>
<p:xfrm><a:off x="0" y="9000000"/><a:ext cx="1" cy="1"/></p:xfrm>
<a:graphic><a:graphicData uri="%s">%s</a:graphicData></a:graphic></p:graphicFrame>"""


def test_the_words_of_a_diagram_are_read_and_objects_told():
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{words}</a:t></a:r></a:p></dgm:t></dgm:pt>"
        for words in ("First ask", "Then pay")
    )
    model = f'<dgm:dataModel xmlns:dgm="{DGM}" xmlns:a="{A}">'
    xml = f"{model}<dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"

    def build(presentation):
        made = slide(presentation, "Steps")
        name = PackURI("/ppt/diagrams/data1.xml")
        part = Part(name, "application/vnd.x+xml", made.part.package, xml.encode())
        relation = made.part.relate_to(part, RT.DIAGRAM_DATA)
        told = f'<dgm:relIds xmlns:dgm="{DGM}" xmlns:r="{R}" r:dm="{relation}"/>'
        made.shapes._spTree.append(parse_xml(FRAME % (DGM, told)))
        made.shapes._spTree.append(parse_xml(FRAME % ("urn:other", "")))

    extraction = read_bytes(deck(build), "a.pptx")
    assert extraction.text == "Steps\n\nFirst ask\n\nThen pay"
    assert extraction.notes == ("Not read: embedded objects or charts on slide 1.",)


def test_text_that_new_programs_show_otherwise_is_read_once():
    def build(presentation):
        tree = slide(presentation, "Sums").shapes
        shape = box(tree, "two and two", 1, 3).element
        old = box(tree, "an old picture", 1, 3).element
        mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
        both = parse_xml(
            f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="a14"/><mc:Fallback/>'
            "</mc:AlternateContent>"
        )
        tree._spTree.append(both)
        both[0].append(shape)
        both[1].append(old)

    assert read_bytes(deck(build), "a.pptx").text == "Sums\n\ntwo and two"


def test_footers_are_read_once_and_numbers_of_slides_never():
    def build(presentation):
        made = slide(presentation, "Costs")
        for index, (kind, words) in enumerate((("ftr", "Source: the board"), ("sldNum", "7"))):
            shape = box(made.shapes, words, 1 + index, 6).element
            shape[0][2].append(parse_xml(f'<p:ph xmlns:p="{P}" type="{kind}" idx="{20 + index}"/>'))

    text = read_bytes(deck(build, build), "a.pptx").text
    assert text == "Costs\n\nSource: the board\n\nCosts"


def test_the_title_is_the_first_slides_or_the_one_that_a_person_gave():
    def build(presentation):
        bare(presentation)
        facts = presentation.core_properties
        facts.title, facts.author = "The pier’s costs", "Ann Holt"

    extraction = read_bytes(deck(build, costs), "a.pptx")
    assert (extraction.title, extraction.author) == ("The pier’s costs", "Ann Holt")


def test_a_slide_show_is_read_like_a_presentation():
    kind = b"presentationml.presentation.main+xml"
    show = replaced(
        deck(pier),
        "[Content_Types].xml",
        lambda xml: xml.replace(kind, b"presentationml.slideshow.main+xml"),
    )
    assert read_bytes(show, "a.ppsx").title == "The pier"


def test_an_empty_deck_is_empty():
    for data in (deck(), deck(slide)):
        with pytest.raises(EmptyDocument):
            read_bytes(data, "a.pptx")


def test_too_many_slides_are_refused_with_the_number(monkeypatch):
    monkeypatch.setattr(slides, "_MOST_SLIDES", 2)
    with pytest.raises(UnreadableDocument, match=r"has 3 slides; at most 2.*Split it"):
        read_bytes(deck(pier, costs, bare), "a.pptx")


def test_a_slide_named_many_times_is_refused():
    def change(xml):
        at = xml.index(b"<p:sldId ")
        named = xml[at : xml.index(b"/>", at) + 2]
        return xml.replace(named, named * 2000)

    with pytest.raises(UnreadableDocument, match="damaged"):
        read_bytes(replaced(deck(pier), "ppt/presentation.xml", change), "a.pptx")


def test_a_deck_that_makes_much_out_of_little_is_refused(monkeypatch):
    monkeypatch.setattr(slides, "_LONGEST_TEXT", 60)
    with pytest.raises(UnreadableDocument, match="would unpack to more than 60 characters"):
        read_bytes(deck(pier), "a.pptx")


LAUGHS = "<!DOCTYPE l [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
)


@pytest.mark.parametrize("kind", ["laughs", "file"])
@pytest.mark.parametrize(
    "member",
    [
        "ppt/slides/slide1.xml",
        "ppt/notesSlides/notesSlide1.xml",
        "ppt/presentation.xml",
        "docProps/core.xml",
        "_rels/.rels",
    ],
)
def test_entities_are_not_resolved(member, kind, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words", encoding="utf-8")
    head, entity = LAUGHS, "&a11;"
    if kind == "file":
        head, entity = f"<!DOCTYPE l [<!ENTITY x SYSTEM '{secret.as_uri()}'>", "&x;"

    def change(content):
        body = content.decode().partition("?>")[2]
        text = "<a:t>" if "<a:t>" in body else ">"
        return (head + "]>" + body.replace(text, text + entity, 2)).encode()

    began = time.perf_counter()
    try:
        told = str(read_bytes(replaced(deck(pier), member, change), "a.pptx"))
    except UnreadableDocument as error:
        told = str(error)
    assert "secret words" not in told
    assert len(told) < 2000
    assert time.perf_counter() - began < 5


WHOLE = deck(pier, costs, bare)


def test_a_damaged_deck_is_refused_in_plain_words_or_read():
    for share in range(1, 12):
        with pytest.raises(UnreadableDocument, match=r"pier\.pptx.*damaged"):
            read_bytes(WHOLE[: len(WHOLE) * share // 12], "pier.pptx")
    dice = random.Random(7)
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        members = [name for name in archive.namelist() if "Layout" not in name]
    for _ in range(60):
        member = dice.choice(members)

        def change(content):
            new = bytearray(content)
            for _ in range(dice.randint(1, 4)):
                new[dice.randrange(len(new))] = dice.randrange(256)
            return bytes(new)

        with contextlib.suppress(UnreadableDocument):
            read_bytes(replaced(WHOLE, member, change), "pier.pptx")


@given(st.data())
def test_no_flipped_bytes_break_the_reader(data):
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(LibraryError):
        read_bytes(bytes(whole), "pier.pptx")


def test_a_search_names_the_slide(tmp_path):
    (tmp_path / "pier.pptx").write_bytes(WHOLE)
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(tmp_path / "pier.pptx")
        (document,) = library.documents()
        assert (document.pages, document.pages_in_words) == (3, "3 slides")
        (passage, *_) = library.search("Who pays")
        asked = next(s for s in passage.sentences if s.place == "slide 3")
        assert (asked.page, asked.section) == (3, None)
        noted = library.text("pier.pptx").index("Promise")
        there = library.shelf.passage("pier.pptx", noted, noted + 7)
        assert (there.place, there.page, there.section) == ("slide 1", 1, "Notes")
