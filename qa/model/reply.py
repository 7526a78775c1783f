"""A language model's reply, token by token, as claims and gaps. Pure: no model, no passages.

The protocol is one statement a line, each ending with sentence labels such as ``[3.2][4.1]``.
Models keep to it loosely, so the reader forgives numbered lists, bold type, headings, fences,
thoughts and plain prose. It never repairs what matters: a claim without labels stays without.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qa.types import Claim, Draft, Label

__all__ = ["NotStated", "ReplyParser", "parse_reply"]


@dataclass(frozen=True, slots=True)
class NotStated:
    """A part of the question that the model says the passages do not answer. Unverified."""

    text: str


Item = Claim | NotStated

WHOLE_QUESTION = "what was asked"
"""What is not stated where a model says so of nothing in particular."""

_NUMBER = r"\d{1,3}(?:\.\d{1,3})?"
_RANGE = rf"{_NUMBER}(?:\s?[-–]\s?{_NUMBER})?"
_NAMED = rf"(?:(?:passage|sentence|source|label)s?\s{{1,2}})?{_RANGE}"
_GROUP = (
    rf"\\?[\[【]\s{{0,3}}{_NAMED}(?:\s{{0,3}}[,;]\s{{0,3}}{_NAMED})*\s{{0,3}}\\?[\]】]"
    r"(?:\((?=[^()\s]{0,40}[:/#])[^()\s]{0,400}\))?"  # a label that was made a link
)
_RUN = re.compile(rf"{_GROUP}(?:[\s,;]{{0,3}}{_GROUP})*", re.IGNORECASE)
_LINK = re.compile(r"\([^()]*\)")
_PART = re.compile(rf"({_NUMBER})(?:\s?[-–]\s?({_NUMBER}))?")
_CUT_LABEL = re.compile(r"\s{0,3}\\?[\[【][\d.,;\s–-]{0,40}$")

_BRACES = re.compile(r"\{[^{}]{0,300}\}")

_THOUGHT = re.compile(r"<(/?)(?:think|thinking|reasoning|reflection)>", re.IGNORECASE)
_BULLET = re.compile(r"[ \t]{0,12}(?:>[ \t]{0,3}){0,3}(?:[-*•–—+]|\(?\d{1,3}[.)])[ \t]{1,8}")
_BLOCKQUOTE = re.compile(r"[ \t]{0,12}(?:>[ \t]{0,3}){1,3}")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s|\s{0,3}(?:\*\*|__)[^*_]{1,200}(?<![.!?])(?:\*\*|__)$")
_FENCE_OR_RULE = re.compile(r"\s{0,12}(?:```|~~~)|\s{0,3}([-*_=])(?:\s{0,3}\1){2,200}$")
_BOLD = re.compile(r"\*\*+|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)")
_GAP = re.compile(r"not[ _]stated(?: in [^:]{1,40}(?=:))?\s{0,3}(?:[:\-–—.]\s{0,3}|$)", re.I)
_CLOSERS = " .!?;:,\"'”’»)"
_STOP_BEFORE = re.compile(r"[.!?…][\"'”’»)]{0,3}\s{0,3}$")
_STOP_AFTER = re.compile(r"\s{0,3}[.!?][\"'”’»)]{0,3}(?=\s|$)|[\s.!?;:,\"'”’»)]{0,8}$")
_SENTENCE_START = re.compile(r"\s{1,3}[\"'“‘«(]?(?:[^\W\d_]|\d)")
_LONGEST_RANGE = 12


@dataclass(slots=True)
class ReplyParser:
    """A state machine over the pieces of a reply; the same claims however it is cut.

    A claim is given out when its line ends with its labels, or when the next statement starts.
    Work is linear in the length of the reply.
    """

    _line: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _thinking: bool = False

    def feed(self, token: str) -> tuple[Item, ...]:
        """Take the next piece of the reply; give out what it completed."""
        items: list[Item] = []
        head, *lines = token.split("\n")
        self._line.append(head)
        for line in lines:
            items += self._end_line()
            self._line.append(line)
        return tuple(items)

    def close(self) -> tuple[Item, ...]:
        """The reply is over, or broke off: give out what was still open."""
        return (*self._end_line(), *self._end_claim())

    def _end_line(self) -> tuple[Item, ...]:
        line = self._without_thoughts("".join(self._line)).rstrip()
        self._line.clear()
        content, bulleted = _strip_bullet(line)
        gap = _GAP.match(content)
        if gap:
            return (*self._end_claim(), _gap(content[gap.end() :]))
        if _says_nothing(line):
            return self._end_claim()
        before = self._end_claim() if bulleted or self._is_over(content) else ()
        self._open.append(content)
        return (*before, *self._end_claim()) if _ends_with_labels(content) else before

    def _is_over(self, content: str) -> bool:
        """Whether the open claim ended with its line: only its labels may stand on the next."""
        return bool(self._open and _STOP_BEFORE.search(self._open[-1][-8:])) and not _RUN.match(
            content
        )

    def _end_claim(self) -> tuple[Item, ...]:
        text = " ".join(self._open)
        self._open.clear()
        return _claims(text)

    def _without_thoughts(self, line: str) -> str:
        kept: list[str] = []
        at = 0
        for tag in _THOUGHT.finditer(line):
            if not self._thinking:
                kept.append(line[at : tag.start()])
            self._thinking = not tag[1]
            at = tag.end()
        if not self._thinking:
            kept.append(line[at:])
        return "".join(kept)


def parse_reply(text: str, *, complete: bool = True) -> Draft:
    """A whole reply at once.

    Args:
        text: What the model wrote.
        complete: Whether the reply came to its end.
    """
    parser = ReplyParser()
    items = (*parser.feed(text), *parser.close())
    return Draft(
        claims=tuple(item for item in items if isinstance(item, Claim)),
        not_stated=tuple(item.text for item in items if isinstance(item, NotStated)),
        complete=complete,
    )


def _strip_bullet(line: str) -> tuple[str, bool]:
    """The line without its list mark and bold type, and whether it starts a statement."""
    mark = _BULLET.match(line)
    rest = line[mark.end() :] if mark else _BLOCKQUOTE.sub("", line, count=1)
    return _BOLD.sub("", rest).strip(), mark is not None


def _says_nothing(line: str) -> bool:
    """Whether a line is blank, a fence, a rule, or a heading."""
    if not line or _FENCE_OR_RULE.match(line):
        return True
    return bool(_HEADING.match(line)) and not _RUN.search(line)


def _gap(text: str) -> NotStated:
    bare = _CUT_LABEL.sub("", _RUN.sub("", text)).strip(" .")
    return NotStated(bare or WHOLE_QUESTION)


def _ends_with_labels(content: str) -> bool:
    end = max((run.end() for run in _RUN.finditer(content)), default=None)
    return end is not None and not content[end:].strip(_CLOSERS)


def _claims(text: str) -> tuple[Claim, ...]:
    """The claims of a paragraph: labels at the end of a sentence end a claim, others do not."""
    claims: list[Claim] = []
    words: list[str] = []
    labels: list[Label] = []
    at = 0
    for run in _RUN.finditer(text):
        words.append(text[at : run.start()])
        labels += _labels(run[0])
        at = run.end()
        stop = _STOP_AFTER.match(text, at)
        if words != [""] and (stop or _new_sentence(text, run.start(), at)):
            words.append(text[at : stop.end()] if stop else "")
            claims += _claim(words, labels)
            words, labels, at = [], [], stop.end() if stop else at
    return (*claims, *_claim([*words, text[at:]], labels))


def _new_sentence(text: str, start: int, end: int) -> bool:
    """Whether the labels at ``start`` to ``end`` stand between two sentences."""
    following = _SENTENCE_START.match(text, end)
    if not following or not _STOP_BEFORE.search(text[max(start - 8, 0) : start]):
        return False
    first = following[0][-1]
    return first.isdigit() or first.upper() == first


def _claim(words: list[str], labels: list[Label]) -> tuple[Claim, ...]:
    """One claim, or none where nothing is said: a stray full stop, a lead-in such as "Here is:"."""
    text = _tidy("".join(words))
    lead_in = text.endswith(":") and not labels
    if lead_in or not any(char.isalnum() for char in text):
        return ()
    return (Claim(text=text, labels=tuple(dict.fromkeys(labels))),)


def _tidy(text: str) -> str:
    """White space folded, no space before a full stop that followed labels, no speakers in braces.

    In braces our prompt names who says a sentence; a model that copies them says nothing by it.
    """
    joined = " ".join(_BRACES.sub("", _CUT_LABEL.sub("", text)).split())
    return re.sub(r"\s([.,;:!?])(?=\s|$)", r"\1", joined)


def _labels(run: str) -> list[Label]:
    labels: list[Label] = []
    for part in _PART.finditer(_LINK.sub("", run)):
        labels += _range(_label(part[1]), _label(part[2] or part[1]))
    return labels


def _label(text: str) -> Label:
    passage, _, sentence = text.partition(".")
    return Label(int(passage), int(sentence) if sentence else None)


def _range(first: Label, last: Label) -> list[Label]:
    """``[3.2-3.4]`` and ``[3.2-4]``: sentences 2 to 4 of passage 3; others are their two ends."""
    if first == last:
        return [first]
    end = last.passage if last.sentence is None else last.sentence
    within = last.sentence is None or last.passage == first.passage
    if first.sentence is None or not within or not 0 <= end - first.sentence < _LONGEST_RANGE:
        return [first, last]
    return [Label(first.passage, number) for number in range(first.sentence, end + 1)]
