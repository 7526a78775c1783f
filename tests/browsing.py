"""What tests of the page that is served share: on a phone, in a browser, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page

GRADIO_LEAVINGS = [
    # Gradio leaves event loops and sockets of its start-up to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    # Gradio's queue uses an option and an argument that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]
IN_A_BROWSER = [pytest.mark.browser, *GRADIO_LEAVINGS]
PHONE = {
    "viewport": {"width": 390, "height": 664}, "device_scale_factor": 3, "is_mobile": True,
    "has_touch": True,
}  # fmt: skip

# The contrast of an element's text with what lies behind it; 4.5 is asked for.
CONTRAST = """(selector) => {
  const numbers = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const light = (c) => { const [r, g, b] = c.map((v) => {
    v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const node = document.querySelector(selector);
  let behind = node, back;
  do { back = numbers(getComputedStyle(behind).backgroundColor); behind = behind.parentElement; }
  while (behind && back.length === 4 && back[3] === 0);
  const ink = numbers(getComputedStyle(node).color);
  const [a, b] = [light(ink.slice(0, 3)), light(back.slice(0, 3))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); }"""


# What Gradio's client says where the page is left or loaded anew while a reply is coming in.
_LEFT = "AbortError"

# Waits for all that moves, but what never comes to an end.
_MOVED = """() => Promise.all(document.getAnimations()
  .filter((each) => each.effect.getComputedTiming().endTime < Infinity)
  .map((each) => each.finished))"""


def watch(page: Page, address: str, wrong: list[str]) -> None:
    """Note requests to other origins than the page's, scripts that fail, errors in the console.

    Args:
        page: not opened yet.
        address: of the page.
        wrong: what is noted comes here.
    """
    ours = (address, "data:", "blob:")

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and _LEFT not in message.text:
            wrong.append(message.text)

    page.on("request", lambda request: request.url.startswith(ours) or wrong.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", heard)


def assert_no_sideways_scrolling(page: Page) -> None:
    """Nothing on the page is wider than its window."""
    width, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= window


def assert_open_to_all(page: Page) -> None:
    """No fault is found in what the page shows, be it ever so small."""
    from axe_playwright_python.sync_playwright import Axe

    # What moves into view is half transparent for a moment, and so of little contrast.
    page.evaluate(_MOVED)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response
    assert found["testEngine"]["name"] == "axe-core"
    faults = [
        f"{fault['impact']}: {fault['help']}: {node['html'][:160]} ({node['failureSummary']})"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
    assert faults == [], "\n".join(faults)
