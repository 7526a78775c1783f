"""HTML by trafilatura: the article without the navigation, the cookie notice and the footer."""

from __future__ import annotations

import datetime
import re

import trafilatura
from lxml import etree

from index.encoding import decode
from index.errors import EmptyDocument
from index.readers.builder import TextBuilder
from index.readers.elements import append_elements, visible_text
from index.readers.hidden import hidden_note, read_of
from index.readers.hidden_html import parted
from index.readers.text import same_length_text
from index.readers.whole_page import pruned
from index.sniff import HTML
from index.types import Extraction

__all__ = ["declared_encoding", "read"]

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096
# Beyond this, finding the article takes minutes; the whole page is taken instead.
_LARGEST_SIFTED = 5_000_000
_SHORT_ARTICLE = 500
_CLUTTER = (
    "//script|//style|//noscript|//template|//nav|//aside|//footer|//form|//iframe|//svg|//head"
    "|//button|//select|//*[@hidden or @aria-hidden='true']"
    "|//*[contains(translate(@style, ' ', ''), 'display:none')]"
)
_PARAGRAPH_CHARACTERS = 60


def read(data: bytes, name: str) -> Extraction:
    """Read a web page: its main article, or its whole text where no article stands out.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        The article with headings as sections; tables as rows, lists with their points.

    Raises:
        EmptyDocument: the page holds no text.
    """
    decoded, note = decode(data, declared_encoding(data))
    source = same_length_text(decoded)
    page = trafilatura.load_html(source)
    if page is None:
        raise EmptyDocument(f"“{name}” is a web page without text. Save the page again, complete.")
    facts = trafilatura.extract_metadata(
        page, date_config={"extensive_search": False, "original_date": True}
    )
    whole = pruned(page, _CLUTTER)
    heading = _headline(whole, facts.sitename)
    builder = _article_or_page(source, whole, heading)
    hidden, seen = parted(page)
    return Extraction(
        text=builder.text,
        media_type=HTML,
        title=heading or facts.title or None,
        author=facts.author or None,
        publisher=facts.sitename or None,
        date=_date(facts.date),
        sections=builder.sections(),
        notes=(*((note,) if note else ()), *hidden_note(read_of(hidden, seen, builder.text))),
    )


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a web page names itself, if any."""
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    return next(filter(None, declared.groups())).decode("ascii") if declared else None


def _headline(page: etree._Element, site: str | None) -> str:
    """The heading of the article; empty where only the name of the site is set as a heading."""
    inside = [*page.xpath("//article//h1"), *page.xpath("//main//h1")]
    found = [visible_text(element) for element in inside or page.iter("h1")]
    return found[0] if inside or (len(found) == 1 and found[0] != site) else ""


def _article_or_page(source: str, whole: etree._Element, title: str) -> TextBuilder:
    """The sifted article, unless it leaves out what the page itself marks as its text."""
    article = TextBuilder()
    body = _sifted_body(source)
    if body is not None:
        append_elements(article, body, title)
    containers = [*whole.iter("article")] or [*whole.iter("main")]
    if len(containers) == 1:
        complete = article.length and _share_lost(containers[0], article.text) <= 0.05
        return article if complete else _walked(containers[0], title)
    if article.length >= _SHORT_ARTICLE:
        return article
    everything = _walked(whole, title)
    sifted_well = article.length >= 0.4 * _SHORT_ARTICLE and everything.length > 3 * article.length
    return article if sifted_well else everything


def _share_lost(container: etree._Element, kept: str) -> float:
    """The share of a container's longer paragraphs that is missing from the sifted text."""
    kept = _unspaced(kept)
    paragraphs = [_unspaced("".join(element.itertext())) for element in container.iter("p")]
    paragraphs = [text for text in paragraphs if len(text) > _PARAGRAPH_CHARACTERS]
    whole = sum(map(len, paragraphs))
    absent = sum(len(text) for text in paragraphs if text not in kept)
    return max(absent, whole - len(kept)) / max(1, whole)


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _walked(element: etree._Element, title: str) -> TextBuilder:
    builder = TextBuilder()
    append_elements(builder, element, title)
    return builder


def _sifted_body(source: str) -> etree._Element | None:
    if len(source) > _LARGEST_SIFTED:
        return None
    found = trafilatura.bare_extraction(
        source,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        favor_recall=True,
    )
    return found.body if isinstance(found, trafilatura.settings.Document) else None


def _date(value: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((value or "")[:10])
    except ValueError:
        return None
