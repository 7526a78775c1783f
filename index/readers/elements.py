"""Walks a tree of HTML elements, or of trafilatura's, and grows the text that a reader sees."""

from __future__ import annotations

from lxml import etree

from index.readers.builder import TextBuilder, collapse

__all__ = ["append_elements", "visible_text"]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "list"})
_ITEMS = frozenset({"li", "item"})
_CELLS = frozenset({"td", "th", "cell"})
_ROWS = frozenset({"tr", "row"})
_BLOCKS = frozenset(
    "ab address article blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure fw head header hgroup hr html legend main p pre quote search section "
    "summary table".split()
) | _HEADINGS.keys() | _LISTS | _ITEMS | _CELLS | _ROWS  # fmt: skip
# A table with one of these in its cells only arranges a page.
_LAYOUT = ("p", "div", "h1", "h2", "h3", "ul", "ol", "table", "list", "head")
_LINE_BREAK = "\u2028"  # stands for <br> until its paragraph is closed and white space collapsed


def visible_text(element: etree._Element | None) -> str:
    """All text under an element on one line; empty for ``None``."""
    return "" if element is None else collapse("".join(element.itertext()))


def append_elements(
    builder: TextBuilder, root: etree._Element, title: str, *, marks_quotations: bool = False
) -> None:
    """Append the text under an element: paragraphs, headings, points of lists, rows of tables.

    Args:
        builder: The text to grow.
        root: An element of HTML or of trafilatura's result (``head``, ``list``, ``quote``, …).
        title: The page's own title, put on top where no heading of the tree says it.
        marks_quotations: Whether a ``>`` stands before each paragraph that is quoted, as in mails.
    """
    if title and not any(visible_text(element) == title for element in root.iter("h1", "head")):
        builder.heading(title, 1)
    walk = _Walk(builder, marks_quotations)
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if event == "start" and element.tag == "table" and _holds_data(element):
            walk.flush()
            builder.rows(_rows(element), walk.marks)
            events.skip_subtree()
        elif event == "start":
            walk.open(element)
        else:
            if event == "end":
                walk.close(element)
            if element is not root and element.tail:
                walk.inline.append(element.tail)
    walk.flush()


class _Walk:
    """The paragraph under way and the lists that are open."""

    def __init__(self, builder: TextBuilder, marks_quotations: bool) -> None:
        self.inline: list[str] = []
        self._marks_quotations = marks_quotations
        self._quotations = 0
        self._builder = builder
        self._lists: list[int | None] = []  # the next number of each; None for bullets
        self._marker = ""
        self._is_first_point = False

    @property
    def marks(self) -> str:
        """What stands before a paragraph here: one mark for each quotation that it is within."""
        return ">" * self._quotations + " " if self._quotations else ""

    def open(self, element: etree._Element) -> None:
        """Begin an element: what stood before a block is a paragraph of its own."""
        tag = element.tag
        if tag in _BLOCKS:
            self.flush()
        if tag == "blockquote" and self._marks_quotations:
            self._quotations += 1
        if tag in _LISTS:
            self._lists.append(1 if tag == "ol" or element.get("rend") == "ol" else None)
            self._is_first_point = len(self._lists) == 1
        elif tag in _ITEMS:
            self._open_item()
        elif tag in ("br", "lb"):
            self.inline.append(_LINE_BREAK)
        self.inline.append(element.text or "")

    def close(self, element: etree._Element) -> None:
        """End an element: a block's text is complete."""
        tag = element.tag
        if tag in _HEADINGS:
            self.flush(heading=_HEADINGS[tag])
        elif tag == "head":
            rank = (element.get("rend") or "h2")[1:]
            self.flush(heading=int(rank) if rank.isdigit() else 2)
        elif tag in _BLOCKS:
            self.flush(verbatim=tag == "pre")
        if tag == "blockquote" and self._quotations:
            self._quotations -= 1
        if tag in _LISTS and self._lists:
            self._lists.pop()
            self._marker = ""

    def flush(self, heading: int | None = None, *, verbatim: bool = False) -> None:
        """Append what has been collected, as a heading or as a paragraph."""
        raw = "".join(self.inline)
        self.inline.clear()
        lines = raw.split("\n") if verbatim else map(collapse, raw.split(_LINE_BREAK))
        text = "\n".join(line for line in lines if line.strip())
        if not text:
            return
        if heading is not None:
            self._builder.heading(collapse(text), heading)
        else:
            follows_on = self._marker and not self._is_first_point
            marks = "" if follows_on else self.marks
            self._builder.block(marks + self._marker + text, "\n" if follows_on else "\n\n")
            if self._marker:
                self._marker, self._is_first_point = "", False

    def _open_item(self) -> None:
        number = self._lists[-1] if self._lists else None
        indent = "  " * max(0, len(self._lists) - 1)
        self._marker = indent + ("• " if number is None else f"{number}. ")
        if number is not None:
            self._lists[-1] = number + 1


def _holds_data(table: etree._Element) -> bool:
    """Whether a table has cells, and in them text rather than parts of a page."""
    cells = list(table.iter(*_CELLS))
    return bool(cells) and all(next(cell.iter(*_LAYOUT), None) is None for cell in cells)


def _rows(table: etree._Element) -> list[list[str]]:
    captions = [[visible_text(caption)] for caption in table.iter("caption")]
    rows = [[visible_text(cell) for cell in row.iter(*_CELLS)] for row in table.iter(*_ROWS)]
    return captions + rows
