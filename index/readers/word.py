"""Word (.docx) by python-docx: paragraphs, headings and tables in the order of the document."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

import docx
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from index.errors import UnreadableDocument
from index.readers.archive import DAMAGE, refuse_bomb
from index.readers.builder import TextBuilder, collapse
from index.readers.hidden import hidden_note, read_of
from index.readers.office import stated_author, stated_title
from index.sniff import WORD
from index.types import Extraction

__all__ = ["read"]

# What the archive, the package and the XML of a broken file raise. AttributeError, TypeError:
# python-docx met an element that it did not expect.
_DAMAGE = (*DAMAGE, OpcError, etree.Error, AttributeError, TypeError)

_PARAGRAPH, _TABLE, _CONTENT = qn("w:p"), qn("w:tbl"), qn("w:sdtContent")
_WRAPPERS = frozenset({qn("w:sdt"), _CONTENT, qn("w:ins"), qn("w:moveTo"), qn("w:customXml")})
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\u2011",
}
_TEXT = qn("w:t")
_BOX = qn("w:txbxContent")
# Deleted by a tracked change, a second copy for old programs, or another paragraph's text.
_SKIPPED = frozenset(
    {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), _BOX}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_HEADING_STYLE = re.compile(r"(?i)^(?:heading|überschrift|titre|título|titolo) (\d)$")


def read(data: bytes, name: str) -> Extraction:
    """Read a Word document.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        Its text with sections at the headings; tables as rows, footnotes at the end. Text that a
        tracked change deleted is left out.

    Raises:
        UnreadableDocument: the file is damaged, or would unpack to an unreasonable size.
    """
    refuse_bomb(data, name, "Word file")
    parts = _opened(data, name)
    builder = TextBuilder()
    title = _append_blocks(builder, parts.body, parts.styles)
    for notes in parts.notes:
        for note in notes:
            builder.block(" ".join(map(_paragraph_text, note.iter(_PARAGRAPH))))
    return Extraction(
        text=builder.text,
        media_type=WORD,
        title=title or parts.title,
        author=parts.author,
        sections=builder.sections(),
        notes=hidden_note(read_of(*_parted(parts), builder.text)),
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is needed of an opened file."""

    body: etree._Element
    styles: dict[str, str]
    """The name of each style by its identifier."""
    title: str | None
    author: str | None
    notes: tuple[etree._Element, ...]
    """Footnotes and endnotes."""
    hiding: frozenset[str]
    """Identifiers of the styles whose text is not shown."""


def _opened(data: bytes, name: str) -> _Parts:
    try:
        document = docx.Document(io.BytesIO(data))
        facts = document.core_properties
        body = document.element.body
        if body is None:
            raise ValueError("no body")
        return _Parts(
            body=body,
            styles={style.style_id: style.name or "" for style in document.styles},
            title=stated_title(facts.title),
            author=stated_author(facts.author),
            notes=tuple(
                parse_xml(part.blob)
                for part in document.part.package.iter_parts()
                if str(part.partname) in ("/word/footnotes.xml", "/word/endnotes.xml")
            ),
            hiding=_hiding_styles(document.styles.element),
        )
    except _DAMAGE as error:
        raise UnreadableDocument(
            f"“{name}” is a damaged Word file. Open it in Word, save it again, then add it."
        ) from error


def _append_blocks(
    builder: TextBuilder, body: etree._Element, styles: dict[str, str]
) -> str | None:
    """Append the body; returns the paragraph in the style “Title”, if there is one."""
    title = None
    in_list = False
    for element in _blocks(body):
        if element.tag == _TABLE:
            builder.rows(_rows(element))
            continue
        text = _paragraph_text(element)
        style = styles.get(_style_id(element), "")
        level = _HEADING_STYLE.match(style)
        if style == "Title" and text:
            title = title or collapse(text)
            builder.heading(collapse(text), 1)
        elif level:
            builder.heading(collapse(text), int(level[1]))
        elif style.startswith("List Bullet") and text:
            builder.block(f"• {text}", "\n" if in_list else "\n\n")
        else:
            builder.block(text)
        in_list = style.startswith("List Bullet")
        _append_boxes(builder, element)
    return title


def _append_boxes(builder: TextBuilder, paragraph: etree._Element) -> None:
    """Append the text boxes that are anchored in a paragraph."""
    for box in paragraph.iter(_BOX):
        if not _is_skipped(box):
            builder.block("\n".join(filter(None, map(_paragraph_text, box.iter(_PARAGRAPH)))))


def _is_skipped(element: etree._Element) -> bool:
    """Whether an element is within one that is not read."""
    return any(parent.tag in _SKIPPED - {_BOX} for parent in element.iterancestors())


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, also those inside content controls."""
    for child in parent:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _style_id(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val")))


def _paragraph_text(paragraph: etree._Element) -> str:
    """The visible text of a paragraph: links and insertions too, no deletions and no text boxes."""
    return "".join(map(_words_of, _texts(paragraph))).strip()


def _texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The elements of a paragraph that are text or stand for a sign."""
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element.tag in _SKIPPED:
            walk.skip_subtree()
        elif element.tag == _TEXT or element.tag in _SIGNS:
            yield element


def _words_of(element: etree._Element) -> str:
    return _SIGNS.get(element.tag, element.text or "")


def _hiding_styles(styles: etree._Element) -> frozenset[str]:
    """The styles that hide their text, themselves or after the style that they are based on."""
    hides: dict[str, bool] = {}
    bases: dict[str, str] = {}
    for style in styles.iter(qn("w:style")):
        identifier, own = str(style.get(qn("w:styleId"))), _vanishes(style)
        base = style.find(qn("w:basedOn"))
        if own is not None:
            hides[identifier] = own
        elif base is not None:
            bases[identifier] = str(base.get(qn("w:val")))
    for style in bases:
        chain: dict[str, None] = {}
        while style in bases and style not in hides and style not in chain:
            chain[style] = None
            style = bases[style]
        hides |= dict.fromkeys(chain, hides.get(style, False))
    return frozenset(identifier for identifier, is_hiding in hides.items() if is_hiding)


def _vanishes(element: etree._Element) -> bool | None:
    """Whether a run or a style says that its text is hidden; ``None`` where it says nothing."""
    vanish = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return None if vanish is None else vanish.get(qn("w:val")) not in ("0", "false", "off")


def _parted(parts: _Parts) -> tuple[list[str], str]:
    """The texts that the document hides, and all others run together."""
    texts: dict[bool, list[str]] = {True: [], False: []}
    for root in (parts.body, *parts.notes):
        for paragraph in itertools.filterfalse(_is_skipped, root.iter(_PARAGRAPH)):
            in_style = _style_id(paragraph) in parts.hiding
            words = [
                (_is_hidden(each, parts.hiding, in_style), _words_of(each))
                for each in _texts(paragraph)
            ]
            for is_hidden, group in itertools.groupby(words, key=itemgetter(0)):
                texts[is_hidden].append("".join(word for _, word in group))
    return texts[True], "".join(texts[False])


def _is_hidden(text: etree._Element, hiding: frozenset[str], in_style: bool) -> bool:
    run = text.getparent()
    style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
    own = _vanishes(run)
    if own is None and style is not None:
        own = True if style.get(qn("w:val")) in hiding else None
    return in_style if own is None else own


def _rows(table: etree._Element) -> list[list[str]]:
    """The cells of a table, merged ones once; a table within a cell is read as its words."""
    rows = []
    for row in table.iterchildren(qn("w:tr")):
        cells = []
        for cell in _cells(row):
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merge is not None and merge.get(qn("w:val")) != "restart"
            words = " ".join(_paragraph_text(paragraph) for paragraph in cell.iter(_PARAGRAPH))
            cells.append("" if goes_on else collapse(words))
        rows.append(cells)
    return rows


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _cells(child)
