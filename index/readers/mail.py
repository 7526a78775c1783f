"""Mails (.eml) by the standard library: the lines above, the body, and the mails attached."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from email import errors, message_from_bytes
from email.message import Message

from index.errors import UnreadableDocument
from index.readers.builder import TextBuilder, collapse
from index.readers.hidden import hidden_note, read_of
from index.readers.mail_head import ODD, Head, decoded, head_of
from index.readers.mail_start import begun
from index.readers.mail_text import (
    append_html,
    append_plain,
    leniently,
    tells_little,
    tells_otherwise,
)
from index.sniff import MAIL
from index.types import Extraction

__all__ = ["read"]

_MOST_ATTACHED = 50
_DEEPEST = 10
_MOST_PARTS = 10_000
_MOST_LINES = 2_000_000
_MOST_WORK = 50_000_000
"""Lines times the parts that hold parts: what parsing can cost at most, about 6 s."""
_HOLDERS = re.compile(rb"(?im)^content-type:\s*(?:multipart|message)/")
_MAILBOX = re.compile(rb"\r?\n\r?\nFrom [^\r\n]{1,200}\d{4}[^\r\n]{,20}\r?\n[!-9;-~]{1,80}:")
_FOR_MACHINES = re.compile(
    r"application/(?:x-)?(?:pkcs7|pgp)-signature|message/.*-status|text/rfc822-headers"
)
_SEALED = re.compile(r"multipart/encrypted|application/(?:x-)?pkcs7-mime")
_MOST_NAMED = 5
_LONGEST_NAME = 80
_CUT = (
    errors.CloseBoundaryNotFoundDefect,
    errors.StartBoundaryNotFoundDefect,
    errors.InvalidBase64CharactersDefect,
    errors.InvalidBase64LengthDefect,
    errors.InvalidBase64PaddingDefect,
)


def read(data: bytes, name: str) -> Extraction:
    """Read a mail.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        Its subject as a heading, the lines From, To, Cc and Date, and the body: the plain text,
        else the HTML. Each attached mail is a section below. The author is the sender.

    Raises:
        UnreadableDocument: the file is damaged, a whole mailbox, or has more parts than any mail.
    """
    data = begun(data)
    if _costs_much(data):
        raise UnreadableDocument(
            f"“{name}” has more lines or parts than any honest mail. It was not opened. Save what "
            "you need of it in files of their own and add those."
        )
    if data.startswith(b"From ") and _MAILBOX.search(data):
        raise UnreadableDocument(
            f"“{name}” is a mailbox of several mails. Save each as a file (.eml) and add those."
        )
    reading = _Reading()
    try:
        head = reading.message(message_from_bytes(data))
    except ODD as error:
        raise UnreadableDocument(
            f"“{name}” is a damaged mail. Open it in your mail program, save it again as .eml, "
            "then add it."
        ) from error
    return Extraction(
        text=reading.builder.text,
        media_type=MAIL,
        title=head.subject,
        author=head.sender,
        date=head.date,
        sections=reading.builder.sections(),
        notes=reading.told(),
    )


def _costs_much(data: bytes) -> bool:
    """Whether parsing a mail would take minutes, or more memory than there is."""
    parts = data.count(b"\n--") + data.count(b"\r--")
    lines = data.count(b"\n") + data.count(b"\r")
    holders = sum(1 for _ in _HOLDERS.finditer(data))
    return parts > _MOST_PARTS or lines > _MOST_LINES or lines * (1 + holders) > _MOST_WORK


class _Reading:
    """The text under way, and what there is to say about it."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self._notes: dict[str, None] = {}
        self._hidden: list[str] = []
        self._seen: list[str] = []
        self._left: list[str] = []
        self._attached = 0
        self._unread = 0
        self._is_chosen = False
        """Within a choice between plain text and HTML; a choice within it is not weighed again."""

    def message(self, message: Message, depth: int = 1) -> Head:
        """Append a mail as a section, and the mails attached to it as sections within."""
        head = head_of(message)
        self._notes.update(dict.fromkeys(head.notes))
        self.builder.below = 0
        self.builder.heading(head.subject, depth)
        self.builder.block("\n".join(head.lines))
        self._seen += [head.subject, *head.lines]
        self.builder.below = depth
        attached: list[Message] = []
        self._part(message, attached)
        for holder in attached:
            self._attach(holder, depth + 1)
        return head

    def told(self) -> tuple[str, ...]:
        """The notes for a person."""
        if self._left:
            self._notes[_attachment_note(self._left)] = None
        if self._unread:
            self._notes[
                f"Attached mails that were not read: {self._unread}. Of one mail, at most "
                f"{_MOST_ATTACHED} are read, {_DEEPEST} deep. Save the others and add them."
            ] = None
        hidden = read_of(self._hidden, "".join(self._seen), self.builder.text)
        return (*self._notes, *hidden_note(hidden))

    def _part(self, part: Message, attached: list[Message]) -> None:
        """Append what a part says, and collect the mails that it holds."""
        kind = part.get_content_type()
        children = _children(part)
        if kind == "message/rfc822" and children:
            attached.append(part)
        elif _SEALED.fullmatch(kind):
            self._notes[
                "A part of the mail is encrypted or sealed and was not read. Open it in your mail "
                "program, save it without encryption, and add that."
            ] = None
        elif kind == "multipart/alternative":
            self._alternative(children, attached)
        elif kind.startswith("multipart/") and children:
            for child in children:
                self._part(child, attached)
        else:  # of a mail that was cut off, several parts are one text
            self._leaf(part, "text/plain" if kind.startswith("multipart/") else kind)
        if any(isinstance(defect, _CUT) for defect in part.defects):
            self._notes["The mail is damaged or cut off; something of it may be missing."] = None

    def _alternative(self, children: Sequence[Message], attached: list[Message]) -> None:
        """Append one of several forms: the plain text, unless it only stands in for the HTML."""
        plain = [child for child in children if child.get_content_type() == "text/plain"][:1]
        pages = [child for child in children if _is_page(child)][-1:]
        if plain and pages and not self._is_chosen and self._is_stub(plain, pages):
            plain = []
        chosen = plain or pages or list(children[-1:])
        outer, self._is_chosen = self._is_chosen, True
        for child in chosen:
            self._part(child, attached)
        self._is_chosen = outer
        for child in children:
            if child not in chosen:
                self._only_attached(child, attached)

    def _is_stub(self, plain: Sequence[Message], pages: Sequence[Message]) -> bool:
        """Whether a plain text says next to nothing; that it says something else is noted."""
        texts = _text_of(plain), _text_of(pages)
        if tells_little(*texts):
            return True
        if tells_otherwise(*texts):
            self._notes[
                "Its plain text, which was read, says something else than its HTML, which mail "
                "programs show."
            ] = None
        return False

    def _only_attached(self, part: Message, attached: list[Message]) -> None:
        """Collect what is attached to a part whose words are not read."""
        if part.get_content_type() == "message/rfc822":
            attached.append(part)
        elif part.get_content_type().startswith("multipart/"):
            for child in _children(part):
                self._only_attached(child, attached)
        elif leniently(part.get_content_disposition) == "attachment":
            self._leave(part)

    def _leaf(self, part: Message, kind: str) -> None:
        is_attached = leniently(part.get_content_disposition) == "attachment"
        if is_attached or kind not in ("text/plain", "text/html"):
            is_ornament = kind.startswith("image/") and not is_attached
            if not is_ornament and not _FOR_MACHINES.fullmatch(kind):
                self._leave(part)
        elif kind == "text/plain":
            self._seen.append(append_plain(self.builder, part, self._notes))
        else:
            hidden, seen = append_html(self.builder, part, self._notes)
            self._hidden += hidden
            self._seen.append(seen)

    def _leave(self, part: Message) -> None:
        name = leniently(part.get_filename)
        shown = collapse(decoded(name.encode("utf-8", "surrogateescape"), None, {})) if name else ""
        self._left.append(shown[:_LONGEST_NAME] or part.get_content_type())

    def _attach(self, holder: Message, depth: int) -> None:
        self._attached += 1
        held = _held(holder) if self._attached <= _MOST_ATTACHED and depth <= _DEEPEST + 1 else None
        if held is None:
            self._unread += 1
        else:
            self.message(held, depth)


def _is_page(part: Message) -> bool:
    kind = part.get_content_type()
    return kind == "text/html" or kind.startswith("multipart/")


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    if not isinstance(payload, list):
        return []
    return [child for child in payload if isinstance(child, Message)]


def _held(holder: Message) -> Message | None:
    """An attached mail; some programs encode it, which the parser takes for its body."""
    inner = _children(holder)[0]
    body = inner.get_payload()
    encoding = str(holder.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding != "base64" or inner.keys() or not isinstance(body, str):
        return inner
    data = begun(base64.b64decode(body.encode("ascii", "ignore")))
    return None if _costs_much(data) else message_from_bytes(data)


def _text_of(parts: Sequence[Message]) -> str:
    """What some parts say, on trial."""
    trial = _Reading()
    trial._is_chosen = True
    for part in parts:
        trial._part(part, [])
    return trial.builder.text


def _attachment_note(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"The attachment “{names[0]}” was not read; save it and add it."
    shown = [f"“{name}”" for name in names[:_MOST_NAMED]]
    more = len(names) - len(shown)
    last = f"{more} more" if more else shown.pop()
    return f"The attachments {', '.join(shown)} and {last} were not read; save them and add them."
