"""Lines with which mails introduce what they quote: *On 2 March, Carl Berg wrote:*.

As programs write them in English, German, French, Spanish, Portuguese, Italian, Dutch and the
Scandinavian languages.
"""

from __future__ import annotations

import re

__all__ = ["introduced", "name_of"]

_ADDRESS = re.compile(
    r"\s*(?:\(?<[^>\n]*(?:\n[^>\n]*)?>\)?|\[mailto:[^\]\n]*\]|\([^)\n]*@[^)\n]*\))"
)
"""Beside a name; a line may be broken within it."""
_LONGEST = 300
_BREAKS = re.compile(r"[\s>]+")
_WROTE = r"(?:wrote|writes|a écrit|escribió|escreveu|ha scritto|schrieb|skrev|schreef)"
_DATED = re.compile(
    r"\b(?:On|At|Am|Le|El|Il|Em|Den|Op)\b.*\d[\d:.h]*"
    r"(?: (?i:[ap]\.? ?m\.?)(?!\w)|,? \(?[A-Z]{3,4}\)?(?!\w)|,? [+-]\d{4}| Uhr)*,? "
    rf"(?P<name>\D{{2,120}}?) {_WROTE} ?:$"
)
_MONTH = re.compile(
    r"^(?i:jan|feb|fév|mar|mär|apr|abr|avr|may|maj|mai|jun|jui|jul|aug|ago|aoû|sep|okt|oct|nov|dec|dez"
    r"|déc|dic)\w*\.?, "
)
_DATED_FIRST = re.compile(r"\d.*\b(?:schrieb|skrev|schreef|wrote) (?P<name>[^\d:]{2,120}?) ?:$")
_WORD = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*"
_NAME = (
    rf"(?P<name>[\"'“„*]*{_WORD}(?:,? (?:{_WORD}|(?:van|von|vom|der|den|de|del|della|da|di|la|le|du"
    r"|dos|af|av|bin|al|y|zu|zur|ten|ter)\b)){0,5}[\"'”“*]*|\S{1,80}@\S{1,80})"
)
_PLAIN = tuple(
    re.compile(form)
    for form in (
        rf"^(?:(?:On|At|Am|Le|El|In) [^,]*, )?{_NAME},? {_WROTE} ?:$",
        rf"^{_NAME},? {_WROTE},? (?:\w+,? )?(?:[^:\d]{{0,20}} )?\(?\d.*:$",
        rf"^(?:\* )?{_NAME},? \[[^\]]*\d[^\]]*\] ?:$",
        rf"^(?:Quoting|Zitat von|Citando) {_NAME} ?:$",
        rf"^(?:schrieb|skrev|schreef) {_NAME} ?:$",
    )
)
"""Without a date in front of the name, which therefore has to look like one."""
_NO_NAMES = frozenset(
    """I You He She We They It Someone Somebody This That The A An As Yes No Ich Er Sie Wir Je Il
    Elle Nous Vous Jag Han Hon Hun Vi Du Yo Ik Hij Zij Wij""".split()
)


def introduced(paragraph: str) -> str | None:
    """Whose words are quoted below a paragraph, where it ends as mails introduce a quotation.

    Args:
        paragraph: of a mail; it may have other lines before the introduction.

    Returns:
        The name, else the address; ``None`` where the paragraph does not tell.
    """
    if not paragraph.endswith(":"):
        return None
    words = paragraph[-_LONGEST:]
    for bare in (_ADDRESS.sub("", words), re.sub(r"[<>()\[\]]|mailto:", " ", words)):
        flat = _flat(bare)
        dated = _DATED.search(flat) or _DATED_FIRST.search(flat)
        name = dated and _checked(_MONTH.sub("", dated["name"]))
        if name:
            return name
        lines = bare.split("\n")
        for tail in (_flat(lines[-1]), _flat("\n".join(lines[-2:]))):
            found = next((match for form in _PLAIN if (match := form.match(tail))), None)
            name = found and _checked(found["name"])
            if name:
                return name
    return None


def name_of(sender: str) -> str | None:
    """The name beside an address, else the address; ``None`` where there is neither."""
    sender = sender[:_LONGEST]
    name = _ADDRESS.sub("", sender).strip(" \t*\"'") or sender.strip(" \t*<>")
    return name or None


def _flat(words: str) -> str:
    """Words on one line, without the marks of a quotation."""
    return _BREAKS.sub(" ", words).strip()


def _checked(name: str) -> str | None:
    name = name.strip(" ,*\"'“”„")
    return name if name and name.split()[0] not in _NO_NAMES else None
