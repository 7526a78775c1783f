"""Sets the PDF and the Word sample from their sources: ``python docs/samples-src/build.py``.

Needs the packages of ``requirements-dev.txt``. The same sources give the same bytes.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

SOURCES = Path(__file__).parent
SAMPLES = SOURCES.parents[1] / "samples"
SECOND = datetime.datetime(2025, 6, 30, 12, 0, 0)

_BODY = ParagraphStyle(
    "body", fontName="Times-Roman", fontSize=10.5, leading=14, alignment=TA_JUSTIFY, spaceAfter=7
)
_STYLES = {
    "title": ParagraphStyle("title", fontName="Times-Bold", fontSize=20, leading=24, spaceAfter=12),
    "heading": ParagraphStyle(
        "heading", fontName="Times-Bold", fontSize=13, leading=17, spaceBefore=8, spaceAfter=6
    ),
    "paragraph": _BODY,
}


def blocks(source: str) -> Iterator[tuple[str, str | list[list[str]]]]:
    """The parts of a source: ``title``, ``heading``, ``paragraph`` (text) or ``table`` (rows)."""
    for block in source.strip().split("\n\n"):
        if block.startswith("# "):
            yield "title", block[2:]
        elif block.startswith("## "):
            yield "heading", block[3:]
        elif block.startswith("|"):
            rows = [line.strip("| ").split(" | ") for line in block.splitlines()]
            yield "table", [row for row in rows if not row[0].startswith("-")]
        else:
            yield "paragraph", " ".join(block.splitlines())


def build_pdf(source: str) -> bytes:
    """A PDF of several pages with a running header and page numbers."""
    parts = list(blocks(source))
    title = next(content for kind, content in parts if kind == "title")
    story: list[Flowable] = []
    for kind, content in parts:
        if kind == "table":
            grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.grey)]
            story += [Table(content, style=grid), Spacer(1, 4 * mm)]
        else:
            story.append(Paragraph(content, _STYLES[kind]))

    def furnish(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("Times-Italic", 8)
        canvas.drawString(18 * mm, 200 * mm, title)
        canvas.drawCentredString(74 * mm, 10 * mm, f"Page {document.page}")

    buffer = io.BytesIO()
    template = SimpleDocTemplate(
        buffer, pagesize=A5, title=title, author="Ottilie Graves", invariant=1
    )
    template.leftMargin = template.rightMargin = 18 * mm
    template.build(story, onFirstPage=furnish, onLaterPages=furnish)
    return buffer.getvalue()


def build_word(source: str) -> bytes:
    """A Word document with real headings and a real table."""
    document = docx.Document()
    facts = document.core_properties
    facts.author, facts.title, facts.comments = "Linnea Forsgate", "", ""
    facts.created = facts.modified = SECOND
    for kind, content in blocks(source):
        if kind == "title":
            document.add_heading(content, level=0)
        elif kind == "heading":
            document.add_heading(content, level=1)
        elif kind == "paragraph":
            document.add_paragraph(content)
        else:
            table = document.add_table(rows=0, cols=len(content[0]), style="Table Grid")
            for row in content:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
    buffer = io.BytesIO()
    document.save(buffer)
    return undated(buffer.getvalue())


def undated(archive: bytes) -> bytes:
    """The same archive with every member dated alike, so that two builds are equal."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, SECOND.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return buffer.getvalue()


if __name__ == "__main__":
    report = (SOURCES / "commission-report.md").read_text(encoding="utf-8")
    (SAMPLES / "commission-report.pdf").write_bytes(build_pdf(report))
    study = (SOURCES / "low-water-costs.md").read_text(encoding="utf-8")
    (SAMPLES / "low-water-costs.docx").write_bytes(build_word(study))
