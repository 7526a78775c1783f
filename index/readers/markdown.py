"""Markdown by markdown-it-py: rendered to the plain text that a reader would see."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Callable, Iterable

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.encoding import decode
from index.readers.builder import TextBuilder, collapse
from index.readers.text import same_length_text
from index.sniff import MARKDOWN
from index.types import Extraction

__all__ = ["front_matter_end", "outline", "read"]

# Beyond this the parser's tokens would fill the memory (about 100 bytes for each character).
_LARGEST_RENDERED = 4_000_000
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.{0,20000}?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.M)
_FIELD = re.compile(r"^([A-Za-z_]+)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_HIDDEN = re.compile(r"(?is)<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_NEW_LINE = re.compile(r"(?i)<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>")
_PUBLISHER_FIELDS = ("publisher", "outlet", "source", "site", "publication")


def read(data: bytes, name: str) -> Extraction:
    """Read Markdown: marks are dropped, headings become sections, front matter becomes metadata.

    Args:
        data: The file's bytes.
        name: The file's name; unused, since any text is valid Markdown.

    Returns:
        The text as a person would read it. A file of more than four million characters is taken
        as it stands, and a note says so.
    """
    decoded, note = decode(data)
    source = same_length_text(decoded)
    fields, body = _front_matter(source)
    builder = TextBuilder()
    notes = [note] if note else []
    if len(body) > _LARGEST_RENDERED:
        builder.block(body)
        notes.append("Too long to be rendered: its Markdown marks are part of the text.")
    else:
        parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
        _Renderer(builder).render(parser.parse(body))
    sections = builder.sections()
    headings = [section.heading for section in sections if section.level == 1]
    return Extraction(
        text=builder.text,
        media_type=MARKDOWN,
        title=fields.get("title") or (headings[0] if headings else None),
        author=fields.get("author") or fields.get("authors"),
        publisher=next((fields[key] for key in _PUBLISHER_FIELDS if key in fields), None),
        place=fields.get("place") or fields.get("location"),
        date=_date(fields.get("date", "")),
        sections=sections,
        notes=tuple(notes),
    )


def outline(body: str) -> tuple[tuple[str, int, int], ...]:
    """The blocks of Markdown that are no plain prose, by their lines.

    Args:
        body: Markdown without front matter.

    Returns:
        ``"quotation"`` (a block quote, the outermost), ``"fence"`` or ``"indented"`` (code), each
        with its first line and the line after its last, counted from 0.
    """
    kinds = {"blockquote_open": "quotation", "fence": "fence", "code_block": "indented"}
    found: list[tuple[str, int, int]] = []
    quoted_until = 0
    for token in MarkdownIt("commonmark").parse(body):
        kind = kinds.get(token.type)
        if kind is None or token.map is None:
            continue
        first, last = token.map
        if kind == "quotation" and first < quoted_until:
            continue
        if kind == "quotation":
            quoted_until = last
        found.append((kind, first, last))
    return tuple(found)


def front_matter_end(source: str) -> int:
    """Where the text begins behind the front matter; 0 without one."""
    return len(source) - len(_front_matter(source)[1])


def _front_matter(source: str) -> tuple[dict[str, str], str]:
    """The flat fields of a YAML block at the top, and what follows it."""
    match = _FRONT_MATTER.match(source)
    if match is None or not _FIELD.search(match[1]):
        return {}, source
    fields = {key.lower(): _scalar(value) for key, value in _FIELD.findall(match[1])}
    return {key: value for key, value in fields.items() if value}, source[match.end() :]


def _scalar(value: str) -> str:
    """A YAML value as text: quotation marks off, the members of a list joined by commas."""
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(filter(None, (_scalar(item.strip()) for item in value[1:-1].split(","))))
    for quote in "\"'":
        if len(value) > 1 and value[0] == value[-1] == quote:
            return value[1:-1].replace(quote * 2, quote).replace(f"\\{quote}", quote)
    return "" if value in {"|", ">", "null", "~"} else value


def _date(value: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value[:10])
    except ValueError:
        return None


class _Renderer:
    """Walks the parser's tokens and grows the text."""

    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._lists: list[int | None] = []  # the next number of each open list; None for bullets
        self._marker = ""
        self._is_first_point = False
        self._heading: int | None = None
        self._rows: list[list[str]] = []
        self._in_table = False
        self._handlers: dict[str, Callable[[Token], None]] = {
            "heading_open": self._open_heading,
            "inline": self._inline,
            "fence": self._code,
            "code_block": self._code,
            "html_block": self._html,
            "bullet_list_open": lambda _: self._open_list(None),
            "ordered_list_open": lambda token: self._open_list(int(token.attrs.get("start", 1))),
            "bullet_list_close": lambda _: self._close_list(),
            "ordered_list_close": lambda _: self._close_list(),
            "list_item_open": lambda _: self._open_item(),
            "tr_open": lambda _: self._rows.append([]),
            "table_open": lambda _: self._open_table(),
            "table_close": lambda _: self._close_table(),
        }

    def render(self, tokens: Iterable[Token]) -> None:
        """Append all tokens to the builder."""
        for token in tokens:
            handler = self._handlers.get(token.type)
            if handler is not None:
                handler(token)

    def _open_heading(self, token: Token) -> None:
        self._heading = int(token.tag[1:])

    def _inline(self, token: Token) -> None:
        text = _inline_text(token.children or [])
        if self._in_table:
            self._rows[-1].append(collapse(text))
        elif self._heading is not None:
            self._builder.heading(collapse(text), self._heading)
            self._heading = None
        else:
            self._block(text)

    def _code(self, token: Token) -> None:
        self._block(token.content.rstrip("\n"))

    def _html(self, token: Token) -> None:
        text = _NEW_LINE.sub("\n", _HIDDEN.sub("", token.content))
        lines = (collapse(line) for line in _strip_tags(text).split("\n"))
        self._block("\n".join(filter(None, lines)))

    def _open_item(self) -> None:
        number = self._lists[-1]
        self._marker = "  " * (len(self._lists) - 1) + ("• " if number is None else f"{number}. ")
        if number is not None:
            self._lists[-1] = number + 1

    def _open_list(self, number: int | None) -> None:
        self._lists.append(number)
        self._is_first_point = len(self._lists) == 1

    def _close_list(self) -> None:
        self._lists.pop()
        self._marker = ""

    def _open_table(self) -> None:
        self._rows, self._in_table = [], True

    def _close_table(self) -> None:
        self._in_table = False
        self._builder.rows(self._rows)

    def _block(self, text: str) -> None:
        if not text.strip():
            return
        follows_on = self._marker and not self._is_first_point
        self._builder.block(self._marker + text, "\n" if follows_on else "\n\n")
        if self._marker:
            self._marker, self._is_first_point = "", False


def _inline_text(children: Iterable[Token]) -> str:
    pieces = []
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            pieces.append(child.content)
        elif child.type == "softbreak":
            pieces.append(" ")
        elif child.type == "hardbreak":
            pieces.append("\n")
        elif child.type == "image":
            pieces.append(_inline_text(child.children or []))
        elif child.type == "html_inline" and _NEW_LINE.match(child.content):
            pieces.append("\n")
    return "".join(pieces).strip()


def _strip_tags(text: str) -> str:
    return html.unescape(_TAG.sub("", text))
