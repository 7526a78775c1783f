"""A Markdown draft as its reader sees it: the signs go, block quotes and code are remembered."""

from __future__ import annotations

import html
import re

from index.readers.markdown import front_matter_end, outline
from qa.drafts.text import DraftText, DraftTextBuilder

__all__ = ["read_markdown"]

_QUOTE_SIGN = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}(?=[ \t])")
_CALLOUT = re.compile(r"\[![A-Z]+\]\s*$")
_DEFINITION = re.compile(r"[ \t]{0,3}\[[^\]\n]+\]:\s")
_SIGNS = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`)(?P<inner>[^\n]{1,1000}?)(?<!`)(?P=ticks)(?!`))"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<note>\[\^[^\]\s]{1,60}\])"
    r"|(?P<image>!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\))"
    r"|(?P<opens>\[(?=(?:[^\[\]\n]|\[[^\[\]\n]{0,500}\]){0,1000}\](?:\(|\[)))"
    r"|(?P<closes>\](?:\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}\)|\[[^\]\n]{0,500}\]))"
    r"|(?P<tag><!--.{0,2000}?-->|</?[A-Za-z][^<>\n]*>)"
    # From the beginning of a run only, or a long one is gone through once from each of its stars.
    r"|(?P<star>(?:(?<!\*)|(?<=\\\*))\*++(?=\S)|(?<=[^\s*])\*+)"
    r"|(?P<bar>(?<!\w)_+(?=[^\s_])|(?<=[^\s_])_+(?!\w))"
    r"|(?P<strike>~~)",
    re.DOTALL,
)
_BREAK = re.compile(r"(?i)<br\b")


def read_markdown(source: str, *, indented_is_code: bool) -> DraftText:
    """Read Markdown, line by line, so that every word keeps its place in the file.

    Args:
        source: the file's text.
        indented_is_code: whether indented lines are code, as Markdown has it; in pasted text they
            are mostly paragraphs.
    """
    at = front_matter_end(source)
    body = source[at:]
    kinds = {"quotation": 0, "fence": 1, "indented": 1 if indented_is_code else 2}
    lines = body.split("\n")
    code, quoted, blocks = set[int](), dict[int, int](), 0
    for kind, first, last in outline(body):
        if kinds[kind] == 0:
            blocks += 1
            quoted |= dict.fromkeys(range(first, last), blocks)
        elif kinds[kind] == 1:
            code.update(range(first, last))
    builder = DraftTextBuilder(source)
    block, block_start = 0, 0
    for number, line in enumerate(lines):
        if quoted.get(number, 0) != block:
            if block:
                builder.mark_block(block_start)
            block, block_start = quoted.get(number, 0), builder.length
        _append_line(builder, line, at, is_code=number in code, is_quoted=block > 0)
        at += len(line) + 1
        if at <= len(source):
            builder.append("\n", at - 1)
    if block:
        builder.mark_block(block_start)
    return builder.built()


def _append_line(
    builder: DraftTextBuilder, line: str, at: int, *, is_code: bool, is_quoted: bool
) -> None:
    if is_code:
        start = builder.length
        builder.append(line, at)
        builder.mark_code(start)
        return
    sign = _QUOTE_SIGN.match(line) if is_quoted else None
    begins = sign.end() if sign else 0
    if _DEFINITION.match(line, begins) or (is_quoted and _CALLOUT.match(line, begins)):
        return
    heading = _HEADING.match(line, begins)
    _append_prose(builder, line, at, heading.end() if heading else begins)


def _append_prose(builder: DraftTextBuilder, line: str, at: int, begins: int) -> None:
    done = begins
    for sign in _SIGNS.finditer(line, begins):
        builder.append(line[done : sign.start()], at + done)
        done = sign.end()
        if sign["code"]:
            start = builder.length
            builder.append(sign["inner"], at + sign.start("inner"))
            builder.mark_code(start)
        elif sign["escaped"]:
            builder.append(sign["escaped"], at + sign.start("escaped"))
        elif sign["entity"]:
            builder.append(html.unescape(sign["entity"]), at + sign.start(), step=0)
        elif sign["tag"] and _BREAK.match(sign["tag"]):
            builder.append("\n", at + sign.start())
    builder.append(line[done:], at + done)
