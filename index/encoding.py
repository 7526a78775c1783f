"""Bytes to text, and a word to the person whenever that took a guess."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from index.alphabets import encoding_by_letters

__all__ = ["decode"]

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# As browsers read them: who declares one of these nearly always wrote Windows-1252.
_DECLARED_AS_WINDOWS_1252 = {"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1"}
# Python knows these as text encodings, but no document is written in them; and a declaration that
# can be read as ASCII proves any UTF-16 it names wrong.
_NEVER_DECLARED = re.compile(r"utf|unicode|escape|idna|punycode|undefined|mbcs|oem")
_ESCAPE = b"\x1b$"
_ESCAPED = ("iso-2022-jp", "iso-2022-jp-2", "iso-2022-kr")
_SAMPLE_BYTES = 200_000
_WESTERN_LETTERS = frozenset("àâäáãåæçéèêëíìîïñóòôöõøœúùûüÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜŸ")
_WESTERN_SIGNS = frozenset("“”‘’‚„–—…•€£¥§°«»¡¿©®™·±½¼¾²³ªº´\xa0†‡‰‹›¢¶×µ")
# Encodings that documents are found in. Left to all of Python's, the detector picks curiosities.
_DETECTABLE = [
    *(f"cp125{number}" for number in range(9)),
    *(f"iso8859_{number}" for number in (2, 5, 6, 7, 8)),
    *("koi8_r", "koi8_u", "mac_roman", "mac_cyrillic", "cp437", "cp850", "cp866"),
    *("shift_jis", "cp932", "euc_jp", "iso2022_jp", "gb18030", "big5", "euc_kr", "cp949"),
]
_LABELS = {"cp1252": "Windows-1252", "utf_8": "UTF-8"}


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """Decode a text file: byte order mark, strict UTF-8, the declared encoding, then a guess.

    Args:
        data: The file's bytes.
        declared: The encoding that the file names itself (an HTML ``meta``), if any.

    Returns:
        The text without a byte order mark, and a note for a person when the encoding was guessed
        or bytes had to be replaced by U+FFFD; ``None`` when neither happened.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict_or_replaced(data[len(mark) :], encoding)
    if _ESCAPE in data and data.isascii():
        escaped = _escaped_text(data, declared)
        if escaped is not None:
            return escaped
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(data):
        return _strict_or_replaced(data, "utf-8")
    text = _declared_text(data, declared) if declared else None
    if text is not None:
        return text, None
    return _guessed_text(data)


def _escaped_text(data: bytes, declared: str | None) -> tuple[str, str | None] | None:
    """Text of an encoding that switches alphabets by escape sequences and so passes for ASCII."""
    named = (declared or "").strip().lower().replace("_", "-")
    for encoding in (*([named] if named in _ESCAPED else []), *_ESCAPED):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text, None if encoding == named else _guess_note(encoding)
    return None


def _strict_or_replaced(data: bytes, encoding: str) -> tuple[str, str | None]:
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    own = "\ufffd".encode(encoding, errors="ignore")
    count = text.count("\ufffd") - (data.count(own) if own else 0)
    signs = "1 sign is" if count == 1 else f"{count:,} signs are"
    return text, f"{signs} damaged in the file ({encoding.upper()}) and shown as \ufffd."


def _mostly_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 with a few damaged places, rather than something else.

    Correct multi-byte sequences hardly ever arise by chance in another encoding.
    """
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    correct = sum(1 for char in text[:_SAMPLE_BYTES] if char > "\x7f" and char != "\ufffd")
    return correct >= 5 * damaged


def _declared_text(data: bytes, declared: str) -> str | None:
    name = declared.strip().lower().replace("_", "-")
    if name in _DECLARED_AS_WINDOWS_1252:
        name = "cp1252"
    if _NEVER_DECLARED.search(name):
        return None
    try:
        return data.decode(name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _guessed_text(data: bytes) -> tuple[str, str]:
    sample = data[:_SAMPLE_BYTES]
    western = sample.decode("cp1252", errors="replace")
    encoding = encoding_by_letters(sample)
    if encoding is None and _reads_as_western(western):
        encoding = "cp1252"
    elif encoding is None:
        best = charset_normalizer.from_bytes(sample, cp_isolation=_DETECTABLE).best()
        encoding = best.encoding if best is not None else "cp1252"
    text, damage = _strict_or_replaced(data, encoding)
    return text, " ".join(filter(None, (_guess_note(encoding), damage)))


def _guess_note(encoding: str) -> str:
    label = _LABELS.get(encoding, encoding.replace("_", "-"))
    return f"Encoding guessed as {label}; check accents and quotation marks."


def _reads_as_western(text: str) -> bool:
    """Whether text decoded as Windows-1252 looks like a western European language.

    There, accented letters stand alone among plain ones; other alphabets read through
    Windows-1252 give runs of accented letters, or signs in the middle of words.
    """
    special = odd = 0
    for match in re.finditer(r"[^\x00-\x7f]+", text):
        run = match.group()
        special += len(run)
        letters = sum(char in _WESTERN_LETTERS for char in run)
        odd += sum(char not in _WESTERN_LETTERS and char not in _WESTERN_SIGNS for char in run)
        odd += max(0, letters - 1)
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        if (
            letters == 0
            and before.isalpha()
            and after.isalpha()
            and run not in {"’", "·", "–", "—"}
        ):
            odd += len(run)
        if before.islower() and any(char.isupper() for char in run):
            odd += 1
    return odd * 10 <= special
