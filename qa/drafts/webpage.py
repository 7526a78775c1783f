"""An HTML draft as its reader sees it; unlike a document, a draft is read whole."""

from __future__ import annotations

import html
from html.parser import HTMLParser

from qa.drafts.text import DraftText, DraftTextBuilder, line_starts

__all__ = ["read_webpage"]

_UNSEEN = frozenset("script style head template noscript del s strike select svg".split())
_CODE = frozenset("pre code kbd samp tt".split())
_BLOCKS = frozenset(
    """address article aside blockquote body center dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table td th tr
    ul""".split()
)


def read_webpage(source: str) -> DraftText:
    """Read a page: all its text, ``<blockquote>`` as block quotes, ``<q>`` between marks."""
    reader = _Reader(source)
    reader.feed(source)
    reader.close()
    return reader.read()


class _Reader(HTMLParser):
    """Walks a page tag by tag; where each word stands is known all along."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = line_starts(source)
        self._builder = DraftTextBuilder(source)
        self._unseen: list[str] = []
        self._code: list[tuple[str, int]] = []
        self._quoted: list[int] = []

    def read(self) -> DraftText:
        """The whole text, elements that were never closed included."""
        if self._quoted:
            self._builder.mark_block(self._quoted[0])
        return self._builder.built()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if tag in _UNSEEN:
            self._unseen.append(tag)
        if tag in _BLOCKS:
            self._show("\n\n", step=0)
        if tag == "br":
            self._show("\n", step=0)
        if tag == "q":
            self._show("“", step=0)
        if tag in _CODE:
            self._code.append((tag, self._builder.length))
        if tag == "blockquote":
            self._quoted.append(self._builder.length)

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                pass
        if tag == "q":
            self._show("”", step=0)
        if self._code and self._code[-1][0] == tag:
            self._builder.mark_code(self._code.pop()[1])
        if tag == "blockquote" and self._quoted:
            start = self._quoted.pop()
            if not self._quoted:
                self._builder.mark_block(start)
        if tag in _BLOCKS:
            self._show("\n\n", step=0)

    def handle_data(self, data: str) -> None:
        """Text; its line ends are mere spaces, kept since words may be hyphenated there."""
        self._show(data)

    def handle_entityref(self, name: str) -> None:
        """A named character."""
        self._show(html.unescape(f"&{name};"), step=0)

    def handle_charref(self, name: str) -> None:
        """A numbered character."""
        self._show(html.unescape(f"&#{name};"), step=0)

    def _show(self, text: str, step: int = 1) -> None:
        if self._unseen:
            return
        line, column = self.getpos()
        if step and "\n\n" in text.replace(" ", "").replace("\t", "").replace("\r", ""):
            # Blank lines of the file are no paragraphs of the page.
            text = "".join(" " if char in "\r\n" else char for char in text)
        self._builder.append(text, self._lines[line - 1] + column, step)
