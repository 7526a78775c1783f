"""What the page says: every sentence of it, in one file for each area, ready for translation.

A file of ``en/`` has keys with texts in which ``{name}`` is filled in; what is counted has two
forms, ``{ one = "{n} page", other = "{n} pages" }``; what is one of several has a table of them.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Words", "as_script", "as_style", "words_of"]

_FOLDER = Path(__file__).parent / "en"


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one area of the page.

    Raises:
        KeyError: by every method, where there is no such text or a name in it is not given.
    """

    texts: Mapping[str, str | Mapping[str, str]]

    def __call__(self, key: str, **filled: object) -> str:
        """The text of a key, its names filled in."""
        text = self.texts[key]
        if not isinstance(text, str):
            raise KeyError(f"{key} has several forms")
        return text.format_map(filled)

    def count(self, key: str, number: int, **filled: object) -> str:
        """The text for so many; ``{n}`` is the number, its thousands set apart."""
        return self.among(key, "one" if number == 1 else "other", n=f"{number:,}", **filled)

    def among(self, key: str, which: str, **filled: object) -> str:
        """The text of one of several forms."""
        forms = self.texts[key]
        if isinstance(forms, str):
            raise KeyError(f"{key} has one form")
        return forms[which].format_map(filled)


@cache
def words_of(area: str) -> Words:
    """The texts of one area, the name of a file in ``en/``.

    Raises:
        FileNotFoundError: there is no such area.
    """
    return Words(tomllib.loads((_FOLDER / f"{area}.toml").read_text(encoding="utf-8")))


def as_script() -> str:
    """All texts as a line of JavaScript that gives them to the page's scripts."""
    texts = {path.stem: words_of(path.stem).texts for path in sorted(_FOLDER.glob("*.toml"))}
    # Inside a script element a "</script>" would end it, whatever quotation marks stand around.
    return f"window.chapterVerseTexts = {json.dumps(texts)};".replace("</", "<\\/")


def as_style() -> str:
    """The texts of the area ``styles`` as style sheets use them: ``content: var(--cv-say-…)``."""
    texts = words_of("styles").texts.items()
    told = (f"--cv-say-{key.replace('_', '-')}: {json.dumps(text)};" for key, text in texts)
    return f":root {{ {' '.join(told)} }}"
