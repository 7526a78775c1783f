"""HTML that is text from top to bottom, such as a mail or a chapter: all that it shows is read."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from index.readers.builder import TextBuilder
from index.readers.elements import append_elements
from index.readers.hidden_html import parted

__all__ = ["append_page", "parse_html", "pruned"]

_SILENT = (
    "//script|//style|//noscript|//template|//head|//svg|//iframe|//*[@hidden]"
    "|//*[contains(translate(@style, ' ', ''), 'display:none')]"
)


def parse_html(source: str) -> etree._Element | None:
    """The tree of a web page; ``None`` where it holds nothing.

    Args:
        source: The page, decoded.

    Raises:
        ValueError: it is nested deeper than any honest page, and would be read in part only.
    """
    # A long exchange of mails nests deeper than the usual 256; there is nothing in HTML that grows.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        page = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except etree.Error:
        page = None
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise ValueError("nested too deep")
    return page


def append_page(
    builder: TextBuilder,
    page: etree._Element,
    title: str = "",
    *,
    marks_quotations: bool = False,
) -> tuple[list[str], str]:
    """Append all that a page shows; nothing is taken for navigation or a footer.

    Args:
        builder: The text to grow.
        page: The page's tree.
        title: Put on top where no heading of the page says it.
        marks_quotations: Whether a ``>`` stands before each paragraph that is quoted, as in mails.

    Returns:
        The texts that the page hides, and all others run together.
    """
    pruned_page = pruned(page, _SILENT)
    append_elements(builder, pruned_page, title, marks_quotations=marks_quotations)
    return parted(page)


def pruned(page: etree._Element, left_out: str) -> etree._Element:
    """A copy of a page without some of its elements; what follows them stays.

    Args:
        page: The page's tree.
        left_out: An XPath to those elements.
    """
    copy = deepcopy(page)
    for element in copy.xpath(left_out):
        parent = element.getparent()
        if parent is None:
            continue
        tail = element.tail or ""
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(element)
    return copy
