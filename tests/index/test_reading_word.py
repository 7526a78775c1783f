"""Word documents are read in their order, without what was deleted."""

import io
import zipfile

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from extractions import section_texts
from zipped import replaced

from index.errors import EmptyDocument, UnreadableDocument
from index.read import read_bytes


def word(build):
    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_word_keeps_the_order_of_its_parts():
    def build(document):
        document.add_heading("Low water", level=0)
        document.add_heading("Costs", level=1)
        paragraph = document.add_paragraph("The board ")
        paragraph.add_run("met").bold = True
        paragraph.add_run(" at noon.\nIt left at one.")
        table = document.add_table(rows=3, cols=3)
        for index, words in enumerate(["A", "B", "C", "1", "2", "3", "4", "5", "6"]):
            table.cell(index // 3, index % 3).text = words
        table.cell(1, 0).merge(table.cell(1, 1)).text = "wide"
        table.cell(1, 2).merge(table.cell(2, 2)).text = "tall"
        document.add_paragraph("one", style="List Bullet")
        document.add_paragraph("two", style="List Bullet")
        document.add_heading("After", level=2)
        document.add_paragraph("The end.")
        document.core_properties.author = "Jane Doe"

    extraction = read_bytes(word(build), "a.docx")
    assert extraction.text == (
        "Low water\n\nCosts\n\nThe board met at noon.\nIt left at one.\n\n"
        "A | B | C\nwide | tall\n4 | 5\n\n• one\n• two\n\nAfter\n\nThe end."
    )
    assert (extraction.title, extraction.author) == ("Low water", "Jane Doe")
    assert section_texts(extraction)["After"] == "After\n\nThe end."


def test_word_reads_insertions_and_links_but_no_deletions():
    def build(document):
        inner = (
            "<w:r><w:t>kept </w:t></w:r><w:ins w:id='1'><w:r><w:t>added </w:t></w:r></w:ins>"
            "<w:del w:id='2'><w:r><w:delText>gone </w:delText></w:r></w:del>"
            "<w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink>"
        )
        paragraph = f"<w:p {nsdecls('w')}>{inner}</w:p>"
        control = f"<w:sdt {nsdecls('w')}><w:sdtContent>{paragraph}</w:sdtContent></w:sdt>"
        document.element.body.insert(0, parse_xml(control))

    assert read_bytes(word(build), "a.docx").text == "kept added linked"


def test_footnotes_and_text_boxes_of_word_are_read_once():
    box = (
        "<w:p {0}><w:r><w:t>Body.</w:t></w:r><w:r><mc:AlternateContent xmlns:mc='http://schemas."
        "openxmlformats.org/markup-compatibility/2006'><mc:Choice Requires='wps'>{1}</mc:Choice>"
        "<mc:Fallback>{1}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    content = "<w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent>"
    note = "<w:footnote><w:p><w:r><w:t>Noted.</w:t></w:r></w:p></w:footnote>"

    def build(document):
        document.element.body.insert(0, parse_xml(box.format(nsdecls("w"), content)))
        name = PackURI("/word/footnotes.xml")
        xml = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>".encode()
        part = Part(name, CT.WML_FOOTNOTES, xml, document.part.package)
        document.part.relate_to(part, RT.FOOTNOTES)

    assert read_bytes(word(build), "a.docx").text == "Body.\n\nBoxed.\n\nNoted."


def test_an_empty_word_file_is_empty():
    with pytest.raises(EmptyDocument):
        read_bytes(word(lambda document: None), "a.docx")


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml"])
def test_a_damaged_word_file_is_refused(part):
    whole = word(lambda document: document.add_paragraph("Words."))
    with pytest.raises(UnreadableDocument, match="damaged"):
        read_bytes(replaced(whole, part, lambda _: b"<broken"), "a.docx")


@pytest.mark.parametrize(("members", "size"), [(1, 150_000_000), (6_000, 1), (3, 90_000_000)])
def test_a_zip_bomb_is_refused_before_it_unpacks(members, size, monkeypatch):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", "<x/>")
        for index in range(members):
            with target.open(f"{index}.xml", "w") as member:
                for start in range(0, size, 1_000_000):
                    member.write(b" " * min(1_000_000, size - start))
    monkeypatch.setattr(docx, "Document", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(UnreadableDocument, match="would unpack"):
        read_bytes(buffer.getvalue(), "a.docx")
