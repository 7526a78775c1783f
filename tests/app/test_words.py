"""The page's texts: each is said somewhere, and nothing is said that is not among them."""

from __future__ import annotations

import re
import tomllib
from html import unescape as html_unescaped
from pathlib import Path

import pytest

from qa.chat.words import as_script, as_style, words_of

CHAT = Path(__file__).parents[2] / "qa" / "chat"
AREAS = sorted(path.stem for path in (CHAT / "words" / "en").glob("*.toml"))
TEMPLATES = sorted(CHAT.rglob("*.html"))
SOURCES = [*CHAT.rglob("*.py"), *CHAT.rglob("*.js"), *TEMPLATES]
_AREA = re.compile(r"""words(?:_of)?\(["'](\w+)["']\)""")
_SAID = re.compile(r"""\b_?[sS][aA][yY](?:\.(count|among))?\(\s*["']([\w]+)["']""")


def code_of(path: Path) -> str:
    """A file without the lines that are comments."""
    return re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


def said_in(area: str) -> set[tuple[str, str]]:
    """Key and way of every text that files of this area say."""
    return {
        (key, way)
        for path in SOURCES
        if area in _AREA.findall(text := code_of(path))
        for way, key in _SAID.findall(text)
    }


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_file_speaks_for_one_area(path):
    text = code_of(path)
    areas = set(_AREA.findall(text))
    assert len(areas) <= 1
    assert areas <= set(AREAS)
    assert bool(areas) or not _SAID.search(text)


@pytest.mark.parametrize("area", sorted({*AREAS} - {"styles"}))
def test_every_text_is_said_and_there_is_no_other(area):
    texts = words_of(area).texts
    assert {key for key, _ in said_in(area)} == set(texts)
    for key, way in said_in(area):
        if way == "count":
            assert set(texts[key]) == {"one", "other"}
        else:
            assert isinstance(texts[key], str) == (way == "")


@pytest.mark.parametrize("path", sorted(CHAT.rglob("*.js")), ids=lambda path: path.name)
def test_no_script_has_sentences_of_its_own(path):
    code = re.sub(r"new Error\(`[^`]*`\)", "", code_of(path))
    literals = [a or b for a, b in re.findall(r"'([^'\n]*)'|`([^`\n]*)`", code)]
    assert [words for words in literals if re.match(r"^[A-Z][a-z]+\b.*\s", words)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_words_of_its_own(path):
    html = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    shown = html_unescaped(re.sub(r"<[^>]*>", " ", html))
    assert set(re.findall(r"[^\W\d_]{2,}", shown)) <= {"Chapter", "Verse"}  # the product's name
    told = re.findall(r"""\b(?:aria-label|title|placeholder|alt)=["']([^"']*)""", html)
    assert [words for words in told if re.search(r"\w", words)] == []


def test_counted_texts_have_two_forms_and_names_are_filled_in(monkeypatch):
    texts = tomllib.loads(
        'hello = "Hello {who}"\npages = { one = "{n} page", other = "{n} pages" }'
    )
    say = type(words_of(AREAS[0]))(texts)
    assert say("hello", who="you") == "Hello you"
    assert say.count("pages", 1) == "1 page"
    assert say.count("pages", 1200) == "1,200 pages"
    with pytest.raises(KeyError):
        say("hello")
    with pytest.raises(KeyError):
        say("pages")
    with pytest.raises(KeyError):
        say.count("hello", 2)


def test_no_text_ends_the_script_it_is_given_in(monkeypatch):
    monkeypatch.setattr(
        "qa.chat.words.words_of", lambda area: type(words_of(area))({"a": "</script>"})
    )
    assert "</script" not in as_script()


def test_style_sheets_show_texts_of_their_own_area_and_no_others():
    styles = "".join(path.read_text(encoding="utf-8") for path in CHAT.rglob("*.css"))
    shown = set(re.findall(r"var\(--cv-say-([a-z-]+)\)", styles))
    assert shown == {key.replace("_", "-") for key in words_of("styles").texts}
    assert re.findall(r'content: "[^"]*[A-Za-z][^"]*"', styles) == []
    assert '--cv-say-ask-in: "' in as_style()
