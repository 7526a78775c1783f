"""The settings in a real browser: nothing needs a restart, and the key is never seen again."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from asking import next_answer
from browsing import IN_A_BROWSER, PHONE, assert_no_sideways_scrolling, assert_open_to_all
from doubles import ScriptedModel
from model_server import KEY, ModelServer, Served
from playwright.sync_api import Browser, Locator, Page, Route, expect

from qa.live import Configuration
from qa.model.writers import CONFIGURED
from qa.settings import load_settings

pytestmark = IN_A_BROWSER

QUESTION = "Who found cracks in the piers?"
FIXED = "QA_SHOW_WITHDRAWN"
NEXT = "Saved. It holds from the next question on."


class CitesCracks(ScriptedModel):
    """Repeats the sentence about the cracks, under the name that it was given."""

    model: str = ""

    def reply(self, messages):
        prompt = str(messages[-1].content)
        found = re.search(r"^\[(\d+\.\d+)\] (?:\{[^}]*\} )?(.*cracks.*)$", prompt, re.MULTILINE)
        return f"- {found[2]} [{found[1]}]\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Where the program is started: a folder of its own, with no settings of this machine's."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("started")
        patch.chdir(folder)
        patch.setenv(FIXED, "true")
        patch.setenv("QA_READER", "none")
        patch.setenv("QA_OLLAMA_URL", "")
        for name in ("OPENAI_API_KEY", "OPENAI_API_BASE", "OPENAI_BASE_URL", "QA_MODEL"):
            patch.delenv(name, raising=False)
        patch.setattr(
            "qa.live.chat_model",
            lambda settings: (
                CitesCracks(model=settings.asked_model) if settings.asked_model else None
            ),
        )
        patch.setattr("qa.model.remedies._CONTAINER_MARKS", ())
        yield folder


@pytest.fixture(scope="module")
def configured(home) -> list[Configuration]:
    return []


@pytest.fixture(scope="module")
def chat(serve_papers, home, configured):
    def configure(library):
        configured.append(Configuration(load_settings(), library))
        return configured[0]

    return serve_papers(configuration=configure)


@pytest.fixture
def configuration(chat, home, configured) -> Configuration:
    """What is in force, as a new program has it."""
    configuration = configured[0]
    configuration.change(
        {one.name: None for one in configuration.shown() if not one.origin.is_fixed}, ""
    )
    return configuration


@pytest.fixture
def area(configuration, page) -> Locator:
    return opened(page)


def opened(page: Page) -> Locator:
    page.get_by_role("tab", name="Settings").click()
    area = page.locator(".cv-settings")
    expect(area.get_by_role("heading", name="About")).to_be_visible()
    return area


def written(home: Path) -> dict[str, object]:
    return tomllib.loads((home / "qa.toml").read_text())


def ask(page: Page) -> Locator:
    page.get_by_role("tab", name="Ask", exact=True).click()
    return next_answer(page, QUESTION)


def save(area: Locator) -> None:
    area.get_by_role("button", name="Save").click()
    expect(area.locator(".cv-saved")).to_have_text(NEXT)


def test_who_writes_changes_with_the_next_question(page, area, home):
    sentence = page.locator("#cv-model")
    expect(sentence).to_contain_text("choose one under Settings")
    area.get_by_label("Model", exact=True).fill("openai:one")
    area.get_by_label("Address of the server").fill("http://127.0.0.1:9/v1")
    expect(area.get_by_text("Not saved yet")).to_be_visible()
    assert not (home / "qa.toml").exists() or "model" not in written(home)
    save(area)
    expect(area.get_by_text("Not saved yet")).to_be_hidden()
    assert written(home) == {"model": "openai:one", "model_base_url": "http://127.0.0.1:9/v1"}
    expect(ask(page)).to_contain_text("Written by openai:one")
    expect(page.get_by_label("Who writes the answers")).to_have_value("openai:one")
    expect(sentence).to_contain_text("openai:one writes the answers")

    opened(page)
    area.get_by_label("Answer with quotes alone").check()
    save(area)
    expect(ask(page)).not_to_contain_text("Written by")
    expect(page.get_by_label("Who writes the answers")).to_be_hidden()
    expect(sentence).to_contain_text("The settings leave openai:one unasked.")


def test_whoever_chose_keeps_the_choice_and_sees_the_new_name(page, configuration):
    configuration.change({"model": "openai:one"})
    page.reload()
    writer = page.get_by_label("Who writes the answers")
    expect(writer).to_have_value("openai:one")
    writer.click()
    page.get_by_role("option", name="Quotes alone").click()
    expect(page.locator("#cv-model")).to_have_text("Answers are made of verified quotes alone.")
    area = opened(page)
    area.get_by_label("Model", exact=True).fill("openai:two")
    save_remote(area)
    page.get_by_role("tab", name="Ask", exact=True).click()
    expect(writer).to_have_value("Quotes alone")
    writer.click()
    page.get_by_role("option", name="openai:two").click()
    expect(page.locator("#cv-model")).to_contain_text("openai:two writes the answers")


def save_remote(area: Locator) -> None:
    """Save with a model elsewhere: what leaves this machine has to be told first."""
    expect(area.locator(".cv-leaves")).to_contain_text("will be sent to api.openai.com.")
    save(area)


def test_strictness_is_changed_and_written(page, area, configuration, home):
    steps = area.get_by_role("group", name="How strictly it declines")
    expect(steps.get_by_role("radio", name="Balanced", exact=True)).to_be_checked()
    strict = steps.get_by_role("radio", name="Declines more readily", exact=True)
    expect(strict).to_have_accessible_description(re.compile("Declines 90 of 100 questions"))
    strict.check()
    assert configuration.settings.threshold == 0.5
    save(area)
    assert written(home) == {"threshold": 0.8}
    assert configuration.settings.threshold == 0.8
    assert configuration.writers.assistant(CONFIGURED).settings.threshold == 0.8
    other = page.context.new_page()
    other.goto(page.url)
    strict = opened(other).get_by_role("radio", name="Declines more readily", exact=True)
    expect(strict).to_be_checked()


def test_a_threshold_of_ones_own_is_among_the_choices(page, configuration):
    configuration.change({"threshold": 0.42})
    area = opened(page)
    expect(area.get_by_role("radio", name="Your own: 0.42")).to_be_checked()


def test_a_setting_of_the_environment_cannot_be_changed_and_says_so(area):
    withdrawn = area.get_by_label("Show what a model wrote and the check refused")
    expect(withdrawn).to_be_checked()
    expect(withdrawn).to_be_disabled()
    expect(withdrawn).to_have_accessible_description(
        re.compile(f"Set by {FIXED} in the environment. Change it there")
    )


TURNS = {
    "works": (Served(["ready"]), None, r"openai:scripted answered after \d\.\d seconds\.$"),
    "wrong key": (Served(status=401, body=KEY.encode()), None, "refused the key. Copy the key"),
    "unknown model": (Served(status=404, body=b"{}"), ["right"], "Choose one that it has: right"),
    "nobody there": (None, None, "No server answers at 127.0.0.1:[0-9]+. Start the server"),
}


@pytest.mark.parametrize("turn", TURNS)
def test_the_connection_is_tested_and_says_what_to_do(page, area, configuration, home, turn):
    served, models, told = TURNS[turn]
    seen: list[str] = []
    page.on(
        "response",
        lambda response: (
            seen.append(response.text()) if response.request.method == "POST" else None
        ),
    )
    with ModelServer([served] if served else [], models) as server:
        if not served:
            server.__exit__()
        area.get_by_label("Model", exact=True).fill("openai:scripted")
        area.get_by_label("Address of the server").fill(server.address)
        area.get_by_label("Key").fill(KEY)
        tester = area.get_by_role("button", name="Test the connection")
        tester.click()
        expect(area.locator(".cv-tested")).to_have_text(re.compile(told))
    for request in server.requests:
        assert request.headers["authorization"] == f"Bearer {KEY}"
    expect(tester).to_be_focused()
    expect(area.get_by_label("Key")).to_have_value(KEY)  # what was typed stays
    expect(area.get_by_label("Model", exact=True)).to_have_value("openai:scripted")
    expect(area.get_by_text("Not saved yet")).to_be_visible()
    assert configuration.settings.model is None
    assert KEY not in "".join(seen)
    assert KEY not in page.content()


def test_a_saved_key_is_nowhere_to_be_found_and_can_be_forgotten(page, area, configuration, home):
    seen: list[str] = []
    page.on(
        "response",
        lambda response: (
            seen.append(response.text()) if response.request.method == "POST" else None
        ),
    )
    area.get_by_label("Model", exact=True).fill("openai:one")
    area.get_by_label("Key").fill(KEY)
    save_remote(area)
    assert configuration.settings.model_api_key.get_secret_value() == KEY
    expect(area.get_by_label("Key")).to_have_value("")
    expect(area.get_by_label("Key")).to_have_accessible_description(re.compile("A key was typed"))
    ask(page)
    page.reload()
    opened(page)
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert KEY not in f"{seen}{kept}{page.content()}"
    for file in home.rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes()
    area.get_by_role("button", name="Forget the typed key").click()
    expect(area.locator(".cv-saved")).to_have_text(NEXT)
    assert configuration.settings.model_api_key is None
    expect(area.get_by_role("button", name="Forget the typed key")).to_be_hidden()


def test_a_remote_model_is_not_saved_before_it_is_said_what_leaves(page, area, configuration):
    model = area.get_by_label("Model", exact=True)
    model.fill("openai:one")
    area.get_by_role("button", name="Save").click()  # before there was time to look
    told = area.locator(".cv-saved")
    expect(told).to_contain_text(
        re.compile(r"will be sent to api\.openai\.com\. Click again|Saved")
    )
    assert "Click again" in told.inner_text() or area.locator(".cv-leaves").inner_text()
    if configuration.settings.model is None:
        area.get_by_role("button", name="Save").click()
    expect(told).to_have_text(NEXT)


def test_what_is_refused_stays_as_typed(area, configuration):
    address = area.get_by_label("Address of the server")
    address.fill("ftp://somewhere")
    area.get_by_role("button", name="Save").click()
    expect(area.locator(".cv-saved")).to_contain_text("begins with http://")
    expect(area.locator(".cv-saved")).to_have_css("color", "rgb(154, 47, 34)")
    expect(address).to_have_value("ftp://somewhere")
    expect(area.get_by_text("Not saved yet")).to_be_visible()
    assert configuration.settings.model_base_url is None
    area.get_by_role("button", name="Discard").click()
    expect(address).to_have_value("")
    expect(area.get_by_text("Not saved yet")).to_be_hidden()
    expect(area.get_by_role("button", name="Save")).to_be_focused()
    area.get_by_role("button", name="Save").click(force=True)
    expect(area.locator(".cv-saved")).to_have_text("Nothing has been changed.")


def test_what_somebody_else_saved_is_there_when_the_area_is_opened_again(page, area, configuration):
    expect(area.get_by_label("Model", exact=True)).to_have_value("")
    page.get_by_role("tab", name="Ask", exact=True).click()
    configuration.change({"model": "ollama:other"})
    opened(page)
    expect(area.get_by_label("Model", exact=True)).to_have_value("ollama:other")
    area.get_by_label("Model", exact=True).fill("ollama:mine")
    page.get_by_role("tab", name="Ask", exact=True).click()
    configuration.change({"model": "ollama:third"})
    opened(page)
    expect(area.get_by_label("Model", exact=True)).to_have_value(
        "ollama:mine"
    )  # what is being changed stays


def test_the_keyboard_alone_changes_settings(page, area, configuration):
    area.get_by_label("Answer with quotes alone").focus()
    page.keyboard.press("Space")
    radio = area.get_by_role("radio", name="Balanced", exact=True)
    for _ in range(8):
        page.keyboard.press("Tab")
        if radio.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("ArrowDown")
    assert configuration.settings.threshold == 0.5
    saver = area.get_by_role("button", name="Save")
    for _ in range(4):
        page.keyboard.press("Tab")
        if saver.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(area.locator(".cv-saved")).to_have_text(NEXT)
    expect(saver).to_be_focused()
    assert configuration.settings.threshold == 0.8
    assert configuration.settings.evidence_only


# The colour of every frame of the page from the first on, as it would be painted.
FRAMES = """
window.framesSeen = [];
const look = () => {
  if (document.body) window.framesSeen.push(getComputedStyle(document.body).backgroundColor);
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
PAPER = {"light": "rgb(250, 248, 244)", "dark": "rgb(24, 22, 20)"}


@pytest.mark.parametrize(("system", "chosen"), [("light", "Dark"), ("dark", "Light")])
def test_the_appearance_survives_a_reload_without_a_flash(browser: Browser, chat, system, chosen):
    with browser.new_context(color_scheme=system) as context:
        page = context.new_page()
        page.add_init_script(FRAMES)
        page.goto(chat.address)
        area = opened(page)
        area.get_by_role("radio", name=chosen, exact=True).check()
        area.get_by_role("radio", name="Larger").check()
        body, wanted = page.locator("body"), PAPER[chosen.lower()]
        expect(body).to_have_css("background-color", wanted)
        page.reload()
        opened(page)
        expect(area.get_by_role("radio", name=chosen, exact=True)).to_be_checked()
        assert set(page.evaluate("window.framesSeen")) == {wanted}
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "18.5px"
        page.emulate_media(color_scheme="light" if system == "dark" else "dark")
        page.emulate_media(color_scheme=system)
        page.evaluate("document.body.classList.toggle('dark')")  # as Gradio itself may
        expect(body).to_have_css("background-color", wanted)
        area.get_by_role("radio", name="As the system").check()
        expect(body).to_have_css("background-color", PAPER[system])
        page.emulate_media(color_scheme="light" if system == "dark" else "dark")
        expect(body).to_have_css("background-color", wanted)


@pytest.mark.parametrize(
    "context_options",
    [PHONE, PHONE | {"color_scheme": "dark"}, {"viewport": {"width": 320, "height": 600}}],
)
def test_nothing_is_wider_than_a_phone(page, area, configuration, context_options: dict[str, Any]):
    area.get_by_role("radio", name="Larger").check()
    area.get_by_label("Address of the server").fill("http://" + "x" * 300)
    area.get_by_role("button", name="Save").click()
    expect(area.locator(".cv-saved")).not_to_be_empty()
    assert_no_sideways_scrolling(page)
    for tab in page.get_by_role("tab").all():
        assert tab.evaluate("node => node.scrollWidth <= node.clientWidth")


@pytest.mark.parametrize("context_options", [{"color_scheme": scheme} for scheme in PAPER])
def test_it_is_open_to_all(page, area, context_options: dict[str, Any]):
    area.get_by_label("Model", exact=True).fill("openai:one")
    expect(area.locator(".cv-leaves")).not_to_be_empty()
    assert_open_to_all(page)
    area.get_by_label("Address of the server").fill("nowhere")
    area.get_by_role("button", name="Save").click()
    expect(area.locator(".cv-saved")).to_contain_text("begins with http://")
    assert_open_to_all(page)


def test_where_nothing_may_be_changed_the_page_says_so(
    browser: Browser, serve_papers, home, configuration
):
    configurations: list[Configuration] = []

    def configure(library):
        configurations.append(Configuration(load_settings(), library))
        return configurations[0]

    chat = serve_papers(configuration=configure, editable=False)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(chat.address)
        area = opened(page)
        expect(area).to_contain_text("Everybody who opens this page shares these settings")
        for box in area.locator("input:not([name=cv-set-theme]):not([name=cv-set-size])").all():
            expect(box).to_be_disabled()
        assert area.get_by_role("button").count() == 0
        expect(area).not_to_contain_text(str(home))
        area.get_by_role("radio", name="Dark", exact=True).check()
        expect(page.locator("body")).to_have_css("background-color", PAPER["dark"])


def test_a_server_that_is_gone_is_told(page, area):
    page.route("**/component_server**", lambda route: route.fulfill(json=None))
    area.get_by_label("Answer with quotes alone").check()
    area.get_by_role("button", name="Save").click()
    expect(area.locator(".cv-saved")).to_contain_text("The program does not answer.")
    expect(area.get_by_label("Answer with quotes alone")).to_be_checked()
    page.unroute("**/component_server**")


def test_while_it_saves_nothing_can_be_typed_that_would_be_lost(page, area, configuration):
    held: list[Route] = []

    def hold(route: Route) -> None:
        if '"fn_name":"save"' in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/component_server**", hold)
    model = area.get_by_label("Model", exact=True)
    model.fill("openai:one")
    area.get_by_label("Address of the server").fill("http://127.0.0.1:9/v1")
    with page.expect_request(lambda request: '"fn_name":"save"' in (request.post_data or "")):
        area.get_by_role("button", name="Save").click()
    model.evaluate("box => box.focus()")
    page.keyboard.type("-and-more")
    expect(model).to_have_value("openai:one")
    expect(model).not_to_be_focused()
    (route,) = held
    route.continue_()
    expect(area.locator(".cv-saved")).to_have_text(NEXT)
    model.press_sequentially("-")
    expect(area.get_by_text("Not saved yet")).to_be_visible()
    page.unroute("**/component_server**")
