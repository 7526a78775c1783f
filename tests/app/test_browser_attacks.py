"""Attacks by every way in, in a real browser: nothing runs, nothing is loaded, all reads as typed.

Our own attacks, and where they lie beside the project those of DOMPurify, the big list of naughty
strings and the CommonMark specification: as text, title and name of documents, as question, quote,
statement, speaker, withdrawn sentence and notice of kept answers, as titles of conversations, names
of tests and models, in messages and in drafts. Many stand on the page at once.
"""

from __future__ import annotations

import json
import re
import secrets
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from asking import CITATION, last_answer, put
from browsing import IN_A_BROWSER
from doubles import ScriptedModel
from hostile_texts import ATTACKS, markdown_examples, naughty_strings, sanitizer_attacks
from kept_answers import exchange, quote
from playwright.sync_api import Page, expect
from word_embedder import WordEmbedder

from index import Library
from qa import Assistant
from qa.chat.asking.history import open_history
from qa.chat.page import build_page
from qa.chat.serve import Serving, serve
from qa.chat.ways import is_open
from qa.conversations.types import Exchange
from qa.errors import ConfigurationError
from qa.model.writers import Writers
from qa.types import Rejection, RejectionReason

pytestmark = IN_A_BROWSER

PLAIN = "The keeper opens the tower at nine."
AT_ONCE = 150  # answers of a conversation
DOCUMENTS = 120
OF_OUR_OWN = "".join(ATTACKS)
ALL = "everything.txt"

# Whatever an attack would call, and whatever it would leave on the page.
WATCH = """window.attacks = [];
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) {
  window[name] = (...given) => { window.attacks.push(`${name}(${given})`); };
}
document.addEventListener('securitypolicyviolation', (e) => window.attacks.push(e.blockedURI));"""
FOREIGN = """() => [...document.querySelectorAll('*')].filter((node) =>
  ['IFRAME', 'OBJECT', 'EMBED', 'VIDEO', 'AUDIO', 'MATH', 'MARQUEE', 'ANIMATE', 'FRAMESET',
   'APPLET', 'PORTAL', 'KEYGEN', 'ISINDEX'].includes(node.tagName)
  || [...node.attributes].some(({ name, value }) => name.startsWith('on')
    || (['href', 'src', 'action', 'formaction', 'data', 'srcdoc', 'xlink:href'].includes(name)
      && /^\\s*(javascript|vbscript|data:text|https?:\\/\\/(?!127\\.0\\.0\\.1))/i.test(value)))
).map((node) => node.outerHTML.slice(0, 200))"""


class Quoting(ScriptedModel):
    """Its name and all that it writes is an attack."""

    model_name: str = OF_OUR_OWN

    def reply(self, messages):
        shown = re.findall(r"^\[(\d+\.\d+)\]", str(messages[-1].content), re.MULTILINE)
        lines = [f"- {attack.splitlines()[0]} [{shown[0]}]" for attack in ATTACKS]
        return "\n".join([f"- {PLAIN} [{shown[0]}]", *lines, f"NOT STATED: {OF_OUR_OWN}"])


class Choosy(Writers):
    """Lets nobody write once it is told to, with a message of attacks."""

    refuses = False

    def assistant(self, choice: str = "") -> Assistant:
        if self.refuses:
            raise ConfigurationError(f"No model is named {OF_OUR_OWN}")
        return super().assistant(choice) if choice else super().assistant()


@pytest.fixture(scope="module")
def attacks() -> list[str]:
    found, beside = list(ATTACKS), Path(__file__).parents[2] / ".." / "shared"
    if beside.is_dir():
        found += naughty_strings(beside) + sanitizer_attacks(beside) + markdown_examples(beside)
    return [attack for attack in found if attack.strip()]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, attacks: list[str]) -> Iterator[Library]:
    papers = tmp_path_factory.mktemp("papers")
    paths, names = [], []
    step = max(1, len(attacks) // DOCUMENTS)
    for number, attack in enumerate(attacks[::step]):
        line = " ".join(attack.split())
        path = papers / f"{number}.txt"
        path.write_text(f"{line}\n\nBy {line[:60]}\n\n{PLAIN} {attack}\n", encoding="utf-8")
        paths.append(path)
        names.append(f"{number} {line}")
    whole = papers / ALL
    sentences = "\n\n".join(
        f"The keeper said {attack} number {n}." for n, attack in enumerate(attacks)
    )
    whole.write_text(f"{PLAIN} {OF_OUR_OWN}\n\n{sentences}", encoding="utf-8")
    with Library.open(tmp_path_factory.mktemp("library"), embedder=WordEmbedder()) as opened:
        report = opened.add_uploads([*paths, whole], names=[*names, ALL])
        assert len(report.failures) < len(paths) / 10  # such as one that names a binary format
        cases = opened.folder / "cases"
        cases.mkdir()
        listed = [
            {"description": f"{n} {a}"[:400], "question": a[:400], "assert": [{"type": "abstains"}]}
            for n, a in enumerate(attacks)
        ]
        (cases / "attacks.qa.yaml").write_text(json.dumps({"tests": listed}), encoding="utf-8")
        yield opened


def kept(attack: str) -> Exchange:
    """An answer in which every text is the attack."""
    given = exchange(attack, replace(quote(attack, attack, attack), document=ALL, title=attack))
    answer = given.answer
    (statement,) = answer.statements
    refused = Rejection(attack, RejectionReason.NOT_SUPPORTED, attack, (attack,), statement)
    told = replace(
        answer,
        rejections=(refused,),
        notices=(attack,),
        not_stated=(attack,),
        understood_as=attack,
        receipt=replace(answer.receipt, model=attack, understood=(attack,)),
    )
    return replace(given, answer=told, documents=(attack,))


@pytest.fixture(scope="module")
def writers(library: Library) -> Choosy:
    return Choosy(Assistant(library, Quoting()))


@pytest.fixture(scope="module")
def address(
    library: Library, writers: Choosy, attacks: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    history = open_history(library, writers, together=True)
    assert history.store is not None
    for at in range(0, len(attacks), AT_ONCE):
        talk = secrets.token_hex(8)
        for attack in attacks[at : at + AT_ONCE]:
            history.store.add(talk, "somebody", kept(attack))
        history.store.rename(talk, f"Talk {at // AT_ONCE} {attacks[at]}")
    for attack in attacks[:: max(1, len(attacks) // DOCUMENTS)]:
        history.store.add(secrets.token_hex(8), "somebody", exchange(attack))
    page = build_page(library, writers.assistant(), samples={}, writers=writers, history=history)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    yield serve(page, Serving(port=port)).rstrip("/")
    page.close(verbose=False)


@pytest.fixture
def page(browser, address: str) -> Iterator[Page]:
    """The page; afterwards nothing may have run, and nothing been asked for but what it needs."""
    with browser.new_context(viewport={"width": 1280, "height": 860}) as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(30_000)
        asked: list[tuple[str, str]] = []
        page.on("request", lambda request: asked.append((request.method, request.url)))
        page.on("dialog", lambda dialog: asked.append(("DIALOG", dialog.message)))
        page.goto(address)
        page.get_by_label("Your question").wait_for()
        yield page
        page.wait_for_timeout(300)
        assert page.evaluate("window.attacks") == []
        assert page.evaluate(FOREIGN) == []
        assert page.url.startswith(address)
        assert [each for each in asked if not is_needed(address, *each)] == []


def is_needed(address: str, method: str, url: str) -> bool:
    """Whether the page itself asks for this; an attack's picture would be neither."""
    if url.startswith(("data:", "blob:")):
        return True
    path = urlsplit(url).path
    return url.startswith(f"{address}/") and is_open(method, path, calls=(), uploads=True)


def test_nothing_of_a_kept_conversation_runs(page, attacks):
    if not page.locator(".cv-others").evaluate("others => others.open"):
        page.get_by_text("Asked in other browsers").click()
    for number in range(-(-len(attacks) // AT_ONCE)):
        page.locator(".cv-talk-open").filter(has_text=f"Talk {number} ").first.click()
        here = attacks[number * AT_ONCE : (number + 1) * AT_ONCE]
        expect(page.locator(".bot-row")).to_have_count(len(here))
        assert page.evaluate("window.attacks") == []
        assert page.evaluate(FOREIGN) == []
    page.locator(CITATION).last.click()
    expect(page.locator(".cv-panel .cv-card")).to_be_visible()


def test_what_a_model_writes_and_how_it_is_called_does_nothing(page):
    put(page, "When does the keeper open the tower?")
    expect(page.locator(".bot-row").last).to_contain_text("read ·")
    assert "onmouseover=alert(1)" in last_answer(page)
    assert "<svg/onload=alert(1)>" in page.locator("#cv-model").inner_text()


def test_a_message_with_hostile_words_does_nothing(page, writers):
    writers.refuses = True
    try:
        put(page, "When does the keeper open the tower?")
        toast = page.get_by_test_id("toast-text")
        expect(toast).to_contain_text("No model is named")
        expect(toast).to_contain_text("<img src=x onerror=alert(1)>")
        assert toast.locator("img, a, svg, style, form, script, video").count() == 0
    finally:
        writers.refuses = False


def test_nothing_of_a_document_runs(page, library):
    page.get_by_role("tab", name="Documents").click()
    expect(page.locator(".cv-document").first).to_be_visible()
    while page.locator(".cv-more").is_visible():
        page.locator(".cv-more").click()
    expect(page.locator(".cv-document")).to_have_count(len(library.documents()))
    page.set_input_files(
        "#cv-upload input[type=file]",
        [{"name": f"{ATTACKS[1]}.txt", "mimeType": "text/plain", "buffer": b" "}],
    )
    expect(page.locator(".cv-outcome.cv-failed")).to_contain_text(ATTACKS[1])
    page.get_by_label("Search documents").fill(ALL)
    expect(page.locator(".cv-document")).to_have_count(1)
    page.locator(".cv-document button").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("The keeper said")


def test_nothing_of_a_draft_and_of_a_case_runs(page, attacks):
    page.get_by_role("tab", name="Check a draft").click()
    draft = "\n\n".join(
        f"“the keeper said {attack} number {n}”" for n, attack in enumerate(attacks)
    )
    page.get_by_label("Your draft").or_(page.locator("#cv-draft textarea")).first.fill(
        draft[:60_000]
    )
    page.locator("#cv-check").click()
    expect(page.locator("#cv-draft-results")).to_contain_text(re.compile("quotations?"))
    page.get_by_role("tab", name="Tests").click()
    expect(page.locator("#cv-tests")).to_contain_text(ATTACKS[1])
